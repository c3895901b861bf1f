"""One way to write a link, a table, a list of facts, a badge, a source mark."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from macros.records import Record, SourceRef
from macros.site import Site
from macros.vietnamese import slug
from macros.views.table_data import TOOLS_FROM, Facet, Typed, facet_table, natural_keys, ranks

# So many columns are read, and printed, across the long side of the paper.
WIDE_FROM = 6

EMPTY = Markup("")


def html(text: Markup | str) -> str:
    """Return a fragment as it stands in HTML: plain text escaped. Cheaper than to ask markupsafe about what is HTML already."""
    return text if text.__class__ is Markup else escape(text)


def join(parts: Iterable[Markup | str], between: str = "") -> Markup:
    """Join fragments, escaping those that are plain text; what stands between is HTML."""
    return Markup(between.join([html(part) for part in parts]))


def link(path: str, text: Markup | str, anchor: str = "", css: str = "") -> Markup:
    """Return a link to a page of the site, named by its Markdown path."""
    target = f"site:{path}#{anchor}" if anchor else f"site:{path}"
    attribute = f' class="{escape(css)}"' if css else ""
    return Markup(f'<a href="{escape(target)}"{attribute}>{html(text)}</a>')


def outside_link(address: str, text: str) -> Markup:
    """Return a link out of the site; the reader's browser tells the other side nothing."""
    return Markup('<a href="{}" rel="noreferrer nofollow" class="outside">{}</a>').format(address, text)


def badge(kind: str, text: str) -> Markup:
    """Return a coloured word; the colour repeats what the word says, never replaces it."""
    return Markup(f'<span class="badge badge--{escape(kind)}">{escape(text)}</span>')


def gap(text: str) -> Markup:
    """Return a sentence that says what the record lacks."""
    return Markup('<span class="gap">{}</span>').format(text)


def note(text: Markup | str) -> Markup:
    """Return a small remark under a value."""
    return Markup(f'<span class="note">{html(text)}</span>')


def paragraph(text: Markup | str, css: str = "") -> Markup:
    """Return a paragraph as an HTML block of its own."""
    attribute = Markup(' class="{}"').format(css) if css else EMPTY
    return Markup("<p{}>{}</p>").format(attribute, text)


def source_text(site: Site, reference: SourceRef) -> str:
    """Return a source as a reader cites it: title, outlet, place."""
    return ", ".join(part for part in [_named(site, reference), reference.at] if part)


def _named(site: Site, reference: SourceRef) -> str:
    source = site.data.sources.get(reference.id)
    return source.cited if source else reference.id


def source_mark(site: Site, references: Sequence[SourceRef]) -> Markup:
    """Return the discreet mark that opens a row's sources; macros/print_notes.py puts them on paper. Nothing where there is no source."""
    if not references:
        return EMPTY
    items = join((link("nguon.md", _named(site, one), one.id) + (Markup(f"<i>, {escape(one.at)}</i>") if one.at else EMPTY) for one in references), "; ")
    return Markup(
        '<span class="src"><button type="button" class="src-mark" aria-label="Nguồn">n</button>'
        f'<span class="src-note">Nguồn: {items}</span></span>'
    )


