"""Tasks as readers see them: the table, the progress bar, the printed summary by unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from macros.data import Year
from macros.plans import Declared
from macros.progress import Progress, by_lead, of_year, planned
from macros.records import label
from macros.site import Site
from macros.tasks import OPEN_STATES, Task, timeliness
from macros.vietnamese import SortKeys, day, percent
from macros.views.doubts import doubt_mark
from macros.views.facets import due_order, state_order, task_facets, whole_number
from macros.views.html import EMPTY, Column, badge, gap, join, link, note, paragraph, source_mark, table
from macros.views.links import document_link, document_links, person_link, unit_links, year_link

TIME_LABELS = {"on_time": "Hoàn thành đúng hạn", "done_late": "Hoàn thành quá hạn", "overdue": "Quá hạn", "due_soon": "Sắp đến hạn", "in_time": "Trong hạn"}


def title_cell(site: Site, task: Task) -> Markup:
    """Return the task's title with what a reader must know of it: origin, amendment, where it came from and went."""
    remarks = [
        f"{label(Task, 'origin')}: {site.data.label('origin', task.origin)}" if task.origin != "year_plan" else None,
        f"{label(Task, 'amended')}: {task.amended}" if task.amended else None,
        Markup("{}: {}").format(label(Task, "implements"), document_links(site, task.implements)) if task.implements else None,
        Markup("{} {}").format(label(Task, "carried_from"), _task_link(site, task.carried_from)) if task.carried_from else None,
        Markup(f"{label(Task, 'leader')}: {person_link(site, task.leader)}") if task.leader else None,
        task.note,
    ]
    return Markup(f'<span class="task-title">{escape(task.title)}</span>{source_mark(site, task.source)}{join(note(text) for text in remarks if text)}')


def _task_link(site: Site, task_id: str) -> Markup:
    task = site.data.tasks[task_id]
    year = site.data.year_of(task)
    return link(f"nam/{year}.md", f"nhiệm vụ {task.number or task.id} năm {year}", task.id)


def due_cell(site: Site, task: Task) -> Markup:
    """Return the due date as printed, and the extension with its basis."""
    printed: Markup | str = task.due.text if task.due else gap("Chưa có thời hạn")
    if not task.extended:
        return escape(printed)
    basis = Markup(" ({})").format(document_link(site, task.extended_basis)) if task.extended_basis else EMPTY
    return Markup("{}{}").format(printed, note(Markup("{} {}{}").format(label(Task, "extended"), day(task.extended), basis)))


def state_cell(site: Site, task: Task) -> Markup:
    """Return the state, how it stands to its due date, and the result or reason."""
    time = timeliness(task, site.day_of_task(task))
    badges = [badge(task.state, site.data.label("state", task.state))] if task.state != "done" or time is None else []
    shown = join([*badges, badge(time, TIME_LABELS[time])] if time and time != "in_time" else badges, " ")
    after = [task.result, document_link(site, task.result_document) if task.result_document else None]
    after.append(f"{label(Task, 'result_date')}: {day(task.result_date)}" if task.result_date else None)
    after.append(f"{label(Task, 'reason')}: {task.reason}" if task.reason else None)
    after.append(Markup("{}: {}").format(label(Task, "reassigned_to"), unit_links(site, [task.reassigned_to])) if task.reassigned_to else None)
    after.append(_moved_to(site, task))
    return join([shown, *(note(text) for text in after if text)])


def _moved_to(site: Site, task: Task) -> Markup | None:
    carried = site.data.carried_to.get(task.id) if task.state == "moved" else None
    return Markup("Tiếp tục là {}").format(_task_link(site, carried.id)) if carried else None


def task_columns(site: Site, *, with_year: bool = False) -> list[Column]:
    """Return the columns of every table of tasks, headed as the models say."""
    words = SortKeys()
    columns = [
        Column("TT", lambda task: task.number or "", css="tt", value=lambda task: whole_number(task.number)),
        Column(label(Task, "title"), lambda task: title_cell(site, task), row_head=True, css="wide", sort=lambda task: words.of(task.title), key="nhiem-vu"),
        Column(label(Task, "lead"), lambda task: unit_links(site, task.lead, task.lead_class), key="chu-tri", told_by=lambda task: (task.lead, task.lead_class)),
        Column(label(Task, "partner"), lambda task: unit_links(site, task.partner, task.partner_class), key="phoi-hop", told_by=lambda task: (task.partner, task.partner_class)),
        Column(label(Task, "product"), lambda task: task.product or ""),
        Column(label(Task, "due"), lambda task: due_cell(site, task), css="date", value=_due_day, sort=due_order, key="han"),
        Column("Trạng thái, kết quả", lambda task: state_cell(site, task), css="state", sort=lambda task: state_order(site, task), key="trang-thai"),
        # Real dates for spreadsheets: «Quý II/2024» is none.
        Column("Ngày xét hạn", lambda task: day(task.due_end) if task.due_end else "", css="date", value=lambda task: task.due_end, key="ngay-xet-han", hidden=True),
    ]
    year = Column("Năm", lambda task: year_link(site, site.data.year_of(task), str(site.data.year_of(task))), css="tt", value=site.data.year_of)
    return [year, *columns] if with_year else columns


