"""Annexes of plans: rows of tasks under groups that are the plan's areas, or the units that lead them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from macros.document_numbers import parse
from macros.plans import Area
from macros.problems import hint
from macros.sheets.capitals import in_lower_case
from macros.sheets.findings import Fields, Findings, columns_said, dotted_day, only
from macros.sheets.incoming import IncomingRow, Where
from macros.sheets.known_names import name_parts
from macros.sheets.phrases import one_line, phrase
from macros.sheets.ready_lines import IN_AREAS, quoted
from macros.sheets.table_rows import ROMAN, Group, Line, split_number
from macros.sheets.tables import Table
from macros.sheets.task_numbers import Numbered, is_bare, number_apart
from macros.sheets.task_states import take_states

_PLAN_NAMED = re.compile(r"(?i)kèm theo kế hoạch số\s*:?\s*(\d+\s*[-/]\s*[^\s,;()]+)")


@dataclass
class _Under:
    """What the rows stand under: an area's id and printed number, the place of its group among all, a unit that leads."""

    area: str | None = None
    number: str = ""
    place: int = 0
    lead: str | None = None


_Made = tuple[Line, Fields, _Under]


@dataclass
class _Areas:
    """The areas of the year's plan, and those that the file adds to them."""

    known: dict[str, str]
    new: list[tuple[Where, Group, str]] = field(default_factory=list)


def read_tasks(tables: Sequence[Table], findings: Findings) -> None:
    """Add the rows of an annex's tables: one record a task, its values as tasks.yml holds them."""
    areas = _Areas({_area_key(area.title): area.id for area in _areas_of_year(findings)})
    made: list[_Made] = []
    for table in tables:
        goes_on = bool(made) and table.head.stop == 0
        made += _tasks_of(table, made[-1][2] if goes_on else _Under(), findings, areas)
    _say_plan_named(tables, findings)
    _say_new_areas(areas, findings)
    number_apart([Numbered(line, fields, under.number, under.place) for line, fields, under in made], findings)
    for line, (values, cells), _ in made:
        findings.rows.append(IncomingRow(Where(line.sheet, str(line.row)), values, cells))


def _tasks_of(table: Table, under: _Under, findings: Findings, areas: _Areas) -> list[_Made]:
    """Return the tasks of one table, each with the group it stands under."""
    take_states(table, findings)
    level = _level_of_areas(table, findings)
    if heading := _heading_above(table):
        under = _under(heading, under, "roman", findings, areas)
    made = []
    for item in table.items:
        if isinstance(item, Group):
            under = _under(item, under, level, findings, areas)
        else:
            made.append((item, _task(item, table, under, findings, areas), under))
    for where, text in table.unclear:
        findings.problem(where, f"không có tên nhiệm vụ{only(text)}. Nếu là phần tiếp của dòng trên, ghép vào dòng ấy; nếu là nhiệm vụ, ghi tên.")
    return made


# --- groups ---


def _areas_of_year(findings: Findings) -> tuple[Area, ...]:
    year = findings.data.years.get(findings.year or 0)
    return year.plan.areas if year and year.plan else ()


def _area_key(text: str) -> str:
    """Return an area's name as areas are compared: without «Lĩnh vực» before it or a count in brackets behind."""
    return re.sub("^linh vuc ", "", phrase(re.sub(r"\s*\([^)]*\)\s*$", "", text)))


def _style(number: str) -> str:
    return "roman" if ROMAN.fullmatch(number) else "digit" if number[:1].isdigit() else "letter" if number else "none"


def _level_of_areas(table: Table, findings: Findings) -> str:
    """Return which groups are the areas: of several levels, the Roman ones; none where a column names the areas."""
    if "area" in columns_said(table.head):
        return ""
    styles = {_style(item.number) for item in table.items if isinstance(item, Group) and not findings.units.find(item.text)}
    return next((style for style in ("roman", "letter", "none", "digit") if style in styles), "roman")


def _under(group: Group, before: _Under, level: str, findings: Findings, areas: _Areas) -> _Under:
    """Return what the rows below a group stand under."""
    if unit := findings.units.find(group.text):
        return _Under(before.area, before.number, before.place, unit)
    if _style(group.number) != level:
        findings.heard(group.where, f"tiêu đề nhóm «{group.text[:80]}» không đưa vào")
        return _Under(before.area, before.number, before.place)
    return _Under(_area(group, findings, areas), group.number, before.place + 1)


