"""A cell that holds a post and a unit, «Trưởng Ban Tổ chức, Kiểm tra», parted; what is not sure stays whole and is said."""

from __future__ import annotations

import re
from typing import NamedTuple

from macros.sheets.known_units import KnownUnits, names_a_unit
from macros.sheets.phrases import phrase
from macros.vietnamese import capital

_HAS_UNIT = re.compile(r"(?i)\b(?:ban|văn phòng|phòng|vụ|cục|trung tâm|viện|báo|tạp chí|bảo tàng|cơ quan)\b")
_POSTS_LIKE_UNITS = re.compile(r"(?i)(?:(?:bộ|cục|vụ|viện|tổ|hội|sở|ban|báo cáo|hội đồng|phóng|văn phòng)\s+(?:trưởng|phó|viên)|trưởng|bộ đội)\b")
_LINK = re.compile(r"(?i)(?:\s+(?:của|thuộc|tại|ở))?[\s,–-]*$")
# «Trưởng» before «Ban …» is «Trưởng ban»; «Cục trưởng» before «Cục …» is whole already.
_HALF_A_POST = re.compile(r"(?i)(?<!cục )(?<!vụ )(?<!viện )(?<!tổ )(?<!bộ )\b(?:trưởng|phó|chánh)$")


class PostAndUnit(NamedTuple):
    """The halves of a cell, either may be empty; `remark` says what an editor should look at, empty where nothing is to be."""

    post: str
    workplace: str = ""
    remark: str = ""


def post_and_unit(text: str, units: KnownUnits) -> PostAndUnit:
    """Part a post from the unit behind it; a cell that is a unit alone is no post."""
    if found := _unit(text, units):
        return PostAndUnit("", text, _understood(text, found, units))
    for sign in re.finditer(r"\s*(?:,|\s[-–])\s+", text):
        head, tail = text[: sign.start()], text[sign.end() :]
        if not _begins_as_unit(head) and (found := _unit(tail, units)):
            return PostAndUnit(head, tail, _understood(tail, found, units))
    if _begins_as_unit(text):
        return PostAndUnit("", text, f"«{text}» đưa vào đơn vị công tác; chưa rõ là đơn vị nào trong dữ liệu")
    for space in re.finditer(r"\s+", text):
        head, tail = _LINK.sub("", text[: space.start()]), text[space.end() :]
        found = _unit(tail, units)
        if found and units.data.units[found].kind != "body":  # «Ủy viên Đoàn Chủ tịch» is a post, no workplace
            made = PostAndUnit(_whole_post(head, tail), capital(tail))
            aside = units.out_of_structure(found)
            return made._replace(remark=f"hiểu «{text}» là chức vụ «{made.post}», đơn vị công tác «{made.workplace}»{f'; {aside}' if aside else ''}")
    unsure = f"không rõ đơn vị công tác trong «{text}»; cả cụm đưa vào chức vụ. Nếu có đơn vị, ghi tên đầy đủ sau dấu phẩy" if _HAS_UNIT.search(text) else ""
    return PostAndUnit(text, "", unsure)


def _unit(text: str, units: KnownUnits) -> str | None:
    return units.find(text) or (units.find_short(text) if _begins_as_unit(text) or text.isupper() else None)


def _begins_as_unit(text: str) -> bool:
    """Tell whether a text begins as a unit's name: «Viện Đào tạo», not «Viện trưởng», «Phóng viên»."""
    return names_a_unit(text) and not _POSTS_LIKE_UNITS.match(text)


def _understood(text: str, unit: str, units: KnownUnits) -> str:
    """Say which unit a name stands for that is not written whole, and that a unit is of another time."""
    name = units.data.units[unit].name
    said = [f"hiểu «{text}» là {name}"] if units.find(text) is None or units.find_loose(text) else []
    return "; ".join([*said, *([aside] if (aside := units.out_of_structure(unit)) else [])])


def _whole_post(head: str, unit: str) -> str:
    """Return a post with the noun that it shares with its unit: «Phó Trưởng» before «Ban …» is «Phó Trưởng ban»."""
    if not _HALF_A_POST.search(head):
        return head
    noun = "Văn phòng" if phrase(unit).startswith("van phong") else unit.split()[0].lower()
    return f"{head} {noun}"
