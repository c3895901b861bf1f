"""The schemas that editors of the data complete and warn by: those in the folder are the models', and they accept all sound data."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from macros.data import Data
from macros.editor_schemas import schemas, texts
from macros.layout import TOP_FILES, YEAR_FILES
from macros.records import Record
from tests.sites import DEMO, REAL, REPOSITORY, SMALL, site_of
from tests.test_guide import models

STEMS = sorted(name.removesuffix(".yml") for name in (*TOP_FILES, *YEAR_FILES))
FILES = sorted(path.relative_to(REPOSITORY).as_posix() for folder in (REAL, DEMO, SMALL) for path in (REPOSITORY / folder).rglob("*.yml"))


class _Core(yaml.SafeLoader):
    """YAML 1.2's core types, which VS Code and the hosts' editors read by; dates and «yes» are text there."""


_Core.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"), ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"), ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), [*_first.replace("\0", ""), ""] if _tag == "null" else list(_first))
_Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


@cache
def validator(stem: str) -> Draft7Validator:
    """Return the schema of a file as it lies in the data folder."""
    schema = json.loads((REPOSITORY / f"data/.schema/{stem}.schema.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def wrong(stem: str, text: str) -> list[str]:
    """Return what an editor would underline: the fields, from the file down."""
    errors = validator(stem).iter_errors(yaml.load(text, Loader=_Core))
    return sorted({".".join(str(step) for step in error.absolute_path) for error in errors})


def data_of(folder: str) -> Data:
    return site_of(folder).data


def test_the_folder_holds_the_schemas_of_the_models() -> None:
    """Red? A field or a word of a vocabulary changed: `make schemas` writes them anew."""
    written = {f".schema/{path.name}": path.read_text(encoding="utf-8") for path in (REPOSITORY / "data/.schema").iterdir()}
    assert written == texts(data_of(REAL).vocabularies)
    assert sorted(name.removeprefix(".schema/").removesuffix(".schema.json") for name in written) == STEMS


def test_vs_code_has_the_schema_of_every_file() -> None:
    wired = json.loads((REPOSITORY / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert wired == {f"./data/.schema/{name.removesuffix('.yml')}.schema.json": f"data/{'' if name in TOP_FILES else '*/'}{name}" for name in (*TOP_FILES, *YEAR_FILES)}
    assert all((REPOSITORY / schema).is_file() for schema in wired)


@pytest.mark.parametrize("file", FILES)
def test_sound_data_is_never_underlined(file: str) -> None:
    assert wrong(Path(file).stem, (REPOSITORY / file).read_text(encoding="utf-8-sig")) == []


@pytest.mark.parametrize("model", sorted(models(), key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_every_field_of_every_record_has_its_help(model: type[Record]) -> None:
    every = schemas(data_of(REAL).vocabularies)
    inner = {name: made for schema in every.values() for name, made in schema["definitions"].items()}
    made = {"Plan": every["plan"], "Results": every["results"]}.get(model.__name__) or inner[model.__name__]
    assert {name: (field["title"], field["description"]) for name, field in made["properties"].items()} == {
        name: (info.title, f"{info.title}{' (bắt buộc)' if info.is_required() else ''}. {info.description}") for name, info in model.model_fields.items()
    }


TASK = "- {{id: nv-2099-1, title: Họp, {}}}"


@pytest.mark.parametrize(
    "field",
    [
        "due: 28/02/2023", "due: 2023", "due: Quý II/2023", "extended: 1/2/2023", "extended: 2023-02-01", "number: 17", "number: 1.2", "state: done", "state: Hoàn thành",
        "state: hoàn thành", "lead: ban-a", "lead: [ban-a, ban-b]", "note:", "source: 'bai-1, dòng 3'", "source: [bai-1, bai-2]", "note: true", "note: no",
    ],
)
def test_what_the_check_reads_is_accepted(field: str) -> None:
    assert wrong("tasks", TASK.format(field)) == []


@pytest.mark.parametrize(
    ("field", "underlined"),
    [
        ("extended: 31-12-2023", "0.extended"), ("extended: 2023", "0.extended"), ("state: Xong rồi", "0.state"), ("lead: Ban A", "0.lead"), ("lead: [ban-a, Ban B]", "0.lead"),
        ("source: Bài 1", "0.source"), ("note: [a]", "0.note"), ("han: 2023", "0"), ("result_document: {id: x}", "0.result_document"),
    ],
)
def test_what_one_file_shows_to_be_wrong_is_underlined(field: str, underlined: str) -> None:
    assert wrong("tasks", TASK.format(field)) == [underlined]


@pytest.mark.parametrize(
    ("stem", "text", "underlined"),
    [
        ("tasks", "- {id: nv-1}", ["0"]), ("tasks", "- {id: nv-1, title: }", ["0.title"]), ("tasks", "tasks: []", [""]), ("tasks", "", []),
        ("units", "units: [{id: a, name: A, kind: Ban}]", ["units.0.kind"]), ("units", "unit: []", [""]), ("plan", "- id: kh", [""]),
        ("documents", "- {id: a, kind: Chỉ thị, security: Mật}", ["0.security"]), ("documents", "- {id: a, kind: Chỉ thị, address: www.vi-du.vn}", ["0.address"]),
        ("documents", "- {id: a, kind: Chỉ thị, issued: 10/2022, issued_inferred: Có}", []), ("documents", "- {id: a, kind: Chỉ thị, issued_inferred: có thể}", ["0.issued_inferred"]),
        ("results", "figures: [{id: a, title: A, value: '90,9', source: b}]", []), ("results", "figures: [{id: a, title: A, value: nhiều, source: b}]", ["figures"]),
        ("results", "figures: [{id: a, title: A, value: 9, source: []}]", ["figures"]), ("awards", "- {id: a, merit_year: 22, honour: h, to: Cá nhân}", ["0.merit_year"]),
    ],
)
def test_each_kind_of_file_has_its_shape(stem: str, text: str, underlined: list[str]) -> None:
    assert wrong(stem, text) == underlined


def raw_errors(stem: str, value: Any) -> int:
    return sum(1 for _ in validator(stem).iter_errors(value))


def test_text_as_the_reader_keeps_it_is_accepted_too() -> None:
    """Other tools may hand over every value as text, as our own reader does."""
    assert raw_errors("awards", [{"id": "a", "merit_year": "2022", "honour": "h", "to": "individual", "declared": "43"}]) == 0
    assert raw_errors("awards", [{"id": "a", "merit_year": "2022", "honour": "h", "to": "individual", "declared": "43 người"}]) == 1
