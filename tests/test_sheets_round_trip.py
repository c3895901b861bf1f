"""Workbooks of ours: what is exported and imported again changes nothing; a changed cell changes its line and no other byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.data import load
from macros.sheets.commands import KIND_TITLES
from macros.sheets.kinds import KINDS
from tests.libreoffice import saved_again
from tests.sheet_books import Desk, columns
from tests.sites import DEMO, REAL, REPOSITORY, SMALL

Capsys = pytest.CaptureFixture[str]


@pytest.mark.parametrize("source", [REAL, DEMO, SMALL])
def test_what_is_exported_comes_back_as_it_was(source: str, tmp_path: Path, capsys: Capsys) -> None:
    desk = Desk(tmp_path, source, capsys)
    for kind in KINDS:
        desk.export(kind)
        assert desk.imported("--write", "--remove") == (0, "Không có gì thay đổi.\n", ""), kind
    assert desk.changed_lines() == []


def test_the_commands_know_every_kind() -> None:
    assert {key: kind.title for key, kind in KINDS.items()} == KIND_TITLES


def test_an_export_is_the_same_bytes_each_time(demo_desk: Desk) -> None:
    demo_desk.export("documents")
    first = demo_desk.book_path.read_bytes()
    demo_desk.export("documents")
    assert demo_desk.book_path.read_bytes() == first


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_changed_text_changes_its_own_line_only(kind: str, demo_desk: Desk) -> None:
    """Each note, quote or title of every record gets another text: as many lines go as come, each with the new text."""
    book = demo_desk.export(kind)
    expected = []
    for table in KINDS[kind].all_tables:
        page = book[table.title]
        for row in range(3, page.max_row + 1):
            for key, column in columns(page).items():
                cell = page.cell(row, column)
                if key in ("note", "quote", "reason", "summary", "product", "result", "text", "what", "post", "term", "signer.capacity") and cell.value:
                    cell.value = f"Đổi: {cell.value} #1"
                    expected.append(str(cell.value))
    code, _, errors = demo_desk.imported("--write")
    assert (code, errors) == (0, "")
    old, new = (sorted(line[1:] for line in demo_desk.changed_lines() if line[0] == sign) for sign in "-+")
    assert sorted(re.findall(r'"(Đổi: .*? #1)"', "\n".join(new))) == sorted(expected)
    as_before = (re.sub(r'"Đổi: (.*?) #1"', r"\1", line) for line in new)
    assert sorted(line.replace('"', "") for line in as_before) == sorted(line.replace('"', "") for line in old)


@pytest.mark.parametrize(
    ("key", "value", "lines"),
    [
        ("state", "Đang thực hiện", ["-  state: done", "+  state: in_progress"]),
        ("lead", "Ban Phong trào", ["-  lead: ban-tuyen-giao", "+  lead: ban-phong-trao"]),
        ("lead", "Ban Tuyên giáo\nBan Phong trào", ["-  lead: ban-tuyen-giao", "+  lead: [ban-tuyen-giao, ban-phong-trao]"]),
        ("partner", "Văn phòng", ["-  partner: [van-phong, tap-chi]", "+  partner: [van-phong]"]),
        ("due", "Quý I/2024", ["-  due: 31/01/2024", "+  due: Quý I/2024"]),
        ("product", None, ["-  product: Kế hoạch tuyên truyền"]),
        ("note", "Xem mục #3", ['+  note: "Xem mục #3"']),
        ("title", "Xây dựng kế hoạch", ['-  title: "Xây dựng, ban hành kế hoạch tuyên truyền năm 2024 về các chủ trương, chính sách mới"', '+  title: "Xây dựng kế hoạch"']),
        ("source", "phu-luc-ke-hoach-2024, mục 1\nbao-cao-tong-ket-2024, mục II", ["-    - bao-cao-tong-ket-2024, mục I", "+    - bao-cao-tong-ket-2024, mục II"]),
        ("source", "phu-luc-ke-hoach-2024, mục 1", ["-    - bao-cao-tong-ket-2024, mục I"]),
    ],
)
def test_a_changed_cell_changes_its_line(key: str, value: str | None, lines: list[str], demo_desk: Desk) -> None:
    demo_desk.export("tasks", "--year", "2024")
    demo_desk.set("Nhiệm vụ", "nv-2024-001", key, value)
    if key == "state":
        demo_desk.set("Nhiệm vụ", "nv-2024-001", "result_date", None)
        lines = [*lines, "-  result_date: 26/01/2024"]
    code, _, errors = demo_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert demo_desk.changed_lines() == lines


def test_without_write_nothing_is_written_and_the_report_says_what_would_be(demo_desk: Desk) -> None:
    demo_desk.export("tasks", "--year", "2024")
    demo_desk.set("Nhiệm vụ", "nv-2024-003", "lead", "Ban Đối ngoại")
    code, out, errors = demo_desk.imported()
    assert (code, errors) == (0, "")
    assert "Nhiệm vụ 3 (năm 2024)" in out and "Ban Đối ngoại" in out
    assert out.endswith("Chưa ghi gì. Thêm --write để ghi vào: 2024/tasks.yml.\n")
    assert demo_desk.changed_lines() == []


def test_new_rows_become_records_with_ids_of_their_own(demo_desk: Desk) -> None:
    demo_desk.export("tasks", "--year", "2025")
    demo_desk.add("Nhiệm vụ", number="40", title="Việc mới: một", lead="Văn phòng", area="Tuyên truyền, vận động; xây dựng khối đại đoàn kết", due="6/2025")
    demo_desk.add("Nhiệm vụ", title="Việc mới hai", lead="Văn phòng\nBan Phong trào", due="Thường xuyên", source="ban-tin-hoi-nghi-2025, đoạn 10")
    areas = {area.title: area.id for area in load(demo_desk.data).data.years[2025].plan.areas}  # type: ignore[union-attr]
    page = demo_desk.book["Nhiệm vụ"]
    page.cell(demo_desk.row_of(page, "nv-2025-005") + 1, columns(page)["area"]).value = next(iter(areas))
    code, _, errors = demo_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert demo_desk.changed_lines() == [
        "+- id: nv-2025-040", "+  number: 40", '+  title: "Việc mới: một"', f"+  area: {next(iter(areas.values()))}", "+  lead: van-phong", "+  due: 6/2025",
        "+- id: nv-2025-041", "+  title: Việc mới hai", "+  lead: [van-phong, ban-phong-trao]", "+  due: Thường xuyên", "+  source: ban-tin-hoi-nghi-2025, đoạn 10",
    ]  # fmt: skip


def test_the_guide_names_every_kind_with_its_sheets() -> None:
    page = (REPOSITORY / "docs/huong-dan/sua-bang-excel.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    said = {key: (title, [re.sub(r" \(.*\)", "", sheet) for sheet in sheets.strip().split("; ")]) for key, title, sheets in rows}
    assert said == {key: (kind.title, [table.title for table in kind.all_tables]) for key, kind in KINDS.items()}


@pytest.mark.slow
def test_workbooks_saved_by_libreoffice_change_nothing(tmp_path: Path, capsys: Capsys) -> None:
    desk = Desk(tmp_path, DEMO, capsys)
    files = []
    for kind in KINDS:
        desk.export(kind)
        files.append(desk.book_path.rename(tmp_path / f"{kind}.xlsx"))
    saved_again(files, tmp_path / "saved")
    for file in files:
        assert desk.imported("--write", "--remove", path=tmp_path / "saved" / file.name) == (0, "Không có gì thay đổi.\n", ""), file.name
    assert desk.changed_lines() == []
