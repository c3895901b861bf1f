"""`make bench`: every goal of speed beside its floor or peer, in one run of at most 15 minutes, as one table and bench.json.

    python tests/benchmarks/bench.py [--quick] [--json FILE] [--only PART]

A goal that is missed says MISSED; what there was no time or no program for says so. Nothing here decides a test.
Stock MkDocs, Zensical and Hugo build the site's own pages, written as plain Markdown by `make pages`.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from tests.benchmarks import builds  # noqa: E402
from tests.benchmarks.measuring import Figure, machine, table  # noqa: E402
from tests.browsing import installed_chromium  # noqa: E402

LIMIT = 14.5 * 60  # leaves half a minute to install and to print
# Each part with the seconds it may take at most; what it leaves over is for those after it, and in the end for building again.
# Growth goes first: no time is measured in it, so that what the others need is made beside it.
PARTS = {
    "growth": 260, "reading": 90, "real build": 60, "first load": 90, "short build": 120, "long build": 260, "saving": 190, "search": 80,
    "tables": 90, "large search": 90, "middle build": 140, "again": LIMIT,
}
SHORTEST = 15  # no part begins with less left


class Bench:
    """The run: the time there is, and what was measured, by name and unit."""

    def __init__(self, below: Path, quick: bool) -> None:
        self.below, self.quick, self.end = below, quick, time.monotonic() + LIMIT
        self.figures: dict[tuple[str, str], Figure] = {}

    @property
    def left(self) -> float:
        """Return how many seconds there are."""
        return self.end - time.monotonic()

    def run(self, only: str) -> None:
        """Run every part there is time for; whatever stops the run, what was measured stays."""
        for name, most in PARTS.items():
            if not name.startswith(only):
                continue
            if self.left < SHORTEST:
                self._lacks(name, f"not measured: no time left of {LIMIT / 60:.1f} minutes")
                continue
            print(f"{name}… ({self.left:.0f} s left)", file=sys.stderr, flush=True)
            begun = time.monotonic()
            self._part(name, min(most, self.left - 5))
            print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)

    def _part(self, name: str, seconds: float) -> None:
        """Run a part in a process of its own, to its end or to the end of its time."""
        with tempfile.TemporaryFile("w+") as errors:
            command = [sys.executable, "tests/benchmarks/parts.py", name, str(self.below), "--seconds", f"{seconds:.0f}", *(["--quick"] if self.quick else [])]
            process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True)
            try:
                self._take(process, time.monotonic() + seconds)
                fault = "" if process.wait(10) == 0 else _last_line(errors)
            except TimeoutError:
                fault = f"stopped after {seconds:.0f} s"
            finally:
                _stop(process)
        if fault:
            self._lacks(name, f"not measured to the end: {fault}")

    def _take(self, process: subprocess.Popen[str], end: float) -> None:
        """Take figures as they come."""
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_feed, args=(process, lines), daemon=True).start()
        while True:
            try:
                line = lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise TimeoutError from None
            if not line:
                return
            figure = Figure(**json.loads(line))
            self.figures[figure.what, figure.unit] = figure

    def _lacks(self, name: str, why: str) -> None:
        self.figures[name, ""] = Figure(f"({name})", "-", [], note=why)


def _feed(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    """Hand over a process's lines, and an empty one at their end."""
    for line in process.stdout or ():
        lines.put(line)
    lines.put("")


def _last_line(errors: object) -> str:
    errors.seek(0)  # type: ignore[attr-defined]
    return " ".join(errors.read().strip().splitlines()[-1:])[:300] or "no word why"  # type: ignore[attr-defined]


def _stop(process: subprocess.Popen[str]) -> None:
    """End a part and all that it started, first so that its browser can close."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def report(figures: list[Figure], bench_file: Path, **facts: object) -> None:
    """Print the table, write bench.json."""
    print(table(figures))
    goals = [one for one in figures if one.met is not None]
    missed = [one.what for one in goals if not one.met]
    print(f"\n{len(goals) - len(missed)} of {len(goals)} goals met; {facts['seconds']} s in all. {facts['missing']}")
    if missed:
        print("What stands in the way, and what was tried: tests/benchmarks/README.md")
    text = json.dumps({**facts, "missed": missed, "figures": [one.as_json() for one in figures]}, ensure_ascii=False, indent=1)
    bench_file.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Measure, print the table, write bench.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", default=os.environ.get("QUICK") == "1", help="small sizes, to see that it works (QUICK=1)")
    parser.add_argument("--json", type=Path, default=REPOSITORY / "bench.json", metavar="FILE")
    parser.add_argument("--only", default="", metavar="PART", help="run the parts whose name begins so")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun, facts, missing = time.monotonic(), machine(), ""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as below:
        bench = Bench(Path(below), given.quick)
        try:
            installed_chromium()
            missing = builds.install_peers()
            bench.run(given.only)
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)
        report(list(bench.figures.values()), given.json, machine=facts, quick=given.quick, seconds=round(time.monotonic() - begun), missing=missing)


if __name__ == "__main__":
    main()
