"""Points the sources leave open, marked wherever they bear on a record."""

from __future__ import annotations

from markupsafe import Markup

from macros.site import Site
from macros.views.html import EMPTY, join, link


def doubt_mark(site: Site, record_id: str) -> Markup:
    """Return the mark that opens what the sources leave open about a record; nothing where all is plain."""
    open_points = [ambiguity for ambiguity in site.data.ambiguities if record_id in ambiguity.about]
    if not open_points:
        return EMPTY
    said = "; ".join(ambiguity.point for ambiguity in open_points)
    notes = join((Markup("{}. {}").format(link("nguon.md", ambiguity.point, ambiguity.id), ambiguity.shown_as) for ambiguity in open_points), Markup("<br>"))
    return Markup(
        '<span class="src doubt"><button type="button" class="src-mark" aria-label="Nguồn để ngỏ: {}">?</button>'
        '<span class="src-note">Nguồn để ngỏ: {}</span></span>'
    ).format(said, notes)
