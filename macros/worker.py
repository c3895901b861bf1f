"""A process that builds again and again for the preview: `python -m macros.worker` reads what to build, answers with faults.

One long-lived process, because importing MkDocs and its theme takes longer than a build. The preview starts a new one
when a Python file changes, the only thing a running process cannot take up.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from macros.beside import Beside
from macros.building import render
from macros.glimpse import CalledOff, CallingOff, Glimpse, Whole
from macros.scanning import ReadPages
from macros.templates import CompiledTemplates, KeptRecord

PATIENCE = 5.0  # seconds that a build called off may take to end, far more than it does


class Builder:
    """Builds, and keeps from build to build what may be kept; `calling_off` ends the build under way from another thread."""

    def __init__(self, beside: Beside) -> None:
        self.beside, self.calling_off, self.whole = beside, CallingOff(), Whole()
        self.known = ReadPages()
        self.listeners: dict[str, object] = {
            "compiled templates": CompiledTemplates(), KeptRecord.NAME: KeptRecord(), Beside.NAME: beside, CallingOff.NAME: self.calling_off,
        }

    def build(self, folder: Path, pages: list[str]) -> list[str] | None:
        """Build the whole site, or a glimpse of some pages; return the faults, None when it was called off."""
        kind = Glimpse(pages, self.whole.others) if pages else self.whole
        try:
            if not pages:
                self.beside.settle(self.calling_off.look)  # what a build that was called off left to it goes into a folder that is used again
                empty(folder, self.calling_off.look)
            return render(folder, os.environ.get("SITE_URL", ""), self.known, {**self.listeners, kind.NAME: kind})
        except CalledOff:
            return None


def empty(folder: Path, look: Callable[[], None]) -> None:
    """Remove what an earlier build wrote, which MkDocs does without a look at whether it is wanted; what cannot go it tells of."""
    for below, _, files in os.walk(folder, topdown=False):
        look()
        with suppress(OSError):
            for name in files:
                os.unlink(os.path.join(below, name))
            os.rmdir(below)


def main() -> None:
    """Build what each line of JSON on stdin names: [folder] the whole site, [folder, page, …] a glimpse of these pages.

    Answers with a line each: the faults. `null` ends the build under way, whose answer is null. Ends when stdin does, or the
    second process.
    """
    # Nothing that a plugin prints may get between the answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        with Beside() as beside:
            builder = Builder(beside)
            asked: queue.Queue[list[str] | None] = queue.Queue()
            threading.Thread(target=_listen, args=(asked, builder.calling_off.called_off), daemon=True).start()
            threading.Thread(target=_end_with, args=(beside, asked), daemon=True).start()
            while (order := asked.get()) is not None:
                faults = builder.build(Path(order[0]), order[1:])
                print(json.dumps(faults), file=answers, flush=True)
                if order[1:] or faults is None:
                    continue  # something else is asked at once
                gc.unfreeze()  # what the build set aside with the record, its configuration and pages, is garbage by now
                beside.ask(tidied)
                tidied()


def tidied() -> None:
    """Collect garbage and give the memory that is free back to the system: an edit a minute all day leaves holes in it that no other build fills."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # of glibc
        trim(0)


def _listen(asked: queue.Queue[list[str] | None], called_off: threading.Event) -> None:
    """Hand on what is asked, also while something is being built."""
    for line in sys.stdin:
        order = json.loads(line)
        if order is None:
            called_off.set()
        else:
            called_off.clear()  # nothing is under way: whoever asks has had every answer
            asked.put(order)
    called_off.set()
    asked.put(None)
    threading.main_thread().join(PATIENCE)
    if threading.main_thread().is_alive():  # in something that never looks whether it is called off: nobody is left to end it
        os._exit(1)


def _end_with(beside: Beside, asked: queue.Queue[list[str] | None]) -> None:
    """Let this process end once the second one died, after the build under way: the next build is asked of new ones."""
    beside.wait_for_death()
    asked.put(None)


if __name__ == "__main__":
    main()
