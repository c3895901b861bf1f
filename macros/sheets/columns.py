"""The columns of a workbook of ours, read off the models: one a field; a single record within a record becomes columns of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from macros.fields import FieldKind, fields_of
from macros.records import Record
from macros.sheets.yaml_changes import Shape


@dataclass(frozen=True)
class Column:
    """One column: the key of its field («signer.name» for one of a record within), head, help, and what its cells hold."""

    key: str
    title: str
    help: str
    kind: FieldKind
    required: bool
    default: str = ""  # the word that an absent field stands for

    @property
    def is_day(self) -> bool:
        """Tell whether its cells are days that a spreadsheet knows as such."""
        return self.kind.holds is date and not self.kind.many

    @property
    def is_count(self) -> bool:
        """Tell whether its cells are whole numbers."""
        return self.kind.holds is int and not self.kind.many


def columns_of(model: type[Record]) -> list[Column]:
    """Return the columns of a model in its order; lists of records have sheets of their own."""
    found = []
    for field in fields_of(model):
        if field.model is None:
            found.append(_column(model, field))
        elif not field.many:
            found += [_within(field, column) for column in columns_of(field.model)]
    return found


def _column(model: type[Record], field: FieldKind) -> Column:
    info = model.model_fields[field.key]
    default = info.default if field.vocabulary and isinstance(info.default, str) else ""
    return Column(field.key, field.title, field.description, field, info.is_required(), default)


def _within(owner: FieldKind, column: Column) -> Column:
    title = column.title if column.title == owner.title else f"{owner.title}: {column.title[:1].lower()}{column.title[1:]}"
    return Column(f"{owner.key}.{column.key}", title, column.help, column.kind, required=False)


def lists_of(model: type[Record]) -> list[FieldKind]:
    """Return the fields of a model that hold lists of records."""
    return [field for field in fields_of(model) if field.model and field.many]


def shape_of(model: type[Record]) -> Shape:
    """Return the order of a model's fields, and of those of the records in it."""
    fields = fields_of(model)
    return Shape(tuple(field.key for field in fields), {field.key: shape_of(field.model) for field in fields if field.model})


def value_at(row: Any, key: str) -> str | tuple[str, ...] | None:
    """Return what a row as read has for a column: a text, texts, or None."""
    for step in key.split("."):
        row = row.get(step) if isinstance(row, dict) else None
    return tuple(row) if isinstance(row, list) else row
