"""Two states of the record, compared record by record and field by field.

    changes = compare(before, after)
    changes.added, changes.removed, changes.edited, changes.renamed
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from macros.changes.entries import Entry, entries
from macros.changes.identities import frozen, renamed
from macros.changes.values import Fact, Side
from macros.data import Data
from macros.records import Record
from macros.vocabularies import Term


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field says no more and what it says now, as the site shows it; `reordered` when only the order is another,
    `reference` when the values are other records."""

    path: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    many: bool = False
    reordered: bool = False
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A record on both sides: what changed in it, and whether it got another id."""

    before: Entry
    after: Entry
    fields: tuple[FieldChange, ...]

    @property
    def has_new_id(self) -> bool:
        """Tell whether the record goes on under another id."""
        return self.before.id != self.after.id


@dataclass(frozen=True)
class Changes:
    """All that differs between two states; `moved` records stand elsewhere in their files and say the same."""

    before: Side
    after: Side
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    edited: tuple[Edited, ...]
    moved: tuple[Entry, ...]

    @property
    def renamed(self) -> list[Edited]:
        """Return the records that go on under another id."""
        return [one for one in self.edited if one.has_new_id]

    @property
    def count(self) -> int:
        """Return how many records changed."""
        return len(self.added) + len(self.removed) + len(self.edited)

    def __bool__(self) -> bool:
        return self.count > 0


def compare(before: Data, after: Data) -> Changes:
    """Compare two states as far as they were read; rows that could not be read are neither added nor removed.

    Never raises for unsound data. Order is that of `after`'s files, removed records in that of `before`'s.
    """
    old, new = Side(before), Side(after)
    was, now = entries(before), entries(after)
    gone = [entry for key, entry in was.items() if key not in now and not _unsure(after, entry)]
    come = [entry for key, entry in now.items() if key not in was and not _unsure(before, entry)]
    other_id = renamed(old, new, gone, come)
    ids = {before_key[1]: after_key[1] for before_key, after_key in other_id.items()}
    origin = {after_key: before_key for before_key, after_key in other_id.items()}
    both = [(was[origin.get(key, key)], entry) for key, entry in now.items() if key in was or key in origin]
    edited = [Edited(one, other, tuple(_differences(old, new, one, other, ids))) for one, other in both]
    taken = set(origin.values())
    return Changes(
        old, new, tuple(entry for entry in come if entry.key not in origin), tuple(entry for entry in gone if entry.key not in taken),
        tuple(one for one in edited if one.fields or one.has_new_id), tuple(_moved([(one.before, one.after) for one in edited if not one.fields and not one.has_new_id])),
    )


def _unsure(data: Data, entry: Entry) -> bool:
    """Tell whether a record that is missing may only be one that could not be read."""
    if isinstance(entry.record, Term):
        return not data.is_whole("vocabularies.yml")
    return entry.id in data.failed or not data.ids_known(entry.file)


def _differences(old: Side, new: Side, before: Entry, after: Entry, ids: Mapping[str, str]) -> Iterator[FieldChange]:
    if before.year != after.year:
        yield FieldChange("", "Thuộc năm", (str(before.year),), (str(after.year),))
    if before.part != after.part:
        yield FieldChange("", "Thuộc phần", (before.part,), (after.part,))
    if ids.get(before.holder, before.holder) != after.holder:
        yield FieldChange("", "Thuộc", (old.name(before.holder),), (new.name(after.holder),))
    if before.record.__dict__ != after.record.__dict__:
        yield from _field_changes(old, new, before.record, after.record, ids)


def _field_changes(old: Side, new: Side, before: Record, after: Record, ids: Mapping[str, str], prefix: str = "") -> Iterator[FieldChange]:
    was = {fact.path: fact for fact in old.facts(before)}
    now = {fact.path: fact for fact in new.facts(after)}
    for path in _in_order(was, now):
        fact = now.get(path) or was[path]
        first = [(frozen(old, fact.kind, item, ids), item) for item in _items(was.get(path))]
        second = [(frozen(new, fact.kind, item, {}), item) for item in _items(now.get(path))]
        if [sign for sign, _ in first] != [sign for sign, _ in second]:
            yield from _change(old, new, fact, first, second, ids, prefix)


def _in_order(was: Mapping[str, Fact], now: Mapping[str, Fact]) -> list[str]:
    """Return the paths of both, a field that went where it used to stand."""
    paths = list(now)
    for place, path in enumerate(was):
        if path not in now:
            paths.insert(min(place, len(paths)), path)
    return paths


def _items(fact: Fact | None) -> tuple[Any, ...]:
    return fact.items if fact else ()


Signed = Sequence[tuple[Any, Any]]


def _change(old: Side, new: Side, fact: Fact, first: Signed, second: Signed, ids: Mapping[str, str], prefix: str) -> Iterator[FieldChange]:
    lost, gained = _without(first, second), _without(second, first)
    if not lost and not gained:
        yield FieldChange(fact.path, prefix + fact.label, _shown(old, fact, first), _shown(new, fact, second), many=True, reordered=True)
        return
    if fact.kind.model:
        pairs, lost, gained = _alike(lost, gained)
        for one, other in pairs:
            yield from _field_changes(old, new, one, other, ids, f"{prefix}{fact.label} “{new.name_of(other) or _head(new, other)}”: ")
    if lost or gained:
        yield FieldChange(fact.path, prefix + fact.label, _shown(old, fact, lost), _shown(new, fact, gained), many=fact.kind.many, reference=fact.kind.register not in (None, "sources"))


def _without(signed: Signed, others: Signed) -> list[tuple[Any, Any]]:
    """Return the values of one list that the other lacks, each as often as it lacks it."""
    left = [sign for sign, _ in others]
    found = []
    for sign, item in signed:
        if sign in left:
            left.remove(sign)
        else:
            found.append((sign, item))
    return found


def _alike(lost: Signed, gained: Signed) -> tuple[list[tuple[Record, Record]], list[tuple[Any, Any]], list[tuple[Any, Any]]]:
    """Pair records without identity of which at least half is the same: one that changed, not one gone and one new."""
    pairs, rest, left = [], list[tuple[Any, Any]](), list(gained)
    for sign, item in lost:
        likeness, best = max(((_likeness(sign, other[0]), place) for place, other in enumerate(left)), default=(0.0, -1))
        if likeness >= 0.5:
            pairs.append((item, left.pop(best)[1]))
        else:
            rest.append((sign, item))
    return pairs, rest, left


def _likeness(one: Sequence[Any], other: Sequence[Any]) -> float:
    same = sum(1 for part in one if part in other)
    return 2 * same / (len(one) + len(other)) if one or other else 1.0


def _shown(side: Side, fact: Fact, signed: Signed) -> tuple[str, ...]:
    return tuple(side.shown(fact.kind, item) for _, item in signed)


def _head(side: Side, record: Record) -> str:
    fact = next(side.facts(record), None)
    return side.all_shown(fact) if fact else type(record).noun


def _moved(pairs: Sequence[tuple[Entry, Entry]]) -> list[Entry]:
    """Return the fewest records whose moving explains the order of those that say the same: all but the longest run in the old order."""
    places = {id(before): place for place, (before, _) in enumerate(sorted(pairs, key=lambda pair: _position(pair[0])))}
    ordered = sorted(pairs, key=lambda pair: _position(pair[1]))
    lasts, ends, previous = list[int](), list[int](), list[int]()
    for at, (before, _) in enumerate(ordered):
        length = bisect_left(lasts, places[id(before)])
        lasts[length:length + 1], ends[length:length + 1] = [places[id(before)]], [at]
        previous.append(ends[length - 1] if length else -1)
    stay, at = set[int](), ends[-1] if ends else -1
    while at >= 0:
        stay.add(at)
        at = previous[at]
    return [after for at, (_, after) in enumerate(ordered) if at not in stay]


def _position(entry: Entry) -> tuple[str, int]:
    return entry.file, entry.record.place.line
