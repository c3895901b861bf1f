"""Files that cannot be read safely, or are no tables: each refused in one sentence, whatever its bytes."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.sheets.archives import DAMAGED
from macros.sheets.grids import Unreadable, read_grids
from tests.office_files import rewritten, with_shared_strings, word_file, workbook


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_grids(path)
    return str(caught.value)


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
