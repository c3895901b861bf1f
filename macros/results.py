"""Results of a year: measured figures, achievements, shortcomings, proposals, directions of the head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from macros.field_types import Amount, AnyId, DocumentId, FigureId, Id, Many, Sources, Text, When
from macros.problems import Problem
from macros.records import Record

if TYPE_CHECKING:
    from macros.data import Data


class Figure(Record):
    """A measured result."""

    noun = "số liệu"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, ví dụ sl-2022-hoi-nghi-truc-tuyen.")
    title: Text = Field(title="Chỉ tiêu", description="Số này đếm hay đo gì.")
    value: Amount = Field(title="Kết quả", description="Chỉ viết số: 24762 hoặc 90,9; không dấu chấm ngăn hàng nghìn.")
    unit: Text | None = Field(default=None, title="Đơn vị tính", description="Ví dụ: hội nghị, tỷ đồng.")
    approximate: Text | None = Field(default=None, title="Mức độ", description="Từ nguồn dùng khi số gần đúng: gần, hơn, khoảng.")
    period: Text | None = Field(default=None, title="Kỳ", description="Kỳ của số liệu, ví dụ năm 2022, giai đoạn 2017 - 2022.")
    as_of: When | None = Field(default=None, title="Số liệu đến ngày", description="Ngày của số liệu, nếu nguồn ghi.")
    parts: Annotated[tuple[FigureId, ...], Many] = Field(default=(), title="Gồm", description="Mã các số liệu cộng lại thành số này.")
    about: Annotated[tuple[AnyId, ...], Many] = Field(default=(), title="Liên quan đến", description="Mã sự kiện, văn bản liên quan.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Câu của nguồn.")
    source: Sources = Field(title="Nguồn", description="Bắt buộc: mã nguồn, dấu phẩy, chỗ đọc.", min_length=1)


class Statement(Record):
    """A sentence of a report: an achievement, a shortcoming, a proposal, a direction."""

    noun = "nội dung"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, ví dụ kq-2022-1, dh-2023-1.")
    text: Text = Field(title="Nội dung", description="Tóm lược ngắn bằng lời của trang.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Câu của nguồn, đúng từng chữ.")
    documents: Annotated[tuple[DocumentId, ...], Many] = Field(default=(), title="Văn bản", description="Mã văn bản được nhắc đến.")
    about: Annotated[tuple[AnyId, ...], Many] = Field(default=(), title="Liên quan đến", description="Mã sự kiện, phong trào, số liệu liên quan.")
    source: Sources = Field(title="Nguồn", description="Bắt buộc: mã nguồn, dấu phẩy, chỗ đọc.", min_length=1)


Statements = Annotated[tuple[Statement, ...], Many]


class Results(Record):
    """What a year's reports say came of the work."""

    noun = "kết quả"
    figures: Annotated[tuple[Figure, ...], Many] = Field(default=(), title="Số liệu", description="Các kết quả đo đếm được.")
    achievements: Statements = Field(default=(), title="Kết quả nổi bật", description="Kết quả mà báo cáo nêu.")
    shortcomings: Statements = Field(default=(), title="Tồn tại, hạn chế", description="Như báo cáo nêu.")
    causes: Statements = Field(default=(), title="Nguyên nhân", description="Như báo cáo nêu.")
    proposals: Statements = Field(default=(), title="Kiến nghị", description="Như báo cáo nêu.")
    directions: Statements = Field(default=(), title="Định hướng, yêu cầu", description="Định hướng, yêu cầu của người đứng đầu tại hội nghị.")


def plain_number(value: int | float) -> str:
    """Return a number as the data writes it: `24762`, `90,9`."""
    return f"{value:.8f}".rstrip("0").rstrip(".").replace(".", ",")


def figure_parts_add_up(data: Data) -> Iterator[Problem]:
    """A figure made of others is their sum."""
    for figure in data.figures.values():
        parts = [data.figures[part].value for part in figure.parts if part in data.figures]
        total = round(sum(parts), 8)  # decimal fractions do not add up exactly in binary
        if parts and len(parts) == len(figure.parts) and figure.id not in figure.parts and total != figure.value:
            sum_text = " + ".join(map(plain_number, parts))
            yield figure.problem("value", f"{sum_text} = {plain_number(total)}, khác {plain_number(figure.value)}. Xem lại số liệu '{figure.id}' và các phần theo nguồn.")


def figure_is_not_its_own_part(data: Data) -> Iterator[Problem]:
    """A figure is not a part of itself."""
    for figure in data.figures.values():
        if figure.id in figure.parts:
            yield figure.problem("parts", f"'{figure.id}' là chính số liệu này. Bỏ khỏi danh sách.", figure.parts.index(figure.id))