def _heading_above(table: Table) -> Group | None:
    """Return the line «I. Công tác …» right above a table without groups of its own."""
    if not table.titles or not table.records or any(isinstance(item, Group) for item in table.items):
        return None
    number, text = split_number(table.titles[-1])
    return Group(Where(table.records[0].sheet, str(table.head_row)), number, text) if ROMAN.fullmatch(number) else None


def _area(group: Group, findings: Findings, areas: _Areas) -> str:
    key = _area_key(group.text)
    if key not in areas.known:
        taken = {area.id for area in _areas_of_year(findings)} | set(areas.known.values()) | set(findings.data.by_id)
        number = next(number for number in range(len(areas.known) + 1, 10_000) if f"lv-{findings.year}-{number}" not in taken)
        areas.known[key] = f"lv-{findings.year}-{number}"
        areas.new.append((group.where, group, areas.known[key]))
    return areas.known[key]


def _say_new_areas(areas: _Areas, findings: Findings) -> None:
    """Add the areas of a year whose plan has none yet; say which ones another plan lacks, with the lines that add them all."""
    if not areas.new:
        return
    year = findings.year
    file = findings.data.file(f"{year}/plan.yml")
    titles = [_title_of_area(group.text, findings) for _, group, _ in areas.new]
    lines = [f"  - id: {area_id}" + (f"\n    number: {group.number}" if group.number else "") + f"\n    title: {quoted(title)}" for (_, group, area_id), title in zip(areas.new, titles, strict=True)]
    plan = findings.data.years[year].plan if year in findings.data.years else None
    names = ", ".join(f"«{title}»" for title in titles)
    if plan is None or not plan.areas:  # nothing they could be a misspelling of: they come with the tasks
        findings.remarks.append(f"Kế hoạch năm {year} chưa có lĩnh vực nào; thêm {len(titles)} lĩnh vực vào kế hoạch ấy: {names}. Xem lại chữ hoa, chữ thường và tên kế hoạch sau khi ghi.")
        for (where, group, area_id), title in zip(areas.new, titles, strict=True):
            findings.rows.append(IncomingRow(where, {"id": area_id, "number": group.number, "title": title}, inside=(plan.id if plan else f"kh-{year}", "areas")))
        return
    near = "".join(hint(title, [area.title for area in plan.areas]) for title in titles[:1]) if len(titles) == 1 else ""
    message = f"kế hoạch năm {year} chưa có lĩnh vực {names}.{near} Sửa lại trong tệp, hoặc thêm các dòng kèm theo vào phần areas của {file}, rồi nhập lại."
    findings.problem(areas.new[0][0], message, "\n".join([IN_AREAS.format(year=year), *lines]))


def _title_of_area(text: str, findings: Findings) -> str:
    """Return an area's name without a count behind it; one typed in capitals in lower case."""
    title = re.sub(r"\s*\([^)]*\)\s*$", "", text)
    return in_lower_case(title, findings.data) if title.isupper() else title


def _say_plan_named(tables: Sequence[Table], findings: Findings) -> None:
    """Say which plan the title names, «Kèm theo Kế hoạch số 156/KH-MTTW-BTT ngày …», where the year's plan is not yet that document."""
    for match in filter(None, (_PLAN_NAMED.search(title) for table in tables for title in table.titles)):
        wanted = parse(match[1])
        document = next((one for one in findings.data.documents.values() if one.number and wanted and parse(one.number) == wanted), None)
        year = findings.data.years.get(findings.year or 0)
        if document and year and year.plan and year.plan.document == document.id:
            continue
        first = "" if document else f"thêm văn bản ấy vào {findings.data.file('documents.yml')}, rồi "
        code = f" {document.id}" if document else ""
        findings.remarks.append(f"Tệp kèm theo Kế hoạch số {one_line(match[1])}; {first}ghi mã văn bản{code} vào mục document của {findings.data.file(f'{findings.year}/plan.yml')}.")
        return


# --- one task ---


