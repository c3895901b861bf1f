"""References between records: what a field marked `Ref` names must exist.

A register that could not be read whole says nothing about what it lacks: the mistake is in its own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from macros.problems import Problem
from macros.records import Record, with_inner
from macros.taken_ids import TakenIds
from macros.tasks import Task

if TYPE_CHECKING:
    from macros.data import Data

# The file in which each register's records stand; the last two have one in every year's folder.
FILE_OF = {
    "units": "units.yml", "people": "people.yml", "documents": "documents.yml", "movements": "movements.yml", "honours": "honours.yml",
    "sources": "sources.yml", "tasks": "tasks.yml", "figures": "results.yml",
}
PLAN_PARTS = {"areas": "lĩnh vực", "focal_points": "trọng tâm"}


def reference_fields(model: type[Record], register: str) -> tuple[str, ...]:
    """Return the fields of a model that hold ids of a register."""
    return tuple(field for field, of in model.reference_fields if of == register)


def ids_in(record: Record, field: str) -> tuple[str, ...]:
    """Return the ids a reference field holds, one or several."""
    value = getattr(record, field)
    return value if isinstance(value, tuple) else (value,) if value else ()


def namings(by_model: Mapping[type[Record], Sequence[Record]], register: str) -> Iterator[tuple[Record, str, Sequence[str]]]:
    """Yield every record and field that names records of a register, with the ids it names."""
    for model, records in by_model.items():
        for field in reference_fields(model, register):
            for record in records:
                if ids := _ids(record.__dict__[field]):
                    yield record, field, ids


def _ids(value: Any) -> Sequence[str]:
    """Return the ids that the value of a reference field holds."""
    if not value:
        return ()
    return (value,) if type(value) is str else value if type(value[0]) is str else [one.id for one in value]


class Ids:
    """The ids that records have and those that they name; a reference is looked into only where a name has no owner."""

    def __init__(self) -> None:
        self.owners: dict[str, Record] = {}  # the first record of each id
        self.count = 0  # the records that have one: more than owners where an id is used twice
        self.named: dict[str, set[str]] = {}  # by register

    @classmethod
    def of(cls, records: Iterable[Record]) -> Ids:
        """Return the ids of records and of those inside them."""
        found = cls()
        for record in (inner for one in records for inner in with_inner(one)):
            if one := getattr(record, "id", None):
                found.owners.setdefault(one, record)
                found.count += 1
            for field, register in record.reference_fields:
                if value := record.__dict__[field]:
                    found.named.setdefault(register, set()).update(_ids(value))
        return found

    @classmethod
    def together(cls, several: Iterable[Ids]) -> Ids:
        """Return the ids of several sets of records as those of one."""
        found = cls()
        for ids in several:
            again = found.owners.keys() & ids.owners.keys()
            found.owners.update({one: record for one, record in ids.owners.items() if one not in again} if again else ids.owners)
            found.count += ids.count
            for register, named in ids.named.items():
                found.named.setdefault(register, set()).update(named)
        return found

    def lacking(self, register: str, known: Mapping[str, object]) -> bool:
        """Tell whether records name any of a register that is not known."""
        return not self.named.get(register, set()) <= known.keys()


def missing(data: Data, register: str, noun: str) -> Iterator[Problem]:
    """Yield a problem for every reference to a record that a register lacks; one for all when its file is not there."""
    known, file = getattr(data, register), FILE_OF[register]
    of_years = file in ("tasks.yml", "results.yml")
    if not data.ids_known(file) or not data.ids.lacking(register, known):
        return
    for record, field, ids in namings(data.by_model, register):
        for item, one in enumerate(ids):
            if one in known or one in data.failed:
                continue
            if file not in data.listed and not of_years:
                yield _no_file(data, file, noun, record, one)
                return
            yield record.problem(field, data.unknown(noun, one, data.names_of(register), f"{file} của các năm" if of_years else file), item)


def _no_file(data: Data, file: str, noun: str, record: Record, named: str) -> Problem:
    place = record.place
    return Problem(data.file(file), 0, f"chưa có tệp này, mà {place.file}:{place.line} nhắc đến {noun} '{named}'. Thêm tệp, hoặc bỏ chỗ nhắc đến.")


def unit_reference_exists(data: Data) -> Iterator[Problem]:
    """Every unit named is in units.yml."""
    return missing(data, "units", "đơn vị")


def person_reference_exists(data: Data) -> Iterator[Problem]:
    """Every person named by id is in people.yml."""
    return missing(data, "people", "người")


def document_reference_exists(data: Data) -> Iterator[Problem]:
    """Every document named by id is in documents.yml."""
    return missing(data, "documents", "văn bản")


def movement_reference_exists(data: Data) -> Iterator[Problem]:
    """Every movement named is in movements.yml."""
    return missing(data, "movements", "phong trào")


def honour_reference_exists(data: Data) -> Iterator[Problem]:
    """Every honour named is in honours.yml."""
    return missing(data, "honours", "danh hiệu, hình thức")


def task_reference_exists(data: Data) -> Iterator[Problem]:
    """Every task named by id is in some year's tasks.yml."""
    return missing(data, "tasks", "nhiệm vụ")


