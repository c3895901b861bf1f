"""Reading the data folder into `Data`: which file holds what, what a wrong row costs, what is kept from one reading to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from macros.data import REGISTERS, SECTIONS, YEAR_LISTS, Data, KeptParts, Loaded, Year
from macros.layout import list_files
from macros.plans import Plan
from macros.problems import Problem, hint, must_be, shown
from macros.reading import Items, Row, read_file
from macros.records import Alike, Built, Record, build, child_model
from macros.references import used_twice
from macros.results import Results
from macros.rules import RULES
from macros.vocabularies import REQUIRED, Abbreviation, Term, context


class Reader:
    """Reads the record, or a part of it by itself; what is wrong gathers in `problems`, what is read in `data`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.data, self.problems = folder, Data(name.rstrip("/")), list[Problem]()
        self.context: dict[str, Any] = {}
        self.alike: Alike = {}
        self.words = ""  # tells the vocabularies that rows are read with from others

    def load(self, kept: KeptParts) -> Loaded:
        """Read every part, then look at all of them by every rule that is not of one."""
        listing = list_files(self.folder, self.data.folder)
        self.problems += listing.problems
        self.data.files, self.data.unread = listing.attachments, set(listing.lost)
        self.data.listed = set(listing.files)
        if not listing.found:
            return Loaded(self.data, self.problems)
        self._read_vocabularies()
        parts: KeptParts = {}
        for name in listing.files:
            if "/" not in name and name != "vocabularies.yml":
                part = self._part(name, [name], kept, parts, partial(Reader._read_register, name=name))
                for section in SECTIONS.get(name.removesuffix(".yml"), (name.removesuffix(".yml"),)):
                    setattr(self.data, section, getattr(part, section))
        for number in listing.years:
            names = [name for name in listing.files if name.startswith(f"{number}/")]
            self.data.years |= self._part(str(number), names, kept, parts, partial(Reader._read_year, number=number, names=names)).years
        kept.clear()
        kept.update(parts)
        self.problems = [self.data.with_id(problem) for problem in self.problems]
        for rule in RULES:
            self.problems += [] if rule.of_years else rule(self.data)
        return Loaded(self.data, sorted(set(self.problems)))

    def _part(self, name: str, files: list[str], kept: KeptParts, parts: KeptParts, read: Callable[[Reader], None]) -> Data:
        """Read a register or a year by itself, or take it as it was read from the same bytes; add what was wrong with it."""
        key = (self.data.folder, name, self.words, *(f"{file} {_sha256(self.folder / file)}" for file in files))
        part = kept.get(key)
        if part is None:
            part = Reader(self.folder, self.data.folder)
            part.context, part.data.vocabularies = dict(self.context), self.data.vocabularies
            read(part)
        parts[key] = part
        self.problems += part.problems
        self.data.unread |= part.data.unread
        self.data.marred |= part.data.marred
        self.data.failed |= part.data.failed
        return part.data

    def _say(self, name: str, line: int, message: str) -> None:
        """Add a problem of a file's shape, which leaves rows of it unread."""
        self.problems.append(Problem(self.data.file(name), line, message))
        self.data.unread.add(name)

    def _content(self, name: str) -> Any:
        content, problems = read_file(self.folder / name, self.data.file(name))
        self.problems += problems
        if problems:
            (self.data.unread if content is None else self.data.marred).add(name)
        return content

    def _read_vocabularies(self) -> None:
        name, unsure = "vocabularies.yml", set[str]()
        if name not in self.data.listed and self.data.ids_known(name):
            self._say(name, 0, "thiếu tệp này. Lấy lại từ bản trước.")
        content = self._content(name) if name in self.data.listed else None
        if isinstance(content, Row):
            self._leave_out_misplaced(name, content, {**dict.fromkeys(REQUIRED, Term), "abbreviations": Abbreviation})
        lines = getattr(content, "lines", {})
        for section, rows in self._sections(name, content, (*REQUIRED, "abbreviations")).items():
            before = len(self.problems)
            if section == "abbreviations":
                self.data.abbreviations = self._records(Abbreviation, rows, name, lines[section])
            else:
                self.data.vocabularies[section] = self._terms(self._records(Term, rows, name, lines[section]))
            if len(self.problems) > before:
                unsure.add(section)
        self.words = _sha256(self.folder / name) if name in self.data.listed else ""
        # A word is not looked for in a vocabulary that could not be read whole.
        self.context = {key: {} if key in unsure else forms for key, forms in context(self.data.vocabularies).items()}

    def _terms(self, terms: list[Term]) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for term in terms:
            if found.setdefault(term.key, term) is not term:
                self.problems.append(term.problem("key", f"'{term.key}' đã có ở dòng {found[term.key].place.line}. Mỗi khóa chỉ dùng một lần."))
        return found

    def _sections(self, name: str, content: Any, known: Collection[str]) -> dict[str, Any]:
        """Return a file's sections, known ones only; another one, or another shape, is a problem."""
        if content is None:
            return {}
        if not isinstance(content, Row):
            self._say(name, 1, f"tệp phải gồm các phần {', '.join(known)}. Viết «tên phần:» ở đầu dòng, rồi danh sách ở dưới.")
            return {}
        for section in content.keys() - set(known):
            offer = hint(section, known) or f" Các phần: {', '.join(known)}."
            self._say(name, content.lines[section], f"không có phần '{section}'.{offer}")
        return {section: rows for section, rows in content.items() if section in known}

    def _records(self, model: type[Any], rows: Any, name: str, line: int = 1) -> list[Any]:
        """Make records of a list of rows; what is no list, or a wrong row, is a problem."""
        if rows is None:
            return []
        if not isinstance(rows, Items):
            self._say(name, getattr(rows, "line", line), f"{must_be('danh sách', rows)} Mỗi bản ghi bắt đầu bằng dấu «- ».")
            return []
        made = []
        for row, row_line in zip(rows, rows.lines, strict=True):
            built = build(model, row, self.data.file(name), row_line, self.context, self.alike)
            if built.record is None:
                self._keep_in_mind(built, row, name)
            else:
                made.append(built.record)
        return made

    def _keep_in_mind(self, built: Built[Any], row: Any, name: str) -> None:
        """Note the problems of a row that is no record, and the ids in it, so that references to them are not called missing."""
        self.problems += built.problems
        self.data.marred.add(name)
        self.data.failed |= set(_ids_in(row))
        if not built.ids_known:
            self.data.unread.add(name)

    def _read_register(self, name: str) -> None:
        stem, content = name.removesuffix(".yml"), self._content(name)
        if stem in REGISTERS:
            setattr(self.data, stem, self._by_id(self._records(REGISTERS[stem], content, name)))
            return
        if isinstance(content, Row):
            self._leave_out_misplaced(name, content, SECTIONS[stem])
        for section, rows in self._sections(name, content, SECTIONS[stem]).items():
            records = self._records(SECTIONS[stem][section], rows, name, content.lines[section])
            is_register = isinstance(getattr(self.data, section), dict)
            setattr(self.data, section, self._by_id(records) if is_register else records)

    def _leave_out_misplaced(self, name: str, content: Row, models: Mapping[str, type[Record]]) -> None:
        """Leave out, and name, the rows that were written into another of a file's lists: what is added at a file's end falls into the last."""
        for section in models.keys() & content.keys():
            rows = content[section]
            for at in range(len(rows) - 1, -1, -1) if isinstance(rows, Items) else ():
                if message := _misplaced(rows[at], section, models):
                    self.problems.append(Problem(self.data.file(name), rows.lines[at], message))
                    self.data.marred.add(name)
                    self.data.failed |= set(_ids_in(rows[at]))
                    del rows[at], rows.lines[at]

    def _by_id(self, records: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for record in records:
            first = found.setdefault(record.id, record)
            if first is not record:
                self.problems.append(used_twice(record, first))
        return found

    def _read_year(self, number: int, names: list[str]) -> None:
        year = self.data.years.setdefault(number, Year(number))
        self.context["year"] = number
        contents = {name.removeprefix(f"{number}/").removesuffix(".yml"): self._content(name) for name in names}
        for stem, content in contents.items():
            name = f"{number}/{stem}.yml"
            if stem in YEAR_LISTS:
                setattr(year, stem, tuple(self._records(YEAR_LISTS[stem], content, name)))
            elif content is not None:
                if stem == "results" and isinstance(content, Row):
                    self._leave_out_misplaced(name, content, {field: child_model(Results, field) for field in Results.inner_fields})
                built: Built[Any] = build(Plan if stem == "plan" else Results, content, self.data.file(name), 1, self.context, self.alike)
                if built.record is None:
                    self._keep_in_mind(built, content, name)
                else:
                    setattr(year, stem, built.record)
        if year.plan and year.plan.closed:
            year.digest = digest(contents)
        for rule in RULES:
            self.problems += rule(self.data) if rule.of_years else []


def _misplaced(row: Any, section: str, models: Mapping[str, type[Record]]) -> str:
    """Say in which list of its file a row belongs, where its fields are those of another; empty where it may stand."""
    strange = {model: len(row.lines.keys() - model.model_fields.keys()) for model in models.values()} if isinstance(row, Row) else {}
    best = min(strange, key=lambda model: strange[model], default=models[section])
    if not strange or strange[best] == strange[models[section]]:
        return ""
    there = [f"«{name}:»" for name, model in models.items() if model is best]
    to = f"phần {', '.join(there[:-1])}{' hoặc ' if there[1:] else ''}{there[-1]}" if len(there) < 6 else "đúng phần của nó"
    return f"{shown(row.get('id', row.get('key')))} có dạng của {best.noun}, mà phần {section} chỉ gồm {models[section].noun}. Chuyển cả bản ghi sang {to}."


def _ids_in(row: Any) -> Iterator[str]:
    if isinstance(row, Row):
        if isinstance(row.get("id"), str):
            yield row["id"]
        for value in row.values():
            yield from _ids_in(value)
    elif isinstance(row, Items):
        for item in row:
            yield from _ids_in(item)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def digest(contents: dict[str, Any]) -> str:
    """Return 16 hex digits that change when any record of a year changes, but not with comments, order of keys or quoting.

    The closing itself is left out, since it holds the digest.
    """
    plan = {key: value for key, value in (contents.get("plan") or {}).items() if key != "closed"}
    text = json.dumps({**contents, "plan": plan}, ensure_ascii=False, sort_keys=True, check_circular=False)  # rows hold no anchors, so no circles
    return hashlib.sha256(text.encode()).hexdigest()[:16]
