"""Reading the record in two processes says what one says, to the last place and word, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.beside import Beside
from macros.data import Data, KeptParts, Loaded, load
from tests.data_folders import small_copy
from tests.test_kept_record import EDITS, same


@pytest.fixture(scope="module")
def beside() -> Iterator[Beside]:
    with Beside() as second:
        yield second


def _places(data: Data) -> list[tuple[Any, ...]]:
    """Return all records, with what is not a field of theirs: where each was read, and which fields were filled in."""
    return [(record, record.place, record.model_fields_set) for record in data.all_records]


def _equal(two: Loaded, one: Loaded) -> None:
    same(two, one)
    assert _places(two.data) == _places(one.data)
    assert list(two.data.years) == list(one.data.years)
    assert {number: year.digest for number, year in two.data.years.items()} == {number: year.digest for number, year in one.data.years.items()}


@pytest.mark.parametrize("what", EDITS)
def test_two_processes_read_what_one_does(what: str, tmp_path: Path, beside: Beside) -> None:
    folder = small_copy(tmp_path)
    EDITS[what][0](folder)
    _equal(load(folder, "data", None, beside), load(folder, "data"))


def test_a_year_that_the_second_process_read_is_digested_and_kept_like_another(tmp_path: Path, beside: Beside) -> None:
    folder, kept = small_copy(tmp_path), KeptParts()
    EDITS["a year closed"][0](folder)
    first = load(folder, "data", kept, beside)
    assert [number for number, year in first.data.years.items() if year.digest] == [2023]
    _equal(first, load(folder, "data"))
    parts = dict(kept.files)
    again = load(folder, "data", kept, beside)
    assert all(kept.files[name] is part for name, part in parts.items()), "nothing is read again"
    _equal(again, first)


def test_only_the_first_reading_asks_the_second_process(tmp_path: Path) -> None:
    folder, kept = small_copy(tmp_path), KeptParts()
    load(folder, "data", kept)
    EDITS["a task renamed"][0](folder)
    with Beside() as second:
        second.process.kill()
        second.wait_for_death()
        _equal(load(folder, "data", kept, second), load(folder, "data"))


def test_what_a_second_process_that_died_was_asked_is_read_here(tmp_path: Path) -> None:
    folder = small_copy(tmp_path)
    with Beside() as second:
        second.process.kill()
        _equal(load(folder, "data", None, second), load(folder, "data"))
