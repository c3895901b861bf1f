"""The whole record: everything in data/, read and checked once, every problem collected.

    loaded = load(Path("data"))
    loaded.problems      # sorted, empty when the data is sound
    loaded.data          # records by register and by year; whole only when there are no problems
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from macros.awards import Award, Recipient
from macros.documents import Document, Relation
from macros.events import Event
from macros.honours import Honour
from macros.movements import Movement
from macros.people import Person
from macros.plans import Plan
from macros.problems import Problem
from macros.records import Record, with_inner
from macros.references import Ids
from macros.results import Figure, Results
from macros.sources import Ambiguity, Misprint, Source
from macros.tasks import Task
from macros.units import Structure, Unit
from macros.vietnamese import nearest
from macros.vocabularies import Abbreviation, Vocabularies

if TYPE_CHECKING:
    from macros.beside import Beside
    from macros.loading import YearOfFiles
    from macros.record_files import RecordFile


@dataclass
class Year:
    """One year's folder; any part may be absent."""

    number: int
    plan: Plan | None = None
    tasks: tuple[Task, ...] = ()
    results: Results = field(default_factory=Results)
    awards: tuple[Award, ...] = ()
    events: tuple[Event, ...] = ()
    digest: str = ""

    def records(self) -> Iterator[Record]:
        """Yield its records, without those inside others."""
        yield from (record for record in (self.plan, self.results) if record and hasattr(record, "place"))
        yield from (*self.tasks, *self.awards, *self.events)

    @cached_property
    def ids(self) -> Ids:
        """Return the ids of its records: gathered once, however often the record is loaded while this year stays as it was read."""
        return Ids.of(self.records())


@dataclass
class Data:
    """The record in memory; registers map id -> record in the file's order."""

    folder: str
    vocabularies: Vocabularies = field(default_factory=dict)
    abbreviations: list[Abbreviation] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    structures: list[Structure] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    misprints: list[Misprint] = field(default_factory=list)
    ambiguities: list[Ambiguity] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    movements: dict[str, Movement] = field(default_factory=dict)
    honours: dict[str, Honour] = field(default_factory=dict)
    years: dict[int, Year] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)  # attachments: name -> bytes
    listed: set[str] = field(default_factory=set)  # the YAML files there are, e.g. 2023/tasks.yml
    # What could not be read, so that no rule draws conclusions from its absence:
    failed: set[str] = field(default_factory=set)  # ids of rows too wrong to become records
    unread: set[str] = field(default_factory=set)  # files of which not even all ids are known
    marred: set[str] = field(default_factory=set)  # files with any problem of reading

    def file(self, name: str) -> str:
        """Return a file of the record as problems name it."""
        return f"{self.folder}/{name}"

    def is_whole(self, place: str = "") -> bool:
        """Tell whether every row was read: of a year's folder `2023/`, of a file, of all data."""
        return not any(place in name for name in self.marred | self.unread)

    def ids_known(self, file: str) -> bool:
        """Tell whether all ids of a file are known, even if some of its rows are wrong; `tasks.yml` is that of any year."""
        return not any(name.endswith(file) or file.endswith(name) for name in self.unread)

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Return every year's tasks by id."""
        return {task.id: task for year in self.years.values() for task in year.tasks}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Return every year's figures by id."""
        return {figure.id: figure for year in self.years.values() for figure in year.results.figures}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Return every year's events by id."""
        return {event.id: event for year in self.years.values() for event in year.events}

    @cached_property
    def awards(self) -> dict[str, Award]:
        """Return every year's awards by id."""
        return {award.id: award for year in self.years.values() for award in year.awards}

    @cached_property
    def relations_to(self) -> dict[str, list[tuple[Document, Relation]]]:
        """Return, for each document, the documents that act on it."""
        found: dict[str, list[tuple[Document, Relation]]] = {}
        for document in self.documents.values():
            for relation in document.relations:
                found.setdefault(relation.document, []).append((document, relation))
        return found

    @cached_property
    def carried_to(self) -> dict[str, Task]:
        """Return, for each task moved on, the task it became."""
        return {task.carried_from: task for task in self.tasks.values() if task.carried_from}

    @cached_property
    def tasks_implementing(self) -> dict[str, list[Task]]:
        """Return, for each document, the tasks that carry it out."""
        found: dict[str, list[Task]] = {}
        for task in self.tasks.values():
            for document in task.implements:
                found.setdefault(document, []).append(task)
        return found

    @cached_property
    def tasks_of(self) -> dict[str, dict[str, list[Task]]]:
        """Return, for `lead` and `partner`, each unit's tasks."""
        found: dict[str, dict[str, list[Task]]] = {"lead": {}, "partner": {}}
        for task in self.tasks.values():
            for part, units in (("lead", task.lead), ("partner", task.partner)):
                for unit in dict.fromkeys(units):
                    found[part].setdefault(unit, []).append(task)
        return found

    @cached_property
    def awards_of(self) -> dict[str, list[tuple[Award, Recipient]]]:
        """Return, for each unit, its own and its people's lines in the lists of awards that stand."""
        found: dict[str, list[tuple[Award, Recipient]]] = {}
        for award in self.awards.values():
            for recipient in award.recipients if award.status == "awarded" else ():
                if recipient.unit:
                    found.setdefault(recipient.unit, []).append((award, recipient))
        return found

    @cached_property
    def all_records(self) -> list[Record]:
        """Return every record, those inside others too."""
        return [inner for record in self._top_records() for inner in with_inner(record)]

    @cached_property
    def by_model(self) -> dict[type[Record], list[Record]]:
        """Return every record by what it is."""
        found: dict[type[Record], list[Record]] = {}
        for record in self.all_records:
            found.setdefault(type(record), []).append(record)
        return found

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """Return every record that has an id; the first of two with one id."""
        return self.ids.owners

    @cached_property
    def ids(self) -> Ids:
        """Return the ids of all records."""
        return Ids.together([Ids.of(self.records_of_registers()), *(year.ids for year in self.years.values())])

    def _top_records(self) -> Iterator[Record]:
        yield from self.records_of_registers()
        for year in self.years.values():
            yield from year.records()

    def records_of_registers(self) -> Iterator[Record]:
        """Yield the records that belong to no year, without those inside others."""
        for terms in self.vocabularies.values():
            yield from terms.values()
        for register in (self.units, self.people, self.sources, self.documents, self.movements, self.honours):
            yield from register.values()
        for listed in (self.abbreviations, self.structures, self.misprints, self.ambiguities):
            yield from listed

    def label(self, vocabulary: str, key: str) -> str:
        """Return the Vietnamese label of a vocabulary's word; the word itself where the vocabulary lacks it."""
        term = self.vocabularies.get(vocabulary, {}).get(key)
        return term.label if term else key

    def year_of(self, task: Task) -> int:
        """Return the year whose plan a task stands in."""
        return self._task_years[task.id]

    @cached_property
    def _task_years(self) -> dict[str, int]:
        return {task.id: number for number, year in self.years.items() for task in year.tasks}

    def names_of(self, register: str) -> dict[str, str]:
        """Return id -> name of the records of one register, for suggestions."""
        records: Mapping[str, Record] = getattr(self, register)
        return {key: str(getattr(record, "name", None) or getattr(record, "title", None) or getattr(record, "number", None) or key) for key, record in records.items()}

    def unknown(self, noun: str, given: str, known: Mapping[str, str], where: str) -> str:
        """Return the sentence for a reference to nothing, with the nearest id by id or by name."""
        near = nearest(given, known)
        if not near and (by_name := nearest(given, known.values())):
            near = next(key for key, name in known.items() if name == by_name)
        tail = f" Có phải «{near}»" + (f" ({known[near]})?" if known[near] != near else "?") if near else f" Thêm vào {where}, hoặc sửa lại."
        return f"không có {noun} '{given}' trong {where}.{tail}"


