"""What is new: records by their own date, newest first; never by when a file was edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from macros.pages.page import Made, page
from macros.site import Site
from macros.vietnamese import day, slug
from macros.views.facets import exact
from macros.views.html import Column, link, table
from macros.views.links import citation
from macros.views.table_data import Facet

SHOWN = 60


@dataclass(frozen=True)
class Item:
    """One dated thing: its day, as shown and as known, its kind, its record's id, where it stands and under which name."""

    id: str
    day: date
    shown_day: str
    exact: date | None
    kind: str
    path: str
    anchor: str
    title: str

    @property
    def link(self) -> Markup:
        """Return the way to it."""
        return link(self.path, self.title, self.anchor)


def items(site: Site) -> list[Item]:
    """Return every dated document, event and result, newest first."""
    found = [
        Item(document.id, document.issued.last_day(), str(document.issued), exact(document.issued), "Văn bản", f"van-ban/{document.id}.md", "", citation(site, document))
        for document in site.data.documents.values() if document.issued
    ]
    found += [
        Item(event.id, event.date.last_day(), str(event.date), exact(event.date), "Sự kiện", f"nam/{event.date.year}.md", event.id, event.title)
        for event in site.data.events.values()
    ]
    found += [
        Item(task.id, task.result_date, day(task.result_date), task.result_date, "Kết quả", f"nam/{site.data.year_of(task)}.md", task.id, task.title)
        for task in site.data.tasks.values() if task.result_date
    ]
    return sorted(found, key=lambda item: (-item.day.toordinal(), item.kind, item.path, item.id))


def pages(site: Site) -> dict[str, Made]:
    """Return the page of what is new."""
    return {"moi.md": partial(latest_page, site)}


def latest_page(site: Site) -> str:
    """Return the page of what is new."""
    columns = [
        Column("Ngày", lambda item: item.shown_day, css="date", value=lambda item: item.exact, sort=lambda item: item.day),
        Column("Loại", lambda item: item.kind),
        Column("Nội dung", lambda item: item.link, row_head=True, css="wide"),
    ]
    facets = [
        Facet("loai", "Loại", lambda item: [(slug(item.kind), item.kind)]),
        Facet("nam", "Năm", lambda item: [(str(item.day.year), str(item.day.year))]),
    ]
    shown = table(columns, items(site)[:SHOWN], "Mới cập nhật", empty="Chưa có bản ghi nào có ngày.", css="latest", name="moi", facets=facets)
    return page("Mới cập nhật", [shown], lead=f"Văn bản, sự kiện, kết quả mới nhất theo ngày của chính bản ghi; nhiều nhất {SHOWN} dòng.", hide_toc=True)
