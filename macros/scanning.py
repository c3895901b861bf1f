"""Reads a built site as a browser would: every link leads somewhere, nothing is fetched from outside, no error text shows.

    findings = scan(Path("site"))     # Vietnamese sentences, sorted; empty when the site is sound

The pages' sources are checked before they are rendered; this is the check of what readers get, whatever made it.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from macros.stored import write

if TYPE_CHECKING:
    from macros.beside import Beside

# Attributes that name another resource, and the elements on which a browser fetches it by itself.
_ADDRESSES = frozenset({"href", "src", "poster", "data", "action", "formaction", "{http://www.w3.org/1999/xlink}href", "xlink:href"})
_FOLLOWED_BY_READER = frozenset({"a", "area"})
# A <link> of these kinds only states a fact; every other kind is fetched.
_STATED = frozenset({"canonical", "alternate", "author", "license", "next", "prev", "help"})
_WITH_DATA_ADDRESS = frozenset({"img", "source", "video", "audio", "image", "use"})
_OUTSIDE_SCHEMES = frozenset({"http", "https"})
_HARMLESS_SCHEMES = frozenset({"mailto", "tel"})

_QUOTED = re.compile(r"<(code|pre|script|style|textarea)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_LEFTOVER = re.compile(r"\{\{.{0,40}|\{%.{0,40}")
_ERROR_TEXTS = ("Traceback (most recent call last)", "Macro Rendering Error", "Macro Syntax Error", "jinja2.exceptions", "UndefinedError")
_CSS_OUTSIDE = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\";]+)", re.IGNORECASE)


class _Address(NamedTuple):
    """An address as a page writes it, the element it stands on, and whether a browser fetches it by itself."""

    text: str
    element: str
    fetched: bool


@dataclass
class _Page:
    """What one page of the built site holds that others or the scan refer to."""

    name: str
    anchors: frozenset[str] = frozenset()
    addresses: dict[_Address, None] = field(default_factory=dict)  # each once, in order: rows name the same ones again and again
    findings: list[str] = field(default_factory=list)


_Element = etree._Element
class ReadPages(dict[tuple[str, bytes], _Page]):
    """Pages by name and digest of their content, for whoever reads some ahead of the scan, or scans again and again."""

    NAME = "read pages"


def scan(site_dir: Path, site_url: str = "", known: ReadPages | None = None, beside: Beside | None = None, look: Callable[[], None] | None = None) -> list[str]:
    """Return every fault of a built site, a sentence each, pages in order; `site_url` is the address it is built for.

    `known` holds the pages that an earlier scan read; after the scan it holds this one's. A second process, where there is
    one, reads a part of the pages. `look` is called at each page, and raises what ends the scan early.
    """
    files = set(_files(site_dir))
    pages = _read_pages(site_dir, sorted(name for name in files if name.endswith(".html")), ReadPages() if known is None else known, beside, look)
    resolver = _Resolver(files, pages, site_url)
    found: dict[str, list[str]] = {}
    for page in pages.values():
        for finding in dict.fromkeys([*page.findings, *resolver.findings(page)]):
            found.setdefault(finding, []).append(page.name)
    for name in sorted(name for name in files if name.endswith(".css")):
        for address in _CSS_OUTSIDE.findall((site_dir / name).read_text(encoding="utf-8", errors="replace")):
            found.setdefault(_outside(address), []).append(name)
    return [f"{where[0]}: {finding}{_more(where)}" for finding, where in found.items()]


def _more(where: list[str]) -> str:
    """A fault of the menu stands on every page: it is said once."""
    return f" (và ở {len(where) - 1} trang khác)" if len(where) > 1 else ""


def _files(site_dir: Path) -> Iterator[str]:
    for folder, _, names in os.walk(site_dir):
        inside = os.path.relpath(folder, site_dir)
        for name in names:
            yield posixpath.normpath(posixpath.join(inside.replace(os.sep, "/"), name))


def _read_pages(site_dir: Path, names: list[str], known: ReadPages, beside: Beside | None, look: Callable[[], None] | None) -> dict[str, _Page]:
    read: dict[tuple[str, bytes], _Page | Future[_Page]] = {}
    for name in names:
        if look:
            look()
        content = (site_dir / name).read_bytes()
        key = _key(name, content)
        if key in known:
            read[key] = known[key]
        elif beside and beside.has_time:
            read[key] = beside.ask(_read_file, site_dir, name)
        else:
            read[key] = _read_page(name, content)
    known.clear()
    known.update((key, page if isinstance(page, _Page) else _read_beside(page, site_dir, key[0])) for key, page in read.items())
    return {page.name: page for page in known.values()}


def read_as_written(folder: Path, function: Callable[..., Mapping[str, bytes]], *arguments: object) -> ReadPages:
    """Write the pages that a function returns below a folder; return what the scan will want to know of them."""
    contents = function(*arguments)
    write(folder, contents)
    return ReadPages({_key(name, content): _read_page(name, content) for name, content in contents.items()})


def _key(name: str, content: bytes) -> tuple[str, bytes]:
    return name, hashlib.sha256(content).digest()


def _read_beside(page: Future[_Page], site_dir: Path, name: str) -> _Page:
    """Return a page that the second process read; it is read here when that process died."""
    return _read_file(site_dir, name) if page.exception() else page.result()


def _read_file(site_dir: Path, name: str) -> _Page:
    return _read_page(name, (site_dir / name).read_bytes())


def _read_page(name: str, content: bytes) -> _Page:
    """Parse one page once and note what it holds."""
    page = _Page(name)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        page.findings.append("trang không phải mã UTF-8.")
        return page
    # Plain elements: those of lxml.html take a Python call each. A register of ids, which nobody asks, is half of the parser's work.
    tree = etree.HTML(content, etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)) if text.strip() else None
    if tree is None:
        page.findings.append("trang trống.")
        return page
    page.findings += _text_findings(text)
    page.findings += _head_findings(tree)
    ids: Counter[str] = Counter()
    names: set[str] = set()
    for element in tree.iter(etree.Element):  # with XPath, five passes of twice the time of this one
        if not _TELLING.isdisjoint(element.keys()):  # most have none of these
            _note(element, str(element.tag), ids, names, page.addresses)
    for style in tree.iter("style"):
        page.addresses |= dict.fromkeys(_Address(text, "style", True) for text in _CSS_OUTSIDE.findall(style.text or ""))
    page.findings += [f"mã '#{key}' có {count} chỗ trên một trang. Mỗi mã chỉ một chỗ." for key, count in ids.items() if count > 1]
    page.anchors = frozenset(ids) | names
    return page


def _text_findings(text: str) -> Iterator[str]:
    """Yield what is wrong with a page's text as written; code and quoted examples may hold anything."""
    if not unicodedata.is_normalized("NFC", text):
        yield "chữ có dấu viết rời (không phải Unicode NFC): tìm kiếm sẽ không thấy."
    for words in _ERROR_TEXTS:
        if words in text:
            yield f"trang mang thông báo lỗi «{words}» thay cho nội dung."
    if "{{" in text or "{%" in text:
        for leftover in _LEFTOVER.findall(_QUOTED.sub("", text)):
            yield f"còn lệnh chưa được thay bằng nội dung: '{_one_line(leftover)}'."


