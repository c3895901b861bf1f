"""Rows of annexes: their numbers, where they begin anew, what is a group, who leads, in which state a task is."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.data import Data
from macros.sheets.grids import Sheet
from macros.sheets.incoming import Where
from tests.office_files import plan_sheet, word_file, workbook
from tests.understanding import problems, said, understood

# --- numbers ---

HEADS_OF_TASKS = ["TT", "Nhiệm vụ", "Đơn vị chủ trì"]


def test_one_mistyped_number_is_named_and_no_other_changes(tmp_path: Path, small_data: Data) -> None:
    rows = [HEADS_OF_TASKS, ["I", "Vận động Nhân dân"], [1, "a", "Văn phòng"], [2, "b", "Văn phòng"], ["II", "Xây dựng Cơ quan"], [3, "c", "Văn phòng"], [2, "d", "Văn phòng"], [5, "đ", "Văn phòng"]]
    incoming = understood(plan_sheet(tmp_path, rows), small_data, year=2023)
    assert [row.values["number"] for row in incoming.rows] == ["1", "2", "3", "2", "5"]
    assert problems(incoming) == ["Trang “KH”, ô A7: số thứ tự 2 đã có ở dòng 4. Sửa số thứ tự."]
    assert incoming.remarks == ()


def test_one_mistyped_1_at_an_area_s_beginning_is_no_new_beginning(tmp_path: Path, small_data: Data) -> None:
    rows = [HEADS_OF_TASKS, ["I", "Vận động Nhân dân"], [1, "a", "Văn phòng"], [2, "b", "Văn phòng"], ["II", "Xây dựng Cơ quan"], [1, "c", "Văn phòng"], [4, "d", "Văn phòng"]]
    assert problems(understood(plan_sheet(tmp_path, rows), small_data, year=2023)) == ["Trang “KH”, ô A6: số thứ tự 1 đã có ở dòng 3. Sửa số thứ tự."]


def test_a_second_sheet_begins_anew_though_areas_go_on(tmp_path: Path, small_data: Data) -> None:
    first = [HEADS_OF_TASKS, ["I", "Vận động Nhân dân"], [1, "a", "Văn phòng"], [2, "b", "Văn phòng"], ["II", "Xây dựng Cơ quan"], [3, "c", "Văn phòng"], [4, "d", "Văn phòng"]]
    second = [HEADS_OF_TASKS, [1, "đ", "Văn phòng"], [2, "e", "Văn phòng"]]
    incoming = understood(workbook(tmp_path / "a.xlsx", {"PL 1": first, "PL 2": second}), small_data, year=2023)
    assert [row.values["number"] for row in incoming.rows] == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2"]
    assert (incoming.remarks, problems(incoming)) == (("Số thứ tự đánh lại từ đầu ở mỗi bảng; ghi kèm số thứ tự của bảng, ví dụ 1.1, 2.1.",), [])


def test_a_number_of_another_sheet_is_named_with_it(tmp_path: Path, small_data: Data) -> None:
    first = [HEADS_OF_TASKS, [1, "a", "Văn phòng"], [2, "b", "Văn phòng"]]
    second = [HEADS_OF_TASKS, [3, "c", "Văn phòng"], [1, "d", "Văn phòng"]]
    incoming = understood(workbook(tmp_path / "a.xlsx", {"PL 1": first, "PL 2": second}), small_data, year=2023)
    assert problems(incoming) == ["Trang “PL 2”, ô A3: số thứ tự 1 đã có ở trang “PL 1”, dòng 2. Sửa số thứ tự."]


@pytest.mark.parametrize("numbers", [(1, 1, 2, 2, 3), (1, 1, 2, 2, 1)])
def test_groups_numbered_like_tasks_are_groups(numbers: tuple[int, ...], tmp_path: Path, small_data: Data) -> None:
    """Between «1. Nhóm một» and «2. Nhóm hai» tasks count on, or begin anew."""
    one, first, second, two, third = numbers
    rows = [HEADS_OF_TASKS, ["I", "Vận động Nhân dân"], [f"{one}.", "Nhóm một"], [first, "a", "Văn phòng"], [second, "b", "Văn phòng"], [f"{two}.", "Nhóm hai"], [third, "c", "Văn phòng"]]
    incoming = understood(plan_sheet(tmp_path, rows), small_data, year=2023)
    assert [(row.values["number"], row.values["title"]) for row in incoming.rows] == [("1", "a"), ("2", "b"), (str(third), "c")]
    assert incoming.remarks == ("Trang “KH”, dòng 3: tiêu đề nhóm «Nhóm một» không đưa vào.", "Trang “KH”, dòng 6: tiêu đề nhóm «Nhóm hai» không đưa vào.")
    repeated = ["Trang “KH”, ô A7: số thứ tự 1 đã có ở dòng 4. Sửa số thứ tự."] if third == 1 else []
    assert problems(incoming) == repeated


def test_a_row_that_may_be_a_group_is_asked_about(tmp_path: Path, small_data: Data) -> None:
    rows = [HEADS_OF_TASKS, [1, "a", "Văn phòng"], [2, "Nhóm việc khác"], [4, "b", "Văn phòng"], [2, "c", "Văn phòng"]]
    assert problems(understood(plan_sheet(tmp_path, rows), small_data, year=2023)) == [
        "Trang “KH”, ô C3: nhiệm vụ 2 chưa có đơn vị chủ trì. Ghi đơn vị chủ trì. Nếu là dòng nhóm, xóa số ở cột TT.",
        "Trang “KH”, ô A5: số thứ tự 2 đã có ở dòng 3. Sửa số thứ tự. Nếu dòng 3 là dòng nhóm, xóa số ở cột TT của dòng ấy.",
    ]


def test_a_second_line_under_a_merged_number_is_asked_about(tmp_path: Path, small_data: Data) -> None:
    rows = [HEADS_OF_TASKS, [1, "Việc một", "Văn phòng"], [None, "và phần tiếp"], [2, "Việc hai", "Văn phòng"]]
    assert problems(understood(plan_sheet(tmp_path, rows, ("A2:A3", "C2:C3")), small_data, year=2023)) == [
        "Trang “KH”, ô A3: ô số thứ tự gộp với dòng 2. Nếu dòng này là phần tiếp của nhiệm vụ ấy, ghép vào dòng trên; nếu là nhiệm vụ khác, bỏ gộp ô rồi ghi số."
    ]


def test_a_partner_that_is_said_to_lead_is_said(tmp_path: Path, small_data: Data) -> None:
    incoming = understood(plan_sheet(tmp_path, [["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp"], [1, "a", "Văn phòng", "Ban TCKT (chủ trì nội dung)"]]), small_data, year=2023)
    assert said(incoming) == [("2", {"number": "1", "title": "a", "lead": ("van-phong", "ban-to-chuc")})]
    assert incoming.remarks == ("Trang “KH”, ô D2: ô đơn vị phối hợp ghi «chủ trì»; đưa Ban Tổ chức, Kiểm tra vào đơn vị chủ trì.",)


# --- states ---


def test_a_column_of_states_by_another_name_and_results_without_one(tmp_path: Path, small_data: Data) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian hoàn thành", "Kết quả thực hiện", "Tiến độ"], [1, "a", "Văn phòng", "6/2023", "Đã ra 02 số", "Hoàn thành"],
        [2, "b", "Văn phòng", None, None, "Đang thực hiện"], [3, "c", "Văn phòng", None, "2 đoàn", "đạt 80%"], [4, "d", "Văn phòng", None, None, "Đã xong"],
    ]
    incoming = understood(plan_sheet(tmp_path, rows), small_data, year=2023)
    assert [(row.values["number"], row.values.get("state"), row.values["note"]) for row in incoming.rows] == [
        ("1", "done", ""), ("2", "in_progress", ""), ("3", None, "Tiến độ: đạt 80%"), ("4", "done", ""),
    ]
    assert (incoming.rows[0].cells["state"], incoming.rows[0].values["due"], problems(incoming)) == (Where(Sheet("KH"), "F2"), "6/2023", [])
    assert incoming.remarks == (
        "Trang “KH”: cột không thuộc mục nào, đưa vào ghi chú: «Tiến độ».",
        "Trang “KH”: 1 dòng có kết quả mà không ghi trạng thái (dòng 4); nhiệm vụ mới trong số ấy sẽ là Chưa thực hiện.",
        "Trang “KH”, ô F2: cột «Tiến độ» ghi trạng thái nên hiểu là trạng thái.",
        "Trang “KH”, ô F4: «đạt 80%» ở cột «Tiến độ» không phải là trạng thái; đưa vào ghi chú.",
    )


def test_a_column_of_progress_taken_for_due_dates_may_hold_states(tmp_path: Path, small_data: Data) -> None:
    rows = [["TT", "Nhiệm vụ", "Chủ trì", "Tiến độ"], [1, "a", "Văn phòng", "Hoàn thành"], [2, "b", "Văn phòng", "Chưa thực hiện"], [3, "c", "Văn phòng", "Quý IV/2023"]]
    incoming = understood(plan_sheet(tmp_path, rows), small_data, year=2023)
    assert [(row.values.get("state"), row.values["due"]) for row in incoming.rows] == [("done", ""), ("not_started", ""), (None, "Quý IV/2023")]
    assert (incoming.remarks, problems(incoming)) == (("Trang “KH”, ô D2: cột «Tiến độ» ghi trạng thái nên hiểu là trạng thái.",), [])


def test_a_note_or_a_result_that_says_a_state_alone_is_the_state(tmp_path: Path, small_data: Data) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Kết quả thực hiện", "Ghi chú"], [1, "a", "Văn phòng", None, "Hoàn thành"],
        [2, "b", "Văn phòng", "Đang thực hiện", "x"], [3, "c", "Văn phòng", None, "Hoàn thành tốt"],
    ]
    incoming = understood(plan_sheet(tmp_path, rows), small_data, year=2023)
    assert [(row.values.get("state"), row.values["result"], row.values["note"]) for row in incoming.rows] == [("done", "", ""), ("in_progress", "", "x"), (None, "", "Hoàn thành tốt")]
    assert incoming.remarks == ("Trang “KH”, ô E2: ghi chú «Hoàn thành» hiểu là trạng thái.", "Trang “KH”, ô D3: kết quả «Đang thực hiện» hiểu là trạng thái.")


# --- places in Word ---


def test_cells_of_a_word_table_are_named_by_row_and_column(tmp_path: Path, small_data: Data) -> None:
    """Word shows no letters over its columns; the tables of a file are counted."""
    first = [["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], ["1", "a", "Ban Lạ", "31/02/2023"], ["2", "b", "Văn phòng", "6/2023"], ["3", "c", "Ban Lạ", ""]]
    second = [["TT", "Nhiệm vụ", "Chủ trì", "Điện thoại"], ["2", "d", "Ban Lạ", "0912345678"], ["4", "đ", "VP", ""], ["Tổng cộng: 9", "", "", ""]]
    third = [["TT", "Nhiệm vụ", "Chủ trì", ""], ["5", "e", "Văn phòng", "xem lại"]]
    incoming = understood(word_file(tmp_path / "a.docx", "NĂM 2023", first, "Tiếp", second, "Tiếp", third, "Khác", [["a", "b"]]), small_data)
    assert problems(incoming) == [
        "Bảng 1, hàng 2, cột 3: không có đơn vị 'Ban Lạ' trong danh mục đơn vị. Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml."
        " Cũng ở: hàng 4, cột 3; bảng 2, hàng 2, cột 3.",
        "Bảng 1, hàng 2, cột 4: '31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023.",
        "Bảng 2, hàng 2, cột 1: số thứ tự 2 đã có ở bảng 1, hàng 3. Sửa số thứ tự.",
    ]
    assert incoming.remarks == (
        "Không đưa vào, vì không có tiêu đề cột đã biết: Bảng 4.",
        "Bảng 2, hàng 4: dòng tổng «Tổng cộng: 9» không đưa vào.",
        "Bảng 2: cột có thông tin cá nhân không đưa vào: «Điện thoại».",
        "Bảng 2: tệp ghi tổng số 9, đọc được 2 dòng. Xem lại các dòng không đưa vào.",
        "Bảng 3, hàng 2, cột 4: cột 4 không có tiêu đề, không đưa vào.",
        "Bảng 2, hàng 3, cột 3: hiểu «VP» là Văn phòng.",
    )
