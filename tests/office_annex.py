"""The annex of a plan of 140 tasks as an office would send it: title rows, a head of two rows, merges, groups, a total, signatures.

    write_annex(path)                          # the file
    write_annex(path, leads={5: "Văn phòng"})  # with other leads, as a later version has them
    annex_tasks()                              # what each row says, in the file's order
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font

AREAS = (
    ("I", "Công tác tuyên truyền, vận động", 22), ("II", "Phát huy dân chủ, giám sát và phản biện xã hội", 24), ("III", "Các cuộc vận động, phong trào thi đua", 20),
    ("IV", "Công tác dân tộc, tôn giáo", 18), ("V", "Đối ngoại Nhân dân", 14), ("VI", "Công tác tổ chức, cán bộ, kiểm tra", 18),
    ("VII", "Hội quần chúng", 10), ("VIII", "Tài chính, hậu cần, chuyển đổi số", 14),
)
# As the cells say them: full names, capitals, initials, several with commas, «và», bullets and lines, and classes.
LEADS = (
    ("Ban Tuyên giáo", ("ban-tuyen-giao",)),
    ("Ban Dân chủ, Giám sát và Phản biện xã hội", ("ban-dan-chu-giam-sat-phan-bien",)),
    ("Ban Công tác xã hội", ("ban-cong-tac-xa-hoi",)),
    ("Ban Dân tộc và Tôn giáo", ("ban-dan-toc-va-ton-giao",)),
    ("BAN ĐỐI NGOẠI NHÂN DÂN", ("ban-doi-ngoai-nhan-dan",)),
    ("Ban Tổ chức, Kiểm tra", ("ban-to-chuc-kiem-tra",)),
    ("Ban Công tác Hội quần chúng", ("ban-cong-tac-hoi-quan-chung",)),
    ("Cục Tài chính - Kế hoạch", ("cuc-tai-chinh-ke-hoach",)),
    ("Văn phòng, Ban Tổ chức, Kiểm tra", ("van-phong", "ban-to-chuc-kiem-tra")),
    ("- Ban Dân chủ, Giám sát\nvà Phản biện xã hội\n- Văn phòng", ("ban-dan-chu-giam-sat-phan-bien", "van-phong")),
    ("Ban Dân tộc và Tôn giáo và Ban Tuyên giáo", ("ban-dan-toc-va-ton-giao", "ban-tuyen-giao")),
    ("Báo Đại Đoàn Kết; Bảo tàng Mặt trận Tổ quốc Việt Nam", ("bao-dai-doan-ket", "bao-tang")),
)
CLASS = "Các ban, đơn vị"
# What is typed, the Excel format of it where it is a date, and what is understood.
DUES: tuple[tuple[object, str, str], ...] = (
    ("Quý I/2025", "", "Quý I/2025"), ("6/2025", "", "6/2025"), (date(2025, 6, 30), "dd/mm/yyyy", "30/06/2025"), ("Thường xuyên", "", "Thường xuyên"), ("31/12", "", "31/12"),
    (date(2025, 9, 1), "mmm-yy", "9/2025"), ("2025 - 2026", "", "2025 - 2026"), ("Tháng 10", "", "Tháng 10"), (2025, "General", "2025"), ("30.11.2025", "", "30/11/2025"),
    ("6 tháng đầu năm", "", "6 tháng đầu năm"),
)
SUBJECTS = ("Kế hoạch", "Hội nghị", "Báo cáo chuyên đề", "Đề án", "Hướng dẫn", "Tọa đàm", "Đoàn kiểm tra")
HEAD_ROW = 6  # the first of the two
FIRST_ROW = 8


@dataclass(frozen=True)
class AnnexTask:
    """One task as the annex says it and as it is to be understood."""

    number: int
    area: int
    title: str
    said_lead: str
    lead: tuple[str, ...]
    lead_class: str
    partner: tuple[str, ...]
    product: str
    typed_due: object
    due_format: str
    due: str
    row: int


def annex_tasks() -> list[AnnexTask]:
    """Return the 140 tasks; the same at every call."""
    made: list[AnnexTask] = []
    row = FIRST_ROW
    for area, (_, area_title, count) in enumerate(AREAS, 1):
        row += 1  # the group's own row
        for place in range(count):
            number = len(made) + 1
            is_class = number % 17 == 0
            said, lead = (CLASS, ()) if is_class else LEADS[(area - 1 + (place // 3) * 5) % len(LEADS)]
            typed, code, due = DUES[number % len(DUES)]
            subject = SUBJECTS[number % len(SUBJECTS)]
            partner = ("van-phong",) if number % 4 == 0 and "van-phong" not in lead else ()
            title = f"Xây dựng, triển khai {subject.lower()} số {number} về {area_title[:1].lower()}{area_title[1:]}"
            made.append(AnnexTask(number, area, title, said, lead, CLASS if is_class else "", partner, subject, typed, code, due, row))
            row += 1
    return made


def write_annex(path: Path, leads: Mapping[int, str] | None = None, mistakes: bool = False) -> Path:
    """Write the annex; `leads` says another lead for some numbers; `mistakes` adds an unknown unit and a day that is none."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Phụ lục KH 2025"
    for row, (left, right) in enumerate((("ỦY BAN TRUNG ƯƠNG MTTQ VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("BAN THƯỜNG TRỰC", "Độc lập - Tự do - Hạnh phúc")), 1):
        sheet.cell(row, 1, left)
        sheet.cell(row, 5, right)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=8)
    for row, text in ((3, "PHỤ LỤC"), (4, "NHIỆM VỤ TRỌNG TÂM CÔNG TÁC NĂM 2025"), (5, "(Kèm theo Kế hoạch số …/KH-MTTW-BTT ngày 15 tháng 01 năm 2025 của Ban Thường trực)")):
        sheet.cell(row, 1, text).font = Font(bold=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
    heads = ("Số TT", "NỘI DUNG CÔNG VIỆC", "Đơn vị thực hiện", None, "Kết quả\n(sản phẩm)", "Thời gian hoàn thành", "Lãnh đạo BTT phụ trách", "Kinh phí")
    for column, head in enumerate(heads, 1):
        sheet.cell(HEAD_ROW, column, head).alignment = Alignment(wrap_text=True)
        if column not in (3, 4):
            sheet.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW + 1, start_column=column, end_column=column)
    sheet.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW, start_column=3, end_column=4)
    sheet.cell(HEAD_ROW + 1, 3, "Chủ trì")
    sheet.cell(HEAD_ROW + 1, 4, "Phối hợp")
    for column in range(1, 9):
        sheet.cell(FIRST_ROW, column, f"({column})")
    _write_tasks(sheet, leads or {}, mistakes)
    book.save(path)
    return path


def _write_tasks(sheet: openpyxl.worksheet.worksheet.Worksheet, leads: Mapping[int, str], mistakes: bool) -> None:
    tasks = annex_tasks()
    for area, (roman, title, count) in enumerate(AREAS, 1):
        row = next(task.row for task in tasks if task.area == area) - 1
        sheet.cell(row, 1, roman)
        sheet.cell(row, 2, f"{title.upper()} ({count} nhiệm vụ)")
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=8)
    run: list[AnnexTask] = []
    for task in tasks:
        said = leads.get(task.number, task.said_lead)
        sheet.cell(task.row, 1, f"{task.number:02}." if task.number % 3 == 0 else task.number)
        sheet.cell(task.row, 2, task.title)
        sheet.cell(task.row, 4, "Văn phòng" if task.partner else None)
        sheet.cell(task.row, 5, task.product)
        due = sheet.cell(task.row, 6, task.typed_due)
        if task.due_format:
            due.number_format = task.due_format
        sheet.cell(task.row, 7, "Đ/c Nguyễn Thị Thu Hà, Phó Chủ tịch - Tổng Thư ký" if task.area == 1 else None)
        sheet.cell(task.row, 8, "50 triệu đồng" if task.number == 7 else None)
        if run and (run[0].area != task.area or leads.get(run[0].number, run[0].said_lead) != said):
            _merge_leads(sheet, run)
            run = []
        if not run:
            sheet.cell(task.row, 3, said)
        run.append(task)
    _merge_leads(sheet, run)
    if mistakes:
        sheet.cell(tasks[0].row, 3, "Ban Tuyên huấn")
        sheet.cell(tasks[1].row, 6, "31/02/2025")
    last = tasks[-1].row
    sheet.cell(last + 1, 2, f"Tổng cộng: {len(tasks)} nhiệm vụ")
    sheet.cell(last + 3, 2, "Nơi nhận:")
    sheet.cell(last + 3, 6, "TM. BAN THƯỜNG TRỰC")
    sheet.cell(last + 4, 2, "- Các ban, đơn vị;")
    sheet.cell(last + 4, 6, "PHÓ CHỦ TỊCH")
    sheet.cell(last + 7, 6, "Nguyễn Văn Minh Họa")


def _merge_leads(sheet: openpyxl.worksheet.worksheet.Worksheet, run: list[AnnexTask]) -> None:
    """Merge the lead's cell over the tasks of one lead, as offices do."""
    if len(run) > 1:
        sheet.merge_cells(start_row=run[0].row, end_row=run[-1].row, start_column=3, end_column=3)
