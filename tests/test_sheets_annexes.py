"""Annexes of plans as offices have them: every shape gives the very rows that its text says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros.data import Data, load
from macros.sheets.grids import read_grids
from macros.sheets.incoming import Incoming, Where
from macros.sheets.offices import understand
from tests.office_annex import AREAS, annex_tasks, write_annex

SHEET = "Phụ lục KH 2025"


@pytest.fixture(scope="module")
def real() -> Data:
    return load(Path("data"), "data").data


@pytest.fixture(scope="module")
def demo() -> Data:
    return load(Path("tests/demo/data"), "data").data


@pytest.fixture(scope="module")
def small() -> Data:
    return load(Path("tests/small/data"), "data").data


def problems(incoming: Incoming) -> list[str]:
    return [str(problem) for problem in incoming.problems]


def values(incoming: Incoming) -> list[dict[str, Any]]:
    """Return the rows without the values that are empty."""
    return [{key: value for key, value in row.values.items() if value} for row in incoming.rows]


def test_an_annex_of_140_tasks_with_messy_heads(tmp_path: Path, real: Data) -> None:
    incoming = understand(read_grids(write_annex(tmp_path / "a.xlsx")), None, None, None, real)
    assert (incoming.kind, incoming.year, incoming.whole) == ("tasks", 2025, False)
    areas, rows = ([row for row in incoming.rows if (row.inside is None) is of_task] for of_task in (False, True))
    assert [(row.values, row.inside) for row in areas] == [
        ({"id": f"lv-2025-{place}", "number": roman, "title": title}, ("kh-2025", "areas")) for place, (roman, title, _) in enumerate(AREAS, 1)
    ]
    assert len(rows) == 140
    for row, task in zip(rows, annex_tasks(), strict=True):
        assert row.where == Where(SHEET, str(task.row))
        assert row.values == {
            "number": str(task.number), "title": task.title, "area": f"lv-2025-{task.area}", "product": task.product, "due": task.due,
            "lead": task.lead, "lead_class": task.lead_class, "partner": task.partner, "partner_class": "",
            "leader": "nguyen-thi-thu-ha" if task.area == 1 else "", "note": "Kinh phí: 50 triệu đồng" if task.number == 7 else "",
        }
        assert row.cells["due"] == Where(SHEET, f"F{task.row}")
    assert list(incoming.remarks) == [
        f"Trang “{SHEET}”, dòng 156: dòng tổng «Tổng cộng: 140 nhiệm vụ» không đưa vào.",
        f"Trang “{SHEET}”, dòng 158-162: phần dưới bảng («Nơi nhận: TM. BAN THƯỜNG TRỰC») không đưa vào.",
        f"Trang “{SHEET}”: cột không thuộc mục nào, đưa vào ghi chú: «Kinh phí».",
        "Kế hoạch năm 2025 chưa có lĩnh vực nào; thêm 8 lĩnh vực vào data/2025/plan.yml: " + ", ".join(f"«{title}»" for _, title, _ in AREAS)
        + ". Xem lại chữ hoa, chữ thường và tên kế hoạch sau khi ghi.",
    ]
    assert incoming.problems == ()
