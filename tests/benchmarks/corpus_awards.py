"""The award lists of an invented year: the honours in about the numbers of the real record, their lists, and who stands in them."""

from __future__ import annotations

from dataclasses import dataclass

from macros.vietnamese import slug
from tests.benchmarks.corpus_drawing import Draw, Registers, Row, spread
from tests.benchmarks.synthetic_entries import PLACES

POSTS = ("Chuyên viên", "Chuyên viên chính", "Chuyên viên cao cấp", "Phó Trưởng phòng", "Trưởng phòng", "Phóng viên", "Biên tập viên", "Kế toán viên", "Văn thư", "Nhân viên", "Lái xe")
PROVINCIAL = ("Chủ tịch", "Phó Chủ tịch Thường trực", "Phó Chủ tịch", "Ủy viên Thường trực", "Trưởng ban", "Chuyên viên")
REASONS = ("Hoàn thành xuất sắc nhiệm vụ công tác", "Có thành tích xuất sắc trong công tác Mặt trận", "Có thành tích tiêu biểu trong công tác tuyên truyền, vận động Nhân dân")
LEAVING = 0.06  # the share of the staff that others follow each year


@dataclass(frozen=True)
class Group:
    """One award of a year: its key, honour, kind of recipient, and its weight in the year's list."""

    key: str
    honour: str
    to: str
    weight: int


# The weights of the first nine are the numbers of the real list of 2022 (299 in all), Bằng khen shared between merit and movement.
GROUPS = (
    Group("ctd", "Cờ thi đua", "collective", 4), Group("ldxs", "Tập thể lao động xuất sắc", "collective", 7), Group("cstdb", "Chiến sĩ thi đua Bộ, ban, ngành, tỉnh", "individual", 2),
    Group("cstdcs", "Chiến sĩ thi đua cơ sở", "individual", 13), Group("ldtt", "Lao động tiên tiến", "individual", 184), Group("bktt", "Bằng khen", "collective", 4),
    Group("bkcn", "Bằng khen", "individual", 33), Group("bkpt", "Bằng khen", "individual", 10), Group("gk", "Giấy khen", "individual", 42),
    Group("bkttg", "Bằng khen của Thủ tướng Chính phủ", "individual", 2), Group("bkho", "Bằng khen", "household", 3), Group("knc", "Kỷ niệm chương", "individual", 8),
)
CANCELLED = Group("gkh", "Giấy khen", "individual", 1)


