"""Units: the dated structures as decided, one unit's facts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.records import label
from macros.site import Site
from macros.units import Structure, Unit
from macros.views.doubts import doubt_mark
from macros.views.html import EMPTY, Column, facts, gap, join, link, listing, paragraph, source_mark, table
from macros.views.links import document_link, unit_link


def structure_view(site: Site, structure: Structure) -> Markup:
    """Return one structure as its decision lists it."""
    groups = []
    for group in structure.groups:
        items: list[Markup | str] = [unit_link(site, unit) for unit in group.units]
        groups.append(Markup("<section><h3>{}</h3>{}</section>").format(group.title, listing([*items, *group.others], "units")))
    note_text = paragraph(structure.note, "remark") if structure.note else EMPTY
    return Markup('<div class="structure">{}</div>{}').format(join(groups), note_text)


def structure_period(structure: Structure, later: Structure | None) -> str:
    """Return since when a structure holds and, where a later one is known, until when it is shown."""
    if structure.until:
        return f"từ {structure.since} đến {structure.until}"
    return f"từ {structure.since}" + (f" đến trước {later.since}" if later else "")


def in_structures(site: Site, unit: Unit) -> list[Markup | str]:
    """Return, for each structure, whether the unit is in it; a missing one is never called dissolved."""
    ordered = sorted(site.data.structures, key=lambda structure: structure.since)
    member = [unit.id in structure.unit_ids for structure in ordered]
    lines: list[Markup | str] = []
    for place, structure in enumerate(ordered):
        decision = document_link(site, structure.decision)
        if member[place]:
            lines.append(Markup("Có trong cơ cấu theo {} (từ {}){}").format(decision, structure.since, source_mark(site, structure.source)))
        elif any(member[:place]) and not unit.successors:
            lines.append(Markup("Không có trong cơ cấu theo {}; chưa có nguồn về đơn vị kế thừa.").format(decision))
        elif any(member[:place]):
            lines.append(Markup("Không có trong cơ cấu theo {}.").format(decision))
    return lines


def unit_facts(site: Site, unit: Unit) -> Markup:
    """Return all that is recorded of a unit."""
    before = [other for other in site.data.units.values() if unit.id in [succession.unit for succession in other.successors]]
    return facts(
        [
            (label(Unit, "kind"), site.data.label("unit_kind", unit.kind)),
            (label(Unit, "aliases"), "; ".join(unit.aliases)),
            (label(Unit, "since"), str(unit.since or "")),
            (label(Unit, "until"), str(unit.until or "")),
            (label(Unit, "term"), unit.term),
            ("Cơ cấu", listing(in_structures(site, unit))),
            (label(Unit, "successors"), join((unit_link(site, succession.unit) + source_mark(site, succession.source) for succession in unit.successors), "; ")),
            ("Kế thừa từ", join((unit_link(site, other.id) for other in before), "; ")),
            (label(Unit, "note"), unit.note),
            ("Nguồn để ngỏ", doubt_mark(site, unit.id)),
        ]
    )


def unit_table(site: Site, units: Sequence[Unit], caption: str) -> Markup:
    """Return units as a table."""
    columns = [
        Column(label(Unit, "name"), lambda unit: link(f"don-vi/{unit.id}.md", unit.name) + source_mark(site, unit.source), row_head=True, css="wide"),
        Column(label(Unit, "kind"), lambda unit: site.data.label("unit_kind", unit.kind)),
        Column("Cơ cấu", lambda unit: join(in_structures(site, unit), "; ") or gap("Không thuộc cơ cấu đơn vị")),
    ]
    return table(columns, units, caption, empty="Không có đơn vị phù hợp.", css="unit-list", name="don-vi")
