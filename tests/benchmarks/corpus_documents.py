"""Documents of an invented record: a year's own, directives with what carries them out, rules that are amended and replaced again and again."""

from __future__ import annotations

from typing import Any

from macros.vietnamese import slug
from tests.benchmarks.corpus_drawing import Draw, Issued, Registers, Row
from tests.benchmarks.corpus_units import starts

LAW = "luat-thi-dua-khen-thuong"
# Standing rules: kind, notation, subject. Every sixth year one is replaced, half way it is amended or supplemented.
RULES = (
    ("rules", "QC-MTTW-BTT", "Quy chế làm việc của Ban Thường trực"), ("decision", "QĐ-MTTW-BTT", "quy chế thi đua, khen thưởng của Cơ quan"),
    ("regulation", "QyĐ-MTTW-BTT", "quy định hoạt động giám sát của Mặt trận"), ("guideline", "HD-MTTW-BTT", "hướng dẫn tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư"),
)
AGAIN = 6
_PARTY, _STATE, _OURS = ("ban-bi-thu",), ("quoc-hoi", "chinh-phu", "thu-tuong-chinh-phu"), "ban-thuong-truc"
_CAPACITIES = {"ban-bi-thu": "T/M BAN BÍ THƯ", "thu-tuong-chinh-phu": "KT. THỦ TƯỚNG, PHÓ THỦ TƯỚNG", "chinh-phu": "TM. CHÍNH PHỦ", "quoc-hoi": "CHỦ TỊCH QUỐC HỘI"}


