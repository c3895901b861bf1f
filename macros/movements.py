"""Emulation movements, campaigns and programmes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from macros.field_types import DocumentId, Id, Many, Sources, Text, Texts, UnitId, When, Year, source_field, word
from macros.problems import Problem
from macros.records import Record

if TYPE_CHECKING:
    from macros.data import Data


class Milestone(Record):
    """A dated step of a movement: phát động, sơ kết, tổng kết."""

    noun = "mốc"
    when: When = Field(title="Thời gian", description="Ngày, tháng/năm hoặc năm.")
    what: Text = Field(title="Nội dung", description="Ví dụ: phát động, sơ kết, tổng kết.")
    source: Sources = source_field()


class Role(Record):
    """What the office does in a movement in one year."""

    noun = "vai trò"
    year: Year = Field(title="Năm", description="Năm của vai trò này.")
    role: Annotated[tuple[Annotated[str, BeforeValidator(word("role"))], ...], Many] = Field(
        title="Cơ quan", description="Phát động, hưởng ứng, triển khai thực hiện; có thể nhiều hơn một.", min_length=1
    )
    source: Sources = source_field()


class Movement(Record):
    """An emulation movement, a campaign or a programme, under its exact name."""

    noun = "phong trào"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, là địa chỉ trang, ví dụ van-hoa-cong-so.")
    name: Text = Field(title="Tên", description="Tên chính thức, không kèm dấu ngoặc kép.")
    kind: Annotated[str, BeforeValidator(word("movement_kind"))] = Field(title="Loại", description="Phong trào thi đua, Cuộc vận động hoặc Chương trình.")
    aliases: Texts = Field(default=(), title="Tên gọi khác", description="Tên gọi tắt, để tìm kiếm.")
    launched_by: UnitId | None = Field(default=None, title="Nơi phát động", description="Mã cơ quan phát động.")
    document: DocumentId | None = Field(default=None, title="Văn bản phát động", description="Mã văn bản phát động hoặc kế hoạch.")
    since: When | None = Field(default=None, title="Từ", description="Bắt đầu, nếu nguồn ghi.")
    until: When | None = Field(default=None, title="Đến", description="Kết thúc, nếu nguồn ghi.")
    milestones: Annotated[tuple[Milestone, ...], Many] = Field(default=(), title="Các mốc", description="Các bước theo thời gian.")
    roles: Annotated[tuple[Role, ...], Many] = Field(default=(), title="Cơ quan tham gia", description="Vai trò của Cơ quan từng năm.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Câu của nguồn, đúng từng chữ.")
    source: Sources = source_field()

    @property
    def period(self) -> str:
        """Return its period as printed on pages: `2019 - 2025`."""
        return f"{self.since or '…'} - {self.until or '…'}" if self.since or self.until else ""


def movement_ends_after_it_begins(data: Data) -> Iterator[Problem]:
    """A movement ends no earlier than it begins."""
    for movement in data.movements.values():
        if movement.since and movement.until and movement.until.last_day() < movement.since.first_day():
            yield movement.problem("until", f"{movement.until} trước khi bắt đầu ({movement.since}). Xem lại hai mốc.")


def milestone_is_within_its_movement(data: Data) -> Iterator[Problem]:
    """A milestone falls within the period of its movement, or in the year after its end (tổng kết)."""
    for movement in data.movements.values():
        for milestone in movement.milestones:
            early = movement.since and milestone.when.last_day() < movement.since.first_day()
            late = movement.until and milestone.when.year > movement.until.year + 1
            if early or late:
                yield milestone.problem("when", f"{milestone.when} nằm ngoài thời gian {movement.period} của phong trào. Xem lại mốc này.")


def movement_names_differ(data: Data) -> Iterator[Problem]:
    """No two movements of one period share a name."""
    seen: dict[tuple[str, str], str] = {}
    for movement in data.movements.values():
        key = (movement.name.lower(), movement.period)
        if key in seen:
            yield movement.problem("name", f"'{movement.name}' đã có ở phong trào '{seen[key]}'. Dùng lại phong trào đó.")
        seen.setdefault(key, movement.id)


def role_stands_once_a_year(data: Data) -> Iterator[Problem]:
    """A movement has one entry a year for the office's role."""
    for movement in data.movements.values():
        years: set[int] = set()
        for role in movement.roles:
            if role.year in years:
                yield role.problem("year", f"năm {role.year} viết hai lần ở phong trào '{movement.id}'. Gộp vai trò vào một mục.")
            years.add(role.year)
