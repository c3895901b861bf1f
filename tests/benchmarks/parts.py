"""The parts of `make bench`, each a process of its own, so that one that hangs or breaks costs only its own figures.

    python tests/benchmarks/parts.py PART FOLDER [--quick]

Prints a figure a line as JSON as soon as it is known; a later one of the same name and unit stands for the earlier. FOLDER holds what
parts share: the records, their pages and sites.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from tests.benchmarks import builds, loading, saving, search, tables  # noqa: E402
from tests.benchmarks.builds import FLOOR, OURS, Record  # noqa: E402
from tests.benchmarks.measuring import Figure  # noqa: E402

# Rows a year, half of them tasks, half lines of award lists; years; entries of the search index; edits under `make serve`; repetitions.
FULL: dict[str, Any] = {"rows": 2_000, "years": (10, 25, 50), "reading": (5, 50), "entries": (10_000, 100_000), "edits": 200, "page": 2_000, "table": 10_000, "times": 3}
QUICK: dict[str, Any] = {"rows": 100, "years": (1, 2, 3), "reading": (2, 3), "entries": (1_000, 2_000), "edits": 21, "page": 300, "table": 500, "times": 1}

BROWSING = ("first load", "saving", "search", "tables", "large search")  # the parts that need a browser

# What the search issue asks for at 10,000 and at 100,000 records: what, goal in words, function and limits.
_SEARCH: tuple[tuple[str, str, Callable[[Figure], float], tuple[float, float]], ...] = (
    ("first query, kB", "<= {} kB", lambda one: one.median, (60, 150)),
    ("later new word, kB", "median <= {} kB", lambda one: one.median, (15, 15)),
    ("a key, ms", "median <= {} ms, worst <= 150 ms", lambda one: max(one.median, max(one.ours) / 3), (50, 50)),
    ("a key at 4x slowdown, ms", "median <= {} ms", lambda one: one.median, (200, 200)),
    ("build, s", "<= {} s", lambda one: one.median, (2, 20)),
    ("build, MB", "<= {} MB", lambda one: one.median, (100, 500)),
    ("script, kB", "<= {} kB", lambda one: one.median, (10, 10)),
)


class Parts:
    """The parts over what they share: a folder of records and a browser."""

    def __init__(self, below: Path, sizes: dict[str, Any], browser: Any, end: float) -> None:
        self.below, self.sizes, self.browser, self.end = below, sizes, browser, end
        few, middle, many = sizes["years"]
        self.all: dict[str, Callable[[], Iterator[Figure]]] = {
            "preparing": self.prepare,
            "growth": self.growth,
            "reading": self.reading,
            "real build": lambda: builds.built(self.real(), times=sizes["times"]),
            "first load": self.loads,
            "short build": lambda: builds.built(self.years(few)),
            "long build": lambda: self.long_build(few, many),
            "saving": self.saves,
            "search": lambda: self.search(0),
            "tables": self.tables,
            "middle build": lambda: builds.built(self.years(middle), peers=("Hugo",)),
            "large search": lambda: self.search(1),
            "again": lambda: self.again(few, middle, many),
        }

    def real(self) -> Record:
        """Return the real record."""
        return Record(self.below, "real data", data=REPOSITORY / "data", seconds=5)

    def years(self, count: int) -> Record:
        """Return an invented record of so many years."""
        half, longest = self.sizes["rows"] // 2, count == self.sizes["years"][-1]
        most = {"within": 1.15, "seconds": 60, "megabytes": 1000} if longest else {"within": 1.15}
        return Record(self.below, f"{count} years", size=(count, half, half), **most)

    def loaded(self) -> tuple[Record, Record]:
        """Return the records whose pages are loaded: a year of a hundred tasks, and one of many."""
        hundred, many = (Record(self.below, f"a year of {tasks} tasks", size=(1, tasks, 100)) for tasks in (100, self.sizes["page"]))
        return hundred, many

    def prepare(self) -> Iterator[Figure]:
        """Make what later parts build or load, none of which is measured; they make themselves what is not there then."""
        for record in self.loaded():
            self._build_for_loading(record)
        for record in (*map(self.years, self.sizes["years"]), self.real()):
            record.write_plain()
        self.years(self.sizes["reading"][0])
        yield from ()

    def _build_for_loading(self, record: Record) -> None:
        record.write_plain()
        for name in (OURS, FLOOR):
            if not record.runs(name):
                record.build(name)

    def reading(self) -> Iterator[Figure]:
        """Read and check, beside composing the same files."""
        small, large = self.sizes["reading"]
        seconds, composing = {}, {}
        for years in (small, large):
            data = self.years(years).data
            command = [sys.executable, "tests/benchmarks/reading.py", "--folder", str(data), "--times", str(self.sizes["times"] if years == small else min(2, self.sizes["times"]))]
            made = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
            taken = json.loads(made.stdout)
            seconds[years], composing[years] = min(taken["load"]), min(taken["compose"])
            figure = Figure(f"read + check, {years} years x {self.sizes['rows']} rows", "s", taken["load"], "<= 2 x libyaml", beside={"libyaml composes": taken["compose"]})
            figure.met = figure.ratio("libyaml composes") <= 2
            if years == large:
                figure.goal, figure.met = "<= 2 x libyaml and < 20 s", figure.met and figure.median < 20
                figure.note = "in one process; < 12 s in two is asked too" + (": one suffices" if figure.median < 12 else ", not done")
            yield figure
        power, floor = (builds.exponent((small, taken[small]), (large, taken[large])) for taken in (seconds, composing))
        figure = Figure(f"growth of reading, {small} -> {large} years", "exponent", [power], "<= 1.05", power <= 1.05, beside={"libyaml composes": [floor]})
        # By the profile: of few years a smaller share is closed, and so hashed; and what no longer fits the processor's caches is
        # made and freed more slowly. No work is done twice as the record grows.
        figure.note = "" if figure.met else "more of the years are closed, and so hashed; memory beyond the caches is slower"
        yield figure

    def long_build(self, few: int, many: int) -> Iterator[Figure]:
        """Build the longest record; say what it leaves on disk."""
        yield from builds.built(self.years(many), peers=("Hugo",))
        yield from self._growth_of_building(few, many)
        yield builds.disk(self.years(many))

    def _growth_of_building(self, few: int, many: int) -> Iterator[Figure]:
        small, large = self.years(few), self.years(many)
        if small.runs(OURS) and large.runs(OURS):
            power, *floor = (builds.exponent((few, small.median(name)), (many, large.median(name))) for name in (OURS, FLOOR) if small.runs(name) and large.runs(name))
            beside = {FLOOR: floor} if floor else {}
            yield Figure(f"growth of building, {few} -> {many} years", "exponent", [power], "<= 1.05", power <= 1.05, beside=beside, note="of the medians")

    def again(self, few: int, middle: int, many: int) -> Iterator[Figure]:
        """Build again for as long as there is time, the most wanted first; and give Zensical the record that it takes long for."""
        short, half, long = map(self.years, (few, middle, many))
        turns = [(short, OURS), (short, FLOOR), (long, OURS), (short, OURS), (short, FLOOR), (half, "Zensical"), (half, OURS), (half, FLOOR), (long, FLOOR)]
        for record, name in turns:
            wanted = record.patience if name == "Zensical" else 1.1 * record.median(name)
            if wanted and wanted + 3 < self.end - time.monotonic():
                record.build(name)
                yield from builds.figures(record)
                yield from self._growth_of_building(few, many)

    def loads(self) -> Iterator[Figure]:
        """Load pages as a reader who was never here."""
        page, (hundred, many) = self.sizes["page"], self.loaded()
        for record in (hundred, many):
            self._build_for_loading(record)
        wanted = (("home", hundred, "", 150), ("year page, 100 tasks", hundred, "nam/2025/", 250), (f"year page, {page} tasks", many, "nam/2025/", 600))
        nothing = self.below / "empty"  # what this machine and its browser take for anything at all
        nothing.mkdir(exist_ok=True)
        (nothing / "index.html").write_text("<!doctype html><html lang=vi><title>x</title><p>Việt Nam</p></html>", encoding="utf-8")
        empty = [loading.first_load(self.browser, nothing, "") for _ in range(self.sizes["times"])]
        for what, record, address, limit in wanted:
            sites = ((record.site, self.sizes["times"]), (record.folder / "floor", 1 if record is many else self.sizes["times"]))  # many rows take the floor long
            ours, floor = ([loading.first_load(self.browser, site, address) for _ in range(times)] for site, times in sites)
            size = Figure(f"first load, {what}", "kB gzip", [one[0] for one in ours], f"<= {limit} kB", beside={"Material": [one[0] for one in floor]})
            beside = {"Material": [one[1] for one in floor], "an empty page": [one[1] for one in empty]}
            usable = Figure(f"usable at 4x slowdown, {what}", "ms", [one[1] for one in ours], "< 1000 ms", beside=beside)
            size.met, usable.met = size.median <= limit, usable.median < 1000
            yield from (size, usable)

    def saves(self) -> Iterator[Figure]:
        """From saving to seeing, ours and stock's."""
        few, _, many = self.sizes["years"]
        word = "Hội nghị trực tuyến do Ban Thường trực chủ trì"
        edited = saving.project(self.below / "edited-real", REPOSITORY / "data")
        figure = self._saved("real data", 1.5, saving.ours(self.browser, edited, "data/2022/results.yml", word, "nam/2022/", 2 * self.sizes["times"]))
        yield figure
        real = self.real()
        real.write_plain()
        figure.beside["mkdocs serve"] = saving.stock(self.browser, real.plain, "docs/nam/2022.md", word, "nam/2022/", self.sizes["times"])
        yield figure
        area = "Tuyên truyền, vận động, xây dựng khối đại đoàn kết"
        settings: dict[str, str]
        for years, limit, settings in ((few, 5, {}), (many, 2, {"YEAR": "2025"})):
            record = self.years(years)
            folder = saving.project(self.below / f"edited-{years}", record.data)
            taken = saving.ours(self.browser, folder, "data/2025/plan.yml", area, "nam/2025/", self.sizes["times"], **settings)
            figure = self._saved(f"{years} years{' with YEAR=' if settings else ''}", limit, taken)
            yield figure
            record.write_plain()
            if years == few:
                figure.beside["mkdocs serve"] = saving.stock(self.browser, record.plain, "docs/nam/2025.md", area, "nam/2025/", 1)
            elif floor := [one.seconds for one in record.runs(FLOOR)]:
                figure.beside["one stock build"] = floor
                figure.note = "mkdocs serve builds all pages at each save, and so takes as long as the stock build of this run"
            yield figure

    def _saved(self, what: str, limit: float, ours: list[float]) -> Figure:
        figure = Figure(f"save -> browser shows it, {what}", "s", ours, f"< {limit} s")
        figure.met = figure.median < limit
        return figure

    def search(self, place: int) -> Iterator[Figure]:
        """Search: our goals; Material's index and Pagefind beside the smaller one."""
        count = self.sizes["entries"][place]
        measures = {"ours": search.ours} | ({} if place else {"Material": search.material, "Pagefind": search.pagefind})
        figures: dict[str, Figure] = {}
        for name, measure in measures.items():
            with tempfile.TemporaryDirectory(dir=self.below) as folder:
                values = measure(self.browser, count, Path(folder)) or {}
            if name == "ours":
                figures = {what: Figure(f"search of {count}, {what.partition(', ')[0]}", what.partition(", ")[2] or "-", ours) for what, ours in values.items()}
            for what in figures.keys() & values.keys() if name != "ours" else ():
                figures[what].beside[name] = values[what]
            for what, goal, value, limits in _SEARCH:
                figures[what].goal, figures[what].met = goal.format(limits[place]), value(figures[what]) <= limits[place]
            yield from figures.values()

    def tables(self) -> Iterator[Figure]:
        """A long table, beside DataTables with the same rows."""
        rows = self.sizes["table"]
        usable, keys = Figure(f"table of {rows} rows usable", "ms", [], "< 1000 ms"), Figure(f"table of {rows} rows, a key", "ms", [], "median < 50 ms")
        with tempfile.TemporaryDirectory(dir=self.below) as folder:
            for name, weight, usables, times in tables.measured(self.browser, rows, self.sizes["times"], Path(folder)):
                usable.note += f"{name}: {weight}; " if name != "ours" else f"{weight}; "
                if name == "ours":
                    usable.ours, keys.ours = usables, times
                    usable.met, keys.met = usable.median < 1000, keys.median < 50
                else:
                    usable.beside[name], keys.beside[name] = usables, times
                yield from (usable, keys)

    def growth(self) -> Iterator[Figure]:
        """Edit again and again under one server; make beside it what later parts need, for no time is measured here."""
        edits, first = self.sizes["edits"], 0.0
        what = f"memory growth over {edits} edits of real data, from the 20th"
        folder = saving.project(self.below / "edited-often", REPOSITORY / "data")
        word, page = "Hội nghị trực tuyến do Ban Thường trực chủ trì", "nam/2022/"
        beside = subprocess.Popen([sys.executable, __file__, "preparing", str(self.below), *(["--quick"] if self.sizes is QUICK else [])], cwd=REPOSITORY)
        with closing(saving.growth(folder, "data/2022/results.yml", word, page, "du-lieu/v1/2022/results.json", edits)) as measured:
            for number, megabytes in measured:
                first = first or megabytes
                if number > 20:
                    percent = 100 * (megabytes - first) / first
                    note = f"make serve with all its processes, three of four edits in a hurry, {first:.0f} -> {megabytes:.0f} MB after {number}"
                    yield Figure(what, "%", [percent], "< 5 %", percent < 5, note=note)
        beside.wait()


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seconds", type=float, default=600, help="how long it may take at most")
    given = parser.parse_args()
    end = time.monotonic() + given.seconds
    with search.browser_started() if given.part in BROWSING else nullcontext() as browser:
        for figure in Parts(given.folder, QUICK if given.quick else FULL, browser, end).all[given.part]():
            print(json.dumps(asdict(figure)), flush=True)


if __name__ == "__main__":
    main()
