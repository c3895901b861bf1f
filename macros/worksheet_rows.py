"""What reaches into XlsxWriter: the rows and texts of a table as the XML that it writes itself, made in one go (tests/test_worksheet_rows.py fails on another version).

XlsxWriter keeps an object a cell and looks at it some ten times before it is written, for ten times the time that its text takes,
and at each text six times: the workbooks of a site, one a table, were a fifth of a build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import isfinite
from typing import Any

from xlsxwriter.packager import Packager  # type: ignore[import-untyped]
from xlsxwriter.sharedstrings import SharedStrings  # type: ignore[import-untyped]
from xlsxwriter.utility import _utf16_len, _utf16_truncate, xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

VERSION = "3.3.1"  # known to work as used here

Value = str | int | float | date | None
# What is written of a value, but for the address of its cell.
_CellOf = Callable[[Value], str]


class TableBook(Workbook):  # type: ignore[misc]
    """A workbook that writes plain texts as they are; all else is XlsxWriter's."""

    def _get_packager(self) -> Packager:
        """Return what puts the workbook together: XlsxWriter lets it be another."""
        return _TablePackager()


class _TablePackager(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        """Write the texts of all cells, where there are any, in the place of XlsxWriter's own."""
        texts = _Texts()
        texts.string_table = self.workbook.str_table
        if texts.string_table.count:
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            texts._assemble_xml_file()


class _Texts(SharedStrings):  # type: ignore[misc]
    def _write_si(self, string: str) -> None:
        """Write a text: most have nothing to escape, and no space at either end that must be kept."""
        if not string.isprintable() or string != string.strip() or "&" in string or "<" in string or ">" in string or "_x" in string:
            super()._write_si(string)
        else:
            self.fh.write(f"<si><t>{string}</t></si>")


class TableSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes its rows whole; all else is XlsxWriter's."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str] = []

    def write_table(self, heads: Sequence[str], rows: Iterable[Sequence[Value]], head_style: Any, style: Any, day_style: Any) -> None:
        """Write a table from the first cell on, its rows as wide as its heads; text stays text, an empty cell is written too."""
        columns = [xl_col_to_name(place) for place in range(len(heads))]
        if not columns:
            return
        self.rows.append(self._row(1, columns, [self._cell_of(head_style, day_style)(head) for head in heads]))
        cell_of = self._cell_of(style, day_style)
        for number, row in enumerate(rows, 2):
            self.rows.append(self._row(number, columns, map(cell_of, row)))
        self._check_dimensions(0, 0)
        self._check_dimensions(len(self.rows) - 1, len(columns) - 1)

    def _row(self, number: int, columns: Sequence[str], cells: Iterable[str]) -> str:
        return f'<row r="{number}" spans="1:{len(columns)}">' + "".join([f'<c r="{column}{number}"{cell}' for column, cell in zip(columns, cells, strict=True)]) + "</row>"

    def _cell_of(self, style: Any, day_style: Any) -> _CellOf:
        """Return what writes a value in a style, but for days, which have their own."""
        index, string_index = style._get_xf_index(), self.str_table._get_shared_string_index
        empty, string, number = f' s="{index}"/>', f' s="{index}" t="s"><v>', f' s="{index}"><v>'

        def cell_of(value: Value) -> str:
            if value is None or value == "":
                return empty
            if isinstance(value, str):
                return f"{string}{string_index(self._fitting(value))}</v></c>"
            if isinstance(value, date):
                return f' s="{day_style._get_xf_index()}"><v>{self._convert_date_time(value):.16G}</v></c>'
            if not isfinite(value):
                raise ValueError(f"no number that a worksheet has: {value}")
            return f"{number}{value:.16G}</v></c>"

        return cell_of

    def _fitting(self, text: str) -> str:
        """Return text as long as a cell can hold."""
        too_long = len(text) > self.xls_strmax // 2 and _utf16_len(text) > self.xls_strmax
        return str(_utf16_truncate(text, self.xls_strmax)) if too_long else text

    def _write_rows(self) -> None:
        """Write the rows, in the place of XlsxWriter's own."""
        self.fh.write("".join(self.rows))
