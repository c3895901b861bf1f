"""What each field of a record holds, read off the models: for published tables, their description and their promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from macros.due_dates import Due
from macros.field_types import Moment, word
from macros.records import Record, Ref, SourceRef


@dataclass(frozen=True)
class FieldKind:
    """One field: key, label and help, what one value is, whether there are several, what its words refer to, the checks that read it."""

    key: str
    title: str
    description: str
    holds: type[Any]
    many: bool = False
    vocabulary: str | None = None
    register: str | None = None
    checks: tuple[BeforeValidator, ...] = ()

    @property
    def model(self) -> type[Record] | None:
        """Return the model of a field that holds records."""
        return self.holds if issubclass(self.holds, Record) else None

    @property
    def in_words(self) -> str:
        """Return the type as readers of the files are told it."""
        one = _named(self)
        return f"danh sách {one}" if self.many else one


_TYPES: dict[type[Any], str] = {
    str: "chữ", int: "số nguyên", float: "số", bool: "có, không (true, false)", date: "ngày, 2023-02-28", Due: "thời hạn: text (như in), kind (cách ghi), end (ngày cuối)",
    Moment: "ngày, tháng hoặc năm: 2023-02-28, 2023-02, 2023", SourceRef: "nguồn: id (mã nguồn), at (chỗ đọc)",
}
_REGISTERS = {
    "units": "mã đơn vị", "people": "mã người", "documents": "mã văn bản", "movements": "mã phong trào", "honours": "mã danh hiệu", "tasks": "mã nhiệm vụ",
    "areas": "mã lĩnh vực", "focal_points": "mã trọng tâm", "figures": "mã số liệu", "anything": "mã bản ghi",
}


def _named(field: FieldKind) -> str:
    if field.model:
        return f"nhóm mục «{field.model.noun}»"
    if field.register in _REGISTERS:
        return _REGISTERS[field.register]
    return f"từ của danh mục {field.vocabulary}" if field.vocabulary else _TYPES[field.holds]


def fields_of(model: type[BaseModel]) -> list[FieldKind]:
    """Return the fields of a model in its order."""
    return [_field(key, info.title or key, info.description or "", [info.annotation, *info.metadata]) for key, info in model.model_fields.items()]


def _field(key: str, title: str, description: str, parts: list[Any]) -> FieldKind:
    marks = [mark for part in parts for mark in _flat(part)]
    types = [mark for mark in marks if isinstance(mark, type) and mark is not NoneType]
    vocabulary = next((mark.func.vocabulary for mark in marks if isinstance(mark, BeforeValidator) and isinstance(mark.func, word)), None)
    register = next((mark.register for mark in marks if isinstance(mark, Ref)), None)
    held = [one for one in types if one is not tuple]
    # Records within a mapping come after its key; a number that may have decimals is declared as either.
    one = next((one for one in held if issubclass(one, Record)), float if float in held else held[0])
    checks = tuple(mark for mark in marks if isinstance(mark, BeforeValidator))
    return FieldKind(key, title, description, one, tuple in types, vocabulary, register, checks)


def _flat(annotation: Any) -> Iterator[Any]:
    """Yield the classes and marks an annotation is made of; `tuple` itself for a list."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        yield from _flat(inner)
        yield from marks
    elif get_args(annotation):
        if get_origin(annotation) is tuple:
            yield tuple
        for argument in get_args(annotation):
            if argument is not ...:
                yield from _flat(argument)
    else:
        yield annotation


def models_in(model: type[BaseModel]) -> Iterator[type[Record]]:
    """Yield every record model within a model, each once, in the order of its fields."""
    seen: dict[type[Record], None] = {}
    _collect(model, seen)
    yield from seen


def _collect(model: type[BaseModel], seen: dict[type[Record], None]) -> None:
    for field in fields_of(model):
        if field.model and field.model not in seen:
            seen[field.model] = None
            _collect(field.model, seen)
