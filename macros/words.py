"""Every macro of the site: `{{ tasks(year=2023, state="Đang thực hiện") }}` and its fourteen sisters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from macros.calls import DERIVED_STATES, Macro
from macros.data import Year
from macros.documents import Document, group_of
from macros.progress import of_year
from macros.records import SourceRef, label
from macros.results import Results
from macros.site import Site
from macros.tasks import Task, timeliness
from macros.vietnamese import sort_key
from macros.views.awards import Line, granted, in_order, lines, missing_lists, record_table, summary_table
from macros.views.documents import document_inline, document_table
from macros.views.events import event_table
from macros.views.html import Column, link, paragraph, source_text, table
from macros.views.links import source_link, year_link
from macros.views.movements import movement_table
from macros.views.people import people_table
from macros.views.plans import priorities as priorities_view
from macros.views.results import figure_inline, figure_table, statements
from macros.views.tasks import progress_view, task_table
from macros.views.units import unit_table

Arguments = dict[str, Any]


def _years(site: Site, given: Arguments) -> list[Year]:
    wanted = given.get("year")
    return [site.data.years[wanted]] if wanted else [site.data.years[number] for number in sorted(site.data.years, reverse=True)]


def _caption(what: str, given: Arguments) -> str:
    return f"{what} năm {given['year']}" if "year" in given else what


def _latest(site: Site, given: Arguments, has: Any) -> Year | None:
    """Return the year asked for, else the latest that has what is to be shown."""
    return next((year for year in _years(site, given) if has(year)), None)


def _named_year(site: Site, year: Year, given: Arguments) -> Markup:
    """Say which year is shown when the page did not ask for one."""
    return Markup("") if "year" in given else paragraph(year_link(site, year.number))


def priorities(site: Site, given: Arguments) -> Markup:
    """Render the report's priorities of a year."""
    year = _latest(site, given, lambda year: year.plan and year.plan.priorities)
    return _named_year(site, year, given) + priorities_view(site, year, brief=given.get("brief", False)) if year else paragraph("Chưa có nhiệm vụ trọng tâm của năm này.", "empty")


def filtered_tasks(site: Site, given: Arguments) -> list[Task]:
    """Return the tasks that fit every argument, in the order of their files."""
    return [task for year in _years(site, given) for task in year.tasks if _fits(site, task, given)]


def _fits(site: Site, task: Task, given: Arguments) -> bool:
    checks: dict[str, Callable[[Any], bool]] = {
        "unit": lambda wanted: wanted in task.lead or wanted in task.partner,
        "lead": lambda wanted: wanted in task.lead,
        "partner": lambda wanted: wanted in task.partner,
        "leader": lambda wanted: wanted == task.leader,
        "area": lambda wanted: task.area in wanted,
        "focal_point": lambda wanted: bool({*wanted} & {*task.focal_points}),
        "origin": lambda wanted: wanted == task.origin,
        "document": lambda wanted: wanted in task.implements,
        "quarter": lambda wanted: bool(task.due) and task.due is not None and task.due.quarter == wanted,
        "state": lambda wanted: wanted == (timeliness(task, site.day_of_task(task)) if wanted in DERIVED_STATES else task.state),
    }
    return all(checks[name](wanted) for name, wanted in given.items() if name in checks)


def tasks(site: Site, given: Arguments) -> Markup:
    """Render the tasks that fit."""
    return task_table(site, filtered_tasks(site, given), _caption("Nhiệm vụ cụ thể", given), with_year="year" not in given)


def progress(site: Site, given: Arguments) -> Markup:
    """Render how far a year's plan is."""
    year = _latest(site, given, lambda year: of_year(year, site.day_of(year)))
    return _named_year(site, year, given) + progress_view(site, year) if year else paragraph("Chưa có danh mục nhiệm vụ của năm này.", "empty")


