"""What is to become of a list of records in a YAML file, and the values that must come out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Shape(NamedTuple):
    """The order of a record's fields, and the shape of the records in them."""

    keys: tuple[str, ...]
    inner: Mapping[str, Shape]


@dataclass(frozen=True)
class Item:
    """A record as it is to be: `old` its place in the list as it stands (None: new), `changes` by field.

    A change is None (the field goes), a text, a list of texts, a mapping of changes (a record within), or a list of
    Items. Fields that are not named stay. `origin` is carried along for the caller.
    """

    old: int | None
    changes: Mapping[str, Any] = field(default_factory=dict)
    origin: Any = None


@dataclass(frozen=True)
class Target:
    """What is to become of one list of a file: the section it stands in (None: the file is the list), and all its items."""

    section: str | None
    items: Sequence[Item]
    shape: Shape


def is_nothing(change: Any) -> bool:
    """Tell whether a change leaves nothing of its field."""
    return not change


def whole(item: Item, shape: Shape) -> dict[str, Any]:
    """Return a new record as a mapping in the record's order, without what is empty."""
    changes = item.changes
    return {key: whole_value(changes[key], shape.inner.get(key)) for key in shape.keys if key in changes and not is_nothing(changes[key])}


def whole_value(change: Any, shape: Shape | None) -> Any:
    """Return what a change of a field that was empty makes of it."""
    if isinstance(change, str):
        return change
    known = shape or Shape((), {})
    if isinstance(change, Mapping):
        return whole(Item(None, change), known)
    return [one if isinstance(one, str) else whole(one, known) for one in change]


# --- what is asked for, as values ------------------------------------------------------------------------------


def applied(content: Any, target: Target) -> Any:
    """Return a file's values with one list changed."""
    if target.section is None:
        return _list_applied(content, target.items, target.shape)
    before = dict(content or {})
    return {**before, target.section: _list_applied(before.get(target.section), target.items, target.shape)}


def _list_applied(old: Any, items: Sequence[Item], shape: Shape) -> list[Any]:
    current = old if isinstance(old, list) else [old] if old else []
    return [whole(item, shape) if item.old is None else _record_applied(current[item.old], item.changes, shape) for item in items]


def _record_applied(old: Any, changes: Mapping[str, Any], shape: Shape) -> Any:
    made = dict(old) if isinstance(old, dict) else {}
    for key, change in changes.items():
        inner = shape.inner.get(key)
        if is_nothing(change):
            made.pop(key, None)
        elif isinstance(change, Mapping):
            made[key] = _record_applied(made.get(key), change, inner or Shape((), {}))
        elif isinstance(change, str) or all(isinstance(one, str) for one in change):
            made[key] = change
        else:
            made[key] = _list_applied(made.get(key), change, inner or Shape((), {}))
    return made


def normal(value: Any) -> Any:
    """Return a value with lists of one as what they hold, and without what is empty."""
    if isinstance(value, Mapping):
        return {key: kept for key, one in value.items() if (kept := normal(one)) is not None}
    if isinstance(value, str) or value is None:
        return value
    made = [kept for one in value if (kept := normal(one)) is not None]
    return made[0] if len(made) == 1 else made or None
