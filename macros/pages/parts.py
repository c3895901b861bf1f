"""A page that would be too large to load is parted, and its parts again, until each is within the budget; every old address of a row still leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import Markup

from macros.records import Record
from macros.vietnamese import number
from macros.views.html import link

# Bytes as sent (gzip) that the records of a page may take: a first load is to be 600 kB at most, and 95 kB of it are styles,
# scripts and what stands around the content. Both measured, as what follows, on built sites.
ROOM = 600_000 - 100_000

# What a record takes of a page as sent: for itself (10 of it the link to edit its row), for each reference, for a hundred letters of
# its text. Measured on built pages of 500-2,500 tasks and of 5,000 recipients, without notes and with notes of 30, 100 and 300 words:
# a letter took 0.45 bytes in prose, and 0.62 in words drawn at random, which compress worst and set the figure.
_RECORD, _REFERENCE, _LETTERS = 35, 6, 62


def weight(records: Iterable[Record]) -> int:
    """Estimate the bytes that records take of a page as sent, by the texts and the references that they hold."""
    count = references = letters = 0
    for record in records:
        count += 1
        for value in vars(record).values():
            if value.__class__ is tuple:
                references += len(value)
            elif value.__class__ is str and " " in value:  # ids and words of vocabularies hold no space: said again and again, they take next to nothing
                letters += len(value)
    return _RECORD * count + _REFERENCE * references + _LETTERS * letters // 100


Row = TypeVar("Row", bound=Record)


@dataclass(frozen=True)
class Group:
    """What rows are put together by: where it stands among others, its part of an address, its name."""

    place: int
    key: str
    name: str


# A way to part rows: the group of each.
Way = Callable[[Row], Group]


@dataclass(frozen=True)
class Part(Generic[Row]):
    """Rows with a page of their own, or with pages of their parts where they would still be too many for one."""

    address: str
    title: str
    rows: Sequence[Row]
    parts: tuple[Part[Row], ...] = ()

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return f"{self.address}.md"


def parted(rows: Sequence[Row], ways: Sequence[Way[Row]], address: str, beside: Iterable[Record] = (), title: str = "") -> tuple[Part[Row], ...]:
    """Return the parts of the rows of a page, each in parts by the next way where it is still too large; none where the page is within the budget.

    `beside` are records that the page shows besides.
    """
    if not ways or weight(rows) + weight(beside) <= ROOM:
        return ()
    groups: dict[Group, list[Row]] = {}
    for row in rows:
        groups.setdefault(ways[0](row), []).append(row)
    return tuple(_part(inside, ways[1:], f"{address}/{group.key}", ", ".join(filter(None, (title, group.name)))) for group, inside in sorted(groups.items(), key=_place))


def _part(rows: Sequence[Row], ways: Sequence[Way[Row]], address: str, title: str) -> Part[Row]:
    return Part(address, title, rows, parted(rows, ways, address, title=title))


def _place(item: tuple[Group, list[Row]]) -> int:
    return item[0].place


def by_number(number_of: Callable[[Row], int]) -> list[Way[Row]]:
    """Return the ways that part rows by blocks of their numbers, smaller and smaller: rows that come or go leave the others in their blocks."""

    def blocks(size: int) -> Way[Row]:
        def block(row: Row) -> Group:
            place = max(number_of(row) - 1, 0) // size
            first, last = place * size + 1, (place + 1) * size
            return Group(place, f"{first}-{last}", f"số {first}–{last}")

        return block

    return [blocks(size) for size in (500, 100, 20, 5)]


def leaves(parts: Iterable[Part[Row]]) -> Iterator[Part[Row]]:
    """Yield the parts that show their rows."""
    for part in parts:
        yield from leaves(part.parts) if part.parts else (part,)


def every(parts: Iterable[Part[Row]]) -> Iterator[Part[Row]]:
    """Yield the parts that have a page: those that show their rows and those that lead to them."""
    for part in parts:
        yield part
        yield from every(part.parts)


def moved_rows(parts: Iterable[Part[Row]], number_of: Callable[[Row], object], noun: str) -> Markup:
    """Return the list of parts, each with its rows' numbers under the anchors that the rows had: old addresses still lead there.

    Without scripts a reader arrives at the number and follows it; docs/assets/moved-rows.js follows it by itself.
    """
    return Markup("").join(_moved_to(part, number_of, noun) for part in leaves(parts))


def _moved_to(part: Part[Row], number_of: Callable[[Row], object], noun: str) -> Markup:
    anchor = Markup('<a class="moved-row" id="{0}" href="site:{1}#{0}">{2}</a>')
    numbers = Markup(" ").join(anchor.format(row.id, part.path, number_of(row)) for row in part.rows)  # type: ignore[attr-defined]
    return Markup('<section class="moved-rows"><p>{} ({} {})</p><p>{}</p></section>').format(link(part.path, part.title), number(len(part.rows)), noun, numbers)
