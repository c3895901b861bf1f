"""What an import takes, refuses and leaves alone: every problem by sheet and cell, others' changes kept, deletions only when asked."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from macros.__main__ import main
from macros.data import load
from macros.sheets import export_book
from tests.office_files import word_file
from tests.sheet_books import Desk, columns
from tests.sites import DEMO, REPOSITORY, SMALL

Capsys = pytest.CaptureFixture[str]
TASKS, AWARDS, LIST = "Nhiệm vụ", "Khen thưởng", "Danh sách"


@pytest.fixture
def demo(tmp_path: Path, capsys: Capsys) -> Desk:
    return Desk(tmp_path, DEMO, capsys)


@pytest.fixture
def small(tmp_path: Path, capsys: Capsys) -> Desk:
    return Desk(tmp_path, SMALL, capsys)


def edit(desk: Desk, name: str, old: str, new: str) -> Path:
    """Change the data as somebody else would, after the export; return a copy of the folder as it then is."""
    path = desk.data / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = desk.data.parent / "after"
    shutil.copytree(desk.data, after)
    return after


def refused(desk: Desk, *arguments: str) -> list[str]:
    """Import what must be refused; return the lines of the refusal. Nothing may have changed."""
    code, _, errors = desk.imported("--write", *arguments)
    assert code == 1
    assert desk.changed_lines() == []
    return errors.splitlines()


# --- problems ----------------------------------------------------------------------------------------------------


def test_every_problem_names_its_sheet_and_cell(small: Desk) -> None:
    small.export("tasks", "--year", "2023")
    due = small.set(TASKS, "nv-2023-2", "due", "31/02/2023")
    state = small.set(TASKS, "nv-2023-2", "state", "Xong")
    partner = small.set(TASKS, "nv-2023-1", "partner", "Văn phòng\nVăn phòng")
    assert refused(small) == [
        f"Trang “Nhiệm vụ”, ô {partner}: Đơn vị phối hợp: «Văn phòng» vừa chủ trì vừa phối hợp nhiệm vụ 1. Bỏ một chỗ.",
        f"Trang “Nhiệm vụ”, ô {due}: Thời hạn hoàn thành: '31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023.",
        f"Trang “Nhiệm vụ”, ô {state}: Trạng thái: 'Xong' không có trong danh mục. Viết một trong: Chưa thực hiện; Đang thực hiện; Đã trình, chờ phê duyệt; "
        "Hoàn thành; Dừng thực hiện; Chuyển sang năm sau; Rút khỏi kế hoạch; Chuyển đơn vị khác chủ trì.",
        "3 lỗi; chưa ghi gì. Sửa trong tep.xlsx rồi nhập lại.",
    ]  # fmt: skip


def test_an_unknown_unit_comes_with_the_nearest_or_with_a_ready_line(small: Desk) -> None:
    small.export("tasks", "--year", "2023")
    cell = small.set(TASKS, "nv-2023-1", "lead", "Ban Xã hộii")
    other = small.set(TASKS, "nv-2023-2", "lead", "Ban Kinh tế")
    many = small.set(TASKS, "nv-2023-1", "partner", "Ban Tổ chức, Kiểm tra, Ban Xã hội")
    assert refused(small) == [
        f"Trang “Nhiệm vụ”, ô {cell}: không có đơn vị 'Ban Xã hộii' trong units.yml. Có phải «Ban Xã hội»? Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml.",
        f"Trang “Nhiệm vụ”, ô {many}: 'Ban Tổ chức, Kiểm tra, Ban Xã hội' là 2 đơn vị (Ban Tổ chức, Kiểm tra; Ban Xã hội). Viết mỗi đơn vị trên một dòng trong ô (Alt+Enter).",
        f"Trang “Nhiệm vụ”, ô {other}: không có đơn vị 'Ban Kinh tế' trong units.yml. Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml.",
        "3 lỗi; chưa ghi gì. Sửa trong tep.xlsx rồi nhập lại.",
        "Dòng có thể thêm vào dữ liệu, sau khi xem lại:",
        "  - id: ban-kinh-te", "    name: Ban Kinh tế", "    kind: department",
    ]  # fmt: skip


def test_names_that_are_not_known_hide_no_other_problem(small: Desk) -> None:
    small.export("tasks")
    lead = small.set(TASKS, "nv-2023-1", "lead", "Ban Không Có")
    due = small.set(TASKS, "nv-2023-2", "due", "31/02/2023")
    row = small.add(TASKS, title="Việc chưa ghi năm", lead="Văn phòng")
    other = small.add(TASKS, _year="2024", title="Việc mới", lead="Ban Không Có")
    assert [line.split(": ")[0] for line in refused(small)[:4]] == [f"Trang “Nhiệm vụ”, ô {cell}" for cell in (lead, due, f"A{row}", f"{lead[0]}{other}")]
    assert len(refused(small)) == 4 + 1 + 1 + 3


def test_a_missing_field_of_a_new_row_names_its_cell(small: Desk) -> None:
    small.export("tasks", "--year", "2023")
    row = small.add(TASKS, lead="Văn phòng", due="2023")
    lines = refused(small)
    assert [line.split(": ", 1)[0] for line in lines[:-1]] == [f"Trang “Nhiệm vụ”, ô {openpyxl.utils.get_column_letter(columns(small.book[TASKS])['title'])}{row}"]
    assert "title" not in lines[0]


def test_a_copied_row_is_not_taken_for_the_record(small: Desk) -> None:
    small.export("tasks", "--year", "2023")
    page = small.book[TASKS]
    first = small.row_of(page, "nv-2023-1")
    last = page.max_row + 1
    for cell in page[first]:
        page.cell(last, cell.column).value = cell.value
    assert refused(small)[0] == f"Trang “Nhiệm vụ”, dòng {last}: mã nv-2023-1 đã có ở dòng {first}. Dòng mới thì để trống ô mã."


def test_problems_that_stood_before_are_not_the_imports(small: Desk) -> None:
    edit(small, "2023/tasks.yml", "id: nv-2023-2\n", "id: nv-2023-2\n  reassigned_to: khong-co\n")
    assert load(small.data).problems != []
    small.export("tasks", "--year", "2023")
    small.set(TASKS, "nv-2023-1", "note", "Thêm ghi chú")
    code, _, errors = small.imported("--write")
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
def test_what_no_cell_can_show_is_neither_exported_nor_lost(old: str, new: str, said: str, small: Desk) -> None:
    small.export("awards", "--year", "2023")
    small.set(LIST, "kt-2023-bk-2", "note", "Ghi chú mới")
    after = edit(small, "2023/awards.yml", old, new)
    code, _, errors = small.imported("--write")
    assert code == 1 and said in errors
    assert small.changed_lines(after) == []
    assert main(["export", "awards", "--data", str(small.data), "-o", str(small.data.parent / "khac.xlsx")]) == 1
    assert said in small.capsys.readouterr().err


def test_what_breaks_elsewhere_is_said_too(small: Desk) -> None:
    small.export("people")
    page = small.book["Người"]
    page.delete_rows(small.row_of(page, "khuc-thi-hoa"))
    inner = small.book["Chức vụ"]
    inner.delete_rows(small.row_of(inner, "khuc-thi-hoa#1"))
    lines = refused(small, "--remove")
    assert lines[0].startswith(f"Trong dữ liệu, do lần nhập này: {small.data}/2023/")
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
def test_a_spoilt_workbook_is_refused_in_a_sentence(spoil: object, said: str, small: Desk) -> None:
    small.export("tasks", "--year", "2023")
    spoil(small.book)  # type: ignore[operator]
    lines = refused(small)
    assert len(lines) == 1 and lines[0].startswith(said)


def test_a_workbook_of_another_kind_or_year_is_refused(small: Desk) -> None:
    small.export("tasks", "--year", "2023")
    assert refused(small, "--kind", "awards") == ["Tệp này là tệp xuất «Nhiệm vụ» (tasks), không phải awards. Bỏ --kind, hoặc chọn tệp khác."]
    assert refused(small, "--year", "2024") == ["Tệp này là tệp xuất của năm 2023, không phải 2024. Bỏ --year, hoặc chọn tệp khác."]


@pytest.mark.parametrize("arguments", [["import"], ["export", "nhiem-vu"], ["export", "tasks", "--year", "23"], ["import", "a.xlsx", "--bo"]])
def test_misuse_ends_with_2_and_a_vietnamese_line(arguments: list[str], capsys: Capsys) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "Lỗi: " in capsys.readouterr().err


def test_an_export_never_overwrites(small: Desk) -> None:
    small.export("units")
    assert main(["export", "units", "--data", str(small.data), "-o", str(small.book_path)]) == 1
    assert small.capsys.readouterr().err == f"{small.book_path} đã có. Chọn tên khác sau -o, hoặc xóa tệp đó trước.\n"


def test_what_does_not_fit_is_refused_not_cut(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = small.data / "2023/tasks.yml"
    text = whole.read_text(encoding="utf-8")
    whole.write_text(text.replace("id: nv-2023-2\n", f"id: nv-2023-2\n  result_document: 9902-qd-mttw\n  note: {'dài ' * 9000}\n"), encoding="utf-8")
    assert main(["export", "tasks", "--data", str(small.data), "-o", str(small.book_path)]) == 1
    assert small.capsys.readouterr().err == "nv-2023-2: Ghi chú dài hơn 32767 ký tự, một ô Excel không chứa hết. Sửa mục này trong tệp dữ liệu, không sửa bằng Excel.\n"
    whole.write_text(text, encoding="utf-8")
    monkeypatch.setattr(export_book, "MOST_ROWS", 4)
    assert main(["export", "tasks", "--data", str(small.data), "-o", str(small.book_path)]) == 1
    assert small.capsys.readouterr().err == "Trang “Nhiệm vụ” sẽ có 4 dòng, quá nhiều để nhập lại. Xuất từng năm (--year) hoặc từng đơn vị (--unit).\n"
    assert not small.book_path.exists()


# --- new records and records within others -----------------------------------------------------------------------


def test_a_year_begins_with_an_empty_export(small: Desk) -> None:
    small.export("tasks", "--year", "2026")
    small.add(TASKS, number="1", title="Họp: tổng kết", lead="Văn phòng", due="Quý IV/2026")
    small.add(TASKS, number="1a", title="- Giao ban", lead="Văn phòng\nBan Xã hội", due="Thường xuyên", state="Đang thực hiện")
    code, _, errors = small.imported("--write")
    assert (code, errors) == (0, "")
    assert (small.data / "2026/tasks.yml").read_text(encoding="utf-8") == (
        '- id: nv-2026-001\n  number: 1\n  title: "Họp: tổng kết"\n  lead: van-phong\n  due: Quý IV/2026\n'
        '- id: nv-2026-002\n  number: 1a\n  title: "- Giao ban"\n  lead: [van-phong, ban-xa-hoi]\n  due: Thường xuyên\n  state: in_progress\n'
    )


def test_recipients_are_added_to_their_award(small: Desk) -> None:
    small.export("awards", "--year", "2023")
    small.add(LIST, _parent="kt-2023-bk", name="Trần Văn Ví", post="Chuyên viên", unit="Văn phòng")
    small.add(LIST, _parent="kt-2023-ldtt", name="Lê Thị Dụ", honorific="Bà")
    small.add(LIST, _parent="kt-2023-ldtt", name="Lê Văn Dụ")
    code, _, errors = small.imported("--write")
    assert (code, errors) == (0, "")
    assert small.changed_lines() == [
        "+  recipients:", "+    - id: kt-2023-ldtt-001", "+      honorific: ba", "+      name: Lê Thị Dụ", "+    - id: kt-2023-ldtt-002", "+      name: Lê Văn Dụ",
        "+    - id: kt-2023-bk-3", "+      name: Trần Văn Ví", "+      post: Chuyên viên", "+      unit: van-phong",
    ]  # fmt: skip


def test_a_new_award_comes_with_its_list(small: Desk) -> None:
    small.export("awards", "--year", "2023")
    small.add(AWARDS, id="kt-2023-moi", merit_year=2023, honour="Lao động tiên tiến", to="Cá nhân", decision="9902/QĐ-MTTW")
    small.add(LIST, _parent="kt-2023-moi", name="Trần Văn Ví")
    code, _, errors = small.imported("--write")
    assert (code, errors) == (0, "")
    assert small.changed_lines() == [
        "+- id: kt-2023-moi", "+  merit_year: 2023", "+  honour: lao-dong-tien-tien", "+  to: individual", "+  decision: 9902-qd-mttw", "+  recipients:",
        "+    - id: kt-2023-moi-001", "+      name: Trần Văn Ví",
    ]  # fmt: skip


def test_a_row_within_nothing_is_refused(small: Desk) -> None:
    small.export("awards", "--year", "2023")
    row = small.add(LIST, _parent="kt-2023-khong-co", name="Trần Văn Ví")
    assert refused(small)[0] == f"Trang “Danh sách”, dòng {row}: không có bản ghi nào mang mã 'kt-2023-khong-co'. Ghi mã có ở trang “Khen thưởng”."


def test_records_without_ids_are_known_by_their_place(demo: Desk) -> None:
    demo.export("people")
    demo.set("Chức vụ", "dang-an#1", "title", "Chức vụ khác")
    demo.add("Chức vụ", _parent="dang-an", title="Chức vụ mới", since="02/2025")
    code, _, errors = demo.imported("--write")
    assert (code, errors) == (0, "")
    lines = demo.changed_lines()
    assert "+    - title: Chức vụ khác" in lines and lines[-2:] == ["+    - title: Chức vụ mới", "+      since: 02/2025"]
    assert [line[0] for line in lines] == ["-", "+", "+", "+"]


def test_a_workbook_imported_twice_adds_its_new_rows_once(small: Desk) -> None:
    small.export("awards")
    small.add(AWARDS, _year="2023", id="kt-2023-moi", merit_year=2023, honour="Lao động tiên tiến", to="Cá nhân", declared=2)
    for parent in ("kt-2023-moi", "kt-2023-bk"):
        small.add(LIST, _parent=parent, name="Trần Văn Ví", post="Chuyên viên")
    assert small.imported("--write")[0] == 0
    assert small.imported("--write") == (0, "Không có gì thay đổi.\n", "")
    page = small.book[LIST]
    page.cell(page.max_row, columns(page)["note"]).value = "Ghi sau"
    code, _, errors = small.imported("--write")
    assert (code, errors) == (0, "")
    assert [line for line in small.changed_lines() if "note" in line] == ["+      note: Ghi sau"]
    small.export("movements")
    for _ in range(2):
        small.add("Các mốc", _parent="can-bo-gan-dan", when="2024", what="Sơ kết")
        assert small.imported("--write")[0] == 0
    assert sum("what: Sơ kết" in line for line in small.changed_lines()) == 2  # the second row was meant: the first had been taken


def test_an_id_that_somebody_else_gave_meanwhile_is_not_taken_over(small: Desk) -> None:
    small.export("movements")
    with (small.data / "movements.yml").open("a", encoding="utf-8") as file:
        file.write("- id: moi\n  name: Của người khác\n  kind: campaign\n")
    row = small.add("Phong trào", id="moi", name="Của tệp", kind="Cuộc vận động")
    code, _, errors = small.imported("--write")
    assert code == 1
    assert errors.startswith(f"Trang “Phong trào”, ô A{row}: mã moi đã có trong dữ liệu.")


# --- deletions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("emptied", [True, False])
def test_rows_that_went_are_removed_only_when_asked(emptied: bool, demo: Desk) -> None:
    demo.export("awards", "--year", "2024")
    page = demo.book[LIST]
    row = demo.row_of(page, "kt-2024-bk-02")
    if emptied:
        for key, column in columns(page).items():
            if key not in ("id", "_parent"):
                page.cell(row, column).value = None
    else:
        page.delete_rows(row)
    code, out, _ = demo.imported("--write")
    assert (code, out) == (0, "1 bản ghi không có trong tệp; giữ nguyên (thêm --remove để xóa):\n- Danh sách: kt-2024-bk-02\nKhông có gì thay đổi.\n")
    assert demo.changed_lines() == []
    code, _, errors = demo.imported("--write", "--remove")
    assert (code, errors) == (0, "")
    lines = demo.changed_lines()
    assert "kt-2024-bk-02" in lines[0] and all(line.startswith("-") for line in lines)
    assert "kt-2024-bk-02" not in load(demo.data).data.by_id


def test_a_removed_award_takes_its_list_along(small: Desk) -> None:
    small.export("awards", "--year", "2023")
    small.book[AWARDS].delete_rows(small.row_of(small.book[AWARDS], "kt-2023-bk"))
    code, _, errors = small.imported("--write", "--remove")
    assert (code, errors) == (0, "")
    text = (small.source / "2023/awards.yml").read_text(encoding="utf-8")
    assert (small.data / "2023/awards.yml").read_text(encoding="utf-8") == text[: text.index("- id: kt-2023-bk\n")]


# --- others changed the data meanwhile ---------------------------------------------------------------------------


def test_what_others_changed_since_the_export_stays(small: Desk) -> None:
    small.export("tasks", "--year", "2023")
    after = edit(small, "2023/tasks.yml", "id: nv-2023-2\n", "id: nv-2023-2\n  note: của người khác\n")
    small.set(TASKS, "nv-2023-2", "product", "Sản phẩm mới")
    code, _, errors = small.imported("--write")
    assert (code, errors) == (0, "")
    assert small.changed_lines(after)[-1] == "+  product: Sản phẩm mới"
    assert "  note: của người khác\n" in (small.data / "2023/tasks.yml").read_text(encoding="utf-8")


def test_a_field_that_both_changed_is_a_problem(small: Desk) -> None:
    edit(small, "2023/tasks.yml", "id: nv-2023-2\n", "id: nv-2023-2\n  note: cũ\n")
    small.export("tasks", "--year", "2023")
    path = small.data / "2023/tasks.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("note: cũ", "note: của người khác"), encoding="utf-8")
    cell = small.set(TASKS, "nv-2023-2", "note", "của tệp")
    code, _, errors = small.imported("--write")
    assert code == 1
    assert errors.startswith(f"Trang “Nhiệm vụ”, ô {cell}: Ghi chú đã được người khác đổi thành «của người khác» sau khi tệp này được xuất.")
    small.set(TASKS, "nv-2023-2", "note", "của người khác")
    assert small.imported("--write")[:2] == (0, "Không có gì thay đổi.\n")


def test_a_record_that_others_removed_is_not_brought_back(small: Desk) -> None:
    small.export("movements")
    path = small.data / "movements.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("- id: can-bo-gan-dan")
    path.write_text(text[:start], encoding="utf-8")
    code, out, _ = small.imported("--write")
    assert code == 0 and "can-bo-gan-dan đã bị xóa khỏi dữ liệu sau khi tệp này được xuất; bỏ qua." in out
    cell = small.set("Phong trào", "can-bo-gan-dan", "name", "Tên khác")
    code, _, errors = small.imported("--write")
    assert code == 1 and errors.startswith(f"Trang “Phong trào”, ô {cell}: can-bo-gan-dan đã bị xóa khỏi dữ liệu")


def test_an_export_for_one_unit_holds_its_records_only(demo: Desk) -> None:
    book = demo.export("tasks", "--year", "2024", "--unit", "Ban Đối ngoại")
    page = book[TASKS]
    ids = [page.cell(row, 1).value for row in range(3, page.max_row + 1)]
    data = load(demo.data).data
    mine = [task.id for task in data.years[2024].tasks if "ban-doi-ngoai" in (*task.lead, *task.partner, task.reassigned_to)]
    assert ids == mine
    demo.set(TASKS, mine[0], "note", "Ghi chú của Ban")
    code, out, errors = demo.imported("--write", "--remove")
    assert (code, errors) == (0, "") and "không có trong tệp" not in out
    assert len(demo.changed_lines()) <= 2


def test_sheets_are_locked_but_for_what_may_change(small: Desk) -> None:
    book = small.export("tasks", "--year", "2023")
    page = book[TASKS]
    assert page.protection.sheet and not page.protection.password
    assert page["A3"].protection.locked and not page["C3"].protection.locked and not page.column_dimensions["A"].protection.locked
    assert page.row_dimensions[1].hidden and book["_"].sheet_state == "veryHidden"
    assert page["C2"].comment.text == "Nhiệm vụ cụ thể. Tên nhiệm vụ đúng như kế hoạch ghi. Bắt buộc."
    chosen = {str(rule.sqref).split(":")[0]: (rule.formula1, rule.errorStyle) for rule in page.data_validations.dataValidation}
    state, lead = (f"{openpyxl.utils.get_column_letter(columns(page)[key])}3" for key in ("state", "lead"))
    assert chosen[state] == ("'Danh mục'!$G$2:$G$9", None) and chosen[lead] == ("'Danh mục'!$D$2:$D$7", "warning")
    heads = [cell.value for cell in openpyxl.load_workbook(small.book_path)["Danh mục"][1]]
    assert heads == ["Nguồn giao", "Lĩnh vực công tác", "Trọng tâm công tác", "Đơn vị", "Người", "Văn bản", "Trạng thái"]


# --- a record within a record, in columns of its own --------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ({"signer.capacity": None}, ['-    capacity: "TM. BAN THƯỜNG TRỰC, PHÓ CHỦ TỊCH"']),
        ({"signer.name": None, "signer.person": None, "signer.capacity": None}, ["-  signer:", "-    name: Đặng Ân", "-    person: dang-an", '-    capacity: "TM. BAN THƯỜNG TRỰC, PHÓ CHỦ TỊCH"']),
        ({"signer.capacity": "KT. CHỦ TỊCH"}, ['-    capacity: "TM. BAN THƯỜNG TRỰC, PHÓ CHỦ TỊCH"', '+    capacity: "KT. CHỦ TỊCH"']),
        ({"effect_checked.day": "12/01/2025", "effect_checked.source": "ban-tin-hoi-nghi-2025"}, ["+  effect_checked:", "+    day: 12/01/2025", "+    source: ban-tin-hoi-nghi-2025"]),
    ],
)
def test_a_record_within_is_changed_field_by_field(cells: dict[str, str | None], lines: list[str], demo: Desk) -> None:
    document = next(one for one in load(demo.data).data.documents.values() if one.signer and one.signer.person == "dang-an" and not one.effect_checked)
    demo.export("documents")
    for key, value in cells.items():
        demo.set("Văn bản", document.id, key, value)
    code, _, errors = demo.imported("--write")
    assert (code, errors) == (0, "")
    assert demo.changed_lines() == lines


# --- offices' files ----------------------------------------------------------------------------------------------


def test_a_list_in_word_becomes_awards(small: Desk) -> None:
    path = word_file(
        small.data.parent / "danh-sach.docx", "DANH SÁCH TẶNG BẰNG KHEN NĂM 2023",
        [["TT", "Họ và tên", "Chức vụ", "Đơn vị công tác"], ["1", "Ông Trần Văn Ví", "Chuyên viên", "Văn phòng"], ["2", "Bà Khúc Thị Hòa", "", "Ban Tổ chức, Kiểm tra"]],
    )  # fmt: skip
    code, _, errors = small.imported("--write", path=path)
    assert (code, errors) == (0, "")
    assert small.changed_lines() == [
        "+      honorific: ba", "+      unit: ban-to-chuc", "+    - id: kt-2023-bk-3", "+      honorific: ong", "+      name: Trần Văn Ví", "+      post: Chuyên viên",
        "+      workplace: Văn phòng", "+      unit: van-phong",
    ]  # fmt: skip
    assert small.imported("--write", path=path)[1].endswith("Không có gì thay đổi.\n")


def test_a_table_of_tasks_in_csv_changes_what_differs_and_empties_nothing(small: Desk) -> None:
    tasks = load(small.data).data.years[2023].tasks
    lines = ["TT;Tên nhiệm vụ;Đơn vị chủ trì;Thời hạn;Sản phẩm", *(f"{task.number or ''};{task.title};Văn phòng;30/06/2023;" for task in tasks)]
    path = small.data.parent / "bang.csv"
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    code, _, errors = small.imported("--write", "--year", "2023", path=path)
    after = load(small.data).data.years[2023].tasks
    assert (code, errors) == (0, "")
    assert [(task.id, task.lead) for task in after] == [(task.id, ("van-phong",)) for task in tasks]
    assert [task.product for task in after] == [task.product for task in tasks]


def test_a_task_reworded_in_an_annex_is_asked_about_not_entered_twice(small: Desk) -> None:
    path = small.data.parent / "bang.csv"
    path.write_text("TT;Tên nhiệm vụ;Đơn vị chủ trì\n1;Hướng dẫn Ngày hội;Văn phòng\n2;Số hóa hồ sơ lưu trữ;Văn phòng\n3;Việc mới;Văn phòng\n", "utf-8")
    code, out, errors = small.imported("--write", "--year", "2023", path=path)
    assert code == 1 and small.changed_lines() == []
    assert out == "Lưu ý: 2 nhiệm vụ mới chưa ghi nguồn. Sau khi ghi vào dữ liệu, bổ sung nguồn (mục source) cho các nhiệm vụ ấy.\n"
    assert errors.splitlines() == [
        "Ô B2: số của dòng này đang là số của nhiệm vụ «Hướng dẫn tổ chức Ngày hội ở khu dân cư» (nv-2023-1). Có phải nhiệm vụ ấy đổi tên? Nếu phải, sửa tên trong tệp xuất ra"
        " (export tasks --year 2023), nhập tệp ấy rồi nhập lại tệp này; nếu là nhiệm vụ khác, ghi số khác.",
        "1 lỗi; chưa ghi gì. Sửa trong bang.csv rồi nhập lại. Xem cả 1 lưu ý ở trên.",
    ]


def test_a_subject_that_an_office_s_list_shortens_is_said(small: Desk) -> None:
    document = next(one for one in load(small.data).data.documents.values() if one.number and one.issued and one.kind == "decision")
    path = small.data.parent / "van-ban.csv"
    path.write_text(f"Số, ký hiệu;Tên loại;Ngày ban hành;Trích yếu\n{document.number};Quyết định;{document.issued};{document.subject[:8]}\n", "utf-8")
    code, out, errors = small.imported(path=path)
    assert (code, errors) == (0, "")
    assert "> - **Trích yếu ngắn đi**: Văn bản " in out
    assert f"Lưu ý: Ô D2: trích yếu ngắn hơn trích yếu đang có của {document.id}, «{document.subject}»; ghi vào là mất phần ấy.\n" in out


def test_remarks_come_behind_the_report(small: Desk) -> None:
    path = small.data.parent / "bang.csv"
    path.write_text("TT;Tên nhiệm vụ;Đơn vị chủ trì\n1;Hướng dẫn tổ chức Ngày hội ở khu dân cư;Văn phòng\n3;Việc mới;Văn phòng\n", "utf-8")
    code, out, errors = small.imported("--year", "2023", path=path)
    assert (code, errors) == (0, "")
    assert out.startswith("# Báo cáo thay đổi: thêm 1, sửa 1 bản ghi\n")
    assert out.endswith(
        "Lưu ý: 1 nhiệm vụ mới chưa ghi nguồn. Sau khi ghi vào dữ liệu, bổ sung nguồn (mục source) cho các nhiệm vụ ấy.\n\nChưa ghi gì. Thêm --write để ghi vào: 2023/tasks.yml.\n"
    )


def test_a_person_at_a_terminal_sees_no_marks_of_markdown(small: Desk) -> None:
    path = small.data.parent / "bang.csv"
    path.write_text("TT;Tên nhiệm vụ;Đơn vị chủ trì\n3;Việc *mới* <b>;Văn phòng\n", "utf-8")
    command = [sys.executable, "-m", "macros", "import", str(path), "--year", "2023", "--data", str(small.data)]
    shown = at_a_terminal(command)
    assert shown == [
        "Báo cáo thay đổi: thêm 1 bản ghi", "", "Cần xem kỹ", "", "- Tổng số thay đổi: Số nhiệm vụ theo kế hoạch trong danh mục năm 2023: 2 → 3.", "",
        "Loại      Thêm  Sửa  Bỏ", "Nhiệm vụ     1    –   –", "", "Đơn vị (chủ trì, tổ chức, ban hành, được khen)  Thêm  Sửa  Bỏ",
        "Văn phòng                                          1    –   –", "", "Nội dung thay đổi", "", "Nhiệm vụ năm 2023", "",
        "- Thêm nhiệm vụ 3 (năm 2023) “Việc *mới* <b>”: nguồn giao: Kế hoạch năm; đơn vị chủ trì: Văn phòng; trạng thái: Chưa thực hiện.", "",
        "Lưu ý: 1 nhiệm vụ mới chưa ghi nguồn. Sau khi ghi vào dữ liệu, bổ sung nguồn (mục source) cho các nhiệm vụ ấy.", "",
        "Chưa ghi gì. Thêm --write để ghi vào: 2023/tasks.yml.",
    ]  # fmt: skip


def at_a_terminal(command: list[str]) -> list[str]:
    """Run a command whose output is a terminal; return the lines that a person would see."""
    ours, its = pty.openpty()
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=its, stderr=subprocess.DEVNULL) as process:
        os.close(its)
        parts = []
        with contextlib.suppress(OSError):  # what Linux says when the other end is closed
            while part := os.read(ours, 4096):
                parts.append(part)
        os.close(ours)
    assert process.returncode == 0
    return b"".join(parts).decode().splitlines()
