"""Invented names with the shapes and about the frequency of real ones: two to four words, women's Thị, minority peoples, namesakes by themselves."""

from __future__ import annotations

from itertools import accumulate
from random import Random

# Of a hundred people, how many bear each family name; a few names cover most of the country.
FAMILIES = {
    "Nguyễn": 380, "Trần": 110, "Lê": 95, "Phạm": 70, "Hoàng": 35, "Huỳnh": 16, "Phan": 45, "Vũ": 25, "Võ": 14, "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10,
    "Lý": 5, "Đinh": 9, "Hà": 8, "Lâm": 5, "Mai": 7, "Trịnh": 7, "Cao": 6, "Đào": 7, "Đoàn": 6, "Lương": 5, "Trương": 12, "Tạ": 4, "Chu": 3, "Tô": 3, "Phùng": 4, "Thái": 3, "Kiều": 2, "Quách": 2,
}
_MEN = "Văn Văn Văn Văn Đức Minh Quang Hữu Xuân Tuấn Quốc Đình Công Bá Tiến Ngọc Thanh Anh Trọng Mạnh Duy Hoàng Việt Thế Đăng Hải Chí Viết Sỹ".split()
_WOMEN = "Thu Hồng Ngọc Thanh Kim Bích Hoài Phương Minh Mai Thúy Lan Diệu Tuyết Quỳnh Khánh Mỹ Ánh Vân Như".split()
_MEN_GIVEN = (
    "An Bảo Bình Chiến Cường Dũng Duy Đạt Đăng Đông Đức Hải Hiếu Hiệp Hòa Hoà Hoàng Hùng Hưng Huy Khánh Khoa Kiên Lâm Long Lợi Lực Lý Mạnh Minh Nam Nghĩa Nguyên Nhân Phong Phú Phúc "
    "Quang Quân Quý Quyết Sơn Sang Tài Tâm Tân Thái Thành Thắng Thịnh Thuận Tiến Toàn Trí Trung Trường Tú Tuấn Tùng Việt Vinh Vũ"
).split()
_WOMEN_GIVEN = (
    "An Ân Ánh Anh Châu Chi Cúc Dung Duyên Giang Hà Hạnh Hằng Hân Hiền Hoa Hòa Hồng Huệ Huế Hương Hường Hưởng Huyền Lan Liên Linh Loan Mai Minh Mỹ Nga Ngân Ngọc Nguyệt Nhàn Nhung Oanh "
    "Phương Phượng Quyên Quỳnh Tâm Thanh Thảo Thắm Thoa Thu Thủy Thuỷ Thúy Thư Trang Trâm Trinh Tuyết Uyên Vân Xuân Yến"
).split()
# Peoples: family names, what stands in the middle for men and for women, given names.
_PEOPLES = (
    ("Lò Cà Quàng Lường Tòng Cầm Hoàng", "Văn", "Thị", "Pánh Ín Hặc Inh Lả Muôn Chung Ngoan Phanh Ban Dương Hương"),
    ("Giàng Vàng Sùng Lầu Thào Hạng Mùa Lý", "A", "Thị", "Páo Dếnh Chu Sình Dua Máy Mỷ Sáy Tủa Chư Chía Vừ"),
    ("Nông Triệu Ma Vi Lục Bế Hoàng Hà", "Văn", "Thị", "Thắng Cường Hiến Nhình Thơm Lợi Tuyến Hoan Nghiệp Thiêm"),
    ("Quách Bạch Bùi Đinh Hà", "Công", "Thị", "Lịch Chiển Nhiệm Thiểm Dậu Dựng Lượng Hoan"),
    ("Thạch Sơn Kim Danh Châu", "Sa", "Thị", "Rây Phia Rine Thol Hên Phương Đa Nuôn"),
    ("Đinh Bhling Zơrâm Alăng Hồ", "Văn", "Thị", "Bút Nhíp Mơi Rơm Tiên Bới Nhớ Đen"),
)
_HIGHLAND = ("Niê", "Mlô", "Kbuôr", "Êban", "Ksor", "Siu", "Rơ Châm")
_HIGHLAND_GIVEN = "Blok Thông Nhuân Hen Duyên Loan Kim Djuang Thắm Win Bhiêm Nuih Yên Suai".split()
# Two spellings of one sound; editors meet both.
SPELLINGS = {"Hòa": "Hoà", "Hoà": "Hòa", "Thủy": "Thuỷ", "Thuỷ": "Thủy", "Thúy": "Thuý", "Mỹ": "Mĩ", "Lý": "Lí", "Quý": "Quí"}


class Names:
    """Draws names from the `Random` given."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._families, self._weights = list(FAMILIES), list(accumulate(FAMILIES.values()))

    def person(self) -> tuple[str, str]:
        """Return an honorific and a name."""
        woman = self.random.random() < 0.45
        name = self._of_a_people(woman) if self.random.random() < 0.08 else self._woman() if woman else self._man()
        return ("ba" if woman else "ong"), name

    def _family(self) -> str:
        return self.random.choices(self._families, cum_weights=self._weights)[0]

    def _woman(self) -> str:
        draw, family, given = self.random.random(), self._family(), self.random.choice(_WOMEN_GIVEN)
        if draw < 0.45:
            return f"{family} Thị {given}"
        if draw < 0.70:
            return f"{family} Thị {self._middle(_WOMEN, given)} {given}"
        if draw < 0.96:
            return f"{family} {self._middle(_WOMEN, given)} {given}"
        return f"{family} {given}"

    def _man(self) -> str:
        draw, family, given = self.random.random(), self._family(), self.random.choice(_MEN_GIVEN)
        if draw < 0.76:
            return f"{family} {self._middle(_MEN, given)} {given}"
        if draw < 0.84:
            return f"{family} {given}"
        # Four words: the mother's family name in the middle, or a middle name of two.
        second = self._middle(self._families, family) if draw < 0.93 else self.random.choice(("Hữu", "Đình", "Bá", "Tôn"))
        return f"{family} {second} {self._middle(_WOMEN[:8], given)} {given}"

    def _middle(self, choices: list[str], apart_from: str) -> str:
        """Return a word other than the one beside it."""
        word = self.random.choice(choices)
        return word if word != apart_from else choices[0] if choices[0] != apart_from else choices[-1]

    def _of_a_people(self, woman: bool) -> str:
        place = self.random.randrange(len(_PEOPLES) + 1)
        if place == len(_PEOPLES):
            return f"{'H’' if woman else 'Y '}{self.random.choice(_HIGHLAND_GIVEN)} {self.random.choice(_HIGHLAND)}"
        families, mans, womans, given = _PEOPLES[place]
        return f"{self.random.choice(families.split())} {womans if woman else mans} {self.random.choice(given.split())}"


def other_spelling(name: str) -> str:
    """Return a name with its last word spelled the other way; empty where there is none."""
    before, _, given = name.rpartition(" ")
    return f"{before} {SPELLINGS[given]}" if given in SPELLINGS else ""
