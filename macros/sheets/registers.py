"""Lists of documents, people, units, movements and events as offices have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pydantic import TypeAdapter, ValidationError

from macros.document_numbers import canonical, parse
from macros.documents import SECRET
from macros.field_types import When
from macros.sheets.findings import Findings, Value, columns_said, dotted_day, only
from macros.sheets.incoming import IncomingRow, Where
from macros.sheets.known_names import name_parts
from macros.sheets.phrases import holds, one_line, phrase
from macros.sheets.ready_lines import free_id
from macros.sheets.table_rows import Group, Line
from macros.sheets.tables import Table
from macros.vietnamese import capital, fold, slug

Values = dict[str, Value]
_WHEN: TypeAdapter[object] = TypeAdapter(When)
_QUOTED = re.compile(r"[“\"«](.+)[”\"»]")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")


def read_register(tables: Sequence[Table], findings: Findings) -> None:
    """Add the rows of a list that is neither an annex nor of awards; a person's posts come as rows within the person's."""
    for table in tables:
        make = _MAKERS[table.head.kind]
        group = ""
        for item in table.items:
            if isinstance(item, Group):
                group = item.text
                if table.head.kind != "units" or not _word_of(group, "unit_kind", findings):
                    findings.heard(item.where, f"tiêu đề nhóm «{group[:80]}» không đưa vào")
                continue
            values = make(item, table, group, findings)
            if "note" in table.head.fields.values() or item.others:
                values["note"] = findings.note(item, table)
            _add(values, item, findings)
        for where, text in table.unclear:
            findings.problem(where, f"dòng này thiếu tên hoặc trích yếu{only(text)}. Ghép vào dòng trên, hoặc ghi thêm.")


def _add(values: Values, line: Line, findings: Findings) -> None:
    posts = {name: value for name, value in values.items() if name.startswith("posts.")}
    own = {name: value for name, value in values.items() if name not in posts}
    where = Where(line.sheet, str(line.row))
    findings.rows.append(IncomingRow(where, own, {name: line.where(name) for name in own if name in line.cells}))
    if posts.get("posts.title"):
        inner = {name.removeprefix("posts."): value for name, value in posts.items() if value}
        findings.rows.append(IncomingRow(where, inner, {"title": line.where("post"), "unit": line.where("workplace")}, (str(own["id"]), "posts")))


# --- documents ---


def _document(line: Line, table: Table, group: str, findings: Findings) -> Values:
    said = columns_said(table.head)
    values: Values = {}
    number, issued = _number_and_day(line)
    if "issuer" in said:
        parted = findings.parted(line, "issuer")
        values["issuer"] = tuple(parted.units["lead"])
        for name in parted.classes["lead"]:
            findings.problem(line.where("issuer"), findings.units.unknown_sentence(name), findings.units.ready(name, "outside"))
    issuers = values.get("issuer", ())
    units = [findings.data.units[one] for one in issuers if one in findings.data.units]
    family = "joint" if len(units) > 1 else units[0].group if units else None
    if number and parse(number) is None:
        findings.problem(line.where("number"), f"không đọc được số, ký hiệu «{number}». Viết như 18-CT/TW hoặc 222/QĐ-MTTW.")
    as_written = canonical(number, family) if number else None
    values["number"] = as_written or number
    if as_written and as_written != number:
        values["other_numbers"] = (number,)
    if issued or "issued" in said:
        values["issued"] = _when(line.where("issued" if "issued" in line.cells else "number"), issued, findings)
    values |= _kind_and_subject(line, table, number, findings)
    if "signer.name" in said and (signer := line.text("signer.name")):
        values["signer.name"] = name_parts(signer).name
    if "address" in said:
        values["address"] = line.text("address")
    if security := line.text("security"):
        if fold(security) in SECRET:
            findings.problem(line.where("security"), f"'{security}': văn bản mật không đưa lên trang này. Xóa dòng này và báo người phụ trách.")
        else:
            values["security"] = findings.word(line.where("security"), "security", "Không mật" if phrase(security) in ("thuong", "khong") else security)
    return values


def _number_and_day(line: Line) -> tuple[str, str]:
    """Return the number and the day, also where one cell has both: «222/QĐ-MTTW ngày 12/01/2024»."""
    match = re.fullmatch(r"(?i)(?:số:?\s*)?(.*?)[,;]?\s*(?:ngày|,)\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})", line.text("number"))
    number = re.sub(r"(?i)^số:?\s*", "", match[1] if match else line.text("number"))
    return number, line.text("issued") or (match[2] if match else "")


def _kind_and_subject(line: Line, table: Table, number: str, findings: Findings) -> Values:
    """Return the kind: of its column, else of the code in the number, else the words the subject begins with.

    Of several kinds with that code the subject's first words choose; «Quy định chi tiết …» of a decree chooses none.
    """
    subject = line.text("subject")
    if said := line.text("kind"):
        return {"kind": findings.word(line.where("kind"), "document_kind", said), "subject": subject}
    terms = findings.data.vocabularies.get("document_kind", {})
    codes = parse(number).codes if number and parse(number) else []  # type: ignore[union-attr]
    coded = [key for key, term in terms.items() for code in codes[:1] if code in (term.code, *term.other_codes)]
    starts = [(term.label, key) for key, term in terms.items() if (not coded or key in coded) and f"{phrase(subject)} ".startswith(f"{phrase(term.label)} ")]
    if starts:
        label, key = max(starts, key=lambda start: len(start[0]))
        rest = one_line(" ".join(subject.split()[len(label.split()) :])).lstrip(":-– ")
        if rest and not any(holds(phrase(head), "loai") for column, head in table.head.texts.items() if table.head.fields.get(column) == "subject"):
            findings.heard(line.where("subject"), f"trích yếu bỏ tên loại «{label}» ở đầu, vì tên loại là một mục riêng")
        return {"kind": key, "subject": rest or subject}
    if not coded:
        findings.problem(line.where("subject"), "không biết tên loại văn bản. Ghi tên loại (Chỉ thị, Quyết định…) ở đầu trích yếu, hoặc thêm cột «Tên loại».")
    return {"kind": coded[0] if coded else "", "subject": subject}


# --- people and units ---


def _person(line: Line, table: Table, group: str, findings: Findings) -> Values:
    said = columns_said(table.head)
    parts = name_parts(line.text("name"))
    found = findings.people.find(parts.name)
    if findings.people.has_namesakes(parts.name):
        findings.problem(line.where("name"), findings.people.unknown_sentence(parts.name))
    taken = {*findings.data.by_id, *(str(row.values.get("id")) for row in findings.rows)}
    values: Values = {"id": found or free_id(slug(parts.name), taken), "name": findings.data.people[found].name if found else parts.name}
    if honorific := parts.honorific or line.text("honorific"):
        values["honorific"] = findings.word(line.where("honorific"), "honorific", honorific)
    if parts.rank:
        findings.heard(line.where("name"), f"học hàm, cấp bậc «{parts.rank}» trước tên không đưa vào")
    if "post" in said:
        values["posts.title"] = line.text("post")
    if workplace := line.text("workplace"):
        unit = findings.units.find(workplace) or findings.units.find_short(workplace)
        if unit:
            values["posts.unit"] = unit
        else:
            findings.problem(line.where("workplace"), findings.units.unknown_sentence(workplace), findings.units.ready(workplace))
    held = findings.data.people[found].posts if found else ()
    if any(phrase(post.title) == phrase(str(values.get("posts.title", ""))) and values.get("posts.unit") in (None, post.unit) for post in held):
        values.pop("posts.title")
    return values


def _unit(line: Line, table: Table, group: str, findings: Findings) -> Values:
    said = columns_said(table.head)
    values: Values = {"name": line.text("name")}
    if kind := line.text("kind"):
        values["kind"] = findings.word(line.where("kind"), "unit_kind", kind)
    elif of_group := _word_of(group, "unit_kind", findings):
        values["kind"] = of_group
    elif findings.units.find(line.text("name")) is None:
        labels = "; ".join(term.label for term in findings.data.vocabularies.get("unit_kind", {}).values())
        findings.problem(line.where("name"), f"đơn vị «{line.text('name')}» chưa có loại. Thêm cột «Loại», ghi một trong: {labels}.")
    if "aliases" in said:
        values["aliases"] = tuple(one for one in re.split(r"\s*[;,\n]\s*", line.text("aliases")) if one)
    if "since" in said:
        values["since"] = _when(line.where("since"), line.text("since"), findings)
    return values


def _word_of(text: str, vocabulary: str, findings: Findings) -> str:
    """Return the word of a vocabulary that a group's heading is, «Các đơn vị sự nghiệp»; empty when it is none."""
    said = re.sub("^cac ", "", phrase(re.sub(r"\([^)]*\)", "", text)))
    return next((key for form, key in findings.words[vocabulary].items() if phrase(form) == said), "")


