"""Vietnamese order, numbers and dates. Folding and search words have their own file."""

from __future__ import annotations

import random
import unicodedata
from datetime import date

import pytest

from macros import vietnamese
from macros.vietnamese import ALPHABET, name_key, nearest, nfc, number, percent, slug, sort_key


def in_order(words: list[str], key: object = sort_key) -> bool:
    """Tell whether sorting restores this order from a shuffled one."""
    shuffled = random.Random(1).sample(words, len(words))
    return sorted(shuffled, key=key) == words  # type: ignore[arg-type]


def test_letters_come_in_the_order_of_the_alphabet() -> None:
    assert in_order(list(ALPHABET))
    assert in_order(list(ALPHABET.upper()))
    assert ALPHABET.replace("f", "").replace("j", "").replace("w", "").replace("z", "") == "aăâbcdđeêghiklmnoôơpqrstuưvxy"


def test_tones_come_after_letters_in_the_order_of_the_standard() -> None:
    assert in_order(["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ"])
    assert in_order(["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mãi"])


def test_digraphs_are_letter_by_letter() -> None:
    assert in_order(["ca", "ch", "chi", "co", "nga", "nghe", "nha", "no"])


def test_old_and_new_places_of_the_tone_stand_side_by_side() -> None:
    words = sorted(["hoá", "hỏa", "hòa", "hoa", "hoà", "hóa", "hoả", "họa"], key=sort_key)
    assert [sort_key(word) for word in words] == sorted(map(sort_key, words))
    assert sort_key("hòa") == sort_key("hoà") != sort_key("hỏa") == sort_key("hoả")
    assert words == ["hoa", "hòa", "hoà", "hỏa", "hoả", "hoá", "hóa", "họa"]


def test_a_name_comes_before_its_extension() -> None:
    assert in_order(["Ban", "Bản", "Ban Dân tộc", "Ban Dân tộc và Tôn giáo", "Bang"])


def test_tones_decide_syllable_by_syllable_after_all_letters() -> None:
    assert in_order(["ba ba", "ba bà", "bà ba", "bà bà", "ba bi"])


def test_decomposed_text_and_capitals_sort_alike() -> None:
    assert sort_key(unicodedata.normalize("NFD", "Ủy ban Đảng")) == sort_key("ủy ban đảng")


def test_numbers_sort_by_value() -> None:
    assert in_order(["Điều 2", "Điều 10", "Điều 100"])


def test_people_sort_by_given_name() -> None:
    names = ["An", "Ánh", "Ân", "Ấn", "Châu", "Chiến", "Dũng", "Đăng", "Hà"]
    assert in_order(names, name_key)
    assert in_order([f"Nguyễn Văn {name}" for name in names], name_key)
    assert in_order(["Trần An", "Lê Văn Bình", "Nguyễn Bình", "Nguyễn Thị Bình", "An Châu"], name_key)


def test_plain_sorting_would_be_wrong() -> None:
    assert sorted(["Ánh", "Đăng", "Hà"]) != sorted(["Ánh", "Đăng", "Hà"], key=sort_key)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (7, "7"), (999, "999"), (1234, "1.234"), (1234.5, "1.234,5"), (90.9, "90,9"), (0.5, "0,5"), (24762, "24.762"), (-1234.25, "-1.234,25"), (1e6, "1.000.000"), (0.1 + 0.2, "0,3")],
)
def test_numbers_are_written_the_vietnamese_way(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(90, 99, "90,9%"), (9, 99, "9,1%"), (1, 3, "33,3%"), (2, 3, "66,7%"), (99, 99, "100%"), (0, 5, "0%"), (1, 2000, "0,1%"), (1, 2001, "0%"), (12, 10, "120%")]
)
def test_percentages_round_half_up_to_one_decimal(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text


def test_a_percentage_needs_a_whole() -> None:
    with pytest.raises(ValueError):
        percent(1, 0)


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [
        (date(2023, 1, 12), "12/01/2023", "ngày 12 tháng 01 năm 2023"),
        (date(2022, 10, 26), "26/10/2022", "ngày 26 tháng 10 năm 2022"),
        (date(2020, 2, 7), "07/02/2020", "ngày 07 tháng 02 năm 2020"),
        (date(2021, 3, 8), "08/03/2021", "ngày 08 tháng 3 năm 2021"),
    ],
)
def test_days(value: date, short: str, long: str) -> None:
    assert (vietnamese.day(value), vietnamese.long_day(value)) == (short, long)


@pytest.mark.parametrize(
    ("text", "address"),
    [("18-CT/TW", "18-ct-tw"), ("Ủy ban Mặt trận", "uy-ban-mat-tran"), ("Đăng, Ðạt", "dang-dat"), ("  --a--b  ", "a-b"), ("…", ""), ("222/QĐ-MTTW", "222-qd-mttw")],
)
def test_addresses_are_plain_ascii(text: str, address: str) -> None:
    assert slug(text) == address


@pytest.mark.parametrize(
    ("text", "clean"),
    [("Thu\u0301y", "Thúy"), ("e\u0323\u0302", "ệ"), ("e\u0302\u0323", "ệ"), ("a\u00a0b\u202fc", "a b c"), ("mặt\u00ad trận\u200b", "mặt trận"), ("\ufeffa", "a"), ("abc", "abc")],
)
def test_text_is_stored_composed(text: str, clean: str) -> None:
    assert nfc(text) == clean


@pytest.mark.parametrize(
    ("typed", "found"), [("Hoàn thàn", "Hoàn thành"), ("hoan thanh", "Hoàn thành"), ("HOÀN THÀNH", "Hoàn thành"), ("Đang thưc hiện", "Đang thực hiện"), ("xyz", None), ("", None)]
)
def test_the_nearest_word(typed: str, found: str | None) -> None:
    assert nearest(typed, ["Hoàn thành", "Đang thực hiện", "Dừng thực hiện"]) == found


@pytest.mark.parametrize(("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")])
def test_lists_of_words(words: list[str], text: str) -> None:
    assert vietnamese.joined(words) == text


def test_capital_leaves_the_rest() -> None:
    assert (vietnamese.capital("ủy ban MTTQ"), vietnamese.capital("")) == ("Ủy ban MTTQ", "")