class AwardMaker:
    """Draws one year's award lists after another's, from a staff that mostly stays."""

    def __init__(self, draw: Draw, made: Registers) -> None:
        self.draw, self.made = draw, made
        self.staff: dict[tuple[str, str, str], Row] = {}  # by what tells two apart in a list

    def make(self, year: int, count: int) -> list[Row]:
        """Return the awards of a year, whose lists have so many lines together."""
        groups = (*GROUPS, CANCELLED) if self.made.issued[year].cancelling else GROUPS
        least = 1 if count >= 3 * len(groups) else 0  # so that a rare kind of award is there in a middling list too
        lines = [least + more for more in spread(count - least * len(groups), [group.weight for group in groups])]
        self._renew_staff(year, max(many for many, group in zip(lines, groups, strict=True) if group.to == "individual"))
        made = [self._award(year, group, many) for group, many in zip(groups, lines, strict=True) if many]
        return [*made, self._known_by_count(year)] if count else []

    def _known_by_count(self, year: int) -> Row:
        """Return an award whose list no source gives, as all of the real record are."""
        declared = self.draw.number(4, 30)
        return {
            "id": f"kt-{year}-ldtt-tt", "merit_year": str(year), "honour": "tap-the-lao-dong-tien-tien", "to": "collective", "granted_by": "Ban Thường trực", "declared": str(declared),
            "note": "Nguồn chỉ nêu số lượng, chưa có danh sách.", "quote": f"công nhận danh hiệu “Tập thể lao động tiên tiến” cho {declared} tập thể", "source": f"bao-cao-{year}, mục IV",
        }

    def _award(self, year: int, group: Group, many: int) -> Row:
        draw, key, issued = self.draw, f"kt-{year}-{group.key}", self.made.issued[year]
        row: Row = {"id": key, "merit_year": str(year), "honour": slug(group.honour)} | self._printed(group) | {"to": group.to}
        row |= {"kind": "movement"} if group.key == "bkpt" else draw.some(0.9, kind="merit")
        proposed = group.key == "bkttg" and year == self.made.years[-1]
        if not proposed:
            row |= {"decision": issued.state_awards if group.key == "bkttg" else issued.awards} if group.key != "gk" or year % 2 else {}
            row["granted_by"] = "Thủ tướng Chính phủ" if group.key == "bkttg" else "Ban Thường trực"
        row |= {} if proposed else {"declared": str(many + (draw.number(0, 3) if group.key in ("ldtt", "gk", "bkho") else 0))}
        row["recipients"] = self._recipients(key, group, year, many)
        row |= draw.some(0.3, reason=f"{draw.one(REASONS)} năm {year}")
        row |= {"movement": draw.one(self.made.running[year])} if group.key == "bkpt" else {}
        row |= {"status": "proposed"} if proposed else {"status": "cancelled", "cancelled_by": issued.cancelling} if group is CANCELLED else {}
        row |= draw.some(0.15, quote=f"tặng {group.honour} cho {many} {'tập thể' if group.to == 'collective' else 'cá nhân'}") if group.to != "household" else {}
        return row | {"source": f"bao-cao-{year}, phụ lục 2"}

    def _printed(self, group: Group) -> Row:
        """Return how the source prints an honour, and what it leaves open of it."""
        other = {"cstdb": "Chiến sĩ thi đua cấp ngành", "cstdcs": "Chiến sỹ thi đua cơ sở"}.get(group.key)
        return (self.draw.some(0.7, printed=other) if other else {}) | ({"level_note": "nguồn không ghi cấp"} if group.key in ("ctd", "bktt") else {})

    def _recipients(self, key: str, group: Group, year: int, many: int) -> list[Row]:
        if group.to == "collective":
            lines = self._collectives(year, many)
        elif group.to == "household":
            lines = [self._household(number) for number in range(1, many + 1)]
        else:
            everyone = list(self.staff.values())
            lines = [everyone[place] for place in sorted(self.draw.sample(range(len(everyone)), many))]
        return [{"id": f"{key}-{number}", **line, **self._remarks()} for number, line in enumerate(lines, 1)]

    def _remarks(self) -> Row:
        return self.draw.some(0.05, reason=f"{self.draw.deed()}; {self.draw.rare(3)}") | self.draw.some(0.03, note="Chuyển công tác trong năm")

    def _household(self, number: int) -> Row:
        honorific, name = self.draw.names.person()
        return {"name": f"Gia đình {'bà' if honorific == 'ba' else 'ông'} {name}, tổ dân phố số {number}, {self.draw.one(PLACES)}"}

    def _collectives(self, year: int, many: int) -> list[Row]:
        """Return units of the office, then parts of them, as lists name them."""
        units, names = self.made.working[year], self.made.names
        whole = [{"name": names[unit], "unit": unit} for unit in self.draw.sample(units, min(many, len(units)))]
        return whole + [{"name": f"Tổ công tác số {number}, {names[unit]}", "unit": unit} for number in range(1, many - len(whole) + 1) for unit in [self.draw.one(units)]]

    def _renew_staff(self, year: int, least: int) -> None:
        """Let some go, move those whose unit has ended, and take on as many as the longest list wants."""
        staying = [row for row in self.staff.values() if "person" not in row and not self.draw.chance(LEAVING)]
        self.staff = {}
        for row in [*self.made.officials[year][: least // 20], *staying]:
            self._take(self._moved(row, year))
        while len(self.staff) < least * 5 // 4 + 1:
            self._take(self._hired(year))

    def _take(self, row: Row) -> None:
        self.staff.setdefault((row["name"], row["post"], row["workplace"]), row)

    def _moved(self, row: Row, year: int) -> Row:
        unit = row.get("unit", "")
        while unit in self.made.successors and unit not in self.made.working[year]:
            unit = self.made.successors[unit]
        return row if unit == row.get("unit", "") else row | {"unit": unit, "workplace": self.made.names[unit]}

    def _hired(self, year: int) -> Row:
        """Return someone of the office, or of a province, of whom one in ten works below any unit that the record knows."""
        draw = self.draw
        honorific, name = draw.names.person()
        row: Row = {"honorific": honorific if draw.chance(0.97) else "dong_chi", "name": name}
        if draw.chance(0.75):
            unit = draw.one(self.made.working[year])
            return row | {"post": draw.one(POSTS), "workplace": self.made.names[unit], "unit": unit}
        unit = draw.one(self.made.committees)
        below = draw.chance(0.1)
        return row | {"post": draw.one(PROVINCIAL), "workplace": f"Ủy ban MTTQ Việt Nam xã {draw.rare(2).title()}" if below else self.made.names[unit]} | ({} if below else {"unit": unit})
