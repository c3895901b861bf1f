"""YAML files to rows of text that remember their lines; every trap of the format refused in the editor's words.

Scalars stay text: YAML never turns `05` into 5 or `no` into false. Types are the records' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.composer import ComposerError
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from macros.garbled import STRANGE, marks_lost, wrongly_saved
from macros.problems import Problem, shown
from macros.syntax import QUOTE_IT, conflict_problems, lost_dash, syntax_problem
from macros.vietnamese import nfc


class Row(dict[str, Any]):
    """A mapping of the file: `line` is its first line, `lines` the line of each key."""

    __slots__ = ("line", "lines")
    line: int
    lines: dict[str, int]


class Items(list[Any]):
    """A sequence of the file: `lines` holds the line of each item."""

    __slots__ = ("line", "lines")
    line: int
    lines: list[int]


def read_file(path: Path, name: str) -> tuple[Any, list[Problem]]:
    """Return a YAML file as rows of text and the problems that stopped or marred the reading.

    `name` is the file's name in the problems. Rows are `Row`, sequences `Items`, scalars `str` in NFC; an empty
    value or file is None.
    """
    return read(path.read_bytes(), name)


def read(raw: bytes, name: str) -> tuple[Any, list[Problem]]:
    """Return the bytes of a YAML file as `read_file` does."""
    text, problems = decode(raw, name)
    if problems:
        return None, problems
    reading = _Reading(text, name)
    try:
        content = reading.document()
    except yaml.MarkedYAMLError as error:
        wrong = syntax_problem(error, text, name)
        # A sign at its start is why the rest of a line cannot be read.
        return None, sorted({*reading.signs, *(() if wrong.line in (one.line for one in reading.signs) else (wrong,))})
    misread = sorted({*reading.signs, *reading.misread})
    return (None, misread) if misread else (content, reading.problems)


def decode(raw: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return the file's text in NFC and what makes it unreadable or ambiguous: encoding, tabs, look-alikes."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:64]:
        return "", [Problem(name, 1, "tệp lưu bằng mã UTF-16. Mở lại và lưu với mã hóa UTF-8.")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "không phải mã UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI). Mở lại và lưu với mã hóa UTF-8."
        return "", [Problem(name, line, message)]
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    if conflicts := conflict_problems(text, name):
        return text, conflicts
    odd = _ODD_CHARACTER.search(text)
    if spoilt := [*marks_lost(text, name), *(wrongly_saved(text, name) if odd else ())]:
        return text, spoilt
    return text, [*(_bad_characters(text, name) if odd else ()), *_lost_text(text, name), *_nesting(text, name)]


_BAD_CHARACTERS = (
    ("\t", "có ký tự Tab. Thay bằng dấu cách, mỗi bậc thụt vào hai dấu cách."),
    ("\u00d0\u00f0\u0189\u0256", "chữ «{char}» giống Đ nhưng là chữ khác. Gõ lại bằng «Đ» hoặc «đ» tiếng Việt."),
    ("\u202a-\u202e\u2066-\u2069\u200e\u200f", "có ký tự đảo chiều chữ không nhìn thấy. Xóa và gõ lại dòng này."),
    ("\u034f\u061c\u180e\u200c\u200d\u2061-\u2065", "có ký tự rộng bằng không, không nhìn thấy. Xóa và gõ lại dòng này."),
    ("\ue000-\uf8ff", "có ký hiệu «{char}» của phông chữ riêng (Wingdings, Symbol). Thay bằng dấu trừ hoặc xóa."),
    ("\ufffd", "chữ bị hỏng «\ufffd» do chuyển mã. Lấy lại bản trước của tệp, sửa lại rồi lưu với mã hóa UTF-8."),
    ("\u0085\u2028\u2029", "có dấu ngắt dòng lạ không nhìn thấy. Xóa và gõ lại dòng này."),
    ("\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff", "có ký tự điều khiển không nhìn thấy. Xóa và gõ lại dòng này."),
)
_ODD_CHARACTER = re.compile(f"[{''.join(chars for chars, _ in _BAD_CHARACTERS)}{STRANGE}]")


def _bad_characters(text: str, name: str) -> list[Problem]:
    found = []
    for chars, message in _BAD_CHARACTERS:
        for match in re.finditer(f"[{chars}]", text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(Problem(name, line, message.format(char=match.group())))
    return list(dict.fromkeys(found))


def _lost_text(text: str, name: str) -> list[Problem]:
    """Refuse ` #` with text close behind it: YAML drops it as a comment, and `nhiệm vụ #5` would lose its number."""
    if " #" not in text:
        return []
    found = []
    for match in re.finditer(r"(?m)^[^#\"'\n]*[:-] (?:[^#\"'\n]* )?(#[^\s#].*)$", text):
        message = f"{shown(match[1])} đứng sau dấu cách nên bị bỏ qua. {QUOTE_IT} Nếu là ghi chú, thêm dấu cách sau «#»."
        found.append(Problem(name, text.count("\n", 0, match.start()) + 1, message))
    return found


DEEPEST = 50
_TOO_DEEP = "quá nhiều bậc lồng nhau. Mỗi bản ghi chỉ có vài bậc; viết lại theo dòng mẫu trong hướng dẫn."


def _nesting(text: str, name: str) -> list[Problem]:
    """Refuse what is nested without end, which would overflow libyaml's stack and end the process."""
    if any(step * DEEPEST in text for step in ("  ", "- ", "? ")):
        return [Problem(name, 1, _TOO_DEEP)]
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if match[0] in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            return [Problem(name, text.count("\n", 0, match.start()) + 1, _TOO_DEEP)]
    return []


