"""What is found while a file is understood: rows, remarks, problems; and the names they are understood by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pydantic_core import PydanticCustomError

from macros.data import Data
from macros.due_dates import forms_of, understand
from macros.problems import hint, shown
from macros.sheets.grids import Sheet
from macros.sheets.heads import Head
from macros.sheets.incoming import IncomingRow, SheetProblem, Where
from macros.sheets.known_names import KnownHonours, KnownPeople
from macros.sheets.known_units import KnownUnits, Parted
from macros.sheets.phrases import one_line, phrase
from macros.sheets.table_rows import Line, is_private
from macros.sheets.tables import Table
from macros.vocabularies import context

Value = str | tuple[str, ...]
Fields = tuple[dict[str, Value], dict[str, Where]]

_STATES = {
    "da hoan thanh": "done", "hoan thanh": "done", "da xong": "done", "da hoan tat": "done",
    "dang thuc hien": "in_progress", "dang trien khai": "in_progress", "chua trien khai": "not_started", "chua thuc hien": "not_started",
    "da trinh": "submitted", "dung": "stopped", "tam dung": "stopped", "chuyen nam sau": "moved", "rut": "withdrawn",
}
_SHOWN_PLACES = 8


class Findings:
    """Collects what a file asks for; a name that is not known is one problem, however many cells have it."""

    def __init__(self, data: Data, year: int | None, unit: str | None = None) -> None:
        self.data, self.year, self.unit = data, year, unit
        self.units, self.people, self.honours = KnownUnits(data, year), KnownPeople(data), KnownHonours(data)
        self.rows: list[IncomingRow] = []
        self.remarks: list[str] = []
        self._problems: dict[str, tuple[list[Where], str]] = {}
        self._heard: dict[str, list[Where]] = {}
        self._parted: dict[tuple[str, str], Parted] = {}
        self.words = context(data.vocabularies)

    # --- what is said ---

    def problem(self, where: Where, message: str, ready: str = "") -> None:
        """Note a problem; the same one of another cell is added to it."""
        places, kept = self._problems.get(message, ([], ready))
        self._problems[message] = ([*places, where] if where not in places else places, kept)

    def heard(self, where: Where, remark: str) -> None:
        """Note what was understood with care in a cell; the same one of another cell is added to it."""
        self._heard.setdefault(remark, []).append(where)

    @property
    def problems(self) -> tuple[SheetProblem, ...]:
        """Return the problems in the file's order, each with its first place and the others named."""
        sheets = list(dict.fromkeys(places[0].sheet for places, _ in self._problems.values()))
        made = [SheetProblem(places[0], f"{message}{_also(places)}", ready) for message, (places, ready) in self._problems.items()]
        return tuple(sorted(made, key=lambda problem: (sheets.index(problem.where.sheet), *_in_sheet(problem.where))))

    @property
    def all_remarks(self) -> tuple[str, ...]:
        """Return the remarks on the file, then those on single cells."""
        heard = (f"{places[0]}: {remark}.{_also(places)}" for remark, places in self._heard.items())
        return tuple(dict.fromkeys((*self.remarks, *heard)))

    # --- values ---

    def parted(self, line: Line, name: str, role: str = "lead") -> Parted:
        """Return the units a cell names; unknown ones, and those of another time, are problems."""
        where = line.where(name)
        text = line.lines(name)
        if (text, role) not in self._parted:  # a column says few things, many times
            self._parted[text, role] = self.units.part(text, role)
        parted = self._parted[text, role]
        for remark in parted.remarks:
            self.heard(where, remark)
        for unknown in parted.unknown:
            self.problem(where, self.units.unknown_sentence(unknown), self.units.ready(unknown, "outside" if name in ("issuer", "launched_by") else "department"))
        for unit in (*parted.units["lead"], *parted.units["partner"]):
            if sentence := self.units.out_of_date(unit):
                self.problem(where, sentence)
            elif remark := self.units.out_of_structure(unit):
                self.heard(where, remark)
        return parted

    def due(self, where: Where, text: str) -> str:
        """Return a due date as a plan prints it; what is none of the known forms is a problem."""
        made = dotted_day(text.strip(" .;"))
        if day := self._serial_day(made):
            self.heard(where, f"hiểu số {made} là ngày {day}")
            return day
        try:
            if not made or understand(made, self.year or 2000):
                return made
            self.problem(where, f"{shown(text)} không phải là thời hạn. Viết một trong các cách: {forms_of(self.year or 2023)}.")
        except PydanticCustomError as error:
            self.problem(where, str(error))
        return made

    def _serial_day(self, text: str) -> str:
        """Return the day that a bare number is in a spreadsheet, where it is of the file's year; empty for another number."""
        if not self.year or not re.fullmatch(r"\d{5}", text):
            return ""
        day = date(1899, 12, 30) + timedelta(int(text))
        return f"{day:%d/%m/%Y}" if day.year == self.year else ""

    def word(self, where: Where, vocabulary: str, text: str) -> str:
        """Return the key of a vocabulary's word, however it is spelled; another word is a problem."""
        if not text:
            return ""
        found = self.state(text) if vocabulary == "state" else self._word(vocabulary, text)
        if found is None:
            labels = [term.label for term in self.data.vocabularies.get(vocabulary, {}).values()]
            self.problem(where, f"{shown(text)} không có trong danh mục.{hint(text, labels)} Viết một trong: {'; '.join(labels)}.")
        return found or ""

    def state(self, text: str) -> str | None:
        """Return the state that a text says, in the record's word or an office's; None where it says more, or none."""
        return self._word("state", text) or _STATES.get(phrase(text))

    def _word(self, vocabulary: str, text: str) -> str | None:
        said = phrase(text)
        return next((key for form, key in self.words[vocabulary].items() if said and phrase(form) == said), None)

    def note(self, line: Line, table: Table) -> str:
        """Return the note of a record: its own, then the cells of columns that are no field, under their heads."""
        parts = [line.text("note")] if "note" in line.cells else []
        if is_private(*parts):
            self.heard(line.where("note"), "ghi chú có số điện thoại, số giấy tờ hoặc thư điện tử nên không đưa vào")
            parts = []
        for head, cells in line.others.items():
            text = "; ".join(dict.fromkeys(one_line(cell.text) for cell in cells if cell.text))
            if text and head not in table.private:
                parts.append(f"{head}: {text}")
        return "; ".join(part.rstrip(".;") for part in parts if part)


