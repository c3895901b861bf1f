"""Offices' own files through the whole command: what is written, asked about, said behind the report."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys

from macros.data import load
from tests.office_files import word_file
from tests.sheet_books import Desk
from tests.sites import REPOSITORY


def test_a_list_in_word_becomes_awards(small_desk: Desk) -> None:
    path = word_file(
        small_desk.data.parent / "danh-sach.docx", "DANH SÁCH TẶNG BẰNG KHEN NĂM 2023",
        [["TT", "Họ và tên", "Chức vụ", "Đơn vị công tác"], ["1", "Ông Trần Văn Ví", "Chuyên viên", "Văn phòng"], ["2", "Bà Khúc Thị Hòa", "", "Ban Tổ chức, Kiểm tra"]],
    )  # fmt: skip
    code, _, errors = small_desk.imported("--write", path=path)
    assert (code, errors) == (0, "")
    assert small_desk.changed_lines() == [
        "+      honorific: ba", "+      unit: ban-to-chuc", "+    - id: kt-2023-bk-3", "+      honorific: ong", "+      name: Trần Văn Ví", "+      post: Chuyên viên",
        "+      workplace: Văn phòng", "+      unit: van-phong",
    ]  # fmt: skip
    assert small_desk.imported("--write", path=path)[1].endswith("Không có gì thay đổi.\n")


def test_a_table_of_tasks_in_csv_changes_what_differs_and_empties_nothing(small_desk: Desk) -> None:
    tasks = load(small_desk.data).data.years[2023].tasks
    lines = ["TT;Tên nhiệm vụ;Đơn vị chủ trì;Thời hạn;Sản phẩm", *(f"{task.number or ''};{task.title};Văn phòng;30/06/2023;" for task in tasks)]
    path = small_desk.data.parent / "bang.csv"
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    code, _, errors = small_desk.imported("--write", "--year", "2023", path=path)
    after = load(small_desk.data).data.years[2023].tasks
    assert (code, errors) == (0, "")
    assert [(task.id, task.lead) for task in after] == [(task.id, ("van-phong",)) for task in tasks]
    assert [task.product for task in after] == [task.product for task in tasks]


def test_a_task_reworded_in_an_annex_is_asked_about_not_entered_twice(small_desk: Desk) -> None:
    path = small_desk.data.parent / "bang.csv"
    path.write_text("TT;Tên nhiệm vụ;Đơn vị chủ trì\n1;Hướng dẫn Ngày hội;Văn phòng\n2;Số hóa hồ sơ lưu trữ;Văn phòng\n3;Việc mới;Văn phòng\n", "utf-8")
    code, out, errors = small_desk.imported("--write", "--year", "2023", path=path)
    assert code == 1 and small_desk.changed_lines() == []
    assert out == "Lưu ý: 2 nhiệm vụ mới chưa ghi nguồn. Sau khi ghi vào dữ liệu, bổ sung nguồn cho các nhiệm vụ ấy (cột «Nguồn» trong tệp xuất ra).\n"
    assert errors.splitlines() == [
        "Ô B2: số của dòng này đang là số của nhiệm vụ «Hướng dẫn tổ chức Ngày hội ở khu dân cư» (nv-2023-1). Có phải nhiệm vụ ấy đổi tên? Nếu phải, sửa tên trong tệp xuất ra"
        " (export tasks --year 2023), nhập tệp ấy rồi nhập lại tệp này; nếu là nhiệm vụ khác, ghi số khác.",
        "1 lỗi; chưa ghi gì. Sửa trong bang.csv rồi nhập lại. Xem cả 1 lưu ý ở trên.",
    ]


def test_a_subject_that_an_office_s_list_shortens_is_said(small_desk: Desk) -> None:
    document = next(one for one in load(small_desk.data).data.documents.values() if one.number and one.issued and one.kind == "decision")
    path = small_desk.data.parent / "van-ban.csv"
    path.write_text(f"Số, ký hiệu;Tên loại;Ngày ban hành;Trích yếu\n{document.number};Quyết định;{document.issued};{document.subject[:8]}\n", "utf-8")
    code, out, errors = small_desk.imported(path=path)
    assert (code, errors) == (0, "")
    assert "> - **Trích yếu ngắn đi**: Văn bản " in out
    assert f"Lưu ý: Ô D2: trích yếu ngắn hơn trích yếu đang có của {document.id}, «{document.subject}»; ghi vào là mất phần ấy.\n" in out


def test_remarks_come_behind_the_report(small_desk: Desk) -> None:
    path = small_desk.data.parent / "bang.csv"
    path.write_text("TT;Tên nhiệm vụ;Đơn vị chủ trì\n1;Hướng dẫn tổ chức Ngày hội ở khu dân cư;Văn phòng\n3;Việc mới;Văn phòng\n", "utf-8")
    code, out, errors = small_desk.imported("--year", "2023", path=path)
    assert (code, errors) == (0, "")
    assert out.startswith("# Báo cáo thay đổi: thêm 1, sửa 1 bản ghi\n")
    assert out.endswith(
        "Lưu ý: 1 nhiệm vụ mới chưa ghi nguồn. Sau khi ghi vào dữ liệu, bổ sung nguồn cho các nhiệm vụ ấy (cột «Nguồn» trong tệp xuất ra).\n\nChưa ghi gì. Thêm --write để ghi vào: 2023/tasks.yml.\n"
    )


def test_a_person_at_a_terminal_sees_no_marks_of_markdown(small_desk: Desk) -> None:
    path = small_desk.data.parent / "bang.csv"
    path.write_text("TT;Tên nhiệm vụ;Đơn vị chủ trì\n3;Việc *mới* <b>;Văn phòng\n", "utf-8")
    command = [sys.executable, "-m", "macros", "import", str(path), "--year", "2023", "--data", str(small_desk.data)]
    shown = at_a_terminal(command)
    assert shown == [
        "Báo cáo thay đổi: thêm 1 bản ghi", "", "Cần xem kỹ", "", "- Tổng số thay đổi: Số nhiệm vụ theo kế hoạch trong danh mục năm 2023: 2 → 3.", "",
        "Loại      Thêm  Sửa  Bỏ", "Nhiệm vụ     1    –   –", "", "Đơn vị (chủ trì, tổ chức, ban hành, được khen)  Thêm  Sửa  Bỏ",
        "Văn phòng                                          1    –   –", "", "Nội dung thay đổi", "", "Nhiệm vụ năm 2023", "",
        "- Thêm nhiệm vụ 3 (năm 2023) “Việc *mới* <b>”: nguồn giao: Kế hoạch năm; đơn vị chủ trì: Văn phòng; trạng thái: Chưa thực hiện.", "",
        "Lưu ý: 1 nhiệm vụ mới chưa ghi nguồn. Sau khi ghi vào dữ liệu, bổ sung nguồn cho các nhiệm vụ ấy (cột «Nguồn» trong tệp xuất ra).", "",
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
