"""Awards: the yearly summary, the lists, one recipient's record; awards are counted, people never added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from macros.awards import Award, Recipient
from macros.data import Data
from macros.honours import Honour
from macros.records import label
from macros.site import Site
from macros.vietnamese import SortKeys, slug, sort_key
from macros.views.documents import number_key
from macros.views.doubts import doubt_mark
from macros.views.facets import award_facets, line_facets, recipient_facets
from macros.views.html import EMPTY, Column, badge, gap, heading, join, link, listing, note, paragraph, source_mark, table
from macros.views.links import decision_text, movement_link, unit_link, unit_links

NO_PEOPLE_SUM = "Một người hoặc một tập thể có thể được khen nhiều lần; số lượt không phải là số người, số tập thể."


def granted(awards: Iterable[Award]) -> list[Award]:
    """Return the awards that stand: neither only proposed nor cancelled."""
    return [award for award in awards if award.status == "awarded"]


def in_order(data: Data, awards: Iterable[Award]) -> list[Award]:
    """Return awards in the law's order, collectives before persons, then as the file has them."""
    honours, kinds = list(data.honours), list(data.vocabularies["recipient_kind"])
    return sorted(awards, key=lambda award: (honours.index(award.honour), kinds.index(award.to)))


def totals(site: Site, awards: Iterable[Award]) -> str:
    """Return the counts of awards by kind of recipient: `15 lượt tập thể, 284 lượt cá nhân`."""
    counts: Counter[str] = Counter()
    for award in granted(awards):
        counts[award.to] += award.count or 0
    kinds = site.data.vocabularies["recipient_kind"]
    return ", ".join(f"{counts[kind]} lượt {term.label.lower()}" for kind, term in kinds.items() if counts[kind])


def honour_cell(site: Site, award: Award) -> Markup:
    """Return an honour as the award prints it, with its name here, level and state."""
    honour = site.data.honours[award.honour]
    remarks = [
        f"Tên dùng trên trang: {honour.name}" if award.printed and award.printed != honour.name else None,
        award.level_note,
        site.data.label("commendation_kind", award.kind) if award.kind else None,
        Markup("{}: {}").format(label(Award, "movement"), movement_link(site, award.movement)) if award.movement else None,
        award.reason,
        award.note,
    ]
    state = badge(award.status, site.data.label("award_status", award.status)) if award.status != "awarded" else EMPTY
    return Markup("{} {}{}{}{}").format(award.printed or honour.name, state, source_mark(site, award.source), doubt_mark(site, award.id), join(note(text) for text in remarks if text))


def list_gap(site: Site, award: Award) -> str:
    """Return what a source says of a list that is not here."""
    if award.declared is None:
        return "Chưa có danh sách."
    return f"Nguồn nêu {award.declared} {site.data.label('recipient_kind', award.to).lower()}; chưa có danh sách."


def list_cell(site: Site, award: Award) -> Markup:
    """Return the way to the list, or the gap: `Nguồn nêu 184 cá nhân; chưa có danh sách.`"""
    if not award.recipients:
        return gap(list_gap(site, award))
    partial = f" ({len(award.recipients)}/{award.declared})" if award.declared and award.declared > len(award.recipients) else ""
    return link(f"khen-thuong/{award.merit_year}.md", f"Danh sách{partial}", f"ds-{award.id}")


def summary_table(site: Site, awards: Sequence[Award], caption: str) -> Markup:
    """Return the summary of awards: a row an award, in the law's order, counts by kind of recipient."""
    numbered = {award.id: str(place) for place, award in enumerate(awards, 1)}
    columns = [
        Column("STT", lambda award: numbered[award.id], number=True, css="tt"),
        Column(label(Award, "honour"), lambda award: honour_cell(site, award), row_head=True, css="wide", sort=lambda award: sort_key(site.data.honours[award.honour].name), key="danh-hieu"),
        Column("Tập thể", lambda award: _count(award, "collective"), number=True),
        Column("Cá nhân", lambda award: _count(award, "individual"), number=True),
        *([Column("Hộ gia đình", lambda award: _count(award, "household"), number=True)] if any(award.to == "household" for award in awards) else []),
        Column(label(Award, "decision"), lambda award: _decision(site, award), sort=lambda award: _decision_order(site, award), key="quyet-dinh"),
        Column("Danh sách", lambda award: list_cell(site, award)),
    ]
    kind = lambda award: site.data.label("honour_kind", site.data.honours[award.honour].kind)  # noqa: E731
    sums = totals(site, awards)
    return table(
        columns, awards, caption, empty="Chưa có khen thưởng.", css="awards", name="khen-thuong", groups=kind, group_head=label(Honour, "kind"),
        facets=award_facets(site), note_below=f"Cộng: {sums}. {NO_PEOPLE_SUM}" if sums else "",
    )


