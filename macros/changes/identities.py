"""Records that only got another id: gone under one, new under another, with the same content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from macros.changes.entries import Entry, Key
from macros.changes.values import Side
from macros.due_dates import Due
from macros.fields import FieldKind
from macros.records import Record, SourceRef
from macros.vietnamese import sort_key

# An id that changes takes the ids within references with it, which a second look then finds equal; chains are short.
_ROUNDS = 4
# A record is known again by what it is called, where the rest of it changed along with the id.
_NAMES = ("name", "title", "text", "point", "printed", "subject", "number", "label")


def renamed(before: Side, after: Side, gone: Iterable[Entry], new: Iterable[Entry]) -> dict[Key, Key]:
    """Return old key -> new key of the records that go on under another id; only where exactly one fits."""
    gone, new, found = list(gone), list(new), dict[Key, Key]()
    for same_content in (True, False):
        for _ in range(_ROUNDS):
            ids = {old[1]: now[1] for old, now in found.items()}
            sign = _content if same_content else _name
            more = _pairs(
                {entry.key: sign(before, entry, ids) for entry in gone if entry.key not in found},
                {entry.key: sign(after, entry, {}) for entry in new if entry.key not in found.values()},
            )
            if not more:
                break
            found |= more
    return found


def _pairs(gone: Mapping[Key, Any], new: Mapping[Key, Any]) -> dict[Key, Key]:
    by_sign: dict[Any, tuple[list[Key], list[Key]]] = {}
    for place, signs in enumerate((gone, new)):
        for key, sign in signs.items():
            if sign is not None:
                by_sign.setdefault(sign, ([], []))[place].append(key)
    return {old[0]: now[0] for old, now in by_sign.values() if len(old) == len(now) == 1}


def _content(side: Side, entry: Entry, ids: Mapping[str, str]) -> Any:
    facts = tuple((fact.path, tuple(frozen(side, fact.kind, item, ids) for item in fact.items)) for fact in side.facts(entry.record))
    return entry.model, entry.year, ids.get(entry.holder, entry.holder), facts


def _name(side: Side, entry: Entry, ids: Mapping[str, str]) -> Any:
    names = tuple(sort_key(str(value)) for field in _NAMES if (value := getattr(entry.record, field, None)))
    return (entry.model, entry.year, ids.get(entry.holder, entry.holder), names) if names else None


def frozen(side: Side, kind: FieldKind, item: Any, ids: Mapping[str, str]) -> Any:
    """Return a value that is equal to another when both say the same: old ids as the new ones, records as their facts."""
    if isinstance(item, Record):
        return tuple((fact.path, tuple(frozen(side, fact.kind, one, ids) for one in fact.items)) for fact in side.facts(item))
    if isinstance(item, SourceRef):
        return ids.get(item.id, item.id), item.at
    if isinstance(item, Due):
        return item.text
    return ids.get(item, item) if kind.register and isinstance(item, str) else item
