"""How much search loads and how fast it answers, beside Material's own search and Pagefind on the same entries.

    python tests/benchmarks/search.py [--records 10000 100000] [--alone]

Prints one table. Bytes are as sent (gzip); times are from the key to the results on the page, in headless Chromium, files from
this machine. Pagefind comes from npm into a scratch folder; without npm its column is left out. Nothing here decides a test.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY))

from macros.scripts import minified  # noqa: E402
from macros.search import rules_script  # noqa: E402
from macros.search_index import build  # noqa: E402
from tests.benchmarks.synthetic_entries import SYNONYMS, Synthetic  # noqa: E402
from tests.browsing import FLAGS, installed_chromium  # noqa: E402

FIRST = ["doan ket", "chi thi 18", "nguyễn thị hương", "18 ct tw", "kế hoạch công tác", "ban thuong truc", "lao dong tien tien", "giam sat phan bien xa hoi"]
TYPED = ["đoàn kết toàn dân", "nguyen thi huong", "chỉ thị số 18", "van hoa cong so"]
SCRIPTS = ("folding", "search", "search-box")
PAGEFIND = "pagefind@1.6.0"

ASK = """async text => {
  const input = document.querySelector('input[name=q]'), list = document.querySelector('[role=listbox]');
  const shown = new Promise(done => new MutationObserver((_, watcher) => { watcher.disconnect(); done(); }).observe(list, {childList: true}));
  const begun = performance.now();
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await shown;
  return performance.now() - begun;
}"""
LUNR = """async () => {
  const begun = performance.now(), data = await (await fetch('search_index.json')).json();
  window.worker = new Worker('WORKER');
  const answer = message => new Promise(done => { worker.onmessage = event => done(event.data); worker.postMessage(message); });
  window.lunr = async text => { const begun = performance.now(), found = await answer({type: 2, data: text}); return [performance.now() - begun, found.data.items?.length ?? found.data.length]; };
  await answer({type: 0, data: {...data, options: {suggest: false}}});
  return performance.now() - begun;
}"""
PAGEFIND_BUILD = """import * as pagefind from 'pagefind';
import fs from 'node:fs';
const {index} = await pagefind.createIndex({forceLanguage: 'vi'});
const records = JSON.parse(fs.readFileSync(process.argv[2]));
await Promise.all(records.map(record => index.addCustomRecord(record)));
await index.writeFiles({outputPath: process.argv[3]});
console.log(JSON.stringify({peak: process.resourceUsage().maxRSS / 1024}));
process.exit(0);
"""
PAGEFIND_OPEN = "async () => { window.pf = await import(new URL('pagefind/pagefind.js', location)); await pf.init(); }"
PAGEFIND_ASK = """async text => {
  const begun = performance.now(), found = await pf.search(text);
  await Promise.all(found.results.slice(0, 8).map(result => result.data()));
  return [performance.now() - begun, found.results.length];
}"""


Measured = dict[str, list[float]]  # what was measured, with its unit -> values


class Handler(http.server.SimpleHTTPRequestHandler):
    """Sends files as nginx with compressed copies beside them does, and counts what it sends."""

    sent: list[tuple[str, int]] = []  # noqa: RUF012
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # as nginx has it: else the body waits for the word that the head has come

    def do_GET(self) -> None:
        """Send a file, compressed."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = packed(path)
        self.sent.append((path.name, len(body)))
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(path))), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body))), ("Cache-Control", "max-age=600")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@functools.cache
def packed(path: Path) -> bytes:
    """Return a file as it is sent: compressed as publishing does."""
    return gzip.compress(path.read_bytes(), 9)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def build_here(count: int, folder: Path) -> None:
    """Build an index in this process and print what it took; `peak` is the whole process with all entries in memory."""
    entries = list(Synthetic().entries(count))
    before, begun = _peak(), time.perf_counter()
    index = build(entries, SYNONYMS)
    seconds = time.perf_counter() - begun
    for path, text in index.files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    again = count > 10_000 or build(entries, SYNONYMS) == index
    print(json.dumps({"seconds": seconds, "peak": _peak(), "added": _peak() - before, "same": again}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_page(folder: Path) -> int:
    """Write a page with the search box alone; return how many bytes its scripts are."""
    (folder / "assets").mkdir()
    scripts = {"folding-rules": rules_script(), **{name: minified((REPOSITORY / f"docs/assets/{name}.js").read_text(encoding="utf-8")) for name in SCRIPTS}}
    for name, text in scripts.items():
        (folder / f"assets/{name}.js").write_text(text, encoding="utf-8")
    tags = "".join(f'<script src="assets/{name}.js"></script>' for name in scripts)
    body = f'<form role="search" action="tra-cuu/" data-search><input name="q"></form>{tags}'
    (folder / "index.html").write_text(f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>x</title>{body}', encoding="utf-8")
    return sum(len(gzip.compress(text.encode(), 9)) for text in scripts.values())


def ours(browser: Any, count: int, folder: Path) -> Measured:
    """Measure our own search."""
    made = subprocess.run([sys.executable, __file__, "--build", str(count), str(folder)], capture_output=True, text=True, check=True)
    built = json.loads(made.stdout)
    script = write_page(folder)
    for path in folder.rglob("*.js"):
        packed(path)  # as the server has them: compressed when the site is published
    with served(folder) as address:
        first = [fresh(browser, address, query) for query in FIRST]
        page = browser.new_page()
        page.goto(address)
        page.evaluate(ASK, "hội nghị")
        later = [counted(page, word) for word in sample(page)]
        keys = {slow: typing(page, slow) for slow in (1, 4)}
    return {
        "build, s": [built["seconds"]],
        "build, MB": [built["added"]],
        "whole process, MB": [built["peak"]],
        "same twice": [float(built["same"])],
        "script, kB": [script / 1000],
        "first query, kB": [size / 1000 for size, _ in first],
        "first query, ms": [ms for _, ms in first],
        "later new word, kB": [size / 1000 for size, _ in later],
        "later new word, ms": [ms for _, ms in later],
        "a key, ms": keys[1],
        "a key at 4x slowdown, ms": keys[4],
    }


def fresh(browser: Any, address: str, query: str) -> tuple[int, float]:
    """Return bytes and milliseconds of the first query of a reader who was never here."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    outcome = counted(page, query)
    context.close()
    return outcome


def counted(page: Any, query: str) -> tuple[int, float]:
    """Return bytes and milliseconds of one query."""
    Handler.sent.clear()
    milliseconds = page.evaluate(ASK, query)
    return sum(size for _, size in Handler.sent), milliseconds


def sample(page: Any) -> list[str]:
    """Return words from all over the lexicon, the frequent as well as the rare."""
    lexicon = """async () => {
        const started = await Search.start();
        return await new Promise(done => {
          const script = document.createElement("script"), keep = window.searchPart;
          window.searchPart = (name, value) => { keep(name, value); done(value); };
          script.src = `search/${started.lexicon}.js`;
          document.head.append(script);
        });
    }"""
    words = page.evaluate(lexicon).split(" ")
    return words[: len(words) // 2 * 2 : max(1, len(words) // 60)]


def typing(page: Any, slower: int) -> list[float]:
    """Return milliseconds from each key to its results, letter by letter, after the first."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    times = [page.evaluate(ASK, query[:length]) for query in TYPED for length in range(2, len(query) + 1) if query[length - 1] != " "]
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return times


def spread(values: list[float]) -> str:
    """Return median and worst."""
    middle = f"{statistics.median(values):.1f}".removesuffix(".0")
    return middle + (f" (worst {max(values):.0f})" if len(values) > 1 else "")


def material(browser: Any, count: int, folder: Path) -> Measured:
    """Measure Material's built-in search on the same entries."""
    import material as theme

    root = Path(theme.__file__).parent / "templates/assets/javascripts"
    worker = next((root / "workers").glob("search.*.min.js"))
    shutil.copytree(root, folder / "assets/javascripts", dirs_exist_ok=True)
    docs = [{"location": entry.address, "title": entry.title, "text": f"{entry.text} {' '.join(entry.also)}"} for entry in Synthetic().entries(count)]
    config = {"lang": ["vi"], "separator": r"[\s\-]+", "pipeline": ["stopWordFilter"], "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1e6}}}
    (folder / "search_index.json").write_text(json.dumps({"config": config, "docs": docs}, ensure_ascii=False), encoding="utf-8")
    (folder / "index.html").write_text("<!doctype html><meta charset=utf-8><title>x</title>", encoding="utf-8")
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        Handler.sent.clear()
        ready = page.evaluate(LUNR.replace("WORKER", f"assets/javascripts/workers/{worker.name}"))
        first, _ = page.evaluate("lunr('đoàn kết')")
        size = sum(sent for _, sent in Handler.sent)
        later = [page.evaluate("text => lunr(text)", query)[0] for query in FIRST[1:]]
        unmarked = page.evaluate("lunr('doan ket')")[1]
    return {"first query, kB": [size / 1000], "first query, ms": [ready + first], "later new word, kB": [0.0], "later new word, ms": later, "found without marks": [float(unmarked)]}


def pagefind(browser: Any, count: int, folder: Path) -> Measured | None:
    """Measure Pagefind on the same entries; None without npm."""
    if not shutil.which("npm"):
        return None
    installed = subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", str(folder), PAGEFIND], capture_output=True, text=True, check=False)
    if installed.returncode:
        return None
    records = [
        {"url": "/" + entry.address, "content": f"{entry.title}. {entry.text} {' '.join(entry.also)}", "language": "vi", "meta": {"title": entry.title}}
        for entry in Synthetic().entries(count)
    ]
    (folder / "records.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    (folder / "build.mjs").write_text(PAGEFIND_BUILD, encoding="utf-8")
    (folder / "index.html").write_text("<!doctype html><meta charset=utf-8><title>x</title>", encoding="utf-8")
    begun = time.perf_counter()
    subprocess.run(["node", "build.mjs", "records.json", str(folder / "pagefind")], cwd=folder, capture_output=True, text=True, check=True)
    seconds, peak = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with served(folder) as address:
        first = [_pagefind_first(browser, address, query) for query in FIRST]
        page = browser.new_page()
        page.goto(address)
        page.evaluate(PAGEFIND_OPEN)
        later = []
        for query in FIRST:
            Handler.sent.clear()
            milliseconds = page.evaluate(PAGEFIND_ASK, query)[0]
            later.append((sum(size for _, size in Handler.sent), milliseconds))
        unmarked = page.evaluate(PAGEFIND_ASK, "doan ket")[1]
    return {
        "build, s": [seconds],
        "build, MB": [peak],  # its own process or npm's
        "first query, kB": [size / 1000 for size, _ in first],
        "first query, ms": [ms for _, ms in first],
        "later new word, kB": [size / 1000 for size, _ in later[1:]],
        "later new word, ms": [ms for _, ms in later[1:]],
        "found without marks": [float(unmarked)],
    }


def _pagefind_first(browser: Any, address: str, query: str) -> tuple[int, float]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    Handler.sent.clear()
    begun = time.perf_counter()
    page.evaluate(PAGEFIND_OPEN)
    page.evaluate(PAGEFIND_ASK, query)
    outcome = sum(size for _, size in Handler.sent), 1000 * (time.perf_counter() - begun)
    context.close()
    return outcome


def table(columns: dict[str, Measured]) -> str:
    """Return the measurements as a Markdown table."""
    rows = dict.fromkeys(row for column in columns.values() for row in column)
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return "\n".join([*lines, *(f"| {row} | " + " | ".join(spread(column[row]) if row in column else "-" for column in columns.values()) + " |" for row in rows)])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--alone", action="store_true", help="leave out Material's search and Pagefind")
    parser.add_argument("--build", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        return build_here(int(given.build[0]), Path(given.build[1]))
    columns: dict[str, Measured] = {}
    with browser_started() as browser:
        measures: list[tuple[str, Callable[..., Measured | None], int]] = [(f"ours, {count:,}", ours, count) for count in given.records]
        others = [] if given.alone else [("Material's", material, given.records[0]), (PAGEFIND, pagefind, given.records[0])]
        for name, measure, count in [*measures, *others]:
            with tempfile.TemporaryDirectory() as folder:
                if column := measure(browser, count, Path(folder)):
                    columns[name] = column
    print(table(columns))
    return None


@contextmanager
def browser_started() -> Iterator[Any]:
    """Start Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
