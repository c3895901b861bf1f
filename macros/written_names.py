"""What an editor wrote where an id belongs, answered with ids that there are: one made up from the name would be refused as well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from macros.problems import Problem, Sought, shown
from macros.references import FILE_OF
from macros.vietnamese import fold, nearest, slug

if TYPE_CHECKING:
    from macros.data import Data
    from macros.records import Record
    from macros.sheets.known_units import KnownUnits

_ALIKE = 0.75  # names of units have words in common that say little
_ON_LINES = "Viết mỗi mã trên một dòng riêng, bắt đầu bằng «- »."


class WrittenNames:
    """Knows the names of a record that was read, to answer what waited for it."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.units: dict[int | None, KnownUnits] = {}

    def answered(self, problem: Problem) -> Problem:
        """Return a problem with what its text means, where a name was written in place of an id; others as they are."""
        if problem.sought is None:
            return problem
        found = re.search(r"/(\d{4})/[^/]+$", problem.file)
        year = int(found[1]) if found else None
        message = self._meaning(problem.sought, year) or (self._guess(problem.sought, year) if problem.sought.alone else "")
        return Problem(problem.file, problem.line, f"{problem.sought.where}{shown(problem.sought.text)} {message}") if message else problem

    def _meaning(self, sought: Sought, year: int | None) -> str:
        """Say which records a text names; empty where it names none."""
        names = self._names(sought.register, year)
        named = [one for one, forms in names.items() if fold(sought.text) in map(fold, forms)]
        if len(named) == 1:
            return f"là tên, không phải mã. Viết mã: {named[0]}."
        of_units = self._units(sought, year) if sought.register == "units" else ""
        if named and not of_units:
            noun = self._records(sought.register, year)[named[0]].noun
            return f"là tên của {len(named)} {noun}: {', '.join(f'{one} ({names[one][0]})' for one in named)}. Viết mã của một {noun}."
        return of_units

    def _units(self, sought: Sought, year: int | None) -> str:
        """Say which unit a text means as offices write it, or which several, as the import understands it."""
        known = self._known_units(year)
        one = known.find(sought.text) or known.find_short(sought.text)
        said = known.part(sought.text)
        units, classes = said.units["lead"] + said.units["partner"], said.classes["lead"] + said.classes["partner"]
        field = sought.where.partition(" ")[0]
        if one:
            return f"là tên, không phải mã. Viết mã: {one}."
        if classes and not units and not said.unknown and field in ("lead", "partner"):
            return f"là một nhóm đơn vị, không phải một đơn vị. Chuyển sang mục {field}_class."
        if len(units) > 1 and not classes and not said.unknown:
            return f"là {len(units)} đơn vị: {', '.join(f'{unit} ({self.data.units[unit].name})' for unit in units)}. {_ON_LINES}"
        if units and said.unknown:
            return f"là nhiều đơn vị, trong đó units.yml không có '{said.unknown[0]}'. {_ON_LINES} Đơn vị chưa có thì thêm vào units.yml."
        return ""

    def _known_units(self, year: int | None) -> KnownUnits:
        from macros.sheets.known_units import KnownUnits

        if year not in self.units:
            self.units[year] = KnownUnits(self.data, year)
        return self.units[year]

    def _guess(self, sought: Sought, year: int | None) -> str:
        """Offer the record with the nearest id or name, or say where ids are found."""
        names = self._names(sought.register, year)
        near = nearest(slug(sought.text), names, _ALIKE)
        if near is None and (name := nearest(sought.text, [forms[0] for forms in names.values()], _ALIKE)):
            near = next(one for one, forms in names.items() if forms[0] == name)
        if near:
            return f"không phải là mã. Có phải «{near}»{f' ({names[near][0]})' if names[near][0] != near else ''}?"
        file = FILE_OF.get(sought.register, "plan.yml cùng năm" if sought.register in ("areas", "focal_points") else "tệp có bản ghi đó")
        return f"không phải là mã. Chép mã từ {file}; chưa có thì thêm bản ghi."

    def _names(self, register: str, year: int | None) -> dict[str, tuple[str, ...]]:
        """Return the names of each record of a register, by id."""
        return {one: (*_titles(record), one, *getattr(record, "aliases", ())) for one, record in self._records(register, year).items()}

    def _records(self, register: str, year: int | None) -> Mapping[str, Record]:
        if register == "anything":
            return self.data.by_id
        if register in ("areas", "focal_points"):
            plan = self.data.years[year].plan if year in self.data.years else None
            return {part.id: part for part in getattr(plan, register, ())}
        found: Mapping[str, Record] = getattr(self.data, register)
        return found


def _titles(record: Record) -> tuple[str, ...]:
    return tuple(str(value) for key in ("name", "title", "number") if (value := getattr(record, key, None)))
