"""Movements: the register, the time line, one movement's facts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.movements import Movement, Role
from macros.records import label
from macros.site import Site
from macros.views.facets import movement_facets
from macros.views.html import EMPTY, Column, badge, facts, gap, join, link, listing, note, source_mark, table
from macros.views.links import document_link, unit_link, year_link


def period_text(site: Site, movement: Movement) -> Markup:
    """Return the period, said to be over only as such: never as a loss of effect."""
    if not movement.period:
        return gap("Nguồn không ghi thời gian.")
    over = movement.until and movement.until.last_day() < site.today
    return Markup("{}{}").format(movement.period, note("Đã hết thời gian thực hiện") if over else EMPTY)


def roles_text(site: Site, movement: Movement) -> Markup:
    """Return the office's role year by year."""
    items = [
        Markup("{}: {}{}").format(role.year, ", ".join(site.data.label("role", word).lower() for word in role.role), source_mark(site, role.source))
        for role in movement.roles
    ]
    return join(items, "; ")


def movement_table(site: Site, movements: Sequence[Movement], caption: str, *, by_kind: bool = False) -> Markup:
    """Return movements, campaigns and programmes as a table, each kind under a heading of its own where that is asked for."""
    kinds = {kind: place for place, kind in enumerate(site.data.vocabularies["movement_kind"])}
    rows = sorted(movements, key=lambda movement: kinds[movement.kind]) if by_kind else movements
    groups = (lambda movement: site.data.label("movement_kind", movement.kind)) if by_kind else None
    columns = [
        Column(label(Movement, "name"), lambda movement: link(f"thi-dua/{movement.id}.md", movement.name) + source_mark(site, movement.source), row_head=True, css="wide"),
        Column(label(Movement, "kind"), lambda movement: site.data.label("movement_kind", movement.kind)),
        Column("Thời gian", lambda movement: period_text(site, movement), css="date", sort=lambda movement: movement.since.first_day() if movement.since else None),
        Column(label(Movement, "launched_by"), lambda movement: unit_link(site, movement.launched_by) if movement.launched_by else gap("Nguồn không ghi")),
        Column(label(Movement, "document"), lambda movement: document_link(site, movement.document) if movement.document else gap("Chưa có")),
        Column(label(Movement, "roles"), lambda movement: roles_text(site, movement)),
    ]
    return table(
        [column for column in columns if not (by_kind and column.head == label(Movement, "kind"))], rows, caption, empty="Không có phong trào phù hợp.", css="movements",
        name="phong-trao", groups=groups, group_head=label(Movement, "kind"), facets=movement_facets(site),
    )


def time_line(site: Site, movements: Sequence[Movement]) -> Markup:
    """Return the periods of movements on one scale of years, as an SVG with its meaning in words."""
    dated = [movement for movement in movements if movement.since and movement.until]
    if not dated:
        return EMPTY
    first = min(movement.since.year for movement in dated if movement.since)
    last = max(movement.until.year for movement in dated if movement.until)
    step = 1000 / (last - first + 1)
    years = join(Markup('<text class="tl-year" x="{:.1f}" y="14">{}</text>').format((year - first) * step + step / 2, year) for year in range(first, last + 1))
    bars = join(_bar(movement, place, first, step) for place, movement in enumerate(dated))
    words = "; ".join(f"{movement.name}: {movement.period}" for movement in dated)
    drawing = Markup('<svg class="time-line" viewBox="0 0 1000 {}" role="img" aria-label="{}">{}{}</svg>').format(34 + 46 * len(dated), words, years, bars)
    return Markup('<div class="table-wrap" role="region" tabindex="0" aria-label="Trục thời gian">{}</div>{}').format(drawing, _milestones(dated))


def _milestones(movements: Sequence[Movement]) -> Markup:
    """Return what the dots of a time line stand for, a line a movement, named where there are several."""
    lines = [
        Markup("{}{}").format(f"{movement.name} - " if len(movements) > 1 else "", "; ".join(f"{milestone.when}: {milestone.what}" for milestone in movement.milestones))
        for movement in movements if movement.milestones
    ]
    return listing(lines, "tl-milestones")


def _bar(movement: Movement, place: int, first: int, step: float) -> Markup:
    assert movement.since and movement.until, "only dated movements are drawn"
    top, left = 26 + 46 * place, (movement.since.year - first) * step
    width = (movement.until.year - movement.since.year + 1) * step
    dots = join(
        Markup('<circle class="tl-dot" cx="{:.1f}" cy="{}" r="5"><title>{}: {}</title></circle>').format((milestone.when.year - first) * step + step / 2, top + 9, milestone.when, milestone.what)
        for milestone in movement.milestones
    )
    return Markup('<rect class="tl-bar tl-bar--{}" x="{:.1f}" y="{}" width="{:.1f}" height="18" rx="4"/>{}<text class="tl-name" x="{:.1f}" y="{}">{}</text>').format(
        movement.kind, left, top, width, dots, left + 4, top + 34, movement.name
    )


def movement_facts(site: Site, movement: Movement) -> Markup:
    """Return all that is recorded of a movement."""
    milestones = [Markup("{}: {}{}").format(milestone.when, milestone.what, source_mark(site, milestone.source)) for milestone in movement.milestones]
    return facts(
        [
            (label(Movement, "kind"), badge(movement.kind, site.data.label("movement_kind", movement.kind))),
            ("Thời gian", period_text(site, movement)),
            (label(Movement, "launched_by"), unit_link(site, movement.launched_by) if movement.launched_by else gap("Nguồn không ghi.")),
            (label(Movement, "document"), document_link(site, movement.document) if movement.document else gap("Chưa có văn bản phát động trong danh mục.")),
            (label(Movement, "milestones"), listing(milestones)),
            (label(Movement, "roles"), join((_role(site, role) for role in movement.roles), "; ")),
            (label(Movement, "aliases"), "; ".join(movement.aliases)),
            (label(Movement, "note"), movement.note),
        ]
    )


def _role(site: Site, role: Role) -> Markup:
    words = ", ".join(site.data.label("role", word).lower() for word in role.role)
    return Markup("{}: {}{}").format(year_link(site, role.year), words, source_mark(site, role.source))
