"""What every record shares: places, words of vocabularies, references, all its errors at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from macros.awards import Award
from macros.data import load
from macros.problems import Problem, report, shown
from macros.reading import Items, Row
from macros.records import with_inner
from macros.tasks import Task
from macros.units import Structure, StructureGroup, Unit
from tests.data_folders import lines, read, small_copy


def test_records_are_frozen_and_know_their_place(tmp_path: Path) -> None:
    files = {"units.yml": "# đơn vị\nunits:\n  - id: van-phong\n    name: Văn phòng\n    kind: department\n    aliases:\n      - VP\n      - VPCQ\n"}
    unit = read(tmp_path, files).data.units["van-phong"]
    assert (unit.place.file, unit.place.line, unit.place.lines["kind"], unit.place.items["aliases"]) == ("data/units.yml", 3, 5, [7, 8])
    assert unit.problem("kind", "sai.") == Problem("data/units.yml", 5, "kind (Loại): sai.")
    assert unit.problem("aliases", "sai.", 1) == Problem("data/units.yml", 8, "aliases (Tên gọi khác): sai.")
    assert unit.problem("note", "thiếu.").line == 3
    with pytest.raises(ValidationError):
        unit.name = "Khác"


def test_models_know_which_fields_hold_records_and_references() -> None:
    assert (Structure.inner_fields, Award.inner_fields, Task.inner_fields) == (("groups",), ("recipients",), ())
    assert dict(Unit.reference_fields) == {"source": "sources"}
    assert dict(StructureGroup.reference_fields) == {"units": "units"}
    assert dict(Task.reference_fields).items() >= {"lead": "units", "leader": "people", "carried_from": "tasks", "area": "areas", "implements": "documents"}.items()


def test_records_inside_records_are_found(tmp_path: Path) -> None:
    structure = "structures:\n  - id: cc-1\n    decision: qd-1\n    since: 2023\n    groups: [{title: Các ban, units: van-phong}, {title: Khác}]\n"
    found = read(tmp_path, {"units.yml": structure}).data.structures[0]
    assert [type(record) for record in with_inner(found)] == [Structure, StructureGroup, StructureGroup]


@pytest.mark.parametrize("typed_word", ["done", "Hoàn thành", "hoàn thành", "HOÀN THÀNH", "Hoàn Thành"])
def test_a_word_is_its_key_or_its_label(typed_word: str, tmp_path: Path) -> None:
    loaded = read(tmp_path, {"2023/tasks.yml": f"- {{id: nv-1, title: Họp, lead_class: các ban, result: Xong, state: {typed_word}}}\n"})
    assert (lines(loaded), loaded.data.tasks["nv-1"].state) == ([], "done")


def test_every_wrong_field_of_a_record_is_named_at_once(tmp_path: Path) -> None:
    text = "- id: NV 1\n  number: [a]\n  due: hôm qua\n  state: xong\n  extended: 31/02/2023\n  tieu_de: Họp\n"
    found = [line.split(": ")[:2] for line in lines(read(tmp_path, {"2023/tasks.yml": text}))]
    assert found == [
        ["data/2023/tasks.yml:1", "id (Mã)"],
        ["data/2023/tasks.yml:1", "title (Nhiệm vụ cụ thể)"],
        ["data/2023/tasks.yml:2", "number (TT)"],
        ["data/2023/tasks.yml:3", "due (Thời hạn hoàn thành)"],
        ["data/2023/tasks.yml:4", "state (Trạng thái)"],
        ["data/2023/tasks.yml:5", "extended (Gia hạn đến)"],
        ["data/2023/tasks.yml:6", "tieu_de"],
    ]


@pytest.mark.parametrize(("file", "row", "said"), [
    ("units.yml", "{id: ban-moi, name: Ban Mới, kind: department}", "'ban-moi' có dạng của đơn vị, mà phần structures chỉ gồm cơ cấu. Chuyển cả bản ghi sang phần «units:»."),
    ("units.yml", "{id: ban-moi, name: Ban Mới, knid: department}", "'ban-moi' có dạng của đơn vị, mà phần structures chỉ gồm cơ cấu. Chuyển cả bản ghi sang phần «units:»."),
    ("sources.yml", "{id: bai-9, title: Bài, read: Số liệu}", "'bai-9' có dạng của nguồn, mà phần ambiguities chỉ gồm điểm chưa rõ. Chuyển cả bản ghi sang phần «sources:»."),
    ("sources.yml", "{id: li-9, printed: tiến tiến, correct: tiên tiến}", "'li-9' có dạng của lỗi in, mà phần ambiguities chỉ gồm điểm chưa rõ. Chuyển cả bản ghi sang phần «misprints:»."),
    ("2023/results.yml", "{id: sl-9, title: Họp, value: 1, source: bai-1}", "'sl-9' có dạng của số liệu, mà phần directions chỉ gồm nội dung. Chuyển cả bản ghi sang phần «figures:»."),
    ("vocabularies.yml", "{key: new, label: Mới}", "'new' có dạng của từ, mà phần abbreviations chỉ gồm từ viết tắt. Chuyển cả bản ghi sang đúng phần của nó."),
])
def test_a_row_added_at_the_end_of_a_file_is_told_which_list_it_belongs_in(file: str, row: str, said: str, tmp_path: Path) -> None:
    """One sentence, and nothing of what names the row."""
    folder = small_copy(tmp_path)
    text = (folder / file).read_text("utf-8") + f"  - {row}\n"
    (folder / file).write_text(text, "utf-8")
    (folder / "2022").mkdir()
    (folder / "2022/tasks.yml").write_text("- {id: nv-9, title: Họp, lead: ban-moi}\n" if file == "units.yml" else "", "utf-8")
    line = text.count("\n")
    assert lines(load(folder, "data")) == [f"data/{file}:{line}: {said}"]


def test_the_report_sorts_by_file_and_line_says_each_once_and_counts() -> None:
    problems = [Problem("data/b.yml", 10, "hai."), Problem("data/b.yml", 9, "một."), Problem("data/b.yml", 9, "một."), Problem("data/a", 0, "tệp lạ.")]
    assert report(problems, "data/") == "data/a: tệp lạ.\ndata/b.yml:9: một.\ndata/b.yml:10: hai.\n3 lỗi trong data/."


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "'a'"), ("a\n b", "'a b'"), (None, "chỗ trống"), (Row(), "nhóm mục này"), (Items(), "danh sách này"), ("x" * 61, f"'{'x' * 61}'"), ("x" * 62, f"'{'x' * 60}…'")],
)
def test_bad_values_are_quoted_short_and_on_one_line(value: Any, text: str) -> None:
    assert shown(value) == text
