"""Units of an invented record: they merge, are renamed and split, each time by a decision with a new structure."""

from __future__ import annotations

from typing import Any

from macros.vietnamese import slug
from tests.benchmarks.corpus_drawing import ARCHIVE, Registers, Row
from tests.benchmarks.synthetic_entries import PLACES

FIRST, LATER = 2, 8  # years that the first structure holds, and each one after it
SAID = f"{ARCHIVE}, quyển 1"

DEPARTMENTS = (
    "Văn phòng", "Ban Tổ chức - Cán bộ", "Ban Dân chủ, Giám sát và Phản biện xã hội", "Ban Tuyên giáo", "Ban Phong trào", "Ban Công tác phía Nam", "Ban Kế hoạch - Tài chính",
    "Ban Dân tộc", "Ban Tôn giáo", "Vụ Pháp luật", "Ban Kiểm tra", "Phòng Lễ tân", "Phòng Kiều bào",
)
SERVICES = ("Báo Đại đoàn kết", "Tạp chí Mặt trận", "Trung tâm Bồi dưỡng cán bộ", "Bảo tàng Mặt trận")
# What each later structure changes: units that end, units that take over.
CHANGES = (
    (("Ban Dân tộc", "Ban Tôn giáo"), ("Ban Dân tộc và Tôn giáo",)),
    (("Vụ Pháp luật", "Ban Kiểm tra"), ("Ban Pháp luật và Kiểm tra",)),
    (("Phòng Lễ tân", "Phòng Kiều bào"), ("Ban Đối ngoại Nhân dân",)),
    (("Ban Phong trào",), ("Ban Công tác xã hội",)),
    (("Ban Kế hoạch - Tài chính",), ("Cục Tài chính", "Ban Kế hoạch tổng hợp")),
    (("Ban Dân tộc và Tôn giáo", "Ban Công tác phía Nam"), ("Ban Công tác dân tộc, tôn giáo và vùng miền",)),
    (("Trung tâm Bồi dưỡng cán bộ",), ("Viện Đào tạo, bồi dưỡng cán bộ và Nghiên cứu khoa học",)),
)
# Name, kind, group, and what more is known of it.
BODIES: tuple[tuple[str, str, str, Row], ...] = (
    ("Ủy ban Trung ương", "body", "front", {"aliases": ["UBTƯ MTTQ Việt Nam", "Ủy ban Trung ương MTTQ Việt Nam"]}),
    ("Ban Thường trực", "body", "front", {"aliases": ["Ban Thường trực UBTƯ MTTQ Việt Nam"]}),
    ("Đảng ủy Cơ quan", "body", "party", {"term": "2020-2025"}),
    ("Công đoàn Cơ quan", "body", "front", {"term": "2022-2027", "note": "Nguồn không nêu số đoàn viên."}),
    ("Ban Thanh tra nhân dân", "body", "front", {"term": "2023-2025"}),
    ("Ban Bí thư", "outside", "party", {"aliases": ["Ban Bí thư Trung ương Đảng"]}),
    ("Quốc hội", "outside", "state", {}), ("Chính phủ", "outside", "state", {}), ("Thủ tướng Chính phủ", "outside", "state", {}), ("Bộ Nội vụ", "outside", "state", {}),
)


def starts(years: range) -> list[int]:
    """Return the years in which a structure takes effect."""
    return [years.start, *range(years.start + FIRST, years.stop, LATER)]


class UnitMaker:
    """Fills the register of units, and which of them work in each year."""

    def __init__(self, made: Registers) -> None:
        self.made, self.rows = made, dict[str, Row]()

    def make(self) -> None:
        """Add bodies, departments with what becomes of them, and committees of provinces."""
        for name, kind, group, more in BODIES:
            self._add(name, kind, group=group, **more)
        units = [self._add(name, "department") for name in DEPARTMENTS] + [self._add(name, "public_service") for name in SERVICES]
        changes = iter(CHANGES)
        began = starts(self.made.years)
        for year in self.made.years:
            if year in began[1:] and (change := next(changes, None)):
                units = self._changed(units, *change, year)
            self.made.working[year] = units
        self.made.committees = [self._add(f"Ủy ban MTTQ Việt Nam {place}", "outside", group="front") for place in PLACES]

    def _add(self, name: str, kind: str, **more: Any) -> str:
        key = slug(name)
        self.made.names[key] = name
        self.rows[key] = {"id": key, "name": name, "kind": kind, **more, "source": SAID}
        self.made.units.append(self.rows[key])
        return key

    def _changed(self, units: list[str], ended: tuple[str, ...], begun: tuple[str, ...], year: int) -> list[str]:
        """Return the units after a change, which stands in both sides' rows."""
        before = [slug(name) for name in ended]
        kind = self.rows[before[0]]["kind"]
        after = [self._add(name, kind, since=f"05/01/{year}") for name in begun]
        for unit in before:
            self.rows[unit] |= {"until": f"04/01/{year}", "successors": [{"unit": successor, "source": SAID} for successor in after]}
            self.made.successors[unit] = after[0]
        place = units.index(before[0])
        return [*units[:place], *after, *(unit for unit in units[place:] if unit not in before)]


def make_structures(made: Registers) -> None:
    """Add a structure for each of their years; each ends where the next begins."""
    services = {row["id"] for row in made.units if row["kind"] == "public_service"}
    began = starts(made.years)
    for start, following in zip(began, [*began[1:], None], strict=True):
        units = made.working[start]
        groups = [
            {"title": "Các ban, đơn vị tham mưu, giúp việc", "units": [unit for unit in units if unit not in services]},
            {"title": "Các đơn vị sự nghiệp", "units": [unit for unit in units if unit in services]},
            {"title": "Khác", "others": ["Các hội đồng tư vấn", "các tổ chức hỗ trợ cho hoạt động tôn giáo"]},
        ]
        row: Row = {"id": f"co-cau-{start}", "decision": made.issued[start].structure, "since": f"05/01/{start}"}
        row |= {"until": f"04/01/{following}"} if following else {"note": "Nguồn chỉ ghi ngày bắt đầu; chưa có quyết định thay thế."}
        made.structures.append(row | {"groups": groups, "source": SAID})
