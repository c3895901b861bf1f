"""Pages that would grow without end: rows of earlier years at their years' pages, recipients by given name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from macros.data import load
from macros.pages import awards, large, units
from macros.pages.page import ready
from macros.site import Site
from macros.units import Unit
from tests.benchmarks.corpus import write
from tests.sites import DAY, tables


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


def unit_page(site: Site, unit: Unit) -> str:
    return ready(units.pages(site)[f"don-vi/{unit.id}.md"])


def test_a_unit_page_leads_to_the_rows_of_earlier_years(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = site.data.units["van-phong"]
    led = [task for task in site.data.tasks.values() if unit.id in task.lead]
    whole = unit_page(site, unit)
    assert "Các năm trước" not in whole and all(f'id="{task.id}"' in whole for task in led)

    monkeypatch.setattr(large.latest_years, "__defaults__", (10,))
    page = unit_page(site, unit)
    shown = [task for task in led if site.data.year_of(task) == 2025]
    assert len(tables(page)["Nhiệm vụ chủ trì"]) - 1 == len(shown)
    for year in (2024, 2023, 2022):
        count = sum(site.data.year_of(task) == year for task in led)
        assert f'<a href="site:nam/{year}.md?nhiem-vu.chu-tri=van-phong#nhiem-vu">Năm {year}</a>: {count} nhiệm vụ' in page


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
