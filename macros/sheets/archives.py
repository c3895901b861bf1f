"""Office files are zips of XML: opened within bounds, each part read as a stream, entities and endless nesting refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from macros.sheets.grids import Unreadable

LARGEST_UNPACKED = 200 << 20  # bytes of all parts together
MOST_PARTS = 5_000
DEEPEST = 200
_CHUNK = 1 << 20

DAMAGED = "Tệp bị hỏng hoặc thiếu. Mở tệp bằng Excel hoặc Word, lưu lại thành tệp mới, rồi nhập; nếu không mở được thì xin lại tệp."
_BOMB = f"Tệp giải nén ra hơn {LARGEST_UNPACKED >> 20} MB nên không đọc. Chép riêng bảng cần nhập sang tệp mới, rồi nhập."
_ENTITIES = "Tệp có khai báo thực thể XML mà Excel và Word không bao giờ ghi, nên không đọc. Mở tệp, lưu lại thành tệp mới, rồi nhập."


class Handler(Protocol):
    """What a part's elements are told to, by names without namespace prefixes."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


class NoHandler:
    """Takes everything and keeps nothing: a part is only checked."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an Office file; whatever a damaged one raises while it is read becomes Unreadable.

    The directory's sizes are judged first. It can lie, but zipfile stops after as many bytes as it claims, and the checksum
    then fails: no more than the claimed sizes is ever unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise Unreadable(_BOMB)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("Tệp nén có mật khẩu. Giải nén, rồi nhập tệp bên trong.")
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, expat.ExpatError, NotImplementedError, UnicodeError, OverflowError, ValueError, LookupError) as error:
        raise Unreadable(DAMAGED) from error


def read_part(archive: zipfile.ZipFile, name: str, handler: Handler, thin: Callable[[bytes], bytes] | None = None) -> None:
    """Stream one XML part to a handler; `thin` may drop what the handler would ignore, in pieces cut before a `<row`."""
    parser, depth = expat.ParserCreate(), 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable(DAMAGED)
        handler.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(tag.rpartition(":")[2])

    def doctype(*_: object) -> None:
        raise Unreadable(_ENTITIES)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, handler.text
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True
    for piece in _pieces(archive, name, thin):
        parser.Parse(piece)
    parser.Parse(b"", True)


def _pieces(archive: zipfile.ZipFile, name: str, thin: Callable[[bytes], bytes] | None) -> Iterator[bytes]:
    rest = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            if thin is None:
                yield chunk
                continue
            rest += chunk
            cut = rest.rfind(b"<row")
            if cut > 0 or len(rest) > 4 * _CHUNK:
                cut = cut if cut > 0 else len(rest)
                yield thin(rest[:cut])
                rest = rest[cut:]
    yield thin(rest) if thin else rest
