"""What one server keeps between its builds never shows: after an edit of each kind of thing, its site is that of a clean build.

So are the pages of a glimpse. Here the texts of files; in test_kept_files.py what comes, goes and is set.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.edits import Edit, changed, together
from tests.kept_builds import NOT_GLIMPSED, differing, files, html_files, kept_project
from tests.tiny_project import wait_for

TASKS, PLAN = changed("data/2023/tasks.yml", "  title: ", "  title: Sửa "), changed("data/2023/plan.yml", "title: ", "title: Sửa ")
THEME = changed("macros/theme/main.html", "{% block announce %}", "{% block announce %}<!-- sửa -->")
_TWO, _THREE = (f"- {{id: nv-2024-{number}, title: Việc {number}, lead: van-phong}}\n" for number in (2, 3))

# An edit of the text of each kind of thing that a build reads.
TEXTS: dict[str, Edit] = {
    "tasks": TASKS,
    "a plan": PLAN,
    "results": changed("data/2023/results.yml", "title: ", "title: Sửa "),
    "awards": changed("data/2023/awards.yml", "  reason: ", "  reason: Sửa "),
    "events": changed("data/2023/events.yml", "  title: ", "  title: Sửa "),
    "units": changed("data/units.yml", "    name: ", "    name: Sửa "),
    "people": changed("data/people.yml", "title: Chánh Văn phòng", "title: Quyền Chánh Văn phòng"),
    "a person's name": changed("data/people.yml", "name: Khúc Thị Hoà", "name: Khúc Thị Huệ"),
    "documents": changed("data/documents.yml", "  subject: ", "  subject: Sửa "),
    "movements": changed("data/movements.yml", "  name: ", "  name: Sửa "),
    "honours": changed("data/honours.yml", "  name: ", "  name: Sửa "),
    "sources": changed("data/sources.yml", "    title: ", "    title: Sửa "),
    "a misprint": changed("data/sources.yml", "printed: 9903/CT-TW", "printed: 9903/CTTW"),
    "the other side of a relation": changed("data/vocabularies.yml", "reverse: Bị thay thế bởi", "reverse: Đã bị thay thế bởi"),
    "a label": changed("data/vocabularies.yml", "label: Đang thực hiện", "label: Đang làm"),
    "an abbreviation": changed("data/vocabularies.yml", "forms: [BTT, ", "forms: [BTT, BTTr, "),
    "a record more": changed("data/documents.yml", "- id: van-ban-trong\n", "- {id: van-ban-moi, kind: decision, subject: quy định mới, issued: 2023}\n- id: van-ban-trong\n"),
    "its name changed": changed("data/documents.yml", "- {id: van-ban-moi,", "- {id: van-ban-khac,"),
    "a record less": changed("data/documents.yml", "- {id: van-ban-khac, kind: decision, subject: quy định mới, issued: 2023}\n", ""),
    "rows more": changed("data/2024/tasks.yml", "carried_from: nv-2023-2\n", f"carried_from: nv-2023-2\n{_TWO}{_THREE}"),
    "rows in another order": changed("data/2024/tasks.yml", f"{_TWO}{_THREE}", f"{_THREE}{_TWO}"),
    "an attached file": changed("data/files/9902.txt", "", "Nội dung khác\n"),
    "a page": changed("docs/huong-dan/index.md", "# ", "# Sửa "),
    "a style": changed("docs/assets/site.css", "", "body { color: black; }\n"),
    "a script": changed("docs/assets/tables.js", "", "// trống\n"),
    "the settings": changed("mkdocs.yml", "copyright: ", "copyright: Sửa "),
    "the theme": THEME,
}

# What is wrong in each kind of file, and how it stood.
ERRORS = {
    "data/2023/tasks.yml": ("due: 31/12/2023", "due: 31/13/2023"), "data/2023/plan.yml": ("tasks: 12", "tasks: mười"), "data/2023/results.yml": ("value: 812", "value: 8.12"),
    "data/2023/awards.yml": ("  reason: ", "  raeson: "), "data/2023/events.yml": ("kind: election", "kind: bầu"), "data/units.yml": ("- id: van-phong\n", "- id: van-phong-2\n"),
    "data/people.yml": ("since: 20/09/2019", "since: 20/09/2029"), "data/documents.yml": ("file: 9902.txt", "file: 9903.txt"), "data/movements.yml": ("  kind: ", "\tkind: "),
    "data/honours.yml": ("- id: ", "id: "), "data/sources.yml": ("- id: bai-1", "- id: bai-2"), "data/vocabularies.yml": ("{key: merit, ", "{key: merit_of, "),
    "docs/huong-dan/index.md": ("# ", "[Không có](khong-co.md)\n# "), "mkdocs.yml": ("strict: true", "strict: true\nstrcit: true"),
}


def test_after_an_error_and_its_mending_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    with kept_project(tmp_path) as kept:
        assert kept.build("a") == []
        together(TASKS, THEME)(tmp_path)
        kept.edit("data/units.yml", "    kind: ", "    kind: không có ")
        assert any("units.yml" in fault for fault in kept.build("b"))
        kept.edit("data/units.yml", "    kind: không có ", "    kind: ")
        assert kept.build("b") == []
        assert differing(kept.clean(), tmp_path / "b") == []
        assert differing(tmp_path / "a", tmp_path / "b") != []


@pytest.mark.slow
def test_after_an_edit_of_each_kind_of_text_the_site_and_a_glimpse_are_those_of_a_clean_build(tmp_path: Path) -> None:
    with kept_project(tmp_path) as kept:
        kept.hold(TEXTS)


@pytest.mark.slow
def test_an_error_of_each_kind_is_said_as_by_a_clean_build_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with kept_project(tmp_path) as kept:
        assert kept.build("a") == []
        for name, (right, wrong) in ERRORS.items():
            kept.edit(name, right, wrong)
            faults = kept.build("b")
            assert faults and kept.build("glimpse", "huong-dan/index.html") == faults, name
            assert kept.project.build(**kept.settings).stderr.startswith("\n".join([*faults, "Chưa dựng được trang; "])), name
            kept.edit(name, wrong, right)
            assert kept.build("b") == [] and differing(tmp_path / "a", tmp_path / "b") == [], name
        assert differing(kept.clean(), tmp_path / "b") == []


# While the pipe is there, the second process waits before it makes a workbook; the first says when it is going to wait for that.
_HELD = """    if os.path.exists("hold") and multiprocessing.parent_process():
        open("hold").read()
    return {path: csv_bytes(sheet)"""
_WAITING = """    open("waits", "w").close()
    return _Maker(site, store).ready(INDEX"""


def test_a_build_called_off_while_the_second_process_works_ends_and_leaves_nothing_behind(tmp_path: Path) -> None:
    held = together(
        changed("macros/exports.py", "    return {path: csv_bytes(sheet)", _HELD),
        changed("macros/exports.py", "from collections.abc", "import multiprocessing\nimport os\nfrom collections.abc"),
        changed("macros/exports.py", "    return _Maker(site, store).ready(INDEX", _WAITING),
    )
    with kept_project(tmp_path, held) as kept:
        assert kept.build("a") == kept.build("b") == []
        (tmp_path / "waits").unlink()
        os.mkfifo(tmp_path / "hold")
        TASKS(tmp_path)
        kept.ask([str(tmp_path / "b")])
        wait_for((tmp_path / "waits").exists, "the second process is waited for")
        kept.ask(None)
        try:
            assert kept.answer() is None
        finally:
            with (tmp_path / "hold").open("w"):  # which lets the second process go on
                (tmp_path / "hold").unlink()
        PLAN(tmp_path)
        assert kept.build("b") == [] and differing(kept.clean(), tmp_path / "b") == []


# A page that replaces one of ours, and leads to a file of the open data; others lead to rows that it has or has not.
_WRITTEN = "# Năm 2023\n\n{{ tasks(year=2023) }}\n\n[Sổ tính](../du-lieu/v1/2023/nam-2023.xlsx), [năm sau](2024.md#ket-qua)\n"


def test_a_page_of_a_glimpse_is_that_of_a_clean_build(tmp_path: Path) -> None:
    with kept_project(tmp_path) as kept:
        kept.project.write("docs/nam/2023.md", _WRITTEN)
        assert kept.build("a") == []
        TASKS(tmp_path)
        clean = kept.clean()
        for name in html_files(clean):
            assert kept.build("glimpse", name) == [], name
            made = {} if name in NOT_GLIMPSED else {name: (clean / name).read_bytes()}
            assert files(tmp_path / "glimpse") == made, name
        # It left nothing behind that the whole site would differ by.
        assert kept.build("b") == [] and differing(clean, tmp_path / "b") == []
