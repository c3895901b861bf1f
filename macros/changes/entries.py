"""The records of a state that have an identity of their own, those that lie in others too.

A record without an id (a post, a relation, a declared total) is a value of the record it lies in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.data import Data, Year
from macros.records import Record, label
from macros.vocabularies import Term

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its id, the year of its folder, the part it stands in (`Tồn tại, hạn chế`), the id of the record around it."""

    id: str
    record: Record
    year: int | None = None
    part: str = ""
    holder: str = ""

    @property
    def model(self) -> type[Record]:
        """Return what kind of record it is."""
        return type(self.record)

    @property
    def key(self) -> Key:
        """Return what identifies it: an id belongs to one record, and one that turns into another kind is another record."""
        return self.model.__name__, self.id

    @property
    def file(self) -> str:
        """Return the file it stands in, below the data folder: `units.yml`, `2023/tasks.yml`."""
        return "/".join(self.record.place.file.split("/")[-1 if self.year is None else -2 :])


def entries(data: Data) -> dict[Key, Entry]:
    """Return every record that has an identity, in the order of the files; the first of two with one id."""
    found: dict[Key, Entry] = {}
    for entry in _all(data):
        found.setdefault(entry.key, entry)
    return found


def _all(data: Data) -> Iterator[Entry]:
    for vocabulary, terms in data.vocabularies.items():
        for key, term in terms.items():
            yield Entry(f"{vocabulary}/{key}", term, part=vocabulary)
    for register in (data.units, data.people, data.sources, data.documents, data.movements, data.honours):
        for record in register.values():
            yield from _with_inner(record)
    for other in (*data.abbreviations, *data.structures, *data.misprints, *data.ambiguities):
        yield from _with_inner(other)
    for year in data.years.values():
        yield from _of_year(year)


def _of_year(year: Year) -> Iterator[Entry]:
    parts: tuple[Record | None, ...] = (year.plan, *year.tasks, year.results, *year.awards, *year.events)
    for record in parts:
        if record is not None:
            yield from _with_inner(record, year.number)


def _with_inner(record: Record, year: int | None = None, part: str = "", holder: str = "") -> Iterator[Entry]:
    own = getattr(record, "id", "")
    if own:
        yield Entry(own, record, year, part, holder)
    for field in record.inner_fields:
        value = getattr(record, field)
        for inner in value if type(value) is tuple else (value,) if value else ():
            yield from _with_inner(inner, year, label(type(record), field), own or holder)


def has_identity(model: type[Record]) -> bool:
    """Tell whether records of a model are compared by themselves."""
    return "id" in model.model_fields or model is Term
