"""«Phiên bản»: which release a reader sees, what it holds, what it was built with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from markupsafe import Markup

from macros.pages.page import Made, as_of_line, page
from macros.site import Site
from macros.vietnamese import capital, day
from macros.views.html import Column, heading, table


def pages(site: Site) -> dict[str, Made]:
    """Return the page of the version."""
    return {"phien-ban.md": partial(version_page, site)}


def version_page(site: Site) -> str:
    """Return the page of the version."""
    blocks = [
        as_of_line(site),
        heading(2, "Bản phát hành", "ban-phat-hanh"), _facts(_release(site), "Bản phát hành đang xem"),
        heading(2, "Dữ liệu", "du-lieu"), _facts(_counts(site), "Số bản ghi theo loại"),
        heading(2, "Phần mềm", "phan-mem"), _facts(site.edition.programs, "Phần mềm dựng trang"),
    ]
    return page("Phiên bản", blocks, lead="Trang đang xem được dựng lúc nào, từ bản nào của hồ sơ, bằng phần mềm nào.")


def _release(site: Site) -> list[tuple[str, str]]:
    edition = site.edition
    if edition.moment is None:
        return [("Tình trạng", "Bản xem thử, chưa phát hành")]
    return [
        ("Tên bản phát hành", edition.release),
        ("Mã bản của hồ sơ (commit)", edition.commit),
        ("Thời điểm phát hành", _moment(edition.moment)),
    ]


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M} ngày {day(moment.date())} (giờ Việt Nam)"


def _counts(site: Site) -> list[tuple[str, str]]:
    counted = Counter(type(record).noun for record in site.data.all_records if getattr(record, "id", None))
    return [("Năm có dữ liệu", str(len(site.data.years))), *((capital(noun), str(number)) for noun, number in sorted(counted.items()))]


def _facts(rows: Iterable[tuple[str, str]], caption: str) -> Markup:
    columns = [Column("Mục", lambda row: row[0], row_head=True), Column("Nội dung", lambda row: row[1])]
    return table(columns, list(rows), caption, empty="Không có.", css="facts", tools=False)
