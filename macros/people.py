"""People and the posts they held, with the dates the sources give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from macros.field_types import Day, Id, Many, Sources, Text, Texts, UnitId, When, YesNo, source_field, word
from macros.problems import Problem
from macros.records import Record
from macros.vietnamese import day

if TYPE_CHECKING:
    from macros.data import Data


class Post(Record):
    """One post of one person, for a time."""

    noun = "chức vụ"
    title: Text = Field(title="Chức vụ", description="Chức vụ trong Mặt trận như nguồn ghi; không ghi chức vụ ở nơi khác.")
    unit: UnitId | None = Field(default=None, title="Đơn vị", description="Mã đơn vị hoặc tổ chức.")
    since: When | None = Field(default=None, title="Từ ngày", description="Ngày nhận chức vụ, nếu nguồn ghi.")
    until: When | None = Field(default=None, title="Đến ngày", description="Ngày thôi chức vụ, nếu nguồn ghi.")
    until_by_news: YesNo = Field(default=False, title="Theo tin", description="«có» nếu ngày thôi chức vụ chỉ biết qua tin về chức vụ khác.")
    seen: Annotated[tuple[Day, ...], Many] = Field(default=(), title="Nguồn nhắc đến ngày", description="Các ngày mà nguồn nêu người này đang giữ chức vụ.")
    term: Text | None = Field(default=None, title="Nhiệm kỳ", description="Nhiệm kỳ, khóa như nguồn ghi.")
    source: Sources = source_field()


class Person(Record):
    """Someone named in the record in an official capacity."""

    noun = "người"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, ví dụ le-tien-chau.")
    name: Text = Field(title="Họ và tên", description="Họ, đệm, tên; không kèm ông, bà, chức vụ.")
    honorific: Annotated[str, BeforeValidator(word("honorific"))] | None = Field(default=None, title="Ông/Bà", description="Như nguồn ghi.")
    aliases: Texts = Field(default=(), title="Tên gọi khác", description="Cách viết khác của tên, để tìm kiếm.")
    posts: Annotated[tuple[Post, ...], Many] = Field(default=(), title="Chức vụ", description="Các chức vụ trong Mặt trận, cũ trước mới sau.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết, ví dụ để phân biệt người trùng tên.")
    source: Sources = source_field()


def post_ends_after_it_begins(data: Data) -> Iterator[Problem]:
    """A post ends no earlier than it begins."""
    for person in data.people.values():
        for post in person.posts:
            if post.since and post.until and post.until.last_day() < post.since.first_day():
                yield post.problem("until", f"{post.until} trước ngày nhận chức vụ {post.since}. Xem lại hai ngày.")


def post_is_seen_while_held(data: Data) -> Iterator[Problem]:
    """The days on which a source sees the holder lie within the post's dates."""
    for person in data.people.values():
        for post in person.posts:
            for item, seen in enumerate(post.seen):
                early = post.since and seen < post.since.first_day()
                late = post.until and seen > post.until.last_day()
                if early or late:
                    yield post.problem("seen", f"{day(seen)} nằm ngoài thời gian giữ chức vụ ({post.since or '…'} đến {post.until or '…'}). Xem lại các ngày.", item)


def namesakes_have_a_note(data: Data) -> Iterator[Problem]:
    """Two people of one name are told apart by a note."""
    seen: dict[str, Person] = {}
    for person in data.people.values():
        if person.name in seen and not person.note:
            yield person.problem("note", f"'{person.name}' trùng tên với '{seen[person.name].id}'. Ghi điều phân biệt hai người vào note.")
        seen.setdefault(person.name, person)


def name_has_no_honorific(data: Data) -> Iterator[Problem]:
    """A name is a name: honorifics stand in their own field."""
    for person in data.people.values():
        first = person.name.split()[0].lower()
        if first in ("ông", "bà") or person.name.lower().startswith("đồng chí "):
            yield person.problem("name", f"'{person.name}' có kèm danh xưng. Bỏ danh xưng, ghi vào mục honorific.")