def quote(text: str | None) -> Markup:
    """Return a quotation of the source, word for word."""
    return Markup("<blockquote><p>{}</p></blockquote>").format(text) if text else EMPTY


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, how it shows a row, what it holds and how it sorts.

    `value` is the cell's number or date, for files and order; `sort` a key of its own where neither that nor the words
    give the order. `key` names the column in addresses. `hidden` columns wait in the reader's choice of columns.
    `told_by` is all that a cell without a value of its own depends on: cells of rows that agree in it are made once.
    """

    head: str
    cell: Callable[[Any], Markup | str]
    number: bool = False
    row_head: bool = False
    css: str = ""
    value: Callable[[Any], Typed] | None = None
    sort: Callable[[Any], Any] | None = None
    key: str = ""
    hidden: bool = False
    told_by: Callable[[Any], Hashable] | None = None


def table(
    columns: Sequence[Column], rows: Sequence[Any], caption: str, *, empty: str, css: str = "", name: str = "bang",
    groups: Callable[[Any], Markup | str] | None = None, group_head: str = "Nhóm", note_below: Markup | str = "",
    facets: Sequence[Facet] = (), as_of: date | None = None, tools: bool = True,
) -> Markup:
    """Return a whole table with caption and scopes, or the sentence that says it is empty.

    `rows` are records (their id becomes the row's anchor) or any objects. `groups` gives the heading above rows that
    share it; rows come already in order. `name` stands in addresses and file names; the build makes it unique in a page.
    """
    if not rows:
        return paragraph(empty, "empty")
    shown = [_Shown(row, cells) for row, *cells in zip(rows, *(_values(column, rows) for column in columns), strict=True)]
    with_tools = tools and len(rows) >= TOOLS_FROM
    more, marks = _tools(columns, shown, facets, as_of) if with_tools else (EMPTY, [""] * len(rows))
    head = join(Markup('<th scope="col"{}{}>{}</th>').format(_class(column), _column_key(column) if with_tools else _hidden(column), column.head) for column in columns)
    body = _body(columns, shown, marks, groups)
    below = Markup('<p class="table-note">{}</p>').format(note_below) if note_below else EMPTY
    grouped = Markup(' data-group-head="{}"').format(group_head) if groups else EMPTY
    wide = " table-wrap--wide" if sum(not column.hidden for column in columns) >= WIDE_FROM else ""
    return Markup(
        '<div class="table-wrap{}" role="region" tabindex="0" aria-label="{}"><table class="record-table {}" id="bang-{}"{}{}>'
        "<caption>{}</caption><thead><tr>{}</tr></thead>{}</table></div>{}{}"
    ).format(wide, caption, css, name, grouped, more, caption, head, body, below, _files(name) if with_tools else EMPTY)


@dataclass(frozen=True)
class _Shown:
    """A row with its cells made: what each shows and the number or date it holds."""

    row: Any
    cells: list[tuple[Markup | str, Typed]]


def _values(column: Column, rows: Sequence[Any]) -> list[tuple[Markup | str, Typed]]:
    """Return a column's cells."""
    if column.value:
        return [(column.cell(row), column.value(row)) for row in rows]
    if column.told_by:
        told = [column.told_by(row) for row in rows]
        made = {one: column.cell(row) for one, row in dict(zip(told, rows, strict=True)).items()}
        return [(made[one], None) for one in told]
    if column.number:
        return [(shown, int(shown) if isinstance(shown, str) and shown.isdecimal() else None) for shown in map(column.cell, rows)]
    return [(column.cell(row), None) for row in rows]


def _tools(columns: Sequence[Column], shown: Sequence[_Shown], facets: Sequence[Facet], as_of: date | None) -> tuple[Markup, list[str]]:
    """Return what the script needs: attributes of the table, and of each row its ranks, a column each, and its facets."""
    by_column = [ranks(_keys(column, at, shown)) for at, column in enumerate(columns)]
    heads, places = facet_table(facets, [one.row for one in shown])
    day = Markup(' data-as-of="{}"').format(as_of.isoformat()) if as_of else EMPTY
    marks = [f' data-k="{",".join(row)}" data-f="{place}"' for row, place in zip(zip(*by_column, strict=True), places, strict=True)]
    return Markup(' data-facets="{}"{}').format(heads, day), marks


def _keys(column: Column, at: int, shown: Sequence[_Shown]) -> list[Any]:
    """Return what a column is sorted by; cells of a long table say the same few words again and again."""
    if column.sort:
        return [column.sort(one.row) for one in shown]
    cells = [(type(one.cells[at][0]), *one.cells[at]) for one in shown]  # the same letters are not the same words when they are HTML
    different = list(dict.fromkeys(cells))
    keys = dict(zip(different, natural_keys(cell[1:] for cell in different), strict=True))
    return [keys[cell] for cell in cells]


def _files(name: str) -> Markup:
    """Return the links to the whole table as files; the build makes the files and puts in their addresses."""
    return Markup('<p class="table-files">Tải cả bảng: <a href="table:{0}.xlsx">Excel</a>, <a href="table:{0}.csv">CSV</a></p>').format(name)


def _body(columns: Sequence[Column], shown: Sequence[_Shown], marks: Sequence[str], groups: Callable[[Any], Markup | str] | None) -> Markup:
    parts = ["<tbody>"]
    last: Markup | str | None = None
    span = sum(not column.hidden for column in columns)
    frames = [_frame(column) for column in columns]
    for one, mark in zip(shown, marks, strict=True):
        if groups and (group := groups(one.row)) != last:
            opening = "</tbody><tbody>" if last is not None else ""
            parts.append(f'{opening}<tr class="group-row"><th scope="colgroup" colspan="{span}">{escape(group)}</th></tr>')
            last = group
        parts.append(_row(frames, one, mark))
    parts.append("</tbody>")
    return Markup("".join(parts))


# What stands in a cell's tag before and after the value it holds, and what closes it: the same for every row.
_Frame = tuple[str, str, str]


def _frame(column: Column) -> _Frame:
    if column.row_head:
        return f'<th scope="row"{_class(column)}', ">", "</th>"
    return f"<td{_class(column)}", f' data-label="{escape(column.head)}"{_hidden(column)}>', "</td>"


def _row(frames: Sequence[_Frame], one: _Shown, mark: str) -> str:
    anchor = f' id="{escape(one.row.id)}"' if isinstance(one.row, Record) and hasattr(one.row, "id") else ""
    cells = [f"{before}{_held(typed)}{after}{html(shown)}{end}" for (before, after, end), (shown, typed) in zip(frames, one.cells, strict=True)]
    return f"<tr{anchor}{mark}>{''.join(cells)}</tr>"


def _held(typed: Typed) -> str:
    """Return the number or date a cell holds, as an attribute."""
    return "" if typed is None else f' data-{"d" if isinstance(typed, date) else "n"}="{typed}"'


def _column_key(column: Column) -> Markup:
    return Markup(' data-key="{}"{}').format(column.key or slug(column.head), _hidden(column))


def _hidden(column: Column) -> Markup:
    return Markup(" hidden") if column.hidden else EMPTY


def _class(column: Column) -> Markup:
    names = " ".join(name for name in ("number" if column.number else "", column.css) if name)
    return Markup(' class="{}"').format(names) if names else EMPTY


def facts(pairs: Iterable[tuple[str, Markup | str | None]]) -> Markup:
    """Return a list of labelled facts; a pair without a value is left out."""
    rows = (Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value) for name, value in pairs if value)
    return Markup('<dl class="facts">{}</dl>').format(join(rows))


