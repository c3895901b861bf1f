"""Folding and word forms: every Vietnamese letter, however it is encoded, in Python and in the browser, to one result."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.search import rules_script
from macros.vietnamese import TONES, clean, fold, word_forms, words

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
PAIRS = [("hòa", "hoà"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("kỷ", "kỉ"), ("sĩ", "sỹ"), ("quý", "quí"), ("Đảng", "Ðảng"), ("lý", "lí"), ("06", "6"), ("Quỳnh", "Quình")]
APART = [("thúy", "thúi"), ("mây", "mâi"), ("tay", "tai"), ("yêu", "iêu"), ("hương", "hường"), ("đa", "da"), ("60", "6")]


def spellings() -> Iterator[tuple[str, str]]:
    """Every letter with every tone, in lower and upper case: (unmarked letter, one way of encoding it)."""
    for letter, tone in itertools.product(LETTERS, ["", *TONES]):
        marked = unicodedata.normalize("NFC", letter + tone)
        apart = unicodedata.normalize("NFD", marked)
        marks = apart[1:]
        for text in {marked, apart, apart[0] + marks[::-1]}:
            for cased in (text, text.upper()):
                yield unicodedata.normalize("NFD", letter)[0].replace("đ", "d"), cased


ALL = [f"{pre}{text}{post}" for _, text in spellings() for pre, post in (("", ""), ("t", "ng"), ("qu", ""))] + [word for pair in PAIRS + APART for word in pair]
SENTENCES = [
    "Chỉ thị số 18-CT/TW ngày 26/10/2022", "T.Ư, UBTƯ; 24.762 tỷ đồng, 06/2022/QH15", "“Trung\u00a0thành”, «liêm chính»", "kế\u00adhoạch \u200bnăm",
    "x² Ⅷ º ½", "\u202eRTL\u202c 😀 <b>đ</b> a\u0302\u0301b", "Ðại hội, ʼnháy", "", "ﬁ İ ẞ", "1.234.567,8 1.23 1.2345 0.06 00",
]


@pytest.mark.parametrize(("plain", "text"), sorted(set(spellings())))
def test_every_letter_folds(plain: str, text: str) -> None:
    assert fold(text) == plain
    assert word_forms(words(clean(f"t{text}"))[0]).key in (f"t{plain}", "ti")


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_spellings_are_equal(one: str, other: str) -> None:
    ours, theirs = word_forms(one), word_forms(other)
    assert (ours.key, ours.tone) == (theirs.key, theirs.tone)


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_stay_apart(one: str, other: str) -> None:
    ours, theirs = word_forms(one), word_forms(other)
    assert (ours.key, ours.letters, ours.tone) != (theirs.key, theirs.letters, theirs.tone)


def test_both_orders_of_marks_are_one_word() -> None:
    forms = {word_forms(clean(text)) for text in ("\u1ebf", "e\u0302\u0301", "e\u0301\u0302")}
    assert len(forms) == 1


def test_numbers_and_abbreviations_are_words() -> None:
    assert words("18-CT/TW, QH15, ct18; T.Ư 24.762 12.01.2023") == ["18", "CT", "TW", "QH", "15", "ct", "18", "T.Ư", "24.762", "12", "01", "2023"]


@pytest.fixture(scope="module")
def folding(browser: Any) -> Iterator[Any]:
    """A page with the two scripts as the site loads them."""
    page = browser.new_page()
    page.evaluate(rules_script())
    page.evaluate(Path("docs/assets/folding.js").read_text(encoding="utf-8"))
    yield page
    page.close()


def test_browser_takes_words_apart_as_python_does(folding: Any) -> None:
    found = folding.evaluate("texts => texts.map(text => [Folding.fold(text), ...Folding.words(text).flatMap(w => [w.text, w.key, w.letters, w.tone, w.spelled])])", ALL + SENTENCES)
    for text, theirs in zip(ALL + SENTENCES, found, strict=True):
        forms = [(word, word_forms(word)) for word in words(clean(text))]
        assert theirs == [fold(text), *(part for word, form in forms for part in (word, form.key, form.letters, form.tone, form.spelled))], ascii(text)


@pytest.mark.parametrize(
    ("typed", "text", "level"),
    [
        ("doan ket", "Đại đoàn kết toàn dân tộc", 2), ("đoàn", "Đoàn viên", 3), ("đoàn", "doàn viên", 1), ("đoan", "đoàn", 2), ("đoán", "đoàn", 1),
        ("KET doan", "đoàn kết", 2), ("doan kếch", "đoàn kết", 0), ("hoà", "xã Hòa Bình", 3), ("ky luat", "kỉ luật", 2), ("kỷ luật", "Kỉ luật", 3),
        ("", "gì cũng được", 3), ("hương", "Nguyễn Thị Hường", 2), ("hướng", "Nguyễn Thị Hường", 1), ("Hường", "Nguyễn Thị Hường", 3),
        ("huong", "Nguyễn Thị Hường", 2), ("18 ct", "Chỉ thị số 18-CT/TW", 3), ("*", "gì", 3), ("kế ho", "Kế hoạch năm", 3), ("oan", "đoàn", 0),
        ("hoàn", "hoàn thành", 3), ("ho\u0061\u0300n", "hoàn thành", 3), ("hòa", "hoàn thành", 3),
    ],
)
def test_query_says_how_well_a_text_matches(folding: Any, typed: str, text: str, level: int) -> None:
    assert folding.evaluate("([typed, text]) => Folding.query(typed)(text)", [typed, text]) == level
    assert folding.evaluate("([typed, text]) => Folding.query(typed)(Folding.prepare(text))", [typed, text]) == level
