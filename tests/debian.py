"""Programs that tests need from Debian's packages: the one on PATH, installed when root, otherwise one sentence on what to install."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

# A machine that has just started may hold the lock of the package lists for some minutes.
_PATIENT = ["-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3"]


def installed(program: str, packages: str, *also_called: str) -> str:
    """Return the path of a program, its Debian packages (parted by spaces) installed first where that is needed and allowed; fails the test otherwise."""
    names = (program, *also_called)
    path = _found(names)
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(names, packages)
        path = _found(names)
    if path is None:
        pytest.fail(f"The tests need {program} on PATH: install it (Debian, Ubuntu: apt install {packages}).", pytrace=False)
    return path


def _found(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _install(names: tuple[str, ...], packages: str) -> None:
    """Install packages, one process at a time: apt refuses a second one, and tests run in several."""
    lock = Path(tempfile.gettempdir()) / f"debian-packages-for-tests-{os.geteuid()}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if _found(names):
            return
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages.split()]):
            subprocess.run(["apt-get", *_PATIENT, *command], env=environment, check=False, stdout=subprocess.DEVNULL)
