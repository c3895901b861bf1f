"""The report as a person at a terminal reads it: the same sentences without the signs of Markdown, tables in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

_SIGNS = re.compile(r"\\(.)|`([^`]*)`|\[((?:\\.|[^\]\\])*)\]\(<[^>]*>\)|\*\*|\*|&(?:lt|gt|amp);")
_RULE = re.compile(r"\|(?:-+:?\||:?-+:?\|)+")
_FOLDED = re.compile(r"<details><summary>(.*)</summary>")


def plain(markdown: str) -> str:
    """Return a report without marks, each list, heading and table on lines of its own."""
    text = "\n".join(_lines(markdown.splitlines()))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _lines(lines: Sequence[str]) -> Iterator[str]:
    rows: list[list[str]] = []
    for line in [*(re.sub(r"^> ?", "", line) for line in lines), ""]:
        if line.startswith("| "):
            rows.append([words(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
            continue
        if _RULE.fullmatch(line):
            continue
        if rows:
            yield from _columns(rows)
            rows = []
        if line not in ("[!CAUTION]", "</details>"):
            folded = _FOLDED.fullmatch(line)
            yield f"{words(folded[1])}:" if folded else words(re.sub(r"^#+ ", "", line))


def words(line: str) -> str:
    """Return one line as it would be shown, what is escaped as it was typed."""
    return _SIGNS.sub(_shown, line).replace("\u2060", "").strip()


def _shown(sign: re.Match[str]) -> str:
    escaped, code, linked = sign.groups()
    if escaped or code is not None:
        return escaped or code
    return words(linked) if linked is not None else unescape(sign[0]) if sign[0].startswith("&") else ""


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table's rows, its first column as wide as its widest cell, numbers at the right of theirs."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        numbers = "".join(f"  {number:>{width}}" for number, width in zip(others, widths[1:], strict=True))
        yield f"{first:<{widths[0]}}{numbers}".rstrip()
