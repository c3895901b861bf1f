"""Counts of a change by kind of record and by unit, for the top of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macros.changes.compare import Changes
from macros.changes.entries import Entry
from macros.changes.markdown import text
from macros.changes.sentences import kind_name, units_of
from macros.changes.values import Side
from macros.vietnamese import capital, sort_key

_LONGEST = 150  # letters of a unit's name


def by_kind_rows(changes: Changes) -> list[tuple[str, ...]]:
    """Return a row a kind of record: name, added, edited, removed, and what the last row sums up."""
    counts = [Counter(kind_name(entry.model) for entry in listed) for listed in _columns(changes)]
    kinds = sorted({kind for column in counts for kind in column}, key=lambda kind: (-sum(column[kind] for column in counts), sort_key(kind), kind))
    rows = [(capital(kind), *(_number(column[kind]) for column in counts)) for kind in kinds]
    return rows if len(rows) == 1 else [*rows, ("**Cộng**", *(f"**{_number(column.total())}**" for column in counts))]


def by_unit_rows(changes: Changes) -> list[tuple[str, ...]]:
    """Return a row a unit, most changes first; a record of several units counts for each, one that changed units for both."""
    sides = ((changes.after, changes.added), (changes.before, changes.removed))
    added, removed = (Counter(name for entry in listed for name in _units(side, entry)) for side, listed in sides)
    edited: Counter[str] = Counter()
    for one in changes.edited:
        edited.update({*_units(changes.before, one.before), *_units(changes.after, one.after)})
    every = sorted({*added, *edited, *removed}, key=lambda name: (-added[name] - edited[name] - removed[name], sort_key(name), name))
    return [(text(name, _LONGEST), _number(added[name]), _number(edited[name]), _number(removed[name])) for name in every]


def _units(side: Side, entry: Entry) -> set[str]:
    return set(units_of(side, entry))


def _columns(changes: Changes) -> Iterator[list[Entry]]:
    yield list(changes.added)
    yield [one.after for one in changes.edited]
    yield list(changes.removed)


def _number(count: int) -> str:
    return str(count) if count else "–"
