"""A year's plan: what it rests on, its focal points, areas, declared totals, the report's priorities, its closing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from macros.field_types import AnyId, Count, Day, DocumentId, Id, Many, Sources, Text, Texts, UnitId, When, source_field
from macros.problems import Problem, shown
from macros.records import Record, label
from macros.vietnamese import day

if TYPE_CHECKING:
    from macros.data import Data


class FocalPoint(Record):
    """A focal point (trọng tâm công tác) of the plan."""

    noun = "trọng tâm"
    id: Id = Field(title="Mã", description="Mã riêng, ví dụ tt-2023-1.")
    number: Text | None = Field(default=None, title="TT", description="Số thứ tự trong kế hoạch.")
    title: Text = Field(title="Trọng tâm công tác", description="Đúng như kế hoạch ghi.")
    source: Sources = source_field()


class Area(Record):
    """An area of work (lĩnh vực công tác): a group of the plan's annex."""

    noun = "lĩnh vực"
    id: Id = Field(title="Mã", description="Mã riêng, ví dụ lv-2023-1.")
    number: Text | None = Field(default=None, title="TT", description="Số thứ tự trong kế hoạch, thường là số La Mã.")
    title: Text = Field(title="Lĩnh vực công tác", description="Đúng như kế hoạch ghi.")
    source: Sources = source_field()


class Priority(Record):
    """One paragraph of the report's priorities (nhiệm vụ trọng tâm)."""

    noun = "nhiệm vụ trọng tâm"
    id: Id = Field(title="Mã", description="Mã riêng, ví dụ uu-2023-1.")
    title: Text = Field(title="Nhiệm vụ trọng tâm", description="Tóm lược ngắn bằng lời của trang.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Đoạn của nguồn, đúng từng chữ, đã sửa lỗi in có trong danh sách lỗi in.")
    documents: Annotated[tuple[DocumentId, ...], Many] = Field(default=(), title="Văn bản", description="Mã văn bản được nhắc đến.")
    about: Annotated[tuple[AnyId, ...], Many] = Field(default=(), title="Liên quan đến", description="Mã phong trào, sự kiện được nhắc đến.")
    source: Sources = source_field()


class Priorities(Record):
    """The report's priorities: how many it claims, and those found."""

    noun = "nhiệm vụ trọng tâm"
    document: DocumentId | None = Field(default=None, title="Báo cáo", description="Mã báo cáo nêu các nhiệm vụ.")
    claimed: Count | None = Field(default=None, title="Nguồn nêu", description="Số nhiệm vụ nguồn nói có.")
    context: Text | None = Field(default=None, title="Bối cảnh", description="Một câu về năm, như nguồn nêu.")
    items: Annotated[tuple[Priority, ...], Many] = Field(default=(), title="Các nhiệm vụ", description="Những đoạn tìm thấy, theo thứ tự.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Giải thích khi số nêu và số tìm thấy khác nhau.")
    source: Sources = source_field()


class Declared(Record):
    """Official totals of a year's plan and of its result, as a source states them."""

    noun = "số công bố"
    focal_points: Count | None = Field(default=None, title="Trọng tâm công tác", description="Số trọng tâm của kế hoạch.")
    areas: Count | None = Field(default=None, title="Lĩnh vực công tác", description="Số lĩnh vực của kế hoạch.")
    tasks: Count | None = Field(default=None, title="Nhiệm vụ cụ thể", description="Tổng số nhiệm vụ của kế hoạch.")
    done: Count | None = Field(default=None, title="Hoàn thành", description="Số nhiệm vụ hoàn thành.")
    on_time: Count | None = Field(default=None, title="Hoàn thành đúng hạn", description="Trong số hoàn thành.")
    done_late: Count | None = Field(default=None, title="Hoàn thành quá hạn", description="Trong số hoàn thành.")
    in_progress: Count | None = Field(default=None, title="Đang thực hiện", description="Số nhiệm vụ chưa xong.")
    stopped: Count | None = Field(default=None, title="Dừng thực hiện", description="Số nhiệm vụ dừng.")
    moved: Count | None = Field(default=None, title="Chuyển sang năm sau", description="Số nhiệm vụ chuyển.")
    stopped_or_moved: Count | None = Field(default=None, title="Dừng hoặc chuyển", description="Khi nguồn không tách số dừng và số chuyển.")
    withdrawn: Count | None = Field(default=None, title="Rút khỏi kế hoạch", description="Số nhiệm vụ rút.")
    reassigned: Count | None = Field(default=None, title="Chuyển đơn vị khác chủ trì", description="Số nhiệm vụ giao đơn vị khác.")
    as_of: When | None = Field(default=None, title="Số liệu đến ngày", description="Ngày của số liệu, nếu nguồn ghi.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết về số công bố.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Câu của nguồn.")
    source: Sources = source_field()

    @property
    def parts(self) -> dict[str, int]:
        """Return the declared counts that together make the total of tasks, by key, those stated only."""
        names = ("done", "in_progress", "stopped", "moved", "stopped_or_moved", "withdrawn", "reassigned")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


class Correction(Record):
    """A change made to a year after its closing."""

    noun = "đính chính"
    day: Day = Field(title="Ngày", description="Ngày đính chính.")
    note: Text = Field(title="Nội dung đính chính", description="Đã sửa gì, vì sao.")
    digest: Text = Field(title="Mã đối chiếu số liệu", description="Chép từ thông báo của lệnh kiểm tra.")


