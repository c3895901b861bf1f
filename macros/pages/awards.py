"""Awards: by year, by honour, by recipient, and a page a year of merit with its lists."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from macros.awards import Award, Recipient
from macros.data import Year
from macros.honours import Honour
from macros.pages.large import MOST_RECIPIENTS, by_given_name, given_name
from macros.pages.page import Made, page
from macros.pages.parts import Group, Part, Way, by_number, every, moved_rows, parted
from macros.site import Site
from macros.vietnamese import sort_key
from macros.views.awards import NO_PEOPLE_SUM, Line, granted, in_order, lines, list_name, list_sections, quote_list, recipient_list, record_table, summary_table, totals
from macros.views.facets import honour_facets
from macros.views.html import EMPTY, Column, gap, heading, join, link, listing, note, paragraph, source_mark, table
from macros.views.links import document_link


def pages(site: Site) -> dict[str, Made]:
    """Return the register, a page a year of merit, and the records by recipient."""
    years = [year for year in site.years if year.awards]
    made: dict[str, Made] = {"khen-thuong/index.md": partial(register, site, years)}
    for year in years:
        parts = parts_of_year(site, year)
        made[f"khen-thuong/{year.number}.md"] = partial(year_page, site, year, parts)
        made |= {part.path: partial(part_page, site, year, part) for part in every(parts)}
    if site.only_year is None:
        made |= {**recipients_pages(site), "khen-thuong/danh-hieu.md": partial(honours_page, site)}
    return made


# The parts of a year's lists; none where they stand on the page of the year's awards.
ListParts = tuple[Part[Recipient], ...]


def parts_of_year(site: Site, year: Year) -> ListParts:
    """Return the parts of a year's lists: a list each, then by the lines' numbers; none where one page holds them all."""
    lists = {award.id: Group(place, award.id, list_name(site, award)) for place, award in enumerate(in_order(site.data, year.awards))}
    listed = {recipient.id: (award, number) for award in year.awards for number, recipient in enumerate(award.recipients, 1)}
    by_list: Way[Recipient] = lambda recipient: lists[listed[recipient.id][0].id]  # noqa: E731
    blocks: list[Way[Recipient]] = by_number(lambda recipient: listed[recipient.id][1])
    return parted([recipient for award in year.awards for recipient in award.recipients], [by_list, *blocks], f"khen-thuong/{year.number}", year.awards)


def part_page(site: Site, year: Year, part: Part[Recipient]) -> str:
    """Return a list of a year with many awards, or the lines of it, or the way to its parts."""
    award = _award_of(year, part)
    shown = _moved_lines(year, part.parts) if part.parts else recipient_list(site, award, part.rows)
    up = link(f"khen-thuong/{year.number}.md", f"Khen thưởng năm {year.number}", f"ds-{award.id}")
    return page(f"Khen thưởng năm {year.number}: {part.title}", [shown], hide_toc=True, up=up)


def _award_of(year: Year, part: Part[Recipient]) -> Award:
    """Return the award whose list a part is, or is of."""
    first = part.rows[0].id
    return next(award for award in year.awards if any(recipient.id == first for recipient in award.recipients))


def _moved_lines(year: Year, parts: ListParts) -> Markup:
    """Return the parts of lists, and under each line's old address the way to it."""
    numbers = {recipient.id: number for award in year.awards for number, recipient in enumerate(award.recipients, 1)}
    return moved_rows(parts, lambda recipient: numbers[recipient.id], "lượt")


def _lists(site: Site, year: Year, awards: list[Award], parts: ListParts) -> str:
    """Return the lists of awards, each under its heading; the way to each where the year has too many for one page."""
    if not parts:
        return list_sections(site, awards)
    of_award = {_award_of(year, part).id: part for part in parts}
    listed = [award for award in awards if award.recipients]
    return "\n\n".join(f"{heading(3, list_name(site, award), f'ds-{award.id}')}\n\n{_moved_lines(year, (of_award[award.id],))}" for award in listed)


