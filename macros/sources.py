"""Sources, their misprints and the points they leave open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from macros.field_types import Address, AnyId, Id, Many, Sources, Text, When, source_field
from macros.problems import Problem
from macros.records import Record
from macros.references import missing

if TYPE_CHECKING:
    from macros.data import Data


class Source(Record):
    """Something read: an article, a page, a decision, from which facts of the record come."""

    noun = "nguồn"
    id: Id = Field(title="Mã", description="Mã riêng của nguồn, không đổi, ví dụ bai-hoi-nghi-2023.")
    title: Text = Field(title="Tên bài, tên trang", description="Đúng như nguồn ghi; chưa rõ tên thì tả ngắn và ghi vậy ở note.")
    outlet: Text | None = Field(default=None, title="Nơi đăng", description="Tên báo, trang thông tin, cơ quan lưu.")
    author: Text | None = Field(default=None, title="Tác giả", description="Như nguồn ghi.")
    published: When | None = Field(default=None, title="Ngày đăng", description="Ngày, tháng/năm hoặc năm; bỏ nếu nguồn không ghi.")
    address: Address | None = Field(default=None, title="Địa chỉ", description="Địa chỉ trang web, bắt đầu bằng http.")
    read: Text = Field(title="Đọc được gì", description="Nội dung lấy từ nguồn này.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết khi dùng nguồn.")

    @cached_property
    def cited(self) -> str:
        """The source as a reader cites it: title, outlet, day."""
        return ", ".join(str(part) for part in (self.title, self.outlet, self.published) if part)


class Misprint(Record):
    """An evident slip of a source, kept beside its correction."""

    noun = "lỗi in"
    id: Id = Field(title="Mã", description="Mã riêng, ví dụ li-01.")
    source: Sources = Field(title="Nguồn", description="Mã nguồn, dấu phẩy, chỗ in sai.", min_length=1)
    printed: Text = Field(title="Nguồn in", description="Đúng từng chữ như nguồn in.")
    correct: Text = Field(title="Sửa là", description="Chữ dùng trên trang này.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Vì sao biết là lỗi in.")


class Ambiguity(Record):
    """A point the sources leave open, shown wherever it bears."""

    noun = "điểm chưa rõ"
    id: Id = Field(title="Mã", description="Mã riêng, ví dụ cr-a1.")
    point: Text = Field(title="Điểm chưa rõ", description="Chỗ nguồn để ngỏ.")
    known: Text = Field(title="Điều đã biết", description="Nguồn nói đến đâu.")
    shown_as: Text = Field(title="Cách ghi trên trang", description="Trang này thể hiện thế nào, không suy đoán.")
    about: Annotated[tuple[AnyId, ...], Many] = Field(default=(), title="Liên quan đến", description="Mã các bản ghi có điểm chưa rõ này.")
    source: Sources = source_field()


def source_reference_exists(data: Data) -> Iterator[Problem]:
    """Every source a record names is in sources.yml."""
    return missing(data, "sources", "nguồn")


def source_is_used(data: Data) -> Iterator[Problem]:
    """A source that no record rests on is listed for nothing."""
    used = data.ids.named.get("sources", set())
    for source in data.sources.values():
        if source.id not in used and data.is_whole():
            yield source.problem("id", f"nguồn '{source.id}' không được bản ghi nào dùng. Thêm vào mục source của bản ghi, hoặc xóa nguồn.")


def misprint_differs_from_correction(data: Data) -> Iterator[Problem]:
    """A misprint and its correction are not the same text."""
    for misprint in data.misprints:
        if misprint.printed == misprint.correct:
            yield misprint.problem("correct", f"'{misprint.correct}' giống hệt chữ nguồn in. Viết chữ đúng, hoặc xóa lỗi in này.")


