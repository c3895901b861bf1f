"""The rows of a table's body, each by itself: is it a record, a group's heading, a total, the beginning of the signatures?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils.cell import get_column_letter

from macros.sheets.grids import Grid, GridCell, Sheet
from macros.sheets.head_words import LISTINGS, PERSONAL
from macros.sheets.heads import Head
from macros.sheets.incoming import Where
from macros.sheets.phrases import one_line, phrase, starts_with_any

ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
_GROUP_NUMBER = re.compile(rf"({ROMAN.pattern}|[A-ZĐ])[.)/]?")
# «I. Công tác tuyên truyền» in one cell; «A Tập thể» needs the sign, or a word that begins with that letter would be cut.
_NUMBERED_TEXT = re.compile(rf"(?P<number>{ROMAN.pattern}|[A-ZĐ])\s*[.)/:-]\s*(?P<text>\S.*)|(?P<roman>[IVX]+)\s+(?P<rest>\S.*)", re.DOTALL)
# Without marks «Cộng» and «Công», «Tổng» of «Tổng kết» are one: alone, or with a number behind, they are totals.
TOTAL = re.compile(r"(tong cong(?! ti\b)|tong so|an dinh danh sach|danh sach (nay |tren )?(gom|co))\b.*|(cong|tong)( \d.*)?")
_PRIVATE = re.compile(r"(?<!\d)(?:\+84|0)[\s.]?\d{2,3}[\s.]?\d{3}[\s.]?\d{3,4}(?!\d)|(?<!\d)(?:\d{12}|\d{9})(?!\d)|[\w.+-]+@[\w-]+\.\w+")
_BIRTH = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19\d\d|200\d)(?!\d)|^(?:19\d\d|200\d)$")
_BELOW = tuple(map(phrase, ("ghi chú", "lưu ý", "nơi nhận", "người lập", "TM", "KT", "TL", "TUQ", "thủ trưởng cơ quan")))


@dataclass(frozen=True)
class Line:
    """One record of the table: its cells by field (several where merged rows belong to one record), other cells by their head."""

    sheet: Sheet
    row: int
    cells: dict[str, list[GridCell]]
    others: dict[str, list[GridCell]]
    places: Mapping[str, str]  # the address of each field's column in its row, also of an empty cell

    def where(self, name: str) -> Where:
        """Return the place of a field's first cell, of the row where there is no such column."""
        cells = self.cells.get(name)
        return Where(self.sheet, cells[0].address if cells else self.places.get(name, str(self.row)))

    def text(self, name: str) -> str:
        """Return a field's text on one line, the parts of several cells parted by semicolons."""
        return "; ".join(dict.fromkeys(one_line(cell.text) for cell in self.cells.get(name, ()) if cell.text))

    def lines(self, name: str) -> str:
        """Return a field's text with its lines apart."""
        return "\n".join(dict.fromkeys(cell.text for cell in self.cells.get(name, ()) if cell.text))


@dataclass(frozen=True)
class Group:
    """A row that is a heading for those below it: its number as printed, its text."""

    where: Where
    number: str
    text: str


