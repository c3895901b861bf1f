"""The invented record that benchmarks measure on: valid, the same on every machine, with the shapes of the real one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from macros.data import Data, load
from macros.documents import Document
from macros.published import YearEntry
from macros.records import Record, with_inner
from macros.vocabularies import Abbreviation, Term
from tests.benchmarks.corpus import REPOSITORY, write
from tests.benchmarks.corpus_drawing import spread
from tests.benchmarks.corpus_names import Names

YEARS, TASKS, AWARDS = 20, 60, 70


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("corpus") / "data"
    assert write(made, YEARS, TASKS, AWARDS) == YEARS * (TASKS + AWARDS)
    return made


@pytest.fixture(scope="module")
def data(folder: Path) -> Data:
    loaded = load(folder)
    assert loaded.problems == []
    return loaded.data


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def _command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "tests/benchmarks/corpus.py", *map(str, arguments)], cwd=REPOSITORY, capture_output=True, text=True, check=False)


def _records(data: Data) -> Iterator[Record]:
    """Yield every record, and those in it."""
    registers = (data.units, data.people, data.documents, data.movements, data.honours, data.sources)
    yield from (inner for register in registers for record in register.values() for inner in with_inner(record))
    yield from (inner for record in (*data.structures, *data.misprints, *data.ambiguities) for inner in with_inner(record))
    for year in data.years.values():
        yield from (inner for record in (year.plan, year.results, *year.tasks, *year.awards, *year.events) if record for inner in with_inner(record))


def _models(of: type[Record] = Record) -> Iterator[type[Record]]:
    for model in of.__subclasses__():
        if model.__module__.startswith("macros.") and not issubclass(model, YearEntry):  # which is what the exports tell of a year
            yield model
        yield from _models(model)


def test_same_arguments_give_the_same_bytes_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    assert _command(YEARS, TASKS, AWARDS, "-o", tmp_path / "again").returncode == 0
    assert _command(YEARS, TASKS, AWARDS, "-o", tmp_path / "other", "--seed", 2).returncode == 0
    assert _digest(tmp_path / "again") == _digest(folder)
    assert _digest(tmp_path / "other") != _digest(folder)


@pytest.mark.parametrize("size", [(1, 0, 0), (1, 100, 50), (3, 7, 13), (9, 1, 1), (5, 333, 777), (126, 2, 2)], ids=str)
def test_every_size_is_valid_and_has_the_rows_asked_for(size: tuple[int, int, int], tmp_path: Path) -> None:
    years, tasks, awards = size
    made = _command(*size, "-o", tmp_path / "data")
    assert (made.returncode, made.stdout) == (0, f"{years * (tasks + awards)} rows of {years} years in {tmp_path / 'data'}\n")
    loaded = load(tmp_path / "data")
    assert loaded.problems == []
    rows = {number: (len(year.tasks), sum(len(award.recipients) for award in year.awards)) for number, year in loaded.data.years.items()}
    assert rows == dict.fromkeys(range(2026 - years, 2026), (tasks, awards))


@pytest.mark.parametrize("size", [(0, 5, 5), (-1, 5, 5), (127, 5, 5), (2, -1, 5), (2, 5, -1)], ids=str)
def test_a_size_that_cannot_be_is_refused(size: tuple[int, int, int], tmp_path: Path) -> None:
    refused = _command("-o", tmp_path / "data", "--", *size)
    said = "YEARS must be 1 to 126, for dates begin with 1900; TASKS and AWARDS must not be negative.\n"
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", said)
    assert not (tmp_path / "data").exists()


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    refused = _command(1, 1, 1, "-o", tmp_path)
    assert (refused.returncode, refused.stderr) == (2, f"{tmp_path} is there already: give the name of a new folder, or remove it.\n")
    assert list(tmp_path.iterdir()) == []


def test_every_text_is_nfc(folder: Path) -> None:
    files = list(folder.rglob("*.yml"))
    assert len(files) == 7 + 5 * YEARS
    for path in files:
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path


def test_every_field_of_every_record_occurs(data: Data) -> None:
    used: defaultdict[str, set[str]] = defaultdict(set)
    for record in _records(data):
        used[type(record).__name__] |= record.__pydantic_fields_set__
    models = [model for model in _models() if model not in (Term, Abbreviation)]  # vocabularies are the real ones
    assert {model.__name__: set(model.model_fields) - used[model.__name__] for model in models if set(model.model_fields) - used[model.__name__]} == {}


def test_tasks_have_the_shapes_of_real_plans(data: Data) -> None:
    tasks = list(data.tasks.values())
    states = Counter(task.state for task in tasks)
    assert states["done"] > len(tasks) / 2 and set(states) == set(data.vocabularies["state"])
    assert {len(task.lead) for task in tasks} == {0, 1, 2, 3}
    assert {task.due.kind for task in tasks if task.due} == {"day", "month", "quarter", "half", "year", "span", "continuous"}
    assert max(len(task.title) for task in tasks) > 150 > 60 > min(len(task.title) for task in tasks)
    for number, year in data.years.items():
        areas = [int((task.area or "").rpartition("-")[2]) for task in year.tasks]
        assert areas == sorted(areas), "tasks stand area by area"
        assert len(set(areas)) == 12 and max(Counter(areas).values()) <= TASKS / 5, number
        numbers = [int(task.number or 0) for task in year.tasks if task.origin != "unplanned"]
        assert numbers == list(range(1, len(numbers) + 1))


def test_tasks_move_on_up_to_three_times_the_more_often_the_rarer(data: Data) -> None:
    assert sorted(data.carried_to) == sorted(task.id for task in data.tasks.values() if task.state == "moved")
    chains: Counter[int] = Counter()
    for task in data.tasks.values():
        if task.state != "moved":
            length, before = 1, task
            while before.carried_from:
                length, before = length + 1, data.tasks[before.carried_from]
            chains[length] += 1
    assert set(chains) == {1, 2, 3, 4}
    assert chains[1] > chains[2] > chains[3] > chains[4]


def test_a_task_that_is_carried_over_keeps_its_title_and_goes_to_the_unit_that_took_over(data: Data) -> None:
    successors = {unit.id: {one.unit for one in unit.successors} for unit in data.units.values() if unit.successors}
    taken_over = 0
    for task in data.tasks.values():
        if task.carried_from:
            before = data.tasks[task.carried_from]
            assert task.title == before.title
            for unit in set(before.lead) - set(task.lead):
                assert successors[unit] & set(task.lead)
                taken_over += 1
    assert taken_over > 0


def test_names_are_as_frequent_as_in_life() -> None:
    draw = Names(Random(1))
    people = [draw.person() for _ in range(20_000)]
    families = Counter(name.split()[0] for _, name in people)
    assert [family for family, _ in families.most_common(5)] == ["Nguyễn", "Trần", "Lê", "Phạm", "Phan"]
    assert 0.30 < families["Nguyễn"] / len(people) < 0.40
    lengths = Counter(len(name.split()) for _, name in people)
    assert sorted(lengths) == [2, 3, 4] and lengths[3] > lengths[4] > lengths[2] > 500
    women = [name for honorific, name in people if honorific == "ba"]
    assert 0.6 < sum(" Thị " in name for name in women) / len(women) < 0.8
    assert not any(" Thị " in name for honorific, name in people if honorific == "ong")
    assert {"Giàng", "Lò", "Nông", "Thạch", "Quách", "Y"} <= set(families) and any(name.startswith("H’") for name in women)
    assert 10 < Counter(name for _, name in people).most_common(1)[0][1] < 60


def test_a_person_named_in_the_register_shares_a_name_and_a_note_tells_them_apart(data: Data) -> None:
    registered = Counter(person.name for person in data.people.values())
    alike = [person for person in data.people.values() if registered[person.name] > 1]
    assert len(alike) >= 2 * YEARS // 5
    assert sum(person.note is None for person in alike) == len({person.name for person in alike}), "the first of a name needs none"


def test_award_lists_of_a_large_year_hold_namesakes(tmp_path: Path) -> None:
    write(tmp_path / "data", 1, 0, 1_000)
    names: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for award in load(tmp_path / "data").data.awards.values():
        for recipient in award.recipients if award.to == "individual" else ():
            names[recipient.name].add((recipient.post or "", recipient.workplace or ""))
    assert sum(len(people) > 1 for people in names.values()) > 10


def test_units_merge_are_renamed_and_split(data: Data) -> None:
    heirs = [(unit.id, tuple(one.unit for one in unit.successors)) for unit in data.units.values() if unit.successors]
    assert heirs == [
        ("ban-dan-toc", ("ban-dan-toc-va-ton-giao",)), ("ban-ton-giao", ("ban-dan-toc-va-ton-giao",)), ("vu-phap-luat", ("ban-phap-luat-va-kiem-tra",)),
        ("ban-kiem-tra", ("ban-phap-luat-va-kiem-tra",)), ("phong-le-tan", ("ban-doi-ngoai-nhan-dan",)), ("phong-kieu-bao", ("ban-doi-ngoai-nhan-dan",)),
    ]
    assert [structure.since.year for structure in data.structures] == [2006, 2008, 2016, 2024]
    units = [set(structure.unit_ids) for structure in data.structures]
    assert [(len(before - after), len(after - before)) for before, after in pairwise(units)] == [(2, 1)] * 3
    for year in data.years.values():
        working = max((structure for structure in data.structures if structure.since.year <= year.number), key=lambda structure: structure.since)
        assert {unit for task in year.tasks for unit in task.lead} <= set(working.unit_ids)


def test_a_long_record_has_units_that_are_renamed_and_split_too(tmp_path: Path) -> None:
    write(tmp_path / "data", 50, 3, 3)
    units = load(tmp_path / "data").data.units
    assert [one.unit for one in units["ban-phong-trao"].successors] == ["ban-cong-tac-xa-hoi"]
    assert [one.unit for one in units["ban-ke-hoach-tai-chinh"].successors] == ["cuc-tai-chinh", "ban-ke-hoach-tong-hop"]
    assert [one.unit for one in units["ban-dan-toc-va-ton-giao"].successors] == ["ban-cong-tac-dan-toc-ton-giao-va-vung-mien"]


def _depth(document: Document, data: Data, kinds: tuple[str, ...]) -> int:
    """Return how many documents stand behind one another by relations of some kinds."""
    return 1 + max((_depth(data.documents[relation.document], data, kinds) for relation in document.relations if relation.kind in kinds), default=0)


def test_documents_form_chains(data: Data) -> None:
    documents = data.documents.values()
    kinds = {relation.kind for document in documents for relation in document.relations}
    assert kinds == {"replaces", "amends", "supplements", "annuls", "implements", "guides", "based_on", "cites", "corrects", "revokes"}
    depths = Counter(_depth(document, data, ("replaces",)) for document in documents)
    assert max(depths) == 4 and depths[1] > depths[2] > depths[3]
    assert max(_depth(document, data, ("replaces", "amends", "supplements", "corrects")) for document in documents) >= 6
    assert [_depth(data.documents[structure.decision], data, ("replaces",)) for structure in data.structures] == [1, 2, 3, 4]
    replaced = Counter(relation.document for document in documents for relation in document.relations if relation.kind == "replaces")
    assert set(replaced.values()) == {1}


def test_awards_have_the_shapes_of_the_real_list(data: Data) -> None:
    awards = list(data.awards.values())
    given = Counter(award.honour for award in awards for _ in award.recipients)
    assert [honour for honour, _ in given.most_common(4)] == ["lao-dong-tien-tien", "bang-khen", "giay-khen", "chien-si-thi-dua-co-so"]
    assert {award.status for award in awards} == {"awarded", "proposed", "cancelled"}
    assert {award.to for award in awards} == {"individual", "collective", "household"}
    assert any(award.declared and not award.recipients for award in awards), "none is known by its count only"
    assert any((award.declared or 0) > len(award.recipients) > 0 for award in awards)
    lists = Counter(recipient.name for award in awards if award.honour == "lao-dong-tien-tien" for recipient in award.recipients)
    assert lists.most_common(1)[0][1] > 5, "nobody is commended year after year"


def test_all_but_the_last_two_years_are_closed_and_some_corrected(data: Data) -> None:
    closed = {number: year.plan.closed for number, year in data.years.items() if year.plan and year.plan.closed}
    assert list(closed) == list(range(2006, 2024))
    assert [number for number, closing in closed.items() if closing.corrections] == [2010, 2016, 2022]


def test_shares_make_up_the_whole() -> None:
    assert spread(10, (1, 1, 1)) == [4, 3, 3]
    assert spread(0, (3, 1)) == [0, 0]
    assert spread(7, (184, 13, 2)) == [7, 0, 0]
    assert spread(99, (50, 30, 20)) == [49, 30, 20]