def _due_day(task: Task) -> date | None:
    """Return a due date that is printed as one day and stands as printed."""
    return task.due.end if task.due and task.due.kind == "day" and not task.extended else None


def task_table(site: Site, tasks: Sequence[Task], caption: str, *, with_year: bool = False, by_area: bool = False, name: str = "nhiem-vu") -> Markup:
    """Return tasks as a table, grouped by area where the plan has areas."""
    areas = {area.id: f"{area.number}. {area.title}" if area.number else area.title for year in site.data.years.values() if year.plan for area in year.plan.areas}
    groups = (lambda task: areas.get(task.area, "Ngoài các lĩnh vực của kế hoạch")) if by_area and any(task.area in areas for task in tasks) else None
    places = {area: place for place, area in enumerate(areas)}
    rows = sorted(tasks, key=lambda task: places.get(task.area or "", len(places))) if groups else tasks
    days = {site.day_of_task(task) for task in rows}
    return table(
        task_columns(site, with_year=with_year), rows, caption, empty="Không có nhiệm vụ phù hợp.", css="tasks", name=name, groups=groups,
        group_head=label(Task, "area"), facets=task_facets(site, with_year=with_year), as_of=days.pop() if len(days) == 1 else None,
    )


def progress_view(site: Site, year: Year) -> Markup:
    """Return how far a year's plan is: one bar, one line a state, the base of the share, the gap where there is one."""
    progress = of_year(year, site.day_of(year))
    if progress is None:
        return paragraph("Chưa có danh mục nhiệm vụ của năm này.", "empty")
    return Markup('<div class="progress"><p class="progress-total"><strong>{}</strong> nhiệm vụ{}</p>{}<ul class="progress-parts">{}</ul>{}{}</div>').format(
        progress.total, declared_mark(site, year, progress), progress_bar(site, progress), _parts(site, progress), _times(site, progress), _remarks(site, year, progress)
    )


def progress_bar(site: Site, progress: Progress) -> Markup:
    """Return the bar of states, as one SVG image with its meaning in words."""
    at, bars = 0.0, []
    for state, count in _ordered(progress):
        width = 100 * count / progress.total
        bars.append(Markup('<rect class="bar bar--{}" x="{:.3f}" y="0" width="{:.3f}" height="8"/>').format(state, at, width))
        at += width
    words = "; ".join(f"{state_label(site, state)} {count}" for state, count in _ordered(progress))
    return Markup('<svg class="progress-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>').format(words, join(bars))


def state_label(site: Site, state: str) -> str:
    """Return the label of a state, the combined one of declared counts included."""
    return "Dừng hoặc chuyển" if state == "stopped_or_moved" else site.data.label("state", state)


def _ordered(progress: Progress) -> list[tuple[str, int]]:
    order = ("done", "submitted", "in_progress", "not_started", "moved", "stopped_or_moved", "stopped", "withdrawn", "reassigned")
    return [(state, progress.states[state]) for state in order if progress.states.get(state)]


def _parts(site: Site, progress: Progress) -> Markup:
    items = []
    for state, count in _ordered(progress):
        share = f" · {progress.done_share}" if state == "done" else ""
        items.append(Markup('<li><span class="dot dot--{}"></span><strong>{}</strong> {}{}</li>').format(state, count, state_label(site, state).lower() if state != "done" else "hoàn thành", share))
    return join(items)


def _times(site: Site, progress: Progress) -> Markup:
    """Return how many are overdue or due soon, said to be of those still open: they are counted among the states already."""
    items = [
        Markup('<li><span class="dot dot--{}"></span><strong>{}</strong> {}</li>').format(time, times, TIME_LABELS[time].lower())
        for time in ("overdue", "due_soon") if (times := progress.times.get(time))
    ]
    states = [state for state in OPEN_STATES if progress.of(state)]
    which = state_label(site, states[0]).lower() if len(states) == 1 else "chưa kết thúc"
    return Markup('<div class="progress-open"><p>Trong {} nhiệm vụ {} có:</p><ul class="progress-parts">{}</ul></div>').format(progress.open, which, join(items)) if items else EMPTY


def declared_mark(site: Site, year: Year, progress: Progress) -> Markup:
    """Return the source of counts that are declared; counted rows carry their own sources."""
    declared = year.plan.declared if year.plan else None
    return source_mark(site, declared.source) + doubt_mark(site, year.plan.id) if progress.declared and declared and year.plan else EMPTY


