"""Lists of people and collectives commended, as offices have them: every shape gives the very rows that its text says."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.data import Data
from macros.sheets.grids import Sheet, Unreadable
from macros.sheets.incoming import Where
from macros.sheets.known_names import KnownHonours, NameParts, name_parts
from macros.sheets.ready_lines import IN_HONOURS
from tests.office_files import Rows, one_sheet, word_file
from tests.understanding import problems, said, understood


def sheet(folder: Path, rows: Rows, merges: tuple[str, ...] = ()) -> Path:
    return one_sheet(folder / "a.xlsx", "DS", rows, merges)


def test_the_honour_in_the_title_and_births_that_are_never_carried(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN NĂM 2023"], ["(Kèm theo Quyết định số 9902/QĐ-MTTW ngày 12 tháng 01 năm 2024)"],
        ["STT", "Ông/Bà", "Họ và tên", "Năm sinh", None, "Chức vụ", "Đơn vị công tác", "Ghi chú"], [None, None, None, "Nam", "Nữ"],
        [1, "Ông", "Thượng tá Đặng Văn Hòa", "1980", None, "Trưởng phòng", "Văn phòng"],
        [2, "Bà", "PGS.TS Khúc Thị Hoà", None, "1985", "Chánh Văn phòng", "Ban Tổ chức, Kiểm tra", "có thư khen"], ["Ấn định danh sách này có 02 cá nhân./."],
    ], ("A1:H1", "A2:H2", "D3:E3", "A3:A4", "B3:B4", "C3:C4", "F3:F4", "G3:G4", "H3:H4")), small_data)
    assert (incoming.kind, incoming.year) == ("awards", 2023)
    assert said(incoming) == [
        ("5", "kt-2023-bk", {"name": "Đặng Văn Hòa", "honorific": "ong", "post": "Trưởng phòng", "workplace": "Văn phòng", "unit": "van-phong", "note": "Thượng tá"}),
        ("6", "kt-2023-bk", {
            "name": "Khúc Thị Hoà", "honorific": "ba", "post": "Chánh Văn phòng", "workplace": "Ban Tổ chức, Kiểm tra", "unit": "ban-to-chuc", "note": "PGS.TS; có thư khen",
        }),
    ]
    assert {row.inside for row in incoming.rows} == {("kt-2023-bk", "recipients")}
    assert incoming.remarks == (
        "Trang “DS”, dòng 7: dòng tổng «Ấn định danh sách này có 02 cá nhân./.» không đưa vào.",
        "Trang “DS”: cột có thông tin cá nhân không đưa vào: «Năm sinh Nam», «Năm sinh Nữ».",
    )
    assert not incoming.problems
    assert "1980" not in repr(incoming) and "1985" not in repr(incoming)


def test_collectives_and_individuals_in_groups_of_honours(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG NĂM 2024"], ["TT", "Tên tập thể, cá nhân", "Chức vụ, đơn vị công tác"], ["A", "TẬP THỂ"],
        ["I", "Danh hiệu “Tập thể lao động xuất sắc” (02 tập thể)"], [1, "Văn phòng"], [2, "Ban Tổ chức, Kiểm tra"], ["II", "Bằng khen (01 tập thể)"], [1, "Phòng Tổng hợp", "Văn phòng"],
        ["B", "CÁ NHÂN"], ["I", "Bằng khen"], [1, "Bà Trần Thị An", "Phó Trưởng ban, Ban TCKT"], ["II", "Lao động tiên tiến"], [1, "NGUYỄN THỊ HƯƠNG", "Chuyên viên"], [None, "Tổng cộng: 5"],
    ]), small_data)
    assert said(incoming) == [
        ("5", {"id": "kt-2024-tap-the-lao-dong-xuat-sac", "merit_year": "2024", "honour": "tap-the-lao-dong-xuat-sac", "to": "collective"}),
        ("5", "kt-2024-tap-the-lao-dong-xuat-sac", {"name": "Văn phòng", "unit": "van-phong"}),
        ("6", "kt-2024-tap-the-lao-dong-xuat-sac", {"name": "Ban Tổ chức, Kiểm tra", "unit": "ban-to-chuc"}),
        ("8", {"id": "kt-2024-bang-khen-tap-the", "merit_year": "2024", "honour": "bang-khen", "to": "collective"}),
        ("8", "kt-2024-bang-khen-tap-the", {"name": "Phòng Tổng hợp", "workplace": "Văn phòng"}),
        ("11", {"id": "kt-2024-bang-khen-ca-nhan", "merit_year": "2024", "honour": "bang-khen", "to": "individual"}),
        ("11", "kt-2024-bang-khen-ca-nhan", {"honorific": "ba", "name": "Trần Thị An", "post": "Phó Trưởng ban", "workplace": "Ban TCKT", "unit": "ban-to-chuc"}),
        ("13", {"id": "kt-2024-lao-dong-tien-tien", "merit_year": "2024", "honour": "lao-dong-tien-tien", "to": "individual"}),
        ("13", "kt-2024-lao-dong-tien-tien", {"name": "Nguyễn Thị Hương", "post": "Chuyên viên"}),
    ]
    assert incoming.remarks == ("Trang “DS”, dòng 14: dòng tổng «Tổng cộng: 5» không đưa vào.",)
    assert not incoming.problems


def test_honours_in_a_column_several_in_a_cell(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["STT", "Họ tên", "Nơi công tác", "Danh hiệu/Hình thức khen thưởng", "Số CCCD", "Số tài khoản"],
        [1, "Bà Cù Thị Ánh", "Văn phòng", "LĐTT; Bằng khen", "012345678901", "123"], [2, "Ban Tổ chức, Kiểm tra", None, "Tập thể lao động xuất sắc"],
        [3, "Lê B", "Văn phòng", "Huân chương Lao động hạng Ba"],
    ]), small_data, year=2024)
    anh = {"honorific": "ba", "name": "Cù Thị Ánh", "workplace": "Văn phòng", "unit": "van-phong"}
    assert said(incoming) == [
        ("2", {"id": "kt-2024-lao-dong-tien-tien", "merit_year": "2024", "honour": "lao-dong-tien-tien", "to": "individual", "printed": "LĐTT"}),
        ("2", "kt-2024-lao-dong-tien-tien", anh),
        ("2", {"id": "kt-2024-bang-khen-ca-nhan", "merit_year": "2024", "honour": "bang-khen", "to": "individual"}),
        ("2", "kt-2024-bang-khen-ca-nhan", anh),
        ("3", {"id": "kt-2024-tap-the-lao-dong-xuat-sac", "merit_year": "2024", "honour": "tap-the-lao-dong-xuat-sac", "to": "collective"}),
        ("3", "kt-2024-tap-the-lao-dong-xuat-sac", {"name": "Ban Tổ chức, Kiểm tra", "unit": "ban-to-chuc"}),
    ]
    assert incoming.remarks == ("Trang “DS”: cột có thông tin cá nhân không đưa vào: «Số CCCD», «Số tài khoản».",)
    assert problems(incoming) == [
        "Trang “DS”, ô D4: không có danh hiệu, hình thức 'Huân chương Lao động hạng Ba' trong danh mục danh hiệu, hình thức. Sửa lại trong tệp, hoặc thêm vào honours.yml."
    ]
    assert incoming.problems[0].ready == f"{IN_HONOURS}\n- id: huan-chuong-lao-dong-hang-ba\n  name: Huân chương Lao động hạng Ba\n  kind: commendation"


def test_a_column_of_marks_for_each_honour(tmp_path: Path, demo_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["TỔNG HỢP KHEN THƯỞNG NĂM 2024"], ["TT", "Họ và tên", "Đơn vị", "LĐTT", "CSTĐCS", "CSTĐ cơ sở", "Ghi chú"],
        [1, "Ông Nguyễn An", "Văn phòng", "x", "x"], [2, "Bà Trần Bình", "Ban Phong trào", "X", None, "x", "nghỉ hưu"], [3, "Bà Không", "Ban Phong trào"],
    ]), demo_data)
    an = {"honorific": "ong", "name": "Nguyễn An", "workplace": "Văn phòng", "unit": "van-phong"}
    assert said(incoming) == [
        ("3", "kt-2024-lao-dong-tien-tien", an),
        ("4", "kt-2024-lao-dong-tien-tien", {"honorific": "ba", "name": "Trần Bình", "workplace": "Ban Phong trào", "unit": "ban-phong-trao", "note": "nghỉ hưu"}),
        ("3", "kt-2024-cstd-co-so", an),
    ]
    assert problems(incoming) == [
        "Trang “DS”, ô F2: không có danh hiệu, hình thức 'CSTĐ cơ sở' trong danh mục danh hiệu, hình thức. Có phải «Chiến sĩ thi đua cơ sở»? Sửa lại trong tệp, hoặc thêm vào honours.yml.",
        "Trang “DS”, dòng 5: chưa đánh dấu ở cột danh hiệu, hình thức nào. Ghi «x» vào cột ấy.",
    ]
    assert incoming.problems[0].ready == ""  # another way of writing one that is known is no new one
    assert incoming.remarks == ()


def test_a_word_list_under_units(tmp_path: Path, demo_data: Data) -> None:
    rows = [
        ["Số TT", "Ông/Bà", "Chức vụ"], ["I. VĂN PHÒNG", "", ""], ["1", "Ông Lê Văn Tám", "Chuyên viên"], ["2", "Bà Hoàng Thị Yến", "Kế toán"], ["II. BAN PHONG TRÀO", "", ""],
        ["3", "Ông A Lềnh", "Phó Trưởng ban"],
    ]
    path = word_file(tmp_path / "a.docx", "DANH SÁCH", "Cá nhân đạt danh hiệu Lao động tiên tiến năm 2024", rows, "Nơi nhận", merges=[(0, (1, 0), (1, 2)), (0, (4, 0), (4, 2))])
    incoming = understood(path, demo_data)
    office = {"workplace": "Văn phòng", "unit": "van-phong"}
    assert said(incoming) == [
        ("3", "kt-2024-lao-dong-tien-tien", {"honorific": "ong", "name": "Lê Văn Tám", "post": "Chuyên viên", **office}),
        ("4", "kt-2024-lao-dong-tien-tien", {"honorific": "ba", "name": "Hoàng Thị Yến", "post": "Kế toán", **office}),
        ("6", "kt-2024-lao-dong-tien-tien", {"honorific": "ong", "name": "A Lềnh", "post": "Phó Trưởng ban", "workplace": "Ban Phong trào", "unit": "ban-phong-trao"}),
    ]
    assert not incoming.problems


def test_several_word_lists_each_with_its_honour_above(tmp_path: Path, small_data: Data) -> None:
    path = word_file(
        tmp_path / "a.docx", "KHEN THƯỞNG NĂM 2024", "1. Tập thể lao động xuất sắc", [["STT", "Tên đơn vị"], ["1", "Văn phòng"]],
        "2. Danh hiệu Lao động tiên tiến", [["STT", "Họ và tên", "Số điện thoại"], ["1", "Đặng Ân", "0912345678"]],
    )
    incoming = understood(path, small_data)
    assert [row for row in said(incoming) if len(row) == 3] == [
        ("2", "kt-2024-tap-the-lao-dong-xuat-sac", {"name": "Văn phòng", "unit": "van-phong"}), ("2", "kt-2024-lao-dong-tien-tien", {"name": "Đặng Ân"}),
    ]
    assert not incoming.problems


def test_tables_one_below_another_each_with_its_own_head(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["DANH SÁCH ĐƯỢC TẶNG BẰNG KHEN NĂM 2024"], ["A. TẬP THỂ"], ["STT", "Tên tập thể"], [1, "Văn phòng"], [2, "Phòng Tổng hợp"], ["Tổng cộng: 2"], [],
        ["B. CÁ NHÂN"], ["STT", "Họ và tên", "Chức vụ", "Đơn vị công tác"], [1, "Bà Trần Thị An", "Phó Trưởng ban", "Ban TCKT"], ["STT", "Họ và tên", "Chức vụ", "Đơn vị công tác"],
        [2, "Ông Lê B", "Chuyên viên", "Văn phòng"],
    ]), small_data)
    assert said(incoming) == [
        ("4", {"id": "kt-2024-bang-khen-tap-the", "merit_year": "2024", "honour": "bang-khen", "to": "collective"}),
        ("4", "kt-2024-bang-khen-tap-the", {"name": "Văn phòng", "unit": "van-phong"}), ("5", "kt-2024-bang-khen-tap-the", {"name": "Phòng Tổng hợp"}),
        ("10", {"id": "kt-2024-bang-khen-ca-nhan", "merit_year": "2024", "honour": "bang-khen", "to": "individual"}),
        ("10", "kt-2024-bang-khen-ca-nhan", {"honorific": "ba", "name": "Trần Thị An", "post": "Phó Trưởng ban", "workplace": "Ban TCKT", "unit": "ban-to-chuc"}),
        ("12", "kt-2024-bang-khen-ca-nhan", {"honorific": "ong", "name": "Lê B", "post": "Chuyên viên", "workplace": "Văn phòng", "unit": "van-phong"}),
    ]
    assert incoming.rows[4].cells["post"] == Where(Sheet("DS"), "C10")
    assert incoming.remarks == ("Trang “DS”, dòng 6: dòng tổng «Tổng cộng: 2» không đưa vào.",)
    assert not incoming.problems


def test_a_csv_of_collectives_joins_the_award_that_is_known_by_its_count(tmp_path: Path, real_data: Data) -> None:
    (tmp_path / "a.csv").write_text(
        "DANH SÁCH TẬP THỂ ĐƯỢC TẶNG CỜ THI ĐUA NĂM 2022\n\nSTT\tĐơn vị\tThành tích\n1\tBan Phong trào\tDẫn đầu\n2\tỦy ban MTTQ Việt Nam tỉnh Đắk Lắk\tDẫn đầu cụm\n", "utf-16",
    )
    incoming = understood(tmp_path / "a.csv", real_data)
    assert said(incoming) == [
        ("4", "kt-2022-co-thi-dua", {"name": "Ban Phong trào", "unit": "ban-phong-trao", "reason": "Dẫn đầu"}),
        ("5", "kt-2022-co-thi-dua", {"name": "Ủy ban MTTQ Việt Nam tỉnh Đắk Lắk", "unit": "mttq-tinh-dak-lak", "reason": "Dẫn đầu cụm"}),
    ]
    assert not incoming.problems


def test_births_under_a_head_that_says_nothing_and_in_rows_not_understood_stay_out(tmp_path: Path, small_data: Data) -> None:
    rows = [
        ["Tặng Bằng khen năm 2023"], ["TT", "Họ và tên", "Chức vụ", "Khác", "Ngày sinh", "Đợt"], [1, "Đặng Ân", "Phó Chủ tịch", "12.5.1961", "12/5/1961", "I"],
        [None, None, "Chuyên viên 0912345678", None, "1/2/1970"], [2, "Lê B", "Chuyên viên", None, None, "II"], [None, None, None, None, "3/4/1980"],
    ]
    incoming = understood(sheet(tmp_path, rows), small_data)
    assert [row.values.get("note") for row in incoming.rows] == ["Đợt: I", "Đợt: II"]
    assert incoming.remarks == (
        "Trang “DS”: cột có thông tin cá nhân không đưa vào: «Ngày sinh».", "Trang “DS”: cột có thông tin cá nhân không đưa vào: «Khác».",
        "Trang “DS”: cột không thuộc mục nào, đưa vào ghi chú: «Đợt».",
    )
    assert problems(incoming) == ["Trang “DS”, dòng 4: không có tên. Ghép vào dòng trên, hoặc ghi tên."]
    assert not any(private in repr(incoming) for private in ("1961", "1970", "1980", "0912"))


def test_a_level_that_is_not_known_is_another_honour(tmp_path: Path, small_data: Data) -> None:
    rows = [["Danh sách tặng Bằng khen của Ban Thường trực năm 2023"], ["TT", "Họ và tên", "Chức vụ", "Ngày sinh"], [1, "A B", "Chuyên viên", "1/1/1980"], [2, "C D", "Chuyên viên"]]
    incoming = understood(sheet(tmp_path, rows), small_data)
    assert problems(incoming) == [
        "Trang “DS”, dòng 3: không có danh hiệu, hình thức 'Bằng khen của Ban Thường trực' trong danh mục danh hiệu, hình thức. Sửa lại trong tệp, hoặc thêm vào honours.yml. Cũng ở: dòng 4."
    ]
    assert incoming.problems[0].ready == f"{IN_HONOURS}\n- id: bang-khen-cua-ban-thuong-truc\n  name: Bằng khen của Ban Thường trực\n  kind: commendation"
    assert incoming.rows == ()


def test_a_decision_that_is_not_recorded_is_said(tmp_path: Path, small_data: Data) -> None:
    rows = [["Tặng Bằng khen năm 2024 (Kèm theo Quyết định số 15/QĐ-MTTW-BTT ngày 02/01/2025)"], ["TT", "Họ và tên"], [1, "Đặng Ân"]]
    incoming = understood(sheet(tmp_path, rows), small_data)
    assert incoming.remarks == ("Quyết định số 15/QĐ-MTTW-BTT chưa có trong danh mục văn bản; thêm văn bản ấy, rồi ghi mã văn bản vào mục «Quyết định» của khen thưởng.",)
    assert said(incoming)[1] == ("3", "kt-2024-bang-khen-ca-nhan", {"name": "Đặng Ân"})


def test_a_list_of_names_alone_may_be_of_people_or_of_awards(tmp_path: Path, small_data: Data) -> None:
    path = sheet(tmp_path, [["TT", "Họ và tên", "Chức vụ", "Đơn vị công tác"], [1, "Lê B", "Chuyên viên", "Văn phòng"]])
    with pytest.raises(Unreadable, match=r"^Tiêu đề cột hợp với danh sách khen thưởng hoặc người\. Thêm --kind awards hoặc --kind people\.$"):
        understood(path, small_data)
    assert problems(understood(path, small_data, kind="awards", year=2024)) == [
        "Trang “DS”, dòng 2: không biết danh hiệu, hình thức khen thưởng của dòng này. Ghi ở tiêu đề danh sách, ở dòng nhóm, hoặc thêm cột «Danh hiệu, hình thức»."
    ]


def test_posts_and_units_in_one_column_are_parted_and_what_is_not_sure_is_said(tmp_path: Path, real_data: Data) -> None:
    rows = [
        ["TT", "Họ và tên", "Chức vụ, đơn vị công tác"], [1, "Ông Lê A", "Trưởng Ban Tuyên giáo"], [2, "Lê E", "Ban Dân tộc và Tôn giáo"], [3, "Lê I", "Chánh Văn phòng, Bí thư Chi bộ"],
        [4, "Phóng viên Lê K", "Báo Đại đoàn kết"], [5, "Lê M", "Phó Chủ tịch"],
    ]
    incoming = understood(sheet(tmp_path, [["TẶNG BẰNG KHEN NĂM 2026"], *rows]), real_data)
    assert [values for _, *_, values in said(incoming)][1:] == [
        {"honorific": "ong", "name": "Lê A", "post": "Trưởng ban", "workplace": "Ban Tuyên giáo", "unit": "ban-tuyen-giao"},
        {"name": "Lê E", "workplace": "Ban Dân tộc và Tôn giáo", "unit": "ban-dan-toc-va-ton-giao"}, {"name": "Lê I", "post": "Chánh Văn phòng, Bí thư Chi bộ"},
        {"name": "Lê K", "post": "Phóng viên", "workplace": "Báo Đại đoàn kết", "unit": "bao-dai-doan-ket"}, {"name": "Lê M", "post": "Phó Chủ tịch"},
    ]
    assert incoming.remarks == (
        "Trang “DS”, ô C3: hiểu «Trưởng Ban Tuyên giáo» là chức vụ «Trưởng ban», đơn vị công tác «Ban Tuyên giáo».",
        "Trang “DS”, ô C5: không rõ đơn vị công tác trong «Chánh Văn phòng, Bí thư Chi bộ»; cả cụm đưa vào chức vụ. Nếu có đơn vị, ghi tên đầy đủ sau dấu phẩy.",
        "Trang “DS”, ô B6: «Phóng viên» trước tên là chức vụ.",
    )


def test_a_family_name_like_a_noun_of_units_is_a_person_s(tmp_path: Path, small_data: Data) -> None:
    rows = [["Tặng Bằng khen năm 2024"], ["TT", "Họ và tên", "Ghi chú"], [1, "Vũ Văn An"], [2, "Bàn Thị Tám"], [3, "Tô Lâm Anh"], [4, "Vụ Tổng hợp"]]
    assert [(row[1], row[2]["name"]) for row in said(understood(sheet(tmp_path, rows), small_data)) if len(row) == 3] == [
        ("kt-2024-bang-khen-ca-nhan", "Vũ Văn An"), ("kt-2024-bang-khen-ca-nhan", "Bàn Thị Tám"), ("kt-2024-bang-khen-ca-nhan", "Tô Lâm Anh"), ("kt-2024-bang-khen-tap-the", "Vụ Tổng hợp"),
    ]


NAMES = {
    "Ông Nguyễn Văn A": NameParts("Nguyễn Văn A", "Ông"),
    "Đ/c Thượng tá, PGS.TS, NGƯT Trần Thị Hòa": NameParts("Trần Thị Hòa", "Đồng chí", "Thượng tá, PGS.TS, NGƯT"),
    "GS.TS Phạm C": NameParts("Phạm C", "", "GS.TS"),
    "Thạc sĩ Vũ D": NameParts("Vũ D", "", "Thạc sĩ"),
    "NGUYỄN THỊ HƯƠNG": NameParts("Nguyễn Thị Hương"),
    "Đồng chí Hầu A Lềnh": NameParts("Hầu A Lềnh", "Đồng chí"),
    "Bàn Văn Ông": NameParts("Bàn Văn Ông"),
    "Đại Văn Tá": NameParts("Đại Văn Tá"),
    "Hòa thượng Thích Thiện Nhơn": NameParts("Hòa thượng Thích Thiện Nhơn"),
    "Phóng viên Lê K": NameParts("Lê K", post="Phóng viên"),
    "Đ/c PCT Phùng Khánh Tài": NameParts("Phùng Khánh Tài", "Đồng chí", post="PCT"),
    "Phó Chủ tịch GS.TS Phạm C": NameParts("Phó Chủ tịch GS.TS Phạm C"),
    "Lái xe cơ quan": NameParts("Lái xe cơ quan"),
}


@pytest.mark.parametrize("text", NAMES)
def test_what_stands_before_a_name_is_apart_from_it(text: str) -> None:
    assert name_parts(text) == NAMES[text]


HONOURS = {
    "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN CỦA ỦY BAN TRUNG ƯƠNG MTTQ VIỆT NAM NĂM 2024": ("bang-khen-bo", "BẰNG KHEN CỦA ỦY BAN TRUNG ƯƠNG MTTQ VIỆT NAM"),
    "CSTĐ cơ sở": ("chien-si-thi-dua-co-so", "CSTĐ cơ sở"),
    "Danh hiệu “Chiến sỹ thi đua cơ sở” (13 cá nhân)": ("chien-si-thi-dua-co-so", "Chiến sỹ thi đua cơ sở"),
    "Danh sách cá nhân đạt danh hiệu Lao động tiên tiến năm 2024": ("lao-dong-tien-tien", "Lao động tiên tiến"),
    "Tập thể Lao động tiên tiến": ("tap-the-lao-dong-tien-tien", "Tập thể Lao động tiên tiến"),
    "Huân chương Lao động hạng Ba": (None, "Huân chương Lao động hạng Ba"),
    "Bằng khen của Ban Thường trực cho 43 cá nhân": (None, "Bằng khen của Ban Thường trực"),
    "Danh sách đoàn viên": None,
}


@pytest.mark.parametrize("text", HONOURS)
def test_honours_are_read_off_titles(real_data: Data, text: str) -> None:
    read = KnownHonours(real_data).read(text)
    assert (read and (read.id, read.printed)) == HONOURS[text]
