"""Which files of a project were written since one looked last."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

Snapshot = dict[str, tuple[int, int, int]]


def snapshot(roots: Iterable[Path]) -> Snapshot:
    """Return what tells whether a file was written, for every file below the roots.

    Looking costs a few milliseconds and works on every file system; change notices of the system do not reach shared
    folders and containers.
    """
    found: Snapshot = {}
    for root in roots:
        if root.is_file():
            _note(found, str(root))
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if not _is_private(name)]
            for name in names:
                if not _is_private(name):
                    _note(found, os.path.join(folder, name))
    return found


def _note(found: Snapshot, path: str) -> None:
    try:
        facts = os.stat(path)
    except OSError:
        return  # gone since it was listed
    found[path] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)


def _is_private(name: str) -> bool:
    """Tell whether a name is an editor's or Python's own affair."""
    return name.startswith((".", "__pycache__", "#")) or name.endswith(("~", ".pyc", ".swp", ".tmp"))


def changed(before: Snapshot, after: Snapshot) -> set[str]:
    """Return the files that were written, added or removed."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def has_python(names: Iterable[str]) -> bool:
    """Tell whether code is among files, which a running process cannot take up."""
    return any(name.endswith(".py") for name in names)
