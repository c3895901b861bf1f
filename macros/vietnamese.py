"""Vietnamese text: order, folding, numbers and dates, as official Vietnamese writing has them.

Everything here is a pure function of its arguments and knows nothing of the record.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

# ICU's order for `vi`: the 29 letters, with f j w z where other alphabets have them.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# The marks of the five written tones in the order ngang (none), huyền, hỏi, ngã, sắc, nặng (ICU, CLDR).
TONES = "\u0300\u0309\u0303\u0301\u0323"

_LETTER_MARKS = {"a\u0306": "ă", "a\u0302": "â", "e\u0302": "ê", "o\u0302": "ô", "o\u031b": "ơ", "u\u031b": "ư"}
# No-break spaces; the soft hyphen, zero-width space, word joiner and stray byte order mark.
_PLAIN = {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""}
# Look-alikes that some texts print for đ: U+00F0, U+0256. They, and đ, are a d with a bar.
_LIKE_D, _BAR = re.compile("[đ\u00f0\u0256]"), "\u0335"
_MARK = re.compile("[\u0300-\u036f]")
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}


def nfc(text: str) -> str:
    """Return the text in Unicode NFC, with no-break spaces as plain spaces and invisible characters dropped."""
    if text.isascii():
        return text
    for char, plain in _PLAIN.items():  # a search for one character is many times faster than a pattern
        text = text.replace(char, plain)
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text in lower case without any mark, đ as d: the form in which unmarked typing matches."""
    return _MARK.sub("", _decomposed(text))


def _decomposed(text: str) -> str:
    """Return the text in lower case with every mark apart from its letter; the bar of đ is a mark like the others."""
    return unicodedata.normalize("NFD", _LIKE_D.sub("d" + _BAR, text.lower()))


def slug(text: str) -> str:
    """Return an ASCII address part, e.g. `18-CT/TW` -> `18-ct-tw`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def sort_key(text: str) -> str:
    """Return a string whose plain order is the Vietnamese dictionary order.

    First the letters (a ă â b … đ after d), then the tones syllable by syllable (ngang, huyền, hỏi, ngã, sắc, nặng),
    so old and new places of a tone mark (hòa, hoà) come side by side; numbers by value.
    """
    return SortKeys().of(text)


class SortKeys(dict[str, tuple[str, str]]):
    """Makes many sort keys: Vietnamese has few syllables, and each is worked out once. Holds letters and tones by word."""

    def of(self, text: str) -> str:
        """Return the `sort_key` of a text."""
        words = [self[word] for word in _LETTERS.findall(unicodedata.normalize("NFC", text).lower())]
        # A space ends the letters and comes before every letter and "!", so "Ban" comes before "Ban Dân tộc".
        return "!".join([letters for letters, _ in words]) + " " + "".join([tones for _, tones in words])

    def of_name(self, name: str) -> str:
        """Return the `name_key` of a person's name."""
        rest, _, given = " ".join(name.split()).rpartition(" ")
        return f"{self.of(given)}\t{self.of(rest)}"

    def __missing__(self, word: str) -> tuple[str, str]:
        numeral = word.isdigit()
        self[word] = (word.zfill(8) if numeral else word).translate(_LETTER_RANKS), "0" if numeral else word.translate(_TONE_RANKS) or "0"
        return self[word]


_LETTERS = re.compile(r"[^\W_]+")


