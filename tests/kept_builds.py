"""A project that one process builds again and again, as `make serve` does, held beside clean builds of the same files."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from macros.serving import WATCHED, is_text
from macros.watching import changed as written_since
from macros.watching import snapshot
from tests.edits import Edit
from tests.edits import changed as edited
from tests.sites import DAY, REPOSITORY, SMALL, Project
from tests.tiny_project import environment

# What a glimpse leaves to the whole site: the page of files that it does not make, and the one that is no page of its own.
NOT_GLIMPSED = ("404.html", "du-lieu/index.html")


class Kept:
    """A project, and the process that builds it; `settings` are those of every build, the clean ones too."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.project = folder, Project(folder)
        self.settings = {"DATA_DIR": "data", "AS_OF": DAY.isoformat(), **settings}
        shutil.copytree(REPOSITORY / SMALL, folder / "data")

    def start(self) -> None:
        """Start the process, with the Python that is there now."""
        named = environment({**self.settings, "PYTHONPATH": str(self.folder)})
        piped, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "macros.worker"], cwd=self.folder, env=named, stdin=piped, stdout=piped, stderr=nowhere, text=True, encoding="utf-8"
        )

    def build(self, name: str, *pages: str) -> Any:
        """Let the process build into a folder, the whole site or a glimpse of pages; return the faults."""
        self.ask([str(self.folder / name), *pages])
        return self.answer()

    def ask(self, order: object) -> None:
        """Ask the process for something."""
        assert self.worker.stdin
        self.worker.stdin.write(json.dumps(order) + "\n")
        self.worker.stdin.flush()

    def answer(self) -> Any:
        """Return what became of a build: the faults, None when it was called off."""
        assert self.worker.stdout
        assert select.select([self.worker.stdout], [], [], 120)[0], "the process does not answer"
        return json.loads(self.worker.stdout.readline())

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first such text of a file; an empty one stands for all of it."""
        edited(name, old, new)(self.folder)

    def clean(self) -> Path:
        """Return the site of a clean build of the same files."""
        return self.project.built(**self.settings)

    def hold(self, steps: Mapping[str, Edit]) -> None:
        """Make edits one upon another: after each, the site is that of a clean build, and another than before.

        Before it, a glimpse of all pages where one would be made of such an edit: what it makes is in that site too.
        """
        assert self.build("a") == []
        for number, (what, edit) in enumerate(steps.items()):
            before, after = "ab"[number % 2], "ba"[number % 2]
            only_texts = self._only_texts(edit)
            clean = self.clean()
            if only_texts:
                pages = [page for page in html_files(self.folder / before) if page not in NOT_GLIMPSED]
                assert self.build("glimpse", *pages) == [], what
                made, whole = files(self.folder / "glimpse"), files(clean)
                assert [page for page in pages if made.get(page) != whole.get(page)] == [] and made.keys() <= set(pages), what
                shutil.rmtree(self.folder / "glimpse")
            assert self.build(after) == [], what
            assert differing(clean, self.folder / after) == [], what
            assert differing(self.folder / before, self.folder / after) != [], f"{what}: nothing changed"

    def _only_texts(self, edit: Edit) -> bool:
        """Make an edit; tell whether it is one that the preview answers with a glimpse first."""
        roots = [self.folder / name for name in (*WATCHED, "data")]
        before = snapshot(roots)
        edit(self.folder)
        return all(is_text(name, self.folder / "data") for name in written_since(before, snapshot(roots)))


@contextmanager
def kept_project(folder: Path, *edits: Edit, **settings: str) -> Iterator[Kept]:
    """Give a project of which one process builds site after site; the edits are made before it starts."""
    kept = Kept(folder, **settings)
    for edit in edits:
        edit(folder)
    kept.start()
    try:
        yield kept
    finally:
        kept.worker.kill()
        kept.worker.communicate()


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def html_files(folder: Path) -> list[str]:
    """Return the pages below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))


def differing(one: Path, other: Path) -> list[str]:
    """Return the files that two folders do not have alike."""
    left, right = files(one), files(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
