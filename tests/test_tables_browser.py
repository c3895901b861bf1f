"""Long tables in a real browser: by keyboard, on paper, from hand-made addresses, for whoever needs help to read."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe

from macros.scripts import minified
from macros.vietnamese import name_key, sort_key
from tests.debian import installed
from tests.sites import REPOSITORY
from tests.table_pages import YEAR, shown

# What the law of accessibility asks for: levels A and AA, not the tool's own advice.
LEVEL_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until what has the focus says what is wanted."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("() => { const at = document.activeElement; return (at.getAttribute('aria-label') || at.closest('label')?.textContent || at.textContent).trim(); }").startswith(wanted):
            return
    raise AssertionError(f"no way to «{wanted}» by Tab")


def downloaded(page: Any, act: Callable[[], None]) -> bytes:
    """Return what an act downloads."""
    with page.expect_download() as waiting:
        act()
    return Path(waiting.value.path()).read_bytes()


def ids_in_workbook(content: bytes) -> list[str]:
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    return [str(row[rows[0].index("Mã")]) for row in rows[1:]]


def ids_in_csv(content: bytes) -> list[str]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    return [row[rows[0].index("Mã")] for row in rows[1 : rows.index([])]]


def printed_alone(page: Any, act: Callable[[], object], folder: Path) -> list[str]:
    """Return the words of each sheet that comes when a table's button «In» is pressed.

    The browser would open its dialog, which nobody can answer here, and print nothing else until then.
    """
    page.evaluate("() => { window.dialogs = 0; window.print = () => { window.dialogs += 1; }; }")
    act()
    sheets = paper(page, folder)
    assert page.evaluate("window.dialogs") == 1
    return sheets


def paper(page: Any, folder: Path) -> list[str]:
    """Return the words of each sheet that a page prints."""
    file = folder / "paper.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    text = subprocess.run([installed("pdftotext", "poppler-utils"), "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(sheet.split()) for sheet in text.rstrip("\f").split("\f")]


def test_a_table_printed_alone_repeats_its_head_and_names_its_sources(open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(YEAR + "?nhiem-vu.trang-thai=hoan-thanh")
    sheets = printed_alone(page, page.get_by_role("button", name="In", exact=True).first.click, tmp_path)
    rows = [sheet for sheet in sheets if "Lãnh đạo phụ trách" in sheet]
    assert len(rows) > 1 and all(sheet.count("Nhiệm vụ cụ thể Đơn vị") == 1 for sheet in rows)
    assert [re.sub(r"\d+/", "", sheet.split()[-1]) for sheet in sheets] == [str(len(sheets))] * len(sheets), "pages are numbered"
    assert "[1, mục 1; 2, mục I]" in rows[0] and "1. Phụ lục Kế hoạch trọng tâm công tác năm 2024" in sheets[-1]
    assert "Căn cứ và kế hoạch" not in " ".join(sheets)


def test_a_page_prints_each_source_once(open_page: Callable[..., Any], tmp_path: Path) -> None:
    text = " ".join(paper(open_page(YEAR), tmp_path))
    assert text.count("Phụ lục Kế hoạch trọng tâm công tác năm 2024 (bản minh họa)") == 1


def test_by_keyboard_alone_the_same_rows_everywhere(open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(YEAR, permissions=["clipboard-read", "clipboard-write"])
    tab_to(page, "Đơn vị chủ trì")
    page.keyboard.press("Enter")
    for unit in ("Ban Tuyên giáo", "Ban Kế hoạch - Tài chính"):
        tab_to(page, unit)
        page.keyboard.press("Space")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Đơn vị chủ trì: 2"
    tab_to(page, "Trạng thái")
    page.keyboard.press("Enter")
    tab_to(page, "Quá hạn")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    tab_to(page, "Thời hạn hoàn thành")
    page.keyboard.press("Enter")
    assert page.locator("#bang-nhiem-vu th[aria-sort]").get_attribute("aria-sort") == "ascending"
    rows = shown(page)
    assert rows == ["nv-2024-037", "nv-2024-003"]
    assert page.get_by_role("status").filter(has_text="dòng").first.text_content() == "2/40 dòng"

    page.evaluate("document.querySelector('.table-tools input').focus()")
    tab_to(page, "Tải Excel")
    assert ids_in_workbook(downloaded(page, lambda: page.keyboard.press("Enter"))) == rows
    tab_to(page, "Tải CSV")
    assert ids_in_csv(downloaded(page, lambda: page.keyboard.press("Enter"))) == rows
    tab_to(page, "In")
    text = " ".join(printed_alone(page, lambda: page.keyboard.press("Enter"), tmp_path))
    assert "Xây dựng quy chế chi tiêu nội bộ" in text and "Biên soạn, phát hành sổ tay" in text and "Xây dựng phim tài liệu" not in text
    assert "Trạng thái: Quá hạn" in text and "Số liệu xét đến ngày 30/06/2024" in text and text.endswith("1/1")
    tab_to(page, "Chép liên kết")
    page.keyboard.press("Enter")
    page.get_by_text("Đã chép.").wait_for()
    other = open_page(page.evaluate("navigator.clipboard.readText()"))
    assert shown(other) == rows
    page.go_back()
    assert page.locator("#bang-nhiem-vu th[aria-sort]").count() == 0 and set(shown(page)) == set(rows), "Back undoes one step"


def test_a_files_notes_say_filter_day_and_address(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR + "?nhiem-vu.trang-thai=qua-han&nhiem-vu.xep=-han&nhiem-vu.loc=tờ")
    content = downloaded(page, lambda: page.get_by_role("button", name="Tải CSV").first.click()).decode("utf-8-sig")
    notes = content.rpartition("\r\n\r\n")[2]
    assert "Bộ lọc: Trạng thái: Quá hạn; có chữ «tờ»; xếp theo Thời hạn hoàn thành giảm dần; 1/40 dòng" in notes
    assert "Số liệu xét đến ngày 30/06/2024" in notes and "minh họa" in notes
    other = open_page(re.search(r"Địa chỉ: (\S+)", notes)[1])  # type: ignore[index]
    assert shown(other) == shown(page)
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, lambda: page.get_by_role("button", name="Tải Excel").first.click())))
    assert [row[0] for row in book["Thông tin"].iter_rows(values_only=True)][1].startswith("Bộ lọc: Trạng thái: Quá hạn")
    assert (book.worksheets[0].freeze_panes, book.worksheets[0].print_title_rows, book.worksheets[0].page_setup.orientation) == ("A2", "$1:$1", "landscape")


@pytest.mark.parametrize("path", ["nam/2024/#nhiem-vu", "van-ban/#van-ban", "khen-thuong/ca-nhan/#ho-so-ca-nhan", "moi/#moi"])
def test_the_browsers_files_are_the_builds(open_page: Callable[..., Any], demo_site: Path, path: str) -> None:
    page_path, _, name = path.partition("#")
    page = open_page(page_path)
    folder = next((demo_site / "du-lieu/bang").glob(f"{page_path.rstrip('/')}*/**/{name}.csv"), None) or demo_site / f"du-lieu/bang/{page_path}{name}.csv"
    tools = page.locator(f".table-tools:has(+ .print-filter + .table-wrap #bang-{name})")
    ours = downloaded(page, lambda: tools.get_by_role("button", name="Tải CSV").click())
    table = re.compile(rb"^.*?(?=\r\n\r\n)", re.DOTALL)
    assert table.match(ours)[0] == table.match(folder.read_bytes())[0]  # type: ignore[index]
    excel = openpyxl.load_workbook(io.BytesIO(downloaded(page, lambda: tools.get_by_role("button", name="Tải Excel").click())))
    whole = openpyxl.load_workbook(folder.with_suffix(".xlsx"))
    assert list(excel.worksheets[0].iter_rows(values_only=True)) == list(whole.worksheets[0].iter_rows(values_only=True))
    assert excel.worksheets[0].dimensions == whole.worksheets[0].dimensions


BROKEN = (
    "nhiem-vu.khong-co=1", "nhiem-vu.chu-tri=khong-co", "nhiem-vu.loc=" + "a" * 10_000, "nhiem-vu.loc=<img src=x onerror=alert(1)>",
    "nhiem-vu.trang-thai=qua-han&nhiem-vu.chu-tri=<img src=x onerror=alert(1)>", "nhiem-vu.xep=khong-co", "nhiem-vu.xep=__proto__",
    "nhiem-vu.trang=-1", "nhiem-vu.trang=1e9", "khong-co.don-vi=x", "nhiem-vu.=", "nhiem-vu.loc=%00",
)


def test_a_broken_address_shows_the_whole_table_with_a_note(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR)
    whole, note = shown(page), page.locator(".table-tools .table-note").first
    assert len(whole) == 40 and not note.is_visible()
    for query in BROKEN:
        page.goto(page.url.partition("?")[0] + "?" + quote(query, safe="=&.%"))
        assert shown(page) == whole, query[:60]
        assert note.text_content() == "Điều kiện lọc trong địa chỉ không dùng được, nên bảng hiện đủ các dòng.", query[:60]
        assert page.locator("img[src='x']").count() == 0, query[:60]


def test_an_address_of_others_is_left_alone(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR + "?xem=abc&nhiem-vu.trang-thai=qua-han")
    page.get_by_role("button", name="Xóa bộ lọc").first.click()
    assert page.url.endswith("?xem=abc") and len(shown(page)) == 40


def test_the_text_filter_knows_marks(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR)
    box = page.get_by_label("Lọc trong bảng").first

    def found(text: str) -> list[str]:
        box.fill(text)
        return shown(page)

    assert found("đoàn kết") == found("KẾT đoàn") == found("đoàn ke\u0302\u0301t") != []
    assert set(found("đoàn kết")) < set(found("doan ket")), "marks that are typed count, marks left out do not"
    assert found("quy che") and set(found("quy chế")) <= set(found("quy che"))
    assert found("khong co chu nay") == []
    assert page.get_by_text("Không có dòng nào hợp với bộ lọc.").is_visible()
    page.locator(".empty").get_by_role("button", name="Xóa bộ lọc").click()
    assert len(shown(page)) == 40 and page.evaluate("document.activeElement.type") == "search"


def test_typing_is_one_step_back(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR)
    page.get_by_label("Lọc trong bảng").first.press_sequentially("giam sat")
    page.wait_for_url(re.compile(r"loc=giam\+sat"))
    page.go_back()
    assert len(shown(page)) == 40 and "loc" not in page.url


def test_the_filter_finds_what_search_finds(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR)
    differing = page.evaluate("""async () => {
        const page = new DOMParser().parseFromString(await (await fetch(location)).text(), "text/html");
        const model = TableRows.read(page.getElementById("bang-nhiem-vu").outerHTML), finder = TableRows.finder(model.rows);
        const texts = model.rows.map(({ row }) => Array.from(row.cells, cell => cell.hidden ? "" : TableFiles.text(cell)).join(" "));
        return ["doan", "đoàn", "18-CT", "giám sát phản biện", "kỷ", "kỉ luật", "quy ii/2024", "Hội nghị;", "h", "ban to chuc"].filter(typed => {
          const levels = texts.map(text => Folding.query(typed)(text)), least = levels.some(level => level > 1) ? 2 : 1;
          return finder.find(typed).some((found, at) => found !== levels[at] >= least);
        });
    }""")
    assert differing == []


def test_counts_follow_the_other_choices(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR + "?nhiem-vu.trang-thai=qua-han")
    tools = page.locator(".table-tools").first
    tools.locator("summary", has_text="Quý đến hạn").click()
    rows = [label.inner_text().split("\n") for label in tools.locator("details[open] label").all()]
    assert sum(int(row[-1]) for row in rows) == 5, "each overdue task is due in one quarter"
    tools.locator("summary", has_text="Trạng thái").click()
    tools.locator("details[open] label", has_text=re.compile(r"Quá hạn\s*\d")).wait_for()
    own = {row[0]: row[-1] for row in (label.inner_text().split("\n") for label in tools.locator("details[open] label").all())}
    assert own["Quá hạn"] == "5" and own["Hoàn thành"] == "18", "a facet's own choice does not empty its other counts"


def test_three_states_of_sort_agree_with_the_build(open_page: Callable[..., Any]) -> None:
    page = open_page("khen-thuong/ca-nhan/")
    heads = page.locator("#bang-ho-so-ca-nhan thead th")
    names = lambda: page.locator("#bang-ho-so-ca-nhan tbody th").all_text_contents()  # noqa: E731
    clean = lambda text: re.sub(r"(#|Trùng họ tên.*)", "", text).strip()  # noqa: E731
    official = names()
    heads.nth(0).get_by_role("button").click()
    rising = [clean(name) for name in names()]
    assert rising == sorted(rising, key=name_key) and heads.nth(0).get_attribute("aria-sort") == "ascending"
    heads.nth(0).get_by_role("button").click()
    falling = [clean(name) for name in names()]
    assert [name_key(name) for name in falling] == sorted((name_key(name) for name in falling), reverse=True)
    heads.nth(0).get_by_role("button").click()
    assert names() == official and heads.nth(0).get_attribute("aria-sort") is None


def test_documents_sort_by_number_and_tasks_by_what_due_dates_mean(open_page: Callable[..., Any]) -> None:
    page = open_page("van-ban/?van-ban.xep=so")
    numbers = [re.match(r"#?(\d*)", text)[1] for text in page.locator("#bang-van-ban tbody th[scope=row]").all_text_contents()]  # type: ignore[index]
    known = [int(number) for number in numbers if number]
    assert known == sorted(known) and all(numbers[: len(known)]), "those without a number stand last"
    page = open_page(YEAR + "?nhiem-vu.xep=han")
    days = page.evaluate("() => Array.from(document.querySelectorAll('#bang-nhiem-vu tbody tr'), row => row.cells[7].dataset.d || '')")
    dated = [day for day in days if day]
    assert dated == sorted(dated) and days[: len(dated)] == dated and len(days) > len(dated)
    page = open_page(YEAR + "?nhiem-vu.xep=nhiem-vu")
    titles = page.locator("#bang-nhiem-vu .task-title").all_text_contents()
    assert titles == sorted(titles, key=sort_key)


def test_a_row_link_finds_its_row_whatever_is_chosen(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR + "?nhiem-vu.trang-thai=qua-han#nv-2024-001")
    assert page.locator("#nv-2024-001.is-target").is_visible() and len(shown(page)) == 40
    assert page.locator("#nv-2024-001 .row-link").get_attribute("href") == "#nv-2024-001"


def test_columns_are_remembered_and_storage_may_fail(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR)
    page.locator(".facet--columns summary").first.click()
    page.locator(".facet--columns label", has_text="Sản phẩm dự kiến").first.click()
    page.locator(".facet--columns label", has_text="Ngày xét hạn").first.click()
    page.reload()
    heads = [text for text in page.locator("#bang-nhiem-vu thead th:visible").all_text_contents()]
    assert "Ngày xét hạn" in heads and "Sản phẩm dự kiến" not in heads
    blocked = open_page(YEAR)
    blocked.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    blocked.reload()
    assert len(shown(blocked)) == 40 and blocked.locator(".table-tools").count() >= 1


def test_long_text_is_folded_and_whole_in_print(open_page: Callable[..., Any]) -> None:
    page = open_page("nguon/", viewport={"width": 1280, "height": 900})
    page.goto(page.url.replace("nguon/", YEAR))
    clips = page.locator(".clip")
    if clips.count():
        more = page.get_by_role("button", name="xem thêm").first
        more.click()
        assert more.get_attribute("aria-expanded") == "true"
    page.emulate_media(media="print")
    assert page.evaluate("Array.from(document.querySelectorAll('.clip')).every(clip => clip.scrollHeight <= clip.clientHeight + 1)")


def test_only_the_table_scrolls_sideways(open_page: Callable[..., Any]) -> None:
    for width in (390, 800, 1280):
        page = open_page(YEAR, viewport={"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_a_page_opened_as_a_file_works(open_page: Callable[..., Any], demo_site: Path) -> None:
    page = open_page((demo_site / YEAR / "index.html").as_uri())
    page.get_by_label("Lọc trong bảng").first.fill("giam sat")
    assert 0 < len(shown(page)) < 40
    assert ids_in_workbook(downloaded(page, lambda: page.get_by_role("button", name="Tải Excel").first.click())) == shown(page)


def test_the_accessibility_tree_says_what_is_chosen_and_sorted(open_page: Callable[..., Any]) -> None:
    page = open_page(YEAR + "?nhiem-vu.trang-thai=qua-han&nhiem-vu.xep=-han")
    tree = page.locator("main").aria_snapshot()
    for part in ('group "Lọc, tải, in: Nhiệm vụ cụ thể năm 2024"', 'searchbox "Lọc trong bảng"', "Trạng thái: Quá hạn", "status: 5/40 dòng", 'button "Tải Excel"', 'table "Nhiệm vụ cụ thể năm 2024"'):
        assert part in tree, part
    assert page.get_by_role("columnheader", name="Thời hạn hoàn thành").get_attribute("aria-sort") == "descending"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_with_a_table(open_page: Callable[..., Any], demo_tables: dict[str, str], strict_address: str, scheme: str) -> None:
    page = open_page(YEAR, color_scheme=scheme, bypass_csp=True)
    for name in demo_tables:
        page.goto(strict_address + name)
        if page.locator(".table-tools summary").count():
            page.locator(".table-tools summary").first.click()
        found = Axe().run(page, options=LEVEL_AA)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def test_axe_finds_nothing_on_the_year(open_page: Callable[..., Any]) -> None:
    for width in (1280, 390):
        page = open_page(YEAR + "?nhiem-vu.trang-thai=chua-xong&nhiem-vu.xep=han", bypass_csp=True, viewport={"width": width, "height": 844})
        page.locator(".table-tools summary:visible").first.click()
        found = Axe().run(page, options=LEVEL_AA)
        assert found.violations_count == 0, found.generate_report()


def test_our_script_is_small() -> None:
    import gzip

    scripts = sorted((REPOSITORY / "docs/assets").glob("table*.js"))
    assert [path.stem for path in scripts] == ["table-files", "table-first", "table-rows", "tables"]
    assert 5_000 < sum(len(gzip.compress(minified(path.read_text(encoding="utf-8")).encode(), 9)) for path in scripts) <= 12_000


def test_words_of_links_stay_whole_in_narrow_columns(open_page: Callable[..., Any]) -> None:
    year = open_page("nam/", viewport={"width": 390, "height": 800}).locator('th[scope="row"] a').first
    assert year.text_content() == "2025" and year.evaluate("link => link.getClientRects().length") == 1
    assert year.evaluate("link => getComputedStyle(link).wordBreak") == "normal"