def _decision_order(site: Site, award: Award) -> tuple[int, str] | None:
    return number_key(site.data.documents[award.decision]) if award.decision else None


def _count(award: Award, kind: str) -> str:
    return str(award.count) if award.to == kind and award.count is not None else ""


def _decision(site: Site, award: Award) -> Markup:
    cancelled = note(Markup("Hủy: {}").format(decision_text(site, award.cancelled_by))) if award.cancelled_by else EMPTY
    granted_by = note(f"{label(Award, 'granted_by')}: {award.granted_by}") if award.granted_by else EMPTY
    return decision_text(site, award.decision) + granted_by + cancelled


def recipient_columns(site: Site, award: Award) -> list[Column]:
    """Return the heads of an award list as decisions print it."""
    places = {recipient.id: str(place) for place, recipient in enumerate(award.recipients, 1)}
    name_head = label(Recipient, "name") if award.to == "individual" else site.data.label("recipient_kind", award.to)
    words = SortKeys()
    columns = [
        Column("STT", lambda recipient: places[recipient.id], number=True, css="tt"),
        Column(label(Recipient, "honorific"), lambda recipient: site.data.label("honorific", recipient.honorific) if recipient.honorific else ""),
        Column(name_head, lambda recipient: _name(site, recipient), row_head=True, sort=lambda recipient: _name_order(words, Line(award, recipient)), key="ten"),
        Column(label(Recipient, "post"), lambda recipient: recipient.post or ""),
        Column(label(Recipient, "workplace"), lambda recipient: _workplace(site, recipient)),
        Column(label(Recipient, "note"), lambda recipient: "; ".join(text for text in (recipient.reason, recipient.note) if text)),
    ]
    return columns if award.to == "individual" else [column for column in columns if column.head not in (label(Recipient, "honorific"), label(Recipient, "post"))]


def _name_order(words: SortKeys, line: Line) -> str:
    """Order people by given name, collectives and households as a dictionary does."""
    return words.of_name(line.recipient.name) if line.award.to == "individual" else words.of(line.recipient.name)


def _name(site: Site, recipient: Recipient) -> Markup:
    return link("lanh-dao.md", recipient.name, recipient.person) if recipient.person else escape(recipient.name)


def _workplace(site: Site, recipient: Recipient) -> Markup:
    if recipient.unit and not recipient.workplace:
        return unit_link(site, recipient.unit)
    return link(f"don-vi/{recipient.unit}.md", recipient.workplace or "") if recipient.unit else escape(recipient.workplace or "")


def recipient_list(site: Site, award: Award, shown: Sequence[Recipient] | None = None) -> Markup:
    """Return one award's list, or the lines of it that are shown, with its caption; or the sentence on what is missing."""
    kind = site.data.label("recipient_kind", award.to).lower()
    if not award.recipients:
        return paragraph(list_gap(site, award), "empty")
    missing = (award.declared or 0) - len(award.recipients)
    below = f"Nguồn nêu {award.declared} {kind}; danh sách có {len(award.recipients)}, còn thiếu {missing}." if missing > 0 else ""
    rows = award.recipients if shown is None else shown
    return table(recipient_columns(site, award), rows, list_caption(site, award), empty="", css="recipients", name=f"ds-{award.id}", facets=recipient_facets(site), note_below=below)


def list_name(site: Site, award: Award) -> str:
    """Return what a list is of; one that does not stand says so first."""
    state = f"{site.data.label('award_status', award.status)}: " if award.status != "awarded" else ""
    return f"{state}{site.data.honours[award.honour].name} - {site.data.label('recipient_kind', award.to)}"


def list_caption(site: Site, award: Award) -> str:
    """Return the caption of a list as decisions have it: `Kèm theo Quyết định số … ngày …`."""
    decision = site.data.documents.get(award.decision or "")
    name = list_name(site, award)
    if decision is None:
        return f"{name} (chưa có số, ngày quyết định)"
    dated = f" ngày {decision.issued}" if decision.issued else ""
    return f"{name}. Kèm theo Quyết định số {decision.number or '…'}{dated}"


