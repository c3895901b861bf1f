"""The generated pages, all of them: which there are, where they lead, the record's facts on them, and what may not be said."""

from __future__ import annotations

import re

import pytest
import yaml

from macros.pages import checks, pages
from tests.sites import DEMO, REAL, SMALL, pages_of, section, site_of, tables, text, words

FOLDERS = (REAL, DEMO, SMALL)


def anchors(page: str) -> list[str]:
    """Return the anchors a page sets, in order."""
    return re.findall(r'\bid="([^"]+)"|\{#([^}]+)\}', page)


def targets(page: str) -> set[str]:
    """Return the pages and anchors that a page links to within the site."""
    return {match.replace("&amp;", "&") for match in re.findall(r'(?:href|action)="site:([^"]*)"', page)}


# --- which pages there are -----------------------------------------------------------------------------------------


def test_pages_of_the_small_data() -> None:
    assert sorted(pages_of(SMALL)) == sorted([
        "index.md", "nam/index.md", "nam/2023.md", "nam/2024.md", "van-ban/index.md", "van-ban/9901-qd-mttw.md", "van-ban/9902-qd-mttw.md", "van-ban/9903-ct-tw.md",
        "van-ban/van-ban-trong.md", "thi-dua/index.md", "thi-dua/khu-dan-cu-xanh.md", "thi-dua/can-bo-gan-dan.md", "khen-thuong/index.md", "khen-thuong/2023.md",
        "khen-thuong/ca-nhan.md", "khen-thuong/danh-hieu.md", "don-vi/index.md", "don-vi/van-phong.md", "don-vi/ban-to-chuc.md", "don-vi/ban-xa-hoi.md",
        "don-vi/ban-thuong-truc.md", "don-vi/ban-thanh-tra.md", "don-vi/ban-bi-thu.md", "lanh-dao.md", "tra-cuu.md", "moi.md", "nguon.md", "phien-ban.md",
        *[path for path in pages_of(SMALL) if path.startswith(("huong-dan/", "du-lieu"))],
    ])


