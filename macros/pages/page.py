"""What every generated page shares: front matter, blocks, the line that says which day it is judged on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from markupsafe import Markup, escape

from macros.site import Site
from macros.vietnamese import day
from macros.views.html import as_typed, markdown_text, paragraph

_HEADING = re.compile(r"#{1,4} (.*?)(?: \{#[\w-]+\})?")
_CAPTION = re.compile(r"<caption>([^<]*)</caption>")


def page(title: str, blocks: Iterable[str | Markup], *, lead: str | Markup = "", description: str = "", hide_toc: bool = False, up: Markup | None = None) -> str:
    """Return a page's Markdown: front matter that keeps Jinja out, the title, the blocks apart by blank lines."""
    # The theme writes title and description into its HTML as they are: they are escaped here.
    meta: dict[str, object] = {"title": as_typed(escape(title)), "render_macros": False}
    if description:
        meta["description"] = as_typed(escape(description))
    if hide_toc:
        meta["hide"] = ["toc"]
    # JSON is YAML: a title with any character in it cannot break out of its value.
    front = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items())
    shown = [as_typed(block) for block in (_crumbs(up), f"# {markdown_text(title)}", paragraph(lead, "lead") if lead else "", *blocks) if block]
    return f"---\n{front}\n---\n\n" + "\n\n".join(_said_once(shown)) + "\n"


def _said_once(blocks: Iterable[str]) -> Iterator[str]:
    """Yield a page's blocks, with a mark on every caption that says again what the heading above it says.

    It stays for those who hear the page, and as the title of the table's files; the style hides it from those who see both.
    """
    above = ""
    for block in blocks:
        if heading := _HEADING.fullmatch(block):
            above = unescape(heading[1])
        yield _CAPTION.sub(lambda found, above=above: f'<caption class="said-above">{found[1]}</caption>' if unescape(found[1]) == above else found[0], block, count=1)  # type: ignore[misc]


def _crumbs(up: Markup | None) -> Markup | str:
    return Markup('<nav class="crumbs" aria-label="Thuộc mục">{}</nav>').format(up) if up else ""


# A page's Markdown, or what makes it.
Made = str | Callable[[], str]


def ready(made: Made) -> str:
    """Return a page's Markdown."""
    return made if isinstance(made, str) else made()


def as_of_line(site: Site, what: str = "Hạn và hiệu lực") -> Markup:
    """Return the line that names the day the page is judged on."""
    closed = what.startswith("Hạn") and any(site.day_of(year) != site.today for year in site.years)
    return paragraph(f"{what} xét đến ngày {day(site.today)}{'; năm đã khóa sổ xét tại ngày khóa sổ' if closed else ''}.", "as-of")
