"""Units, people, movements, events, figures, plans, sources: what is recorded is shown, what is not is shown as a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from macros.plans import Plan
from macros.views.events import event_view
from macros.views.links import record_link, record_name
from macros.views.movements import movement_facts, movement_table, period_text, time_line
from macros.views.people import people_table
from macros.views.plans import areas, basis, counted, focal_points, priorities
from macros.views.results import figure_inline, figure_table
from macros.views.sources import ambiguity_table, misprint_table, source_table, without_source
from macros.views.units import in_structures, structure_period, structure_view, unit_facts
from tests.sites import DEMO, REAL, SMALL, pages_of, rewritten, site_of, tables, words

# --- units ---------------------------------------------------------------------------------------------------------


def structures(folder: str, unit: str) -> list[str]:
    """Return what is said of a unit and each structure."""
    site = site_of(folder)
    return [words(str(line)) for line in in_structures(site, site.data.units[unit])]


def test_unit_that_left_the_structure_is_not_called_dissolved() -> None:
    assert structures(REAL, "ban-phong-trao") == [
        "Có trong cơ cấu theo Quyết định số 120-QĐ/TW (từ 06/09/2023)",
        "Không có trong cơ cấu theo Quyết định số 304-QĐ/TW; chưa có nguồn về đơn vị kế thừa.",
    ]


def test_unit_in_both_structures() -> None:
    assert structures(REAL, "ban-tuyen-giao") == ["Có trong cơ cấu theo Quyết định số 120-QĐ/TW (từ 06/09/2023)", "Có trong cơ cấu theo Quyết định số 304-QĐ/TW (từ 01/07/2025)"]


def test_unit_that_came_later_is_not_missed_before() -> None:
    assert structures(REAL, "ban-cong-tac-xa-hoi") == ["Có trong cơ cấu theo Quyết định số 304-QĐ/TW (từ 01/07/2025)"]
    assert structures(REAL, "ban-bi-thu") == []


def test_successor_is_named_only_where_a_source_says_so(tmp_path: Path) -> None:
    site = rewritten(tmp_path / "data", {"units.yml": ("    until: 30/06/2023\n", "    until: 30/06/2023\n    successors:\n      - unit: ban-to-chuc\n        source: bai-1, dòng 2\n")})
    facts = words(unit_facts(site, site.data.units["ban-xa-hoi"]))
    assert "Không có trong cơ cấu theo Quyết định số 9902/QĐ-MTTW." in facts and "chưa có nguồn" not in facts
    assert "Kế thừa từ Ban Xã hội" in words(unit_facts(site, site.data.units["ban-to-chuc"]))


def test_structure_is_shown_as_decided() -> None:
    site = site_of(REAL)
    [first, second] = site.data.structures
    shown = words(structure_view(site, second))
    names = [site.data.units[unit].name for unit in second.unit_ids]
    assert [shown.index(name) for name in names] == sorted(shown.index(name) for name in names)
    assert structure_period(first, second) == "từ 06/09/2023 đến trước 01/07/2025"
    assert structure_period(second, None) == "từ 01/07/2025"


@pytest.mark.parametrize("folder", [REAL, SMALL, DEMO])
def test_no_record_is_named_by_its_id(folder: str) -> None:
    site = site_of(folder)
    assert [one for one, record in site.data.by_id.items() if record_name(site, record) == one] == []


def test_a_structure_is_named_by_its_decision() -> None:
    assert words(record_link(site_of(REAL), "co-cau-2025")) == "Cơ cấu theo Quyết định số 304-QĐ/TW"


def test_register_says_what_is_unknown_before_the_first_structure() -> None:
    assert "Trước ngày 06/09/2023: chưa có nguồn về cơ cấu đơn vị." in words(pages_of(REAL)["don-vi/index.md"])


# --- people --------------------------------------------------------------------------------------------------------


def test_people_keep_the_file_s_rank_and_their_posts_dates() -> None:
    [table] = tables(people_table(site_of(SMALL), list(site_of(SMALL).data.people.values()), "Người")).values()
    assert table == [
        ["Họ và tên", "Chức vụ", "Ghi chú"],
        ["Ông Đặng Ân", "Phó Chủ tịch - Tổng Thư ký, Ban Thường trực từ 20/09/2019; thôi giữ chức vụ theo tin ngày 16/01/2024; nguồn nhắc đến ngày 12/01/2023", ""],
        ["Bà Khúc Thị Hoà", "Chánh Văn phòng", ""],
    ]


# --- movements -----------------------------------------------------------------------------------------------------


def test_kinds_of_movements_stand_apart() -> None:
    shown = tables(pages_of(REAL)["thi-dua/index.md"])
    assert {caption: [row[0] for row in rows] for caption, rows in shown.items()} == {
        "Danh mục phong trào, cuộc vận động, chương trình": [
            "Tên",
            "Phong trào thi đua", "Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở", "Tận dụng cơ hội, vượt mọi khó khăn, nỗ lực phấn đấu, đưa Nghị quyết của Đảng vào cuộc sống",
            "Cuộc vận động", "Trung thành, trách nhiệm, liêm chính, sáng tạo",
            "Chương trình", "Cả nước chung tay vì người nghèo",
        ],
    }  # fmt: skip


def test_movement_that_is_over_is_said_to_be_over_only() -> None:
    movement = site_of(REAL).data.movements["van-hoa-cong-so"]
    assert words(period_text(site_of(REAL, date(2025, 12, 31)), movement)) == "2019 - 2025"
    assert words(period_text(site_of(REAL, date(2026, 1, 1)), movement)) == "2019 - 2025 Đã hết thời gian thực hiện"


def test_movement_without_period() -> None:
    site = site_of(REAL)
    assert words(period_text(site, site.data.movements["tan-dung-co-hoi"])) == "Nguồn không ghi thời gian."
    assert words(movement_facts(site, site.data.movements["tan-dung-co-hoi"])).startswith("Loại Phong trào thi đua Thời gian Nguồn không ghi thời gian.")
    assert words(movement_table(site, [], "Phong trào")) == "Không có phong trào phù hợp."


def test_time_line_says_in_words_what_it_draws() -> None:
    site = site_of(DEMO)
    drawn = time_line(site, list(site.data.movements.values()))
    dated = [movement for movement in site.data.movements.values() if movement.since and movement.until]
    words_of_line = "; ".join(f"{movement.name}: {movement.period}" for movement in dated)
    assert f'aria-label="{words_of_line}"' in drawn
    assert drawn.count("<rect") == len(dated)
    assert time_line(site, []) == ""


def test_dots_of_the_time_line_are_explained_below_it() -> None:
    real, demo = site_of(REAL), site_of(DEMO)
    assert words(time_line(real, list(real.data.movements.values())).partition("</div>")[2]) == "2019: Phát động; 2022: Sơ kết; 2025: Tổng kết"
    several = time_line(demo, list(demo.data.movements.values())).split("<li>")[1:]
    assert [words(f"<i>{line}") for line in several] == [
        "Khu dân cư xanh, nghĩa tình, tự quản - 01/07/2022: Phát động; 16/10/2024: Sơ kết 2 năm; 2026: Tổng kết",
        "Mái ấm vùng biên - 2021: Ký quy chế phối hợp; 12/2025: Tổng kết giai đoạn",
    ]


# --- events --------------------------------------------------------------------------------------------------------


def test_election_without_a_list_says_so() -> None:
    site = site_of(REAL)
    shown = words(event_view(site, site.data.events["sk-2023-bau-thanh-tra"]))
    assert "Bầu ra Ban Thanh tra nhân dân Cơ quan Ủy ban Trung ương MTTQ Việt Nam Nguồn không nêu danh sách được bầu." in shown
    assert "Ngày Sáng 12/01/2023 Năm suy ra từ nguồn" in shown


def test_conference_stands_on_both_years() -> None:
    title = "Hội nghị tổng kết công tác năm 2022 và Hội nghị cán bộ, công chức, viên chức năm 2023"
    for year in (2022, 2023):
        page = pages_of(REAL)[f"nam/{year}.md"]
        assert page.count('<section class="event" id="sk-2023-tong-ket">') == 1
        assert title in words(page)


# --- plans, results ------------------------------------------------------------------------------------------------


def test_counts_with_their_gap() -> None:
    assert [counted("lĩnh vực công tác", *given, has_source=True) for given in ((0, None), (2, None), (2, 2), (2, 5), (0, 12))] == [
        "Nguồn không nêu lĩnh vực công tác.", "2 lĩnh vực công tác.", "2 lĩnh vực công tác.",
        "Nguồn nêu 5 lĩnh vực công tác; danh sách có 2.", "Nguồn nêu 12 lĩnh vực công tác; chưa có tên từng mục.",
    ]


def test_a_plan_without_a_source_has_none_that_is_silent() -> None:
    """An annex that was imported gives a plan its tasks and no source yet."""
    site = site_of(REAL)
    plan = Plan(id="kh-2022", title="Kế hoạch công tác năm 2022")
    year = replace(site.data.years[2022], plan=plan)
    assert words(basis(site, plan)) == "Văn bản kế hoạch Kế hoạch công tác năm 2022 Căn cứ Chưa ghi căn cứ."
    assert words(focal_points(site, year)) == "Chưa ghi trọng tâm công tác."
    assert words(areas(site, year)) == "Chưa ghi lĩnh vực công tác."


def test_plan_of_2022_is_known_by_its_counts() -> None:
    site = site_of(REAL)
    assert words(focal_points(site, site.data.years[2022])) == "Nguồn nêu 5 trọng tâm công tác; chưa có tên từng mục."
    assert "Căn cứ Nguồn không nêu căn cứ." in words(basis(site, site.data.years[2022].plan))
    assert words(basis(site, None)) == "Chưa có kế hoạch của năm này."


def test_priorities_say_six_claimed_five_found() -> None:
    site = site_of(REAL)
    shown = words(priorities(site, site.data.years[2023]))
    assert shown.startswith("Nguồn nêu 6 nhiệm vụ trọng tâm; trong bài tìm thấy 5 đoạn. Theo Báo cáo Kết quả công tác năm 2022")
    assert str(priorities(site, site.data.years[2023])).count("<li id=") == 5
    assert "<li id=" not in priorities(site, site.data.years[2023], brief=True)


def test_figures_are_written_the_vietnamese_way() -> None:
    site = site_of(SMALL)
    assert words(figure_inline(site, site.data.figures["sl-2023-nha"])) == "1.248 căn"
    assert words(figure_inline(site, site.data.figures["sl-2023-nha-moi"])) == "hơn 812 căn"
    [table] = tables(figure_table(site, list(site.data.figures.values()), "Số liệu")).values()
    assert table[1] == ["Nhà bàn giao Gồm: Nhà xây mới 812; Nhà sửa chữa 436", "1.248", "căn", "", ""]


def test_seventeen_conferences_and_three_schemes() -> None:
    rows = tables(pages_of(REAL)["nam/2022.md"])["Số liệu năm 2022"]
    found = {row[0].split(" Nguồn")[0].split(" Nguyên văn")[0]: row[1:3] for row in rows}
    assert found["Hội nghị trực tuyến do Ban Thường trực chủ trì"] == ["17", "hội nghị"]
    assert found["Đề án hoàn thành, trình Bộ Chính trị, Ban Bí thư và Ban chỉ đạo Trung ương"] == ["3", "đề án"]


# --- sources -------------------------------------------------------------------------------------------------------


def test_misprints_of_the_article_are_listed() -> None:
    [table] = tables(misprint_table(site_of(REAL))).values()
    assert ["18/CT-TW", "18-CT/TW"] in [[row[0], row[1]] for row in table]
    assert ["Lao động tiến tiến", "Lao động tiên tiến"] in [[row[0], row[1]] for row in table]


def test_ambiguities_are_all_but_the_one_that_stays_out() -> None:
    ids = [ambiguity.id for ambiguity in site_of(REAL).data.ambiguities]
    assert ids == [f"cr-a{number}" for number in (*range(1, 7), *range(8, 16))]
    [table] = tables(ambiguity_table(site_of(REAL))).values()
    assert len(table) == 15


def test_every_source_has_its_anchor() -> None:
    site = site_of(REAL)
    shown = str(source_table(site, list(site.data.sources.values()), "Nguồn"))
    assert all(f'<tr id="{source}"' in shown for source in site.data.sources)


def test_records_without_source_are_listed() -> None:
    missing = {getattr(record, "id", "") for record in without_source(site_of(SMALL))}
    assert missing >= {"nv-2023-3", "nv-2024-1", "ban-xa-hoi", "van-ban-trong", "can-bo-gan-dan"}
    assert not missing & {"nv-2023-1", "kt-2023-xs", "sk-2023-1", "dang-an"}
    shown = tables(pages_of(SMALL)["nguon.md"])["Bản ghi chưa có nguồn"]
    assert {row[2] for row in shown[1:]} == missing


# --- captions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [REAL, DEMO, SMALL])
def test_no_caption_is_seen_to_repeat_the_heading_above_it(folder: str) -> None:
    """It is said to those who hear the page only, by a mark of its own; no other caption has it."""
    marked = 0
    for path, page in pages_of(folder).items():
        above = ""
        for found in re.finditer(r'^#{1,4} (.*?)(?: \{#[\w-]+\})?$|<caption( class="said-above")?>([^<]*)</caption>', page, re.MULTILINE):
            if found[1] is not None:
                above = unescape(found[1])
            else:
                assert (found[2] is not None) is (unescape(found[3]) == above), (path, found[3])
                marked += found[2] is not None
    assert marked > 1
