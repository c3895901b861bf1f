"""Units, bodies and issuing organisations, and the dated structures that decisions gave the office."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from macros.field_types import DocumentId, Id, Many, Sources, Text, Texts, UnitId, When, source_field, word
from macros.problems import Problem
from macros.records import Record

if TYPE_CHECKING:
    from macros.data import Data


class Succession(Record):
    """A unit that took over, as a source says."""

    noun = "kế thừa"
    unit: UnitId = Field(title="Đơn vị kế thừa", description="Mã đơn vị.")
    source: Sources = Field(title="Nguồn", description="Bắt buộc: không suy đoán việc kế thừa.", min_length=1)


class Unit(Record):
    """A unit of the office, a body above it, or an organisation that issues documents."""

    noun = "đơn vị"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, là địa chỉ trang của đơn vị, ví dụ ban-phong-trao.")
    name: Text = Field(title="Tên", description="Tên đầy đủ như quyết định ghi.")
    kind: Annotated[str, BeforeValidator(word("unit_kind"))] = Field(title="Loại", description="Một từ trong danh mục unit_kind.")
    group: Annotated[str, BeforeValidator(word("document_group"))] | None = Field(
        default=None, title="Khối văn bản", description="Khối mà văn bản do nơi này ban hành được xếp vào: Đảng, Nhà nước, Mặt trận, Liên tịch."
    )
    aliases: Texts = Field(default=(), title="Tên gọi khác", description="Cách viết khác còn gặp, để tìm kiếm.")
    since: When | None = Field(default=None, title="Từ ngày", description="Ngày thành lập hoặc đổi tên, nếu nguồn ghi.")
    until: When | None = Field(default=None, title="Đến ngày", description="Ngày thôi dùng tên này, nếu nguồn ghi.")
    successors: Annotated[tuple[Succession, ...], Many] = Field(default=(), title="Kế thừa", description="Chỉ ghi khi nguồn nói rõ.")
    term: Text | None = Field(default=None, title="Nhiệm kỳ", description="Nhiệm kỳ của tổ chức do bầu, ví dụ 2023-2025.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    source: Sources = source_field()


class StructureGroup(Record):
    """One heading of a structure with its units in the decision's order."""

    noun = "nhóm đơn vị"
    title: Text = Field(title="Nhóm", description="Tên nhóm như quyết định ghi.")
    units: Annotated[tuple[UnitId, ...], Many] = Field(default=(), title="Đơn vị", description="Mã đơn vị theo đúng thứ tự của quyết định.")
    others: Texts = Field(default=(), title="Khác", description="Mục quyết định nêu chung, không nêu tên đơn vị.")


class Structure(Record):
    """The units of the office as one decision lists them."""

    noun = "cơ cấu"
    id: Id = Field(title="Mã", description="Mã riêng, ví dụ co-cau-2023.")
    decision: DocumentId = Field(title="Quyết định", description="Mã văn bản quy định cơ cấu.")
    since: When = Field(title="Từ ngày", description="Ngày cơ cấu có hiệu lực; nếu nguồn không ghi thì là ngày quyết định.")
    until: When | None = Field(default=None, title="Đến ngày", description="Ngày cuối còn áp dụng, nếu biết.")
    groups: Annotated[tuple[StructureGroup, ...], Many] = Field(title="Các nhóm", description="Các nhóm đơn vị theo thứ tự của quyết định.", min_length=1)
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    source: Sources = source_field()

    @property
    def unit_ids(self) -> list[str]:
        """Return the ids of its units in the decision's order."""
        return [unit for group in self.groups for unit in group.units]


def structure_at(data: Data, moment: When) -> Structure | None:
    """Return the structure in force on a moment's first day, None before the first known one."""
    held = [structure for structure in data.structures if structure.since.first_day() <= moment.first_day()]
    return max(held, key=lambda structure: structure.since) if held else None


def unit_names_differ(data: Data) -> Iterator[Problem]:
    """No two units share a name or an alias."""
    seen: dict[str, str] = {}
    for unit in data.units.values():
        for field, names in (("name", (unit.name,)), ("aliases", unit.aliases)):
            for item, name in enumerate(names):
                if seen.setdefault(name, unit.id) != unit.id:
                    yield unit.problem(field, f"'{name}' đã là tên của đơn vị '{seen[name]}'. Dùng lại đơn vị đó, hoặc viết tên đầy đủ.", item)


def structure_lists_a_unit_once(data: Data) -> Iterator[Problem]:
    """A unit stands once in a structure."""
    for structure in data.structures:
        seen: set[str] = set()
        for group in structure.groups:
            for item, unit in enumerate(group.units):
                if unit in seen:
                    yield group.problem("units", f"'{unit}' đã có trong cơ cấu '{structure.id}'. Giữ một chỗ.", item)
                seen.add(unit)


def structures_do_not_overlap(data: Data) -> Iterator[Problem]:
    """One structure holds at a time."""
    ordered = sorted(data.structures, key=lambda structure: structure.since)
    for earlier, later in pairwise(ordered):
        if earlier.since == later.since:
            yield later.problem("since", f"{later.since} trùng ngày bắt đầu của cơ cấu '{earlier.id}'. Mỗi ngày chỉ một cơ cấu.")
        elif earlier.until and earlier.until.last_day() >= later.since.first_day():
            yield earlier.problem("until", f"{earlier.until} chồng lên cơ cấu '{later.id}' (từ {later.since}). Ghi ngày liền trước.")


def unit_ends_after_it_begins(data: Data) -> Iterator[Problem]:
    """The last day of a unit or structure is not before its first."""
    dated: list[Unit | Structure] = [*data.units.values(), *data.structures]
    for record in dated:
        if record.since and record.until and record.until.last_day() < record.since.first_day():
            yield record.problem("until", f"{record.until} trước ngày bắt đầu {record.since}. Xem lại hai ngày.")


def unit_is_not_its_own_successor(data: Data) -> Iterator[Problem]:
    """A unit is succeeded by another."""
    for unit in data.units.values():
        for succession in unit.successors:
            if succession.unit == unit.id:
                yield succession.problem("unit", f"'{unit.id}' là chính đơn vị này. Ghi mã đơn vị kế thừa.")
