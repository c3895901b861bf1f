"""Pages over the budget of bytes: parted by what their rows say of themselves, and again, every old address still leading to the row."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from macros.awards import Recipient
from macros.data import Year, load
from macros.pages import awards, large, parts, units, years
from macros.pages.page import ready
from macros.pages.parts import ROOM, leaves, weight
from macros.site import Site
from tests.benchmarks.corpus import write
from tests.benchmarks.synthetic_entries import Synthetic
from tests.browsing import served
from tests.sites import DAY, REPOSITORY, Project

BUDGET = 600_000  # bytes of a first load as sent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("parts") / "data"
    write(folder, 4, 120, 60)
    return Site(load(folder).data, DAY)


def made(pages: dict[str, Any], below: str) -> dict[str, str]:
    return {path: ready(page) for path, page in pages.items() if path.startswith(below)}


def rows_in(pages: dict[str, str]) -> dict[str, str]:
    """Return the page of each row."""
    return {anchor: path for path, text in pages.items() for anchor in re.findall(r'<tr id="([^"]+)"', text)}


def moved_in(text: str) -> dict[str, str]:
    """Return where the anchors of moved rows lead."""
    found = re.findall(r'<a class="moved-row" id="([^"]+)" href="site:([^"#]+)#([^"]+)">', text)
    assert all(anchor == target for anchor, _, target in found)
    return {anchor: path for anchor, path, _ in found}


def invented(site: Site, count: int, letters: int, **changes: Any) -> Year:
    """Return the year 2024 with so many tasks, each with a note of so many letters."""
    year = site.data.years[2024]
    changes = {"note": "Ghi chú ".ljust(letters, "x"), **changes}
    return replace(year, tasks=tuple(year.tasks[0].model_copy(update={"id": f"nv-2024-m{n}", "number": str(n), **changes}) for n in range(1, count + 1)))


# --- what a page takes --------------------------------------------------------------------------------------------------


def test_a_record_takes_what_its_texts_and_references_take_ids_next_to_nothing(site: Site) -> None:
    named = Recipient(id="kt-2024-bk-001", name="Nguyễn Văn An", unit="van-phong")
    assert weight([named]) == 35 + 62 * len("Nguyễn Văn An") // 100
    noted = named.model_copy(update={"note": "a b" * 1_000})
    assert weight([noted, noted]) == 2 * 35 + 62 * 2 * (13 + 3_000) // 100
    task = site.data.tasks["nv-2024-0001"].model_copy(update={"note": None})
    assert weight([task.model_copy(update={"lead": ("van-phong",) * 9})]) - weight([task.model_copy(update={"lead": ()})]) == 6 * 9


def test_an_ordinary_year_of_two_thousand_tasks_is_one_page(tmp_path: Path) -> None:
    write(tmp_path / "data", 1, 2_000, 100)
    ordinary = Site(load(tmp_path / "data").data, DAY)
    year = ordinary.data.years[2025]
    assert years.parts_of_year(ordinary, year) == () == awards.parts_of_year(ordinary, year)


def test_what_a_year_tells_besides_its_tasks_takes_room_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    year = site.data.years[2024]
    monkeypatch.setattr(parts, "ROOM", weight(year.tasks) + 100)
    assert years.parts_of_year(site, year) != ()
    alone = Site(replace(site.data, documents={}, years={2024: Year(2024, tasks=year.tasks)}), DAY)
    assert years.parts_of_year(alone, alone.data.years[2024]) == ()


# --- tasks --------------------------------------------------------------------------------------------------------------


def test_a_large_year_has_a_page_for_each_area_and_keeps_every_anchor(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROOM", 2_000)
    year = site.data.years[2024]
    pages = made(years.pages(site), "nam/2024")
    whole = pages.pop("nam/2024.md")
    used = {task.area for task in year.tasks}
    assert [path for path in pages if path.count("/") == 2] == [f"nam/2024/lv-2024-{n}.md" for n in range(1, 13) if f"lv-2024-{n}" in used]
    quarters = ("quy-1", "quy-2", "quy-3", "quy-4", "khong-thoi-han")
    assert [path for path in pages if path.startswith("nam/2024/lv-2024-1/")] == [f"nam/2024/lv-2024-1/{quarter}.md" for quarter in quarters]
    rows = rows_in(pages)
    assert sorted(rows) == sorted(task.id for task in year.tasks) and moved_in(whole) == rows
    assert moved_in(pages["nam/2024/lv-2024-1.md"]) == {anchor: path for anchor, path in rows.items() if path.startswith("nam/2024/lv-2024-1/")}
    assert '<tr id="nv-' not in whole + pages["nam/2024/lv-2024-1.md"] and "120 nhiệm vụ, chia thành nhiều trang. Bấm số thứ tự để đến nhiệm vụ." in whole
    assert "# Năm 2024: I. " in pages["nam/2024/lv-2024-1/quy-4.md"] and ", hạn trong quý IV\n" in pages["nam/2024/lv-2024-1/quy-4.md"]


def test_an_area_that_comes_changes_no_address_of_the_others(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROOM", 2_000)
    year = site.data.years[2024]
    assert year.plan
    new = year.plan.areas[0].model_copy(update={"id": "lv-2024-moi", "number": "I", "title": "Lĩnh vực mới"})
    added = year.tasks[0].model_copy(update={"id": "nv-2024-moi", "number": "999", "area": "lv-2024-moi"})
    later = replace(year, plan=year.plan.model_copy(update={"areas": (new, *year.plan.areas)}), tasks=(added, *year.tasks))
    before, after = ({task.id: part.path for part in leaves(years.parts_of_year(site, one)) for task in part.rows} for one in (year, later))
    assert after == {"nv-2024-moi": "nam/2024/lv-2024-moi.md", **before}
    assert next(iter(after.values())) == "nam/2024/lv-2024-moi.md"  # shown in the plan's order


def paths_of(site: Site, year: Year) -> dict[str, int]:
    """Return how many tasks the page of each part shows."""
    return {part.path.removeprefix("nam/2024/").removesuffix(".md"): len(part.rows) for part in leaves(years.parts_of_year(site, year))}


def test_one_area_of_five_thousand_tasks_is_parted_until_every_page_is_within_the_budget(site: Site) -> None:
    area, blocks = "lv-2024-1", [f"{first + 1}-{first + 500}" for first in range(0, 5_000, 500)]
    undated = {"area": area, "due": None, "extended": None}
    assert paths_of(site, invented(site, 5_000, 160, **undated)) == {f"{area}/khong-thoi-han/{block}": 500 for block in blocks}
    whole = invented(site, 500, 3_000, **undated)
    assert paths_of(site, whole) == {f"{area}/khong-thoi-han/1-500/{first}-{first + 99}": 100 for first in range(1, 500, 100)}
    assert all(weight(part.rows) <= ROOM for part in leaves(years.parts_of_year(site, whole)))


def test_rows_that_go_leave_the_others_in_their_blocks(site: Site) -> None:
    year = invented(site, 1_500, 1_000, area="lv-2024-1", due=None, extended=None)
    fewer = replace(year, tasks=year.tasks[300:])
    below = "lv-2024-1/khong-thoi-han"
    assert paths_of(site, year) == {f"{below}/1-500": 500, f"{below}/501-1000": 500, f"{below}/1001-1500": 500}
    assert paths_of(site, fewer) == {f"{below}/1-500": 200, f"{below}/501-1000": 500, f"{below}/1001-1500": 500}


def test_tasks_without_numbers_are_parted_by_their_place(site: Site) -> None:
    year = invented(site, 1_100, 1_000, area="lv-2024-1", due=None, extended=None, number=None)
    below = "lv-2024-1/khong-thoi-han"
    assert paths_of(site, year) == {f"{below}/1-500": 500, f"{below}/501-1000": 500, f"{below}/1001-1500": 100}


def test_tasks_outside_the_areas_have_a_page_and_a_plan_without_areas_is_parted_by_quarter(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setattr(parts, "ROOM", 12_000)
    year = site.data.years[2024]
    outside = replace(year, tasks=tuple(task.model_copy(update={"area": None}) if n < 10 else task for n, task in enumerate(year.tasks)))
    last = years.parts_of_year(site, outside)[-1]
    assert (last.path, last.title, [task.id for task in last.rows]) == ("nam/2024/ngoai-linh-vuc.md", "Ngoài các lĩnh vực của kế hoạch", [task.id for task in year.tasks[:10]])
    found = years.parts_of_year(site, replace(year, plan=None))
    assert [part.path for part in found] == [f"nam/2024/{key}.md" for key in ("quy-1", "quy-2", "quy-3", "quy-4", "khong-thoi-han")]
    assert [part.title for part in found] == ["hạn trong quý I", "hạn trong quý II", "hạn trong quý III", "hạn trong quý IV", "thường xuyên hoặc không có thời hạn"]
    assert sum(len(part.rows) for part in found) == len(year.tasks)


def test_a_unit_page_leads_into_the_parts_of_a_large_earlier_year(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large.latest_years, "__defaults__", (10,))
    monkeypatch.setattr(parts, "ROOM", 1_000)
    unit, year = site.data.units["van-phong"], site.data.years[2024]
    text = ready(units.pages(site)["don-vi/van-phong.md"])
    wanted = {part.path: count for part in leaves(years.parts_of_year(site, year)) if (count := sum(unit.id in task.lead for task in part.rows))}
    found = re.findall(r'site:(nam/2024/[^"?]+\.md)\?nhiem-vu\.chu-tri=van-phong#bang-nhiem-vu">[^<]*</a>: (\d+) nhiệm vụ', text)
    assert {path: int(count) for path, count in found} == wanted != {} and any(path.count("/") == 3 for path in wanted)
    pages = years.pages(site)
    assert "site:nam/2024.md?nhiem-vu.chu-tri" not in text and all('id="bang-nhiem-vu"' in ready(pages[path]) for path in wanted)


# --- lists of awards ----------------------------------------------------------------------------------------------------


def test_lists_too_long_for_one_page_have_a_page_each_and_keep_every_anchor(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    year, below = site.data.years[2024], "khen-thuong/2024"
    before = made(awards.pages(site), below)
    assert list(before) == [f"{below}.md"]
    monkeypatch.setattr(parts, "ROOM", 1_000)
    pages = made(awards.pages(site), below)
    whole, long = pages.pop(f"{below}.md"), f"{below}/kt-2024-ldtt"
    assert {path for path in pages if path.count("/") == 2} == {f"{below}/{award.id}.md" for award in year.awards if award.recipients}
    recipients = {recipient.id for award in year.awards for recipient in award.recipients}
    rows, moved = rows_in(pages), moved_in(whole)
    assert rows == moved and set(rows) == recipients
    assert moved_in(pages[f"{long}.md"]) == {anchor: path for anchor, path in rows.items() if path.startswith(f"{long}/")} != {}
    assert all(f"{{#ds-{award.id}}}" in whole for award in year.awards if award.recipients)
    last = next(award for award in year.awards if award.id == "kt-2024-ldtt").recipients[28]
    (shown,) = re.findall(rf'<tr id="{last.id}".*?</tr>', pages[f"{long}/1-500/1-100/21-40.md"])
    assert ">29</td>" in shown  # the number in the list, not in the part


# --- built --------------------------------------------------------------------------------------------------------------


def with_long_texts(folder: Path, words: int) -> Path:
    """Write a year of which every task and every recipient says that many words drawn at random, which compress worst."""
    write(folder, 1, 600, 800)
    drawn = Synthetic(7)
    for name, field, row in (("tasks", "note", r"^- id: nv-.*$"), ("awards", "reason", r"^ +- id: kt-.*$")):
        file = folder / f"2025/{name}.yml"
        text = re.sub(rf"^ +{field}: .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        text = re.sub(row, lambda found: f"{found[0]}\n{' ' * (found[0].index('-') + 2)}{field}: Ghi rõ {drawn.rare(words)}", text, flags=re.MULTILINE)  # noqa: B023
        file.write_text(text, encoding="utf-8")
    return folder


def sent(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def first_load(page: Path) -> int:
    """Return the bytes of a page as sent, and of the styles and scripts that it names."""
    named = re.findall(r'<(?:link rel="stylesheet"|script) [^>]*?(?:href|src)="([^":]+)"', page.read_text(encoding="utf-8"))
    assert len(named) >= 5  # two styles of the theme, our own, our scripts, what comes after the first frame
    return sent(page) + sum(sent(page.parent / name) for name in named)


def test_every_page_of_a_year_of_long_texts_is_within_the_budget_as_sent(tmp_path: Path) -> None:
    data = with_long_texts(tmp_path / "data", 600)
    built = Project(tmp_path / "project").built(data)
    for below in ("nam/2025", "khen-thuong/2025"):
        sizes = {page: first_load(page) for page in (built / below).rglob("index.html")}
        assert sum(map(sent, sizes)) > BUDGET and max(sizes.values()) <= BUDGET
        assert any(page.parts[-3] != "2025" for page in sizes)  # parts of parts
    record = load(data).data
    year = built / "nam/2025/index.html"
    moved = re.findall(r'<a class="moved-row" id="([^"]+)" href="([^"#]+)#\1">', year.read_text(encoding="utf-8"))
    assert {anchor for anchor, _ in moved} == set(record.tasks)
    texts = {address: (year.parent / address / "index.html").read_text(encoding="utf-8") for _, address in moved}
    assert all(f'<tr id="{anchor}"' in texts[address] for anchor, address in moved)


def test_an_old_address_of_a_row_leads_to_the_row_through_several_pages_with_and_without_scripts(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "moved-rows.js").write_text((REPOSITORY / "docs/assets/moved-rows.js").read_text(encoding="utf-8"), encoding="utf-8")
    head = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Năm</title><p style="height: 3000px">Năm</p>'
    for page, to in (("index", "phan"), ("phan", "quy")):
        (tmp_path / f"{page}.html").write_text(f'{head}<a class="moved-row" id="nv-1" href="{to}.html#nv-1">1</a><script src="moved-rows.js"></script>', encoding="utf-8")
    (tmp_path / "quy.html").write_text(f'{head}<table><tr id="nv-1"><td>Nhiệm vụ</td></tr></table>', encoding="utf-8")
    with served(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}#nv-1")
        page.wait_for_url("**/quy.html#nv-1")
        page.close()
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}#nv-1")
        for place in ("phan", "quy"):
            page.click("#nv-1")
            page.wait_for_url(f"**/{place}.html#nv-1")
        context.close()
