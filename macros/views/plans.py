"""The plan's basis, focal points, areas and the report's priorities."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from macros.data import Year
from macros.plans import Area, FocalPoint, Plan, Priorities, Priority
from macros.records import label
from macros.site import Site
from macros.vietnamese import day
from macros.views.doubts import doubt_mark
from macros.views.html import EMPTY, facts, gap, join, listing, paragraph, quote, records_list, source_mark
from macros.views.links import document_link, document_links, record_link, unit_link


def basis(site: Site, plan: Plan | None) -> Markup:
    """Return what a year's plan rests on."""
    if plan is None:
        return paragraph("Chưa có kế hoạch của năm này.", "empty")
    shown = facts(
        [
            (label(Plan, "document"), Markup("{}{}").format(document_link(site, plan.document) if plan.document else plan.title, source_mark(site, plan.source))),
            (label(Plan, "owner"), unit_link(site, plan.owner) if plan.owner else None),
            (label(Plan, "basis"), document_links(site, plan.basis) if plan.basis else gap("Nguồn không nêu căn cứ." if plan.source else "Chưa ghi căn cứ.")),
            (label(Plan, "note"), plan.note),
            (label(Plan, "declared"), _declared(site, plan)),
        ]
    )
    process = Markup("<h3>{}</h3>{}").format(label(Plan, "process"), listing(plan.process)) if plan.process else EMPTY
    return Markup('<div id="{}">{}{}</div>').format(plan.id, shown, process)


def _declared(site: Site, plan: Plan) -> Markup | None:
    declared = plan.declared
    if declared is None or not (declared.note or declared.quote):
        return None
    return Markup("{}{}{}").format(declared.note or "", source_mark(site, declared.source), quote(declared.quote))


def counted(title: str, listed: int, declared: int | None, *, has_source: bool) -> str:
    """Return a count with its gap: `5 trọng tâm công tác; nguồn không nêu tên từng trọng tâm.`; without a source none can be silent."""
    if declared is None:
        return f"{listed} {title}." if listed else f"{'Nguồn không nêu' if has_source else 'Chưa ghi'} {title}."
    if listed == declared:
        return f"{listed} {title}."
    if listed:
        return f"Nguồn nêu {declared} {title}; danh sách có {listed}."
    return f"Nguồn nêu {declared} {title}; chưa có tên từng mục."


def _has_source(plan: Plan | None) -> bool:
    return bool(plan and plan.source)


def focal_points(site: Site, year: Year) -> Markup:
    """Return the plan's focal points, or how many the source says there were."""
    plan = year.plan
    points = plan.focal_points if plan else ()
    declared = plan.declared if plan else None
    line = counted("trọng tâm công tác", len(points), declared.focal_points if declared else None, has_source=_has_source(plan))
    mark = source_mark(site, declared.source) if declared and declared.focal_points is not None else EMPTY
    return paragraph(Markup("{}{}").format(line, mark), "empty" if not points else "") + _numbered((point, source_mark(site, point.source)) for point in points)


def _numbered(parts: Iterable[tuple[FocalPoint | Area, Markup]]) -> Markup:
    """Return parts of a plan under their printed numbers; counted where none is printed."""
    listed = list(parts)
    items = [(part.id, Markup("{}{}{}").format(f"{part.number}. " if part.number else "", part.title, after)) for part, after in listed]
    return records_list(items, "records records--printed" if any(part.number for part, _ in listed) else "")


def areas(site: Site, year: Year) -> Markup:
    """Return the plan's areas with the number of tasks in each."""
    plan = year.plan
    listed = plan.areas if plan else ()
    declared = plan.declared if plan else None
    line = counted("lĩnh vực công tác", len(listed), declared.areas if declared else None, has_source=_has_source(plan))
    mark = source_mark(site, declared.source) if declared and declared.areas is not None else EMPTY
    items = [
        (area, Markup('{} <span class="count">{} nhiệm vụ</span>').format(source_mark(site, area.source), sum(task.area == area.id for task in year.tasks)))
        for area in listed
    ]
    return paragraph(Markup("{}{}").format(line, mark), "empty" if not listed else "") + _numbered(items)


def priorities(site: Site, year: Year, *, brief: bool = False) -> Markup:
    """Return the report's priorities: claimed and found, each with the source's own words unless `brief`."""
    block = year.plan.priorities if year.plan else None
    if block is None:
        return paragraph("Chưa có nhiệm vụ trọng tâm của năm này.", "empty")
    items = [
        (f"{priority.id}", Markup("<strong>{}</strong>{}{}{}").format(
            priority.title, source_mark(site, priority.source), doubt_mark(site, priority.id), EMPTY if brief else quote(priority.quote) + _mentioned(site, priority)
        ))
        for priority in block.items
    ]
    shown = listing((content for _, content in items), "records", ordered=True) if brief else records_list(items)
    claimed = _claimed(site, block, year.plan.id if year.plan else "")
    context = paragraph(block.context) if block.context and not brief else EMPTY
    return Markup("{}{}{}{}").format(claimed, context, shown, EMPTY if brief or not block.note else paragraph(block.note, "remark"))


def _claimed(site: Site, block: Priorities, plan_id: str) -> Markup:
    found = len(block.items)
    if block.claimed is None:
        text = f"{found} nhiệm vụ trọng tâm."
    elif block.claimed == found:
        text = f"{block.claimed} nhiệm vụ trọng tâm."
    else:
        text = f"Nguồn nêu {block.claimed} nhiệm vụ trọng tâm; trong bài tìm thấy {found} đoạn."
    origin = Markup(" Theo {}.").format(document_link(site, block.document)) if block.document else EMPTY
    return paragraph(Markup("{}{}{}{}").format(text, source_mark(site, block.source), doubt_mark(site, plan_id), origin))


def _mentioned(site: Site, priority: Priority) -> Markup:
    named = [document_link(site, document) for document in priority.documents] + [record_link(site, about) for about in priority.about]
    return paragraph(Markup("Được nhắc đến: {}").format(join(named, "; ")), "remark") if named else EMPTY


def closing(site: Site, year: Year) -> Markup:
    """Return the closing of a year and its corrections; nothing while it is open."""
    closed = year.plan.closed if year.plan else None
    if closed is None:
        return EMPTY
    corrections = listing(Markup("{}: {}").format(day(correction.day), correction.note) for correction in closed.corrections)
    return paragraph(f"Năm đã khóa sổ ngày {day(closed.day)}.", "remark") + (join([Markup("<h3>Đính chính</h3>"), corrections]) if corrections else EMPTY)


