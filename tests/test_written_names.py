"""Names where ids belong: answered with ids that there are, never with one made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data_folders import lines, read

UNITS = """units:
  - {id: van-phong, name: Văn phòng, kind: department, aliases: VP}
  - {id: ban-to-chuc, name: "Ban Tổ chức, Kiểm tra", kind: department}
  - {id: ban-dan-toc, name: Ban Dân tộc, kind: department, until: 2024}
  - {id: ban-dan-toc-ton-giao, name: Ban Dân tộc và Tôn giáo, kind: department, aliases: Ban Dân tộc (mới)}
  - {id: phong-mot, name: Phòng Tổng hợp, kind: department}
  - {id: phong-hai, name: "Phòng Tổng hợp ", kind: department, note: cùng tên}
"""
PLAN = "id: kh-2023\ntitle: Kế hoạch\nareas: [{id: lv-2023-1, title: Tuyên truyền}]\n"
ON_LINES = "Viết mỗi mã trên một dòng riêng, bắt đầu bằng «- »."


def said(folder: Path, field: str, text: str) -> str:
    """Return what the check says of a name in a field of a task."""
    tasks = f"- id: nv-2023-1\n  title: Họp\n  lead_class: các ban\n  {field}: \"{text}\"\n"
    found = lines(read(folder, {"units.yml": UNITS, "2023/plan.yml": PLAN, "2023/tasks.yml": tasks}))
    found = [line for line in found if "tasks.yml" in line]
    assert len(found) == 1
    return found[0].removeprefix(f"data/2023/tasks.yml:4: {field} ").partition("): ")[2]


@pytest.mark.parametrize(("text", "message"), [
    ("Văn phòng", "là tên, không phải mã. Viết mã: van-phong."),
    ("VP", "là tên, không phải mã. Viết mã: van-phong."),
    ("Ban TC, KT", "là tên, không phải mã. Viết mã: ban-to-chuc."),
    ("Văn phòng và Ban Dân tộc", f"là 2 đơn vị: van-phong (Văn phòng), ban-dan-toc (Ban Dân tộc). {ON_LINES}"),
    ("Văn phòng, Ban Tổ chức, Kiểm tra", f"là 2 đơn vị: van-phong (Văn phòng), ban-to-chuc (Ban Tổ chức, Kiểm tra). {ON_LINES}"),
    ("Văn phòng - Ban Dân tộc", f"là 2 đơn vị: van-phong (Văn phòng), ban-dan-toc (Ban Dân tộc). {ON_LINES}"),
    ("Văn phòng, Ban Lạ", f"là nhiều đơn vị, trong đó units.yml không có 'Ban Lạ'. {ON_LINES} Đơn vị chưa có thì thêm vào units.yml."),
    ("Phòng Tổng hợp", "là tên của 2 đơn vị: phong-mot (Phòng Tổng hợp), phong-hai (Phòng Tổng hợp). Viết mã của một đơn vị."),
    ("các ban, đơn vị liên quan", "là một nhóm đơn vị, không phải một đơn vị. Chuyển sang mục lead_class."),
    ("Ban Dân tộk", "không phải là mã. Có phải «ban-dan-toc» (Ban Dân tộc)?"),
    ("Ban_To_Chuc", "không phải là mã. Có phải «ban-to-chuc» (Ban Tổ chức, Kiểm tra)?"),
    ("Báo Xyz", "không phải là mã. Chép mã từ units.yml; chưa có thì thêm bản ghi."),
    ("van-phong, ban-dan-toc", f"là 2 đơn vị: van-phong (Văn phòng), ban-dan-toc (Ban Dân tộc). {ON_LINES}"),
    ("bao-xyz, tap-chi-xyz", "không phải là một mã. Nhiều mã thì mỗi mã viết trên một dòng riêng, bắt đầu bằng «- »."),
])
def test_a_unit_written_by_name_is_answered_with_ids_that_there_are(text: str, message: str, tmp_path: Path) -> None:
    assert said(tmp_path, "lead", text) == f"'{text}' {message}"


@pytest.mark.parametrize(("field", "text", "message"), [
    ("area", "Tuyên truyền", "là tên, không phải mã. Viết mã: lv-2023-1."),
    ("area", "Đối ngoại", "không phải là mã. Chép mã từ plan.yml cùng năm; chưa có thì thêm bản ghi."),
    ("leader", "Lê Văn An", "không phải là mã. Chép mã từ people.yml; chưa có thì thêm bản ghi."),
    ("carried_from", "Nhiệm vụ 7", "không phải là mã. Chép mã từ tasks.yml; chưa có thì thêm bản ghi."),
])
def test_other_records_written_by_name_are_answered_too(field: str, text: str, message: str, tmp_path: Path) -> None:
    assert said(tmp_path, field, text) == f"'{text}' {message}"


def test_what_a_record_is_about_may_be_any_record(tmp_path: Path) -> None:
    found = lines(read(tmp_path, {"units.yml": UNITS, "2023/results.yml": "achievements: [{id: kq-1, text: Tốt, source: bai-1, about: Văn phòng}]\n"}))
    assert [line for line in found if "about" in line] == ["data/2023/results.yml:1: achievements (Kết quả nổi bật), about (Liên quan đến): 'Văn phòng' là tên, không phải mã. Viết mã: van-phong."]
