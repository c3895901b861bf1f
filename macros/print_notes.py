"""Sources on paper: where the screen opens a note at each mark, a print shows a number there and the notes once, at the end.

    with_print_notes(html)             # marks get `data-ref="1, dòng 12; 2"`, the page a list that only prints
    with_mark_legend(html)             # the page gets a line that only shows on the screen: what the marks mean
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from macros.views.html import as_typed

# A mark as views/html.py and views/doubts.py write it: a button, then the note that it opens.
_MARK = re.compile(r'<span class="src( doubt)?">(<button [^>]*>[^<]*</button><span class="src-note">(.*?)</span>)</span>', re.DOTALL)
_CITED = re.compile(r"<a [^>]*>(.*?)</a>(?:<i>, (.*?)</i>)?", re.DOTALL)

_OPEN, _POINT_END = "Nguồn để ngỏ: ", re.compile(r"<br ?/?>")


def with_print_notes(html: str) -> str:
    """Number the sources and open points of a page in the order of their marks and list each once below; a page without marks as it is."""
    numbers: dict[Markup, int] = {}

    def number(text: Markup) -> int:
        return numbers.setdefault(text, len(numbers) + 1)

    def numbered(match: re.Match[str]) -> str:
        if match[1]:
            shown = "; ".join(str(number(escape(_OPEN) + _words(point))) for point in _POINT_END.split(match[3].removeprefix(_OPEN)))
        else:
            shown = "; ".join(f"{number(_words(text))}{', ' + place if place else ''}" for text, place in _CITED.findall(match[3]))
        return f'<span class="src{match[1] or ""}" data-ref="{shown}">{match[2]}</span>'

    marked = _MARK.sub(numbered, html)
    if not numbers:
        return html
    items = Markup("").join(Markup('<li value="{}">{}</li>').format(place, text) for text, place in numbers.items())
    return marked + as_typed(Markup('\n<section class="print-notes"><p>Nguồn</p><ol>{}</ol></section>').format(items))


def with_mark_legend(html: str) -> str:
    """Say below a page, for the screen, what the small marks on it mean; a page without marks as it is."""
    meanings = {"n": "nguồn của thông tin bên cạnh", "?": "điều nguồn để ngỏ"}
    shown = [f'<span class="mark">{mark}</span> {meaning}' for mark, meaning in meanings.items() if f">{mark}</button><span class=\"src-note\">" in html]
    return f'{html}\n<p class="mark-legend">Các dấu trong trang: {"; ".join(shown)}. Đưa chuột hoặc bấm vào dấu để đọc.</p>' if shown else html


def _words(note: str) -> Markup:
    """Return a note without its links, whose addresses paper cannot open."""
    return escape(Markup(note).striptags())
