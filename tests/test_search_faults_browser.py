"""Search where it must still work: under the strictest policy, from disk, with files missing, whatever is typed."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import served, themed
from tests.searching import BOX, LIST, results
from tests.sites import DEMO, REPOSITORY, SMALL, Project

HOSTILE = [
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", '"><svg onload=alert(1)>', "(((", "[a-z]+.*\\", "${7*7}{{7*7}}", "😀 👩‍👩‍👧", "\u202eđoàn\u202c kết\u200f",
    "a" * 10_000, "đoàn kết " * 1_200, '"' * 51, "%00%0a", "\x00\x01", "__proto__ constructor toString", "@vt-btt.0", "~", "'; DROP TABLE", "ﷺ" * 40, "e\u0301\u0301\u0301\u0302\u0323" * 30,
]


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


def test_a_page_without_a_search_box_is_left_alone(page: Any, demo_address: str) -> None:
    """As when another program built it from the plain pages, with a search of its own."""
    page.route("**/nam/2024/", lambda route: route.fulfill(response=(answer := route.fetch()), body=re.sub(r"(?s)<form[^>]*data-search.*?</form>", "", answer.text())))
    page.goto(demo_address + "nam/2024/")
    assert page.locator("form[data-search]").count() == 0 and page.locator(".table-tools").count() >= 1
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement === document.body")


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
def test_hostile_queries_do_nothing(page: Any, demo_address: str, typed: str) -> None:
    page.goto(demo_address + "tra-cuu/")
    themed(page)
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
def test_a_missing_page_of_words_is_said_and_the_rest_works(page: Any, demo_address: str, break_it: Callable[[str], str | None]) -> None:
    broken(page, break_it, lambda name, text: '"giam":[' in text)
    page.goto(demo_address + "tra-cuu/?q=giam")
    results(page)
    assert "không tải được" in page.inner_text(".lookup-status")
    page.goto(demo_address + "tra-cuu/?q=giam+mai+am+vung+bien")
    assert "mai-am-vung-bien" in results(page)[:3]
    page.goto(demo_address + "tra-cuu/?q=9980")
    assert results(page)[0] == "9980-qd-mttw-btt"
    assert "không tải được" not in page.inner_text(".lookup-status")


def test_a_truncated_page_of_words_is_said(browser: Any, demo_address: str) -> None:
    page = browser.new_page()  # the browser itself reports the truncated script as an error
    broken(page, lambda text: text[: len(text) // 2], lambda name, text: '"giam":[' in text)
    page.goto(demo_address + "tra-cuu/?q=giam+sat")
    results(page)
    assert "không tải được" in page.inner_text(".lookup-status")
    page.close()


def test_missing_chunks_are_said_and_the_other_results_stay(page: Any, demo_address: str) -> None:
    broken(page, lambda text: None, lambda name, text: "-" in name and '"nv-2024-007"' in text)
    page.goto(demo_address + "tra-cuu/?q=2024")
    assert results(page)
    page.goto(demo_address + "tra-cuu/?q=phim+tai+lieu")
    assert "nv-2024-007" not in results(page)
    assert "Một số kết quả không tải được." in page.inner_text(".lookup-status")


def test_without_the_start_the_sentence_says_so(page: Any, demo_address: str) -> None:
    broken(page, lambda text: None, lambda name, text: True)
    page.goto(demo_address + "tra-cuu/?q=doan")
    results(page)
    assert "Không tải được chỉ mục tra cứu." in page.inner_text(".lookup-status")
    page.fill(BOX, "doan")
    page.wait_for_selector(f"{LIST} >> text=Mở các danh mục")


def test_it_is_tried_again_when_the_network_is_back(page: Any, demo_address: str) -> None:
    broken(page, lambda text: None, lambda name, text: True)
    page.goto(demo_address + "nam/2024/")
    page.fill(BOX, "phim")
    page.wait_for_selector(f"{LIST} >> text=Không tải được")
    page.unroute("**/search/*.js")
    page.fill(BOX, "phim tai")
    page.wait_for_selector(f"{LIST} [data-result=nv-2024-007]")
