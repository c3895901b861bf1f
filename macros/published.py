"""What is published as open data: one model a file, so that files, schemas and their description come from one place.

`v1` is a promise: a field or a file may be added, never renamed, removed or given another meaning; that would make v2.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from macros.awards import Award
from macros.data import Data, Year
from macros.documents import Document
from macros.events import Event
from macros.honours import Honour
from macros.movements import Movement
from macros.people import Person
from macros.plans import Plan
from macros.records import Record
from macros.results import Results
from macros.sources import Ambiguity, Misprint, Source
from macros.tasks import Task
from macros.units import Structure, Unit
from macros.vocabularies import Abbreviation, Term

VERSION = "v1"


class Published(BaseModel):
    """A file: which schema it follows, then its records."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    schema_address: str = Field(alias="$schema", title="Lược đồ", description="Địa chỉ của lược đồ, tính từ tệp này.")


class UnitsFile(Published):
    units: tuple[Unit, ...] = Field(title="Đơn vị", description="Đơn vị, cơ quan lãnh đạo, nơi ban hành văn bản.")
    structures: tuple[Structure, ...] = Field(title="Cơ cấu", description="Cơ cấu đơn vị theo từng quyết định.")


class PeopleFile(Published):
    people: tuple[Person, ...] = Field(title="Người", description="Người được nêu tên và chức vụ trong Mặt trận.")


class SourcesFile(Published):
    sources: tuple[Source, ...] = Field(title="Nguồn", description="Các nguồn đã đọc.")
    misprints: tuple[Misprint, ...] = Field(title="Lỗi in", description="Lỗi in của nguồn đã sửa.")
    ambiguities: tuple[Ambiguity, ...] = Field(title="Điểm chưa rõ", description="Điểm nguồn để ngỏ.")


class DocumentsFile(Published):
    documents: tuple[Document, ...] = Field(title="Văn bản", description="Danh mục văn bản.")


class MovementsFile(Published):
    movements: tuple[Movement, ...] = Field(title="Phong trào", description="Phong trào thi đua, cuộc vận động, chương trình.")


class HonoursFile(Published):
    honours: tuple[Honour, ...] = Field(title="Danh hiệu", description="Danh hiệu thi đua, hình thức khen thưởng, theo thứ tự của luật.")


class VocabulariesFile(Published):
    vocabularies: dict[str, tuple[Term, ...]] = Field(title="Danh mục từ", description="Từ dùng trong các tệp khác: khóa và nhãn.")
    abbreviations: tuple[Abbreviation, ...] = Field(title="Từ viết tắt", description="Các cách viết của cùng một tên.")


class YearEntry(Record):
    """What the record holds of one year."""

    noun = "năm"
    year: int = Field(title="Năm", description="Năm công tác.")
    has_plan: bool = Field(title="Có kế hoạch", description="Hồ sơ có kế hoạch của năm này.")
    closed: bool = Field(title="Đã khóa sổ", description="Số liệu của năm đã chốt.")
    tasks: int = Field(title="Số nhiệm vụ trong danh mục", description="Số dòng của tệp tasks.")
    declared_tasks: int | None = Field(title="Số nhiệm vụ nguồn nêu", description="Tổng số mà nguồn công bố; rỗng nếu nguồn không nêu.")
    declared_done: int | None = Field(title="Số hoàn thành nguồn nêu", description="Số hoàn thành mà nguồn công bố; rỗng nếu nguồn không nêu.")
    figures: int = Field(title="Số liệu", description="Số dòng số liệu của tệp results.")
    awards: int = Field(title="Số dòng khen thưởng", description="Số dòng đã khen thưởng của tệp awards; không phải số người.")
    events: int = Field(title="Số sự kiện", description="Số dòng của tệp events.")


class YearsFile(Published):
    years: tuple[YearEntry, ...] = Field(title="Năm", description="Các năm có trong hồ sơ.")


class PublishedYear(Published):
    year: int = Field(title="Năm", description="Năm công tác.")


