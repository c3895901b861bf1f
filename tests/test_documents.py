"""The state of effect of a document: derived from what is recorded, never assumed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.documents import Effect, effect, group_of
from tests.data_folders import lines, read

DAY = date(2023, 6, 30)
UNKNOWN = Effect("unknown", "Chưa xác định hiệu lực")


def effect_of(folder: Path, document: str, *others: str) -> Effect:
    """Return the effect on DAY of the document a, given its fields and other documents."""
    rows = "".join(f"- {{{row}}}\n" for row in (f"id: a, kind: other{document}", *others))
    data = read(folder, {"documents.yml": rows}).data
    return effect(data.documents["a"], data, DAY)


@pytest.mark.parametrize(
    ("document", "key", "detail"),
    [
        ("", "unknown", ""),
        (", issued: 01/01/2020", "unknown", ""),
        (", effect_from: 01/01/2020", "unknown", ""),
        (', subject: "Kế hoạch nhiệm kỳ 2014-2019"', "unknown", ""),
        (", effect_from: 01/07/2023", "future", "có hiệu lực từ 01/07/2023"),
        (", effect_from: 30/06/2023", "unknown", ""),
        (", effect_to: 30/06/2023", "ended", "từ 30/06/2023"),
        (", effect_to: 2023", "ended", "từ 2023"),
        (", effect_to: 01/07/2023", "unknown", ""),
        (", effect_checked: {day: 02/01/2023, source: bai-1}", "current", "kiểm tra ngày 02/01/2023"),
        (", effect_checked: {day: 01/07/2023, source: bai-1}", "unknown", ""),
        (", effect_to: 01/07/2023, effect_checked: {day: 02/01/2023, source: bai-1}", "current", "kiểm tra ngày 02/01/2023"),
        (", effect_to: 01/03/2023, effect_checked: {day: 02/01/2023, source: bai-1}", "ended", "từ 01/03/2023"),
    ],
)
def test_effect_by_its_own_dates(document: str, key: str, detail: str, tmp_path: Path) -> None:
    found = effect_of(tmp_path, document)
    assert (found.key, found.detail) == (key, detail)


@pytest.mark.parametrize(
    ("other", "key", "detail"),
    [
        ("id: b, kind: other, number: 2/QĐ-B, issued: 01/06/2023, relations: {kind: replaces, document: a}", "ended", "thay thế bởi 2/QĐ-B, từ 01/06/2023"),
        ("id: b, kind: other, number: 2/QĐ-B, issued: 01/06/2023, effect_from: 01/07/2023, relations: {kind: replaces, document: a}", "unknown", ""),
        ("id: b, kind: other, number: 2/QĐ-B, issued: 2022, relations: {kind: annuls, document: a}", "ended", "thay thế bởi 2/QĐ-B, từ 2022"),
        ("id: b, kind: other, number: 2/QĐ-B, relations: {kind: revokes, document: a}", "ended", "thay thế bởi 2/QĐ-B"),
        ("id: b, kind: other, issued: 01/06/2023, relations: {kind: replaces, document: a, part: Điều 2}", "unknown", ""),
        ("id: b, kind: other, issued: 01/06/2023, relations: {kind: amends, document: a}", "unknown", ""),
        ("id: b, kind: other, issued: 01/06/2023, relations: {kind: implements, document: a}", "unknown", ""),
    ],
)
def test_effect_by_what_other_documents_do(other: str, key: str, detail: str, tmp_path: Path) -> None:
    found = effect_of(tmp_path, "", other)
    assert found.key == key
    assert found.detail.removeprefix("bị ") == detail


def test_the_earliest_end_counts(tmp_path: Path) -> None:
    first = "id: b, kind: other, number: 2/QĐ-B, issued: 01/02/2023, relations: {kind: replaces, document: a}"
    second = "id: c, kind: other, number: 3/QĐ-B, issued: 01/01/2023, relations: {kind: annuls, document: a}"
    assert effect_of(tmp_path, "", first, second).detail.endswith("từ 01/01/2023")


def test_unknown_says_so(tmp_path: Path) -> None:
    assert effect_of(tmp_path, "") == UNKNOWN


def test_the_group_is_the_issuers(tmp_path: Path) -> None:
    units = "units:\n  - {id: x, name: Ban Bí thư, kind: outside, group: party}\n  - {id: y, name: Ban Thường trực, kind: body, group: front}\n  - {id: z, name: Văn phòng, kind: department}\n"
    documents = "- {id: a, kind: other, issuer: x}\n- {id: b, kind: other, issuer: [x, y]}\n- {id: c, kind: other, issuer: z}\n- {id: d, kind: other}\n"
    data = read(tmp_path, {"units.yml": units, "documents.yml": documents}).data
    assert [group_of(document, data) for document in data.documents.values()] == ["party", "joint", None, None]


@pytest.mark.parametrize("typed", ["Mật", "mật", "MẬT", "Tối mật", "tuyệt mật", "Mat", "secret", "top_secret"])
def test_secret_documents_are_refused_however_written(typed: str, tmp_path: Path) -> None:
    assert lines(read(tmp_path, {"documents.yml": f"- id: a\n  kind: other\n  security: {typed}\n"})) == [
        f"data/documents.yml:3: security (Độ mật): '{typed}': văn bản mật không đưa lên trang này. Xóa cả bản ghi và báo người phụ trách."
    ]


def test_two_documents_of_one_number_live_side_by_side(tmp_path: Path) -> None:
    units = "units:\n  - {id: bct, name: Bộ Chính trị, kind: outside, group: party}\n  - {id: bbt, name: Ban Bí thư, kind: outside, group: party}\n"
    documents = "- {id: 22-ct-tw-2012, kind: directive, number: 22-CT/TW, issuer: bct}\n- {id: 22-ct-tw, kind: directive, number: 22-CT/TW, issuer: bbt}\n"
    assert lines(read(tmp_path, {"units.yml": units, "documents.yml": documents})) == []


@pytest.mark.parametrize("kind", ["Quyết định", "Quy định"])
def test_a_code_may_be_that_of_two_kinds(kind: str, tmp_path: Path) -> None:
    units = "units:\n  - {id: bct, name: Bộ Chính trị, kind: outside, group: party}\n"
    assert lines(read(tmp_path, {"units.yml": units, "documents.yml": f"- {{id: a, kind: {kind}, number: 24-QĐ/TW, issuer: bct}}\n"})) == []
