"""Search in a real browser: the box by keyboard and for screen readers, the look-up page with its filters."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.searching import BOX, LIST, results

# --- the box ---------------------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_the_box_is_used(page: Any, demo_address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(demo_address + "nam/2024/", wait_until="networkidle")
    assert not [url for url in asked if "/search/" in url]
    page.fill(BOX, "mai am")
    page.wait_for_selector(f"{LIST} [data-result]")
    assert [url for url in asked if "/search/" in url]
    assert all(url.startswith(demo_address) for url in asked)


def test_box_by_keyboard(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "nam/2024/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.keyboard.type("nv 24")
    page.keyboard.press("Control+a")
    page.keyboard.type("phim tai lieu")
    page.wait_for_selector(f"{LIST} [data-result=nv-2024-007]")
    box = page.locator(BOX)
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "true")
    assert "kết quả" in page.inner_text(".search [role=status]")
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert page.input_value(BOX) == "phim tai lieu"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(LIST)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nam/2024/#nv-2024-007")
    assert page.evaluate("document.querySelector(':target').id") == "nv-2024-007"


def test_enter_without_a_choice_opens_the_look_up_page(page: Any, demo_address: str) -> None:
    page.goto(demo_address)
    page.keyboard.press("Control+k")
    page.keyboard.type("đoàn kết")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tra-cuu/?q=*")
    assert "nv-2024-006" in results(page)


def test_slash_is_a_letter_inside_a_field(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "tra-cuu/")
    page.keyboard.press("/")
    page.keyboard.type("9980/QĐ")
    assert page.input_value(".lookup-form input") == "9980/QĐ"
    assert results(page)[0] == "9980-qd-mttw-btt"


def test_home_page_form_answers_too(page: Any, demo_address: str) -> None:
    page.goto(demo_address)
    page.fill("#home-q", "quy chế chi tiêu")
    page.wait_for_selector(".home-search [data-result=nv-2024-037]")


def test_hits_are_marked_in_their_own_spelling(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "tra-cuu/?q=mai+am+vung+bien")
    page.wait_for_selector("[data-result=mai-am-vung-bien] mark")
    assert page.eval_on_selector_all("[data-result=mai-am-vung-bien] .search-title mark", "marks => marks.map(mark => mark.textContent)") == ["Mái", "ấm", "vùng", "biên"]
    facts = page.inner_text("[data-result=nv-2024-017] .search-facts")
    assert "Nhiệm vụ" in facts
    assert "2024" in facts


def test_a_box_leads_to_all_results_only_where_it_does_not_show_them(page: Any, demo_address: str) -> None:
    page.goto(demo_address)
    page.fill(BOX, "giam sat")
    page.wait_for_selector(f"{LIST} [role=group]")
    assert page.inner_text(f"{LIST} .search-more").startswith("Xem cả ")
    page.fill(BOX, "phim tai lieu")
    page.wait_for_selector(f"{LIST}:not(:has([role=group])) [data-result=nv-2024-007]")
    assert page.locator(f"{LIST} .search-more").count() == 0


def test_many_results_are_grouped_with_counts(page: Any, demo_address: str) -> None:
    page.goto(demo_address)
    page.fill(BOX, "giam sat")
    page.wait_for_selector(f"{LIST} [role=group]")
    names = page.eval_on_selector_all(f"{LIST} [role=group]", "groups => groups.map(group => group.getAttribute('aria-label'))")
    assert len(names) > 1
    assert all(re.fullmatch(r".+: \d+", name) for name in names)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_for_screen_readers_or_eyes(browser: Any, demo_address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(demo_address + "tra-cuu/?q=doan+ket")
    page.wait_for_selector(".lookup-results [data-result]")
    assert faults(page, ".md-content") == []
    page.fill(BOX, "giam sat")
    page.wait_for_selector(f"{LIST} [data-result]")
    page.keyboard.press("ArrowDown")
    assert faults(page, ".md-header") == []
    context.close()


def faults(page: Any, place: str) -> list[str]:
    """Return what axe finds wrong within a part of the page."""
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page, context=place).response["violations"]]


# --- the look-up page --------------------------------------------------------------------------------------------------------


def test_filters_stand_in_the_address_and_back_works(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "tra-cuu/?q=giam+sat")
    everything = results(page)
    page.click(".lookup-kinds a:has-text('Nhiệm vụ')")
    page.wait_for_url("**/tra-cuu/?q=giam+sat&loai=nhiem-vu")
    tasks = results(page)
    assert tasks != everything
    assert all(one.startswith("nv-") for one in tasks)
    page.select_option("select[name=trangthai]", "hoan-thanh")
    page.wait_for_url("**trangthai=hoan-thanh")
    done = results(page)
    assert set(done) < set(tasks)
    link = page.url
    page.go_back()
    page.wait_for_function("() => !location.search.includes('trangthai')")
    assert results(page) == tasks
    page.go_back()
    page.wait_for_function("() => !location.search.includes('loai')")
    assert results(page) == everything
    page.goto(link)
    assert results(page) == done
    assert page.input_value("select[name=trangthai]") == "hoan-thanh"
    page.click("text=Xóa bộ lọc")
    page.wait_for_url("**/tra-cuu/?q=giam+sat")


def test_each_choice_counts_what_it_leads_to(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "tra-cuu/?q=hội+nghị")
    results(page)
    options = page.eval_on_selector_all("select[name=donvi] option", "all => all.slice(1).map(one => [one.value, one.textContent])")
    assert options
    for value, text in options[:4]:
        page.select_option("select[name=donvi]", value)
        page.wait_for_url(f"**donvi={value}")
        results(page)
        assert text.endswith(f"({page.inner_text('.lookup-status').split()[0]})")


def test_twenty_at_a_time_and_by_date(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "tra-cuu/?loai=nhiem-vu&xep=moi")
    first = results(page)
    assert len(first) == 20
    page.click("text=Trang sau")
    page.wait_for_url("**trang=2")
    second = results(page)
    assert len(second) == 20
    assert not set(first) & set(second)
    page.goto(demo_address + "tra-cuu/?q=hội+nghị&loai=su-kien&xep=moi")
    years = [int(re.findall(r"20\d\d", text)[0]) for text in _facts(page)]
    assert years == sorted(years, reverse=True)


def _facts(page: Any) -> list[str]:
    results(page)
    texts: list[str] = page.eval_on_selector_all(".lookup-results .search-facts", "all => all.map(one => one.textContent)")
    return texts


def test_typing_is_written_into_the_address(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "tra-cuu/")
    page.fill(".lookup-form input", "mái ấm")
    page.wait_for_function("() => new URLSearchParams(location.search).get('q') === 'mái ấm'")
    assert results(page)[0] == "mai-am-vung-bien"


def test_nothing_found_gives_a_sentence_near_words_and_the_registers(page: Any, demo_address: str) -> None:
    page.goto(demo_address + "tra-cuu/?q=zzgíamzz")
    results(page)
    assert "Không thấy «zzgíamzz»." in page.inner_text(".lookup-status")
    page.goto(demo_address + "tra-cuu/?q=phogntr")
    results(page)
    page.click(".lookup-status a:has-text('Mở các danh mục')")
    assert page.url.endswith("#danh-muc")


def test_without_javascript_the_registers_and_lists_are_there(browser: Any, demo_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo_address + "tra-cuu/?q=x")
    links = [one.get_attribute("href") for one in page.query_selector_all(".md-content a")]
    assert "../van-ban/" in links
    assert any("lanh-dao/#khuc-van-hoa" in str(one) for one in links)
    page.goto(demo_address)
    page.fill(BOX, "đoàn kết")
    page.press(BOX, "Enter")
    assert "/tra-cuu/?q=" in page.url
    context.close()