def _remarks(site: Site, year: Year, progress: Progress) -> Markup:
    remarks = []
    declared = year.plan.declared if year.plan else None
    if progress.declared:
        listed = f"danh mục mới có {planned(year)}." if year.tasks else "chưa có danh mục từng nhiệm vụ."
        remarks.append(f"Nguồn nêu {progress.total} nhiệm vụ; {listed}")
    elif declared and declared.tasks is not None:
        gap_text = "" if planned(year) == declared.tasks else f" Nguồn nêu {declared.tasks}, danh mục có {planned(year)}."
        remarks.append(f"Danh mục: {planned(year)} nhiệm vụ theo kế hoạch, {len(year.tasks) - planned(year)} phát sinh.{gap_text}")
    if declared and declared.stopped_or_moved is not None and progress.declared:
        remarks.append("Nguồn không tách số dừng và số chuyển.")
    if not progress.declared:
        remarks.append(f"Số liệu đến ngày {day(site.day_of(year))}.")
    elif declared:
        remarks.append(f"{label(Declared, 'as_of')} {declared.as_of}." if declared.as_of else "Nguồn không ghi ngày của số liệu.")
    return paragraph(" ".join(remarks), "remark")


def summary_by_unit(site: Site, year: Year) -> Markup:
    """Return the printed form «Biểu tổng hợp kết quả thực hiện nhiệm vụ»: units in the structure's order, then the whole."""
    whole = of_year(year, site.day_of(year))
    if whole is None:
        return paragraph("Chưa có số liệu để lập biểu tổng hợp.", "empty")
    rows: list[tuple[Any, Progress]] = [(str(number), unit, progress) for number, (unit, progress) in enumerate(by_lead(year, site.data, site.day_of(year)), 1)]  # type: ignore[misc]
    caption = f"Biểu tổng hợp kết quả thực hiện nhiệm vụ năm {year.number}"
    below = "Nhiệm vụ có nhiều đơn vị chủ trì được tính ở từng đơn vị."
    if not rows:
        below = "Nguồn chỉ nêu số chung, không nêu theo đơn vị chủ trì."
    elif whole.declared:
        below += f" Số chung theo nguồn; số từng đơn vị tính từ {planned(year)} nhiệm vụ đã có trong danh mục."
    head = Markup(
        '<thead><tr><th scope="col" rowspan="2">STT</th><th scope="col" rowspan="2">Đơn vị chủ trì</th><th scope="col" rowspan="2">Tổng số</th>'
        '<th scope="colgroup" colspan="3">Hoàn thành</th><th scope="colgroup" colspan="3">Đang thực hiện</th>'
        '<th scope="col" rowspan="2">Dừng</th><th scope="col" rowspan="2">Chuyển năm sau</th><th scope="col" rowspan="2">Tỷ lệ (%)</th><th scope="col" rowspan="2">Ghi chú</th></tr>'
        '<tr><th scope="col">Tổng</th><th scope="col">Đúng hạn</th><th scope="col">Quá hạn</th><th scope="col">Tổng</th><th scope="col">Trong hạn</th><th scope="col">Quá hạn</th></tr></thead>'
    )
    body = join(_summary_row(number, unit_links(site, [unit]), progress) for number, unit, progress in rows)  # type: ignore[misc]
    total = _summary_row("", Markup("<strong>Toàn Cơ quan</strong>"), whole)
    day_line = "" if whole.declared else f" Số liệu đến ngày {day(site.day_of(year))}."
    return Markup(
        '<div class="table-wrap" role="region" tabindex="0" aria-label="{}"><table class="record-table summary"><caption>{}</caption>{}<tbody>{}</tbody><tbody class="total">{}</tbody></table></div>'
        '<p class="table-note">{}{}</p>'
    ).format(caption, caption, head, body, total, below, day_line)


def _summary_row(number: str, name: Markup, progress: Progress) -> Markup:
    late_open, times = progress.overdue, progress.times
    unknown = "" if progress.declared else "0"
    open_total = str(progress.open) if not progress.declared or progress.open else ""
    cells = [
        progress.total, progress.done, times.get("on_time", unknown), times.get("done_late", unknown),
        open_total, str(progress.open - late_open) if open_total else "", str(late_open) if open_total else "",
        progress.states.get("stopped", unknown), progress.states.get("moved", unknown),
        percent(progress.done, progress.total).rstrip("%") if progress.total else "",
    ]
    shown = join(Markup('<td class="number">{}</td>').format(cell) for cell in cells)
    return Markup('<tr><td class="number">{}</td><th scope="row">{}</th>{}<td>{}</td></tr>').format(number, name, shown, _summary_remarks(progress))


def _summary_remarks(progress: Progress) -> str:
    remarks = []
    if both := progress.states.get("stopped_or_moved"):
        remarks.append(f"{both} dừng hoặc chuyển (nguồn không tách)")
    undated = progress.done - progress.times.get("on_time", 0) - progress.times.get("done_late", 0)
    if undated and not progress.declared:
        remarks.append(f"{undated} hoàn thành không xét được hạn")
    for state, words in (("submitted", "đã trình, chờ phê duyệt"), ("not_started", "chưa thực hiện"), ("withdrawn", "rút khỏi kế hoạch"), ("reassigned", "chuyển đơn vị khác")):
        if count := progress.states.get(state):
            remarks.append(f"{count} {words}")
    return "; ".join(remarks)
