"""What can be exported and imported: for each kind its tables, the files their records stand in, and the fields that tell records apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from macros.awards import Award
from macros.documents import Document
from macros.events import Event
from macros.fields import FieldKind
from macros.movements import Movement
from macros.people import Person
from macros.plans import Area
from macros.records import Record
from macros.sheets.columns import Column, columns_of, lists_of
from macros.tasks import Task
from macros.units import Structure, Unit

PARENT, LINE, YEAR = "_parent", "_line", "_year"


@dataclass(frozen=True)
class Table:
    """One sheet: its title, its model, and either the file its records stand in or the field of the parent they are listed in."""

    title: str
    model: type[Record]
    file: str
    section: str | None = None
    inside: str | None = None
    parent: Table | None = None
    # Fields that together tell records apart where a file gives no ids, the surest first.
    told_by: tuple[tuple[str, ...], ...] = ()
    group: str | None = None  # the field by which its file is grouped: a new record stands with its group

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns of its model."""
        return columns_of(self.model)

    @property
    def has_ids(self) -> bool:
        """Tell whether its records have ids; others are known by their place in the parent's list."""
        return "id" in self.model.model_fields

    @cached_property
    def lists(self) -> list[FieldKind]:
        """Return the lists of records within its records."""
        return lists_of(self.model)

    def file_in(self, year: int | None) -> str:
        """Return the file of its records, of one year where the kind goes by years."""
        return f"{year}/{self.file}" if self.yearly else self.file

    @property
    def yearly(self) -> bool:
        """Tell whether each year has a file of it."""
        return self.file in ("tasks.yml", "awards.yml", "events.yml", "plan.yml")


@dataclass(frozen=True)
class Kind:
    """One kind of export: its key, what it is called, its main tables."""

    key: str
    title: str
    tables: tuple[Table, ...]
    all_tables: tuple[Table, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "all_tables", tuple(one for table in self.tables for one in _with_inner(table)))

    @property
    def yearly(self) -> bool:
        """Tell whether it goes by years."""
        return self.tables[0].yearly

    def table(self, title: str) -> Table | None:
        """Return the table of a sheet."""
        return next((table for table in self.all_tables if table.title == title), None)


# Titles of sheets differ within a kind; where a field's label is that of its parent's sheet, the list is named apart.
_TOLD_WITHIN: dict[str, tuple[tuple[str, ...], ...]] = {"recipients": (("name", "post", "workplace"), ("name", "workplace"), ("name",))}


def _with_inner(table: Table) -> Iterator[Table]:
    yield table
    for inner in table.lists:
        assert inner.model is not None
        yield Table(inner.title, inner.model, table.file, inside=inner.key, parent=table, told_by=_TOLD_WITHIN.get(inner.key, ()))


# The areas that an annex of tasks names; they stand in the year's plan.
AREAS = Table("Lĩnh vực công tác", Area, "plan.yml", section="areas", told_by=(("title",),))

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("tasks", "Nhiệm vụ", (Table("Nhiệm vụ", Task, "tasks.yml", told_by=(("number", "title"), ("title",)), group="area"),)),
        Kind("awards", "Khen thưởng", (Table("Khen thưởng", Award, "awards.yml", told_by=(("honour", "to", "decision"), ("honour", "to"))),)),
        Kind("documents", "Văn bản", (Table("Văn bản", Document, "documents.yml", told_by=(("number", "kind", "issuer", "issued"), ("number", "issued"), ("number",))),)),
        Kind("people", "Người", (Table("Người", Person, "people.yml", told_by=(("name",),)),)),
        Kind("units", "Đơn vị", (
            Table("Đơn vị", Unit, "units.yml", section="units", told_by=(("name",),)),
            Table("Cơ cấu", Structure, "units.yml", section="structures", told_by=(("decision",),)),
        )),
        Kind("movements", "Phong trào", (Table("Phong trào", Movement, "movements.yml", told_by=(("name",),)),)),
        Kind("events", "Sự kiện", (Table("Sự kiện", Event, "events.yml", told_by=(("title", "date"), ("title",))),)),
    )
}
