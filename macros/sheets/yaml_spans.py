"""Pieces of a text to be replaced by others, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """The text from `start` up to `end` becomes `text`; nothing lies between them where text is only added."""

    start: int
    end: int
    text: str


def replaced(text: str, spans: Iterable[Span]) -> str:
    """Return a text with all spans replaced; those at one place keep their order. Raises ValueError where two overlap."""
    parts, at = list[str](), 0
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if span.start < at:
            raise ValueError("two edits of one text overlap")
        parts += [text[at : span.start], span.text]
        at = span.end
    return "".join([*parts, text[at:]])
