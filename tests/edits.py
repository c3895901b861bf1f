"""What editors do to files below a folder: edits to be made one upon another, each of which fails where there is nothing to edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Edit = Callable[[Path], object]


def changed(name: str, old: str, new: str) -> Edit:
    """Replace the first such text of a file; an empty one stands for all of it."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text, f"{name} lacks {old!r}"
        (folder / name).write_text(text.replace(old, new, 1) if old else new, "utf-8")

    return edit


def added(name: str, text: str) -> Edit:
    """Write a file that is not there yet, and its folder."""

    def edit(folder: Path) -> None:
        assert not (folder / name).exists(), f"{name} is there"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")

    return edit


def renamed(name: str, new: str) -> Edit:
    """Give a file or folder another name or place."""
    return lambda folder: (folder / name).rename(folder / new)


def removed(name: str) -> Edit:
    """Remove a file, and its folder if it was the last one there."""

    def edit(folder: Path) -> None:
        (folder / name).unlink()
        if not any((folder / name).parent.iterdir()):
            (folder / name).parent.rmdir()

    return edit


def together(*edits: Edit) -> Edit:
    """Make several edits at once."""
    return lambda folder: [edit(folder) for edit in edits]
