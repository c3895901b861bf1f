"""What every record shares: a frozen pydantic model that knows its place, and the types its fields are made of.

`Field(title=…, description=…)` of a record is the only place where a field's Vietnamese label is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from macros.problems import Problem, Sought, field_message, hint, must_be, shown, unknown_field
from macros.reading import Items, Row
from macros.syntax import WORD_DASHES
from macros.vietnamese import slug

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def refuse(code: str, message: str) -> PydanticCustomError:
    """Return an error whose message reaches the editor as it is."""
    return PydanticCustomError(f"vi_{code}", "{message}", {"message": message})


class Place(NamedTuple):
    """Where a record stands: file, its first line, the line of each field, the lines of the items of each list."""

    file: str
    line: int
    lines: dict[str, int]
    items: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as holding ids of one register, so that one rule a register can check them all."""

    register: str


class Record(BaseModel):
    """A row of the data: frozen, unknown keys refused, `place` says where it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    __slots__ = ("place",)
    # How an error names the record when the line alone would not, e.g. «nhiệm vụ».
    noun: ClassVar[str] = ""
    place: ClassVar[Place]
    # Known once the class is: the fields that hold records, and those that hold ids, each with its register.
    inner_fields: ClassVar[tuple[str, ...]] = ()
    reference_fields: ClassVar[tuple[tuple[str, str], ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        fields = cls.model_fields.items()
        cls.inner_fields = tuple(name for name, info in fields if next(_models_in(info.annotation), None))
        cls.reference_fields = tuple((name, mark.register) for name, info in fields for mark in _marks([*info.metadata, info.annotation]))

    def problem(self, field: str, message: str, item: int | None = None) -> Problem:
        """Return a problem at one field of this record, or at one item of its list: `field (Nhãn): message`."""
        lines = self.place.items.get(field) if item is not None else None
        line = lines[item] if lines and item is not None else self.place.lines.get(field, self.place.line)
        return Problem(self.place.file, line, f"{labelled(type(self), field)}: {message}")

    @property
    def name_in_errors(self) -> str:
        """Name this record within a sentence, e.g. «nhiệm vụ 17»."""
        return f"{self.noun} {getattr(self, 'id', '')}".strip()


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


def build(model: type[R], row: Any, file: str, line: int, context: Any) -> Built[R]:
    """Make a record of a row as read; every wrong field is a problem of its own line."""
    if not isinstance(row, Row):
        remedy = "Bỏ dấu «- », viết tên mục ở đầu dòng." if isinstance(row, Items) else "Viết mỗi mục trên một dòng «tên mục: giá trị», có dấu cách sau dấu hai chấm."
        message = f"{must_be('một nhóm mục', row)} {remedy}"
        return Built(None, [Problem(file, line, message)], ids_known=False)
    try:
        record = model.model_validate(row, context=context)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        return Built(None, [_problem(model, row, file, details) for details in wrong], all(details["loc"][-1:] != ("id",) for details in wrong))
    unknown = list(_attach_places(record, row, file))
    return Built(None if unknown else record, unknown, ids_known=True)


def _attach_places(record: Record, row: Row, file: str) -> Iterator[Problem]:
    """Tell a record, and those in it, where they were read; yield the unknown fields left empty, which no check has seen."""
    if len(row.lines) > len(row):
        for key in row.lines.keys() - type(record).model_fields.keys():
            yield Problem(file, row.lines[key], f"{key}: {unknown_field(key, _keys_by_name(type(record)))}")
    items = {key: value.lines for key, value in row.items() if type(value) is Items}
    object.__setattr__(record, "place", Place(file, row.line, row.lines, items))
    for field in record.inner_fields:
        value = row.get(field)
        if value is None:
            continue
        made = getattr(record, field)
        children, rows = (made, value) if type(value) is Items else ((made,), (value,)) if isinstance(made, Record) else (made, (value,))
        for child, child_row in zip(children, rows, strict=True):
            yield from _attach_places(child, child_row, file)


def _problem(model: type[Record], row: Row, file: str, details: ErrorDetails) -> Problem:
    """Walk from the record's row along pydantic's location to the line, naming each step as editors know it."""
    at: Any = row
    line, owner, names = row.line, model, list[str]()
    inside = model  # the model whose field the last step names
    for step in details["loc"]:
        if isinstance(at, Row) and isinstance(step, str):
            line, inside = at.lines.get(step, at.line), owner
            names.append(labelled(owner, step))
            owner, at, row = _child_model(owner, step), at.get(step), at
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
    return Sought(register, named, where) if details["type"] == "vi_id" and register and isinstance(named, str) else None


def _missing(model: type[Record], row: Row, field: str) -> str:
    if field in row.lines:
        return "để trống. Viết giá trị sau dấu hai chấm."
    name = row.get("id", row.get("key"))
    return f"thiếu ở {model.noun} {shown(name) if isinstance(name, str) else 'này'}. Thêm dòng «{field}: …»."


def _keys_by_name(model: type[Record]) -> dict[str, str]:
    """Return the fields of a model by key and by label, as an editor may have typed either."""
    return {**{info.title: key for key, info in model.model_fields.items() if info.title}, **{key: key for key in model.model_fields}}


def _child_model(model: type[Record], field: str) -> type[Record]:
    info = model.model_fields.get(field)
    return next(_models_in(info.annotation), model) if info else model


# --- field types -----------------------------------------------------------------------------------------------


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20|21)\d\d)")
_ISO_DAY = re.compile(r"((?:19|20|21)\d\d)-(\d{2})-(\d{2})")
_YEAR = re.compile(r"(?:19|20|21)\d\d")


def _id(value: Any) -> str:
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    text = value if isinstance(value, str) else ""
    if text[:1] in ("-", *WORD_DASHES):
        wrong = "thiếu dấu cách sau dấu «-»" if text[0] == "-" else f"bắt đầu bằng dấu «{text[0]}» của Word"
        first = found[0] if (found := _ID.search(text)) else "…"
        raise refuse("id", f"{shown(text)} {wrong}. Viết mỗi mã trên một dòng riêng, dấu trừ rồi dấu cách: «- {first}».")
    if "," in text or " - " in text:
        raise refuse("id", f"{shown(value)} không phải là một mã. Nhiều mã thì mỗi mã viết trên một dòng riêng, bắt đầu bằng «- ».")
    example = slug(text) or "nv-2023-017"
    raise refuse("id", f"{shown(value)} không dùng làm mã được. Mã chỉ có chữ thường không dấu, số và gạch nối, ví dụ {example}.")


def as_day(text: str) -> date | None:
    """Return the day a text is, None when it does not look like one; a day that does not exist is refused."""
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        example = f"28/02/{year}" if month == 2 or not 1 <= month <= 12 else f"30/{month:02}/{year}"
        raise refuse("day", f"{shown(text)} không phải là ngày. Viết ngày/tháng/năm, ví dụ {example}.") from None


def day_field(value: Any) -> date:
    """Read a day, or say how one is written."""
    if isinstance(value, str) and (day := as_day(value)):
        return day
    raise refuse("day", f"{shown(value)} không phải là ngày. Viết ngày/tháng/năm, ví dụ {_slashed(value) or '28/02/2023'}.")


def _slashed(value: Any) -> str:
    """Return a day written with other signs, `12-1-2023`, as it has to be written; empty for anything else."""
    parts = re.fullmatch(r"(\d{1,2})[-. ](\d{1,2})[-. ]((?:19|20|21)\d\d)", value) if isinstance(value, str) else None
    return f"{parts[1]:>02}/{parts[2]:>02}/{parts[3]}" if parts else ""


def _year(value: Any) -> int:
    if isinstance(value, str) and _YEAR.fullmatch(value):
        return int(value)
    raise refuse("year", f"{shown(value)} không phải là năm. Viết bốn chữ số, ví dụ 2023.")


def _count(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    example = re.sub(r"[.\s]", "", value) if isinstance(value, str) and re.fullmatch(r"\d{1,3}([.\s]\d{3})+", value) else "1131"
    raise refuse("count", f"{shown(value)} không phải là số đếm. Chỉ viết chữ số, không dấu chấm, ví dụ {example}.")


def _amount(value: Any) -> int | float:
    text = value if isinstance(value, str) else ""
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    if re.fullmatch(r"-?[1-9]\d{0,2}[,.]\d{3}", text):
        whole, part = re.sub("[,.]", "", text), text.replace(".", ",") + "0"
        raise refuse("amount", f"{shown(text)} có thể hiểu hai cách. Nếu là số nguyên, viết liền {whole}; nếu là số lẻ, thêm số 0 ở cuối: {part}.")
    if re.fullmatch(r"-?\d{1,12}[,.]\d{1,8}", text):
        return float(text.replace(",", "."))
    example = re.sub(r"[.\s]", "", text) if re.fullmatch(r"\d{1,3}([.\s]\d{3})+", text) else "24762"
    raise refuse("amount", f"{shown(value)} không phải là số. Chỉ viết chữ số, phần lẻ sau dấu phẩy, ví dụ {example} hoặc 90,9.")


def _yes(value: Any) -> bool:
    answers = {"có": True, "không": False, "yes": True, "no": False, "true": True, "false": False}
    if isinstance(value, str) and value.lower() in answers:
        return answers[value.lower()]
    raise refuse("yes", f"{shown(value)} không phải là có hay không. Viết «có» hoặc «không».")


def _years(value: Any) -> Any:
    """Take one year or a list of them; several in one value are refused in the way they have to be written."""
    if isinstance(value, str) and re.fullmatch(rf"{_YEAR.pattern}(?:\s*(?:[,;]|và)\s*{_YEAR.pattern})+", value):
        raise refuse("years", f"{shown(value)} là nhiều năm. Viết trong ngoặc vuông: [{', '.join(_YEAR.findall(value))}].")
    return _one_or_more(value)


def _one_or_more(value: Any) -> Any:
    return value if type(value) is Items else Items([value])


def _address(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"https?://[^\s\"'<>]+", value):
        return value
    raise refuse("address", f"{shown(value)} không phải là địa chỉ trang web. Viết đầy đủ, bắt đầu bằng http:// hoặc https://.")


def _file_name(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[^/\\]+", value):
        return value
    raise refuse("file", f"{shown(value)} không phải là tên tệp. Đặt tệp vào data/files/, rồi chỉ viết tên tệp, ví dụ 18-ct-tw.pdf.")


def _key(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-z]+(_[a-z]+)*", value):
        return value
    example = slug(value if isinstance(value, str) else "").replace("-", "_") or "in_progress"
    raise refuse("key", f"{shown(value)} không dùng làm khóa được. Khóa chỉ có chữ thường không dấu và gạch dưới, ví dụ {example}.")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date as far as it is known: a year, a month of a year, or a day."""

    year: int
    month: int = 0
    day: int = 0

    def first_day(self) -> date:
        """Return the first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """Return the last day it can be."""
        if self.day:
            return date(self.year, self.month, self.day)
        after = date(self.year + (self.month in (0, 12)), self.month % 12 + 1 if self.month else 1, 1)
        return date.fromordinal(after.toordinal() - 1)

    def __str__(self) -> str:
        if self.day:
            return f"{self.day:02}/{self.month:02}/{self.year}"
        return f"{self.month:02}/{self.year}" if self.month else str(self.year)


def _moment(value: Any) -> Moment:
    text = value if isinstance(value, str) else ""
    if _YEAR.fullmatch(text):
        return Moment(int(text))
    if (match := re.fullmatch(r"(\d{1,2})/((?:19|20|21)\d\d)", text)) and 1 <= int(match[1]) <= 12:
        return Moment(int(match[2]), int(match[1]))
    if day := as_day(text):
        return Moment(day.year, day.month, day.day)
    raise refuse("moment", f"{shown(value)} không phải là ngày, tháng hay năm. Viết {_slashed(value) or '28/02/2023'}, 02/2023 hoặc 2023.")


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a fact was read: a source's id and, after a comma, the place in it («dòng 12»)."""

    id: str
    at: str = ""


