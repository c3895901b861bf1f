"""More than one machine: replicas fed by rsync, a bucket behind a CDN fed by rclone; neither ever shows a page before its assets."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.debian import installed
from tests.depot import Depot, bytes_of
from tests.real_server import free_port
from tests.sites import REPOSITORY
from tests.test_makefile import make
from tests.tiny_project import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.deploy]


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Depot:
    """A small project with one release, below a folder name with a space and a quote."""
    made = Depot(tmp_path_factory.mktemp("it's depot"))
    made.published()
    return made


def copied(depot: Depot, *roots: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [str(REPOSITORY / "deploy/replicas.sh"), str(depot.out), *map(str, roots)]
    return subprocess.run(command, env={**os.environ, **settings}, text=True, encoding="utf-8", capture_output=True, timeout=120, check=False)


# --- replicas --------------------------------------------------------------------------------------------------------------------


def test_three_replicas_follow(depot: Depot, tmp_path: Path) -> None:
    installed("rsync", "rsync")
    roots = [tmp_path / f"bản sao {number}" for number in range(3)]
    for number in (1, 2):
        done = copied(depot, *roots)
        assert (done.returncode, done.stdout) == (0, f"Bản {depot.live.name} đã có ở 3 nơi.\n"), done.stderr
        for root in roots:
            assert os.readlink(root / "current") == f"releases/{depot.live.name}"
            assert bytes_of(root / "current") == bytes_of(depot.live.folder)
        depot.edit(number)
        depot.published()
    before, newest = (roots[0] / "releases" / release.name / "site/404.html" for release in depot.target.releases()[1:3])
    assert os.path.samefile(before, newest), "equal files are shared there too"


def test_when_one_replica_fails_none_switches(depot: Depot, tmp_path: Path) -> None:
    installed("rsync", "rsync")
    roots = [tmp_path / "một", tmp_path / "hai"]
    assert copied(depot, *roots).returncode == 0
    shown = [os.readlink(root / "current") for root in roots]
    depot.edit(50)
    depot.published()
    blocked = tmp_path / "ba"
    blocked.write_text("không phải thư mục", encoding="utf-8")
    assert copied(depot, *roots, blocked).returncode != 0
    assert [os.readlink(root / "current") for root in roots] == shown
    blocked.unlink()
    assert copied(depot, *roots, blocked).returncode == 0
    assert [bytes_of(root / "current") for root in [*roots, blocked]] == [bytes_of(depot.live.folder)] * 3


# --- a bucket ------------------------------------------------------------------------------------------------------------------------


class Store:
    """A real S3 server on this machine, its log, and rclone's way to it."""

    def __init__(self, log: Path, port: int) -> None:
        self.log = log
        # Nothing of this machine's own settings for other stores, nor a proxy.
        self.settings = {
            "PATH": os.environ["PATH"], "HOME": str(log.parent), "RCLONE_CONFIG": "/dev/null", "RCLONE_CONFIG_KHO_TYPE": "s3", "RCLONE_CONFIG_KHO_PROVIDER": "Other", "RCLONE_CONFIG_KHO_ENDPOINT": f"http://127.0.0.1:{port}",
            "RCLONE_CONFIG_KHO_ACCESS_KEY_ID": "thu", "RCLONE_CONFIG_KHO_SECRET_ACCESS_KEY": "thu", "RCLONE_CONFIG_KHO_REGION": "us-east-1",
        }

    def rclone(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run rclone, which must go well."""
        done = subprocess.run([installed("rclone", "rclone"), *arguments], env=self.settings, text=True, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done

    def copy(self, depot: Depot) -> list[tuple[str, str]]:
        """Copy the live release there; return what the server was asked to do, in its order."""
        begun = len(self.log.read_text(encoding="utf-8"))
        done = subprocess.run([str(REPOSITORY / "deploy/s3.sh"), str(depot.out), "kho:trang"], env=self.settings, text=True, capture_output=True, timeout=300, check=False)
        assert (done.returncode, done.stdout) == (0, f"Bản {depot.live.name} đã có ở kho:trang.\n"), done.stderr
        return re.findall(r'"(PUT|DELETE) /trang/([^ ?]+)(?:\?\S*)? HTTP', self.log.read_text(encoding="utf-8")[begun:])

    def files(self) -> set[str]:
        """Return what the bucket holds."""
        return set(self.rclone("lsf", "--recursive", "--files-only", "kho:trang").stdout.split("\n")) - {""}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """moto's server, from the packages for tests and benchmarks."""
    made = make(".venv-peers/installed")
    assert made.returncode == 0, made.stderr
    log, port = tmp_path_factory.mktemp("store") / "log", free_port()
    with ExitStack() as stack:
        server = subprocess.Popen([str(REPOSITORY / ".venv-peers/bin/moto_server"), "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=stack.enter_context(log.open("w")))
        stack.callback(lambda: (server.terminate(), server.wait()))
        wait_for(lambda: "Running on" in log.read_text(encoding="utf-8"), "the S3 server", 60)
        made_store = Store(log, port)
        made_store.rclone("mkdir", "kho:trang")
        yield made_store


def is_page(name: str) -> bool:
    return name.endswith(".html")


def test_a_bucket_never_shows_a_page_before_its_assets(depot: Depot, store: Store) -> None:
    for number in (101, 102):
        depot.edit(number)
        depot.published()
        done = [name for verb, name in store.copy(depot) if verb == "PUT" and not name.endswith("trang")]
        pages = [place for place, name in enumerate(done) if is_page(name)]
        others = [place for place, name in enumerate(done) if not is_page(name) and name != "release.txt"]
        assert pages and (not others or max(others) < min(pages)), done
        assert {name for name in done if "/" not in name and is_page(name)} <= set(done[-3:]), done
        assert any(name.startswith("assets/trang.") for name in done)
        wanted = {path.relative_to(depot.live.site).as_posix() for path in depot.live.site.rglob("*") if path.is_file() and path.suffix != ".gz"}
        assert store.files() == wanted


def test_a_bucket_loses_what_no_page_names(depot: Depot, store: Store) -> None:
    depot.write("docs/tam.md", "# Tạm\n")
    depot.commit()
    depot.published()
    store.copy(depot)
    assert "tam/index.html" in store.files()
    depot.git("rm", "--quiet", "docs/tam.md")
    depot.commit()
    depot.published()
    done = store.copy(depot)
    assert "tam/index.html" not in store.files()
    removed = [place for place, (verb, name) in enumerate(done) if name == "tam/index.html" or verb == "POST"]
    put = [place for place, (verb, _) in enumerate(done) if verb == "PUT"]
    assert not removed or min(removed) > max(put)


def test_a_bucket_says_how_long_to_keep(depot: Depot, store: Store) -> None:
    style = next(name for name in store.files() if name.startswith("assets/trang."))
    for name, keep, kind in ((style, "public, max-age=31536000, immutable", "text/css"), ("index.html", "no-cache", "text/html")):
        (listed,) = json.loads(store.rclone("lsjson", "--metadata", f"kho:trang/{name}").stdout)
        assert listed["Metadata"]["cache-control"] == keep and listed["MimeType"].startswith(kind)
