"""Annexes of plans as offices have them: every shape gives the very rows that its text says."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from macros.data import Data
from macros.sheets.capitals import in_lower_case
from macros.sheets.grids import Sheet
from macros.sheets.incoming import Where
from macros.sheets.ready_lines import IN_PEOPLE
from tests.office_annex import AREAS, annex_tasks, write_annex
from tests.office_files import numbered_by_word, plan_sheet, word_file, workbook
from tests.understanding import problems, said, understood

SHEET = "Phụ lục KH 2025"


def test_an_annex_of_140_tasks_with_messy_heads(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(write_annex(tmp_path / "a.xlsx"), real_data)
    assert (incoming.kind, incoming.year, incoming.whole) == ("tasks", 2025, False)
    areas, rows = ([row for row in incoming.rows if (row.inside is None) is of_task] for of_task in (False, True))
    assert [(row.values, row.inside) for row in areas] == [
        ({"id": f"lv-2025-{place}", "number": roman, "title": title}, ("kh-2025", "areas")) for place, (roman, title, _) in enumerate(AREAS, 1)
    ]
    assert len(rows) == 140
    for row, task in zip(rows, annex_tasks(), strict=True):
        assert row.where == Where(Sheet(SHEET), str(task.row))
        assert row.values == {
            "number": str(task.number), "title": task.title, "area": f"lv-2025-{task.area}", "product": task.product, "due": task.due,
            "lead": task.lead, "lead_class": task.lead_class, "partner": task.partner, "partner_class": "",
            "leader": "nguyen-thi-thu-ha" if task.area == 1 else "", "note": "Kinh phí: 50 triệu đồng" if task.number == 7 else "",
        }
        assert row.cells["due"] == Where(Sheet(SHEET), f"F{task.row}")
    assert list(incoming.remarks) == [
        f"Trang “{SHEET}”, dòng 156: dòng tổng «Tổng cộng: 140 nhiệm vụ» không đưa vào.",
        f"Trang “{SHEET}”, dòng 158-162: phần dưới bảng không đưa vào:"
        " «Nơi nhận: TM. BAN THƯỜNG TRỰC»; «- Các ban, đơn vị; PHÓ CHỦ TỊCH»; «Nguyễn Văn Minh Họa».",
        f"Trang “{SHEET}”: cột không thuộc mục nào, đưa vào ghi chú: «Kinh phí».",
        "Kế hoạch năm 2025 chưa có lĩnh vực nào; thêm 8 lĩnh vực vào kế hoạch ấy: " + ", ".join(f"«{title}»" for _, title, _ in AREAS)
        + ". Xem lại chữ hoa, chữ thường và tên kế hoạch sau khi ghi.",
    ]
    assert incoming.problems == ()


def test_mistakes_in_the_annex_are_named_by_their_cells(tmp_path: Path, real_data: Data) -> None:
    incoming = understood(write_annex(tmp_path / "a.xlsx", mistakes=True), real_data)
    assert [str(problem) for problem in incoming.problems] == [
        f"Trang “{SHEET}”, ô C9: không có đơn vị 'Ban Tuyên huấn' trong danh mục đơn vị. Có phải «Ban Tuyên giáo»? Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml."
        " Cũng ở: C10, C11.",
        f"Trang “{SHEET}”, ô F10: '31/02/2025' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2025.",
    ]
    assert incoming.problems[0].ready == ""  # it may be a misspelling: to add a unit is no remedy for one


def test_other_leads_change_the_leads_alone(tmp_path: Path, real_data: Data) -> None:
    before = understood(write_annex(tmp_path / "a.xlsx"), real_data)
    changed = {number: "Văn phòng" for number in range(30, 74)}
    after = understood(write_annex(tmp_path / "b.xlsx", leads=changed), real_data)
    for number, (old, new) in enumerate(zip(before.rows[len(AREAS) :], after.rows[len(AREAS) :], strict=True), 1):
        assert {key for key in old.values if old.values[key] != new.values[key]} <= {"lead", "lead_class"}
        if number in changed:
            assert new.values["lead"] == ("van-phong",)
        else:
            assert new.values == old.values


def test_a_word_annex_between_letterhead_and_signatures_going_on_in_a_second_table(tmp_path: Path, small_data: Data) -> None:
    letterhead = [["MTTQ", "CỘNG HÒA"], ["Số: /KH", "Hà Nội, ngày tháng năm 2023"]]
    first = [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành"], ["I", "Vận động Nhân dân", "", "", ""],
        ["1", "Hướng dẫn Ngày hội", "Văn phòng\nBan Tổ chức, Kiểm tra", "Các địa phương", "Quý III/2023"], ["2", "Tổng kết", "", "", "15/12/2023"],
        ["II", "XÂY DỰNG CƠ QUAN", "", "", ""], ["3", "Số hóa hồ sơ", "Ban TCKT", "", "Thường xuyên"],
    ]
    second = [["4", "Sơ kết", "Ban Thường trực", "", ""], ["5", "Khác", "Các ban, đơn vị", "", "31/12"]]
    signatures = [["Nơi nhận:", "TM. BAN"], ["- Như trên", "CHỦ TỊCH"]]
    merges = [(1, (1, 1), (1, 4)), (1, (2, 2), (3, 2)), (1, (4, 1), (4, 4))]
    incoming = understood(word_file(tmp_path / "a.docx", letterhead, "PHỤ LỤC", "Danh mục nhiệm vụ năm 2023", first, second, "", signatures, merges=merges), small_data)
    both = ("van-phong", "ban-to-chuc")
    assert said(incoming) == [
        ("3", {"number": "1", "title": "Hướng dẫn Ngày hội", "due": "Quý III/2023", "area": "lv-2023-1", "lead": both, "partner_class": "Các địa phương"}),
        ("4", {"number": "2", "title": "Tổng kết", "due": "15/12/2023", "area": "lv-2023-1", "lead": both}),
        ("6", {"number": "3", "title": "Số hóa hồ sơ", "due": "Thường xuyên", "area": "lv-2023-2", "lead": ("ban-to-chuc",)}),
        ("1", {"number": "4", "title": "Sơ kết", "area": "lv-2023-2", "lead": ("ban-thuong-truc",)}),
        ("2", {"number": "5", "title": "Khác", "due": "31/12", "area": "lv-2023-2", "lead_class": "Các ban, đơn vị"}),
    ]
    assert [row.where.sheet.name for row in incoming.rows] == ["Bảng 2"] * 3 + ["Bảng 3"] * 2
    assert incoming.remarks == ("Không đưa vào, vì không có tiêu đề cột đã biết: Bảng 1, Bảng 4.",)
    assert not incoming.problems


def test_numbers_that_word_writes_by_itself(tmp_path: Path, small_data: Data) -> None:
    rows = [["", "Vận động Nhân dân", ""], ["", "Việc một", "Văn phòng"], ["", "Việc hai", "Văn phòng"], ["", "Xây dựng Cơ quan", ""], ["", "Việc ba", "Ban TCKT"]]
    document = docx.Document(str(word_file(tmp_path / "a.docx", "Nhiệm vụ năm 2023", [["TT", "Nhiệm vụ", "Chủ trì"], *rows])))
    first_cells = [row.cells[0].paragraphs[0] for row in document.tables[0].rows][1:]
    numbered_by_word(document, {90: "upperRoman", 91: "decimal"}, zip(first_cells, (90, 91, 91, 90, 91), strict=True))
    document.save(str(tmp_path / "b.docx"))
    incoming = understood(tmp_path / "b.docx", small_data)
    assert said(incoming) == [
        ("3", {"number": "1", "title": "Việc một", "area": "lv-2023-1", "lead": ("van-phong",)}), ("4", {"number": "2", "title": "Việc hai", "area": "lv-2023-1", "lead": ("van-phong",)}),
        ("6", {"number": "3", "title": "Việc ba", "area": "lv-2023-2", "lead": ("ban-to-chuc",)}),
    ]


def test_a_sheet_for_each_unit_named_by_it(tmp_path: Path, small_data: Data) -> None:
    rows = [["TT", "Nhiệm vụ", "Thời hạn"], [1, "Việc một", "6/2023"], [2, "Việc hai", None]]
    incoming = understood(workbook(tmp_path / "a.xlsx", {"Văn phòng": rows, "Ban TCKT": [rows[0], [1, "Việc ba", None]], "Danh mục": [["Văn phòng"]]}), small_data, year=2023)
    assert said(incoming) == [
        ("2", {"number": "1.1", "title": "Việc một", "due": "6/2023", "lead": ("van-phong",)}), ("3", {"number": "1.2", "title": "Việc hai", "lead": ("van-phong",)}),
        ("2", {"number": "2.1", "title": "Việc ba", "lead": ("ban-to-chuc",)}),
    ]
    assert incoming.remarks == (
        "Không đưa vào, vì không có tiêu đề cột đã biết: “Danh mục”.", "Số thứ tự đánh lại từ đầu ở mỗi bảng; ghi kèm số thứ tự của bảng, ví dụ 1.1, 2.1.",
    )
    assert not incoming.problems


def test_a_word_plan_with_a_table_under_each_area(tmp_path: Path, small_data: Data) -> None:
    first, second = [["TT", "Nội dung", "Chủ trì"], ["1", "Việc một", "Văn phòng"]], [["TT", "Nội dung", "Chủ trì"], ["2", "Việc hai", "Ban TCKT"]]
    incoming = understood(word_file(tmp_path / "a.docx", "KẾ HOẠCH NĂM 2023", "I. Vận động Nhân dân", first, "II. XÂY DỰNG CƠ QUAN", second), small_data)
    assert said(incoming) == [
        ("2", {"number": "1", "title": "Việc một", "area": "lv-2023-1", "lead": ("van-phong",)}), ("2", {"number": "2", "title": "Việc hai", "area": "lv-2023-2", "lead": ("ban-to-chuc",)}),
    ]
    assert not incoming.problems


def test_cells_beyond_the_head_are_said(tmp_path: Path, small_data: Data) -> None:
    rows = [["TT", "Nhiệm vụ", "Chủ trì"], [1, "a", "Văn phòng"], [2, "b", "Văn phòng", None, "xem lại"], [3, "c", "Văn phòng", "0912345678"]]
    incoming = understood(plan_sheet(tmp_path, rows), small_data, year=2023)
    assert incoming.remarks == (
        "Trang “KH”, ô D4: cột D không có tiêu đề, không đưa vào.", "Trang “KH”, ô E3: cột E không có tiêu đề, không đưa vào.",
    )


def test_a_csv_with_a_head_of_two_rows_and_numbers_that_begin_anew(tmp_path: Path, small_data: Data) -> None:
    (tmp_path / "a.csv").write_text(
        "KẾ HOẠCH CÔNG TÁC NĂM 2023;;;;\n;;;;\nTT;Nội dung;Đơn vị;;Thời hạn\n;;Chủ trì;Phối hợp;\nI;Vận động Nhân dân;;;\n1;Việc một;Văn phòng;;6/2023\n"
        "2;Việc hai;Ban TCKT;Văn phòng;\nII;Xây dựng Cơ quan;;;\n1;Việc ba;Văn phòng;;Quý 4\n", "utf-8-sig",
    )
    incoming = understood(tmp_path / "a.csv", small_data)
    assert said(incoming) == [
        ("6", {"number": "I.1", "title": "Việc một", "due": "6/2023", "area": "lv-2023-1", "lead": ("van-phong",)}),
        ("7", {"number": "I.2", "title": "Việc hai", "area": "lv-2023-1", "lead": ("ban-to-chuc",), "partner": ("van-phong",)}),
        ("9", {"number": "II.1", "title": "Việc ba", "due": "Quý 4", "area": "lv-2023-2", "lead": ("van-phong",)}),
    ]
    assert incoming.remarks == ("Số thứ tự đánh lại từ đầu ở mỗi lĩnh vực; ghi kèm số của lĩnh vực, ví dụ I.1, II.1.",)
    assert not incoming.problems


def test_a_csv_that_lost_its_merges_is_told_apart(tmp_path: Path, small_data: Data) -> None:
    (tmp_path / "a.csv").write_text("TT;Nhiệm vụ;Đơn vị chủ trì\n1;a;Văn phòng\n2;b;\n", "utf-8")
    assert problems(understood(tmp_path / "a.csv", small_data, year=2023)) == [
        "Ô C3: nhiệm vụ 2 chưa có đơn vị chủ trì. Ghi đơn vị chủ trì. Nếu bảng gốc có ô gộp thì nhập tệp .xlsx: CSV không giữ ô gộp."
    ]


def test_groups_that_are_units_lead_what_stands_below_them(tmp_path: Path, demo_data: Data) -> None:
    incoming = understood(plan_sheet(tmp_path, [
        ["NHIỆM VỤ CÁC BAN NĂM 2024"], ["STT", "Nội dung công việc", "Sản phẩm", "Hoàn thành trước"], ["A", "BAN PHONG TRÀO"], [1, "Việc một", "Báo cáo", "Tháng 5/2024"],
        [2, "Việc hai", None, "Hằng năm"], ["B. VĂN PHÒNG"], [3, "Việc ba", None, "15/3"],
    ]), demo_data)
    assert said(incoming) == [
        ("4", {"number": "1", "title": "Việc một", "product": "Báo cáo", "due": "Tháng 5/2024", "lead": ("ban-phong-trao",)}),
        ("5", {"number": "2", "title": "Việc hai", "due": "Hằng năm", "lead": ("ban-phong-trao",)}),
        ("7", {"number": "3", "title": "Việc ba", "due": "15/3", "lead": ("van-phong",)}),
    ]
    assert not incoming.problems
    assert not incoming.remarks


def test_one_column_says_who_leads_and_who_joins_in(tmp_path: Path, demo_data: Data) -> None:
    incoming = understood(plan_sheet(tmp_path, [
        ["Số TT", "Tên công việc", "Phân công thực hiện", "Tiến độ hoàn thành"],
        [1, "Việc một", "Chủ trì: Ban Phong trào, Văn phòng; Phối hợp: Ban Tuyên giáo, các đơn vị liên quan", "Quý II"],
        [2, "Việc hai", "- Ban Dân chủ, Pháp luật và Giám sát (chủ trì)\n- Văn phòng (phối hợp)", "31/12/2024"],
        [3, "Việc ba", "Trung tâm Bồi dưỡng, Nghiên cứu và Thông tin và Tạp chí Nghĩa Đồng Bào", "trong năm 2024"],
    ]), demo_data, year=2024)
    assert said(incoming) == [
        ("2", {"number": "1", "title": "Việc một", "due": "Quý II", "lead": ("ban-phong-trao", "van-phong"), "partner": ("ban-tuyen-giao",), "partner_class": "các đơn vị liên quan"}),
        ("3", {"number": "2", "title": "Việc hai", "due": "31/12/2024", "lead": ("ban-dan-chu-phap-luat",), "partner": ("van-phong",)}),
        ("4", {"number": "3", "title": "Việc ba", "due": "trong năm 2024", "lead": ("trung-tam-boi-duong", "tap-chi")}),
    ]
    assert not incoming.problems


def test_areas_in_a_column_and_numbers_within_numbers(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(plan_sheet(tmp_path, [
        ["STT", "Lĩnh vực", "Nhiệm vụ cụ thể", "Cơ quan chủ trì", "Kết quả (sản phẩm)", "Thời gian thực hiện"],
        ["1", "Vận động Nhân dân", "Nhóm việc thứ nhất"], ["1.1", "Vận động Nhân dân", "Việc a", "Văn phòng", "Báo cáo", 2023],
        ["1.2", "Xây dựng Cơ quan", "Việc b", "Văn phòng", "Kế hoạch", "2023 - 2024"], ["2", "Lĩnh vực lạ", "Việc c", "Văn phòng"],
    ]), small_data, year=2023)
    assert said(incoming) == [
        ("3", {"number": "1.1", "title": "Việc a", "product": "Báo cáo", "due": "2023", "area": "lv-2023-1", "lead": ("van-phong",)}),
        ("4", {"number": "1.2", "title": "Việc b", "product": "Kế hoạch", "due": "2023 - 2024", "area": "lv-2023-2", "lead": ("van-phong",)}),
        ("5", {"number": "2", "title": "Việc c", "area": "lv-2023-3", "lead": ("van-phong",)}),
    ]
    assert incoming.remarks == ("Trang “KH”, dòng 2: tiêu đề nhóm «Nhóm việc thứ nhất» không đưa vào.",)
    assert problems(incoming) == [
        "Trang “KH”, ô B5: kế hoạch năm 2023 chưa có lĩnh vực «Lĩnh vực lạ». Sửa lại trong tệp, hoặc thêm các dòng kèm theo vào phần areas của data/2023/plan.yml, rồi nhập lại."
    ]
    assert incoming.problems[0].ready == "Vào 2023/plan.yml, cuối danh sách «areas:»:\n  - id: lv-2023-3\n    title: Lĩnh vực lạ"


def test_a_report_of_progress_keeps_no_one_s_telephone(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(plan_sheet(tmp_path, [
        ["TT", "Nhiệm vụ", "Chủ trì", "Người phụ trách", "Số điện thoại", "Trạng thái", "Kết quả thực hiện", "Ghi chú", "Trao đổi qua", "Kinh phí"],
        [1, "Việc một", "Văn phòng", "Đ/c Đặng Ân", "0912345678", "Đã hoàn thành", "Đã ban hành", None, "a@b.vn"],
        [2, "Việc hai", "VP", "Khúc Thị Hòa", None, "Đang triển khai", None, "gọi 0912 345 678", None, "10 triệu"],
        [3, "Việc ba", "Văn phòng", "Ông Lạ Văn B", None, "xong"],
    ]), small_data, year=2023)
    assert said(incoming) == [
        ("2", {"number": "1", "title": "Việc một", "result": "Đã ban hành", "state": "done", "lead": ("van-phong",), "leader": "dang-an"}),
        ("3", {"number": "2", "title": "Việc hai", "state": "in_progress", "lead": ("van-phong",), "leader": "khuc-thi-hoa", "note": "Kinh phí: 10 triệu"}),
        ("4", {"number": "3", "title": "Việc ba", "lead": ("van-phong",)}),
    ]
    assert incoming.remarks == (
        "Trang “KH”: cột có thông tin cá nhân không đưa vào: «Số điện thoại».",
        "Trang “KH”: cột có thông tin cá nhân không đưa vào: «Trao đổi qua».",
        "Trang “KH”: cột không thuộc mục nào, đưa vào ghi chú: «Kinh phí».",
        "Trang “KH”, ô C3: hiểu «VP» là Văn phòng.",
        "Trang “KH”, ô H3: ghi chú có số điện thoại, số giấy tờ hoặc thư điện tử nên không đưa vào.",
    )
    assert problems(incoming) == [
        "Trang “KH”, ô D4: không có người 'Lạ Văn B' trong danh mục người. Sửa lại trong tệp, hoặc thêm người ấy vào people.yml.",
        "Trang “KH”, ô F4: 'xong' không có trong danh mục. Viết một trong: Chưa thực hiện; Đang thực hiện; Đã trình, chờ phê duyệt; Hoàn thành;"
        " Dừng thực hiện; Chuyển sang năm sau; Rút khỏi kế hoạch; Chuyển đơn vị khác chủ trì.",
    ]
    assert incoming.problems[0].ready == f"{IN_PEOPLE}\n- id: la-van-b\n  name: Lạ Văn B\n  honorific: Ông"
    assert "0912" not in repr(incoming) and "@" not in repr(incoming)


def test_rows_merged_downwards_are_one_task(tmp_path: Path, small_data: Data) -> None:
    rows = [["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], [1, "Việc một", "Văn phòng", "6/2023"], [None, None, "Ban TCKT"], [2, "Việc hai", "Văn phòng", "7/2023"]]
    incoming = understood(plan_sheet(tmp_path, rows, ("A2:A3", "B2:B3", "D2:D3")), small_data, year=2023)
    assert said(incoming) == [
        ("2", {"number": "1", "title": "Việc một", "due": "6/2023", "lead": ("van-phong", "ban-to-chuc")}),
        ("4", {"number": "2", "title": "Việc hai", "due": "7/2023", "lead": ("van-phong",)}),
    ]


def test_the_plan_that_a_title_names_is_said_while_the_year_s_plan_is_not_it(tmp_path: Path, demo_data: Data) -> None:
    rows = [["TT", "Nhiệm vụ", "Chủ trì"], [1, "a", "Văn phòng"]]
    known = next(one for one in demo_data.documents.values() if one.kind == "plan" and one.number)
    for number, sentence in (
        ("156/KH-MTTW-BTT", "thêm văn bản ấy vào data/documents.yml, rồi ghi mã văn bản vào mục document của data/2026/plan.yml."),
        (known.number, f"ghi mã văn bản {known.id} vào mục document của data/2026/plan.yml."),
    ):
        incoming = understood(plan_sheet(tmp_path, [["NHIỆM VỤ NĂM 2026"], [f"(Kèm theo Kế hoạch số {number} ngày 24 tháng 12 năm 2025 của Ban Thường trực)"], *rows]), demo_data)
        assert incoming.remarks == (f"Tệp kèm theo Kế hoạch số {number}; {sentence}",)
    year = next(year for year in demo_data.years.values() if year.plan and year.plan.document)
    document = demo_data.documents[year.plan.document]
    incoming = understood(plan_sheet(tmp_path, [[f"(Kèm theo Kế hoạch số {document.number} ngày 24/12/2025)"], *rows]), demo_data, year=year.number)
    assert incoming.remarks == ()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("CÔNG TÁC TỔ CHỨC, CÁN BỘ VÀ XÂY DỰNG ĐẢNG", "Công tác tổ chức, cán bộ và xây dựng Đảng"),
        ("VẬN ĐỘNG NHÂN DÂN; QUỐC HỘI, CHÍNH PHỦ", "Vận động Nhân dân; Quốc hội, Chính phủ"),
        ("PHỐI HỢP VỚI ỦY BAN TRUNG ƯƠNG MẶT TRẬN TỔ QUỐC VIỆT NAM", "Phối hợp với Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        ("CÔNG TÁC CỦA BAN TUYÊN GIÁO, VĂN PHÒNG", "Công tác của Ban Tuyên giáo, văn phòng"),
        ("CÔNG TÁC VĂN PHÒNG, TÀI CHÍNH", "Công tác văn phòng, tài chính"),
    ],
)
def test_names_keep_their_capitals(typed: str, title: str, real_data: Data) -> None:
    assert in_lower_case(typed, real_data) == title
