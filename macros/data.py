"""The whole record: everything in data/, read and checked once, every problem collected.

    loaded = load(Path("data"))
    loaded.problems      # sorted, empty when the data is sound
    loaded.data          # records by register and by year; whole only when there are no problems
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from macros.awards import Award, Recipient
from macros.documents import Document, Relation
from macros.events import Event
from macros.honours import Honour
from macros.layout import list_files
from macros.movements import Movement
from macros.people import Person
from macros.plans import Plan
from macros.problems import Problem, hint, must_be
from macros.reading import Items, Row, read_file
from macros.records import Built, Record, build
from macros.references import used_twice
from macros.results import Figure, Results
from macros.sources import Ambiguity, Misprint, Source
from macros.tasks import Task
from macros.units import Structure, Unit
from macros.vietnamese import nearest
from macros.vocabularies import REQUIRED, Abbreviation, Term, Vocabularies, context


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
        found: dict[str, Record] = {}
        for record in self.all_records:
            found.setdefault(getattr(record, "id", ""), record)
        found.pop("", None)
        return found

    def _top_records(self) -> Iterator[Record]:
        for terms in self.vocabularies.values():
            yield from terms.values()
        for register in (self.units, self.people, self.sources, self.documents, self.movements, self.honours):
            yield from register.values()
        for listed in (self.abbreviations, self.structures, self.misprints, self.ambiguities):
            yield from listed
        for year in self.years.values():
            yield from (record for record in (year.plan, year.results) if record and hasattr(record, "place"))
            yield from (*year.tasks, *year.awards, *year.events)

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


# Parts of the record as read, by name and by the bytes they were read from: whoever reads again and again keeps them.
KeptParts = dict[tuple[str, ...], "_Reader"]


def load(folder: Path, name: str | None = None, kept: KeptParts | None = None) -> Loaded:
    """Read and check a data folder; never raises for what an editor wrote.

    `name` is how problems name the folder (default: as given). Reading stops at nothing: a wrong row is left out,
    its id remembered so that references to it are not called missing. With `kept`, a register or a year none of whose
    bytes changed is not read again; afterwards it holds what this reading used.
    """
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects that all live on: the collector would only walk them again and again
    try:
        return _Reader(folder, name or str(folder)).load({} if kept is None else kept)
    finally:
        if collecting:
            gc.enable()


class _Reader:
    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.data, self.problems = folder, Data(name.rstrip("/")), list[Problem]()
        self.context: dict[str, Any] = {}
        self.words = ""  # tells the vocabularies that rows are read with from others

    def load(self, kept: KeptParts) -> Loaded:
        """Read every part, then look at all of them by every rule."""
        from macros.rules import RULES

        listing = list_files(self.folder, self.data.folder)
        self.problems += listing.problems
        self.data.files, self.data.unread = listing.attachments, set(listing.lost)
        self.data.listed = set(listing.files)
        if not listing.found:
            return Loaded(self.data, self.problems)
        self._read_vocabularies()
        parts: KeptParts = {}
        for name in listing.files:
            if "/" not in name and name != "vocabularies.yml":
                part = self._part(name, [name], kept, parts, partial(_Reader._read_register, name=name))
                for section in SECTIONS.get(name.removesuffix(".yml"), (name.removesuffix(".yml"),)):
                    setattr(self.data, section, getattr(part, section))
        for number in listing.years:
            names = [name for name in listing.files if name.startswith(f"{number}/")]
            self.data.years |= self._part(str(number), names, kept, parts, partial(_Reader._read_year, number=number, names=names)).years
        kept.clear()
        kept.update(parts)
        for rule in RULES:
            self.problems += rule(self.data)
        return Loaded(self.data, sorted(set(self.problems)))

    def _part(self, name: str, files: list[str], kept: KeptParts, parts: KeptParts, read: Callable[[_Reader], None]) -> Data:
        """Read a register or a year by itself, or take it as it was read from the same bytes; add what was wrong with it."""
        key = (self.data.folder, name, self.words, *(f"{file} {_sha256(self.folder / file)}" for file in files))
        part = kept.get(key)
        if part is None:
            part = _Reader(self.folder, self.data.folder)
            part.context = dict(self.context)
            read(part)
        parts[key] = part
        self.problems += part.problems
        self.data.unread |= part.data.unread
        self.data.marred |= part.data.marred
        self.data.failed |= part.data.failed
        return part.data

    def _say(self, name: str, line: int, message: str) -> None:
        """Add a problem of a file's shape, which leaves rows of it unread."""
        self.problems.append(Problem(self.data.file(name), line, message))
        self.data.unread.add(name)

    def _content(self, name: str) -> Any:
        content, problems = read_file(self.folder / name, self.data.file(name))
        self.problems += problems
        if problems:
            (self.data.unread if content is None else self.data.marred).add(name)
        return content

    def _read_vocabularies(self) -> None:
        name, unsure = "vocabularies.yml", set[str]()
        if name not in self.data.listed and self.data.ids_known(name):
            self._say(name, 0, "thiếu tệp này. Lấy lại từ bản trước.")
        content = self._content(name) if name in self.data.listed else None
        lines = getattr(content, "lines", {})
        for section, rows in self._sections(name, content, (*REQUIRED, "abbreviations")).items():
            before = len(self.problems)
            if section == "abbreviations":
                self.data.abbreviations = self._records(Abbreviation, rows, name, lines[section])
            else:
                self.data.vocabularies[section] = self._terms(self._records(Term, rows, name, lines[section]))
            if len(self.problems) > before:
                unsure.add(section)
        self.words = _sha256(self.folder / name) if name in self.data.listed else ""
        # A word is not looked for in a vocabulary that could not be read whole.
        self.context = {key: {} if key in unsure else forms for key, forms in context(self.data.vocabularies).items()}

    def _terms(self, terms: list[Term]) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for term in terms:
            if found.setdefault(term.key, term) is not term:
                self.problems.append(term.problem("key", f"'{term.key}' đã có ở dòng {found[term.key].place.line}. Mỗi khóa chỉ dùng một lần."))
        return found

    def _sections(self, name: str, content: Any, known: Collection[str]) -> dict[str, Any]:
        """Return a file's sections, known ones only; another one, or another shape, is a problem."""
        if content is None:
            return {}
        if not isinstance(content, Row):
            self._say(name, 1, f"tệp phải gồm các phần {', '.join(known)}. Viết «tên phần:» ở đầu dòng, rồi danh sách ở dưới.")
            return {}
        for section in content.keys() - set(known):
            offer = hint(section, known) or f" Các phần: {', '.join(known)}."
            self._say(name, content.lines[section], f"không có phần '{section}'.{offer}")
        return {section: rows for section, rows in content.items() if section in known}

    def _records(self, model: type[Any], rows: Any, name: str, line: int = 1) -> list[Any]:
        """Make records of a list of rows; what is no list, or a wrong row, is a problem."""
        if rows is None:
            return []
        if not isinstance(rows, Items):
            self._say(name, getattr(rows, "line", line), f"{must_be('danh sách', rows)} Mỗi bản ghi bắt đầu bằng dấu «- ».")
            return []
        made = []
        for row, row_line in zip(rows, rows.lines, strict=True):
            built = build(model, row, self.data.file(name), row_line, self.context)
            if built.record is None:
                self._keep_in_mind(built, row, name)
            else:
                made.append(built.record)
        return made

    def _keep_in_mind(self, built: Built[Any], row: Any, name: str) -> None:
        """Note the problems of a row that is no record, and the ids in it, so that references to them are not called missing."""
        self.problems += built.problems
        self.data.marred.add(name)
        self.data.failed |= set(_ids_in(row))
        if not built.ids_known:
            self.data.unread.add(name)

    def _read_register(self, name: str) -> None:
        stem, content = name.removesuffix(".yml"), self._content(name)
        if stem in REGISTERS:
            setattr(self.data, stem, self._by_id(self._records(REGISTERS[stem], content, name)))
            return
        for section, rows in self._sections(name, content, SECTIONS[stem]).items():
            records = self._records(SECTIONS[stem][section], rows, name, content.lines[section])
            is_register = isinstance(getattr(self.data, section), dict)
            setattr(self.data, section, self._by_id(records) if is_register else records)

    def _by_id(self, records: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for record in records:
            first = found.setdefault(record.id, record)
            if first is not record:
                self.problems.append(used_twice(record, first))
        return found

    def _read_year(self, number: int, names: list[str]) -> None:
        year = self.data.years.setdefault(number, Year(number))
        self.context["year"] = number
        contents = {name.removeprefix(f"{number}/").removesuffix(".yml"): self._content(name) for name in names}
        for stem, content in contents.items():
            name = f"{number}/{stem}.yml"
            if stem in YEAR_LISTS:
                setattr(year, stem, tuple(self._records(YEAR_LISTS[stem], content, name)))
            elif content is not None:
                built: Built[Any] = build(Plan if stem == "plan" else Results, content, self.data.file(name), 1, self.context)
                if built.record is None:
                    self._keep_in_mind(built, content, name)
                else:
                    setattr(year, stem, built.record)
        if year.plan and year.plan.closed:
            year.digest = digest(contents)


def _ids_in(row: Any) -> Iterator[str]:
    if isinstance(row, Row):
        if isinstance(row.get("id"), str):
            yield row["id"]
        for value in row.values():
            yield from _ids_in(value)
    elif isinstance(row, Items):
        for item in row:
            yield from _ids_in(item)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def digest(contents: dict[str, Any]) -> str:
    """Return 16 hex digits that change when any record of a year changes, but not with comments, order of keys or quoting.

    The closing itself is left out, since it holds the digest.
    """
    plan = {key: value for key, value in (contents.get("plan") or {}).items() if key != "closed"}
    text = json.dumps({**contents, "plan": plan}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def with_inner(record: Record) -> Iterator[Record]:
    """Yield a record and every record inside it."""
    yield record
    for field_name in record.inner_fields:
        value = getattr(record, field_name)
        for inner in value if type(value) is tuple else (value,) if value else ():
            yield from with_inner(inner)
