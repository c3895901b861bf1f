"""How far a task is in time, judged at a stated day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.data import Data
from macros.tasks import due_date_is_near_its_year, timeliness
from tests.data_folders import lines, read

DAY = date(2023, 6, 30)


def task_data(folder: Path, fields: str) -> Data:
    """Return data with one task, nv-1, of 2023; it need not be sound."""
    return read(folder, {"2023/tasks.yml": f"- {{id: nv-1, title: Họp, lead_class: các ban, {fields}}}\n"}).data


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ("due: 29/06/2023", "overdue"),
        ("due: 30/06/2023", "due_soon"),
        ("due: 14/07/2023", "due_soon"),
        ("due: 15/07/2023", "in_time"),
        ("due: Quý I/2023", "overdue"),
        ("due: Quý II/2023", "due_soon"),
        ("due: 2023", "in_time"),
        ("due: 6/2023, state: Đang thực hiện", "due_soon"),
        ("due: 5/2023, state: Đang thực hiện", "overdue"),
        ('due: 5/2023, state: "Đã trình, chờ phê duyệt"', "overdue"),
        ("due: Thường xuyên", None),
        ("due: 2023 và những năm tiếp theo", None),
        ("state: Đang thực hiện", None),
        ("due: 5/2023, extended: 31/07/2023", "in_time"),
        ("due: 5/2023, extended: 10/07/2023", "due_soon"),
        ("due: 4/2023, extended: 31/05/2023", "overdue"),
        ("due: 31/05/2023, state: Hoàn thành, result_date: 31/05/2023", "on_time"),
        ("due: 31/05/2023, state: Hoàn thành, result_date: 01/06/2023", "done_late"),
        ("due: 31/05/2023, extended: 15/06/2023, state: Hoàn thành, result_date: 01/06/2023", "on_time"),
        ("due: 31/05/2023, extended: 15/06/2023, state: Hoàn thành, result_date: 16/06/2023", "done_late"),
        ("due: 31/05/2023, state: Hoàn thành", None),
        ("state: Hoàn thành, result_date: 31/05/2023", None),
        ("due: Thường xuyên, state: Hoàn thành, result_date: 31/05/2023", None),
        ("due: 31/05/2023, state: Dừng thực hiện", None),
        ("due: 31/05/2023, state: Chuyển sang năm sau", None),
        ("due: 31/05/2023, state: Rút khỏi kế hoạch", None),
        ("due: 31/05/2023, state: Chuyển đơn vị khác chủ trì", None),
    ],
)
def test_timeliness(fields: str, verdict: str | None, tmp_path: Path) -> None:
    assert timeliness(task_data(tmp_path, fields).tasks["nv-1"], DAY) == verdict


def test_a_task_is_judged_by_its_extension(tmp_path: Path) -> None:
    task = task_data(tmp_path, "due: Quý I/2023, extended: 15/05/2023").tasks["nv-1"]
    assert task.due is not None
    assert (task.due.text, task.due.end, task.due_end) == ("Quý I/2023", date(2023, 3, 31), date(2023, 5, 15))


def test_errors_name_a_task_by_its_printed_number(tmp_path: Path) -> None:
    assert task_data(tmp_path, "number: 17").tasks["nv-1"].name_in_errors == "nhiệm vụ 17"
    assert task_data(tmp_path, "note: không số").tasks["nv-1"].name_in_errors == "nhiệm vụ nv-1"


@pytest.mark.parametrize(("due", "refused"), [
    ("31/12/2028", False), ("01/01/2029", True), ("Quý I/2062", True), ("6/2018", False), ("12/2017", True),
    ("2023 - 2033", False), ("giai đoạn 2021 - 2030", False), ("2023 - 2034", True), ("2033", False), ("2062", True), ("Thường xuyên", False), ("2023 và những năm tiếp theo", False),
])
def test_a_due_date_is_near_the_year_of_its_plan(due: str, refused: bool, tmp_path: Path) -> None:
    said = [problem.message for problem in due_date_is_near_its_year(task_data(tmp_path, f"due: {due}"))]
    remedy = "Xem lại năm; việc của cả giai đoạn thì ghi giai đoạn, ví dụ 2023 - 2028."
    assert said == ([f"due (Thời hạn hoàn thành): '{due}' quá xa năm 2023 của nhiệm vụ nv-1. {remedy}"] if refused else [])


MOVED = {"2022/tasks.yml": "- {id: nv-1, title: Họp, lead_class: các ban, state: moved}\n"}


@pytest.mark.parametrize(
    ("next_year", "said"),
    [
        ({}, 0),  # the next year is not there yet
        ({"2023/tasks.yml": ""}, 0),  # nor its tasks
        ({"2023/plan.yml": "id: kh-2023\ntitle: Kế hoạch\n"}, 0),
        ({"2023/tasks.yml": "- {id: nv-2, title: Họp, lead_class: các ban}\n"}, 1),
        ({"2023/tasks.yml": "- {id: nv-2, title: Họp, lead_class: các ban, carried_from: nv-1}\n"}, 0),
        ({"2024/tasks.yml": "- {id: nv-2, title: Họp, lead_class: các ban}\n"}, 0),
        ({"2023/tasks.yml": "- {id: nv-2, title: Họp, lead_class: các ban}\n- {id: nv-3, carried_from: nv-1, lead_class: các ban}\n"}, 1),  # only the title
    ],
)
def test_a_moved_task_is_looked_for_once_the_next_year_has_tasks(next_year: dict[str, str], said: int, tmp_path: Path) -> None:
    assert len(lines(read(tmp_path, {**MOVED, **next_year}))) == said
