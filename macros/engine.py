"""What reaches into MkDocs: the one place to look at when its version changes (tests/test_engine.py fails then).

Rows of tables are HTML already; Python-Markdown reads them letter by letter all the same, twice, and finds nothing to do.
That was a third of a build. So blocks of HTML are set aside while the rest of the page is converted.
"""

from __future__ import annotations

import re
from typing import Any

from mkdocs.structure.pages import Page

# The version whose `Page` is known to work as used here: `render` reads `markdown` and sets `content`, `present_anchor_ids`.
MKDOCS = "1.6.1"

_PLACE = '<div data-set-aside="{}"></div>'
_PLACES = re.compile(r'<div data-set-aside="(\d+)"></div>')
_ID = re.compile(r' id="([^"]*)"')


class ReadyPage(Page):
    """A generated page: headings in Markdown, everything else blocks of HTML on a line each, apart by empty lines."""

    def render(self, config: Any, files: Any) -> None:
        """Convert as MkDocs does, with the blocks of HTML put in afterwards as they are; the result is the same."""
        whole = self.markdown or ""
        blocks: list[str] = []
        self.markdown = "\n\n".join(_set_aside(part, blocks) for part in whole.rstrip("\n").split("\n\n"))
        super().render(config, files)
        self.markdown = whole
        self.content = _PLACES.sub(lambda place: blocks[int(place[1])], self.content or "")
        anchors = self.present_anchor_ids or set()
        self.present_anchor_ids = anchors.union(*(_ID.findall(block) for block in blocks))


def _set_aside(part: str, blocks: list[str]) -> str:
    if not part.startswith("<") or "\n" in part:
        return part
    blocks.append(part)
    return _PLACE.format(len(blocks) - 1)
