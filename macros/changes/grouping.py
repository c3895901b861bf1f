"""One sentence for what many records have in common: a lead unit that gives way to another in 44 tasks, 12 tasks added for one unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from macros.changes.compare import Changes, Edited, FieldChange
from macros.changes.entries import Entry, entries, has_identity
from macros.changes.sentences import kind_name, units_of
from macros.changes.values import Side
from macros.records import Record

# From so many records on, what they have in common is said once.
WHOLESALE = 3


@dataclass(frozen=True, slots=True)
class Wholesale:
    """The same changes in many records of one kind."""

    model: type[Record]
    fields: tuple[FieldChange, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one kind, year and unit that all came or all went."""

    model: type[Record]
    year: int | None
    unit: str
    holder: str
    entries: tuple[Entry, ...]


def wholesale(edited: Iterable[Edited]) -> tuple[list[Wholesale], list[Edited]]:
    """Return the changes that many records share, and what is left of each record.

    First records that changed in exactly the same way, then references alone: who leads many tasks may change as a whole
    while each has something of its own too.
    """
    alike, _ = _shared([(one, one.fields) for one in edited if one.fields and not one.has_new_id])
    taken = {entry.key for group in alike for entry in group.entries}
    left = [one for one in edited if one.after.key not in taken]
    common, _ = _shared([(one, (change,)) for one in left if not one.has_new_id for change in one.fields if change.reference])
    said = {(entry.key, group.fields[0]) for group in common for entry in group.entries}
    trimmed = (replace(one, fields=tuple(change for change in one.fields if (one.after.key, change) not in said)) for one in left)
    return [*alike, *common], [one for one in trimmed if one.fields or one.has_new_id]


def _shared(pairs: Iterable[tuple[Edited, tuple[FieldChange, ...]]]) -> tuple[list[Wholesale], list[Edited]]:
    found: dict[tuple[type[Record], tuple[FieldChange, ...]], list[Edited]] = {}
    for one, fields in pairs:
        found.setdefault((one.after.model, fields), []).append(one)
    groups = [Wholesale(model, fields, tuple(one.after for one in ones)) for (model, fields), ones in found.items() if len(ones) >= WHOLESALE]
    return groups, [one for ones in found.values() if len(ones) < WHOLESALE for one in ones]


def batches(side: Side, listed: Iterable[Entry]) -> tuple[list[Batch], list[Entry]]:
    """Return the records that came or went together, and those that did so alone or in twos."""
    found: dict[tuple[type[Record], int | None, str, str], list[Entry]] = {}
    for entry in listed:
        found.setdefault((entry.model, entry.year, "; ".join(units_of(side, entry)) if not entry.holder else "", entry.holder), []).append(entry)
    large = [Batch(*key, tuple(ones)) for key, ones in found.items() if len(ones) >= WHOLESALE]
    return large, [entry for ones in found.values() if len(ones) < WHOLESALE for entry in ones]


def users(changes: Changes, ids: set[str]) -> dict[str, list[Entry]]:
    """Return, for each id, the records of the state after that refer to it, each once."""
    found: dict[str, list[Entry]] = {}
    for entry in entries(changes.after.data).values() if ids else ():
        for one in set(_named(entry.record)) & ids:
            found.setdefault(one, []).append(entry)
    return found


def _named(record: Record) -> Iterator[str]:
    """Yield the ids a record refers to, those in records without identity too."""
    for field, _ in record.reference_fields:
        value = getattr(record, field)
        for item in value if isinstance(value, tuple) else (value,) if value else ():
            yield item if isinstance(item, str) else item.id
    for field in record.inner_fields:
        value = getattr(record, field)
        for inner in value if isinstance(value, tuple) else (value,) if value else ():
            if not has_identity(type(inner)):
                yield from _named(inner)


def by_kind(listed: Iterable[Entry]) -> str:
    """Return how many records of each kind there are: `44 nhiệm vụ, 2 văn bản`."""
    counts: dict[str, int] = {}
    for entry in listed:
        counts[kind_name(entry.model)] = counts.get(kind_name(entry.model), 0) + 1
    return ", ".join(f"{count} {name}" for name, count in counts.items())
