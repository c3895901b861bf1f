"""A file as grids of cells, whatever its format: Excel, CSV, Word. What cannot be read safely is refused in one sentence.

    grids = read_grids(Path("phu-luc.xlsx"))     # raises Unreadable
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils.cell import column_index_from_string

from macros.vietnamese import nfc

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 1_000, 200_000  # of one sheet or table; cells that hold something
LARGEST_FILE = 64 << 20  # bytes on disk; the record of fifty years is a tenth of that


class Unreadable(Exception):
    """The file cannot be read; the text is a Vietnamese sentence with the remedy."""


class Sheet(NamedTuple):
    """A sheet of a workbook, or a table of a Word file, as a person is told of it; without a name, the one table of a CSV."""

    name: str
    in_word: bool = False

    def __str__(self) -> str:
        return self.name if self.in_word or not self.name else f"Trang “{self.name}”"

    @property
    def before(self) -> str:
        """Return it at the beginning of a sentence about it; nothing where it has no name."""
        return f"{self}: " if self.name else ""

    def rows(self, said: int | str) -> str:
        """Name rows within it, «dòng 5-7», as its program counts them."""
        return f"{'hàng' if self.in_word else 'dòng'} {said}"

    def cell(self, address: str) -> str:
        """Name a cell within it: «ô E4»; in Word, which shows no letters over its columns, «hàng 4, cột 5»."""
        if not self.in_word:
            return f"ô {address}"
        return f"{self.rows(re.sub(r'[A-Z]', '', address))}, {self.column(address)}"

    def column(self, address: str) -> str:
        """Name the column of a cell: «cột E»; in Word «cột 5»."""
        letters = re.sub(r"[^A-Z]", "", address)
        return f"cột {column_index_from_string(letters) if self.in_word else letters}"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its text in NFC as a person sees it, and the typed value behind it where the format has types.

    A cell that a merge covers repeats the text of the merge's first cell and has `merged` set.
    """

    address: str
    text: str
    value: str | int | float | bool | date | None = None
    merged: bool = False


@dataclass(frozen=True)
class Grid:
    """One sheet or table: its name (empty where the format has none), its rows of cells without trailing empty ones.

    `rows[0]` is the file's row `first`; `remarks` say what a reader should know (hidden rows, cached values of formulas).
    `before` holds the lines of text that stand above a Word table and may name what it lists.
    """

    name: str
    rows: tuple[tuple[GridCell, ...], ...]
    first: int = 1
    hidden: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    in_word: bool = False

    @property
    def sheet(self) -> Sheet:
        """Return what a person is told of where it stands."""
        return Sheet(self.name, self.in_word)


_AS_XLSX = "Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành, kiểu .xlsx, rồi nhập tệp ấy"
_OTHER_FORMATS = {
    ".xls": f"Tệp .xls (Excel 97-2003) không đọc được. {_AS_XLSX}.",
    ".xlsb": f"Tệp .xlsb (Excel nhị phân) không đọc được. {_AS_XLSX}.",
    ".ods": f"Tệp .ods (LibreOffice) không đọc được. {_AS_XLSX}.",
    ".doc": "Tệp .doc (Word 97-2003) không đọc được. Mở tệp bằng Word, chọn Lưu thành, kiểu .docx, rồi nhập tệp ấy.",
    ".odt": "Tệp .odt (LibreOffice) không đọc được. Mở tệp, chọn Lưu thành, kiểu .docx, rồi nhập tệp ấy.",
    ".rtf": "Tệp .rtf không đọc được. Mở tệp bằng Word, chọn Lưu thành, kiểu .docx, rồi nhập tệp ấy.",
    ".pdf": "Tệp .pdf không giữ bảng nên không nhập được. Xin tệp Word hoặc Excel gốc, hoặc chép bảng vào Excel rồi lưu kiểu .xlsx.",
}
_KNOWN = "Nhập được tệp .xlsx, .xlsm, .csv và .docx"


