"""Tasks of a year's plan: what, by whom, by when, how far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from macros.due_dates import Due, due_field
from macros.field_types import AreaId, Day, DocumentId, FocalPointId, Id, Many, PersonId, Sources, TaskId, Text, UnitId, source_field, word
from macros.problems import Problem, shown
from macros.records import Record
from macros.vietnamese import day

if TYPE_CHECKING:
    from macros.data import Data

OPEN_STATES = ("not_started", "in_progress", "submitted")
DUE_SOON = timedelta(days=14)
# In years from the plan's: works carried over, schemes of a term; and periods such as 2021 - 2030.
FARTHEST_DUE, FARTHEST_PERIOD = 5, 10


class Task(Record):
    """One task (nhiệm vụ cụ thể) of a year."""

    noun = "nhiệm vụ"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, không dùng lại, ví dụ nv-2023-017.")
    number: Text | None = Field(default=None, title="TT", description="Số thứ tự in trong kế hoạch.")
    title: Text = Field(title="Nhiệm vụ cụ thể", description="Tên nhiệm vụ đúng như kế hoạch ghi.")
    origin: Annotated[str, BeforeValidator(word("origin"))] = Field(default="year_plan", title="Nguồn giao", description="Kế hoạch năm, thông báo kết luận, cấp trên giao, phát sinh.")
    area: AreaId | None = Field(default=None, title="Lĩnh vực công tác", description="Mã lĩnh vực trong plan.yml.")
    focal_points: Annotated[tuple[FocalPointId, ...], Many] = Field(default=(), title="Trọng tâm công tác", description="Mã trọng tâm trong plan.yml.")
    lead: Annotated[tuple[UnitId, ...], Many] = Field(default=(), title="Đơn vị chủ trì", description="Mã đơn vị; nhiều đơn vị thì mỗi mã một dòng.")
    lead_class: Text | None = Field(default=None, title="Chủ trì (nhóm)", description="Khi kế hoạch chỉ ghi nhóm, ví dụ «các địa phương».")
    partner: Annotated[tuple[UnitId, ...], Many] = Field(default=(), title="Đơn vị phối hợp", description="Mã đơn vị phối hợp.")
    partner_class: Text | None = Field(default=None, title="Phối hợp (nhóm)", description="Khi kế hoạch chỉ ghi nhóm, ví dụ «các ban, đơn vị liên quan».")
    leader: PersonId | None = Field(default=None, title="Lãnh đạo phụ trách", description="Mã người trong people.yml.")
    product: Text | None = Field(default=None, title="Sản phẩm dự kiến", description="Như kế hoạch ghi.")
    due: Annotated[Due, BeforeValidator(due_field)] | None = Field(
        default=None, title="Thời hạn hoàn thành", description="Như kế hoạch in: ngày, tháng, quý, 6 tháng, năm, nhiều năm hoặc Thường xuyên."
    )
    extended: Day | None = Field(default=None, title="Gia hạn đến", description="Ngày gia hạn; quá hạn được xét theo ngày này.")
    extended_basis: DocumentId | None = Field(default=None, title="Căn cứ gia hạn", description="Mã văn bản cho gia hạn.")
    state: Annotated[str, BeforeValidator(word("state"))] = Field(default="not_started", title="Trạng thái", description="Một từ trong danh mục state; «quá hạn» do máy tính, không ghi.")
    result: Text | None = Field(default=None, title="Kết quả thực hiện", description="Bắt buộc khi Hoàn thành.")
    result_document: DocumentId | None = Field(default=None, title="Văn bản kết quả", description="Mã văn bản là sản phẩm.")
    result_date: Day | None = Field(default=None, title="Ngày hoàn thành", description="Ngày có kết quả; so với thời hạn để biết đúng hạn, quá hạn.")
    reason: Text | None = Field(default=None, title="Lý do", description="Bắt buộc khi Dừng thực hiện, Rút khỏi kế hoạch.")
    reassigned_to: UnitId | None = Field(default=None, title="Đơn vị nhận", description="Khi Chuyển đơn vị khác chủ trì.")
    implements: Annotated[tuple[DocumentId, ...], Many] = Field(default=(), title="Triển khai thực hiện", description="Mã văn bản mà nhiệm vụ triển khai.")
    amended: Text | None = Field(default=None, title="Điều chỉnh", description="Nội dung điều chỉnh trong năm, nếu có.")
    carried_from: TaskId | None = Field(default=None, title="Chuyển từ", description="Mã nhiệm vụ năm trước.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    source: Sources = source_field()

    @property
    def name_in_errors(self) -> str:
        """Name the task by its printed number where it has one."""
        return f"nhiệm vụ {self.number or self.id}"

    @property
    def due_end(self) -> date | None:
        """Return the last day it is judged by: the extension where there is one."""
        return self.extended or (self.due.end if self.due else None)


def timeliness(task: Task, as_of: date) -> str | None:
    """Derive on_time, done_late, overdue, due_soon, or in_time for open work; None when no date tells."""
    end = task.due_end
    if end is None:
        return None
    if task.state == "done":
        return None if task.result_date is None else "on_time" if task.result_date <= end else "done_late"
    if task.state not in OPEN_STATES:
        return None
    return "overdue" if end < as_of else "due_soon" if end - as_of <= DUE_SOON else "in_time"


def _all_tasks(data: Data) -> Iterator[Task]:
    for year in data.years.values():
        yield from year.tasks


def done_task_has_a_result(data: Data) -> Iterator[Problem]:
    """«Hoàn thành» says what came of it."""
    for task in _all_tasks(data):
        if task.state == "done" and not task.result and not task.result_document:
            yield task.problem("state", f"{task.name_in_errors} ghi Hoàn thành mà chưa có kết quả. Thêm result (Kết quả thực hiện).")


def stopped_task_has_a_reason(data: Data) -> Iterator[Problem]:
    """«Dừng thực hiện» and «Rút khỏi kế hoạch» say why."""
    for task in _all_tasks(data):
        if task.state in ("stopped", "withdrawn") and not task.reason:
            label = data.label("state", task.state)
            yield task.problem("state", f"{task.name_in_errors} ghi {label} mà chưa có lý do. Thêm reason (Lý do).")


def moved_task_is_in_the_next_year(data: Data) -> Iterator[Problem]:
    """A task moved on is in the next year's plan, once that year's tasks exist."""
    for number, year in data.years.items():
        after = data.years.get(number + 1)
        if not after or not after.tasks or not data.is_whole(f"{number + 1}/tasks.yml"):
            continue
        carried = {task.carried_from for task in after.tasks}
        for task in year.tasks:
            if task.state == "moved" and task.id not in carried:
                remedy = f"Thêm ở đó nhiệm vụ có «carried_from: {task.id}», hoặc sửa trạng thái."
                yield task.problem("state", f"{task.name_in_errors} ghi Chuyển sang năm sau mà chưa có trong {number + 1}/tasks.yml. {remedy}")


def carried_task_was_moved(data: Data) -> Iterator[Problem]:
    """A task carried over names a task of an earlier year that was moved on."""
    for number, year in data.years.items():
        for task in year.tasks:
            origin = data.tasks.get(task.carried_from) if task.carried_from else None
            if origin is None:
                continue
            if data.year_of(origin) >= number:
                yield task.problem("carried_from", f"'{origin.id}' không thuộc năm trước năm {number}. Ghi mã nhiệm vụ của năm trước.")
            elif origin.state != "moved":
                label = data.label("state", origin.state)
                yield task.problem("carried_from", f"'{origin.id}' ghi {label}, không phải Chuyển sang năm sau. Sửa một trong hai nhiệm vụ.")


def task_is_carried_once(data: Data) -> Iterator[Problem]:
    """A moved task goes on as one task."""
    seen: dict[str, str] = {}
    for task in _all_tasks(data):
        if task.carried_from:
            if task.carried_from in seen:
                yield task.problem("carried_from", f"'{task.carried_from}' đã chuyển thành nhiệm vụ '{seen[task.carried_from]}'. Mỗi nhiệm vụ chỉ chuyển một lần.")
            seen.setdefault(task.carried_from, task.id)


def task_number_is_unique_in_its_year(data: Data) -> Iterator[Problem]:
    """Printed numbers do not repeat within a year and origin."""
    for number, year in data.years.items():
        seen: dict[tuple[str, str], str] = {}
        for task in year.tasks:
            key = (task.number or "", task.origin)
            if task.number and key in seen:
                yield task.problem("number", f"'{task.number}' đã là số của nhiệm vụ '{seen[key]}' năm {number}. Xem lại số thứ tự.")
            seen.setdefault(key, task.id)


def task_id_carries_its_year(data: Data) -> Iterator[Problem]:
    """An id that carries a year, nv-2024-017, carries the year of its folder."""
    for number, year in data.years.items():
        for task in year.tasks:
            carried = re.match(r"nv-((?:19|20|21)\d\d)-", task.id)
            if carried and int(carried[1]) != number:
                yield task.problem("id", f"'{task.id}' mang năm {carried[1]} mà nằm ở {number}/tasks.yml. Ghi mã nv-{number}-…, hoặc chuyển sang {carried[1]}/tasks.yml.")


def due_date_is_near_its_year(data: Data) -> Iterator[Problem]:
    """A task of a year's plan is due within a few years of it, one of a whole period or year within ten: 2062 is 2026 mistyped."""
    for number, year in data.years.items():
        for task in year.tasks:
            due = task.due
            if due and due.end and abs(due.end.year - number) > (FARTHEST_PERIOD if due.kind in ("span", "year") else FARTHEST_DUE):
                remedy = f"Xem lại năm; việc của cả giai đoạn thì ghi giai đoạn, ví dụ {number} - {number + 5}."
                yield task.problem("due", f"{shown(due.text)} quá xa năm {number} của {task.name_in_errors}. {remedy}")
            if task.extended and abs(task.extended.year - number) > FARTHEST_DUE:
                yield task.problem("extended", f"{day(task.extended)} quá xa năm {number} của {task.name_in_errors}. Xem lại năm.")


