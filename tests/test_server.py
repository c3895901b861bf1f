"""The server of `make server` with the real site: a push publishes, bad data is refused, and what nginx answers to everything."""

from __future__ import annotations

import base64
import gzip
import re
import shutil
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.publishing import contents
from tests.depot import bytes_of
from tests.real_server import RealServer, git, real_project, real_server, remote_lines
from tests.sites import REPOSITORY
from tests.test_makefile import make

pytestmark = [pytest.mark.slow, pytest.mark.deploy]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real project in a repository of its own."""
    return real_project(tmp_path_factory.mktemp("project") / "work")


@pytest.fixture(scope="module")
def server(project: Path) -> Iterator[RealServer]:
    """A server on which the real site is published by a push."""
    with real_server() as made:
        empty = made.get("/")
        assert (empty.status, "chưa có bản nào được phát hành" in empty.text) == (503, True)
        pushed = git(project, "push", str(made.repository), "HEAD:main")
        assert remote_lines(pushed)[-1].startswith("Đã phát hành bản "), pushed.stderr
        yield made


# --- done when --------------------------------------------------------------------------------------------------------------


def test_one_push_publishes_a_bad_one_is_refused_and_rollback_brings_back_the_first(server: RealServer, project: Path) -> None:
    first = bytes_of(server.target.current / "site")
    assert "99 nhiệm vụ" in server.get("/").text
    try:
        with_more = (project / "docs/huong-dan/them-trang.md").read_text(encoding="utf-8") + "\nDòng mới của lần hai.\n"
        (project / "docs/huong-dan/them-trang.md").write_text(with_more, encoding="utf-8")
        git(project, "commit", "--quiet", "-am", "Lần hai")
        git(project, "push", str(server.repository), "HEAD:main")
        assert "Dòng mới của lần hai." in server.get("/huong-dan/them-trang/").text

        (project / "data/people.yml").write_text("- id: Sai Tên\n  nam: x\n", encoding="utf-8")
        git(project, "commit", "--quiet", "-am", "Sai")
        refused = git(project, "push", str(server.repository), "HEAD:main", check=False)
        said = make("check", f"DATA_DIR={project / 'data'}").stderr.replace(str(project / "data"), "data").splitlines()
        lines = [line for line in said if not line.startswith("make")]
        assert refused.returncode != 0 and len(lines) > 2
        assert remote_lines(refused)[: len(lines)] == lines
        assert remote_lines(refused)[-1] == "Nhánh main không nhận bản này."
        assert "Dòng mới của lần hai." in server.get("/huong-dan/them-trang/").text
    finally:
        git(project, "reset", "--quiet", "--hard", "HEAD~1")

    back = server.publish("--rollback")
    assert (back.returncode, back.stderr) == (0, "")
    assert bytes_of(server.target.current / "site") == first
    assert "Dòng mới của lần hai." not in server.get("/huong-dan/them-trang/").text
    assert server.publish("--again").returncode == 0
    assert "Dòng mới của lần hai." not in server.get("/huong-dan/them-trang/").text


def test_a_page_with_a_wrong_call_is_refused_before_the_branch_moves(server: RealServer, project: Path) -> None:
    before = server.target.live()
    (project / "docs/thu.md").write_text("# Thử\n\n{{ tassk(year=2023) }}\n", encoding="utf-8")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "-m", "Gọi sai")
    refused = git(project, "push", str(server.repository), "HEAD:main", check=False)
    git(project, "reset", "--quiet", "--hard", "HEAD~1")
    lines = remote_lines(refused)
    assert lines[:2] == ["docs/thu.md:3: không có lệnh chèn 'tassk'. Có phải «tasks»?", "1 lỗi trong docs/."]
    assert "dừng ở bước 2/10 (kiểm tra dữ liệu và trang viết tay)" in lines[2] and lines[-1] == "Nhánh main không nhận bản này."
    assert refused.returncode != 0 and server.target.live() == before


def test_all_that_search_loads_may_be_kept_for_ever(server: RealServer) -> None:
    live = server.target.live()
    assert live
    shards = [name for name in live.facts["files"] if name.startswith("search/") and not name.endswith(".gz")]
    # Also those of the releases before, which stand beside the new ones for pages that are still open.
    assert len(shards) > 10 and contents.own_assets(shards) == shards
    assert server.get("/" + shards[0]).headers["cache-control"] == "public, max-age=31536000, immutable"


# --- what nginx sends ---------------------------------------------------------------------------------------------------------

SAFETY = {
    "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
}


def an_asset(server: RealServer, pattern: str) -> str:
    """Return the path of an asset that the home page names."""
    found = re.search(rf'(?:href|src)="({pattern})"', server.get("/").text)
    assert found
    return "/" + found[1]


@pytest.mark.parametrize("path", ["/", "/nam/2023/", "/release.txt", "/khong-co", "/assets/", "/.git/config", "/%00", "/nam"])
def test_every_answer_is_safe(server: RealServer, path: str) -> None:
    headers = server.get(path).headers
    assert {name: headers.get(name) for name in SAFETY} == SAFETY
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert "camera=()" in headers["permissions-policy"] and headers["server"] == "nginx"


def test_types_charset_and_caching(server: RealServer) -> None:
    style, script = an_asset(server, r"assets/styles\.[0-9a-f]{8}\.css"), an_asset(server, r"assets/scripts\.[0-9a-f]{8}\.js")
    kinds = {
        "/": "text/html; charset=utf-8", style: "text/css; charset=utf-8", script: "text/javascript; charset=utf-8", "/du-lieu/v1/index.json": "application/json; charset=utf-8",
        "/du-lieu/v1/people.csv": "text/csv; charset=utf-8", "/du-lieu/lich/tat-ca.ics": "text/calendar; charset=utf-8", "/assets/images/favicon.png": "image/png",
        "/du-lieu/v1/2022/nam-2022.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", an_asset(server, r"assets/logo\.\w+\.svg"): "image/svg+xml; charset=utf-8",
    }
    assert {path: server.get(path).headers.get("content-type") for path in kinds} == kinds
    assert {path: server.get(path).headers["cache-control"] for path in (style, script)} == dict.fromkeys((style, script), "public, max-age=31536000, immutable")
    assert server.get("/nam/2023/").headers["cache-control"] == "no-cache"
    assert "cache-control" not in server.get(style.replace("styles", "khong-co")).headers


def test_compressed_beforehand_and_revalidated(server: RealServer) -> None:
    plain, packed = server.get("/nam/2023/"), server.get("/nam/2023/", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip" and packed.headers["vary"] == "Accept-Encoding" and "etag" in packed.headers
    assert packed.body == (server.target.current / "site/nam/2023/index.html.gz").read_bytes()
    assert gzip.decompress(packed.body) == plain.body
    again = server.get("/nam/2023/", Accept_Encoding="gzip", If_None_Match=packed.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert server.get("/nam/2023/", If_None_Match='"khac"').status == 200


def test_an_unchanged_page_is_not_sent_again_after_the_next_publish(server: RealServer) -> None:
    before = server.get("/nguon/")
    assert server.publish("--again").returncode == 0
    assert server.get("/nguon/", If_None_Match=before.headers["etag"]).status == 304
    mark = server.get("/release.txt")
    assert mark.text.strip() == server.target.live().name  # type: ignore[union-attr]


def test_ranges(server: RealServer) -> None:
    path = "/du-lieu/v1/2022/nam-2022.xlsx"
    whole = server.get(path).body
    part = server.get(path, Range="bytes=100-199")
    assert (part.status, part.body, part.headers["content-range"]) == (206, whole[100:200], f"bytes 100-199/{len(whole)}")
    assert server.get(path, Range=f"bytes={len(whole)}-").status == 416


@pytest.mark.parametrize(("path", "status", "words"), [
    ("/khong-co/", 404, "Không có trang này"), ("/assets/", 403, "Không mở được"), ("/.git/config", 404, "Không có trang này"), ("/nam/.htaccess", 404, "Không có trang này"),
    ("/.loi/yeu-cau.html", 404, "Không có trang này"), ("/" + "a" * 9_000, 414, "Không mở được"),
])
def test_own_pages_for_what_cannot_be_shown(server: RealServer, path: str, status: int, words: str) -> None:
    answer = server.get(path)
    assert (answer.status, words in answer.text, "nginx" in answer.text) == (status, True, False)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_only_reading_is_answered(server: RealServer, method: str) -> None:
    assert server.get("/", method=method).status == 405


TRICKS = [
    b"/../../../etc/passwd", b"/nam/../../../../etc/passwd", b"/%2e%2e/%2e%2e/%2e%2e/etc/passwd", b"/..%2f..%2f..%2fetc%2fpasswd", b"/%2e%2e%2f%2e%2e%2fetc%2fpasswd", b"/..%5c..%5cetc/passwd",
    b"/..;/..;/etc/passwd", b"/%252e%252e/%252e%252e/etc/passwd", b"//etc/passwd", b"/./.././../etc/passwd", b"/nam/%00/etc/passwd", b"/index.html%00.png", b"/.git/", b"/.git/HEAD", b"/%2egit/HEAD",
    b"/../release.json", b"/..%2frelease.json", b"/site/../../release.json", b"/%c0%ae%c0%ae/etc/passwd", b"/..", b"/%2e%2e", b"/../../publish.toml", b"/.loi/may-chu.html", b"/\\..\\..\\etc\\passwd",
    b"/" + b"a/" * 6_000, b"/?" + b"q" * 20_000,
]


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick[:40].decode("ascii", "replace"))
def test_path_tricks_give_no_file(server: RealServer, trick: bytes) -> None:
    answer = server.raw(b"GET " + trick + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert int(answer.split(b" ", 2)[1]) in (400, 403, 404, 414), answer[:200]
    assert b"root:" not in answer and b"sha256\":" not in answer and b"inline_scripts" not in answer and b"ref: refs" not in answer


@pytest.mark.parametrize("request_bytes", [
    b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 10_000 + b"\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: %s\r\n" % (number, b"a" * 2_000) for number in range(40)) + b"\r\n",
    b"GET /a\x00b HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
], ids=["10,000 bytes of one header", "80,000 bytes of headers", "null byte", "noise", "no host", "no such version"])
def test_requests_that_are_none_are_refused(server: RealServer, request_bytes: bytes) -> None:
    answer = server.raw(request_bytes)
    assert b"<h1>" in answer and int(answer.split(b" ", 2)[1]) in (400, 505) if answer.startswith(b"HTTP") else b"<h1>" in answer or answer == b""


# --- in a browser -----------------------------------------------------------------------------------------------------------------

KINDS = [
    "", "nam/", "nam/2022/", "nam/2023/", "van-ban/", "van-ban/18-ct-tw/", "thi-dua/", "khen-thuong/", "khen-thuong/2022/", "don-vi/", "don-vi/van-phong/", "tra-cuu/?q=doan+ket", "moi/", "nguon/",
    "du-lieu/", "huong-dan/", "huong-dan/them-nhiem-vu/", "huong-dan/kiem-tra/", "phien-ban/", "khong-co/trang/nay/",
]
LISTENING = "window.violations = []; addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective + ' ' + event.blockedURI))"


def violations(browser: Any, address: str, paths: list[str]) -> dict[str, list[str]]:
    """Open pages in a browser and return what the policy stopped or the console complained of, by page."""
    page, found = browser.new_page(), {}
    page.add_init_script(LISTENING)
    for path in paths:
        told: list[str] = []
        page.on("console", lambda message, told=told: told.append(message.text) if message.type in ("error", "warning") else None)
        page.goto(address + path, wait_until="networkidle")
        told = [line for line in told if "404 (Not Found)" not in line]
        if told or page.evaluate("violations").__len__():
            found[path] = [*told, *page.evaluate("violations")]
    page.close()
    return found


def test_no_kind_of_page_breaks_the_policy(server: RealServer, browser: Any) -> None:
    address = f"http://127.0.0.1:{server.port}/"
    assert violations(browser, address, KINDS) == {}


def test_the_policy_stops_what_it_must(server: RealServer, browser: Any) -> None:
    page = browser.new_page()
    page.add_init_script(LISTENING)
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.evaluate("document.body.appendChild(document.createElement('script')).textContent = 'window.ran = 1'")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=https://example.test/x.png><p style=color:red>')")
    page.wait_for_function("violations.length >= 3")
    assert page.evaluate("[window.ran, ...violations.map(one => one.split(' ')[0]).sort()]") == [None, "img-src", "script-src-elem", "style-src-attr"]
    page.close()


# --- what administrators choose -----------------------------------------------------------------------------------------------------


@pytest.fixture
def configured(server: RealServer) -> Iterator[RealServer]:
    """The server, its administrators' files put back afterwards."""
    kept = {name: (server.prefix / "etc" / name).read_text(encoding="utf-8") for name in ("listen.conf", "access.conf")}
    yield server
    for name, text in kept.items():
        (server.prefix / "etc" / name).write_text(text, encoding="utf-8")
    server.reload()


