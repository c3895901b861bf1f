"""Sources: the list, corrected misprints, open points, and records without a source."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.records import Record, label, with_inner
from macros.site import Site
from macros.sources import Ambiguity, Misprint, Source
from macros.vietnamese import slug
from macros.views.facets import exact
from macros.views.html import EMPTY, Column, join, note, source_mark, table
from macros.views.links import record_link, source_link
from macros.views.table_data import Facet


def source_table(site: Site, sources: Sequence[Source], caption: str) -> Markup:
    """Return sources as a table."""
    columns = [
        Column(label(Source, "title"), lambda source: source_link(site, source.id) + (note(source.note) if source.note else EMPTY), row_head=True, css="wide"),
        Column(label(Source, "outlet"), lambda source: source.outlet or ""),
        Column(label(Source, "author"), lambda source: source.author or ""),
        Column(
            label(Source, "published"), lambda source: str(source.published) if source.published else "Nguồn không ghi", css="date",
            value=lambda source: exact(source.published), sort=lambda source: source.published.last_day() if source.published else None,
        ),
        Column(label(Source, "read"), lambda source: source.read),
    ]
    outlet = Facet("noi-dang", label(Source, "outlet"), lambda source: [(slug(source.outlet), source.outlet)] if source.outlet else [])
    return table(columns, sources, caption, empty="Không có nguồn phù hợp.", css="sources", name="nguon", facets=[outlet])


def misprint_table(site: Site) -> Markup:
    """Return the slips of the sources that this site corrects."""
    columns = [
        Column(label(Misprint, "printed"), lambda misprint: Markup("<del>{}</del>{}").format(misprint.printed, source_mark(site, misprint.source)), row_head=True),
        Column(label(Misprint, "correct"), lambda misprint: misprint.correct),
        Column("Chỗ in", lambda misprint: "; ".join(reference.at for reference in misprint.source)),
        Column(label(Misprint, "note"), lambda misprint: misprint.note or ""),
    ]
    return table(columns, site.data.misprints, "Lỗi in của nguồn đã sửa trên trang", empty="Chưa ghi nhận lỗi in nào.", css="misprints", name="loi-in")


def ambiguity_table(site: Site) -> Markup:
    """Return the points the sources leave open."""
    columns = [
        Column(label(Ambiguity, "point"), lambda ambiguity: Markup("{}{}").format(ambiguity.point, source_mark(site, ambiguity.source)), row_head=True),
        Column(label(Ambiguity, "known"), lambda ambiguity: ambiguity.known),
        Column(label(Ambiguity, "shown_as"), lambda ambiguity: ambiguity.shown_as),
        Column(label(Ambiguity, "about"), lambda ambiguity: join((record_link(site, about) for about in ambiguity.about), "; ")),
    ]
    return table(columns, site.data.ambiguities, "Điểm nguồn để ngỏ", empty="Chưa ghi nhận điểm nào.", css="ambiguities", name="de-ngo")


def without_source(site: Site) -> list[Record]:
    """Return the records that hold a fact and name no source."""
    return [record for record in site.data.by_id.values() if _holds_facts(record) and not any(getattr(inner, "source", ()) for inner in with_inner(record))]


def _holds_facts(record: Record) -> bool:
    return "source" in type(record).model_fields and not isinstance(record, (Source, Misprint))


def without_source_table(site: Site) -> Markup:
    """Return the records that lack a source, as a list to be worked off."""
    columns = [
        Column("Bản ghi", lambda record: record_link(site, record.id), row_head=True, css="wide"),
        Column("Loại", lambda record: record.noun),
        Column("Mã", lambda record: record.id),
    ]
    kind = Facet("loai", "Loại", lambda row: [(slug(row.noun), row.noun)])
    # Rows are wrapped so that the list does not repeat the records' own anchors.
    return table(columns, [_Row(record) for record in without_source(site)], "Bản ghi chưa có nguồn", empty="Mọi bản ghi đều có nguồn.", css="gaps", name="chua-co-nguon", facets=[kind])


class _Row:
    def __init__(self, record: Record) -> None:
        self.id, self.noun = getattr(record, "id", ""), record.noun
