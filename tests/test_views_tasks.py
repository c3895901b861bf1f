"""Tasks as readers see them: timeliness on the judged day, progress with its base, the printed summary by unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.data import load
from macros.pages import pages
from macros.progress import SENTENCE_LABELS, by_lead, of_year, sentence
from macros.site import Site
from macros.views.tasks import due_cell, progress_view, state_cell, summary_by_unit, task_table, title_cell
from tests.sites import DAY, DEMO, REAL, SMALL, copied, rewritten, site_of, tables, words


def year_line(site: Site, number: int) -> str:
    """Return a year in one sentence."""
    year = site.data.years[number]
    return sentence(number, of_year(year, site.day_of(year)), SENTENCE_LABELS)


def progress(site: Site, number: int) -> str:
    return words(progress_view(site, site.data.years[number]))


def test_declared_counts_make_the_sentence() -> None:
    assert year_line(site_of(REAL), 2022) == "Năm 2022: 99 nhiệm vụ; 90 hoàn thành; 9 dừng hoặc chuyển"
    assert year_line(site_of(REAL), 2023) == "Năm 2023: chưa có danh mục nhiệm vụ"


def test_listed_tasks_are_counted() -> None:
    assert year_line(site_of(DEMO), 2024) == (
        "Năm 2024: 40 nhiệm vụ; 18 hoàn thành; 8 đang thực hiện; 3 đã trình, chờ phê duyệt; 2 chưa thực hiện; 2 dừng; 3 chuyển sang năm sau; 2 rút khỏi kế hoạch; 2 chuyển đơn vị khác chủ trì"
    )


def test_share_states_its_base() -> None:
    assert progress(site_of(REAL), 2022) == (
        "99 nhiệm vụ 90 hoàn thành · 90,9% (tính từ 90/99) 9 dừng hoặc chuyển Nguồn nêu 99 nhiệm vụ; chưa có danh mục từng nhiệm vụ. "
        "Nguồn không tách số dừng và số chuyển. Nguồn không ghi ngày của số liệu."
    )


def test_what_is_overdue_is_said_to_be_part_of_what_is_open(tmp_path: Path) -> None:
    shown = progress(site_of(DEMO), 2024)
    assert "2 chưa thực hiện 3 chuyển sang năm sau 2 dừng thực hiện 2 rút khỏi kế hoạch 2 chuyển đơn vị khác chủ trì Trong 13 nhiệm vụ chưa kết thúc có: 5 quá hạn 3 sắp đến hạn Danh mục:" in shown
    late = "  due: Thường xuyên\n- {id: nv-2024-2, title: Việc hai, lead: van-phong, due: 31/05/2024}\n"
    alone = rewritten(tmp_path / "data", {"2024/tasks.yml": ("  due: Thường xuyên\n  carried_from: nv-2023-2\n", "  carried_from: nv-2023-2\n" + late)})
    assert "2 nhiệm vụ 2 chưa thực hiện Trong 2 nhiệm vụ chưa thực hiện có: 1 quá hạn Số liệu" in progress(alone, 2024)
    assert "Trong" not in progress(site_of(REAL), 2022)


def test_list_shorter_than_the_plan_does_not_pass_for_the_whole() -> None:
    """Three rows of twelve are entered: the year has the twelve tasks that the source states."""
    assert year_line(site_of(SMALL), 2023) == "Năm 2023: 12 nhiệm vụ; 9 hoàn thành; 3 dừng hoặc chuyển"
    assert "Nguồn nêu 12 nhiệm vụ; danh mục mới có 2." in progress(site_of(SMALL), 2023)
    assert "Số liệu đến ngày 12/2023." in progress(site_of(SMALL), 2023)


def test_complete_list_is_counted_even_where_totals_are_declared(tmp_path: Path) -> None:
    site = rewritten(tmp_path / "data", {"2023/plan.yml": ("  tasks: 12\n  done: 9\n  stopped_or_moved: 3\n", "  tasks: 2\n")})
    assert year_line(site, 2023) == "Năm 2023: 3 nhiệm vụ; 1 hoàn thành; 1 đang thực hiện; 1 chuyển sang năm sau"
    assert "Danh mục: 2 nhiệm vụ theo kế hoạch, 1 phát sinh. Số liệu đến ngày 30/06/2024." in progress(site, 2023)


def test_gap_between_declared_and_listed_is_said(tmp_path: Path) -> None:
    site = rewritten(tmp_path / "data", {"2023/plan.yml": ("  done: 9\n  stopped_or_moved: 3\n", "")})
    assert "Danh mục: 2 nhiệm vụ theo kế hoạch, 1 phát sinh. Nguồn nêu 12, danh mục có 2." in progress(site, 2023)


def test_stopped_and_moved_stay_together() -> None:
    """Nothing on the page splits the nine of 2022."""
    whole = of_year(site_of(REAL).data.years[2022], DAY)
    assert whole is not None
    assert whole.states == {"done": 90, "stopped_or_moved": 9}


@pytest.mark.parametrize(("day", "shown"), [
    (date(2023, 5, 31), "Đang thực hiện"),
    (date(2023, 6, 1), "Đang thực hiện Sắp đến hạn"),
    (date(2023, 6, 15), "Đang thực hiện Sắp đến hạn"),
    (date(2023, 6, 16), "Đang thực hiện Quá hạn"),
])
def test_overdue_is_judged_on_the_day_given(day: date, shown: str) -> None:
    site = site_of(SMALL, day)
    assert words(state_cell(site, site.data.tasks["nv-2023-3"])) == shown


def test_continuous_task_is_never_overdue() -> None:
    site = site_of(SMALL, date(2099, 1, 1))
    assert words(state_cell(site, site.data.tasks["nv-2024-1"])) == "Chưa thực hiện"


def test_extension_moves_the_day_and_shows_its_basis() -> None:
    """Due in the third quarter, done on 15 October: in time only by the extension."""
    site = site_of(SMALL)
    task = site.data.tasks["nv-2023-1"]
    assert words(due_cell(site, task)) == "Quý III/2023 Gia hạn đến 31/10/2023 (Quyết định số 9902/QĐ-MTTW)"
    assert words(state_cell(site, task)).startswith("Hoàn thành đúng hạn Đã ban hành hướng dẫn.")


def test_done_after_the_day_is_late(tmp_path: Path) -> None:
    site = rewritten(tmp_path / "data", {"2023/tasks.yml": ("  extended: 31/10/2023\n  extended_basis: 9902-qd-mttw\n", "")})
    assert words(state_cell(site, site.data.tasks["nv-2023-1"])).startswith("Hoàn thành quá hạn ")


CLOSING = "  source: bai-1, dòng 3\nclosed:\n  day: 20/05/2023\n  digest: {}\nsource: phu-luc-1\n"


def test_closed_year_is_judged_on_its_closing_day(tmp_path: Path) -> None:
    """The task due in June is not overdue in a year that was closed in May, however late the site is built."""
    end = "  source: bai-1, dòng 3\nsource: phu-luc-1\n"
    digest = load(copied(tmp_path / "first", {"2023/plan.yml": (end, CLOSING.format("chưa biết"))}), "data").data.years[2023].digest
    site = rewritten(tmp_path / "data", {"2023/plan.yml": (end, CLOSING.format(digest))}, day=date(2030, 1, 1))
    assert site.day_of(site.data.years[2023]) == date(2023, 5, 20)
    assert words(state_cell(site, site.data.tasks["nv-2023-3"])) == "Đang thực hiện"
    page = pages(site)["nam/2023.md"]
    assert "Năm đã khóa sổ ngày 20/05/2023." in words(page)
    assert words(page).endswith("Quá hạn, sắp đến hạn xét đến ngày 20/05/2023; hiệu lực xét đến ngày 01/01/2030.")


def test_carried_task_shows_both_ends() -> None:
    site = site_of(SMALL)
    assert words(title_cell(site, site.data.tasks["nv-2024-1"])) == "Số hóa hồ sơ lưu trữ Chuyển từ nhiệm vụ 2 năm 2023"
    assert words(state_cell(site, site.data.tasks["nv-2023-2"])) == "Chuyển sang năm sau Lý do: Khối lượng hồ sơ lớn hơn dự kiến. Tiếp tục là nhiệm vụ nv-2024-1 năm 2024"


def test_class_of_leads_stands_after_units() -> None:
    [table] = tables(task_table(site_of(DEMO), site_of(DEMO).data.years[2024].tasks, "Nhiệm vụ")).values()
    assert table[0] == ["TT", "Nhiệm vụ cụ thể", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm dự kiến", "Thời hạn hoàn thành", "Trạng thái, kết quả"]
    assert len(table) == 41


# --- Biểu tổng hợp kết quả thực hiện nhiệm vụ ----------------------------------------------------------------------

HEADS = [
    ["STT", "Đơn vị chủ trì", "Tổng số", "Hoàn thành", "Đang thực hiện", "Dừng", "Chuyển năm sau", "Tỷ lệ (%)", "Ghi chú"],
    ["Tổng", "Đúng hạn", "Quá hạn", "Tổng", "Trong hạn", "Quá hạn"],
]


def summary(site: Site, number: int) -> list[list[str]]:
    """Return the printed summary of a year."""
    shown = tables(summary_by_unit(site, site.data.years[number]))
    assert list(shown) == [f"Biểu tổng hợp kết quả thực hiện nhiệm vụ năm {number}"]
    return shown[f"Biểu tổng hợp kết quả thực hiện nhiệm vụ năm {number}"]


def test_summary_has_the_heads_that_leaders_print() -> None:
    for folder, year in ((DEMO, 2024), (REAL, 2022), (SMALL, 2023)):
        assert summary(site_of(folder), year)[:2] == HEADS


def test_summary_of_declared_counts_leaves_unknown_cells_empty() -> None:
    assert summary(site_of(REAL), 2022)[2:] == [["", "Toàn Cơ quan", "99", "90", "", "", "", "", "", "", "", "90,9", "9 dừng hoặc chuyển (nguồn không tách)"]]
    below = words(summary_by_unit(site_of(REAL), site_of(REAL).data.years[2022]))
    assert below.endswith("Nguồn chỉ nêu số chung, không nêu theo đơn vị chủ trì.")


def test_summary_counts_a_shared_task_at_each_lead() -> None:
    site = site_of(DEMO)
    rows = summary(site, 2024)[2:]
    assert rows[-1][1:3] == ["Toàn Cơ quan", "40"]
    assert sum(int(row[2]) for row in rows[:-1]) == sum(len(task.lead) for task in site.data.years[2024].tasks) > 40
    assert "Nhiệm vụ có nhiều đơn vị chủ trì được tính ở từng đơn vị. Số liệu đến ngày 30/06/2024." in words(summary_by_unit(site, site.data.years[2024]))


def test_summary_rows_add_up() -> None:
    """Each row: done + open + stopped + moved + what the last column names = all; parts never exceed their whole."""
    for row in summary(site_of(DEMO), 2024)[2:]:
        total, done, on_time, late, still, in_time, overdue, stopped, moved = map(int, row[2:11])
        others = sum(int(part.split()[0]) for part in row[12].split("; ") if part.endswith(("rút khỏi kế hoạch", "chuyển đơn vị khác")))
        assert done + still + stopped + moved + others == total
        assert on_time + late <= done and in_time + overdue == still


def test_summary_lists_units_in_the_order_of_the_structure_never_by_rate() -> None:
    site = site_of(DEMO)
    year = site.data.years[2024]
    names = [site.data.units[unit].name for unit, _ in by_lead(year, site.data, DAY)]
    assert [row[1] for row in summary(site, 2024)[2:-1]] == names
    [structure] = [structure for structure in site.data.structures if structure.since.first_day() <= date(2024, 12, 31)][-1:]
    ordered = [unit for unit in structure.unit_ids if site.data.units[unit].name in names]
    assert [site.data.units[unit].name for unit in ordered] == names[: len(ordered)]
    rates = [row[11] for row in summary(site, 2024)[2:-1]]
    assert rates != sorted(rates, reverse=True)


def test_year_without_counts_has_no_summary() -> None:
    site = site_of(REAL)
    assert words(summary_by_unit(site, site.data.years[2023])) == "Chưa có số liệu để lập biểu tổng hợp."
