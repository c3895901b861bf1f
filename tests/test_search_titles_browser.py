"""Any record is found by its own title, however it is typed; the scripts that do it are small."""

from __future__ import annotations

import gzip
import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from macros.scripts import minified
from macros.search import rules_script
from macros.search_index import Entry, build
from macros.vietnamese import fold
from tests.benchmarks.synthetic_entries import SYNONYMS, Synthetic
from tests.browsing import served
from tests.sites import REPOSITORY

SCRIPTS = ("folding", "search")
WAYS: dict[str, Callable[[str], str]] = {"unmarked": fold, "decomposed": lambda text: unicodedata.normalize("NFD", text), "upper case": str.upper}
OWN_TITLE = """async ([titles, texts]) => {
  const missed = [];
  for (const [place, text] of texts.entries()) {
    const { docs } = await Search.find(text);
    const rows = await Search.rows(docs.slice(0, 10));
    if (!rows.some(row => row.id === titles[place])) missed.push([titles[place], text, docs.length]);
  }
  return missed;
}"""


def _write_site(folder: Path, records: list[Entry]) -> None:
    """Write a page with the search script over an index of the records, in place of the one that is there."""
    files = {**build(records, SYNONYMS).files, "assets/folding-rules.js": rules_script(), "index.html": "<!doctype html><form data-search></form>"}
    files |= {f"assets/{name}.js": (REPOSITORY / f"docs/assets/{name}.js").read_text(encoding="utf-8") for name in SCRIPTS}
    shutil.rmtree(folder / "search", ignore_errors=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@contextmanager
def _opened(browser: Any, folder: Path) -> Iterator[Any]:
    with served(folder) as at:
        page = browser.new_page()
        page.goto(at)
        for name in ("folding-rules", *SCRIPTS):
            page.add_script_tag(url=f"{at}assets/{name}.js")
        yield page
        page.close()


@pytest.fixture(scope="module")
def generated(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, list[Entry]]]:
    """A page with the search script over 2,000 generated records."""
    folder, records = tmp_path_factory.mktemp("generated"), list(Synthetic(7).entries(2_000))
    _write_site(folder, records)
    with _opened(browser, folder) as page:
        yield page, records


def test_a_page_that_is_open_while_the_site_is_built_anew_finds_what_is_there_now(browser: Any, tmp_path: Path) -> None:
    _write_site(tmp_path, list(Synthetic(7).entries(20)))
    with _opened(browser, tmp_path) as page:
        shutil.rmtree(tmp_path / "search")
        assert page.evaluate("Search.start().then(() => 'loaded', error => error.message)").startswith("search/")
        _write_site(tmp_path, list(Synthetic(7).entries(30)))
        assert page.evaluate("Search.start().then(index => index.count)") == 30


def test_a_record_is_found_by_its_own_title(generated: tuple[Any, list[Entry]]) -> None:
    page, records = generated
    ways = list(WAYS.values())
    texts = [ways[place % 3](record.title) for place, record in enumerate(records)]
    assert page.evaluate(OWN_TITLE, [[record.id for record in records], texts]) == []


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_record_is_found_by_its_own_title_in_every_way(generated: tuple[Any, list[Entry]], way: str) -> None:
    page, records = generated
    assert page.evaluate(OWN_TITLE, [[record.id for record in records], [WAYS[way](record.title) for record in records]]) == []


def test_scripts_are_small() -> None:
    texts = [rules_script(), *(minified((REPOSITORY / f"docs/assets/{name}.js").read_text(encoding="utf-8")) for name in ("folding", "search", "search-box"))]
    assert sum(len(gzip.compress(text.encode(), 9)) for text in texts) <= 10_000, json.dumps([len(text) for text in texts])
