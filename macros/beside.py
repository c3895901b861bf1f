"""A second process for work that nothing waits for: workbooks and the like are made beside the pages, on another core.

    with Beside() as beside:
        later = beside.ask(function, argument)      # a function of a module, arguments that pickle
        later.result()                              # what it returned; raises what it raised
    shared = beside.share("name", value)        # sent once; stands for the value in the arguments of later tasks

It is started while this process is still small, does one task after another in the order asked, and ends when this one does.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pickle import PicklingError
from typing import Any

# So many tasks wait before it is called busy: what they are made from stands in memory.
WAITING = 8
LOOKING = 0.05  # seconds between two looks at whether what is waited for is still wanted
_DIED = "tiến trình phụ đã dừng đột ngột"
_Task = tuple[Callable[..., Any], tuple[Any, ...]]


@dataclass(frozen=True)
class Shared:
    """Stands for a value that both processes hold, or only the second, in the arguments of a task: its name alone is sent with each."""

    name: str
    value: Any = None

    def __reduce__(self) -> tuple[type[Shared], tuple[str]]:
        return Shared, (self.name,)


class Beside:
    """The second process and the two threads that talk to it, so that neither side ever waits for the other to listen."""

    NAME = "beside"

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.connection), daemon=True)
        self.process.start()
        theirs.close()
        self.tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self.dead = False
        self.asked: deque[Future[Any]] = deque()
        self.lock = threading.Lock()
        for talk in (self._send, self._receive):
            threading.Thread(target=talk, daemon=True).start()

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *exception: object) -> None:
        """End it, in the middle of a task if need be: what matters has been waited for."""
        self.process.kill()
        self.process.join()
        self.tasks.put(None)

    @property
    def has_time(self) -> bool:
        """Tell whether it will soon have nothing to do: work that the asking process can do as well is better done there otherwise."""
        return self.waiting < WAITING and not self.dead

    @property
    def waiting(self) -> int:
        """Return how many tasks are not done yet."""
        return len(self.asked)

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Let it call a function of a module; return what holds the outcome later."""
        outcome: Future[Any] = Future()
        with self.lock:  # outcomes come in the order of the tasks
            if self.dead:
                outcome.set_exception(RuntimeError(_DIED))
                return outcome
            self.asked.append(outcome)
            self.tasks.put((function, arguments))
        return outcome

    def settle(self, look: Callable[[], None] = lambda: None) -> None:
        """Wait until everything asked for is done, whether or not anybody still wants the outcome, or `look` raises."""
        with self.lock:
            last = self.asked[-1] if self.asked else None
        if last:
            until_done(last, look)

    def wait_for_death(self) -> None:
        """Return when it has died: nothing can be asked of it any more."""
        wait([self.process.sentinel])

    def share(self, name: str, value: object) -> Shared:
        """Let it hold a value that many tasks need, in place of an earlier one of that name; return what stands for it."""
        self.ask(Shared, name, value)
        return Shared(name, value)

    def _send(self) -> None:
        while (task := self.tasks.get()) is not None:
            with suppress(OSError):  # when it died, tasks are thrown away: receiving tells whoever waits
                try:
                    self.connection.send(task)
                except (PicklingError, AttributeError, TypeError) as error:  # nothing was sent; an outcome must come all the same
                    self.connection.send((_refuse, (f"{task[0]}: {error}",)))

    def _receive(self) -> None:
        while True:
            try:
                value, error = self.connection.recv()
            except (EOFError, OSError):
                break
            outcome = self.asked.popleft()
            outcome.set_exception(error) if error else outcome.set_result(value)
        with self.lock:
            self.dead = True
            while self.asked:
                self.asked.popleft().set_exception(RuntimeError(_DIED))


def until_done(later: Future[Any], look: Callable[[], None]) -> None:
    """Return when an outcome has come, or raise what `look` does, which is called now and again meanwhile."""
    while True:
        with suppress(TimeoutError):
            later.exception(LOOKING)
            return
        look()


def _work(connection: Connection, others_end: Connection) -> None:
    """Do what is asked until the asking process is gone, however it went: read to the end, or with answers unread."""
    others_end.close()
    held: dict[str, Any] = {}
    gc.set_threshold(100_000)  # workbooks are made of millions of small objects, none of them garbage before the last
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_outcome(connection.recv_bytes(), held))
    os._exit(0)


def _outcome(asked: bytes, held: dict[str, Any]) -> memoryview:
    """Do one task; return what it returned or raised, pickled, also of a task that cannot be understood."""
    try:
        function, arguments = ForkingPickler.loads(asked)
        if function is Shared:
            held[arguments[0]] = arguments[1]
            return ForkingPickler.dumps((None, None))
        return ForkingPickler.dumps((function(*(held[one.name] if isinstance(one, Shared) else one for one in arguments)), None))
    except Exception as error:
        return ForkingPickler.dumps((None, _sendable(error)))


def _sendable(error: Exception) -> Exception:
    """Return an error that arrives as it is, or one that says the same."""
    try:
        ForkingPickler.loads(ForkingPickler.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _refuse(reason: str) -> None:
    raise TypeError(reason)
