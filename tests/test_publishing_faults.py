"""A publish that is killed at every step, that the disk, the rights or the clock turn against: readers keep a whole release."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from macros.publishing import contents
from macros.publishing.commits import Repository
from macros.publishing.lock import alone
from macros.publishing.steps import STEPS, Attempt, publish
from macros.publishing.target import Target
from tests.depot import ISOLATED, REPOSITORY, Depot, bytes_of
from tests.figures import count
from tests.mount_space import MountSpace, mount_space
from tests.real_server import RealServer, open_folder, real_server
from tests.tiny_project import environment, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.deploy]


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Depot:
    """A small project with a file that no disk packs closer."""
    made = Depot(tmp_path_factory.mktemp("depot"))
    made.write("docs/assets/tep.bin", os.urandom(200_000))
    made.commit()
    return made


def without_known_scripts(server: RealServer) -> None:
    """Let the server take pages of another theme than the one it was set up with."""
    file = server.prefix / "site/publish.toml"
    file.write_text(re.sub(r"inline_scripts = \[.*?\]", "", file.read_text(encoding="utf-8"), flags=re.DOTALL), encoding="utf-8")


@pytest.fixture(scope="module")
def server(depot: Depot) -> Iterator[RealServer]:
    """A server on which the small project's first commit is live."""
    with real_server() as made:
        without_known_scripts(made)
        depot.out = made.target.folder
        depot.published()
        yield made


def shown(server: RealServer) -> int:
    """Return which number readers see; page, style and mark must be one release's, and the release as its manifest says."""
    page = server.get("/").text
    (number,) = re.findall(r"Lần (\d+)\.", page)
    (style,) = re.findall(r'href="(assets/trang\.\w+\.css)"', page)
    assert server.get(f"/{style}").text == f"/* lần {number} */\n"
    live = server.target.live()
    assert live and server.get("/release.txt").text.strip() == live.name and contents.differences(live) == []
    return int(number)


# --- killed -----------------------------------------------------------------------------------------------------------------

# Publishes as the command does, and kills itself with the signal that nothing can catch where it is told to.
KILLED = """
import os, signal, sys
from pathlib import Path
from macros.publishing.commits import Repository
from macros.publishing.lock import alone
from macros.publishing.steps import Attempt, publish, tidy, utc_now
from macros.publishing.target import Target

work, out, where = sys.argv[1:]
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
if where == "before the link is replaced": os.replace = die
if where == "after the link is replaced":
    replace = os.replace
    def os_replace(*paths): replace(*paths); die()
    os.replace = os_replace
target, repository = Target(Path(out)), Repository(Path(work))
with alone(target.folder / "publish.lock", 0, print) as held:
    attempt = Attempt(target, repository, repository.commit("HEAD"), 2, lambda step: die() if step == where else None, utc_now())
    publish(attempt, held)
    tidy(attempt)
"""
AFTER_THE_SWITCH = ("after the link is replaced", "health", "prune")


@pytest.mark.parametrize("where", [*STEPS, "before the link is replaced", "after the link is replaced"])
def test_killed_at_any_moment_readers_get_a_whole_release_and_the_next_publish_works(server: RealServer, depot: Depot, where: str, record_property: Any) -> None:
    before = shown(server)
    depot.edit(before + 1)
    died = subprocess.run([sys.executable, "-c", KILLED, str(depot.work), str(depot.out), where], cwd=REPOSITORY, env=environment(ISOLATED), capture_output=True, text=True, timeout=120, check=False)
    assert died.returncode == -9, died.stderr
    assert shown(server) == before + (where in AFTER_THE_SWITCH)
    depot.edit(before + 2)
    done = depot.publish()
    assert (done.returncode, done.stderr) == (0, "Lần phát hành trước đã dừng giữa chừng; dọn phần dở của nó và làm tiếp.\n")
    assert shown(server) == before + 2
    assert not list(server.target.folder.glob(".scratch-*"))
    count(record_property, "faults: killed", 1)
    count(record_property, "publishes", 1)


