"""LibreOffice reads every table of the demo, CSV and workbook, to exactly the same values."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from macros.spreadsheets import csv_bytes, neutral, xlsx_bytes
from macros.worksheet_rows import Value
from tests.libreoffice import READ_CSV, to_csv
from tests.test_table_files import as_csv, every_sheet

pytestmark = pytest.mark.slow


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def in_libreoffice(value: Value) -> str:
    """Return a value as LibreOffice writes it when cells are written as they are held."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else neutral(value) if isinstance(value, str) else value.isoformat() if isinstance(value, date) else str(value)


def same(read_back: str, value: Value) -> bool:
    """Compare with a day in any of the ways LibreOffice writes one: as shown, as ISO, or as the number of its day."""
    if isinstance(value, date):
        return read_back in (f"{value:%d/%m/%Y}", f"{value:%m/%d/%Y}", value.isoformat(), str((value - date(1899, 12, 30)) // timedelta(days=1)))
    return read_back.replace(",", ".") == in_libreoffice(value) if isinstance(value, float) else read_back == in_libreoffice(value)


def test_libreoffice_reads_every_workbook_and_csv(demo_tables: dict[str, str], tmp_path: Path) -> None:
    listed = every_sheet(demo_tables)
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir(), made.mkdir()
    for place, (_, sheet) in enumerate(listed):
        (given / f"{place:03}.xlsx").write_bytes(xlsx_bytes([sheet], sheet.title))
    to_csv(sorted(given.glob("*.xlsx")), made)
    for place, (name, sheet) in enumerate(listed):
        path = next(path for path in made.glob(f"{place:03}-*.csv") if path.stem != f"{place:03}-Thông tin")
        rows = read(path)
        wanted = [list(sheet.heads), *(list(row) for row in sheet.rows)]
        assert len(rows) == len(wanted), name
        for ours, theirs in zip(wanted, rows, strict=True):
            assert all(same(cell, value) for cell, value in zip(theirs, ours, strict=True)), (name, ours, theirs)


def test_libreoffice_reads_every_csv(demo_tables: dict[str, str], tmp_path: Path) -> None:
    listed = every_sheet(demo_tables)
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir(), made.mkdir()
    for place, (_, sheet) in enumerate(listed):
        (given / f"{place:03}.csv").write_bytes(csv_bytes(sheet))
    to_csv(sorted(given.glob("*.csv")), made, READ_CSV)
    for place, (name, sheet) in enumerate(listed):
        rows = read(next(made.glob(f"{place:03}*.csv")))
        assert rows == [[neutral(head) for head in sheet.heads], *([as_csv(value) for value in row] for row in sheet.rows)], name
