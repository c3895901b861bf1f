"""Files as offices have them, written by the tests themselves: workbooks, text tables, Word tables."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlsxwriter
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from openpyxl.worksheet.worksheet import Worksheet

Rows = Iterable[Sequence[Any]]


def workbook(path: Path, sheets: Mapping[str, Rows], finish: Callable[[openpyxl.Workbook], None] | None = None) -> Path:
    """Write a workbook of rows by sheet; `finish` merges, hides and formats."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if finish:
        finish(book)
    book.save(path)
    return path


def one_sheet(path: Path, name: str, rows: Rows, merges: Iterable[str] = ()) -> Path:
    """Write a workbook of one sheet with its merges."""
    def finish(book: openpyxl.Workbook) -> None:
        for merge in merges:
            book[name].merge_cells(merge)

    return workbook(path, {name: rows}, finish)


def plan_sheet(folder: Path, rows: Rows, merges: Iterable[str] = ()) -> Path:
    """Write an annex of a plan that is one sheet, «KH»."""
    return one_sheet(folder / "a.xlsx", "KH", rows, merges)


def word_file(path: Path, *parts: str | Rows, merges: Iterable[tuple[int, tuple[int, int], tuple[int, int]]] = ()) -> Path:
    """Write a document of paragraphs and tables; a merge names the table and its first and last cell, from 0."""
    document: Document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        rows = [list(row) for row in part]
        table = document.add_table(len(rows), max(map(len, rows)))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = str(text)
    for table_number, (top, left), (bottom, right) in merges:
        table = document.tables[table_number]
        covered = [table.cell(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        for cell in covered[1:]:
            cell.text = ""
        text = covered[0].text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text
    document.save(str(path))
    return path


def numbered_by_word(document: Document, forms: Mapping[int, str], paragraphs: Iterable[tuple[Paragraph, int]]) -> None:
    """Let Word number paragraphs, each by a list of its own form («upperRoman»): the numbers stand nowhere in the text."""
    root = document.part.numbering_part.element
    for number, form in forms.items():
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>'
        root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{level}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    for paragraph, number in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = number
        properties.get_or_add_ilvl().val = 0


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None], more: Mapping[str, bytes] | None = None) -> Path:
    """Copy an Office file with its parts changed; None leaves a part out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return target


def windows_1258(text: str) -> bytes:
    """Return Vietnamese as old Windows programs write it: the letter, then its tone as a sign of its own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    made = b""
    for char in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        made += (letter + "".join(mark for mark in apart if mark in tones)).encode("cp1258")
    return made


def with_shared_strings(path: Path) -> Path:
    """Write the texts apart from the cells, as Excel does: one of them twice, one in pieces of two looks."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["TT", "Việc", "TT"])
        sheet.write_rich_string(1, 1, book.add_format({"bold": True}), "Đại hội", "  lần thứ X ")
    return path
