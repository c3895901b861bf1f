"""Links that hand-written pages have in their Markdown: where they lead must be there, as a build by MkDocs holds them to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from macros.front_matter import split_front_matter
from macros.hand_written import rendered_pages
from macros.mkdocs_settings import settings_of
from macros.page_check import published_paths
from macros.pages import makers, open_data
from macros.pages.page import Made, ready
from macros.problems import Problem
from macros.site import Site

NOWHERE = "liên kết '{}' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."
NO_FILE = "liên kết '{}' không dẫn đến trang hay tệp nào. Viết địa chỉ của tệp .md, tính từ trang này."
NO_ADDRESS = "liên kết '{}' không phải là địa chỉ. Sửa địa chỉ, hoặc bỏ liên kết."
NOT_HERE = "liên kết '{}': trang này không có mục ấy. Xem lại tên mục."
NOT_THERE = "liên kết '{}': trang {} không có mục '{}'. Xem lại tên mục."
_ALWAYS = ("toc", "tables", "fenced_code")  # the extensions that MkDocs uses where the settings name none
_MADE_LATER = ("du-lieu/", "assets/folding-rules.js")  # files that are written only when everything is
_LONG_HTML = re.compile(r"(?m)^<.{1000,}$")  # tables, each on a line of its own: Python-Markdown takes long over them and finds nothing
_IDS = re.compile(r"""\b(?:id|name)="([^"]*)"|\{ ?#([\w-]+)""")


def link_problems(docs: Path, site: Site) -> list[Problem]:
    """Return the links of a folder's hand-written pages that lead nowhere, or to a heading that is not there; the pages were checked before."""
    settings = settings_of(docs.parent / "mkdocs.yml").get("markdown_extensions", ())
    named = {name: config for one in settings for name, config in (one.items() if isinstance(one, dict) else [(one, {})])}
    extensions = {**{extension: {} for extension in _ALWAYS}, **named}
    pages = {path: _converted(text, extensions) for path, text in rendered_pages(docs, site)}
    check = _Check(site, frozenset(published_paths(docs)), pages, extensions)
    return [Problem(f"docs/{path}", _line(docs / path, link), message) for path, page in pages.items() for link, message in check.problems(path, page.links)]


@dataclass(frozen=True)
class _Converted:
    links: tuple[str, ...]
    anchors: frozenset[str]


def _converted(text: str, extensions: Mapping[str, Any]) -> _Converted:
    """Return the links and anchors of a page: those of Markdown, since links inside HTML are the macros' own."""
    converter = Markdown(extensions=list(extensions), extension_configs=dict(extensions))
    links = _Links(converter)
    converter.treeprocessors.register(links, "links", 0)
    html = converter.convert(_LONG_HTML.sub("", split_front_matter(text)[1]))
    return _Converted(tuple(dict.fromkeys(links.found)), _anchors(html) | _anchors(text))


def _anchors(text: str) -> frozenset[str]:
    return frozenset(one or other for one, other in _IDS.findall(text))


class _Links(Treeprocessor):
    """Collects what a page links to and shows."""

    def __init__(self, converter: Markdown) -> None:
        super().__init__(converter)
        self.found: list[str] = []

    def run(self, root: Element) -> None:
        """Look at every link and picture that Markdown made."""
        self.found = [element.get(key) or "" for element in root.iter() for key in ({"a": "href", "img": "src"}.get(element.tag),) if key]


@dataclass(frozen=True)
class _Check:
    site: Site
    files: frozenset[str]
    pages: Mapping[str, _Converted]
    extensions: Mapping[str, Any]

    @cached_property
    def generated(self) -> dict[str, Made]:
        """Return the generated pages; the text of the one that lists all files is not made here."""
        return {**makers(self.site), open_data.PATH: ""}

    def problems(self, page: str, links: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield each link of a page that leads nowhere, and what is said of it."""
        for link in links:
            try:
                scheme, host, path, _, anchor = urlsplit(link)
            except ValueError:  # such as http://[a
                yield link, NO_ADDRESS.format(link)
                continue
            if scheme or host or AMP_SUBSTITUTE in link:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)).lstrip("/")) if path else page
            if not self._is_there(target):
                yield link, (NOWHERE if posixpath.splitext(path)[1] or path.startswith("/") else NO_FILE).format(link)
            elif anchor and not self._has(target, anchor):
                yield link, NOT_HERE.format(link) if target == page else NOT_THERE.format(link, target, f"#{anchor}")

    def _is_there(self, target: str) -> bool:
        return target in self.files or target in self.generated or target.startswith(_MADE_LATER) or target.removeprefix("tep/") in self.site.data.files

    def _has(self, target: str, anchor: str) -> bool:
        if target == open_data.PATH or not (target in self.pages or target in self.generated):
            return True
        page = self.pages.get(target) or _converted(ready(self.generated[target]), self.extensions)
        return bool({anchor, unquote(anchor)} & page.anchors)


def _line(path: Path, link: str) -> int:
    """Return the line of a page on which a link is typed; 0 where it is written otherwise there."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if re.search(rf"[(<:]\s*<?{re.escape(link)}", line)), 0)
