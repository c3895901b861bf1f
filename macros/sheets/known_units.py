"""Units as offices write them in a cell: by name, alias or initials, several together, or as a class of units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from macros.data import Data
from macros.field_types import Moment
from macros.sheets.known_names import name_key
from macros.sheets.phrases import equal_forms, holds, one_line, phrase, spelled_out, starts_with_any
from macros.sheets.ready_lines import ready_unit
from macros.sheets.table_words import REGISTERS
from macros.sheets.unit_cells import SEPARATOR, by_role, joined, pieces, role_of, without_brackets
from macros.units import Unit, structure_at
from macros.vietnamese import nearest

_MOST_PARTS = 60

_CLASS_STARTS = tuple(map(phrase, ("các", "toàn thể", "toàn cơ quan", "tất cả", "một số", "địa phương", "đơn vị liên quan", "cơ quan liên quan", "ban, đơn vị", "mặt trận các cấp")))
_CLASS_PARTS = tuple(map(phrase, ("các tỉnh", "các địa phương", "các cấp", "các ban", "các đơn vị", "các thành viên", "các tổ chức", "các cơ quan", "cấp tỉnh", "cấp xã")))
# Words of which the rest of a class is made: «Các ban, đơn vị và địa phương có liên quan».
_CLASS_WORDS = frozenset(phrase(
    "ban đơn vị địa phương có liên quan trung tâm tổ chức tỉnh thành phố cấp đoàn thể trực thuộc trong của sự nghiệp mặt trận các huyện xã phường "
    "ngành bộ khác thành viên chính trị xã hội hội cơ quan trung ương chuyên môn phòng"
).split())
_UNIT_NOUNS = (
    "ban", "văn phòng", "phòng", "vụ", "cục", "trung tâm", "viện", "báo", "tạp chí", "bảo tàng", "công đoàn", "đoàn thanh niên", "đảng ủy", "đảng bộ", "chi bộ", "hội", "ủy ban", "tổ", "sở", "bộ",
    "tập thể", "đảng đoàn", "đoàn chủ tịch", "cơ quan", "nhà xuất bản", "khối", "liên đoàn", "hội đồng", "trường", "mttq", "mặt trận tổ quốc", "khu dân cư", "học viện",
)
_MARKED, _UNMARKED = tuple(map(name_key, _UNIT_NOUNS)), tuple(map(phrase, _UNIT_NOUNS))


def names_a_unit(text: str) -> bool:
    """Tell whether a text begins as the name of a unit does, known or not; marks count, Vũ and Bàn are people."""
    return starts_with_any(phrase(text), _UNMARKED) if text.isascii() else starts_with_any(name_key(text), _MARKED)


_SAY_NOTHING = frozenset(phrase("ban phòng viện vụ cục trung tâm và").split())  # two names that have only these in common are not alike


@dataclass
class Parted:
    """What a cell of units says: ids and classes of units by role, names that are not known, what was understood with care."""

    units: dict[str, list[str]] = field(default_factory=lambda: {"lead": [], "partner": []})
    classes: dict[str, list[str]] = field(default_factory=lambda: {"lead": [], "partner": []})
    unknown: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class KnownUnits:
    """The units of a record as known in one year."""

    def __init__(self, data: Data, year: int | None) -> None:
        self.data = data
        self.days = (date(year, 1, 1), date(year, 12, 31)) if year else (date.min, date.max)
        self.equal = equal_forms(data)
        self.forms: dict[str, list[str]] = {}
        self.short: dict[str, list[str]] = {}
        self.loose: dict[str, list[str]] = {}
        self.initials: dict[str, list[tuple[list[str], str]]] = {}
        for unit in data.units.values():
            for name in (unit.name, *unit.aliases):
                _add(self.forms, self.key(name), unit.id)
                _add(self.loose, _without_and(self.key(name)), unit.id)
                for spelled in dict.fromkeys((_without_and(self.key(name)), _without_and(phrase(name)))):
                    self.initials.setdefault("".join(word[0] for word in spelled.split()), []).append((spelled.split(), unit.id))
                for form in _short_forms(self.key(name), phrase(name)):
                    _add(self.short, form, unit.id)
        # No name has more pieces; a class of units, «Các ban, đơn vị, địa phương», may have a few more.
        self.most_parts = 4 + max((len(pieces(name)) for unit in data.units.values() for name in (unit.name, *unit.aliases)), default=0)
        groups = [group for structure in data.structures for group in structure.groups]
        self.classes = {self.key(text) for group in groups for text in (group.title, *group.others)}
        self.structured = {unit for structure in data.structures for unit in structure.unit_ids}
        begun = [structure for structure in data.structures if year and structure.since.year == year]
        held = [structure_at(data, Moment(year))] if year else data.structures
        self.current = {unit for structure in (*held, *begun) if structure for unit in structure.unit_ids}

    def key(self, text: str) -> str:
        """Return a name as phrases are compared: every abbreviation of the vocabulary written out."""
        return spelled_out(text, self.equal)

    def find(self, text: str) -> str | None:
        """Return the one unit of that name or alias, of the year where several share it.

        A name with another sign for «và» is that name too, «Ban Dân tộc, Tôn giáo», but only in a year that has the unit:
        before, the words may be two units.
        """
        found = self.forms.get(self.key(text), [])
        return self._one(found or self._of_the_year(self.loose.get(_without_and(self.key(text)), [])))

    def find_loose(self, text: str) -> str | None:
        """Return the unit that `find` knows only by leaving out «và», None where the name is written as it is."""
        return None if self.key(text) in self.forms else self.find(text)

    def find_short(self, text: str) -> str | None:
        """Return the one unit of the year that has those initials («VP», «Ban TC, KT», «Báo ĐĐK») or that name after «Ban»."""
        return self._one(self._of_the_year(self._short(text)))

    def _short(self, text: str) -> list[str]:
        is_initials = text.isupper() or re.fullmatch(r"(?i)ban [A-ZĐ .,&-]+", text)
        whole = self.short.get(phrase(text).replace(" ", "") if is_initials else self.key(text), [])
        return whole or list(dict.fromkeys(self._partly_initials(text)))

    def _partly_initials(self, text: str) -> Iterator[str]:
        """Yield the units whose name a text writes with some words whole and some as initials: «Cục TC-KH»."""
        said = [(key, word.isupper() and len(word) > 1) for word in re.findall(r"\w+", text) if (key := phrase(word)) not in ("va", "")]
        if all(short for _, short in said) or not any(short for _, short in said):
            return
        wanted: list[tuple[str, bool]] = []
        for key, short in said:
            wanted += [(letter, True) for letter in key] if short else [(key, False)]
        for spelled, unit in self.initials.get("".join(word[0] for word, _ in wanted), []):
            if all(short or word == whole for (word, short), whole in zip(wanted, spelled, strict=True)):
                yield unit

    def _of_the_year(self, units: list[str]) -> list[str]:
        """Return the units that a name not written whole may mean: none that stands only in structures of other years."""
        return [unit for unit in units if not self.out_of_structure(unit)]

    def _one(self, units: list[str]) -> str | None:
        if len(units) > 1:
            held = [unit for unit in units if self.is_held(self.data.units[unit])]
            units = [unit for unit in held if unit in self.current] or held
        return units[0] if len(units) == 1 else None

    def is_held(self, unit: Unit) -> bool:
        """Tell whether a unit has its name at some time of the year, as far as its dates are known."""
        return self._overlaps(unit.since, unit.until)

    def _overlaps(self, since: Moment | None, until: Moment | None) -> bool:
        return (since is None or since.first_day() <= self.days[1]) and (until is None or until.last_day() >= self.days[0])

    def is_class(self, text: str) -> bool:
        """Tell whether a text means units as a class: «Các ban, đơn vị», «Các địa phương»."""
        said = phrase(text)
        return self.key(text) in self.classes or starts_with_any(said, _CLASS_STARTS) or any(holds(said, part) for part in _CLASS_PARTS)

    # --- several in one cell ---

    def part(self, text: str, role: str = "lead") -> Parted:
        """Cut a cell's text into units and classes; commas and «và» inside a known name do not cut."""
        made = Parted()
        for said_role, said in by_role(text, role):
            without, aside = without_brackets(said)
            made.remarks += [f"phần trong ngoặc «{words}» không đưa vào" for words in aside]
            parts = [one for one in pieces(without) if one[1]]
            if len(parts) > _MOST_PARTS:
                made.unknown.append(one_line(without))
                continue
            for found in self._best(parts):
                self._keep(made, said_role, found)
        return made

    def _best(self, parts: list[tuple[str, str]]) -> list[str]:
        """Return the pieces joined so that as few as possible are unknown, and known ones as long as can be."""
        best: list[tuple[int, list[str]]] = [(0, [])]
        for start in range(len(parts) - 1, -1, -1):
            options = []
            for stop in range(min(len(parts), start + self.most_parts), start, -1):
                whole = joined(parts[start:stop])
                known = self._is_known(whole) or (self.is_class(parts[start][1]) and all(self._is_rest_of_class(text) for _, text in parts[start + 1 : stop]))
                if known or stop == start + 1:
                    cost, rest = best[len(parts) - stop]
                    options.append((cost + (not known), [whole, *rest]))
            best.append(min(options, key=lambda option: option[0]))
        return self._unknown_joined(parts, best[-1][1])

    def _unknown_joined(self, parts: list[tuple[str, str]], pieces: list[str]) -> list[str]:
        """Join what follows an unknown name and is unknown too, unless it begins like a unit's name."""
        made: list[str] = []
        separators = iter(separator for separator, _ in parts)
        for piece in pieces:
            separator = next(separators, "")
            for _ in SEPARATOR.findall(piece):
                next(separators, None)
            if made and not self._is_known(piece) and not self.is_class(piece) and not self._is_known(made[-1]) and not self.is_class(made[-1]) and not names_a_unit(piece):
                made[-1] += f"{separator.replace(chr(10), ' ')}{piece}"
            else:
                made.append(piece)
        return made

    def _is_known(self, text: str) -> bool:
        bare = role_of(text)[1]
        return self.find(bare) is not None or self.find_short(bare) is not None

    def _is_rest_of_class(self, text: str) -> bool:
        return set(phrase(text).split()) <= _CLASS_WORDS and not self._is_known(text)

    def _keep(self, made: Parted, role: str, text: str) -> None:
        own_role, bare = role_of(text)
        role = own_role or role
        unit = self.find(bare)
        if short := self.find_loose(bare) if unit else self.find_short(bare):
            unit = short
            made.remarks.append(f"hiểu «{bare}» là {self.data.units[unit].name}")
        if unit:
            if unit not in made.units[role]:
                made.units[role].append(unit)
        elif self.is_class(bare):
            made.classes[role].append(bare)
        else:
            made.unknown.append(bare)

    # --- what an editor is told ---

    def unknown_sentence(self, name: str) -> str:
        """Say that a unit is not known, with the nearest that is."""
        twins = self.forms.get(self.key(name), []) or self._short(name)
        if len(twins) > 1:
            return f"'{name}' là tên hoặc chữ viết tắt của nhiều đơn vị ({', '.join(twins)}). Viết tên đầy đủ của một đơn vị."
        several = self.several_sentence(name)
        if several:
            return several
        near = self.near(name)
        return f"không có đơn vị '{name}' trong {REGISTERS['units']}.{f' Có phải «{near}»?' if near else ''} Sửa lại trong tệp, hoặc thêm đơn vị ấy vào units.yml."

    def several_sentence(self, text: str) -> str:
        """Say that a text is several known units, empty where it is not."""
        said = self.part(text)
        names = [self.data.units[unit].name for unit in said.units["lead"]]
        if len(names) < 2 or said.unknown or said.classes["lead"]:
            return ""
        return f"'{text}' là {len(names)} đơn vị ({'; '.join(names)}). Viết mỗi đơn vị trên một dòng trong ô (Alt+Enter)."

    def near(self, name: str) -> str:
        """Return the name nearest to one that is not known: the only one that goes on from it, else one alike with a word in common."""
        forms = [form for unit in self.data.units.values() for form in (unit.name, *unit.aliases)]
        longer = {unit.id: unit.name for unit in self.data.units.values() if any(f"{self.key(form)} ".startswith(f"{self.key(name)} ") for form in (unit.name, *unit.aliases))}
        if len(longer) == 1:
            return next(iter(longer.values()))
        words_of = phrase if name.isascii() else name_key
        said = {word for word in words_of(name).split() if phrase(word) not in _SAY_NOTHING}
        return nearest(name, [form for form in forms if said & set(words_of(form).split())]) or ""

    def ready(self, name: str, kind: str = "department") -> str:
        """Return the lines that add a unit; none where the name may be a misspelling, or of several units."""
        is_known = self.forms.get(self.key(name)) or self._short(name) or self.several_sentence(name) or self.near(name)
        return "" if is_known else ready_unit(name, self.data.by_id, kind)

    def out_of_date(self, unit: str) -> str:
        """Say that a unit does not have its name in the year; empty when it does."""
        known = self.data.units[unit]
        if self.is_held(known):
            return ""
        when = f"từ {known.since}" if known.since and known.since.first_day() > self.days[1] else f"đến {known.until}"
        after = ", ".join(self.data.units[one.unit].name for one in known.successors if one.unit in self.data.units)
        return f"{known.name} chỉ có {when}.{f' Đơn vị kế thừa: {after}.' if after else ''} Ghi đơn vị của năm {self.days[0].year}."


    def out_of_structure(self, unit: str) -> str:
        """Say that a unit stands in a decided structure, but in none that holds in the year; empty when it does."""
        if not self.current or unit in self.current or unit not in self.structured:
            return ""
        return f"{self.data.units[unit].name} không có trong cơ cấu của năm {self.days[0].year}; vẫn đưa vào"


def _add(forms: dict[str, list[str]], key: str, unit: str) -> None:
    if key and unit not in forms.setdefault(key, []):
        forms[key].append(unit)


def _without_and(key: str) -> str:
    return " ".join(word for word in key.split() if word != "va")


def _short_forms(*keys: str) -> Iterator[str]:
    for key in keys:
        words = key.split()
        for chosen in (words, [word for word in words if word != "va"]):
            initials = "".join(word[0] for word in chosen)
            if len(chosen) > 1:
                yield initials
                if chosen[0] == "ban" and len(chosen) > 2:
                    yield f"ban{initials[1:]}"
        if words and words[0] == "ban" and len(words) > 2:
            yield " ".join(words[1:])
