"""Data folders made of a few lines, for tests of the core."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from macros.data import Loaded, load

TESTS = Path(__file__).parent
VOCABULARIES = TESTS / "broken/rules/data/vocabularies.yml"


def read(folder: Path, files: Mapping[str, str | bytes]) -> Loaded:
    """Write files and the vocabularies into a folder, and read it."""
    for name, content in {"vocabularies.yml": VOCABULARIES.read_bytes(), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(folder, "data")


def lines(loaded: Loaded) -> list[str]:
    """Return the problems as an editor reads them."""
    return [str(problem) for problem in loaded.problems]


def small_copy(folder: Path) -> Path:
    """Return a copy of the miniature record, to spoil."""
    return shutil.copytree(TESTS / "small/data", folder / "data")
