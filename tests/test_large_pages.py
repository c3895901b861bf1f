"""Pages that would grow without end: rows of earlier years at their years' pages, recipients by given name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from macros.data import load
from macros.pages import awards, large, units, years
from macros.pages.page import ready
from macros.site import Site
from tests.benchmarks.corpus import write
from tests.browsing import served
from tests.sites import DAY, REPOSITORY, tables


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("large") / "data"
    write(folder, 4, 120, 60)
    return Site(load(folder).data, DAY)


def test_the_latest_years_that_fit_are_kept_whole_and_in_order() -> None:
    rows = [2022, 2024, 2023, 2024, 2022, 2021]
    assert large.latest_years(rows, int, 3) == ([2024, 2023, 2024], {2022: 2, 2021: 1})
    assert large.latest_years(rows, int, 1) == ([2024, 2024], {2023: 1, 2022: 2, 2021: 1})  # the latest year even so
    assert large.latest_years(rows, int, 6) == (rows, {})
    assert large.latest_years([], int, 6) == ([], {})


def test_a_unit_page_leads_to_the_rows_of_earlier_years(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = site.data.units["van-phong"]
    led = [task for task in site.data.tasks.values() if unit.id in task.lead]
    whole = units.unit_page(site, unit)
    assert "Các năm trước" not in whole and all(f'id="{task.id}"' in whole for task in led)

    monkeypatch.setattr(large.latest_years, "__defaults__", (10,))
    page = units.unit_page(site, unit)
    shown = [task for task in led if site.data.year_of(task) == 2025]
    assert len(tables(page)["Nhiệm vụ chủ trì"]) - 1 == len(shown)
    for year in (2024, 2023, 2022):
        count = sum(site.data.year_of(task) == year for task in led)
        assert f'<a href="site:nam/{year}.md?nhiem-vu.chu-tri=van-phong#nhiem-vu">Năm {year}</a>: {count} nhiệm vụ' in page


def test_a_unit_page_leads_into_the_parts_of_a_large_earlier_year(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large.latest_years, "__defaults__", (10,))
    monkeypatch.setattr(large, "MOST_TASKS", 10)
    unit, year = site.data.units["van-phong"], site.data.years[2024]
    text = units.unit_page(site, unit)
    wanted = {key: sum(unit.id in task.lead for task in tasks) for key, (_, tasks) in large.parts_of_year(year).items()}
    found = re.findall(r'site:nam/2024/([^"?]+)\.md\?nhiem-vu\.chu-tri=van-phong#bang-nhiem-vu">[^<]*</a>: (\d+) nhiệm vụ', text)
    assert dict(found) == {key: str(count) for key, count in wanted.items() if count} != {}
    assert "site:nam/2024.md?nhiem-vu.chu-tri" not in text and 'id="bang-nhiem-vu"' in ready(years.pages(site)[f"nam/2024/{found[0][0]}.md"])


def test_recipients_that_are_many_have_a_page_for_each_given_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(awards.recipients_pages(site)) == ["khen-thuong/ca-nhan.md"]
    monkeypatch.setattr(awards, "MOST_RECIPIENTS", 20)
    made = {path: ready(page) for path, page in awards.recipients_pages(site).items()}
    register = made.pop("khen-thuong/ca-nhan.md")
    people = [recipient for award in site.data.awards.values() if award.to == "individual" and award.status == "awarded" for recipient in award.recipients]
    assert f"{len(people)} lượt; mỗi tên một trang." in register
    assert set(made) < set(re.findall(r'site:([^"#?]+\.md)', register))
    names = sorted(recipient.name for recipient in people)
    listed = sorted(row[0].split(" Trùng")[0] for path, page in made.items() if "/individual-" in path for rows in tables(page).values() for row in rows[1:])
    assert listed == names


def test_spellings_of_one_sound_are_named_in_one_order_always(site: Site) -> None:
    line = awards.lines(site.data.awards.values(), "individual")[0]
    spelled = ("Hoạ", "Họa", "Hoá", "Hóa", "Hoã", "Hõa", "Hoả", "Hỏa", "Hoà", "Hòa", "Hoa")
    listed = [replace(line, recipient=line.recipient.model_copy(update={"name": f"Nguyễn Văn {name}"})) for name in spelled]
    assert "Khen thưởng: Hoa, Hoà, Hòa, Hoả, Hỏa, Hoã, Hõa, Hoá, Hóa, Hoạ, Họa" in awards._named_page(site, listed, "Cá nhân")


def test_a_large_year_has_a_page_for_each_area_and_keeps_every_anchor(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    year = site.data.years[2024]
    whole = years.year_page(site, year)
    assert large.parts_of_year(year) == {} and all(f'<tr id="{task.id}"' in whole for task in year.tasks)

    monkeypatch.setattr(large, "MOST_TASKS", 100)
    page = years.year_page(site, year)
    made = {path: ready(made) for path, made in years.pages(site).items() if path.startswith("nam/2024/")}
    used = {task.area for task in year.tasks}
    assert list(made) == [f"nam/2024/linh-vuc-{place}.md" for place in range(1, 13) if f"lv-2024-{place}" in used]
    rows = {anchor: path for path, text in made.items() for anchor in re.findall(r'<tr id="(nv-[^"]+)"', text)}
    assert sorted(rows) == sorted(task.id for task in year.tasks)
    for anchor, path in rows.items():
        assert f'<a class="moved-row" id="{anchor}" href="site:{path}#{anchor}">' in page
    assert "<tr id=\"nv-" not in page and "120 nhiệm vụ; mỗi lĩnh vực một trang." in page


def test_an_old_address_of_a_row_leads_to_the_row_with_and_without_scripts(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "moved-rows.js").write_text((REPOSITORY / "docs/assets/moved-rows.js").read_text(encoding="utf-8"), encoding="utf-8")
    head = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Năm</title>'
    moved = '<p style="height: 3000px">Năm</p><a class="moved-row" id="nv-1" href="phan.html#nv-1">1</a><script src="moved-rows.js"></script>'
    (tmp_path / "index.html").write_text(head + moved, encoding="utf-8")
    (tmp_path / "phan.html").write_text(f'{head}<table><tr id="nv-1"><td>Nhiệm vụ</td></tr></table>', encoding="utf-8")
    with served(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}#nv-1")
        page.wait_for_url("**/phan.html#nv-1")
        page.close()
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}#nv-1")
        page.click("#nv-1")
        page.wait_for_url("**/phan.html#nv-1")
        context.close()


def test_tasks_without_an_area_of_the_plan_are_parted_by_quarter(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setattr(large, "MOST_TASKS", 10)
    year = replace(site.data.years[2024], plan=None)
    parts = large.parts_of_year(year)
    assert list(parts) == ["quy-1", "quy-2", "quy-3", "quy-4", "thuong-xuyen"]
    assert sum(len(tasks) for _, tasks in parts.values()) == len(year.tasks)