def file_said(path: Path | str) -> str:
    """Return a file's name within a sentence: in the quotation marks that a command needs where it has a space."""
    return f'"{path}"' if " " in str(path) else str(path)


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets or tables of a file in its order, those without any text left out.

    Raises Unreadable, with a sentence for the editor, for whatever cannot be read whole and safely.
    """
    kind = _kind(path)
    if kind == ".csv":
        from macros.sheets.csv_files import read_csv as read
    elif kind == ".docx":
        from macros.sheets.word_tables import read_tables as read
    else:
        from macros.sheets.workbooks import read_workbook as read
    from macros.sheets.encodings import refuse_old_encodings

    grids = read(path)
    if not grids:
        raise Unreadable("Tệp không có bảng nào." if kind == ".docx" else "Tệp không có nội dung.")
    refuse_old_encodings(grids)
    return grids


def _kind(path: Path) -> str:
    """Return .xlsx, .csv or .docx by what the file holds, whatever its name says."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"Tệp lớn hơn {LARGEST_FILE >> 20} MB. Bỏ hình ảnh và các trang không cần, lưu lại, rồi nhập.")
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError:
        raise Unreadable(f"Không có tệp {file_said(path.name)}. Xem lại tên và thư mục.") from None
    except OSError:
        raise Unreadable(f"Không mở được {file_said(path.name)}. Xem lại đường dẫn và quyền đọc; nếu tệp đang mở, đóng lại.") from None
    suffix = path.suffix.lower()
    if not start.strip():
        raise Unreadable("Tệp rỗng. Lưu lại tệp từ Excel hoặc Word, rồi nhập.")
    if start.startswith(b"PK"):
        return _kind_of_archive(path, suffix)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_old_office(path, suffix))
    if start.startswith(b"%PDF"):
        raise Unreadable(_OTHER_FORMATS[".pdf"])
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" and suffix in (".xls", ".xlsx", ".xlsm"):
        raise Unreadable(f"Tệp là trang web được đặt tên {suffix}. {_AS_XLSX}.")
    if suffix in (".xlsx", ".xlsm", ".docx"):
        raise Unreadable(f"Tệp không phải là tệp {suffix} (hoặc đã hỏng). Mở tệp bằng Excel hoặc Word; nếu mở được thì lưu lại, nếu không thì xin lại tệp.")
    if suffix in _OTHER_FORMATS:
        raise Unreadable(_OTHER_FORMATS[suffix])
    if suffix in (".csv", ".tsv", ".txt"):
        return ".csv"
    raise Unreadable(f"Không đọc được tệp kiểu {suffix or 'không có đuôi'}. {_KNOWN}.")


def _kind_of_archive(path: Path, suffix: str) -> str:
    from macros.sheets.archives import opened

    with opened(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            raise Unreadable(_OTHER_FORMATS[".xlsb"])
        if any(name.startswith("xl/") for name in names):
            return ".xlsx"
        if any(name.startswith("word/") for name in names):
            return ".docx"
    raise Unreadable(_OTHER_FORMATS.get(suffix) or f"Tệp nén này không phải là tệp Excel hay Word. {_KNOWN}; nếu là tệp nén, giải nén rồi nhập tệp bên trong.")


def _old_office(path: Path, suffix: str) -> str:
    """Tell a locked file from an old one: both are compound files, the locked one holds an «EncryptedPackage»."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return "Tệp có mật khẩu. Mở tệp, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ), lưu lại, rồi nhập."
    return _OTHER_FORMATS[".doc"] if suffix.startswith(".do") else _OTHER_FORMATS[".xls"]


def plain(raw: str) -> str:
    """Return a cell's text in NFC, its lines trimmed, without Excel's sign for a carriage return."""
    text = nfc(raw.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.strip() for line in text.split("\n")).strip() if "\n" in text else text.strip()
