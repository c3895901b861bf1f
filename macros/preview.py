"""The preview's web server: the last build as it is, plus a script that loads a page again when it changed.

The script is put into what is sent, never into what is built. While the build is broken every page shows what is wrong.
"""

from __future__ import annotations

import html
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

_VERSION_PATH, _SCRIPT_PATH = "/~preview/version", "/~preview/reload.js"

# Asking again and again, not one long request: a browser allows six open requests to a server, and editors open more tabs.
_SCRIPT = """(function () {
  if (window.previewReloads) { return; }
  window.previewReloads = true;
  var version = document.currentScript.dataset.version;
  function later() { setTimeout(ask, 250); }
  function ask() {
    if (document.hidden) { later(); return; }
    fetch("VERSION", {cache: "no-store"}).then(function (answer) { return answer.text(); }).then(function (now) {
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
    """What readers of the preview get: the last sound build, and what is wrong with the latest, if anything is."""

    version: str
    folder: Path | None = None
    faults: tuple[str, ...] = ()


class PreviewServer(ThreadingHTTPServer):
    """Serves what `show` was last given; `root` is the path the site is built for."""

    daemon_threads = True
    block_on_close = False  # an idle browser keeps its connection open

    def __init__(self, port: int, root: str = "/") -> None:
        self.root = root
        self.shown = Shown("0")
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        """Where a browser finds the site."""
        return f"http://127.0.0.1:{self.server_address[1]}{quote(self.root)}"

    def show(self, folder: Path | None, faults: Sequence[str] = ()) -> None:
        """Serve a build, or the faults of one; open pages load again. The clock makes versions differ between runs."""
        self.shown = Shown(str(time.time_ns()), folder, tuple(faults))

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
        shown, path = self.server.shown, urlsplit(self.path).path
        if path == _VERSION_PATH:
            self._send(HTTPStatus.OK, "text/plain", shown.version.encode())
        elif path == _SCRIPT_PATH:
            self._send(HTTPStatus.OK, "text/javascript", _SCRIPT.encode())
        elif not path.startswith(self.server.root):
            self._redirect(self.server.root)
        else:
            self._answer_with_file(shown, unquote(path.removeprefix(self.server.root)))

    def _answer_with_file(self, shown: Shown, path: str) -> None:
        file = _file(shown.folder, path)
        if file and file.is_dir():
            self._redirect(urlsplit(self.path).path + "/")
        elif file and file.suffix != ".html":
            self._send(HTTPStatus.OK, self.guess_type(file), file.read_bytes())
        elif shown.faults:
            faults = "".join(f"<li>{html.escape(fault)}</li>" for fault in shown.faults)
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, _FAULTS_PAGE.format(faults=faults).encode(), shown.version)
        elif file:
            self._send_page(HTTPStatus.OK, file.read_bytes(), shown.version)
        else:
            missing = _file(shown.folder, "404.html")
            self._send_page(HTTPStatus.NOT_FOUND, missing.read_bytes() if missing else b"", shown.version)

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