def extension_is_after_the_due_date(data: Data) -> Iterator[Problem]:
    """A task is extended beyond its due date, not before."""
    for task in _all_tasks(data):
        if task.extended and task.due and task.due.end and task.extended <= task.due.end:
            yield task.problem("extended", f"{day(task.extended)} không sau thời hạn {task.due.text}. Xem lại hai ngày của {task.name_in_errors}.")
        if task.extended and not task.due:
            yield task.problem("extended", f"{task.name_in_errors} gia hạn mà không có thời hạn ban đầu. Thêm due (Thời hạn hoàn thành).")


def extension_has_a_basis(data: Data) -> Iterator[Problem]:
    """An extension names the document that allows it."""
    for task in _all_tasks(data):
        if task.extended and not task.extended_basis:
            yield task.problem("extended", f"{task.name_in_errors} gia hạn mà chưa có căn cứ. Thêm extended_basis (Căn cứ gia hạn).")


def partner_is_not_lead(data: Data) -> Iterator[Problem]:
    """A unit does not work with itself."""
    for task in _all_tasks(data):
        for item, unit in enumerate(task.partner):
            if unit in task.lead:
                yield task.problem("partner", f"'{unit}' vừa chủ trì vừa phối hợp {task.name_in_errors}. Bỏ một chỗ.", item)


