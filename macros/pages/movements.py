"""The register of movements with their time line, and a page a movement."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from macros.movements import Movement
from macros.pages.page import Made, as_of_line, page
from macros.site import Site
from macros.views.awards import granted, in_order, summary_table
from macros.views.events import event_table
from macros.views.html import heading, link, paragraph, quote
from macros.views.movements import movement_facts, movement_table, time_line


def pages(site: Site) -> dict[str, Made]:
    """Return the register and every movement's page."""
    made: dict[str, Made] = {"thi-dua/index.md": partial(register, site)}
    if site.only_year is None:
        made |= {f"thi-dua/{movement.id}.md": partial(movement_page, site, movement) for movement in site.data.movements.values()}
    return made


def register(site: Site) -> str:
    """Return the time line, then movements by kind, programmes under their own."""
    listed = list(site.data.movements.values())
    table = movement_table(site, listed, "Danh mục phong trào, cuộc vận động, chương trình", by_kind=True) if listed else paragraph("Chưa có phong trào nào.", "empty")
    awards = paragraph(link("khen-thuong/index.md", "Khen thưởng theo năm, theo danh hiệu, theo người"))
    blocks: list[str | Markup] = [time_line(site, listed), table, awards, as_of_line(site, "Thời gian thực hiện")]
    return page("Thi đua", blocks, lead="Phong trào thi đua, cuộc vận động, chương trình mà Cơ quan phát động, hưởng ứng, triển khai.")


def movement_page(site: Site, movement: Movement) -> str:
    """Return one movement: facts, the source's words, what was done for it."""
    blocks: list[str | Markup] = [movement_facts(site, movement), time_line(site, [movement])]
    if movement.quote:
        blocks += [heading(2, "Nguồn nêu", "nguyen-van"), quote(movement.quote)]
    events = [event for event in site.data.events.values() if movement.id in event.movements]
    if events:
        blocks += [heading(2, "Sự kiện", "su-kien"), event_table(site, events, "Sự kiện của phong trào")]
    awards = in_order(site.data, [award for award in granted(site.data.awards.values()) if award.movement == movement.id])
    if awards:
        blocks += [heading(2, "Khen thưởng", "khen-thuong"), summary_table(site, awards, "Khen thưởng theo phong trào")]
    blocks.append(as_of_line(site, "Thời gian thực hiện"))
    kind = site.data.label("movement_kind", movement.kind)
    return page(f"{kind} “{movement.name}”", blocks, up=link("thi-dua/index.md", "Thi đua"))
