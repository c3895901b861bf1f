"""Invented entries for measuring search: the kinds, lengths and word frequencies of the real record, any number of them.

The same seed gives the same entries on every machine. Titles mix the office's set phrases with rarer two-syllable words
drawn by Zipf's law from some 2,000 syllables, so that words are as frequent, and lists as long, as in real texts.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from macros.search_index import Choice, Entry, choice

FAMILIES = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Hà Lâm Mai Trịnh Cao".split()
MIDDLES = "Văn Văn Thị Thị Thị Đức Minh Ngọc Thanh Quang Hữu Xuân Thu Hồng Anh Tuấn Quốc Kim Bích Hoài Khánh Phương Đình Công Bá Tiến".split()
GIVEN = (
    "An Ân Ánh Anh Bảo Bình Châu Chi Chiến Cường Cúc Dũng Dung Duy Duyên Đạt Đăng Đông Đức Giang Hà Hải Hạnh Hằng Hân Hiền Hiếu Hiệp Hoa Hòa Hoà Hoàng "
    "Hồng Huệ Hùng Hưng Hương Hường Hưởng Huy Huyền Khánh Khoa Kiên Lan Lâm Liên Linh Loan Long Lợi Lực Lý Mai Mạnh Minh Mỹ Nam Nga Ngân Ngọc Nguyên Nhàn "
    "Nhung Oanh Phong Phú Phúc Phương Phượng Quang Quân Quý Quyên Quỳnh Sơn Sang Tài Tâm Tân Thái Thanh Thành Thảo Thắng Thắm Thu Thủy Thuỷ Thúy Thư Tiến "
    "Toàn Trang Trâm Trinh Trung Tú Tuấn Tùng Tuyết Uyên Vân Việt Vinh Vũ Xuân Yến Yên"
).split()
VERBS = ["Xây dựng", "Tổ chức", "Tham mưu ban hành", "Phối hợp thực hiện", "Kiểm tra, giám sát", "Sơ kết", "Tổng kết", "Tuyên truyền", "Tập huấn", "Rà soát, sửa đổi", "Đôn đốc", "Chuẩn bị"]
PHRASES = [
    "kế hoạch công tác", "chương trình phối hợp và thống nhất hành động", "cuộc vận động “Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh”",
    "phản biện xã hội", "giám sát của Mặt trận Tổ quốc Việt Nam", "Ngày hội Đại đoàn kết toàn dân tộc", "quỹ “Vì người nghèo”", "công tác dân tộc, tôn giáo",
    "người Việt Nam ở nước ngoài", "hội nghị cán bộ, công chức, viên chức", "phong trào thi đua yêu nước", "quy chế dân chủ ở cơ sở", "bầu cử đại biểu Quốc hội",
    "công tác cán bộ", "chuyển đổi số", "cải cách hành chính", "phòng, chống tham nhũng, lãng phí, tiêu cực", "đào tạo, bồi dưỡng cán bộ Mặt trận", "an sinh xã hội",
    "báo cáo của Ban Thường trực UBTƯ MTTQ Việt Nam", "đề án trình Bộ Chính trị, Ban Bí thư", "Chỉ thị số 18-CT/TW", "Nghị quyết Đại hội đại biểu toàn quốc", "thi đua, khen thưởng",
    "văn hóa công sở", "học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "tiếp xúc cử tri", "ý kiến, kiến nghị của cử tri và Nhân dân", "hòa giải ở cơ sở",
]
PLACES = (
    "Hà Nội,Hải Phòng,Đà Nẵng,Cần Thơ,Thừa Thiên Huế,Nghệ An,Hà Tĩnh,Quảng Bình,Quảng Trị,Thanh Hóa,Lào Cai,Yên Bái,Sơn La,Điện Biên,Lai Châu,Cao Bằng,Lạng Sơn,"
    "Bắc Giang,Bắc Ninh,Thái Nguyên,Nam Định,Thái Bình,Ninh Bình,Phú Thọ,Quảng Nam,Quảng Ngãi,Bình Định,Khánh Hòa,Đắk Lắk,Gia Lai,Kon Tum,Lâm Đồng,Bình Thuận,Đồng Nai,"
    "Tây Ninh,Long An,Tiền Giang,Bến Tre,Vĩnh Long,Đồng Tháp,An Giang,Kiên Giang,Cà Mau,Bạc Liêu,Sóc Trăng,Trà Vinh"
).split(",")
UNIT_WORDS = [
    "Văn phòng", "Ban Tổ chức, Kiểm tra", "Ban Dân chủ, Giám sát và Phản biện xã hội", "Ban Tuyên giáo", "Ban Công tác xã hội", "Ban Dân tộc và Tôn giáo",
    "Ban Đối ngoại Nhân dân", "Ban Công tác Hội quần chúng", "Cục Tài chính - Kế hoạch", "Báo Đại đoàn kết", "Tạp chí Mặt trận", "Bảo tàng Mặt trận Tổ quốc Việt Nam",
]
UNITS: list[Choice] = [choice(name) for name in UNIT_WORDS] + [choice(f"Ủy ban MTTQ Việt Nam {place}") for place in PLACES[:28]]
STATES = [choice(label) for label in ("Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Chuyển sang năm sau", "Dừng thực hiện", "Đã trình, chờ phê duyệt")]
AREA_WORDS = [
    "Công tác tổ chức", "Công tác tuyên truyền", "Dân chủ, pháp luật", "Dân tộc, tôn giáo", "Đối ngoại", "Phong trào", "Nghiên cứu khoa học",
    "Văn phòng, tài chính", "Thi đua", "Giám sát", "Phản biện", "Xây dựng Đảng",
]
AREAS = [choice(label) for label in AREA_WORDS]
HONOURS = ["Bằng khen", "Giấy khen", "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Tập thể lao động xuất sắc", "Cờ thi đua"]
KINDS = {name: choice(name) for name in ("Nhiệm vụ", "Văn bản", "Người, tập thể được khen", "Sự kiện", "Số liệu")}
DOCUMENTS = [("Chỉ thị", "CT"), ("Quyết định", "QĐ"), ("Kế hoạch", "KH"), ("Hướng dẫn", "HD"), ("Báo cáo", "BC"), ("Nghị quyết", "NQ"), ("Thông tri", "TT"), ("Kết luận", "KL")]
SYNONYMS = {
    "vt-ubtu": ["UBTƯ", "UBTW", "Ủy ban Trung ương"], "vt-mttq": ["MTTQ", "Mặt trận Tổ quốc"], "vt-btt": ["BTT", "Ban Thường trực"], "vt-tw": ["T.Ư", "TW", "Trung ương"],
    "vt-ldtt": ["LĐTT", "Lao động tiên tiến"], "vt-cstd": ["CSTĐ", "Chiến sĩ thi đua"],
}
_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x".split()
_RIMES = "a ai am an ang anh ao ay ăc ăn âm ân âng âu ây em en eo ê êm ên ênh i ia iên iêu in inh o oa oan oc oi on ong ô ôi ôn ông ơ ơi ơn u ua uc un ung uôc uôn uy ư ưa ưc ưng ươi ương ươc".split()
_TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]


class Synthetic:
    """Draws entries; `entries(count)` always begins with the same ones."""

    def __init__(self, seed: int = 2022) -> None:
        self.random = random.Random(seed)
        syllables = [onset + _with_tone(rime, tone) for onset in _ONSETS for rime in _RIMES for tone in _TONES if _is_written(onset, rime, tone)]
        self.random.shuffle(syllables)
        self.syllables = syllables[:2200]
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.syllables))))

    def entries(self, count: int) -> Iterator[Entry]:
        """Yield entries: 45 % people and collectives commended, 40 % tasks, 10 % documents, the rest events and figures."""
        for number in range(count):
            draw = number % 20
            make = self.recipient if draw < 9 else self.task if draw < 17 else self.document if draw < 19 else self.event
            yield make(number, 2026 - self.random.randrange(22))

    def rare(self, words: int) -> str:
        """Return rarer words."""
        return " ".join(self.random.choices(self.syllables, cum_weights=self.weights, k=words))

    def name(self) -> str:
        """Return a person's name."""
        return f"{self.random.choice(FAMILIES)} {self.random.choice(MIDDLES)} {self.random.choice(GIVEN)}"

    def recipient(self, number: int, year: int) -> Entry:
        """Return one line of an award list."""
        unit, honour = self.random.choice(UNITS), self.random.choice(HONOURS)
        text = f"{honour}; {self.random.choice(['Chuyên viên', 'Trưởng ban', 'Phó Trưởng ban', 'Nhân viên', 'Phóng viên'])}, {unit[1]}; {self.rare(6)}"
        key, kind = f"kt-{year}-{number}", KINDS["Người, tập thể được khen"]
        return Entry(key, kind, self.name(), f"khen-thuong/{year}/#{key}", year, year * 365, text, (), (honour, str(year)), (unit,), (STATES[0],))

    def task(self, number: int, year: int) -> Entry:
        """Return a task."""
        unit, state = self.random.choice(UNITS[:12]), self.random.choice(STATES)
        title = f"{self.random.choice(VERBS)} {self.random.choice(PHRASES)} {self.rare(4)} tại {self.random.choice(PLACES)}"
        text = f"Sản phẩm: {self.rare(5)}. Thời hạn: Quý {self.random.choice(['I', 'II', 'III', 'IV'])}/{year}. {self.random.choice(PHRASES).capitalize()}, {self.rare(8)}."
        also = (f"năm {year}", unit[1], state[1])
        key, day = f"nv-{year}-{number}", year * 365 + number % 365
        return Entry(key, KINDS["Nhiệm vụ"], title, f"nam/{year}/#{key}", year, day, text, (), also, (unit,), (state,), (self.random.choice(AREAS),))

    def document(self, number: int, year: int) -> Entry:
        """Return a document."""
        kind, code = self.random.choice(DOCUMENTS)
        printed, day = f"{number % 900 + 1}-{code}/TW", f"{number % 28 + 1:02}/{number % 12 + 1:02}/{year}"
        title = f"{kind} số {printed}, ngày {day} của Ban Bí thư về {self.random.choice(PHRASES)} {self.rare(6)}"
        names = (printed, f"{kind} {number % 900 + 1}", f"{kind} số {number % 900 + 1} ngày {day}")
        key, since = f"vb-{number}", year * 365 + number % 365
        return Entry(key, KINDS["Văn bản"], title, f"van-ban/{key}/", year, since, self.rare(10), names, (f"năm {year}",), (UNITS[number % 12],), (STATES[number % 3],))

    def event(self, number: int, year: int) -> Entry:
        """Return an event."""
        title = f"Hội nghị {self.random.choice(PHRASES)} năm {year} tại {self.random.choice(PLACES)}"
        key, text = f"sk-{year}-{number}", f"{self.random.choice(PHRASES).capitalize()}; {self.rare(12)}."
        return Entry(key, KINDS["Sự kiện"], title, f"nam/{year}/#{key}", year, year * 365 + number % 365, text)


def _with_tone(rime: str, tone: str) -> str:
    """Return a rime with its tone mark: on the marked vowel (the second of ươ), before a last consonant on the second (oan), else on the first."""
    marked = [place for place, char in enumerate(rime) if char in "ăâêôơư"]
    place = marked[-1] if marked else 1 if rime in ("oan", "oai", "oay") else 0
    return unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :])


def _is_written(onset: str, rime: str, tone: str) -> bool:
    """Tell whether a syllable is one of Vietnamese spelling: onsets before e, ê, i; no round vowel after qu; two tones only before c."""
    apart = {"c": "eêi", "g": "eêi", "ng": "eêi", "qu": "uưoôơ", "gi": "i"}.get(onset, "")
    return rime[0] not in apart and (not rime.endswith("c") or tone in (_TONES[2], _TONES[5]))
