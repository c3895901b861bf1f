"""Hostile text in every text field of every kind of record: the built pages show it as typed, and a browser runs none of it."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, get_args

import pytest
import yaml
from lxml import html

from macros.awards import Award
from macros.data import REGISTERS, SECTIONS, YEAR_LISTS, load
from macros.field_types import Many
from macros.honours import Honour
from macros.plans import Plan
from macros.records import Record
from macros.results import Results
from macros.vocabularies import Abbreviation, Term
from tests.sites import REPOSITORY, SMALL, Project

HOSTILE = (
    "</title></textarea><script>window.hostile=1</script><img src=x onerror=window.hostile=1><svg onload=window.hostile=1> {{ 7*7 }} {% set a = 1 %} {# b #} "
    "| `mã` **đậm** _nghiêng_ ~~gạch~~ [x](javascript:window.hostile=1) ![x](x.png) <http://x.example> http://x.example \"nháy\" 'đơn' & &amp; &#60; \\n \\\\ # {: #a } {#b} :a: ^1 [^1]: <!-- $1 -->"
)
# Text with a form of its own, which the check of the data refuses otherwise.
FORMED = {("Document", "number"), ("Document", "other_numbers"), ("Document", "file"), ("Closing", "digest"), ("Correction", "digest")}
# Text that only the search and the check of the data use, and words of vocabularies that no record of the small data needs.
UNPRINTED = {("Abbreviation", "forms"), ("Person", "aliases"), *(("Term", field) for field in ("code", "other_codes", "note", "label", "reverse"))}


def kind_of(info: Any) -> str | None:
    """Tell whether a field holds one plain text, several, or neither; what is marked has a form of its own."""
    if info.annotation in (str, str | None) and not info.metadata:
        return "text"
    return "texts" if info.annotation == tuple[str, ...] and info.metadata == [Many] else None


class Poison:
    """Fills the text fields of a data folder's rows, absent ones too, and remembers what it wrote where."""

    def __init__(self) -> None:
        self.written: dict[str, tuple[str, str]] = {}
        self.printed: dict[str, list[str]] = {}  # honour -> the names that awards print for it, which must be among its aliases

    def text(self, model: type[Record], field: str) -> str:
        key = f"{model.__name__}.{field}.{len(self.written)}"
        self.written[key] = (model.__name__, field)
        return f"{key} {HOSTILE}"

    def row(self, model: type[Record], row: dict[str, Any]) -> dict[str, Any]:
        """Return a row with every text field hostile, rows inside it too."""
        made = dict(row)
        for field, info in model.model_fields.items():
            inner = next(_models(info.annotation), None)
            if inner and field in made:
                rows = made[field]
                made[field] = [self.row(inner, one) for one in rows] if isinstance(rows, list) else self.row(inner, rows)
            elif (model.__name__, field) not in FORMED and (kind := kind_of(info)):
                made[field] = self.text(model, field) if kind == "text" else [self.text(model, field)]
        if model is Award:
            self.printed.setdefault(row["honour"], []).append(made["printed"])
        elif model is Honour:
            made["aliases"] += self.printed.get(row["id"], [])
        return made


def _models(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def poisoned(folder: Path) -> Poison:
    """Write a copy of the small data with hostile text; return what was written."""
    shutil.copytree(REPOSITORY / SMALL, folder)
    poison = Poison()
    for file in sorted(folder.rglob("*.yml")):
        # Words of vocabularies by their keys: the labels are hostile now.
        content = yaml.load(file.read_text(encoding="utf-8").replace("state: Hoàn thành", "state: done"), Loader=yaml.BaseLoader)
        made = _file(poison, file.stem, content)
        file.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=100_000), encoding="utf-8")
    return poison


def _file(poison: Poison, stem: str, content: Any) -> Any:
    if stem == "vocabularies":
        return {name: [poison.row(Abbreviation if name == "abbreviations" else Term, row) for row in rows] for name, rows in content.items()}
    if stem in SECTIONS:
        return {name: [poison.row(SECTIONS[stem][name], row) for row in rows] for name, rows in content.items()}
    if stem in ("plan", "results"):
        return poison.row(Plan if stem == "plan" else Results, content)
    return [poison.row({**REGISTERS, **YEAR_LISTS}[stem], row) for row in content]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Poison]:
    """The site of the hostile data and what it holds."""
    folder = tmp_path_factory.mktemp("hostile")
    poison = poisoned(folder / "data")
    assert [str(problem) for problem in load(folder / "data", "data").problems] == []
    return Project(folder / "project").built(folder / "data"), poison


def trees(site: Path) -> dict[str, html.HtmlElement]:
    """Return every page of a built site, parsed as a browser would."""
    return {str(file.relative_to(site)): html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8")) for file in sorted(site.rglob("*.html"))}


def test_every_kind_of_record_is_poisoned(hostile: tuple[Path, Poison]) -> None:
    fields = set(hostile[1].written.values())
    assert len({model for model, _ in fields}) >= 22 and len(fields) >= 90


def test_every_text_shows_as_typed(hostile: tuple[Path, Poison]) -> None:
    site, poison = hostile
    shown = " ".join(" ".join(tree.text_content().split()) for tree in trees(site).values())
    unseen = {field for key, field in poison.written.items() if f"{key} {HOSTILE}" not in shown}
    assert unseen - UNPRINTED == set()


def test_text_is_never_shown_changed(hostile: tuple[Path, Poison]) -> None:
    """Wherever a text stands, alone or inside a sentence, it goes on as it was typed; only a list's short form is cut."""
    for path, tree in trees(hostile[0]).items():
        for found in re.finditer(r"\b[A-Z][A-Za-z]+\.[a-z_]+\.\d+ (.{60})", " ".join(tree.text_content().split())):
            assert found[1] == HOSTILE[:60] or "…" in found[1], path


def test_no_element_or_attribute_comes_from_text(hostile: tuple[Path, Poison]) -> None:
    for path, tree in trees(hostile[0]).items():
        assert not tree.xpath("//script[contains(., 'hostile')]"), path
        assert not tree.xpath("//@*[starts-with(name(), 'on')]"), path
        assert not tree.xpath("//img[@src='x'] | //img[@src='x.png']"), path
        assert not [link for link in tree.xpath("//@href | //@src | //@action") if re.match(r"\s*javascript:", link, re.IGNORECASE)], path
        assert not tree.xpath("//a[@href='http://x.example']"), path
        assert not tree.xpath("//comment()[contains(., '$1')]"), path
        titles = tree.xpath("/html/head/title")
        assert len(titles) == 1, path


def test_title_and_description_hold_the_text(hostile: tuple[Path, Poison]) -> None:
    tree = trees(hostile[0])["van-ban/van-ban-trong/index.html"]
    assert HOSTILE in " ".join(tree.xpath("string(/html/head/title)").split())
    assert HOSTILE in " ".join(tree.xpath("string(/html/head/meta[@name='description']/@content)").split())


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def test_browser_runs_nothing_of_it(hostile: tuple[Path, Poison], browser: Any) -> None:
    site = hostile[0]
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    try:
        for path in ["", "nam/2023/", "khen-thuong/2023/", "van-ban/9903-ct-tw/", "thi-dua/khu-dan-cu-xanh/", "don-vi/van-phong/", "tra-cuu/", "nguon/"]:
            page.goto(f"http://127.0.0.1:{server.server_port}/{path}", wait_until="networkidle")
            assert page.evaluate("window.hostile") is None, path
    finally:
        page.close()
        server.shutdown()