# --- movements and events ---

_MOVEMENTS = (("phong trào thi đua", "movement"), ("phong trào", "movement"), ("cuộc vận động", "campaign"), ("chương trình", "programme"))


def _movement(line: Line, table: Table, group: str, findings: Findings) -> Values:
    said = columns_said(table.head)
    text = line.text("name")
    start = next(((words, kind) for words, kind in _MOVEMENTS if text.lower().startswith(f"{words} ")), None)
    quoted = _QUOTED.search(text)
    name = quoted[1] if quoted else capital(re.sub(r"(?i)[,;]?\s*giai đoạn.*$", "", text[len(start[0]) :].strip()) if start else text)
    values: Values = {"name": name.strip(" .,")}
    if kind := line.text("kind"):
        values["kind"] = findings.word(line.where("kind"), "movement_kind", kind)
    elif start:
        values["kind"] = start[1]
    else:
        findings.problem(line.where("name"), f"không biết «{text[:60]}» là phong trào, cuộc vận động hay chương trình. Thêm cột «Loại».")
    if "launched_by" in said:
        parted = findings.parted(line, "launched_by")
        values["launched_by"] = parted.units["lead"][0] if parted.units["lead"] else ""
    if span := _SPAN.search(line.text("period") or text):
        values["since"], values["until"] = span[1], span[2]
    elif period := line.text("period"):
        values["since"] = _when(line.where("period"), re.sub(r"(?i)^(?:từ\s+)?(?:(?:năm|ngày|tháng)\s+)?", "", period), findings)
    return values


