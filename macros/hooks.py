"""The few lines that know MkDocs: pages in, links resolved, nothing on a page but our macros."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import url_filter

from macros.asset_names import hash_names
from macros.beside import BesidePlugin
from macros.calls import call
from macros.edit_links import Host, host_of, page_address, with_row_links
from macros.engine import ReadyPage
from macros.exports import DEMO_REMARK, FEED, INDEX, index, published
from macros.page_check import Call, check_page
from macros.pages import makers, open_data
from macros.pages.page import ready
from macros.print_notes import with_mark_legend, with_print_notes
from macros.problems import Problem, report
from macros.scripts import minified
from macros.search import entries, prose, register, rules_script, synonyms
from macros.search_index import Entry, build
from macros.site import Site
from macros.stored import OnDisk, as_they_are
from macros.table_files import Origin, attach
from macros.words import MACROS

# The menu entry that the years' pages stand under.
YEARS_ENTRY = "nam/index.md"
YEARS_IN_MENU = 12
# Marks a link to a place on a hand-written page until every page is read and it is known whether the place is there.
OWN = "data-own-page"
STORE = "store"


def _site(config: MkDocsConfig) -> Site:
    return config.plugins["macros"].site  # type: ignore[no-any-return, attr-defined]


@event_priority(-100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """After the macros plugin: put its Jinja behind a sandbox, list the years in the menu, mark a demo."""
    plugin: Any = config.plugins["macros"]
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    sandbox.globals = {name: plugin.macros[name] for name in MACROS}
    sandbox.filters, sandbox.tests = {}, {}
    plugin._env = sandbox
    plugin._variables = type(plugin.variables)()
    site = _site(config)
    config.extra |= {"demo": site.demo, "demo_remark": DEMO_REMARK, "as_of": site.today.isoformat(), "feed": FEED if config.site_url and site.only_year is None else ""}
    config.nav = [_with_years(entry, site) for entry in config.nav or []]
    if _host(config):
        config.theme["features"].append("content.action.edit")
    return config


def _host(config: MkDocsConfig) -> Host | None:
    return host_of(config.extra.get("repo"))


def _with_years(entry: Any, site: Site) -> Any:
    """Put the years under the register of years; a preview of one year keeps only what it builds."""
    for title, target in entry.items() if isinstance(entry, dict) else ():
        if target == YEARS_ENTRY:
            years = [{str(year.number): f"nam/{year.number}.md"} for year in site.years[:YEARS_IN_MENU]]
            return {title: [target, *years]}
    return entry


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check every hand-written page, then add the generated ones that no hand-written page replaces."""
    site = _site(config)
    problems = _page_problems(files, config, site)
    if problems:
        raise PluginError("\n" + report(problems, "docs"))
    written = {file.src_uri for file in files}
    store, made, menu = _store(config), makers(site), _in_menu(config.nav)
    if site.only_year is None:
        exported = published(site, _addresses(config), store)
        for path in (*(export.path for export in exported), INDEX):
            files.append(File.generated(config, path, abs_src_path=str(store.folder / path)))
        # The last one to be made: it says how large the files are, and some of them are still being made.
        made[open_data.PATH] = lambda: open_data.open_data(site, [*exported, index(site, exported, store)])
    for path, maker in made.items():
        if path not in written:
            inclusion = InclusionLevel.INCLUDED if path in menu else InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, path, content="", inclusion=inclusion))
            ReadyPage(partial(ready, maker), menu.get(path), files.src_uris[path], config)
    files.append(File.generated(config, "assets/folding-rules.js", content=rules_script()))
    for file in [file for file in files if file.src_dir == config.docs_dir and file.src_uri.startswith("assets/") and file.src_uri.endswith(".js")]:
        files.append(File.generated(config, file.src_uri, content=minified(file.content_string)))
    for name in site.data.files:
        source = Path(site.data.folder) / "files" / name
        files.append(File.generated(config, f"tep/{name}", abs_src_path=str(source)))
    hash_names(files, config)
    return files