def task_has_a_lead(data: Data) -> Iterator[Problem]:
    """Somebody leads every task."""
    for task in _all_tasks(data):
        if not task.lead and not task.lead_class:
            yield task.problem("lead", f"{task.name_in_errors} chưa có đơn vị chủ trì. Thêm lead, hoặc lead_class nếu kế hoạch chỉ ghi nhóm.")


def result_date_fits_the_state(data: Data) -> Iterator[Problem]:
    """Only finished work has a day of completion, and not a later one than the year after."""
    for number, year in data.years.items():
        for task in year.tasks:
            if task.result_date and task.state != "done":
                yield task.problem("result_date", f"{task.name_in_errors} có ngày hoàn thành nhưng trạng thái không phải Hoàn thành. Sửa một trong hai.")
            if task.result_date and not number - 1 <= task.result_date.year <= number + 1:
                yield task.problem("result_date", f"{day(task.result_date)} quá xa năm {number} của {task.name_in_errors}. Xem lại năm.")


def reassigned_task_has_a_new_lead(data: Data) -> Iterator[Problem]:
    """A task given to another unit says to which."""
    for task in _all_tasks(data):
        if task.state == "reassigned" and not task.reassigned_to:
            yield task.problem("state", f"{task.name_in_errors} ghi Chuyển đơn vị khác chủ trì mà chưa ghi đơn vị nào. Thêm reassigned_to (Đơn vị nhận).")
