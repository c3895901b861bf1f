"""Files replaced together or not at all: killed before every step, the old ones are whole, or the next command has the new ones."""

from __future__ import annotations

import fcntl
import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from macros.__main__ import main
from macros.sheets import journal
from macros.sheets.journal import Edit, Interfered, replace_together, settle
from tests.sheet_books import Desk
from tests.sites import DEMO

OLD = {"units.yml": b"- a\n", "2024/tasks.yml": b"- b\n"}
NEW = {"units.yml": b"- a\n- c\n", "2024/tasks.yml": b"- b\n- d\n", "2025/tasks.yml": b"- e\n"}
EDITS = {name: Edit(OLD.get(name), content) for name, content in NEW.items()}
KILLED = 9


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in OLD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Desk:
    """A workbook whose import writes two files of the data."""
    made = Desk(tmp_path, DEMO, capfd)
    made.export("tasks")
    made.set("Nhiệm vụ", "nv-2024-001", "note", "Mới")
    made.set("Nhiệm vụ", "nv-2025-001", "note", "Mới")
    made.book.save(made.book_path)
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def in_child(work: Callable[[], None]) -> int:
    """Do something in a process of its own; return its exit code."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying_at(step: int) -> None:
    """End this process without any tidying before its nth call that reaches the disk."""
    count = [0]

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            count[0] += 1
            if count[0] == step:
                os._exit(KILLED)
            return call(*arguments, **named)

        return run

    for owner, name in ((os, "fsync"), (os, "replace"), (Path, "unlink"), (Path, "mkdir"), (journal.shutil, "copymode")):
        setattr(owner, name, watched(getattr(owner, name)))


def replace_and_die(folder: Path, step: int) -> int:
    def work() -> None:
        dying_at(step)
        replace_together(folder, EDITS)

    return in_child(work)


def test_a_killed_import_leaves_the_old_files_or_is_finished(folder: Path, tmp_path: Path) -> None:
    outcomes = []
    for step in range(1, 100):
        for name in list(files(folder)):
            (folder / name).unlink()
        for name, content in OLD.items():
            (folder / name).write_bytes(content)
        if (folder / "2025").exists():
            (folder / "2025").rmdir()
        code = replace_and_die(folder, step)
        if code == 0:
            break
        assert code == KILLED
        visible = {name: content for name, content in files(folder).items() if not name.rpartition("/")[2].startswith(".")}
        assert all(content in (OLD.get(name), NEW[name]) for name, content in visible.items())  # never a half-written file
        said = settle(folder)
        left = files(folder)
        assert left in (OLD, NEW), step
        assert settle(folder) is None
        outcomes.append((left == NEW, said))
    assert len(outcomes) > 15
    finished = [whole for whole, _ in outcomes]
    assert finished == sorted(finished) and True in finished and False in finished  # once it is decided, it stays decided
    assert {text for whole, text in outcomes if not whole and text} == {"Lần nhập trước bị ngắt khi chưa ghi gì; dữ liệu giữ nguyên."}
    assert {text for whole, text in outcomes if whole and text} == {"Lần nhập trước bị ngắt giữa chừng; đã ghi nốt phần còn lại."}


def test_tidying_up_may_be_killed_too(folder: Path) -> None:
    """Find a step with the journal written, then die again at every step of finishing."""
    step = next(step for step in range(1, 100) if replace_and_die(folder, step) == KILLED and (folder / journal.JOURNAL).exists())
    assert step

    for second in range(1, 50):

        def work(second: int = second) -> None:
            dying_at(second)
            settle(folder)

        if in_child(work) == 0:
            break
    settle(folder)
    assert files(folder) == NEW


def test_what_was_edited_after_the_kill_is_kept(folder: Path) -> None:
    for step in range(1, 100):
        if replace_and_die(folder, step) == KILLED and (folder / journal.JOURNAL).exists():
            break
    (folder / "units.yml").write_bytes(b"- own\n")
    said = settle(folder)
    assert said and "units.yml đã được sửa sau đó; giữ phần sửa ấy" in said
    assert files(folder) == {**OLD, "units.yml": b"- own\n"}


def test_a_file_changed_in_between_stops_everything(folder: Path) -> None:
    (folder / "units.yml").write_bytes(b"- own\n")
    with pytest.raises(Interfered, match=r"units\.yml vừa được sửa trong lúc nhập"):
        replace_together(folder, EDITS)
    assert files(folder) == {**OLD, "units.yml": b"- own\n"}


def test_a_file_keeps_its_permissions(folder: Path) -> None:
    (folder / "units.yml").chmod(0o640)
    replace_together(folder, EDITS)
    assert files(folder) == NEW
    assert (folder / "units.yml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("limit", [0, 4, 6])
def test_a_full_disk_leaves_everything_as_it_was(limit: int, folder: Path) -> None:
    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        with pytest.raises(OSError):
            replace_together(folder, EDITS)

    assert in_child(work) == 0
    assert files(folder) == OLD
    assert not (folder / "2025").exists()


def test_an_import_that_cannot_write_says_so_in_one_sentence(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        real = journal._write_beside

        def full(path: Path, content: bytes) -> None:
            if "2025" in str(path):
                resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
            try:
                real(path, content)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

        journal._write_beside = full
        os._exit(main(["import", str(desk.book_path), "--write", "--data", str(desk.data)]))

    assert in_child(work) == 1
    said = capfd.readouterr().err.splitlines()
    assert said == ["Không ghi được 2025/tasks.yml: tệp bị khóa, hết chỗ hoặc không có quyền ghi. Dữ liệu giữ nguyên."]
    assert desk.changed_lines() == []


def test_the_next_command_finishes_a_killed_import(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        real, renamed = os.replace, []

        def one_only(source: Path, goal: Path) -> None:
            if Path(goal).name == "tasks.yml" and renamed:
                os._exit(KILLED)
            renamed.extend([goal] if Path(goal).name == "tasks.yml" else [])
            real(source, goal)

        os.replace = one_only  # type: ignore[assignment]
        main(["import", str(desk.book_path), "--write", "--data", str(desk.data)])

    assert in_child(work) == KILLED
    assert len(desk.changed_lines()) > 1
    capfd.readouterr()
    assert main(["check", "--data", str(desk.data)]) == 0
    assert "Lần nhập trước bị ngắt giữa chừng; đã ghi nốt phần còn lại." in capfd.readouterr().err
    assert desk.changed_lines() == ["+  note: Mới", "+  note: Mới"]


def test_of_two_imports_at_once_the_second_sees_what_the_first_wrote(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)  # the first import, which is writing
    child = os.fork()
    if child == 0:
        os.close(handle)
        try:
            replace_together(folder, EDITS)
        except Interfered:
            os._exit(3)
        os._exit(0)
    (folder / "units.yml").write_bytes(b"- first\n")
    os.close(handle)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert files(folder) == {**OLD, "units.yml": b"- first\n"}
