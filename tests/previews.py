"""Projects being served: what the terminal of `make serve` shows, and its pages."""

from __future__ import annotations

import shutil
import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.sites import REPOSITORY, SMALL, Project
from tests.tiny_project import TinyProject, wait_for


class Served:
    """A tiny project being served, what its terminal shows, and its pages."""

    def __init__(self, project: TinyProject, **settings: str) -> None:
        self.project = project
        self.process = project.start("serve", **{"PORT": "0", **settings})
        self.output: list[str] = []
        self.errors: list[str] = []
        for stream, lines in ((self.process.stdout, self.output), (self.process.stderr, self.errors)):
            threading.Thread(target=lambda stream=stream, lines=lines: lines.extend(stream), daemon=True).start()
        line = wait_for(self._address_line, "the address is printed")
        self.address = line.removeprefix("Xem trang tại ").strip()

    def _address_line(self) -> str | None:
        assert self.process.poll() is None, "".join(self.errors)
        return next((line for line in self.output if line.startswith("Xem trang tại ")), None)

    def get(self, path: str = "", method: str = "GET") -> tuple[int, str]:
        """Return the status and the text of a page."""
        answer = self.open(path, method)
        return answer.status, answer.read().decode()

    def open(self, path: str = "", method: str = "GET") -> HTTPResponse:
        """Return the answer to a request, errors too."""
        request = urllib.request.Request(self.address + path, method=method)
        try:
            return urllib.request.urlopen(request, timeout=120)  # type: ignore[no-any-return]
        except urllib.error.HTTPError as error:
            return error  # type: ignore[return-value]

    def wait_for(self, words: str, status: int = 200) -> str:
        """Return the home page once it has these words and status."""

        def shown() -> str | None:
            found, text = self.get()
            return text if found == status and words in text else None

        return wait_for(shown, f"the home page shows «{words}»")

    def wait_for_terminal(self, words: str) -> None:
        """Return once the terminal shows these words."""
        wait_for(lambda: words in "".join([*self.output, *self.errors]), f"the terminal shows «{words}»")

    def stop(self, number: int = signal.SIGINT) -> int:
        """End it as Ctrl+C does; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=120)

    def times(self, words: str) -> int:
        """Return how often the terminal showed these words."""
        return "".join([*self.output, *self.errors]).count(words)


def children(process: int) -> list[int]:
    """Return the processes that a process started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def has_ended(process: int) -> bool:
    """Tell whether a process does nothing any more, be it that nobody has asked yet what became of it."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


Serve = Callable[..., Served]


class WholeProject(TinyProject):
    """A copy of this project with a small record."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        Project(folder)
        shutil.copytree(REPOSITORY / SMALL, folder / "data")


@pytest.fixture
def project(tmp_path: Path) -> TinyProject:
    """A tiny project in a folder of its own."""
    return TinyProject(tmp_path / "project")


@pytest.fixture
def serve(project: TinyProject) -> Iterator[Serve]:
    """Serves the project with the settings given; stopped after the test."""
    started: list[Served] = []

    def start(**settings: str) -> Served:
        started.append(Served(project, **settings))
        return started[-1]

    yield start
    for served in started:
        served.stop()