def test_a_killed_publisher_takes_its_build_with_it(depot: Depot, tmp_path: Path, record_property: Any) -> None:
    """Nobody goes on writing into a folder that the next publish removes."""
    hook = (depot.work / "hook.py").read_text(encoding="utf-8")
    depot.write("hook.py", hook.replace("def on_config(config):", "def on_config(config):\n    open('../pid', 'w').write(str(__import__('os').getpid()))\n    __import__('threading').Event().wait()"))
    depot.commit()
    try:
        process = depot.start(to=tmp_path)
        pid = wait_for(lambda: next((text for file in tmp_path.glob(".scratch-*/pid") if (text := file.read_text())), None), "the build to hang")
        process.kill()
        process.communicate()
        wait_for(lambda: not _runs(pid), "the build to end")
    finally:
        depot.git("reset", "--quiet", "--hard", "HEAD~1")
    count(record_property, "faults: killed", 1)


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


# --- the disk ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(depot: Depot) -> Iterator[tuple[MountSpace, Path]]:
    """A disk of 40 MB in memory with one release on it, and where it is mounted."""
    with open_folder() as folder, mount_space() as space:
        space.run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder))
        assert published_inside(space, depot, folder).returncode == 0
        yield space, folder


def published_inside(space: MountSpace, depot: Depot, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "macros", "publish", "--repository", str(depot.work), "--to", str(folder / "out"), *arguments]
    return space.run(*command, check=False, cwd=REPOSITORY, env=environment(ISOLATED))


def live_inside(space: MountSpace, folder: Path) -> dict[str, bytes]:
    """Return the live release's files as a reader inside would get them."""
    out = space.path(folder / "out")
    return bytes_of(out / os.readlink(out / "current") / "site")


