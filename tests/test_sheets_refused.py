"""What an import or an export refuses: every problem by sheet and cell, in the office's words, and nothing changed."""

from __future__ import annotations

import openpyxl
import pytest

from macros.__main__ import main
from macros.data import load
from macros.sheets import export_book
from tests.sheet_books import Desk, columns

Capsys = pytest.CaptureFixture[str]
TASKS, LIST = "Nhiệm vụ", "Danh sách"


def test_every_problem_names_its_sheet_and_cell(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    due = small_desk.set(TASKS, "nv-2023-2", "due", "31/02/2023")
    state = small_desk.set(TASKS, "nv-2023-2", "state", "Xong")
    partner = small_desk.set(TASKS, "nv-2023-1", "partner", "Văn phòng\nVăn phòng")
    assert small_desk.refused() == [
        f"Trang “Nhiệm vụ”, ô {partner}: Đơn vị phối hợp: «Văn phòng» vừa chủ trì vừa phối hợp nhiệm vụ 1. Bỏ một chỗ.",
        f"Trang “Nhiệm vụ”, ô {due}: Thời hạn hoàn thành: '31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023.",
        f"Trang “Nhiệm vụ”, ô {state}: Trạng thái: 'Xong' không có trong danh mục. Viết một trong: Chưa thực hiện; Đang thực hiện; Đã trình, chờ phê duyệt; "
        "Hoàn thành; Dừng thực hiện; Chuyển sang năm sau; Rút khỏi kế hoạch; Chuyển đơn vị khác chủ trì.",
        "3 lỗi; chưa ghi gì. Sửa trong tep.xlsx rồi nhập lại.",
    ]  # fmt: skip


def test_an_unknown_unit_comes_with_the_nearest_or_with_a_ready_line(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    cell = small_desk.set(TASKS, "nv-2023-1", "lead", "Ban Xã hộii")
    other = small_desk.set(TASKS, "nv-2023-2", "lead", "Ban Kinh tế")
    many = small_desk.set(TASKS, "nv-2023-1", "partner", "Ban Tổ chức, Kiểm tra, Ban Xã hội")
    assert small_desk.refused() == [
        f"Trang “Nhiệm vụ”, ô {cell}: không có đơn vị 'Ban Xã hộii' trong danh mục đơn vị. Có phải «Ban Xã hội»? Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml.",
        f"Trang “Nhiệm vụ”, ô {many}: 'Ban Tổ chức, Kiểm tra, Ban Xã hội' là 2 đơn vị (Ban Tổ chức, Kiểm tra; Ban Xã hội). Viết mỗi đơn vị trên một dòng trong ô (Alt+Enter).",
        f"Trang “Nhiệm vụ”, ô {other}: không có đơn vị 'Ban Kinh tế' trong danh mục đơn vị. Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml.",
        "3 lỗi; chưa ghi gì. Sửa trong tep.xlsx rồi nhập lại.",
        "Dòng có thể thêm vào dữ liệu, sau khi xem lại:",
        "Vào units.yml, cuối danh sách «units:», trên dòng «structures:» nếu có:",
        "  - id: ban-kinh-te", "    name: Ban Kinh tế", "    kind: department",
    ]  # fmt: skip


def test_names_that_are_not_known_hide_no_other_problem(small_desk: Desk) -> None:
    small_desk.export("tasks")
    lead = small_desk.set(TASKS, "nv-2023-1", "lead", "Ban Không Có")
    due = small_desk.set(TASKS, "nv-2023-2", "due", "31/02/2023")
    row = small_desk.add(TASKS, title="Việc chưa ghi năm", lead="Văn phòng")
    other = small_desk.add(TASKS, _year="2024", title="Việc mới", lead="Ban Không Có")
    assert [line.split(": ")[0] for line in small_desk.refused()[:4]] == [f"Trang “Nhiệm vụ”, ô {cell}" for cell in (lead, due, f"A{row}", f"{lead[0]}{other}")]
    assert len(small_desk.refused()) == 4 + 1 + 1 + 4


def test_a_missing_field_of_a_new_row_names_its_cell(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    row = small_desk.add(TASKS, lead="Văn phòng", due="2023")
    lines = small_desk.refused()
    assert [line.split(": ", 1)[0] for line in lines[:-1]] == [f"Trang “Nhiệm vụ”, ô {openpyxl.utils.get_column_letter(columns(small_desk.book[TASKS])['title'])}{row}"]
    assert "title" not in lines[0]


def test_a_copied_row_is_not_taken_for_the_record(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    page = small_desk.book[TASKS]
    first = small_desk.row_of(page, "nv-2023-1")
    last = page.max_row + 1
    for cell in page[first]:
        page.cell(last, cell.column).value = cell.value
    assert small_desk.refused()[0] == f"Trang “Nhiệm vụ”, dòng {last}: mã nv-2023-1 đã có ở dòng {first}. Dòng mới thì để trống ô mã."


def test_problems_that_stood_before_are_not_the_imports(small_desk: Desk) -> None:
    small_desk.edited_by_another("2023/tasks.yml", "id: nv-2023-2\n", "id: nv-2023-2\n  reassigned_to: khong-co\n")
    assert load(small_desk.data).problems != []
    small_desk.export("tasks", "--year", "2023")
    small_desk.set(TASKS, "nv-2023-1", "note", "Thêm ghi chú")
    code, _, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- id: kt-2023-ldtt\n", "- chữ rời\n- id: kt-2023-ldtt\n", "'chữ rời' phải là một nhóm mục. Sửa dòng này trước."),
        ("    - id: kt-2023-bk-2\n", "    - chữ rời\n    - id: kt-2023-bk-2\n", "'chữ rời' phải là một nhóm mục. Sửa dòng này trước."),
        ("      post: Chánh Văn phòng\n", "      post: [a, b]\n", "post (Chức vụ): phải là một dòng chữ, không phải danh sách. Sửa dòng này trước."),
        ("      post: Chánh Văn phòng\n", "      post: {a: b}\n", "post (Chức vụ): phải là một dòng chữ, không phải nhóm mục. Sửa dòng này trước."),
    ],
)
def test_what_no_cell_can_show_is_neither_exported_nor_lost(old: str, new: str, said: str, small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    small_desk.set(LIST, "kt-2023-bk-2", "note", "Ghi chú mới")
    after = small_desk.edited_by_another("2023/awards.yml", old, new)
    code, _, errors = small_desk.imported("--write")
    assert code == 1 and said in errors
    assert small_desk.changed_lines(after) == []
    assert main(["export", "awards", "--data", str(small_desk.data), "-o", str(small_desk.data.parent / "khac.xlsx")]) == 1
    assert said in small_desk.capsys.readouterr().err


def test_what_breaks_elsewhere_is_said_too(small_desk: Desk) -> None:
    small_desk.export("people")
    page = small_desk.book["Người"]
    page.delete_rows(small_desk.row_of(page, "khuc-thi-hoa"))
    inner = small_desk.book["Chức vụ"]
    inner.delete_rows(small_desk.row_of(inner, "khuc-thi-hoa#1"))
    lines = small_desk.refused("--remove")
    assert lines[0].startswith(f"Trong dữ liệu, do lần nhập này: {small_desk.data}/2023/")
    assert "khuc-thi-hoa" in lines[0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda book: book.remove(book[TASKS]), "Thiếu trang “Nhiệm vụ”."),
        (lambda book: book[TASKS].delete_cols(3), "Trang “Nhiệm vụ” thiếu cột: Nhiệm vụ cụ thể."),
        (lambda book: book[TASKS].delete_rows(1), "Trang “Nhiệm vụ” thiếu cột: "),
        (lambda book: book["_"].cell(1, 2, "9"), "Tệp này do một bản khác của trang xuất ra."),
    ],
)
def test_a_spoilt_workbook_is_refused_in_a_sentence(spoil: object, said: str, small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    spoil(small_desk.book)  # type: ignore[operator]
    lines = small_desk.refused()
    assert len(lines) == 1 and lines[0].startswith(said)


def test_a_column_that_no_export_wrote_is_named(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    page = small_desk.book[TASKS]
    at, note = page.max_column + 1, columns(page)["note"]
    letter, after, last, of_note = map(openpyxl.utils.get_column_letter, (at, at + 1, at + 2, note))
    page.cell(2, at, "Ý kiến của ban")
    page.cell(3, at, "Cần bàn thêm")
    page.cell(3, at + 1, "không có tiêu đề")
    page.cell(4, at + 1, "cũng không")
    page.cell(1, at + 2, "note")
    page.cell(2, at + 3, "Tiêu đề mà không có ô nào")
    due = small_desk.set(TASKS, "nv-2023-2", "due", "31/02/2023")
    assert small_desk.refused() == [
        f"Trang “Nhiệm vụ”, ô {letter}2: cột «Ý kiến của ban» không có trong tệp xuất nên nội dung (ô {letter}3) không nhập được. Chuyển nội dung sang cột có sẵn, rồi xóa cột này.",
        f"Trang “Nhiệm vụ”, ô {after}2: cột «{after}» không có trong tệp xuất nên nội dung (2 ô, ô đầu: {after}3) không nhập được. Chuyển nội dung sang cột có sẵn, rồi xóa cột này.",
        f"Trang “Nhiệm vụ”, ô {last}2: cột {last} và cột {of_note} cùng là «Ghi chú». Giữ một cột, xóa cột kia.",
        f"Trang “Nhiệm vụ”, ô {due}: Thời hạn hoàn thành: '31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023.",
        "4 lỗi; chưa ghi gì. Sửa trong tep.xlsx rồi nhập lại.",
    ]


def test_changed_heads_and_sheets_of_ones_own_are_said(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    page = small_desk.book[TASKS]
    note, due = columns(page)["note"], columns(page)["due"]
    page.cell(2, note, "Kết quả của ban")
    page.cell(2, due).value = None
    small_desk.book.create_sheet("Nháp").cell(1, 1, "tự tính")
    code, out, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert out.splitlines() == [
        "Lưu ý: Trang “Nháp” không phải là trang của tệp xuất; không đưa vào.",
        f"Lưu ý: Trang “Nhiệm vụ”, ô {openpyxl.utils.get_column_letter(due)}2: tiêu đề cột «Thời hạn hoàn thành» đã bị xóa; các ô ở dưới vẫn được hiểu là «Thời hạn hoàn thành».",
        f"Lưu ý: Trang “Nhiệm vụ”, ô {openpyxl.utils.get_column_letter(note)}2: tiêu đề cột «Ghi chú» đã đổi thành «Kết quả của ban»; các ô ở dưới vẫn được hiểu là «Ghi chú».",
        "Không có gì thay đổi.",
    ]


def test_a_workbook_of_another_kind_or_year_is_refused(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    assert small_desk.refused("--kind", "awards") == ["Tệp này là tệp xuất «Nhiệm vụ» (tasks), không phải awards. Bỏ --kind, hoặc chọn tệp khác."]
    assert small_desk.refused("--year", "2024") == ["Tệp này là tệp xuất của năm 2023, không phải 2024. Bỏ --year, hoặc chọn tệp khác."]


@pytest.mark.parametrize("arguments", [["import"], ["export", "nhiem-vu"], ["export", "tasks", "--year", "23"], ["import", "a.xlsx", "--bo"]])
def test_misuse_ends_with_2_and_a_vietnamese_line(arguments: list[str], capsys: Capsys) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "Lỗi: " in capsys.readouterr().err


def test_a_name_with_a_space_is_said_as_a_command_needs_it(small_desk: Desk, capsys: Capsys) -> None:
    path, data = small_desk.data.parent / "danh sách.xlsx", str(small_desk.data)
    assert main(["export", "movements", "--data", data, "-o", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f'Đã xuất "{path}": ')
    with pytest.raises(SystemExit) as left:
        main(["import", *str(path).rsplit(" ", 1), "--data", data])
    assert left.value.code == 2
    assert capsys.readouterr().err.endswith("Lỗi: thừa «sách.xlsx». Tên có dấu cách thì đặt cả tên trong ngoặc kép, ví dụ \"danh sách.xlsx\".\n")
    assert main(["import", "không có.xlsx", "--data", data]) == 1
    assert capsys.readouterr().err == 'Không có tệp "không có.xlsx". Xem lại tên và thư mục.\n'
    book = openpyxl.load_workbook(path)
    page = book["Phong trào"]
    page.cell(3, columns(page)["kind"]).value = "Loại lạ"
    book.save(path)
    assert main(["import", str(path), "--data", data]) == 1
    assert capsys.readouterr().err.endswith('1 lỗi; chưa ghi gì. Sửa trong "danh sách.xlsx" rồi nhập lại.\n')
    assert any("-m macros import \"TÊN_TỆP.xlsx\"." in str(row[0].value) for row in book["Hướng dẫn"].iter_rows())


def test_an_export_never_overwrites(small_desk: Desk) -> None:
    small_desk.export("units")
    assert main(["export", "units", "--data", str(small_desk.data), "-o", str(small_desk.book_path)]) == 1
    assert small_desk.capsys.readouterr().err == f"{small_desk.book_path} đã có. Chọn tên khác sau -o, hoặc xóa tệp đó trước.\n"


def test_what_does_not_fit_is_refused_not_cut(small_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = small_desk.data / "2023/tasks.yml"
    text = whole.read_text(encoding="utf-8")
    whole.write_text(text.replace("id: nv-2023-2\n", f"id: nv-2023-2\n  result_document: 9902-qd-mttw\n  note: {'dài ' * 9000}\n"), encoding="utf-8")
    assert main(["export", "tasks", "--data", str(small_desk.data), "-o", str(small_desk.book_path)]) == 1
    assert small_desk.capsys.readouterr().err == "nv-2023-2: Ghi chú dài hơn 32767 ký tự, một ô Excel không chứa hết. Sửa mục này trong tệp dữ liệu, không sửa bằng Excel.\n"
    whole.write_text(text, encoding="utf-8")
    monkeypatch.setattr(export_book, "MOST_ROWS", 4)
    assert main(["export", "tasks", "--data", str(small_desk.data), "-o", str(small_desk.book_path)]) == 1
    assert small_desk.capsys.readouterr().err == "Trang “Nhiệm vụ” sẽ có 4 dòng, quá nhiều để nhập lại. Xuất từng năm (--year) hoặc từng đơn vị (--unit).\n"
    assert not small_desk.book_path.exists()