def remarks_on(table: Table, sheet: Sheet) -> Iterator[str]:
    """Yield what a reader should know of a table: rows and columns left out or kept as notes, totals that differ."""
    yield from table.remarks
    if table.private:
        yield f"{sheet.before}cột có thông tin cá nhân không đưa vào: {', '.join(f'«{head}»' for head in sorted(table.private))}."
    kept = [head for head in table.head.others.values() if head not in table.private | table.used and any(head in line.others for line in table.records)]
    if kept:
        yield f"{sheet.before}cột không thuộc mục nào, đưa vào ghi chú: {', '.join(f'«{head}»' for head in kept)}."
    if table.stated_total is not None and table.stated_total != len(table.records):
        yield f"{sheet.before}tệp ghi tổng số {table.stated_total}, đọc được {len(table.records)} dòng. Xem lại các dòng không đưa vào."


def only(text: str) -> str:
    """Return what a row without a name has instead, within a sentence; nothing where that is not to be said."""
    return f", chỉ có «{text[:80]}»" if text else ""


def columns_said(head: Head) -> set[str]:
    """Return the fields that a table has a column for."""
    return set(head.fields.values())


def dotted_day(text: str) -> str:
    """Return a date typed with other signs the way dates are written: `30.6.2025`, `30-6-2025`, `6.2025`; others as they are."""
    return re.sub(r"(?<![\d/])(\d{1,2})\s?[-./,]\s?(?:(\d{1,2})\s?[-./]\s?)?((?:19|20)\d\d)(?![\d/])", lambda found: "/".join(part for part in found.groups() if part), text)


def _in_sheet(where: Where) -> tuple[int, int, str]:
    """Return what places of one sheet are sorted by: row, column."""
    column = where.cell.rstrip("0123456789-")
    return int(re.sub(r"\D.*", "", where.cell[len(column) :]) or 0), len(column), column


def _also(places: list[Where]) -> str:
    others = [place.seen_from(places[0].sheet).removeprefix("ô ") for place in places[1:]]
    if not others:
        return ""
    more = f" và {len(others) - _SHOWN_PLACES} chỗ khác" if len(others) > _SHOWN_PLACES else ""
    parting = "; " if any(", " in other for other in others) else ", "
    return f" Cũng ở: {parting.join(others[:_SHOWN_PLACES])}{more}."
