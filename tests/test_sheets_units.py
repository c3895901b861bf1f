"""Units and posts as offices write them: the unit of the year that is meant, or a remark that names the cell; never a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.data import Data
from macros.sheets.incoming import Incoming
from macros.sheets.known_units import KnownUnits
from macros.sheets.posts import PostAndUnit, post_and_unit
from macros.sheets.ready_lines import IN_HONOURS, ready_honour
from tests.office_files import plan_sheet
from tests.understanding import problems, understood


def led_by(folder: Path, data: Data, year: int, *leads: str) -> Incoming:
    rows = [["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], *([number, f"Việc {number}", lead, "Quý I"] for number, lead in enumerate(leads, 1))]
    return understood(plan_sheet(folder, rows), data, year=year)


BOTH = "ban-dan-toc-va-ton-giao"
PARTS = ("ban-dan-toc", "ban-ton-giao")


@pytest.mark.parametrize("sign", [", ", " - ", " & ", " và ", "/"])
def test_a_name_with_another_sign_for_and_is_the_unit_of_the_year(sign: str, tmp_path: Path, real_data: Data) -> None:
    name = f"Ban Dân tộc{sign}Tôn giáo"
    incoming = led_by(tmp_path, real_data, 2026, name)
    assert [row.values["lead"] for row in incoming.rows] == [(BOTH,)]
    assert incoming.remarks == (() if "và" in sign else (f"Trang “KH”, ô C2: hiểu «{name}» là Ban Dân tộc và Tôn giáo.",))
    assert incoming.problems == ()


def test_the_same_words_are_two_units_in_a_year_that_has_two(tmp_path: Path, real_data: Data) -> None:
    incoming = led_by(tmp_path, real_data, 2024, "Ban Dân tộc, Tôn giáo", "Ban Dân tộc, Ban Tôn giáo", "Ban Tổ chức và Cán bộ")
    assert [row.values["lead"] for row in incoming.rows] == [PARTS, PARTS, ("ban-to-chuc-can-bo",)]
    assert incoming.remarks == ("Trang “KH”, ô C2: hiểu «Tôn giáo» là Ban Tôn giáo.", "Trang “KH”, ô C4: hiểu «Ban Tổ chức và Cán bộ» là Ban Tổ chức - Cán bộ.")


def test_half_a_name_is_no_unit_that_the_year_does_not_have(tmp_path: Path, real_data: Data) -> None:
    incoming = led_by(tmp_path, real_data, 2026, "Ban Tuyên giáo, Tôn giáo")
    assert [problem.split(".")[0] for problem in problems(incoming)] == ["Trang “KH”, ô C2: không có đơn vị 'Tôn giáo' trong danh mục đơn vị"]


SHORT = {
    (2026, "Ban TC, KT"): "ban-to-chuc-kiem-tra", (2026, "Ban TCKT"): "ban-to-chuc-kiem-tra", (2026, "Cục TC-KH"): "cuc-tai-chinh-ke-hoach", (2026, "Báo ĐĐK"): "bao-dai-doan-ket",
    (2026, "Viện Đào tạo, bồi dưỡng CB và NCKH"): "vien-dao-tao-boi-duong", (2026, "Ban DC, GS và PBXH"): "ban-dan-chu-giam-sat-phan-bien", (2026, "Ban DT, TG"): BOTH,
    (2026, "Ban TG"): "ban-tuyen-giao", (2024, "Tạp chí MT"): "tap-chi-mat-tran", (2024, "VPCQ"): "van-phong-co-quan",
}  # fmt: skip


@pytest.mark.parametrize(("year", "text"), SHORT)
def test_initials_of_some_words_stand_for_the_unit_and_are_said(year: int, text: str, tmp_path: Path, real_data: Data) -> None:
    incoming = led_by(tmp_path, real_data, year, text)
    assert [row.values["lead"] for row in incoming.rows] == [(SHORT[year, text],)]
    assert incoming.remarks == (f"Trang “KH”, ô C2: hiểu «{text}» là {real_data.units[SHORT[year, text]].name}.",)
    assert incoming.problems == ()


@pytest.mark.parametrize(("year", "text"), [(2024, "Ban TG"), (2024, "Ban DT, TG"), (2026, "Báo ĐK"), (2026, "Tạp chí MT"), (2026, "Cục KH-TC")])
def test_initials_of_several_units_of_the_year_or_of_none_are_not_guessed(year: int, text: str, tmp_path: Path, real_data: Data) -> None:
    assert len(led_by(tmp_path, real_data, year, text).problems) == 1


def parted(text: str, post: str, workplace: str, more: str = "") -> PostAndUnit:
    return PostAndUnit(post, workplace, f"hiểu «{text}» là chức vụ «{post}», đơn vị công tác «{workplace}»{more}")


INSTITUTE = "Viện Đào tạo, bồi dưỡng cán bộ và Nghiên cứu khoa học"
POSTS = {
    "Ban Tổ chức, Kiểm tra": PostAndUnit("", "Ban Tổ chức, Kiểm tra"),
    "Ban Dân tộc và Tôn giáo": PostAndUnit("", "Ban Dân tộc và Tôn giáo"),
    "Ban Dân tộc, Tôn giáo": PostAndUnit("", "Ban Dân tộc, Tôn giáo", "hiểu «Ban Dân tộc, Tôn giáo» là Ban Dân tộc và Tôn giáo"),
    "Báo Đại đoàn kết": PostAndUnit("", "Báo Đại đoàn kết"),
    "VP": PostAndUnit("", "VP", "hiểu «VP» là Văn phòng"),
    "Ban Dân tộc": PostAndUnit("", "Ban Dân tộc", "Ban Dân tộc không có trong cơ cấu của năm 2026; vẫn đưa vào"),
    "Phòng Tổng hợp": PostAndUnit("", "Phòng Tổng hợp", "«Phòng Tổng hợp» đưa vào đơn vị công tác; chưa rõ là đơn vị nào trong dữ liệu"),
    "Ban Dân tộc, Vận động": PostAndUnit("", "Ban Dân tộc, Vận động", "«Ban Dân tộc, Vận động» đưa vào đơn vị công tác; chưa rõ là đơn vị nào trong dữ liệu"),
    "Phó Trưởng ban, Ban Tuyên giáo": PostAndUnit("Phó Trưởng ban", "Ban Tuyên giáo"),
    "Chuyên viên, Ban Tổ chức, Kiểm tra": PostAndUnit("Chuyên viên", "Ban Tổ chức, Kiểm tra"),
    "Chuyên viên - Ban TCKT": PostAndUnit("Chuyên viên", "Ban TCKT", "hiểu «Ban TCKT» là Ban Tổ chức, Kiểm tra"),
    "Trưởng Ban Tổ chức, Kiểm tra": parted("Trưởng Ban Tổ chức, Kiểm tra", "Trưởng ban", "Ban Tổ chức, Kiểm tra"),
    "Trưởng Ban Dân tộc, Tôn giáo": parted("Trưởng Ban Dân tộc, Tôn giáo", "Trưởng ban", "Ban Dân tộc, Tôn giáo"),
    "Trưởng Ban Dân tộc": parted("Trưởng Ban Dân tộc", "Trưởng ban", "Ban Dân tộc", "; Ban Dân tộc không có trong cơ cấu của năm 2026; vẫn đưa vào"),
    "Phó Trưởng ban Dân chủ, Giám sát và Phản biện xã hội": parted(
        "Phó Trưởng ban Dân chủ, Giám sát và Phản biện xã hội", "Phó Trưởng ban", "Ban Dân chủ, Giám sát và Phản biện xã hội"
    ),
    "Ủy viên Thường trực, Trưởng Ban Tuyên giáo": parted("Ủy viên Thường trực, Trưởng Ban Tuyên giáo", "Ủy viên Thường trực, Trưởng ban", "Ban Tuyên giáo"),
    "Chuyên viên Văn phòng": parted("Chuyên viên Văn phòng", "Chuyên viên", "Văn phòng"),
    "Chuyên viên của Văn phòng": parted("Chuyên viên của Văn phòng", "Chuyên viên", "Văn phòng"),
    "Phó Chánh Văn phòng": parted("Phó Chánh Văn phòng", "Phó Chánh Văn phòng", "Văn phòng"),
    "Chuyên viên chính Ban TCKT": parted("Chuyên viên chính Ban TCKT", "Chuyên viên chính", "Ban TCKT"),
    "Phóng viên Báo Đại đoàn kết": parted("Phóng viên Báo Đại đoàn kết", "Phóng viên", "Báo Đại đoàn kết"),
    f"Phó Viện trưởng {INSTITUTE}": parted(f"Phó Viện trưởng {INSTITUTE}", "Phó Viện trưởng", INSTITUTE),
    f"Viện trưởng {INSTITUTE}": parted(f"Viện trưởng {INSTITUTE}", "Viện trưởng", INSTITUTE),
    "Cục trưởng Cục Tài chính - Kế hoạch": parted("Cục trưởng Cục Tài chính - Kế hoạch", "Cục trưởng", "Cục Tài chính - Kế hoạch"),
    "Trưởng Ban Vận động, Tôn giáo": PostAndUnit(
        "Trưởng Ban Vận động, Tôn giáo", "", "không rõ đơn vị công tác trong «Trưởng Ban Vận động, Tôn giáo»; cả cụm đưa vào chức vụ. Nếu có đơn vị, ghi tên đầy đủ sau dấu phẩy"
    ),
    "Chánh Văn phòng, Bí thư Chi bộ": PostAndUnit(
        "Chánh Văn phòng, Bí thư Chi bộ", "", "không rõ đơn vị công tác trong «Chánh Văn phòng, Bí thư Chi bộ»; cả cụm đưa vào chức vụ. Nếu có đơn vị, ghi tên đầy đủ sau dấu phẩy"
    ),
    "Phó Chủ tịch": PostAndUnit("Phó Chủ tịch"), "Chuyên viên": PostAndUnit("Chuyên viên"), "Phóng viên": PostAndUnit("Phóng viên"),
    "Ủy viên Đoàn Chủ tịch": PostAndUnit("Ủy viên Đoàn Chủ tịch"), "": PostAndUnit(""),
}  # fmt: skip


@pytest.mark.parametrize("text", POSTS)
def test_a_post_and_a_unit_in_one_cell(text: str, real_data: Data) -> None:
    assert post_and_unit(text, KnownUnits(real_data, 2026)) == POSTS[text]


def test_a_post_before_two_units_of_an_earlier_year_is_no_unit_of_either(real_data: Data) -> None:
    assert post_and_unit("Trưởng Ban Dân tộc, Tôn giáo", KnownUnits(real_data, 2024))[:2] == ("Trưởng Ban Dân tộc, Tôn giáo", "")
    assert post_and_unit("Ban Dân tộc, Tôn giáo", KnownUnits(real_data, 2024))[:2] == ("", "Ban Dân tộc, Tôn giáo")


def test_a_day_as_a_bare_number_is_read_in_the_year_of_the_file_alone(tmp_path: Path, real_data: Data) -> None:
    rows = [["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], [1, "Việc 1", "Văn phòng", 46203], [2, "Việc 2", "Văn phòng", 45838], [3, "Việc 3", "Văn phòng", "Q.IV/2026"]]
    incoming = understood(plan_sheet(tmp_path, rows), real_data, year=2026)
    assert [row.values["due"] for row in incoming.rows] == ["30/06/2026", "45838", "Q.IV/2026"]
    assert incoming.remarks == ("Trang “KH”, ô D2: hiểu số 46203 là ngày 30/06/2026.",)
    assert problems(incoming) == [
        "Trang “KH”, ô D3: '45838' không phải là thời hạn. Viết một trong các cách: 28/02/2026, 6/2026, Quý II/2026, 6 tháng đầu năm 2026, 2026, 2026 - 2028, Thường xuyên."
    ]


NEAR = {"Bảo tàng Mặt trận": "Bảo tàng Mặt trận Tổ quốc Việt Nam", "Viện Đào tạo": INSTITUTE, "Ban Tuyên gíao": "Ban Tuyên giáo", "Ban Không Có": "", "Bảo tòa": "", "Đ/c Chánh Văn phòng": "Văn phòng"}


@pytest.mark.parametrize("text", NEAR)
def test_a_name_is_compared_with_those_that_go_on_from_it_or_have_a_word_in_common(text: str, real_data: Data) -> None:
    assert KnownUnits(real_data, 2026).near(text) == NEAR[text]


def test_what_was_typed_is_quoted_as_it_is(tmp_path: Path, real_data: Data) -> None:
    quoted = [problem.split("'")[1] for problem in problems(led_by(tmp_path, real_data, 2026, "Đ/c Chánh Văn phòng X", "GS&PBXH"))]
    assert quoted == ["Đ/c Chánh Văn phòng X", "GS&PBXH"]


def test_an_honour_s_abbreviation_keeps_its_capitals(real_data: Data) -> None:
    assert ready_honour("BK", real_data.by_id) == f"{IN_HONOURS}\n- id: bk\n  name: BK\n  kind: commendation"