def register(site: Site, years: list[Year]) -> str:
    """Return awards by year and by honour, counted."""
    columns = [
        Column("Năm thành tích", lambda year: link(f"khen-thuong/{year.number}.md", str(year.number)), row_head=True, css="tt"),
        Column("Số lượt", lambda year: totals(site, year.awards)),
        Column("Danh sách", lambda year: _named(year)),
    ]
    by_year = table(columns, years, "Khen thưởng theo năm thành tích", empty="Chưa có khen thưởng.", css="years", name="nam", note_below=NO_PEOPLE_SUM if years else "")
    blocks: list[str | Markup] = [
        heading(2, "Theo năm", "theo-nam"), by_year,
        heading(2, "Theo danh hiệu, hình thức", "theo-danh-hieu"), by_honour(site),
        heading(2, "Theo người, tập thể", "theo-nguoi"),
        paragraph(link("khen-thuong/ca-nhan.md", "Hồ sơ khen thưởng theo người, tập thể")),
        paragraph(link("khen-thuong/danh-hieu.md", "Danh hiệu thi đua, hình thức khen thưởng theo luật")),
    ]
    return page("Khen thưởng", blocks, lead="Theo năm thành tích; quyết định có thể ra năm sau.")


def _named(year: Year) -> Markup:
    listed = sum(len(award.recipients) for award in granted(year.awards))
    known = sum(award.count or 0 for award in granted(year.awards))
    return Markup("{}/{} lượt có tên").format(listed, known) if listed else gap("Nguồn không nêu tên; chưa có danh sách.")


def by_honour(site: Site) -> Markup:
    """Return the honours that were given, with the counts of each year."""
    given: dict[str, list[Award]] = {}
    for award in in_order(site.data, granted(site.data.awards.values())):
        given.setdefault(award.honour, []).append(award)
    columns = [
        Column("Danh hiệu, hình thức", lambda item: site.data.honours[item[0]].name, row_head=True, css="wide"),
        Column("Năm thành tích: số lượt", lambda item: _by_year(site, item[1])),
    ]
    kind = lambda item: site.data.label("honour_kind", site.data.honours[item[0]].kind)  # noqa: E731
    return table(columns, list(given.items()), "Khen thưởng theo danh hiệu, hình thức", empty="Chưa có khen thưởng.", css="honours", name="danh-hieu", groups=kind, group_head="Loại")


def _by_year(site: Site, awards: list[Award]) -> Markup:
    parts = [
        Markup("{}: {} {}").format(
            link(f"khen-thuong/{award.merit_year}.md", str(award.merit_year), award.id),
            "?" if award.count is None else award.count, site.data.label("recipient_kind", award.to).lower(),
        )
        for award in awards
    ]
    return join(parts, "; ")


def year_page(site: Site, year: Year, parts: ListParts) -> str:
    """Return the awards of one year of merit, lists whole; proposed and cancelled ones apart."""
    awards = in_order(site.data, granted(year.awards))
    blocks: list[str | Markup] = [summary_table(site, awards, f"Tổng hợp khen thưởng theo thành tích năm {year.number}")]
    blocks += [heading(2, "Danh sách", "danh-sach"), _lists(site, year, awards, parts) or paragraph("Nguồn nêu số lượng, không nêu tên tập thể, cá nhân nào; chưa có danh sách.", "empty")]
    if quotes := quote_list(site, awards):
        blocks += [heading(2, "Nguồn nêu", "nguyen-van"), quotes]
    for status, title, anchor in (("proposed", "Đang đề nghị, chưa phải khen thưởng", "de-nghi"), ("cancelled", "Đã hủy quyết định", "da-huy")):
        others = in_order(site.data, [award for award in year.awards if award.status == status])
        if others:
            blocks += [heading(2, title, anchor), summary_table(site, others, title), _lists(site, year, others, parts)]
    blocks.append(paragraph(link(f"nam/{year.number}.md", f"Kế hoạch, kết quả năm {year.number}")))
    return page(f"Khen thưởng năm {year.number}", blocks, lead=f"Theo thành tích năm {year.number}: {totals(site, year.awards)}.", up=link("khen-thuong/index.md", "Khen thưởng"))


