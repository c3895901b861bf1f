"""Text typed in capitals put in lower case, the capitals of names kept: «XÂY DỰNG ĐẢNG» is «Xây dựng Đảng»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.data import Data
from macros.vietnamese import capital

# What official writing always begins with a capital, and no register of ours need hold.
_NAMES = (
    "Đảng", "Nhà nước", "Nhân dân", "Quốc hội", "Chính phủ", "Mặt trận", "Tổ quốc", "Việt Nam", "Trung ương", "Bộ Chính trị", "Ban Bí thư", "Hội đồng nhân dân", "Ủy ban nhân dân",
)


def in_lower_case(text: str, data: Data) -> str:
    """Return a text in lower case but for its first letter, the names in it, and abbreviations that the record knows."""
    abbreviations = {form for group in data.abbreviations for form in group.forms if form.isupper()}
    made = " ".join(word if word.strip(",;.") in abbreviations else word.lower() for word in text.split())
    names = {name.lower(): name for name in _names(data)}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return capital(pattern.sub(lambda found: names[found[0]], made))


def _names(data: Data) -> Iterator[str]:
    """Yield the names of units that are names wherever they stand: «văn phòng», of one capital, may be any office."""
    yield from _NAMES
    for unit in data.units.values():
        yield from (name for name in (unit.name, *unit.aliases) if sum(word[:1].isupper() for word in name.split()) > 1 and not name.isupper())
