"""What is read right though it looks odd: only what is ambiguous is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.data import Data, load
from macros.field_types import Moment
from macros.records import SourceRef
from tests.data_folders import lines

FOLDER = Path(__file__).parent / "accepted/data"


@pytest.fixture(scope="module")
def data() -> Data:
    loaded = load(FOLDER, "data")
    assert lines(loaded) == []
    return loaded.data


def test_the_fixtures_are_as_odd_as_they_say() -> None:
    assert (FOLDER / "units.yml").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in (FOLDER / "units.yml").read_bytes()
    assert "Thu\u0301y" in (FOLDER / "people.yml").read_text("utf-8")
    assert "\u00a0" in (FOLDER / "sources.yml").read_text("utf-8")
    assert (FOLDER / "movements.yml").read_bytes() == b""


def test_byte_order_mark_windows_line_ends_iso_day_and_a_label_with_a_comma(data: Data) -> None:
    unit = data.units["van-phong"]
    assert (unit.name, unit.kind, unit.since) == ("Văn phòng", "department", Moment(2023, 7, 1))
    assert unit.place.lines["since"] == 6


def test_decomposed_text_and_one_record_where_a_list_may_stand(data: Data) -> None:
    person = data.people["nguyen-thi-thuy"]
    assert (person.name, person.honorific) == ("Nguyễn Thị Thúy", "ba")
    assert [post.seen for post in person.posts] == [(date(2023, 1, 12),)]
    assert person.posts[0].place.line == 6


def test_odd_spaces_and_folded_lines(data: Data) -> None:
    source = data.sources["bai-1"]
    assert source.title == "Hội nghị “tổng kết” năm 2022"
    assert source.read == "Số liệu của hội nghị, đọc ngày 5/1/2023."
    assert source.published == Moment(2022, 12)


def test_labels_in_any_case_stand_for_keys_and_one_value_for_a_list(data: Data) -> None:
    document = data.documents["18-ct-tw"]
    assert (document.kind, document.security, document.issued_inferred) == ("directive", "normal", True)
    assert (document.other_numbers, document.effect_from) == (("18/CT-TW",), Moment(2022))
    assert [(relation.kind, relation.document) for relation in document.relations] == [("implements", "kh-1")]
    assert document.source == (SourceRef("bai-1", "dòng 14, 21"),)
    assert data.documents["kh-1"].kind == "plan"


def test_empty_files_and_empty_values_are_nothing(data: Data) -> None:
    plan = data.years[2023].plan
    assert plan is not None
    assert (data.movements, data.honours, data.years[2023].awards) == ({}, {}, ())
    assert (plan.title, plan.owner, plan.basis, plan.note) == ("Kế hoạch trọng tâm công tác năm 2023", None, (), None)


def test_counts_with_leading_zeros(data: Data) -> None:
    plan = data.years[2023].plan
    assert plan is not None and plan.declared is not None
    assert (plan.declared.tasks, plan.declared.done) == (5, 3)


def test_text_stays_text(data: Data) -> None:
    first, second, third = data.years[2023].tasks
    assert (first.number, first.title, first.state, first.result) == ("05", "12", "done", "no")
    assert (first.due_end, first.result_date, first.lead) == (date(2023, 6, 30), date(2023, 6, 5), ("van-phong",))
    assert (second.number, second.title, second.origin, second.product, second.note) == ("0123456789", "on", "unplanned", None, None)
    assert (third.title, third.due_end) == ("Họp: lần hai #2", date(2023, 4, 1))


def test_a_decimal_comma_and_one_figure_where_a_list_may_stand(data: Data) -> None:
    results = data.years[2023].results
    assert [(figure.id, figure.value) for figure in results.figures] == [("sl-2023-1", 90.9)]
    assert results.shortcomings == ()
