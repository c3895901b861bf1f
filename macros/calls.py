"""The words a hand-written page may use: each macro's arguments, checked and understood in Vietnamese, then rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from macros.records import label
from macros.results import Results
from macros.site import Site
from macros.vietnamese import fold, nearest


class CallError(Exception):
    """What is wrong with a macro call, in an editor's words."""


@dataclass(frozen=True)
class Macro:
    """One macro: what it shows, its arguments (name -> kind), those that must be given, and how it renders.

    An argument's kind is a register (`units`), a vocabulary (`state`), or one of `year`, `quarter`, `part`, `yes`, `text`.
    """

    about: str
    arguments: Mapping[str, str]
    render: Callable[[Site, dict[str, Any]], Markup]
    example: str
    first: str | None = None  # the argument that may stand without its name
    required: tuple[str, ...] = ()


# The Vietnamese words an argument may be called by, beside its own name.
ARGUMENT_LABELS = {
    "year": "năm", "unit": "đơn vị", "lead": "chủ trì", "partner": "phối hợp", "leader": "lãnh đạo", "state": "trạng thái",
    "area": "lĩnh vực", "origin": "nguồn giao", "document": "văn bản", "kind": "loại", "group": "khối", "issuer": "cơ quan ban hành",
    "honour": "danh hiệu, hình thức", "to": "đối tượng", "movement": "phong trào", "role": "vai trò", "id": "mã", "person": "người",
    "structure": "cơ cấu", "quarter": "quý", "focal_point": "trọng tâm", "name": "họ và tên", "part": "phần", "brief": "rút gọn",
}

# States that are derived, never stored, and may be asked for like the stored ones.
DERIVED_STATES = {"overdue": "Quá hạn", "due_soon": "Sắp đến hạn", "on_time": "Hoàn thành đúng hạn", "done_late": "Hoàn thành quá hạn"}


def call(site: Site, macros: Mapping[str, Macro], name: str, positional: tuple[Any, ...], named: Mapping[str, Any]) -> Markup:
    """Check and render one macro call; raises CallError with a Vietnamese sentence."""
    macro = macros[name]
    given = dict(named)
    if positional:
        if macro.first is None or len(positional) > 1:
            raise CallError(f"{name}: viết tên cho từng đối số, ví dụ {macro.example}.")
        given = {macro.first: positional[0], **given}
    for argument in given:
        if argument not in macro.arguments:
            near = nearest(argument, macro.arguments) or _by_label(argument, macro.arguments)
            hint = f" Có phải «{near}»?" if near else ""
            raise CallError(f"{name}: không có đối số '{argument}'.{hint} Các đối số: {', '.join(macro.arguments) or '(không có)'}.")
    for argument in macro.required:
        if given.get(argument) in (None, ""):
            raise CallError(f"{name}: thiếu {argument} ({ARGUMENT_LABELS[argument]}), ví dụ {macro.example}.")
    understood = {argument: understand(site, name, argument, macro.arguments[argument], value) for argument, value in given.items()}
    return macro.render(site, understood)


def _by_label(argument: str, arguments: Mapping[str, str]) -> str | None:
    labels = {ARGUMENT_LABELS[name]: name for name in arguments}
    near = nearest(argument.replace("_", " "), labels)
    return labels[near] if near else None


def understand(site: Site, macro: str, argument: str, kind: str, value: Any) -> Any:
    """Return what an argument means: a year's number, a record's id, a vocabulary's key, a text."""
    where = f"{macro}: {argument} ({ARGUMENT_LABELS[argument]})"
    if kind == "year":
        return _year(site, where, value)
    if kind == "quarter":
        return _quarter(where, value)
    if kind == "yes":
        if isinstance(value, bool) or value in ("có", "không"):
            return value in (True, "có")
        raise CallError(f"{where}: viết \"có\" hoặc \"không\".")
    if not isinstance(value, str) or not value.strip():
        raise CallError(f"{where}: viết giá trị trong ngoặc kép.")
    if kind == "text":
        return value
    found = _find(where, value, _known(site, kind))
    if kind in SHARED_NAMES:
        return found
    if len(found) > 1:
        raise CallError(f"{where}: '{value}' là tên của {len(found)} bản ghi. Viết mã: {', '.join(found)}.")
    return found[0]


