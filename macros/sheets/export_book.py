"""A kind of record as a workbook to edit: every record in it, words in Vietnamese, ids locked, drop-down lists, help on each head.

Every byte is a function of the arguments. Row 1 (hidden) holds the fields' keys, row 2 the heads, records follow; a very
hidden sheet «_» says what was exported, so that reading it back knows what the editor changed and what others did since.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from pydantic_core import PydanticCustomError

from macros.field_types import as_day
from macros.sheets.columns import Column
from macros.sheets.export_lists import Lists
from macros.sheets.grids import MOST_CELLS, MOST_ROWS
from macros.sheets.kinds import LINE, PARENT, YEAR, Kind, Table
from macros.sheets.names import Names
from macros.sheets.stored import Stored, digests, joined

MARK, SHEET_OF_MARKS, VERSION = "ke-hoach-ket-qua", "_", 1
SHEET_OF_ADVICE = "Hướng dẫn"
FIRST_ROW = 2  # counted from 0: below the keys and the heads
SPARE_ROWS = 1000
_MADE = datetime(1980, 1, 1)
_WIDEST, _NARROWEST, _HIGHEST = 50, 9, 405
_LONGEST = 32_767  # characters in a cell of Excel
HEADS = {PARENT: "Thuộc (mã)", LINE: "Dòng", YEAR: "Năm"}
_HELP = {
    PARENT: "Mã của bản ghi chứa dòng này. Dòng mới: chọn hoặc gõ mã; của một bản ghi mới chưa có mã thì để trống.",
    LINE: "Số thứ tự trong danh sách của bản ghi; máy ghi. Dòng mới: để trống.",
    YEAR: "Năm công tác. Dòng mới: gõ năm.",
}


class DoesNotFit(Exception):
    """Records that a workbook, or the reading of one, has no room for; the text is a sentence with the remedy."""


@dataclass(frozen=True)
class Export:
    """What is exported: a kind, one year (None: all), the records, and the unit they were chosen by."""

    kind: Kind
    year: int | None
    records: Sequence[Stored]
    names: Names
    unit: str | None = None


def book_bytes(export: Export) -> bytes:
    """Return the workbook. Raises DoesNotFit rather than leave anything out."""
    _refuse_too_many(export)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": export.kind.title, "created": _MADE})
    _Writer(book, export).write()
    book.close()
    return out.getvalue()


def _refuse_too_many(export: Export) -> None:
    """Refuse what could not be read back: an import reads so many rows and cells of a sheet and no more."""
    for table in export.kind.all_tables:
        records = [record for record in export.records if record.table is table]
        cells = sum(record.value(column) is not None or bool(column.default) for record in records for column in table.columns) + 2 * len(records)
        if len(records) + FIRST_ROW > MOST_ROWS or cells > MOST_CELLS or len(export.records) * 3 > MOST_CELLS:
            raise DoesNotFit(f"Trang “{table.title}” sẽ có {len(records)} dòng, quá nhiều để nhập lại. Xuất từng năm (--year) hoặc từng đơn vị (--unit).")


def keys_before(table: Table, year: int | None) -> list[str]:
    """Return the keys of the columns that stand before a table's own."""
    if table.parent:
        return [PARENT] if table.has_ids else [PARENT, LINE]
    return [YEAR] if table.yearly and year is None else []