class _PerCharacter(dict[int, str]):
    """A table for `str.translate`: Latin letters worked out beforehand, any other character when it is met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__((code, rule(chr(code))) for code in (*range(0x250), *range(0x1E00, 0x1F00)))
        self.rule = rule

    def __missing__(self, code: int) -> str:
        return self.rule(chr(code))


def _letter_rank(char: str) -> str:
    bare = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in TONES)
    letter = _LETTER_MARKS.get(bare, bare)
    return _RANK.get(letter, letter)


def _tone_rank(char: str) -> str:
    return "".join(str(TONES.index(mark) + 1) for mark in unicodedata.normalize("NFD", char) if mark in TONES)


_LETTER_RANKS, _TONE_RANKS = _PerCharacter(_letter_rank), _PerCharacter(_tone_rank)


def name_key(name: str) -> str:
    """Return the sort key of a person's name: given name first, its tone too (all Ân before all Ấn), then the rest."""
    return SortKeys().of_name(name)


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known word most like the one typed, marks and case counted last; None when none is as near as `likeness` (1: equal)."""
    by_fold: dict[str, str] = {}
    for candidate in known:
        by_fold.setdefault(fold(candidate), candidate)
    found = difflib.get_close_matches(fold(word), by_fold, n=1, cutoff=likeness)
    return by_fold[found[0]] if found else None


def number(value: int | float) -> str:
    """Return a number as Vietnamese writes it: `1.234,5`."""
    text = f"{value:,.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def percent(part: int, whole: int) -> str:
    """Return `part` of `whole` as a percentage with at most one decimal: `90,9%`."""
    if whole == 0:
        raise ValueError("a percentage needs a whole above 0")
    tenths = (part * 2000 + whole) // (2 * whole)  # half up, in whole numbers: floats would round 0.5 either way
    return number(tenths / 10 if tenths % 10 else tenths // 10) + "%"


def day(value: date) -> str:
    """Return a day as tables show it: `12/01/2023`."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def long_day(value: date) -> str:
    """Return a day as documents write it (Decree 30/2020): `ngày 12 tháng 01 năm 2023`, `tháng 3`."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def joined(words: Iterable[str]) -> str:
    """Return words as a Vietnamese list: `a, b và c`."""
    items = list(words)
    return " và ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def capital(text: str) -> str:
    """Return the text with its first letter upper-cased and the rest as it was."""
    return text[:1].upper() + text[1:]


# --- words as search knows them --------------------------------------------------------------------------------
#
# Written as regular expressions that Python and browsers read alike, because the build hands them to the browser
# (`search_rules`): docs/assets/folding.js applies them and holds none of its own. LETTER stands for «any letter».

_INVISIBLE = "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u02bb-\u02cb]"
_TONE_BEFORE_MARK = f"([{TONES}])([\u0302\u0306\u031b])"
# 24.762 is one number, T.Ư one word; QH15 and ct18 are two.
_WORD = "[0-9]{1,3}(?:\\.[0-9]{3})+(?![0-9])|[0-9]+|LETTER(?:\\.LETTER)+(?!LETTER)|LETTER+"
_INSIDE_WORD = "\\.|^0+(?=[0-9])"
# kỷ = kỉ, sĩ = sỹ, quý = quí, Quỳnh = Quình; not thúy and thúi, mây and mâi, which are different words.
_Y_AS_I = "^((?:qu|[bcdghklmnprstvx]+))y$|^(qu)y(?=nh$|ch$|t$)"

_WORDS = re.compile(_WORD.replace("LETTER", r"[^\W\d_]"))


@dataclass(frozen=True, slots=True)
class WordForms:
    """A word taken apart: two spellings are equal for search when `key` is, and as typed when all but `spelled` are."""

    key: str  # without marks, y as i where they sound alike: what an unmarked query finds
    letters: str  # the same letters with the marks that make them (ă â đ ê ô ơ ư), decomposed
    tone: str  # the mark of the tone, wherever it stands: hòa and hoà are one
    spelled: str  # lower case, composed


def clean(text: str) -> str:
    """Return the text as search reads it: composed, tone marks in either order, invisible characters dropped."""
    if text.isascii():
        return text
    text = re.sub(_INVISIBLE, "", text)
    if _MARK.search(text):
        text = re.sub(_TONE_BEFORE_MARK, r"\2\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """Return the words of a cleaned text, as spelled."""
    return _WORDS.findall(text)


def word_forms(word: str) -> WordForms:
    """Take a word apart."""
    apart = re.sub(_INSIDE_WORD, "", _decomposed(word))
    tone = "".join(char for char in apart if char in TONES)[:1]
    letters = re.sub(f"[{TONES}]", "", apart)
    key = re.sub(_Y_AS_I, r"\1\2i", _MARK.sub("", letters))
    return WordForms(key, letters, tone, unicodedata.normalize("NFC", word.lower()))


def search_rules() -> dict[str, str]:
    """Return the rules above as the browser's script reads them."""
    return {
        "like": _LIKE_D.pattern, "bar": "d" + _BAR, "marks": _MARK.pattern, "tones": f"[{TONES}]", "invisible": _INVISIBLE,
        "swap": _TONE_BEFORE_MARK, "word": _WORD.replace("LETTER", r"[\p{L}\p{Nl}\p{No}]"), "inside": _INSIDE_WORD, "yi": _Y_AS_I,
    }
