"""What a file asks for, format and layout left behind: rows of field values, each with the cell it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from macros.sheets.grids import Sheet


class Where(NamedTuple):
    """A place in a file: its sheet, and within it the cell («F41»), the row («41»), rows («41-43»), or nothing."""

    sheet: Sheet
    cell: str

    def __str__(self) -> str:
        said = ", ".join(part for part in (str(self.sheet), self.within) if part)
        return said[:1].upper() + said[1:]

    @property
    def within(self) -> str:
        """Return the place within the sheet alone: «ô F41», «dòng 41»."""
        return self.sheet.rows(self.cell) if self.cell[:1].isdigit() else self.sheet.cell(self.cell) if self.cell else ""

    def seen_from(self, sheet: Sheet) -> str:
        """Return the place within a sentence about a sheet: its own sheet is not said again."""
        return self.within if sheet == self.sheet else str(self)[:1].lower() + str(self)[1:]


@dataclass(frozen=True)
class SheetProblem:
    """Something in a file that must be mended before anything is written; `message` is a sentence with the remedy.

    `ready` are lines that the editor can add to a file of data/ as they are, e.g. a unit that is not known yet; the first says where.
    """

    where: Where
    message: str
    ready: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True)
class IncomingRow:
    """One record as a file gives it.

    `values` maps a field's key to its text as YAML would hold it: ids for references, keys for words of a vocabulary,
    a tuple for a list, "" for a cell that is empty. A field that the file has no column for is not in it.
    `inside` names the record and the field of it that this one is listed in (`("kt-2022-bk", "recipients")`).
    """

    where: Where
    values: Mapping[str, str | tuple[str, ...]]
    cells: Mapping[str, Where] = field(default_factory=dict)
    inside: tuple[str, str] | None = None


@dataclass(frozen=True)
class Incoming:
    """What a whole file asks for.

    `whole` tells that the file holds every record of its kind, year and unit, as our own export does: a record that it
    lacks was deleted by the editor. `remarks` say what was understood with care or left out; they stop nothing.
    """

    kind: str
    year: int | None
    rows: tuple[IncomingRow, ...]
    whole: bool = False
    unit: str | None = None
    remarks: tuple[str, ...] = ()
    problems: tuple[SheetProblem, ...] = ()
