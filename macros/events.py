"""Events: conferences, elections, by date; one event may concern several years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from macros.field_types import DocumentId, Id, Many, MovementId, PersonId, Sources, Text, Texts, UnitId, When, Years, YesNo, source_field, word
from macros.problems import Problem
from macros.records import Record

if TYPE_CHECKING:
    from macros.data import Data


class Act(Record):
    """What someone did at an event."""

    noun = "hoạt động"
    person: PersonId | None = Field(default=None, title="Người", description="Mã người.")
    text: Text = Field(title="Hoạt động", description="Như nguồn ghi.")
    source: Sources = source_field()


class Event(Record):
    """Something that took place on a day."""

    noun = "sự kiện"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, ví dụ sk-2023-tong-ket.")
    title: Text = Field(title="Sự kiện", description="Tên chính thức.")
    kind: Annotated[str, BeforeValidator(word("event_kind"))] = Field(title="Loại", description="Hội nghị, Bầu…")
    date: When = Field(title="Ngày", description="Ngày, tháng/năm hoặc năm.")
    until: When | None = Field(default=None, title="Đến ngày", description="Ngày cuối, nếu nhiều ngày.")
    part_of_day: Text | None = Field(default=None, title="Buổi", description="sáng, chiều, nếu nguồn ghi.")
    year_inferred: YesNo = Field(default=False, title="Năm suy ra", description="«có» nếu nguồn không ghi năm.")
    about: Years = Field(default=(), title="Thuộc các năm", description="Các năm mà sự kiện nói đến; hiện ở trang của các năm đó.")
    organiser: Annotated[tuple[UnitId, ...], Many] = Field(default=(), title="Đơn vị tổ chức", description="Mã đơn vị.")
    chairs: Annotated[tuple[PersonId, ...], Many] = Field(default=(), title="Chủ trì", description="Mã người chủ trì.")
    place_name: Text | None = Field(default=None, title="Địa điểm", description="Như nguồn ghi.")
    summary: Text | None = Field(default=None, title="Nội dung", description="Một, hai câu bằng lời của trang.")
    acts: Annotated[tuple[Act, ...], Many] = Field(default=(), title="Hoạt động", description="Các hoạt động tại sự kiện.")
    elected: UnitId | None = Field(default=None, title="Bầu ra", description="Mã tổ chức được bầu.")
    members: Texts = Field(default=(), title="Danh sách được bầu", description="Họ tên; bỏ trống nếu nguồn không nêu.")
    documents: Annotated[tuple[DocumentId, ...], Many] = Field(default=(), title="Văn bản", description="Mã văn bản liên quan.")
    movements: Annotated[tuple[MovementId, ...], Many] = Field(default=(), title="Phong trào", description="Mã phong trào liên quan.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Câu của nguồn.")
    source: Sources = source_field()

    def years(self) -> set[int]:
        """Return every year whose page shows it: its own and those it is about."""
        return {self.date.year, *self.about}


def event_is_in_the_folder_of_its_year(data: Data) -> Iterator[Problem]:
    """An event stands in the folder of the year it took place in."""
    for number, year in data.years.items():
        for event in year.events:
            if event.date.year != number:
                yield event.problem("date", f"{event.date} không thuộc năm {number}. Chuyển sang data/{event.date.year}/events.yml; năm liên quan ghi vào about.")


def event_ends_after_it_begins(data: Data) -> Iterator[Problem]:
    """An event ends no earlier than it begins."""
    for year in data.years.values():
        for event in year.events:
            if event.until and event.until.last_day() < event.date.first_day():
                yield event.problem("until", f"{event.until} trước ngày bắt đầu {event.date}. Xem lại hai ngày.")


def event_is_about_near_years(data: Data) -> Iterator[Problem]:
    """The years an event is about lie near its own."""
    for year in data.years.values():
        for event in year.events:
            for item, about in enumerate(event.about):
                if abs(about - event.date.year) > 10:
                    yield event.problem("about", f"năm {about} cách ngày {event.date} hơn 10 năm. Xem lại năm.", item)
