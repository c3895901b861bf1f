"""The git repository that the data lives in: revisions read into scratch folders, files and lines that a change touches.

Nothing here writes into the repository, runs a hook or follows a link out of it.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from macros.problems import Refused


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that took the place of others: first line and number of lines, before and after; no line has the number before it."""

    old: int
    old_count: int
    new: int
    new_count: int


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change does to one file: a new file has no lines from before."""

    hunks: tuple[Hunk, ...] = ()
    is_new: bool = False

    def old_line(self, line: int) -> int | None:
        """Return the number that a line had before; None for one that the change wrote."""
        if self.is_new:
            return None
        shift = 0
        for hunk in self.hunks:
            if hunk.new_count and hunk.new <= line < hunk.new + hunk.new_count:
                return None
            if line > hunk.new or (line == hunk.new and hunk.new_count):
                shift += hunk.old_count - hunk.new_count
        return line + shift


@dataclass(frozen=True)
class Repository:
    """A git repository with its working tree; `prefix` leads from its top to the folder asked for."""

    top: Path
    prefix: str

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """Return the repository that a folder is in; raises Refused outside one."""
        told = _git(folder, "rev-parse", "--show-toplevel", "--show-prefix").decode().split("\n")
        return cls(Path(told[0]), told[1])

    def git(self, *arguments: str, given: bytes | None = None, settings: Mapping[str, str] | None = None) -> bytes:
        """Run git at the top and return what it prints; raises Refused with git's own words."""
        return _git(self.top, *arguments, given=given, settings=settings)

    def commit(self, revision: str) -> str:
        """Return the commit that a revision names."""
        try:
            return self.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        except Refused:
            raise Refused(f"Không có bản '{revision}' trong kho git. Viết tên nhánh, nhãn hoặc mã của một lần ghi nhận; nếu kho chỉ lấy về một phần, lấy đủ bằng git fetch --unshallow.") from None

    def fork(self, revision: str) -> str:
        """Return the commit where the current branch left a revision; the revision itself where they have nothing in common."""
        commit = self.commit(revision)
        try:
            return self.git("merge-base", commit, "HEAD").decode().strip() or commit
        except Refused:
            return commit

    @contextmanager
    def extracted(self, commit: str, paths: Sequence[str]) -> Iterator[Path]:
        """Give a scratch folder that holds some folders of a commit, and remove it afterwards.

        Not `git archive`, which leaves out what a file of the commit itself asks it to. A link becomes a file that says where
        it led, so that nothing outside the commit is read.
        """
        with tempfile.TemporaryDirectory(prefix="ban-truoc-") as scratch:
            index = {"GIT_INDEX_FILE": f"{scratch}/index"}
            self.git("read-tree", commit, settings=index)
            names = self.git("ls-files", "-z", "--", *map(literal, paths), settings=index)
            folder = Path(scratch, "tree")
            folder.mkdir()
            self.git("-c", "core.symlinks=false", "checkout-index", "--quiet", "-z", "--stdin", f"--prefix={folder}/", given=names, settings=index)
            yield folder

    def changed_files(self, before: str, after: str | None) -> dict[str, str]:
        """Return the files that differ between two commits, or a commit and the working tree: path -> A, M or D."""
        names = (before, after) if after else (before,)
        told = self.git("diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", *names, "--").decode("utf-8", "surrogateescape").split("\0")
        found = {path: status[0] for status, path in zip(told[::2], told[1::2], strict=False)}
        return found if after else found | dict.fromkeys(self._untracked(), "A")

    def _untracked(self) -> list[str]:
        return self.git("ls-files", "--others", "--exclude-standard", "-z").decode("utf-8", "surrogateescape").split("\0")[:-1]

    def touched(self, before: str, folder: str) -> dict[str, Touched]:
        """Return what the working tree changes in the files of a folder since a commit: path -> its lines."""
        changed = {path: status for path, status in self.changed_files(before, None).items() if path.startswith(f"{folder}/")}
        return {path: Touched(is_new=True) if status == "A" else Touched(self._hunks(before, path)) for path, status in changed.items()}

    def _hunks(self, before: str, path: str) -> tuple[Hunk, ...]:
        told = self.git("diff", "--unified=0", "--text", "--no-color", "--no-renames", "--no-ext-diff", "--no-textconv", before, "--", literal(path))
        heads = re.findall(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", told, re.MULTILINE)
        return tuple(Hunk(int(old), int(old_count or 1), int(new), int(new_count or 1)) for old, old_count, new, new_count in heads)


def literal(path: str) -> str:
    """Return a path as git takes it without looking for patterns in it."""
    return f":(top,literal){path}"


def _git(folder: Path, *arguments: str, given: bytes | None = None, settings: Mapping[str, str] | None = None) -> bytes:
    # Git's words in one language, and no question asked of whoever is not there to answer.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", **(settings or {})}
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, env=environment, input=given, capture_output=True, check=False)
    except OSError:
        raise Refused("Máy này chưa có git. Cài gói git rồi chạy lại.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        if "not a git repository" in said:
            raise Refused(f"{folder.resolve()} không nằm trong kho git nào. Chạy lệnh này trong thư mục của dự án, hoặc so sánh hai thư mục.")
        raise Refused(f"Git báo: {said or 'không làm được'}.")
    return done.stdout
