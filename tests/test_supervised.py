"""The process that builds for `make serve`: whatever becomes of it, or of the second process that it starts, the next edit is shown."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.preview import PreviewServer
from macros.serving import _Supervisor, is_text
from macros.supervised import Worker
from tests.previews import Serve, Served, children, has_ended
from tests.tiny_project import TinyProject, environment, wait_for

# While this file is there, the second process has something to do for ten minutes.
_BUSY = """    if Path("busy").exists():
        import time; config.plugins["beside"].ask(time.sleep, 600)
        Path("begun").touch()
"""


def worker_process(served: Served) -> int:
    """Return the process that builds."""
    return children(served.process.pid)[0]


def second_process(served: Served) -> int:
    """Return the process that the one that builds has started."""
    return children(worker_process(served))[0]


def test_a_worker_that_dies_while_its_second_process_is_busy_is_replaced_too(project: TinyProject, serve: Serve) -> None:
    project.write("busy", "")
    served = serve()
    project.replace("macros/hooks.py", "    text = ", f"{_BUSY}        os._exit(3)\n    text = ")
    served.wait_for("Chương trình dựng trang đã dừng đột ngột (mã 3).", status=503)
    (project.folder / "busy").unlink()
    project.replace("docs/index.md", "Có SỐ", "Lại có SỐ")
    served.wait_for("Lại có 99 nhiệm vụ")


def test_nothing_of_a_worker_that_was_replaced_goes_on_writing(project: TinyProject, serve: Serve) -> None:
    project.replace("macros/hooks.py", "    text = ", f"{_BUSY}    text = ")
    served = serve()
    second = second_process(served)
    project.write("busy", "")
    project.replace("docs/index.md", "Có SỐ", "Lại có SỐ")
    wait_for((project.folder / "begun").exists, "the build waits for the second process")
    (project.folder / "busy").unlink()
    project.replace("macros/hooks.py", "lần đầu", "lần hai")
    served.wait_for("Lại có 99 nhiệm vụ, lần hai")
    assert has_ended(second)
    second = second_process(served)
    assert served.stop() == 0 and has_ended(second)


def test_a_build_that_never_ends_ends_with_whoever_asked_for_it(project: TinyProject, serve: Serve) -> None:
    served = serve()
    project.replace("macros/hooks.py", "    text = ", """    Path("begun").touch()
    while True:
        pass
    text = """)
    wait_for((project.folder / "begun").exists, "the build has begun")
    worker, second = worker_process(served), second_process(served)
    served.process.kill()
    wait_for(lambda: has_ended(worker) and has_ended(second), "nothing of the build runs any more")


@pytest.mark.parametrize("find", [worker_process, second_process])
def test_a_process_that_is_killed_between_two_edits_is_replaced_unnoticed(project: TinyProject, serve: Serve, find: Callable[[Served], int]) -> None:
    project.replace("docs/khac.md", "Một mục", "[Kiểu](trang.css)")
    served = serve()
    served.wait_for("Có 99 nhiệm vụ")  # looked at: what knows nothing of the whole site is not asked for a glimpse
    worker = worker_process(served)
    os.kill(find(served), signal.SIGKILL)
    wait_for(lambda: has_ended(worker), "the worker has ended")
    served.get("khac/")
    project.replace("docs/khac.md", "[Kiểu]", "[Kiểu chữ]")
    served.wait_for_terminal("Đã dựng lại")
    assert "Kiểu chữ" in served.get("khac/")[1]
    assert (served.times("Đã hiện trang đang mở"), served.errors) == (0, [])


def test_a_worker_that_dies_while_it_answers_has_died(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nprintf '[\"half'\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with Worker() as worker:
        worker.ask(tmp_path)
        answer = wait_for(lambda: worker.answer(1), "it has died")
    assert answer.faults == ("Chương trình dựng trang đã dừng đột ngột (mã 3). Xem thông báo trong cửa sổ dòng lệnh.",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("data/2023/tasks.yml", True), ("docs/index.md", True), ("docs/thi-dua/moi.md", True), ("data/files/mau.yml", False), ("data/files/mau.md", False),
        ("data/files/9902.txt", False), ("mkdocs.yml", False), ("docs/assets/site.css", False), ("docs/mau.yml", False), ("macros/theme/main.html", False), ("macros/hooks.py", False),
    ],
)
def test_texts_are_what_a_glimpse_shows_whole(name: str, expected: bool) -> None:
    assert is_text(name, Path("data")) is expected


def test_what_a_build_that_was_called_off_left_to_do_is_done_before_the_next(project: TinyProject) -> None:
    code = """if True:
        from pathlib import Path
        from macros.beside import Beside
        from macros.stored import as_they_are, put
        from macros.worker import Builder
        with Beside() as beside:
            beside.ask(pow, 3, 5_000_000)  # long enough to find the next build writing, if that did not wait
            beside.ask(put, Path("site"), as_they_are, {"cu.html": b""})
            assert Builder(beside).build(Path("site"), []) == []
            beside.settle()
    """
    subprocess.run([sys.executable, "-c", code], cwd=project.folder, env=environment({}), check=True, timeout=120)
    assert sorted(path.name for path in (project.folder / "site").rglob("*.html")) == ["404.html", "index.html", "index.html"]


def test_python_that_changes_after_the_last_look_is_run_by_the_next_build(project: TinyProject, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(project.folder)
    for name, value in environment({}).items():
        monkeypatch.setenv(name, value)
    with PreviewServer(0) as server, Worker() as worker:
        supervisor = _Supervisor(server, worker, tmp_path)
        supervisor._build()
        project.replace("macros/hooks.py", "lần đầu", "lần hai")
        supervisor._build()
        assert "lần hai" in server.shown.answer("")[1].decode()
