"""How a page with long tables comes to stand: without scripts, with a broken one, while a reader already acts, below the first screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.table_pages import YEAR, shown


def test_without_javascript_everything_is_there(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR, java_script_enabled=False)
    assert page.locator("#bang-nhiem-vu tbody tr:not(.group-row)").count() == 40
    assert page.locator("#bang-nhiem-vu .src-note").count() >= 40
    for kind in ("xlsx", "csv"):
        link = page.locator(f'.table-files a[href$="nhiem-vu.{kind}"]').get_attribute("href")
        assert page.request.get(page.url + link).ok
    assert page.locator(".table-tools").count() == 0


def test_a_long_table_waits_as_text_and_shows_without_its_script(open_page: Callable[..., Any], strict_address: str) -> None:
    page = open_page("lanh-dao/")
    page.add_init_script("""addEventListener("DOMContentLoaded", () => {
        window.early = document.querySelectorAll("[data-facets]").length + " " + document.querySelectorAll(".table-tools").length;
    });""")
    page.goto(strict_address + YEAR)
    tools = page.locator(".table-tools").count()
    assert tools >= 1 and page.evaluate("early") == f"{tools} {tools}", "the script has run by then"
    page.route(re.compile(r"/assets/scripts\..*js$"), lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(strict_address + YEAR)
    assert page.evaluate("early") == "0 0", "no row is made that the script is about to take away"
    page.wait_for_load_state("load")
    assert page.locator("#bang-nhiem-vu").is_visible() and len(shown(page)) == 40 and page.locator(".table-tools").count() == 0


def test_a_table_that_stands_in_the_page_gets_its_tools_too(open_page: Callable[..., Any], strict_address: str) -> None:
    page, rows = open_page("lanh-dao/"), shown(open_page(YEAR))
    page.route("**/nam/2024/", lambda route: route.fulfill(response=(answer := route.fetch()), body=answer.text().replace("<noscript>", "").replace("</noscript>", "")))
    page.goto(strict_address + YEAR)
    assert shown(page) == rows and page.locator("#bang-nhiem-vu").count() == 1
    page.get_by_label("Lọc trong bảng").first.fill("giam sat")
    assert 0 < len(shown(page)) < len(rows)


# What a reader may do in the very task in which the tools come to stand, before the page is whole: (act, rows that must show then).
AT_ONCE = {
    "a key": ("box.value = 'giam sat'; box.dispatchEvent(new Event('input'))", "giam sat"),
    "a head": ("document.querySelectorAll('#bang-nhiem-vu .sort')[5].click()", "?nhiem-vu.xep=han"),
    "a facet": ("menu.firstChild.click(); menu.querySelector('input').click()", "?nhiem-vu.chu-tri={}"),
    "a link to a row": ("location.hash = '#nv-2024-039'", "#nv-2024-039"),
    "back to a page of before": ("history.replaceState(null, '', '?nhiem-vu.trang-thai=qua-han'); dispatchEvent(new PopStateEvent('popstate'))", "?nhiem-vu.trang-thai=qua-han"),
}


@pytest.mark.parametrize("act", AT_ONCE)
def test_what_a_reader_does_at_once_counts_for_every_row(open_page: Callable[..., Any], strict_address: str, act: str) -> None:
    page = open_page("lanh-dao/")
    script, same = AT_ONCE[act]
    page.add_init_script("""new MutationObserver((_, watcher) => {
        const box = document.querySelector(".table-tools input"), menu = document.querySelector(".table-tools .facet");
        if (!box || !document.querySelector("#bang-nhiem-vu")) return;
        watcher.disconnect();
        window.rowsBefore = document.querySelectorAll("#bang-nhiem-vu tbody tr:not(.group-row)").length;
        ACT;
        window.chosen = menu.querySelector("input")?.checked;
    }).observe(document, { childList: true, subtree: true });""".replace("ACT", script))
    page.goto(strict_address + YEAR)
    rows = shown(page)
    assert page.evaluate("rowsBefore") == 20, "the first screen's rows stand before the others"
    if act == "a facet":
        assert page.evaluate("chosen") is True
        same = re.search(r"\?nhiem-vu.*", page.url)[0]  # type: ignore[index]
    other = open_page(YEAR + (same if same[0] in "?#" else ""))
    if same[0] not in "?#":
        other.get_by_label("Lọc trong bảng").first.fill(same)
    assert rows == shown(other) != [] and (len(rows) < 40 or act in ("a head", "a link to a row"))
    if act == "a link to a row":
        assert page.locator("#nv-2024-039.is-target").is_visible()


def test_below_the_first_screen_all_is_laid_out_when_the_page_is_idle(open_page: Callable[..., Any], strict_address: str) -> None:
    fresh = open_page(YEAR)
    assert fresh.evaluate("Array.from(document.querySelectorAll('.md-content *')).every(one => getComputedStyle(one).contentVisibility === 'visible')")
    whole = open_page(YEAR + "#nam-2024")
    measure = "Array.from(document.querySelectorAll('.md-content__inner > *'), one => [one.offsetTop, one.offsetHeight, one.className])"
    assert fresh.evaluate(measure) == whole.evaluate(measure)


def test_a_source_note_shows_beyond_its_block_before_the_page_is_idle(open_page: Callable[..., Any], strict_address: str) -> None:
    page = open_page("lanh-dao/")
    page.add_init_script("window.requestIdleCallback = () => 0")
    page.goto(strict_address + YEAR)
    marks = page.locator(".first-look .md-content__inner > p:nth-child(n+10) > .src > .src-mark")
    marks.first.scroll_into_view_if_needed()
    marks.first.hover()
    seen = marks.first.evaluate("""mark => {
        const note = mark.parentElement.querySelector(".src-note"), at = note.getBoundingClientRect();
        return [at.bottom > mark.closest("p").getBoundingClientRect().bottom, note.contains(document.elementFromPoint(at.left + 9, at.bottom - 3))];
    }""")
    assert seen == [True, True]
