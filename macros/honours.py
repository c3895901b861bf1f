"""Emulation titles and forms of commendation, in the law's order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from macros.field_types import DocumentId, Id, Many, Sources, Text, Texts, source_field, word
from macros.problems import Problem
from macros.records import Record

if TYPE_CHECKING:
    from macros.data import Data


class LegalName(Record):
    """What one law calls an honour."""

    noun = "tên theo luật"
    law: DocumentId = Field(title="Luật", description="Mã văn bản luật.")
    name: Text = Field(title="Tên theo luật", description="Tên như luật viết.")
    source: Sources = source_field()


class Honour(Record):
    """A title (danh hiệu thi đua) or a form of commendation (hình thức khen thưởng)."""

    noun = "danh hiệu"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, ví dụ lao-dong-tien-tien.")
    name: Text = Field(title="Danh hiệu, hình thức", description="Tên dùng trên trang.")
    kind: Annotated[str, BeforeValidator(word("honour_kind"))] = Field(title="Loại", description="Danh hiệu thi đua hoặc Hình thức khen thưởng.")
    recipients: Annotated[tuple[Annotated[str, BeforeValidator(word("recipient_kind"))], ...], Many] = Field(
        default=(), title="Tặng cho", description="Tập thể, cá nhân, hộ gia đình; bỏ nếu nguồn không ghi."
    )
    aliases: Texts = Field(default=(), title="Cách gọi khác", description="Cách viết thường gặp, từ viết tắt, để tìm kiếm và kiểm tra.")
    legal_names: Annotated[tuple[LegalName, ...], Many] = Field(default=(), title="Tên theo từng luật", description="Tên mà mỗi luật dùng.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    source: Sources = source_field()


def honour_names_differ(data: Data) -> Iterator[Problem]:
    """A name or alias belongs to one honour."""
    seen: dict[str, str] = {}
    for honour in data.honours.values():
        for field, names in (("name", (honour.name,)), ("aliases", honour.aliases)):
            for item, name in enumerate(names):
                if seen.setdefault(name.lower(), honour.id) != honour.id:
                    yield honour.problem(field, f"'{name}' đã là tên của '{seen[name.lower()]}'. Mỗi cách gọi chỉ thuộc một danh hiệu, hình thức.", item)


def titles_come_before_commendations(data: Data) -> Iterator[Problem]:
    """The file lists titles first, then commendations: its order is the order of every table."""
    commendation = None
    for honour in data.honours.values():
        if honour.kind == "commendation":
            commendation = honour
        elif commendation:
            yield honour.problem("kind", f"danh hiệu '{honour.id}' đứng sau hình thức '{commendation.id}'. Xếp danh hiệu thi đua trước hình thức khen thưởng.")