def list_sections(site: Site, awards: Sequence[Award]) -> str:
    """Return every list under its own heading, as Markdown blocks."""
    parts = []
    for award in awards:
        if award.recipients:
            parts += [heading(3, list_name(site, award), f"ds-{award.id}"), recipient_list(site, award)]
    return "\n\n".join(parts)


def quote_list(site: Site, awards: Iterable[Award]) -> Markup:
    """Return the source's own words on each award."""
    return listing(Markup("{}: «{}»{}").format(list_name(site, award), award.quote, source_mark(site, award.source)) for award in awards if award.quote)


def missing_lists(site: Site, awards: Iterable[Award]) -> Markup:
    """Return the awards whose recipients no source names: `Bằng khen: Nguồn nêu 43 cá nhân; chưa có danh sách.`"""
    return listing(f"{site.data.honours[award.honour].name}: {list_gap(site, award)}" for award in awards if not award.recipients)


@dataclass(frozen=True)
class Line:
    """One recipient in one award: a line of a person's record."""

    award: Award
    recipient: Recipient


def lines(awards: Iterable[Award], kind: str | None = None) -> list[Line]:
    """Return every recipient line of the awards that stand, of one kind of recipient or all."""
    return [Line(award, recipient) for award in granted(awards) if kind in (None, award.to) for recipient in award.recipients]


def record_table(site: Site, listed: Sequence[Line], caption: str) -> Markup:
    """Return recipients' records by given name; lines of one name are said to be unresolved, never joined."""
    # One name, its tone marks old or new, may be one person or two: only ids tell, and one of them is missing.
    words = SortKeys()
    people = {(line.recipient.person or line.recipient.id, words.of(line.recipient.name)) for line in listed}
    names = Counter(name for _, name in people)
    alike = {line.recipient.id for line in listed if line.award.to == "individual" and not line.recipient.person and names[words.of(line.recipient.name)] > 1}
    rows = sorted(listed, key=lambda line: (words.of_name(line.recipient.name), -line.award.merit_year))
    columns = [
        Column(
            label(Recipient, "name"), lambda line: _name(site, line.recipient) + (_DOUBT if line.recipient.id in alike else EMPTY),
            row_head=True, sort=lambda line: _name_order(words, line), key="ten",
        ),
        Column("Chức vụ, đơn vị công tác", lambda line: _post(site, line.recipient), told_by=lambda line: (line.recipient.post, line.recipient.workplace, line.recipient.unit)),
        Column(
            label(Award, "merit_year"), lambda line: link(f"khen-thuong/{line.award.merit_year}.md", str(line.award.merit_year), line.recipient.id),
            css="tt", value=lambda line: line.award.merit_year, key="nam",
        ),
        Column(label(Award, "honour"), lambda line: line.award.printed or site.data.honours[line.award.honour].name),
        Column(
            "Số, ngày quyết định", lambda line: decision_text(site, line.award.decision), sort=lambda line: _decision_order(site, line.award), key="quyet-dinh",
            told_by=lambda line: line.award.decision,
        ),
        Column("Cơ quan ban hành", lambda line: _issuer(site, line.award), told_by=lambda line: (line.award.decision, line.award.granted_by)),
    ]
    name = "ho-so-" + slug(site.data.label("recipient_kind", listed[0].award.to)) if listed else "ho-so"
    return table(columns, rows, caption, empty="Chưa có danh sách người, tập thể được khen thưởng.", css="recipients", name=name, facets=line_facets(site))


_DOUBT = note("Trùng họ tên, chưa xác định là một người.")


def _post(site: Site, recipient: Recipient) -> Markup:
    parts: list[Markup | str] = [recipient.post] if recipient.post else []
    workplace = _workplace(site, recipient)
    return join([*parts, workplace] if workplace else parts, ", ")


def _issuer(site: Site, award: Award) -> Markup:
    decision = site.data.documents.get(award.decision or "")
    return unit_links(site, decision.issuer) if decision and decision.issuer else escape(award.granted_by or "")


def person_awards(site: Site, person_id: str) -> Markup:
    """Return the awards of one person who is identified by id."""
    listed = [line for line in lines(site.data.awards.values()) if line.recipient.person == person_id]
    return record_table(site, listed, f"Khen thưởng của {site.data.people[person_id].name}") if listed else EMPTY


