"""Results of a year: figures, achievements, shortcomings, directions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from macros.records import label
from macros.results import Figure, Results, Statement
from macros.site import Site
from macros.vietnamese import number
from macros.views.doubts import doubt_mark
from macros.views.html import EMPTY, Column, join, note, quote, records_list, source_mark, table
from macros.views.links import document_links, record_link


def value_text(figure: Figure) -> str:
    """Return a figure as a reader says it: `gần 24.762 tỷ đồng`."""
    return " ".join(part for part in (figure.approximate, number(figure.value), figure.unit) if part)


def figure_inline(site: Site, figure: Figure) -> Markup:
    """Return one figure within a sentence, with its source."""
    return Markup('<span class="figure">{}{}</span>').format(value_text(figure), source_mark(site, figure.source))


def figure_table(site: Site, figures: Sequence[Figure], caption: str) -> Markup:
    """Return figures as a table."""
    columns = [
        Column(label(Figure, "title"), lambda figure: _title(site, figure), row_head=True, css="wide"),
        Column(
            label(Figure, "value"), lambda figure: " ".join(part for part in (figure.approximate, number(figure.value)) if part), number=True,
            value=lambda figure: None if figure.approximate else figure.value, sort=lambda figure: figure.value,
        ),
        Column(label(Figure, "unit"), lambda figure: figure.unit or ""),
        Column(label(Figure, "period"), lambda figure: figure.period or ""),
        Column(label(Figure, "as_of"), lambda figure: str(figure.as_of or "")),
    ]
    return table(columns, figures, caption, empty="Chưa có số liệu.", css="figures", name="so-lieu")


def _title(site: Site, figure: Figure) -> Markup:
    parts = [site.data.figures[part] for part in figure.parts]
    remarks: list[Markup | str] = [note("Gồm: " + "; ".join(f"{part.title} {number(part.value)}" for part in parts))] if parts else []
    if figure.about:
        remarks.append(note(Markup("{}: {}").format(label(Figure, "about"), join((record_link(site, about) for about in figure.about), "; "))))
    remarks += [note(text) for text in (figure.note, f"{label(Figure, 'quote')}: «{figure.quote}»" if figure.quote else None) if text]
    return Markup("{}{}{}{}").format(figure.title, source_mark(site, figure.source), doubt_mark(site, figure.id), join(remarks))


def statements(site: Site, listed: Iterable[Statement]) -> Markup:
    """Return sentences of a report with the source's words below each."""
    return records_list((statement.id, _statement(site, statement)) for statement in listed)


def _statement(site: Site, statement: Statement) -> Markup:
    related = [document_links(site, statement.documents)] if statement.documents else []
    related += [record_link(site, about) for about in statement.about]
    remark = note(Markup("{}: {}").format(label(Statement, "about"), join(related, "; "))) if related else EMPTY
    return Markup("{}{}{}{}{}").format(statement.text, source_mark(site, statement.source), doubt_mark(site, statement.id), remark, quote(statement.quote))


def weaknesses(site: Site, results: Results) -> Markup:
    """Return shortcomings, causes and proposals, those that are recorded."""
    parts = []
    for field in ("shortcomings", "causes", "proposals"):
        if listed := getattr(results, field):
            parts.append(Markup("<h3>{}</h3>{}").format(label(Results, field), statements(site, listed)))
    return join(parts)
