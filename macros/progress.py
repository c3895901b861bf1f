"""How far a year's plan is: counts by state and timeliness, listed or declared, for the whole and by lead unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from macros.data import Data, Year
from macros.tasks import OPEN_STATES, Task, timeliness
from macros.vietnamese import percent


@dataclass(frozen=True)
class Progress:
    """Counts of tasks; `states` by state, `times` by timeliness (on_time, done_late, overdue, due_soon, in_time)."""

    total: int
    states: dict[str, int]
    times: dict[str, int]
    declared: bool = False

    def of(self, *states: str) -> int:
        """Return how many tasks are in any of some states."""
        return sum(self.states.get(state, 0) for state in states)

    @property
    def done(self) -> int:
        """Return how many are done."""
        return self.of("done")

    @property
    def open(self) -> int:
        """Return how many are not finished."""
        return self.of(*OPEN_STATES)

    @property
    def overdue(self) -> int:
        """Return how many open tasks are past their due date."""
        return self.times.get("overdue", 0)

    @property
    def done_share(self) -> str:
        """Return the share done with its base: `90,9% (tính từ 90/99)`."""
        return f"{percent(self.done, self.total)} (tính từ {self.done}/{self.total})" if self.total else ""


def count(tasks: Iterable[Task], as_of: date) -> Progress:
    """Count tasks as they stand on a day."""
    listed = list(tasks)
    times = Counter(time for task in listed if (time := timeliness(task, as_of)))
    return Progress(len(listed), dict(Counter(task.state for task in listed)), dict(times))


def of_year(year: Year, as_of: date) -> Progress | None:
    """Return a year's progress: counted where all its tasks are listed, else as declared; None when nothing is known.

    A list that is shorter than the plan says nothing of the whole, so official counts by state go before it.
    """
    declared = year.plan.declared if year.plan else None
    whole = declared.tasks if declared else None
    if year.tasks and not (declared and declared.parts and whole is not None and planned(year) < whole):
        return count(year.tasks, as_of)
    if declared is None or whole is None:
        return None
    times = {name: value for name in ("on_time", "done_late") if (value := getattr(declared, name)) is not None}
    return Progress(whole, declared.parts, times, declared=True)


def planned(year: Year) -> int:
    """Return how many of a year's listed tasks are the plan's, not added in the year."""
    return sum(task.origin != "unplanned" for task in year.tasks)


def by_lead(year: Year, data: Data, as_of: date) -> list[tuple[str, Progress]]:
    """Return progress by lead unit, units in the order of the structure; a task counts at each of its leads."""
    tasks: dict[str, list[Task]] = {}
    for task in year.tasks:
        for unit in task.lead:
            tasks.setdefault(unit, []).append(task)
    return [(unit, count(tasks[unit], as_of)) for unit in unit_order(data, year.number) if unit in tasks]


def unit_order(data: Data, year: int) -> list[str]:
    """Return every unit: those of the structure in force at the year's end first, in its order, then the file's order."""
    held = [structure for structure in data.structures if structure.since.first_day() <= date(year, 12, 31)]
    latest = max(held, key=lambda structure: structure.since).unit_ids if held else []
    return [*latest, *(unit for unit in data.units if unit not in set(latest))]


def sentence(number: int, progress: Progress | None, label_of: dict[str, str]) -> str:
    """Return the year in one sentence: `Năm 2022: 99 nhiệm vụ; 90 hoàn thành; 9 dừng hoặc chuyển`."""
    if progress is None:
        return f"Năm {number}: chưa có danh mục nhiệm vụ"
    parts = [f"{progress.total} nhiệm vụ"]
    parts += [f"{count} {label_of[state]}" for state in label_of if (count := progress.states.get(state))]
    return f"Năm {number}: " + "; ".join(parts)


# The words of the one-sentence summary, in its order.
SENTENCE_LABELS = {
    "done": "hoàn thành",
    "in_progress": "đang thực hiện",
    "submitted": "đã trình, chờ phê duyệt",
    "not_started": "chưa thực hiện",
    "stopped_or_moved": "dừng hoặc chuyển",
    "stopped": "dừng",
    "moved": "chuyển sang năm sau",
    "withdrawn": "rút khỏi kế hoạch",
    "reassigned": "chuyển đơn vị khác chủ trì",
}