def listing(items: Iterable[Markup | str], css: str = "", *, ordered: bool = False) -> Markup:
    """Return a list of fragments; nothing when there are none."""
    made = [Markup("<li>{}</li>").format(item) for item in items]
    name = "ol" if ordered else "ul"
    return Markup('<{} class="{}">{}</{}>').format(name, css or "plain", join(made), name) if made else EMPTY


def records_list(items: Iterable[tuple[str, Markup | str]], css: str = "") -> Markup:
    """Return a list whose items carry their record's anchor: pairs of id and content."""
    made = [Markup('<li id="{}">{}</li>').format(anchor, content) for anchor, content in items]
    return Markup('<ol class="{}">{}</ol>').format(css or "records", join(made)) if made else EMPTY


def heading(level: int, text: str, anchor: str) -> str:
    """Return a Markdown heading with a fixed anchor; every character of the text is shown as typed."""
    return f"{'#' * level} {markdown_text(text)} {{#{anchor}}}"


def markdown_text(text: str) -> str:
    """Return text that Markdown and HTML show exactly as typed: every special character as an entity."""
    return "".join(char if char.isalnum() or char in " ,.-/()«»–…:;%" or ord(char) > 0x2000 else f"&#{ord(char)};" for char in str(escape(text).unescape()))


def as_typed(text: Markup | str) -> str:
    """Return HTML in which braces of the record's text are entities: what is left of `{{` on a page is a macro that did not run."""
    return str(text).replace("{{", "&#123;&#123;").replace("{%", "&#123;%")
