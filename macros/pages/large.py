"""What a page leaves to others where it would be too large to load: rows of earlier years, names by given name.

A page of a few thousand rows is some hundred kilobytes as sent; the record grows for decades, a page must not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from markupsafe import Markup

from macros.vietnamese import slug
from macros.views.html import EMPTY, listing, paragraph

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
