"""Due dates as plans print them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.due_dates import Due, understand
from tests.data_folders import lines, read


@pytest.mark.parametrize(
    ("text", "kind", "end"),
    [
        ("31/12/2025", "day", date(2025, 12, 31)),
        ("5/1/2025", "day", date(2025, 1, 5)),
        ("2025-03-08", "day", date(2025, 3, 8)),
        ("31/12", "day", date(2025, 12, 31)),
        ("Trước ngày 15/6", "day", date(2025, 6, 15)),
        ("Trước 15/06/2026", "day", date(2026, 6, 15)),
        ("chậm nhất ngày 01/11/2025", "day", date(2025, 11, 1)),
        ("6/2025", "month", date(2025, 6, 30)),
        ("02/2024", "month", date(2024, 2, 29)),
        ("Tháng 2", "month", date(2025, 2, 28)),
        ("tháng 12 năm 2026", "month", date(2026, 12, 31)),
        ("Trong tháng 4/2025", "month", date(2025, 4, 30)),
        ("Quý II/2025", "quarter", date(2025, 6, 30)),
        ("quý IV", "quarter", date(2025, 12, 31)),
        ("Quý 3/2026", "quarter", date(2026, 9, 30)),
        ("Quý I năm 2026", "quarter", date(2026, 3, 31)),
        ("Quý II, III/2025", "quarter", date(2025, 9, 30)),
        ("Quý III - IV/2025", "quarter", date(2025, 12, 31)),
        ("T11", "month", date(2025, 11, 30)),
        ("T.2/2024", "month", date(2024, 2, 29)),
        ("t 9/2026", "month", date(2026, 9, 30)),
        ("Cuối tháng 5", "month", date(2025, 5, 31)),
        ("Tháng 3 - tháng 6/2025", "month", date(2025, 6, 30)),
        ("Từ tháng 11/2025 đến tháng 2/2026", "month", date(2026, 2, 28)),
        ("Tháng 01 và tháng 02/2024", "month", date(2024, 2, 29)),
        ("tháng 3-6", "month", date(2025, 6, 30)),
        ("T3 - T6/2025", "month", date(2025, 6, 30)),
        ("Q4", "quarter", date(2025, 12, 31)),
        ("Q.IV/2024", "quarter", date(2024, 12, 31)),
        ("QII", "quarter", date(2025, 6, 30)),
        ("Cuối quý II", "quarter", date(2025, 6, 30)),
        ("Từ Quý I đến Quý IV", "quarter", date(2025, 12, 31)),
        ("Quý IV/2025 - Quý I/2026", "quarter", date(2026, 3, 31)),
        ("Xong trước 30/10", "day", date(2025, 10, 30)),
        ("Hoàn thành trước ngày 15/6/2026", "day", date(2026, 6, 15)),
        ("Trước tháng 6/2025", "month", date(2025, 5, 31)),
        ("Trước Quý II/2025", "quarter", date(2025, 3, 31)),
        ("Xong trước quý I", "quarter", date(2024, 12, 31)),
        ("Trước năm 2026", "year", date(2025, 12, 31)),
        ("hoàn thành trong tháng 6", "month", date(2025, 6, 30)),
        ("Hoàn thành trong Quý I", "quarter", date(2025, 3, 31)),
        ("6 tháng đầu năm", "half", date(2025, 6, 30)),
        ("6 tháng cuối năm", "half", date(2025, 12, 31)),
        ("Sáu tháng đầu năm 2026", "half", date(2026, 6, 30)),
        ("2025", "year", date(2025, 12, 31)),
        ("Năm 2026", "year", date(2026, 12, 31)),
        ("Cả năm", "year", date(2025, 12, 31)),
        ("Trong năm 2025", "year", date(2025, 12, 31)),
        ("2025 - 2026", "span", date(2026, 12, 31)),
        ("2025-2027", "span", date(2027, 12, 31)),
        ("giai đoạn 2025 – 2030", "span", date(2030, 12, 31)),
        ("2025 và những năm tiếp theo", "continuous", None),
        ("Thường xuyên", "continuous", None),
        ("Thường xuyên trong năm", "continuous", None),
        ("Hằng năm", "continuous", None),
        ("Hàng quý", "continuous", None),
        ("hằng tháng.", "continuous", None),
    ],
)
def test_every_printed_form(text: str, kind: str, end: date | None) -> None:
    assert understand(text, 2025) == Due(text, kind, end)


OTHERS = [
    "", "khi có yêu cầu", "13/2025", "Tháng 13", "Tháng 0", "Quý V", "Quý 5/2025", "7 tháng đầu năm", "12/1/25", "ngày 5", "1825", "2025 2026",
    "Đầu năm", "đầu tháng 5", "giữa quý I", "T13", "Q5", "Quý I hoặc Quý II", "Xong", "Hoàn thành", "trước", "T", "Sau 30/10",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHERS)
def test_other_forms_are_not_guessed(text: str) -> None:
    assert understand(text, 2025) is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/02/2023", "'31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023."),
        ("31/4", "'31/4/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 30/04/2023."),
        ("Trước ngày 31/11/2023", "'31/11/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 30/11/2023."),
        ("30-06-2023", "'30-06-2023' không phải là thời hạn. Viết 30/06/2023."),
        ("30.6.2023", "'30.6.2023' không phải là thời hạn. Viết 30/06/2023."),
        ("6-2023", "'6-2023' không phải là thời hạn. Viết 06/2023."),
        ("31-02-2023", "'31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023."),
        ("Quí II", "'Quí II' không phải là thời hạn. Viết Quý II/2023."),
        ("quí 4 năm 2024", "'quí 4 năm 2024' không phải là thời hạn. Viết Quý 4 năm 2024."),
        ("2025 - 2023", "'2025 - 2023' viết ngược. Viết năm đầu trước, ví dụ 2023 - 2025."),
        ("Tháng 6 - tháng 3", "khoảng thời gian viết ngược. Viết phần đầu trước, ví dụ tháng 3 - tháng 6."),
        ("Từ quý IV đến quý I", "khoảng thời gian viết ngược. Viết phần đầu trước, ví dụ tháng 3 - tháng 6."),
        (
            "sớm nhất",
            "'sớm nhất' không phải là thời hạn. Viết một trong các cách: 28/02/2023, 6/2023, Quý II/2023, 6 tháng đầu năm 2023, 2023, 2023 - 2025, Thường xuyên.",
        ),
        (
            "[6/2023]",
            "danh sách này không phải là thời hạn. Viết một trong các cách: 28/02/2023, 6/2023, Quý II/2023, 6 tháng đầu năm 2023, 2023, 2023 - 2025, Thường xuyên.",
        ),
    ],
)
def test_impossible_ones_are_said_so(typed: str, message: str, tmp_path: Path) -> None:
    loaded = read(tmp_path, {"2023/tasks.yml": f"- id: nv-1\n  title: Họp\n  lead_class: các ban\n  due: {typed}\n"})
    assert lines(loaded) == [f"data/2023/tasks.yml:4: due (Thời hạn hoàn thành): {message}"]


@pytest.mark.parametrize(("text", "quarter"), [("Quý II/2025", 2), ("31/12", 4), ("1/1/2025", 1), ("6 tháng đầu năm", 2), ("Thường xuyên", None)])
def test_quarter_of_the_last_day(text: str, quarter: int | None) -> None:
    due = understand(text, 2025)
    assert due is not None and due.quarter == quarter


def test_a_due_date_without_a_year_is_of_its_plans_year(tmp_path: Path) -> None:
    rows = "- {{id: nv-{year}, title: Họp, lead_class: các ban, due: 31/12}}\n"
    data = read(tmp_path, {f"{year}/tasks.yml": rows.format(year=year) for year in (2022, 2023)}).data
    assert [task.due_end for task in data.tasks.values()] == [date(2022, 12, 31), date(2023, 12, 31)]