@pytest.mark.parametrize("room", [0, 300, -50, 100, 210])
def test_a_full_disk(depot: Depot, small_disk: tuple[MountSpace, Path], room: int, record_property: Any) -> None:
    """Full while the commit is written and while it is built; kilobytes left, the last two beside what the commit itself takes."""
    space, folder = small_disk
    before = live_inside(space, folder)
    used = int(space.run("df", "--output=used", "--block-size=1K", str(folder)).stdout.split()[-1])
    files = [int(size) for size in depot.git("ls-tree", "-r", "--format=%(objectsize)", "HEAD").stdout.split()]
    commit = sum(-(-size // 4096) * 4 for size in files)
    space.run("mount", "-o", f"remount,size={used + room + (commit if room not in (0, 300) else 0)}k", str(folder))
    depot.edit(900 + room)
    done = published_inside(space, depot, folder)
    assert done.returncode == 1, "there was room after all"
    assert "ổ đĩa đã đầy" in done.stderr, done.stderr
    assert done.stderr.splitlines()[-1].startswith("Trang đang chạy giữ nguyên: bản ") or "Giải phóng chỗ" in done.stderr
    assert live_inside(space, folder) == before
    assert not list(space.path(folder / "out").glob(".scratch-*"))
    space.run("mount", "-o", "remount,size=40m", str(folder))
    assert published_inside(space, depot, folder).returncode == 0
    assert f"Lần {900 + room}.".encode() in live_inside(space, folder)["index.html"]
    count(record_property, "faults: disk", 1)
    count(record_property, "publishes", 1)


def test_a_disk_that_only_reads(depot: Depot, small_disk: tuple[MountSpace, Path], record_property: Any) -> None:
    space, folder = small_disk
    before = live_inside(space, folder)
    space.run("mount", "-o", "remount,ro", str(folder))
    for arguments in ((), ("--rollback",)):
        done = published_inside(space, depot, folder, *arguments)
        assert done.returncode == 1
        assert done.stderr.splitlines()[0] == f"Không ghi được: {folder}/out/publish.lock: ổ đĩa chỉ cho đọc."
    assert live_inside(space, folder) == before
    space.run("mount", "-o", "remount,rw", str(folder))
    assert published_inside(space, depot, folder).returncode == 0
    count(record_property, "faults: disk", 1)


def test_no_permission(depot: Depot, record_property: Any) -> None:
    """In a folder of another user, root without its powers; or in one that we may not write."""
    with open_folder() as folder:
        out = folder / "out"
        assert depot.publish(to=out).returncode == 0
        before = bytes_of(out)
        if os.geteuid() == 0:
            subprocess.run(["chown", "--recursive", "65534", str(out)], check=True)
            command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--", sys.executable, "-m", "macros", "publish", "--repository", str(depot.work), "--to", str(out)]
            done = subprocess.run(command, cwd=REPOSITORY, env=environment(ISOLATED), text=True, capture_output=True, timeout=60, check=False)
        else:
            out.chmod(0o555)
            (out / "publish.lock").chmod(0o444)
            done = depot.publish(to=out)
            out.chmod(0o755)
            (out / "publish.lock").chmod(0o644)
        assert (done.returncode, done.stderr.splitlines()[0]) == (1, f"Không ghi được: {out}/publish.lock: không có quyền."), done.stderr
        assert bytes_of(out) == before
    count(record_property, "faults: rights", 1)


# --- the clock -------------------------------------------------------------------------------------------------------------------


def test_a_clock_set_back(depot: Depot, tmp_path: Path, record_property: Any) -> None:
    assert depot.publish(to=tmp_path).returncode == 0
    target, repository = Target(tmp_path), Repository(depot.work)
    first = target.live()
    depot.edit(2001)
    with alone(tmp_path / "publish.lock", 0, print) as held:
        attempt = Attempt(target, repository, repository.commit("HEAD"), 10, lambda step: None, datetime(2001, 1, 1, tzinfo=UTC))
        second = publish(attempt, held)
    assert first and target.live() == second and target.releases() == [second, first]
    assert (second.moment - first.moment).total_seconds() == 1
    assert (second.site / "index.html").stat().st_mtime > (first.site / "index.html").stat().st_mtime
    assert depot.publish("--rollback", to=tmp_path).returncode == 0 and target.live() == first
    count(record_property, "faults: clock", 1)


# --- watching and every morning ------------------------------------------------------------------------------------------------------


def test_watching_publishes_what_is_new_and_tries_nothing_twice(tmp_path: Path, record_property: Any) -> None:
    depot, here = Depot(tmp_path / "theirs"), tmp_path / "here.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(here)], check=True)
    out = tmp_path / "out"
    out.mkdir()
    (out / "publish.toml").write_text(f'fetch_from = "{depot.work}"\n', encoding="utf-8")

    def watch() -> tuple[int, str]:
        done = depot.publish("--watch", "--repository", str(here), to=out)
        return done.returncode, (done.stdout + done.stderr).strip().splitlines()[-1]

    assert watch()[0] == 0 and Target(out).live()
    first = depot.git("rev-parse", "HEAD").stdout.strip()
    assert watch() == (0, f"Chưa có bản mới sau {first[:12]}.")
    second = depot.edit(1)
    assert watch()[1].startswith("Đã phát hành bản ")
    assert depot.publish("--rollback", to=out).returncode == 0
    assert watch() == (0, f"Chưa có bản mới sau {second[:12]}."), "what was rolled back does not come back by itself"
    depot.write("docs/khac.md", "[Đi đâu](khong-co.md)\n")
    third = depot.commit()
    assert watch()[0] == 1
    assert watch() == (0, f"Chưa có bản mới sau {third[:12]}."), "what its own content broke is not built every minute"
    again = depot.publish("--again", "--repository", str(here), to=out)
    assert again.returncode == 0, again.stderr
    live = Target(out).live()
    assert live and live.facts["commit"] == first and len(Target(out).releases()) == 3
    count(record_property, "publishes", 3)