class Closing(Record):
    """The closing of a year: its records no longer change without a correction note."""

    noun = "khóa sổ"
    day: Day = Field(title="Ngày khóa sổ", description="Ngày chốt số liệu năm; quá hạn được xét tại ngày này.")
    digest: Text = Field(title="Mã đối chiếu số liệu", description="Chép từ thông báo của lệnh kiểm tra.")
    corrections: Annotated[tuple[Correction, ...], Many] = Field(default=(), title="Đính chính", description="Các lần sửa sau khi khóa sổ, cũ trước mới sau.")


class Plan(Record):
    """The plan of one year as far as the record knows it."""

    noun = "kế hoạch"
    id: Id = Field(title="Mã", description="Mã riêng, ví dụ kh-2023.")
    title: Text = Field(title="Tên kế hoạch", description="Tên đầy đủ của kế hoạch.")
    document: DocumentId | None = Field(default=None, title="Văn bản kế hoạch", description="Mã văn bản kế hoạch trong documents.yml.")
    owner: UnitId | None = Field(default=None, title="Cơ quan ban hành", description="Mã cơ quan ban hành kế hoạch.")
    basis: Annotated[tuple[DocumentId, ...], Many] = Field(default=(), title="Căn cứ", description="Mã các văn bản làm căn cứ.")
    process: Texts = Field(default=(), title="Quá trình", description="Việc lập, duyệt, điều chỉnh kế hoạch, theo nguồn.")
    focal_points: Annotated[tuple[FocalPoint, ...], Many] = Field(default=(), title="Trọng tâm công tác", description="Các trọng tâm của kế hoạch.")
    areas: Annotated[tuple[Area, ...], Many] = Field(default=(), title="Lĩnh vực công tác", description="Các lĩnh vực, theo thứ tự của kế hoạch.")
    priorities: Priorities | None = Field(default=None, title="Nhiệm vụ trọng tâm", description="Theo báo cáo, không phải theo kế hoạch.")
    declared: Declared | None = Field(default=None, title="Số công bố", description="Các tổng số mà nguồn nêu.")
    closed: Closing | None = Field(default=None, title="Khóa sổ", description="Khi năm đã chốt số liệu.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    source: Sources = source_field()


def declared_parts_make_the_total(data: Data) -> Iterator[Problem]:
    """Declared counts by state add up to the declared total; never more, and equal when done and the rest are stated."""
    for year in data.years.values():
        declared = year.plan.declared if year.plan else None
        if not declared or declared.tasks is None:
            continue
        total = sum(declared.parts.values())
        if total > declared.tasks or (len(declared.parts) > 1 and total != declared.tasks):
            sum_text = " + ".join(f"{value} {label(Declared, name).lower()}" for name, value in declared.parts.items())
            compared = f"{sum_text} = {total}, khác" if len(declared.parts) > 1 else f"{sum_text}, nhiều hơn"
            yield declared.problem("tasks", f"{compared} tổng số {declared.tasks}. Xem lại các số theo nguồn.")


def declared_on_time_and_late_make_done(data: Data) -> Iterator[Problem]:
    """Done on time and done late add up to done."""
    for year in data.years.values():
        declared = year.plan.declared if year.plan else None
        if declared and None not in (declared.done, declared.on_time, declared.done_late):
            total = (declared.on_time or 0) + (declared.done_late or 0)
            if total != declared.done:
                yield declared.problem("done", f"{declared.on_time} đúng hạn + {declared.done_late} quá hạn = {total}, khác số hoàn thành {declared.done}. Xem lại theo nguồn.")


def listed_is_not_more_than_declared(data: Data) -> Iterator[Problem]:
    """Focal points, areas, tasks and priorities listed are no more than the source declares."""
    for year in data.years.values():
        plan = year.plan
        if not plan:
            continue
        if plan.declared:
            listed = {"focal_points": len(plan.focal_points), "areas": len(plan.areas), "tasks": sum(task.origin != "unplanned" for task in year.tasks)}
            for field, count in listed.items():
                declared = getattr(plan.declared, field)
                if declared is not None and count > declared:
                    yield plan.declared.problem(field, f"nguồn nêu {declared} nhưng danh sách có {count}. Bỏ mục thừa hoặc sửa số công bố theo nguồn.")
        if plan.priorities and plan.priorities.claimed is not None and len(plan.priorities.items) > plan.priorities.claimed:
            yield plan.priorities.problem("claimed", f"nguồn nêu {plan.priorities.claimed} nhưng danh sách có {len(plan.priorities.items)}. Bỏ mục thừa hoặc sửa số nguồn nêu.")


def declared_total_has_a_source(data: Data) -> Iterator[Problem]:
    """A declared total rests on a source."""
    for year in data.years.values():
        declared = year.plan.declared if year.plan else None
        if declared and not declared.source:
            yield declared.problem("source", "số công bố phải có nguồn. Thêm mã nguồn và chỗ đọc.")


def closed_year_is_unchanged(data: Data) -> Iterator[Problem]:
    """A closed year's records are those it was closed with, or those of its last correction."""
    for number, year in data.years.items():
        closed = year.plan.closed if year.plan else None
        if not closed or not data.is_whole(f"{number}/"):
            continue
        last = closed.corrections[-1] if closed.corrections else closed
        if not re.fullmatch("[0-9a-f]{16}", last.digest):
            yield last.problem("digest", f"{shown(last.digest)} không phải là mã đối chiếu số liệu. Nếu số liệu năm {number} đã đúng, viết {year.digest}.")
        elif last.digest != year.digest:
            message = f"'{last.digest}' không khớp: số liệu năm {number} đã thay đổi sau khi khóa sổ ngày {day(closed.day)}."
            remedy = f"Trả lại số liệu cũ; nếu là đính chính, thêm vào corrections một mục gồm day, note và digest: {year.digest}."
            yield last.problem("digest", f"{message} {remedy}")
