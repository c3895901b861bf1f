"""The demo's long tables in a real browser, served with the strictest policy; what their scripts do wrong fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import served, settled

YEAR = "nam/2024/"
POLICY = "default-src 'self'; img-src 'self' data:"


@pytest.fixture(scope="module")
def strict_address(demo_site: Path) -> Iterator[str]:
    """The demo behind a web server; the policy leaves out Material's own inline scripts, ours must not miss them."""
    with served(demo_site, policy=POLICY) as at:
        yield at


@pytest.fixture
def open_page(browser: Any, strict_address: str) -> Iterator[Callable[..., Any]]:
    """Open a page of the demo in a browser of its own; whatever goes wrong in our scripts fails the test."""
    contexts, wrong = [], list[str]()

    def opened(path: str, **options: Any) -> Any:
        # Without motion: what is asked of a page is asked of its states, never of the moment between two of them.
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, "reduced_motion": "reduce", **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)) if "assets/table" in (error.stack or "") else None)
        page.on("console", lambda message: wrong.append(message.text) if "assets/table" in str(message.location) else None)
        page.goto(path if "://" in path else strict_address + path)
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def shown(page: Any, table: str = "bang-nhiem-vu") -> list[str]:
    """Return the ids of the rows that a table shows, in order."""
    settled(page)
    found: list[str] = page.evaluate("id => Array.from(document.querySelectorAll(`#${id} tbody tr:not(.group-row)`), row => row.id)", table)
    return found
