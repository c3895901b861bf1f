"""Documents: effect that is never assumed, citations as offices write them, relations read from both sides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.pages import pages
from macros.pages.documents import document_page, quoted_in
from macros.site import Site
from macros.views.documents import by_date, document_table, effect_badge, file_cell, relation_list, size_text
from macros.views.links import citation, document_name
from tests.sites import DEMO, REAL, SMALL, pages_of, rewritten, site_of, tables, words


def effect(site: Site, document: str) -> str:
    """Return a document's state of effect as shown."""
    return words(effect_badge(site, site.data.documents[document]))


def test_effect_is_unknown_unless_recorded() -> None:
    site = site_of(REAL)
    shown = {document: effect(site, document) for document in site.data.documents}
    recorded = {document for document, text in shown.items() if text != "Chưa xác định hiệu lực"}
    acted_on = {relation.document for document in site.data.documents.values() for relation in document.relations}
    for document in recorded:
        record = site.data.documents[document]
        assert record.effect_to or record.effect_from or record.effect_checked or document in acted_on, document
    assert shown["18-ct-tw"] == "Chưa xác định hiệu lực"
    assert len(recorded) < len(shown)


@pytest.mark.parametrize(("day", "document", "shown"), [
    (date(2022, 12, 31), "9903-ct-tw", "Chưa xác định hiệu lực"),
    (date(2023, 1, 2), "9903-ct-tw", "Còn hiệu lực kiểm tra ngày 02/01/2023"),
    (date(2023, 6, 30), "9901-qd-mttw", "Chưa xác định hiệu lực"),
    (date(2023, 7, 1), "9901-qd-mttw", "Hết hiệu lực bị thay thế bởi 9902/QĐ-MTTW, từ 01/07/2023"),
    (date(2023, 6, 30), "9902-qd-mttw", "Chưa có hiệu lực có hiệu lực từ 01/07/2023"),
    (date(2023, 7, 1), "9902-qd-mttw", "Chưa xác định hiệu lực"),
    (date(2030, 1, 1), "van-ban-trong", "Chưa xác định hiệu lực"),
])
def test_effect_on_a_day(day: date, document: str, shown: str) -> None:
    assert effect(site_of(SMALL, day), document) == shown


def test_period_in_a_title_ends_nothing() -> None:
    """2261/QĐ-MTTW stood until it was replaced on 27/02/2020, whatever term its title names."""
    assert effect(site_of(REAL, date(2020, 2, 26)), "2261-qd-mttw") == "Chưa xác định hiệu lực"
    assert effect(site_of(REAL, date(2020, 2, 27)), "2261-qd-mttw").startswith("Hết hiệu lực bị thay thế bởi 222/QĐ-MTTW")


def test_law_of_2003_ended_with_the_law_of_2022() -> None:
    assert not effect(site_of(REAL, date(2023, 12, 31)), "15-2003-qh11").startswith("Hết hiệu lực")
    assert effect(site_of(REAL, date(2024, 1, 1)), "15-2003-qh11").startswith("Hết hiệu lực")


@pytest.mark.parametrize(("folder", "document", "text"), [
    (REAL, "18-ct-tw", "Chỉ thị số 18-CT/TW, ngày 26/10/2022 của Ban Bí thư về phát huy vai trò, nâng cao chất lượng, hiệu quả công tác giám sát, "
                       "phản biện xã hội của MTTQ Việt Nam và các tổ chức chính trị - xã hội"),
    (REAL, "98-2023-nd-cp", "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ"),
    (SMALL, "9901-qd-mttw", "Quyết định số 9901/QĐ-MTTW (2020) của Ban Thường trực về quy định cơ cấu tổ chức của Cơ quan"),
    (SMALL, "van-ban-trong", "Văn bản khác (chưa có trích yếu)"),
])
def test_citation(folder: str, document: str, text: str) -> None:
    """The Party's comma stands before the date of Party documents, not of the State's."""
    site = site_of(folder)
    assert citation(site, site.data.documents[document]) == text


def test_citation_is_what_the_button_copies() -> None:
    page = pages_of(REAL)["van-ban/18-ct-tw.md"]
    assert f'data-clipboard-text="{citation(site_of(REAL), site_of(REAL).data.documents["18-ct-tw"])}"' in page
    assert "Sao chép trích dẫn" in page


def test_directive_18_page_has_number_misprint_and_article_s_words() -> None:
    page = words(pages_of(REAL)["van-ban/18-ct-tw.md"])
    for fact in ("Số, ký hiệu 18-CT/TW", "Cách ghi khác 18/CT-TW", "Cơ quan ban hành Ban Bí thư", "Ngày ban hành 26/10/2022", "Chỉ thị số 18/CT-TW về tăng cường sự lãnh đạo"):
        assert fact in page


def test_two_documents_of_one_number_live_side_by_side() -> None:
    site = site_of(REAL)
    named = [document.id for document in site.data.documents.values() if document.number == "22-CT/TW"]
    assert len(named) == 2
    assert all(f"van-ban/{document}.md" in pages_of(REAL) for document in named)
    assert len({citation(site, site.data.documents[document]) for document in named}) == 2