@dataclass(frozen=True)
class Loaded:
    """The outcome of reading data/: what was read, and every problem found, sorted."""

    data: Data
    problems: list[Problem]


REGISTERS: dict[str, type[Record]] = {
    "people": Person, "documents": Document, "movements": Movement, "honours": Honour,
}
SECTIONS: dict[str, dict[str, type[Record]]] = {
    "units": {"units": Unit, "structures": Structure},
    "sources": {"sources": Source, "misprints": Misprint, "ambiguities": Ambiguity},
}
YEAR_LISTS: dict[str, type[Record]] = {"tasks": Task, "awards": Award, "events": Event}


@dataclass
class KeptParts:
    """The record as last read, for whoever reads again and again: its files and its years, each as long as it is there."""

    files: dict[str, RecordFile] = field(default_factory=dict)
    years: dict[int, YearOfFiles] = field(default_factory=dict)


def load(folder: Path, name: str | None = None, kept: KeptParts | None = None, beside: Beside | None = None) -> Loaded:
    """Read and check a data folder; never raises for what an editor wrote.

    `name` is how problems name the folder (default: as given). Reading stops at nothing: a wrong row is left out,
    its id remembered so that references to it are not called missing. With `kept`, a file is read again only when its
    bytes changed, or the words that its checks asked for; afterwards it holds what this reading used. A second process,
    `beside`, shares the work of the first reading.
    """
    from macros.loading import Reader

    collecting = gc.isenabled()
    gc.disable()  # millions of small objects that all live on: the collector would only walk them again and again
    try:
        return Reader(folder, name or str(folder), beside).load(kept or KeptParts())
    finally:
        if collecting:
            gc.enable()
