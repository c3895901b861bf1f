"""What a file asks for, row by row, whether our own workbook or an office's table: the table, the record meant, the wanted values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from macros.sheets.incoming import Incoming, IncomingRow, SheetProblem, Where
from macros.sheets.kinds import AREAS, KINDS, Kind, Table


@dataclass(frozen=True)
class Asked:
    """One row: the record it means (`identity`, empty: a new one, or one still to be found) and the one it is listed in.

    `parent_row` is the row of the record it is listed in, where that one is new in the same file and has no id yet.
    `base` holds the digests that its fields had when it was exported; None for a row that no export of ours wrote.
    """

    table: Table
    year: int | None
    row: IncomingRow
    identity: str = ""
    parent: str = ""
    base: Mapping[str, str] | None = None
    parent_row: Where | None = None

    def where(self, key: str = "") -> Where:
        """Return the cell of one of its fields; its row where the file has no such column."""
        return self.row.cells.get(key, self.row.where)


@dataclass(frozen=True)
class Wanted:
    """Everything a file asks for: rows, and the records of its export that it lacks, by table and identity with their digests.

    `clears` tells that an empty cell empties its field, as in a workbook of ours; an office's table has columns it leaves empty.
    """

    kind: Kind
    year: int | None
    rows: tuple[Asked, ...]
    lacking: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    clears: bool = False
    unit: str | None = None
    remarks: tuple[str, ...] = ()
    problems: tuple[SheetProblem, ...] = ()


def from_office(incoming: Incoming) -> Wanted:
    """Return what an office's file asks for; its rows are matched with records by what they say."""
    kind = KINDS[incoming.kind]
    rows = tuple(_row_of_office(kind, incoming.year, row) for row in incoming.rows)
    return Wanted(kind, incoming.year, rows, unit=incoming.unit, remarks=incoming.remarks, problems=incoming.problems)


def _row_of_office(kind: Kind, year: int | None, row: IncomingRow) -> Asked:
    given = row.values.get("id", "")
    identity = given if isinstance(given, str) else ""
    if row.inside is None:
        return Asked(kind.tables[0], year, row, identity)
    parent, field_name = row.inside
    if field_name == AREAS.section:
        return Asked(AREAS, year, row, identity)
    table = next(table for table in kind.all_tables if table.inside == field_name)
    return Asked(table, year, row, identity, parent)
