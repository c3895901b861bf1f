"""Excel workbooks as grids: values as a person sees them, merged cells, hidden rows, cached values of formulas.

Read in one pass over the XML: openpyxl would need the workbook twice (formulas, then values), and whole in memory for its
merges and hidden rows, which a sheet of a million formatted rows makes impossible.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries

from macros.sheets.archives import NoHandler, opened, read_part
from macros.sheets.grids import Grid, GridCell, Unreadable
from macros.sheets.number_formats import Styles, Value, shown_day, shown_number
from macros.vietnamese import nfc

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 1_000, 200_000
LARGEST_STRINGS = 24 << 20  # bytes; a whole sheet may be larger, since empty formatted cells cost next to nothing

H = TypeVar("H", bound=NoHandler)


class _Sheet(NamedTuple):
    name: str
    part: str
    is_hidden: bool


def read_workbook(path: Path) -> list[Grid]:
    """Return the sheets of a workbook that hold any text, hidden ones too; macros and linked files are left alone."""
    with opened(path) as archive:
        book = _read(archive, "xl/workbook.xml", _Book())
        targets = _read(archive, "xl/_rels/workbook.xml.rels", _Relations()).targets
        strings = _read(archive, "xl/sharedStrings.xml", _Strings()).found
        styles = _read(archive, "xl/styles.xml", Styles())
        remarks = _remarks_of_file(archive)
        grids: list[Grid] = []
        for name, relation, is_hidden in book.sheets:
            if part := targets.get(relation):
                content = _Content(name, strings, styles, book.is_1904)
                read_part(archive, part, content, _without_empty_cells)
                if content.cells:
                    grids.append(content.grid(is_hidden, remarks if not grids else ()))
        return grids


def _read(archive: zipfile.ZipFile, name: str, handler: H) -> H:
    """Read a part that may be absent."""
    try:
        part = archive.getinfo(name)
    except KeyError:
        return handler
    if part.file_size > LARGEST_STRINGS:
        raise Unreadable("Tệp có quá nhiều chữ nên không đọc. Chép riêng bảng cần nhập sang tệp mới, rồi nhập.")
    read_part(archive, name, handler)
    return handler


def _remarks_of_file(archive: zipfile.ZipFile) -> tuple[str, ...]:
    names = archive.namelist()
    remarks = []
    if "xl/vbaProject.bin" in names:
        remarks.append("Tệp có macro; macro không được đọc và không chạy.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        remarks.append("Tệp có liên kết đến tệp khác; chỉ lấy giá trị đã lưu trong tệp này.")
    return tuple(remarks)


class _Book(NoHandler):
    """Reads workbook.xml: the sheets in their order, and which day the dates count from."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a sheet's name, or the workbook's properties."""
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append(_Sheet(nfc(attributes["name"]).strip(), relation, attributes.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")


class _Relations(NoHandler):
    """Reads the workbook's relations: the part of each sheet of cells; charts have no cells."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one relation."""
        if name == "Relationship" and attributes["Type"].endswith("/worksheet"):
            self.targets[attributes["Id"]] = posixpath.normpath(posixpath.join("xl", attributes["Target"])) if not attributes["Target"].startswith("/") else attributes["Target"][1:]


class _Strings(NoHandler):
    """Reads sharedStrings.xml: the texts that cells refer to by place; phonetic hints are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.is_text, self.is_hint = False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a text, or a piece of it."""
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.is_hint = True
        elif name == "t":
            self.is_text = not self.is_hint

    def end(self, name: str) -> None:
        """End a text, or a piece of it."""
        if name == "si":
            self.found.append("".join(self.pieces))
        elif name == "rPh":
            self.is_hint = False
        elif name == "t":
            self.is_text = False

    def text(self, text: str) -> None:
        """Keep a piece of text."""
        if self.is_text:
            self.pieces.append(text)


_EMPTY_CELLS = re.compile(rb"<c\b[^<>]*/>|<c\b[^<>]*></c>")
_EMPTY_ROWS = re.compile(rb"<row\b[^<>]*/>|<row\b[^<>]*>\s*</row>")


def _without_empty_cells(xml: bytes) -> bytes:
    """Drop the formatted cells and rows that hold nothing: a million of them cost a tenth of a second so."""
    if b"<!" in xml:  # a comment or raw text, which no spreadsheet program writes: nothing is sure
        return xml
    return _EMPTY_ROWS.sub(b"", _EMPTY_CELLS.sub(b"", xml))


class _Content(NoHandler):
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


def plain(raw: str) -> str:
    """Return a cell's text in NFC, its lines trimmed, without Excel's sign for a carriage return."""
    text = nfc(raw.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.strip() for line in text.split("\n")).strip() if "\n" in text else text.strip()


def spans(numbers: Iterable[int]) -> str:
    """Return numbers as a person lists them: `5, 7-9`."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
