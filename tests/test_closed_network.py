"""Where there is no network: the bundle installs, serves and tests itself; the offline site opens from disk."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.real_server import real_project
from tests.sites import REPOSITORY
from tests.test_makefile import make

pytestmark = [pytest.mark.slow, pytest.mark.deploy]

# Runs where no interface is but the loopback, which it first brings up; then only what README's reader types.
ALONE = """
import fcntl, os, re, signal, socket, struct, subprocess, sys, time, urllib.request

with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))
assert socket.if_nameindex() == [(1, "lo")], socket.if_nameindex()
try:
    socket.create_connection(("192.0.2.1", 80), 5)
except OSError as error:
    print("outside:", error.strerror)
environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTEST")) and name not in ("VIRTUAL_ENV", "PIP_NO_INDEX")}
environment["PIP_CACHE_DIR"] = os.path.abspath("no-cache")
serve = subprocess.Popen(["make", "serve", "PORT=8765"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
for line in serve.stdout:
    print("serve:", line.rstrip(), flush=True)
    if "http://127.0.0.1:8765/" in line:
        break
else:
    sys.exit("make serve ended")
page = urllib.request.build_opener(urllib.request.ProxyHandler({})).open("http://127.0.0.1:8765/", timeout=20).read().decode()
print("home page:", "99 nhiệm vụ" in page, flush=True)
os.killpg(serve.pid, signal.SIGTERM)
serve.wait()
sys.exit(subprocess.run(["make", "test-core"], env=environment).returncode)
"""


def test_a_bundle_works_without_any_network(tmp_path: Path) -> None:
    work = real_project(tmp_path / "work", everything=True)
    made = make("bundle", "PYTHON=" + sys.executable, folder=work)
    assert made.returncode == 0, made.stderr
    with tarfile.open(work / "bundle.tar.gz") as bundle:
        bundle.extractall(tmp_path / "there", filter="data")
    there = tmp_path / "there/ke-hoach"
    assert list((there / "wheels").glob("mkdocs_material-*.whl")) and not (there / ".git").exists()
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = subprocess.run(["unshare", "--net", *as_root, sys.executable, "-c", ALONE], cwd=there, text=True, encoding="utf-8", capture_output=True, timeout=1500, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "outside: Network is unreachable" in done.stdout and "home page: True" in done.stdout
    assert " passed" in done.stdout.splitlines()[-1] and "failed" not in done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline site unpacked, as on a USB stick."""
    folder = tmp_path_factory.mktemp("stick")
    archive = folder / "site-offline.zip"
    done = subprocess.run([sys.executable, "-m", "macros", "offline", "--to", str(archive)], cwd=REPOSITORY, text=True, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / "ke-hoach-ket-qua"


def test_the_offline_site_works_from_disk(stick: Path, browser: Any) -> None:
    page, wrong, asked = browser.new_page(), [], []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto((stick / "index.html").as_uri())
    page.click("nav.md-tabs >> text=Văn bản")
    page.wait_for_url("file:///**/van-ban/index.html")
    page.locator("main a[href='18-ct-tw.html']").first.click()
    page.wait_for_url("file:///**/van-ban/18-ct-tw.html*")
    assert "Chỉ thị" in page.inner_text("h1")
    page.goto((stick / "nam/2022.html").as_uri())
    rows = "table:visible tbody tr:visible"
    assert page.locator(rows).count() > 5
    page.fill("#search-q", "chi thi 18")
    page.wait_for_selector(".search [data-result]")
    page.press("#search-q", "Enter")
    page.wait_for_url("file:///**/tra-cuu.html?q=*")
    page.wait_for_selector(".lookup-results [data-result]")
    page.goto((stick / "van-ban/index.html").as_uri())
    before = page.locator(rows).count()
    page.locator(".table-tools input").first.fill("Chỉ thị")
    page.wait_for_function(f"document.querySelectorAll('main tbody tr:not([hidden])').length < {before}")
    assert wrong == [] and asked and all(url.startswith(("file://", "data:")) for url in asked)
    page.close()


def test_the_offline_archive_is_the_same_each_time(stick: Path, tmp_path: Path) -> None:
    assert not (stick / "404.html").exists()
    archives = []
    for name in ("a.zip", "b.zip"):
        done = subprocess.run(
            [sys.executable, "-m", "macros", "offline", "--to", str(tmp_path / name)], cwd=REPOSITORY, text=True, capture_output=True, timeout=120, check=False,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1719705600"},
        )
        assert done.returncode == 0, done.stderr
        archives.append((tmp_path / name).read_bytes())
    assert archives[0] == archives[1]
