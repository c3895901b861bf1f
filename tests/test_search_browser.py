"""Search in a real browser: keys, screen readers, the strictest policy, from disk, below a path, with files missing, hostile queries."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from macros.scripts import minified
from macros.search import rules_script
from macros.search_index import Entry, build
from macros.vietnamese import fold
from tests.benchmarks.synthetic_entries import SYNONYMS, Synthetic
from tests.browsing import served
from tests.sites import DEMO, REPOSITORY, SMALL, Project

BOX, LIST = "#search-q", ".search .search-panel:not([hidden])"
HOSTILE = [
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", '"><svg onload=alert(1)>', "(((", "[a-z]+.*\\", "${7*7}{{7*7}}", "😀 👩‍👩‍👧", "\u202eđoàn\u202c kết\u200f",
    "a" * 10_000, "đoàn kết " * 1_200, '"' * 51, "%00%0a", "\x00\x01", "__proto__ constructor toString", "@vt-btt.0", "~", "'; DROP TABLE", "ﷺ" * 40, "e\u0301\u0301\u0301\u0302\u0323" * 30,
]


@pytest.fixture(scope="module")
def address(demo_site: Path) -> Iterator[str]:
    """The demo, served below a path."""
    with served(demo_site, "/co-quan/mt/") as at:
        yield at


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that allows no error and no dialogue."""
    opened, errors = browser.new_page(), []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(dialog.message) or dialog.dismiss())
    yield opened
    opened.close()
    assert errors == []


def results(page: Any, place: str = ".lookup-results") -> list[str]:
    """Return the ids of the results shown."""
    page.wait_for_function("() => !document.querySelector('.lookup-results')?.hasAttribute('aria-busy')")
    return [one.get_attribute("data-result") for one in page.query_selector_all(f"{place} [data-result]")]


# --- the box ---------------------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_the_box_is_used(page: Any, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "nam/2024/", wait_until="networkidle")
    assert not [url for url in asked if "/search/" in url]
    page.fill(BOX, "mai am")
    page.wait_for_selector(f"{LIST} [data-result]")
    assert [url for url in asked if "/search/" in url]
    assert all(url.startswith(address) for url in asked)


def test_box_by_keyboard(page: Any, address: str) -> None:
    page.goto(address + "nam/2024/")
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


