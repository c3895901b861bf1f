"""Every generated page: `pages(site)` returns {path: Markdown}, pure and complete.

Pages are never read as Jinja (`render_macros: false`): text of the record that looks like a macro stays text.
"""

from __future__ import annotations

from macros.pages import awards, checks, documents, home, latest, lookup, movements, people, sources, units, version, years
from macros.site import Site


def pages(site: Site) -> dict[str, str]:
    """Return the Markdown of every generated page by its path below docs/."""
    made: dict[str, str] = {"index.md": home.page(site)}
    for module in (years, documents, movements, awards, units, people, lookup, latest, sources, checks, version):
        made |= module.pages(site)
    return made
