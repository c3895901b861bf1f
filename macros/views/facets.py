"""How readers choose rows of each kind of table, and what a column is ordered by where its words do not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from macros.awards import Award, Recipient
from macros.documents import Document, effect, group_of
from macros.events import Event
from macros.field_types import Moment
from macros.honours import Honour
from macros.movements import Movement
from macros.progress import unit_order
from macros.records import label
from macros.site import Site
from macros.tasks import OPEN_STATES, Task, timeliness
from macros.views.table_data import Choices, Facet

NOT_FINISHED = "chua-xong"
_ROMAN = ("I", "II", "III", "IV")
# Timeliness that readers choose by; «trong hạn» and «đúng hạn» go without saying.
_TIMES = {"overdue": ("qua-han", "Quá hạn"), "due_soon": ("sap-den-han", "Sắp đến hạn"), "done_late": ("hoan-thanh-qua-han", "Hoàn thành quá hạn")}


def exact(moment: Moment | None) -> date | None:
    """Return a moment that is known to the day as a date; files hold only those as dates."""
    return moment.first_day() if moment and moment.day else None


def whole_number(text: str | None) -> int | None:
    """Return a printed number as one; None where it is more than digits."""
    return int(text) if text and text.isdecimal() else None


# --- what columns are ordered by ---------------------------------------------------------------------------------


def due_order(task: Task) -> tuple[int, date] | None:
    """Order due dates by what they mean: by the last day judged, continuous work after every day, none last."""
    if task.due_end:
        return (0, task.due_end)
    return (1, date.max) if task.due else None


def state_order(site: Site, task: Task) -> tuple[int, int]:
    """Order states as the vocabulary has them, the most urgent first within each."""
    urgency = ("overdue", "due_soon", "in_time", "done_late", "on_time")
    time = timeliness(task, site.day_of_task(task))
    return list(site.data.vocabularies["state"]).index(task.state), urgency.index(time) if time else len(urgency)


# --- facets --------------------------------------------------------------------------------------------------------


def _units(site: Site, key: str, head: str, ids: Callable[[Any], Iterable[str]], year: int | None = None) -> Facet:
    latest = year or max(site.data.years, default=site.today.year)
    return Facet(key, head, lambda row: [(unit, site.data.units[unit].name) for unit in ids(row)], unit_order(site.data, latest))


def _words(site: Site, key: str, head: str, vocabulary: str, words: Callable[[Any], Iterable[str | None]]) -> Facet:
    terms = site.data.vocabularies[vocabulary]
    return Facet(key, head, lambda row: [(word.replace("_", "-"), terms[word].label) for word in words(row) if word], [word.replace("_", "-") for word in terms])


def _years(head: str, years: Callable[[Any], Iterable[int | None]], site: Site) -> Facet:
    order = [str(year) for year in range(site.today.year + 10, 1899, -1)]
    return Facet("nam", head, lambda row: [(str(year), str(year)) for year in years(row) if year], order)


def task_facets(site: Site, *, with_year: bool = False) -> list[Facet]:
    """Return how readers choose tasks: area, units, state with what is derived of it, quarter due, origin, year."""
    areas = {area.id: f"{area.number}. {area.title}" if area.number else area.title for year in site.data.years.values() if year.plan for area in year.plan.areas}
    facets = [
        _units(site, "chu-tri", label(Task, "lead"), lambda task: task.lead),
        _units(site, "phoi-hop", label(Task, "partner"), lambda task: task.partner),
        Facet("trang-thai", label(Task, "state"), lambda task: _state_choices(site, task), _state_keys(site)),
        Facet("quy", "Quý đến hạn", _quarter, _quarters(site)),
        Facet("linh-vuc", label(Task, "area"), lambda task: [(task.area, areas[task.area])] if task.area in areas else [("ngoai", "Ngoài các lĩnh vực")], list(areas)),
        _words(site, "nguon-giao", label(Task, "origin"), "origin", lambda task: [task.origin]),
    ]
    return [_years("Năm", lambda task: [site.data.year_of(task)], site), *facets] if with_year else facets


def _state_choices(site: Site, task: Task) -> Choices:
    if task.state in OPEN_STATES:
        yield NOT_FINISHED, "Chưa xong"
    time = timeliness(task, site.day_of_task(task))
    if time in _TIMES:
        yield _TIMES[time]
    yield task.state.replace("_", "-"), site.data.label("state", task.state)


def _state_keys(site: Site) -> list[str]:
    return [NOT_FINISHED, *(key for key, _ in _TIMES.values()), *(state.replace("_", "-") for state in site.data.vocabularies["state"])]


def _quarter(task: Task) -> Choices:
    end = task.due_end
    if end:
        quarter = (end.month + 2) // 3
        return [(f"{end.year}-{quarter}", f"Quý {_ROMAN[quarter - 1]}/{end.year}")]
    return [("thuong-xuyen", "Thường xuyên")] if task.due else [("khong-co", "Không có thời hạn")]


def _quarters(site: Site) -> list[str]:
    years = range(min(site.data.years, default=site.today.year) - 1, site.today.year + 12)
    return [*(f"{year}-{quarter}" for year in years for quarter in (1, 2, 3, 4)), "thuong-xuyen", "khong-co"]


def document_facets(site: Site) -> list[Facet]:
    """Return how readers choose documents: group, kind, issuer, year, state of effect."""
    return [
        _words(site, "khoi", "Khối", "document_group", lambda document: [group_of(document, site.data)]),
        _words(site, "loai", label(Document, "kind"), "document_kind", lambda document: [document.kind]),
        _units(site, "ban-hanh", label(Document, "issuer"), lambda document: document.issuer),
        _years("Năm ban hành", lambda document: [document.issued.year if document.issued else None], site),
        Facet("hieu-luc", "Hiệu lực", lambda document: [((state := effect(document, site.data, site.today)).key, state.label)]),
    ]


def _honour(site: Site, key: str) -> tuple[str, str]:
    return key, site.data.honours[key].name


def award_facets(site: Site) -> list[Facet]:
    """Return how readers choose awards: honour, kind of recipient, kind of commendation, year of merit."""
    return [
        Facet("danh-hieu", label(Award, "honour"), lambda award: [_honour(site, award.honour)], list(site.data.honours)),
        _words(site, "doi-tuong", label(Award, "to"), "recipient_kind", lambda award: [award.to]),
        _words(site, "loai", label(Award, "kind"), "commendation_kind", lambda award: [award.kind]),
        _years(label(Award, "merit_year"), lambda award: [award.merit_year], site),
    ]


def recipient_facets(site: Site) -> list[Facet]:
    """Return how readers choose lines of one award's list: the unit."""
    return [_workplaces(site, lambda recipient: recipient)]