def _source(value: Any) -> SourceRef:
    source_id, _, at = value.partition(",") if isinstance(value, str) else ("", "", "")
    if _ID.fullmatch(source_id.strip()):
        return SourceRef(source_id.strip(), at.strip())
    raise refuse("source", f"{shown(value)} không phải là nguồn. Viết mã nguồn, rồi dấu phẩy và chỗ đọc, ví dụ: bai-hoi-nghi-2023, dòng 12.")


def _iso(moment: Moment) -> str:
    """Return a moment as published files hold it, as far as it is known: `2023`, `2023-02`, `2023-02-28`."""
    return "-".join(f"{part:02}" for part in (moment.year, moment.month, moment.day) if part)


_MOMENT_SCHEMA = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}

Id = Annotated[str, BeforeValidator(_id)]
Text = str  # the reading has already made it one line of NFC
Day = Annotated[date, BeforeValidator(day_field)]
Year = Annotated[int, BeforeValidator(_year)]
Count = Annotated[int, BeforeValidator(_count)]
Amount = Annotated[int | float, BeforeValidator(_amount)]
YesNo = Annotated[bool, BeforeValidator(_yes)]
Address = Annotated[str, BeforeValidator(_address)]
FileName = Annotated[str, BeforeValidator(_file_name)]
Key = Annotated[str, BeforeValidator(_key)]
When = Annotated[Moment, BeforeValidator(_moment), PlainSerializer(_iso, return_type=str), WithJsonSchema(_MOMENT_SCHEMA, mode="serialization")]
SourceNote = Annotated[SourceRef, BeforeValidator(_source), Ref("sources")]
Many = BeforeValidator(_one_or_more)
Ids = Annotated[tuple[Id, ...], Many]
Texts = Annotated[tuple[Text, ...], Many]
Years = Annotated[tuple[Year, ...], BeforeValidator(_years)]
Sources = Annotated[tuple[SourceNote, ...], Many]


