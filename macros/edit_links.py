"""«Sửa trang này» and «Sửa dòng này»: addresses on the host that keeps the repository, for the file and line behind what is shown.

    extra:
      repo: https://git.co-quan.vn/trang          # in mkdocs.yml; nothing there: no links
      repo: {url: https://…, host: forgejo, branch: main}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from macros.data import Data
from macros.problems import Refused, hint, shown

ROW_CLASS = "edit-row"
# Where a whole file is edited, and where a line of it is shown with the way to edit it; gitea and forgejo are alike.
_PATTERNS: Mapping[str, tuple[str, str]] = {
    "github": ("edit/{branch}/{path}", "blob/{branch}/{path}?plain=1#L{line}"),
    "gitlab": ("-/edit/{branch}/{path}", "-/edit/{branch}/{path}#L{line}"),
    "gitea": ("_edit/{branch}/{path}", "src/branch/{branch}/{path}?display=source#L{line}"),
    "forgejo": ("_edit/{branch}/{path}", "src/branch/{branch}/{path}?display=source#L{line}"),
}
_HOST_NAMES = {"codeberg": "forgejo", **{name: name for name in _PATTERNS}}
# The data file that a generated page is made from; years' and records' pages follow from their own names.
_FILES = {
    "van-ban/index.md": "documents.yml", "thi-dua/index.md": "movements.yml", "don-vi/index.md": "units.yml", "lanh-dao.md": "people.yml",
    "nguon.md": "sources.yml", "khen-thuong/danh-hieu.md": "honours.yml",
}
_RECORD_PAGES = re.compile(r"(van-ban|thi-dua|don-vi)/([a-z0-9-]+)\.md")
# The page of a year, or of a part of its tasks or of its lists.
_YEAR_PAGES = re.compile(r"(nam|khen-thuong)/(\d{4})(/.+)?\.md")


@dataclass(frozen=True, slots=True)
class Host:
    """The repository's place on the web, and how its host writes addresses."""

    url: str
    kind: str
    branch: str

    def file(self, path: str) -> str:
        """Return the address where a file is edited."""
        return self._address(0, path, 0)

    def line(self, path: str, line: int) -> str:
        """Return the address of one line of a file."""
        return self._address(1, path, line)

    def _address(self, pattern: int, path: str, line: int) -> str:
        return f"{self.url}/{_PATTERNS[self.kind][pattern].format(branch=quote(self.branch), path=quote(PurePosixPath(path).as_posix()), line=line)}"


def host_of(configured: Any) -> Host | None:
    """Read `extra.repo` of mkdocs.yml; None when nothing is there. Raises Refused with what to write instead."""
    if not configured:
        return None
    given = {"url": configured} if isinstance(configured, str) else configured
    if not isinstance(given, dict) or not isinstance(given.get("url"), str):
        raise Refused(f"mkdocs.yml: extra.repo: {shown(configured)} không phải là địa chỉ kho mã nguồn. Viết «repo: https://máy/nhóm/kho».")
    for key in given.keys() - {"url", "host", "branch"}:
        raise Refused(f"mkdocs.yml: extra.repo: không có mục '{key}'.{hint(str(key), ('url', 'host', 'branch'))} Các mục: url, host, branch.")
    parts = urlsplit(given["url"])
    if parts.scheme not in ("http", "https") or not parts.hostname or len(parts.path.strip("/").split("/")) < 2 or parts.query or parts.fragment:
        raise Refused(f"mkdocs.yml: extra.repo: {shown(given['url'])} không phải là địa chỉ kho mã nguồn. Viết đầy đủ, ví dụ https://máy/nhóm/kho.")
    kind = str(given.get("host") or next((kind for name, kind in _HOST_NAMES.items() if name in parts.hostname), ""))
    if kind not in _PATTERNS:
        known = ", ".join(_PATTERNS)
        said = f"không biết {shown(kind)}." if kind else f"chưa rõ {parts.hostname} dùng phần mềm nào."
        raise Refused(f"mkdocs.yml: extra.repo: {said} Viết «host:» là một trong: {known}.")
    return Host(given["url"].rstrip("/").removesuffix(".git"), kind, str(given.get("branch") or "main"))


def data_folder(data: Data) -> str | None:
    """Return the data folder as the repository knows it; None for one that is not in it."""
    folder = PurePosixPath(data.folder)
    return None if folder.is_absolute() or ".." in folder.parts else folder.as_posix()


def page_address(host: Host, data: Data, path: str, *, written: bool) -> str | None:
    """Return where a page is edited: a hand-written one itself, a generated one the data it is made from; None for none."""
    if written:
        return host.file(f"docs/{path}")
    folder = data_folder(data)
    if folder is None:
        return None
    if path in _FILES:
        return host.file(f"{folder}/{_FILES[path]}")
    if found := _RECORD_PAGES.fullmatch(path):
        record = data.by_id.get(found[2])
        return host.line(record.place.file, record.place.line) if record else None
    if found := _YEAR_PAGES.fullmatch(path):
        names = ("awards.yml",) if found[1] == "khen-thuong" else ("tasks.yml",) if found[3] else ("plan.yml", "tasks.yml", "results.yml", "events.yml", "awards.yml")
        name = next((f"{found[2]}/{name}" for name in names if f"{found[2]}/{name}" in data.listed), None)
        return host.file(f"{folder}/{name}") if name else None
    return None


def with_row_links(html: str, host: Host, data: Data) -> str:
    """Put «Sửa dòng này» into the row or list item of each record on a page; rows of anything else stay as they are."""
    if data_folder(data) is None:
        return html
    first, *rows = re.split(r'(?=<(?:tr|li) id=")', html)
    return first + "".join(_with_link(row, host, data) for row in rows)


# Up to the content of the cell that names the row, or of the list item.
_OPENING = re.compile(r'<li id="([^"]+)"[^>]*>|<tr id="([^"]+)"[^>]*>(?:(?!</tr>).)*?<th [^>]*>', re.DOTALL)


def _with_link(row: str, host: Host, data: Data) -> str:
    found = _OPENING.match(row)
    record = data.by_id.get(found[1] or found[2]) if found else None
    if found is None or record is None:
        return row
    link = Markup('<a class="{}" href="{}" rel="noreferrer nofollow" aria-label="Sửa dòng này" title="Sửa dòng này"></a>').format(
        ROW_CLASS, host.line(record.place.file, record.place.line)
    )
    return f"{row[:found.end()]}{link}{row[found.end():]}"
