"""Files as grids: every format and encoding read the same, what cannot be read safely refused in one sentence."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from macros.sheets.grids import Grid, GridCell, Unreadable, read_grids
from tests.office_files import rewritten, windows_1258, with_shared_strings, word_file, workbook

PLAIN = [["TT", "Nội dung công việc", "Thời hạn"], [1, "Đại hội, hội nghị", "Quý II/2025"], [2, "Ủy ban", "31/12"]]
TEXTS = [["TT", "Nội dung công việc", "Thời hạn"], ["1", "Đại hội, hội nghị", "Quý II/2025"], ["2", "Ủy ban", "31/12"]]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_grids(path)
    return str(caught.value)


# --- text tables ---


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1258"])
def test_csv_reads_the_same_in_every_encoding_and_with_every_separator(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [separator.join(f'"{field}"' if "," in str(field) else str(field) for field in row) for row in PLAIN]
    text = "\r\n".join(lines) + "\r\n"
    (tmp_path / "a.csv").write_bytes(windows_1258(text) if encoding == "windows-1258" else text.encode(encoding))
    (grid,) = read_grids(tmp_path / "a.csv")
    assert texts(grid) == TEXTS
    assert grid.name == ""
    assert grid.rows[1][1].address == "B2"


def test_commas_in_vietnamese_text_do_not_part_fields(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("KẾ HOẠCH, NĂM 2025\nTT;Việc;Đơn vị\n1;a, b, c;Ban Tổ chức, Kiểm tra\n2;d, e;Văn phòng\n", "utf-8")
    (grid,) = read_grids(tmp_path / "a.csv")
    assert texts(grid)[2] == ["1", "a, b, c", "Ban Tổ chức, Kiểm tra"]


def test_excels_hint_of_the_separator_is_no_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=,\nTT,Việc\n1,a;b;c;d\n", "utf-8")
    assert texts(read_grids(tmp_path / "a.csv")[0]) == [["TT", "Việc"], ["1", "a;b;c;d"]]


def test_lines_within_a_cell_stay_and_text_is_nfc(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes('TT,Đơn vị\r\n1,"Ban Hoa\u0300 ;\r\n Va\u0306n\u00a0pho\u0300ng"\r\n'.encode())
    assert texts(read_grids(tmp_path / "a.csv")[0])[1] == ["1", "Ban Hoà ;\nVăn phòng"]


def test_a_quotation_mark_that_never_closes_is_refused_not_swallowed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('TT;a\n1;"b\n2;c\n', "utf-8")
    assert refusal(tmp_path / "a.csv") == "Dòng 2: dấu ngoặc kép không khép hoặc ô quá dài. Mở tệp bằng Excel, lưu lại thành .xlsx, rồi nhập."


OLD = {
    "tcvn3": ("TT;Néi dung c«ng t¸c n¨m; ®oµn thÓ", "Ô B1: chữ theo bảng mã cũ TCVN3 (ABC), không phải Unicode."),
    "vni": ("TT;Noäi dung coâng taùc naêm", "Ô B1: chữ theo bảng mã cũ VNI, không phải Unicode."),
}
UNIKEY = " Dùng UniKey (Ctrl+Shift+F6) hoặc phần mềm soạn thảo để chuyển sang Unicode, lưu lại, rồi nhập."


@pytest.mark.parametrize("name", OLD)
def test_old_encodings_are_refused_as_bytes_and_as_characters(tmp_path: Path, name: str) -> None:
    text, sentence = OLD[name]
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert refusal(tmp_path / "a.csv") == sentence + UNIKEY
    (tmp_path / "b.csv").write_bytes(text.encode("cp1252"))
    assert refusal(tmp_path / "b.csv") == sentence + UNIKEY
    sheet = sentence.replace("Ô B1", "Trang “Kế hoạch”, ô B1") + UNIKEY
    assert refusal(workbook(tmp_path / "c.xlsx", {"Kế hoạch": [text.split(";")]})) == sheet


def test_vietnamese_quotes_and_foreign_names_are_not_taken_for_an_old_encoding(tmp_path: Path) -> None:
    rows = [["«Vì sự nghiệp» ®", "François Müller", "Peña Noël", "«Trường Sa»", "khoảng 5 µg", "Thụy Sĩ, Aïda"]]
    assert texts(read_grids(workbook(tmp_path / "a.xlsx", {"A": rows}))[0]) == rows


# --- workbooks ---


def test_workbook_shows_values_as_a_person_sees_them(tmp_path: Path) -> None:
    formats = {"A1": (7, "000", "007"), "B1": (0.905, "0.0%", "90,5%"), "C1": (12.5, "General", "12,5"), "D1": (3.0, "General", "3"), "E1": (1131, "#,##0", "1131")}
    days = {
        "A2": ("dd/mm/yyyy", "01/06/2025"), "B2": ("mmm-yy", "6/2025"), "C2": ("d-mmm", "01/06"), "D2": ("yyyy", "2025"),
        "E2": ('[$-42A]"ngày "dd" tháng "mm" năm "yyyy', "01/06/2025"), "F2": ("mm-dd-yy", "01/06/2025"), "G2": ("m/d/yy h:mm", "01/06/2025"),
    }

    def finish(book: openpyxl.Workbook) -> None:
        for address, (value, code, _) in formats.items():
            book["S"][address].value, book["S"][address].number_format = value, code
        for address, (code, _) in days.items():
            book["S"][address].value, book["S"][address].number_format = datetime(2025, 6, 1), code
        book["S"]["A3"], book["S"]["B3"] = True, "  hai  "

    for epoch in (1900, 1904):
        path = workbook(tmp_path / "a.xlsx", {"S": []}, lambda book, epoch=epoch: (setattr(book, "epoch", openpyxl.utils.datetime.MAC_EPOCH if epoch == 1904 else book.epoch), finish(book)))
        (grid,) = read_grids(path)
        assert texts(grid) == [[text for _, _, text in formats.values()], [text for _, text in days.values()], ["có", "hai"]]
        assert grid.rows[1][0].value == date(2025, 6, 1)
        assert grid.rows[0][2].value == 12.5


def test_texts_kept_apart_from_the_cells_are_found(tmp_path: Path) -> None:
    (grid,) = read_grids(with_shared_strings(tmp_path / "a.xlsx"))
    assert texts(grid) == [["TT", "Việc", "TT"], ["", "Đại hội  lần thứ X"]]


def test_merges_repeat_their_text_and_hidden_parts_are_read_and_said(tmp_path: Path) -> None:
    def finish(book: openpyxl.Workbook) -> None:
        sheet = book["Kế hoạch"]
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")
        for row in (4, 9):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book["Cũ"].sheet_state = "hidden"

    path = workbook(tmp_path / "a.xlsx", {"Kế hoạch": [["PHỤ LỤC"], ["TT", "Việc", "Hạn"], [1, "a", "x"], [None, "b"]], "Trống": [], "Cũ": [["z"]]}, finish)
    first, second = read_grids(path)
    assert texts(first) == [["PHỤ LỤC"] * 3, ["TT", "Việc", "Hạn"], ["1", "a", "x"], ["1", "b"]]
    assert first.rows[3][0] == GridCell("A4", "1", 1, merged=True)
    assert first.hidden == {4}
    assert first.remarks == ("Trang “Kế hoạch” có dòng ẩn (4); vẫn được đọc.", "Trang “Kế hoạch” có cột ẩn (C); vẫn được đọc.")
    assert (second.name, second.remarks) == ("Cũ", ("Trang “Cũ” đang ẩn; vẫn được đọc.",))


def formula(value: bytes):
    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<f>1+1</f><v></v>", value).replace(b"<f>1+1</f><v />", value) if name.endswith("sheet1.xml") else part
    return change


def test_formulas_give_their_cached_value_or_are_refused_with_the_cell(tmp_path: Path) -> None:
    plain = workbook(tmp_path / "a.xlsx", {"S": [["a", "=1+1"]]})
    assert refusal(plain) == "Trang “S”, ô B1: công thức chưa có giá trị đã lưu. Mở tệp bằng Excel, lưu lại, rồi nhập."
    (grid,) = read_grids(rewritten(plain, tmp_path / "b.xlsx", formula(b"<f>1+1</f><v>2</v>")))
    assert texts(grid) == [["a", "2"]]
    assert grid.remarks == ("Trang “S” có 1 ô là công thức (ô đầu: B1); lấy giá trị đã lưu.",)


@pytest.mark.parametrize("error", ["#N/A", "#REF!"])
def test_error_values_are_refused_with_the_cell(tmp_path: Path, error: str) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["a"], [None, error]]})
    assert refusal(path) == f"Trang “S”, ô B2: giá trị lỗi {error}. Sửa công thức hoặc gõ giá trị đúng, lưu lại, rồi nhập."


def test_macros_and_links_are_left_alone_and_said(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["a"]]})
    more = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0", "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    (grid,) = read_grids(rewritten(path, tmp_path / "b.xlsm", lambda _, part: part, more))
    assert grid.remarks == ("Tệp có macro; macro không được đọc và không chạy.", "Tệp có liên kết đến tệp khác; chỉ lấy giá trị đã lưu trong tệp này.")


def with_rows(rows: bytes):
    return lambda name, part: part.replace(b"</sheetData>", rows + b"</sheetData>") if name.endswith("sheet1.xml") else part


def test_a_million_formatted_rows_are_no_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["a"]]})
    empty = b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (row, row) for row in range(2, 1_048_577))
    (grid,) = read_grids(rewritten(path, tmp_path / "b.xlsx", with_rows(empty)))
    assert texts(grid) == [["a"]]
    far = b'<row r="1048576"><c r="C1048576"><v>5</v></c></row>'
    assert refusal(rewritten(path, tmp_path / "c.xlsx", with_rows(far))) == (
        "Trang “S”, ô C1048576: ở quá xa (chỉ đọc đến dòng 100000, cột ALL). Xóa hoặc chuyển nội dung ô này, rồi nhập."
    )


# --- Word ---


def test_word_tables_with_merges_and_the_lines_above_them(tmp_path: Path) -> None:
    rows = [["TT", "Nội dung", "Đơn vị"], ["I", "Lĩnh vực", ""], ["1", "a\nb", "Văn phòng"], ["2", "c", ""]]
    path = word_file(tmp_path / "a.docx", "PHỤ LỤC", "Nhiệm vụ năm 2025", rows, "Danh sách khác", [["x"]], "Nơi nhận", merges=[(0, (1, 1), (1, 2)), (0, (2, 2), (3, 2))])
    first, second = read_grids(path)
    assert texts(first) == [["TT", "Nội dung", "Đơn vị"], ["I", "Lĩnh vực", "Lĩnh vực"], ["1", "a\nb", "Văn phòng"], ["2", "c", "Văn phòng"]]
    assert [cell.merged for cell in first.rows[3]] == [False, False, True]
    assert first.rows[3][2].address == "C4"
    assert (first.name, first.before) == ("Bảng 1", ("PHỤ LỤC", "Nhiệm vụ năm 2025"))
    assert (second.name, second.before) == ("Bảng 2", ("Danh sách khác",))


def test_word_text_under_tracking_is_read_as_shown(tmp_path: Path) -> None:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<w:r><w:t>old</w:t></w:r>", b'<w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>new</w:t></w:r></w:ins>')

    path = word_file(tmp_path / "a.docx", [["TT", "old"]])
    assert texts(read_grids(rewritten(path, tmp_path / "b.docx", change))[0]) == [["TT", "new"]]


def test_a_document_without_tables_is_said(tmp_path: Path) -> None:
    assert refusal(word_file(tmp_path / "a.docx", "Kính gửi")) == "Tệp không có bảng nào."
