"""The process that builds, as its supervisor sees it: started, asked, called off, and what it died of."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from macros.building import SLOW
from macros.faults import OUR_ERROR


@dataclass(frozen=True)
class Answer:
    """What became of a build: its faults, none when it is sound; or that it was called off."""

    faults: tuple[str, ...] = ()
    called_off: bool = False


class Worker:
    """The process that builds, with the second one that it starts; started when first needed, and again after `stop` or its death."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def alive(self) -> bool:
        """Tell whether it runs, and so remembers what it built."""
        return self.process is not None and self.process.poll() is None

    def ask(self, folder: Path, pages: Sequence[str] = ()) -> None:
        """Let it build into a folder: the whole site, or a glimpse of some pages."""
        if not self.alive:
            self.stop()
            self._start()
        self._send([str(folder), *pages])

    def call_off(self) -> None:
        """Let it end what it is doing; it answers soon."""
        self._send(None)

    def _start(self) -> None:
        # In a session of its own: Ctrl+C ends this supervisor, which then ends the worker and all that it started.
        piped = subprocess.PIPE
        self.process = subprocess.Popen([sys.executable, "-m", "macros.worker"], stdin=piped, stdout=piped, stderr=piped, start_new_session=True)
        self.last_words: deque[str] = deque(maxlen=200)
        self.listener = threading.Thread(target=_listen, args=(self.process.stderr, self.last_words), daemon=True)
        self.listener.start()

    def _send(self, order: object) -> None:
        assert self.process and self.process.stdin
        with suppress(BrokenPipeError):  # it died; reading its answer tells
            self.process.stdin.write(f"{json.dumps(order)}\n".encode())
            self.process.stdin.flush()

    def answer(self, timeout: float) -> Answer | None:
        """Return what became of the build asked for; None when there is no answer yet."""
        assert self.process and self.process.stdout
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            if self.alive:
                return None
            self._kill()  # the second process, which holds the end of the pipe open, would do what it was asked to first
        line = self.process.stdout.readline()
        if line.endswith(b"\n"):  # else it died, perhaps while it answered
            faults = json.loads(line)
            return Answer(called_off=True) if faults is None else Answer(tuple(faults))
        code = self.process.wait()
        self.stop()
        self.listener.join(SLOW)
        return Answer((cause_of_death(code, "".join(self.last_words)),))

    def stop(self) -> None:
        """End it, in the middle of a build if need be; when this returns nothing writes into its folder any more."""
        if self.process and self.process.stdin and self.process.stdout:
            self._kill()  # nothing to tidy: the scratch folder is the supervisor's
            self.process.wait()
            self.process.stdout.read()  # ends when the second process is gone too
            for stream in (self.process.stdin, self.process.stdout):
                with suppress(BrokenPipeError):
                    stream.close()
            self.process = None

    def _kill(self) -> None:
        assert self.process
        with suppress(ProcessLookupError):  # all are gone
            os.killpg(self.process.pid, signal.SIGKILL)


def _listen(errors: IO[bytes], last_words: deque[str]) -> None:
    """Show what a process says in the terminal, and remember the last of it."""
    with errors:
        for line in errors:
            last_words.append(line.decode(errors="replace"))
            print(last_words[-1], end="", file=sys.stderr, flush=True)


def cause_of_death(code: int, last_words: str) -> str:
    """Return why the worker ended: the error that it names, and the place in the code; else the exit code."""
    traceback = last_words.rpartition("Traceback (most recent call last):")[2].strip()
    places = re.findall(r'^  File "(.+?)", line (\d+)', traceback, re.MULTILINE)
    if not places:
        return f"Chương trình dựng trang đã dừng đột ngột (mã {code}). Xem thông báo trong cửa sổ dòng lệnh."
    ours = [place for place in places if place[0].startswith(f"{Path.cwd()}{os.sep}") and ".venv" not in place[0]]
    file, line = (ours or places)[-1]
    return f"{OUR_ERROR} {traceback.splitlines()[-1]}\n  {os.path.relpath(file)}:{line}"
