"""Figures that tests counted, printed as one table when the run ends; they come with the tests' reports, also from other processes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

MARK = "figure: "


def count(record_property: Any, what: str, number: int) -> None:
    """Count something under a name: publishes, readers, requests, faults."""
    record_property(MARK + what, number)


def table(reports: Iterable[Any]) -> list[str]:
    """Return the lines of the table: what was counted, in all and at most in one test."""
    totals: dict[str, list[int]] = {}
    for report in reports:
        for name, number in getattr(report, "user_properties", ()):
            if name.startswith(MARK):
                totals.setdefault(name.removeprefix(MARK), []).append(number)
    if not totals:
        return []
    rows = [("figure", "in all", "tests", "at most in one"), *((name, str(sum(numbers)), str(len(numbers)), str(max(numbers))) for name, numbers in sorted(totals.items()))]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return ["  ".join(cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in enumerate(zip(row, widths, strict=True))) for row in rows]
