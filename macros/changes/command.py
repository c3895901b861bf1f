"""The command `changes BASE [HEAD]`: two states read, compared and told."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from macros.building import said_when_slow
from macros.changes.compare import compare
from macros.changes.effects import effects
from macros.changes.report import Surroundings, report
from macros.changes.states import WHAT, Two, two_states
from macros.data import Data, Loaded, load
from macros.problems import Refused


def changes(base: str, head: str, data: str, today: date, sites: tuple[str, str] = ("", "")) -> int:
    """Print the report on stdout; return 2 when there is no such side.

    A side that cannot be read whole is told in the report, which is still one: whether data is sound is for `check` to say.
    """
    try:
        with said_when_slow("Đang so sánh hai bản…"), two_states(base, head, data) as two:
            text = told(two, today, sites)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    print(text, end="")
    return 0


def told(two: Two, today: date, sites: tuple[str, str]) -> str:
    """Return the report on two states."""
    before, after = _read(two.before, two.data), _read(two.after, two.data)
    found = compare(before.data, after.data)
    whole = not (before.problems or after.problems)
    # Pages of what was read in part would show as changed what could only not be read.
    seen = effects(found, today) if whole else None
    return report(found, seen, surroundings(two, before, after, sites))


def _read(folder: Path, name: str) -> Loaded:
    """Read a state; one from before there was any data is empty, not wrong."""
    return load(folder, name) if folder.is_dir() else Loaded(Data(name), [])


def surroundings(two: Two, before: Loaded, after: Loaded, sites: tuple[str, str]) -> Surroundings:
    """Return what the report says of files: data that was rewritten, attachments, hand-written pages, everything else."""
    data, docs = f"{two.data}/", f"{two.docs}/"
    inside = {path.removeprefix(data): what for path, what in two.files.items() if path.startswith(data)}
    prose = tuple((path, what) for path, what in two.files.items() if path.startswith(docs))
    return Surroundings(
        names=two.names,
        problems=(tuple(before.problems), tuple(after.problems)),
        rewritten=tuple(path for path, what in inside.items() if path.endswith(".yml") and what == WHAT["M"] and before.data.is_whole(path) and after.data.is_whole(path)),
        attachments=tuple((path.removeprefix("files/"), what) for path, what in inside.items() if path.startswith("files/")),
        prose=prose,
        others=tuple((path, what) for path, what in two.files.items() if not path.startswith((f"{data}files/", docs)) and not (path.startswith(data) and path.endswith(".yml"))),
        site_before=sites[0],
        site_after=sites[1],
    )
