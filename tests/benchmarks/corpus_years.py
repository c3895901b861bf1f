"""The years of an invented record: plan and what is declared of it, tasks, results, award lists, events, the closing of all but the last two."""

from __future__ import annotations

from collections import Counter
from typing import Any

from macros.due_dates import understand
from macros.vietnamese import day
from macros.year_digests import digest, text_of
from tests.benchmarks.corpus_awards import AwardMaker
from tests.benchmarks.corpus_drawing import Draw, Registers, Row
from tests.benchmarks.corpus_tasks import AREAS, ROMAN, TaskMaker
from tests.benchmarks.synthetic_entries import PLACES

# The sums of a plan that a report declares, and the states of tasks that each of them counts.
PARTS = {
    "done": ("done",), "in_progress": ("in_progress", "submitted", "not_started"), "stopped": ("stopped",), "moved": ("moved",), "withdrawn": ("withdrawn",), "reassigned": ("reassigned",),
}
ELECTING = 5  # every so many years the people's inspectors are elected


class YearMaker:
    """Draws one year after another."""

    def __init__(self, draw: Draw, made: Registers) -> None:
        self.draw, self.made = draw, made
        self.tasks, self.awards = TaskMaker(draw, made), AwardMaker(draw, made)

    def make(self, year: int, tasks: int, awards: int) -> dict[str, Any]:
        """Return the files of a year by stem, those that hold anything."""
        listed = self.tasks.make(year, tasks)
        files = {"plan": self._plan(year, listed), "tasks": listed, "results": self._results(year), "awards": self.awards.make(year, awards), "events": self._events(year)}
        files = {stem: content for stem, content in files.items() if content}
        if year < self.made.years[-1] - 1:
            files["plan"]["closed"] = self._closing(year, files)
        return files

    def _closing(self, year: int, files: dict[str, Any]) -> Row:
        """Close a year; every sixth was closed without its last event, which was corrected later."""
        texts = {stem: text_of(stem, content) for stem, content in files.items()}
        now = digest(texts)
        if year % 6:
            return {"day": f"31/12/{year}", "digest": now}
        without = digest({**texts, "events": text_of("events", files["events"][:-1])})
        correction = {"day": f"15/03/{year + 1}", "note": "Bổ sung hội nghị tháng 12 thiếu khi khóa sổ.", "digest": now}
        return {"day": f"31/12/{year}", "digest": without, "corrections": [correction]}

    def _plan(self, year: int, tasks: list[Row]) -> Row:
        draw, issued, source = self.draw, self.made.issued[year], f"bao-cao-{year}, phần mở đầu"
        row: Row = {"id": f"kh-{year}", "title": f"Kế hoạch trọng tâm công tác năm {year}", "document": issued.plan, "owner": "ban-thuong-truc", "basis": issued.directives[:2]}
        row |= {"process": ["Kịp thời cho ý kiến và duyệt Kế hoạch", "Điều chỉnh các nhiệm vụ cho phù hợp với tình hình thực tế"]} if year % 2 else {}
        row["focal_points"] = [{"id": f"tt-{year}-{n}", "number": str(n), "title": f"Nâng cao chất lượng {draw.phrase()}", "source": source} for n in range(1, 6)]
        row["areas"] = [{"id": f"lv-{year}-{n}", "number": ROMAN[n - 1], "title": title, "source": source} for n, (title, _) in enumerate(AREAS, 1)]
        row |= {"priorities": self._priorities(year, source), "declared": self._declared(year, tasks, source)}
        return row | ({"note": "Nguồn không nêu số, ngày của kế hoạch từng ban, đơn vị."} if year % 4 == 0 else {}) | {"source": source}

    def _priorities(self, year: int, source: str) -> Row:
        draw, issued = self.draw, self.made.issued[year]
        items = []
        for number in range(1, 6):
            title = draw.deed()
            more = draw.some(0.4, quote=f"{title}; {draw.rare(8)}") | draw.some(0.4, documents=[draw.one(issued.directives)]) | draw.some(0.2, about=[draw.one(self.made.running[year])])
            items.append({"id": f"uu-{year}-{number}", "title": title, **more, "source": source})
        row: Row = {"document": issued.report, "claimed": "6"} | ({"context": f"Năm {year} là năm bản lề thực hiện Nghị quyết Đại hội"} if year % 2 else {})
        return row | {"items": items} | ({"note": "Nguồn nêu 6, tìm thấy 5 đoạn."} if year % 3 == 0 else {}) | {"source": source}

    def _declared(self, year: int, tasks: list[Row], source: str) -> Row:
        """Return the sums of the planned tasks as a report states them; in every third year not divided into all their parts."""
        planned = [task for task in tasks if task.get("origin") != "unplanned"]
        row: Row = {"focal_points": "5", "areas": "12", "tasks": str(len(planned))}
        if year == self.made.years[-1]:
            return row | {"source": source}
        states = Counter(task.get("state", "not_started") for task in planned)
        sums = {part: sum(states[state] for state in counted) for part, counted in PARTS.items()}
        if year % 3 == 0:
            sums["stopped_or_moved"] = sums.pop("stopped") + sums.pop("moved")
        else:
            late = sum(_is_late(task, year) for task in planned)
            row |= {"on_time": str(sums["done"] - late), "done_late": str(late)}
        row |= {part: str(count) for part, count in sums.items()} | {"as_of": f"31/12/{year}"}
        row |= {"note": "Tỷ lệ tính trên tổng số nhiệm vụ của kế hoạch."} if year % 4 == 1 else {}
        return row | ({"quote": f"đã triển khai hoàn thành {sums['done']} nhiệm vụ"} if year % 2 else {}) | {"source": source}

    def _results(self, year: int) -> Row:
        source = f"bao-cao-{year}, mục II"
        figures = [self._figure(year, number, source) for number in range(1, 8)]
        whole = {"id": f"sl-{year}-8", "title": "Tổng số cuộc giám sát và hội nghị phản biện", "value": str(int(figures[0]["value"]) + int(figures[1]["value"])), "unit": "cuộc"}
        figures.append(whole | {"parts": [figure["id"] for figure in figures[:2]], "source": source})
        said = {"achievements": ("kq", 5), "shortcomings": ("hc", 3), "causes": ("nn", 2), "proposals": ("kn", 2), "directions": ("dh", 4)}
        return {"figures": figures} | {part: [self._statement(year, f"{stem}-{year}-{number}", source) for number in range(1, count + 1)] for part, (stem, count) in said.items()}

    def _figure(self, year: int, number: int, source: str) -> Row:
        draw, phrase = self.draw, self.draw.phrase()
        amount = str(draw.number(3, 900)) if number < 5 else str(draw.number(1_000, 90_000)) if number < 7 else f"{draw.number(60, 99)},{draw.number(1, 9)}"
        row: Row = {"id": f"sl-{year}-{number}", "title": f"{phrase[0].upper()}{phrase[1:]} được thực hiện", "value": amount, "unit": "%" if number == 7 else "cuộc" if number < 5 else "lượt"}
        row |= draw.some(0.12, approximate=draw.one(("gần", "hơn", "khoảng"))) | draw.some(0.6, period=f"năm {year}") | draw.some(0.3, as_of=f"15/12/{year}")
        row |= draw.some(0.4, about=[draw.one(self.made.running[year])]) | draw.some(0.15, note=f"Chưa có số liệu của {draw.one(PLACES)}")
        return row | draw.some(0.1, quote=f"đã tổ chức {amount} cuộc") | {"source": source}

    def _statement(self, year: int, key: str, source: str) -> Row:
        text = f"{self.draw.deed()}; {self.draw.rare(8)}"
        more = self.draw.some(0.3, quote=f"{text}, được cấp ủy đánh giá cao") | self.draw.some(0.15, documents=[self.draw.one(self.made.issued[year].directives)])
        return {"id": key, "text": f"{text}.", **more, **self.draw.some(0.5, about=[f"sk-{year}-{self.draw.number(1, 12):02}"]), "source": source}

    def _events(self, year: int) -> list[Row]:
        rows = [self._event(year, month) for month in range(1, 13)]
        if (year - self.made.years.start) % ELECTING == 0:
            members = [self.draw.names.person()[1] for _ in range(5)]
            rows[0] |= {"kind": "election", "elected": "ban-thanh-tra-nhan-dan", "members": members, "source": rows[0].pop("source")}
        return rows

    def _event(self, year: int, month: int) -> Row:
        draw, leaders = self.draw, self.made.leaders[year]
        said = draw.number(1, 20)
        row: Row = {"id": f"sk-{year}-{month:02}", "title": f"Hội nghị {draw.phrase()} tháng {month} năm {year}", "kind": "conference", "date": f"{said:02}/{month:02}/{year}"}
        row |= draw.some(0.15, until=f"{said + 2:02}/{month:02}/{year}") | draw.some(0.4, part_of_day=draw.one(("sáng", "chiều"))) | draw.some(0.1, year_inferred="có")
        row |= {"about": [str(year)] if month > 1 or year == self.made.years.start else [str(year), str(year - 1)], "organiser": [draw.one(self.made.working[year])]}
        row |= draw.some(0.8, chairs=draw.sample(leaders, draw.number(1, 2))) | draw.some(0.5, place_name=draw.one(PLACES)) | {"summary": f"{draw.deed()}; {draw.rare(10)}."}
        row |= draw.some(0.25, acts=[{"person": draw.one(leaders), "text": "Phát biểu chỉ đạo", "source": f"bao-cao-{year}, mục III"}, {"text": "Đại biểu biểu quyết thông qua chương trình"}])
        row |= draw.some(0.4, documents=[draw.one(self.made.issued[year].programmes)]) | draw.some(0.3, movements=[draw.one(self.made.running[year])])
        row |= draw.some(0.15, note="Nguồn không nêu số đại biểu.") | draw.some(0.15, quote=f"chủ trì Hội nghị {draw.phrase()}")
        return row | {"source": f"bao-cao-{year}, mục III"}


def _is_late(task: Row, year: int) -> bool:
    """Tell whether a task was finished after the last day that it had."""
    due = understand(task["due"], year) if "due" in task else None
    end = task.get("extended") or (day(due.end) if due and due.end else "")
    return "result_date" in task and bool(end) and _sortable(task["result_date"]) > _sortable(end)


def _sortable(written: str) -> list[str]:
    return written.split("/")[::-1]
