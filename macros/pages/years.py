"""A page a year, read as one story, and the register of years."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from macros.data import Year
from macros.documents import Document
from macros.events import Event
from macros.pages.page import Made, as_of_line, page
from macros.pages.parts import Group, Part, Way, by_number, every, moved_rows, parted
from macros.progress import SENTENCE_LABELS, of_year, sentence
from macros.records import with_inner
from macros.site import Site
from macros.tasks import Task
from macros.vietnamese import day, number
from macros.views.awards import granted, in_order, summary_table, totals
from macros.views.documents import document_table
from macros.views.events import events_view
from macros.views.facets import whole_number
from macros.views.html import EMPTY, Column, heading, join, link, paragraph, table
from macros.views.plans import areas, basis, closing, focal_points, priorities
from macros.views.results import figure_table, statements, weaknesses
from macros.views.tasks import progress_view, summary_by_unit, task_table

# The parts of a year's tasks; none where they stand on the year's own page.
TaskParts = tuple[Part[Task], ...]


def pages(site: Site) -> dict[str, Made]:
    """Return the pages of the years and their register."""
    made: dict[str, Made] = {"nam/index.md": partial(register, site)}
    for year in site.years:
        parts = parts_of_year(site, year)
        made[f"nam/{year.number}.md"] = partial(year_page, site, year, parts)
        made |= {part.path: partial(part_page, site, year, part) for part in every(parts)}
    return made


def parts_of_year(site: Site, year: Year) -> TaskParts:
    """Return the parts of a year's tasks: by area where the plan has areas, then by quarter, then by number; none where one page holds them all."""
    areas = {area.id: Group(place, area.id, f"{area.number}. {area.title}" if area.number else area.title) for place, area in enumerate(year.plan.areas if year.plan else ())}
    others = Group(len(areas), "ngoai-linh-vuc", "Ngoài các lĩnh vực của kế hoạch")
    numbers = {task.id: whole_number(task.number) or place for place, task in enumerate(year.tasks, 1)}
    by_area: list[Way[Task]] = [lambda task: areas.get(task.area or "", others)] if areas else []
    blocks: list[Way[Task]] = by_number(lambda task: numbers[task.id])
    story = [inner for record in (year.plan, year.results) if record for inner in with_inner(record)]
    beside = [*story, *year.awards, *events_of(site, year), *documents_of(site, year)]
    return parted(year.tasks, [*by_area, _quarter, *blocks], f"nam/{year.number}", beside)


def _quarter(task: Task) -> Group:
    """Return the quarter by the end of which a task is due."""
    if task.due_end is None:
        return Group(5, "khong-thoi-han", "thường xuyên hoặc không có thời hạn")
    quarter = (task.due_end.month + 2) // 3
    return Group(quarter, f"quy-{quarter}", f"hạn trong quý {'I II III IV'.split()[quarter - 1]}")


def part_page(site: Site, year: Year, part: Part[Task]) -> str:
    """Return a part of a large year's tasks, or the way to its parts."""
    shown = _moved_tasks(part.parts) if part.parts else task_table(site, part.rows, f"Nhiệm vụ cụ thể năm {year.number}: {part.title}")
    up = link(f"nam/{year.number}.md", f"Năm {year.number}", "nhiem-vu")
    return page(f"Năm {year.number}: {part.title}", [shown, as_of_line(site)], hide_toc=True, up=up)


def _moved_tasks(parts: TaskParts) -> Markup:
    """Return the parts of tasks, and under each task's old address the way to its row."""
    count = sum(len(part.rows) for part in parts)
    return paragraph(f"{number(count)} nhiệm vụ, chia thành nhiều trang. Bấm số thứ tự để đến nhiệm vụ.") + moved_rows(parts, lambda task: task.number or task.id, "nhiệm vụ")


def year_sentence(site: Site, year: Year) -> str:
    """Return a year in one sentence."""
    return sentence(year.number, of_year(year, site.day_of(year)), SENTENCE_LABELS)


def register(site: Site) -> str:
    """Return the list of years, latest first."""
    columns = [
        Column("Năm", lambda year: link(f"nam/{year.number}.md", str(year.number)), row_head=True, css="tt", value=lambda year: year.number),
        Column("Nhiệm vụ", lambda year: year_sentence(site, year).partition(": ")[2], css="wide"),
        Column("Khen thưởng", lambda year: totals(site, year.awards)),
        Column("Sự kiện", lambda year: str(len(events_of(site, year)) or ""), number=True),
    ]
    shown = table(columns, site.years, "Các năm trong hồ sơ", empty="Chưa có năm nào.", css="years", name="nam")
    return page("Kế hoạch, kết quả", [shown, as_of_line(site)], lead="Mỗi năm một trang: kế hoạch, kết quả, khen thưởng, hội nghị.", hide_toc=True)


def events_of(site: Site, year: Year) -> list[Event]:
    """Return the events that a year's page shows: its own, and those of other years about it."""
    return [event for event in site.data.events.values() if year.number in event.years()]


def documents_of(site: Site, year: Year) -> list[Document]:
    """Return the documents that a year's page shows: those issued in the year, and those of its work."""
    return [document for document in site.data.documents.values() if year.number in (document.year, document.issued.year if document.issued else None)]