def _task(line: Line, table: Table, under: _Under, findings: Findings, areas: _Areas) -> Fields:
    said = columns_said(table.head)
    values: dict[str, str | tuple[str, ...]] = {}
    for name in ("number", "title", "product", "result", "reason"):
        if name in said:
            values[name] = line.text(name)
    values["number"] = _printed_number(line.text("number"))
    if "due" in said:
        values["due"] = findings.due(line.where("due"), line.text("due"))
    if "result_date" in said:
        values["result_date"] = dotted_day(line.text("result_date"))
    if "state" in said or "state" in line.cells:
        values["state"] = findings.word(line.where("state"), "state", line.text("state"))
    if area := _own_area(line, findings, areas) or under.area:
        values["area"] = area
    values |= _leads(line, said, under, findings)
    if "leader" in said:
        values["leader"] = _leader(line, findings)
    if "note" in said or table.head.others:
        values["note"] = findings.note(line, table)
    return values, {name: line.where(name) for name in values if name in line.cells}


def _printed_number(text: str) -> str:
    """Return a task's number without the sign behind it or zeros before it: `03.` is 3."""
    number = text.rstrip(".)")
    return str(int(number)) if number.isdecimal() else number


def _own_area(line: Line, findings: Findings, areas: _Areas) -> str | None:
    """Return the area that a column of areas names."""
    text = line.text("area")
    return _area(Group(line.where("area"), "", text), findings, areas) if text else None


def _leads(line: Line, said: set[str], under: _Under, findings: Findings) -> dict[str, str | tuple[str, ...]]:
    """Return who leads and who joins in, units apart from classes of units."""
    values: dict[str, str | tuple[str, ...]] = {}
    parted = findings.parted(line, "lead")
    joined = findings.parted(line, "partner", "partner")
    leads, classes = [*parted.units["lead"]], parted.classes["lead"]
    if "lead" not in said:
        leads = [one for one in (under.lead, findings.unit, findings.units.find(line.sheet.name)) if one][:1]
    partners = [unit for unit in dict.fromkeys((*parted.units["partner"], *joined.units["partner"]))]
    for unit in joined.units["lead"]:
        findings.heard(line.where("partner"), f"ô đơn vị phối hợp ghi «chủ trì»; đưa {findings.data.units[unit].name} vào đơn vị chủ trì")
    leads += [unit for unit in joined.units["lead"] if unit not in leads]
    values["lead"], values["lead_class"] = tuple(leads), "; ".join(classes)
    if "partner" in said or partners or parted.classes["partner"]:
        values["partner"], values["partner_class"] = tuple(partners), "; ".join((*parted.classes["partner"], *joined.classes["partner"]))
    if not leads and not classes and "lead" not in said:
        findings.problem(Where(line.sheet, str(line.row)), "bảng không có cột đơn vị chủ trì. Thêm cột ấy, hoặc --unit nếu cả tệp là của một đơn vị.")
    elif not leads and not classes and not parted.unknown:
        lost = "" if line.sheet.name else " Nếu bảng gốc có ô gộp thì nhập tệp .xlsx: CSV không giữ ô gộp."
        named = line.text("number").rstrip(".)") or f"«{line.text('title')[:60]}»"
        findings.problem(line.where("lead"), f"nhiệm vụ {named} chưa có đơn vị chủ trì. Ghi đơn vị chủ trì.{_may_be_heading(line)}{lost}")
    for unit in set(leads) & set(partners):
        findings.problem(line.where("partner"), f"{findings.data.units[unit].name} vừa chủ trì vừa phối hợp. Bỏ ở một chỗ.")
    return values


def _may_be_heading(line: Line) -> str:
    return " Nếu là dòng nhóm, xóa số ở cột TT." if line.sheet.name and line.text("number") and is_bare(line) else ""


def _leader(line: Line, findings: Findings) -> str:
    """Return the id of the leader in charge; the post behind the name is left out."""
    text = line.text("leader")
    if not text:
        return ""
    names = [name_parts(one) for one in _people_in(text)]
    if len(names) > 1:
        findings.problem(line.where("leader"), f"«{text}» có {len(names)} người; mục này chỉ ghi một lãnh đạo phụ trách. Giữ một người, chuyển người khác sang ghi chú.")
        return ""
    name = one_line(re.split(r"\s*[,(]\s*|\s+-\s+", names[0].name)[0]) or text
    found = findings.people.find(name)
    if found is None:
        findings.problem(line.where("leader"), findings.people.unknown_sentence(name), findings.people.ready(name, names[0].honorific))
    return found or ""


def _people_in(text: str) -> list[str]:
    """Cut a cell between people: at semicolons, «và», and a comma before the next one's «đồng chí»."""
    return [one for one in re.split(r"\s*(?:;|\bvà\b|,(?=\s*(?:ông|bà|đ/c|đồng chí)\b))\s*", text, flags=re.IGNORECASE) if one] or [text]