def _store(config: MkDocsConfig) -> OnDisk:
    """Return the store that writes into the site; the builds of this project have a second process for it."""
    if STORE not in config.extra:
        plugin = config.plugins.get(BesidePlugin.NAME)
        config.extra[STORE] = OnDisk(Path(config.site_dir), plugin.beside if isinstance(plugin, BesidePlugin) else None)
    return config.extra[STORE]  # type: ignore[no-any-return]


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Make a generated page when it is its turn, so that one at a time is in memory."""
    return page.make() if isinstance(page, ReadyPage) else None


def _addresses(config: MkDocsConfig) -> Callable[[str, str], str]:
    """Return what gives a page's or file's full address; nothing where the site has none of its own."""

    def address(path: str, anchor: str = "") -> str:
        if not config.site_url:
            return ""
        stem = re.sub(r"(^|/)index\.md$", r"\1" if config.use_directory_urls else r"\1index.html", path)
        place = re.sub(r"\.md$", "/" if config.use_directory_urls else ".html", stem)
        return config.site_url.rstrip("/") + "/" + place + (f"#{anchor}" if anchor else "")

    return address


def _in_menu(nav: Any, title: str | None = None) -> dict[str, str | None]:
    """Return the pages of the menu, each with the title it has there."""
    if isinstance(nav, str):
        return {nav: title}
    parts = nav.items() if isinstance(nav, dict) else ((None, part) for part in nav or ())
    return {path: name for key, part in parts for path, name in _in_menu(part, key).items()}


def _page_problems(files: Files, config: MkDocsConfig, site: Site) -> list[Problem]:
    docs = Path(config.docs_dir)
    problems = [Problem(f"docs/{path.relative_to(docs)}", 0, "là liên kết đến nơi khác. Chép hẳn tệp vào đây.") for path in sorted(docs.rglob("*")) if path.is_symlink()]
    for file in files.documentation_pages():
        if file.abs_src_path and not Path(file.abs_src_path).is_symlink():
            problems += _check_file(file, site)
    return problems


def _check_file(file: File, site: Site) -> list[Problem]:
    name = f"docs/{file.src_uri}"
    try:
        text = Path(str(file.abs_src_path)).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [Problem(name, 1, "không phải mã UTF-8. Mở lại và lưu với mã hóa UTF-8.")]

    def render(found: Call) -> object:
        return call(site, MACROS, found.name, found.positional, found.named)

    return check_page(text, name, MACROS, render)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Index what search finds, now that every page has its content, and give templates their one filter.

    `'moi.md' | page_url` is the address of a page by its Markdown path, whichever way addresses are built.
    """

    @pass_context
    def page_url(context: Any, path: str) -> str:
        target = files.src_uris.get(path)
        return url_filter(context, target.url) if target else "#"

    env.filters["page_url"] = page_url
    for file in files.documentation_pages():
        if file.page and file.page.content and not isinstance(file.page, ReadyPage):
            file.page.content = _settled(file.page.content, files)
    found = build(_entries(files, _site(config)), synonyms(_site(config)))
    store = _store(config)
    for path, text in found.files.items():
        store.make(as_they_are, {path: text.encode()})
    store.finish()
    config.extra |= {"search_start": found.start, "settled": lambda content: _settled(content, files)}
    return env


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the blocks of a generated page in."""
    return config.extra["settled"](page.whole(output)) if isinstance(page, ReadyPage) else output


def _settled(content: str, files: Files) -> str:
    """A page that an editor writes in place of ours need not hold every record of it: links to what it lacks lead to the page."""
    if OWN not in content:
        return content

    def settle(match: re.Match[str]) -> str:
        own = files.src_uris.get(match[3])
        there = own.page.content if own and own.page else ""
        return f'="{match[1]}#{match[2]}"' if f'id="{match[2]}"' in (there or "") else f'="{match[1]}"'

    return re.sub(rf'="([^"#]*)#([^"]*)" {OWN}="([^"]*)"', settle, content)


def _entries(files: Files, site: Site) -> Iterator[Entry]:
    """Yield what search finds: the records, the sections of hand-written pages, the registers."""

    def url_of(path: str) -> str | None:
        target = files.src_uris.get(path)
        return target.url if target else None

    records = list(entries(site, url_of))
    found = {entry.address for entry in records}
    yield from records
    for file in files.documentation_pages():
        if file.page is None:
            continue
        title = str(file.page.title)
        if file.generated_by is None:
            yield from prose(file.src_uri, title, file.page.content or "", file.url)
        elif file.url not in found:
            yield register(file.src_uri, title, file.url)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn every `site:` link into the address relative to this page; one that leads nowhere fails the build."""
    site, missing = _site(config), set[str]()
    folder = f"du-lieu/bang/{page.file.src_uri.removesuffix('.md')}"
    origin = Origin(folder, page.canonical_url or page.file.url, site.today, (DEMO_REMARK,) if site.demo else ())

    known: dict[str, str] = {}  # a page names the same few units, documents and sources again and again

    def resolve(match: re.Match[str]) -> str:
        if match[0] not in known:
            known[match[0]] = resolved_link(match)
        return known[match[0]]

    def resolved_link(match: re.Match[str]) -> str:
        whole, _, anchor = unescape(match[2]).partition("#")
        path, mark, query = whole.partition("?")
        target = files.src_uris.get(path)
        if target is None and path.startswith(folder):
            return f'{match[1]}="{get_relative_url(path, page.url)}"'
        if target is None:
            if site.only_year is None:
                missing.add(path)
            return 'data-not-in-preview=""'
        address = target.url_relative_to(page.file) or "./"
        own = f' {OWN}="{target.src_uri}"' if anchor and target.generated_by is None and target.is_documentation_page() else ""
        return f'{match[1]}="{address}{mark}{escape(query)}{"#" + anchor if anchor else ""}"{own}'

    def finish(text: str) -> str:
        """Make the files of the page's long tables, so that whoever has no JavaScript can take them away too; then the links."""
        page.meta["long_tables"] = " data-facets=" in text
        linked = re.sub(r'\b(href|action)="site:([^"]*)"', resolve, with_print_notes(with_mark_legend(attach(text, origin, _store(config)))))
        return with_row_links(linked, host, site.data) if host else linked

    host = _host(config)
    if host:
        page.edit_url = page_address(host, site.data, page.file.src_uri, written=page.file.generated_by is None)
    resolved = page.changed(html, finish) if isinstance(page, ReadyPage) else finish(html)
    if missing:
        raise PluginError(f"{page.file.src_uri}: liên kết đến trang không có: {', '.join(sorted(missing))}.")
    return resolved
