"""Numbers of documents in the spellings met, and each family's own way."""

from __future__ import annotations

import pytest

from macros.document_numbers import DocumentNumber, canonical, parse


@pytest.mark.parametrize(
    ("text", "number", "year", "codes"),
    [
        ("18-CT/TW", 18, None, ["CT", "TW"]),
        ("18/CT-TW", 18, None, ["CT", "TW"]),
        ("Số: 18-CT/TW", 18, None, ["CT", "TW"]),
        ("số 18 CT TW", 18, None, ["CT", "TW"]),
        ("733/QĐ-TTg", 733, None, ["QĐ", "TTg"]),
        ("06/2022/QH15", 6, 2022, ["QH15"]),
        ("30/2020/NĐ-CP", 30, 2020, ["NĐ", "CP"]),
        ("222/QĐ-MTTW", 222, None, ["QĐ", "MTTW"]),
        ("04/ĐA-MTTW-BTT", 4, None, ["ĐA", "MTTW", "BTT"]),
        ("1221/MTTW-BTT", 1221, None, ["MTTW", "BTT"]),
        ("1151/BTĐKT-P.I", 1151, None, ["BTĐKT", "P.I"]),
        ("8011-CV/BTCTW", 8011, None, ["CV", "BTCTW"]),
        ("3260-KH/ĐĐQH15", 3260, None, ["KH", "ĐĐQH15"]),
        ("19/2008/NQLT/CP-UBTUMTTQVN", 19, 2008, ["NQLT", "CP", "UBTUMTTQVN"]),
        ("102/2025/NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN", 102, 2025, ["NQLT", "UBTVQH15", "CP", "ĐCTUBTWMTTQVN"]),
        ("01/QCPH/UBND-UBMTTQ", 1, None, ["QCPH", "UBND", "UBMTTQ"]),
        ("2019/KH-MTTW", 2019, None, ["KH", "MTTW"]),
    ],
)
def test_numbers_are_read_in_any_spelling(text: str, number: int, year: int | None, codes: list[str]) -> None:
    found = parse(text)
    assert found is not None
    assert (found.number, found.year, found.codes) == (number, year, codes)


@pytest.mark.parametrize("text", ["", "Chỉ thị", "CT/TW", "18", "18-", "số 18", "123456/QĐ-TTg", "Kế hoạch năm 2023"])
def test_what_is_no_number(text: str) -> None:
    assert parse(text) is None
    assert canonical(text, "party") is None


@pytest.mark.parametrize(
    ("text", "group", "written"),
    [
        ("18/CT-TW", "party", "18-CT/TW"),
        ("18 CT TW", "party", "18-CT/TW"),
        ("Số: 36-HD/VPTW", "party", "36-HD/VPTW"),
        ("12-NQ/ĐU-MTTQ", "party", "12-NQ/ĐU-MTTQ"),
        ("733/QĐ/TTg", "state", "733/QĐ-TTg"),
        ("217/QĐ-TW", "party", "217-QĐ/TW"),
        ("06/2022/QH15", "state", "06/2022/QH15"),
        ("30-2020/NĐ/CP", "state", "30/2020/NĐ-CP"),
        ("1151/BTĐKT-P.I", "state", "1151/BTĐKT-P.I"),
        ("222-QĐ/MTTW", "front", "222/QĐ-MTTW"),
        ("04/ĐA-MTTW-BTT", "front", "04/ĐA-MTTW-BTT"),
        ("1221/MTTW-BTT", "front", "1221/MTTW-BTT"),
        ("19/2008/NQLT/CP-UBTUMTTQVN", "joint", "19/2008/NQLT/CP-UBTUMTTQVN"),
        ("18/CT-TW", None, "18/CT-TW"),
    ],
)
def test_each_family_writes_its_own_way(text: str, group: str | None, written: str) -> None:
    assert canonical(text, group) == written
    assert canonical(written, group) == written


def test_number_and_notation_sort_apart() -> None:
    assert parse("18-CT/TW") == DocumentNumber(18, None, "CT/TW")
