"""Lines that an editor can add to data/ as they are: a unit, a person or an honour that a file names and the record lacks.

The first line says where: a file that holds several lists must not get a record at its end, in another list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from macros.sheets.phrases import phrase
from macros.vietnamese import capital, slug

_TITLES = tuple(map(phrase, ("thi đua", "lao động tiên tiến", "lao động xuất sắc", "CSTĐ", "LĐTT", "TTLĐXS", "TTLĐTT")))

IN_UNITS = "Vào units.yml, cuối danh sách «units:», trên dòng «structures:» nếu có:"
IN_PEOPLE, IN_HONOURS, IN_AREAS = "Vào people.yml, cuối tệp:", "Vào honours.yml, cuối tệp:", "Vào {year}/plan.yml, cuối danh sách «areas:»:"


def ready_unit(name: str, known: Iterable[str], kind: str = "department") -> str:
    """Return the lines that add a unit to units.yml; its kind is the likeliest and the editor's to change."""
    return f"{IN_UNITS}\n  - id: {free_id(slug(name), known)}\n    name: {quoted(name)}\n    kind: {kind}"


def free_id(wanted: str, known: Iterable[str]) -> str:
    """Return an id that is not taken: the one wanted, or with a number behind it."""
    taken = set(known)
    made, number = wanted or "moi", 2
    while made in taken:
        made, number = f"{wanted}-{number}", number + 1
    return made


def quoted(text: str) -> str:
    """Return a text as a YAML value, in quotation marks where it needs them."""
    plain = re.fullmatch(r"[^\W_][^:#\"'\[\]{},&*!|>%@`]*", text) and not re.fullmatch(r"(?i)[\d.]+|true|false|null|yes|no|on|off", text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def ready_person(name: str, honorific: str, known: Iterable[str]) -> str:
    """Return the lines that add a person to people.yml."""
    return f"{IN_PEOPLE}\n- id: {free_id(slug(name), known)}\n  name: {quoted(name)}" + (f"\n  honorific: {honorific}" if honorific else "")


def ready_honour(printed: str, known: Iterable[str]) -> str:
    """Return the lines that add an honour to honours.yml."""
    name = capital(printed.lower()) if printed.isupper() and " " in printed else printed
    kind = "title" if any(word in phrase(name) for word in _TITLES) else "commendation"
    return f"{IN_HONOURS}\n- id: {free_id(slug(name), known)}\n  name: {quoted(name)}\n  kind: {kind}"