class _Reading:
    """Makes rows straight from what libyaml's parser reports; its nodes would be made only to be walked once."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text + "\n", name
        self.take: Callable[[], Any] = CParser(text.encode()).get_event
        self.texts: dict[str, str] = {}  # ids and words that come again and again stand in memory once
        self.problems: list[Problem] = []
        # What YAML took for something else than was typed, by a sign or by its place: nothing of the file can be trusted.
        self.signs: list[Problem] = []
        self.misread: list[Problem] = []

    def document(self) -> Any:
        """Return what the file holds; raises `yaml.MarkedYAMLError` for what libyaml refuses and for a second document."""
        self.take()  # the start of the stream
        if type(self.take()) is StreamEndEvent:
            return None
        content = self.value(self.take())
        self.take()  # the end of the document
        if type(further := self.take()) is not StreamEndEvent:
            raise ComposerError(None, None, "expected a single document in the stream", further.start_mark)
        return content

    def value(self, event: Any) -> Any:
        """Return the value that begins with an event; None for an empty one, and for one that was misread."""
        if type(event) is ScalarEvent and not event.anchor and not event.tag:
            value: str = event.value
            if value in _NULLS and not event.style:
                return None
            text = " ".join(value.split()) if "\n" in value else value.strip()
            return self.texts.setdefault(text, text) or None
        if type(event) is AliasEvent or event.anchor or event.tag:
            # A row must never stand for another, nor text turn into something else.
            self.signs.append(_sign_problem(self.text, event.start_mark.line, self.name))
            return self.skip(event)
        return self.row(event) if type(event) is MappingStartEvent else self.items(event)

    def skip(self, event: Any) -> None:
        """Pass over all of what begins with an event."""
        depth = 0
        while depth := depth + isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent):
            event = self.take()

    def row(self, start: Any) -> Row:
        """Return the mapping that has just begun."""
        row, lines, again = Row(), dict[str, int](), list[tuple[str, int]]()
        row.line, row.lines = start.start_mark.line + 1, lines
        while type(event := self.take()) is not MappingEndEvent:
            line = event.start_mark.line + 1
            if not self.is_key(event, lines, again):
                self.skip(self.take())
                continue
            lines[event.value] = line
            value = self.value(self.take())
            if value is not None:
                row[event.value] = value
            elif _NO_COLON.match(self.text, event.end_mark.index):
                self.misread.append(_comma_problem(self.text, line, event.value, self.name))
        if again:
            self.repeated(lines, again, in_lines=not start.flow_style)
        return row

    def repeated(self, lines: dict[str, int], again: list[tuple[str, int]], *, in_lines: bool) -> None:
        """Say of keys that a row has again what became of it: a whole record below another has lost its dash; else one is written twice."""
        first = next(iter(lines))
        begun = [line for (key, line), (below, _) in pairwise(again) if in_lines and key == first != below]
        self.misread += [Problem(self.name, line, lost_dash(first)) for line in begun]
        for key, line in again:
            if not begun or line < begun[0]:
                self.problems.append(Problem(self.name, line, f"mục '{key}' viết hai lần (đã có ở dòng {lines[key]}). Giữ một, xóa một."))

    def is_key(self, event: Any, lines: dict[str, int], again: list[tuple[str, int]]) -> bool:
        """Tell whether a mapping's key can be one, or why not: one that it has already is added to `again`."""
        line = event.start_mark.line + 1
        if type(event) is AliasEvent or event.anchor or event.tag:
            self.signs.append(_sign_problem(self.text, line - 1, self.name))
        elif type(event) is not ScalarEvent:
            self.misread.append(_key_problem(self.name, line))
        elif event.value in lines:
            again.append((event.value, line))
        else:
            return True
        self.skip(event)
        return False

    def items(self, start: Any) -> Items:
        """Return the sequence that has just begun."""
        items, lines = Items(), list[int]()
        items.line, items.lines = start.start_mark.line + 1, lines
        while type(event := self.take()) is not SequenceEndEvent:
            line, value = event.start_mark.line + 1, self.value(event)
            if value is None:
                self.problems.append(Problem(self.name, line, "sau dấu «- » để trống. Viết giá trị, hoặc xóa dòng này."))
                continue
            items.append(value)
            lines.append(line)
        return items


_NULLS = frozenset(("null", "~", "Null", "NULL"))
_NO_COLON = re.compile(r"\s*[,}]")  # behind a key, which only a mapping in brackets lets pass


def _sign_problem(text: str, line: int, name: str) -> Problem:
    """Refuse anchors and tags: a row must never stand for another, nor text turn into something else."""
    typed = re.search(r"(?:^|[\s,\[{])([&!*].*)", text.split("\n")[line])
    value = typed[1] if typed else "&"
    return Problem(name, line + 1, f"{shown(value)} bắt đầu bằng ký tự đặc biệt «{value[0]}». {QUOTE_IT}")


def _comma_problem(text: str, line: int, key: str, name: str) -> Problem:
    """Refuse `{value: 90,9}`, which YAML reads as a value of 90 and an empty field named 9."""
    message = f"{shown(key)} đứng sau dấu phẩy mà không phải là «tên mục: giá trị». Nếu dấu phẩy thuộc giá trị, {QUOTE_IT[0].lower()}{QUOTE_IT[1:]}"
    return Problem(name, line, message)


def _key_problem(name: str, line: int) -> Problem:
    message = "ký tự đặc biệt đứng ở chỗ của tên mục. Nếu là chữ của giá trị, đặt cả giá trị trong ngoặc kép thẳng."
    return Problem(name, line, message)
