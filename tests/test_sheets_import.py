"""What an import takes and leaves alone: new records, others' changes kept, deletions only when asked."""

from __future__ import annotations

import openpyxl
import pytest

from macros.data import load
from tests.sheet_books import Desk, columns

TASKS, AWARDS, LIST = "Nhiệm vụ", "Khen thưởng", "Danh sách"


# --- new records and records within others -----------------------------------------------------------------------


def test_a_year_begins_with_an_empty_export(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2026")
    small_desk.add(TASKS, number="1", title="Họp: tổng kết", lead="Văn phòng", due="Quý IV/2026")
    small_desk.add(TASKS, number="1a", title="- Giao ban", lead="Văn phòng\nBan Xã hội", due="Thường xuyên", state="Đang thực hiện")
    code, _, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert (small_desk.data / "2026/tasks.yml").read_text(encoding="utf-8") == (
        '- id: nv-2026-001\n  number: 1\n  title: "Họp: tổng kết"\n  lead: van-phong\n  due: Quý IV/2026\n'
        '- id: nv-2026-002\n  number: 1a\n  title: "- Giao ban"\n  lead: [van-phong, ban-xa-hoi]\n  due: Thường xuyên\n  state: in_progress\n'
    )


def test_recipients_are_added_to_their_award(small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    small_desk.add(LIST, _parent="kt-2023-bk", name="Trần Văn Ví", post="Chuyên viên", unit="Văn phòng")
    small_desk.add(LIST, _parent="kt-2023-ldtt", name="Lê Thị Dụ", honorific="Bà")
    small_desk.add(LIST, _parent="kt-2023-ldtt", name="Lê Văn Dụ")
    code, _, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert small_desk.changed_lines() == [
        "+  recipients:", "+    - id: kt-2023-ldtt-001", "+      honorific: ba", "+      name: Lê Thị Dụ", "+    - id: kt-2023-ldtt-002", "+      name: Lê Văn Dụ",
        "+    - id: kt-2023-bk-3", "+      name: Trần Văn Ví", "+      post: Chuyên viên", "+      unit: van-phong",
    ]  # fmt: skip


def test_a_new_award_comes_with_its_list(small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    small_desk.add(AWARDS, id="kt-2023-moi", merit_year=2023, honour="Lao động tiên tiến", to="Cá nhân", decision="9902/QĐ-MTTW")
    small_desk.add(LIST, _parent="kt-2023-moi", name="Trần Văn Ví")
    code, _, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert small_desk.changed_lines() == [
        "+- id: kt-2023-moi", "+  merit_year: 2023", "+  honour: lao-dong-tien-tien", "+  to: individual", "+  decision: 9902-qd-mttw", "+  recipients:",
        "+    - id: kt-2023-moi-001", "+      name: Trần Văn Ví",
    ]  # fmt: skip


def test_a_new_award_and_its_list_need_no_id_typed(small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    row = small_desk.add(AWARDS, merit_year=2023, honour="Lao động tiên tiến", to="Cá nhân", decision="9902/QĐ-MTTW")
    small_desk.add(LIST, name="Trần Văn Ví")
    small_desk.add(LIST, _parent=f"Dòng {row}", name="Lê Thị Dụ")
    small_desk.add(LIST, _parent=f"dòng {small_desk.row_of(small_desk.book[AWARDS], 'kt-2023-bk')}", name="Lê Văn Dụ")
    code, out, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert f"Lưu ý: Trang “Danh sách”: 1 dòng để trống ô «Thuộc (mã)», được đưa vào bản ghi mới ở dòng {row} của trang “Khen thưởng”.\n" in out
    assert small_desk.changed_lines() == [
        "+    - id: kt-2023-bk-3", "+      name: Lê Văn Dụ",
        "+- id: kt-2023-lao-dong-tien-tien", "+  merit_year: 2023", "+  honour: lao-dong-tien-tien", "+  to: individual", "+  decision: 9902-qd-mttw", "+  recipients:",
        "+    - id: kt-2023-lao-dong-tien-tien-001", "+      name: Trần Văn Ví", "+    - id: kt-2023-lao-dong-tien-tien-002", "+      name: Lê Thị Dụ",
    ]  # fmt: skip
    before = small_desk.changed_lines()
    code, out, errors = small_desk.imported("--write")  # the same workbook again: what it added is known again
    assert (code, errors) == (0, "") and out.endswith("Không có gì thay đổi.\n")
    assert small_desk.changed_lines() == before


def test_a_list_that_may_belong_to_several_new_awards_is_asked_about(small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    first = small_desk.add(AWARDS, merit_year=2023, honour="Lao động tiên tiến", to="Cá nhân", decision="9902/QĐ-MTTW")
    second = small_desk.add(AWARDS, merit_year=2023, honour="Bằng khen của Uỷ ban Trung ương", to="Tập thể")
    row = small_desk.add(LIST, name="Trần Văn Ví")
    other = small_desk.add(LIST, _parent="dòng 99", name="Lê Thị Dụ")
    small_desk.add(LIST, _parent=f"dòng {second}", name="Lê Văn Dụ")
    assert small_desk.refused()[:2] == [
        f"Trang “Danh sách”, dòng {row}: trang “Khen thưởng” có 2 dòng mới chưa có mã (dòng {first}, {second}). "
        f"Ghi vào ô «Thuộc (mã)» dòng của bản ghi chứa dòng này, ví dụ «dòng {first}».",
        f"Trang “Danh sách”, dòng {other}: trang “Khen thưởng” không có bản ghi nào ở dòng 99. Xem lại số dòng, hoặc ghi mã.",
    ]


def test_a_row_without_an_owner_where_nothing_is_new_is_refused(small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    row = small_desk.add(LIST, name="Trần Văn Ví")
    assert small_desk.refused() == [
        f"Trang “Danh sách”, dòng {row}: chưa ghi mã của bản ghi chứa dòng này. Ghi mã có ở trang “Khen thưởng”.", "1 lỗi; chưa ghi gì. Sửa trong tep.xlsx rồi nhập lại.",
    ]  # fmt: skip


def test_a_new_unit_stands_in_the_list_of_units(small_desk: Desk) -> None:
    """Not at the file's end, where the list of structures stands."""
    small_desk.export("units")
    small_desk.add("Đơn vị", name="Ban Kinh tế", kind="Ban, đơn vị chuyên môn")
    assert small_desk.imported("--write")[0] == 0
    text = (small_desk.data / "units.yml").read_text(encoding="utf-8")
    assert "  - id: ban-kinh-te\n    name: Ban Kinh tế\n    kind: department\nstructures:\n" in text.replace("\n\n", "\n")


def test_a_row_within_nothing_is_refused(small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    row = small_desk.add(LIST, _parent="kt-2023-khong-co", name="Trần Văn Ví")
    assert small_desk.refused()[0] == f"Trang “Danh sách”, dòng {row}: không có bản ghi nào mang mã 'kt-2023-khong-co'. Ghi mã có ở trang “Khen thưởng”."


def test_records_without_ids_are_known_by_their_place(demo_desk: Desk) -> None:
    demo_desk.export("people")
    demo_desk.set("Chức vụ", "dang-an#1", "title", "Chức vụ khác")
    demo_desk.add("Chức vụ", _parent="dang-an", title="Chức vụ mới", since="02/2025")
    code, _, errors = demo_desk.imported("--write")
    assert (code, errors) == (0, "")
    lines = demo_desk.changed_lines()
    assert "+    - title: Chức vụ khác" in lines and lines[-2:] == ["+    - title: Chức vụ mới", "+      since: 02/2025"]
    assert [line[0] for line in lines] == ["-", "+", "+", "+"]


def test_a_workbook_imported_twice_adds_its_new_rows_once(small_desk: Desk) -> None:
    small_desk.export("awards")
    small_desk.add(AWARDS, _year="2023", id="kt-2023-moi", merit_year=2023, honour="Lao động tiên tiến", to="Cá nhân", declared=2)
    for parent in ("kt-2023-moi", "kt-2023-bk"):
        small_desk.add(LIST, _parent=parent, name="Trần Văn Ví", post="Chuyên viên")
    assert small_desk.imported("--write")[0] == 0
    assert small_desk.imported("--write") == (0, "Không có gì thay đổi.\n", "")
    page = small_desk.book[LIST]
    page.cell(page.max_row, columns(page)["note"]).value = "Ghi sau"
    code, _, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert [line for line in small_desk.changed_lines() if "note" in line] == ["+      note: Ghi sau"]
    small_desk.export("movements")
    for _ in range(2):
        small_desk.add("Các mốc", _parent="can-bo-gan-dan", when="2024", what="Sơ kết")
        assert small_desk.imported("--write")[0] == 0
    assert sum("what: Sơ kết" in line for line in small_desk.changed_lines()) == 2  # the second row was meant: the first had been taken


def test_an_id_that_somebody_else_gave_meanwhile_is_not_taken_over(small_desk: Desk) -> None:
    small_desk.export("movements")
    with (small_desk.data / "movements.yml").open("a", encoding="utf-8") as file:
        file.write("- id: moi\n  name: Của người khác\n  kind: campaign\n")
    row = small_desk.add("Phong trào", id="moi", name="Của tệp", kind="Cuộc vận động")
    code, _, errors = small_desk.imported("--write")
    assert code == 1
    assert errors.startswith(f"Trang “Phong trào”, ô A{row}: mã moi đã có trong dữ liệu.")


# --- deletions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("emptied", [True, False])
def test_rows_that_went_are_removed_only_when_asked(emptied: bool, demo_desk: Desk) -> None:
    demo_desk.export("awards", "--year", "2024")
    page = demo_desk.book[LIST]
    row = demo_desk.row_of(page, "kt-2024-bk-02")
    if emptied:
        for key, column in columns(page).items():
            if key not in ("id", "_parent"):
                page.cell(row, column).value = None
    else:
        page.delete_rows(row)
    code, out, _ = demo_desk.imported("--write")
    assert (code, out) == (0, "1 bản ghi không có trong tệp; giữ nguyên (thêm --remove để xóa):\n- Danh sách: kt-2024-bk-02\nKhông có gì thay đổi.\n")
    assert demo_desk.changed_lines() == []
    code, _, errors = demo_desk.imported("--write", "--remove")
    assert (code, errors) == (0, "")
    lines = demo_desk.changed_lines()
    assert "kt-2024-bk-02" in lines[0] and all(line.startswith("-") for line in lines)
    assert "kt-2024-bk-02" not in load(demo_desk.data).data.by_id


def test_a_removed_award_takes_its_list_along(small_desk: Desk) -> None:
    small_desk.export("awards", "--year", "2023")
    small_desk.book[AWARDS].delete_rows(small_desk.row_of(small_desk.book[AWARDS], "kt-2023-bk"))
    code, _, errors = small_desk.imported("--write", "--remove")
    assert (code, errors) == (0, "")
    text = (small_desk.source / "2023/awards.yml").read_text(encoding="utf-8")
    assert (small_desk.data / "2023/awards.yml").read_text(encoding="utf-8") == text[: text.index("- id: kt-2023-bk\n")]


# --- others changed the data meanwhile ---------------------------------------------------------------------------


def test_what_others_changed_since_the_export_stays(small_desk: Desk) -> None:
    small_desk.export("tasks", "--year", "2023")
    after = small_desk.edited_by_another("2023/tasks.yml", "id: nv-2023-2\n", "id: nv-2023-2\n  note: của người khác\n")
    small_desk.set(TASKS, "nv-2023-2", "product", "Sản phẩm mới")
    code, _, errors = small_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert small_desk.changed_lines(after)[-1] == "+  product: Sản phẩm mới"
    assert "  note: của người khác\n" in (small_desk.data / "2023/tasks.yml").read_text(encoding="utf-8")


def test_a_field_that_both_changed_is_a_problem(small_desk: Desk) -> None:
    small_desk.edited_by_another("2023/tasks.yml", "id: nv-2023-2\n", "id: nv-2023-2\n  note: cũ\n")
    small_desk.export("tasks", "--year", "2023")
    path = small_desk.data / "2023/tasks.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("note: cũ", "note: của người khác"), encoding="utf-8")
    cell = small_desk.set(TASKS, "nv-2023-2", "note", "của tệp")
    code, _, errors = small_desk.imported("--write")
    assert code == 1
    assert errors.startswith(f"Trang “Nhiệm vụ”, ô {cell}: Ghi chú đã được người khác đổi thành «của người khác» sau khi tệp này được xuất.")
    small_desk.set(TASKS, "nv-2023-2", "note", "của người khác")
    assert small_desk.imported("--write")[:2] == (0, "Không có gì thay đổi.\n")


def test_a_record_that_others_removed_is_not_brought_back(small_desk: Desk) -> None:
    small_desk.export("movements")
    path = small_desk.data / "movements.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("- id: can-bo-gan-dan")
    path.write_text(text[:start], encoding="utf-8")
    code, out, _ = small_desk.imported("--write")
    assert code == 0 and "can-bo-gan-dan đã bị xóa khỏi dữ liệu sau khi tệp này được xuất; bỏ qua." in out
    cell = small_desk.set("Phong trào", "can-bo-gan-dan", "name", "Tên khác")
    code, _, errors = small_desk.imported("--write")
    assert code == 1 and errors.startswith(f"Trang “Phong trào”, ô {cell}: can-bo-gan-dan đã bị xóa khỏi dữ liệu")


def test_an_export_for_one_unit_holds_its_records_only(demo_desk: Desk) -> None:
    book = demo_desk.export("tasks", "--year", "2024", "--unit", "Ban Đối ngoại")
    page = book[TASKS]
    ids = [page.cell(row, 1).value for row in range(3, page.max_row + 1)]
    data = load(demo_desk.data).data
    mine = [task.id for task in data.years[2024].tasks if "ban-doi-ngoai" in (*task.lead, *task.partner, task.reassigned_to)]
    assert ids == mine
    demo_desk.set(TASKS, mine[0], "note", "Ghi chú của Ban")
    code, out, errors = demo_desk.imported("--write", "--remove")
    assert (code, errors) == (0, "") and "không có trong tệp" not in out
    assert len(demo_desk.changed_lines()) <= 2


def test_sheets_are_locked_but_for_what_may_change(small_desk: Desk) -> None:
    book = small_desk.export("tasks", "--year", "2023")
    page = book[TASKS]
    assert page.protection.sheet and not page.protection.password
    assert page["A3"].protection.locked and not page["C3"].protection.locked and not page.column_dimensions["A"].protection.locked
    assert page.row_dimensions[1].hidden and book["_"].sheet_state == "veryHidden"
    assert page["C2"].comment.text == "Nhiệm vụ cụ thể. Tên nhiệm vụ đúng như kế hoạch ghi. Bắt buộc."
    chosen = {str(rule.sqref).split(":")[0]: (rule.formula1, rule.errorStyle) for rule in page.data_validations.dataValidation}
    state, lead = (f"{openpyxl.utils.get_column_letter(columns(page)[key])}3" for key in ("state", "lead"))
    assert chosen[state] == ("'Danh mục'!$G$2:$G$9", None) and chosen[lead] == ("'Danh mục'!$D$2:$D$7", "warning")
    heads = [cell.value for cell in openpyxl.load_workbook(small_desk.book_path)["Danh mục"][1]]
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
def test_a_record_within_is_changed_field_by_field(cells: dict[str, str | None], lines: list[str], demo_desk: Desk) -> None:
    document = next(one for one in load(demo_desk.data).data.documents.values() if one.signer and one.signer.person == "dang-an" and not one.effect_checked)
    demo_desk.export("documents")
    for key, value in cells.items():
        demo_desk.set("Văn bản", document.id, key, value)
    code, _, errors = demo_desk.imported("--write")
    assert (code, errors) == (0, "")
    assert demo_desk.changed_lines() == lines
