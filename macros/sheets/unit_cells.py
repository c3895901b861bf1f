"""A cell that names several units, taken apart by its signs alone: bullets, lines, commas, brackets, «Chủ trì: …; Phối hợp: …»."""

from __future__ import annotations

import re

from macros.sheets.phrases import one_line, phrase

SEPARATOR = re.compile(r"\s*(?:[;\n,/&+]|\s[-–]\s|\bvà\b)\s*", re.IGNORECASE)
_BULLET = re.compile(r"(?m)^\s*(?:[-–+•*]|\d{1,2}[.)])\s*(?=\S)")
_LIST_OF = re.compile(r"(?i)^\s*các (?:ban|đơn vị|ban, đơn vị)\s*:")  # «Các ban: Tuyên giáo, Phong trào»
_ROLE = re.compile(r"(?i)(?:đơn vị\s+)?(chủ trì|phối hợp)(?:\s+(?:thực hiện|với))?\s*:")


def by_role(text: str, role: str) -> list[tuple[str, str]]:
    """Cut «Chủ trì: A; Phối hợp: B, C» by what is said of each."""
    marks = list(_ROLE.finditer(text))
    if not marks:
        return [(role, text)]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [("lead" if phrase(mark[1]) == "chu tri" else "partner", text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    before = text[: marks[0].start()].strip(" -;,\n")
    return [(role, before), *parts] if before else parts


def role_of(text: str) -> tuple[str | None, str]:
    """Take «(chủ trì)» or «(phối hợp)» off a unit's name."""
    match = re.fullmatch(r"(?is)(.*?)\s*\(\s*(chủ trì|phối hợp)[^)]*\)", text)
    return ("lead" if phrase(match[2]) == "chu tri" else "partner", match[1].strip()) if match else (None, text)


def without_brackets(text: str) -> tuple[str, list[str]]:
    aside = [words for words in re.findall(r"\(([^)]*)\)", text) if not re.match(r"(?i)\s*(chủ trì|phối hợp)", words)]
    for words in aside:
        text = text.replace(f"({words})", " ")
    return text, [one_line(words) for words in aside]


def pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces between signs that may part units, each with the sign before it."""
    text = _BULLET.sub("\n", _LIST_OF.sub("", text))
    found, start, separator = [], 0, ""
    for match in SEPARATOR.finditer(text):
        found.append((separator, one_line(text[start : match.start()]).strip(" .:")))
        separator, start = match[0], match.end()
    return [*found, (separator, one_line(text[start:]).strip(" .:"))]


def joined(parts: list[tuple[str, str]]) -> str:
    first, *others = parts
    return one_line(first[1] + "".join(f"{separator}{text}" for separator, text in others)).replace(" ,", ",")
