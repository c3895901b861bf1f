"""Ids of new records: by the site's patterns, unique, never one that was used before."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from macros.sheets.kinds import AREAS, KINDS, Table
from macros.sheets.new_ids import new_id
from macros.taken_ids import TakenIds
from tests.sheet_books import Desk
from tests.sites import SMALL


def table(title: str) -> Table:
    return next(one for kind in KINDS.values() for one in kind.all_tables if one.title == title)


@pytest.mark.parametrize(
    ("title", "values", "siblings", "taken", "made"),
    [
        ("Nhiệm vụ", {"number": "7"}, [], [], "nv-2025-007"),
        ("Nhiệm vụ", {"number": "7"}, ["nv-2025-1", "nv-2025-2"], ["nv-2025-1", "nv-2025-2"], "nv-2025-7"),
        ("Nhiệm vụ", {"number": "7"}, ["nv-2025-007"], ["nv-2025-007", "nv-2025-140"], "nv-2025-141"),
        ("Nhiệm vụ", {"number": "I.7"}, [], [], "nv-2025-001"),
        ("Nhiệm vụ", {}, ["nv-2025-009"], ["nv-2025-009", "nv-2025-999"], "nv-2025-1000"),
        ("Khen thưởng", {"merit_year": "2024", "honour": "bang-khen", "to": "individual"}, [], [], "kt-2024-bang-khen"),
        ("Khen thưởng", {"merit_year": "2024", "honour": "bang-khen", "to": "individual"}, [], ["kt-2024-bang-khen"], "kt-2024-bang-khen-ca-nhan"),
        ("Khen thưởng", {"merit_year": "2024", "honour": "b", "to": "household"}, [], ["kt-2024-b", "kt-2024-b-ho-gia-dinh"], "kt-2024-b-ho-gia-dinh-2"),
        ("Danh sách", {"name": "Lê Văn Ví"}, ["kt-x-01"], ["kt-x-01"], "kt-x-02"),
        ("Danh sách", {"name": "Lê Văn Ví"}, [], [], "kt-x-001"),
        ("Văn bản", {"number": "18-CT/TW", "issuer": ("ban-bi-thu",), "issued": "26/10/2022"}, [], [], "18-ct-tw"),
        ("Văn bản", {"number": "18-CT/TW", "issuer": ("ban-bi-thu",), "issued": "26/10/2022"}, [], ["18-ct-tw"], "18-ct-tw-ban-bi-thu-2022"),
        ("Văn bản", {"subject": "Về việc “Ví dụ”"}, [], [], "ve-viec-vi-du"),
        ("Người", {"name": "Đặng Ân"}, [], ["dang-an"], "dang-an-2"),
        ("Đơn vị", {"name": "Ban Dân tộc và Tôn giáo"}, [], [], "ban-dan-toc-va-ton-giao"),
        ("Cơ cấu", {"since": "01/07/2025"}, [], [], "co-cau-2025"),
        ("Sự kiện", {"title": "Hội nghị tổng kết"}, [], [], "sk-2025-hoi-nghi-tong-ket"),
        ("Phong trào", {"name": "Một tên rất dài " * 9}, [], [], "mot-ten-rat-dai-mot-ten-rat-dai-mot-ten-rat-dai-mot-ten-rat"),
    ],
)
def test_a_new_record_gets_the_next_id_of_its_kind(title: str, values: dict[str, Any], siblings: list[str], taken: list[str], made: str) -> None:
    ids = TakenIds(taken)
    assert new_id(table(title), 2025, values, siblings, "kt-x" if title == "Danh sách" else "", ids) == made
    assert made in ids


def test_an_area_is_numbered_within_its_year() -> None:
    assert new_id(AREAS, 2025, {"number": "IV"}, ["lv-2025-1"], "", TakenIds(["lv-2025-1"])) == "lv-2025-2"


def test_an_id_that_a_deleted_record_had_is_not_given_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, SMALL, capsys)
    file = desk.data / "2024/tasks.yml"
    git = ["git", "-C", str(desk.data), "-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    whole = file.read_text(encoding="utf-8")
    file.write_text(f"{whole}- id: nv-2024-9\n  number: 9\n  title: Đã rút\n  lead: van-phong\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *command], check=True)
    file.write_text(whole, encoding="utf-8")
    subprocess.run([*git, "commit", "-qam", "b"], check=True)
    desk.export("tasks", "--year", "2024")
    desk.add("Nhiệm vụ", number="9", title="Việc khác", lead="Văn phòng", due="2024")
    code, _, errors = desk.imported("--write")
    assert (code, errors) == (0, "")
    assert file.read_text(encoding="utf-8") == f"{whole}- id: nv-2024-10\n  number: 9\n  title: Việc khác\n  lead: van-phong\n  due: 2024\n"