def choose(server: RealServer, name: str, block: str, *changes: tuple[str, str]) -> None:
    """Take away the signs before a ready block, make changes to it, and let nginx read it."""
    file = server.prefix / "etc" / name
    text = file.read_text(encoding="utf-8").replace(f"#{block} ", "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    server.reload()


def test_ready_address_ranges(configured: RealServer) -> None:
    choose(configured, "access.conf", "RANGES")
    assert configured.get("/").status == 200
    choose(configured, "access.conf", "RANGES", ("allow 127.0.0.1;", ""))
    refused = configured.get("/nam/2023/")
    assert (refused.status, "Không mở được" in refused.text) == (403, True)


def test_ready_password(configured: RealServer) -> None:
    secret = subprocess.run(["openssl", "passwd", "-6", "mật khẩu thử"], capture_output=True, text=True, check=True).stdout.strip()
    (configured.prefix / "etc/readers").write_text(f"can-bo:{secret}\n", encoding="utf-8")
    choose(configured, "access.conf", "PASSWORD", ("allow 127.0.0.1;", ""))
    refused = configured.get("/")
    assert (refused.status, "Không mở được" in refused.text, "Basic realm" in refused.headers["www-authenticate"]) == (401, True, True)
    for word, status in (("mật khẩu thử", 200), ("khác", 401)):
        assert configured.get("/", Authorization="Basic " + base64.b64encode(f"can-bo:{word}".encode()).decode()).status == status


def test_ready_certificate(configured: RealServer) -> None:
    etc = configured.prefix / "etc"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", str(etc / "certificate.key"), "-out", str(etc / "certificate.pem")], capture_output=True, check=True,
    )
    choose(configured, "listen.conf", "TLS")
    trust = ssl.create_default_context(cafile=str(etc / "certificate.pem"))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust))
    with opener.open(f"https://127.0.0.1:{configured.port + 1}/", timeout=20) as answer:
        assert "99 nhiệm vụ" in answer.read().decode()
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000" and answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_second_set_up_keeps_what_administrators_wrote_and_what_is_published(configured: RealServer) -> None:
    file = configured.prefix / "etc/access.conf"
    file.write_text("# của chúng tôi\n", encoding="utf-8")
    live = configured.target.live()
    configured.set_up()
    assert file.read_text(encoding="utf-8") == "# của chúng tôi\n" and configured.target.live() == live
    assert configured.get("/").status == 200


