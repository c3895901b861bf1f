"""Two states to compare: revisions of the git repository, the working tree, or folders."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from macros.checking import data_path
from macros.layout import list_files
from macros.problems import Refused
from macros.revisions import Repository

# What became of a file, in the report's words.
WHAT = {"A": "Thêm", "M": "Sửa", "D": "Bỏ", "T": "Sửa"}


@dataclass(frozen=True)
class Two:
    """The data folders of both states, what the report calls the states, and the files that differ: path -> what became of it.

    Paths are those below a state's top; `data` and `docs` are where data and hand-written pages are below it.
    """

    before: Path
    after: Path
    names: tuple[str, str]
    files: dict[str, str]
    data: str
    docs: str


@contextmanager
def two_states(base: str, head: str, data: str) -> Iterator[Two]:
    """Give two states, revisions read into scratch folders that are removed afterwards; raises Refused when there is no such state."""
    if Path(base).is_dir() and (Path(head).is_dir() if head else os.sep in base):
        yield _folders(Path(base), Path(head or "."), data)
        return
    repository = Repository.around(Path())
    place = data_path(repository, Path(data))
    first = repository.commit(base) if head else repository.fork(base)
    second = repository.commit(head) if head else None
    docs = f"{repository.prefix}docs"
    files = {path: WHAT.get(status, "Sửa") for path, status in repository.changed_files(first, second).items()}
    names = (f"bản trước ({base}, {first[:8]})", f"bản sau ({head}, {second[:8]})" if second else _working(repository))
    with repository.extracted(first, [place]) as tree:
        if second is None:
            yield Two(tree / place, Path(data), names, files, place, docs)
            return
        with repository.extracted(second, [place]) as other:
            yield Two(tree / place, other / place, names, files, place, docs)


def _working(repository: Repository) -> str:
    """Name the working tree: by its commit where nothing was edited since."""
    commit = repository.commit("HEAD")
    return "bản sau (đang sửa, chưa ghi nhận)" if repository.changed_files(commit, None) else f"bản sau (đã ghi nhận, {commit[:8]})"


def _folders(before: Path, after: Path, data: str) -> Two:
    """Return two folders as states: each a project that holds data/, or the data itself."""
    name = Path(data).name
    inside = [(folder / name).is_dir() for folder in (before, after)]
    if inside[0] != inside[1]:
        raise Refused(f"Một bên là thư mục dự án, một bên là thư mục dữ liệu: {before}, {after}. Nêu hai thư mục cùng loại.")
    for folder in () if inside[0] else (before, after):
        if any(folder.iterdir()) and not list_files(folder, name).files:
            raise Refused(f"Không phải thư mục dự án hay thư mục dữ liệu: {folder}.")
    found = _differing(before, after, (name, "docs") if inside[0] else ("",))
    place = f"{name}/" if inside[0] else ""
    files = {path if inside[0] else f"{name}/{path}": what for path, what in found.items()}
    return Two(before / place, after / place, (f"bản trước ({before})", f"bản sau ({after})"), files, name, "docs")


def _differing(before: Path, after: Path, parts: tuple[str, ...]) -> dict[str, str]:
    listed = [{path.relative_to(folder).as_posix() for part in parts for path in (folder / part).rglob("*") if path.is_file() and not path.is_symlink()} for folder in (before, after)]
    found = {}
    for path in sorted(listed[0] | listed[1]):
        if path not in listed[0]:
            found[path] = WHAT["A"]
        elif path not in listed[1]:
            found[path] = WHAT["D"]
        elif not filecmp.cmp(before / path, after / path, shallow=False):
            found[path] = WHAT["M"]
    return found