_EVENTS = (("đại hội", "congress"), ("hội nghị", "conference"), ("bầu", "election"))


def _event(line: Line, table: Table, group: str, findings: Findings) -> Values:
    said = columns_said(table.head)
    title = line.text("title")
    known = findings.data.vocabularies.get("event_kind", {})
    kind = next((kind for words, kind in _EVENTS if title.lower().startswith(words) and kind in known), "other")
    values: Values = {"title": title, "kind": kind, **_days(line, findings)}
    if "place_name" in said:
        values["place_name"] = line.text("place_name")
    if "organiser" in said:
        values["organiser"] = tuple(findings.parted(line, "organiser").units["lead"])
    return values


def _days(line: Line, findings: Findings) -> Values:
    """Return the day, or the first and last: «12-13/3/2025», «từ 12/3 đến 14/3/2025»; a day without its year is of the file's."""
    text, where = dotted_day(line.text("date")), line.where("date")
    if span := re.fullmatch(r"(?i)(?:từ\s*)?(?:ngày\s*)?(\d{1,2})(?:/(\d{1,2}))?(?:/(\d{4}))?\s*(?:-|–|đến|và)\s*(?:ngày\s*)?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", text):
        year = span[6] or str(findings.year)
        first = f"{span[1]:>02}/{span[2] or span[5]:>02}/{span[3] or year}"
        return {"date": _when(where, first, findings), "until": _when(where, f"{span[4]:>02}/{span[5]:>02}/{year}", findings)}
    bare = re.sub(r"(?i)^(ngày|tháng)\s+", "", text)
    inferred = re.fullmatch(r"\d{1,2}/\d{1,2}", bare) and findings.year
    values: Values = {"date": _when(where, f"{bare}/{findings.year}" if inferred else bare, findings)}
    return {**values, "year_inferred": "có"} if inferred else values


def _when(where: Where, text: str, findings: Findings) -> str:
    """Return a date as far as it is known; what is none is a problem."""
    made = dotted_day(text.strip())
    if made:
        try:
            _WHEN.validate_python(made)
        except ValidationError as error:
            findings.problem(where, error.errors(include_url=False)[0]["msg"])
    return made


_MAKERS: dict[str, Callable[[Line, Table, str, Findings], Values]] = {"documents": _document, "people": _person, "units": _unit, "movements": _movement, "events": _event}
