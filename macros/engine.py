"""What reaches into MkDocs: the one place to look at when its version changes (tests/test_engine.py fails then).

Rows of tables are HTML already; Python-Markdown reads them letter by letter all the same, twice, and finds nothing to do.
That was a third of a build. So blocks of HTML are set aside while the rest of the page is converted.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

# The version whose `Page` is known to work as used here: `render` reads `markdown` and sets `content`, `present_anchor_ids`.
MKDOCS = "1.6.1"

_PLACE = '<div data-set-aside="{}"></div>'
_PLACES = re.compile(r'<div data-set-aside="(\d+)"></div>')
_BETWEEN = "\n<!-- -->\n"
_ID = re.compile(r' id="([^"]*)"')


class ReadyPage(Page):
    """A generated page: headings in Markdown, everything else blocks of HTML on a line each, apart by empty lines.

    `make` returns its Markdown, when it is its turn. MkDocs holds the content of every page until all are read; here that is
    the headings, with a mark for each block, and the blocks compressed, to be put in when the page is written.
    """

    def __init__(self, make: Callable[[], str], title: str | None, file: File, config: Any) -> None:
        super().__init__(title, file, config)
        self.make, self.blocks = make, b""

    def render(self, config: Any, files: Any) -> None:
        """Convert as MkDocs does, the blocks of HTML left out."""
        blocks: list[str] = []
        self.markdown = "\n\n".join(_set_aside(part, blocks) for part in (self.markdown or "").rstrip("\n").split("\n\n"))
        super().render(config, files)
        self.present_anchor_ids = (self.present_anchor_ids or set()).union(*(_ID.findall(block) for block in blocks))
        self._keep(blocks)

    def changed(self, content: str, change: Callable[[str], str]) -> str:
        """Change the page's whole text, blocks in their places; return it with the blocks left out again."""
        kept = self._kept()
        parts = change(_PLACES.sub(lambda place: _BETWEEN + kept[int(place[1])] + _BETWEEN, content)).split(_BETWEEN)
        self._keep(parts[1::2])
        return "".join(part if at % 2 == 0 else _PLACE.format(at // 2) for at, part in enumerate(parts))

    def whole(self, text: str) -> str:
        """Return a text with the blocks put in where their marks are."""
        blocks = self._kept()
        return _PLACES.sub(lambda place: blocks[int(place[1])], text)

    def _keep(self, blocks: list[str]) -> None:
        self.blocks = zlib.compress(_BETWEEN.join(blocks).encode(), 1)

    def _kept(self) -> list[str]:
        return zlib.decompress(self.blocks).decode().split(_BETWEEN)


def _set_aside(part: str, blocks: list[str]) -> str:
    if not part.startswith("<") or "\n" in part:
        return part
    blocks.append(part)
    return _PLACE.format(len(blocks) - 1)
