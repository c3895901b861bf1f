"""A glimpse of a site: the pages being looked at, made before all others, so that a large site too shows an edit at once.

Everything is read and checked as for the whole site, by the same hooks; only the pages asked for are made, and no other
file. Here too: how a build that nobody waits for any more ends, at its next page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from threading import Event

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from macros.engine import OpenPages, populated
from macros.finishing import Place, Targets, anchors_in, finished
from macros.stored import Contents, InMemory


class Whole:
    """Remembers which files the last whole site had beside its pages, to which links of a page may lead."""

    NAME = "whole"

    def __init__(self) -> None:
        self.others = frozenset[str]()

    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """After the hooks, which added the generated files."""
        self.others = frozenset(file.src_uri for file in files if not file.is_documentation_page())


class Glimpse:
    """Limits a build of MkDocs to some pages, named by their files in the site (`nam/2025/index.html`)."""

    NAME = "glimpse"

    def __init__(self, pages: Collection[str], others: Iterable[str] = ()) -> None:
        self.pages, self.others = set(pages), others

    def leave_out(self, file: File) -> None:
        """Do not make a page."""
        self.pages.discard(file.dest_uri)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """After the hooks, which added the generated pages: leave in sight what is asked for."""
        for path in self.others:
            if path not in files.src_uris:
                files.append(File.generated(config, path, content=""))
        return OpenPages(files, self.pages, config)


class Nowhere:
    """A store that makes nothing: what a page links to stays as the last whole site has it."""

    def make(self, function: Callable[..., Contents], *arguments: object) -> InMemory:
        """Take nothing."""
        return InMemory({})


def without_tables(text: str, place: Place, targets: Targets) -> Contents:
    """Return a page's content, finished, under the name of the page itself, and no files of its tables."""
    return {place.file: finished(text, place, targets, Nowhere()).encode()}


class WrittenAnchors(Mapping[str, frozenset[str]]):
    """The anchors of hand-written pages by path, each page read when it is asked for: most are not."""

    def __init__(self, files: Files, config: MkDocsConfig) -> None:
        self.files, self.config = files, config

    def __getitem__(self, path: str) -> frozenset[str]:
        return anchors_in(populated(self.files.src_uris[path], self.config, self.files).content)

    def __iter__(self) -> Iterator[str]:
        return iter(self.files.src_uris)

    def __len__(self) -> int:
        return len(self.files)


class CalledOff(BaseException):
    """Nobody waits for this build any more; not an Exception, so that no plugin swallows it."""


class CallingOff:
    """Ends a build at its next page once it is called off."""

    NAME = "calling off"

    def __init__(self) -> None:
        self.called_off = Event()

    def look(self, *ignored: object, **also_ignored: object) -> None:
        """Raise CalledOff if the build is called off."""
        if self.called_off.is_set():
            raise CalledOff

    on_config = on_files = on_nav = on_env = on_pre_page = on_page_content = on_post_page = look
