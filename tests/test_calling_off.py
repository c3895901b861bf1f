"""What a build waits for or writes ends with it at once when nobody wants it any more; tests/test_kept.py: and nothing of it stays."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from macros.beside import Beside
from macros.glimpse import CalledOff, CallingOff
from macros.stored import OnDisk, as_they_are
from macros.worker import Builder, empty

BUSY = (signal.sigtimedwait, [signal.SIGUSR1], 60)  # a task that takes a minute, should anybody wait for it


@pytest.fixture
def beside() -> Iterator[Beside]:
    with Beside() as one:
        yield one


@pytest.fixture
def look() -> Callable[[], None]:
    """Return what looks and finds that all is called off."""
    calling_off = CallingOff()
    calling_off.called_off.set()
    return calling_off.look


@pytest.mark.parametrize(
    "work",
    [lambda store: store.make(as_they_are, {"a": b""}), lambda store: store.put(as_they_are, {"a": b""}), lambda store: store.gather("b", [1])],
    ids=["make", "put", "gather"],
)
def test_no_further_file_is_made(work: Callable[[OnDisk], object], tmp_path: Path, beside: Beside, look: Callable[[], None]) -> None:
    work(OnDisk(tmp_path / "before", beside))
    with pytest.raises(CalledOff):
        work(OnDisk(tmp_path / "after", beside, look))
    beside.settle()
    assert not (tmp_path / "after").exists()


def test_a_second_process_that_is_busy_is_not_waited_for(tmp_path: Path, beside: Beside, look: Callable[[], None]) -> None:
    store = OnDisk(tmp_path, beside)
    beside.ask(*BUSY)
    made = store.make(dict)
    object.__setattr__(made, "look", look)
    store.look = look
    for waits in (store.finish, lambda: beside.settle(look), lambda: made.facts("a"), lambda: made.content("a")):
        with pytest.raises(CalledOff):
            waits()
    assert beside.waiting == 2


def test_a_whole_build_does_not_begin_while_it_waits_for_what_an_earlier_one_left(tmp_path: Path, beside: Beside) -> None:
    builder = Builder(beside)
    beside.ask(*BUSY)
    builder.calling_off.called_off.set()
    assert builder.build(tmp_path, []) is None and beside.waiting == 1


def test_the_folder_of_an_earlier_build_is_emptied_unless_that_is_called_off(tmp_path: Path, look: Callable[[], None]) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("")
    with pytest.raises(CalledOff):
        empty(tmp_path, look)
    assert (tmp_path / "a/b/c").exists()
    empty(tmp_path, lambda: None)
    assert not tmp_path.exists()
    empty(tmp_path, lambda: None)  # the first build of all has none
