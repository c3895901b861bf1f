"""What a change does to the site: pages that look different, come or go, and published anchors that break."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from macros.changes.compare import Changes
from macros.changes.values import Side
from macros.data import Data
from macros.pages import makers
from macros.pages.page import ready
from macros.site import Site
from macros.views.links import address_of


@dataclass(frozen=True, slots=True)
class PageChange:
    """One page: its address, its title, whether it is `new`, `gone` or `changed`, and the ids of changed records on it."""

    address: str
    title: str
    kind: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effects:
    """Pages that change, and anchors that break: page address -> those that are no more, with where they went if anywhere."""

    pages: tuple[PageChange, ...]
    broken: Mapping[str, tuple[tuple[str, str], ...]]


def effects(changes: Changes, today: date) -> Effects:
    """Return what changes on the site, by rendering both states, which must be sound: pages rest on what they refer to."""
    before, after = _rendered(changes.before.data, today), _rendered(changes.after.data, today)
    touched = {one for entry in changes.edited for one in (entry.before.id, entry.after.id)} | {entry.id for entry in (*changes.added, *changes.removed)}
    own = {found[0]: one for one in touched if (found := _own_page(changes.after if one in changes.after.data.by_id else changes.before, one)) and not found[1]}
    listed = [_page(path, before.get(path), after.get(path), touched, own) for path in sorted(before.keys() | after.keys()) if before.get(path) != after.get(path)]
    return Effects(tuple(listed), _broken(changes, before, after))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a page: two whole sites of decades would not fit a small machine's memory."""

    digest: bytes
    title: str
    anchors: frozenset[str]


def _rendered(data: Data, today: date) -> dict[str, _Seen]:
    """Return every page; a state from before there was any record has none."""
    if not data.vocabularies:
        return {}
    return {path: _seen(path, ready(maker)) for path, maker in makers(Site(data, today)).items()}


def _seen(path: str, text: str) -> _Seen:
    return _Seen(hashlib.sha256(text.encode()).digest(), _title(text, path), frozenset(anchors(text)))


def _own_page(side: Side, record_id: str) -> tuple[str, str] | None:
    """Return the page and anchor that are a record's own in a state."""
    record = side.data.by_id.get(record_id)
    return address_of(side.site, record) if record else None


def _page(path: str, before: _Seen | None, after: _Seen | None, touched: set[str], own: Mapping[str, str]) -> PageChange:
    shown = [page for page in (after, before) if page]
    ids = frozenset().union(*(page.anchors for page in shown)) & touched | ({own[path]} if path in own else set())
    kind = "changed" if before and after else "new" if after else "gone"
    return PageChange(address(path), shown[0].title, kind, tuple(sorted(ids)))


def address(path: str) -> str:
    """Return a page's address below the site's."""
    return re.sub(r"(^|/)index\.md$", r"\1", path).replace(".md", "/")


def _title(text: str, path: str) -> str:
    found = re.search(r"^title: (.*)$", text, re.MULTILINE)
    return str(json.loads(found[1])) if found else path


def anchors(text: str) -> set[str]:
    """Return the places of a page that others may link to."""
    return {found[0] or found[1] for found in re.findall(r' id="(?!bang-)([^"]+)"|\{#([^}\s]+)\}', text)}


def _broken(changes: Changes, before: Mapping[str, _Seen], after: Mapping[str, _Seen]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the places that are no more: those of records on the page that is theirs, and headings of pages that stay.

    A unit's page shows its tasks too, but nobody is promised that a task stays with a unit.
    """
    found = {}
    for path, page in before.items():
        kept = after[path].anchors if path in after else frozenset()
        own = {anchor: _own_page(changes.before, anchor) for anchor in page.anchors - kept}
        lost = sorted(anchor for anchor, place in own.items() if place == (path, anchor) or (place is None and path in after))
        if lost:
            found[address(path)] = tuple((anchor, _now_at(changes, anchor)) for anchor in lost)
    return found


def _now_at(changes: Changes, anchor: str) -> str:
    place = _own_page(changes.after, anchor) if anchor in changes.before.data.by_id else None
    return address(place[0]) if place else ""
