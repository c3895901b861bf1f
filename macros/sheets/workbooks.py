"""Excel workbooks as grids: their sheets, the texts that cells share, the formats of numbers.

Read in one pass over the XML: openpyxl would need the workbook twice (formulas, then values), and whole in memory for its
merges and hidden rows, which a sheet of a million formatted rows makes impossible.
"""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import NamedTuple, TypeVar

from macros.sheets.archives import NoHandler, opened, read_part
from macros.sheets.grids import Grid, Unreadable
from macros.sheets.number_formats import Styles
from macros.sheets.worksheets import Worksheet, without_empty_cells
from macros.vietnamese import nfc

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
                content = Worksheet(name, strings, styles, book.is_1904)
                read_part(archive, part, content, without_empty_cells)
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
