"""The home page: the latest year with data on one screen."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from macros.data import Year
from macros.pages import page as pages_page
from macros.pages.page import as_of_line
from macros.pages.years import year_sentence
from macros.progress import of_year
from macros.site import Site
from macros.tasks import timeliness
from macros.views.awards import totals
from macros.views.documents import by_date
from macros.views.html import EMPTY, badge, join, link, listing, paragraph
from macros.views.links import citation, movement_link, unit_link, year_link
from macros.views.plans import priorities
from macros.views.tasks import declared_mark, progress_view


def latest_years(site: Site) -> tuple[Year | None, Year | None]:
    """Return the latest year whose tasks are known, listed or counted, and the latest with priorities."""
    known = [year for year in site.years if of_year(year, site.day_of(year))]
    # A plan already entered for a year to come is not yet what leaders look at.
    counted = next((year for year in known if year.number <= site.today.year), known[-1] if known else None)
    planned = next((year for year in site.years if year.plan and year.plan.priorities), None)
    return counted, planned


def search_form() -> Markup:
    """Return the search form: with JavaScript the box answers as one types, without it leads to the look-up page."""
    return Markup(
        '<form class="home-search" role="search" action="site:tra-cuu.md" method="get"><label for="home-q">Tra cứu</label>'
        '<input id="home-q" name="q" type="search" placeholder="Nhiệm vụ, văn bản, người, đơn vị…" autocomplete="off">'
        "<button>Tìm</button></form>"
    )


def card(title: str, content: Markup, more: Markup = EMPTY, css: str = "") -> Markup:
    """Return one block of the home page."""
    return Markup('<section class="card {}"><h2>{}</h2>{}{}</section>').format(css, title, content, paragraph(more, "more") if more else EMPTY)


def _blocks(site: Site) -> list[str | Markup]:
    counted, planned = latest_years(site)
    cards = [_progress(site, counted), _attention(site, counted), _priorities(site, planned), _documents(site), _awards(site)]
    return [search_form(), Markup('<div class="home-grid">{}</div>').format(join(cards)), as_of_line(site)]


def page(site: Site) -> str:
    """Return the home page."""
    return pages_page.page("Kế hoạch và Kết quả công tác", _blocks(site), hide_toc=True)


def _progress(site: Site, year: Year | None) -> Markup:
    if year is None:
        return card("Kế hoạch năm", paragraph("Chưa có năm nào có số liệu nhiệm vụ.", "empty"), css="card--main")
    progress = of_year(year, site.day_of(year))
    lead = paragraph(Markup("{}{}").format(year_sentence(site, year), declared_mark(site, year, progress) if progress else EMPTY), "sentence")
    later = [other for other in site.years if other.number > year.number and other.plan][:2]
    others = join(paragraph(Markup("{}").format(year_link(site, other.number, year_sentence(site, other))), "remark") for other in later)
    title = f"Năm gần nhất có số liệu nhiệm vụ: {year.number}"
    return card(title, lead + progress_view(site, year) + others, year_link(site, year.number, f"Toàn bộ kế hoạch, kết quả năm {year.number}"), "card--main")


def _attention(site: Site, year: Year | None) -> Markup:
    counts: Counter[tuple[str, str]] = Counter()
    for task in year.tasks if year else ():
        time = timeliness(task, site.day_of_task(task))
        if time in ("overdue", "due_soon"):
            for unit in task.lead or ("",):
                counts[unit, time] += 1
    if not counts:
        text = "Không có nhiệm vụ quá hạn hoặc sắp đến hạn." if year and year.tasks else "Chưa có danh mục nhiệm vụ để xét quá hạn, sắp đến hạn."
        return card("Cần chú ý", paragraph(text, "empty"))
    units = [unit for unit in [*site.data.units, ""] if (unit, "overdue") in counts or (unit, "due_soon") in counts]
    items = [
        Markup("{} {} {}").format(
            unit_link(site, unit) if unit else "Đơn vị khác",
            badge("overdue", f"{counts[unit, 'overdue']} quá hạn") if counts[unit, "overdue"] else EMPTY,
            badge("due_soon", f"{counts[unit, 'due_soon']} sắp đến hạn") if counts[unit, "due_soon"] else EMPTY,
        )
        for unit in units
    ]
    return card("Cần chú ý", listing(items, "attention"))


def _priorities(site: Site, year: Year | None) -> Markup:
    if year is None:
        return EMPTY
    return card(f"Nhiệm vụ trọng tâm năm {year.number}", priorities(site, year, brief=True), link(f"nam/{year.number}.md", "Nguyên văn và nguồn", "nhiem-vu-trong-tam"), "card--tall")


def _documents(site: Site) -> Markup:
    newest = [document for document in by_date(list(site.data.documents.values())) if document.issued][:4]
    items = [link(f"van-ban/{document.id}.md", _short(citation(site, document))) for document in newest]
    return card("Văn bản mới cập nhật", listing(items), link("van-ban/index.md", f"Danh mục {len(site.data.documents)} văn bản")) if items else EMPTY


def _short(text: str) -> str:
    return text if len(text) <= 110 else text[:108].rsplit(" ", 1)[0] + "…"


def _awards(site: Site) -> Markup:
    year = next((year for year in site.years if totals(site, year.awards)), None)
    lines: list[Markup | str] = [Markup("Thành tích năm {}: {}").format(link(f"khen-thuong/{year.number}.md", str(year.number)), totals(site, year.awards))] if year else []
    running = [movement for movement in site.data.movements.values() if not movement.until or movement.until.last_day() >= site.today]
    lines += [Markup("{} {}").format(site.data.label("movement_kind", movement.kind), movement_link(site, movement.id)) for movement in running[:3]]
    return card("Thi đua - Khen thưởng", listing(lines), link("thi-dua/index.md", "Các phong trào")) if lines else EMPTY
