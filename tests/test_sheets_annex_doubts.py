"""What in an annex is not understood: listed with its cell, asked for, never guessed; and no table at all ends in a traceback."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.data import Data
from macros.sheets.grids import Grid, GridCell, Unreadable
from macros.sheets.head_words import LISTINGS
from macros.sheets.heads import find_head
from macros.sheets.offices import understand
from macros.sheets.ready_lines import IN_UNITS
from tests.office_files import plan_sheet, workbook
from tests.understanding import problems, understood

ALL_KINDS = "--kind (tasks: nhiệm vụ; awards: khen thưởng; documents: văn bản; people: người; units: đơn vị; movements: phong trào; events: sự kiện)"


def test_what_is_not_understood_is_listed_with_its_cell_and_never_guessed(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(plan_sheet(tmp_path, [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], [1, "Việc một", "Ban Tổ chức Kiểm tra và Ban Kinh tế, Môi trường", "6/2024"], [2, "Việc hai", None, "sau khi có hướng dẫn"],
        [2, "Việc khác", "Ban Kinh tế, Môi trường", "7/2024"], [None, None, "Văn phòng"], [4, "d", "Ban Xã hội", "31/12"], [5, "e", "Văn phong", None],
    ]), small_data, year=2024)
    assert problems(incoming) == [
        "Trang “KH”, ô C2: không có đơn vị 'Ban Kinh tế, Môi trường' trong danh mục đơn vị. Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml. Cũng ở: C4.",
        "Trang “KH”, ô C3: nhiệm vụ 2 chưa có đơn vị chủ trì. Ghi đơn vị chủ trì.",
        "Trang “KH”, ô D3: 'sau khi có hướng dẫn' không phải là thời hạn. Viết một trong các cách: 28/02/2024, 6/2024, Quý II/2024, 6 tháng đầu năm 2024, 2024, 2024 - 2026, Thường xuyên.",
        "Trang “KH”, ô A4: số thứ tự 2 đã có ở dòng 3. Sửa số thứ tự.",
        "Trang “KH”, dòng 5: không có tên nhiệm vụ, chỉ có «Văn phòng». Nếu là phần tiếp của dòng trên, ghép vào dòng ấy; nếu là nhiệm vụ, ghi tên.",
        "Trang “KH”, ô C6: Ban Xã hội chỉ có đến 30/06/2023. Ghi đơn vị của năm 2024.",
    ]
    assert incoming.problems[0].ready == f'{IN_UNITS}\n  - id: ban-kinh-te-moi-truong\n    name: "Ban Kinh tế, Môi trường"\n    kind: department'


def test_a_table_without_leads_asks_for_them_once_or_takes_the_unit_given(tmp_path: Path, small_data: Data) -> None:
    path = plan_sheet(tmp_path, [["TT", "Nhiệm vụ", "Thời hạn", "Sản phẩm"], [1, "a", "6/2023", "x"], [2, "b", None, "y"]])
    assert problems(understood(path, small_data, year=2023)) == [
        "Trang “KH”, dòng 2: bảng không có cột đơn vị chủ trì. Thêm cột ấy, hoặc --unit nếu cả tệp là của một đơn vị. Cũng ở: dòng 3."
    ]
    incoming = understood(path, small_data, year=2023, unit="Ban TCKT")
    assert [row.values["lead"] for row in incoming.rows] == [("ban-to-chuc",)] * 2
    assert (incoming.unit, incoming.problems) == ("ban-to-chuc", ())


def test_a_total_and_a_count_that_differ_are_said(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(plan_sheet(tmp_path, [
        ["KẾ HOẠCH NĂM 2023"], ["TT", "Nhiệm vụ", "Đơn vị chủ trì"], ["I", "Vận động Nhân dân (3 nhiệm vụ)"], [1, "Tổng kết, đánh giá", "Văn phòng"],
        [2, "Công khai tài chính", "Văn phòng"], ["Tổng cộng: 5 nhiệm vụ"],
    ], ("A6:C6",)), small_data)
    assert [row.values["title"] for row in incoming.rows] == ["Tổng kết, đánh giá", "Công khai tài chính"]
    assert incoming.remarks == (
        "Trang “KH”, dòng 6: dòng tổng «Tổng cộng: 5 nhiệm vụ» không đưa vào.",
        "Trang “KH”, dòng 3: «Vận động Nhân dân (3 nhiệm vụ)» ghi 3, đọc được 2 dòng.",
        "Trang “KH”: tệp ghi tổng số 5, đọc được 2 dòng. Xem lại các dòng không đưa vào.",
    )


def test_year_and_kind_are_asked_for_where_the_file_does_not_tell(tmp_path: Path, small_data: Data) -> None:
    rows = [["TT", "Nhiệm vụ", "Đơn vị chủ trì"], [1, "a", "Văn phòng"]]
    assert problems(understood(plan_sheet(tmp_path, rows), small_data)) == ["Trang “KH”, dòng 1: tệp không ghi năm. Thêm --year, ví dụ --year 2025."]
    assert problems(understood(plan_sheet(tmp_path, [["Tổng kết năm 2023, kế hoạch năm 2024"], *rows]), small_data)) == [
        "Trang “KH”, dòng 1: tệp ghi nhiều năm (2023, 2024). Thêm --year, ví dụ --year 2023."
    ]
    incoming = understood(plan_sheet(tmp_path, [["KẾ HOẠCH NĂM 2023 (ngày 12 tháng 01 năm 2022)"], *rows]), small_data, year=2024)
    assert (incoming.year, incoming.remarks) == (2024, ("Tệp ghi năm 2023; nhập vào năm 2024 như lệnh yêu cầu.",))
    for kind, table, sentence in (
        (None, [["TT", "Nội dung", "Thời gian"], [1, "a", "6/2023"]], "Tiêu đề cột hợp với danh sách nhiệm vụ hoặc sự kiện. Thêm --kind tasks hoặc --kind events."),
        (None, [["a", "b"], [1, "c"]], f"Không thấy bảng nào có tiêu đề cột đã biết. Xem lại dòng tiêu đề cột, hoặc thêm {ALL_KINDS} để biết bảng cần những cột nào."),
        (
            "tasks", [["a", "b"], [1, "c"]],
            "Không thấy dòng tiêu đề cột của danh sách nhiệm vụ. Bảng cần có cột «Nhiệm vụ cụ thể» và cột «Đơn vị chủ trì» hoặc «Thời hạn hoàn thành» hoặc «Sản phẩm».",
        ),
        (
            None, [["PHỤ LỤC"], ["TT", "Việc phải làm", "Đơn vị chủ trì", "Thời hạn"], [1, "a", "Văn phòng", "6/2023"]],
            "Trang “KH”, dòng 2: có «Đơn vị chủ trì», «Thời hạn» nhưng thiếu cột «Nhiệm vụ cụ thể», nên chưa nhập được như danh sách nhiệm vụ. "
            f"Ghi tiêu đề cột như thế trong tệp rồi nhập lại. Là danh sách khác thì thêm {ALL_KINDS}.",
        ),
        (
            "awards", [["TT", "Người được khen", "Chức vụ"], [1, "Lê Văn Tám", "Chuyên viên"]],
            "Trang “KH”, dòng 1: có «Chức vụ» nhưng thiếu cột «Họ và tên» hoặc «Tên tập thể», nên chưa nhập được như danh sách khen thưởng. Ghi tiêu đề cột như thế trong tệp rồi nhập lại.",
        ),
        ("task", rows, "Không nhập được loại 'task'. Có phải «tasks»? Viết một trong: tasks, awards, documents, people, units, movements, events."),
    ):
        with pytest.raises(Unreadable) as refused:
            understood(plan_sheet(tmp_path, table), small_data, kind=kind)
        assert str(refused.value) == sentence


def test_hidden_rows_are_imported_and_said(tmp_path: Path, small_data: Data) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["KH"].row_dimensions[2].hidden = True

    path = workbook(tmp_path / "a.xlsx", {"KH": [["TT", "Nhiệm vụ", "Đơn vị chủ trì"], [1, "a", "Văn phòng"], [2, "b", "Văn phòng"]]}, hide)
    incoming = understood(path, small_data, year=2023)
    assert [row.values["title"] for row in incoming.rows] == ["a", "b"]
    assert incoming.remarks == ("Trang “KH” có dòng ẩn (2); vẫn được đọc.",)


@pytest.mark.parametrize("kind", LISTINGS)
def test_heads_that_a_refusal_asks_for_make_a_list(kind: str) -> None:
    """Each head is understood by itself, and one of each group together make the head of a list."""
    for chosen in product(*LISTINGS[kind].needed.values()):
        heads = list(dict.fromkeys(["TT", *chosen, "Trích yếu"] if kind == "documents" else chosen))
        grid = Grid("S", (tuple(GridCell(f"{'ABCDE'[at]}1", text) for at, text in enumerate(heads)),))
        assert (head := find_head(grid, kind)) and set(chosen) <= {text for at, text in head.texts.items() if at in head.fields}, chosen


# --- whatever a file holds ---

WORDS = st.sampled_from([
    "", "1", "1.", "I", "A", "TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Họ và tên", "Danh hiệu", "Văn phòng", "Ban Lạ, Xã", "và", ";", "-", "(x)", "Ông", "Bà X", "x", "Bằng khen của",
    "Tổng cộng: 3", "31/02/2023", "Quý V", "Số, ký hiệu", "Trích yếu", "Ngày ban hành", "Chủ trì:", "năm 2023", "\n", "“", "Giai đoạn", "Tên phong trào", "Tên đơn vị", "Loại", "12-13/3/2023", "TS",
])


TOPS = {
    "tasks": ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Lãnh đạo phụ trách", "Trạng thái"], "awards": ["TT", "Họ và tên", "Chức vụ", "Danh hiệu", "Bằng khen", "Ghi chú"],
    "documents": ["TT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Cơ quan ban hành", "Độ mật"], "people": ["TT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Ông/Bà", "Khác"],
    "units": ["TT", "Tên đơn vị", "Loại", "Tên viết tắt", "Thành lập", "Ghi chú"], "movements": ["TT", "Tên phong trào", "Loại", "Giai đoạn", "Cơ quan phát động", ""],
    "events": ["TT", "Thời gian", "Nội dung", "Địa điểm", "Đơn vị tổ chức", "Ghi chú"],
}


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([*LISTINGS]), st.booleans(), st.lists(st.lists(WORDS | st.text(max_size=8), max_size=6), min_size=1, max_size=8), st.booleans(), st.sampled_from([None, 2023]))
def test_no_table_raises_anything_but_unreadable(small_data: Data, kind: str, has_head: bool, body: list[list[str]], is_said: bool, year: int | None) -> None:
    rows = [TOPS[kind], *body] if has_head else body
    cells = tuple(tuple(GridCell(f"{'ABCDEF'[column]}{number}", text, text, merged=number % 3 == 0) for column, text in enumerate(row)) for number, row in enumerate(rows, 1))
    try:
        incoming = understand([Grid("S", cells)], kind if is_said else None, year, None, small_data)
    except Unreadable as refused:
        assert str(refused).endswith(".")
    else:
        assert incoming.rows or incoming.problems