def year_page(site: Site, year: Year, parts: TaskParts) -> str:
    """Return one year as a story: basis, focal points, results, weaknesses, the year after, awards, conferences."""
    blocks: list[str | Markup] = [_neighbours(site, year), progress_view(site, year) if of_year(year, site.day_of(year)) else EMPTY, closing(site, year)]
    blocks += [heading(2, "Căn cứ và kế hoạch", "ke-hoach"), basis(site, year.plan)]
    blocks += [heading(3, "Trọng tâm công tác", "trong-tam"), focal_points(site, year)]
    blocks += [heading(3, "Nhiệm vụ trọng tâm", "nhiem-vu-trong-tam"), priorities(site, year)]
    blocks += [heading(3, "Lĩnh vực công tác", "linh-vuc"), areas(site, year)]
    blocks += _results(site, year, parts)
    blocks += _weaknesses(site, year)
    blocks += _next_year(site, year)
    blocks += _awards(site, year)
    blocks += _events(site, year)
    blocks += _documents(site, year)
    blocks.append(as_of_line(site, f"Quá hạn, sắp đến hạn xét đến ngày {day(site.day_of(year))}; hiệu lực" if site.day_of(year) != site.today else "Quá hạn, sắp đến hạn và hiệu lực"))
    return page(f"Năm {year.number}", blocks, lead=year_sentence(site, year) + ".", description=year_sentence(site, year))


def _neighbours(site: Site, year: Year) -> Markup:
    chips = join(
        Markup('<a href="site:nam/{0}.md"{1}>{0}</a>').format(other.number, Markup(' aria-current="page"') if other is year else EMPTY) for other in site.years
    )
    numbers = sorted(other.number for other in site.years)
    place = numbers.index(year.number)
    before = link(f"nam/{numbers[place - 1]}.md", f"← Năm {numbers[place - 1]}", css="before") if place else EMPTY
    after = link(f"nam/{numbers[place + 1]}.md", f"Năm {numbers[place + 1]} →", css="after") if place + 1 < len(numbers) else EMPTY
    return Markup('<nav class="year-strip" aria-label="Các năm">{}<span class="chips">{}</span>{}</nav>').format(before, chips, after)


def _results(site: Site, year: Year, parts: TaskParts) -> list[str | Markup]:
    results = year.results
    blocks: list[str | Markup] = [heading(2, "Kết quả", "ket-qua")]
    if results.achievements:
        blocks += [heading(3, "Kết quả nổi bật", "noi-bat"), statements(site, results.achievements)]
    if results.figures:
        blocks += [heading(3, "Số liệu", "so-lieu"), figure_table(site, results.figures, f"Số liệu năm {year.number}")]
    blocks += [heading(3, "Nhiệm vụ cụ thể", "nhiem-vu"), _tasks(site, year, parts)]
    blocks += [heading(3, "Biểu tổng hợp kết quả thực hiện nhiệm vụ", "bieu-tong-hop"), summary_by_unit(site, year)]
    return blocks


def _tasks(site: Site, year: Year, parts: TaskParts) -> Markup:
    if parts:
        return _moved_tasks(parts)
    if year.tasks:
        return task_table(site, year.tasks, f"Nhiệm vụ cụ thể năm {year.number}", by_area=True)
    declared = year.plan.declared if year.plan else None
    text = f"Nguồn nêu {declared.tasks} nhiệm vụ; chưa có danh mục." if declared and declared.tasks is not None else "Chưa có danh mục nhiệm vụ của năm này."
    return paragraph(text, "empty")


def _weaknesses(site: Site, year: Year) -> list[str | Markup]:
    shown = weaknesses(site, year.results)
    return [heading(2, "Tồn tại, hạn chế; nguyên nhân; kiến nghị", "ton-tai"), shown] if shown else []


def _next_year(site: Site, year: Year) -> list[str | Markup]:
    after = site.data.years.get(year.number + 1)
    if after is None or after.plan is None or after.plan.priorities is None:
        return []
    more = paragraph(link(f"nam/{after.number}.md", f"Nguyên văn ở trang năm {after.number}", "nhiem-vu-trong-tam"))
    return [heading(2, f"Phương hướng năm {after.number}", "phuong-huong"), priorities(site, after, brief=True), more]


def _awards(site: Site, year: Year) -> list[str | Markup]:
    awards = in_order(site.data, granted(year.awards))
    blocks: list[str | Markup] = [heading(2, "Thi đua - Khen thưởng", "khen-thuong")]
    if not awards:
        return [*blocks, paragraph(f"Chưa có khen thưởng của năm {year.number}.", "empty")]
    more = paragraph(link(f"khen-thuong/{year.number}.md", f"Danh sách khen thưởng năm {year.number}"))
    return [*blocks, summary_table(site, awards, f"Khen thưởng theo thành tích năm {year.number}"), more]


def _events(site: Site, year: Year) -> list[str | Markup]:
    events = events_of(site, year)
    blocks: list[str | Markup] = []
    if events:
        blocks += [heading(2, "Hội nghị, sự kiện", "hoi-nghi"), events_view(site, events)]
    if year.results.directions:
        blocks += [heading(3, "Định hướng, yêu cầu nêu tại Hội nghị", "dinh-huong"), statements(site, year.results.directions)]
    return blocks


def _documents(site: Site, year: Year) -> list[str | Markup]:
    listed = documents_of(site, year)
    return [heading(2, f"Văn bản năm {year.number}", "van-ban"), document_table(site, listed, f"Văn bản ban hành hoặc thuộc năm công tác {year.number}")] if listed else []