class _Writer:
    def __init__(self, book: Any, export: Export) -> None:
        self.book, self.export = book, export
        top = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({"bold": True, "bg_color": "#E9E4DC", "bottom": 1, "border_color": "#8A8178", **top})
        self.needed = book.add_format({"bold": True, "bg_color": "#F3D9C9", "bottom": 1, "border_color": "#8A8178", **top})
        self.locked = book.add_format({"bg_color": "#F1F1F1", "font_color": "#555555", "num_format": "@", **top})
        self.text = book.add_format({"num_format": "@", "locked": False, **top})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "locked": False, "align": "left", **top})
        self.count = book.add_format({"num_format": "0", "locked": False, "align": "left", **top})

    def write(self) -> None:
        guide = self.book.add_worksheet(SHEET_OF_ADVICE)
        pages = {table.title: self.book.add_worksheet(table.title) for table in self.export.kind.all_tables}
        lists = Lists(self.export.names, self.export.year)
        for table in self.export.kind.all_tables:
            self._table(pages[table.title], table, [record for record in self.export.records if record.table == table], lists)
        lists.write(self.book)
        self._marks()
        self._guide(guide)
        next(iter(pages.values())).activate()

    def _table(self, page: Any, table: Table, records: Sequence[Stored], lists: Lists) -> None:
        before, columns = keys_before(table, self.export.year), table.columns
        self._heads(page, before, columns)
        for place, record in enumerate(records, FIRST_ROW):
            for at, key in enumerate(before):
                page.write_string(place, at, _beside(record, key), self.locked)
            for at, column in enumerate(columns, len(before)):
                self._cell(page, place, at, column, record)
        last = FIRST_ROW + len(records) + SPARE_ROWS
        self._widths(page, before, columns, records)
        if table.parent:
            lists.of_parents(page, FIRST_ROW, last, table.parent, len(keys_before(table.parent, self.export.year)))
        for at, column in enumerate(columns, len(before)):
            lists.choose(page, FIRST_ROW, last, at, column)
        self._protect(page, len(before), len(columns), FIRST_ROW + len(records) - 1)

    def _heads(self, page: Any, before: Sequence[str], columns: Sequence[Column]) -> None:
        for at, key in enumerate(before):
            page.write_string(0, at, key)
            page.write_string(1, at, HEADS[key], self.head)
            page.write_comment(1, at, _HELP[key], {"x_scale": 2})
        for at, column in enumerate(columns, len(before)):
            page.write_string(0, at, column.key)
            page.write_string(1, at, column.title + (" *" if column.required else ""), self.needed if column.required else self.head)
            page.write_comment(1, at, _help(column), {"x_scale": 2})
        page.set_row(0, None, None, {"hidden": True})
        page.set_row(1, 32)

    def _cell(self, page: Any, row: int, at: int, column: Column, record: Stored) -> None:
        shown = self._shown(column, record)
        if len(shown) > _LONGEST:
            raise DoesNotFit(f"{record.identity}: {column.title} dài hơn {_LONGEST} ký tự, một ô Excel không chứa hết. Sửa mục này trong tệp dữ liệu, không sửa bằng Excel.")
        if column.key == "id":
            page.write_string(row, at, shown, self.locked)
        elif column.is_day and (made := _day(shown)):
            page.write_datetime(row, at, made, self.day)
        elif column.is_count and shown.isdigit() and str(int(shown)) == shown:
            page.write_number(row, at, int(shown), self.count)
        elif shown:
            page.write_string(row, at, shown, self.text)

    def _widths(self, page: Any, before: Sequence[str], columns: Sequence[Column], records: Sequence[Stored]) -> None:
        """Set each column's width and the format of the cells below the records, free to type in; and the height of rows of several lines."""
        for at in range(len(before)):
            page.set_column(at, at, 24 if before[at] == PARENT else _NARROWEST, self.text)
        heights = [1] * len(records)
        for at, column in enumerate(columns, len(before)):
            cells = [self._shown(column, record).split("\n") for record in records]
            width = min(_WIDEST, max(_NARROWEST, *(len(line) + 1 for line in [column.title[:16], *(line for lines in cells for line in lines)])))
            page.set_column(at, at, width, self.day if column.is_day else self.count if column.is_count else self.text)
            heights = [max(height, sum(-(-len(line) // (width - 1)) or 1 for line in lines)) for height, lines in zip(heights, cells, strict=True)]
        for place, height in enumerate(heights, FIRST_ROW):
            if height > 1:  # LibreOffice does not do it by itself
                page.set_row(place, min(_HIGHEST, 15 * height))

    def _shown(self, column: Column, record: Stored) -> str:
        """Return what a cell shows: one value a line."""
        value = record.value(column)
        texts = value if isinstance(value, tuple) else (value,) if value else ((column.default,) if column.default else ())
        return "\n".join(self.export.names.shown(column, text, record.year) for text in texts)

    def _protect(self, page: Any, before: int, columns: int, last: int) -> None:
        """Lock ids and heads without a password: Excel offers to lift it, and asks nothing."""
        allowed = ("insert_rows", "delete_rows", "format_cells", "format_columns", "format_rows", "sort", "autofilter")
        page.protect("", dict.fromkeys(allowed, True))
        page.freeze_panes(FIRST_ROW, before + 1)
        page.autofilter(1, 0, max(last, FIRST_ROW), before + columns - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + SPARE_ROWS}"})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(1)

    def _marks(self) -> None:
        """Say what was exported, where nobody looks: kind, year, unit; then each record with the digests of its fields."""
        page = self.book.add_worksheet(SHEET_OF_MARKS)
        page.very_hidden()
        page.write_row(0, 0, [MARK, str(VERSION), self.export.kind.key, str(self.export.year or ""), self.export.unit or ""])
        for place, record in enumerate(self.export.records, 1):
            page.write_row(place, 0, [record.table.title, record.identity, joined(digests(record, self.export.names), record.table.columns)])

    def _guide(self, page: Any) -> None:
        page.set_column(0, 0, 110)
        title = self.book.add_format({"bold": True, "font_size": 14})
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        year = f" năm {self.export.year}" if self.export.year else ""
        page.write_string(0, 0, f"{self.export.kind.title}{year}: tệp để sửa", title)
        for place, line in enumerate(_GUIDE, 1):
            page.write_string(place, 0, line, wrapped)
            page.set_row(place, 15 * (1 + len(line) // 105))
        page.protect()


_GUIDE = (
    "1. Sửa ngay trong các ô trắng. Ô xám là mã: máy đặt, không đổi.",
    "2. Tiêu đề cột màu cam, có dấu *, là mục bắt buộc. Đưa chuột vào tiêu đề để đọc cách ghi.",
    "3. Nhiều giá trị trong một ô: mỗi giá trị một dòng (xuống dòng trong ô bằng Alt+Enter).",
    "4. Ô có danh sách thì chọn trong danh sách. Tên đơn vị, người, danh hiệu có ở trang «Danh mục»; chép từ đó.",
    "5. Thêm bản ghi: gõ vào dòng trống đầu tiên dưới bảng, hoặc chèn dòng. Ô mã để trống, máy sẽ đặt. "
    "Dòng ở trang khác thuộc bản ghi mới ấy: để trống ô «Thuộc (mã)»; có nhiều bản ghi mới thì ghi số dòng, ví dụ «dòng 12».",
    "6. Xóa bản ghi: xóa nội dung mọi ô của dòng trừ ô mã, hoặc bỏ khóa trang (không có mật khẩu) rồi xóa cả dòng. Khi nhập phải thêm «--remove»; không thêm thì bản ghi vẫn giữ.",
    "7. Không đổi tên trang, không xóa hay đổi chỗ dòng 1 (đang ẩn). Cột nào không cần thì ẩn đi, không xóa.",
    "8. Ngày gõ 28/02/2023. Mục nhận tháng, quý, năm thì gõ như in: 6/2023, Quý II/2023, 2023.",
    '9. Lưu tệp, rồi nhập: .venv/bin/python -m macros import "TÊN_TỆP.xlsx". Lệnh này chỉ xem trước; thêm --write thì mới ghi vào dữ liệu.',
    "10. Người khác sửa dữ liệu trong khi tệp này đang được sửa thì không sao: chỉ các ô đã đổi ở đây được đưa vào; ô cả hai cùng đổi sẽ được báo.",
)


def _help(column: Column) -> str:
    many = " Mỗi giá trị một dòng." if column.kind.many else ""
    return f"{column.title}. {column.help}{many}{' Bắt buộc.' if column.required else ''}"


def _beside(record: Stored, key: str) -> str:
    if key == PARENT:
        return record.parent.identity if record.parent else ""
    return str(record.place + 1) if key == LINE else str(record.year)


def _day(text: str) -> datetime | None:
    try:
        day = as_day(text)
    except PydanticCustomError:
        return None
    return datetime(day.year, day.month, day.day) if day else None
