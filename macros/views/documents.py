"""Documents: the register, and the facts and relations of one."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros import document_numbers
from macros.documents import Document, effect, group_of
from macros.records import label
from macros.site import Site
from macros.vietnamese import sort_key
from macros.views.doubts import doubt_mark
from macros.views.facets import document_facets, exact
from macros.views.html import EMPTY, Column, badge, facts, gap, join, link, listing, note, outside_link, source_mark, source_text, table
from macros.views.links import citation, document_link, person_link, unit_links

NO_FILE = "Chưa có tệp văn bản."


def by_date(documents: Sequence[Document]) -> list[Document]:
    """Return documents newest first, undated ones last, then by number and notation."""
    return sorted(documents, key=lambda document: (document.issued is None, _descending(document), *number_key(document)))


def _descending(document: Document) -> int:
    return -document.issued.last_day().toordinal() if document.issued else 0


def number_key(document: Document) -> tuple[int, str]:
    """Return the key that sorts documents by number, then notation."""
    number = document_numbers.parse(document.number) if document.number else None
    return (number.number, sort_key(number.notation)) if number else (10**9, sort_key(document.subject or document.id))


def _number_order(document: Document) -> tuple[int, str] | None:
    return number_key(document) if document.number else None


def effect_badge(site: Site, document: Document) -> Markup:
    """Return the state of effect on the build's day, never assumed."""
    state = effect(document, site.data, site.today)
    return badge(state.key, state.label) + (note(state.detail) if state.detail else EMPTY)


def size_text(size: int) -> str:
    """Return a file's size in the unit readers expect: `12 kB`."""
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")


def file_cell(site: Site, document: Document) -> Markup:
    """Return the attachment with type and size, or the address of the full text, or the gap."""
    if document.file:
        kind = document.file.rpartition(".")[2].upper()
        return link(f"tep/{document.file}", f"{kind}, {size_text(site.data.files[document.file])}")
    return outside_link(document.address, "Trang ngoài") if document.address else gap(NO_FILE)


def _number_cell(site: Site, document: Document) -> Markup:
    return link(f"van-ban/{document.id}.md", document.number or "Chưa có số, ký hiệu") + source_mark(site, document.source)


def document_table(site: Site, documents: Sequence[Document], caption: str, *, by_group: bool = False) -> Markup:
    """Return the register's table, headed as the office's registers are."""
    rows, groups = by_date(documents), None
    if by_group:
        order = [*site.data.vocabularies["document_group"], None]
        rows = sorted(rows, key=lambda document: order.index(group_of(document, site.data)))
        groups = lambda document: _group_name(site, document)  # noqa: E731
    places = {document.id: str(place) for place, document in enumerate(rows, 1)}
    columns = [
        Column("STT", lambda document: places[document.id], number=True, css="tt"),
        Column(label(Document, "number"), lambda document: _number_cell(site, document), row_head=True, css="symbol", sort=_number_order, key="so"),
        Column(
            label(Document, "issued"), _issued, css="date", key="ngay",
            value=lambda document: exact(document.issued), sort=lambda document: document.issued.last_day() if document.issued else None,
        ),
        Column("Tên loại và trích yếu", lambda document: _kind_and_subject(site, document), css="wide"),
        Column(label(Document, "issuer"), lambda document: unit_links(site, document.issuer) or gap("Nguồn không ghi"), css="unit"),
        Column(label(Document, "signer"), lambda document: _signer(site, document)),
        Column("Hiệu lực", lambda document: effect_badge(site, document), css="effect"),
        Column(label(Document, "file"), lambda document: file_cell(site, document)),
    ]
    return table(columns, rows, caption, empty="Không có văn bản phù hợp.", css="documents", name="van-ban", groups=groups, group_head="Khối", facets=document_facets(site))


def _group_name(site: Site, document: Document) -> str:
    group = group_of(document, site.data)
    return site.data.label("document_group", group) if group else "Nguồn không ghi cơ quan ban hành"


