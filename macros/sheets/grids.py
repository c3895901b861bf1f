"""A file as grids of cells, whatever its format: Excel, CSV, Word. What cannot be read safely is refused in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class Unreadable(Exception):
    """The file cannot be read; the text is a Vietnamese sentence with the remedy."""


@dataclass(frozen=True)
class GridCell:
    """One cell: its text in NFC as a person sees it, and the typed value behind it where the format has types.

    A cell that a merge covers repeats the text of the merge's first cell and has `merged` set.
    """

    address: str
    text: str
    value: str | int | float | bool | date | None = None
    merged: bool = False


@dataclass(frozen=True)
class Grid:
    """One sheet or table: its name (empty where the format has none), its rows of cells without trailing empty ones.

    `rows[0]` is the file's row `first`; `remarks` say what a reader should know (hidden rows, cached values of formulas).
    """

    name: str
    rows: tuple[tuple[GridCell, ...], ...]
    first: int = 1
    hidden: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
