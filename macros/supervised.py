"""The process that builds, as its supervisor sees it: started, asked, called off, and what it died of."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from macros.building import OUR_ERROR, SLOW


@dataclass(frozen=True)
class Answer:
    """What became of a build: its faults, none when it is sound; or that it was called off."""

    faults: tuple[str, ...] = ()
    called_off: bool = False


class Worker:
    """The process that builds; started when first needed, and again after `stop`."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.last_words: deque[str] = deque(maxlen=200)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def ask(self, folder: Path, pages: Sequence[str] = ()) -> None:
        """Let it build into a folder: the whole site, or a glimpse of some pages."""
        if self.process is None:
            self._start()
        self._send([str(folder), *pages])

    def call_off(self) -> None:
        """Let it end what it is doing; it answers soon."""
        self._send(None)

    def _start(self) -> None:
        # In a session of its own: Ctrl+C ends this supervisor, which then ends the worker.
        piped = subprocess.PIPE
        self.process = subprocess.Popen([sys.executable, "-m", "macros.worker"], stdin=piped, stdout=piped, stderr=piped, start_new_session=True)
        self.last_words.clear()
        self.listener = threading.Thread(target=self._listen, args=(self.process.stderr,), daemon=True)
        self.listener.start()

    def _listen(self, errors: IO[bytes]) -> None:
        """Show what it says in the terminal, and remember the last of it."""
        with errors:
            for line in errors:
                self.last_words.append(line.decode(errors="replace"))
                print(self.last_words[-1], end="", file=sys.stderr, flush=True)

    def _send(self, order: object) -> None:
        assert self.process and self.process.stdin
        with suppress(BrokenPipeError):  # it died; reading its answer tells
            self.process.stdin.write(f"{json.dumps(order)}\n".encode())
            self.process.stdin.flush()

    def answer(self, timeout: float) -> Answer | None:
        """Return what became of the build asked for; None when there is no answer yet."""
        assert self.process and self.process.stdout
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            return None
        line = self.process.stdout.readline()
        if line:
            faults = json.loads(line)
            return Answer(called_off=True) if faults is None else Answer(tuple(faults))
        code = self.process.wait()
        self.stop()
        self.listener.join(SLOW)
        return Answer((cause_of_death(code, "".join(self.last_words)),))

    def stop(self) -> None:
        """End it, in the middle of a build if need be."""
        if self.process:
            self.process.kill()  # nothing to tidy: the scratch folder is the supervisor's
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                with suppress(BrokenPipeError):
                    stream.close()  # type: ignore[union-attr]
            self.process = None


def cause_of_death(code: int, last_words: str) -> str:
    """Return why the worker ended: the error that it names, and the place in the code; else the exit code."""
    traceback = last_words.rpartition("Traceback (most recent call last):")[2].strip()
    places = re.findall(r'^  File "(.+?)", line (\d+)', traceback, re.MULTILINE)
    if not places:
        return f"Chương trình dựng trang đã dừng đột ngột (mã {code}). Xem thông báo trong cửa sổ dòng lệnh."
    ours = [place for place in places if place[0].startswith(f"{Path.cwd()}{os.sep}") and ".venv" not in place[0]]
    file, line = (ours or places)[-1]
    return f"{OUR_ERROR} {traceback.splitlines()[-1]}\n  {os.path.relpath(file)}:{line}"