def results(site: Site, given: Arguments) -> Markup:
    """Render figures and sentences of a year's reports, all or one part."""
    year = site.data.years[given["year"]]
    parts = Markup("")
    for field in [given["part"]] if "part" in given else Results.model_fields:
        listed = getattr(year.results, field)
        if listed and field == "figures":
            parts += figure_table(site, listed, f"{label(Results, field)} năm {year.number}")
        elif listed:
            parts += Markup("<h4>{}</h4>{}").format(label(Results, field), statements(site, listed))
    return parts or paragraph("Chưa có kết quả phù hợp.", "empty")


def figure(site: Site, given: Arguments) -> Markup:
    """Render one figure within a sentence."""
    return figure_inline(site, site.data.figures[given["id"]])


def filtered_documents(site: Site, given: Arguments) -> list[Document]:
    """Return the documents that fit every argument."""
    def fits(document: Document) -> bool:
        year = given.get("year")
        return (
            year in (None, document.year, document.issued.year if document.issued else None)
            and given.get("kind") in (None, document.kind)
            and given.get("group") in (None, group_of(document, site.data))
            and ("issuer" not in given or given["issuer"] in document.issuer)
        )
    return [document for document in site.data.documents.values() if fits(document)]


def documents(site: Site, given: Arguments) -> Markup:
    """Render the documents that fit."""
    return document_table(site, filtered_documents(site, given), _caption("Văn bản", given))


def doc(site: Site, given: Arguments) -> Markup:
    """Render one document's citation within a sentence."""
    return document_inline(site, site.data.documents[given["id"]])


def movements(site: Site, given: Arguments) -> Markup:
    """Render the movements that fit."""
    listed = [
        movement for movement in site.data.movements.values()
        if given.get("kind") in (None, movement.kind)
        and (not {"year", "role"} & set(given) or any(
            given.get("year") in (None, role.year) and (given.get("role") is None or given["role"] in role.role) for role in movement.roles
        ))
    ]
    return movement_table(site, listed, _caption("Phong trào, cuộc vận động, chương trình", given))


def _awards(site: Site, given: Arguments) -> list[Any]:
    listed = [award for year in _years(site, given) for award in year.awards]
    fields = ("honour", "to", "movement", "kind")
    return in_order(site.data, [award for award in granted(listed) if all(given.get(field) in (None, getattr(award, field)) for field in fields)])


def awards(site: Site, given: Arguments) -> Markup:
    """Render the awards that stand and fit."""
    return summary_table(site, _awards(site, given), _caption("Khen thưởng theo thành tích", given))


def recipients(site: Site, given: Arguments) -> Markup:
    """Render the recipients' records that fit; where the lists are unknown, say how many the source counts."""
    chosen = _awards(site, {name: value for name, value in given.items() if name in ("year", "honour", "to", "movement", "kind")})
    listed = [line for line in lines(chosen) if _is_wanted(line, given)]
    one_recipient = bool({"unit", "name"} & set(given))
    missing = Markup("") if one_recipient else missing_lists(site, chosen)
    if not listed:
        return missing or paragraph("Không có người, tập thể phù hợp." if one_recipient else "Chưa có khen thưởng.", "empty")
    return record_table(site, listed, _caption("Người, tập thể được khen thưởng", given)) + missing


def _is_wanted(line: Line, given: Arguments) -> bool:
    return given.get("unit") in (None, line.recipient.unit) and ("name" not in given or sort_key(given["name"]) == sort_key(line.recipient.name))


def units(site: Site, given: Arguments) -> Markup:
    """Render the units that fit."""
    structure = next((structure for structure in site.data.structures if structure.id == given.get("structure")), None)
    chosen: Iterable[str] = structure.unit_ids if structure else site.data.units
    listed = [site.data.units[unit] for unit in chosen if given.get("kind") in (None, site.data.units[unit].kind)]
    return unit_table(site, listed, "Đơn vị")


def people(site: Site, given: Arguments) -> Markup:
    """Render the people that fit."""
    listed = [person for person in site.data.people.values() if "unit" not in given or any(post.unit == given["unit"] for post in person.posts)]
    return people_table(site, listed, "Người được nêu tên")


