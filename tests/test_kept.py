"""What one server keeps between its builds never shows: after an edit of each kind of thing, its site is that of a clean build.

So are the pages of a glimpse.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.sites import DAY, REPOSITORY, SMALL, Project
from tests.tiny_project import environment, wait_for

# An edit of each kind of thing that a build reads: file, text to replace, new text.
EDITS = [
    ("data/2023/tasks.yml", "  title: ", "  title: Sửa "),
    ("data/2023/plan.yml", "title: ", "title: Sửa "),
    ("data/2023/results.yml", "title: ", "title: Sửa "),
    ("data/2023/awards.yml", "  reason: ", "  reason: Sửa "),
    ("data/2023/events.yml", "  title: ", "  title: Sửa "),
    ("data/units.yml", "    name: ", "    name: Sửa "),
    ("data/people.yml", "- id: ", "# ghi chú\n- id: "),
    ("data/documents.yml", "  subject: ", "  subject: Sửa "),
    ("data/movements.yml", "  name: ", "  name: Sửa "),
    ("data/honours.yml", "  name: ", "  name: Sửa "),
    ("data/sources.yml", "    title: ", "    title: Sửa "),
    ("data/vocabularies.yml", "reverse: Bị thay thế bởi", "reverse: Đã bị thay thế bởi"),
    ("data/files/9902.txt", "", "Nội dung khác\n"),
    ("docs/huong-dan/index.md", "# ", "# Sửa "),
    ("docs/assets/site.css", "", "body { color: black; }\n"),
    ("docs/assets/tables.js", "", "// trống\n"),
    ("mkdocs.yml", "copyright: ", "copyright: Sửa "),
    ("macros/theme/main.html", "{% block announce %}", "{% block announce %}<!-- sửa -->"),
]


class Kept:
    """A project, and a process that builds it again and again as `make serve` does."""

    def __init__(self, folder: Path) -> None:
        self.project = Project(folder)
        shutil.copytree(REPOSITORY / SMALL, folder / "data")
        settings = environment({"DATA_DIR": "data", "AS_OF": DAY.isoformat(), "PYTHONPATH": str(folder)})
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "macros.worker"], cwd=folder, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
        )

    def build(self, name: str, *pages: str) -> Any:
        """Let the process build into a folder, the whole site or a glimpse of pages; return the faults."""
        self.ask([str(self.project.folder / name), *pages])
        return self.answer()

    def ask(self, order: object) -> None:
        """Ask the process for something."""
        assert self.worker.stdin
        self.worker.stdin.write(json.dumps(order) + "\n")
        self.worker.stdin.flush()

    def answer(self) -> Any:
        """Return what became of a build: the faults, None when it was called off."""
        assert self.worker.stdout
        assert select.select([self.worker.stdout], [], [], 120)[0], "the process does not answer"
        return json.loads(self.worker.stdout.readline())

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first such text of a file; an empty one writes the file anew."""
        file = self.project.folder / name
        text = file.read_text(encoding="utf-8") if old else ""
        assert old in text, f"{name} lacks {old!r}"
        file.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")