# Parts of a plan may bear one name in many years; whoever asks by the name means all of them.
SHARED_NAMES = ("areas", "focal_points")


def _quarter(where: str, value: Any) -> int:
    quarters = {form: number for number, roman in enumerate(("I", "II", "III", "IV"), 1) for form in (str(number), roman)}
    if not isinstance(value, bool) and str(value) in quarters:
        return quarters[str(value)]
    raise CallError(f"{where}: {_quoted(value)} không phải là quý. Viết 1, 2, 3 hoặc 4.")


def _quoted(value: Any) -> str:
    """Return a bad value as the page writes it."""
    return f"'{str(value).lower() if isinstance(value, bool) else value}'"


def _year(site: Site, where: str, value: Any) -> int:
    number = int(value) if isinstance(value, str) and value.isdigit() else value
    if isinstance(number, int) and not isinstance(number, bool) and number in site.data.years:
        return number
    years = ", ".join(map(str, sorted(site.data.years))) or "chưa có năm nào"
    raise CallError(f"{where}: {_quoted(value)} không có trong dữ liệu. Các năm: {years}.")


def _known(site: Site, kind: str) -> dict[str, list[str]]:
    """Return every form that names a record or word of a kind -> the ids or keys it may mean; readable forms first."""
    if kind in site.data.vocabularies:
        terms = site.data.vocabularies[kind].items()
        derived = DERIVED_STATES.items() if kind == "state" else ()
        pairs = [*((term.label, key) for key, term in terms), *((words, key) for key, words in derived)]
    elif kind == "part":
        pairs = [(form, field) for field in Results.model_fields for form in (label(Results, field), field)]
    elif kind in SHARED_NAMES:
        pairs = [(part.title, part.id) for year in site.data.years.values() if year.plan for part in getattr(year.plan, kind)]
    elif kind == "structures":
        pairs = [(structure.id, structure.id) for structure in site.data.structures]
    else:
        pairs = [(form, record_id) for record_id, record in getattr(site.data, kind).items() for form in _names(record)]
        pairs += [(record_id, record_id) for record_id in getattr(site.data, kind)]
    known: dict[str, list[str]] = {}
    for form, key in [*pairs, *((key, key) for _, key in pairs)]:
        if key not in known.setdefault(form, []):
            known[form].append(key)
    return known


def _names(record: Any) -> list[str]:
    """Return what a record is called by: its name or number, its other names, its other numbers."""
    forms = (getattr(record, "name", None), getattr(record, "number", None), *getattr(record, "aliases", ()), *getattr(record, "other_numbers", ()))
    return [form for form in forms if form]


def _find(where: str, value: str, known: Mapping[str, list[str]]) -> list[str]:
    if value in known:
        # What is written as an id means that record, whatever else bears such a name.
        return [value] if value in known[value] else known[value]
    folded: dict[str, list[str]] = {}
    for form, keys in known.items():
        folded.setdefault(fold(form), []).extend(keys)
    if fold(value) in folded:
        return list(dict.fromkeys(folded[fold(value)]))
    raise CallError(f"{where}: không có '{value}'.{_hint(value, known)}")


def _hint(value: str, known: Mapping[str, list[str]]) -> str:
    """Return the nearest known form, or the first few, each under its readable name."""
    readable: dict[str, str] = {}
    for form, keys in known.items():
        for key in keys:
            readable.setdefault(key, form)
    if near := nearest(value, known):
        return f" Có phải «{near if near not in known[near] else readable[near]}»?"
    return f" Các giá trị: {'; '.join(list(dict.fromkeys(readable.values()))[:8])}." if known else ""
