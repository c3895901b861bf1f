"""Units: the structures as decided, and a page a unit with its tasks and awards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from markupsafe import Markup

from macros.pages.large import earlier_years, latest_years
from macros.pages.page import Made, as_of_line, page
from macros.pages.parts import leaves
from macros.pages.years import TaskParts, parts_of_year
from macros.site import Site
from macros.tasks import Task
from macros.units import Unit
from macros.views.awards import Line, record_table
from macros.views.documents import document_table
from macros.views.events import event_table
from macros.views.html import heading, link, paragraph, source_mark
from macros.views.links import document_link
from macros.views.tasks import task_table
from macros.views.units import structure_period, structure_view, unit_facts, unit_table


def pages(site: Site) -> dict[str, Made]:
    """Return the register and every unit's page."""
    made: dict[str, Made] = {"don-vi/index.md": partial(register, site)}
    if site.only_year is None:
        parts = {year.number: parts_of_year(site, year) for year in site.years}
        made |= {f"don-vi/{unit.id}.md": partial(unit_page, site, unit, parts) for unit in site.data.units.values()}
    return made


def register(site: Site) -> str:
    """Return the dated structures, latest first, then bodies and outside organisations."""
    blocks: list[str | Markup] = []
    ordered = sorted(site.data.structures, key=lambda structure: structure.since, reverse=True)
    for place, structure in enumerate(ordered):
        later = ordered[place - 1] if place else None
        blocks.append(heading(2, f"Cơ cấu {structure_period(structure, later)}", structure.id))
        blocks.append(paragraph(Markup("Theo {}{}.").format(document_link(site, structure.decision), source_mark(site, structure.source))))
        blocks.append(structure_view(site, structure))
    if ordered:
        blocks.append(paragraph(f"Trước ngày {ordered[-1].since}: chưa có nguồn về cơ cấu đơn vị.", "remark"))
    for kind, term in site.data.vocabularies["unit_kind"].items():
        listed = [unit for unit in site.data.units.values() if unit.kind == kind and kind not in ("department", "public_service")]
        if listed:
            blocks += [heading(2, term.label, kind.replace("_", "-")), unit_table(site, listed, term.label)]
    blocks.append(paragraph(link("lanh-dao.md", "Lãnh đạo và người được nêu tên")))
    return page("Ban, đơn vị", blocks, lead="Cơ cấu theo từng quyết định, đúng thứ tự của quyết định.")


def unit_page(site: Site, unit: Unit, parts: Mapping[int, TaskParts]) -> str:
    """Return one unit: facts, tasks it leads, then those it joins, each by deadline, its awards, documents, events; `parts` are those of each year."""
    blocks: list[str | Markup] = [unit_facts(site, unit)]
    for title, anchor, field in (("Chủ trì", "chu-tri", "lead"), ("Phối hợp", "phoi-hop", "partner")):
        listed = by_deadline(site.data.tasks_of[field].get(unit.id, []))
        if listed:
            shown, earlier = latest_years(listed, site.data.year_of)
            blocks += [heading(2, title, anchor), task_table(site, shown, f"Nhiệm vụ {title.lower()}", with_year=True, name=anchor)]
            wanted = f"?nhiem-vu.{anchor}={unit.id}"  # one unit's tasks, where scripts run
            blocks.append(earlier_years(_earlier_places(site, listed, earlier, wanted, parts), "nhiệm vụ"))
        elif unit.kind in ("department", "public_service"):
            blocks += [heading(2, title, anchor), paragraph(f"Không có nhiệm vụ {title.lower()} trong danh mục.", "empty")]
    awarded = [Line(award, recipient) for award, recipient in site.data.awards_of.get(unit.id, ())]
    if awarded:
        lines_shown, lines_earlier = latest_years(awarded, lambda line: line.award.merit_year)
        blocks += [heading(2, "Khen thưởng", "khen-thuong"), record_table(site, lines_shown, "Khen thưởng của đơn vị và người của đơn vị")]
        blocks.append(earlier_years([(link(f"khen-thuong/{year}.md", f"Năm {year}", "danh-sach"), count) for year, count in lines_earlier.items()], "lượt"))
    documents = [document for document in site.data.documents.values() if unit.id in document.issuer]
    if documents:
        blocks += [heading(2, "Văn bản ban hành", "van-ban"), document_table(site, documents, f"Văn bản của {unit.name}")]
    events = [event for event in site.data.events.values() if unit.id in event.organiser]
    if events:
        blocks += [heading(2, "Sự kiện", "su-kien"), event_table(site, events, "Sự kiện do đơn vị tổ chức")]
    blocks.append(as_of_line(site))
    return page(unit.name, blocks, up=link("don-vi/index.md", "Ban, đơn vị"))


def _earlier_places(site: Site, tasks: list[Task], earlier: dict[int, int], wanted: str, parts: Mapping[int, TaskParts]) -> Iterator[tuple[Markup, int]]:
    """Yield where tasks of earlier years stand, with how many: the page of the year, or those of its parts where it is large."""
    ours_of: dict[int, set[str]] = {number: set() for number in earlier}
    for task in tasks:
        if (year := site.data.year_of(task)) in ours_of:
            ours_of[year].add(task.id)
    for number, count in earlier.items():
        ours = ours_of[number]
        if not parts[number]:
            yield link(f"nam/{number}.md{wanted}", f"Năm {number}", "nhiem-vu"), count
        for part in leaves(parts[number]):
            if inside := sum(task.id in ours for task in part.rows):
                yield link(part.path + wanted, f"Năm {number}, {part.title}", "bang-nhiem-vu"), inside


def by_deadline(tasks: list[Task]) -> list[Task]:
    """Return tasks by due date, those without one last, then by id."""
    return sorted(tasks, key=lambda task: (task.due_end is None, task.due_end.toordinal() if task.due_end else 0, task.id))


