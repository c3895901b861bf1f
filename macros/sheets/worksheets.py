"""One sheet of a workbook: values as a person sees them, merged cells, hidden rows, cached values of formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries

from macros.sheets.archives import NoHandler
from macros.sheets.grids import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Grid, GridCell, Unreadable, plain
from macros.sheets.number_formats import Styles, Value, shown_day, shown_number

_EMPTY_CELLS = re.compile(rb"<c\b[^<>]*/>|<c\b[^<>]*></c>")
_EMPTY_ROWS = re.compile(rb"<row\b[^<>]*/>|<row\b[^<>]*>\s*</row>")


def without_empty_cells(xml: bytes) -> bytes:
    """Drop the formatted cells and rows that hold nothing: a million of them cost a tenth of a second so."""
    if b"<!" in xml:  # a comment or raw text, which no spreadsheet program writes: nothing is sure
        return xml
    return _EMPTY_ROWS.sub(b"", _EMPTY_CELLS.sub(b"", xml))


class Worksheet(NoHandler):
    """Reads one sheet: its cells that hold something, merges, hidden rows and columns, formulas."""

    def __init__(self, name: str, strings: list[str], styles: Styles, is_1904: bool) -> None:
        self.name, self.strings, self.styles, self.is_1904 = name, strings, styles, is_1904
        self.cells: dict[int, dict[int, GridCell]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.formulas: list[str] = []
        self.count = 0
        self.row = self.column = 0
        self.kind, self.style = "n", "0"  # of the cell being read
        self.collects = ""  # v, t or f: what the text being read belongs to
        self.pieces: dict[str, list[str]] = {}
        self.is_hint = False

    # --- elements ---

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell or a part of it; take a merge."""
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t", "f"):
            self.collects = name if not self.is_hint else ""
            self.pieces.setdefault(name, [])
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self.row)
        elif name == "rPh":
            self.is_hint = True
        elif name == "mergeCell":
            left, top, right, bottom = range_boundaries(attributes["ref"])
            self.merges.append((int(top or 1), int(left or 1), int(bottom or 1), int(right or 1)))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden_columns += range(int(attributes["min"]), min(int(attributes["max"]), MOST_COLUMNS) + 1)

    def end(self, name: str) -> None:
        """End a cell or a part of it."""
        if name == "c":
            self._end_cell()
        elif name in ("v", "t", "f"):
            self.collects = ""
        elif name == "rPh":
            self.is_hint = False

    def text(self, text: str) -> None:
        """Keep a piece of text."""
        if self.collects:
            self.pieces[self.collects].append(text)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self.row, self.column = coordinate_to_tuple(attributes["r"])
        else:
            self.column += 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.pieces = {}

    def _end_cell(self) -> None:
        raw = "".join(self.pieces.get("t" if self.kind == "inlineStr" else "v", []))
        address = f"{get_column_letter(self.column)}{self.row}"
        if "f" in self.pieces:
            if not raw and self.kind != "str":  # a formula whose value is no text at all says so
                self._refuse(address, "công thức chưa có giá trị đã lưu. Mở tệp bằng Excel, lưu lại, rồi nhập.")
            self.formulas.append(address)
        if self.kind == "e":
            self._refuse(address, f"giá trị lỗi {raw}. Sửa công thức hoặc gõ giá trị đúng, lưu lại, rồi nhập.")
        text, value = self._value(raw)
        if not text:
            return
        self.count += 1
        if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
            self._refuse(address, f"ở quá xa (chỉ đọc đến dòng {MOST_ROWS}, cột {get_column_letter(MOST_COLUMNS)}). Xóa hoặc chuyển nội dung ô này, rồi nhập.")
        if self.count > MOST_CELLS:
            self._refuse(address, f"trang có hơn {MOST_CELLS} ô có nội dung. Chia thành nhiều tệp, rồi nhập từng tệp.")
        self.cells.setdefault(self.row, {})[self.column] = GridCell(address, text, value)

    def _value(self, raw: str) -> tuple[str, Value]:
        if self.kind == "s":
            raw = self.strings[int(raw)] if raw else ""
        elif self.kind == "b":
            return ("có", True) if raw == "1" else ("không", False)
        elif self.kind == "n" and raw:
            return shown_number(raw, self.styles.format_of(self.style), self.is_1904)
        elif self.kind == "d" and raw:
            made = date.fromisoformat(raw[:10])
            return shown_day(made, frozenset("ymd")), made
        text = plain(raw)
        return text, text

    def _refuse(self, address: str, what: str) -> None:
        raise Unreadable(f"Trang “{self.name}”, ô {address}: {what}")

    # --- the whole ---

    def grid(self, is_hidden: bool, remarks: tuple[str, ...]) -> Grid:
        """Return what was read, the cells under a merge filled with the merge's text."""
        self._fill_merges()
        rows = tuple(self._row_of(row) for row in range(1, max(self.cells) + 1))
        hidden = frozenset(row for row in self.hidden_rows if row in self.cells)
        return Grid(self.name, rows, 1, hidden, (*remarks, *self._remarks(is_hidden, hidden)))

    def _fill_merges(self) -> None:
        last_row, last_column = max(self.cells), max(max(row) for row in self.cells.values())
        filled = 0
        for top, left, bottom, right in self.merges:
            first = self.cells.get(top, {}).get(left)
            if first is None:
                continue
            bottom, right = min(bottom, last_row), min(right, last_column)
            filled += (bottom - top + 1) * (right - left + 1)
            if filled > MOST_CELLS:
                self._refuse(first.address, "gộp ô trên vùng quá lớn. Bỏ gộp ô, lưu lại, rồi nhập.")
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        self.cells.setdefault(row, {})[column] = GridCell(f"{get_column_letter(column)}{row}", first.text, first.value, merged=True)

    def _row_of(self, row: int) -> tuple[GridCell, ...]:
        cells = self.cells.get(row)
        if not cells:
            return ()
        return tuple(cells.get(column) or GridCell(f"{get_column_letter(column)}{row}", "") for column in range(1, max(cells) + 1))

    def _remarks(self, is_hidden: bool, hidden: Iterable[int]) -> list[str]:
        place = f"Trang “{self.name}”"
        remarks = [f"{place} đang ẩn; vẫn được đọc."] if is_hidden else []
        if rows := spans(hidden):
            remarks.append(f"{place} có dòng ẩn ({rows}); vẫn được đọc.")
        used = {column for row in self.cells.values() for column in row}
        if columns := [get_column_letter(column) for column in sorted(used.intersection(self.hidden_columns))]:
            remarks.append(f"{place} có cột ẩn ({', '.join(columns)}); vẫn được đọc.")
        if self.formulas:
            remarks.append(f"{place} có {len(self.formulas)} ô là công thức (ô đầu: {self.formulas[0]}); lấy giá trị đã lưu.")
        return remarks


def spans(numbers: Iterable[int]) -> str:
    """Return numbers as a person lists them: `5, 7-9`."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
