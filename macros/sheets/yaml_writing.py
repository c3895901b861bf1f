"""New YAML in the style the files are written in: values quoted only where they would not read back as themselves.

    written("Chủ đề: họp")              # '"Chủ đề: họp"'
    entry_lines("lead", ["a", "b"], 2, style)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from macros.reading import read

# A list stays on one line up to this width, as the files have it.
_WIDEST_FLOW = 100


@dataclass(frozen=True)
class Style:
    """How a file is written: its line break, and for each field that holds a list whether it stands in brackets."""

    newline: str = "\n"
    flow: Mapping[str, bool] = field(default_factory=dict)


@cache
def _reads_back(typed: str, text: str, flow: bool) -> bool:
    lines = f"- k: [{typed}, {typed}]\n  l: 1\n" if flow else f"- k: {typed}\n  l: 1\n"
    content, problems = read(lines.encode(), "")
    if problems or not content:
        return False
    return bool(content == [{"k": [text, text] if flow else text, "l": "1"}])


def written(text: str, flow: bool = False, style: str | None = None) -> str:
    """Return a text as YAML that reads back as it: in the quotes it had, else plain, else in double or single quotes.

    `flow` tells that it stands within brackets; `style` is the quote of the text it replaces.
    """
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    single = "'" + text.replace("'", "''") + "'"
    quoted = [single, double] if '"' in text or "\\" in text else [double, single]
    wanted = {'"': double, "'": single}.get(style or "", text)
    return next((typed for typed in (wanted, text, *quoted) if _reads_back(typed, text, flow)), quoted[0])


def in_brackets(value: Any) -> str:
    """Return a value as it stands within brackets: `[a, b]`, `{k: v}`, a text."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_brackets(one)}" for key, one in value.items()) + "}"
    if isinstance(value, str):
        return written(value, flow=True)
    return "[" + ", ".join(in_brackets(one) for one in value) + "]"


def after_key(key: str, value: Any, indent: int, style: Style) -> str:
    """Return what follows a key's colon: ` value`, or line breaks with the lines of a block that stands at `indent`."""
    if isinstance(value, str):
        return " " + written(value)
    if isinstance(value, Mapping):
        return style.newline + style.newline.join(mapping_lines(value, indent + 2, style))
    if all(isinstance(one, str) for one in value):
        return _of_texts(key, value, indent, style)
    return style.newline + style.newline.join(line for one in value for line in item_lines(one, indent + 2, style))


def _of_texts(key: str, values: Sequence[str], indent: int, style: Style) -> str:
    flow = " " + in_brackets(values)
    plain = all(written(one, flow=True) == one for one in values)
    fits = indent + len(key) + len(flow) < _WIDEST_FLOW
    if len(values) == 1:
        return " " + written(values[0])
    if style.flow.get(key, plain) and fits:
        return flow
    return style.newline + style.newline.join(" " * (indent + 2) + "- " + written(one) for one in values)


def entry(key: str, value: Any, indent: int, style: Style) -> str:
    """Return `key: value` without the indent of its first line."""
    return f"{key}:{after_key(key, value, indent, style)}"


def mapping_lines(value: Mapping[str, Any], indent: int, style: Style) -> list[str]:
    """Return the entries of a mapping, each with its indent; one may hold several lines."""
    return [" " * indent + entry(key, one, indent, style) for key, one in value.items()]


def item_lines(value: Any, dash: int, style: Style) -> list[str]:
    """Return an item of a list whose dashes stand at column `dash`."""
    if isinstance(value, str):
        return [" " * dash + "- " + written(value)]
    lines = mapping_lines(value, dash + 2, style)
    return [" " * dash + "- " + lines[0][dash + 2 :], *lines[1:]]
