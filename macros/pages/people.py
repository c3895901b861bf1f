"""The people named in the record, by rank."""

from __future__ import annotations

from functools import partial

from macros.pages.page import Made, page
from macros.site import Site
from macros.views.html import link
from macros.views.people import people_table


def pages(site: Site) -> dict[str, Made]:
    """Return the page of people."""
    return {"lanh-dao.md": partial(people_page, site)}


def people_page(site: Site) -> str:
    """Return the page of people."""
    shown = people_table(site, list(site.data.people.values()), "Lãnh đạo và người được nêu tên")
    lead = "Chức vụ trong Mặt trận theo các nguồn đã đọc; không ghi chức vụ ở nơi khác."
    return page("Lãnh đạo", [shown], lead=lead, hide_toc=True, up=link("don-vi/index.md", "Ban, đơn vị"))