def _head_findings(tree: _Element) -> Iterator[str]:
    if tree.get("lang") != "vi":
        yield "trang không ghi ngôn ngữ tiếng Việt (lang=\"vi\")."
    if not (tree.findtext("head/title") or "").strip():
        yield "trang không có tên (title)."


def _note(element: _Element, tag: str, ids: Counter[str], names: set[str], addresses: dict[_Address, None]) -> None:
    """Note the ids of an element, and every address on it, in order."""
    for name, value in element.items():
        if name == "id":
            ids[value] += 1
        elif name == "name" and tag == "a":
            names.add(value)
        elif name in _ADDRESSES:
            addresses[_Address(value, tag, _is_fetched(element, tag))] = None
        elif name in _HOLDING_ADDRESSES:
            addresses |= dict.fromkeys(_Address(text, tag, True) for text in _inside(element, name, value))


# Attributes that hold addresses in a notation of their own.
_HOLDING_ADDRESSES = frozenset({"srcset", "imagesrcset", "style", "ping", "http-equiv"})
# Attributes of which anything is noted.
_TELLING = _ADDRESSES | _HOLDING_ADDRESSES | {"id", "name"}


def _inside(element: _Element, name: str, value: str) -> list[str]:
    """Return the addresses within an attribute that holds more than one, or more than an address."""
    if name == "style":
        return _CSS_OUTSIDE.findall(value)
    if name == "ping":
        return value.split()
    if name == "http-equiv":
        return _REFRESH.findall(element.get("content", "")) if value.lower() == "refresh" else []
    return [part.split()[0] for part in value.split(",") if part.strip()]


