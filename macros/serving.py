"""`make serve`: builds, serves, watches, and builds again; the browser follows by itself, errors are shown in both places.

Three parts, so that each can fail alone: this supervisor watches the files and owns the scratch folder; `worker` builds in a
process of its own, replaced when Python files change; `preview` serves the last build. `mkdocs serve` is not used: it ends
when the first build fails, keeps changed Python as it was, and shows errors in the terminal only.
"""

from __future__ import annotations

import errno
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from macros.building import CONFIG, Stopped, scratch_beside, seconds, sentence, stopping_cleanly
from macros.preview import PreviewServer

WATCHED = (CONFIG, "docs", "macros")
LOOKING = 0.15  # seconds between two looks at the files
SETTLING = 0.05  # editors write a file in several steps

Snapshot = dict[str, tuple[int, int, int]]


def serve(port: int, site_url: str = "") -> int:
    """Serve the project in the current folder until stopped; return an exit code."""
    try:
        server = PreviewServer(port, _root(site_url))
    except (OSError, OverflowError) as refusal:
        print(_port_sentence(refusal, port), file=sys.stderr)
        return 1
    try:
        with stopping_cleanly(), server, scratch_beside(Path(os.environ.get("SITE_DIR") or "site").resolve()) as scratch, Worker() as worker:
            _Supervisor(server, worker, scratch).run()
    except Stopped:
        return 0
    except OSError as refusal:
        print(sentence(refusal), file=sys.stderr)
    return 1


def _root(site_url: str) -> str:
    """Return the path that the site is built for, with a slash at both ends."""
    return f"/{urlsplit(site_url).path.strip('/')}/".replace("//", "/")


def _port_sentence(refusal: Exception, port: int) -> str:
    number = getattr(refusal, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ: make serve PORT={port + 1}."
    if number == errno.EACCES:
        return f"Không được mở cổng {port}. Chọn cổng từ 1024 trở lên, ví dụ: make serve PORT=8000."
    return f"Không mở được cổng {port}. Chọn số từ 1024 đến 65535, ví dụ: make serve PORT=8000."


class Worker:
    """The process that builds; started when first needed, and again after `stop`."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def ask(self, folder: Path) -> None:
        """Let it build into a folder."""
        if self.process is None:
            # In a session of its own: Ctrl+C ends this supervisor, which then ends the worker.
            self.process = subprocess.Popen([sys.executable, "-m", "macros.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        assert self.process.stdin
        try:
            self.process.stdin.write(f"{folder}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it died; reading its answer tells

    def answer(self, timeout: float) -> list[str] | None:
        """Return the faults of the build asked for, none when it is sound; None when there is no answer yet."""
        assert self.process and self.process.stdout
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            return None
        line = self.process.stdout.readline()
        if line:
            return list(json.loads(line))
        code = self.process.wait()
        self.stop()
        return [f"Chương trình dựng trang đã dừng đột ngột (mã {code}). Xem thông báo trong cửa sổ dòng lệnh."]

    def stop(self) -> None:
        """End it, in the middle of a build if need be."""
        if self.process:
            self.process.kill()  # nothing to tidy: the scratch folder is the supervisor's
            self.process.communicate()
            self.process = None


class _Supervisor:
    def __init__(self, server: PreviewServer, worker: Worker, scratch: Path) -> None:
        self.server, self.worker, self.scratch = server, worker, scratch
        self.roots = [*map(Path, WATCHED), Path(os.environ.get("DATA_DIR") or "data")]
        self.seen: Snapshot = {}
        self.builds = 0

    def run(self) -> None:
        """Build and serve, then build at every change; never returns."""
        self._build()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        print(f"Xem trang tại {self.server.address}", flush=True)
        while True:
            self._wait_for_change()
            self._build()

    def _build(self) -> None:
        """Build what is there now and show it, or what is wrong with it."""
        begun, first = time.monotonic(), not self.builds
        # Two folders in turn: the one that is served stays whole while the other is written.
        folder = self.scratch / "ab"[self.builds % 2]
        faults = self._faults(folder)
        if faults:
            print("\n".join(faults), "Sửa rồi lưu tệp: trang tự dựng lại.", sep="\n", file=sys.stderr, flush=True)
            self.server.show(self.server.shown.folder, faults)
            return
        self.builds += 1
        self.server.show(folder)
        if not first:
            print(f"{time.strftime('%H:%M:%S')} Đã dựng lại trong {seconds(time.monotonic() - begun)} giây.", flush=True)

    def _faults(self, folder: Path) -> list[str]:
        """Return the faults of a build, begun anew when Python changes under it: it may hang for just that reason."""
        self.seen = snapshot(self.roots)
        self.worker.ask(folder)
        while (faults := self.worker.answer(LOOKING)) is None:
            if _has_python(changed(self.seen, now := snapshot(self.roots))):
                self.seen = now
                self.worker.stop()
                self.worker.ask(folder)
        return faults

    def _wait_for_change(self) -> None:
        """Return when files differ from those last built, and have stopped changing."""
        while not (names := changed(self.seen, now := snapshot(self.roots))):
            time.sleep(LOOKING)
        while True:
            time.sleep(SETTLING)
            if (later := snapshot(self.roots)) == now:
                break
            names, now = changed(self.seen, later), later
        if _has_python(names):
            self.worker.stop()


def snapshot(roots: Iterable[Path]) -> Snapshot:
    """Return what tells whether a file was written, for every file below the roots.

    Looking costs a few milliseconds and works on every file system; change notices of the system do not reach shared
    folders and containers.
    """
    found: Snapshot = {}
    for root in roots:
        if root.is_file():
            _note(found, str(root))
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if not _is_private(name)]
            for name in names:
                if not _is_private(name):
                    _note(found, os.path.join(folder, name))
    return found


def _note(found: Snapshot, path: str) -> None:
    try:
        facts = os.stat(path)
    except OSError:
        return  # gone since it was listed
    found[path] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)


def _is_private(name: str) -> bool:
    """Tell whether a name is an editor's or Python's own affair."""
    return name.startswith((".", "__pycache__", "#")) or name.endswith(("~", ".pyc", ".swp", ".tmp"))


def changed(before: Snapshot, after: Snapshot) -> set[str]:
    """Return the files that were written, added or removed."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _has_python(names: Iterable[str]) -> bool:
    return any(name.endswith(".py") for name in names)
