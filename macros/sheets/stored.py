"""The records of one kind as their files have them: rows of text, each knowing the file, the list and the place it stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.layout import list_files
from macros.problems import Problem, must_be
from macros.reading import Items, Row, read
from macros.sheets.columns import Column, value_at
from macros.sheets.kinds import Kind, Table
from macros.sheets.names import Names


@dataclass(frozen=True)
class Stored:
    """One record: its table, year, row, place in its list, and the record it is listed in."""

    table: Table
    year: int | None
    place: int
    row: Row
    parent: Stored | None = None

    @property
    def identity(self) -> str:
        """Return what a workbook knows it by: its id, or its place in its parent's list."""
        return str(self.row.get("id", "")) if self.table.has_ids else f"{self.parent.identity if self.parent else ''}#{self.place + 1}"

    def value(self, column: Column) -> str | tuple[str, ...] | None:
        """Return what it has for a column."""
        return value_at(self.row, column.key)


@dataclass
class Files:
    """The YAML files of a data folder that were read, by name below it: their bytes and what reading said of them."""

    folder: Path
    raw: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def bytes_of(self, name: str) -> bytes | None:
        """Return a file's bytes, the same however often it is asked for; None where there is no such file."""
        if name not in self.raw:
            path = self.folder / name
            if not path.is_file():
                return None
            self.raw[name] = path.read_bytes()
        return self.raw[name]

    def content(self, name: str, section: str | None) -> list[Any]:
        """Return the rows of a file or of one of its sections."""
        raw = self.bytes_of(name)
        if raw is None:
            return []
        content, problems = read(raw, f"{self.folder}/{name}")
        self.problems += [problem for problem in problems if problem not in self.problems]
        rows = content.get(section) if section and isinstance(content, Row) else content
        return rows if isinstance(rows, Items) else []


def years_of(folder: Path) -> list[int]:
    """Return the years that a data folder has."""
    return list_files(folder, str(folder)).years


def records_of(kind: Kind, files: Files, years: Sequence[int | None], others: Sequence[Table] = ()) -> list[Stored]:
    """Return every record of a kind, those within others after their parent, then those of `others`.

    Files that cannot be read, and rows of another shape than a sheet can hold, leave their problems in `files`.
    """
    found = list[Stored]()
    for table in (*kind.tables, *others):
        for year in years if table.yearly else (None,):
            name = table.file_in(year)
            rows = files.content(name, table.section)
            for place, row in enumerate(rows):
                if isinstance(row, Row):
                    found += _with_inner(Stored(table, year, place, row), kind)
            files.problems += [Problem(f"{files.folder}/{name}", line, message) for line, message in _misshapen(rows, table.columns, kind, table)]
    return found


def _with_inner(record: Stored, kind: Kind) -> Iterator[Stored]:
    yield record
    for table in _tables_within(kind, record.table):
        for place, row in enumerate(_rows_within(record.row, table)):
            if isinstance(row, Row):
                yield Stored(table, record.year, place, row, record)


def _tables_within(kind: Kind, table: Table) -> list[Table]:
    return [inner for inner in kind.all_tables if inner.parent is table]


def _rows_within(row: Row, table: Table) -> Items:
    """Return the rows of a list within a row; a single record without a list is a list of one."""
    listed = row.get(table.inside or "")
    if isinstance(listed, Items):
        return listed
    rows = Items([listed] if listed is not None else [])
    rows.lines = [row.lines[table.inside or ""]] if rows else []
    return rows


def _misshapen(rows: Sequence[Any], columns: Sequence[Column], kind: Kind, table: Table) -> Iterator[tuple[int, str]]:
    """Yield line and sentence of what stands where a record, a text or a list of texts must: a cell could not show it, an edit would lose it."""
    for place, row in enumerate(rows):
        if not isinstance(row, Row):
            yield getattr(rows, "lines", [1])[place], f"{must_be('một nhóm mục', row)} Sửa dòng này trước."
            continue
        for column in columns:
            value = value_at(row, column.key)
            texts = value if isinstance(value, tuple) and column.kind.many else (value,)
            if not all(one is None or isinstance(one, str) for one in texts):
                wanted = "các dòng chữ" if column.kind.many else "một dòng chữ"
                yield row.lines[column.key.split(".")[0]], f"{column.key} ({column.title}): {must_be(wanted, list(value) if isinstance(value, tuple) else value)} Sửa dòng này trước."
        for inner in _tables_within(kind, table):
            yield from _misshapen(_rows_within(row, inner), inner.columns, kind, inner)


def of_unit(records: Sequence[Stored], unit: str) -> list[Stored]:
    """Return the records that name a unit or whose parent or children do, whole families."""
    named = {id(family(record)) for record in records if unit in _units(record)}
    return [record for record in records if id(family(record)) in named]


def family(record: Stored) -> Stored:
    """Return the record that one is listed in; itself where it is listed in none."""
    return record.parent or record


def _units(record: Stored) -> set[str]:
    found = {record.row.get("id", "")} if record.table.model.__name__ == "Unit" else set()
    for column in record.table.columns:
        if column.kind.register == "units" and (value := record.value(column)):
            found |= set(value if isinstance(value, tuple) else (value,))
    return found


def digests(record: Stored, names: Names) -> dict[str, str]:
    """Return 8 hex digits a column that tell whether its value is the same, however it is written."""
    return {column.key: digest(names.canonical_value(column, record.value(column))) for column in record.table.columns}


def digest(value: tuple[str, ...]) -> str:
    """Return 8 hex digits of a canonical value."""
    return hashlib.sha256("\x1f".join(value).encode()).hexdigest()[:8]


def joined(found: Mapping[str, str], columns: Sequence[Column]) -> str:
    """Return the digests of a record's columns as one text."""
    return "".join(found[column.key] for column in columns)
