"""What no text may tell of a person, and the numbers that only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros import privacy
from macros.documents import Document
from macros.page_check import check_page
from macros.privacy import private_in
from macros.tasks import Task
from tests.data_folders import lines, read

PHONES = (
    "Liên hệ 0912345678", "ĐT: 0912 345 678", "ĐT.0912.345.678", "0912-345-678", "(0912 34 56 78)", "09.12.34.56.78", "+84 912 345 678", "+84912345678",
    "+84 (0)912345678", "091 234 5678", "số 098 1234 567", "Zalo 0356789012; gặp anh Ba", "0912345678.",
)
IDENTITIES = (
    "CCCD 001085012345", "001085012345", "CCCD: 001 085 012 345", "CMND số 123456789", "CMND 012345678", "012345678", "căn cước công dân số 079 190 000 123",
    "số định danh: 031201001234",
)
BIRTHS = (
    "ông An sinh ngày 12/5/1961", "Sinh ngày: 12-5-1961", "sinh ngày 01 tháng 5 năm 1980", "Ngày sinh: 1/1/1980", "ngày, tháng, năm sinh: 01/01/1980",
    "ngày tháng năm sinh 1.1.1980", "bà Lan (sinh ngày 2/9/1975)", "ngày sinh là 12/5/1961",
)
PUBLIC = (
    "12.345.678.901 đồng", "kinh phí 123456789012 đồng", "123456789 đồng", "1.234.567.890", "Số 1234567890/QĐ", "024 3942 1234", "024.39421234", "ĐT 0243.9421234",
    "080.43456", "từ 05-06-2023 10 đại biểu", "ngày 03/05/2023 0912", "Kỷ niệm 133 năm Ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890 - 19/5/2023)",
    "ngày sinh hoạt chính trị 12/5/2013", "phát sinh ngày 12/5/2011", "học sinh ngày 05/09/2015", "vệ sinh ngày 22/9/2012", "https://mattran.org.vn/a-0912345678.html",
    "https://mattran.org.vn/0912345678", "số tài khoản 0912345678", "Tài khoản Quỹ Vì người nghèo: 0011002932418", "mã số thuế 0912345678", "MST 0301234567",
    "0301234567", "0,0912345678", "2023-2025 090", "giai đoạn 2021 - 2025 0912", "1800 1234", "12 345 678 901 đồng", "536bae1a7fec055f", "số 09/2023 và 0123",
    "0100109106", "an sinh ngày 12/12/2012", "2022/2023/0912345678",
)


@pytest.mark.parametrize(("texts", "private"), [(PHONES, "số điện thoại di động"), (IDENTITIES, "số định danh"), (BIRTHS, "ngày sinh")])
def test_what_is_private_is_told_apart(texts: tuple[str, ...], private: str) -> None:
    assert [(text, private_in(text)) for text in texts] == [(text, private) for text in texts]


def test_the_glance_over_many_texts_misses_none() -> None:
    assert [text for text in (*PHONES, *IDENTITIES, *BIRTHS) if not privacy._may_be_private([text])] == []


def test_amounts_days_accounts_and_telephones_of_offices_pass() -> None:
    assert [text for text in PUBLIC if private_in(text)] == []


def test_every_text_of_a_record_is_looked_at_and_no_other_field() -> None:
    assert Task.text_fields == ("number", "title", "lead_class", "partner_class", "product", "result", "reason", "amended", "note")
    assert {"other_numbers", "subject"} <= set(Document.text_fields) and not {"id", "address", "file", "issuer"} & set(Document.text_fields)


def test_an_item_of_a_list_is_named_by_its_line_and_the_number_is_not_repeated(tmp_path: Path) -> None:
    files = {"2023/plan.yml": "id: kh-2023\ntitle: Kế hoạch\nprocess:\n  - Lập\n  - Gọi 0912345678 để hỏi\nfocal_points:\n  - {id: tt-1, title: Hỏi 0912345678}\n"}
    said = "có số điện thoại di động của cá nhân. Xóa đi: thông tin riêng của cá nhân không ghi vào bất cứ tệp nào."
    assert lines(read(tmp_path, files)) == [f"data/2023/plan.yml:5: process (Quá trình): {said}", f"data/2023/plan.yml:7: title (Trọng tâm công tác): {said}"]


def test_pages_are_looked_at_line_by_line() -> None:
    problems = check_page("# Trang\n\nLiên hệ: 0912 345 678\n", "docs/trang.md", {}, lambda found: None)
    assert list(map(str, problems)) == ["docs/trang.md:3: có số điện thoại di động của cá nhân. Xóa đi: thông tin riêng của cá nhân không ghi vào bất cứ tệp nào."]
