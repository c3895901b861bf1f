"""The preview's web server: the last build as it is, plus a script that loads a page again when what it shows changed.

The script is put into what is sent, never into what is built. While the build is broken every page shows what is wrong.
"""

from __future__ import annotations

import hashlib
import html
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

_VERSION_PATH, _SCRIPT_PATH = "/~preview/version", "/~preview/reload.js"
_OPEN = 2.0  # seconds since a page was last asked about, within which it counts as being looked at
_MOST_OPEN = 4

# Asking again and again, not one long request: a browser allows six open requests to a server, and editors open more tabs.
_SCRIPT = """(function () {
  if (window.previewReloads) { return; }
  window.previewReloads = true;
  var version = document.currentScript.dataset.version;
  function later() { setTimeout(ask, 250); }
  function ask() {
    if (document.hidden) { later(); return; }
    fetch("VERSION?page=" + encodeURIComponent(location.pathname), {cache: "no-store"}).then(function (answer) { return answer.text(); }).then(function (now) {
      if (now === version) { later(); } else { location.reload(); }
    }, later);
  }
  later();
})();
""".replace("VERSION", _VERSION_PATH)

_FAULTS_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chưa dựng được trang</title>
<style>
body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }}
h1 {{ font-size: 1.4rem; color: #a31515; }}
li {{ margin: .5rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #ddd; background: #1b1b1b; }} h1 {{ color: #ff8a80; }} }}
</style></head>
<body><main><h1>Chưa dựng được trang</h1>
<ul>{faults}</ul>
<p>Sửa rồi lưu tệp: trang tự hiện lại.</p></main></body></html>
"""


@dataclass(frozen=True)
class Shown:
    """What readers of the preview get: the last sound build, pages newer than it, and what is wrong with the latest, if anything is.

    `state` stands for what changes the look of pages without changing their text. `earlier` is the build before.
    """

    folder: Path | None = None
    faults: tuple[str, ...] = ()
    state: str = ""
    newer: Mapping[str, bytes] = field(default_factory=dict)
    earlier: Path | None = None
    versions: dict[str, str] = field(default_factory=dict, compare=False)

    def answer(self, path: str) -> tuple[HTTPStatus, bytes]:
        """Return what a browser gets for a page."""
        if self.faults:
            faults = "".join(f"<li>{html.escape(fault)}</li>" for fault in self.faults)
            return HTTPStatus.SERVICE_UNAVAILABLE, _FAULTS_PAGE.format(faults=faults).encode()
        file = _file(self.folder, path)
        if file and file.is_file() and self.folder:
            name = file.relative_to(self.folder).as_posix()
            return HTTPStatus.OK, self.newer.get(name) or file.read_bytes()
        missing = _file(self.folder, "404.html")
        return HTTPStatus.NOT_FOUND, missing.read_bytes() if missing else b""

    def version(self, path: str) -> str:
        """Return what changes when a page does."""
        if path not in self.versions:
            self.versions[path] = hashlib.sha256(self.state.encode() + self.answer(path)[1]).hexdigest()[:16]
        return self.versions[path]



class PreviewServer(ThreadingHTTPServer):
    """Serves what `show` was last given; `root` is the path the site is built for."""

    daemon_threads = True
    block_on_close = False  # an idle browser keeps its connection open

    def __init__(self, port: int, root: str = "/") -> None:
        self.root = root
        self.shown = Shown()
        self.looked_at: dict[str, float] = {}  # pages, and when a browser last asked for them or about them
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        """Where a browser finds the site."""
        return f"http://127.0.0.1:{self.server_address[1]}{quote(self.root)}"

    def show(self, shown: Shown) -> None:
        """Serve this from now on; open pages that differ in it load again."""
        self.shown = shown

    def open_pages(self) -> list[str]:
        """Return the files of the pages that are being looked at, latest first, a few at most."""
        since, folder = time.monotonic() - _OPEN, self.shown.folder
        self.looked_at = {path: when for path, when in self.looked_at.copy().items() if when > since}
        files = (_file(folder, path) for path in sorted(self.looked_at, key=self.looked_at.__getitem__, reverse=True))
        names = (file.relative_to(folder).as_posix() for file in files if file and folder and file.is_file())
        return [name for name in dict.fromkeys(names) if name.endswith(".html")][:_MOST_OPEN]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a reader who leaves in the middle of a page is no error."""


class _Handler(SimpleHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a page, a file, or the preview's own script."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer as GET does, without the content."""
        self._answer()

    def _answer(self) -> None:
        shown, parts = self.server.shown, urlsplit(self.path)
        if parts.path == _VERSION_PATH:
            page = self._place(parse_qs(parts.query).get("page", [self.server.root])[0])
            self.server.looked_at[page] = time.monotonic()
            self._send(HTTPStatus.OK, "text/plain", shown.version(page).encode())
        elif parts.path == _SCRIPT_PATH:
            self._send(HTTPStatus.OK, "text/javascript", _SCRIPT.encode())
        elif not parts.path.startswith(self.server.root):
            self._redirect(self.server.root)
        else:
            self._answer_with_file(shown, self._place(parts.path))

    def _place(self, path: str) -> str:
        """Return the path within the site that an address names."""
        return unquote(path).removeprefix(unquote(self.server.root))

    def _answer_with_file(self, shown: Shown, path: str) -> None:
        # A page that stays open goes on searching the index that it began with.
        file = _file(shown.folder, path) or (_file(shown.earlier, path) if path.startswith("search/") else None)
        if file and file.is_dir():
            self._redirect(urlsplit(self.path).path + "/")
        elif file and file.suffix != ".html":
            self._send(HTTPStatus.OK, self.guess_type(file), file.read_bytes())
        else:
            self.server.looked_at[path] = time.monotonic()
            status, content = shown.answer(path)
            self._send_page(status, content, shown.version(path))

    def _send_page(self, status: HTTPStatus, content: bytes, version: str) -> None:
        script = f'<script src="{_SCRIPT_PATH}" data-version="{version}"></script>'.encode()
        head, end, tail = content.rpartition(b"</body>")
        self._send(status, "text/html", head + script + end + tail if end else content + script)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        is_text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")  # what is shown is never older than what was saved
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing: the terminal is for what the editor has to know."""


def _file(folder: Path | None, path: str) -> Path | None:
    """Return the file or folder below `folder` that a path names, never one outside it; a path with an end slash names its index."""
    if folder is None or "\0" in path:
        return None
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    file = folder.joinpath(*parts)
    if path == "" or path.endswith("/"):
        file /= "index.html"
    return file if file.exists() else None
