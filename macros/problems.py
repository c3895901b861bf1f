"""A problem in the data as an editor reads it: file, line, what is wrong, what to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from macros.vietnamese import nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Refused(Exception):
    """What was asked for is not done; the text says why, in the words of whoever asked."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What stands where an id of `register` belongs; `where` is how the message names the field; `alone` tells that it is not several ids."""

    register: str
    text: str
    where: str
    alone: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an editor has to mend; sorts by file, then line.

    `sought` waits for the whole data to be read, which may know the text as a record's name: see `written_names`.
    """

    file: str
    line: int
    message: str
    sought: Sought | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


def report(problems: Iterable[Problem], where: str, most: int | None = None) -> str:
    """Return all problems, sorted, a line each, at most so many; then `N lỗi trong data/.`; empty when there are none."""
    lines = [str(problem) for problem in sorted(set(problems))]
    return "\n".join([*first(lines, most), f"{len(lines)} lỗi trong {where.rstrip('/')}/."]) if lines else ""


def first(lines: Sequence[str], most: int | None) -> list[str]:
    """Return the lines of problems, at most so many, and one that tells how many more there are and how to see them."""
    left = 0 if most is None else len(lines) - most
    return [*lines[:most], f"… và {left} lỗi nữa. Sửa các lỗi trên rồi kiểm tra lại; muốn xem tất cả thì ghi vào tệp: make check 2> loi.txt"] if left > 0 else [*lines]


def hint(word: str, known: Iterable[str]) -> str:
    """Return ` Có phải «…»?` with the nearest known word, or nothing."""
    near = nearest(word, known)
    return f" Có phải «{near}»?" if near else ""


def field_message(error: ErrorDetails, keys_by_name: Mapping[str, str]) -> str:
    """Return pydantic's error as a Vietnamese sentence, without the field's name.

    Errors raised by our own field types already are such sentences; the table holds pydantic's own codes.
    """
    kind = error["type"]
    if kind.startswith("vi_"):
        return error["msg"]
    if kind == "extra_forbidden":
        return unknown_field(str(error["loc"][-1]), keys_by_name)
    if kind == "too_short":
        return "danh sách trống. Viết ít nhất một giá trị."
    if kind in _SHAPES:
        wanted, remedy = _SHAPES[kind]
        return f"{must_be(wanted, error['input'])} {remedy}"
    return f"giá trị {shown(error['input'])} không hợp lệ. Xem mục này trong hướng dẫn."


def shown(value: Any) -> str:
    """Return a bad value as an error quotes it: short, on one line, in single quotes."""
    if value is None:
        return "chỗ trống"
    if isinstance(value, dict):
        return "nhóm mục này"
    if isinstance(value, list):
        return "danh sách này"
    text = " ".join(str(value).split())
    return f"'{text[:60]}…'" if len(text) > 61 else f"'{text}'"


def unknown_field(key: str, keys_by_name: Mapping[str, str]) -> str:
    """Say that a record has no such field, and offer the one whose key or label is nearest."""
    near = nearest(key, keys_by_name)
    return f"không có mục này. {f'Có phải «{keys_by_name[near]}»?' if near else 'Xóa dòng này, hoặc xem tên các mục trong hướng dẫn.'}"


def must_be(wanted: str, given: Any) -> str:
    """Say that a value is of another shape than it has to be."""
    if isinstance(given, dict | list):
        return f"phải là {wanted}, không phải {'nhóm mục' if isinstance(given, dict) else 'danh sách'}."
    return f"{shown(given)} phải là {wanted}."


_GROUP = ("một nhóm mục", "Viết mỗi mục trên một dòng «tên mục: giá trị».")
_SHAPES = {
    "string_type": ("một dòng chữ", "Viết sau dấu hai chấm, trên cùng một dòng."),
    "model_type": _GROUP,
    "dict_type": _GROUP,
}