def test_relations_are_read_from_both_sides() -> None:
    site = site_of(SMALL)
    assert words(relation_list(site, site.data.documents["9902-qd-mttw"])) == "Thay thế Quyết định số 9901/QĐ-MTTW Triển khai thực hiện Chỉ thị số 9903-CT/TW (mục 2)"
    assert words(relation_list(site, site.data.documents["9901-qd-mttw"])) == "Bị thay thế bởi Quyết định số 9902/QĐ-MTTW"
    assert words(relation_list(site, site.data.documents["9903-ct-tw"])) == "Được triển khai bởi Quyết định số 9902/QĐ-MTTW (mục 2)"
    assert relation_list(site, site.data.documents["van-ban-trong"]) == ""


def test_page_lists_what_rests_on_the_document() -> None:
    page = pages_of(SMALL)["van-ban/9903-ct-tw.md"]
    shown = tables(page)
    assert shown["Nhiệm vụ triển khai thực hiện văn bản này"][1][2].startswith("Hướng dẫn tổ chức Ngày hội ở khu dân cư")
    assert [row[0] for row in shown["Phong trào phát động theo văn bản này"][1:]] == ["Khu dân cư xanh, nghĩa tình, tự quản"]
    mentioned = words(page.split("Được nhắc đến ở", 1)[1])
    for record in ("Kế hoạch: Kế hoạch trọng tâm công tác năm 2023", "Triển khai Chỉ thị số 9903-CT/TW", "Sự kiện: Hội nghị triển khai công tác năm 2023", "được quán triệt đến cơ sở"):
        assert record in mentioned


def test_document_that_nothing_mentions_says_so() -> None:
    site = site_of(SMALL)
    page = words(document_page(site, site.data.documents["9901-qd-mttw"], []))
    assert "Chưa có nhiệm vụ nào trong danh mục ghi triển khai văn bản này." in page
    assert "Được nhắc đến ở" not in page
    assert "van-ban-trong" not in quoted_in(site) or quoted_in(site)["van-ban-trong"]


REGISTER_HEADS = ["STT", "Số, ký hiệu", "Ngày ban hành", "Tên loại và trích yếu", "Cơ quan ban hành", "Người ký", "Hiệu lực", "Tệp"]


def test_register_has_the_office_heads_groups_and_disclaimer() -> None:
    page = pages_of(REAL)["van-ban/index.md"]
    rows = tables(page)["Danh mục văn bản"]
    assert rows[0] == REGISTER_HEADS
    groups = [row[0] for row in rows if len(row) == 1]
    assert groups == [group for group in ("Đảng", "Nhà nước", "Mặt trận", "Liên tịch, phối hợp", "Nguồn không ghi cơ quan ban hành") if group in groups]
    assert [row[0] for row in rows[1:] if len(row) > 1] == [str(number) for number in range(1, len(site_of(REAL).data.documents) + 1)]
    assert "Danh mục văn bản. Không thay Sổ đăng ký văn bản đi, đến." in words(page)


def test_documents_are_listed_newest_first() -> None:
    site = site_of(SMALL)
    assert [document.id for document in by_date(list(site.data.documents.values()))] == ["9902-qd-mttw", "9903-ct-tw", "9901-qd-mttw", "van-ban-trong"]
    assert words(document_table(site, [], "Văn bản")) == "Không có văn bản phù hợp."


def test_attachment_shows_type_and_size() -> None:
    site = site_of(SMALL)
    assert words(file_cell(site, site.data.documents["9902-qd-mttw"])) == "TXT, 1 kB"
    assert words(file_cell(site, site.data.documents["van-ban-trong"])) == "Chưa có tệp văn bản."


@pytest.mark.parametrize(("size", "text"), [(0, "1 kB"), (1, "1 kB"), (12_345, "12 kB"), (999_999, "1000 kB"), (1_000_000, "1,0 MB"), (2_480_000, "2,5 MB")])
def test_size(size: int, text: str) -> None:
    assert size_text(size) == text


def test_document_of_several_issuers_is_joint() -> None:
    site = site_of(DEMO)
    joint = [document for document in site.data.documents.values() if len(document.issuer) > 1]
    assert joint
    rows = tables(pages_of(DEMO)["van-ban/index.md"])["Danh mục văn bản"]
    heads = [row[0] for row in rows if len(row) == 1]
    assert heads == ["Đảng", "Nhà nước", "Mặt trận", "Liên tịch, phối hợp"][: len(heads)]
    after = [row for row in rows[rows.index(["Liên tịch, phối hợp"]) + 1:]]
    assert len(after) == len(joint)


def test_number_with_a_name_only(tmp_path: Path) -> None:
    site = rewritten(tmp_path / "data", {"documents.yml": ("- id: van-ban-trong\n  kind: other", "- id: van-ban-trong\n  kind: decision\n  subject: Quyết định khen thưởng")})
    assert document_name(site, site.data.documents["van-ban-trong"]) == "Quyết định khen thưởng"
    assert "# Quyết định khen thưởng" in pages(site)["van-ban/van-ban-trong.md"]
