"""The years of an invented record: plan, tasks (some carried over), results, award lists, events."""

from __future__ import annotations

from calendar import monthrange
from random import Random
from typing import Any

from macros.vietnamese import slug
from tests.benchmarks.corpus_registers import HONOURS, Registers
from tests.benchmarks.synthetic_entries import FAMILIES, GIVEN, MIDDLES, PHRASES, PLACES, VERBS, Synthetic

Row = dict[str, Any]
AREAS = (
    "Tuyên truyền, vận động, xây dựng khối đại đoàn kết", "Giám sát, phản biện xã hội", "Phong trào thi đua, cuộc vận động", "An sinh xã hội", "Dân chủ, pháp luật",
    "Dân tộc, tôn giáo", "Đối ngoại nhân dân, kiều bào", "Tổ chức, cán bộ", "Kiểm tra, giám sát nội bộ", "Báo chí, xuất bản", "Văn phòng, tài chính, chuyển đổi số", "Thi đua - khen thưởng",
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PRODUCTS = ("Kế hoạch", "Báo cáo", "Hội nghị; báo cáo tổng hợp", "Đề án", "Văn bản hướng dẫn", "Lớp tập huấn", "Chương trình phối hợp", "Sổ tay", "Thông tri", "Cơ sở dữ liệu")
POSTS = ("Chuyên viên", "Chuyên viên chính", "Phó Trưởng ban", "Trưởng phòng", "Phóng viên", "Biên tập viên", "Cán bộ", "Nhân viên")
# How many of a hundred tasks end up so.
STATES = (("done", 74), ("in_progress", 10), ("moved", 5), ("stopped", 3), ("submitted", 3), ("not_started", 3), ("withdrawn", 1), ("reassigned", 1))
# How an award list is shared among honours: (honour, to whom, shares of a hundred).
SHARES = (
    ("Cờ thi đua", "collective", 1), ("Tập thể lao động xuất sắc", "collective", 2), ("Chiến sĩ thi đua cơ sở", "individual", 8), ("Lao động tiên tiến", "individual", 55),
    ("Bằng khen", "collective", 2), ("Bằng khen", "individual", 15), ("Bằng khen", "household", 1), ("Giấy khen", "individual", 16),
)


class YearMaker:
    """Draws one year after another; a task moved on is taken up by the year after."""

    def __init__(self, random: Random, words: Synthetic, registers: Registers, last: int) -> None:
        self.random, self.words, self.registers, self.last = random, words, registers, last
        self.moved: list[Row] = []  # the tasks that the year before moved on

    def make(self, year: int, tasks: int, awards: int) -> dict[str, Any]:
        """Return the files of a year by stem."""
        listed = self._tasks(year, tasks)
        return {"plan": self._plan(year, listed), "tasks": listed, "results": self._results(year), "awards": self._awards(year, awards), "events": self._events(year)}

    def _plan(self, year: int, tasks: list[Row]) -> Row:
        source = f"bao-cao-{year}, phần mở đầu"
        planned = sum(task.get("origin") != "unplanned" for task in tasks)
        priorities = [{"id": f"uu-{year}-{n}", "title": f"{self.random.choice(VERBS)} {self.random.choice(PHRASES)}", "source": source} for n in range(1, 6)]
        return {
            "id": f"kh-{year}", "title": f"Kế hoạch trọng tâm công tác năm {year}", "document": self.registers.issued[year][1], "owner": "ban-thuong-truc", "basis": self.registers.issued[year][3:5],
            "focal_points": [{"id": f"tt-{year}-{n}", "number": str(n), "title": f"Nâng cao chất lượng {self.random.choice(PHRASES)}", "source": source} for n in range(1, 6)],
            "areas": [{"id": f"lv-{year}-{n}", "number": ROMAN[n - 1], "title": title, "source": source} for n, title in enumerate(AREAS, 1)],
            "priorities": {"claimed": "6", "items": priorities, "source": source},
            "declared": {"focal_points": "5", "areas": "12", "tasks": str(planned), "source": source}, "source": source,
        }

    def _tasks(self, year: int, count: int) -> list[Row]:
        moved, self.moved = self.moved, []
        return [self._task(year, number, moved[number - 1] if number <= len(moved) else None) for number in range(1, count + 1)]

    def _task(self, year: int, number: int, before: Row | None) -> Row:
        draw, units = self.random, self.registers.working[year]
        lead = draw.sample(units, 1 if draw.random() < 0.85 else 2)
        state = draw.choices([state for state, _ in STATES], [share for _, share in STATES])[0]
        if state == "moved" and (year == self.last or before):
            state = "in_progress"
        row: Row = {"id": f"nv-{year}-{number:04}", "number": str(number), "title": before["title"] if before else self._title()}
        if number % 25 == 0:
            row["origin"] = draw.choice(("conclusion", "superior", "unplanned"))
        row |= {"area": f"lv-{year}-{number * 12 // (number + 40) % 12 + 1 if number % 3 else number % 12 + 1}", "focal_points": [f"tt-{year}-{number % 5 + 1}"], "lead": lead}
        partners = [unit for unit in draw.sample(units, draw.choice((0, 1, 1, 2, 3))) if unit not in lead]
        row |= {"partner": partners} if partners else {"partner_class": "các ban, đơn vị liên quan"}
        row |= {"leader": draw.choice(self.registers.leaders[year]), "product": f"{draw.choice(PRODUCTS)} {self.words.rare(3)}"}
        self._due(row, year, number)
        row["state"] = state
        self._outcome(row, year, state, lead, units)
        if number % 6 == 0:
            row["implements"] = [draw.choice(self.registers.issued[year][3:])]
        if before:
            row["carried_from"] = before["id"]
        row["source"] = f"bao-cao-{year}, mục {number}"
        if state == "moved":
            self.moved.append(row)
        return row

    def _title(self) -> str:
        """Return a title, short or long as plans have them."""
        title = f"{self.random.choice(VERBS)} {self.random.choice(PHRASES)} {self.words.rare(self.random.choice((2, 4, 6, 9)))}"
        if self.random.random() < 0.3:
            title += f" tại {self.random.choice(PLACES)}, {self.random.choice(PLACES)} và các địa phương có liên quan; tổng hợp, báo cáo Ban Thường trực"
        return title

    def _due(self, row: Row, year: int, number: int) -> None:
        month = self.random.randint(1, 12)
        day = self.random.randint(1, monthrange(year, month)[1])
        forms = (f"{day:02}/{month:02}/{year}", f"{day:02}/{month:02}/{year}", f"{month}/{year}", f"Quý {ROMAN[(month + 2) // 3 - 1]}/{year}", "Thường xuyên", f"6 tháng đầu năm {year}", str(year))
        row["due"] = forms[number % len(forms)]
        if number % 35 == 1:
            row |= {"due": forms[0], "extended": f"15/01/{year + 1}", "extended_basis": self.registers.issued[year][1]}

    def _outcome(self, row: Row, year: int, state: str, lead: list[str], units: list[str]) -> None:
        if state == "done":
            month = self.random.randint(1, 12)
            row |= {"result": f"Đã hoàn thành; {self.words.rare(6)}", "result_date": f"{self.random.randint(1, 28):02}/{month:02}/{year}"}
        elif state in ("stopped", "withdrawn"):
            row["reason"] = "Căn cứ tình hình thực tế, cấp có thẩm quyền đồng ý dừng"
        elif state == "reassigned":
            row["reassigned_to"] = next(unit for unit in units if unit not in lead)
        elif state == "in_progress":
            row["note"] = f"Đang lấy ý kiến các ban, đơn vị; {self.words.rare(4)}"

    def _results(self, year: int) -> Row:
        source = f"bao-cao-{year}, mục II"
        figures = [
            {"id": f"sl-{year}-{n}", "title": f"{self.random.choice(PHRASES).capitalize()} được thực hiện", "value": str(self.random.randint(3, 90_000)), "unit": "lượt", "source": source}
            for n in range(1, 9)
        ]

        def said(stem: str, count: int) -> list[Row]:
            return [{"id": f"{stem}-{year}-{n}", "text": f"{self.random.choice(VERBS)} {self.random.choice(PHRASES)}; {self.words.rare(8)}.", "source": source} for n in range(1, count + 1)]

        return {"figures": figures, "achievements": said("kq", 5), "shortcomings": said("hc", 3), "causes": said("nn", 2), "proposals": said("kn", 2), "directions": said("dh", 4)}

    def _awards(self, year: int, count: int) -> list[Row]:
        made, known = [], {name for name, *_ in HONOURS}
        for name, to, share in SHARES:
            assert name in known
            key = f"kt-{year}-{slug(name)}-{to}"
            many = max(1, count * share // 100) if count else 0
            recipients = [self._recipient(f"{key}-{n}", to, year, n) for n in range(1, many + 1)]
            made.append({
                "id": key, "merit_year": str(year), "honour": slug(name), "to": to, "kind": "merit", "decision": self.registers.issued[year][2], "granted_by": "Ban Thường trực",
                "declared": str(many + (3 if to == "household" else 0)), **({"recipients": recipients} if recipients else {}), "source": f"bao-cao-{year}, phụ lục 2",
            })
        return made

    def _recipient(self, key: str, to: str, year: int, number: int) -> Row:
        draw, units = self.random, self.registers.working[year]
        unit = draw.choice(units)
        if to == "collective":
            return {"id": key, "name": f"Tổ công tác số {number}, {self.registers.names[unit]}", "unit": unit}
        if to == "household":
            return {"id": key, "name": f"Hộ gia đình {self._name()}, số {number}, {draw.choice(PLACES)}"}
        # Family names as frequent as in life: namesakes come by themselves. The number keeps two of one post apart.
        return {"id": key, "honorific": draw.choice(("ong", "ba")), "name": self._name(), "post": f"{draw.choice(POSTS)}, tổ {number}", "workplace": self.registers.names[unit], "unit": unit}

    def _name(self) -> str:
        return f"{self.random.choice(FAMILIES)} {self.random.choice(MIDDLES)} {self.random.choice(GIVEN)}"

    def _events(self, year: int) -> list[Row]:
        made = []
        for month in range(1, 13):
            about = [str(year)] if month > 1 else [str(year), str(year - 1)]
            title = f"Hội nghị {self.random.choice(PHRASES)} tháng {month} năm {year}"
            made.append({
                "id": f"sk-{year}-{month:02}", "title": title, "kind": "conference", "date": f"{self.random.randint(1, 28):02}/{month:02}/{year}", "about": about,
                "organiser": [self.random.choice(self.registers.working[year])], "chairs": [self.random.choice(self.registers.leaders[year])], "place_name": self.random.choice(PLACES),
                "summary": f"{self.random.choice(VERBS)} {self.random.choice(PHRASES)}; {self.words.rare(10)}.", "source": f"bao-cao-{year}, mục III",
            })
        return made
