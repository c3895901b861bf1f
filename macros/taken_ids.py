"""Ids that are taken, and the next ones that are free."""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBER = re.compile(r"(.*-)(\d{1,9})")


class TakenIds:
    """The ids that must not be given: all there are, all there were; asking for the next number of a beginning costs nothing."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids: set[str] = set()
        self.highest: dict[str, int] = {}
        for one in ids:
            self.add(one)

    def __contains__(self, one: str) -> bool:
        return one in self.ids

    def add(self, one: str) -> None:
        """Take an id."""
        self.ids.add(one)
        if found := NUMBER.fullmatch(one):
            self.highest[found[1]] = max(self.highest.get(found[1], 0), int(found[2]))

    def next_to(self, one: str) -> str:
        """Take and return the next free id like one that is taken: `nv-2023-017` -> `nv-2023-100`, `van-phong` -> `van-phong-2`."""
        found = NUMBER.fullmatch(one)
        start, width, least = (found[1], len(found[2]), 1) if found else (f"{one}-", 1, 2)
        free = f"{start}{max(self.highest.get(start, 0) + 1, least):0{width}}"
        self.add(free)
        return free
