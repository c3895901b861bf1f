"""YAML files to rows of text that remember their lines; every trap of the format refused in the editor's words.

Scalars stay text: YAML never turns `05` into 5 or `no` into false. Types are the records' business.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode

from macros.problems import Problem, shown
from macros.syntax import QUOTE_IT, syntax_problem
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


class _TextLoader(CParser):
    """libyaml's parser with none of PyYAML's guessing of types, which would take a third of the time."""

    def __init__(self, stream: bytes) -> None:
        CParser.__init__(self, stream)

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """Give every value one tag: text."""
        return "text"

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Do nothing: there are no types by path."""

    def ascend_resolver(self) -> None:
        """Do nothing: there are no types by path."""


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
    try:
        root = _TextLoader(text.encode()).get_single_node()
    except yaml.MarkedYAMLError as error:
        return None, [syntax_problem(error, text, name)]
    if root is None:
        return None, []
    return _values(root, text + "\n", name)


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
    return text, [*_bad_characters(text, name), *_lost_text(text, name), *_nesting(text, name)]


_BAD_CHARACTERS = (
    ("\t", "có ký tự Tab. Thay bằng dấu cách, mỗi bậc thụt vào hai dấu cách."),
    ("\u00d0\u00f0\u0189\u0256", "chữ «{char}» giống Đ nhưng là chữ khác. Gõ lại bằng «Đ» hoặc «đ» tiếng Việt."),
    ("\u202a-\u202e\u2066-\u2069\u200e\u200f", "có ký tự đảo chiều chữ không nhìn thấy. Xóa và gõ lại dòng này."),
    ("\ufffd", "chữ bị hỏng «\ufffd» do chuyển mã. Gõ lại chữ đúng."),
    ("\u0085\u2028\u2029", "có dấu ngắt dòng lạ không nhìn thấy. Xóa và gõ lại dòng này."),
    ("\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff", "có ký tự điều khiển không nhìn thấy. Xóa và gõ lại dòng này."),
)
_ANY_BAD_CHARACTER = re.compile(f"[{''.join(chars for chars, _ in _BAD_CHARACTERS)}]")


def _bad_characters(text: str, name: str) -> list[Problem]:
    if not _ANY_BAD_CHARACTER.search(text):
        return []
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


def _values(root: Node, text: str, name: str) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    seen: dict[str, str] = {}  # ids and words that come again and again stand in memory once
    misread: list[Problem] = []  # what YAML took for something else than was typed: nothing of the file can be trusted

    def value_of(node: Node) -> Any:
        mark = node.start_mark
        if text[mark.index] in "&!":
            # Not followed further: a value that stands for itself, or for thousands of others, would never end.
            misread.append(_sign_problem(text, mark.line, name))
            return None
        if type(node) is ScalarNode:
            value: str = node.value
            if value in _NULLS and not node.style:
                return None
            text_value = " ".join(value.split()) if "\n" in value else value.strip()
            return seen.setdefault(text_value, text_value) or None
        return row_of(node) if type(node) is MappingNode else items_of(node)

    def row_of(node: Node) -> Row:
        row = Row()
        lines: dict[str, int] = {}
        for key_node, child in node.value:
            key, line = key_node.value, key_node.start_mark.line + 1
            if text[key_node.start_mark.index] in "&!*":
                misread.append(_sign_problem(text, line - 1, name))
            elif type(key_node) is not ScalarNode:
                misread.append(_key_problem(name, line))
            elif key in lines:
                problems.append(Problem(name, line, f"mục '{key}' viết hai lần (đã có ở dòng {lines[key]}). Giữ một, xóa một."))
            else:
                lines[key] = line
                value = value_of(child)
                if value is not None:
                    row[key] = value
                elif getattr(node, "flow_style", False) and text[key_node.end_mark.index :].lstrip()[:1] in ",}":
                    misread.append(_comma_problem(text, line, key, name))
        row.line, row.lines = node.start_mark.line + 1, lines
        return row

    def items_of(node: Node) -> Items:
        values = [(value_of(child), child.start_mark.line + 1) for child in node.value]
        if any(value is None for value, _ in values):
            empty = (line for value, line in values if value is None)
            problems.extend(Problem(name, line, "sau dấu «- » để trống. Viết giá trị, hoặc xóa dòng này.") for line in empty)
            values = [(value, line) for value, line in values if value is not None]
        items = Items(value for value, _ in values)
        items.line, items.lines = node.start_mark.line + 1, [line for _, line in values]
        return items

    value = value_of(root)
    return (None, sorted(set(misread))) if misread else (value, problems)


_NULLS = frozenset(("null", "~", "Null", "NULL"))


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
