"""publish.log: a line of JSON for everything that changed, or was to change, what readers get."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NAME = "publish.log"


def note(folder: Path, action: str, **facts: object) -> None:
    """Add one line, in one write, so that two writers' lines never mix."""
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), "action": action, **facts}, ensure_ascii=False)
    handle = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, f"{line}\n".encode())
    finally:
        os.close(handle)


def entries(folder: Path) -> list[dict[str, Any]]:
    """Return the lines, oldest first; one that a full disk cut short is left out."""
    try:
        lines = (folder / NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
