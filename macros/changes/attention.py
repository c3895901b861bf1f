"""What of a change deserves a second look: what is gone, renamed, closed, counted otherwise, shortened, unusually much, or without its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from macros.awards import Award
from macros.changes.compare import Changes, FieldChange
from macros.changes.entries import Entry
from macros.changes.grouping import by_kind
from macros.changes.sentences import small, title
from macros.data import Data, Year
from macros.documents import Document
from macros.plans import Plan
from macros.progress import planned
from macros.results import Figure
from macros.site import Site
from macros.sources import Source
from macros.views.awards import totals

# More records than one reviewer compares with their sources in one sitting.
MANY = 20


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at twice: what, and the records or values it is about."""

    what: str
    names: tuple[str, ...] = ()


def looks(changes: Changes) -> list[Look]:
    """Return what deserves a second look, gravest first."""
    made = (_removed(changes), _renamed(changes), _closed_years(changes), _totals(changes), _lost_sources(changes), _shortened(changes), _many(changes))
    return [look for part in made for look in part]


def _removed(changes: Changes) -> Iterator[Look]:
    if changes.removed:
        named = tuple(f"{title(changes.before, entry)}, mã {entry.id}" for entry in changes.removed)
        yield Look(f"Bỏ {by_kind(changes.removed)}", named)


def _renamed(changes: Changes) -> Iterator[Look]:
    if changes.renamed:
        named = tuple(f"{title(changes.after, one.after)}: {one.before.id} → {one.after.id}" for one in changes.renamed)
        yield Look(f"Đổi mã {by_kind(one.after for one in changes.renamed)}; liên kết đã lưu đến mã cũ sẽ hỏng", named)


def _closed_years(changes: Changes) -> Iterator[Look]:
    for number, year in sorted(changes.before.data.years.items()):
        if not (year.plan and year.plan.closed):
            continue
        left = [one.after for one in changes.edited if one.before.year == number != one.after.year]
        touched = [*(entry for entry in all_touched(changes) if entry.year == number), *left]
        if number not in changes.after.data.years and changes.after.data.is_whole(f"{number}/"):
            yield Look(f"Năm {number} đã khóa sổ nay không còn")
        elif touched:
            yield Look(f"Năm {number} đã khóa sổ mà có thay đổi ở {by_kind(touched)}", tuple(title(changes.after, entry) for entry in touched))


def all_touched(changes: Changes) -> Iterator[Entry]:
    """Yield every record that came, went or changed, as it is now."""
    yield from changes.added
    yield from changes.removed
    for one in changes.edited:
        yield one.after


def _totals(changes: Changes) -> Iterator[Look]:
    moved = [
        f"{title(changes.after, one.after)}: {small(field.label)}: {_one(field.before)} → {_one(field.after)}"
        for one in changes.edited for field in one.fields if _is_total(one.after, field)
    ]
    moved += [f"{what}: {before} → {after}" for what, before, after in _derived(changes.before.data, changes.after.data) if before != after]
    if moved:
        yield Look("Tổng số thay đổi", tuple(moved))


def _is_total(entry: Entry, field: FieldChange) -> bool:
    record = entry.record
    if isinstance(record, Plan):
        return (field.path.startswith("declared.") and field.path.rpartition(".")[2] not in ("note", "quote", "source", "as_of")) or field.path == "priorities.claimed"
    return field.path == "declared" if isinstance(record, Award) else isinstance(record, Figure) and field.path == "value"


def _one(values: Sequence[str]) -> str:
    return "; ".join(values) or "không ghi"


def _derived(before: Data, after: Data) -> Iterator[tuple[str, str, str]]:
    """Yield the totals that pages count: of years on both sides, where both were read whole."""
    for number in sorted(before.years.keys() & after.years.keys()):
        if before.is_whole(f"{number}/") and after.is_whole(f"{number}/"):
            was, now = before.years[number], after.years[number]
            if was.tasks:
                yield f"Số nhiệm vụ theo kế hoạch trong danh mục năm {number}", str(planned(was)), str(planned(now))
            if was.awards:
                yield f"Khen thưởng theo thành tích năm {number}", _awards(before, was), _awards(after, now)


def _awards(data: Data, year: Year) -> str:
    return totals(Site(data, date(2000, 1, 1)), year.awards) or "không có"


def _lost_sources(changes: Changes) -> Iterator[Look]:
    gone = [title(changes.before, entry) for entry in changes.removed if isinstance(entry.record, Source)]
    lost = [
        f"{title(changes.after, one.after)}: không còn dẫn {'; '.join(field.before)}"
        for one in changes.edited for field in one.fields if field.path.rpartition(".")[2] == "source" and field.before and len(field.after) < len(field.before) and not field.reordered
    ]
    if gone or lost:
        yield Look("Nguồn biến mất", tuple([*gone, *lost]))


def _shortened(changes: Changes) -> Iterator[Look]:
    """Yield the documents whose subject is shorter now: an office's list often shortens what was checked with the source."""
    found = [
        title(changes.after, one.after) for one in changes.edited for field in one.fields
        if isinstance(one.after.record, Document) and field.path == "subject" and len("".join(field.after)) < len("".join(field.before))
    ]
    if found:
        yield Look("Trích yếu ngắn đi", tuple(found))


def _many(changes: Changes) -> Iterator[Look]:
    if changes.count > MANY:
        yield Look(f"{changes.count} bản ghi thay đổi trong một lần, nhiều hơn {MANY}; nên đối chiếu theo từng nguồn")
