"""What tests of offices' files share: the records they are understood against, and rows in a form to compare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros.data import Data, load
from macros.sheets.grids import read_grids
from macros.sheets.incoming import Incoming
from macros.sheets.offices import understand

FOLDERS = {"real": "data", "demo": "tests/demo/data", "small": "tests/small/data"}


@pytest.fixture(scope="session")
def real_data() -> Data:
    """The real record."""
    return record("real")


@pytest.fixture(scope="session")
def demo_data() -> Data:
    """The invented year's record."""
    return record("demo")


@pytest.fixture(scope="session")
def small_data() -> Data:
    """The small record."""
    return record("small")


def record(name: str) -> Data:
    """Return a record of the project."""
    return load(Path(FOLDERS[name]), "data").data


def understood(path: Path, data: Data, kind: str | None = None, year: int | None = None, unit: str | None = None) -> Incoming:
    """Return what a file asks for."""
    return understand(read_grids(path), kind, year, unit, data)


def said(incoming: Incoming) -> list[tuple[Any, ...]]:
    """Return each row as its row in the file, what it is listed in, and its values that are not empty."""
    return [(row.where.cell, *([row.inside[0]] if row.inside else []), {key: value for key, value in row.values.items() if value}) for row in incoming.rows]


def problems(incoming: Incoming) -> list[str]:
    """Return the problems as an editor reads them."""
    return [str(problem) for problem in incoming.problems]
