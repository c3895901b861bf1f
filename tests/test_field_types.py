"""The types of fields: each made from text, refused with the remedy, and the dates known in part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from macros.field_types import Address, Amount, Count, Day, FileName, Id, Ids, Moment, SourceNote, Sources, When, Year, Years, YesNo
from macros.reading import Items, Row
from macros.records import SourceRef


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
        (Id, "nv-2023-017", "nv-2023-017"),
        (Id, "18-ct-tw", "18-ct-tw"),
        (Day, "12/01/2023", date(2023, 1, 12)),
        (Day, "5/6/2023", date(2023, 6, 5)),
        (Day, "2023-06-05", date(2023, 6, 5)),
        (Day, "29/02/2024", date(2024, 2, 29)),
        (When, "2023", Moment(2023)),
        (When, "6/2023", Moment(2023, 6)),
        (When, "06/2023", Moment(2023, 6)),
        (When, "2023-06-05", Moment(2023, 6, 5)),
        (Year, "2023", 2023),
        (Count, "0", 0),
        (Count, "04", 4),
        (Amount, "24762", 24762),
        (Amount, "-3", -3),
        (Amount, "90,9", 90.9),
        (Amount, "90.9", 90.9),
        (Amount, "24,7620", 24.762),
        (Amount, "0,125", 0.125),
        (Amount, "1234,567", 1234.567),
        (YesNo, "có", True),
        (YesNo, "Không", False),
        (YesNo, "yes", True),
        (Address, "https://mattran.org.vn/a?b=1#c", "https://mattran.org.vn/a?b=1#c"),
        (FileName, "18-ct-tw.pdf", "18-ct-tw.pdf"),
        (SourceNote, "bai-1", SourceRef("bai-1")),
        (SourceNote, "bai-1, dòng 12, 14", SourceRef("bai-1", "dòng 12, 14")),
        (Years, Items(["2022", "2023"]), (2022, 2023)),
        (Years, "2022", (2022,)),
        (Ids, Items(), ()),
    ],
)
def test_text_becomes_a_value(kind: Any, text: Any, value: Any) -> None:
    assert typed(kind, text) == value
    assert type(typed(kind, text)) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "part"),
    [
        (Id, "NV-1", "ví dụ nv-1."),
        (Id, "Văn phòng", "'Văn phòng' không dùng làm mã được. Mã chỉ có chữ thường không dấu, số và gạch nối, ví dụ van-phong."),
        (Id, "a--b", "ví dụ a-b."),
        (Id, "van-phong, ban-to-chuc", "Nhiều mã thì mỗi mã viết trên một dòng riêng, bắt đầu bằng «- »."),
        (Id, "…", "ví dụ nv-2023-017."),
        (Day, "29/02/2023", "'29/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023."),
        (Day, "31/04/2023", "ví dụ 30/04/2023."),
        (Day, "01/13/2023", "ví dụ 28/02/2023."),
        (Day, "12-1-2023", "'12-1-2023' không phải là ngày. Viết 12/01/2023."),
        (Day, "12.01.2023", "'12.01.2023' không phải là ngày. Viết 12/01/2023."),
        (Day, "1-2023", "'1-2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023."),
        (When, "12-1-2023", "'12-1-2023' không phải là ngày, tháng hay năm. Viết 12/01/2023."),
        (When, "1-2023", "'1-2023' không phải là ngày, tháng hay năm. Viết 01/2023."),
        (Day, "12/01/23", "không phải là ngày"),
        (Day, "12/01/3023", "không phải là ngày"),
        (Day, "6/2023", "không phải là ngày"),
        (When, "0/2023", "'0/2023' không phải là ngày, tháng hay năm. Viết 28/02/2023, 02/2023 hoặc 2023."),
        (When, "31/6/2023", "'31/6/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 30/06/2023."),
        (Year, "23", "'23' không phải là năm. Viết bốn chữ số, ví dụ 2023."),
        (Year, "3023", "không phải là năm"),
        (Count, "-1", "không phải là số đếm"),
        (Count, "1.131", "'1.131' không phải là số đếm. Chỉ viết chữ số, không dấu chấm, ví dụ 1131."),
        (Count, "4 tập thể", "ví dụ 1131."),
        (Amount, "24.762", "'24.762' có thể hiểu hai cách. Nếu là số nguyên, viết liền 24762; nếu là số lẻ, thêm số 0 ở cuối: 24,7620."),
        (Amount, "-1,125", "Nếu là số nguyên, viết liền -1125; nếu là số lẻ, thêm số 0 ở cuối: -1,1250."),
        (Amount, "1.234.567", "ví dụ 1234567 hoặc 90,9."),
        (Amount, "1 234 567", "ví dụ 1234567 hoặc 90,9."),
        (Amount, "5%", "'5%' không phải là số."),
        (Amount, "1e3", "không phải là số"),
        (YesNo, "1", "'1' không phải là có hay không. Viết «có»."),
        (YesNo, "Đúng", "'Đúng' không phải là có hay không. Viết «có»."),
        (YesNo, "sai", "'sai' không phải là có hay không. Viết «không»."),
        (YesNo, "có thể", "'có thể' không phải là có hay không. Viết «có» hoặc «không»."),
        (Sources, Items(["bai-1", "mục 1"]), "[bai-1, mục 1] tách chỗ đọc khỏi nguồn. Viết không có ngoặc vuông: bai-1, mục 1."),
        (Sources, Items(["bai-1", "bai_2"]), "'bai_2' không phải là nguồn."),
        (Address, "www.mattran.org.vn", "Viết đầy đủ, bắt đầu bằng http:// hoặc https://."),
        (Address, "javascript:alert(1)", "không phải là địa chỉ trang web"),
        (Address, 'https://a"onclick=b', "không phải là địa chỉ trang web"),
        (FileName, "../a.pdf", "không phải là tên tệp"),
        (FileName, "a\\b.pdf", "không phải là tên tệp"),
        (SourceNote, "Bài báo, dòng 1", "'Bài báo, dòng 1' không phải là nguồn."),
        (SourceNote, ", dòng 1", "không phải là nguồn"),
    ],
)
def test_what_is_no_value_is_refused_with_the_remedy(kind: Any, text: str, part: str) -> None:
    assert part in refusal(kind, text)


@pytest.mark.parametrize("kind", [Id, Day, When, Year, Count, Amount, YesNo, Address, SourceNote])
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