def recipients_pages(site: Site) -> dict[str, Made]:
    """Return every named recipient's record, people by given name, then collectives and households; many people, a page a given name."""
    blocks: list[str | Markup] = []
    made: dict[str, Made] = {}
    for kind, term in site.data.vocabularies["recipient_kind"].items():
        listed = lines(site.data.awards.values(), kind)
        if len(listed) > MOST_RECIPIENTS:
            groups = by_given_name(listed, lambda line: line.recipient.name)
            made |= {f"khen-thuong/ca-nhan/{kind}-{key}.md": partial(_named_page, site, group, term.label) for key, group in groups.items()}
            items = [Markup("{}: {} lượt").format(link(f"khen-thuong/ca-nhan/{kind}-{key}.md", _names(group)), len(group)) for key, group in groups.items()]
            blocks += [heading(2, term.label, kind), paragraph(f"{len(listed)} lượt; mỗi tên một trang."), listing(items, "columns")]
        elif listed:
            blocks += [heading(2, term.label, kind), record_table(site, listed, f"Hồ sơ khen thưởng: {term.label.lower()}")]
    if not blocks:
        blocks.append(paragraph("Chưa có danh sách người, tập thể được khen thưởng; các nguồn đã đọc chỉ nêu số lượng.", "empty"))
    register = page("Khen thưởng theo người, tập thể", blocks, lead="Xếp theo tên. Không ghép hai dòng chỉ vì trùng họ tên.", up=link("khen-thuong/index.md", "Khen thưởng"))
    return {"khen-thuong/ca-nhan.md": register, **made}


def _named_page(site: Site, listed: list[Line], kind: str) -> str:
    """Return the records of those who bear one given name."""
    title = f"Khen thưởng: {_names(listed)}"
    shown = record_table(site, listed, f"Hồ sơ khen thưởng: {kind.lower()}, {_names(listed)}")
    return page(title, [shown], lead="Không ghép hai dòng chỉ vì trùng họ tên.", hide_toc=True, up=link("khen-thuong/ca-nhan.md", "Khen thưởng theo người, tập thể"))


def _names(listed: list[Line]) -> str:
    """Return the spellings of a given name that occur: `An, Ân`."""
    return ", ".join(sorted({given_name(line.recipient.name) for line in listed}, key=lambda name: (sort_key(name), name)))


def honours_page(site: Site) -> str:
    """Return titles and forms of commendation in the law's order."""
    columns = [
        Column("Danh hiệu, hình thức", lambda honour: Markup("{}{}{}").format(honour.name, source_mark(site, honour.source), note(honour.note) if honour.note else EMPTY), row_head=True, css="wide"),
        Column("Tặng cho", lambda honour: ", ".join(site.data.label("recipient_kind", kind) for kind in honour.recipients)),
        Column("Cách gọi khác", lambda honour: "; ".join(honour.aliases)),
        Column("Tên theo luật", lambda honour: _legal_names(site, honour)),
    ]
    kind = lambda honour: site.data.label("honour_kind", honour.kind)  # noqa: E731
    shown = table(
        columns, list(site.data.honours.values()), "Danh hiệu thi đua, hình thức khen thưởng", empty="Chưa có danh mục.", css="honours", name="danh-hieu",
        groups=kind, group_head="Loại", facets=honour_facets(site),
    )
    lead = "Theo thứ tự của luật. Khen thưởng công bố theo luật có hiệu lực vào ngày quyết định."
    return page("Danh hiệu, hình thức khen thưởng", [shown], lead=lead, hide_toc=True, up=link("khen-thuong/index.md", "Khen thưởng"))


def _legal_names(site: Site, honour: Honour) -> Markup:
    return join((Markup("{}: {}{}").format(document_link(site, legal.law), legal.name, source_mark(site, legal.source)) for legal in honour.legal_names), Markup("<br>"))
