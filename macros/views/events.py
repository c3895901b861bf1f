"""Events: what took place, when, who chaired; one event may stand on several years' pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from macros.events import Event
from macros.records import label
from macros.site import Site
from macros.vietnamese import capital
from macros.views.doubts import doubt_mark
from macros.views.facets import event_facets, exact
from macros.views.html import EMPTY, Column, facts, gap, join, link, listing, note, quote, source_mark, table
from macros.views.links import document_links, movement_link, person_link, person_links, unit_link, unit_links


def when_text(event: Event) -> str:
    """Return when an event took place: `sáng 12/01/2023`, `25/11/2022 - 27/11/2022`."""
    part = f"{event.part_of_day} " if event.part_of_day else ""
    return f"{part}{event.date}" + (f" - {event.until}" if event.until else "")


def event_view(site: Site, event: Event, *, anchored: bool = True) -> Markup:
    """Return one event with all that is recorded of it."""
    acts = [
        Markup("{}{}{}").format(Markup("{}: ").format(person_link(site, act.person)) if act.person else EMPTY, act.text, source_mark(site, act.source))
        for act in event.acts
    ]
    shown = facts(
        [
            (label(Event, "date"), Markup("{}{}").format(capital(when_text(event)), note("Năm suy ra từ nguồn") if event.year_inferred else EMPTY)),
            (label(Event, "organiser"), unit_links(site, event.organiser)),
            (label(Event, "chairs"), person_links(site, event.chairs)),
            (label(Event, "place_name"), event.place_name),
            (label(Event, "summary"), event.summary),
            (label(Event, "acts"), listing(acts)),
            (label(Event, "elected"), _elected(site, event)),
            (label(Event, "members"), listing(event.members) if not event.elected else None),
            (label(Event, "documents"), document_links(site, event.documents)),
            (label(Event, "movements"), join((movement_link(site, movement) for movement in event.movements), "; ")),
            (label(Event, "note"), event.note),
        ]
    )
    anchor = Markup(' id="{}"').format(event.id) if anchored else EMPTY
    return Markup('<section class="event"{}><h3>{}{}{}</h3>{}{}</section>').format(anchor, event.title, source_mark(site, event.source), doubt_mark(site, event.id), shown, quote(event.quote))


def _elected(site: Site, event: Event) -> Markup | None:
    if event.elected is None:
        return None
    members = listing(event.members) if event.members else gap("Nguồn không nêu danh sách được bầu.")
    return Markup("{} {}").format(unit_link(site, event.elected), members)


def events_view(site: Site, events: Iterable[Event]) -> Markup:
    """Return events one after another, in order of date."""
    return join(event_view(site, event) for event in sorted(events, key=lambda event: event.date))


def event_table(site: Site, events: Sequence[Event], caption: str) -> Markup:
    """Return events as a table, earliest first."""
    columns = [
        Column(
            label(Event, "date"), when_text, css="date", key="ngay", sort=lambda event: (event.date.first_day(), event.date.last_day()),
            value=lambda event: None if event.until or event.part_of_day else exact(event.date),
        ),
        Column(label(Event, "title"), lambda event: link(f"nam/{event.date.year}.md", event.title, event.id) + source_mark(site, event.source), row_head=True, css="wide"),
        Column(label(Event, "kind"), lambda event: site.data.label("event_kind", event.kind)),
        Column(label(Event, "organiser"), lambda event: unit_links(site, event.organiser)),
        Column(label(Event, "summary"), lambda event: event.summary or ""),
    ]
    return table(columns, sorted(events, key=lambda event: event.date), caption, empty="Không có sự kiện phù hợp.", css="events", name="su-kien", facets=event_facets(site))
