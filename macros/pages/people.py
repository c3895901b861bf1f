"""The people named in the record, by rank."""

from __future__ import annotations

from macros.pages.page import page
from macros.site import Site
from macros.views.html import link
from macros.views.people import people_table


def pages(site: Site) -> dict[str, str]:
    """Return the page of people."""
    shown = people_table(site, list(site.data.people.values()), "Lãnh đạo và người được nêu tên")
    lead = "Chức vụ trong Mặt trận theo các nguồn đã đọc; không ghi chức vụ ở nơi khác."
    return {"lanh-dao.md": page("Lãnh đạo", [shown], lead=lead, hide_toc=True, up=link("don-vi/index.md", "Ban, đơn vị"))}
