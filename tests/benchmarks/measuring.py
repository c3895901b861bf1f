"""What every benchmark measures with: a command's seconds, CPU and memory; figures with their goal and what stands beside them."""

from __future__ import annotations

import os
import platform
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
LOOKING = 0.25  # seconds between two looks at a command's memory
MORE = 1.01  # times the most so far that is looked at closely


@dataclass(frozen=True)
class Run:
    """A command that has run: wall clock and CPU seconds of it and its processes, and their peak of memory together."""

    seconds: float
    cpu: float
    megabytes: float


@dataclass
class Figure:
    """One line of the table: our values, the goal, and the values of floors and peers measured in the same run."""

    what: str
    unit: str
    ours: list[float]
    goal: str = ""
    met: bool | None = None  # None: there is no goal
    beside: dict[str, list[float]] = field(default_factory=dict)
    note: str = ""

    @property
    def median(self) -> float:
        """Return the middle of our values."""
        return statistics.median(self.ours)

    def ratio(self, name: str) -> float:
        """Return our median as a multiple of another's."""
        return self.median / statistics.median(self.beside[name])

    def has_ratio(self, name: str) -> bool:
        """Tell whether there is anything to divide, and by."""
        return bool(self.ours and self.beside[name] and statistics.median(self.beside[name]))

    def as_json(self) -> dict[str, Any]:
        """Return everything that is known of it."""
        both = {"ours": self.ours, **self.beside}
        values = {name: {"median": statistics.median(one), "lowest": min(one), "highest": max(one), "runs": len(one)} for name, one in both.items() if one}
        ratios = {name: round(self.ratio(name), 3) for name in self.beside if self.has_ratio(name)}
        return {"what": self.what, "unit": self.unit, "goal": self.goal, "met": self.met, "values": values, "ratios": ratios, "note": self.note}


class TooLong(Exception):
    """A command has taken longer than it may, and was ended."""


def run(command: Sequence[str | Path], cwd: Path = REPOSITORY, limit: float | None = None, **settings: str) -> Run:
    """Run a command that must go well and measure it; end it after so many seconds, where there is a limit, with TooLong."""
    clean = {name: value for name, value in os.environ.items() if name not in ("DATA_DIR", "SITE_DIR", "SITE_URL", "YEAR", "OUT", "DEMO", "QUICK")}
    env = {**clean, "AS_OF": "2025-06-30", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(REPOSITORY), **settings}
    begun = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak, ended = Peak(process.pid), threading.Event()

    def end() -> None:
        ended.set()
        end_all(process.pid)

    guard = threading.Timer(limit or 0.0, end)
    if limit:
        guard.start()
    with peak:
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
    guard.cancel()
    if ended.is_set():
        raise TooLong(f"{' '.join(map(str, command))}: > {limit:.0f} s")
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {errors.decode(errors='replace')[-2000:]}")
    return Run(time.monotonic() - begun, usage.ru_utime + usage.ru_stime, max(peak.megabytes, usage.ru_maxrss / 1024 if not peak.megabytes else 0))


class Peak:
    """Looks at the memory of a process and those below it, shared pages counted once, for as long as it is entered.

    To count shared pages once the system walks through all of them, for tens of milliseconds during which the process waits: that is
    done only when there are more than ever, with those that are shared counted twice, which costs nothing.
    """

    def __init__(self, pid: int) -> None:
        self.pid, self.megabytes, self.done = pid, 0.0, threading.Event()
        self.most = 0

    def __enter__(self) -> Peak:
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.done.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.done.wait(LOOKING):
            pages = _resident(self.pid)
            if pages > MORE * self.most:
                self.most = pages
                self.megabytes = max(self.megabytes, memory(self.pid))


def _resident(pid: int) -> int:
    """Return the pages that a process and those below it hold now, shared ones once for each."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return own + sum(map(_resident, _children(pid)))


def memory(pid: int, kind: str = "Pss") -> float:
    """Return the megabytes that a process and those below it hold now (proportional set size); `Pss_Anon` leaves out what is read from files."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        own = sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024
    except (OSError, ValueError):
        return 0.0
    return own + sum(memory(child, kind) for child in _children(pid))


def _children(pid: int) -> list[int]:
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread that has just ended has none
            found += [int(child) for child in listed.read_text().split()]
    return found


def end_all(pid: int) -> None:
    """End a process and those below it at once."""
    below = _children(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    for child in below:
        end_all(child)


def machine() -> Mapping[str, Any]:
    """Return what the figures depend on."""
    from importlib.metadata import version

    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.machine())
    packages = ("mkdocs", "mkdocs-material", "markdown", "pydantic", "pyyaml", "lxml", "xlsxwriter")
    return {
        "processor": model, "cores": os.cpu_count(), "load before": round(os.getloadavg()[0], 2), "system": platform.platform(), "python": sys.version.split()[0],
        "versions": {package: version(package) for package in packages},
    }


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as one table; a goal that is missed says so."""
    rows = [("What", "Ours", "Goal", "", "Beside")]
    for one in figures:
        mark = "" if one.met is None else "met" if one.met else "MISSED"
        beside = "; ".join(f"{name} {_shown(values)}" + (f" ({one.ratio(name):.2f} x)" if one.has_ratio(name) else "") for name, values in one.beside.items())
        rows.append((f"{one.what}, {one.unit}", _shown(one.ours), one.goal, mark, "; ".join(part for part in (beside, one.note) if part)))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _shown(values: Sequence[float]) -> str:
    if not values:
        return "-"
    middle = statistics.median(values)
    text = f"{middle:.3f}" if middle < 2 else f"{middle:.2f}" if middle < 10 else f"{middle:.1f}" if middle < 100 else f"{middle:.0f}"
    return f"{text} n=1" if len(values) == 1 else f"{text} [{min(values):.2f}-{max(values):.2f}] n={len(values)}"
