"""What reaches into MkDocs: the one place to look at when its version changes (tests/test_engine.py fails then).

Rows of tables are HTML already; Python-Markdown reads them letter by letter all the same, twice, and finds nothing to do.
That was a third of a build. So blocks of HTML are set aside while the rest of the page is converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mkdocs.commands.build import _populate_page
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

# The version whose `Page` is known to work as used here: `render` reads `markdown` and sets `content`, `present_anchor_ids`.
MKDOCS = "1.6.1"

_MARK = '<div data-set-aside="{}"></div>'
_MARKS = re.compile(r'<div data-set-aside="(\d+)"></div>')
# What the theme puts into its page for the content of a generated one; the content itself is put in when the page is written.
# Material looks for a heading of the first level in it, and would add one.
PLACE = "<!-- <h1> and all that follows -->"
_ID = re.compile(r' id="([^"]*)"')


class ReadyPage(Page):
    """A generated page: headings in Markdown, everything else blocks of HTML on a line each, apart by empty lines.

    `make` returns its Markdown, when it is its turn.
    """

    def __init__(self, make: Callable[[], str], title: str | None, file: File, config: Any) -> None:
        super().__init__(title, file, config)
        self.make = make

    def render(self, config: Any, files: Any) -> None:
        """Convert as MkDocs does, the blocks of HTML left out, then put in at their places."""
        blocks: list[str] = []
        self.markdown = "\n\n".join(_set_aside(part, blocks) for part in (self.markdown or "").rstrip("\n").split("\n\n"))
        super().render(config, files)
        self.present_anchor_ids = (self.present_anchor_ids or set()).union(*(_ID.findall(block) for block in blocks))
        self.content = _MARKS.sub(lambda mark: blocks[int(mark[1])], self.content or "")


def populated(file: File, config: Any, files: Files) -> Page:
    """Return a hand-written page with its content, which MkDocs has not come to yet or will not come to."""
    page = file.page or Page(None, file, config)
    if page.content is None:
        _populate_page(page, config, files)
    return page


def _set_aside(part: str, blocks: list[str]) -> str:
    if not part.startswith("<") or "\n" in part:
        return part
    blocks.append(part)
    return _MARK.format(len(blocks) - 1)
