"""The look-up page: where search lives, and the ways in that need no search: registers and A-Z lists."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from macros.pages.page import Made, page
from macros.site import Site
from macros.vietnamese import name_key, sort_key
from macros.views.documents import number_key
from macros.views.html import heading, link, listing
from macros.views.links import citation, document_name


def pages(site: Site) -> dict[str, Made]:
    """Return the look-up page."""
    return {"tra-cuu.md": partial(lookup_page, site)}


def lookup_page(site: Site) -> str:
    """Return the look-up page."""
    registers = [
        link("nam/index.md", "Kế hoạch, kết quả theo năm"), link("van-ban/index.md", "Danh mục văn bản"),
        link("thi-dua/index.md", "Phong trào thi đua"), link("khen-thuong/index.md", "Khen thưởng"),
        link("don-vi/index.md", "Ban, đơn vị"), link("lanh-dao.md", "Lãnh đạo"), link("nguon.md", "Nguồn"),
    ]
    blocks: list[str | Markup] = [
        Markup('<div id="search-page"></div>'),
        heading(2, "Các danh mục", "danh-muc"), listing(registers, "columns"),
        heading(2, "Văn bản theo số", "van-ban"), _documents(site),
        heading(2, "Người, xếp theo tên", "nguoi"), _people(site),
        heading(2, "Ban, đơn vị", "don-vi"), _units(site),
    ]
    return page("Tra cứu", blocks, lead="Tìm trong toàn bộ hồ sơ, hoặc mở từng danh mục.")


def _documents(site: Site) -> Markup:
    ordered = sorted(site.data.documents.values(), key=lambda document: (document.number is None, number_key(document)))
    return listing((link(f"van-ban/{document.id}.md", citation(site, document) if document.number else document_name(site, document)) for document in ordered), "columns")


def _people(site: Site) -> Markup:
    ordered = sorted(site.data.people.values(), key=lambda person: name_key(person.name))
    return listing((link("lanh-dao.md", person.name, person.id) for person in ordered), "columns")


def _units(site: Site) -> Markup:
    ordered = sorted(site.data.units.values(), key=lambda unit: sort_key(unit.name))
    return listing((link(f"don-vi/{unit.id}.md", unit.name) for unit in ordered), "columns")
