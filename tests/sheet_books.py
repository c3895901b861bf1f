"""Workbooks as an editor handles them: exported by the real command, opened, changed cell by cell, saved, imported."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from macros.__main__ import main
from tests.sites import DEMO, REPOSITORY, SMALL

KEYS_ROW, FIRST_ROW = 1, 3


class Desk:
    """A copy of a data folder, and the workbook of one kind exported from it."""

    def __init__(self, folder: Path, source: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.book_path, self.source, self.capsys = folder / "data", folder / "tep.xlsx", REPOSITORY / source, capsys
        shutil.copytree(self.source, self.data)

    def export(self, *arguments: str) -> openpyxl.Workbook:
        """Export afresh and open the workbook."""
        self.book_path.unlink(missing_ok=True)
        assert main(["export", *arguments, "--data", str(self.data), "-o", str(self.book_path)]) == 0
        self.capsys.readouterr()
        self.book = openpyxl.load_workbook(self.book_path)
        return self.book

    def set(self, sheet: str, identity: str, key: str, value: object) -> str:
        """Change one cell; return its address."""
        page = self.book[sheet]
        cell = page.cell(self.row_of(page, identity), columns(page)[key])
        cell.value = value
        return cell.coordinate

    def add(self, sheet: str, **values: object) -> int:
        """Fill in the first row below the table; return its number."""
        page = self.book[sheet]
        row = next(number for number in range(FIRST_ROW, page.max_row + 2) if not any(cell.value for cell in page[number]))
        for key, value in values.items():
            page.cell(row, columns(page)[key]).value = value
        return row

    @staticmethod
    def row_of(page: Worksheet, identity: str) -> int:
        """Return the row of a record, by its id or by «parent#line»."""
        at = columns(page)
        for number in range(FIRST_ROW, page.max_row + 1):
            found = page.cell(number, at["id"]).value if "id" in at else f"{page.cell(number, 1).value}#{page.cell(number, 2).value}"
            if found == identity:
                return number
        raise AssertionError(f"no row {identity}")

    def imported(self, *arguments: str, path: Path | None = None) -> tuple[int, str, str]:
        """Save and import; return the exit code and what was printed."""
        if path is None:
            self.book.save(self.book_path)
        code = main(["import", str(path or self.book_path), *arguments, "--data", str(self.data)])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def refused(self, *arguments: str) -> list[str]:
        """Import what must be refused; return the lines of the refusal. Nothing may have changed."""
        code, _, errors = self.imported("--write", *arguments)
        assert code == 1
        assert self.changed_lines() == []
        return errors.splitlines()

    def edited_by_another(self, name: str, old: str, new: str) -> Path:
        """Change the data as somebody else would, after the export; return a copy of the folder as it then is."""
        path = self.data / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        after = self.data.parent / "after"
        shutil.copytree(self.data, after)
        return after

    def changed_lines(self, source: Path | None = None) -> list[str]:
        """Return the lines that differ from the source, `-` gone and `+` come, files in order."""
        return list(differences(source or self.source, self.data))


@pytest.fixture
def demo_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The invented year, to export and import."""
    return Desk(tmp_path, DEMO, capsys)


@pytest.fixture
def small_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The small record, to export and import."""
    return Desk(tmp_path, SMALL, capsys)


def columns(page: Worksheet) -> dict[str, int]:
    """Return the column of each key of a sheet."""
    return {str(cell.value): cell.column for cell in page[KEYS_ROW] if cell.value}


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yield the lines by which two folders differ; bytes count, so line breaks do too."""
    names = sorted({path.relative_to(folder).as_posix() for folder in (one, other) for path in folder.rglob("*") if path.is_file()})
    for name in names:
        old, new = (_lines(folder / name) for folder in (one, other))
        for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                yield from (_shown("-", line) for line in old[i:i_end])
                yield from (_shown("+", line) for line in new[j:j_end])


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def _shown(sign: str, line: bytes) -> str:
    return sign + line.removesuffix(b"\n").decode("utf-8", errors="replace")
