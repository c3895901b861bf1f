"""The server that `make server` makes, on this machine: the real nginx, the real git and its hooks, loopback only."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from macros.publishing.target import Target
from tests.debian import installed
from tests.depot import ISOLATED, REPOSITORY
from tests.tiny_project import environment, wait_for


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class RealServer:
    """One server in a folder of its own, and what IT staff, pushers and readers do with it."""

    prefix: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)

    def set_up(self) -> str:
        """Run `make server`'s command, which must go well; return what it says."""
        installed("nginx", "nginx")
        command = [sys.executable, "-m", "macros", "server", "--prefix", str(self.prefix), "--port", str(self.port)]
        done = subprocess.run(command, cwd=REPOSITORY, env=environment({**ISOLATED, **self.settings}), text=True, encoding="utf-8", capture_output=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def target(self) -> Target:
        """What is published."""
        return Target(self.prefix / "site")

    @property
    def repository(self) -> Path:
        """What is pushed to."""
        return self.prefix / "repo.git"

    def publish(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the server's own copy of the command."""
        command = [".venv/bin/python", "-m", "macros", "publish", "--repository", str(self.repository), "--to", str(self.prefix / "site"), *arguments]
        settings = {name: value for name, value in environment(ISOLATED).items() if name != "PYTHONPATH"}
        return subprocess.run(command, cwd=self.prefix / "app", env=settings, text=True, encoding="utf-8", capture_output=True, timeout=300, check=False)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path exactly as written; header names with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes that no client would, and return what comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)

    def nginx(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run nginx on the server's configuration."""
        command = [installed("nginx", "nginx"), "-e", str(self.prefix / "var/error.log"), "-c", str(self.prefix / "etc/nginx.conf"), *arguments]
        return subprocess.run(command, text=True, capture_output=True, timeout=60, check=False)

    def reload(self) -> None:
        """Let nginx read its configuration anew, and wait until its old workers take nothing any more."""
        checked = self.nginx("-t")
        assert checked.returncode == 0, checked.stderr
        before = self._workers()
        assert self.nginx("-s", "reload").returncode == 0
        wait_for(lambda: self._workers() and not self._workers() & before, "new workers of nginx")

    def _workers(self) -> set[str]:
        pid = (self.prefix / "var/nginx.pid").read_text().strip()
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())

    def stop(self) -> None:
        """End nginx."""
        pid = self.prefix / "var/nginx.pid"
        if pid.is_file():
            self.nginx("-s", "quit")
            wait_for(lambda: not pid.exists(), "nginx to end")


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that other users may look into, as nginx's workers must when root started it."""
    folder = Path(tempfile.mkdtemp(prefix="server-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def real_server(**settings: str) -> Iterator[RealServer]:
    """Give a server that is set up and ended."""
    with open_folder() as folder:
        server = RealServer(folder / "x", free_port(), settings)
        if "path" in settings:
            server.settings = {"SITE_URL": f"http://127.0.0.1:{server.port}{settings['path']}"}
        server.set_up()
        try:
            yield server
        finally:
            server.stop()


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_PROJECT = ("mkdocs.yml", "docs", "data", "macros", "deploy")
_TESTED = ("tests", "Makefile", "README.md", "pyproject.toml", "requirements-peers.lock", ".ci", ".gitignore", ".github", ".gitlab-ci.yml", ".gitlab", ".vscode")


def real_project(folder: Path, *, everything: bool = False) -> Path:
    """Make a git repository of this project as it stands, with the real data, and return it; `everything` takes its tests too."""
    folder.mkdir(parents=True)
    for name in (*_PROJECT, *((one for one in _TESTED if (REPOSITORY / one).exists()) if everything else ())):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    shutil.copy(Path(sys.prefix) / "installed", folder / "requirements.lock")
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "--all", "--force"], ["commit", "--quiet", "-m", "Hồ sơ"]):
        git(folder, *command)
    return folder


def git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, untouched by this machine's own settings."""
    done = subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **ISOLATED}, text=True, encoding="utf-8", errors="replace", capture_output=True, timeout=300, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return done


def remote_lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what the server said to a pusher."""
    lines = [line.removeprefix("remote: ").rstrip() for line in done.stderr.splitlines() if line.startswith("remote: ")]
    return [line for line in lines if not line.startswith("error: ")]  # git's own
