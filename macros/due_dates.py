"""Due dates as real plans print them, and as they are understood: a last day, or none for continuing work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationInfo

from macros.field_types import Moment, as_day, day_field, refuse, slashed
from macros.problems import shown
from macros.vietnamese import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BEFORE = r"(?:(?:xong|hoan thanh|hoan tat) )?(?:(?:truoc|cham nhat|den|den het|trong|het)\s+)?(?:ngay\s+)?"
_AHEAD = re.compile(r"(?:(?:xong|hoan thanh|hoan tat) )?truoc ")
_YEAR = r"(?:\s*(?:/|nam|,)?\s*((?:19|20|21)\d\d))?"
_MONTH = r"(1[0-2]|0?[1-9])"
CONTINUOUS = ("thuong xuyen", "lien tuc", "hang nam", "hang quy", "hang thang", "hang tuan", "thuong nien")
_TO = r"(?: ?[-–] ?| den (?:het )?| va | ?, ?)"
_QUARTER = r"(?:quy ?|q[. ]? ?)"
_ONE_MONTH = r"(?:thang ?|t[. ]? ?)"
FORMS = "28/02/2023, 6/2023, Quý II/2023, 6 tháng đầu năm 2023, 2023, 2023 - 2025, Thường xuyên"


@dataclass(frozen=True, slots=True)
class Due:
    """A due date: `text` as printed, `kind` of period, `end` its last day (None: continuous)."""

    text: str
    kind: str  # day, month, quarter, half, year, span, continuous
    end: date | None

    @property
    def quarter(self) -> int | None:
        """Return the quarter of the year its last day falls in."""
        return (self.end.month + 2) // 3 if self.end else None


def understand(text: str, year: int) -> Due | None:
    """Read a printed due date of a plan of `year`; None when it is none of the known forms.

    A day that does not exist raises the error of the day field, which says so.
    """
    if day := as_day(text):  # most due dates are, and need none of the rest
        return Due(text, "day", day)
    folded = re.sub(r"\s+", " ", fold(text)).strip(" .")
    if any(word in folded for word in CONTINUOUS) or "nam tiep theo" in folded:
        return Due(text, "continuous", None)
    for form, kind, end in _FORMS:
        if match := form.fullmatch(folded):
            last = end(match, year)
            return Due(text, kind, _day_before(kind, last) if _AHEAD.match(folded) else last)
    return None


def _day_before(kind: str, last: date) -> date:
    """Return the day before the period that ends on `last`: what is due before a quarter is not due at its end."""
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(kind)
    return last if months is None else date(last.year, last.month - months + 1, 1) - timedelta(days=1)


_Reads = Callable[[re.Match[str], int], date]
_LastDay = Callable[[str, int], date]


def forms_of(year: int) -> str:
    """Return the forms with examples of a year."""
    return FORMS.replace("2025", str(year + 2)).replace("2023", str(year))


def _month_end(year: int, month: int) -> date:
    return Moment(year, month).last_day()


def _whole_day(match: re.Match[str], year: int) -> date:
    return day_field(f"{match[1]}/{match[2]}/{match[3] or year}")


def _end_of_month(month: str, year: int) -> date:
    return _month_end(year, int(month))


def _end_of_quarter(quarter: str, year: int) -> date:
    return _month_end(year, 3 * _ROMAN[quarter])


def _month(match: re.Match[str], year: int) -> date:
    return _end_of_month(match[1], int(match[2] or year))


def _quarter(match: re.Match[str], year: int) -> date:
    return _end_of_quarter(match[1], int(match[2] or year))


def _half(match: re.Match[str], year: int) -> date:
    return _month_end(int(match[2] or year), 6 if match[1] == "dau" else 12)


def _year_end(match: re.Match[str], year: int) -> date:
    return date(int(match[1] or year), 12, 31)


def _last_of(part: _LastDay) -> _Reads:
    """Return how to read «tháng 3 - tháng 6/2025»: the end of the last part, which must not come before the first."""

    def end(match: re.Match[str], year: int) -> date:
        first, first_year, last, last_year = match.groups()
        stop = part(last, int(last_year or year))
        if stop < part(first, int(first_year or last_year or year)):
            raise refuse("due", "khoảng thời gian viết ngược. Viết phần đầu trước, ví dụ tháng 3 - tháng 6.")
        return stop

    return end


def _span_end(match: re.Match[str], year: int) -> date:
    if int(match[2]) < int(match[1]):
        raise refuse("due", f"'{match[1]} - {match[2]}' viết ngược. Viết năm đầu trước, ví dụ 2023 - 2025.")
    return date(int(match[2]), 12, 31)


_FORMS = tuple((re.compile(_BEFORE + form), kind, end) for form, kind, end in (
    (r"(\d{1,2})/(\d{1,2})/(\d{4})", "day", _whole_day),
    (r"((?:19|20|21)\d\d) ?[-–] ?((?:19|20|21)\d\d)", "span", _span_end),
    (r"(?:giai doan|nam) ((?:19|20|21)\d\d) ?[-–] ?((?:19|20|21)\d\d)", "span", _span_end),
    (r"(?:thang )?" + _MONTH + r" ?/ ?((?:19|20|21)\d\d)", "month", _month),
    (r"(?:cuoi )?" + _ONE_MONTH + _MONTH + _YEAR, "month", _month),
    (r"(?:tu )?" + _ONE_MONTH + _MONTH + _YEAR + _TO + "(?:" + _ONE_MONTH + ")?" + _MONTH + _YEAR, "month", _last_of(_end_of_month)),
    (r"(\d{1,2})/(\d{1,2})()", "day", _whole_day),
    (r"(?:cuoi )?" + _QUARTER + r"(iv|i{1,3}|[1-4])" + _YEAR, "quarter", _quarter),
    (r"(?:tu )?" + _QUARTER + r"(iv|i{1,3}|[1-4])" + _YEAR + _TO + "(?:" + _QUARTER + r")?(iv|i{1,3}|[1-4])" + _YEAR, "quarter", _last_of(_end_of_quarter)),
    (r"(?:6|sau) thang (dau|cuoi) nam" + _YEAR, "half", _half),
    (r"(?:nam |ca nam |trong nam |het nam )?((?:19|20|21)\d\d)", "year", _year_end),
    (r"(?:ca nam|trong nam|nam|cuoi nam)()", "year", _year_end),
))


def due_field(value: Any, info: ValidationInfo) -> Due:
    """Read a due date, or say which forms are understood."""
    if isinstance(value, str):
        context: dict[str, Any] = info.context or {}
        if found := understand(value, context["year"]):
            return found
    year = (info.context or {}).get("year") or 2023
    if meant := _meant(value, year) if isinstance(value, str) else "":
        raise refuse("due", f"{shown(value)} không phải là thời hạn. Viết {meant}.")
    raise refuse("due", f"{shown(value)} không phải là thời hạn. Viết một trong các cách: {forms_of(year)}.")


def _meant(text: str, year: int) -> str:
    """Return the due date that a text is but for its signs or its spelling, `30-06-2026`, `Quí II`; else empty."""
    written = slashed(text) or re.sub(r"(?i)\bquí\b", "Quý", text)
    due = understand(written, year) if written != text else None
    if not due:
        return ""
    return written if due.kind != "quarter" or re.search(r"\d{4}", written) else f"{written}/{year}"
