"""One file of the record by itself: its rows made records, and what was wrong with it.

What it depends on is known: the bytes, and the vocabularies that its checks asked for. So it can be kept while they stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from macros.data import REGISTERS, SECTIONS, YEAR_LISTS, Data
from macros.plans import Plan
from macros.problems import Problem, hint, must_be, shown
from macros.reading import Items, Row, read
from macros.records import Alike, Built, Record, build, child_model
from macros.references import used_twice
from macros.results import Results
from macros.taken_ids import TakenIds
from macros.vocabularies import REQUIRED, Abbreviation, Forms, Term, Words
from macros.year_digests import text_of


class RecordFile:
    """A file as read: what it holds for the record in `found`, by section or by part of a year; what is wrong in `problems`.

    `file` is how problems name it. `text` is what the digest of its year takes in, where the year is closed.
    """

    def __init__(self, file: str, name: str, sha256: str, forms: Forms, sealed: bool = False) -> None:
        self.file, self.name, self.sha256, self.sealed = file, name, sha256, sealed
        folder, _, stem = name.rpartition("/")
        self.stem, self.year = stem.removesuffix(".yml"), int(folder or 0)
        self.words = Words(forms, year=self.year)
        self.found: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.unsure: set[str] = set()  # sections of the vocabularies that were not read whole
        self.failed: set[str] = set()  # ids of rows too wrong to become records
        self.unread = self.marred = False
        self.text = b""
        self._alike: Alike = {}

    def is_same(self, file: str, sha256: str, forms: Forms, sealed: bool) -> bool:
        """Tell whether reading it again, with the vocabularies as they are now, would say the same."""
        return (self.file, self.sha256, self.sealed) == (file, sha256, sealed) and self.words.are_of(forms)

    def read(self, raw: bytes) -> None:
        """Read the bytes of the file."""
        content, self.problems = read(raw, self.file)
        if self.problems:
            self.unread, self.marred = content is None, content is not None
        if self.year:
            self._read_of_year(content)
        elif self.stem in REGISTERS:
            self.found[self.stem] = self._by_id(self._records(REGISTERS[self.stem], content))
        elif self.stem in SECTIONS:
            self._read_sections(content)
        else:
            self._read_vocabularies(content)
        self._alike.clear()

    def _say(self, line: int, message: str) -> None:
        """Add a problem of the file's shape, which leaves rows of it unread."""
        self.problems.append(Problem(self.file, line, message))
        self.unread = True

    def _read_of_year(self, content: Any) -> None:
        if self.stem in YEAR_LISTS:
            self.found[self.stem] = tuple(self._records(YEAR_LISTS[self.stem], content))
        elif content is not None:
            if self.stem == "results" and isinstance(content, Row):
                self._leave_out_misplaced(content, {field: child_model(Results, field) for field in Results.inner_fields})
            built: Built[Any] = build(Plan if self.stem == "plan" else Results, content, self.file, 1, self.words, self._alike)
            if built.record is None:
                self._keep_in_mind(built, content)
            else:
                self.found[self.stem] = built.record
        if self.sealed or getattr(self.found.get("plan"), "closed", None):
            self.text = text_of(self.stem, content)

    def _read_sections(self, content: Any) -> None:
        if isinstance(content, Row):
            self._leave_out_misplaced(content, SECTIONS[self.stem])
        for section, rows in self._sections(content, SECTIONS[self.stem]).items():
            records = self._records(SECTIONS[self.stem][section], rows, content.lines[section])
            is_register = Data.__dataclass_fields__[section].default_factory is dict
            self.found[section] = self._by_id(records) if is_register else records

    def _read_vocabularies(self, content: Any) -> None:
        self.found["vocabularies"] = {}
        if isinstance(content, Row):
            self._leave_out_misplaced(content, {**dict.fromkeys(REQUIRED, Term), "abbreviations": Abbreviation})
        for section, rows in self._sections(content, (*REQUIRED, "abbreviations")).items():
            before = len(self.problems)
            if section == "abbreviations":
                self.found[section] = self._records(Abbreviation, rows, content.lines[section])
            else:
                self.found["vocabularies"][section] = self._terms(self._records(Term, rows, content.lines[section]))
            if len(self.problems) > before:
                self.unsure.add(section)

    def _terms(self, terms: list[Term]) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for term in terms:
            if found.setdefault(term.key, term) is not term:
                self.problems.append(term.problem("key", f"'{term.key}' đã có ở dòng {found[term.key].place.line}. Mỗi khóa chỉ dùng một lần."))
        return found

    def _sections(self, content: Any, known: Collection[str]) -> dict[str, Any]:
        """Return the file's sections, known ones only; another one, or another shape, is a problem."""
        if content is None:
            return {}
        if not isinstance(content, Row):
            self._say(1, f"tệp phải gồm các phần {', '.join(known)}. Viết «tên phần:» ở đầu dòng, rồi danh sách ở dưới.")
            return {}
        for section in content.keys() - set(known):
            offer = hint(section, known) or f" Các phần: {', '.join(known)}."
            self._say(content.lines[section], f"không có phần '{section}'.{offer}")
        return {section: rows for section, rows in content.items() if section in known}

    def _records(self, model: type[Any], rows: Any, line: int = 1) -> list[Any]:
        """Make records of a list of rows; what is no list, or a wrong row, is a problem."""
        if rows is None:
            return []
        if not isinstance(rows, Items):
            self._say(getattr(rows, "line", line), f"{must_be('danh sách', rows)} Mỗi bản ghi bắt đầu bằng dấu «- ».")
            return []
        made = []
        for row, row_line in zip(rows, rows.lines, strict=True):
            built = build(model, row, self.file, row_line, self.words, self._alike)
            if built.record is None:
                self._keep_in_mind(built, row)
            else:
                made.append(built.record)
        return made

    def _keep_in_mind(self, built: Built[Any], row: Any) -> None:
        """Note the problems of a row that is no record, and the ids in it, so that references to them are not called missing."""
        self.problems += built.problems
        self.marred = True
        self.failed |= set(_ids_in(row))
        if not built.ids_known:
            self.unread = True

    def _leave_out_misplaced(self, content: Row, models: Mapping[str, type[Record]]) -> None:
        """Leave out, and name, the rows that were written into another of the file's lists: what is added at a file's end falls into the last."""
        for section in models.keys() & content.keys():
            rows = content[section]
            for at in range(len(rows) - 1, -1, -1) if isinstance(rows, Items) else ():
                if message := _misplaced(rows[at], section, models):
                    self.problems.append(Problem(self.file, rows.lines[at], message))
                    self.marred = True
                    self.failed |= set(_ids_in(rows[at]))
                    del rows[at], rows.lines[at]

    def _by_id(self, records: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        again = [record for record in records if found.setdefault(record.id, record) is not record]
        taken = TakenIds({*found, *self.failed} if again else ())
        self.problems += [used_twice(record, found[record.id], taken) for record in again]
        return found


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
