"""The invented record that benchmarks measure on: valid, the same on every machine, with the shapes of the real one."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from macros.data import Data, load
from tests.benchmarks.corpus import write

YEARS, TASKS, AWARDS = 12, 40, 50


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("corpus") / "data"
    rows = write(made, YEARS, TASKS, AWARDS)
    assert rows == YEARS * (TASKS + AWARDS)
    return made


@pytest.fixture(scope="module")
def data(folder: Path) -> Data:
    loaded = load(folder)
    assert loaded.problems == []
    return loaded.data


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def test_same_arguments_give_the_same_bytes_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "again", YEARS, TASKS, AWARDS)
    write(tmp_path / "other", YEARS, TASKS, AWARDS, seed=2)
    assert _digest(tmp_path / "again") == _digest(folder)
    assert _digest(tmp_path / "other") != _digest(folder)


def test_every_text_is_nfc(folder: Path) -> None:
    for path in folder.rglob("*.yml"):
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path


def test_it_has_the_shapes_of_the_real_record(data: Data) -> None:
    tasks, documents = list(data.tasks.values()), data.documents
    assert len(tasks) == YEARS * TASKS
    states = Counter(task.state for task in tasks)
    assert states["done"] > len(tasks) / 2 and states["moved"] > 0
    assert sorted(data.carried_to) == sorted(task.id for task in tasks if task.state == "moved")
    assert {len(task.lead) for task in tasks} == {1, 2}
    assert {task.due.kind for task in tasks if task.due} == {"day", "month", "quarter", "half", "year", "continuous"}
    assert any(task.extended for task in tasks) and any(task.implements for task in tasks)
    assert max(len(task.title) for task in tasks) > 150 > 60 > min(len(task.title) for task in tasks)

    recipients = [recipient for award in data.awards.values() for recipient in award.recipients]
    names = Counter(recipient.name for recipient in recipients)
    assert names.most_common(1)[0][1] > 1, "no namesakes"
    families = Counter(recipient.name.split()[0] for recipient in recipients if recipient.honorific)
    assert families.most_common(1)[0][0] == "Nguyễn"
    assert any((award.declared or 0) > len(award.recipients) for award in data.awards.values())

    chained = [relation for document in documents.values() for relation in document.relations]
    assert {"replaces", "implements", "guides", "based_on", "cites"} == {relation.kind for relation in chained}
    assert any(unit.successors for unit in data.units.values()) and len(data.structures) == 2
    closed = [number for number, year in data.years.items() if year.plan and year.plan.closed]
    assert closed == list(range(2014, 2024))
