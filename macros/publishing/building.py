"""A commit's own check and build: its own code, in a process of its own, with a clean environment and limits.

Whoever may merge may change `macros/`, and what a merged commit holds runs here. So it runs as the publishing user with
nothing of the publisher's environment, no input, and bounds on time, memory and file size; what it built is then read by
the publisher's code, not by its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from macros.publishing.failure import Failure

LONGEST = 900.0  # seconds
_LIMITS = ["prlimit", "--as=8000000000", "--cpu=1800", "--fsize=1000000000", "--core=0"]
# Ends the build when the publisher is killed: nobody is left to write into a folder that the next one removes.
_TOGETHER = ["setpriv", "--pdeathsig", "KILL"]

_OF_THE_SCRATCH = "Chưa dựng được trang;"  # the line in which `site` names a folder that nobody knows


def environment(scratch: Path, **settings: str) -> dict[str, str]:
    """Return the whole environment of a commit's own code."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(scratch), "TMPDIR": str(scratch), "CI": "true",
        "PYTHONDONTWRITEBYTECODE": "1", **settings,
    }


def run(tree: Path, arguments: list[str], surroundings: dict[str, str]) -> None:
    """Run one of the commit's commands in its folder; raises Failure with everything it said when it does not go well."""
    command = [*_TOGETHER, *_LIMITS, sys.executable, "-m", "macros", *arguments]
    try:
        done = subprocess.run(command, cwd=tree, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise Failure(f"Chạy quá {LONGEST:.0f} giây.", "Xem bản này có vòng lặp hay dữ liệu quá lớn không.", True) from None
    if done.returncode:
        lines = (done.stderr + done.stdout).decode("utf-8", "replace").strip().splitlines()
        said = "\n".join(line for line in lines if not line.startswith(_OF_THE_SCRATCH))
        killed = f"Chương trình bị dừng (mã {done.returncode})." if done.returncode < 0 or not said else ""
        of_the_machine = any(line.startswith("Không ghi được:") for line in lines)
        remedy = "Xem lại ổ đĩa của máy phát hành, rồi phát hành lại." if of_the_machine else "Sửa các chỗ nêu trên, rồi đẩy lại."
        raise Failure("\n".join(filter(None, [said, killed])), remedy, lasting=not killed and not of_the_machine)


def refuse_other_packages(tree: Path) -> None:
    """Raise Failure where a commit asks for other packages than this machine has installed."""
    installed = Path(sys.prefix) / "installed"
    if installed.is_file() and installed.read_bytes() != (tree / "requirements.lock").read_bytes():
        raise Failure(
            "requirements.lock của bản này khác với các gói đã cài trên máy phát hành.",
            "Quản trị máy chủ chạy lại make server từ bản này để cài đúng các gói, rồi phát hành lại.",
        )


def ready(scratch: Path) -> Path:
    """Return the folder that the commit's own code may call home."""
    home = scratch / "home"
    home.mkdir()
    os.chmod(home, 0o700)
    return home
