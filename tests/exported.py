"""Sites whose exports are tested, and the addresses that they have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from macros.data import load
from macros.site import Site

DAY = date(2024, 6, 30)


def address(path: str, anchor: str = "") -> str:
    """Return the full address of a page, as a site that has one gives it."""
    return f"https://ke-hoach.example/{path.removesuffix('.md')}" + (f"#{anchor}" if anchor else "")


def site_of(folder: str | Path) -> Site:
    """Read a data folder, which must be sound, as a demo judged on one day."""
    loaded = load(Path(folder), str(folder))
    assert loaded.problems == []
    return Site(loaded.data, DAY, demo=True)
