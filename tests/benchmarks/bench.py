"""`make bench`: every goal of speed beside its floor or peer, in one run of at most 15 minutes, as one table and bench.json.

    python tests/benchmarks/bench.py [--quick] [--json FILE]

A goal that is missed says MISSED; what there was no time or no program for says so. Nothing here decides a test.
Stock MkDocs, Zensical and Hugo build the site's own pages, written as plain Markdown by `make pages`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from tests.benchmarks import builds, loading, saving, search  # noqa: E402
from tests.benchmarks.builds import Record  # noqa: E402
from tests.benchmarks.measuring import Figure, machine, table  # noqa: E402
from tests.browsing import FLAGS, installed_chromium  # noqa: E402

LIMIT = 15 * 60
# Rows a year, half of them tasks, half lines of award lists; years; entries of the search index; edits under `make serve`.
FULL: dict[str, Any] = {"rows": 2_000, "years": (10, 25, 50), "reading": (5, 50), "entries": (10_000, 100_000), "edits": 200, "page": 2_000}
QUICK: dict[str, Any] = {"rows": 100, "years": (1, 2, 3), "reading": (2, 8), "entries": (1_000, 2_000), "edits": 25, "page": 300}

Part = Callable[[], Iterator[Figure]]


class Bench:
    """The parts, what they share, and the time there is."""

    def __init__(self, below: Path, sizes: dict[str, Any], browser: Any) -> None:
        self.below, self.sizes, self.browser, self.begun = below, sizes, browser, time.monotonic()
        self.records: dict[str, Record] = {}

    @property
    def left(self) -> float:
        """Return how many seconds there are."""
        return LIMIT - (time.monotonic() - self.begun)

    def record(self, name: str, **how: Any) -> Record:
        """Return a record, made when first asked for."""
        if name not in self.records:
            self.records[name] = Record(self.below, name.replace(" ", "-"), **how)
        return self.records[name]

    def real(self) -> Record:
        """Return the real record."""
        return self.record("real data", data=REPOSITORY / "data")

    def years(self, count: int) -> Record:
        """Return an invented record of so many years."""
        half = self.sizes["rows"] // 2
        return self.record(f"{count} years", size=(count, half, half))

    def parts(self) -> Iterator[tuple[str, float, Part]]:
        """Yield each part with the seconds it may take on two quiet cores, the most telling first."""
        few, middle, many = self.sizes["years"]
        yield "reading", 40, self.reading
        yield "real build", 25, lambda: builds.built(self.real(), times=3, limit=5, within=None)
        yield "first load", 45, self.loads
        yield f"{few} years", 80, lambda: builds.built(self.years(few))
        yield f"{many} years", 330, lambda: self.long_build(many)
        yield "saving", 130, self.saves
        yield "search index", 70, self.index
        yield "growth", 110, self.growth
        yield f"{middle} years", 150, lambda: builds.built(self.years(middle))

    def reading(self) -> Iterator[Figure]:
        """Read and check, beside composing the same files."""
        small, large = self.sizes["reading"]
        seconds = {}
        for years in (small, large):
            data = self.years(years).data
            command = [sys.executable, "tests/benchmarks/reading.py", "--folder", str(data), "--times", "3" if years == small else "2"]
            made = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
            taken = json.loads(made.stdout)
            seconds[years] = min(taken["load"])
            figure = Figure(f"read + check, {years} years x {self.sizes['rows']} rows", "s", taken["load"], "<= 2 x libyaml", beside={"libyaml composes": taken["compose"]})
            figure.met = figure.ratio("libyaml composes") <= 2
            if years == large:
                figure.goal, figure.met = "<= 2 x libyaml and < 20 s", figure.met and figure.median < 20
                figure.note = "in one process; < 12 s in two is asked too" + (": one suffices" if figure.median < 12 else ", not done")
            yield figure
        power = builds.exponent((small, seconds[small]), (large, seconds[large]))
        yield Figure(f"growth of reading, {small} -> {large} years", "exponent", [power], "<= 1.05", power <= 1.05)

    def long_build(self, years: int) -> Iterator[Figure]:
        """Build the longest record; say how building grows and what it leaves on disk."""
        figures = builds.built(self.years(years), limit=60)
        figures[1].goal, figures[1].met = "< 1000 MB", figures[1].median < 1000
        yield from figures
        few = self.sizes["years"][0]
        if f"{few} years" in self.records and hasattr(self, "few_seconds"):
            power = builds.exponent((few, self.few_seconds), (years, figures[0].median))
            yield Figure(f"growth of building, {few} -> {years} years", "exponent", [power], "<= 1.05", power <= 1.05)
        yield builds.disk(self.years(years))

    def loads(self) -> Iterator[Figure]:
        """Load pages as a reader who was never here."""
        hundred, many = self.record("100 tasks", size=(1, 100, 100)), self.record("large page", size=(1, self.sizes["page"], 100))
        for record in (hundred, many):
            record.write_plain()
            record.ours()
            record.floor()
        wanted = (("home", hundred, "", 150), ("year page, 100 tasks", hundred, "nam/2025/", 250), (f"year page, {self.sizes['page']} tasks", many, "nam/2025/", 600))
        for what, record, page, limit in wanted:
            ours, floor = ([loading.first_load(self.browser, site, page) for _ in range(3)] for site in (record.site, record.folder / "floor"))
            size = Figure(f"first load, {what}", "kB gzip", [one[0] for one in ours], f"<= {limit} kB", beside={"Material": [one[0] for one in floor]})
            usable = Figure(f"usable at 4x slowdown, {what}", "ms", [one[1] for one in ours], "< 1000 ms", beside={"Material": [one[1] for one in floor]})
            size.met, usable.met = size.median <= limit, usable.median < 1000
            yield from (size, usable)

    def saves(self) -> Iterator[Figure]:
        """From saving to seeing, ours and stock's."""
        few, _, many = self.sizes["years"]
        real, long = self.below / "edited-real", self.years(many)
        saving.project(real, REPOSITORY / "data")
        word = "Hội nghị trực tuyến do Ban Thường trực chủ trì"
        stock = saving.stock(self.browser, self.real().plain, "docs/nam/2022.md", word, "nam/2022/", 3) if self.real().plain.exists() else []
        yield self._saved("real data", 1.5, saving.ours(self.browser, real, "data/2022/results.yml", word, "nam/2022/", 5), stock)
        for years, limit, settings in ((few, 5, {}), (many, 2, {"YEAR": "2025"})):
            folder = saving.project(self.below / f"edited-{years}", (self.years(years) if years == few else long).data)
            taken = saving.ours(self.browser, folder, "data/2025/plan.yml", "Tuyên truyền, vận động, xây dựng khối đại đoàn kết", "nam/2025/", 3, **settings)
            yield self._saved(f"{years} years{' with YEAR=' if settings else ''}", limit, taken, [])
            shutil.rmtree(folder)

    def _saved(self, what: str, limit: float, ours: list[float], stock: list[float]) -> Figure:
        figure = Figure(f"save -> browser shows it, {what}", "s", ours, f"< {limit} s", beside={"mkdocs serve": stock} if stock else {})
        figure.met = figure.median < limit
        return figure

    def index(self) -> Iterator[Figure]:
        """Search indexes as the search benchmark measures them; its own goals stand with it."""
        small, large = self.sizes["entries"]
        for name, measure, count in ((f"ours, {small}", search.ours, small), (f"ours, {large}", search.ours, large), (f"Material's, {small}", search.material, small)):
            with tempfile.TemporaryDirectory() as folder:
                values = measure(self.browser, count, Path(folder))
            yield Figure(f"search, {name} records", "see note", [], note="; ".join(f"{what}: {value}" for what, value in values.items()))

    def growth(self) -> Iterator[Figure]:
        """Edit again and again under one server."""
        folder = saving.project(self.below / "edited-often", REPOSITORY / "tests/small/data")
        first, last = saving.growth(folder, "data/2023/plan.yml", "Hướng mạnh về khu dân cư", self.sizes["edits"])
        percent = 100 * (last - first) / first
        yield Figure(f"memory growth, edit 20 -> {self.sizes['edits']}", "%", [percent], "< 5 %", percent < 5, note=f"{first:.0f} -> {last:.0f} MB")

    def run(self) -> Iterator[Figure]:
        """Run every part there is time for."""
        for name, seconds, part in self.parts():
            if self.left < seconds * (1 if self.sizes is FULL else 0):
                yield Figure(name, "-", [], note=f"not measured: {self.left:.0f} s left of {LIMIT}")
                continue
            print(f"{name}… ({self.left:.0f} s left)", file=sys.stderr, flush=True)
            try:
                for figure in part():
                    if figure.what == f"full build, {self.sizes['years'][0]}-years":
                        self.few_seconds = figure.median
                    yield figure
            except Exception as fault:  # what one part cannot measure stops no other; the table says so
                yield Figure(name, "-", [], note=f"not measured: {' '.join(str(fault).split())}"[:300])


def main() -> None:
    """Measure, print the table, write bench.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", default=os.environ.get("QUICK") == "1", help="small sizes, to see that it works (QUICK=1)")
    parser.add_argument("--json", type=Path, default=REPOSITORY / "bench.json", metavar="FILE")
    parser.add_argument("--only", default="", metavar="PART", help="run the parts whose name begins so")
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    begun, sizes = time.monotonic(), QUICK if given.quick else FULL
    facts = machine()
    missing = builds.install_peers()
    with tempfile.TemporaryDirectory(prefix="bench-") as below, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        bench = Bench(Path(below), sizes, browser)
        if given.only:
            chosen = [part for part in bench.parts() if part[0].startswith(given.only)]
            bench.parts = lambda: iter(chosen)  # type: ignore[method-assign]
        figures = list(bench.run())
        browser.close()
    print(table(figures))
    goals = [one for one in figures if one.met is not None]
    print(f"\n{sum(bool(one.met) for one in goals)} of {len(goals)} goals met; {time.monotonic() - begun:.0f} s in all. {missing}")
    report = {"machine": facts, "quick": given.quick, "seconds": round(time.monotonic() - begun), "missing": missing, "figures": [one.as_json() for one in figures]}
    given.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
