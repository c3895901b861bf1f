"""`make serve`: builds, serves, watches, and builds again; the browser follows by itself, errors are shown in both places.

Three parts, so that each can fail alone: this supervisor watches the files and owns the scratch folder; `worker` builds in a
process of its own, replaced when Python files change; `preview` serves the last build. `mkdocs serve` is not used: it ends
when the first build fails, keeps changed Python as it was, and shows errors in the terminal only.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from macros.building import CONFIG, Stopped, said_when_slow, scratch_beside, seconds, stopping_cleanly
from macros.faults import sentence
from macros.preview import PreviewServer, Shown
from macros.problems import Refused
from macros.supervised import Answer, Worker
from macros.watching import Snapshot, changed, has_python, snapshot

WATCHED = (CONFIG, "docs", "macros")
# How a fault of what the environment says begins: nobody mends it while this runs.
_SETTINGS = ("YEAR: ", "AS_OF: ", "SITE_URL: ")
LOOKING = 0.15  # seconds between two looks at the files
SETTLING = 0.05  # editors write a file in several steps


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
    except (Refused, OSError) as refusal:
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


def is_text(name: str, data: Path) -> bool:
    """Tell whether a file is what editors write, rows of the record in `data` or a page, and no file of its own on the site."""
    path = Path(name)
    is_record = path.suffix == ".yml" and data in path.parents
    return (is_record or path.suffix == ".md") and data / "files" not in path.parents


class _Supervisor:
    """Builds what is there, shows it, and again at every change.

    What is being looked at comes first, as a glimpse; a change during the whole build calls it off, for the next glimpse.
    """

    def __init__(self, server: PreviewServer, worker: Worker, scratch: Path) -> None:
        self.server, self.worker, self.scratch = server, worker, scratch
        self.data = Path(os.environ.get("DATA_DIR") or "data")
        self.roots = [*map(Path, WATCHED), self.data]
        self.seen: Snapshot = {}  # the files as last built, wholly or in part
        self.whole: Snapshot = {}  # the files as the site that is shown was built from
        self.whole_by: object = None  # the process that built it
        self.unfinished = False  # whether the whole site is still to be built from them
        self.said: tuple[str, ...] = ()  # the faults last printed
        self.builds = 0

    def run(self) -> None:
        """Build and serve, then build at every change; never returns."""
        self._build()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        print(f"Xem trang tại {self.server.address}", flush=True)
        while True:
            self._wait_for_change()
            self.said = ()
            if pages := self._worth_a_glimpse(snapshot(self.roots)):
                self._glimpse(pages)
            if not pages or not changed(self.seen, snapshot(self.roots)):
                self._build()

    def _worth_a_glimpse(self, now: Snapshot) -> list[str]:
        """Return the open pages, which are to be shown before the whole site; none where more than texts changed."""
        return self.server.open_pages() if self._is_remembered and all(is_text(name, self.data) for name in changed(self.whole, now)) else []

    def _glimpse(self, pages: list[str]) -> None:
        """Show the open pages as they are now, over the last whole site, or what is wrong."""
        begun, folder, self.unfinished = time.monotonic(), self.scratch / "glimpse", True
        answer = self._answer(folder, pages)
        if answer.called_off:
            return
        if answer.faults:
            self._show_faults(answer.faults)
            return
        made = {name: (folder / name).read_bytes() for name in pages if (folder / name).is_file()}
        self.server.show(replace(self.server.shown, faults=(), newer=made, versions={}))
        print(f"{time.strftime('%H:%M:%S')} Đã hiện trang đang mở sau {seconds(time.monotonic() - begun)} giây; đang dựng lại cả trang.", flush=True)

    def _build(self) -> None:
        """Build what is there now and show it, or what is wrong with it."""
        begun, first, before = time.monotonic(), not self.seen, self.server.shown
        # Two folders in turn: the one that is served stays whole while the other is written.
        folder = self.scratch / "ab"[self.builds % 2]
        with said_when_slow("Đang kiểm tra dữ liệu và dựng trang…"):
            answer = self._answer(folder)
        self.unfinished = answer.called_off
        if answer.called_off:
            return
        if answer.faults:
            lasting = [fault for fault in answer.faults if fault.startswith(_SETTINGS)]
            if lasting and first:
                raise Refused(lasting[0])
            self._show_faults(answer.faults)
            return
        self.builds += 1
        self.whole, self.whole_by = self.seen, self.worker.process
        others = sorted(entry for entry in self.whole.items() if not is_text(entry[0], self.data))
        self.server.show(Shown(folder, state=str(others), earlier=before.folder))
        if not first:
            print(f"{time.strftime('%H:%M:%S')} Đã dựng lại trong {seconds(time.monotonic() - begun)} giây.", flush=True)

    def _show_faults(self, faults: tuple[str, ...]) -> None:
        """Show what is wrong, in the terminal once: the whole build finds what a glimpse found."""
        if faults != self.said:
            print("\n".join(faults), "Sửa rồi lưu tệp: trang tự dựng lại.", sep="\n", file=sys.stderr, flush=True)
        self.said = faults
        self.server.show(replace(self.server.shown, faults=faults, newer={}, versions={}))

    def _answer(self, folder: Path, pages: Sequence[str] = ()) -> Answer:
        """Return what became of a build, begun anew when Python changes under it: it may hang for just that reason."""
        called_off = False
        if not self._ask(folder, pages):
            return Answer(called_off=True)
        while (answer := self.worker.answer(LOOKING)) is None:
            names = changed(self.seen, now := snapshot(self.roots))
            if has_python(names):
                if not self._ask(folder, pages):
                    return Answer(called_off=True)
            elif names and not pages and not called_off and self._worth_a_glimpse(now):
                self.worker.call_off()
                called_off = True
        if answer.faults and changed(self.seen, snapshot(self.roots)):
            return Answer(called_off=True)  # what is wrong may be a file that was just being written; now they are built at once
        return answer

    def _ask(self, folder: Path, pages: Sequence[str]) -> bool:
        """Let what is there now be built, by the Python that is there now; no pages alone where nothing remembers the whole site."""
        before, self.seen = self.seen, snapshot(self.roots)
        if has_python(changed(before, self.seen)):
            self.worker.stop()
        if pages and not self._is_remembered:
            return False
        self.worker.ask(folder, pages)
        return True

    @property
    def _is_remembered(self) -> bool:
        """Tell whether the process that built the whole site still runs: it knows which files there are beside the pages."""
        return self.worker.alive and self.worker.process is self.whole_by

    def _wait_for_change(self) -> None:
        """Return when files differ from those last built, and have stopped changing."""
        while not changed(self.seen, now := snapshot(self.roots)) and not self.unfinished:
            time.sleep(LOOKING)
        while True:
            time.sleep(SETTLING)
            if (later := snapshot(self.roots)) == now:
                break
            now = later
