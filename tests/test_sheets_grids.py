"""Files as grids: every format and encoding read the same, what cannot be read safely refused in one sentence."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.sheets.archives import DAMAGED
from macros.sheets.grids import Grid, GridCell, Unreadable, read_grids
from tests.office_files import rewritten, windows_1258, word_file, workbook

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


def with_shared_strings(path: Path) -> Path:
    """Write the texts apart from the cells, as Excel does: one of them twice, one in pieces of two looks."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["TT", "Việc", "TT"])
        sheet.write_rich_string(1, 1, book.add_format({"bold": True}), "Đại hội", "  lần thứ X ")
    return path


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


# --- bad files ---

AS_XLSX = "Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành, kiểu .xlsx, rồi nhập tệp ấy."
CONTENT = {
    "text.xlsx": (b"xin chao", "Tệp không phải là tệp .xlsx (hoặc đã hỏng). Mở tệp bằng Excel hoặc Word; nếu mở được thì lưu lại, nếu không thì xin lại tệp."),
    "empty.csv": (b"", "Tệp rỗng. Lưu lại tệp từ Excel hoặc Word, rồi nhập."),
    "blank.csv": (b"\r\n ; ;\r\n", "Tệp không có nội dung."),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), f"Tệp .xls (Excel 97-2003) không đọc được. {AS_XLSX}"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Tệp .doc (Word 97-2003) không đọc được. Mở tệp bằng Word, chọn Lưu thành, kiểu .docx, rồi nhập tệp ấy."),
    "locked.xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "Tệp có mật khẩu. Mở tệp, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ), lưu lại, rồi nhập.",
    ),
    "a.pdf": (b"%PDF-1.7", "Tệp .pdf không giữ bảng nên không nhập được. Xin tệp Word hoặc Excel gốc, hoặc chép bảng vào Excel rồi lưu kiểu .xlsx."),
    "web.xls": (b"<html><table>", f"Tệp là trang web được đặt tên .xls. {AS_XLSX}"),
    "a.png": (b"\x89PNG", "Không đọc được tệp kiểu .png. Nhập được tệp .xlsx, .xlsm, .csv và .docx."),
    "binary.csv": (bytes(range(1, 256)), "Tệp không phải là văn bản UTF-8, UTF-16 hay Windows-1258. Mở tệp bằng Excel, chọn Lưu thành, kiểu .xlsx, rồi nhập."),
    "cut.xlsx": (b"PK\x03\x04" + bytes(40), DAMAGED),
}


@pytest.mark.parametrize("name", CONTENT)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    content, sentence = CONTENT[name]
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == sentence


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.xlsx") == "Không có tệp a.xlsx. Xem lại tên và thư mục."
    assert refusal(tmp_path) == f"Không mở được {tmp_path.name}. Xem lại đường dẫn và quyền đọc; nếu tệp đang mở, đóng lại."


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def test_other_archives_are_refused(tmp_path: Path) -> None:
    assert refusal(archive(tmp_path / "a.ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""})) == f"Tệp .ods (LibreOffice) không đọc được. {AS_XLSX}"
    assert refusal(archive(tmp_path / "a.xlsb", {"xl/workbook.bin": b""})) == f"Tệp .xlsb (Excel nhị phân) không đọc được. {AS_XLSX}"
    assert refusal(archive(tmp_path / "a.zip", {"a.xlsx": b""})) == (
        "Tệp nén này không phải là tệp Excel hay Word. Nhập được tệp .xlsx, .xlsm, .csv và .docx; nếu là tệp nén, giải nén rồi nhập tệp bên trong."
    )


BOMB = "Tệp giải nén ra hơn 200 MB nên không đọc. Chép riêng bảng cần nhập sang tệp mới, rồi nhập."


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["a"]]})
    assert refusal(rewritten(path, tmp_path / "b.xlsx", lambda _, part: part, {"xl/media/big.bin": bytes(201 << 20)})) == BOMB


def test_a_zip_whose_directory_lies_is_read_no_further_than_it_says(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["a"]]})
    bomb = rewritten(path, tmp_path / "b.xlsx", lambda name, part: part.replace(b"</sheetData>", b" " * (30 << 20) + b"</sheetData>") if name.endswith("sheet1.xml") else part)
    raw = bytearray(bomb.read_bytes())
    size = struct.pack("<I", next(part.file_size for part in zipfile.ZipFile(bomb).infolist() if part.filename.endswith("sheet1.xml")))
    assert raw.count(size) == 2  # in the part's own head and in the directory
    bomb.write_bytes(raw.replace(size, struct.pack("<I", 4000)))
    assert refusal(bomb) == DAMAGED


