"""What every record shares: a frozen pydantic model that knows its place, and how a row as read becomes one.

`Field(title=…, description=…)` of a record is the only place where a field's Vietnamese label is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from macros.problems import Problem, Sought, field_message, must_be, shown, unknown_field
from macros.reading import Items, Row

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


# How the lines of a record lie below its first: its fields, the line of each, those of the items of each list. Few differ, so they are shared.
Layout = tuple[tuple[str, ...], tuple[int, ...], tuple[tuple[str, tuple[int, ...]], ...]]


class Place(NamedTuple):
    """Where a record stands: file, its first line, and how its fields lie below that."""

    file: str
    line: int
    layout: Layout

    @property
    def lines(self) -> dict[str, int]:
        """The line of each field."""
        fields, below, _ = self.layout
        return {field: self.line + line for field, line in zip(fields, below, strict=True)}

    @property
    def items(self) -> dict[str, list[int]]:
        """The lines of the items of each list."""
        return {field: [self.line + line for line in below] for field, below in self.layout[2]}


# What equal rows share, by itself: layouts, and the sets of fields that are filled in.
Alike = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as holding ids of one register, so that one rule a register can check them all."""

    register: str


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a fact was read: a source's id and, after a comma, the place in it («dòng 12»)."""

    id: str
    at: str = ""


class Record(BaseModel):
    """A row of the data: frozen, unknown keys refused, `place` says where it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    __slots__ = ("place",)
    # How an error names the record when the line alone would not, e.g. «nhiệm vụ».
    noun: ClassVar[str] = ""
    place: ClassVar[Place]
    # Known once the class is: the fields that hold records, those of free text, and those that hold ids, each with its register.
    inner_fields: ClassVar[tuple[str, ...]] = ()
    text_fields: ClassVar[tuple[str, ...]] = ()
    reference_fields: ClassVar[tuple[tuple[str, str], ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        fields = cls.model_fields.items()
        cls.inner_fields = tuple(name for name, info in fields if next(_models_in(info.annotation), None))
        cls.text_fields = tuple(name for name, info in fields if info.annotation == tuple[str, ...] or (info.annotation in (str, str | None) and not info.metadata))
        cls.reference_fields = tuple((name, mark.register) for name, info in fields for mark in _marks([*info.metadata, info.annotation]))

    def __getstate__(self) -> Any:
        """Return what a second process that has read a record sends of it, its place too."""
        return self.__dict__, self.__pydantic_fields_set__, getattr(self, "place", None)

    def __setstate__(self, state: Any) -> None:
        """Be the record that was sent; nothing is checked again."""
        for name, value in zip(("__dict__", "__pydantic_fields_set__", "place"), state, strict=True):
            object.__setattr__(self, name, value)
        for name in ("__pydantic_extra__", "__pydantic_private__"):
            object.__setattr__(self, name, None)

    def problem(self, field: str, message: str, item: int | None = None) -> Problem:
        """Return a problem at one field of this record, or at one item of its list: `field (Nhãn): message`."""
        lines = self.place.items.get(field) if item is not None else None
        line = lines[item] if lines and item is not None else self.place.lines.get(field, self.place.line)
        return Problem(self.place.file, line, f"{labelled(type(self), field)}: {message}")

    @property
    def name_in_errors(self) -> str:
        """Name this record within a sentence, e.g. «nhiệm vụ 17»."""
        return f"{self.noun} {getattr(self, 'id', '')}".strip()


def with_inner(record: Record) -> Iterator[Record]:
    """Yield a record and every record inside it."""
    yield record
    for field in record.inner_fields:
        value = getattr(record, field)
        for inner in value if type(value) is tuple else (value,) if value else ():
            yield from with_inner(inner)


def labelled(model: type[Record], field: str) -> str:
    """Return a field as errors name it: key and label, `due (Thời hạn hoàn thành)`."""
    info = model.model_fields.get(field)
    return f"{field} ({info.title})" if info and info.title else field


def label(model: type[Record], field: str) -> str:
    """Return a field's Vietnamese label."""
    return model.model_fields[field].title or field


def _models_in(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _marks(annotations: Any) -> Iterator[Ref]:
    for annotation in annotations:
        if isinstance(annotation, Ref):
            yield annotation
        else:
            yield from _marks([*get_args(annotation), *getattr(annotation, "__metadata__", ())])


R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True)
class Built(Generic[R]):
    """What became of a row: a record, or the problems with it and whether its ids at least can be trusted."""

    record: R | None
    problems: list[Problem]
    ids_known: bool