# --- below a path -------------------------------------------------------------------------------------------------------------------


def test_below_a_path(project: Path, browser: Any) -> None:
    with real_server(path="/co-quan/ke-hoach/") as server:
        pushed = git(project, "push", str(server.repository), "HEAD:main")
        assert remote_lines(pushed)[-1].startswith("Đã phát hành bản "), pushed.stderr
        for path, status, to in (("/", 302, "/co-quan/ke-hoach/"), ("/co-quan/ke-hoach", 301, "/co-quan/ke-hoach/"), ("/co-quan/ke-hoach/nam", 301, "/co-quan/ke-hoach/nam/")):
            answer = server.get(path)
            assert (answer.status, answer.headers["location"]) == (status, to)
        assert server.get("/nam/2023/").status == 404
        assert "Không có trang này" in server.get("/co-quan/ke-hoach/khong-co/").text
        paths = ["", "nam/2023/", "van-ban/18-ct-tw/", "tra-cuu/?q=doan+ket", "khong-co/trang/"]
        assert violations(browser, f"http://127.0.0.1:{server.port}/co-quan/ke-hoach/", paths) == {}


# --- the machine ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ke-hoach-web", "ke-hoach-daily", "ke-hoach-watch"])
def test_units_are_sound_and_hardened(server: RealServer, tmp_path: Path, name: str) -> None:
    """Where systemd's own program is there; elsewhere only that the units name what exists."""
    for unit in (REPOSITORY / "deploy/systemd").iterdir():
        text = unit.read_text(encoding="utf-8").replace("@PREFIX@", str(server.prefix))
        assert "@" not in re.sub(r"@system-service|@privileged|@resources", "", text)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    unit = tmp_path / f"{name}.service"
    (command,) = re.findall(r"^ExecStart=(\S+)", unit.read_text(encoding="utf-8"), re.MULTILINE)
    assert Path(command).exists() and "User=root" not in unit.read_text(encoding="utf-8")
    if shutil.which("systemd-analyze"):
        checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
        assert (checked.returncode, [line for line in checked.stderr.splitlines() if name in line]) == (0, [])
        rated = subprocess.run(["systemd-analyze", "security", "--offline=yes", str(unit)], capture_output=True, text=True, check=False).stdout
        exposure = re.search(r"Overall exposure level for \S+ ([\d.]+)", rated)
        assert exposure and float(exposure[1]) <= 2.0