def _issued(document: Document) -> Markup:
    if document.issued is None:
        return gap("Nguồn không ghi")
    return Markup("{}{}").format(str(document.issued), note("năm suy ra từ nguồn") if document.issued_inferred else EMPTY)


def _kind_and_subject(site: Site, document: Document) -> Markup:
    kind = site.data.label("document_kind", document.kind)
    return Markup("<strong>{}</strong> {}").format(kind, document.subject) if document.subject else Markup("<strong>{}</strong> {}").format(kind, gap("Chưa có trích yếu."))


def _signer(site: Site, document: Document) -> Markup:
    signer = document.signer
    if signer is None:
        return gap("Nguồn không ghi")
    name = person_link(site, signer.person) if signer.person else Markup("{}").format(signer.name)
    if signer.person and site.data.people[signer.person].name != signer.name:
        name += note(f"Văn bản ghi: {signer.name}")
    return name + (note(signer.capacity) if signer.capacity else EMPTY)


def document_facts(site: Site, document: Document) -> Markup:
    """Return all that is recorded of a document."""
    return facts(
        [
            (label(Document, "kind"), site.data.label("document_kind", document.kind)),
            (label(Document, "number"), document.number or gap("Chưa có số, ký hiệu.")),
            (label(Document, "other_numbers"), "; ".join(document.other_numbers)),
            (label(Document, "issuer"), unit_links(site, document.issuer) or gap("Nguồn không ghi.")),
            (label(Document, "issued"), _issued(document)),
            (label(Document, "signer"), _signer(site, document)),
            (label(Document, "subject"), Markup("{}{}").format(document.subject or gap("Chưa có trích yếu."), doubt_mark(site, document.id))),
            ("Hiệu lực", effect_badge(site, document)),
            (label(Document, "effect_from"), str(document.effect_from or "")),
            (label(Document, "effect_to"), str(document.effect_to or "")),
            (label(Document, "gazette"), document.gazette),
            (label(Document, "distribution"), document.distribution),
            (label(Document, "file"), file_cell(site, document) if document.file else gap(NO_FILE)),
            (label(Document, "address"), outside_link(document.address, document.address.split("/")[2]) if document.address else None),
            (label(Document, "ambiguous_kind"), document.ambiguous_kind),
            (label(Document, "note"), document.note),
            ("Nguồn", _sources(site, document)),
        ]
    )


def _sources(site: Site, document: Document) -> Markup:
    return join((link("nguon.md", source_text(site, reference), reference.id) for reference in document.source), "; ") or gap("Chưa có nguồn.")


def citation_box(site: Site, document: Document) -> Markup:
    """Return the citation, with a button that copies it where JavaScript runs."""
    text = citation(site, document)
    return Markup(
        '<div class="citation"><p><span class="label">Trích dẫn</span> <span class="citation-text">{}</span></p>'
        '<button type="button" class="copy" data-clipboard-text="{}">Sao chép trích dẫn</button></div>'
    ).format(text, text)


def relation_list(site: Site, document: Document) -> Markup:
    """Return relations both ways, stored once and read from either side."""
    terms = site.data.vocabularies["relation"]
    items = [
        Markup("{} {}{}{}").format(terms[relation.kind].label, document_link(site, relation.document), f" ({relation.part})" if relation.part else "", source_mark(site, relation.source))
        for relation in document.relations
    ]
    items += [
        Markup("{} {}{}{}").format(
            terms[relation.kind].reverse or terms[relation.kind].label, document_link(site, other.id),
            f" ({relation.part})" if relation.part else "", source_mark(site, relation.source),
        )
        for other, relation in site.data.relations_to.get(document.id, ())
    ]
    return listing(items, "relations")


def document_inline(site: Site, document: Document) -> Markup:
    """Return one document within a sentence: its linked citation."""
    return link(f"van-ban/{document.id}.md", citation(site, document)) + source_mark(site, document.source)