@contextmanager
def _kept(folder: Path) -> Iterator[Kept]:
    kept = Kept(folder)
    try:
        yield kept
    finally:
        kept.worker.kill()
        kept.worker.communicate()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _differing(one: Path, other: Path) -> list[str]:
    left, right = _files(one), _files(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def test_after_an_error_and_its_mending_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    with _kept(tmp_path) as kept:
        assert kept.build("a") == []
        for edit in (EDITS[0], EDITS[-1]):
            kept.edit(*edit)
        kept.edit("data/units.yml", "    kind: ", "    kind: không có ")
        assert any("units.yml" in fault for fault in kept.build("b"))
        kept.edit("data/units.yml", "    kind: không có ", "    kind: ")
        assert kept.build("b") == []
        assert _differing(kept.project.built(tmp_path / "data"), tmp_path / "b") == []
        assert _differing(tmp_path / "a", tmp_path / "b") != []


@pytest.mark.slow
def test_after_an_edit_of_each_kind_of_thing_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    with _kept(tmp_path) as kept:
        assert kept.build("a") == []
        for number, (name, old, new) in enumerate(EDITS):
            kept.edit(name, old, new)
            before, after = "ab"[number % 2], "ba"[number % 2]
            assert kept.build(after) == [], name
            assert _differing(kept.project.built(tmp_path / "data"), tmp_path / after) == [], name
            # A comment in the data changes no byte of the site; every other edit does.
            assert (_differing(tmp_path / before, tmp_path / after) == []) == (name == "data/people.yml"), name


# While the pipe is there, the second process waits before it makes a workbook; the first says when it is going to wait for that.
_HELD = """    if os.path.exists("hold") and multiprocessing.parent_process():
        open("hold").read()
    return {path: csv_bytes(sheet)"""
_WAITING = """    open("waits", "w").close()
    return _Maker(site, store).ready(INDEX"""


def test_a_build_called_off_while_the_second_process_works_ends_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with _kept(tmp_path) as kept:
        kept.edit("macros/exports.py", "    return {path: csv_bytes(sheet)", _HELD)
        kept.edit("macros/exports.py", "from collections.abc", "import multiprocessing\nimport os\nfrom collections.abc")
        kept.edit("macros/exports.py", "    return _Maker(site, store).ready(INDEX", _WAITING)
        assert kept.build("a") == kept.build("b") == []
        (tmp_path / "waits").unlink()
        os.mkfifo(tmp_path / "hold")
        kept.edit(*EDITS[0])
        kept.ask([str(tmp_path / "b")])
        wait_for((tmp_path / "waits").exists, "the second process is waited for")
        kept.ask(None)
        try:
            assert kept.answer() is None
        finally:
            with (tmp_path / "hold").open("w"):  # which lets the second process go on
                (tmp_path / "hold").unlink()
        kept.edit(*EDITS[1])
        assert kept.build("b") == [] and _differing(kept.project.built(tmp_path / "data"), tmp_path / "b") == []


# A page that replaces one of ours, and leads to a file of the open data; others lead to rows that it has or has not.
_WRITTEN = "# Năm 2023\n\n{{ tasks(year=2023) }}\n\n[Sổ tính](../du-lieu/v1/2023/nam-2023.xlsx), [năm sau](2024.md#ket-qua)\n"
# What a glimpse leaves to the whole site: the page of files that it does not make.
_NOT_GLIMPSED = ("404.html", "du-lieu/index.html")


def test_a_page_of_a_glimpse_is_that_of_a_clean_build(tmp_path: Path) -> None:
    with _kept(tmp_path) as kept:
        kept.project.write("docs/nam/2023.md", _WRITTEN)
        assert kept.build("a") == []
        kept.edit(*EDITS[0])
        clean = kept.project.built(tmp_path / "data")
        for name in sorted(str(path.relative_to(clean)) for path in clean.rglob("*.html")):
            assert kept.build("glimpse", name) == [], name
            made = {} if name in _NOT_GLIMPSED else {name: (clean / name).read_bytes()}
            assert _files(tmp_path / "glimpse") == made, name
        # It left nothing behind that the whole site would differ by.
        assert kept.build("b") == [] and _differing(clean, tmp_path / "b") == []


@pytest.mark.slow
def test_after_an_edit_of_each_kind_of_text_a_glimpse_is_that_of_a_clean_build(tmp_path: Path) -> None:
    with _kept(tmp_path) as kept:
        assert kept.build("a") == []
        pages = sorted(str(path.relative_to(tmp_path / "a")) for path in (tmp_path / "a").rglob("*.html") if str(path.relative_to(tmp_path / "a")) not in _NOT_GLIMPSED)
        for name, old, new in EDITS:
            kept.edit(name, old, new)
            if name.endswith((".yml", ".md")) and name != "mkdocs.yml":
                assert kept.build("glimpse", *pages) == [], name
                clean = kept.project.built(tmp_path / "data")
                assert _files(tmp_path / "glimpse") == {page: (clean / page).read_bytes() for page in pages}, name