def line_facets(site: Site) -> list[Facet]:
    """Return how readers choose recipients across awards: those of awards, and the unit."""
    facets = [Facet(facet.key, facet.head, _of_award(facet), facet.order) for facet in award_facets(site)]
    return [*facets, _workplaces(site, lambda line: line.recipient)]


def _of_award(facet: Facet) -> Callable[[Any], Choices]:
    return lambda line: facet.choices(line.award)


def _workplaces(site: Site, recipient_of: Callable[[Any], Recipient]) -> Facet:
    return _units(site, "don-vi", label(Recipient, "workplace"), lambda row: [unit] if (unit := recipient_of(row).unit) else [])


def movement_facets(site: Site) -> list[Facet]:
    """Return how readers choose movements: kind, the office's role, year of a role."""
    return [
        _words(site, "loai", label(Movement, "kind"), "movement_kind", lambda movement: [movement.kind]),
        _words(site, "vai-tro", "Vai trò của Cơ quan", "role", lambda movement: [word for role in movement.roles for word in role.role]),
        _years("Năm", lambda movement: [role.year for role in movement.roles], site),
    ]


def event_facets(site: Site) -> list[Facet]:
    """Return how readers choose events: kind, organiser, year."""
    return [
        _words(site, "loai", label(Event, "kind"), "event_kind", lambda event: [event.kind]),
        _units(site, "to-chuc", label(Event, "organiser"), lambda event: event.organiser),
        _years("Năm", lambda event: [event.date.year], site),
    ]


def honour_facets(site: Site) -> list[Facet]:
    """Return how readers choose honours: kind, whom they are given to."""
    return [
        _words(site, "loai", label(Honour, "kind"), "honour_kind", lambda honour: [honour.kind]),
        _words(site, "doi-tuong", label(Honour, "recipients"), "recipient_kind", lambda honour: honour.recipients),
    ]
