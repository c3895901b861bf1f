"""Long tables left in the page as text until their script makes elements of the rows it shows.

    as_text(html)                      # the same page; each table with tools stands inside <noscript>

A browser that runs scripts takes what <noscript> holds for text: two thousand rows are read in an instant, where as elements
they take a slow machine seconds before anything on the page answers. One that runs none shows the table as it always was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# As views/html.py writes a table with tools; `data-facets` is among the last of its attributes.
_WITH_TOOLS = re.compile(r'<table class="[^"]*" id="bang-[^>]* data-facets="')
_TABLE = re.compile(r'<table class="[^"]*" id="bang-([^"]*)"')
_END = "</table>"


def tables_in(html: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tables of a page that have a name: the name, where each begins and where it ends."""
    for found in _TABLE.finditer(html):
        if (end := html.find(_END, found.end())) >= 0:
            yield found[1], found.start(), end + len(_END)


def as_text(html: str) -> str:
    """Return a page, or part of one, whose tables with tools stand inside <noscript>, for docs/assets/table-rows.js to read."""
    parts, last = [], 0
    for _, start, end in tables_in(html):
        if _WITH_TOOLS.match(html, start):
            parts += [html[last:start], "<noscript>", html[start:end], "</noscript>"]
            last = end
    return "".join(parts) + html[last:]
