"""What reaches into MkDocs: the version it is known to work with, and pages that come out as MkDocs alone makes them."""

from __future__ import annotations

import ast
import os
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from macros.engine import MKDOCS, ReadyPage
from tests.sites import DEMO, REAL, REPOSITORY, SMALL, pages_of


def _knows_mkdocs(module: Path) -> bool:
    """Tell whether a module imports MkDocs, anywhere in it, or is where its macros plugin comes in."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if any(name.split(".")[0] in ("mkdocs", "mkdocs_macros", "material") for name in names) or (isinstance(node, ast.FunctionDef) and node.name == "define_env"):
            return True
    return False


def test_the_guide_lists_the_modules_that_know_mkdocs() -> None:
    guide = (REPOSITORY / "docs/huong-dan/khi-mkdocs-ket-thuc.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `macros/")]
    listed = [name for row in rows for name in re.findall(r"`(macros/[^`]+\.py)`", row)]
    assert sorted(listed) == sorted(module.relative_to(REPOSITORY).as_posix() for module in (REPOSITORY / "macros").rglob("*.py") if _knows_mkdocs(module))


@pytest.fixture(scope="module")
def config() -> MkDocsConfig:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    return load_config(str(REPOSITORY / "mkdocs.yml"))


def test_mkdocs_is_the_version_that_the_engine_is_written_for() -> None:
    assert version("mkdocs") == MKDOCS, "MkDocs changed: read macros/engine.py beside mkdocs/structure/pages.py, then set MKDOCS"


def _rendered(kind: type[Page], text: str, config: MkDocsConfig, path: str) -> Page:
    config.plugins._current_plugin = "test"
    file = File.generated(config, path, content=text)
    page = ReadyPage(lambda: text, None, file, config) if kind is ReadyPage else Page(None, file, config)
    page.read_source(config)
    page.render(config, Files([file]))
    return page


@pytest.mark.parametrize("data", [SMALL, DEMO, REAL])
def test_a_ready_page_comes_out_as_mkdocs_makes_it(config: MkDocsConfig, data: str) -> None:
    for path, text in pages_of(data).items():
        if len(text) > 60_000:
            continue  # the same kinds of blocks as the others, only more
        plain, ready = (_rendered(kind, text, config, path) for kind in (Page, ReadyPage))
        # MkDocs puts blocks that stand on one line on a line each; nobody sees that.
        assert re.sub(r">\n+<", "><", ready.content or "") == re.sub(r">\n+<", "><", plain.content or ""), path
        assert ready.present_anchor_ids == plain.present_anchor_ids
        assert str(ready.toc) == str(plain.toc)
        assert ready.title == plain.title


def test_blocks_that_were_set_aside_are_put_in_at_their_places(config: MkDocsConfig) -> None:
    text = "# Năm\n\n<p>Một</p>\n\n## Hai {#hai}\n\n<p>Ba</p>\n\n<pre>\nBốn\n</pre>\n"
    content = _rendered(ReadyPage, text, config, "nam.md").content or ""
    assert re.findall("<p>Một</p>|Hai|<p>Ba</p>|Bốn", content) == ["<p>Một</p>", "Hai", "<p>Ba</p>", "Bốn"]


def test_a_link_to_an_anchor_among_blocks_that_were_set_aside_is_checked(tmp_path: Path, config: MkDocsConfig) -> None:
    page = _rendered(ReadyPage, '# Năm\n\n<p id="nv-1">Một</p>\n\n## Hai {#hai}\n', config, "nam.md")
    assert page.present_anchor_ids == {"nam", "nv-1", "hai"}
