"""The second process: outcomes come back in order, errors too, it stops with this one, and files are the same with or without it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from pickle import PicklingError

import pytest

from macros.beside import WAITING, Beside, _work
from macros.stored import Kept, OnDisk, as_they_are
from tests.previews import has_ended
from tests.tiny_project import REPOSITORY, wait_for


def _numbered(count: int) -> dict[str, bytes]:
    return {f"a/{number}.txt": b"x" * number for number in range(count)}


def _as_lines(texts: list[str]) -> dict[str, bytes]:
    return {"số.txt": "\n".join(texts).encode()}


def _wrong() -> dict[str, bytes]:
    raise ValueError("không làm được")


class _Own(Exception):
    """An error that pickles, but cannot be made anew from what it pickled."""

    def __init__(self, text: str, more: str) -> None:
        super().__init__(text)


def _wrong_in_its_own_way() -> None:
    raise _Own("không làm được", "")


def _raise(error: Exception) -> None:
    raise error


def test_outcomes_are_those_of_the_functions_in_order() -> None:
    with Beside() as beside:
        later = [beside.ask(pow, 2, power) for power in range(200)]
        large = beside.ask(bytes.__mul__, b"x" * 1_000_000, 3)
        assert [one.result(30) for one in later] == [2**power for power in range(200)]
        assert len(large.result(30)) == 3_000_000
        assert beside.ask(os.getpid).result(30) != os.getpid()


def test_what_a_function_raises_is_raised_here_and_the_next_task_is_done() -> None:
    with Beside() as beside:
        wrong, right = beside.ask(_wrong), beside.ask(abs, -1)
        with pytest.raises(ValueError, match="không làm được"):
            wrong.result(30)
        assert right.result(30) == 1


def test_what_cannot_be_sent_is_said_and_the_next_task_is_done() -> None:
    with Beside() as beside:
        task, error, right = beside.ask(lambda: 1), beside.ask(_wrong_in_its_own_way), beside.ask(abs, -1)
        value, last = beside.ask(eval, "lambda: 1"), beside.ask(abs, -2)
        with pytest.raises(TypeError, match="lambda"):
            task.result(30)
        with pytest.raises(RuntimeError, match="_Own: không làm được"):
            error.result(30)
        with pytest.raises((AttributeError, PicklingError), match="lambda"):
            value.result(30)
        assert (right.result(30), last.result(30)) == (1, 2)


def test_a_task_that_meets_the_end_of_a_file_or_pipe_is_a_task_that_failed() -> None:
    with Beside() as beside:
        for kind in (EOFError, BrokenPipeError, ConnectionResetError):
            with pytest.raises(kind, match="hết"):
                beside.ask(_raise, kind("hết")).result(30)


def test_a_shared_value_is_sent_once_and_replaced_by_the_next_of_its_name() -> None:
    with Beside() as beside:
        shared = beside.share("tên", "một")
        first = beside.ask(str.upper, shared)
        beside.share("tên", "hai")
        assert [first.result(30), beside.ask(str.upper, shared).result(30)] == ["MỘT", "HAI"]


def test_when_it_dies_whoever_waits_is_told() -> None:
    with Beside() as beside:
        later = [beside.ask(signal.raise_signal, signal.SIGKILL), *(beside.ask(abs, -1) for _ in range(3 * WAITING))]
        for one in (*later, beside.ask(abs, -1)):
            with pytest.raises(RuntimeError, match="tiến trình phụ đã dừng đột ngột"):
                one.result(30)
        # Also whoever asks long after.
        with pytest.raises(RuntimeError, match="tiến trình phụ đã dừng đột ngột"):
            beside.ask(abs, -1).result(30)
        assert not beside.has_time


def test_when_it_has_settled_all_that_was_asked_is_done() -> None:
    with Beside() as beside:
        beside.settle()  # nothing was asked
        later = [beside.ask(_wrong), *(beside.ask(pow, 3, 300_000 + number) for number in range(10))]
        beside.settle()
        assert all(one.done() for one in later) and beside.waiting == 0


def test_it_ends_when_the_process_that_asks_is_killed() -> None:
    code = "import os, sys\nfrom macros.beside import Beside\nbeside = Beside()\nprint(beside.process.pid, flush=True)\nsys.stdin.read()"
    asking = subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert asking.stdout
    pid = int(asking.stdout.readline())
    os.kill(pid, 0)
    asking.kill()
    asking.communicate()
    wait_for(lambda: has_ended(pid), "the second process ends")


def test_it_ends_quietly_when_the_process_that_asks_goes_with_an_answer_unread(capfd: pytest.CaptureFixture[str]) -> None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, ours))
    process.start()
    theirs.close()
    ours.send((abs, (-1,)))
    assert ours.poll(30)
    ours.close()
    process.join(30)
    assert (process.exitcode, *capfd.readouterr()) == (0, "", "")


@pytest.mark.parametrize("with_beside", [True, False])
def test_a_store_on_disk_holds_what_one_in_memory_does(tmp_path: Path, with_beside: bool) -> None:
    kept = Kept()
    known = [kept.make(_numbered, 3), kept.make(as_they_are, {"b.txt": "Một".encode()})]
    with Beside() as beside:
        store = OnDisk(tmp_path, beside if with_beside else None)
        made = [store.make(_numbered, 3), store.make(as_they_are, {"b.txt": "Một".encode()})]
        store.finish()
        for ours, theirs, path in ((made[0], known[0], "a/2.txt"), (made[1], known[1], "b.txt")):
            assert ours.facts(path) == theirs.facts(path)
            assert ours.content(path) == theirs.content(path) == kept[path]
    assert {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == kept


@pytest.mark.parametrize("with_beside", [True, False])
def test_files_are_put_below_the_folder_with_what_is_shared(tmp_path: Path, with_beside: bool) -> None:
    with Beside() as beside:
        store = OnDisk(tmp_path, beside if with_beside else None)
        shared = store.share("nội dung", {"a/b.txt": "Một".encode()})
        for _ in range(3 * WAITING):  # more than wait for the second process: some are made here
            store.put(as_they_are, shared)
        store.finish()
    assert (tmp_path / "a/b.txt").read_text(encoding="utf-8") == "Một"


@pytest.mark.parametrize("with_beside", [True, False])
def test_what_is_gathered_comes_in_order(tmp_path: Path, with_beside: bool) -> None:
    with Beside() as beside:
        store = OnDisk(tmp_path, beside if with_beside else None)
        gathered = store.gather("số", (str(number) for number in range(2_500)))
        store.put(_as_lines, gathered)
        store.finish()
    assert (tmp_path / "số.txt").read_text().split() == [str(number) for number in range(2_500)]


def test_what_is_held_there_alone_is_used_there_however_much_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tiếp")
    with Beside() as beside:
        store = OnDisk(tmp_path, beside)
        gathered = store.gather("số", ["1", "2"])
        beside.ask(Path.read_text, tmp_path / "tiếp")  # waits for somebody to write
        for _ in range(WAITING):
            beside.ask(abs, -1)
        assert not beside.has_time
        store.put(_as_lines, gathered)
        (tmp_path / "tiếp").write_text("", encoding="utf-8")
        store.finish()
    assert (tmp_path / "số.txt").read_text(encoding="utf-8") == "1\n2"


def test_a_file_that_cannot_be_put_stops_the_build(tmp_path: Path) -> None:
    with Beside() as beside:
        store = OnDisk(tmp_path, beside)
        store.put(_wrong)
        store.put(as_they_are, {"b.txt": b""})
        with pytest.raises(ValueError, match="không làm được"):
            store.finish()


def test_a_file_that_cannot_be_made_stops_the_build(tmp_path: Path) -> None:
    with Beside() as beside:
        store = OnDisk(tmp_path, beside)
        store.make(_wrong)
        with pytest.raises(ValueError, match="không làm được"):
            store.finish()
