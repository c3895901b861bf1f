"""Text of office files made comparable: without marks, case, punctuation or the ways of placing a tone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from macros.data import Data
from macros.vietnamese import clean, word_forms, words

_LIKE_D = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def one_line(text: str) -> str:
    """Return a cell's text as a record holds it: one line, single spaces, no unseen signs, look-alikes of Đ put right."""
    return " ".join(_UNSEEN.sub(" ", text.translate(_LIKE_D)).split())


def phrase(text: str) -> str:
    """Return the words of a text as keys parted by spaces: «Chiến sỹ thi đua (cơ sở)» and «CHIẾN SĨ THI ĐUA CƠ SỞ» are one."""
    return " ".join(word_forms(word).key for word in words(clean(text.translate(_LIKE_D))))


def equal_forms(data: Data) -> list[tuple[str, str]]:
    """Return each abbreviation of the vocabulary with the longest way of writing it, as phrases, long ones first."""
    forms = ([phrase(form) for form in group.forms] for group in data.abbreviations)
    return sorted(((form, max(group, key=len)) for group in forms for form in group if form != max(group, key=len)), key=lambda pair: -len(pair[0]))


def spelled_out(text: str, equal: Iterable[tuple[str, str]]) -> str:
    """Return a text's phrase with its abbreviations written out."""
    made = f" {phrase(text)} "
    for form, whole in equal:
        made = made.replace(f" {form} ", f" {whole} ")
    return made.strip()


def holds(text: str, part: str) -> bool:
    """Tell whether a phrase has another in it, word for word."""
    return f" {part} " in f" {text} "


def in_order(part: str, text: str) -> bool:
    """Tell whether a phrase's words all stand in another in that order: «đơn vị chủ trì» in «đơn vị, cá nhân chủ trì»."""
    rest = iter(text.split())
    return all(word in rest for word in part.split())


def starts_with_any(text: str, starts: Iterable[str]) -> bool:
    """Tell whether a phrase begins with one of others, word for word."""
    return any(f"{text} ".startswith(f"{start} ") for start in starts)
