"""What readers type, in a real browser, against the real record and the demo: tests/queries.yml says what must come first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browsing import served

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text(encoding="utf-8"))
CASES = [(kind, site, query) for kind, sites in QUERIES.items() for site, queries in sites.items() for query in queries]

ASK = """async ([typed, choices]) => {
  const wanted = new URLSearchParams(Object.entries({q: typed, ...choices}).filter(([, value]) => value));
  const list = document.querySelector('.lookup-results');
  history.pushState(null, '', '?' + wanted);
  dispatchEvent(new PopStateEvent('popstate'));
  while (list.hasAttribute('aria-busy')) await new Promise(requestAnimationFrame);
  return {ids: [...list.querySelectorAll('[data-result]')].map(result => result.dataset.result), status: document.querySelector('.lookup-status').textContent};
}"""


@pytest.fixture(scope="module")
def pages(browser: Any, real_site: Path, demo_site: Path) -> Iterator[dict[str, Any]]:
    """The look-up page of both sites, open."""
    opened = {}
    with served(real_site) as real, served(demo_site) as demo:
        for name, address in (("real", real), ("demo", demo)):
            opened[name] = browser.new_page()
            opened[name].goto(f"{address}tra-cuu/")
        yield opened


def test_there_are_queries_enough() -> None:
    assert len(CASES) >= 120
    assert len(QUERIES) >= 14


def test_queries_find_what_they_must(pages: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    failures, ranks, within = [], [], []
    for kind, site, query in CASES:
        outcome = pages[site].evaluate(ASK, [query["q"], query.get("with", {})])
        if wrong := fault(query, outcome):
            failures.append(f"{kind}, {site}, «{query['q']}»: {wrong}")
        wanted = [query["first"]] if "first" in query else query.get("among", [])
        if wanted:
            places = [outcome["ids"].index(one) + 1 if one in outcome["ids"] else 0 for one in wanted]
            best = min((place for place in places if place), default=0)
            ranks.append(1 / best if best else 0)
            within.append(all(0 < place <= 3 for place in places))
    reciprocal, success = sum(ranks) / len(ranks), sum(within) / len(within)
    with capsys.disabled():
        print(f"\n{len(CASES)} queries of {len(QUERIES)} kinds: mean reciprocal rank {reciprocal:.3f}, success@3 {success:.1%}")
    assert not failures, "\n".join(failures)
    assert reciprocal >= 0.95
    assert success == 1


def fault(query: dict[str, Any], outcome: dict[str, Any]) -> str | None:
    """Return what is wrong with an outcome."""
    ids, status = outcome["ids"], outcome["status"]
    top = ids[:3]
    if query.get("none") and ids:
        return f"found {ids}"
    if query.get("none") and "Không" not in status:
        return f"not said: {status}"
    if "first" in query and ids[:1] != [query["first"]]:
        return f"first is not {query['first']}: {ids[:5]}"
    if missing := [one for one in query.get("among", []) if one not in top]:
        return f"not among the first three: {missing}: {ids[:5]}"
    if "then" in query and (query["then"] not in ids or ids.index(query["then"]) < max(ids.index(one) for one in [query.get("first"), *query.get("among", [])] if one)):
        return f"{query['then']} does not follow: {ids[:5]}"
    if ("instead" in query) != ("có phải" in status) or query.get("instead", "") not in status:
        return f"said: {status}"
    return None


@pytest.mark.parametrize(("site", "query"), [(site, query) for kind, site, query in CASES if "typing" in query], ids=lambda value: value["q"] if isinstance(value, dict) else value)
def test_results_come_while_typing(pages: dict[str, Any], site: str, query: dict[str, Any]) -> None:
    for length in range(1, len(query["q"]) + 1):
        outcome = pages[site].evaluate(ASK, [query["q"][:length], {}])
        if length >= query["typing"]:
            assert query["first"] in outcome["ids"][:3], (query["q"][:length], outcome)
