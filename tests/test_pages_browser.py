"""The real site in Chromium: each kind of page, light, dark and on a phone, opened, read, asked for its sources, and printed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import served, settled, themed
from tests.debian import installed

PATHS = ["", "nam/2022/", "van-ban/18-ct-tw/", "don-vi/van-phong/", "khen-thuong/2022/", "nguon/"]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {}, "dark": {"color_scheme": "dark"}, "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
# Levels A and AA, not the tool's own advice.
LEVEL_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
CITATION = (
    "Chỉ thị số 18-CT/TW, ngày 26/10/2022 của Ban Bí thư về phát huy vai trò, nâng cao chất lượng, hiệu quả công tác giám sát, "
    "phản biện xã hội của MTTQ Việt Nam và các tổ chức chính trị - xã hội"
)


@pytest.fixture(scope="module")
def at(real_site: Path) -> Iterator[str]:
    """The real site's address."""
    with served(real_site) as address:
        yield address


@pytest.fixture
def open_page(browser: Any, at: str) -> Iterator[Callable[..., Any]]:
    """Open a page in a browser of its own; a word on the console or a request to elsewhere fails the test."""
    contexts, wrong = [], list[str]()

    def opened(path: str, **options: Any) -> Any:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}))
        page = contexts[-1].new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((at, "data:")) else wrong.append(request.url))
        page.goto(at + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.mark.parametrize("look", LOOKS)
def test_each_kind_of_page_is_sound(open_page: Callable[..., Any], at: str, look: str) -> None:
    page = open_page("", **LOOKS[look])
    for path in PATHS:
        page.goto(at + path)
        settled(page)
        themed(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(page, options=LEVEL_AA)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_home_shows_the_year_on_one_screen(open_page: Callable[..., Any]) -> None:
    page = open_page("")
    for words in ("99 nhiệm vụ; 90 hoàn thành; 9 dừng hoặc chuyển", "Cần chú ý", "Nhiệm vụ trọng tâm năm 2023", "Văn bản mới cập nhật", "Thành tích năm 2022"):
        box = page.get_by_text(words).first.bounding_box()
        assert box and box["y"] + box["height"] <= 800, words
    cards = page.locator(".home-grid .card")
    assert [cards.nth(place).bounding_box()["y"] + cards.nth(place).bounding_box()["height"] <= 800 for place in range(3)] == [True] * 3


def test_a_source_opens_by_pointer_key_and_finger(open_page: Callable[..., Any]) -> None:
    page = open_page("khen-thuong/2022/")
    mark, note = page.locator("#kt-2022-ldtt .src-mark").first, page.locator("#kt-2022-ldtt .src-note").first
    assert not note.is_visible()
    mark.hover()
    assert note.is_visible() and "dòng 41" in note.inner_text()
    page.mouse.move(0, 0)
    assert not note.is_visible()
    mark.focus()
    assert note.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.src-note') !== null") and note.is_visible(), "the note's link is reached by key"
    phone = open_page("khen-thuong/2022/", **LOOKS["phone"])
    phone.locator("#kt-2022-ldtt .src-mark").first.tap()
    assert phone.locator("#kt-2022-ldtt .src-note").first.is_visible()
    box = phone.locator("#kt-2022-ldtt .src-note").first.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_a_phone_shows_the_whole_name_and_no_place_in_the_table(open_page: Callable[..., Any]) -> None:
    page = open_page("khen-thuong/2022/", **LOOKS["phone"])
    name = page.locator(".md-header__topic .md-ellipsis").first
    # A line that is cut off takes 17 pixels; heights are told in whole ones, rounded by where on the screen they lie.
    assert name.evaluate("shown => [shown.scrollWidth <= shown.clientWidth, shown.scrollHeight <= shown.clientHeight + 1]") == [True, True]
    box = name.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= page.locator(".md-header").bounding_box()["height"]
    assert page.locator('td[data-label="STT"]').count() == 8 and page.locator('td[data-label="STT"]:visible').count() == 0
    assert page.locator('td[data-label="Quyết định"]:visible').count() == 8


def test_no_note_is_cut_off(open_page: Callable[..., Any], at: str) -> None:
    page = open_page("")
    for path in PATHS:
        page.goto(at + path)
        settled(page)
        assert page.evaluate("""() => Array.from(document.querySelectorAll(".table-wrap .src-note"), note => {
            note.style.cssText = "display: block";
            const one = note.getBoundingClientRect(), frame = note.closest(".table-wrap"), around = frame.getBoundingClientRect();
            const cut = getComputedStyle(frame).overflowY !== "visible" && (one.top < around.top - 1 || one.bottom > around.bottom + 1 || one.right > around.right + 1);
            note.style.cssText = "";
            return cut ? note.closest("tr").id || note.textContent : "";
        }).filter(Boolean)""") == [], path


def test_the_theme_runs_once_the_page_is_shown(open_page: Callable[..., Any]) -> None:
    page = open_page("nam/2022/")
    themed(page)
    begun, shown = page.evaluate("""[performance.getEntriesByType("resource").find(({ name }) => name.includes("/bundle")).startTime,
        performance.getEntriesByType("navigation")[0].domInteractive]""")
    assert begun > shown, "nothing in the page waits for it"
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"
    page.get_by_title("Chuyển sang nền tối").click()
    page.locator('body[data-md-color-scheme="slate"]').wait_for()


def test_a_dark_screen_prints_as_a_light_one_does(open_page: Callable[..., Any]) -> None:
    def colours(**look: str) -> Any:
        page = open_page("van-ban/", **look)
        themed(page)
        page.emulate_media(media="print")
        return page.evaluate("['.md-typeset h1', 'thead th', 'tbody td'].map(one => getComputedStyle(document.querySelector(one))).map(({ color, backgroundColor }) => [color, backgroundColor])")

    assert colours(color_scheme="dark") == colours()


def test_a_citation_is_copied(open_page: Callable[..., Any]) -> None:
    page = open_page("van-ban/18-ct-tw/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Sao chép trích dẫn").click()
    page.wait_for_function("text => navigator.clipboard.readText().then(copied => copied === text)", arg=CITATION)


def sheets(page: Any, folder: Path) -> list[str]:
    """Return the words of each sheet of A4 that a page prints."""
    file = folder / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    text = subprocess.run([installed("pdftotext", "poppler-utils"), "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(sheet.split()) for sheet in text.rstrip("\f").split("\f")]


def test_pages_print_without_the_frame_and_with_their_sources(open_page: Callable[..., Any], at: str, tmp_path: Path) -> None:
    page = open_page("")
    [home] = sheets(page, tmp_path)
    assert home.startswith("Kế hoạch và Kết quả công tác") and "99 nhiệm vụ" in home and "Bỏ qua" not in home and "Tra cứu" not in home
    page.goto(at + "nam/2022/")
    year = sheets(page, tmp_path)
    assert [sheet.split()[-1] for sheet in year] == [f"{place}/{len(year)}" for place in range(1, len(year) + 1)]
    whole = " ".join(year)
    assert "Biểu tổng hợp kết quả thực hiện nhiệm vụ" in whole and "Mới cập nhật" not in whole
    notes = whole.rpartition(" Nguồn 1. ")[2]
    assert "Thực hiện hiệu quả các nhiệm vụ, giải pháp trong Chương trình phối hợp" in notes
    numbers = {int(number) for marks in re.findall(r"\[([^\]]*)\]", whole) for number in re.findall(r"(?:^|; )(\d+)(?=[,;]|$)", marks)}
    assert numbers == set(range(1, max(numbers) + 1)) and f" {max(numbers)}. " in notes
