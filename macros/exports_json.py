"""Published files as JSON, and the JSON Schema (2020-12) of each, both from the models in macros/published.py."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from macros.fields import fields_of, models_in
from macros.published import Published
from macros.records import Record


def json_bytes(value: Any) -> bytes:
    """Return JSON that a person can read and a comparison of two versions shows line by line."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def content_bytes(content: Published) -> bytes:
    """Return a file's content; every field is there, empty ones as null or []."""
    return content.model_dump_json(by_alias=True, indent=1).encode() + b"\n"


def count(content: Published) -> int:
    """Return how many records a file holds at its top level."""
    return sum(_records_in(getattr(content, name)) for name in type(content).model_fields)


def _records_in(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_records_in, value.values()))
    if isinstance(value, tuple):
        return sum(isinstance(item, Record) for item in value)
    if isinstance(value, Record) and not hasattr(value, "id"):
        return sum(_records_in(getattr(value, name)) for name in type(value).model_fields)
    return int(isinstance(value, Record))


# The parts of what is no record but a value of several parts.
_LABELS = {"Due": {"text": "Như in", "kind": "Cách ghi", "end": "Ngày cuối"}, "SourceRef": {"id": "Mã nguồn", "at": "Chỗ đọc"}}


class _AllFieldsThere(GenerateJsonSchema):
    """Files hold every field, so every field is required."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        """Tell that a field is always written."""
        return True


def schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Return the schema of a file; titles and help are Vietnamese, as everywhere."""
    made = model.model_json_schema(mode="serialization", by_alias=True, schema_generator=_AllFieldsThere)
    parts = {part.__name__: part for part in models_in(model)}
    for name, definition in made.get("$defs", {}).items():
        definition.pop("description", None)  # the docstring, which is for programmers
        definition["title"] = parts[name].noun if name in parts else name
        if name in parts:
            _refer(definition, parts[name])
        for key, label in _LABELS.get(name, {}).items():
            definition["properties"][key]["title"] = label
    made.pop("description", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": title}


def _refer(definition: dict[str, Any], model: type[Record]) -> None:
    """Say which vocabulary a field's words are of, and which register its ids are of; validators pass over both."""
    for field in fields_of(model):
        place = definition["properties"][field.key]
        place.pop("default", None)
        if field.vocabulary:
            place["x-vocabulary"] = field.vocabulary
        if field.register:
            place["x-refers-to"] = field.register
