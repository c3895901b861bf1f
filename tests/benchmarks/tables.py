"""How soon a table of 10,000 rows is usable and how soon a keystroke shows, beside DataTables doing the same work.

    python tests/benchmarks/tables.py [--rows 10000] [--rounds 3]

Both get the same rows, a filter box, sorting by eight columns and pages of 50; ours also counts six facets. Usable:
from the start of the navigation until the first frame after the tools stand. Keystroke: from the event until the frame
that shows its rows. DataTables comes from npm where npm is there.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from playwright.sync_api import sync_playwright  # noqa: E402

from macros.data import Year, load  # noqa: E402
from macros.due_dates import Due  # noqa: E402
from macros.long_tables import as_text  # noqa: E402
from macros.scripts import minified  # noqa: E402
from macros.search import rules_script  # noqa: E402
from macros.site import Site  # noqa: E402
from macros.tasks import Task  # noqa: E402
from macros.views.tasks import task_table  # noqa: E402
from tests.browsing import FLAGS, installed_chromium  # noqa: E402

TYPED = ("giam sat", "hội nghị", "bao cao quy", "doan ket toan dan")
ASSETS = REPOSITORY / "docs/assets"

# Runs in the page before anything else: when the tools stand, and how long each keystroke takes to show.
WATCH = """
  window.shown = [];
  const afterFrame = act => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = act; channel.port2.postMessage(0); });
  addEventListener("input", event => afterFrame(() => shown.push(performance.now() - event.timeStamp)), true);
  const look = () => document.querySelector(".table-tools, .dt-container") ? afterFrame(() => window.usable = performance.now()) : requestAnimationFrame(look);
  look();
"""


def many(site: Site, rows: int) -> tuple[Site, list[Task]]:
    """Return a site whose only year has so many tasks, made from the demo's by changing number, words and day."""
    known = list(site.data.years[2024].tasks)
    made = [_variant(known[place % len(known)], place) for place in range(rows)]
    data = replace(site.data, years={2024: Year(2024, plan=site.data.years[2024].plan, tasks=tuple(made))})
    return replace(site, data=data), made


def _variant(task: Task, place: int) -> Task:
    end = date(2024, 1, 1) + timedelta(days=place * 7 % 366)
    return task.model_copy(update={
        "id": f"nv-2024-{place:05}", "number": str(place + 1), "title": f"{task.title} đợt {place // 40 + 1}", "carried_from": None,
        "due": Due(f"{end:%d/%m/%Y}", "day", end), "extended": None, "state": task.state if task.state != "moved" else "in_progress",
    })


def page(table: str, scripts: str, styles: str) -> str:
    """Return a page that holds the table and nothing else."""
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đo</title>{styles}</head>'
        f'<body data-md-color-scheme="default"><main class="md-typeset">{table}</main>{scripts}</body></html>'
    )


def write_ours(folder: Path, table: str) -> Path:
    """Write our page with its scripts as the site sends them."""
    (folder / "folding-rules.js").write_text(rules_script(), encoding="utf-8")
    names = ["table-first.js", "folding.js", "table-files.js", "table-rows.js", "tables.js"]
    for name in names:
        (folder / name).write_text(minified((ASSETS / name).read_text(encoding="utf-8")) if name.startswith("table") else (ASSETS / name).read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("site.css", "tables.css"):
        shutil.copy(ASSETS / name, folder)
    scripts = "".join(f'<script src="{name}"></script>' for name in ["folding-rules.js", *names[1:]])
    (folder / "ours.html").write_text(page(table, scripts, '<script src="table-first.js"></script><link rel="stylesheet" href="site.css"><link rel="stylesheet" href="tables.css">'), encoding="utf-8")
    return folder / "ours.html"


def write_theirs(folder: Path, table: str) -> Path | None:
    """Write DataTables' page; None where npm is not there."""
    if not shutil.which("npm"):
        return None
    done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "datatables.net-dt"], cwd=folder, capture_output=True, check=False)
    core = folder / "node_modules/datatables.net/js/dataTables.min.js"
    if done.returncode or not core.exists():
        return None
    (folder / "start.js").write_text('new DataTable("#bang-nhiem-vu", { pageLength: 50, order: [], autoWidth: false });', encoding="utf-8")
    jquery = folder / "node_modules/jquery/dist/jquery.min.js"
    before = [jquery] if jquery.exists() else []
    scripts = "".join(f'<script src="{path.relative_to(folder)}"></script>' for path in (*before, core, folder / "start.js"))
    (folder / "theirs.html").write_text(page(table, scripts, '<link rel="stylesheet" href="site.css">'), encoding="utf-8")
    return folder / "theirs.html"


def measure(browser: Any, path: Path) -> tuple[float, list[float]]:
    """Return when a page was usable and how long each keystroke took, in milliseconds."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.add_init_script(WATCH)
    opened.goto(path.as_uri(), wait_until="commit", timeout=120_000)
    opened.wait_for_function("window.usable", timeout=120_000)
    usable = opened.evaluate("usable")
    box = opened.locator("input[type=search]").first
    for text in TYPED:
        box.fill("")
        box.press_sequentially(text, delay=60)  # as people type
    opened.wait_for_function(f"shown.length >= {sum(map(len, TYPED))}")
    times = opened.evaluate("shown")
    opened.close()
    return usable, times


def size(paths: list[Path]) -> str:
    """Return the size of scripts as sent, compressed."""
    return f"{sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) / 1000:.1f} kB gz"


def measured(browser: Any, rows: int, rounds: int, place: Path) -> Iterator[tuple[str, str, list[float], list[float]]]:
    """Yield each one's name, what it weighs, and the milliseconds until usable and of every keystroke; no DataTables without npm."""
    site, tasks = many(Site(load(REPOSITORY / "tests/demo/data").data, date(2024, 6, 30), demo=True), rows)
    flat = str(task_table(site, tasks, "Nhiệm vụ cụ thể"))  # DataTables knows no rows that head a group
    pages = {"ours": write_ours(place, as_text(str(task_table(site, tasks, "Nhiệm vụ cụ thể", by_area=True)))), "DataTables": write_theirs(place, flat)}
    theirs = [*place.glob("node_modules/*/js/dataTables.min.js"), *place.glob("node_modules/jquery/dist/jquery.min.js")]
    for name, path in pages.items():
        if path is not None:
            taken = [measure(browser, path) for _ in range(rounds if name == "ours" else 1)]  # DataTables takes ten times as long
            weight = f"{path.stat().st_size / 1e6:.1f} MB of HTML, {size(sorted(place.glob('table*.js')) if name == 'ours' else theirs)} of script"
            yield name, weight, [usable for usable, _ in taken], sorted(time for _, times in taken for time in times)


def main() -> None:
    """Measure both and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        for name, weight, usable, keys in measured(browser, given.rows, given.rounds, Path(folder)):
            print(
                f"{name}: {given.rows} rows, {weight}; usable after {statistics.median(usable):.0f} ms; "
                f"keystroke median {statistics.median(keys):.0f} ms, worst of 20 {keys[int(len(keys) * 0.95)]:.0f} ms"
            )
        browser.close()


if __name__ == "__main__":
    main()
