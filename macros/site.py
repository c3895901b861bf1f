"""What every view and page is made from: the record, the day it is judged on, and how the site is being built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from macros.data import Data, Year
from macros.tasks import Task


@dataclass(frozen=True)
class Edition:
    """What a build is called: its release, the commit and the moment in Vietnam, none of them for a preview; and the programs that make it."""

    release: str = ""
    commit: str = ""
    moment: datetime | None = None
    programs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Site:
    """The record as one build shows it.

    `today` is the day due dates are judged on, `demo` marks invented data, `only_year` limits a preview to one year.
    """

    data: Data
    today: date
    demo: bool = False
    only_year: int | None = None
    edition: Edition = Edition()

    def day_of(self, year: Year) -> date:
        """Return the day a year is judged on: its closing day, else the build's."""
        return year.plan.closed.day if year.plan and year.plan.closed else self.today

    def day_of_task(self, task: Task) -> date:
        """Return the day a task is judged on."""
        return self.day_of(self.data.years[self.data.year_of(task)])

    @property
    def years(self) -> list[Year]:
        """Return the years, latest first; only one in a preview of one year."""
        numbers = sorted(self.data.years, reverse=True)
        return [self.data.years[number] for number in numbers if self.only_year in (None, number)]

    def has_page(self, path: str) -> bool:
        """Tell whether a year's page is part of this build."""
        return self.only_year is None or path in (f"nam/{self.only_year}.md", f"khen-thuong/{self.only_year}.md")
