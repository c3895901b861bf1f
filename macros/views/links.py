"""Names and links of records: a document as it is cited, a unit, a person, any record by its id."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from macros.awards import Award, Recipient
from macros.documents import Document, group_of
from macros.events import Event
from macros.honours import Honour
from macros.movements import Movement
from macros.people import Person
from macros.plans import Area, FocalPoint, Plan, Priority
from macros.records import Record
from macros.results import Figure, Statement
from macros.site import Site
from macros.sources import Ambiguity, Misprint, Source
from macros.tasks import Task
from macros.units import Structure, Unit
from macros.views.html import gap, join, link, outside_link
from macros.vocabularies import Abbreviation


def document_name(site: Site, document: Document) -> str:
    """Return a document's short name: `Chỉ thị số 18-CT/TW`, or its subject where it has no number."""
    kind = site.data.label("document_kind", document.kind)
    if document.number:
        return f"{kind} số {document.number}"
    subject = document.subject or f"{kind} (chưa có trích yếu)"
    return subject if subject.lower().startswith(kind.lower()) else f"{kind} {subject}"


def citation(site: Site, document: Document) -> str:
    """Return the full citation, with the Party's comma before the date for Party documents."""
    parts = document_name(site, document)
    if document.issued and document.issued.day:
        comma = "," if group_of(document, site.data) == "party" else ""
        parts += f"{comma} ngày {document.issued}"
    elif document.issued:
        parts += f" ({document.issued})"
    issuers = [site.data.units[unit].name for unit in document.issuer if unit in site.data.units]
    if issuers:
        parts += " của " + ", ".join(issuers)
    if document.number and document.subject:
        subject = document.subject
        parts += f" {subject}" if subject.lower().startswith(("về ", "ban hành ")) else f" về {subject[:1].lower() + subject[1:]}"
    return parts


def document_link(site: Site, document_id: str) -> Markup:
    """Return a link to a document's page, its subject as the title."""
    document = site.data.documents[document_id]
    return link(f"van-ban/{document_id}.md", document_name(site, document))


def document_links(site: Site, ids: Iterable[str]) -> Markup:
    """Return links to several documents, separated by semicolons."""
    return join((document_link(site, document_id) for document_id in ids), "; ")


def unit_link(site: Site, unit_id: str) -> Markup:
    """Return a link to a unit's page."""
    return link(f"don-vi/{unit_id}.md", site.data.units[unit_id].name)


def unit_links(site: Site, ids: Iterable[str], group: str | None = None) -> Markup:
    """Return links to units, separated by semicolons since their names hold commas, and the printed class after them."""
    parts: list[Markup | str] = [unit_link(site, unit_id) for unit_id in ids]
    return join([*parts, group] if group else parts, "; ")


def person_link(site: Site, person_id: str, *, honorific: bool = False) -> Markup:
    """Return a link to a person's entry."""
    person = site.data.people[person_id]
    title = site.data.label("honorific", person.honorific) + " " if honorific and person.honorific else ""
    return link("lanh-dao.md", title + person.name, person.id)


def person_links(site: Site, ids: Iterable[str]) -> Markup:
    """Return links to several people."""
    return join((person_link(site, person_id) for person_id in ids), "; ")


def movement_link(site: Site, movement_id: str) -> Markup:
    """Return a link to a movement's page, its name in quotation marks."""
    return link(f"thi-dua/{movement_id}.md", f"“{site.data.movements[movement_id].name}”")


def year_link(site: Site, number: int, text: str = "") -> Markup:
    """Return a link to a year's page; plain text for a year the record has nothing of."""
    shown = text or f"Năm {number}"
    return link(f"nam/{number}.md", shown) if number in site.data.years else Markup("{}").format(shown)


def decision_text(site: Site, document_id: str | None) -> Markup:
    """Return a decision's number and date as award tables show it, or the gap."""
    if document_id is None:
        return gap("Chưa có số, ngày quyết định.")
    document = site.data.documents[document_id]
    shown = f"{document.number or document_name(site, document)}" + (f", {document.issued}" if document.issued else "")
    return link(f"van-ban/{document_id}.md", shown)


def address_of(site: Site, record: Record) -> tuple[str, str] | None:
    """Return the page and anchor where a record is shown; None for what has no place of its own."""
    if isinstance(record, Document):
        return f"van-ban/{record.id}.md", ""
    if isinstance(record, Unit):
        return f"don-vi/{record.id}.md", ""
    if isinstance(record, Movement):
        return f"thi-dua/{record.id}.md", ""
    if isinstance(record, Person):
        return "lanh-dao.md", record.id
    if isinstance(record, Honour):
        return "khen-thuong/danh-hieu.md", record.id
    if isinstance(record, Structure):
        return "don-vi/index.md", record.id
    if isinstance(record, (Award, Recipient)):
        return f"khen-thuong/{_year_holding(site, record)}.md", record.id
    if isinstance(record, (Task, Figure, Statement, FocalPoint, Area, Priority, Event, Plan)):
        return f"nam/{_year_holding(site, record)}.md", getattr(record, "id", "")
    return ("nguon.md", record.id) if isinstance(record, (Source, Misprint, Ambiguity)) else None


def _year_holding(site: Site, record: Record) -> int:
    """Return the year of a record by the folder it was read from."""
    return int(record.place.file.rsplit("/", 2)[-2])


def record_name(site: Site, record: Record) -> str:
    """Return the name a reader knows a record by."""
    if isinstance(record, Document):
        return document_name(site, record)
    if isinstance(record, Structure):
        return f"Cơ cấu theo {document_name(site, site.data.documents[record.decision])}"
    if isinstance(record, Abbreviation):
        return record.forms[0]
    if isinstance(record, Award):
        honour = record.printed or site.data.honours[record.honour].name
        return f"{honour} - {site.data.label('recipient_kind', record.to)}, năm {record.merit_year}"
    fields = ("name", "title", "text", "point", "printed")
    return next((value for field in fields if (value := getattr(record, field, None))), str(getattr(record, "id", "")))


def record_link(site: Site, record_id: str) -> Markup:
    """Return a link to any record by its id, under its own name."""
    record = site.data.by_id[record_id]
    name = record_name(site, record)
    address = address_of(site, record)
    return link(address[0], name, address[1]) if address else Markup("{}").format(name)


def source_link(site: Site, source_id: str) -> Markup:
    """Return a source's title as a link to the page it names, or as text."""
    source = site.data.sources[source_id]
    return outside_link(source.address, source.title) if source.address else Markup("{}").format(source.title)


