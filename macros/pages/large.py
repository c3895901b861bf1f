"""What a page leaves to others where it would be too large to load: rows of earlier years, names by given name.

A page of a few thousand rows is some hundred kilobytes as sent; the record grows for decades, a page must not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from markupsafe import Markup

from macros.data import Year
from macros.tasks import Task
from macros.vietnamese import slug
from macros.views.html import EMPTY, link, listing, paragraph

# Rows of one table of a page about many years; the latest year is shown whole even so.
MOST_ROWS = 200
# Lines of recipients on one page; above it, a page for each given name.
MOST_RECIPIENTS = 2_000

Item = TypeVar("Item")


def latest_years(rows: Sequence[Item], year_of: Callable[[Item], int], most: int = MOST_ROWS) -> tuple[list[Item], dict[int, int]]:
    """Return the rows of the latest years, as many whole years as fit, in the order given; and how many each earlier year has."""
    counts = Counter(map(year_of, rows))
    kept: set[int] = set()
    for year in sorted(counts, reverse=True):
        if kept and sum(counts[known] for known in (*kept, year)) > most:
            break
        kept.add(year)
    earlier = {year: counts[year] for year in sorted(counts, reverse=True) if year not in kept}
    return [row for row in rows if year_of(row) in kept], earlier


def earlier_years(places: Iterable[tuple[Markup, int]], what: str) -> Markup:
    """Return the links to the rows of earlier years, each at its year's own page, with how many it has."""
    items = [Markup("{}: {} {}").format(place, count, what) for place, count in places]
    return paragraph("Các năm trước, ở trang của từng năm:") + listing(items, "columns") if items else EMPTY


def by_given_name(names: Iterable[Item], name_of: Callable[[Item], str]) -> dict[str, list[Item]]:
    """Return things by the given name they bear, written as an address has it (An, Ân: `an`), in alphabetical order."""
    found: dict[str, list[Item]] = {}
    for item in names:
        found.setdefault(slug(given_name(name_of(item))) or "khac", []).append(item)
    return dict(sorted(found.items()))


def given_name(name: str) -> str:
    """Return the last word of a name."""
    return name.split()[-1]


# Tasks of one year on its page: some 450 kB as sent with everything a page needs. Above it, a page for each area.
MOST_TASKS = 2_500


def parts_of_year(year: Year) -> dict[str, tuple[str, list[Task]]]:
    """Return the parts that a large year's tasks are shown in, by address: areas of the plan, else quarters; none for other years."""
    if len(year.tasks) <= MOST_TASKS:
        return {}
    areas = {area.id: area for area in year.plan.areas} if year.plan else {}
    found: dict[str, tuple[str, list[Task]]] = {}
    for place, area in enumerate(areas.values(), 1):
        found[f"linh-vuc-{place}"] = (f"{area.number}. {area.title}" if area.number else area.title, [task for task in year.tasks if task.area == area.id])
    others = [task for task in year.tasks if task.area not in areas]
    for quarter in (1, 2, 3, 4):
        found[f"quy-{quarter}"] = (f"Hạn trong quý {'I II III IV'.split()[quarter - 1]}", [task for task in others if task.due_end and (task.due_end.month + 2) // 3 == quarter])
    found["thuong-xuyen"] = ("Thường xuyên, không có thời hạn", [task for task in others if not task.due_end])
    return {key: (title, tasks) for key, (title, tasks) in found.items() if tasks}


def part_path(year: Year, key: str) -> str:
    """Return the path of a part's page."""
    return f"nam/{year.number}/{key}.md"


def moved_rows(year: Year, parts: dict[str, tuple[str, list[Task]]]) -> Markup:
    """Return the list of parts, each with its tasks' numbers under the anchors that the rows had: old addresses still lead there.

    Without scripts a reader arrives at the number and follows it; docs/assets/moved-rows.js follows it by itself.
    """
    sections = []
    for key, (title, tasks) in parts.items():
        path = part_path(year, key)
        numbers = Markup(" ").join(
            Markup('<a class="moved-row" id="{}" href="site:{}#{}">{}</a>').format(task.id, path, task.id, task.number or task.id) for task in tasks
        )
        sections.append(Markup('<section class="moved-rows"><p>{} ({} nhiệm vụ)</p><p>{}</p></section>').format(link(path, title), len(tasks), numbers))
    return Markup("").join(sections)
