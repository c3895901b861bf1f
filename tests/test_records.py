"""What every record shares: fields typed from text, places, words of vocabularies, references."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from macros import records
from macros.awards import Award
from macros.data import with_inner
from macros.problems import Problem, report, shown
from macros.reading import Items, Row
from macros.records import Moment, SourceRef
from macros.tasks import Task
from macros.units import Structure, StructureGroup, Unit
from tests.data_folders import lines, read


def typed(kind: Any, value: Any) -> Any:
    """Return a value as a field of a type holds it."""
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: Any) -> str:
    """Return what an editor reads when a field refuses a value."""
    with pytest.raises(ValidationError) as caught:
        typed(kind, value)
    return caught.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (records.Id, "nv-2023-017", "nv-2023-017"),
        (records.Id, "18-ct-tw", "18-ct-tw"),
        (records.Day, "12/01/2023", date(2023, 1, 12)),
        (records.Day, "5/6/2023", date(2023, 6, 5)),
        (records.Day, "2023-06-05", date(2023, 6, 5)),
        (records.Day, "29/02/2024", date(2024, 2, 29)),
        (records.When, "2023", Moment(2023)),
        (records.When, "6/2023", Moment(2023, 6)),
        (records.When, "06/2023", Moment(2023, 6)),
        (records.When, "2023-06-05", Moment(2023, 6, 5)),
        (records.Year, "2023", 2023),
        (records.Count, "0", 0),
        (records.Count, "04", 4),
        (records.Amount, "24762", 24762),
        (records.Amount, "-3", -3),
        (records.Amount, "90,9", 90.9),
        (records.Amount, "90.9", 90.9),
        (records.Amount, "24,7620", 24.762),
        (records.Amount, "0,125", 0.125),
        (records.Amount, "1234,567", 1234.567),
        (records.YesNo, "có", True),
        (records.YesNo, "Không", False),
        (records.YesNo, "yes", True),
        (records.Address, "https://mattran.org.vn/a?b=1#c", "https://mattran.org.vn/a?b=1#c"),
        (records.FileName, "18-ct-tw.pdf", "18-ct-tw.pdf"),
        (records.SourceNote, "bai-1", SourceRef("bai-1")),
        (records.SourceNote, "bai-1, dòng 12, 14", SourceRef("bai-1", "dòng 12, 14")),
        (records.Years, Items(["2022", "2023"]), (2022, 2023)),
        (records.Years, "2022", (2022,)),
        (records.Ids, Items(), ()),
    ],
)
def test_text_becomes_a_value(kind: Any, text: Any, value: Any) -> None:
    assert typed(kind, text) == value
    assert type(typed(kind, text)) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "part"),
    [
        (records.Id, "NV-1", "ví dụ nv-1."),
        (records.Id, "Văn phòng", "'Văn phòng' không dùng làm mã được. Mã chỉ có chữ thường không dấu, số và gạch nối, ví dụ van-phong."),
        (records.Id, "a--b", "ví dụ a-b."),
        (records.Id, "van-phong, ban-to-chuc", "Nhiều mã thì mỗi mã viết trên một dòng riêng, bắt đầu bằng «- »."),
        (records.Id, "…", "ví dụ nv-2023-017."),
        (records.Day, "29/02/2023", "'29/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023."),
        (records.Day, "31/04/2023", "ví dụ 30/04/2023."),
        (records.Day, "01/13/2023", "ví dụ 28/02/2023."),
        (records.Day, "12-1-2023", "ví dụ 12/01/2023."),
        (records.Day, "12.01.2023", "ví dụ 12/01/2023."),
        (records.Day, "12/01/23", "không phải là ngày"),
        (records.Day, "12/01/3023", "không phải là ngày"),
        (records.Day, "6/2023", "không phải là ngày"),
        (records.When, "0/2023", "'0/2023' không phải là ngày, tháng hay năm. Viết 28/02/2023, 02/2023 hoặc 2023."),
        (records.When, "31/6/2023", "'31/6/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 30/06/2023."),
        (records.Year, "23", "'23' không phải là năm. Viết bốn chữ số, ví dụ 2023."),
        (records.Year, "3023", "không phải là năm"),
        (records.Count, "-1", "không phải là số đếm"),
        (records.Count, "1.131", "'1.131' không phải là số đếm. Chỉ viết chữ số, không dấu chấm, ví dụ 1131."),
        (records.Count, "4 tập thể", "ví dụ 1131."),
        (records.Amount, "24.762", "'24.762' có thể hiểu hai cách. Nếu là số nguyên, viết liền 24762; nếu là số lẻ, thêm số 0 ở cuối: 24,7620."),
        (records.Amount, "-1,125", "Nếu là số nguyên, viết liền -1125; nếu là số lẻ, thêm số 0 ở cuối: -1,1250."),
        (records.Amount, "1.234.567", "ví dụ 1234567 hoặc 90,9."),
        (records.Amount, "1 234 567", "ví dụ 1234567 hoặc 90,9."),
        (records.Amount, "5%", "'5%' không phải là số."),
        (records.Amount, "1e3", "không phải là số"),
        (records.YesNo, "1", "'1' không phải là có hay không. Viết «có» hoặc «không»."),
        (records.Address, "www.mattran.org.vn", "Viết đầy đủ, bắt đầu bằng http:// hoặc https://."),
        (records.Address, "javascript:alert(1)", "không phải là địa chỉ trang web"),
        (records.Address, 'https://a"onclick=b', "không phải là địa chỉ trang web"),
        (records.FileName, "../a.pdf", "không phải là tên tệp"),
        (records.FileName, "a\\b.pdf", "không phải là tên tệp"),
        (records.SourceNote, "Bài báo, dòng 1", "'Bài báo, dòng 1' không phải là nguồn."),
        (records.SourceNote, ", dòng 1", "không phải là nguồn"),
    ],
)
def test_what_is_no_value_is_refused_with_the_remedy(kind: Any, text: str, part: str) -> None:
    assert part in refusal(kind, text)


@pytest.mark.parametrize("kind", [records.Id, records.Day, records.When, records.Year, records.Count, records.Amount, records.YesNo, records.Address, records.SourceNote])
@pytest.mark.parametrize("value", [Row(), Items(), Items(["a"]), ""])
def test_no_field_takes_another_shape(kind: Any, value: Any) -> None:
    assert refusal(kind, value).endswith(".")


@pytest.mark.parametrize(
    ("moment", "first", "last", "text"),
    [
        (Moment(2023), date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (Moment(2024, 2), date(2024, 2, 1), date(2024, 2, 29), "02/2024"),
        (Moment(2023, 12), date(2023, 12, 1), date(2023, 12, 31), "12/2023"),
        (Moment(2023, 1, 5), date(2023, 1, 5), date(2023, 1, 5), "05/01/2023"),
    ],
)
def test_moments_know_the_days_they_can_be(moment: Moment, first: date, last: date, text: str) -> None:
    assert (moment.first_day(), moment.last_day(), str(moment)) == (first, last, text)


def test_moments_sort_by_time() -> None:
    moments = [Moment(2022, 12, 31), Moment(2023), Moment(2023, 1), Moment(2023, 1, 2), Moment(2023, 2)]
    assert sorted(reversed(moments)) == moments


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


def test_the_report_sorts_by_file_and_line_says_each_once_and_counts() -> None:
    problems = [Problem("data/b.yml", 10, "hai."), Problem("data/b.yml", 9, "một."), Problem("data/b.yml", 9, "một."), Problem("data/a", 0, "tệp lạ.")]
    assert report(problems, "data/") == "data/a: tệp lạ.\ndata/b.yml:9: một.\ndata/b.yml:10: hai.\n3 lỗi trong data/."


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "'a'"), ("a\n b", "'a b'"), (None, "chỗ trống"), (Row(), "nhóm mục này"), (Items(), "danh sách này"), ("x" * 61, f"'{'x' * 61}'"), ("x" * 62, f"'{'x' * 60}…'")],
)
def test_bad_values_are_quoted_short_and_on_one_line(value: Any, text: str) -> None:
    assert shown(value) == text
