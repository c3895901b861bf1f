"""Ids and keys as people write them: a unit by its name, a word of a vocabulary by its label, a document by its number.

    names.shown(column, "ban-phong-trao")     # "Ban Phong trào"
    names.meant(column, "Ban Phong trào")     # "ban-phong-trao"
    names.canonical(column, text)             # equal for all ways of writing one value
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic_core import PydanticCustomError

from macros.data import Data
from macros.field_types import ID, as_day
from macros.plans import Plan
from macros.problems import hint
from macros.references import FILE_OF
from macros.sheets.columns import Column
from macros.sheets.known_names import KnownHonours, KnownPeople
from macros.sheets.known_units import KnownUnits
from macros.sheets.table_words import REGISTERS
from macros.sheets.yaml_nodes import one_line
from macros.vietnamese import fold
from macros.vocabularies import context

_NOUNS = {
    "units": "đơn vị", "people": "người", "documents": "văn bản", "movements": "phong trào", "honours": "danh hiệu, hình thức", "areas": "lĩnh vực", "focal_points": "trọng tâm",
}
_YES, _NO = "có", "không"


class NotKnown(Exception):
    """A name that no record has; the first argument is a sentence, the second a line to add, empty where there is none."""


@dataclass(frozen=True)
class Register:
    """The records of one register by id: the name each is shown by, and every way of writing it."""

    shown: Mapping[str, str]
    ids: Mapping[str, str] = field(default_factory=dict)  # folded name -> id; names that two records share are left out


def _register(names: Mapping[str, str], aliases: Iterable[tuple[str, str]] = ()) -> Register:
    """Return a register; a name that two records have is shown with the id."""
    counts = Counter(fold(name) for name in names.values())
    shown = {key: name if counts[fold(name)] == 1 else f"{name} [{key}]" for key, name in names.items()}
    forms = Counter[str]()
    ids: dict[str, str] = {}
    for key, name in [*((key, name) for key, name in shown.items()), *aliases]:
        folded = fold(name)
        forms[folded] += ids.get(folded, key) != key
        ids.setdefault(folded, key)
    return Register(shown, {name: key for name, key in ids.items() if not forms[name]})


@dataclass(frozen=True)
class Names:
    """The names of everything in a record; `plans` by year, since areas of two years may share a name."""

    data: Data

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """Return, by vocabulary, every form of a word -> its key."""
        return context(self.data.vocabularies)

    @cached_property
    def registers(self) -> dict[str, Register]:
        """Return the registers whose records are shown by name, whatever the year."""
        data = self.data
        return {
            "units": _register({key: one.name for key, one in data.units.items()}, ((key, alias) for key, one in data.units.items() for alias in one.aliases)),
            "people": _register({key: one.name for key, one in data.people.items()}, ((key, alias) for key, one in data.people.items() for alias in one.aliases)),
            "movements": _register({key: one.name for key, one in data.movements.items()}, ((key, alias) for key, one in data.movements.items() for alias in one.aliases)),
            "honours": _register({key: one.name for key, one in data.honours.items()}, ((key, alias) for key, one in data.honours.items() for alias in one.aliases)),
            "documents": _register({key: one.number or key for key, one in data.documents.items()}),
        }

    def register(self, column: Column, year: int | None) -> Register | None:
        """Return the register that a column's ids are of; None for ids that are shown as they are."""
        name = column.kind.register or ""
        if name in ("areas", "focal_points"):
            plan = self.data.years[year].plan if year in self.data.years else None
            return _register(_parts(plan, name)) if plan else Register({})
        return self.registers.get(name)

    def shown(self, column: Column, text: str, year: int | None = None) -> str:
        """Return one value as a cell shows it."""
        if vocabulary := column.kind.vocabulary:
            key = self.words.get(vocabulary, {}).get(text, text)
            return self.data.label(vocabulary, key)
        register = self.register(column, year)
        return register.shown.get(text, text) if register else text

    def meant(self, column: Column, text: str, year: int | None = None) -> str:
        """Return what YAML holds for one value as a person typed it; raises NotKnown for a name of nothing.

        A word that its vocabulary lacks stays as typed: the check of the data says which words there are.
        """
        text = one_line(text.replace("\t", " ")) or ""
        if vocabulary := column.kind.vocabulary:
            known = self.words.get(vocabulary, {})
            return known.get(text) or known.get(text.lower()) or text
        register = self.register(column, year)
        if register is None or text in register.shown or not text:
            return text
        if found := register.ids.get(fold(text)):
            return found
        if (inside := re.fullmatch(r".*\[([a-z0-9-]+)\]", text)) and inside[1] in register.shown:
            return inside[1]
        if ID.fullmatch(text):  # an id that is not known yet: perhaps of a record that comes with it
            return text
        raise NotKnown(*self._not_known(column.kind.register or "", text, register, year))

    def unit(self, given: str) -> str:
        """Return the id of a unit given by id or name; raises NotKnown for an unknown one."""
        register = self.registers["units"]
        if found := given if given in register.shown else register.ids.get(fold(given)):
            return found
        raise NotKnown(*self._not_known("units", given, register, None))

    def _not_known(self, register: str, text: str, known: Register, year: int | None) -> tuple[str, str]:
        """Return what is said of a name of nothing, and the lines that would add it where it can hardly be a misspelling."""
        if register == "units":
            units = KnownUnits(self.data, year)
            return units.unknown_sentence(text), units.ready(text)
        if register == "people":
            people = KnownPeople(self.data)
            return people.unknown_sentence(text), people.ready(text)
        if register == "honours":
            honours = KnownHonours(self.data)
            return honours.unknown_sentence(text), honours.ready(text)
        near = hint(text, [*known.shown.values(), *known.shown])
        file = FILE_OF.get(register, "plan.yml")
        return f"không có {_NOUNS.get(register, 'bản ghi')} '{text}' trong {REGISTERS.get(register) or f'kế hoạch năm {year}'}.{near} Sửa lại trong tệp, hoặc thêm vào {file}.", ""

    def canonical(self, column: Column, text: str) -> str:
        """Return one value of YAML so that all ways of writing it are equal."""
        if vocabulary := column.kind.vocabulary:
            known = self.words.get(vocabulary, {})
            return known.get(text) or known.get(text.lower()) or text
        if column.kind.holds is bool:
            return {_YES: _YES, "yes": _YES, "true": _YES, _NO: "", "no": "", "false": ""}.get(text.lower(), text)
        if column.is_day or (column.kind.many and column.kind.holds.__name__ == "date"):
            return _canonical_day(text)
        return text

    def canonical_value(self, column: Column, value: str | tuple[str, ...] | None) -> tuple[str, ...]:
        """Return a field's whole value, one or several, so that equal ones are equal."""
        texts = value if isinstance(value, tuple) else (value,) if value else ()
        made = tuple(one for text in texts if (one := self.canonical(column, text)))
        return made or ((column.default,) if column.default else ())


def _canonical_day(text: str) -> str:
    try:
        day = as_day(text)
    except PydanticCustomError:
        return text
    return day.isoformat() if day else text


def _parts(plan: Plan, name: str) -> dict[str, str]:
    return {part.id: part.title for part in getattr(plan, name)}
