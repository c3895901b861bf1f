"""Sources on paper: each named once below, by number at its marks."""

from __future__ import annotations

from datetime import date

from macros.print_notes import with_mark_legend, with_print_notes
from macros.records import SourceRef
from macros.views.doubts import doubt_mark
from macros.views.html import source_mark
from tests.sites import REAL, site_of, words

SITE = site_of(REAL, date(2024, 6, 30))
ARTICLE = "Thực hiện hiệu quả các nhiệm vụ, giải pháp trong Chương trình phối hợp và thống nhất hành động năm 2023, Mặt trận"


def marked(*references: tuple[str, str]) -> str:
    return str(source_mark(SITE, [SourceRef(id=one, at=at) for one, at in references]))


def refs(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split('data-ref="')[1:]]


def listed(html: str) -> list[str]:
    return [words(part.partition("</li>")[0].partition(">")[2]) for part in html.partition("<ol>")[2].split("<li ")[1:]]


def test_a_source_named_twice_is_listed_once() -> None:
    html = with_print_notes(f"<p>a{marked(('bai-hoi-nghi-2023', 'dòng 12'))}</p><p>b{marked(('hieuluat-733', ''), ('bai-hoi-nghi-2023', 'dòng 25'))}</p>")
    assert refs(html) == ["1, dòng 12", "2; 1, dòng 25"]
    assert listed(html) == [ARTICLE, 'Quyết định 733/QĐ-TTg tổ chức thi đua "Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở", hieuluat.vn']


def test_open_points_are_listed_each_for_itself() -> None:
    html = with_print_notes(str(doubt_mark(SITE, "kh-2022")) + marked(("bai-hoi-nghi-2023", "dòng 9")) + str(doubt_mark(SITE, "sl-2022-de-an")))
    assert refs(html) == ["1; 2", "3, dòng 9", "1; 4"]
    assert listed(html)[0] == (
        "Nguồn để ngỏ: Tên 5 trọng tâm, 12 lĩnh vực, 99 nhiệm vụ và 3 đề án của năm 2022. Ghi số công bố, để trống danh sách; không ghép hai bộ 5 nội dung làm một."
    )
    assert listed(html)[2] == ARTICLE and len(listed(html)) == 4


def test_a_page_without_marks_stays_as_it_is() -> None:
    assert with_print_notes("<p>Không có nguồn.</p>") == "<p>Không có nguồn.</p>"


def test_the_note_on_the_screen_stays_whole() -> None:
    mark = marked(("bai-hoi-nghi-2023", "dòng 12"))
    assert f"Nguồn: {ARTICLE}, dòng 12" in mark.replace('<a href="site:nguon.md#bai-hoi-nghi-2023">', "").replace("</a><i>", "").replace("</i>", "")
    assert mark.partition(">")[2] in with_print_notes(mark)


def test_a_line_below_the_page_says_what_its_marks_mean() -> None:
    sourced, doubted = f"<p>{marked(('bai-hoi-nghi-2023', 'dòng 12'))}</p>", f"<p>{doubt_mark(SITE, 'kh-2022')}</p>"

    def legend(html: str) -> str:
        return words(with_mark_legend(html).removeprefix(html))

    assert legend(sourced) == "Các dấu trong trang: n nguồn của thông tin bên cạnh. Đưa chuột hoặc bấm vào dấu để đọc."
    assert legend(sourced + doubted) == "Các dấu trong trang: n nguồn của thông tin bên cạnh; ? điều nguồn để ngỏ. Đưa chuột hoặc bấm vào dấu để đọc."
    assert with_mark_legend("<p>n</p>") == "<p>n</p>"
