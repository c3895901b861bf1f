"""Tables as files: CSV that a Vietnamese Excel opens by double click, XLSX with real types, both the same values.

Every byte is a function of the arguments: no clock, no locale, no name of a user or a machine.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from macros.vietnamese import nfc
from macros.worksheet_rows import TableBook, TableSheet, Value

# What Excel and LibreOffice would run as a formula when the file is opened (OWASP: CSV injection).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# A fixed day for what must have one; the first day a zip archive can name.
_MADE = datetime(1980, 1, 1)
_WIDEST, _NARROWEST = 60, 6
_PAPER_A4 = 9


@dataclass(frozen=True)
class Sheet:
    """One table: its title, the heads of its columns, its rows, and lines that say what it is."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()


def neutral(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_DANGEROUS) else text


def csv_bytes(sheet: Sheet) -> bytes:
    """Return UTF-8 with BOM, semicolons, CRLF, days as 2023-01-31, decimals with a comma; notes below an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(head) for head in sheet.heads])
    writer.writerows([_csv_text(value) for value in row] for row in sheet.rows)
    if sheet.notes:
        out.write("\r\n")
        writer.writerows([neutral(note)] for note in sheet.notes)
    return out.getvalue().encode("utf-8-sig")


def _csv_text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    return neutral(value) if isinstance(value, str) else "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def xlsx_bytes(sheets: Sequence[Sheet], title: str, notes: Iterable[str] = ()) -> bytes:
    """Return a workbook: a sheet a table, ready to filter and to print on A4, and a last one that says what it is."""
    out = io.BytesIO()
    # Text stays text: «=1» is no formula, an address no link, "007" no number.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "default_date_format": "dd/mm/yyyy"}
    book = TableBook(out, options)
    book.set_properties({"title": title, "created": _MADE})
    names: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, _sheet_name(sheet.title, names))
    _write_notes(book, [title, *notes], _sheet_name("Thông tin", names))
    book.close()
    # Sheets hold the book, and it them: megabytes that would wait for the garbage collector.
    book.worksheets().clear()
    book.sheetnames.clear()
    return out.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name Excel accepts: at most 31 characters, none of []:*?/\\, no two alike."""
    base = re.sub(r"[\[\]:*?/\\]", " ", nfc(title)).strip(" '")[:31].strip(" '") or "Bảng"
    name, place = base, 2
    while name.lower() in taken:
        name, place = f"{base[:27]} ({place})", place + 1
    taken.add(name.lower())
    return name


def _write_sheet(book: Any, sheet: Sheet, name: str) -> None:
    page = book.add_worksheet(name, TableSheet)
    head_style = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F6F4F1"})
    text_style = book.add_format({"text_wrap": True, "valign": "top"})
    day_style = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    rows = ([neutral(value) if isinstance(value, str) else value for value in row] for row in sheet.rows)
    page.write_table([neutral(head) for head in sheet.heads], rows, head_style, text_style, day_style)
    _set_up(page, sheet)


def _set_up(page: Any, sheet: Sheet) -> None:
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), max(len(sheet.heads) - 1, 0))
    page.set_paper(_PAPER_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(0.5, 0.5, 0.7, 0.7)
    page.set_header("&L" + sheet.title.replace("&", "&&")[:200])
    page.set_footer("&R&P/&N")


def _widths(sheet: Sheet) -> list[int]:
    """Return a width for each column from its longest line, within what a screen can show."""
    columns = zip(sheet.heads, *sheet.rows, strict=True)
    return [min(_WIDEST, max(_NARROWEST, *map(_width, column))) for column in columns]


def _width(value: Value) -> int:
    if isinstance(value, str):
        return len(value) + 1
    return 11 if isinstance(value, date) else len(str(value)) + 1 if value is not None else 0


def _write_notes(book: Any, lines: Sequence[str], name: str) -> None:
    page = book.add_worksheet(name)
    page.set_column(0, 0, 100)
    style = book.add_format({"text_wrap": True})
    for place, line in enumerate(lines):
        page.write_string(place, 0, neutral(line), style)