def figure_reference_exists(data: Data) -> Iterator[Problem]:
    """Every figure named is in some year's results.yml."""
    return missing(data, "figures", "số liệu")


def related_record_exists(data: Data) -> Iterator[Problem]:
    """Whatever a record says it is about exists."""
    wanting = not data.unread and data.ids.lacking("anything", data.by_id)
    for record, field, ids in namings(data.by_model, "anything") if wanting else ():
        for item, one in enumerate(ids):
            if one not in data.by_id and one not in data.failed:
                yield record.problem(field, data.unknown("bản ghi", one, {key: key for key in data.by_id}, "data/"), item)


def plan_part_exists_in_its_year(data: Data) -> Iterator[Problem]:
    """The area and focal points of a task stand in the plan of its year."""
    for number, year in data.years.items():
        file = f"{number}/plan.yml"
        if file not in data.listed or not data.ids_known(file):
            continue
        for register, noun in PLAN_PARTS.items():
            known = {part.id: part.title for part in getattr(year.plan, register, ())}
            if not year.ids.lacking(register, known):
                continue
            for task, field, ids in namings({Task: year.tasks}, register):
                for item, one in enumerate(ids):
                    if one not in known and one not in data.failed:
                        yield task.problem(field, data.unknown(noun, one, known, file), item)


def plan_exists_where_tasks_name_its_parts(data: Data) -> Iterator[Problem]:
    """A year whose tasks name areas or focal points has a plan.yml that lists them."""
    for number, year in data.years.items():
        file = f"{number}/plan.yml"
        if file in data.listed or not data.ids_known(file):
            continue
        named = ((noun, task, ids) for register, noun in PLAN_PARTS.items() for task, _, ids in namings({Task: year.tasks}, register))
        for noun, task, ids in islice(named, 1):
            yield _no_file(data, file, noun, task, ids[0])


def id_is_used_once(data: Data) -> Iterator[Problem]:
    """An id belongs to one record of the whole data."""
    if data.ids.count == len(data.by_id):
        return
    taken = TakenIds({*data.by_id, *data.failed})
    for record in data.all_records:
        key = getattr(record, "id", None)
        if key and data.by_id[key] is not record:
            yield used_twice(record, data.by_id[key], taken)


def used_twice(record: Record, first: Record, taken: TakenIds) -> Problem:
    """Return the problem of an id that another record had first, with one that is free."""
    place, one = first.place, getattr(record, "id", "")
    remedy = f"Mỗi mã chỉ dùng một lần, kể cả mã đã bỏ: đổi mã của bản ghi mới thêm, ví dụ thành {taken.next_to(one)}."
    return record.problem("id", f"'{one}' đã dùng ở {place.file}:{place.line}. {remedy}")
