"""From the annex of a plan to a year of the site: problems by cell, then 140 tasks, then 44 lead units by one more import."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from macros.__main__ import main
from macros.data import load
from tests.office_annex import AREAS, AnnexTask, annex_tasks, write_annex
from tests.sheet_books import Desk
from tests.sites import REAL

NEW_LEAD, NEW_LEAD_ID = "Cục Tài chính - Kế hoạch", "cuc-tai-chinh-ke-hoach"


def given_another_lead() -> list[AnnexTask]:
    return [task for task in annex_tasks() if NEW_LEAD_ID not in task.lead][:44]


def test_a_plan_of_140_tasks_and_44_lead_units_changed_later(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, REAL, capsys)

    spoilt = write_annex(tmp_path / "loi.xlsx", mistakes=True)
    code, _, errors = desk.imported("--write", path=spoilt)
    assert code == 1
    assert [line.split(": ")[0] for line in errors.splitlines() if line.startswith("Trang")] == ["Trang “Phụ lục KH 2025”, ô C9", "Trang “Phụ lục KH 2025”, ô F10"]
    assert desk.changed_lines() == []

    annex = write_annex(tmp_path / "phu-luc.xlsx")
    code, out, errors = desk.imported(path=annex)
    assert (code, errors) == (0, "") and "| Nhiệm vụ | 140 | – | – |" in out and "| Lĩnh vực | 8 | – | – |" in out
    assert desk.changed_lines() == []
    code, _, errors = desk.imported("--write", path=annex)
    assert (code, errors) == (0, "")
    assert main(["check", "--data", str(desk.data)]) == 0
    year = load(desk.data).data.years[2025]
    assert [(task.id, task.title, task.lead, task.area) for task in year.tasks] == [
        (f"nv-2025-{task.number:03}", task.title, task.lead, f"lv-2025-{task.area}") for task in annex_tasks()
    ]
    assert year.plan and [area.title for area in year.plan.areas] == [title for _, title, _ in AREAS]
    assert {path for path in desk.data.rglob("*.yml")} - {desk.data / path.relative_to(desk.source) for path in desk.source.rglob("*.yml")} == {
        desk.data / "2025/plan.yml", desk.data / "2025/tasks.yml",
    }  # fmt: skip
    capsys.readouterr()
    assert desk.imported("--write", path=annex)[1].endswith("Không có gì thay đổi.\n")

    other = write_annex(tmp_path / "phu-luc-2.xlsx", leads={task.number: NEW_LEAD for task in given_another_lead()})
    before = (desk.data / "2025/tasks.yml").read_text(encoding="utf-8").splitlines()
    code, out, errors = desk.imported("--write", path=other)
    assert (code, errors) == (0, "")
    assert "# Báo cáo thay đổi: sửa 44 bản ghi\n" in out and "| Nhiệm vụ | – | 44 | – |" in out
    sentences = re.findall(r"^- (?:\*\*(\d+) nhiệm vụ năm 2025\*\*|Nhiệm vụ (\d+) .*?”): (.*)$", out, re.MULTILINE)
    assert sum(int(count or 1) for count, _, _ in sentences) == 44
    assert all(said.endswith(f"→ {NEW_LEAD}.") or NEW_LEAD in said for _, _, said in sentences)
    after = load(desk.data).data.years[2025].tasks
    assert Counter(task.lead for task in after)[NEW_LEAD_ID,] == 44 + sum(task.lead == (NEW_LEAD_ID,) for task in annex_tasks())
    assert not any(task.lead and task.lead_class for task in after)
    changed = Counter((desk.data / "2025/tasks.yml").read_text(encoding="utf-8").splitlines())
    assert set(changed - Counter(before)) == {f"  lead: {NEW_LEAD_ID}", f"  lead: [{NEW_LEAD_ID}]"}
    assert all(re.match(r"  lead(_class)?: ", line) for line in Counter(before) - changed)
