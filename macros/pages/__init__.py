"""Every generated page: `pages(site)` returns {path: Markdown}, pure and complete.

Pages are never read as Jinja (`render_macros: false`): text of the record that looks like a macro stays text.
"""

from __future__ import annotations

from functools import partial

from macros.pages import awards, checks, documents, home, latest, lookup, movements, people, sources, units, version, years
from macros.pages.page import Made, ready
from macros.site import Site


def pages(site: Site) -> dict[str, str]:
    """Return the Markdown of every generated page by its path below docs/."""
    return {path: ready(page) for path, page in makers(site).items()}


def makers(site: Site) -> dict[str, Made]:
    """Return the same pages as what makes them, so that one at a time need be in memory, and none be made that is not wanted."""
    made: dict[str, Made] = {"index.md": partial(home.page, site)}
    for module in (years, documents, movements, awards, units, people, lookup, latest, sources, checks, version):
        made |= module.pages(site)
    return made
