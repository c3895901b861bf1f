"""What search finds: every record, and every section of the prose, as entries; and the folding rules for the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from macros.awards import Award, Recipient
from macros.documents import Document, effect
from macros.events import Event
from macros.honours import Honour
from macros.movements import Movement
from macros.people import Person
from macros.plans import Area, FocalPoint, Plan, Priority
from macros.records import Record, label
from macros.results import Figure, Results, Statement
from macros.search_index import LASTING, Choice, Entry, choice
from macros.search_prose import sections
from macros.site import Site
from macros.sources import Ambiguity, Misprint, Source
from macros.tasks import Task, timeliness
from macros.units import Structure, Unit
from macros.vietnamese import search_rules, word_forms, words
from macros.views.awards import totals
from macros.views.events import when_text
from macros.views.links import address_of, citation, document_name
from macros.views.people import post_period
from macros.views.results import value_text
from macros.views.tasks import TIME_LABELS

# In the order of the menus; the first part stands in addresses.
YEAR, TASK, DOCUMENT = ("nam", "Năm"), ("nhiem-vu", "Nhiệm vụ"), ("van-ban", "Văn bản")
MOVEMENT, AWARD, RECIPIENT = ("thi-dua", "Thi đua"), ("khen-thuong", "Khen thưởng"), ("nguoi-duoc-khen", "Được khen thưởng")
PERSON, UNIT, EVENT = ("nguoi", "Người"), ("don-vi", "Đơn vị"), ("su-kien", "Sự kiện")
FIGURE, REPORT, PLAN = ("so-lieu", "Số liệu"), ("noi-dung", "Nội dung báo cáo"), ("ke-hoach", "Kế hoạch năm")
SOURCE, PAGE = ("nguon", "Nguồn"), ("trang", "Trang, hướng dẫn")


def rules_script() -> str:
    """Return the script that hands the browser the rules of folding, so that docs/assets/folding.js holds no copy."""
    return f"window.FoldingRules = {json.dumps(search_rules(), indent=1)};\n"


def entries(site: Site, url_of: Callable[[str], str | None]) -> Iterator[Entry]:
    """Yield an entry for every record that a page of this build shows; `url_of` gives the address of a page's path."""
    maker = _Entries(site, url_of)
    for year in site.years:
        yield from maker.year(year.number)
    for record in site.data.all_records:
        make = maker.makers.get(type(record))
        if make and (site.only_year is None or maker.address(record)) and (entry := make(record)):
            yield entry


def prose(path: str, title: str, content: str, url: str) -> Iterator[Entry]:
    """Yield an entry for every section of a hand-written page."""
    for section in sections(content):
        name = section.heading or title
        also = (title,) if name != title else ()
        yield Entry(f"{path}#{section.anchor}".rstrip("#"), PAGE, name, f"{url}#{section.anchor}".rstrip("#"), text=section.text, also=also)


def register(path: str, title: str, url: str) -> Entry:
    """Return the entry of a generated page that is no record's own, such as a register."""
    of_year = re.fullmatch(r"(.+) năm (\d{4})", title)
    names = (f"{of_year[1]} {of_year[2]}",) if of_year else ()  # as it is mostly typed: «khen thưởng 2022»
    return Entry(path, PAGE, title, url, year=int(of_year[2]) if of_year else None, names=names)


def synonyms(site: Site) -> dict[str, Sequence[str]]:
    """Return the written forms of one thing: abbreviations, and records with other names; those that differ unmarked."""
    data = site.data
    things: dict[str, tuple[str, ...]] = {group.id: group.forms for group in data.abbreviations}
    named: Iterable[Unit | Honour | Person | Movement] = (*data.units.values(), *data.honours.values(), *data.people.values(), *data.movements.values())
    things |= {f"{type(record).__name__.lower()}-{record.id}": (record.name, *record.aliases) for record in named}
    differing = {thing: list({tuple(word_forms(word).key for word in words(form)): form for form in reversed(forms)}.values())[::-1] for thing, forms in things.items()}
    return {thing: forms for thing, forms in differing.items() if len(forms) > 1}


def _line(*parts: object) -> str:
    """Return the parts that are there as one line."""
    return "; ".join(str(part).rstrip(". ") for part in parts if part)


