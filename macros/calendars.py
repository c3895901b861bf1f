"""Due dates and events as calendars (RFC 5545): a mended date moves in whoever subscribes, since its UID stays.

Continuous work, and what is known to the month only, has no day to stand on and is left out; so are years long past: whoever
subscribes fetches the whole file again each day, and calendars refuse one of many megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from macros.events import Event
from macros.site import Site
from macros.tasks import OPEN_STATES, Task
from macros.vietnamese import joined
from macros.views.events import when_text
from macros.views.facets import exact

Address = Callable[[str, str], str]
# So many years of the record, counted from its latest one, are in the calendars.
YEARS = 5
# Part of every UID for good: a calendar that moves to another address stays the same calendar.
_DOMAIN = "ke-hoach-ket-qua"
_LINE = 75  # octets, not characters: a Vietnamese letter takes up to three
_WITHOUT_WORK = ("stopped", "moved", "withdrawn", "reassigned")


class Entry(NamedTuple):
    """One day or days in a calendar."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    address: str
    cancelled: bool = False
    reminded: bool = True


@dataclass(frozen=True)
class Calendar:
    """A calendar: its title, what stands in it, the day on which it was written."""

    title: str
    entries: Sequence[Entry]
    stamp: str


def calendars(site: Site, address: Address) -> dict[str, Calendar]:
    """Return every calendar that has an entry, by file name: all together, and one a unit."""
    first = first_year(site)
    entries = {task.id: task_entry(site, task, address) for task in site.data.tasks.values() if task.due_end and task.due_end.year >= first}
    entries |= {event.id: event_entry(site, event, address) for event in site.data.events.values() if (day := exact(event.date)) and (exact(event.until) or day).year >= first}
    own: dict[str, list[Entry]] = {}
    concerned = [(task.id, (*task.lead, *task.partner)) for task in site.data.tasks.values()] + [(event.id, event.organiser) for event in site.data.events.values()]
    for record_id, units in concerned:
        if entry := entries.get(record_id):
            for unit in dict.fromkeys(units):
                own.setdefault(unit, []).append(entry)
    made = {"tat-ca.ics": _calendar(site, "Kế hoạch công tác: hạn và sự kiện", list(entries.values()))} if entries else {}
    # A calendar without entries is not valid.
    return made | {f"{unit.id}.ics": _calendar(site, f"{unit.name}: hạn và sự kiện", own[unit.id]) for unit in site.data.units.values() if unit.id in own}


def first_year(site: Site) -> int:
    """Return the first year whose days are in the calendars."""
    return max(site.data.years, default=0) - YEARS + 1


def _calendar(site: Site, name: str, entries: Sequence[Entry]) -> Calendar:
    return Calendar(f"{name} (dữ liệu minh họa)" if site.demo else name, entries, _stamp(site))


def _stamp(site: Site) -> str:
    """Return when the entries were written: the day the record is judged on, so that two builds of it are alike."""
    return f"{site.today:%Y%m%d}T000000Z"


def as_files(folder: str, made: Mapping[str, Calendar]) -> dict[str, bytes]:
    """Return calendars as files below a folder; what stands in several is written out once."""
    known: dict[Entry, str] = {}
    return {f"{folder}/{name}": _calendar_bytes(calendar, known) for name, calendar in made.items()}


def _calendar_bytes(calendar: Calendar, known: dict[Entry, str]) -> bytes:
    head = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_DOMAIN}//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(calendar.title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D",
    ]
    for entry in calendar.entries:
        if entry not in known:
            known[entry] = "".join(map(folded, _event(entry, calendar.stamp)))
    ordered = sorted((entry.first, entry.uid, known[entry]) for entry in calendar.entries)
    return "".join([*map(folded, head), *(text for _, _, text in ordered), folded("END:VCALENDAR")]).encode()


def task_entry(site: Site, task: Task, address: Address) -> Entry:
    """Return the day a task is due; one that is done needs no reminder, one that was given up is cancelled."""
    assert task.due_end is not None, "only dated tasks are entered"
    units = [f"Chủ trì: {_units(site, task.lead, task.lead_class)}", f"Phối hợp: {_units(site, task.partner, task.partner_class)}" if task.partner or task.partner_class else ""]
    printed = f"Thời hạn: {task.due.text}" if task.due else ""
    lines = [*units, printed, f"Trạng thái: {site.data.label('state', task.state)}"]
    path = f"nam/{site.data.year_of(task)}.md"
    done = "Hoàn thành: " if task.state == "done" else "Hạn: "
    return Entry(
        f"{task.id}@{_DOMAIN}", task.due_end, task.due_end, done + task.title, "\n".join(line for line in lines if line),
        address(path, task.id), cancelled=task.state in _WITHOUT_WORK, reminded=task.state in OPEN_STATES,
    )


def _units(site: Site, ids: Iterable[str], group: str | None) -> str:
    return joined([*(site.data.units[unit].name for unit in ids), *([group] if group else [])])


def event_entry(site: Site, event: Event, address: Address) -> Entry:
    """Return the days of an event."""
    first = event.date.first_day()
    lines = [when_text(event), event.place_name or "", event.summary or ""]
    return Entry(f"{event.id}@{_DOMAIN}", first, exact(event.until) or first, event.title, "\n".join(line for line in lines if line), address(f"nam/{first.year}.md", event.id))


def _event(entry: Entry, stamp: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{entry.uid}", f"DTSTAMP:{stamp}")
    yield f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    yield f"DESCRIPTION:{escaped(entry.description)}"
    if entry.address:
        yield f"URL:{entry.address}"
    yield from ("TRANSP:TRANSPARENT", f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}")
    if entry.reminded and not entry.cancelled:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P7D", f"DESCRIPTION:{escaped(entry.summary)}", "END:VALARM")
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return text as a calendar's value."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line broken so that no part is over 75 octets, and no letter in two."""
    octets = line.encode()
    if len(octets) <= _LINE:
        return line + "\r\n"
    parts, start, room = [], 0, _LINE
    while start < len(octets):
        end = start + room
        while octets[end : end + 1] and octets[end] & 0xC0 == 0x80:  # in the middle of a letter
            end -= 1
        parts.append(octets[start:end])
        start, room = end, _LINE - 1  # the space that continues a line
    return b"\r\n ".join(parts).decode() + "\r\n"
