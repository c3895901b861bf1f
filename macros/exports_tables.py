"""Published files as flat tables, for CSV and workbooks: words and names for people, ids beside them for joining.

A record within a record becomes columns of its own, a list of records a table of its own that begins with its parent's id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from macros.documents import Document
from macros.due_dates import Due
from macros.field_types import Moment
from macros.fields import FieldKind, fields_of
from macros.published import Published, PublishedYear
from macros.records import Record, SourceRef
from macros.site import Site
from macros.spreadsheets import Sheet
from macros.views.facets import exact
from macros.views.html import source_text
from macros.views.links import document_name
from macros.worksheet_rows import Value


@dataclass(frozen=True)
class Flat:
    """A table under the name of its file: `awards`, `awards-recipients`."""

    name: str
    sheet: Sheet


@dataclass(frozen=True)
class _Rows:
    """Records of one model with the cells that lead each row."""

    name: str
    title: str
    model: type[Record]
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Value, ...], Record], ...]


def tables(site: Site, name: str, content: Published) -> list[Flat]:
    """Return the tables of one file; those of lists within records only where they have rows."""
    lead = (("Năm",), (content.year,)) if isinstance(content, PublishedYear) else ((), ())
    found: list[Flat] = []
    for field in fields_of(type(content)):
        value = getattr(content, field.key)
        if isinstance(value, dict):
            terms = tuple(((key,), term) for key, listed in value.items() for term in listed)
            found += _tables(site, _Rows(field.key, field.title, field.model or Record, ("Danh mục",), terms))
        elif field.model:
            records = value if isinstance(value, tuple) else (value,) if value else ()
            rows = _Rows(name if field.key == name or not field.many else field.key, field.title, field.model, lead[0], tuple((lead[1], record) for record in records))
            found += _tables(site, rows)
    return found


def _tables(site: Site, given: _Rows) -> Iterator[Flat]:
    columns = list(_columns(site, given.model))
    if columns:
        rows = [[*before, *(cell for column in columns for cell in column.cells(record))] for before, record in given.rows]
        yield Flat(given.name, Sheet(given.title, [*given.heads, *(head for column in columns for head in column.heads)], rows))
    for inner in _lists(given):
        if inner.rows:
            yield from _tables(site, inner)


def _lists(given: _Rows) -> Iterator[_Rows]:
    """Return the lists of records within records, each under its own name, led by the id of the record they are in."""
    has_id = "id" in given.model.model_fields
    heads = (*given.heads, f"Mã {given.model.noun}") if has_id else given.heads
    for path, field in _list_fields(given.model):
        rows = tuple(
            ((*before, record.id) if has_id else before, item)  # type: ignore[attr-defined]
            for before, record in given.rows for item in _at(record, (*path, field.key)) or ()
        )
        yield _Rows("-".join((given.name, *path, field.key)).replace("_", "-"), f"{given.title}: {field.title}", field.model or Record, heads, rows)


def _list_fields(model: type[Record], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldKind]]:
    for field in fields_of(model):
        if field.model and field.many:
            yield path, field
        elif field.model:
            yield from _list_fields(field.model, (*path, field.key))


def _at(record: Record, path: Sequence[str]) -> Any:
    value: Any = record
    for key in path:
        value = getattr(value, key) if value is not None else None
    return value


@dataclass(frozen=True)
class _Column:
    """One field as one or two columns, reached through the records it lies in."""

    site: Site
    path: tuple[str, ...]
    field: FieldKind
    prefix: str

    @property
    def heads(self) -> list[str]:
        """Return the heads: the label, and that of the ids or of the day beside it."""
        title = self.prefix + self.field.title
        more = f"{title} (mã)" if _is_named(self.field) else f"{title} (ngày cuối)" if self.field.holds is Due else None
        return [title, more] if more else [title]

    def cells(self, record: Record) -> list[Value]:
        """Return the cells of one record."""
        value = _at(record, self.path)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        if _is_named(self.field):
            return ["; ".join(self._name(item) for item in values), "; ".join(item.id if isinstance(item, SourceRef) else item for item in values)]
        if self.field.holds is Due:
            return [value.text, value.end] if value else [None, None]
        return ["; ".join(str(self._shown(item)) for item in values)] if self.field.many else [self._shown(value)]

    def _name(self, item: Any) -> str:
        return source_text(self.site, item) if isinstance(item, SourceRef) else name_of(self.site, self.field.register or "", item)

    def _shown(self, value: Any) -> Value:
        vocabulary = self.field.vocabulary or (self.field.key if self.field.key in self.site.data.vocabularies else None)
        if vocabulary and isinstance(value, str):
            return self.site.data.label(vocabulary, value)
        if isinstance(value, bool):
            return "có" if value else "không"
        return exact(value) or str(value) if isinstance(value, Moment) else value


def _is_named(field: FieldKind) -> bool:
    return field.holds is SourceRef or (field.register is not None and field.key != "id")


def _columns(site: Site, model: type[Record], path: tuple[str, ...] = (), prefix: str = "") -> Iterator[_Column]:
    for field in fields_of(model):
        if field.model is None:
            yield _Column(site, (*path, field.key), field, prefix)
        elif not field.many:
            yield from _columns(site, field.model, (*path, field.key), f"{prefix}{field.title}: ")


def name_of(site: Site, register: str, record_id: str) -> str:
    """Return the name of the record that an id means, as pages show it."""
    record = site.data.by_id.get(record_id)
    if isinstance(record, Document):
        return document_name(site, record)
    return str(getattr(record, "name", None) or getattr(record, "title", None) or getattr(record, "text", None) or record_id)