@dataclass(frozen=True, slots=True)
class word:
    """A check that a value is a word of a closed vocabulary; its key or its Vietnamese label is understood."""

    vocabulary: str

    def __call__(self, value: Any, info: ValidationInfo) -> str:
        """Return the key the value means, or say which words there are."""
        known: dict[str, str] = (info.context or {})[self.vocabulary]
        if isinstance(value, str):
            if found := known.get(value) or known.get(value.lower()):
                return found
            if not known:  # the vocabulary itself could not be read, which is said at its own place
                return value
        raise refuse("word", f"{shown(value)} không có trong danh mục {self.vocabulary}.{_offer(value, known)}")


def _offer(value: Any, known: dict[str, str]) -> str:
    """Offer the nearest label, or all of them where none is near or they are few."""
    labels = list({key: form for form, key in reversed(known.items())}.values())[::-1]
    near = hint(value, labels) or hint(value, known) if isinstance(value, str) else ""
    return near if near and len(labels) > 8 else f"{near} Viết một trong: {'; '.join(labels)}."


def source_field() -> Any:
    """Return the field every record with a fact in it has."""
    return Field(default=(), title="Nguồn", description="Mã nguồn trong sources.yml, rồi dấu phẩy và chỗ đọc, ví dụ: bai-hoi-nghi-2023, dòng 12.")


UnitId = Annotated[str, BeforeValidator(_id), Ref("units")]
PersonId = Annotated[str, BeforeValidator(_id), Ref("people")]
DocumentId = Annotated[str, BeforeValidator(_id), Ref("documents")]
MovementId = Annotated[str, BeforeValidator(_id), Ref("movements")]
HonourId = Annotated[str, BeforeValidator(_id), Ref("honours")]
TaskId = Annotated[str, BeforeValidator(_id), Ref("tasks")]
AreaId = Annotated[str, BeforeValidator(_id), Ref("areas")]
FocalPointId = Annotated[str, BeforeValidator(_id), Ref("focal_points")]
FigureId = Annotated[str, BeforeValidator(_id), Ref("figures")]
AnyId = Annotated[str, BeforeValidator(_id), Ref("anything")]
