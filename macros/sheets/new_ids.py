"""Ids for records that come without one, by the site's patterns: unique, and never one that was used before."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from macros.sheets.kinds import Table
from macros.taken_ids import NUMBER, TakenIds
from macros.vietnamese import slug

_LONGEST = 60
# Lists whose ids count on: how they begin, and how many digits the number has where the list is empty.
_NUMBERED = {"Task": ("nv", 3), "Area": ("lv", 1)}


def new_id(table: Table, year: int | None, values: Mapping[str, Any], siblings: Sequence[str], parent: str, taken: TakenIds) -> str:
    """Return an id for a new record and add it to `taken`; `siblings` are the ids of its list, whose pattern it follows."""
    model = table.model.__name__
    pattern = _PATTERNS.get(model)
    if table.parent:
        found = _counted(siblings, parent, "", taken, 3)
    elif model in _NUMBERED:
        start, width = _NUMBERED[model]
        found = _counted(siblings, f"{start}-{year}", _text(values.get("number")), taken, width)
    else:
        found = _free(pattern(year, values) if pattern else [slug(_text(values.get("name") or values.get("title")))], taken)
    taken.add(found)
    return found


def _counted(siblings: Sequence[str], start: str, number: str, taken: TakenIds, width: int) -> str:
    """Return the next id of a numbered list: by the printed number where that is free, else after the highest one."""
    last = next((found for one in reversed(siblings) if (found := NUMBER.fullmatch(one))), None)
    prefix, digits = (last[1], len(last[2])) if last else (f"{start}-", width)
    if number.isdecimal() and (made := f"{prefix}{int(number):0{digits}}") not in taken:
        return made
    return f"{prefix}{taken.highest.get(prefix, 0) + 1:0{digits}}"


def _free(wanted: Sequence[str], taken: TakenIds) -> str:
    """Return the first id that is free, the last one with a number behind it where none is."""
    cut = [one[:_LONGEST].strip("-") for one in wanted if one.strip("-")] or ["ban-ghi"]
    for one in cut:
        if one not in taken:
            return one
    place = 2
    while f"{cut[-1]}-{place}" in taken:
        place += 1
    return f"{cut[-1]}-{place}"


def _award(year: int | None, values: Mapping[str, Any]) -> list[str]:
    start = f"kt-{values.get('merit_year') or year}-{values.get('honour', '')}"
    ends = {"collective": "tap-the", "individual": "ca-nhan", "household": "ho-gia-dinh"}
    return [start, f"{start}-{ends.get(values.get('to', ''), 'khac')}"]


def _event(year: int | None, values: Mapping[str, Any]) -> list[str]:
    return [f"sk-{year}-{slug(_text(values.get('title')))}"]


def _document(year: int | None, values: Mapping[str, Any]) -> list[str]:
    issued = _text(values.get("issued"))[-4:] or _text(values.get("year"))
    issuer = values.get("issuer") or ()
    name = slug(_text(values.get("number") or values.get("subject")))
    return [name, "-".join(part for part in (name, *(issuer if isinstance(issuer, tuple) else (issuer,))[:1], issued) if part)]


def _structure(year: int | None, values: Mapping[str, Any]) -> list[str]:
    return [f"co-cau-{_text(values.get('since'))[-4:]}"]


def _text(value: Any) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value or "")


_PATTERNS: dict[str, Callable[[int | None, Mapping[str, Any]], list[str]]] = {"Award": _award, "Event": _event, "Document": _document, "Structure": _structure}


def ids_once_used(folder: Path, file: str) -> set[str]:
    """Return the ids that a file once had, by git's memory; none where there is no git or no history."""
    command = ["git", "-C", str(folder), "log", "-p", "-U0", "--format=", "--no-color", "--no-ext-diff", "--no-textconv", "--", file]
    try:
        outcome = subprocess.run(command, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {found.decode() for found in re.findall(rb"^-.*?\bid: *[\"']?([a-z0-9]+(?:-[a-z0-9]+)*)", outcome.stdout, re.MULTILINE)}
