"""People: their posts in the Front, with the dates the sources give."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.people import Person, Post
from macros.records import label
from macros.site import Site
from macros.vietnamese import day, name_key
from macros.views.html import EMPTY, Column, gap, join, note, source_mark, table
from macros.views.links import unit_link


def post_period(post: Post) -> str:
    """Return when a post was held, as far as the sources say."""
    parts = [f"từ {post.since}" if post.since else ""]
    if post.until:
        parts.append(f"đến {post.until}" + (" (theo tin ngày này)" if post.until_by_news and not post.until.day else ""))
    if post.until and post.until_by_news:
        parts[-1] = f"thôi giữ chức vụ theo tin ngày {post.until}"
    if post.seen:
        parts.append("nguồn nhắc đến ngày " + ", ".join(day(seen) for seen in post.seen))
    return "; ".join(part for part in parts if part)


def posts_cell(site: Site, person: Person) -> Markup:
    """Return a person's posts, each with its dates and source."""
    lines = []
    for post in person.posts:
        where = Markup(", {}").format(unit_link(site, post.unit)) if post.unit and not _names(site, post.title, post.unit) else EMPTY
        term = f" ({post.term})" if post.term and post.term not in post.title else ""
        period = post_period(post)
        lines.append(Markup("<li>{}{}{}{}{}</li>").format(post.title, where, term, source_mark(site, post.source), note(period) if period else EMPTY))
    return Markup('<ul class="plain">{}</ul>').format(join(lines)) if lines else gap("Chưa có chức vụ trong nguồn.")


def _names(site: Site, title: str, unit_id: str) -> bool:
    """Tell whether a post's title already names its unit, by its name or an alias."""
    unit = site.data.units[unit_id]
    return any(name in title for name in (unit.name, *unit.aliases))


def people_table(site: Site, people: Sequence[Person], caption: str) -> Markup:
    """Return people in the order of rank the file has."""
    columns = [
        Column(label(Person, "name"), lambda person: _name(site, person), row_head=True, sort=lambda person: name_key(person.name), key="ten"),
        Column(label(Person, "posts"), lambda person: posts_cell(site, person), css="wide"),
        Column(label(Person, "note"), lambda person: person.note or ""),
    ]
    return table(columns, people, caption, empty="Không có người phù hợp.", css="people", name="nguoi")


def _name(site: Site, person: Person) -> Markup:
    honorific = f"{site.data.label('honorific', person.honorific)} " if person.honorific else ""
    return Markup("{}{}{}").format(honorific, person.name, source_mark(site, person.source))
