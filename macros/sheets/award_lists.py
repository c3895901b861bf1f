"""Lists of people and collectives commended: the honour in the title, in group rows, in a column, or one column an honour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils.cell import get_column_letter

from macros.awards import Award
from macros.data import Data
from macros.document_numbers import parse
from macros.sheets.findings import Findings, columns_said, only
from macros.sheets.grids import Grid
from macros.sheets.incoming import IncomingRow, Where
from macros.sheets.known_names import HonourSaid, KnownHonours, name_parts
from macros.sheets.known_units import names_a_unit
from macros.sheets.phrases import holds, one_line, phrase
from macros.sheets.posts import post_and_unit
from macros.sheets.ready_lines import free_id
from macros.sheets.table_rows import Group, Line
from macros.sheets.table_words import REGISTERS
from macros.sheets.tables import Table
from macros.vietnamese import slug

_KINDS = {"tap the": "collective", "ca nhan": "individual", "ho gia dinh": "household"}
_MARKS = ("x", "có", "✓", "v", "+", "1", "*")
_DECISION = re.compile(r"(?i)quyết định số\s*:?\s*(\d+\s*[-/]\s*[^\s,;()]+(?:\s*-\s*[A-ZĐ]+)*)")
_BOTH = ("don vi", "noi cong tac", "co quan")  # said of a column of posts: it has workplaces too


@dataclass(frozen=True)
class _Under:
    """What the rows stand under: the honour said, to whom it goes, the unit that a group names."""

    honour: HonourSaid | None = None
    to: str | None = None
    workplace: str = ""


def honours_said(tables: Iterable[tuple[Grid, Table]], data: Data) -> bool:
    """Tell whether a list speaks of honours at all: in its title, its groups or its heads."""
    known = KnownHonours(data)
    for _, table in tables:
        groups = [item.text for item in table.items if isinstance(item, Group)]
        if "honour" in table.head.fields.values() or any(known.read(text) for text in (*table.titles, *groups)) or any(known.find(text) for text in table.head.texts.values()):
            return True
    return False


def read_awards(tables: Sequence[Table], findings: Findings) -> None:
    """Add the rows of a list: one a recipient, listed in its award; an award that is new comes as a row before them."""
    lists = _Lists(findings)
    for table in tables:
        lists.read(table)
    lists.add_rows()


class _Lists:
    """The recipients by award, in the order of the file."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.listed: dict[tuple[str, str], list[tuple[Line, dict[str, str | tuple[str, ...]]]]] = {}
        self.printed: dict[tuple[str, str], str] = {}
        self.decision: str | None = None
        self.under = _Under()
        self.over_sheet: dict[str, HonourSaid] = {}  # the honour that a sheet's first title names, for tables below without one

    # --- a table ---

    def read(self, table: Table) -> None:
        """Take a table's records to their awards."""
        self.decision = self._decision(table) or self.decision
        under = self.under if table.head.stop == 0 else self._start(table)
        columns = self._honour_columns(table)
        table.used |= columns.keys()
        for item in table.items:
            if isinstance(item, Group):
                under = self._under(item, under)
            else:
                self._take(item, table, under, columns)
        self.under = under
        for where, text in table.unclear:
            self.findings.problem(where, f"không có tên{only(text)}. Ghép vào dòng trên, hoặc ghi tên.")

    def _honour_columns(self, table: Table) -> dict[str, HonourSaid]:
        """Return the columns that are an honour each, by their heads: those with nothing but marks in their cells."""
        found = {}
        for column, head in table.head.others.items():
            said = self.findings.honours.read(head)
            cells = [cells[0] for line in table.records if (cells := line.others.get(head))]
            if said and cells and all(_is_mark(cell.text) for cell in cells):
                found[head] = said
                if said.id is None:
                    where = Where(table.records[0].sheet, f"{get_column_letter(column + 1)}{table.head_row}")
                    self.findings.problem(where, self.findings.honours.unknown_sentence(said.printed), self.findings.honours.ready(said.printed))
        return found

    def _start(self, table: Table) -> _Under:
        said = next((honour for title in table.titles if (honour := self.findings.honours.read(title))), None)
        sheet = table.records[0].sheet.name if table.records else ""
        said = said or self.over_sheet.get(sheet)
        if said:
            self.over_sheet.setdefault(sheet, said)
        titles = phrase(" ".join(table.titles))
        kinds = [kind for words, kind in _KINDS.items() if holds(titles, words)]
        head = phrase(table.head.texts.get(table.head.column("name") or 0, ""))
        own = [kind for words, kind in _KINDS.items() if holds(head, words)]
        only = own or kinds
        return _Under(said, only[0] if len(only) == 1 else None)

    def _under(self, group: Group, before: _Under) -> _Under:
        """Return what the rows below a group stand under: an honour, a kind of recipient, or a unit."""
        said = self.findings.honours.read(group.text)
        kinds = [kind for words, kind in _KINDS.items() if holds(phrase(re.sub(r"\([^)]*\)", "", group.text)), words)]
        if said and said.id:
            allowed = self.findings.data.honours[said.id].recipients
            to = kinds[0] if len(kinds) == 1 and (not allowed or kinds[0] in allowed) else before.to if before.to in allowed or not allowed else None
            return _Under(said, to)
        if said:
            return _Under(said, kinds[0] if len(kinds) == 1 else before.to)
        if kinds:
            return replace(before, to=kinds[0] if len(kinds) == 1 else None, workplace="")
        if unit := self.findings.units.find(group.text):
            return replace(before, workplace=self.findings.data.units[unit].name)
        if names_a_unit(group.text):
            return replace(before, workplace=group.text)
        self.findings.heard(group.where, f"tiêu đề nhóm «{group.text[:80]}» không đưa vào")
        return replace(before, workplace="")

    # --- a record ---

    def _take(self, line: Line, table: Table, under: _Under, columns: dict[str, HonourSaid]) -> None:
        honours = self._honours(line, under, columns)
        values = self._recipient(line, table, under)
        for honour, printed in honours:
            to = self._to(line, honour, under, str(values["name"]))
            if to is None:
                continue
            key = (honour, to)
            self.printed.setdefault(key, printed)
            own = dict(values)
            if to != "individual":
                if "post" in own and not own.get("workplace"):
                    own["workplace"] = own.pop("post")
                if own.get("workplace") == line.text("post"):  # the unit it belongs to, which it is not
                    own.pop("unit", None)
                own.pop("honorific", None)
                unit = self.findings.units.find(line.text("name"))
                own["name"] = line.text("name")
                if unit:
                    own["unit"] = unit
            self.listed.setdefault(key, []).append((line, own))

    def _honours(self, line: Line, under: _Under, columns: dict[str, HonourSaid]) -> list[tuple[str, str]]:
        """Return the honours a row is given, each as printed; one that is not known is a problem."""
        marked = [columns[head] for head in line.others if head in columns]
        if marked:
            return [(said.id, said.printed) for said in marked if said.id]
        texts = [text for text in re.split(r"[;\n]", line.lines("honour")) if text.strip()]
        said = [HonourSaid(self.findings.honours.find(text), one_line(text)) for text in texts] or ([under.honour] if under.honour else [])
        where = line.where("honour")
        if not said and not columns:
            self.findings.problem(where, "không biết danh hiệu, hình thức khen thưởng của dòng này. Ghi ở tiêu đề danh sách, ở dòng nhóm, hoặc thêm cột «Danh hiệu, hình thức».")
        if not said and columns:
            self.findings.problem(where, "chưa đánh dấu ở cột danh hiệu, hình thức nào. Ghi «x» vào cột ấy.")
        found = []
        for honour in said:
            if honour.id:
                found.append((honour.id, honour.printed))
            else:
                place = where if texts else Where(line.sheet, str(line.row))
                self.findings.problem(place, self.findings.honours.unknown_sentence(honour.printed), self.findings.honours.ready(honour.printed))
        return found

    def _to(self, line: Line, honour: str, under: _Under, name: str) -> str | None:
        """Return to whom an honour goes: what the list says, what the honour allows, else what the name shows."""
        allowed = self.findings.data.honours[honour].recipients
        if under.to and (not allowed or under.to in allowed):
            return under.to
        if len(allowed) == 1:
            return allowed[0]
        said = line.text("name")
        if phrase(said).startswith("ho ") and phrase(said).split()[1:2] in (["gia"], ["ong"], ["ba"]):
            return "household"
        parts = name_parts(said)
        if parts.honorific or parts.post or line.text("honorific"):
            return "individual"
        if self.findings.units.find(said) or names_a_unit(said):
            return "collective"
        if line.text("post") or 2 <= len(name.split()) <= 6:
            return "individual"
        self.findings.problem(line.where("name"), f"không rõ «{said[:60]}» là tập thể hay cá nhân. Thêm dòng nhóm «Tập thể» hoặc «Cá nhân» ở trên.")
        return None

    def _recipient(self, line: Line, table: Table, under: _Under) -> dict[str, str | tuple[str, ...]]:
        findings, said = self.findings, columns_said(table.head)
        parts = name_parts(line.text("name"))
        values: dict[str, str | tuple[str, ...]] = {"name": parts.name}
        honorific = parts.honorific or line.text("honorific")
        if honorific:
            values["honorific"] = findings.word(line.where("honorific"), "honorific", name_parts(f"{honorific} x").honorific or honorific)
        elif "honorific" in said:
            values["honorific"] = ""
        for name in ("post", "workplace", "reason"):
            if name in said:
                values[name] = line.text(name)
        if "workplace" not in said and any(holds(phrase(table.head.texts[table.head.column("post") or 0]), words) for words in _BOTH):
            values |= self._post_and_workplace(line, under)
        if parts.post:
            values["post"] = ", ".join(one for one in (parts.post, str(values.get("post", ""))) if one)
            findings.heard(line.where("name"), f"«{parts.post}» trước tên là chức vụ")
        if not values.get("workplace") and under.workplace:
            values["workplace"] = under.workplace
        if unit := findings.units.find(str(values.get("workplace", ""))) or findings.units.find_short(str(values.get("workplace", ""))):
            values["unit"] = unit
        note = findings.note(_without(line, table.used), table) if "note" in said or table.head.others else ""
        if parts.rank:
            note = "; ".join(one for one in (parts.rank, note) if one)
        if note or "note" in said:
            values["note"] = note
        return values

    def _post_and_workplace(self, line: Line, under: _Under) -> dict[str, str | tuple[str, ...]]:
        """Part a cell «Phó Trưởng ban, Ban Phong trào»; what is not sure there is remarked on, unless a group names the unit."""
        found = post_and_unit(line.text("post"), self.findings.units)
        if found.remark and (found.workplace or not under.workplace):
            self.findings.heard(line.where("post"), found.remark)
        return {"post": found.post, "workplace": found.workplace}

    # --- the awards ---

    def _decision(self, table: Table) -> str | None:
        """Return the decision that the title names, as the record knows it; another one is remarked on."""
        for title in table.titles:
            if match := _DECISION.search(title):
                wanted = parse(match[1])
                found = [document.id for document in self.findings.data.documents.values() if document.number and wanted and parse(document.number) == wanted]
                if len(found) == 1:
                    return found[0]
                self.findings.remarks.append(f"Quyết định số {one_line(match[1])} chưa có trong {REGISTERS['documents']}; thêm văn bản ấy, rồi ghi mã văn bản vào mục «Quyết định» của khen thưởng.")
        return None

    def add_rows(self) -> None:
        """Add the recipients, in awards that exist or are new."""
        for (honour, to), recipients in self.listed.items():
            award = self._existing(honour, to)
            award_id = award.id if award else self._new(honour, to, recipients[0][0])
            for line, values in recipients:
                cells = {name: line.where(name) for name in values if name in line.cells}
                self.findings.rows.append(IncomingRow(Where(line.sheet, str(line.row)), values, cells, (award_id, "recipients")))

    def _existing(self, honour: str, to: str) -> Award | None:
        year = self.findings.data.years.get(self.findings.year or 0)
        fitting = [award for award in (year.awards if year else ()) if award.honour == honour and award.to == to and award.status != "cancelled"]
        exact = [award for award in fitting if self.decision and award.decision == self.decision]
        free = [award for award in fitting if not self.decision or award.decision is None]
        chosen = exact or free
        if len(chosen) > 1:
            names = ", ".join(award.id for award in chosen)
            self.findings.remarks.append(f"Năm {self.findings.year} có nhiều khen thưởng cùng danh hiệu và đối tượng ({names}); đưa vào {chosen[0].id}.")
        return chosen[0] if chosen else None

    def _new(self, honour: str, to: str, line: Line) -> str:
        """Add a row for an award that the record lacks; return its id."""
        record = self.findings.data.honours[honour]
        taken = {*self.findings.data.by_id, *(str(row.values.get("id")) for row in self.findings.rows)}
        both = len(record.recipients) != 1
        wanted = f"kt-{self.findings.year}-{slug(record.id)}" + ({"collective": "-tap-the", "individual": "-ca-nhan", "household": "-ho-gia-dinh"}[to] if both else "")
        values: dict[str, str | tuple[str, ...]] = {"id": free_id(wanted, taken), "merit_year": str(self.findings.year), "honour": honour, "to": to}
        if printed := self.findings.honours.printed(honour, self.printed[honour, to]):
            values["printed"] = printed
        if self.decision:
            values["decision"] = self.decision
        self.findings.rows.append(IncomingRow(Where(line.sheet, str(line.row)), values))
        return str(values["id"])


def _without(line: Line, heads: set[str]) -> Line:
    """Return a record without its marks in columns of honours, which are no notes."""
    return replace(line, others={head: cells for head, cells in line.others.items() if head not in heads})


def _is_mark(text: str) -> bool:
    return text.strip().lower() in _MARKS
