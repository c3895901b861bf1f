"""What tests of search in a browser share: where its box and its list are, and the results shown."""

from __future__ import annotations

from typing import Any

BOX, LIST = "#search-q", ".search .search-panel:not([hidden])"


def results(page: Any, place: str = ".lookup-results") -> list[str]:
    """Return the ids of the results shown."""
    page.wait_for_function("() => !document.querySelector('.lookup-results')?.hasAttribute('aria-busy')")
    return [one.get_attribute("data-result") for one in page.query_selector_all(f"{place} [data-result]")]
