"""The encodings Vietnamese files come in: which are read, and the two of old that are refused with what to do."""

from __future__ import annotations

from collections.abc import Iterable

from macros.garbled import TCVN3, UNICODE, VNI
from macros.sheets.grids import Grid, Unreadable
from macros.sheets.incoming import Where

_ENOUGH = 3  # one such pair may be a trademark or a foreign name
_REMEDY = "Dùng UniKey (Ctrl+Shift+F6) hoặc phần mềm soạn thảo để chuyển sang Unicode, lưu lại, rồi nhập."


def decoded(raw: bytes) -> str:
    """Return a text file's characters with \\n at line ends; what is in none of the known encodings is refused."""
    return _characters(raw).replace("\r\n", "\n").replace("\r", "\n")


def _characters(raw: bytes) -> str:
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16")
        if b"\0" in raw:  # UTF-16 without its mark: the zeros stand at the odd places of the little-endian kind
            return raw.decode("utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # Letters and tones come apart in this one; the grid's cells are put into NFC.
        text = raw.decode("cp1258")
    except UnicodeDecodeError:
        text = ""
    if not text or b"\0" in raw or any(ord(char) < 32 and char not in "\t\r\n" for char in text):
        raise Unreadable("Tệp không phải là văn bản UTF-8, UTF-16 hay Windows-1258. Mở tệp bằng Excel, chọn Lưu thành, kiểu .xlsx, rồi nhập.")
    return text


def refuse_old_encodings(grids: Iterable[Grid]) -> None:
    """Refuse text of the TCVN3 (ABC) or VNI encodings: it looks right in its old font only."""
    for encoding, pattern in (("TCVN3 (ABC)", TCVN3), ("VNI", VNI)):
        found = 0
        first = ""
        for grid in grids:
            for row in grid.rows:
                for cell in row:
                    if cell.merged or cell.text.isascii() or UNICODE.search(cell.text):
                        continue
                    if hits := len(pattern.findall(cell.text)):
                        found += hits
                        first = first or str(Where(grid.sheet, cell.address))
        if found >= _ENOUGH:
            raise Unreadable(f"{first}: chữ theo bảng mã cũ {encoding}, không phải Unicode. {_REMEDY}")
