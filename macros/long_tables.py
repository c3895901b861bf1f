"""Long tables left in the page as text until their script makes elements of the rows it shows.

    as_text(html)                      # the same page; each table with tools stands inside <noscript>

A browser that runs scripts takes what <noscript> holds for text: two thousand rows are read in an instant, where as elements
they take a slow machine seconds before anything on the page answers. One that runs none shows the table as it always was.
"""

from __future__ import annotations

import re

# As views/html.py writes a table with tools; `data-facets` is among the last of its attributes.
_LONG = re.compile(r'<table class="[^"]*" id="bang-[^>]* data-facets="[^>]*>.*?</table>', re.DOTALL)


def as_text(html: str) -> str:
    """Return a page, or part of one, whose tables with tools stand inside <noscript>, for docs/assets/table-rows.js to read."""
    return _LONG.sub(r"<noscript>\g<0></noscript>", html)
