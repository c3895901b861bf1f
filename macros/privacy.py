"""What no text of the record may hold: identity numbers, days of birth and mobile telephones of people.

Numbers that only look like these pass: amounts, years and days, telephones of offices, accounts, tax numbers. A message
never repeats what it asks to delete, since logs are read by more people than data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from macros.problems import Problem
from macros.records import Record, with_inner

if TYPE_CHECKING:
    from macros.data import Data

# A glance over many texts at once: each begins with letters that are found fast, and whatever is found is looked at closely.
_GLANCES = tuple(map(re.compile, (r"0(?:[ .-]?[0-9]){8}", r"\+84", r"CMT?ND", r"minh nhân dân", r"inh(?: ngày|:? ?(?:là |ngày )*[0-9])")))


def _apart(*digits: int) -> str:
    """Return the form of groups of so many digits, with one and the same sign before each, or none."""
    return f"(?:{'|'.join(''.join(f'{sign}[0-9]{{{count}}}' for count in digits) for sign in (' ', '[.]', '-', ''))})"


# Not within a longer number, a word or an address; nor behind what an organisation has a number of too.
_BEFORE, _AFTER = r"(?<![\w/=-])(?<!\d[.,])", r"(?![\w/]|[.,-]\d)"
_OF_AN_OFFICE = re.compile(r"(tài khoản|STK|mã số thuế|MST)[^\d,;]{0,40}$", re.IGNORECASE)
# Twelve digits begin with a province and the century of birth; older numbers have nine, and need the name of their card unless they begin so.
_CARD = r"(?:CMND|CMTND|[Cc]hứng minh nhân dân)[^\d,;]{0,12}"
_IDENTITY = re.compile(rf"{_BEFORE}0\d\d(?:(?=.?[0-3]){_apart(3, 3, 3)}|{_apart(3, 3)}){_AFTER}|{_CARD}\d(?:[ .]?\d){{8}}")
# 0912 345 678, 091.234.5678, 0912-34-56-78, 09.12.34.56.78, +84 912 345 678; tax numbers of offices begin otherwise.
_NUMBER = rf"(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)(?:\d{_apart(3, 3)}|{_apart(3, 4)}|{_apart(4, 3)}|\d{_apart(2, 2, 2)})"
_MOBILE = re.compile(rf"{_BEFORE}(?:(?:0|\+84[ .]?(?:\(0\))?[ .]?){_NUMBER}|0[35789](?:[.]\d\d){{4}}){_AFTER}")
_DAY = r"(?: là)?:?\s?(?:ngày )?\d{1,2}(?:[/.-]| tháng )\d{1,2}(?:[/.-]| năm )(?:19[2-9]\d|20[01]\d)(?!\d)"
_BIRTH = re.compile(rf"(?<!\bphát )(?<!\bhọc )(?<!\bthí )(?<!\bvệ )(?<!\ban )[sS]inh ngày{_DAY}|(?i:ngày(?:,? tháng,? năm)?) sinh{_DAY}")


def private_in(text: str) -> str:
    """Return what private thing of a person a text holds, in the editors' words; empty where it holds none."""
    for name, form in (("số định danh", _IDENTITY), ("số điện thoại di động", _MOBILE), ("ngày sinh", _BIRTH)):
        if any(not _OF_AN_OFFICE.search(text, 0, found.start()) for found in form.finditer(text)):
            return name
    return ""


def sentence(private: str) -> str:
    """Return what is said of a private thing found."""
    return f"có {private} của cá nhân. Xóa đi: thông tin riêng của cá nhân không ghi vào bất cứ tệp nào."


def year_holds_nothing_private(data: Data) -> Iterator[Problem]:
    """No text of a year tells an identity number, a day of birth or a mobile telephone."""
    for year in data.years.values():
        yield from _found(year.records())


def register_holds_nothing_private(data: Data) -> Iterator[Problem]:
    """No text of a register tells an identity number, a day of birth or a mobile telephone."""
    return _found(data.records_of_registers())


def _found(records: Iterable[Record]) -> Iterator[Problem]:
    for model, alike in _by_model(records).items():
        for field in model.text_fields:
            if _may_be_private(list(filter(None, map(itemgetter(field), [record.__dict__ for record in alike])))):
                yield from _private_in_field(field, alike)


def _by_model(records: Iterable[Record]) -> dict[type[Record], list[Record]]:
    """Return records, and those inside them, by what they are."""
    alike: dict[type[Record], list[Record]] = {}
    for record in records:
        for one in with_inner(record) if record.inner_fields else (record,):
            alike.setdefault(type(one), []).append(one)
    return alike


def _may_be_private(values: list[Any]) -> bool:
    """Tell whether any of the values of a field is worth a closer look."""
    text = "\n".join(chain.from_iterable(values) if values and type(values[0]) is tuple else values)
    return any(glance.search(text) for glance in _GLANCES)


def _private_in_field(field: str, records: list[Record]) -> Iterator[Problem]:
    for record in records:
        value = getattr(record, field)
        for item, text in enumerate(value if type(value) is tuple else (value or "",)):
            if private := private_in(text):
                yield record.problem(field, sentence(private), item)
