"""Problems as code hosts show them beside the lines: GitHub's workflow commands (Forgejo's too), GitLab's Code Quality report."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from macros.problems import Problem, first

OWN, EARLIER = "Trong phần vừa sửa", "Đã có từ trước"


def text(own: Sequence[Problem], earlier: Sequence[Problem], where: str, most: int | None = None) -> str:
    """Return problems as lines under two heads, those of the change first, at most so many under each."""
    parts = [f"{head}:\n" + "\n".join(first([*map(str, problems)], most)) for head, problems in ((OWN, own), (EARLIER, earlier)) if problems]
    every = len(own) + len(earlier)
    apart = f": {len(own)} trong phần vừa sửa, {len(earlier)} đã có từ trước" if own and earlier else f", {'đều ' if every > 1 else ''}{'trong phần vừa sửa' if own else 'đã có từ trước'}"
    total = f"{every} lỗi trong {where.rstrip('/')}/{apart}."
    return "\n".join([*parts, total])


def github(own: Iterable[Problem], earlier: Iterable[Problem]) -> str:
    """Return workflow commands, a line each: errors for the change's own problems, warnings for the others."""
    return "".join([*(_command("error", OWN, problem) for problem in own), *(_command("warning", EARLIER, problem) for problem in earlier)])


def _command(kind: str, title: str, problem: Problem) -> str:
    line = f",line={problem.line}" if problem.line else ""
    return f"::{kind} file={_property(in_repository(problem.file))}{line},title={_property(title)}::{_message(problem.message)}\n"


def _message(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _message(value).replace(":", "%3A").replace(",", "%2C")


def gitlab(own: Iterable[Problem], earlier: Iterable[Problem]) -> str:
    """Return a Code Quality report; a problem keeps its fingerprint when lines above it come or go."""
    seen: Counter[tuple[str, str]] = Counter()
    listed = [(problem, "major") for problem in own] + [(problem, "minor") for problem in earlier]
    return json.dumps([_entry(problem, severity, seen) for problem, severity in sorted(listed)], ensure_ascii=False, indent=1) + "\n"


def _entry(problem: Problem, severity: str, seen: Counter[tuple[str, str]]) -> dict[str, object]:
    sign = (in_repository(problem.file), without_lines(problem.message))
    seen[sign] += 1
    fingerprint = hashlib.sha256("\0".join([*sign, str(seen[sign])]).encode()).hexdigest()
    return {
        "description": problem.message, "check_name": "du-lieu", "fingerprint": fingerprint, "severity": severity,
        "location": {"path": sign[0], "lines": {"begin": max(problem.line, 1)}},
    }


def without_lines(message: str) -> str:
    """Return a message without what other lines change in it: numbers of lines, and the next free id."""
    return re.sub(r"(\bdòng |\.yml:|\(và )\d+|(?<=ví dụ thành )[a-z0-9-]+", r"\1…", message)


def in_repository(file: str) -> str:
    """Return a file as hosts know it: from the folder the command runs in."""
    return os.path.relpath(file) if os.path.isabs(file) else os.path.normpath(file)
