"""The registers of an invented record: units that merge, people and namesakes, chains of documents, movements, honours.

Rows are plain dicts of text, as reading gives them back; `corpus.py` writes them. Every fact is drawn from the `Random` given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from macros.vietnamese import slug
from tests.benchmarks.synthetic_entries import FAMILIES, GIVEN, MIDDLES, PHRASES, PLACES, Synthetic

Row = dict[str, Any]
ERA = 8  # years that a structure of units holds

# Each line is a unit over the eras: what stands before an arrow is merged into what follows it.
DEPARTMENTS = (
    "Văn phòng", "Ban Tổ chức - Cán bộ", "Ban Dân chủ, Giám sát và Phản biện xã hội", "Ban Tuyên giáo", "Ban Phong trào", "Ban Công tác xã hội",
    "Ban Đối ngoại Nhân dân", "Ban Công tác phía Nam", "Ban Kế hoạch - Tài chính",
)
MERGED = (("Ban Dân tộc", "Ban Tôn giáo", "Ban Dân tộc và Tôn giáo"), ("Vụ Pháp luật", "Ban Kiểm tra", "Ban Pháp luật và Kiểm tra"), ("Phòng Lễ tân", "Phòng Kiều bào", "Ban Lễ tân và Kiều bào"))
SERVICES = ("Báo Đại đoàn kết", "Tạp chí Mặt trận", "Trung tâm Bồi dưỡng cán bộ", "Bảo tàng Mặt trận")
BODIES = (
    ("Ủy ban Trung ương", "body", "front"), ("Ban Thường trực", "body", "front"), ("Đảng ủy Cơ quan", "body", "party"), ("Công đoàn Cơ quan", "body", "front"),
    ("Ban Bí thư", "outside", "party"), ("Thủ tướng Chính phủ", "outside", "state"), ("Bộ Nội vụ", "outside", "state"),
)
HONOURS = (
    ("Cờ thi đua", "title", ["collective"], ["Cờ thi đua xuất sắc"]), ("Tập thể lao động xuất sắc", "title", ["collective"], ["TTLĐXS"]),
    ("Chiến sĩ thi đua cơ sở", "title", ["individual"], ["Chiến sỹ thi đua cơ sở", "CSTĐ cơ sở"]), ("Lao động tiên tiến", "title", ["individual"], ["LĐTT"]),
    ("Bằng khen", "commendation", ["collective", "individual", "household"], []), ("Giấy khen", "commendation", ["collective", "individual", "household"], []),
)
MOVEMENTS = ("Đoàn kết sáng tạo", "Văn hóa công sở", "Gần dân, sát cơ sở", "Cả nước chung tay vì người nghèo", "Nghĩa tình khu dân cư", "Mỗi tuần một việc tốt")
POSTS = ("Chủ tịch", "Phó Chủ tịch - Tổng Thư ký", "Phó Chủ tịch", "Phó Chủ tịch", "Trưởng ban", "Chánh Văn phòng")
SUPPORT = "ho-so-luu-tru"


@dataclass
class Registers:
    """What the years refer to: rows of each register, and for a year its units, leaders, documents."""

    units: list[Row] = field(default_factory=list)
    structures: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    movements: list[Row] = field(default_factory=list)
    honours: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    working: dict[int, list[str]] = field(default_factory=dict)  # year -> ids of the office's units
    leaders: dict[int, list[str]] = field(default_factory=dict)
    issued: dict[int, list[str]] = field(default_factory=dict)  # year -> ids of its documents
    names: dict[str, str] = field(default_factory=dict)  # unit -> name


class RegisterMaker:
    """Draws the registers that `years` need."""

    def __init__(self, random: Random, words: Synthetic, years: range) -> None:
        self.random, self.words, self.years, self.made = random, words, years, Registers()

    def make(self) -> Registers:
        """Return every register."""
        self._units()
        self._people()
        for year in self.years:
            self._documents(year)
        self._structures()
        self._movements()
        self.made.honours = [
            {"id": slug(name), "name": name, "kind": kind, "recipients": kinds, **({"aliases": aliases} if aliases else {}), "source": f"{SUPPORT}, quyển 1"}
            for name, kind, kinds, aliases in HONOURS
        ]
        self._sources()
        return self.made

    def _unit(self, name: str, kind: str, **more: Any) -> str:
        key = slug(name)
        self.made.names[key] = name
        self.made.units.append({"id": key, "name": name, "kind": kind, **more, "source": f"{SUPPORT}, quyển 1"})
        return key

    def _units(self) -> None:
        for name, kind, group in BODIES:
            self._unit(name, kind, group=group)
        kept = [self._unit(name, "department") for name in DEPARTMENTS]
        services = [self._unit(name, "public_service") for name in SERVICES]
        pairs = []
        for one, other, together in MERGED:
            later = slug(together)
            after = {"successors": [{"unit": later, "source": f"{SUPPORT}, quyển 1"}]}
            pairs.append(([self._unit(one, "department", **after), self._unit(other, "department", **after)], [self._unit(together, "department")]))
        for place in PLACES:
            self._unit(f"Ủy ban MTTQ Việt Nam {place}", "outside", group="front")
        for year in self.years:
            era = (year - self.years.start) // ERA
            merged = [unit for number, (before, after) in enumerate(pairs) for unit in (after if era > number else before)]
            self.made.working[year] = [*kept, *merged, *services]

    def _structures(self) -> None:
        for start in self.years[::ERA]:
            units, services = self.made.working[start], {slug(name) for name in SERVICES}
            groups = [
                {"title": "Các ban, đơn vị tham mưu, giúp việc", "units": [unit for unit in units if unit not in services]},
                {"title": "Các đơn vị sự nghiệp", "units": [unit for unit in units if unit in services], "others": ["Các hội đồng tư vấn"]},
            ]
            self.made.structures.append({"id": f"co-cau-{start}", "decision": self.made.issued[start][0], "since": f"05/01/{start}", "groups": groups, "source": f"{SUPPORT}, quyển 1"})

    def _people(self) -> None:
        taken: dict[str, int] = {}
        for start in self.years[::5]:
            for post in POSTS:
                name = f"{self.random.choice(FAMILIES)} {self.random.choice(MIDDLES)} {self.random.choice(GIVEN)}"
                key, namesake = slug(name), name in taken
                taken[name] = taken.get(name, 0) + 1
                spelled = sum(person["id"].startswith(key) for person in self.made.people)
                row: Row = {"id": f"{key}-{start}" if spelled else key, "name": name, "honorific": self.random.choice(("ong", "ba"))}
                unit = "van-phong" if "Văn phòng" in post else "ban-tuyen-giao" if post == "Trưởng ban" else "ban-thuong-truc"
                row["posts"] = [{"title": post, "unit": unit, "since": f"01/{start}", "until": f"12/{start + 4}", "source": f"{SUPPORT}, quyển 1"}]
                self.made.people.append(row | ({"note": f"Khác với người cùng tên giữ chức vụ trước năm {start}."} if namesake else {}) | {"source": f"{SUPPORT}, quyển 1"})
                for year in range(start, start + 5):
                    self.made.leaders.setdefault(year, []).append(row["id"])

    def _documents(self, year: int) -> None:
        """Draw a year's documents: the plan, decisions on awards and units, and chains of directive, programme, guideline."""
        self.made.issued[year] = []
        self._document(year, "decision", "QĐ-MTTW-BTT", "ban-thuong-truc", f"về chức năng, nhiệm vụ, cơ cấu của Cơ quan năm {year}", 4, 1)
        self._document(year, "plan", "KH-MTTW-BTT", "ban-thuong-truc", f"về trọng tâm công tác năm {year}", 8, 1, more={"year": str(year)})
        self._document(year, "decision", "QĐ-MTTW-BTT", "ban-thuong-truc", f"về việc khen thưởng thành tích năm {year}", 20, 12)
        for _ in range(4):
            subject = f"{self.random.choice(PHRASES)} {self.words.rare(5)} trong tình hình mới"
            month = self.random.randint(1, 8)
            earlier = self.random.choice(self.made.issued[year - ERA][3::4]) if year - ERA in self.made.issued and self.random.random() < 0.6 else None
            first = self._document(year, "directive", "CT/TW", "ban-bi-thu", f"về {subject}", 3, month, relations=[("replaces", earlier)] if earlier else [])
            second = self._document(year, "programme", "CTr-MTTW-BTT", "ban-thuong-truc", f"triển khai thực hiện Chỉ thị về {subject}", 9, month + 1, relations=[("implements", first)])
            self._document(year, "guideline", "HD-MTTW-BTT", "ban-thuong-truc", f"thực hiện Chương trình về {subject}", 15, month + 2, relations=[("guides", second), ("based_on", first)])
            self._document(year, "decision", "QĐ-TTg", "thu-tuong-chinh-phu", f"phê duyệt Đề án {self.random.choice(PHRASES)} {self.words.rare(3)}", 21, month + 3, relations=[("cites", first)])

    def _document(self, year: int, kind: str, notation: str, issuer: str, subject: str, day: int, month: int, relations: list[tuple[str, str]] | None = None, more: Row | None = None) -> str:
        place = len(self.made.issued[year])
        number = f"{100 + place * 7}-{notation}" if issuer == "ban-bi-thu" else f"{100 + place * 7}/{notation}"
        key = f"{slug(number)}-{year}"
        row: Row = {"id": key, "kind": kind, "number": number, "issuer": issuer, "issued": f"{day:02}/{month:02}/{year}", "subject": subject, **(more or {})}
        signing = "T/M BAN BÍ THƯ" if issuer == "ban-bi-thu" else "TM. BAN THƯỜNG TRỰC, PHÓ CHỦ TỊCH"
        row["signer"] = {"name": f"{self.random.choice(FAMILIES)} {self.random.choice(MIDDLES)} {self.random.choice(GIVEN)}", "capacity": signing}
        if relations:
            row["relations"] = [{"kind": relation, "document": other, "source": f"tai-lieu-{year}"} for relation, other in relations]
        self.made.documents.append(row | {"source": f"tai-lieu-{year}, mục {place + 1}"})
        self.made.issued[year].append(key)
        return key

    def _movements(self) -> None:
        for number, start in enumerate(self.years[::3]):
            name = f"{MOVEMENTS[number % len(MOVEMENTS)]} giai đoạn {start} - {start + 4}"
            held, source = [year for year in range(start, start + 5) if year in self.years], f"tai-lieu-{start}"
            roles = [{"year": str(year), "role": ["launched", "carried_out"] if year == start else ["carried_out"], "source": f"tai-lieu-{year}"} for year in held]
            milestones = [{"when": f"01/{start}", "what": "Phát động", "source": source}, {"when": str(start + 2), "what": "Sơ kết", "source": source}]
            self.made.movements.append({
                "id": slug(name), "name": name, "kind": ("movement", "campaign", "programme")[number % 3], "launched_by": "ban-thuong-truc", "document": self.made.issued[start][4],
                "since": str(start), "until": str(start + 4), "milestones": milestones, "roles": roles, "source": source,
            })

    def _sources(self) -> None:
        self.made.sources = [{"id": SUPPORT, "title": "Hồ sơ lưu trữ minh họa", "read": "Đơn vị, cơ cấu, lãnh đạo, danh hiệu."}]
        for year in self.years:
            made = {"outlet": "Tài liệu không có thật", "published": f"31/12/{year}"}
            self.made.sources += [
                {"id": f"tai-lieu-{year}", "title": f"Tập văn bản năm {year} (minh họa)", **made, "read": f"Văn bản, phong trào năm {year}."},
                {"id": f"bao-cao-{year}", "title": f"Báo cáo tổng kết công tác năm {year} (minh họa)", **made, "read": f"Nhiệm vụ, kết quả, khen thưởng năm {year}."},
            ]
