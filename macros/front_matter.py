"""The settings between two lines «---» at the top of a hand-written page, and what editors write there by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

ALLOWED_META = ("title", "description", "hide", "render_macros")
_OPENED = re.compile(r"([-–—]{2,})[ \t]*\n[a-z_]+:(?:\s|$)")  # a line of other dashes, as Word makes them, is meant for it
_SETTING = re.compile(r"([^\W\d][^:#]*):(?:[ \t]+(.*))?$")


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Return a page's front matter, its body, and how many lines stand before the body."""
    match = re.match(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", text, re.DOTALL)
    return (match[1], text[match.end():], text[: match.end()].count("\n")) if match else ("", text, 0)


def shows_calls_as_typed(text: str) -> bool:
    """Tell whether a page is never rendered (`render_macros: false`), so that a guide can show `{{ … }}` itself.

    tests/test_engine.py holds that what this check believes and what MkDocs and its macros plugin do never differ.
    """
    front, _, _ = split_front_matter(text)
    return (_settings(front) or {}).get("render_macros") is False


def front_problems(text: str, only: str) -> Iterator[tuple[int, str]]:
    """Yield line and sentence of what is wrong in a page's front matter; `only` says what a page may hold."""
    front, _, _ = split_front_matter(text)
    if not front:
        yield from _unclosed(text)
        return
    if re.search(r"\{[{%#]", front):
        yield 1, f"phần đầu trang không được có {{{{ }}}}. {only}"
    settings = _settings(front)
    faults = list(_faults(front.splitlines(), is_read=settings is not None))
    yield from faults
    if settings is None and not faults:
        yield 1, "phần đầu trang giữa hai dòng «---» viết sai. Viết «title: Tên trang»."
    for key in settings or ():
        if key not in ALLOWED_META:
            yield 1, f"phần đầu trang không có mục '{key}'. Các mục: {', '.join(ALLOWED_META)}."


def _settings(front: str) -> dict[Any, Any] | None:
    """Return what a page's front matter sets; None when it cannot be read, whatever its reader stumbled over: a day that there is not, say."""
    try:
        settings = yaml.load(front, yaml.CSafeLoader)
    except Exception:
        return None
    return settings if isinstance(settings, dict) else {}


def _unclosed(text: str) -> Iterator[tuple[int, str]]:
    """Tell of settings that no second «---» closes, or that do not begin on the first line: readers would see them as text."""
    page = text.lstrip()
    opened, above = _OPENED.match(page), text[: len(text) - len(page)].count("\n")
    if not opened:
        return
    if opened[1] != "---":
        yield above + 1, f"dòng «{opened[1]}» phải là ba dấu trừ liền nhau: «---»."
    elif split_front_matter(page)[0]:
        yield above + 1, "dòng «---» mở phần đầu trang phải là dòng đầu tiên của tệp. Xóa các dòng trống ở trên."
    else:
        lines = page.splitlines()
        last = next((place for place, line in enumerate(lines[1:], 1) if not _SETTING.match(line)), len(lines))
        yield above + last, "phần đầu trang mở bằng dòng «---» mà chưa đóng. Thêm một dòng «---» dưới dòng này."


def _faults(lines: list[str], *, is_read: bool) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with single lines, in the file's numbers: values that need quotation marks, lines that set nothing."""
    for number, line in enumerate(lines, 2):
        setting = _SETTING.match(line)
        if setting and not is_read and _settings(line) is None:
            value = (setting[2] or "").strip()
            mark = "'" if '"' in value else '"'
            yield number, f"giá trị của {setting[1]} phải đặt trong ngoặc kép. Viết {setting[1]}: {mark}{value}{mark}"
        elif not setting and (line.startswith("# ") or not re.match(r"\s|-|#|$", line)):
            yield number, f"«{line[:60]}» không phải là mục của phần đầu trang. Mục viết như «title: Tên trang», có dấu cách sau dấu hai chấm; nội dung trang viết dưới dòng «---» thứ hai."
