"""The types that the fields of records are made of: how each value is written in YAML, and what is said of one that is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from macros.problems import hint, shown
from macros.reading import Items
from macros.records import Ref, SourceRef
from macros.syntax import WORD_DASHES
from macros.vietnamese import slug


def refuse(code: str, message: str) -> PydanticCustomError:
    """Return an error whose message reaches the editor as it is."""
    return PydanticCustomError(f"vi_{code}", "{message}", {"message": message})


ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20|21)\d\d)")
_ISO_DAY = re.compile(r"((?:19|20|21)\d\d)-(\d{2})-(\d{2})")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_MEANT_YES, _MEANT_NO = ("đúng", "rồi", "phải", "đã", "y", "x", "1", "on"), ("sai", "chưa", "k", "n", "0", "off")


def _id(value: Any) -> str:
    if isinstance(value, str) and ID.fullmatch(value):
        return value
    text = value if isinstance(value, str) else ""
    if text[:1] in ("-", *WORD_DASHES):
        wrong = "thiếu dấu cách sau dấu «-»" if text[0] == "-" else f"bắt đầu bằng dấu «{text[0]}» của Word"
        first = found[0] if (found := ID.search(text)) else "…"
        raise refuse("ids", f"{shown(text)} {wrong}. Viết mỗi mã trên một dòng riêng, dấu trừ rồi dấu cách: «- {first}».")
    if "," in text or " - " in text:
        raise refuse("ids", f"{shown(value)} không phải là một mã. Nhiều mã thì mỗi mã viết trên một dòng riêng, bắt đầu bằng «- ».")
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
    written = slashed(value) if value and len(slashed(value)) == len("28/02/2023") else ""
    raise refuse("day", f"{shown(value)} không phải là ngày. Viết {written or 'ngày/tháng/năm, ví dụ 28/02/2023'}.")


def slashed(value: Any) -> str:
    """Return a day or month written with other signs, `12-1-2023`, as it has to be written; empty for anything else."""
    parts = re.fullmatch(r"(?:(\d{1,2})[-. ])?(\d{1,2})[-. ]((?:19|20|21)\d\d)", value) if isinstance(value, str) else None
    return "/".join(f"{part:>02}" for part in parts.groups() if part) if parts else ""


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
    said = value.lower() if isinstance(value, str) else ""
    if said in answers:
        return answers[said]
    meant = "«có»" if said in _MEANT_YES else "«không»" if said in _MEANT_NO else "«có» hoặc «không»"
    raise refuse("yes", f"{shown(value)} không phải là có hay không. Viết {meant}.")


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
    raise refuse("moment", f"{shown(value)} không phải là ngày, tháng hay năm. Viết {slashed(value) or '28/02/2023, 02/2023 hoặc 2023'}.")


def _source(value: Any) -> SourceRef:
    source_id, _, at = value.partition(",") if isinstance(value, str) else ("", "", "")
    if ID.fullmatch(source_id.strip()):
        return SourceRef(source_id.strip(), at.strip())
    raise refuse("source", f"{shown(value)} không phải là nguồn. Viết mã nguồn, rồi dấu phẩy và chỗ đọc, ví dụ: bai-hoi-nghi-2023, dòng 12.")


def _sources(value: Any) -> Any:
    """Take one source or a list of them; a place cut off its source by the commas of brackets is told how to be written."""
    if type(value) is Items and len(value) > 1 and all(isinstance(one, str) for one in value):
        for source, place in pairwise(value):
            if ID.fullmatch(source) and re.match(r"(dòng|mục|trang|điểm|phần|chương|khoản|điều|phụ lục)\b", place.lower()):
                raise refuse("sources", f"[{', '.join(value)}] tách chỗ đọc khỏi nguồn. Viết không có ngoặc vuông: {source}, {place}.")
    return _one_or_more(value)


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
Sources = Annotated[tuple[SourceNote, ...], BeforeValidator(_sources)]


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
    forms = {key: form for form, key in reversed(known.items())}
    labels = list(forms.values())[::-1]
    near = hint(value, labels) or hint(value, known) if isinstance(value, str) else ""
    return near if near and len(labels) > 8 else f"{near} Viết một trong: {'; '.join(f'{form} ({key})' for key, form in reversed(forms.items()))}."


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