def build(model: type[R], row: Any, file: str, line: int, context: Any, alike: Alike | None = None) -> Built[R]:
    """Make a record of a row as read; every wrong field is a problem of its own line. Records of one `alike` share what is equal."""
    if not isinstance(row, Row):
        remedy = "Bỏ dấu «- », viết tên mục ở đầu dòng." if isinstance(row, Items) else "Viết mỗi mục trên một dòng «tên mục: giá trị», có dấu cách sau dấu hai chấm."
        message = f"{must_be('một nhóm mục', row)} {remedy}"
        return Built(None, [Problem(file, line, message)], ids_known=False)
    try:
        record = model.model_validate(row, context=context)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        return Built(None, [_problem(model, row, file, details) for details in wrong], all(details["loc"][-1:] != ("id",) for details in wrong))
    unknown = list(_attach_places(record, row, file, {} if alike is None else alike))
    return Built(None if unknown else record, unknown, ids_known=True)


def _attach_places(record: Record, row: Row, file: str, alike: Alike) -> Iterator[Problem]:
    """Tell a record, and those in it, where they were read; yield the unknown fields left empty, which no check has seen."""
    if len(row.lines) > len(row):
        for key in row.lines.keys() - type(record).model_fields.keys():
            yield Problem(file, row.lines[key], f"{key}: {unknown_field(key, _keys_by_name(type(record)))}")
    layout = _layout(row)
    object.__setattr__(record, "place", Place(file, row.line, alike.setdefault(layout, layout)))
    object.__setattr__(record, "__pydantic_fields_set__", alike.setdefault(tuple(row), record.__pydantic_fields_set__))
    for field in record.inner_fields:
        value = row.get(field)
        if value is None:
            continue
        made = getattr(record, field)
        children, rows = (made, value) if type(value) is Items else ((made,), (value,)) if isinstance(made, Record) else (made, (value,))
        for child, child_row in zip(children, rows, strict=True):
            yield from _attach_places(child, child_row, file, alike)


def _layout(row: Row) -> Layout:
    first = row.line
    items = [(key, tuple([line - first for line in value.lines])) for key, value in row.items() if type(value) is Items]
    return tuple(row.lines), tuple([line - first for line in row.lines.values()]), tuple(items)


def _problem(model: type[Record], row: Row, file: str, details: ErrorDetails) -> Problem:
    """Walk from the record's row along pydantic's location to the line, naming each step as editors know it."""
    at: Any = row
    line, owner, names = row.line, model, list[str]()
    inside = model  # the model whose field the last step names
    for step in details["loc"]:
        if isinstance(at, Row) and isinstance(step, str):
            line, inside = at.lines.get(step, at.line), owner
            names.append(labelled(owner, step))
            owner, at, row = child_model(owner, step), at.get(step), at
        elif isinstance(at, Items) and isinstance(step, int):
            line, at = at.lines[step], at[step]
    message = _missing(inside, row, str(details["loc"][-1])) if details["type"] == "missing" else field_message(details, _keys_by_name(inside))
    where = f"{', '.join(names)}: " if names else ""
    return Problem(file, line, where + message, _sought(inside, details, where))


def _sought(model: type[Record], details: ErrorDetails, where: str) -> Sought | None:
    """Return what may be a record's name, where an id of a register is wanted; else None."""
    field = next((step for step in reversed(details["loc"]) if isinstance(step, str)), "")
    register = dict(model.reference_fields).get(field)
    named = details["input"]
    of_id = details["type"] in ("vi_id", "vi_ids")
    return Sought(register, named, where, details["type"] == "vi_id") if of_id and register and isinstance(named, str) else None


def _missing(model: type[Record], row: Row, field: str) -> str:
    if field in row.lines:
        return "để trống. Viết giá trị sau dấu hai chấm."
    name = row.get("id", row.get("key"))
    return f"thiếu ở {model.noun} {shown(name) if isinstance(name, str) else 'này'}. Thêm dòng «{field}: …»."


def _keys_by_name(model: type[Record]) -> dict[str, str]:
    """Return the fields of a model by key and by label, as an editor may have typed either."""
    return {**{info.title: key for key, info in model.model_fields.items() if info.title}, **{key: key for key in model.model_fields}}


def child_model(model: type[Record], field: str) -> type[Record]:
    """Return what the records of a field are; the model itself where it holds none."""
    info = model.model_fields.get(field)
    return next(_models_in(info.annotation), model) if info else model