def _is_fetched(element: _Element, tag: str) -> bool:
    if tag == "link":
        return not _STATED.issuperset(element.get("rel", "").lower().split())
    return tag not in _FOLLOWED_BY_READER


class _Resolver:
    """Follows addresses inside one built site."""

    def __init__(self, files: set[str], pages: dict[str, _Page], site_url: str) -> None:
        self.files, self.pages = files, pages
        parts = urlsplit(site_url)
        self.origin = (parts.scheme, parts.netloc) if parts.netloc else None
        self.root = "/" + parts.path.strip("/")

    def findings(self, page: _Page) -> Iterator[str]:
        """Yield what is wrong with each address of a page."""
        for address in page.addresses:
            if finding := self._finding(page, address):
                yield finding

    def _finding(self, page: _Page, address: _Address) -> str | None:
        # Browsers drop these characters before they look at the scheme, so `java\tscript:` runs.
        text = re.sub(r"[\x00-\x20]", "", address.text)
        try:
            parts = urlsplit(text)
        except ValueError:
            return f"địa chỉ '{_one_line(text)}' viết sai."
        if parts.netloc or parts.scheme in _OUTSIDE_SCHEMES:
            if (parts.scheme, parts.netloc) != self.origin:
                return _outside(text) if address.fetched else None
        elif parts.scheme:
            return self._scheme_finding(parts.scheme, address, text)
        return self._inside_finding(page, unquote(parts.path), unquote(parts.fragment), text)

    def _scheme_finding(self, scheme: str, address: _Address, text: str) -> str | None:
        allowed = scheme in _HARMLESS_SCHEMES or (scheme == "data" and address.element in _WITH_DATA_ADDRESS)
        return None if allowed else f"địa chỉ '{_one_line(text)}' không được phép: chỉ dùng địa chỉ trang, https, mailto hoặc tel."

    def _inside_finding(self, page: _Page, path: str, anchor: str, text: str) -> str | None:
        """Return what is wrong with an address inside the site."""
        if not path:
            target: str | None = page.name
        elif path.startswith("/"):
            # Only the page for unknown addresses cannot know how deep it is read.
            if not self.origin and page.name != "404.html":
                return f"địa chỉ '{_one_line(text)}' tính từ gốc máy chủ: đặt trang vào thư mục con là hỏng."
            target = self._file(posixpath.relpath(path, self.root) + ("/" if path.endswith("/") else ""))
        else:
            target = self._file(posixpath.join(posixpath.dirname(page.name), path))
        if target is None:
            return f"địa chỉ '{_one_line(text)}' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."
        if anchor and anchor != "top" and target in self.pages and anchor not in self.pages[target].anchors:
            return f"địa chỉ '{_one_line(text)}': trang {target} không có mục '#{anchor}'."
        return None

    def _file(self, path: str) -> str | None:
        """Return the file that a server would answer an address with."""
        name = posixpath.normpath(path)
        for candidate in (name, posixpath.normpath(posixpath.join(name, "index.html"))):
            if candidate in self.files and not (candidate == name and path.endswith("/")):
                return candidate
        return None


def _outside(address: str) -> str:
    return f"trang tải '{_one_line(address)}' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:90]}…"


def summary(findings: Iterable[str], most: int = 50) -> str:
    """Return the findings as an editor reads them, the first `most` of them, then how many there are."""
    lines = list(findings)
    rest = [f"… và {len(lines) - most} lỗi khác."] if len(lines) > most else []
    return "\n".join([*lines[:most], *rest, f"{len(lines)} lỗi trong trang đã dựng."])
