"""Tables of a Word file as grids: merged cells repeat their text, the lines above a table go with it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from openpyxl.utils.cell import get_column_letter

from macros.sheets.archives import DAMAGED, NoHandler, opened, read_part
from macros.sheets.grids import MOST_CELLS, MOST_COLUMNS, Grid, GridCell, Unreadable, plain
from macros.sheets.word_numbers import Numbers

LARGEST_TEXT = 32 << 20  # bytes of the document's XML, which is held whole in memory
_TEXT, _TAB, _BREAKS, _DASH = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}, qn("w:noBreakHyphen")
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}
_MOVED_AWAY = qn("w:moveFrom")


def read_tables(path: Path) -> list[Grid]:
    """Return the document's tables that hold any text; what stands above each is its `before`."""
    with opened(path) as archive:
        _check(archive)
    try:
        document = docx.Document(str(path))
        return _tables(document.element.body, Numbers(document))
    except Unreadable:
        raise
    except Exception as error:  # a library meets a damaged file in many ways, each of which means this
        raise Unreadable(DAMAGED) from error


def _tables(body: Any, numbers: Numbers) -> list[Grid]:
    grids: list[Grid] = []
    before: list[str] = []
    for element in _inside(body, {_PARAGRAPH, _TABLE}):
        if element.tag == _PARAGRAPH:
            before += [line for line in plain(_text(element, numbers)).split("\n") if line]
            continue
        rows = _rows(element, numbers)
        if rows:
            grids.append(Grid(f"Bảng {len(grids) + 1}", rows, before=tuple(before), in_word=True))
            before = []
    return grids


def _check(archive: zipfile.ZipFile) -> None:
    """Read every part of XML once, so that nothing reaches the library that could hurt it."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            if part.file_size > LARGEST_TEXT:
                raise Unreadable("Tệp có quá nhiều chữ nên không đọc. Chép riêng bảng cần nhập sang tệp mới, rồi nhập.")
            read_part(archive, part.filename, NoHandler())


def _inside(element: Any, wanted: set[str]) -> Iterator[Any]:
    """Yield the children of some kinds, also those within content controls and tracked insertions."""
    for child in element.iterchildren():
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, wanted)


def _text(element: Any, numbers: Numbers) -> str:
    """Return the words of a paragraph or cell as Word shows them: with their numbers, without tracked deletions."""
    pieces: list[str] = []
    for part in element.iter():
        if part.tag == _TEXT:
            if next(part.iterancestors(_MOVED_AWAY), None) is None:
                pieces.append(part.text or "")
        elif part.tag == _PARAGRAPH:
            pieces += ["\n"] * bool(pieces)
            pieces += [f"{number} "] if (number := numbers.of(part)) else []
        elif part.tag in _BREAKS:
            pieces.append("\n")
        elif part.tag == _TAB:
            pieces.append(" ")
        elif part.tag == _DASH:
            pieces.append("-")
    return "".join(pieces)


def _rows(table: Any, numbers: Numbers) -> tuple[tuple[GridCell, ...], ...]:
    rows: list[tuple[GridCell, ...]] = []
    above: dict[int, str] = {}  # by column: the text of a cell that runs on downwards
    count = 0
    for number, tr in enumerate(_inside(table, {_ROW}), 1):
        row = [GridCell(f"{get_column_letter(place)}{number}", text, text, merged) for place, (text, merged) in enumerate(_cells(tr, above, numbers), 1)]
        while row and not row[-1].text:
            row.pop()
        count += len(row)
        if count > MOST_CELLS:
            raise Unreadable(f"Bảng có hơn {MOST_CELLS} ô có nội dung. Chia thành nhiều tệp, rồi nhập từng tệp.")
        rows.append(tuple(row))
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _cells(tr: Any, above: dict[int, str], numbers: Numbers) -> Iterator[tuple[str, bool]]:
    """Yield a row's text by column of the table's grid, and whether a merge covers it; remembers what runs on below."""
    column = 0
    for _ in range(min(tr.grid_before, MOST_COLUMNS)):
        column += 1
        yield "", False
    for tc in _inside(tr, {_CELL}):
        runs_on = tc.vMerge  # None: no merge; restart: the first; continue: covered
        text = above.get(column, "") if runs_on == "continue" else plain(_text(tc, numbers))
        for place in range(min(tc.grid_span, MOST_COLUMNS)):
            if runs_on:
                above[column] = text
            else:
                above.pop(column, None)
            column += 1
            yield text, bool(text) and (place > 0 or runs_on == "continue")
