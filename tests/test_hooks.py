"""What a build of the whole project refuses, at whichever step, is all that its editor reads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import DAY, REPOSITORY, SMALL, Project, environment

DUE = "data/2023/tasks.yml:36: due (Thời hạn hoàn thành): '31/06/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 30/06/2023.\n1 lỗi trong data/."
NOT_A_REPOSITORY = "mkdocs.yml: extra.repo: 'kho' không phải là địa chỉ kho mã nguồn. Viết đầy đủ, ví dụ https://máy/nhóm/kho."
STYLE = "docs/assets/rieng.css: kiểu trình bày không được gọi tệp khác (url, @import). Ghi hình thẳng vào bằng data:, hoặc đặt hình vào trang."
LINK = "liên kết đến trang không có: khong-co.md. Sửa địa chỉ, hoặc bỏ liên kết."


@pytest.mark.parametrize(("file", "old", "new", "said"), [
    ("data/2023/tasks.yml", "due: 15/06/2023", "due: 31/06/2023", DUE),
    ("mkdocs.yml", "extra: {}", "extra: {repo: kho}", NOT_A_REPOSITORY),
    ("docs/assets/rieng.css", "", "@import 'khac.css';\n", STYLE),
    ("docs/assets/guide.css", "", "@import 'khac.css';\n", STYLE.replace("rieng", "guide")),
    ("docs/rieng.md", "", '# Riêng\n\n<a href="site:khong-co.md">Không có</a>\n', f"docs/rieng.md: {LINK}"),
    ("macros/pages/people.py", '"don-vi/index.md"', '"khong-co.md"', f"lanh-dao.md: {LINK}"),
], ids=["define_env", "on_config", "on_files", "on_files, a style of the bundle", "on_page_content", "the second process"])
def test_what_is_refused_is_said_by_itself(file: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    shutil.copytree(REPOSITORY / SMALL, project.folder / "data")
    path = project.folder / file
    before = path.read_text(encoding="utf-8") if old else ""
    assert old in before
    project.write(file, before.replace(old, new, 1) if old else new)
    built = project.build(DATA_DIR="data")
    assert (built.returncode, built.stdout, built.stderr) == (1, "", f"{said}\nChưa dựng được trang; không có gì được ghi vào site/.\n")


# Builds twice without the scan; what is known of pages after each, then what the scan reads of them itself.
BUILDS = """
from pathlib import Path
from macros.mkdocs_build import run
from macros.scanning import ReadPages, scan
first, fresh = ReadPages(), ReadPages()
assert run("mkdocs.yml", Path("site"), {ReadPages.NAME: first}) == []
assert scan(Path("site"), "", fresh) == []
assert all(fresh[key] == page for key, page in first.items())
later = ReadPages(list(first.items())[:1])
assert run("mkdocs.yml", Path("site"), {ReadPages.NAME: later}) == []
print(*sorted(name for name, _ in fresh.keys() - first.keys()), len(later))
"""


def test_the_generated_pages_of_a_first_build_are_read_as_they_are_written_and_those_of_a_later_one_left_to_the_scan(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    settings = environment({"DATA_DIR": str(REPOSITORY / SMALL), "AS_OF": DAY.isoformat(), "PYTHONPATH": str(project.folder), "NO_MKDOCS_2_WARNING": "1"})
    made = subprocess.run([sys.executable, "-c", BUILDS], cwd=project.folder, env=settings, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    *unread, later = made.stdout.split()
    assert later == "1" and "404.html" in unread and not [name for name in unread if name.startswith(("nam/", "don-vi/", "van-ban/"))], unread
