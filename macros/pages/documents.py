"""The register of documents, and a page a document."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from markupsafe import Markup

from macros.documents import Document
from macros.pages.page import Made, as_of_line, page
from macros.records import Record
from macros.references import ids_in, reference_fields
from macros.site import Site
from macros.views.documents import citation_box, document_facts, document_table, relation_list
from macros.views.html import heading, link, listing, paragraph, quote, source_mark
from macros.views.links import document_name, record_link
from macros.views.movements import movement_table
from macros.views.tasks import task_table


def pages(site: Site) -> dict[str, Made]:
    """Return the register and every document's page."""
    made: dict[str, Made] = {"van-ban/index.md": partial(register, site)}
    if site.only_year is None:
        quoting = cache(partial(quoted_in, site))  # once, and only if one of these pages is wanted
        made |= {f"van-ban/{document.id}.md": partial(_page_of, site, document, quoting) for document in site.data.documents.values()}
    return made


def _page_of(site: Site, document: Document, quoting: Callable[[], dict[str, list[Record]]]) -> str:
    return document_page(site, document, quoting().get(document.id, []))


def register(site: Site) -> str:
    """Return all documents by group, newest first."""
    shown = document_table(site, list(site.data.documents.values()), "Danh mục văn bản", by_group=True)
    return page("Văn bản", [shown, as_of_line(site, "Hiệu lực")], lead="Danh mục văn bản. Không thay Sổ đăng ký văn bản đi, đến.", hide_toc=True)


def quoted_in(site: Site) -> dict[str, list[Record]]:
    """Return, for each document, the records that mention it other than its tasks, movements and relations."""
    found: dict[str, list[Record]] = {}
    for record in site.data.all_records:
        if not getattr(record, "id", None) or isinstance(record, Document):
            continue
        for register_name in ("documents", "anything"):
            for field in reference_fields(type(record), register_name):
                for document in ids_in(record, field):
                    if document in site.data.documents and (type(record).__name__, field) not in (("Task", "implements"), ("Movement", "document")):
                        found.setdefault(document, []).append(record)
    return found


def document_page(site: Site, document: Document, quoting: list[Record]) -> str:
    """Return one document: citation, facts, relations both ways, what rests on it, where it is mentioned."""
    blocks: list[str | Markup] = [citation_box(site, document), document_facts(site, document)]
    if document.quote:
        blocks += [heading(2, "Nguồn nêu", "nguyen-van"), quote(document.quote)]
    relations = relation_list(site, document)
    blocks += [heading(2, "Quan hệ với văn bản khác", "quan-he"), relations or paragraph("Chưa ghi nhận quan hệ nào.", "empty")]
    tasks = site.data.tasks_implementing.get(document.id, [])
    caption = "Nhiệm vụ triển khai thực hiện văn bản này"
    listed = task_table(site, tasks, caption, with_year=True) if tasks else paragraph("Chưa có nhiệm vụ nào trong danh mục ghi triển khai văn bản này.", "empty")
    blocks += [heading(2, "Nhiệm vụ triển khai thực hiện", "nhiem-vu"), listed]
    movements = [movement for movement in site.data.movements.values() if movement.document == document.id]
    if movements:
        blocks += [heading(2, "Phong trào phát động theo văn bản này", "phong-trao"), movement_table(site, movements, "Phong trào phát động theo văn bản này")]
    if quoting:
        blocks += [heading(2, "Được nhắc đến ở", "nhac-den"), listing([_mention(site, record) for record in dict.fromkeys(quoting) if _has_name(record)])]
    blocks.append(as_of_line(site, "Hiệu lực"))
    return page(document_name(site, document), blocks, description=document.subject or document_name(site, document), up=link("van-ban/index.md", "Văn bản"))


def _mention(site: Site, record: Record) -> Markup:
    source = source_mark(site, getattr(record, "source", ()))
    return Markup("{}: {}{}").format(record.noun.capitalize(), record_link(site, getattr(record, "id", "")), source)


def _has_name(record: Record) -> bool:
    return any(getattr(record, field, None) for field in ("name", "title", "text", "point", "honour", "decision"))
