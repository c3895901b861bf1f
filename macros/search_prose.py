"""Sections of hand-written pages, as search finds them: from the HTML that readers get, without tables and tools.

What tables hold is found as records; a section is what the page says in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_BLOCKS = frozenset({"p", "li", "dt", "dd", "div", "section", "pre", "blockquote", "br", "summary"})
_LEFT_OUT = "//table | //pre | //nav | //form | //script | //style | //svg | //*[contains(@class, 'headerlink') or contains(@class, 'src') or @class='print-notes' or @class='mark-legend']"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its anchor (empty above the first heading), and the text below it."""

    anchor: str
    heading: str
    text: str


def sections(content: str) -> Iterator[Section]:
    """Yield the sections of a page's HTML in order; the first is named by the page itself where no heading opens it."""
    tree = html.fragment_fromstring(content or "<p></p>", create_parent="div")
    for element in tree.xpath(_LEFT_OUT):
        element.drop_tree()
    anchor, heading, parts = "", "", list[str]()
    for text, opened in _pieces(tree):
        if opened is not None:
            if heading or _text(parts):
                yield Section(anchor, heading, _text(parts))
            anchor, heading, parts = opened.get("id", ""), text, []
        else:
            parts.append(text)
    yield Section(anchor, heading, _text(parts))


def _pieces(element: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement | None]]:
    """Yield the texts inside an element in order; a heading comes whole, with its element."""
    yield element.text or "", None
    for child in element:
        if child.tag in _HEADINGS:
            yield _text([child.text_content()]), child
        elif isinstance(child.tag, str):
            yield from _pieces(child)
            if child.tag in _BLOCKS:
                yield " ", None
        yield child.tail or "", None


def _text(parts: list[str]) -> str:
    return " ".join("".join(parts).split())
