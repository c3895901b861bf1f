"""What reaches into MkDocs: the version it is known to work with, and pages that come out as MkDocs alone makes them."""

from __future__ import annotations

import ast
import os
import re
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from macros.engine import VERSIONS, ReadyPage, menus_made_once
from macros.front_matter import shows_calls_as_typed
from tests.sites import DEMO, REAL, REPOSITORY, SMALL, pages_of

# What may import MkDocs, its macros plugin or Material.
KNOWING = ["macros/engine.py", "macros/glimpse.py", "macros/hooks.py", "macros/mkdocs_build.py"]
MODULES = {path.relative_to(REPOSITORY).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in sorted((REPOSITORY / "macros").rglob("*.py"))}


def _imported(tree: ast.Module) -> set[str]:
    """Return the names that a module imports from MkDocs and its kin, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        origin = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
            if (origin or alias.name).split(".")[0] in ("mkdocs", "mkdocs_macros", "material"):
                found.add(alias.name)
    return found


def _reaching_in(tree: ast.Module) -> set[str]:
    """Return what a module uses of the inside of others: private names that are not its own, MkDocs' classes that it builds on."""
    own, imported = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, _imported(tree)
    found = {name for name in imported if name.startswith("_")}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found |= {ast.unparse(base) for base in node.bases} & imported
        if isinstance(node, ast.Attribute) and (node.attr == "static_templates" or re.match("_(?!_)", node.attr)) and ast.unparse(node.value) not in ("self", "cls"):
            found.add(node.attr)
    return found - own - {"_exit", "_replace", "_Element"}  # of `os`, of named tuples and of lxml, which are documented


def test_few_modules_import_mkdocs() -> None:
    assert [name for name, tree in MODULES.items() if _imported(tree)] == KNOWING


def test_one_module_reaches_into_mkdocs_and_one_into_xlsxwriter() -> None:
    assert {name: found for name, tree in MODULES.items() if (found := _reaching_in(tree))} == {
        "macros/engine.py": {"_populate_page", "_env", "_variables", "static_templates", "Files", "Page"},
        "macros/worksheet_rows.py": {"_get_xf_index", "_get_shared_string_index", "_set_xml_writer", "_assemble_xml_file"},
    }


def test_the_guide_lists_the_modules_that_know_mkdocs() -> None:
    guide = (REPOSITORY / "docs/huong-dan/khi-mkdocs-ket-thuc.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `macros/")]
    listed = [name for row in rows for name in re.findall(r"`(macros/[^`]+\.py)`", row)]
    plugged_in = [name for name, tree in MODULES.items() if any(isinstance(node, ast.FunctionDef) and node.name == "define_env" for node in tree.body)]
    assert sorted(listed) == sorted([*KNOWING, *plugged_in])


@pytest.fixture(scope="module")
def config() -> MkDocsConfig:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    return load_config(str(REPOSITORY / "mkdocs.yml"))


@pytest.mark.parametrize(("package", "look"), [
    ("mkdocs", "read macros/engine.py beside mkdocs/structure/pages.py, mkdocs/structure/files.py and mkdocs/commands/build.py: what is overridden, called and translated"),
    ("mkdocs-macros-plugin", "read `sandboxed` of macros/engine.py beside mkdocs_macros/plugin.py: `on_config` sets `_env` and `_variables`, `render` takes them"),
    ("mkdocs-material", "read macros/theme/ beside material/templates/: base.html (its blocks, the scripts' tags, where it looks for <h1>), 404.html, partials/ of the same names"),
])
def test_the_version_is_the_one_that_is_known(package: str, look: str) -> None:
    assert version(package) == VERSIONS[package], f"{package} is another version: {look}; then set VERSIONS"


def test_every_template_of_ours_stands_in_for_one_of_material() -> None:
    theme, templates = REPOSITORY / "macros/theme", Path(str(files("material"))) / "templates"
    ours = [path.relative_to(theme).as_posix() for path in sorted(theme.rglob("*.html"))]
    assert [name for name in ours if not (templates / name).is_file()] == ["partials/menu.html"]  # which two of them share


def test_the_menu_is_made_once_for_each_depth_and_for_each_page_in_it(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials/nav.html").write_text("{{ made() }} {{ page }}", encoding="utf-8")
    env = Environment(loader=FileSystemLoader([REPOSITORY / "macros/theme", tmp_path]))
    menus_made_once(env)
    env.globals["made"] = partial(next, count(1))
    pages = [("x", "."), ("y", "."), ("x", ".."), ("in", "."), ("also in", "."), ("y", "..")]
    shown = [env.get_template("partials/nav.html").render(nav=SimpleNamespace(pages=["in", "also in"]), page=page, base_url=base).strip() for page, base in pages]
    assert shown == ["1 None", "1 None", "2 None", "3 in", "4 also in", "2 None"]


# Lines of front matter, right and wrong.
_LINES = ["---", "--- ", "----", "...", "", "# Trang", "render_macros: false", "render_macros: no", "render_macros: 'false'", "title: a", "title: [", "title: 2023-02-31", "- a", "\ta: b"]


@given(st.lists(st.sampled_from(_LINES), max_size=7), st.sampled_from(["", "\n"]))
@example(["---", "render_macros: false", "---"], "")
@example(["---", "title: 2023-02-31", "render_macros: false", "---"], "\n")
def test_front_matter_is_read_as_mkdocs_reads_it(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    assert shows_calls_as_typed(text) is (get_data(text)[1].get("render_macros") is False)


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