def test_enter_without_a_choice_opens_the_look_up_page(page: Any, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Control+k")
    page.keyboard.type("đoàn kết")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tra-cuu/?q=*")
    assert "nv-2024-006" in results(page)


def test_slash_is_a_letter_inside_a_field(page: Any, address: str) -> None:
    page.goto(address + "tra-cuu/")
    page.keyboard.press("/")
    page.keyboard.type("9980/QĐ")
    assert page.input_value(".lookup-form input") == "9980/QĐ"
    assert results(page)[0] == "9980-qd-mttw-btt"


def test_home_page_form_answers_too(page: Any, address: str) -> None:
    page.goto(address)
    page.fill("#home-q", "quy chế chi tiêu")
    page.wait_for_selector(".home-search [data-result=nv-2024-037]")


def test_hits_are_marked_in_their_own_spelling(page: Any, address: str) -> None:
    page.goto(address + "tra-cuu/?q=mai+am+vung+bien")
    page.wait_for_selector("[data-result=mai-am-vung-bien] mark")
    assert page.eval_on_selector_all("[data-result=mai-am-vung-bien] .search-title mark", "marks => marks.map(mark => mark.textContent)") == ["Mái", "ấm", "vùng", "biên"]
    facts = page.inner_text("[data-result=nv-2024-017] .search-facts")
    assert "Nhiệm vụ" in facts
    assert "2024" in facts


def test_a_box_leads_to_all_results_only_where_it_does_not_show_them(page: Any, address: str) -> None:
    page.goto(address)
    page.fill(BOX, "giam sat")
    page.wait_for_selector(f"{LIST} [role=group]")
    assert page.inner_text(f"{LIST} .search-more").startswith("Xem cả ")
    page.fill(BOX, "phim tai lieu")
    page.wait_for_selector(f"{LIST}:not(:has([role=group])) [data-result=nv-2024-007]")
    assert page.locator(f"{LIST} .search-more").count() == 0


def test_many_results_are_grouped_with_counts(page: Any, address: str) -> None:
    page.goto(address)
    page.fill(BOX, "giam sat")
    page.wait_for_selector(f"{LIST} [role=group]")
    names = page.eval_on_selector_all(f"{LIST} [role=group]", "groups => groups.map(group => group.getAttribute('aria-label'))")
    assert len(names) > 1
    assert all(re.fullmatch(r".+: \d+", name) for name in names)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_for_screen_readers_or_eyes(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address + "tra-cuu/?q=doan+ket")
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


def test_filters_stand_in_the_address_and_back_works(page: Any, address: str) -> None:
    page.goto(address + "tra-cuu/?q=giam+sat")
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


def test_each_choice_counts_what_it_leads_to(page: Any, address: str) -> None:
    page.goto(address + "tra-cuu/?q=hội+nghị")
    results(page)
    options = page.eval_on_selector_all("select[name=donvi] option", "all => all.slice(1).map(one => [one.value, one.textContent])")
    assert options
    for value, text in options[:4]:
        page.select_option("select[name=donvi]", value)
        page.wait_for_url(f"**donvi={value}")
        results(page)
        assert text.endswith(f"({page.inner_text('.lookup-status').split()[0]})")


def test_twenty_at_a_time_and_by_date(page: Any, address: str) -> None:
    page.goto(address + "tra-cuu/?loai=nhiem-vu&xep=moi")
    first = results(page)
    assert len(first) == 20
    page.click("text=Trang sau")
    page.wait_for_url("**trang=2")
    second = results(page)
    assert len(second) == 20
    assert not set(first) & set(second)
    page.goto(address + "tra-cuu/?q=hội+nghị&loai=su-kien&xep=moi")
    years = [int(re.findall(r"20\d\d", text)[0]) for text in _facts(page)]
    assert years == sorted(years, reverse=True)


def _facts(page: Any) -> list[str]:
    results(page)
    texts: list[str] = page.eval_on_selector_all(".lookup-results .search-facts", "all => all.map(one => one.textContent)")
    return texts


def test_typing_is_written_into_the_address(page: Any, address: str) -> None:
    page.goto(address + "tra-cuu/")
    page.fill(".lookup-form input", "mái ấm")
    page.wait_for_function("() => new URLSearchParams(location.search).get('q') === 'mái ấm'")
    assert results(page)[0] == "mai-am-vung-bien"


def test_nothing_found_gives_a_sentence_near_words_and_the_registers(page: Any, address: str) -> None:
    page.goto(address + "tra-cuu/?q=zzgíamzz")
    results(page)
    assert "Không thấy «zzgíamzz»." in page.inner_text(".lookup-status")
    page.goto(address + "tra-cuu/?q=phogntr")
    results(page)
    page.click(".lookup-status a:has-text('Mở các danh mục')")
    assert page.url.endswith("#danh-muc")


def test_without_javascript_the_registers_and_lists_are_there(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "tra-cuu/?q=x")
    links = [one.get_attribute("href") for one in page.query_selector_all(".md-content a")]
    assert "../van-ban/" in links
    assert any("lanh-dao/#khuc-van-hoa" in str(one) for one in links)
    page.goto(address)
    page.fill(BOX, "đoàn kết")
    page.press(BOX, "Enter")
    assert "/tra-cuu/?q=" in page.url
    context.close()


# --- where it must work --------------------------------------------------------------------------------------------------------


def policy_of(site: Path) -> str:
    """Return the strictest policy the site can be sent with: Material's inline scripts by their hash, nothing unsafe."""
    inline = {script for page in site.rglob("*.html") for script in re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)}
    hashes = " ".join(sorted("'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'" for script in inline))
    return f"default-src 'self'; img-src 'self' data:; script-src 'self' {hashes}"


