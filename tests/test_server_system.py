"""`make server` as root, on a machine whose /etc and /srv are this test's own: two users, who may write what, and a push that publishes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.debian import installed
from tests.depot import ISOLATED, REPOSITORY
from tests.mount_space import MountSpace, mount_space
from tests.real_server import RealServer, free_port, git, open_folder, real_project
from tests.tiny_project import environment, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.deploy]
PREFIX = "/srv/ke-hoach"


@pytest.fixture(scope="module")
def port() -> int:
    """The port of the machine's web server."""
    return free_port()


@pytest.fixture(scope="module")
def machine(port: int) -> Iterator[MountSpace]:
    """A machine on which the server was set up as root; only its users and files are its own."""
    for program in ("nginx", "git"):
        installed(program, program)
    with mount_space() as space:
        space.run("sh", "-c", "mount -t tmpfs -o mode=755 tmpfs /mnt && cp -a /etc /mnt/etc && mkdir /mnt/srv && mount --bind /mnt/etc /etc && mount --bind /mnt/srv /srv")
        open_python(space)
        command = [sys.executable, "-m", "macros", "server", "--port", str(port)]
        done = space.run(*command, cwd=REPOSITORY, env=environment(ISOLATED), check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[0] == f"Máy chủ đã sẵn sàng trong {PREFIX}. Phát hành bằng một lần đẩy lên nhánh main:"
        yield space


def open_python(space: MountSpace) -> None:
    """Let everyone reach the Python that runs this, where it is in root's own folder; inside only."""
    if Path(sys.base_prefix).is_relative_to("/root"):
        base = sys.base_prefix
        space.run("sh", "-c", f"mkdir /mnt/python && mount --bind {base} /mnt/python && mount -t tmpfs -o mode=755 tmpfs /root && mkdir -p {base} && mount --bind /mnt/python {base}")


def as_user(machine: MountSpace, user: str, script: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell as one of the machine's users, without any power of root."""
    without = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--no-new-privs", "--bounding-set=-all"]
    # Not in this folder, which its owner may have closed to everybody else.
    return machine.run(*without, "sh", "-c", script, at=Path("/"), check=False, env={**ISOLATED, "PATH": os.environ["PATH"], "HOME": "/nonexistent"})


needs_root = pytest.mark.usefixtures("machine") if os.geteuid() == 0 else lambda test: None


@needs_root
def test_who_may_write_what(machine: MountSpace) -> None:
    writable = {user: as_user(machine, user, f"find {PREFIX} -writable -not -type l | sort").stdout.split() for user in ("ke-hoach", "ke-hoach-web")}
    assert all(path.startswith(f"{PREFIX}/var") for path in writable["ke-hoach-web"]), writable["ke-hoach-web"][:5]
    assert all(path.startswith((f"{PREFIX}/site", f"{PREFIX}/repo.git")) for path in writable["ke-hoach"]), writable["ke-hoach"][:5]
    assert PREFIX not in writable["ke-hoach"] and f"{PREFIX}/site" in writable["ke-hoach"]
    shells = dict(line.split(":")[0::6] for line in machine.path(Path("/etc/passwd")).read_text(encoding="utf-8").splitlines() if line.startswith("ke-hoach"))
    assert shells == {"ke-hoach": "/usr/bin/git-shell", "ke-hoach-web": "/usr/sbin/nologin"}
    units = sorted(path.name for path in machine.path(Path("/etc/systemd/system")).glob("ke-hoach-*"))
    assert units == ["ke-hoach-daily.service", "ke-hoach-daily.timer", "ke-hoach-watch.service", "ke-hoach-watch.timer", "ke-hoach-web.service"]


@needs_root
def test_a_push_by_the_builder_is_served_by_the_web_user(machine: MountSpace, port: int, tmp_path: Path) -> None:
    work = real_project(tmp_path / "work")
    with open_folder() as folder:
        git(work, "clone", "--quiet", "--bare", str(work), str(folder / "work.git"))
        machine.run("chown", "--recursive", "ke-hoach", str(folder / "work.git"))
        pushed_and_served(machine, port, folder / "work.git")


def pushed_and_served(machine: MountSpace, port: int, repository: Path) -> None:
    nginx = ["nginx", "-e", f"{PREFIX}/var/error.log", "-c", f"{PREFIX}/etc/nginx.conf", "-g", "daemon off;"]
    web = subprocess.Popen(machine.command("setpriv", "--reuid=ke-hoach-web", "--regid=ke-hoach-web", "--init-groups", "--bounding-set=-all", *nginx, at=Path("/")))
    server = RealServer(Path(PREFIX), port)
    try:
        wait_for(lambda: machine.path(Path(f"{PREFIX}/var/nginx.pid")).exists(), "nginx to start")
        pushed = as_user(machine, "ke-hoach", f"git --git-dir {repository} push {PREFIX}/repo.git main 2>&1")
        assert pushed.returncode == 0 and "Đã phát hành bản " in pushed.stdout, pushed.stdout
        assert "99 nhiệm vụ" in server.get("/").text
    finally:
        web.terminate()
        web.wait(30)


def test_who_is_not_root_must_name_a_folder() -> None:
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", sys.executable, "-c"]
        code = f"import sys; sys.path[:0] = {[str(REPOSITORY), *sys.path]!r}; sys.argv[1:] = ['server']; from macros.__main__ import main; sys.exit(main())"
        readable = subprocess.run([*command[:5], "test", "-r", str(REPOSITORY / "macros/__main__.py")], check=False).returncode == 0
        if not readable:
            return  # this copy of the project is closed to others
        done = subprocess.run([*command, code], env={"PATH": os.environ["PATH"]}, text=True, capture_output=True, timeout=60, check=False)
    else:
        done = subprocess.run([sys.executable, "-m", "macros", "server"], cwd=REPOSITORY, env=environment({}), text=True, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, "Cho biết nơi đặt, ví dụ make server PREFIX=$HOME/ke-hoach; hoặc chạy bằng root để đặt cho cả máy.\n")
