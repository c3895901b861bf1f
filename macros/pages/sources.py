"""Sources, corrected misprints, open points, records without a source."""

from __future__ import annotations

from functools import partial

from macros.pages.page import Made, page
from macros.site import Site
from macros.views.html import heading
from macros.views.sources import ambiguity_table, misprint_table, source_table, without_source_table


def pages(site: Site) -> dict[str, Made]:
    """Return the page of sources."""
    return {"nguon.md": partial(sources_page, site)}


def sources_page(site: Site) -> str:
    """Return the page of sources."""
    blocks = [
        heading(2, "Các nguồn", "cac-nguon"), source_table(site, list(site.data.sources.values()), "Các nguồn đã đọc"),
        heading(2, "Lỗi in đã sửa", "loi-in"), misprint_table(site),
        heading(2, "Điểm nguồn để ngỏ", "diem-de-ngo"), ambiguity_table(site),
        heading(2, "Bản ghi chưa có nguồn", "chua-co-nguon"), without_source_table(site),
    ]
    return page("Nguồn", blocks, lead="Mỗi số liệu, mỗi dòng trên trang đều dẫn về một nguồn ở đây.")
