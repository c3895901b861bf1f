"""Where made files go: kept in memory, or written into the site at once so that a large site never stands in memory.

    made = store.make(function, *arguments)     # function returns {path: content}
    made.facts(path)                            # Facts: size and SHA-256 of one of its files
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

from macros.beside import Beside, Shared, until_done

Contents = Mapping[str, bytes]
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Facts:
    """What is known of a file without its content."""

    size: int
    sha256: str


class Made(Protocol):
    """Files that are made, or being made."""

    def facts(self, path: str) -> Facts:
        """Return the facts of one of the files; waits for it where it is still being made."""

    def content(self, path: str) -> bytes:
        """Return one of the files."""


class Store(Protocol):
    """Takes files."""

    def make(self, function: Callable[..., Contents], *arguments: object) -> Made:
        """Take the files that a function of a module returns."""


def as_they_are(contents: Contents) -> Contents:
    """Return files that are made already."""
    return contents


def facts_of(contents: Contents) -> dict[str, Facts]:
    """Return the facts of files."""
    return {path: Facts(len(content), hashlib.sha256(content).hexdigest()) for path, content in contents.items()}


class Kept(dict[str, bytes]):
    """A store in memory: files by path."""

    def make(self, function: Callable[..., Contents], *arguments: object) -> InMemory:
        """Take the files that a function returns."""
        contents = function(*arguments)
        self.update(contents)
        return InMemory(contents)


@dataclass(frozen=True)
class InMemory:
    """Files in memory."""

    contents: Contents

    def facts(self, path: str) -> Facts:
        """Return the facts of one of the files."""
        return facts_of({path: self.contents[path]})[path]

    def content(self, path: str) -> bytes:
        """Return one of the files."""
        return self.contents[path]


class OnDisk:
    """A store that is a folder: files are written below it, by a second process where there is one.

    `look` is called before each file and while waiting; what it raises ends the work, as when nobody wants it any more.
    """

    def __init__(self, folder: Path, beside: Beside | None, look: Callable[[], None] = lambda: None) -> None:
        self.folder, self.beside, self.look = folder, beside, look
        self.open: list[Future[Any]] = []

    def make(self, function: Callable[..., Contents], *arguments: object) -> Made:
        """Write the files that a function returns; small ones that are there already need no second process.

        What many files are made from is large: one waits for the second process at a time, and is made here meanwhile.
        """
        self.look()
        if self.beside is None or function is as_they_are or self.beside.waiting > 1:
            done: Future[dict[str, Facts]] = Future()
            done.set_result(written(self.folder, function, *arguments))
            return OnItsWay(self.folder, done, self.look)
        later = self.beside.ask(written, self.folder, function, *arguments)
        self.open.append(later)
        return OnItsWay(self.folder, later, self.look)

    def put(self, function: Callable[..., Contents], *arguments: object) -> None:
        """Write the files that a function returns; nobody will ask for their facts."""
        self.ask(put, self.folder, function, *arguments)

    def ask(self, task: Callable[..., Outcome], *arguments: object) -> Future[Outcome]:
        """Let a task be done, by the second process where it has time or alone holds what the task needs; return what holds its outcome."""
        self.look()
        only_there = any(isinstance(one, Shared) and one.value is None for one in arguments)
        if self.beside is None or not (only_there or self.beside.has_time):
            done: Future[Outcome] = Future()
            done.set_result(task(*(one.value if isinstance(one, Shared) else one for one in arguments)))
            return done
        self.open.append(self.beside.ask(task, *arguments))
        return self.open[-1]

    def share(self, name: str, value: object) -> object:
        """Return what stands in the arguments of `put` for a value that many of them need."""
        return value if self.beside is None else self.beside.share(name, value)

    def gather(self, name: str, items: Iterable[object]) -> object:
        """Return what stands in the arguments of `put` for a list of many things: they are sent as they come, and held only there."""
        if self.beside is None:
            return list(items)
        self.beside.share(name, [])
        rest = iter(items)
        while batch := list(islice(rest, 1_000)):
            self.look()
            self.open.append(self.beside.ask(list.extend, Shared(name), batch))
        return Shared(name)

    def finish(self) -> None:
        """Wait until every file is written; raises what making the first one that failed raised."""
        waiting, self.open = self.open, []
        for later in waiting:
            until_done(later, self.look)
            later.result()


@dataclass(frozen=True)
class OnItsWay:
    """Files that are on disk, or soon will be."""

    folder: Path
    later: Future[dict[str, Facts]]
    look: Callable[[], None]

    def facts(self, path: str) -> Facts:
        """Return the facts of one of the files."""
        until_done(self.later, self.look)
        return self.later.result()[path]

    def content(self, path: str) -> bytes:
        """Return one of the files."""
        until_done(self.later, self.look)
        self.later.result()
        return (self.folder / path).read_bytes()


def written(folder: Path, function: Callable[..., Contents], *arguments: object) -> dict[str, Facts]:
    """Write the files that a function returns below a folder; return their facts."""
    contents = function(*arguments)
    write(folder, contents)
    return facts_of(contents)


def put(folder: Path, function: Callable[..., Contents], *arguments: object) -> None:
    """Write the files that a function returns below a folder."""
    write(folder, function(*arguments))


def write(folder: Path, contents: Contents) -> None:
    """Write files below a folder."""
    for path, content in contents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