class _Entries:
    """Makes the entries of one build."""

    def __init__(self, site: Site, url_of: Callable[[str], str | None]) -> None:
        self.site, self.data, self.url_of = site, site.data, url_of
        self.choices: dict[str, Choice] = {}  # the same few words come again with every record
        self.parts = {id(part): field for year in site.data.years.values() for field in Results.model_fields for part in getattr(year.results, field)}
        self.makers: dict[type[Record], Callable[..., Entry | None]] = {
            Task: self.task, Document: self.document, Movement: self.movement, Award: self.award, Recipient: self.recipient, Honour: self.honour,
            Person: self.person, Unit: self.unit, Structure: self.structure, Event: self.event, Figure: self.figure, Statement: self.statement,
            Priority: self.planned, FocalPoint: self.planned, Area: self.planned, Plan: self.planned,
            Source: self.source, Misprint: self.misprint, Ambiguity: self.ambiguity,
        }
        self.holders = {recipient.id: award for award in site.data.awards.values() for recipient in award.recipients}

    def address(self, record: Record) -> str | None:
        """Return the address of a record's own place; None where this build has no such page."""
        place = address_of(self.site, record)
        if place is None and isinstance(record, Honour):
            place = "khen-thuong/danh-hieu.md", record.id
        url = self.url_of(place[0]) if place else None
        return None if place is None or url is None else url + (f"#{place[1]}" if place[1] else "")

    def entry(self, record: Record, kind: Choice, title: str, **more: object) -> Entry | None:
        """Return an entry that leads to the record's own place; None where it has none."""
        address = self.address(record)
        return None if address is None else Entry(str(getattr(record, "id", "")), kind, title, address, **more)  # type: ignore[arg-type]

    def units(self, ids: Iterable[str | None]) -> tuple[Choice, ...]:
        """Return units as choices, each once."""
        known = self.data.units
        return tuple(dict.fromkeys((unit, known[unit].name) for unit in ids if unit in known))

    def labels(self, vocabulary: str, *keys: str | None) -> tuple[Choice, ...]:
        """Return words of a vocabulary as choices."""
        return tuple(self.choice(self.data.label(vocabulary, key)) for key in keys if key)

    def choice(self, words: str) -> Choice:
        """Return words as a choice."""
        if words not in self.choices:
            self.choices[words] = choice(words)
        return self.choices[words]

    def folder_year(self, record: Record) -> int:
        """Return the year of the folder a record was read from."""
        return int(record.place.file.rsplit("/", 2)[-2])

    def year(self, number: int) -> Iterator[Entry]:
        """Yield the entry of a year."""
        from macros.pages.years import year_sentence

        year, url = self.data.years[number], self.url_of(f"nam/{number}.md")
        if url:
            text = _line(year_sentence(self.site, year), totals(self.site, year.awards) and f"Khen thưởng: {totals(self.site, year.awards)}")
            yield Entry(f"nam-{number}", YEAR, f"Năm {number}", url, number, date(number, 12, 31).toordinal(), text, (str(number),), ("Kế hoạch, kết quả công tác",))

    def task(self, task: Task) -> Entry | None:
        """Return a task."""
        year, data = self.data.year_of(task), self.data
        area = next((area for area in data.years[year].plan.areas if area.id == task.area), None) if data.years[year].plan else None  # type: ignore[union-attr]
        time = timeliness(task, self.site.day_of_task(task))
        states = self.labels("state", task.state) + ((self.choice(TIME_LABELS[time]),) if time in ("overdue", "due_soon") else ())
        people = [data.people[task.leader].name] if task.leader in data.people else []
        documents = [document_name(self.site, data.documents[key]) for key in task.implements if key in data.documents]
        also = (f"Nhiệm vụ {task.number or ''} năm {year}", *self.names(task.lead), *self.names(task.partner), *people, area.title if area else "", *documents)
        text = _line(
            task.due and f"{label(Task, 'due')}: {task.due.text}", task.product and f"{label(Task, 'product')}: {task.product}", task.result, task.reason,
            task.lead_class, task.partner_class, task.amended, task.note,
        )
        day = task.due_end.toordinal() if task.due_end else 0
        return self.entry(
            task, TASK, task.title, year=year, day=day, text=text, also=also + tuple(words for _, words in states), units=self.units(task.lead), states=states,
            areas=(self.choice(area.title),) if area else (),
        )

    def names(self, ids: Iterable[str | None]) -> list[str]:
        """Return the names of units."""
        return [name for _, name in self.units(ids)]

    def document(self, document: Document) -> Entry | None:
        """Return a document, found by its number in any spelling."""
        state = effect(document, self.data, self.site.today)
        when = document.issued
        signer = document.signer and _line(document.signer.name, document.signer.capacity)
        effective = document.effect_from and f"{label(Document, 'effect_from')} {document.effect_from}"
        text = _line(effective, signer and f"{label(Document, 'signer')}: {signer}", state.detail, document.note, document.quote)
        year = document.year or (when.year if when else None)
        return self.entry(
            document, DOCUMENT, citation(self.site, document), year=year, day=when.last_day().toordinal() if when else 0, text=text,
            names=self._numbers(document), also=(f"Văn bản năm {year}" if year else "", state.label), units=self.units(document.issuer), states=(self.choice(state.label),),
        )

    def _numbers(self, document: Document) -> tuple[str, ...]:
        """Return how a document's number is said: as printed, by kind, by code, with its day."""
        if not document.number:
            return ()
        term = self.data.vocabularies.get("document_kind", {}).get(document.kind)
        kind, digits = self.data.label("document_kind", document.kind), words(document.number)[0]
        said = [document.number, *document.other_numbers, f"{kind} {digits}", f"{kind} {document.number}"]
        said += [f"{term.code} {digits}"] if term and term.code else []
        if document.issued:
            said += [f"{kind} số {digits} ngày {document.issued}", f"{kind} {digits} ngày {document.issued}", f"{kind} số {digits} năm {document.issued.year}"]
        return tuple(said)

    def movement(self, movement: Movement) -> Entry | None:
        """Return a movement, campaign or programme."""
        kind = self.data.label("movement_kind", movement.kind)
        over = movement.until and movement.until.last_day() < self.site.today
        roles = [f"{role.year}: {', '.join(self.data.label('role', word).lower() for word in role.role)}" for role in movement.roles]
        year = max([role.year for role in movement.roles], default=movement.since.year if movement.since else None)
        day = movement.since.first_day().toordinal() if movement.since else 0
        return self.entry(
            movement, MOVEMENT, movement.name, year=year, day=day, text=_line(kind, movement.period, *roles, movement.note, movement.quote), names=(*movement.aliases, f"{kind} {movement.name}"),
            units=self.units([movement.launched_by]), states=(self.choice("Đã hết thời gian thực hiện"),) if over else (),
        )

    def award(self, award: Award) -> Entry | None:
        """Return one honour of one year."""
        honour, kind = self.data.honours[award.honour], self.data.label("recipient_kind", award.to).lower()
        title = f"{award.printed or honour.name}: {award.count or ''} {kind}, thành tích năm {award.merit_year}".replace("  ", " ")
        text = _line(award.reason, award.granted_by, self.decision(award), award.level_note, award.note, award.quote)
        names = (honour.name, *honour.aliases)
        states = self.labels("award_status", award.status)
        return self.entry(award, AWARD, title, year=award.merit_year, day=self.award_day(award), text=text, names=names, also=("Khen thưởng", states[0][1]), states=states)

    def decision(self, award: Award) -> str:
        """Return the decision's name."""
        document = self.data.documents.get(award.decision or "")
        return document_name(self.site, document) if document else ""

    def award_day(self, award: Award) -> int:
        """Return the decision's day, else the last of the year of merit."""
        document = self.data.documents.get(award.decision or "")
        return document.issued.last_day().toordinal() if document and document.issued else date(award.merit_year, 12, 31).toordinal()

    def recipient(self, recipient: Recipient) -> Entry | None:
        """Return one line of an award list."""
        award = self.holders[recipient.id]
        honour, states = self.data.honours[award.honour], self.labels("award_status", award.status)
        post = ", ".join(part for part in (recipient.post, recipient.workplace) if part)
        text = _line(f"{award.printed or honour.name} năm {award.merit_year}", post, recipient.reason or award.reason, self.decision(award), recipient.note)
        also = ("Khen thưởng", *honour.aliases, *self.names([recipient.unit]))
        return self.entry(
            recipient, RECIPIENT, recipient.name, year=award.merit_year, day=self.award_day(award), text=text, also=also, units=self.units([recipient.unit]), states=states,
        )

    def honour(self, honour: Honour) -> Entry | None:
        """Return a title or form of commendation."""
        legal = dict.fromkeys(name.name for name in honour.legal_names)
        return self.entry(honour, AWARD, honour.name, year=LASTING, text=_line(self.data.label("honour_kind", honour.kind), *honour.aliases, *legal, honour.note), names=(*honour.aliases, *legal))

    def person(self, person: Person) -> Entry | None:
        """Return a person with the posts held."""
        posts = [f"{post.title}{f' ({period})' if (period := post_period(post)) else ''}" for post in person.posts]
        honorific = f"{self.data.label('honorific', person.honorific)} " if person.honorific else ""
        units = self.units(post.unit for post in person.posts)
        names = (*person.aliases, f"{honorific}{person.name}")
        return self.entry(person, PERSON, person.name, year=LASTING, text=_line(*posts, person.note), names=names, also=tuple(name for _, name in units), units=units)

    def unit(self, unit: Unit) -> Entry | None:
        """Return a unit."""
        period = (unit.since and f"từ {unit.since}", unit.until and f"đến {unit.until}", unit.term and f"{label(Unit, 'term')} {unit.term}")
        text = _line(self.data.label("unit_kind", unit.kind), *unit.aliases, *period, unit.note)
        return self.entry(unit, UNIT, unit.name, year=LASTING, text=text, names=unit.aliases, units=self.units([unit.id]))

    def structure(self, structure: Structure) -> Entry | None:
        """Return a dated structure."""
        document = self.data.documents[structure.decision]
        text = _line(*(self.data.units[unit].name for unit in structure.unit_ids), structure.note)
        return self.entry(structure, UNIT, f"Cơ cấu theo {document_name(self.site, document)}", year=structure.since.year, day=structure.since.first_day().toordinal(), text=text)

    def event(self, event: Event) -> Entry | None:
        """Return an event."""
        chairs = [self.data.people[person].name for person in event.chairs]
        text = _line(
            when_text(event), event.place_name, chairs and f"{label(Event, 'chairs')}: {', '.join(chairs)}", event.summary, *(act.text for act in event.acts), *event.members,
            event.elected and f"{label(Event, 'elected')}: {self.data.units[event.elected].name}", event.note, event.quote,
        )
        kind = self.data.label("event_kind", event.kind)
        also = (f"{kind} năm {event.date.year}", *(f"năm {year}" for year in event.about), *self.names(event.organiser))
        return self.entry(event, EVENT, event.title, year=event.date.year, day=event.date.first_day().toordinal(), text=text, also=also, units=self.units(event.organiser))

    def figure(self, figure: Figure) -> Entry | None:
        """Return a figure."""
        year = self.folder_year(figure)
        text = _line(value_text(figure), figure.period, figure.as_of and f"{label(Figure, 'as_of')} {figure.as_of}", figure.note, figure.quote)
        return self.entry(figure, FIGURE, figure.title, year=year, day=date(year, 12, 31).toordinal(), text=text, also=(f"Số liệu năm {year}",))

    def statement(self, statement: Statement) -> Entry | None:
        """Return a sentence of a report."""
        return self._said(statement, REPORT, statement.text, label(Results, self.parts[id(statement)]), statement.quote)

    def planned(self, part: Plan | Priority | FocalPoint | Area) -> Entry | None:
        """Return a part of a year's plan."""
        text = _line(*part.process, part.note) if isinstance(part, Plan) else part.quote if isinstance(part, Priority) else None
        title = part.title or f"Kế hoạch năm {self.folder_year(part)}"
        return self._said(part, PLAN, title, "Kế hoạch trọng tâm công tác" if isinstance(part, Plan) else label(type(part), "title"), text)

    def _said(self, record: Record, kind: Choice, title: str, what: str, quote: str | None) -> Entry | None:
        year = self.folder_year(record)
        return self.entry(record, kind, title, year=year, day=date(year, 12, 31).toordinal(), text=_line(f"{what} năm {year}", quote))

    def source(self, source: Source) -> Entry | None:
        """Return a source."""
        when = source.published
        text = _line(source.outlet, source.author, when, source.read, source.note)
        return self.entry(source, SOURCE, source.title, year=when.year if when else None, day=when.first_day().toordinal() if when else 0, text=text)

    def misprint(self, misprint: Misprint) -> Entry | None:
        """Return a corrected misprint."""
        return self.entry(misprint, SOURCE, f"Lỗi in đã sửa: {misprint.correct}", text=_line(f"{label(Misprint, 'printed')} «{misprint.printed}»", misprint.note))

    def ambiguity(self, point: Ambiguity) -> Entry | None:
        """Return a point the sources leave open."""
        return self.entry(point, SOURCE, f"Nguồn để ngỏ: {point.point}", text=_line(point.known, point.shown_as))
