"""Sites to test: a data folder read as one, what a reader sees of its HTML, and whole projects built by the real command."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

from lxml import html

from macros.data import load
from macros.pages import pages
from macros.site import Site
from tests.tiny_project import environment

REPOSITORY = Path(__file__).resolve().parent.parent
SMALL, DEMO, REAL = "tests/small/data", "tests/demo/data", "data"
DAY = date(2024, 6, 30)
# What stands beside a fact, not in it: source marks, buttons, tools and files of tables, columns that wait to be chosen.
BESIDE = "//*[self::button or self::script or self::style or @hidden or contains(concat(' ', @class, ' '), ' src ') or starts-with(@class, 'table-files') or starts-with(@class, 'table-tools')]"


@cache
def site_of(folder: str, day: date = DAY, only_year: int | None = None) -> Site:
    """Read a data folder of this repository; it must be sound."""
    loaded = load(REPOSITORY / folder, folder)
    assert loaded.problems == []
    return Site(loaded.data, day, only_year=only_year)


@cache
def pages_of(folder: str, day: date = DAY, only_year: int | None = None) -> dict[str, str]:
    """Return the Markdown of every generated page of a data folder."""
    return pages(site_of(folder, day, only_year))


def words(fragment: str) -> str:
    """Return what a reader reads of a piece of HTML or of a generated page, spaces evened out, marks and tools left out."""
    tree = html.fragment_fromstring(without_front(fragment), create_parent="div")
    for node in tree.xpath(BESIDE):
        node.drop_tree()
    for node in tree.iter():
        # Blocks and cells end words; only inline elements run on.
        if node.tag not in ("a", "b", "strong", "em", "del", "svg", "text", "rect"):
            node.tail = " " + (node.tail or "")
            node.text = " " + (node.text or "")
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(tree.text_content().split()))


def text(path: str, folder: str = REAL) -> str:
    """Return a generated page of a data folder as read."""
    return words(pages_of(folder)[path])


def without_front(page: str) -> str:
    """Return a page without its front matter."""
    return page.split("\n---\n", 1)[1] if page.startswith("---\n") else page


def tables(fragment: str) -> dict[str, list[list[str]]]:
    """Return the tables of a piece of HTML by caption: rows of cells as read, head first."""
    tree = html.fragment_fromstring(without_front(fragment), create_parent="div")
    found = {}
    for hidden in tree.xpath("//*[@hidden]"):
        hidden.drop_tree()
    for table in tree.iter("table"):
        rows = [[words(_inner(cell)) for cell in row.iter("th", "td")] for row in table.iter("tr")]
        found[words(_inner(table.find("caption")))] = rows
    return found


def _inner(element: html.HtmlElement) -> str:
    return (element.text or "") + "".join(html.tostring(child, encoding="unicode") for child in element)


def section(page: str, anchor: str) -> str:
    """Return a generated page's part under one heading, up to the next heading of that level or above."""
    found = re.search(rf"^(#+) [^\n]*\{{#{anchor}\}}\n(.*)", page, re.MULTILINE | re.DOTALL)
    assert found, f"no heading #{anchor}"
    return re.split(rf"^#{{1,{len(found[1])}}} ", found[2], maxsplit=1, flags=re.MULTILINE)[0]


class Project:
    """A copy of this project in a folder of its own, to be changed and built as an editor would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "mkdocs.yml", folder)
        for name in ("docs", "macros"):
            shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))

    def write(self, name: str, text: str) -> None:
        """Write one of its files."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, data: str | Path = SMALL, **settings: str) -> subprocess.CompletedProcess[str]:
        """Build it into its folder `site` with one of this repository's data folders, or any."""
        named = {"DATA_DIR": str(REPOSITORY / data), "AS_OF": DAY.isoformat(), **settings}
        return subprocess.run(
            [sys.executable, "-m", "macros", "site"], cwd=self.folder, env=environment({**named, "PYTHONPATH": str(self.folder)}),
            text=True, encoding="utf-8", capture_output=True, timeout=300, check=False,
        )

    def built(self, data: str | Path = SMALL, **settings: str) -> Path:
        """Build it, which must go well; return the folder of the site."""
        outcome = self.build(data, **settings)
        assert outcome.returncode == 0, outcome.stderr
        return self.folder / "site"

    def page(self, name: str) -> str:
        """Return the HTML of a built page."""
        return (self.folder / "site" / name).read_text(encoding="utf-8")


def copied(folder: Path, edits: dict[str, tuple[str, str]], source: str = SMALL) -> Path:
    """Copy a data folder and replace one text a file; an empty old text writes the whole file."""
    shutil.copytree(REPOSITORY / source, folder)
    for name, (old, new) in edits.items():
        file = folder / name
        text = file.read_text(encoding="utf-8") if old else ""
        assert old in text, f"{name} lacks {old!r}"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
    return folder


def rewritten(folder: Path, edits: dict[str, tuple[str, str]], source: str = SMALL, day: date = DAY) -> Site:
    """Read a data folder with some texts replaced; it must be sound."""
    loaded = load(copied(folder, edits, source), "data")
    assert loaded.problems == []
    return Site(loaded.data, day)
