"""What a number of a workbook looks like to a person: a date, a percentage, a number with its zeros, by its cell's format."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from macros.sheets.archives import NoHandler
from macros.vietnamese import day

Value = str | int | float | bool | date | None


class Styles(NoHandler):
    """Reads styles.xml: the number format of each cell style, by the style's place."""

    def __init__(self) -> None:
        self.own: dict[int, str] = {}
        self.formats: list[int] = []
        self.in_cell_styles = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a number format, or a cell style's choice of one."""
        if name == "numFmt":
            self.own[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "cellXfs":
            self.in_cell_styles = True
        elif name == "xf" and self.in_cell_styles:
            self.formats.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        """Know where the cell styles end."""
        if name == "cellXfs":
            self.in_cell_styles = False

    def format_of(self, style: str) -> str:
        """Return the format code of a cell's style."""
        place = int(style)
        number = self.formats[place] if place < len(self.formats) else 0
        return self.own.get(number) or BUILTIN_FORMATS.get(number, "General")


def shown_number(raw: str, code: str, is_1904: bool) -> tuple[str, Value]:
    """Return a stored number as its cell shows it, and its value: `45000` as a date is «15/03/2023»."""
    number = float(raw)
    if number != number or abs(number) == float("inf"):
        return raw, raw
    parts = date_parts(code)
    if parts:
        made = _as_date(number, parts, is_1904)
        if made:
            return made
    return _plain(number, code), int(number) if number.is_integer() else number


def date_parts(code: str) -> frozenset[str]:
    """Return which of y, m, d, h a format shows; empty for a format of numbers. Minutes do not count as months."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", code.split(";")[0]).lower()
    if bare in ("general", "@") or re.search(r"[0#?](?!.*[hs])", bare):
        return frozenset()
    found = set("ydhs") & set(bare)
    without_minutes = re.sub(r"h+[^ymd]*m+|m+[^ymd]*s+", "h", bare)
    if "m" in without_minutes:
        found.add("m")
    return frozenset("h" if part == "s" else part for part in found)


def shown_day(value: date, parts: frozenset[str]) -> str:
    """Return a day as far as its format shows it: a cell where «6/2025» was typed holds 01/06/2025 and shows a month."""
    if "d" in parts or "m" not in parts:
        return day(value) if "y" in parts or "d" not in parts else f"{value.day:02}/{value.month:02}"
    return f"{value.month}/{value.year}" if "y" in parts else f"tháng {value.month}"


def _as_date(number: float, parts: frozenset[str], is_1904: bool) -> tuple[str, Value] | None:
    try:
        made = from_excel(number, MAC_EPOCH if is_1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError):
        return None
    if isinstance(made, timedelta) or parts <= {"h"}:
        return (f"{made:%H:%M}", f"{made:%H:%M}") if isinstance(made, datetime | time) else None
    if isinstance(made, datetime) and 1900 <= made.year <= 2199:
        if parts == {"y"}:
            return str(made.year), made.year
        return shown_day(made.date(), parts), made.date()
    return None


def _plain(number: float, code: str) -> str:
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code.split(";")[0])
    if "%" in bare:
        return f"{number * 100:.10g}".replace(".", ",") + "%"
    if number.is_integer() and abs(number) < 1e15:
        whole = re.fullmatch("0+", bare)
        return f"{int(number):0{len(bare)}}" if whole else str(int(number))
    return f"{number:.15g}".replace(".", ",")