ENTITIES = "Tệp có khai báo thực thể XML mà Excel và Word không bao giờ ghi, nên không đọc. Mở tệp, lưu lại thành tệp mới, rồi nhập."
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "' + b"a" * 100 + b'">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 50) for n in range(1, 9)) + b"]>"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused_in_every_part_of_a_workbook(tmp_path: Path, part: str) -> None:
    path = with_shared_strings(tmp_path / "a.xlsx")
    declaration = b'<?xml version="1.0"?>' + LAUGHS
    assert refusal(rewritten(path, tmp_path / "b.xlsx", lambda name, xml: declaration + xml[xml.find(b"?>") + 2 if xml.startswith(b"<?") else 0 :] if name == part else xml)) == ENTITIES


def test_entities_are_refused_in_a_document(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", [["a"]])
    assert refusal(rewritten(path, tmp_path / "b.docx", lambda name, xml: xml.replace(b"?>", b"?>" + LAUGHS, 1) if name == "word/document.xml" else xml)) == ENTITIES


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", [["a"]])
    assert refusal(rewritten(path, tmp_path / "b.docx", lambda name, xml: xml.replace(b"<w:body>", b"<w:body>" + b"<w:p>" * 9000, 1) if name == "word/document.xml" else xml)) == DAMAGED


def test_a_truncated_workbook_and_a_merge_over_everything_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": [["a", "b"]] * 50})
    raw = path.read_bytes()
    for end in (100, len(raw) // 2, len(raw) - 30):
        (tmp_path / "b.xlsx").write_bytes(raw[:end])
        assert refusal(tmp_path / "b.xlsx") == DAMAGED
    merge = b'<row r="90000"><c r="ALL90000"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    wide = rewritten(path, tmp_path / "c.xlsx", lambda name, xml: xml.replace(b"</sheetData>", merge) if name.endswith("sheet1.xml") else xml)
    assert refusal(wide) == "Trang “S”, ô A1: gộp ô trên vùng quá lớn. Bỏ gộp ô, lưu lại, rồi nhập."


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sound")
    return {
        ".xlsx": workbook(folder / "a.xlsx", {"S": [["TT", "Việc"], [1, "a"], [2, "b"]]}, lambda book: book["S"].merge_cells("A2:A3")).read_bytes(),
        ".docx": word_file(folder / "a.docx", [["TT", "Việc"], ["1", "a"]]).read_bytes(),
        ".csv": "TT;Việc\n1;a\n".encode(),
    }


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_file_raises_anything_but_unreadable(sound: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(sorted(sound)))
    raw = bytearray(data.draw(st.binary(max_size=300)) if data.draw(st.booleans()) else sound[suffix])
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, max(len(raw) - 1, 0)), st.integers(0, 255)), max_size=8)):
        if raw:
            raw[place] = byte
    path = tmp_path_factory.getbasetemp() / f"hostile{suffix}"
    path.write_bytes(raw)
    try:
        grids = read_grids(path)
    except Unreadable as refused:
        assert str(refused).endswith(".")
    else:
        assert all(isinstance(cell.text, str) for grid in grids for row in grid.rows for cell in row)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_xml_raises_anything_but_unreadable(sound: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Damage inside the parts, which a zip's checksum would hide from the test above."""
    suffix = data.draw(st.sampled_from([".xlsx", ".docx"]))
    source = tmp_path_factory.getbasetemp() / f"sound{suffix}"
    source.write_bytes(sound[suffix])
    with zipfile.ZipFile(source) as parts:
        chosen = data.draw(st.sampled_from(sorted(parts.namelist())))
        xml = parts.read(chosen)
    old = data.draw(st.sampled_from([b'"', b">", b"1", b"A", b"<", b"row", b"r=", b"t=", b"w:", b"id", b"0"]))
    new = data.draw(st.sampled_from([b"", b"-1", b"99999999999999999999", b"x", b"<", b"A0", b"\xff", b'""', b"1.5e400", b"nan", old * 2]))
    changed = xml.replace(old, new, data.draw(st.integers(1, 20)))
    target = rewritten(source, tmp_path_factory.getbasetemp() / f"changed{suffix}", lambda name, part: changed if name == chosen else part)
    try:
        read_grids(target)
    except Unreadable as refused:
        assert str(refused).endswith(".")
