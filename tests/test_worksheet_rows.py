"""What reaches into XlsxWriter: the version it is known to work with, and workbooks that come out as XlsxWriter alone makes them."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from macros import spreadsheets, worksheet_rows
from macros.spreadsheets import Sheet, xlsx_bytes
from macros.worksheet_rows import Value


class CellByCell(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A worksheet that is written as XlsxWriter documents it."""

    def write_table(self, heads: Sequence[str], rows: Iterable[Sequence[Value]], head_style: Any, style: Any, day_style: Any) -> None:
        """Write a table a cell at a time; styles get their numbers first, as ours do, though no cell may have them."""
        for one in (head_style, style) if heads else ():
            one._get_xf_index()
        for column, head in enumerate(heads):
            self._write_one(0, column, head, head_style, day_style)
        for place, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._write_one(place, column, value, style, day_style)

    def _write_one(self, place: int, column: int, value: Value, style: Any, day_style: Any) -> None:
        if value is None or value == "":
            self.write_blank(place, column, None, style)
        elif isinstance(value, str):
            self.write_string(place, column, value, style)
        elif isinstance(value, date):
            self.write_datetime(place, column, datetime(value.year, value.month, value.day), day_style)
        else:
            self.write_number(place, column, value, style)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=()), max_size=12) | st.sampled_from([" đầu", "cuối ", "a\nb", "_x000D_", "<r>a</r>", "\x00\x1f", "&<>\"'"])
_VALUES = st.one_of(st.none(), _TEXTS, st.integers(-(10**17), 10**17), st.floats(allow_nan=False, allow_infinity=False), st.dates(date(1900, 1, 1)))


@st.composite
def _sheets(draw: st.DrawFn) -> Sheet:
    width = draw(st.integers(0, 30))
    heads = draw(st.lists(_TEXTS, min_size=width, max_size=width))
    return Sheet(draw(_TEXTS), heads, draw(st.lists(st.lists(_VALUES, min_size=width, max_size=width), max_size=40 if width else 0)))


@given(st.lists(_sheets(), min_size=1, max_size=3))
@example([Sheet("Không cột", [], [])])
@example([Sheet("Không dòng", ["a", "b"], [])])
@example([Sheet("Dài", ["a"], [["ă" * 32_768], ["😀" * 20_000], ["=1"], [date(1900, 2, 28)], [date(1900, 3, 1)], [""]])])
def test_a_workbook_is_what_xlsxwriter_makes_cell_by_cell(sheets: list[Sheet]) -> None:
    ours = xlsx_bytes(sheets, "Thử", ["ghi chú"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreadsheets, "TableSheet", CellByCell)
        patch.setattr(spreadsheets, "TableBook", xlsxwriter.Workbook)
        assert xlsx_bytes(sheets, "Thử", ["ghi chú"]) == ours


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        xlsx_bytes([Sheet("Thử", ["a", "b"], [["1"]])], "Thử")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_of_a_worksheet_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match=f"^no number that a worksheet has: {number}$"):
        xlsx_bytes([Sheet("Thử", ["a"], [[number]])], "Thử")


def test_a_workbook_leaves_nothing_to_the_garbage_collector() -> None:
    sheet = Sheet("Thử", ["a", "b", "c"], [["x", 1, date(2024, 1, 1)]])
    xlsx_bytes([sheet], "Thử")
    gc.collect()
    gc.disable()
    try:
        xlsx_bytes([sheet], "Thử")
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_version_is_the_one_known_to_work() -> None:
    assert version("xlsxwriter") == worksheet_rows.VERSION


def test_text_is_read_by_its_length_in_utf_16() -> None:
    book = xlsxwriter.Workbook(io.BytesIO())
    sheet = book.add_worksheet("a", worksheet_rows.TableSheet)
    assert [len(sheet._fitting("ă" * 40_000)), len(sheet._fitting("😀" * 20_000)), sheet._fitting("ă")] == [32_767, 16_383, "ă"]