def test_works_under_the_strictest_policy(page: Any, demo_site: Path) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    with served(demo_site, policy=policy_of(demo_site)) as at:
        page.goto(at + "nam/2024/")
        page.fill(BOX, "đoàn kết")
        page.wait_for_selector(f"{LIST} [data-result]")
        page.goto(at + "tra-cuu/?q=giam+sat&loai=nhiem-vu")
        assert results(page)
    assert told == []


@pytest.fixture(scope="module")
def flat_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo built to be read from disk."""
    return Project(tmp_path_factory.mktemp("flat")).built(DEMO, DEMO="1", USE_DIRECTORY_URLS="false")


def test_works_from_disk(page: Any, flat_site: Path) -> None:
    page.goto((flat_site / "nam/2024.html").as_uri())
    page.fill(BOX, "phim tai lieu")
    page.wait_for_selector(f"{LIST} [data-result=nv-2024-007]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("file:///**/nam/2024.html#nv-2024-007")
    page.goto((flat_site / "tra-cuu.html").as_uri() + "?q=giam+sat")
    assert results(page)
    page.click(".lookup-kinds a:has-text('Nhiệm vụ')")
    page.wait_for_url("file:///**/tra-cuu.html?q=giam+sat&loai=nhiem-vu")
    assert all(one.startswith("nv-") for one in results(page))


def test_an_edited_record_is_found_at_once(page: Any, tmp_path: Path) -> None:
    project, data = Project(tmp_path / "project"), tmp_path / "data"
    shutil.copytree(REPOSITORY / SMALL, data)
    people = data / "people.yml"
    people.write_text(people.read_text(encoding="utf-8") + "- id: nguoi-moi-them\n  name: Ngạc Thị Uẩn\n", encoding="utf-8")
    with served(project.built(data)) as at:
        page.goto(at + "tra-cuu/?q=ngac+thi+uan")
        assert results(page) == ["nguoi-moi-them"]


# --- what goes wrong -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed)[:24])
def test_hostile_queries_do_nothing(page: Any, address: str, typed: str) -> None:
    page.goto(address + "tra-cuu/")
    before = page.evaluate("document.querySelectorAll('img, script, svg, iframe, object').length")
    page.evaluate("typed => { for (const input of document.querySelectorAll('input[name=q]')) { input.value = typed; input.dispatchEvent(new Event('input')); } }", typed)
    page.wait_for_selector(f"{LIST}, .lookup-status:not(:empty)", timeout=120_000)
    results(page)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("document.querySelectorAll('img, script, svg, iframe, object').length") == before


def broken(page: Any, break_it: Callable[[str], str | None], wanted: Callable[[str, Any], bool]) -> None:
    """Let files of the index arrive changed, or not at all (None), where `wanted` says so of name and content."""

    def answer(route: Any) -> None:
        response = route.fetch()
        text = response.text()
        if not wanted(route.request.url.rpartition("/")[2], text):
            return route.fulfill(response=response)
        changed = break_it(text)
        return route.abort() if changed is None else route.fulfill(response=response, body=changed)

    page.route("**/search/*.js", answer)


@pytest.mark.parametrize("break_it", [lambda text: None, lambda text: ""], ids=["missing", "empty"])
def test_a_missing_page_of_words_is_said_and_the_rest_works(page: Any, address: str, break_it: Callable[[str], str | None]) -> None:
    broken(page, break_it, lambda name, text: '"giam":[' in text)
    page.goto(address + "tra-cuu/?q=giam")
    results(page)
    assert "không tải được" in page.inner_text(".lookup-status")
    page.goto(address + "tra-cuu/?q=giam+mai+am+vung+bien")
    assert "mai-am-vung-bien" in results(page)[:3]
    page.goto(address + "tra-cuu/?q=9980")
    assert results(page)[0] == "9980-qd-mttw-btt"
    assert "không tải được" not in page.inner_text(".lookup-status")


def test_a_truncated_page_of_words_is_said(browser: Any, address: str) -> None:
    page = browser.new_page()  # the browser itself reports the truncated script as an error
    broken(page, lambda text: text[: len(text) // 2], lambda name, text: '"giam":[' in text)
    page.goto(address + "tra-cuu/?q=giam+sat")
    results(page)
    assert "không tải được" in page.inner_text(".lookup-status")
    page.close()


def test_missing_chunks_are_said_and_the_other_results_stay(page: Any, address: str) -> None:
    broken(page, lambda text: None, lambda name, text: "-" in name and '"nv-2024-007"' in text)
    page.goto(address + "tra-cuu/?q=2024")
    assert results(page)
    page.goto(address + "tra-cuu/?q=phim+tai+lieu")
    assert "nv-2024-007" not in results(page)
    assert "Một số kết quả không tải được." in page.inner_text(".lookup-status")


def test_without_the_start_the_sentence_says_so(page: Any, address: str) -> None:
    broken(page, lambda text: None, lambda name, text: True)
    page.goto(address + "tra-cuu/?q=doan")
    results(page)
    assert "Không tải được chỉ mục tra cứu." in page.inner_text(".lookup-status")
    page.fill(BOX, "doan")
    page.wait_for_selector(f"{LIST} >> text=Mở các danh mục")


def test_it_is_tried_again_when_the_network_is_back(page: Any, address: str) -> None:
    broken(page, lambda text: None, lambda name, text: True)
    page.goto(address + "nam/2024/")
    page.fill(BOX, "phim")
    page.wait_for_selector(f"{LIST} >> text=Không tải được")
    page.unroute("**/search/*.js")
    page.fill(BOX, "phim tai")
    page.wait_for_selector(f"{LIST} [data-result=nv-2024-007]")


# --- any record is found by its own title ----------------------------------------------------------------------------------------

WAYS: dict[str, Callable[[str], str]] = {"unmarked": fold, "decomposed": lambda text: unicodedata.normalize("NFD", text), "upper case": str.upper}
OWN_TITLE = """async ([titles, texts]) => {
  const missed = [];
  for (const [place, text] of texts.entries()) {
    const { docs } = await Search.find(text);
    const rows = await Search.rows(docs.slice(0, 10));
    if (!rows.some(row => row.id === titles[place])) missed.push([titles[place], text, docs.length]);
  }
  return missed;
}"""


@pytest.fixture(scope="module")
def generated(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, list[Entry]]]:
    """A page with the search script over 2,000 generated records."""
    folder, records = tmp_path_factory.mktemp("generated"), list(Synthetic(7).entries(2_000))
    index = build(records, SYNONYMS)
    files = {**index.files, "assets/folding-rules.js": rules_script(), "index.html": '<!doctype html><form data-search="START"></form>'.replace("START", index.start)}
    files |= {f"assets/{name}.js": (REPOSITORY / f"docs/assets/{name}.js").read_text(encoding="utf-8") for name in ("folding", "search")}
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    with served(folder) as at:
        page = browser.new_page()
        page.goto(at)
        for name in ("folding-rules", "folding", "search"):
            page.add_script_tag(url=f"{at}assets/{name}.js")
        yield page, records
        page.close()


def test_a_record_is_found_by_its_own_title(generated: tuple[Any, list[Entry]]) -> None:
    page, records = generated
    ways = list(WAYS.values())
    texts = [ways[place % 3](record.title) for place, record in enumerate(records)]
    assert page.evaluate(OWN_TITLE, [[record.id for record in records], texts]) == []


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_record_is_found_by_its_own_title_in_every_way(generated: tuple[Any, list[Entry]], way: str) -> None:
    page, records = generated
    assert page.evaluate(OWN_TITLE, [[record.id for record in records], [WAYS[way](record.title) for record in records]]) == []


def test_scripts_are_small() -> None:
    texts = [rules_script(), *(minified((REPOSITORY / f"docs/assets/{name}.js").read_text(encoding="utf-8")) for name in ("folding", "search", "search-box"))]
    assert sum(len(gzip.compress(text.encode(), 9)) for text in texts) <= 10_000, json.dumps([len(text) for text in texts])
