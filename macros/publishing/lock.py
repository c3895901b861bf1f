"""One publish at a time: a lock that the system drops with its owner, and a note of who that is."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from macros.publishing.failure import Failure

_LOOKING = 0.1  # seconds between two tries


class Held:
    """The lock in our hands: `waited` tells that another had it, `dead` what one that was killed had noted."""

    def __init__(self, handle: int, waited: bool, dead: dict[str, Any]) -> None:
        self.handle, self.waited, self.dead = handle, waited, dead

    def note(self, **facts: object) -> None:
        """Write who holds the lock and what for. It only informs: a full disk must not stop what comes after."""
        content = json.dumps({"pid": os.getpid(), "since": time.time(), **facts}).encode()
        try:
            os.ftruncate(self.handle, 0)
            os.pwrite(self.handle, content, 0)
        except OSError:
            pass


@contextmanager
def alone(file: Path, limit: float, say: Callable[[str], None]) -> Iterator[Held]:
    """Hold the lock; wait up to `limit` seconds for another owner, whom `say` names; raises Failure after that."""
    # Closed in programs that this one starts, so that none of them outlives the owner with the lock in its hands.
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        waited = _wait(handle, time.monotonic() + limit, say)
        held = Held(handle, waited, _noted(handle))
        held.note()
        try:
            yield held
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _wait(handle: int, end: float, say: Callable[[str], None]) -> bool:
    waited = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return waited
        except BlockingIOError:
            owner = _owner(_noted(handle))
            if time.monotonic() > end:
                raise Failure(f"Đang có lần phát hành khác{owner}.", "Chờ lần ấy xong rồi chạy lại; nếu nó treo, dừng tiến trình ấy.") from None
            if not waited:
                say(f"Đang có lần phát hành khác{owner}; chờ đến lượt…")
            waited = True
            time.sleep(_LOOKING)


def _noted(handle: int) -> dict[str, Any]:
    try:
        return dict(json.loads(os.pread(handle, 10_000, 0) or b"{}"))
    except ValueError:
        return {}


def _owner(noted: dict[str, Any]) -> str:
    if "pid" not in noted:
        return ""
    return f" (tiến trình {noted['pid']}, đã {max(0, round(time.time() - noted['since']))} giây)"
