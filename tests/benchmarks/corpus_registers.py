"""The other registers of an invented record: people with their posts and namesakes, movements, honours, sources and their slips."""

from __future__ import annotations

from itertools import islice

from macros.vietnamese import slug
from tests.benchmarks.corpus_documents import LAW, DocumentMaker
from tests.benchmarks.corpus_drawing import ARCHIVE, Draw, Registers, Row
from tests.benchmarks.corpus_names import other_spelling
from tests.benchmarks.corpus_units import SAID, UnitMaker, make_structures

TERM = 5  # years that people hold a post
LEADING = ("Chủ tịch", "Phó Chủ tịch - Tổng Thư ký", "Phó Chủ tịch", "Phó Chủ tịch", "Phó Chủ tịch chuyên trách", "Phó Chủ tịch không chuyên trách")
FIGHTER = {"law": LAW, "name": "Chiến sĩ thi đua Bộ, ban, ngành, tỉnh", "source": SAID}
# Name, kind, to whom, other names, and what more is known of it.
HONOURS: tuple[tuple[str, str, list[str], list[str], Row], ...] = (
    ("Cờ thi đua", "title", ["collective"], ["Cờ thi đua của UBTƯ MTTQ Việt Nam"], {"note": "Dùng khi nguồn không ghi cấp."}),
    ("Tập thể lao động xuất sắc", "title", ["collective"], ["TTLĐXS"], {}),
    ("Tập thể lao động tiên tiến", "title", ["collective"], ["TTLĐTT"], {}),
    ("Chiến sĩ thi đua Bộ, ban, ngành, tỉnh", "title", ["individual"], ["Chiến sĩ thi đua cấp ngành"], {"legal_names": [FIGHTER]}),
    ("Chiến sĩ thi đua cơ sở", "title", ["individual"], ["Chiến sỹ thi đua cơ sở", "Chiến sĩ thi đua cấp cơ sở", "CSTĐ cơ sở"], {}),
    ("Lao động tiên tiến", "title", ["individual"], ["LĐTT"], {}),
    ("Bằng khen của Thủ tướng Chính phủ", "commendation", ["collective", "individual", "household"], [], {}),
    ("Bằng khen", "commendation", ["collective", "individual", "household"], ["Bằng khen của UBTƯ MTTQ Việt Nam"], {}),
    ("Kỷ niệm chương", "commendation", ["individual"], [], {}),
    ("Giấy khen", "commendation", ["collective", "individual", "household"], [], {}),
)
MOVEMENTS = ("Đoàn kết sáng tạo", "Văn hóa công sở", "Gần dân, sát cơ sở", "Cả nước chung tay vì người nghèo", "Nghĩa tình khu dân cư", "Mỗi tuần một việc tốt")


def make_registers(draw: Draw, years: range) -> Registers:
    """Return every register that the years need."""
    made = Registers(years)
    UnitMaker(made).make()
    PeopleMaker(draw, made).make()
    DocumentMaker(draw, made).make()
    make_structures(made)
    _make_movements(draw, made)
    made.honours = [
        {"id": slug(name), "name": name, "kind": kind, "recipients": to, **({"aliases": aliases} if aliases else {}), **more, "source": SAID} for name, kind, to, aliases, more in HONOURS
    ]
    _make_sources(draw, made)
    return made


