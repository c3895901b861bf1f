"""Changes tried on a copy of the data, with every rule; each new problem is led back to the cell it came from."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from macros.data import Loaded, load
from macros.problems import Problem
from macros.reading import Items, Row, read
from macros.sheets.asked import Asked
from macros.sheets.incoming import SheetProblem, Where
from macros.sheets.journal import Edit
from macros.sheets.kinds import Table
from macros.sheets.table_words import in_words
from macros.sheets.yaml_changes import Item, Target
from macros.sheets.yaml_edits import edited

# A file that the import makes begins like this; a plan must have an id and a title.
_NEW_PLAN = "id: kh-{year}\ntitle: Kế hoạch công tác năm {year}\n"


@dataclass
class Tried:
    """What the data would be: the edited files, the data as loaded, the problems that come with the changes."""

    edits: dict[str, Edit]
    loaded: Loaded
    problems: list[SheetProblem] = field(default_factory=list)
    elsewhere: list[Problem] = field(default_factory=list)  # those of lines that no row of the file wrote


def edits_of(targets: Mapping[str, Sequence[Target]], raw: Mapping[str, bytes]) -> dict[str, Edit]:
    """Return the files with their lists changed. Raises NotEdited where one cannot be changed without touching more."""
    made = {}
    for name, lists in targets.items():
        before = raw.get(name)
        after = before if before is not None else _beginning(name)
        for target in lists:
            after = edited(after, target)
        if after != before:
            made[name] = Edit(before, after)
    return made


def _beginning(name: str) -> bytes:
    year, _, stem = name.rpartition("/")
    return _NEW_PLAN.format(year=year).encode() if stem == "plan.yml" else b""


def tried(folder: Path, name: str, before: Loaded, edits: dict[str, Edit], targets: Mapping[str, Sequence[Target]]) -> Tried:
    """Load a copy of a data folder with the edits in it; `name` is how problems name the folder."""
    with tempfile.TemporaryDirectory(prefix="import-") as scratch:
        copy = Path(scratch) / "data"
        _copy(folder, copy, edits)
        loaded = load(copy, name)
    found = Tried(edits, loaded)
    places = {name: dict(_places(edit.after, targets[name])) for name, edit in edits.items()}
    for problem in _new(before.problems, loaded.problems, places, name):
        file = problem.file.removeprefix(f"{name.rstrip('/')}/")
        at = _cell(places.get(file, {}).get(problem.line, []), problem.message)
        if at:
            found.problems.append(SheetProblem(at.where, in_words(problem.message, at.table, before.data)))
        else:
            found.elsewhere.append(problem)
    return found


def _copy(folder: Path, copy: Path, edits: Mapping[str, Edit]) -> None:
    """Copy a data folder; attachments only as empty files of their size, since only their names and sizes are checked."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        goal = copy / relative
        goal.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            goal.symlink_to(os.readlink(path))
        elif path.is_dir():
            goal.mkdir(exist_ok=True)
        elif relative.parts[0] == "files":
            with goal.open("wb") as file:
                file.truncate(path.stat().st_size)
        elif relative.as_posix() not in edits:
            shutil.copyfile(path, goal)
    for name, edit in edits.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(edit.after)


class _Written(NamedTuple):
    """A field that a row of the file wrote: its key (empty: the record itself), its cell, whether the row changed the record."""

    key: str
    where: Where
    changed: bool
    table: Table


Places = dict[int, list[_Written]]


def _places(after: bytes, targets: Sequence[Target]) -> Iterator[tuple[int, list[_Written]]]:
    """Yield, for each line that a row is about, the fields on it with their cells, and whether the row changed the record."""
    found: Places = {}
    content, _ = read(after, "")
    for target in targets:
        rows = content.get(target.section) if target.section and isinstance(content, Row) else content
        _note_items(rows, target.items, found)
    yield from found.items()


def _note_items(rows: Any, items: Sequence[Item], found: Places) -> None:
    listed = rows if isinstance(rows, Items) else [rows]
    for row, item in zip(listed, items, strict=False):
        if isinstance(row, Row):
            _note_row(row, item, "", item.changes, found)


def _note_row(row: Row, item: Item, before: str, changes: Mapping[str, Any], found: Places) -> None:
    asked = item.origin if isinstance(item.origin, Asked) else None
    if asked:
        found.setdefault(row.line, []).append(_Written("", asked.where(f"{before}id") if before else asked.where("id"), bool(changes), asked.table))
        if not before:  # a field that is missing stands at the record's first line, and in a cell of its own
            found[row.line] += [_Written(key, where, bool(changes), asked.table) for key, where in asked.row.cells.items() if key not in row.lines]
    for key, line in row.lines.items():
        value = row.get(key)
        if asked:
            lines = value.lines if isinstance(value, Items) and not any(isinstance(one, Row) for one in value) else []
            for at in dict.fromkeys([line, *lines]):
                found.setdefault(at, []).append(_Written(key, asked.where(before + key), bool(changes), asked.table))
        change = changes.get(key)
        if isinstance(change, list) and change and isinstance(change[0], Item):
            _note_items(value, change, found)
        elif isinstance(value, Row):
            _note_row(value, item, f"{key}.", changes, found)


def _cell(fields: Sequence[_Written], message: str) -> _Written | None:
    """Choose among the fields of one line the one that a message names; the line's first where it names none of them."""
    head = message.split(": ", 1)[0]
    named = re.findall(r"(\w+) \(", head) or re.findall(r"^(\w+)$", head)
    for written in fields:
        if written.key and named and written.key == named[-1]:
            return written
    return fields[0] if fields else None


def _new(before: Sequence[Problem], after: Sequence[Problem], places: Mapping[str, Places], name: str) -> list[Problem]:
    """Return the problems that were not there: of several alike, those of records that the import changed."""
    left = Counter(_alike(problem) for problem in before)

    def changed(problem: Problem) -> bool:
        file = problem.file.removeprefix(f"{name.rstrip('/')}/")
        return any(written.changed for written in places.get(file, {}).get(problem.line, []))

    found = []
    for problem in sorted(after, key=lambda one: (changed(one), one)):
        if left[_alike(problem)]:
            left[_alike(problem)] -= 1
        else:
            found.append(problem)
    return sorted(found)


def _alike(problem: Problem) -> tuple[str, str]:
    """Return a problem without the numbers of lines, which move."""
    return problem.file, re.sub(r"(dòng|:)\s?\d+", r"\1", problem.message)
