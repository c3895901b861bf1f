"""How the generated pages are composed: the home, a year, a unit, the registers; and the preview of one year."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from macros.pages import pages
from tests.sites import DEMO, REAL, SMALL, pages_of, rewritten, section, site_of, tables, text, words

# --- home --------------------------------------------------------------------------------------------------------------


def home_cards(folder: str, day: date = date(2024, 6, 30)) -> list[str]:
    """Return the heads of the home's blocks, in order."""
    return [words(head) for head in re.findall(r"<h2[^>]*>(.*?)</h2>", pages_of(folder, day)["index.md"])]


def test_home_has_its_blocks_in_order() -> None:
    assert pages_of(REAL)["index.md"].index('role="search"') < pages_of(REAL)["index.md"].index("<h2")
    assert home_cards(REAL) == ["Năm gần nhất có số liệu nhiệm vụ: 2022", "Cần chú ý", "Nhiệm vụ trọng tâm năm 2023", "Văn bản mới cập nhật", "Thi đua - Khen thưởng"]


def test_home_shows_the_latest_year_that_has_begun() -> None:
    """A plan entered for next year is not yet what leaders look at."""
    assert home_cards(DEMO)[0] == "Năm gần nhất có số liệu nhiệm vụ: 2024"
    assert home_cards(DEMO, date(2025, 3, 1))[0] == "Năm gần nhất có số liệu nhiệm vụ: 2025"


def test_home_names_what_needs_attention_by_unit() -> None:
    shown = words(pages_of(DEMO)["index.md"].split("Cần chú ý", 1)[1].split("<h2", 1)[0])
    late: dict[str, int] = {}
    from macros.tasks import timeliness

    site = site_of(DEMO)
    for task in site.data.years[2024].tasks:
        if timeliness(task, site.today) == "overdue":
            for unit in task.lead:
                late[site.data.units[unit].name] = late.get(site.data.units[unit].name, 0) + 1
    assert late
    assert all(f"{name} {count} quá hạn" in shown for name, count in late.items())


def test_home_of_a_record_without_tasks() -> None:
    shown = text("index.md")
    assert "Chưa có danh mục nhiệm vụ để xét quá hạn, sắp đến hạn." in shown


def test_home_links_the_newest_documents() -> None:
    site = site_of(REAL)
    dated = sorted((document for document in site.data.documents.values() if document.issued), key=lambda document: document.issued.last_day(), reverse=True)
    newest = pages_of(REAL)["index.md"].split("Văn bản mới cập nhật", 1)[1].split("<h2", 1)[0]
    assert re.findall(r"site:van-ban/([^.]+)\.md", newest)[:4] == [document.id for document in dated[:4]]


# --- year --------------------------------------------------------------------------------------------------------------


def headings(page: str) -> list[str]:
    """Return a page's headings of the second level."""
    return re.findall(r"^## .*\{#([^}]+)\}", page, re.MULTILINE)


def test_year_reads_as_one_story() -> None:
    order = ["ke-hoach", "ket-qua", "ton-tai", "phuong-huong", "khen-thuong", "hoi-nghi", "van-ban"]
    assert headings(pages_of(DEMO)["nam/2024.md"]) == order
    for folder, year in ((REAL, 2022), (REAL, 2023), (SMALL, 2023), (SMALL, 2024)):
        found = headings(pages_of(folder)[f"nam/{year}.md"])
        assert found == [anchor for anchor in order if anchor in found]


def test_year_leads_to_its_neighbours() -> None:
    first, last = pages_of(DEMO)["nam/2024.md"], pages_of(DEMO)["nam/2025.md"]
    assert '<a href="site:nam/2025.md" class="after">Năm 2025 →</a>' in first and 'class="before"' not in first
    assert '<a href="site:nam/2024.md" class="before">← Năm 2024</a>' in last and 'class="after"' not in last