class PeopleMaker:
    """Draws who held which post, term after term; some stay or rise, and one in each term bears another's name."""

    def __init__(self, draw: Draw, made: Registers) -> None:
        self.draw, self.made = draw, made
        self.by_name: dict[str, Row] = {}  # the first of each name
        self.known: dict[str, Row] = {}  # by id

    def make(self) -> None:
        """Add the people of every term."""
        before: list[Row] = []
        for start in self.made.years[::TERM]:
            before = self._term(start, before)

    def _term(self, start: int, before: list[Row]) -> list[Row]:
        """Fill the posts of a term: those who lead, the heads of units, one of the staff."""
        units, held = self.made.working[start], list[Row]()
        posts = [(title, "ban-thuong-truc") for title in LEADING] + [(self._head(unit), unit) for unit in units]
        heads = before[len(LEADING) : -1]
        rising = iter(self.draw.sample(heads, len(heads) // 4))
        for title, unit in posts:
            row = next(rising, None) if unit == "ban-thuong-truc" and self.draw.chance(0.4) else self._holder(before, title) if self.draw.chance(0.3) else None
            held.append(self._given(row if row and row not in held else self._new(*self.draw.names.person()), title, unit, start))
        alike = self.draw.one(held)
        held.append(self._given(self._new(alike["honorific"], alike["name"], self.made.names[units[-1]]), "Chuyên viên", units[-1], start))
        self._remember(start, held, posts)
        return held

    def _holder(self, before: list[Row], title: str) -> Row | None:
        return next((row for row in before if row["posts"][-1]["title"] == title), None)

    def _head(self, unit: str) -> str:
        """Return the title of who heads a unit."""
        name = self.made.names[unit]
        if unit == "van-phong":
            return "Chánh Văn phòng"
        if name.startswith(("Báo", "Tạp chí")):
            return f"Tổng Biên tập {name}"
        return f"Giám đốc {name}" if name.startswith(("Trung tâm", "Viện", "Bảo tàng")) else f"Trưởng {name[0].lower()}{name[1:]}"

    def _new(self, honorific: str, name: str, at: str = "") -> Row:
        spelled = slug(name)
        key = next(key for key in (spelled, *(f"{spelled}-{number}" for number in range(2, 1000))) if key not in self.known)
        row: Row = {"id": key, "name": name, "honorific": honorific}
        if alias := other_spelling(name):
            row["aliases"] = [alias]
        row["posts"] = []
        if first := self.by_name.get(name):
            row["note"] = f"Trùng họ tên với người có mã {first['id']}{f'; công tác tại {at}' if at else ''}."
        self.by_name.setdefault(name, row)
        self.known[key] = row
        self.made.people.append(row)
        return row

    def _given(self, row: Row, title: str, unit: str, start: int) -> Row:
        """Give someone a post for a term."""
        until = start + TERM - 1
        post: Row = {"title": title, "unit": unit, "since": f"01/{start}"}
        if until <= self.made.years[-1]:
            post["until"] = f"12/{until}"
            post |= self.draw.some(0.06, until_by_news="có")
            post |= self.draw.some(0.3, seen=[f"12/01/{start + 1}", f"10/01/{start + 2}"])
        post |= self.draw.some(0.25, term=f"nhiệm kỳ {start}-{until + 1}")
        row["posts"].append(post | {"source": SAID})
        row["source"] = row.pop("source", SAID)  # the last field
        return row

    def _remember(self, start: int, held: list[Row], posts: list[tuple[str, str]]) -> None:
        """Note who leads and who heads a unit in each year of a term; a unit that ends in between has nobody after it."""
        for year in range(start, min(start + TERM, self.made.years.stop)):
            self.made.leaders[year] = [row["id"] for row in held[: len(LEADING)]]
            self.made.officials[year] = [
                {"honorific": row["honorific"], "name": row["name"], "post": title, "workplace": self.made.names[unit], "unit": unit, "person": row["id"]}
                for row, (title, unit) in islice(zip(held, posts, strict=False), len(LEADING), None)
                if unit in self.made.working[year]
            ]


def _make_movements(draw: Draw, made: Registers) -> None:
    for number, start in enumerate(made.years[::3]):
        short = MOVEMENTS[number % len(MOVEMENTS)]
        name, source = f"{short} giai đoạn {start} - {start + 4}", f"tai-lieu-{start}"
        held = [year for year in range(start, start + 5) if year in made.years]
        roles = [{"year": str(year), "role": ["launched", "carried_out"] if year == start else draw.one((["carried_out"], ["joined"])), "source": f"tai-lieu-{year}"} for year in held]
        milestones = [{"when": when, "what": what, "source": source} for when, what in ((f"01/{start}", "Phát động"), (str(start + 2), "Sơ kết"), (str(start + 4), "Tổng kết"))]
        row: Row = {"id": slug(name), "name": name, "kind": ("movement", "campaign", "programme")[number % 3]}
        row |= {"aliases": [f"{short} {start}"]} if number % 2 == 0 else {}
        row |= {"launched_by": "ban-thuong-truc", "document": made.issued[start].programmes[0], "since": str(start), "until": str(start + 4), "milestones": milestones, "roles": roles}
        row |= {"note": "Nguồn không nêu số đơn vị đăng ký."} if number % 3 == 0 else {}
        row |= {"quote": f"phát động và hưởng ứng phong trào “{short}”"} if number % 2 == 0 else {}
        made.movements.append(row | {"source": source})
        for year in held:
            made.running.setdefault(year, []).append(row["id"])


def _make_sources(draw: Draw, made: Registers) -> None:
    made.sources = [{"id": ARCHIVE, "title": "Hồ sơ lưu trữ minh họa", "read": "Đơn vị, cơ cấu, lãnh đạo, danh hiệu.", "note": "Tài liệu không có thật."}]
    for number, year in enumerate(made.years):
        published = {"outlet": "Tài liệu không có thật", **({"author": draw.names.person()[1]} if number % 4 == 0 else {}), "published": f"31/12/{year}"}
        found = {"address": f"https://mat-tran.example/bao-cao-{year}"} if number % 2 == 0 else {}
        made.sources += [
            {"id": f"tai-lieu-{year}", "title": f"Tập văn bản năm {year} (minh họa)", **published, "read": f"Văn bản, phong trào năm {year}."},
            {"id": f"bao-cao-{year}", "title": f"Báo cáo tổng kết công tác năm {year} (minh họa)", **published, **found, "read": f"Nhiệm vụ, kết quả, khen thưởng năm {year}."},
        ]
        if number % 3 == 0:
            made.misprints.append({"id": f"li-{year}", "source": f"bao-cao-{year}, phụ lục 2", "printed": "Lao động tiến tiến", "correct": "Lao động tiên tiến", "note": "Tên danh hiệu theo luật."})
            made.ambiguities.append({
                "id": f"cr-{year}", "point": "Nguồn không tách số dừng và số chuyển sang năm sau.", "known": "Chỉ có tổng của hai số.", "shown_as": "Ghi một số chung, không suy đoán.",
                "about": [f"kh-{year}"], "source": f"bao-cao-{year}, mục I",
            })
