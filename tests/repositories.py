"""A real git repository with a small record in it, to change and to ask about."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.data_folders import VOCABULARIES
from tests.states import SOURCES, UNITS, tasks
from tests.tiny_project import environment


class Repository:
    """A project in git, as far as commands that compare need one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        rows = tasks(2) + "- {id: nv-2023-3, title: Dùng báo cáo, lead: ban-b, source: bao-cao}\n"
        registers = {"data/vocabularies.yml": VOCABULARIES.read_text("utf-8"), "data/units.yml": UNITS, "data/sources.yml": SOURCES}
        self.first = self.commit({**registers, "data/2023/tasks.yml": rows, "docs/index.md": "# Trang\n"})

    def git(self, *arguments: str) -> str:
        """Run git in the repository."""
        author = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in (("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "2024-01-01T00:00:00Z"))}
        settings = environment({**author, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"})
        return subprocess.run(["git", *arguments], cwd=self.folder, env=settings, text=True, capture_output=True, check=True).stdout.strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files, or remove those without a text."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")

    def text(self, name: str) -> str:
        """Return a file of the working tree."""
        return (self.folder / name).read_text(encoding="utf-8")

    def commit(self, files: Mapping[str, str | None]) -> str:
        """Write files and commit everything; return the commit."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x", "--allow-empty")
        return self.git("rev-parse", "HEAD")

    def state(self) -> str:
        """Return everything that a command must leave as it is: the commits, what differs from them, what is staged."""
        return self.git("status", "--porcelain=v2", "--branch") + self.git("for-each-ref") + self.git("stash", "list")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The repository in the folder that commands run in."""
    made = Repository(tmp_path / "kho")
    monkeypatch.chdir(made.folder)
    return made