class PlanFile(PublishedYear):
    plan: Plan | None = Field(title="Kế hoạch", description="Kế hoạch của năm; null nếu hồ sơ chưa có.")


class TasksFile(PublishedYear):
    tasks: tuple[Task, ...] = Field(title="Nhiệm vụ", description="Nhiệm vụ cụ thể, theo thứ tự của kế hoạch.")


class ResultsFile(PublishedYear):
    results: Results = Field(title="Kết quả", description="Số liệu, kết quả nổi bật, tồn tại, kiến nghị, định hướng.")


class AwardsFile(PublishedYear):
    awards: tuple[Award, ...] = Field(title="Khen thưởng", description="Các khen thưởng đã có; đề nghị khen thưởng không đưa ra.")
    cancelled: tuple[Award, ...] = Field(title="Khen thưởng đã hủy", description="Khen thưởng mà quyết định đã bị hủy; không tính là khen thưởng.")


class EventsFile(PublishedYear):
    events: tuple[Event, ...] = Field(title="Sự kiện", description="Hội nghị, sự kiện diễn ra trong năm.")


REGISTER_FILES: dict[str, type[Published]] = {
    "units": UnitsFile, "people": PeopleFile, "sources": SourcesFile, "documents": DocumentsFile, "movements": MovementsFile, "honours": HonoursFile,
    "years": YearsFile, "vocabularies": VocabulariesFile,
}
YEAR_FILES: dict[str, type[PublishedYear]] = {"plan": PlanFile, "tasks": TasksFile, "results": ResultsFile, "awards": AwardsFile, "events": EventsFile}


def registers(data: Data) -> dict[str, Published]:
    """Return the content of every file that is not of one year, by name."""
    content: dict[str, dict[str, Any]] = {
        "units": {"units": tuple(data.units.values()), "structures": tuple(data.structures)},
        "people": {"people": tuple(data.people.values())},
        "sources": {"sources": tuple(data.sources.values()), "misprints": tuple(data.misprints), "ambiguities": tuple(data.ambiguities)},
        "documents": {"documents": tuple(data.documents.values())},
        "movements": {"movements": tuple(data.movements.values())},
        "honours": {"honours": tuple(data.honours.values())},
        "years": {"years": tuple(year_entry(data.years[number]) for number in sorted(data.years))},
        "vocabularies": {"vocabularies": {name: tuple(terms.values()) for name, terms in sorted(data.vocabularies.items())}, "abbreviations": tuple(data.abbreviations)},
    }
    return {name: _file(REGISTER_FILES[name], f"schema/{name}.schema.json", parts) for name, parts in content.items()}


def _file(model: type[Any], schema_address: str, parts: dict[str, Any]) -> Any:
    """Return a file of records that were checked when they were read."""
    return model.model_construct(schema_address=schema_address, **parts)


def of_year(year: Year) -> dict[str, PublishedYear]:
    """Return the content of every file of one year, by name; a part the record lacks is empty, not left out."""
    content: dict[str, dict[str, Any]] = {
        "plan": {"plan": year.plan},
        "tasks": {"tasks": year.tasks},
        "results": {"results": year.results},
        "awards": {status: tuple(award for award in year.awards if award.status == wanted) for status, wanted in (("awards", "awarded"), ("cancelled", "cancelled"))},
        "events": {"events": year.events},
    }
    return {name: _file(YEAR_FILES[name], f"../schema/{name}.schema.json", {"year": year.number, **parts}) for name, parts in content.items()}


def year_entry(year: Year) -> YearEntry:
    """Return a year in numbers."""
    declared = year.plan.declared if year.plan else None
    return YearEntry(
        year=year.number, has_plan=year.plan is not None, closed=bool(year.plan and year.plan.closed), tasks=len(year.tasks),
        declared_tasks=declared.tasks if declared else None, declared_done=declared.done if declared else None, figures=len(year.results.figures),
        awards=sum(award.status == "awarded" for award in year.awards), events=len(year.events),
    )