class DocumentMaker:
    """Draws the documents of one year after another."""

    def __init__(self, draw: Draw, made: Registers) -> None:
        self.draw, self.made = draw, made
        self.begins = set(starts(made.years))
        self.rules: dict[int, tuple[str, str]] = {}  # what is in force of each standing rule, and what amended it last
        self.structure = self.decree = ""
        self.year, self.count = made.years.start, 0

    def make(self) -> None:
        """Add every year's documents."""
        for year in self.made.years:
            self.year, self.count = year, 0
            self.made.issued[year] = Issued()
            if year == self.made.years.start:
                self._law()
            self._of_the_year(self.made.issued[year])
            self._directives(self.made.issued[year])
            self._rules()
            self._of_the_state()

    def _law(self) -> None:
        self._add("law", "QH{}", "quoc-hoi", "về thi đua, khen thưởng", 15, 1, id=LAW, number=f"99/{self.year}/QH99", gazette=f"Số 1 + 2, ngày 01/02/{self.year}")

    def _of_the_year(self, issued: Issued) -> None:
        """Add the plan, the report, decisions on awards and structure, a notice of conclusions."""
        year = self.year
        if year in self.begins:
            replaced = [("replaces", self.structure)] if self.structure else []
            self.structure = self._add("decision", "QĐ-MTTW-BTT", _OURS, "quy định chức năng, nhiệm vụ, cơ cấu tổ chức của Cơ quan", 4, 1, replaced, effect_from=f"05/01/{year}")
            issued.structure = self.structure
        issued.plan = self._add("plan", "KH-MTTW-BTT", _OURS, f"về trọng tâm công tác năm {year}", 8, 1, year=str(year))
        issued.notice = self._add("conclusion_notice", "TB-MTTW-BTT", _OURS, f"kết luận của Ban Thường trực tại cuộc họp giao ban tháng 6 năm {year}", 20, 6, [("cites", issued.plan)])
        issued.awards = self._add("decision", "QĐ-MTTW-BTT", _OURS, f"về việc khen thưởng thành tích năm {year}", 20, 12, [("based_on", LAW)])
        issued.state_awards = self._add("decision", "QĐ-TTg", "thu-tuong-chinh-phu", f"về việc tặng Bằng khen của Thủ tướng Chính phủ năm {year}", 22, 12, [("based_on", LAW)])
        issued.report = self._add("report", "BC-MTTW-BTT", _OURS, f"kết quả công tác năm {year} và nhiệm vụ trọng tâm năm {year + 1}", 28, 12, year=str(year))
        if year % 3 == 0:
            revoked = [("revokes", issued.awards, "Điều 1, một cá nhân")]
            issued.cancelling = self._add("decision", "QĐ-MTTW-BTT", _OURS, f"về việc hủy bỏ quyết định tặng Giấy khen đối với một cá nhân năm {year}", 30, 12, revoked)

    def _directives(self, issued: Issued) -> None:
        """Add directives, some in place of earlier ones, each with a programme and half of them with a guideline."""
        earlier = self.made.issued.get(self.year - AGAIN)
        for number in range(4):
            subject, month = f"{self.draw.phrase()} {self.draw.rare(5)} trong tình hình mới", self.draw.number(1, 8)
            replaced = [("replaces", earlier.directives[number])] if earlier and self.draw.chance(0.4) else []
            directive = self._add("directive", "CT/TW", "ban-bi-thu", f"về {subject}", 3, month, replaced)
            programme = self._add("programme", "CTr-MTTW-BTT", _OURS, f"triển khai thực hiện Chỉ thị về {subject}", 9, month + 1, [("implements", directive)])
            if number % 2:
                self._add("guideline", "HD-MTTW-BTT", _OURS, f"thực hiện Chương trình về {subject}", 15, month + 2, [("guides", programme), ("based_on", directive)])
            issued.directives.append(directive)
            issued.programmes.append(programme)

    def _rules(self) -> None:
        """Replace or amend the standing rules whose turn it is."""
        for place, (kind, notation, subject) in enumerate(RULES):
            turn = (self.year - self.made.years.start + place) % AGAIN
            held, amending = self.rules.get(place, ("", ""))
            if turn == 0 or not held:
                ended = [("replaces", one) for one in (held, amending) if one]
                self.rules[place] = (self._add(kind, notation, _OURS, f"ban hành {subject}", 12, 3, ended, effect_from=f"01/04/{self.year}"), "")
            elif turn == AGAIN // 2:
                relation = ("supplements", held, "Điều 9") if place % 2 else ("amends", held, "Điều 5 và Điều 12")
                self.rules[place] = (held, self._add(kind, notation, _OURS, f"sửa đổi, bổ sung một số điều của {subject}", 18, 9, [relation]))
            elif turn == AGAIN // 2 + 1 and place == 0 and amending:
                self._add(kind, notation, _OURS, f"đính chính lỗi kỹ thuật trong văn bản sửa đổi {subject}", 5, 10, [("corrects", amending)])

    def _of_the_state(self) -> None:
        """Add a scheme, now and then a decree in place of the one before, and a joint resolution."""
        year = self.year
        programme = self.made.issued[year].programmes[0]
        scheme = f"phê duyệt Đề án {self.draw.phrase()} {self.draw.rare(3)}"
        self._add("decision", "QĐ-TTg", "thu-tuong-chinh-phu", scheme, 21, 11, [("cites", programme)], gazette=f"Số 9{year % 100:02}, ngày 30/11/{year}")
        if year % 4 == 0:
            ended = [("annuls", self.decree)] if self.decree else []
            more: Row = {"number": f"{30 + year % 60}/{year}/NĐ-CP", "effect_from": f"20/06/{year}", "gazette": f"Số 5{year % 100:02}, ngày 20/05/{year}"}
            more |= {"effect_to": f"01/01/{year + 8}"} if year % 8 == 0 else {}
            self.decree = self._add("decree", "NĐ-CP", "chinh-phu", f"quy định chi tiết về {self.draw.phrase()}", 5, 5, ended, **more)
        if year % 2 == 0:
            issuers, subject = ["chinh-phu", "uy-ban-trung-uong"], f"quy định phối hợp thực hiện {self.draw.phrase()}"
            self._add("joint_resolution", "NQLT-CP-ĐCTUBTWMTTQVN", issuers, subject, 15, 6, [("cites", LAW)] if year % 4 else [])

    def _add(self, kind: str, notation: str, issuer: str | list[str], subject: str, day: int, month: int, relations: list[Any] | None = None, **more: Any) -> str:
        """Add a document, without some of what sources may leave out; a relation is its kind, the other document and perhaps a part of that."""
        year, place = self.year, self.count
        self.count += 1
        first = issuer if isinstance(issuer, str) else issuer[0]
        number = more.pop("number", f"{100 + place * 7}-{notation}" if first in _PARTY else f"{100 + place * 7}/{notation}")
        key = more.pop("id", f"{slug(number)}-{year}")
        row: Row = {"id": key, "kind": kind, "number": number, "issuer": issuer, "issued": f"{day:02}/{month:02}/{year}", "subject": subject, **more}
        row |= self._signed(year, first) | self._said_elsewhere(row) | self._effect(row)
        if relations:
            row["relations"] = [dict(zip(("kind", "document", "part"), relation, strict=False)) | {"source": f"tai-lieu-{year}"} for relation in relations]
        if kind in ("programme", "report", "conclusion_notice") and self.draw.chance(0.15):
            del row["number"]
        self.made.documents.append(row | self._noted(row) | {"source": f"tai-lieu-{year}, mục {place + 1}"})
        return str(key)

    def _signed(self, year: int, issuer: str) -> Row:
        if self.draw.chance(0.4):
            return {}
        if issuer in _CAPACITIES:
            return {"signer": {"name": self.draw.names.person()[1], **self.draw.some(0.8, capacity=_CAPACITIES[issuer])}}
        person = self.draw.one(self.made.leaders[year])
        name = next(row["name"] for row in reversed(self.made.people) if row["id"] == person)
        return {"signer": {"name": name, "person": person, "capacity": "TM. BAN THƯỜNG TRỰC, PHÓ CHỦ TỊCH"}}

    def _said_elsewhere(self, row: Row) -> Row:
        """Return other ways of writing its number, where it can be read, and the file kept of it."""
        more = self.draw.some(0.12, other_numbers=[row["number"].replace("/", "-")]) | self.draw.some(0.3, address=f"https://van-ban.example/{row['id']}") | self.draw.some(0.2, security="normal")
        if self.draw.chance(0.08):
            more["file"] = f"{row['id']}.pdf"
            self.made.attachments.append(more["file"])
        return more | self.draw.some(0.05, distribution="Lưu hành trong Cơ quan")

    def _effect(self, row: Row) -> Row:
        """Return what a source says of its effect: rarely anything, as in life."""
        checked = {"day": f"31/12/{self.year}", "source": f"tai-lieu-{self.year}"}
        return ({} if "effect_from" in row else self.draw.some(0.15, effect_from=row["issued"])) | self.draw.some(0.12, effect_checked=checked)

    def _noted(self, row: Row) -> Row:
        more = self.draw.some(0.2, note=f"Nguồn chỉ nêu trích yếu; {self.draw.rare(5)}.") | self.draw.some(0.12, quote=f"thực hiện {row['subject']}")
        more |= self.draw.some(0.03, issued_inferred="có") | self.draw.some(0.03, ambiguous_kind="Có nguồn gọi là văn bản hướng dẫn.")
        return more | self.draw.some(0.1, about=[f"sk-{self.year}-{self.draw.number(1, 12):02}"])


def attachment(name: str) -> bytes:
    """Return the bytes of an attached file: a page without words, whole enough to be opened."""
    objects = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    body, offsets = f"%PDF-1.4\n% {name}\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n".encode()
