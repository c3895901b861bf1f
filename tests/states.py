"""Two states of a small record, to compare: units, sources, documents, and as many tasks of a year as wanted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from macros.changes.compare import Changes, compare
from macros.data import Data, Loaded
from tests.data_folders import read

UNITS = """\
units:
  - {id: ban-a, name: Ban A, kind: department}
  - {id: ban-b, name: Ban B, kind: department}
  - {id: ban-c, name: Ban C, kind: department}
"""
SOURCES = "sources:\n  - {id: phu-luc, title: Phụ lục, read: Các nhiệm vụ}\n  - {id: bao-cao, title: Báo cáo, read: Kết quả}\n"
TASK = "- {{id: nv-2023-{n}, number: {n}, title: Việc thứ {n}, lead: {lead}, due: 30/06/2023, state: in_progress, source: 'phu-luc, dòng {n}'}}\n"


def tasks(count: int, lead: str = "ban-a", first: int = 1) -> str:
    """Return the tasks of a year, numbered."""
    return "".join(TASK.format(n=n, lead=lead) for n in range(first, first + count))


def loaded(folder: Path, files: Mapping[str, str]) -> Loaded:
    """Read a state: the registers above, the given files in place of them or beside them."""
    base = {"units.yml": UNITS, "sources.yml": SOURCES, "2023/tasks.yml": tasks(3)}
    return read(folder, {name: text for name, text in {**base, **files}.items() if text})


def state(folder: Path, files: Mapping[str, str]) -> Data:
    """Read a state that is sound but for sources that nothing uses."""
    found = loaded(folder, files)
    assert [problem for problem in found.problems if "không được bản ghi nào dùng" not in problem.message] == []
    return found.data


def changed(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Compare two states given as files."""
    return compare(state(folder / "before", before), state(folder / "after", after))