class Row:
    """One row of the body, its cells by field."""

    def __init__(self, grid: Grid, head: Head, place: int) -> None:
        self.grid, self.head, self.place = grid, head, place
        self.main_field, self.number_field = LISTINGS[head.kind].main, LISTINGS[head.kind].number
        cells = grid.rows[place]
        self.cells = {name: cells[column] for column, name in head.fields.items() if column < len(cells) and name != PERSONAL and cells[column].text}
        across = {self.main, self.cells[self.number_field].text if self.number_field in self.cells else ""}  # what a merge repeats over the row
        self.others = {text: cells[column] for column, text in head.others.items() if column < len(cells) and cells[column].text not in ("", *across)}
        # The fields filled apart from the number, the name and the area, which a heading may have too.
        self.content = {name for name, cell in self.cells.items() if name not in (self.number_field, self.main_field, "area") and cell.text not in across}
        # What may be said of the row: nothing personal.
        self.all = [cell for column, cell in enumerate(cells) if cell.text and head.fields.get(column) != PERSONAL]
        self.row = grid.first + place
        self.where = Where(grid.sheet, str(self.row))

    @property
    def number(self) -> str:
        """Return the number as printed, without the sign behind it."""
        return one_line(self.cells[self.number_field].text).rstrip(".)") if self.number_field in self.cells else ""

    @property
    def main(self) -> str:
        """Return the text of the column that names the record."""
        return self.cells[self.main_field].text if self.main_field in self.cells else ""

    @property
    def texts(self) -> list[str]:
        """Return the different texts of the row, in order."""
        return list(dict.fromkeys(one_line(cell.text) for cell in self.all))

    @property
    def is_numbered(self) -> bool:
        """Tell whether it has a number of its own: 1, 01, 1.2."""
        return bool(self.main) and bool(re.fullmatch(r"\d+([.,]\d+)*\w?", self.number)) and self.number != self.main

    @property
    def is_total(self) -> bool:
        """Tell whether it adds up those above."""
        return not self.is_numbered and bool(TOTAL.fullmatch(phrase(self.texts[0])))

    @property
    def ends_the_table(self) -> bool:
        """Tell whether it begins the notes, recipients of copies or signatures."""
        return not self.is_numbered and (starts_with_any(phrase(self.texts[0]), _BELOW) or self.texts[0].startswith("*"))

    @property
    def looks_like_record(self) -> bool:
        """Tell whether it is one by its number, or by what it has besides its name."""
        if not self.main or self.is_total or is_numeral(self.number):
            return False
        return self.is_numbered or bool(self.content or self.others)

    @property
    def is_group(self) -> bool:
        """Tell whether it has one text only, perhaps with a numeral before it."""
        area = self.cells["area"].text if "area" in self.cells else ""
        others = [text for text in self.texts if not is_numeral(text.rstrip(".)/")) and text.rstrip(".)") != self.number and text != one_line(area)]
        return len(others) <= 1 and not self.content and not self.others

    def continues(self, line: Line | None) -> bool:
        """Tell whether a merge downwards makes it a part of the record above."""
        cell = self.cells.get(self.main_field)
        above = line.cells.get(self.main_field) if line else None
        return bool(cell and above and cell.merged and self.place and cell.text == above[0].text and line and self.row == line.row + height(line))

    def line(self) -> Line:
        """Return it as a record."""
        places = {name: f"{get_column_letter(column + 1)}{self.row}" for column, name in self.head.fields.items()}
        return Line(self.grid.sheet, self.row, {name: [cell] for name, cell in self.cells.items()}, {head: [cell] for head, cell in self.others.items()}, places)

    def group(self) -> Group:
        """Return it as a heading."""
        number, text = split_number(one_line(self.main) or self.texts[-1])
        if len(self.texts) > 1 and not number and self.texts[0] != text:
            number = self.texts[0].rstrip(".)/")
        return Group(self.where, number, text)


def is_private(*texts: str, of_people: bool = False) -> bool:
    """Tell whether texts hold a telephone, identity or account number or a mail address; in lists of people, a day of birth."""
    return any(_PRIVATE.search(text) or (of_people and _BIRTH.search(text)) for text in texts)


def is_numeral(text: str) -> bool:
    """Tell whether a text is the number of a group: Roman, or one capital letter."""
    return bool(_GROUP_NUMBER.fullmatch(text))


def split_number(text: str) -> tuple[str, str]:
    """Cut the numeral off a group's heading, `("I", "Công tác tuyên truyền")`; an empty one where there is none."""
    match = _NUMBERED_TEXT.fullmatch(text)
    if not match:
        return "", text
    return (match["number"], match["text"]) if match["number"] else (match["roman"], match["rest"])


def height(line: Line) -> int:
    return max((len(cells) for cells in line.cells.values()), default=1)