def test_demands_of_the_head_stand_with_the_conference() -> None:
    shown = section(pages_of(REAL)["nam/2023.md"], "dinh-huong")
    assert "### Định hướng, yêu cầu nêu tại Hội nghị {#dinh-huong}" in pages_of(REAL)["nam/2023.md"]
    assert re.findall(r'<li id="(dh-[^"]*)"', shown) == [f"dh-2023-{number}" for number in range(1, 7)]


def test_year_of_one_folder_needs_nothing_else(tmp_path: Path) -> None:
    tasks = "- id: nv-2031-1\n  title: Việc mới\n  lead: van-phong\n  due: 31/12/2031\n"
    site = rewritten(tmp_path / "data", {"2031/tasks.yml": ("", tasks)})
    made = pages(site)
    assert sorted(set(made) - set(pages_of(SMALL))) == ["nam/2031.md"]
    assert tables(made["nam/2031.md"])["Nhiệm vụ cụ thể năm 2031"][1][1] == "Việc mới"
    assert "1 nhiệm vụ; 1 chưa thực hiện" in words(made["nam/index.md"])
    assert "Việc mới" in words(made["don-vi/van-phong.md"])
    assert '<a href="site:nam/2031.md" class="after">' in made["nam/2024.md"]


def test_empty_year_is_a_page_of_gaps(tmp_path: Path) -> None:
    site = rewritten(tmp_path / "data", {"2031/events.yml": ("", "")})
    shown = words(pages(site)["nam/2031.md"])
    for gap in ("Chưa có kế hoạch của năm này.", "Chưa có danh mục nhiệm vụ của năm này.", "Chưa có số liệu để lập biểu tổng hợp.", "Chưa có khen thưởng của năm 2031."):
        assert gap in shown


# --- units, look-up, what is new ------------------------------------------------------------------------------------------


def test_unit_leads_first_then_joins_each_by_deadline() -> None:
    page = pages_of(DEMO)["don-vi/van-phong.md"]
    assert headings(page)[:2] == ["chu-tri", "phoi-hop"]
    for anchor in ("chu-tri", "phoi-hop"):
        [rows] = tables(section(page, anchor)).values()
        ids = re.findall(r'<tr id="(nv-[^"]*)"', section(page, anchor))
        assert len(ids) == len(rows) - 1
        ends = [site_of(DEMO).data.tasks[task].due_end for task in ids]
        dated = [end for end in ends if end]
        assert dated == sorted(dated) and ends[: len(dated)] == dated


def test_unit_without_tasks_says_so() -> None:
    assert "Không có nhiệm vụ chủ trì trong danh mục." in text("don-vi/ban-phong-trao.md")
    assert "Chủ trì" not in text("don-vi/ban-bi-thu.md")


def test_people_are_looked_up_by_given_name() -> None:
    found = re.findall(r'site:lanh-dao.md#[^"]*">([^<]+)<', section(pages_of(DEMO)["tra-cuu.md"], "nguoi"))
    given = [name.split()[-1] for name in found]
    assert len(found) == len(site_of(DEMO).data.people)
    assert given == ["An", "Ánh", "Ân", "Đăng", "Hòa", "Hương", "Hương", "Hường", "Hưởng", "Thuỷ"]


def test_latest_are_by_their_own_date() -> None:
    rows = tables(pages_of(REAL)["moi.md"])["Mới cập nhật"][1:]
    days = [date(int(day[-4:]), int(day[3:5]), int(day[:2])) for day, *_ in rows if re.fullmatch(r"\d\d/\d\d/\d{4}", day)]
    assert days == sorted(days, reverse=True) and len(days) > 10


# --- preview of one year ---------------------------------------------------------------------------------------------------


def test_preview_of_a_year_has_its_pages_only() -> None:
    made = pages_of(REAL, date(2024, 6, 30), 2023)
    assert "nam/2023.md" in made and "nam/2022.md" not in made
    assert not [path for path in made if re.match(r"(van-ban|don-vi|thi-dua)/(?!index)", path)]
    assert made["nam/2023.md"].count("<li id=\"uu-2023-") == 5
    assert pages_of(SMALL, date(2024, 6, 30), 2023)["khen-thuong/2023.md"] == pages_of(SMALL)["khen-thuong/2023.md"]
