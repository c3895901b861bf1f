"""A table of a page as files: read off the page's own HTML, by the rules by which docs/assets/table-files.js reads rows.

    sheets(html)                       # {name: Sheet} of every table that has an id «bang-…»
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from lxml import etree

from macros.long_tables import tables_in
from macros.spreadsheets import Sheet, csv_bytes, xlsx_bytes
from macros.stored import Store
from macros.vietnamese import day
from macros.worksheet_rows import Value

ID_HEAD, SOURCE_HEAD = "Mã", "Nguồn"
Element = etree._Element
# Elements that begin a line of their own on the page: in a file they are parted by semicolons.
_LINES = {"li", "br", "p", "ul"}
# After these a line needs no semicolon.
_ENDED = (".", "!", "?", "…", ":")


def sheets(page: str) -> dict[str, Sheet]:
    """Return every table of a page, or part of one, by its name."""
    return {name.removeprefix("bang-"): sheet(table) for table in _tables(page) if (name := table.get("id") or "").startswith("bang-")}


def _tables(page: str) -> Iterator[Element]:
    """Yield every table; plain elements without a register of their ids: those of lxml.html take a Python call each."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
    yield from etree.fromstring(f"<html><body>{page}</body></html>".encode(), parser).iter("table")


def sheet(table: Element) -> Sheet:
    """Return a table as heads and typed rows, with the group, the id and the sources of each row as columns."""
    caption = text_of(table.find("caption"))
    heads = [text_of(cell) for cell in table.iterfind("thead//th")]
    rows = list(_rows(table))
    group_head = table.get("data-group-head")
    before = [group_head] if group_head else []
    has_ids, has_sources = any(anchor for _, _, anchor, _ in rows), any(source for _, _, _, source in rows)
    made: list[Sequence[Value]] = [
        [*([group] if group_head else []), *cells, *([anchor] if has_ids else []), *([source] if has_sources else [])] for group, cells, anchor, source in rows
    ]
    return Sheet(caption, [*before, *heads, *([ID_HEAD] if has_ids else []), *([SOURCE_HEAD] if has_sources else [])], made)


def _rows(table: Element) -> Iterator[tuple[str, list[Value], str, str]]:
    group = ""
    for row in table.iterfind("tbody/tr"):
        if "group-row" in _classes(row):
            group = text_of(row)
        else:
            yield group, [value_of(cell) for cell in row], row.get("id", ""), sources_of(row)


def value_of(cell: Element) -> Value:
    """Return what a cell holds: its date or number, else its words."""
    if day := cell.get("data-d"):
        return date.fromisoformat(day)
    if number := cell.get("data-n"):
        return float(number) if "." in number else int(number)
    return text_of(cell)


def text_of(element: Element | None) -> str:
    """Return an element's words: lines parted by semicolons, source marks left out."""
    if element is None:
        return ""
    if not len(element):  # most cells hold text and nothing else
        return " ".join((element.text or "").split())
    pieces: list[str] = []
    _add_pieces(element, pieces)
    words = [line for line in (" ".join(text.split()) for text in "".join(pieces).split("\n")) if line]
    return "".join([line + ("" if place == len(words) else " " if line.endswith(_ENDED) else "; ") for place, line in enumerate(words, 1)])


def _add_pieces(element: Element, pieces: list[str]) -> None:
    """Add an element's text, with a line break around whatever stands on lines of its own."""
    pieces.append((element.text or "").replace("\n", " "))
    for child in element:
        if isinstance(child.tag, str):
            classes = _classes(child)
            if "src" not in classes:
                apart = "\n" if child.tag in _LINES or "note" in classes else ""
                pieces.append(apart)
                _add_pieces(child, pieces)
                pieces.append(apart)
        pieces.append((child.tail or "").replace("\n", " "))


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def sources_of(row: Element) -> str:
    """Return the sources that a row's marks open, each once."""
    notes = (note for note in row.iter("span") if "src-note" in _classes(note))
    texts = (" ".join("".join(note.itertext()).split()) for note in notes)
    return "; ".join(dict.fromkeys(text.removeprefix("Nguồn: ") for text in texts))


def unique_names(page: str) -> str:
    """Number the tables of one name within a page: two calls of one macro would share an id."""
    begins = [table.start() for table in _NAMED_TABLE.finditer(page)]
    seen: Counter[str] = Counter()
    return page[: begins[0] if begins else None] + "".join(_numbered(page[start:end], seen) for start, end in zip_longest(begins, begins[1:]))


def _numbered(part: str, seen: Counter[str]) -> str:
    name = part.partition(' id="bang-')[2].partition('"')[0]
    seen[name] += 1
    if seen[name] == 1:
        return part
    return part.replace(f' id="bang-{name}"', f' id="bang-{name}-{seen[name]}"', 1).replace(f'"table:{name}.', f'"table:{name}-{seen[name]}.')


@dataclass(frozen=True)
class Origin:
    """Where a table stands and what a reader of its file must know: lines for the files, the day unless the table has its own."""

    folder: str
    address: str
    today: date
    remarks: tuple[str, ...] = ()


def attach(page: str, origin: Origin, store: Store) -> str:
    """Return a page whose tables link to their files, which `store` takes; a page without such links as it is."""
    page = unique_names(page)
    if not _FILE_LINK.search(page):
        return page
    linked = set(_FILE_LINK.findall(page))
    for name, start, end in tables_in(page):
        if name in linked:
            store.make(files_of_table, page[start:end], name, origin)
    return re.sub(r'"table:([^"]+)"', rf'"site:{origin.folder}/\1"', page)


# Begins with letters to look for, so that the rest of a page is passed over quickly.
_NAMED_TABLE = re.compile(r'<table class="[^"]*" id="bang-')
_FILE_LINK = re.compile(r'"table:([^"]+)\.xlsx"')


def files_of_table(table: str, name: str, origin: Origin) -> dict[str, bytes]:
    """Return the files of one table, given as HTML, by path."""
    made = _with_notes(next(_tables(table)), origin)
    folder = origin.folder
    return {f"{folder}/{name}.xlsx": xlsx_bytes([made], made.title, made.notes[1:]), f"{folder}/{name}.csv": csv_bytes(made)}


def _with_notes(table: Element, origin: Origin) -> Sheet:
    made = sheet(table)
    judged = date.fromisoformat(table.get("data-as-of") or origin.today.isoformat())
    notes = [made.title, f"Bộ lọc: không; {len(made.rows)} dòng", f"Số liệu xét đến ngày {day(judged)}", f"Địa chỉ: {origin.address}", *origin.remarks]
    return replace(made, notes=notes)
