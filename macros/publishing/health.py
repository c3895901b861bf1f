"""Does the server answer with the new release? Asked over HTTP, as a reader's browser would."""

from __future__ import annotations

import hashlib
import time
from email.message import Message
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin
from urllib.request import ProxyHandler, Request, build_opener

from macros.publishing.failure import Failure
from macros.publishing.target import Release

MARK = "release.txt"  # the file in which a release says its name
_REMEDY = "Xem máy chủ có chạy không, nhật ký lỗi của nó, và mục address trong publish.toml; rồi phát hành lại."


def check(address: str, release: Release, patience: float) -> None:
    """Ask for the release's mark, its home page, the page of a missing address and an asset; raises Failure with the first that is wrong."""
    end = time.monotonic() + patience
    while True:
        try:
            return _ask(address, release)
        except Failure:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _ask(address: str, release: Release) -> None:
    files = release.facts["files"]
    _expect(address, MARK, release, 200, "text/plain")
    headers = _expect(address, "", release, 200, "text/html", "index.html")
    if "charset=utf-8" not in headers.get("Content-Type", "").lower():
        raise Failure(f"{address}: máy chủ không ghi mã chữ utf-8.", _REMEDY)
    assets = [name for name in release.facts["own_assets"] if name.endswith((".css", ".js"))]
    for name in assets[:1]:
        _expect(address, name, release, 200, "")
    if "404.html" in files:
        _expect(address, "khong-co-trang-nay/", release, 404, "text/html")


def _expect(address: str, path: str, release: Release, status: int, kind: str, name: str = "") -> Message:
    """Get a path; raises Failure unless status, type and bytes are the release's."""
    url = urljoin(address, quote(path))
    code, headers, body = _get(url)
    if code != status:
        raise Failure(f"{url}: máy chủ trả lời {code}, đáng lẽ {status}.", _REMEDY)
    if kind and not headers.get("Content-Type", "").startswith(kind):
        raise Failure(f"{url}: máy chủ gửi kiểu '{headers.get('Content-Type')}', đáng lẽ {kind}.", _REMEDY)
    if status == 200 and hashlib.sha256(body).hexdigest() != release.facts["files"][name or path][1]:
        raise Failure(f"{url}: máy chủ gửi nội dung khác với bản {release.name}.", _REMEDY)
    return headers


def _get(url: str) -> tuple[int, Message, bytes]:
    # Straight to the server: a proxy of the environment is for other addresses, and may answer from memory.
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(Request(url, headers={"Cache-Control": "no-cache"}), timeout=5) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()
    except (URLError, HTTPException, OSError) as error:
        raise Failure(f"{url}: máy chủ không trả lời ({getattr(error, 'reason', error)}).", _REMEDY) from None
