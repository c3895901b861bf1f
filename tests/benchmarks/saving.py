"""From saving a file to seeing it in the browser; and whether a server that is edited all day keeps growing."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import REPOSITORY, memory

_LONGEST = 120.0
LOOKS = 5  # at the memory, of every twenty edits


def project(folder: Path, data: Path) -> Path:
    """Make a copy of this project with a data folder of its own, to be edited."""
    folder.mkdir(parents=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    for name in ("docs", "macros"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(data, folder / "data")
    return folder


@contextmanager
def started(command: Sequence[str | Path], cwd: Path, address: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it is no longer needed; enters when it answers."""
    env = {**os.environ, "AS_OF": "2025-06-30", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(cwd), **settings}
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    host, port = re.findall(r"//([^:/]+):(\d+)", address)[0]
    end = time.monotonic() + _LONGEST
    try:
        while True:
            try:
                socket.create_connection((host, int(port)), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"{' '.join(map(str, command))} does not serve") from None
                time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Return a port that nothing uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def save_to_browser(browser: Any, address: str, file: Path, word: str, times: int) -> list[float]:
    """Change a word of a file again and again; return the seconds until the open page shows each change."""
    page = browser.new_page()
    page.goto(address, wait_until="load", timeout=_LONGEST * 1000)
    taken, shown = [], word
    for number in range(times):
        text, new = file.read_text(encoding="utf-8"), f"Đổi{number}x{os.getpid()}"
        assert shown in text, f"{file} lacks {shown}"
        begun = time.monotonic()
        file.write_text(text.replace(shown, new, 1), encoding="utf-8")
        page.wait_for_function("word => document.body && document.body.textContent.includes(word)", arg=new, timeout=_LONGEST * 1000, polling=20)
        taken.append(time.monotonic() - begun)
        shown = new
    page.close()
    return taken


def ours(browser: Any, folder: Path, file: str, word: str, page: str, times: int, **settings: str) -> list[float]:
    """Measure `make serve`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with started([sys.executable, "-m", "macros", "serve", "--port", str(port)], folder, address, DATA_DIR="data", **settings):
        return save_to_browser(browser, address + page, folder / file, word, times)


def stock(browser: Any, folder: Path, file: str, word: str, page: str, times: int) -> list[float]:
    """Measure `mkdocs serve` on the same pages as plain Markdown, and leave them as they were."""
    port, path = free_port(), folder / file
    address, before = f"http://127.0.0.1:{port}/", path.read_bytes()
    try:
        with started([Path(sys.executable).parent / "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"], folder, address):
            return save_to_browser(browser, address + page, path, word, times)
    finally:
        path.write_bytes(before)


def growth(folder: Path, file: str, word: str, page: str, export: str, edits: int) -> Iterator[tuple[int, float]]:
    """Edit under `make serve` while a page is open; yield every twentieth edit and the megabytes of all its processes.

    Fifteen edits in a hurry, each once the one before is shown, which calls off the build of its whole site; then five that wait
    for theirs, until a file that no glimpse makes has the edit, after each of which the memory is looked at. The least of the five
    counts: what lasts is in every one of them, what a build leaves is freed at different times, so that a single look may meet a
    tenth more. What is read from files is left out: other programs that read the same ones share it, and leave it when they end.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    path = folder / file
    text, held = path.read_text(encoding="utf-8"), list[float]()
    assert word in text, f"{file} lacks {word}"
    with started([sys.executable, "-m", "macros", "serve", "--port", str(port)], folder, address, DATA_DIR="data") as process:
        _wait_for(word, address + page)
        for number in range(1, edits + 1):
            path.write_text(text.replace(word, f"Đổi{number}x", 1), encoding="utf-8")
            _wait_for(f"Đổi{number}x", address + page)
            if (number - 1) % 20 < 20 - LOOKS:
                continue
            _wait_for(f"Đổi{number}x", address + export)
            held.append(memory(process.pid, "Pss_Anon"))
            if number % 20 == 0 or number == edits:
                yield number, min(held[-LOOKS:])


def _wait_for(word: str, address: str) -> None:
    """Return once what is served has a word; pages asked for so often count as open."""
    end = time.monotonic() + _LONGEST
    while True:
        with urllib.request.urlopen(address, timeout=_LONGEST) as answer:
            if word in answer.read().decode():
                return
        assert time.monotonic() < end, f"{address} does not show {word}"
        time.sleep(0.05)
