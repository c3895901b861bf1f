"""A view of the file system of its own, in which a test may mount what it likes: small disks, copies of /etc; nothing is left behind."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class MountSpace:
    """Commands run inside see its mounts; `path` shows its files from outside."""

    def __init__(self, holder: subprocess.Popen[str]) -> None:
        self.pid = holder.pid

    def command(self, *command: str, user: str = "", at: Path | None = None) -> list[str]:
        """Return a command that runs inside, as root or as a user, in a folder (this one)."""
        enter = ["nsenter", "--target", str(self.pid), "--mount", *(["--user", "--preserve-credentials"] if os.geteuid() else []), f"--wd={at or Path.cwd()}"]
        return [*enter, *(["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"] if user else []), *command]

    def run(self, *command: str, user: str = "", at: Path | None = None, check: bool = True, **settings: object) -> subprocess.CompletedProcess[str]:
        """Run a command inside to its end."""
        done = subprocess.run(self.command(*command, user=user, at=at), text=True, encoding="utf-8", capture_output=True, timeout=300, check=False, **settings)  # type: ignore[call-overload]
        assert done.returncode == 0 or not check, done.stderr
        return done  # type: ignore[no-any-return]

    def path(self, path: Path) -> Path:
        """Return where a file inside is seen from outside; absolute links in it are not followed there."""
        return Path(f"/proc/{self.pid}/root{path}")


@contextmanager
def mount_space() -> Iterator[MountSpace]:
    """Give a mount space; whoever is not root becomes it inside, by a user space of its own."""
    as_root = ["--user", "--map-root-user"] if os.geteuid() else []
    holder = subprocess.Popen(["unshare", "--mount", *as_root, "sh", "-c", "echo ready; exec cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout and holder.stdout.readline() == "ready\n", "This machine lets nobody unshare a mount space."
        yield MountSpace(holder)
    finally:
        holder.communicate("")
