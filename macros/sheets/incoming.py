"""What a file asks for, format and layout left behind: rows of field values, each with the cell it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Where(NamedTuple):
    """A place in a file: its sheet («Nhiệm vụ», empty for CSV), the cell («F41»), the row («41»), or nothing within it."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        if not self.cell:
            return f"Trang “{self.sheet}”"
        kind = "dòng" if self.cell.isdigit() else "ô"
        return f"Trang “{self.sheet}”, {kind} {self.cell}" if self.sheet else f"{kind.capitalize()} {self.cell}"


@dataclass(frozen=True)
class SheetProblem:
    """Something in a file that must be mended before anything is written; `message` is a sentence with the remedy.

    `ready` are lines that the editor can add to a file of data/ as they are, e.g. a unit that is not known yet.
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
