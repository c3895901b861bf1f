"""The fields of a record and their values as the site shows them: names for ids, labels for words, days as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from macros.changes.entries import has_identity
from macros.data import Data
from macros.due_dates import Due
from macros.fields import FieldKind, fields_of
from macros.records import Record, SourceRef
from macros.site import Site
from macros.units import Structure
from macros.vietnamese import day, number
from macros.views.html import source_text
from macros.views.links import record_name

# The day plays no part in what a value is called.
_ANY_DAY = date(2000, 1, 1)
# Terms are identified by their key as other records are by their id.
IDENTITY = ("id", "key")


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a record, or of a record without identity that lies in it: its label there and its values as stored."""

    path: str
    label: str
    kind: FieldKind
    items: tuple[Any, ...]


@dataclass(frozen=True)
class Side:
    """One of the two states: its records, and what their values are called in it."""

    data: Data
    kinds: dict[type[Record], list[FieldKind]] = field(default_factory=dict, compare=False)

    @property
    def site(self) -> Site:
        """Return the state as views want it."""
        return Site(self.data, _ANY_DAY)

    def fields(self, model: type[Record]) -> list[FieldKind]:
        """Return the fields of a model, looked up once a comparison."""
        if model not in self.kinds:
            self.kinds[model] = fields_of(model)
        return self.kinds[model]

    def facts(self, record: Record, path: str = "", prefix: str = "") -> Iterator[Fact]:
        """Yield the fields of a record that say something, without its id and without records that have an id of their own.

        «Không» says nothing: it is what every record says where nobody wrote «có».
        """
        for kind in self.fields(type(record)):
            value = getattr(record, kind.key)
            if value is None or value is False or value == () or self._is_apart(kind, type(record)):
                continue
            if kind.model and not kind.many:
                yield from self.facts(value, f"{path}{kind.key}.", f"{prefix}{kind.title}: ")
            else:
                # The name within «Người ký» is itself called «Người ký»: once is enough.
                title = prefix.removesuffix(": ") if prefix.endswith(f"{kind.title}: ") else prefix + kind.title
                yield Fact(path + kind.key, title, kind, value if type(value) is tuple else (value,))

    def _is_apart(self, kind: FieldKind, model: type[Record]) -> bool:
        """Tell whether a field is the record's identity, or holds records that are compared by themselves."""
        return has_identity(kind.model) if kind.model else kind.key in IDENTITY and has_identity(model)

    def shown(self, kind: FieldKind, item: Any) -> str:
        """Return one value of a field as readers see it."""
        if isinstance(item, Record):
            return ", ".join(f"{fact.label.lower()}: {self.all_shown(fact)}" for fact in self.facts(item))
        if isinstance(item, SourceRef):
            return source_text(self.site, item)
        if kind.register and isinstance(item, str):
            return self.name(item)
        return self._word(kind, item) if isinstance(item, str) else _typed(item)

    def _word(self, kind: FieldKind, item: str) -> str:
        vocabulary = kind.vocabulary or (kind.key if kind.key in self.data.vocabularies else None)
        return self.data.label(vocabulary, item) if vocabulary else item

    def all_shown(self, fact: Fact) -> str:
        """Return all values of a field."""
        return "; ".join(self.shown(fact.kind, item) for item in fact.items)

    def name(self, record_id: str) -> str:
        """Return what a reader knows a record by; its id where this state lacks it."""
        record = self.data.by_id.get(record_id)
        return self.name_of(record) if record else record_id

    def name_of(self, record: Record) -> str:
        """Return what a reader knows a record by, also where what it refers to could not be read."""
        if isinstance(record, Structure):
            return self.name(record.decision)
        try:
            return record_name(self.site, record) or str(getattr(record, "label", ""))
        except KeyError:
            return str(getattr(record, "id", ""))


def _typed(item: Any) -> str:
    if isinstance(item, bool):
        return "có" if item else "không"
    if isinstance(item, date):
        return day(item)
    if isinstance(item, Due):
        return item.text
    if isinstance(item, float):
        return number(item)
    return number(item) if isinstance(item, int) and item >= 10_000 else str(item)