@pytest.mark.parametrize("folder", FOLDERS)
def test_pages_are_a_pure_function(folder: str) -> None:
    assert pages(site_of(folder)) == pages_of(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_addresses_are_plain_ascii(folder: str) -> None:
    assert all(re.fullmatch(r"[a-z0-9/-]+\.md", path) for path in pages_of(folder))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_has_title_heading_and_is_never_jinja(folder: str) -> None:
    for path, page in pages_of(folder).items():
        meta = yaml.safe_load(page.split("---\n")[1])
        assert meta["title"] and meta["render_macros"] is False, path
        assert len(re.findall(r"^# ", page, re.MULTILINE)) == 1, path
        assert set(meta) <= {"title", "render_macros", "description", "hide"}, path


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_link_leads_to_a_page_and_anchor(folder: str) -> None:
    made, files = pages_of(folder), {f"tep/{name}" for name in site_of(folder).data.files}
    known = {path: {"".join(found) for found in anchors(page)} for path, page in made.items()}
    for path, page in made.items():
        for target in targets(page):
            where, _, anchor = target.partition("#")
            assert where in made or where in files or where.startswith(("huong-dan/", "du-lieu")), f"{path}: {target}"
            assert not anchor or where in files or anchor in known[where], f"{path}: {target}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_anchors_are_set_once_a_page(folder: str) -> None:
    for path, page in pages_of(folder).items():
        # The build numbers tables that share a name.
        found = ["".join(anchor) for anchor in anchors(page) if not "".join(anchor).startswith("bang-")]
        assert len(found) == len(set(found)), path


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_row_has_a_permanent_anchor(folder: str) -> None:
    """Tasks, awards, recipients, events, figures, statements, priorities, areas: found on their year's page by their id."""
    made, site = pages_of(folder), site_of(folder)
    for number, year in site.data.years.items():
        plan = year.plan
        parts = [*(plan.areas + plan.focal_points if plan else ()), *(plan.priorities.items if plan and plan.priorities else ())]
        statements = [statement for field in ("figures", "achievements", "shortcomings", "causes", "proposals", "directions") for statement in getattr(year.results, field)]
        for record in (*year.tasks, *year.events, *parts, *statements, *([plan] if plan else [])):
            assert f'id="{record.id}"' in made[f"nam/{number}.md"], record.id
        for award in year.awards:
            for record in (award, *award.recipients):
                assert f'id="{record.id}"' in made[f"khen-thuong/{number}.md"], record.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sourced_record_shows_its_source(folder: str) -> None:
    """A row with a source carries its mark: button, note, link to the source's own row."""
    made, site = pages_of(folder), site_of(folder)
    for number, year in site.data.years.items():
        for record in (*year.tasks, *year.results.figures, *year.results.achievements, *year.results.directions):
            for reference in record.source:
                row = re.search(rf'<(?:tr|li)[^>]* id="{record.id}".*?</(?:tr|li)>', made[f"nam/{number}.md"], re.DOTALL)
                assert row and f'site:nguon.md#{reference.id}"' in row[0], record.id


# --- what no page may say ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", FOLDERS)
def test_official_text_never_addresses_the_reader_nor_dissolves_a_unit(folder: str) -> None:
    for path, page in pages_of(folder).items():
        shown = words(page)
        assert not re.search(r"\b[Bb]ạn\b(?! đọc)", shown), path
        assert "giải thể" not in shown.lower(), path
        assert "Kế hoạch & Kết quả" not in shown, path


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_word_of_the_program_reaches_a_reader(folder: str) -> None:
    for path, page in pages_of(folder).items():
        of_records = r"|not_started|in_progress|due_soon|overdue|stopped_or_moved|year_plan" if path != checks.PATH else ""  # editors write these, and messages list them
        assert not re.search(rf"\b(None|True|False{of_records})\b", words(page)), path


def test_people_are_never_added_up() -> None:
    """299 = 15 + 284 is a sum of collectives and persons that no page may state of the awards."""
    for path, page in pages_of(REAL).items():
        for sentence in re.findall(r"[^.;|]*\b299\b[^.;|]*", words(page)):
            assert "đại biểu" in sentence.lower(), f"{path}: {sentence}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_share_of_ours_has_its_base(folder: str) -> None:
    """Shares of ours follow a dot; those in the record's own sentences are the source's."""
    for path, page in pages_of(folder).items():
        for share in re.findall(r"· (\S+ ?%[^·]{0,12})", words(page)):
            assert re.match(r"\d+(,\d)?% \(tính từ", share), f"{path}: {share}"


def test_units_marked_unconfirmed_are_not_published() -> None:
    names = {unit.name for unit in site_of(REAL).data.units.values()}
    assert not names & {"Ban Dân chủ - Pháp luật"}


def test_note_on_who_granted_stays_out() -> None:
    assert "cr-a7" not in "".join(pages_of(REAL).values())


# --- what a newcomer must find (the issue's «Done when») --------------------------------------------------------------


def test_tasks_of_2022_and_what_became_of_them() -> None:
    for path in ("index.md", "nam/2022.md"):
        assert "Năm 2022: 99 nhiệm vụ; 90 hoàn thành; 9 dừng hoặc chuyển" in text(path)
        assert "90 hoàn thành · 90,9% (tính từ 90/99)" in text(path)
        assert "Nguồn không tách số dừng và số chuyển." in text(path)


def test_priorities_of_2023() -> None:
    shown = section(pages_of(REAL)["nam/2023.md"], "nhiem-vu-trong-tam")
    assert "Nguồn nêu 6 nhiệm vụ trọng tâm; trong bài tìm thấy 5 đoạn." in words(shown)
    assert re.findall(r'<li id="(uu-[^"]*)"', shown) == [f"uu-2023-{number}" for number in range(1, 6)]
    assert "site:van-ban/bao-cao-2022.md" in shown
    assert shown.count('class="src-mark"') >= 6


def test_priorities_and_focal_points_are_two_things() -> None:
    page = pages_of(REAL)["nam/2022.md"]
    assert "5 trọng tâm công tác" in words(section(page, "trong-tam"))
    assert words(section(page, "nhiem-vu-trong-tam")) == "Chưa có nhiệm vụ trọng tâm của năm này."


def test_directive_18_and_the_article_s_misprint() -> None:
    assert "Chỉ thị số 18-CT/TW, ngày 26/10/2022 của Ban Bí thư" in text("van-ban/18-ct-tw.md")
    misprints = section(pages_of(REAL)["nguon.md"], "loi-in")
    assert any(row[:2] == ["18/CT-TW", "18-CT/TW"] for row in next(iter(tables(misprints).values())))


def test_who_was_commended_for_2022_and_why_no_names() -> None:
    shown = text("khen-thuong/2022.md")
    assert "Theo thành tích năm 2022: 15 lượt tập thể, 284 lượt cá nhân." in shown
    assert "Nguồn nêu 184 cá nhân; chưa có danh sách." in shown
    assert "Nguồn nêu số lượng, không nêu tên tập thể, cá nhân nào; chưa có danh sách." in shown
    assert "15 lượt tập thể, 284 lượt cá nhân" in text("index.md") and "15 lượt tập thể, 284 lượt cá nhân" in text("nam/2022.md")


def test_movements_and_how_long_they_ran() -> None:
    shown = text("thi-dua/index.md")
    assert "Phong trào thi đua Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở 2019 - 2025" in shown
    assert "Chương trình Cả nước chung tay vì người nghèo" in shown


def test_structures_of_2023_and_of_july_2025() -> None:
    page = pages_of(REAL)["don-vi/index.md"]
    first, second = words(section(page, "co-cau-2023")), words(section(page, "co-cau-2025"))
    assert "Theo Quyết định số 120-QĐ/TW" in first and "Ban Công tác phía Nam" in first and "Cục Tài chính" not in first
    assert "Theo Quyết định số 304-QĐ/TW" in second and "Cục Tài chính - Kế hoạch" in second and "Ban Công tác phía Nam" not in second
    assert "## Cơ cấu từ 01/07/2025 {#co-cau-2025}" in page and "## Cơ cấu từ 06/09/2023 đến trước 01/07/2025 {#co-cau-2023}" in page


def test_unit_that_is_in_the_first_structure_only() -> None:
    assert "Không có trong cơ cấu theo Quyết định số 304-QĐ/TW; chưa có nguồn về đơn vị kế thừa" in text("don-vi/ban-phong-trao.md")
