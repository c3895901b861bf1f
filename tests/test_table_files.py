"""Tables as files: what is written is read back, by csv and by openpyxl, to the same values."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.spreadsheets import Sheet, csv_bytes, neutral, xlsx_bytes
from macros.stored import Kept
from macros.table_files import Origin, attach, sheets, text_of
from macros.worksheet_rows import Value


def read_csv(content: bytes, heads: int) -> list[list[str]]:
    """Return the rows of a CSV file, heads first, up to the empty line before its notes."""
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read UTF-8"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    return [row for row in rows[: rows.index([]) if [] in rows else None] if len(row) == heads]


def as_csv(value: Value) -> str:
    """Return the text that stands for a value in CSV."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return "" if value is None else value.isoformat() if isinstance(value, date) else neutral(value) if isinstance(value, str) else str(value)


def read_xlsx(content: bytes, sheet: int = 0) -> list[list[Value]]:
    """Return the cells of a workbook's sheet: days as dates, empty cells as empty text."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[sheet]
    return [["" if cell.value is None else cell.value.date() if isinstance(cell.value, datetime) else cell.value for cell in row] for row in page.iter_rows()]


def as_xlsx(value: Value) -> Value:
    """Return the value a spreadsheet holds."""
    return neutral(value) if isinstance(value, str) else "" if value is None else value


def every_sheet(pages: dict[str, str]) -> list[tuple[str, Sheet]]:
    """Return every table of the demo, named by page and table."""
    return [(f"{page}#{name}", sheet) for page, text in pages.items() for name, sheet in sheets(text[text.index("<article") : text.index("</article>")]).items()]


def test_every_table_of_the_demo_reads_back_to_the_same_values(demo_tables: dict[str, str]) -> None:
    listed = every_sheet(demo_tables)
    kinds = {name.partition("#")[2].partition("-")[0] for name, _ in listed}
    assert {"nhiem", "van", "khen", "ds", "ho", "phong", "su"} <= kinds, "tasks, documents, awards, recipients, movements and events are all there"
    for name, sheet in listed:
        wanted = [list(sheet.heads), *(list(row) for row in sheet.rows)]
        assert read_csv(csv_bytes(sheet), len(sheet.heads)) == [[as_csv(value) for value in row] for row in wanted], name
        assert read_xlsx(xlsx_bytes([sheet], sheet.title)) == [[as_xlsx(value) for value in row] for row in wanted], name


def test_a_long_table_has_its_files_on_the_site(demo_site: Path) -> None:
    folder = demo_site / "du-lieu/bang/nam/2024"
    rows = read_csv((folder / "nhiem-vu.csv").read_bytes(), 11)
    assert rows[0][:4] == ["Lĩnh vực công tác", "TT", "Nhiệm vụ cụ thể", "Đơn vị chủ trì"] and rows[0][-2:] == ["Mã", "Nguồn"]
    assert len(rows) == 41
    assert rows[1][1:3] == ["1", "Xây dựng, ban hành kế hoạch tuyên truyền năm 2024 về các chủ trương, chính sách mới; Lãnh đạo phụ trách: Âu Thị Ánh"]
    cells = read_xlsx((folder / "nhiem-vu.xlsx").read_bytes())
    assert [cells[1][1], cells[1][6]] == [1, date(2024, 1, 31)], "numbers are numbers, days are days"


def test_a_file_says_what_it_is(addressed_demo_site: Path) -> None:
    content = (addressed_demo_site / "du-lieu/bang/nam/2024/nhiem-vu.csv").read_text(encoding="utf-8-sig")
    notes = content.rpartition("\n\n")[2] if "\n\n" in content else content.rpartition("\r\n\r\n")[2]
    assert notes.splitlines() == [
        "Nhiệm vụ cụ thể năm 2024", '"Bộ lọc: không; 40 dòng"', "Số liệu xét đến ngày 30/06/2024",
        "Địa chỉ: https://ke-hoach.example/mt/nam/2024/", "Dữ liệu minh họa, không phải số liệu thật.",
    ]


def test_a_workbook_is_ready_to_read_and_print(demo_site: Path) -> None:
    book = openpyxl.load_workbook(demo_site / "du-lieu/bang/nam/2024/nhiem-vu.xlsx")
    page = book.worksheets[0]
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("A2", "$1:$1", "A1:K41")
    assert (page.page_setup.orientation, int(page.page_setup.paperSize), page.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", 9, True)
    assert book.sheetnames == ["Nhiệm vụ cụ thể năm 2024", "Thông tin"]


@pytest.mark.parametrize("dangerous", ["=1+1", "+84", "-cmd", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(dangerous: str) -> None:
    sheet = Sheet("Thử", [dangerous], [[dangerous]])
    assert read_csv(csv_bytes(sheet), 1) == [["'" + dangerous]] * 2
    assert all(cell[0].startswith("'") for cell in read_xlsx(xlsx_bytes([sheet], "Thử")))


def test_numbers_below_zero_stay_numbers() -> None:
    sheet = Sheet("Thử", ["Số"], [[-5], [90.5]])
    assert read_csv(csv_bytes(sheet), 1)[1:] == [["-5"], ["90,5"]]
    assert read_xlsx(xlsx_bytes([sheet], "Thử"))[1:] == [[-5], [90.5]]


def test_a_row_of_empty_cells_is_a_row() -> None:
    sheet = Sheet("Thử", ["A", "B"], [["", None], ["b", ""], ["", ""]])
    assert read_xlsx(xlsx_bytes([sheet], "Thử"))[1:] == [["", ""], ["b", ""], ["", ""]]
    assert read_csv(csv_bytes(sheet), 2)[1:] == [["", ""], ["b", ""], ["", ""]]


CELLS = st.one_of(st.integers(-(10**9), 10**9), st.dates(date(1900, 3, 1), date(2199, 12, 31)), st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40).map(str.strip))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_whatever_a_cell_holds_comes_back(rows: list[list[Value]]) -> None:
    sheet = Sheet("Bảng [1/2]", ["A", "B", "C"], rows)
    assert read_csv(csv_bytes(sheet), 3)[1:] == [[as_csv(value) for value in row] for row in rows]
    assert read_xlsx(xlsx_bytes([sheet], "Thử"))[1:] == [[as_xlsx(value) for value in row] for row in rows]


def test_files_are_the_same_bytes_each_time() -> None:
    sheet = Sheet("Thử", ["Ngày"], [[date(2024, 2, 29)]], ["Ghi chú"])
    assert xlsx_bytes([sheet], "Thử", ["a"]) == xlsx_bytes([sheet], "Thử", ["a"])


def test_two_tables_of_one_name_are_told_apart() -> None:
    one = (
        '<table class="record-table tasks" id="bang-nhiem-vu"><caption>C</caption><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
        '<p><a href="table:nhiem-vu.xlsx">Excel</a> <a href="table:nhiem-vu.csv">CSV</a></p>'
    )
    files = Kept()
    page = attach(one + one, Origin("du-lieu/bang/nam/2024", "nam/2024/", date(2024, 6, 30)), files)
    assert 'id="bang-nhiem-vu-2"' in page and page.count('id="bang-nhiem-vu"') == 1
    assert sorted(files) == [f"du-lieu/bang/nam/2024/nhiem-vu{more}.{kind}" for more in ("-2", "") for kind in ("csv", "xlsx")]
    assert all(f'href="site:{path}"' in page for path in files)


def test_a_cell_reads_as_its_lines() -> None:
    from lxml import html

    cell = html.fromstring(
        '<td><b>Hoàn  thành</b> <span class="badge">Quá hạn</span><span class="src"><button>n</button></span><span class="note">Đã gửi.</span>'
        '<span class="note">Ngày 1/2</span><ul><li>a</li><li>b</li></ul></td>'
    )
    assert text_of(cell) == "Hoàn thành Quá hạn; Đã gửi. Ngày 1/2; a; b"
