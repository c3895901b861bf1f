"""HTML of the site as plain Markdown, for golden files: what a reader sees and where links lead, none of the markup's detail.

Anchors are kept (`{#nv-2023-1}`), source marks shortened (`[n: bai-1]`), tools that only a script uses left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from markupsafe import Markup

_SKIPPED = "//*[self::button or self::script or @hidden or starts-with(@class, 'table-files') or starts-with(@class, 'table-tools')]"
_BLOCKS = ("p", "div", "section", "dl", "ul", "ol", "table", "blockquote", "h3", "h4", "svg")


def as_markdown(markup: Markup) -> str:
    """Return a fragment as Markdown, a block a paragraph."""
    tree = html.fragment_fromstring(str(markup), create_parent="div")
    for element in tree.xpath(_SKIPPED):
        element.drop_tree()
    return "\n\n".join(_blocks(tree)) + "\n"


def _blocks(parent: html.HtmlElement) -> Iterator[str]:
    line = _words(parent.text)
    for child in parent:
        if child.tag in _BLOCKS:
            if line.strip():
                yield line.strip()
            line = ""
            yield from _block(child)
        else:
            line += _inline(child)
        line += _words(child.tail)
    if line.strip():
        yield line.strip()


def _block(element: html.HtmlElement) -> Iterator[str]:
    if element.tag == "table":
        yield _table(element)
    elif element.tag in ("ul", "ol"):
        yield "\n".join(f"- {_anchor(item)}{' / '.join(_blocks(item))}" for item in element)
    elif element.tag == "dl":
        yield "\n".join(f"- {_text(pair[0])}: {' / '.join(_blocks(pair[1]))}" for pair in element)
    elif element.tag == "svg":
        yield f"(hình: {element.get('aria-label')})"
    elif element.tag in ("h3", "h4"):
        yield f"{'#' * int(element.tag[1])} {_text(element)}"
    elif element.tag == "blockquote":
        yield "> " + _text(element)
    else:
        yield from _blocks(element)


def _table(table: html.HtmlElement) -> str:
    lines = [f"Bảng: {_text(table.find('caption'))}"]
    for row in table.iter("tr"):
        cells = [f"{'**' if cell.get('scope') in ('row', 'colgroup') else ''}{' / '.join(_blocks(cell))}" for cell in row]
        lines.append(f"| {' | '.join(cells)} |{_anchor(row, ' ')}")
        if row.getparent().tag == "thead":
            lines.append("|" + "---|" * len(cells))
    return "\n".join(lines)


def _anchor(element: html.HtmlElement, before: str = "") -> str:
    return f"{before}{{#{element.get('id')}}}" + ("" if before else " ") if element.get("id") else ""


def _text(element: html.HtmlElement) -> str:
    return (_words(element.text) + "".join(_inline(child) + _words(child.tail) for child in element)).strip()


def _inline(element: html.HtmlElement) -> str:
    css = element.get("class") or ""
    if "src" in css.split():
        return f" [n: {', '.join(re.sub('.*#', '', link.get('href')) for link in element.iter('a'))}]"
    if element.tag == "br":
        return " / "
    if element.tag == "a":
        return f"[{_text(element)}]({element.get('href')})"
    if "badge" in css.split():
        return f"‹{_text(element)}›"
    return f" ({_text(element)})" if "note" in css.split() else _text(element)


def _words(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
