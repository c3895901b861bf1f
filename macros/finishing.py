"""The last work on a page's text: links of the record resolved, its tables' files made, notes for paper; then the page as it is written.

    finished(text, place, targets, store)        # a page's content, its `site:` links as addresses
    composed(folder, path, shell, anchors)       # {path: page}: the content that waits in the page's own file, put into what the theme made

Pure functions of arguments that pickle, so that a second process does them while the first makes the next page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from macros.long_tables import as_text
from macros.print_notes import with_mark_legend, with_print_notes
from macros.problems import Refused
from macros.stored import Contents, Kept, Store
from macros.table_files import Origin, attach

# What the theme puts into its page for the content of a generated one; the content itself is put in when the page is written.
# Material looks for a heading of the first level in it, and would add one.
PLACE = "<!-- <h1> and all that follows -->"
# Marks a link to a place on a hand-written page until every page is read and it is known whether the place is there.
OWN = "data-own-page"
# Marks what would be a link if the preview of some pages held its page.
NOT_HERE = "data-not-in-preview"


@dataclass(frozen=True)
class Targets:
    """Where links may lead: the address of each page and file by its path, which pages are hand-written, whether some are left out of a preview."""

    addresses: Mapping[str, str]
    written: frozenset[str]
    partial: bool


@dataclass(frozen=True)
class Place:
    """The page that a text stands on: its path below docs/, its address, the file it is written to, what its tables' files say."""

    path: str
    address: str
    file: str
    origin: Origin


# Anchors of hand-written pages, by path.
Anchors = Mapping[str, frozenset[str]]
_ANCHOR = re.compile(r'id="([^"]*)"')


def anchors_in(content: str | None) -> frozenset[str]:
    """Return the anchors of a page's content."""
    return frozenset(_ANCHOR.findall(content or ""))


def kept_for_later(text: str, place: Place, targets: Targets) -> Contents:
    """Return a page's content, finished, under the name of the page itself, and the files of its tables."""
    files = Kept()
    files[place.file] = finished(text, place, targets, files).encode()
    return files


def composed(folder: Path, path: str, shell: str, anchors: Anchors) -> Contents:
    """Return a page whole: what the theme made, with the content that its file holds so far."""
    content = settled((folder / path).read_text(encoding="utf-8"), anchors)
    return {path: shell.replace(PLACE, content, 1).encode()}


def finished(text: str, place: Place, targets: Targets, store: Store) -> str:
    """Make the files of a page's long tables, so that whoever has no JavaScript can take them away too; then the links.

    Raises Refused with the paths of links that lead nowhere.
    """
    missing = set[str]()
    known: dict[str, str] = {}  # a page names the same few units, documents and sources again and again

    def resolve(match: re.Match[str]) -> str:
        if not text.endswith(("href", "action"), 0, match.start()):
            return match[0]
        if match[0] not in known:
            known[match[0]] = _resolved(match[1], place, targets, missing)
        return known[match[0]]

    text = with_print_notes(with_mark_legend(attach(text, place.origin, store)))
    # It begins with what is rare, so that the rest of the page is passed over quickly.
    resolved = re.sub(r'="site:([^"]*)"', resolve, text)
    if missing:
        page = f"docs/{place.path}" if place.path in targets.written else place.path
        raise Refused(f"{page}: liên kết đến trang không có: {', '.join(sorted(missing))}. Sửa địa chỉ, hoặc bỏ liên kết.")
    return as_text(re.sub(rf'\b(href|action)="" {NOT_HERE}=""', f'{NOT_HERE}=""', resolved) if targets.partial else resolved)


def _resolved(link: str, place: Place, targets: Targets, missing: set[str]) -> str:
    """Return the value of an attribute, the address relative to the page, and what stands after it."""
    whole, _, anchor = unescape(link).partition("#")
    path, mark, query = whole.partition("?")
    if path not in targets.addresses:
        if path.startswith(place.origin.folder):
            return f'="{relative(path, place.address)}"'
        if not targets.partial:
            missing.add(path)
        return f'="" {NOT_HERE}=""'
    address = relative(targets.addresses[path], place.address)
    own = f' {OWN}="{path}"' if anchor and path in targets.written else ""
    return f'="{address}{mark}{escape(query)}{"#" + anchor if anchor else ""}"{own}'


def relative(target: str, page: str) -> str:
    """Return an address below the site's root as a page at another names it; a folder's ends in a slash."""
    found = posixpath.relpath("/" + target, "/" + page.rpartition("/")[0])
    return found + "/" if target.endswith("/") else found


def settled(content: str, anchors: Anchors) -> str:
    """A page that an editor writes in place of ours need not hold every record of it: links to what it lacks lead to the page."""
    if OWN not in content:
        return content

    def settle(match: re.Match[str]) -> str:
        return f'="{match[1]}#{match[2]}"' if match[2] in anchors.get(match[3], ()) else f'="{match[1]}"'

    return re.sub(rf'="([^"#]*)#([^"]*)" {OWN}="([^"]*)"', settle, content)
