"""JSON Schemas of the data as editors write it, so that VS Code completes fields and words and warns before any check runs.

They say less than the check: what one file alone can tell. Draft 7, which editors' YAML support knows best.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BeforeValidator

from macros import field_types
from macros.data import REGISTERS, SECTIONS, YEAR_LISTS
from macros.due_dates import FORMS, Due
from macros.fields import FieldKind, fields_of, models_in
from macros.plans import Plan
from macros.records import Record
from macros.results import Results
from macros.vocabularies import REQUIRED, Abbreviation, Term, Vocabularies

Schema = dict[str, Any]

FOLDER = ".schema"  # in the data folder, where names that begin with a dot are left alone
_TEXT: Schema = {"type": ["string", "number", "boolean"]}  # to YAML `2023` and `true` are no texts; to the reader they are
_DAY = r"\d{1,2}/\d{1,2}/(19|20|21)\d\d|(19|20|21)\d\d-\d{2}-\d{2}"
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


def _word(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^({pattern})$"}


def _or_number(pattern: str, **limits: Any) -> Schema:
    return {"anyOf": [{"type": "integer", **limits}, _word(pattern)]}


# How the value of each kind of field is written, by the check that reads it.
_WRITTEN: tuple[tuple[Any, Schema], ...] = (
    (field_types.Id, {"type": ["string", "integer"], "pattern": f"^{_ID}$"}),
    (field_types.Day, _word(_DAY)),
    (field_types.Year, _or_number(r"(19|20|21)\d\d", minimum=1900, maximum=2199)),
    (field_types.When, _or_number(rf"(19|20|21)\d\d|\d{{1,2}}/(19|20|21)\d\d|{_DAY}", minimum=1900, maximum=2199)),
    (field_types.Count, _or_number(r"\d{1,9}", minimum=0)),
    (field_types.Amount, {"anyOf": [{"type": "number"}, _word(r"-?\d+([,.]\d+)?")]}),
    (field_types.YesNo, {"anyOf": [{"enum": ["có", "không"]}, {"type": "boolean"}, _word("[Cc]ó|[Kk]hông|[Yy]es|[Nn]o|[Tt]rue|[Ff]alse")]}),
    (field_types.Address, _word(r"https?://[^\s\"'<>]+")),
    (field_types.FileName, _word(r"[^/\\]+")),
    (field_types.Key, _word("[a-z]+(_[a-z]+)*")),
    (field_types.SourceNote, _word(rf"{_ID}(\s*,.*)?")),
)


def schemas(vocabularies: Vocabularies) -> dict[str, Schema]:
    """Return the schema of each data file by its stem, `tasks`; the words of vocabularies are those of this record."""
    made: dict[str, Schema] = {}
    for stem, model in {**REGISTERS, **YEAR_LISTS}.items():
        made[stem] = _file(stem, _rows(model), [model], vocabularies)
    words: dict[str, type[Record]] = {**dict.fromkeys(REQUIRED, Term), "abbreviations": Abbreviation}
    for stem, sections in {**SECTIONS, "vocabularies": words}.items():
        content = {"type": ["object", "null"], "properties": {section: _rows(model) for section, model in sections.items()}, "additionalProperties": False}
        made[stem] = _file(stem, content, list(dict.fromkeys(sections.values())), vocabularies)
    wholes: dict[str, type[Record]] = {"plan": Plan, "results": Results}
    for stem, whole in wholes.items():
        made[stem] = _file(stem, {**_record(whole, vocabularies), "type": ["object", "null"]}, list(models_in(whole)), vocabularies)
    return made


def _file(stem: str, content: Schema, models: list[type[Record]], vocabularies: Vocabularies) -> Schema:
    every = dict.fromkeys(inner for model in models for inner in (model, *models_in(model)))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#", **content, "title": f"Tệp {stem}.yml",
        "definitions": {model.__name__: _record(model, vocabularies) for model in every},
    }


def _one(model: type[Record]) -> Schema:
    return {"$ref": f"#/definitions/{model.__name__}"}


def _rows(model: type[Record]) -> Schema:
    return {"type": ["array", "null"], "items": _one(model)}


def _record(model: type[Record], vocabularies: Vocabularies) -> Schema:
    return {
        "type": "object", "title": model.noun, "additionalProperties": False,
        "properties": {field.key: _field(model, field, vocabularies) for field in fields_of(model)},
        "required": [name for name, info in model.model_fields.items() if info.is_required()],
    }


def _field(model: type[Record], field: FieldKind, vocabularies: Vocabularies) -> Schema:
    """Return one field: label and help, one value or several; what need not be there may stand empty."""
    required = model.model_fields[field.key].is_required()
    choices = list(_values(field, vocabularies))
    if field.many:
        choices.append({"type": "array", "items": choices[0] if len(choices) == 1 else {"anyOf": list(choices)}, **({"minItems": 1} if required else {})})
    if not required:
        choices.append({"type": "null"})
    help_text = f"{field.title}{' (bắt buộc)' if required else ''}. {field.description}"
    return {"title": field.title, "description": help_text, **({"anyOf": choices} if len(choices) > 1 else choices[0])}


def _values(field: FieldKind, vocabularies: Vocabularies) -> Iterator[Schema]:
    if field.model:
        yield _one(field.model)
    elif terms := vocabularies.get(field.vocabulary or (field.key if field.key in vocabularies else "")):
        yield {"enum": list(dict.fromkeys([*(term.label for term in terms.values()), *terms]))}
        yield {"type": "string", "pattern": f"^({'|'.join(dict.fromkeys(_literal(term.label.lower()) for term in terms.values()))})$"}
    elif field.holds is Due:
        yield {**_TEXT, "examples": FORMS.split(", ")}
    else:
        yield next((schema for kind, schema in _WRITTEN if any(check in _checks(kind) for check in field.checks)), _TEXT)


def _checks(kind: Any) -> list[BeforeValidator]:
    return [mark for mark in get_args(kind) if isinstance(mark, BeforeValidator)]


def _literal(text: str) -> str:
    return "".join(f"\\{char}" if char in r"\^$.|?*+()[]{}" else char for char in text)


def texts(vocabularies: Vocabularies) -> Mapping[str, str]:
    """Return the schemas as files below the data folder."""
    return {f"{FOLDER}/{stem}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for stem, schema in schemas(vocabularies).items()}


def write(folder: Path, vocabularies: Vocabularies) -> int:
    """Write the schemas into a data folder and return how many there are."""
    (folder / FOLDER).mkdir(exist_ok=True)
    made = texts(vocabularies)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(made)
