"""Lists of documents, people, units, movements and events as offices have them; and cells that name several units."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.data import Data
from macros.sheets.known_units import KnownUnits
from macros.sheets.ready_lines import IN_UNITS
from tests.office_files import Rows, workbook
from tests.understanding import problems, said, understood


def sheet(folder: Path, rows: Rows) -> Path:
    return workbook(folder / "a.xlsx", {"DM": rows})


def test_a_register_of_documents(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["DANH MỤC VĂN BẢN NĂM 2024"], ["STT", "Số, ký hiệu", "Ngày ban hành", "Tên loại và trích yếu", "Cơ quan ban hành", "Người ký", "Hiệu lực"],
        [1, "18/CT-TW", date(2022, 10, 26), "Chỉ thị về phát huy vai trò giám sát", "Ban Bí thư", "Ông Võ Văn Thưởng", "Còn"],
        [2, "221/QĐ-MTTW-BTT", "12.01.2024", "Quyết định khen thưởng", "Ban Thường trực UBTƯ MTTQ Việt Nam"], [3, "5/KH-XYZ", "3/2024", "Về việc tổ chức hội nghị", "Bộ Lạ"],
        [4, "không số", "31/02/2024", "Về việc khác", "Ban Bí thư"],
    ]), real_data)
    assert incoming.kind == "documents"
    assert said(incoming)[:3] == [
        ("3", {
            "number": "18-CT/TW", "other_numbers": ("18/CT-TW",), "kind": "directive", "issuer": ("ban-bi-thu",), "issued": "26/10/2022", "signer.name": "Võ Văn Thưởng",
            "subject": "về phát huy vai trò giám sát", "note": "Hiệu lực: Còn",
        }),
        ("4", {"number": "221/QĐ-MTTW-BTT", "kind": "decision", "issuer": ("ban-thuong-truc",), "issued": "12/01/2024", "subject": "khen thưởng"}),
        ("5", {"number": "5/KH-XYZ", "kind": "plan", "issued": "3/2024", "subject": "Về việc tổ chức hội nghị"}),
    ]
    assert problems(incoming) == [
        "Trang “DM”, ô E5: không có đơn vị 'Bộ Lạ' trong danh mục đơn vị. Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml.",
        "Trang “DM”, ô B6: không đọc được số, ký hiệu «không số». Viết như 18-CT/TW hoặc 222/QĐ-MTTW.",
        "Trang “DM”, ô C6: '31/02/2024' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2024.",
        "Trang “DM”, ô D6: không biết tên loại văn bản. Ghi tên loại (Chỉ thị, Quyết định…) ở đầu trích yếu, hoặc thêm cột «Tên loại».",
    ]
    assert incoming.problems[0].ready == f"{IN_UNITS}\n  - id: bo-la\n    name: Bộ Lạ\n    kind: outside"


def test_secret_documents_are_refused_and_a_cell_may_hold_number_and_day(tmp_path: Path, real_data: Data) -> None:
    (tmp_path / "a.csv").write_text(
        "Số văn bản,Trích yếu,Nơi ban hành,Độ mật\n12/TB-MTTW ngày 5/3/2024,Thông báo kết luận phiên họp,Ban Thường trực,Mật\n13/TB-MTTW,Thông báo lịch họp,Ban Thường trực,Không\n", "utf-8",
    )
    incoming = understood(tmp_path / "a.csv", real_data)
    assert said(incoming) == [
        ("2", {"number": "12/TB-MTTW", "issued": "5/3/2024", "kind": "conclusion_notice", "subject": "phiên họp", "issuer": ("ban-thuong-truc",)}),
        ("3", {"number": "13/TB-MTTW", "kind": "notice", "subject": "lịch họp", "issuer": ("ban-thuong-truc",), "security": "normal"}),
    ]
    assert problems(incoming) == ["Ô D2: 'Mật': văn bản mật không đưa lên trang này. Xóa dòng này và báo người phụ trách."]


def test_the_code_in_the_number_decides_on_the_kind(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Cơ quan ban hành"], ["24/2025/NĐ-CP", "21/02/2025", "Quy định chi tiết một số điều", "Chính phủ"],
        ["12/KH-MTTW-BTT", "02/01/2025", "Kế hoạch phối hợp công tác năm 2025", "Ban Thường trực"], ["733/QĐ-TTg", "14/06/2019", "Thi đua văn hóa công sở", "Thủ tướng Chính phủ"],
    ]), real_data)
    assert said(incoming) == [
        ("2", {"number": "24/2025/NĐ-CP", "kind": "decree", "issuer": ("chinh-phu",), "issued": "21/02/2025", "subject": "Quy định chi tiết một số điều"}),
        ("3", {"number": "12/KH-MTTW-BTT", "kind": "plan", "issuer": ("ban-thuong-truc",), "issued": "02/01/2025", "subject": "phối hợp công tác năm 2025"}),
        ("4", {"number": "733/QĐ-TTg", "kind": "decision", "issuer": ("thu-tuong-chinh-phu",), "issued": "14/06/2019", "subject": "Thi đua văn hóa công sở"}),
    ]
    assert incoming.remarks == ("Trang “DM”, ô C3: trích yếu bỏ tên loại «Kế hoạch» ở đầu, vì tên loại là một mục riêng.",)
    assert problems(incoming) == []


def test_people_with_posts(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["TT", "Họ và tên", "Chức danh", "Đơn vị công tác", "Ngày sinh"], [1, "Ông Lê Tiến Châu", "Chủ tịch", "Ủy ban Trung ương MTTQ Việt Nam", "1/1/1970"],
        [2, "TS. Trần Thị Mới", "Trưởng ban", "Ban Tuyên giáo"], [3, "Bà Lý", "Ủy viên", "Hội Lạ"],
    ]), real_data, kind="people")
    assert said(incoming) == [
        ("2", {"id": "le-tien-chau", "name": "Lê Tiến Châu", "honorific": "ong"}), ("2", "le-tien-chau", {"title": "Chủ tịch", "unit": "uy-ban-trung-uong"}),
        ("3", {"id": "tran-thi-moi", "name": "Trần Thị Mới"}), ("3", "tran-thi-moi", {"title": "Trưởng ban", "unit": "ban-tuyen-giao"}),
        ("4", {"id": "ly", "name": "Lý", "honorific": "ba"}), ("4", "ly", {"title": "Ủy viên"}),
    ]
    assert incoming.remarks == (
        "Trang “DM”: cột có thông tin cá nhân không đưa vào: «Ngày sinh».", "Trang “DM”, ô B3: học hàm, cấp bậc «TS» trước tên không đưa vào.",
    )
    assert problems(incoming) == ["Trang “DM”, ô D4: không có đơn vị 'Hội Lạ' trong danh mục đơn vị. Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml."]


def test_a_post_that_a_person_is_known_to_hold_is_not_added_again(tmp_path: Path, real_data: Data) -> None:
    rows = [["TT", "Họ và tên", "Chức vụ", "Đơn vị công tác"], [1, "Ông Lê Tiến Châu", "Thủ trưởng Cơ quan", "Cơ quan UBTƯ MTTQ Việt Nam"]]
    assert said(understood(sheet(tmp_path, rows), real_data, kind="people")) == [("2", {"id": "le-tien-chau", "name": "Lê Tiến Châu", "honorific": "ong"})]


def test_units_under_their_kinds(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["STT", "Tên đơn vị", "Tên viết tắt", "Ghi chú", "Địa chỉ"], ["I", "Các đơn vị sự nghiệp"], [1, "Trung tâm Chuyển đổi số", "TT CĐS; TTCDS", None, "46 Tràng Thi"],
        ["II", "Ban, đơn vị chuyên môn"], [2, "Ban Tuyên giáo", "BTG", "x"],
    ]), real_data)
    assert said(incoming) == [
        ("3", {"name": "Trung tâm Chuyển đổi số", "kind": "public_service", "aliases": ("TT CĐS", "TTCDS")}),
        ("5", {"name": "Ban Tuyên giáo", "kind": "department", "aliases": ("BTG",), "note": "x"}),
    ]
    assert incoming.remarks == ("Trang “DM”: cột có thông tin cá nhân không đưa vào: «Địa chỉ».",)
    assert not incoming.problems


def test_movements_campaigns_and_what_is_neither(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["STT", "Tên phong trào, cuộc vận động", "Cơ quan phát động", "Giai đoạn"], [1, "Phong trào thi đua “Chung sức xây dựng nông thôn mới”", "Thủ tướng Chính phủ", "2021-2025"],
        [2, "Cuộc vận động Toàn dân đoàn kết xây dựng đô thị văn minh", "Ban Thường trực", "Từ năm 2016"], [3, "Xanh sạch đẹp", None, "2020"],
    ]), real_data)
    assert said(incoming) == [
        ("2", {"name": "Chung sức xây dựng nông thôn mới", "kind": "movement", "launched_by": "thu-tuong-chinh-phu", "since": "2021", "until": "2025"}),
        ("3", {"name": "Toàn dân đoàn kết xây dựng đô thị văn minh", "kind": "campaign", "launched_by": "ban-thuong-truc", "since": "2016"}),
        ("4", {"name": "Xanh sạch đẹp", "since": "2020"}),
    ]
    assert problems(incoming) == ["Trang “DM”, ô B4: không biết «Xanh sạch đẹp» là phong trào, cuộc vận động hay chương trình. Thêm cột «Loại»."]


def test_events_on_days_of_every_form(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(sheet(tmp_path, [
        ["LỊCH HỘI NGHỊ"], ["TT", "Thời gian", "Nội dung", "Địa điểm", "Cơ quan tổ chức"], [1, "12-13/3/2025", "Hội nghị giao ban", "Hà Nội", "Văn phòng"],
        [2, "Tháng 6/2025", "Tọa đàm", None, "Ban Tuyên giáo"], [3, "5/9", "Đại hội"], [4, "hôm qua", "Họp"],
    ]), real_data)
    assert (incoming.kind, incoming.year) == ("events", 2025)
    assert said(incoming)[:3] == [
        ("3", {"title": "Hội nghị giao ban", "kind": "conference", "date": "12/03/2025", "until": "13/03/2025", "place_name": "Hà Nội", "organiser": ("van-phong",)}),
        ("4", {"title": "Tọa đàm", "kind": "other", "date": "6/2025", "organiser": ("ban-tuyen-giao",)}),
        ("5", {"title": "Đại hội", "kind": "congress", "date": "5/9/2025", "year_inferred": "có"}),
    ]
    assert problems(incoming) == ["Trang “DM”, ô B6: 'hôm qua' không phải là ngày, tháng hay năm. Viết 28/02/2023, 02/2023 hoặc 2023."]


# --- units in a cell ---

Split = tuple[list[str], list[str], list[str]]  # units, classes, unknown names
CELLS: dict[str, Split] = {
    "Ban Dân chủ, Giám sát và Phản biện xã hội, Văn phòng và Ban Tổ chức, Kiểm tra": (["ban-dan-chu-giam-sat-phan-bien", "van-phong", "ban-to-chuc-kiem-tra"], [], []),
    "Ban Dân chủ, Giám sát\nvà Phản biện xã hội\nVăn phòng": (["ban-dan-chu-giam-sat-phan-bien", "van-phong"], [], []),
    "1. Văn phòng\n2. BAN TUYÊN GIÁO": (["van-phong", "ban-tuyen-giao"], [], []),
    "Ban Tổ chức – Cán bộ - Văn phòng": (["ban-to-chuc-can-bo", "van-phong"], [], []),
    "Các ban: Tuyên giáo, Phong trào": (["ban-tuyen-giao", "ban-phong-trao"], [], []),
    "VP + BTG": (["van-phong"], [], ["BTG"]),  # Ban Tuyên giáo or Ban Tôn giáo, both of 2025
    "Ban Thường trực UBTW MTTQ Việt Nam": (["ban-thuong-truc"], [], []),
    "Các ban, đơn vị": ([], ["Các ban, đơn vị"], []),
    "Các ban, Văn phòng": (["van-phong"], ["Các ban"], []),
    "Cục Tài chính - Kế hoạch và các địa phương": (["cuc-tai-chinh-ke-hoach"], ["các địa phương"], []),
    "Ủy ban MTTQ Việt Nam các tỉnh, thành phố": ([], ["Ủy ban MTTQ Việt Nam các tỉnh, thành phố"], []),
    "các Hội đồng tư vấn": ([], ["các Hội đồng tư vấn"], []),
    "Ban Kinh tế, Xã hội và Môi trường, Ban Lạ": ([], [], ["Ban Kinh tế, Xã hội và Môi trường", "Ban Lạ"]),
    "Văn phòng, Ban Lạ": (["van-phong"], [], ["Ban Lạ"]),
    "Văn phòng; Văn phòng": (["van-phong"], [], []),
}


@pytest.mark.parametrize("text", CELLS)
def test_a_cell_of_units_is_cut_between_them_and_never_within(real_data: Data, text: str) -> None:
    parted = KnownUnits(real_data, 2025).part(text)
    assert (parted.units["lead"], parted.classes["lead"], parted.unknown) == CELLS[text]


def test_initials_of_several_units_are_those_of_the_year(real_data: Data) -> None:
    assert KnownUnits(real_data, 2026).part("BTG").units["lead"] == ["ban-tuyen-giao"]
    assert KnownUnits(real_data, 2026).part("BTG").remarks == ["hiểu «BTG» là Ban Tuyên giáo"]
    assert KnownUnits(real_data, 2025).unknown_sentence("BTG") == "'BTG' là tên hoặc chữ viết tắt của nhiều đơn vị (ban-tuyen-giao, ban-ton-giao). Viết tên đầy đủ của một đơn vị."


def test_a_unit_outside_the_year_s_structures_is_said(real_data: Data) -> None:
    assert KnownUnits(real_data, 2026).out_of_structure("ban-phong-trao") == "Ban Phong trào không có trong cơ cấu của năm 2026; vẫn đưa vào"
    assert KnownUnits(real_data, 2025).out_of_structure("ban-phong-trao") == ""
    assert KnownUnits(real_data, 2022).out_of_structure("ban-phong-trao") == ""
