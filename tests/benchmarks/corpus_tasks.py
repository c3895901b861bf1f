"""The tasks of an invented year, area after area; those that the year before moved on stand first in their area."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta

from tests.benchmarks.corpus_drawing import Draw, Registers, Row, spread
from tests.benchmarks.synthetic_entries import PLACES

# Areas and the share of a plan's tasks that each holds, of a hundred: some twice what others do, none without any.
AREAS = (
    ("Tuyên truyền, vận động, xây dựng khối đại đoàn kết", 13), ("Giám sát, phản biện xã hội", 12), ("Phong trào thi đua, cuộc vận động", 12), ("An sinh xã hội", 9), ("Dân chủ, pháp luật", 9),
    ("Dân tộc, tôn giáo", 10), ("Đối ngoại nhân dân, kiều bào", 8), ("Tổ chức, cán bộ", 8), ("Kiểm tra, giám sát nội bộ", 4), ("Báo chí, xuất bản", 5), ("Văn phòng, tài chính, chuyển đổi số", 6),
    ("Thi đua - khen thưởng", 4),
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PRODUCTS = ("Kế hoạch", "Báo cáo", "Hội nghị; báo cáo tổng hợp", "Đề án", "Văn bản hướng dẫn", "Lớp tập huấn", "Chương trình phối hợp", "Sổ tay", "Thông tri", "Cơ sở dữ liệu")
# How many of a hundred tasks end up so, those apart that move on.
STATES = (("done", 78), ("in_progress", 9), ("stopped", 3), ("submitted", 3), ("not_started", 4), ("withdrawn", 2), ("reassigned", 1))
# The share that moves on, by how often a task has moved before: rarer each time, and never a fourth time.
MOVING = (0.05, 0.3, 0.2, 0.0)
ORIGINS = (("", 84), ("conclusion", 7), ("superior", 4), ("unplanned", 5))
DUES = (("day", 38), ("month", 14), ("quarter", 20), ("continuous", 10), ("half", 6), ("year", 8), ("span", 3), ("", 1))
CLASSES = ("các ban, đơn vị liên quan", "các ban, đơn vị; các địa phương", "Ủy ban MTTQ Việt Nam các tỉnh, thành phố")
_REASONS = ("Căn cứ tình hình thực tế, cấp có thẩm quyền đồng ý dừng", "Chưa bố trí được kinh phí", "Lồng ghép vào nhiệm vụ khác theo kết luận của Ban Thường trực")
_MOVED = ("Chưa hoàn thành do thay đổi tổ chức bộ máy", "Chờ văn bản của cấp trên", "Địa phương đề nghị lùi thời gian")


class TaskMaker:
    """Draws one year's tasks after another's."""

    def __init__(self, draw: Draw, made: Registers) -> None:
        self.draw, self.made = draw, made
        self.moved: list[tuple[Row, int]] = []  # what the year before moved on, and how often it has moved
        self.year, self.units, self.printed = made.years.start, list[str](), Counter[bool]()

    def make(self, year: int, count: int) -> list[Row]:
        """Return so many tasks, numbered through the areas."""
        moved, self.moved = self.moved, []
        self.year, self.units, self.printed = year, self.made.working[year], Counter[bool]()
        new = spread(count - len(moved), [share for _, share in AREAS])
        rows: list[Row] = []
        for area in range(1, len(AREAS) + 1):
            carried = [(before, times) for before, times in moved if before["area"].endswith(f"-{area}")]
            rows += [self._task(len(rows) + place, area, before, times) for place, (before, times) in enumerate(carried, 1)]
            rows += [self._task(len(rows) + place, area, None, 0) for place in range(1, new[area - 1] + 1)]
        return rows

    def _task(self, number: int, area: int, before: Row | None, times: int) -> Row:
        draw, year = self.draw, self.year
        state = "moved" if year < self.made.years[-1] and draw.chance(MOVING[times]) else draw.weighted(STATES)
        origin = "" if before else draw.weighted(ORIGINS)
        row: Row = {"id": f"nv-{year}-{number:04}", "number": self._printed(origin == "unplanned"), "title": before["title"] if before else self._title()}
        row |= {"origin": origin} if origin else {}
        row["area"] = f"lv-{year}-{area}"
        row |= draw.some(0.85, focal_points=[f"tt-{year}-{focal}" for focal in sorted(draw.sample(range(1, 6), draw.weighted(((1, 9), (2, 1)))))])
        row |= self._who(before) | draw.some(0.97, leader=draw.one(self.made.leaders[year])) | draw.some(0.94, product=f"{draw.one(PRODUCTS)} {draw.rare(3)}")
        end = self._due(row)
        row |= {"state": state} if state != "not_started" else {}
        self._outcome(row, state, end)
        row |= draw.some(0.18, implements=[draw.one((*self.made.issued[year].directives, *self.made.issued[year].programmes))])
        row |= draw.some(0.05, amended=f"Điều chỉnh thời hạn và đơn vị phối hợp theo {draw.one(CLASSES)}")
        if before:
            row["carried_from"] = before["id"]
        row["source"] = [f"tai-lieu-{year}, phụ lục, mục {number}", f"bao-cao-{year}, mục I"] if draw.chance(0.3) else f"bao-cao-{year}, mục {number}"
        if state == "moved":
            self.moved.append((row, times + 1))
        return row

    def _printed(self, unplanned: bool) -> str:
        """Return the next printed number: those of the plan run on, those that arose in the year have their own."""
        self.printed[unplanned] += 1
        return f"ps{self.printed[True]}" if unplanned else str(self.printed[False])

    def _title(self) -> str:
        """Return a title, short or long as plans have them."""
        title = f"{self.draw.deed()} {self.draw.rare(self.draw.one((2, 4, 6, 9)))}"
        if self.draw.chance(0.3):
            title += f" tại {self.draw.one(PLACES)}, {self.draw.one(PLACES)} và các địa phương có liên quan; tổng hợp, báo cáo Ban Thường trực"
        return title

    def _who(self, before: Row | None) -> Row:
        """Return who leads and who helps: of a task carried over the same, or what has taken their place."""
        draw = self.draw
        lead = list(dict.fromkeys(self._now(unit) for unit in before.get("lead", ()))) if before else draw.sample(self.units, draw.weighted(((1, 78), (2, 16), (3, 3), (0, 3))))
        row: Row = {"lead": lead} if lead else {"lead_class": draw.one(CLASSES[1:])}
        partners = [unit for unit in draw.sample(self.units, draw.one((0, 1, 1, 2, 3))) if unit not in lead]
        row |= {"partner": partners} if partners else {}
        return row | (draw.some(0.5, partner_class=draw.one(CLASSES)) if not partners else draw.some(0.05, partner_class=CLASSES[1]))

    def _now(self, unit: str) -> str:
        while unit not in self.units:
            unit = self.made.successors[unit]
        return unit

    def _due(self, row: Row) -> date | None:
        """Give a task a due date in one of the forms of real plans, some an extension; return its last day."""
        draw, year = self.draw, self.year
        kind, month = draw.weighted(DUES), draw.number(1, 12)
        last = date(year, month, monthrange(year, month)[1])
        quarter = (month + 2) // 3
        forms: dict[str, tuple[str, date | None]] = {
            "day": (f"{draw.number(1, last.day):02}/{month:02}/{year}", None), "month": (f"{month}/{year}", last),
            "quarter": (f"Quý {ROMAN[quarter - 1]}/{year}", date(year, quarter * 3, monthrange(year, quarter * 3)[1])), "continuous": ("Thường xuyên", None),
            "half": (f"6 tháng đầu năm {year}", date(year, 6, 30)), "year": (str(year), date(year, 12, 31)), "span": (f"{year} - {year + 1}", None), "": ("", None),
        }
        text, end = forms[kind]
        if kind == "day":
            end = date(year, month, int(text[:2]))
        row |= {"due": text} if text else {}
        if end and draw.chance(0.06):
            row |= {"extended": f"15/01/{year + 1}", "extended_basis": self.made.issued[year].notice}
        return end

    def _outcome(self, row: Row, state: str, end: date | None) -> None:
        """Say what came of a task."""
        draw = self.draw
        if state == "done":
            row |= {"result_document": draw.one(self.made.issued[self.year].programmes)} if draw.chance(0.03) else {"result": f"Đã hoàn thành; {draw.rare(6)}"}
            row |= draw.some(0.9, result_date=self._finished(end))
        elif state in ("stopped", "withdrawn"):
            row["reason"] = draw.one(_REASONS)
        elif state == "moved":
            row |= draw.some(0.8, reason=draw.one(_MOVED))
        elif state == "reassigned":
            row["reassigned_to"] = next(unit for unit in self.units if unit not in row.get("lead", ()))
        elif state == "in_progress":
            row |= draw.some(0.3, result=f"Đã gửi báo cáo {draw.rare(3)}") | draw.some(0.7, note=f"Đang lấy ý kiến các ban, đơn vị; {draw.rare(4)}")

    def _finished(self, end: date | None) -> str:
        """Return the day a task was finished: mostly in time, and in its year."""
        first, last = date(self.year, 1, 3), date(self.year, 12, 31)
        if end is None:
            return self.draw.day(self.year)
        late = self.draw.chance(0.12) and end + timedelta(days=3) <= last
        day = end + timedelta(days=self.draw.number(1, 60)) if late else end - timedelta(days=self.draw.number(0, 45))
        return f"{min(max(day, first), last):%d/%m/%Y}"
