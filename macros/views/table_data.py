"""What a table tells the script that sorts and filters it, written as attributes at build so that both agree.

The order of a column is its rank among the table's rows, made from our keys: the browser compares numbers and needs to
know nothing of Vietnamese. A facet is a property that rows are chosen by; a row holds the places of its values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from markupsafe import Markup

from macros.vietnamese import SortKeys

# A table with fewer rows is seen at a glance: the script leaves it alone, so nothing is written for it.
TOOLS_FROM = 11

_SOURCE_MARKS = re.compile(r'<span class="src[ "].*?</span></span>', re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")

Choices = Iterable[tuple[str, str]]
Typed = date | int | float | None


@dataclass(frozen=True)
class Facet:
    """A property to choose rows by: each row has any number of (key, label) pairs; keys stand in addresses."""

    key: str
    head: str
    choices: Callable[[Any], Choices]
    order: Sequence[str] = ()  # keys in the order they are offered; others follow as met


def plain(shown: Markup | str) -> str:
    """Return the words of a cell, without its source marks."""
    return " ".join(unescape(_TAGS.sub(" ", _SOURCE_MARKS.sub("", shown))).split()) if isinstance(shown, Markup) else shown


def natural_keys(cells: Iterable[tuple[Markup | str, Typed]]) -> list[Any]:
    """Return the keys of cells that have none of their own: the number or date of each, else its words as a dictionary orders them."""
    words = SortKeys()
    return [(0, typed) if typed is not None else (1, words.of(text)) if (text := plain(shown)) else None for shown, typed in cells]


def ranks(keys: Sequence[Any]) -> list[str]:
    """Return each key's place among the different ones; nothing for None, which always stands last."""
    places = {key: str(place) for place, key in enumerate(sorted({key for key in keys if key is not None}))}
    return ["" if key is None else places[key] for key in keys]


def facet_table(facets: Sequence[Facet], rows: Sequence[Any]) -> tuple[str, list[str]]:
    """Return the facets as JSON, [[key, head, [[key, label], …]], …], and for each row the places of its values, `0 3|1||`.

    A facet that does not tell rows apart is left out.
    """
    kept: list[tuple[Facet, dict[str, str], list[list[str]]]] = []
    for facet in facets:
        chosen = [list(facet.choices(row)) for row in rows]
        labels = _in_order(facet, dict([pair for pairs in chosen for pair in pairs]))
        keys = [[key for key, _ in pairs] for pairs in chosen]
        if len({frozenset(row) for row in keys}) > 1:
            kept.append((facet, labels, keys))
    heads = [[facet.key, facet.head, [list(pair) for pair in labels.items()]] for facet, labels, _ in kept]
    columns = [_places(labels, keys) for _, labels, keys in kept]
    return json.dumps(heads, ensure_ascii=False, separators=(",", ":")), ["|".join(row) for row in zip(*columns, strict=True)] or [""] * len(rows)


def _in_order(facet: Facet, labels: dict[str, str]) -> dict[str, str]:
    ordered = [key for key in facet.order if key in labels]
    return {key: labels[key] for key in dict.fromkeys([*ordered, *labels])}


def _places(labels: dict[str, str], keys: list[list[str]]) -> list[str]:
    place = {key: str(at) for at, key in enumerate(labels)}
    return [" ".join(place[key] for key in dict.fromkeys(row)) for row in keys]