def events(site: Site, given: Arguments) -> Markup:
    """Render the events that fit; an event stands under its own year and those it is about."""
    listed = [
        event for event in site.data.events.values()
        if ("year" not in given or given["year"] in event.years()) and given.get("kind") in (None, event.kind)
    ]
    return event_table(site, listed, _caption("Sự kiện", given))


def years(site: Site, given: Arguments) -> Markup:
    """Render the list of years."""
    from macros.pages.years import year_sentence

    columns = [
        Column("Năm", lambda year: link(f"nam/{year.number}.md", str(year.number)), row_head=True),
        Column("Nhiệm vụ", lambda year: year_sentence(site, year).partition(": ")[2], css="wide"),
    ]
    return table(columns, _years(site, {}), "Các năm trong hồ sơ", empty="Chưa có năm nào.", css="years")


def source(site: Site, given: Arguments) -> Markup:
    """Render one source within a sentence."""
    text = source_text(site, SourceRef(given["id"], given.get("part", "")))
    return Markup("{} ({})").format(link("nguon.md", text, given["id"]), source_link(site, given["id"])) if site.data.sources[given["id"]].address else link("nguon.md", text, given["id"])


_TASK_ARGUMENTS = {
    "year": "year", "unit": "units", "lead": "units", "partner": "units", "leader": "people", "state": "state", "area": "areas",
    "focal_point": "focal_points", "origin": "origin", "document": "documents", "quarter": "quarter",
}
_AWARD_ARGUMENTS = {"year": "year", "honour": "honours", "to": "recipient_kind", "movement": "movements", "kind": "commendation_kind"}

MACROS: dict[str, Macro] = {
    "priorities": Macro("Nhiệm vụ trọng tâm của một năm, theo báo cáo", {"year": "year", "brief": "yes"}, priorities, "{{ priorities(year=2023) }}"),
    "tasks": Macro("Bảng nhiệm vụ cụ thể, lọc được", _TASK_ARGUMENTS, tasks, '{{ tasks(year=2023, state="Đang thực hiện") }}'),
    "progress": Macro("Tiến độ thực hiện kế hoạch của một năm", {"year": "year"}, progress, "{{ progress(year=2022) }}"),
    "results": Macro("Kết quả của một năm: số liệu, kết quả nổi bật, tồn tại", {"year": "year", "part": "part"}, results, "{{ results(year=2022) }}", "year", ("year",)),
    "figure": Macro("Một số liệu trong câu, kèm nguồn", {"id": "figures"}, figure, '{{ figure("sl-2022-hoi-nghi-truc-tuyen") }}', "id", ("id",)),
    "documents": Macro("Bảng văn bản, lọc được", {"year": "year", "kind": "document_kind", "group": "document_group", "issuer": "units"}, documents, '{{ documents(group="Đảng") }}'),
    "doc": Macro("Trích dẫn một văn bản trong câu, kèm nguồn", {"id": "documents"}, doc, '{{ doc("18-CT/TW") }}', "id", ("id",)),
    "movements": Macro("Bảng phong trào, cuộc vận động, chương trình", {"year": "year", "kind": "movement_kind", "role": "role"}, movements, "{{ movements(year=2023) }}"),
    "awards": Macro("Bảng tổng hợp khen thưởng", _AWARD_ARGUMENTS, awards, "{{ awards(year=2022) }}"),
    "recipients": Macro("Người, tập thể được khen thưởng", {**_AWARD_ARGUMENTS, "unit": "units", "name": "text"}, recipients, "{{ recipients(year=2022) }}"),
    "units": Macro("Bảng đơn vị", {"kind": "unit_kind", "structure": "structures"}, units, '{{ units(kind="Đơn vị sự nghiệp") }}'),
    "people": Macro("Bảng người và chức vụ", {"unit": "units"}, people, "{{ people() }}"),
    "events": Macro("Bảng sự kiện", {"year": "year", "kind": "event_kind"}, events, "{{ events(year=2023) }}"),
    "years": Macro("Danh sách các năm", {}, years, "{{ years() }}"),
    "source": Macro("Một nguồn trong câu", {"id": "sources", "part": "text"}, source, '{{ source("bai-hoi-nghi-2023") }}', "id", ("id",)),
}
