"""The few lines that know MkDocs: pages in, links resolved, nothing on a page but our macros."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import url_filter

from macros.asset_names import FOLDER, bundle, hashed_name
from macros.beside import Beside
from macros.edit_links import Host, host_of, page_address, with_row_links
from macros.engine import ReadyPage, menus_made_once, refusals_told, sandboxed
from macros.exports import DEMO_REMARK, FEED, INDEX, index, published
from macros.finishing import PLACE, Anchors, Place, Targets, anchors_in, composed, finished, kept_for_later, settled
from macros.glimpse import CallingOff, Glimpse, Nowhere, WrittenAnchors, without_tables
from macros.page_check import folder_problems
from macros.pages import makers, open_data
from macros.pages.page import ready
from macros.problems import Refused, report
from macros.scanning import ReadPages, read_as_written
from macros.scripts import minified
from macros.search import entries, prose, register, rules_script, synonyms
from macros.search_index import Entry, index_files
from macros.site import Site
from macros.stored import OnDisk
from macros.table_files import Origin
from macros.words import MACROS

# The menu entry that the years' pages stand under.
YEARS_ENTRY = "nam/index.md"
YEARS_IN_MENU = 12
# The files that our styles and our scripts are put in.
STYLES, SCRIPTS = "assets/styles.css", "assets/scripts.js"
# What one build keeps in `config.extra` for its later steps.
STORE, TARGETS, ANCHORS, READ = "store", "targets", "anchors", "read"


def _site(config: MkDocsConfig) -> Site:
    return config.plugins["macros"].site  # type: ignore[no-any-return, attr-defined]


@event_priority(-100)
@refusals_told()
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """After the macros plugin: put its Jinja behind a sandbox, list the years in the menu, mark a demo."""
    sandboxed(config, MACROS)
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


@refusals_told()
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check every hand-written page, then add the generated ones that no hand-written page replaces."""
    site = _site(config)
    written_pages = [file.src_uri for file in files.documentation_pages() if file.abs_src_path]
    if problems := folder_problems(Path(config.docs_dir), written_pages, MACROS, site):
        raise Refused("\n" + report(problems, "docs"))
    written = {file.src_uri for file in files}
    store, made, menu, glimpse = _store(config), makers(site), _in_menu(config.nav), _glimpse(config)
    if site.only_year is None:
        exported = [] if glimpse else published(site, _addresses(config), store)
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
    _bundle_assets(files, config)
    hash_names(files, config)
    if glimpse and open_data.PATH in made:
        glimpse.leave_out(files.src_uris[open_data.PATH])  # it says how large the files are, none of which is made
    return files


def _bundle_assets(files: Files, config: MkDocsConfig) -> None:
    """Put the styles of docs/ that the configuration lists in one file, and so the scripts, which macros/theme/main.html links.

    Whatever else is listed is linked after it, as MkDocs does.
    """
    for listed, name in ((config.extra_css, STYLES), (config.extra_javascript, SCRIPTS)):
        ours = [path for path in listed if isinstance(path, str) and path.startswith(FOLDER) and path in files.src_uris]
        content = bundle({path: files.src_uris[path].content_string for path in ours})
        for path in ours:
            files.remove(files.src_uris[path])
        files.append(File.generated(config, name, content=content))
        listed[:] = [path for path in listed if path not in ours]
    config.extra_css.insert(0, STYLES)


def hash_names(files: Files, config: MkDocsConfig) -> None:
    """Give each of our assets a name with its hash, and let the configuration, which links them on every page, follow.

    The theme's have one already where it matters.
    """
    named = {}
    for file in files:
        if file.src_uri.startswith(FOLDER) and (file.generated_by or file.src_dir == config.docs_dir):
            named[file.src_uri] = file.dest_uri = hashed_name(file.src_uri, file.content_bytes)
    config.extra_css = [named.get(path, path) for path in config.extra_css]
    config.extra_javascript = [named.get(str(path), path) for path in config.extra_javascript]
    for part in ("logo", "favicon"):
        if config.theme.get(part) in named:
            config.theme[part] = named[config.theme[part]]


def _glimpse(config: MkDocsConfig) -> Glimpse | None:
    plugin = config.plugins.get(Glimpse.NAME)
    return plugin if isinstance(plugin, Glimpse) else None


def _store(config: MkDocsConfig) -> OnDisk:
    """Return the store that writes into the site; the builds of this project have a second process for it, which a glimpse would wait for."""
    if STORE not in config.extra:
        beside, watch = None if _glimpse(config) else config.plugins.get(Beside.NAME), config.plugins.get(CallingOff.NAME)
        config.extra[STORE] = OnDisk(Path(config.site_dir), beside if isinstance(beside, Beside) else None, *[watch.look] if isinstance(watch, CallingOff) else [])
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


@refusals_told()
def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Index what search finds, now that every page has its content, and give templates their one filter.

    `'moi.md' | page_url` is the address of a page by its Markdown path, whichever way addresses are built.
    """

    @pass_context
    def page_url(context: Any, path: str) -> str:
        target = files.src_uris.get(path)
        return url_filter(context, target.url) if target else "#"

    env.filters["page_url"] = page_url
    menus_made_once(env)
    glimpse = _glimpse(config)
    written = [file for file in files.documentation_pages() if file.page and not isinstance(file.page, ReadyPage)]
    anchors: Anchors = WrittenAnchors(files, config) if glimpse else {file.src_uri: anchors_in(file.page.content) for file in written if file.page}
    for file in written:
        if file.page and file.page.content:
            file.page.content = settled(file.page.content, anchors)
    if glimpse:
        config.extra[ANCHORS] = anchors
        return env
    store = _store(config)
    found = store.gather("entries", _entries(files, _site(config)))
    store.finish()
    store.put(index_files, found, synonyms(_site(config)))
    store.share("entries", None)
    config.extra[ANCHORS] = store.share(ANCHORS, anchors)
    return env


@refusals_told()
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Hand a generated page over to be written with its content in it; nothing is left for MkDocs to write."""
    if not isinstance(page, ReadyPage):
        return output
    store = _store(config)
    compose = composed, store.folder, page.file.dest_uri, output, config.extra[ANCHORS]
    if _is_first_scan(config):
        config.extra.setdefault(READ, []).append(store.ask(read_as_written, store.folder, *compose))
    else:
        store.put(*compose)
    return ""


def _is_first_scan(config: MkDocsConfig) -> bool:
    """Tell whether the pages will be scanned, all of them for the first time: then they are read while the second process makes the index."""
    return config.plugins.get(ReadPages.NAME) == {} and not _glimpse(config)


@refusals_told()
def on_post_build(config: MkDocsConfig) -> None:
    """Wait until every page and file is written; raises what went wrong with the first."""
    _store(config).finish()
    for read in config.extra.get(READ, ()):
        config.plugins[ReadPages.NAME].update(read.result())  # type: ignore[attr-defined]


def _entries(files: Files, site: Site) -> Iterator[Entry]:
    """Yield what search finds: the records, the sections of hand-written pages, the registers."""

    def url_of(path: str) -> str | None:
        target = files.src_uris.get(path)
        return target.url if target else None

    found = set()
    for entry in entries(site, url_of):
        found.add(entry.address)
        yield entry
    for file in files.documentation_pages():
        if file.page is None:
            continue
        title = str(file.page.title)
        if file.generated_by is None:
            yield from prose(file.src_uri, title, file.page.content or "", file.url)
        elif file.url not in found:
            yield register(file.src_uri, title, file.url)


@refusals_told()
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Finish a page's text: every `site:` link becomes an address relative to this page; one that leads nowhere fails the build."""
    site, store, host = _site(config), _store(config), _host(config)
    page.meta["long_tables"] = " data-facets=" in html
    origin = Origin(f"du-lieu/bang/{page.file.src_uri.removesuffix('.md')}", page.canonical_url or page.file.url, site.today, (DEMO_REMARK,) if site.demo else ())
    place = Place(page.file.src_uri, page.url, page.file.dest_uri, origin)
    if host:
        page.edit_url = page_address(host, site.data, page.file.src_uri, written=page.file.generated_by is None)
        html = with_row_links(html, host, site.data)
    glimpse = _glimpse(config)
    if not isinstance(page, ReadyPage):
        return finished(html, place, _targets(files, config), Nowhere() if glimpse else store)
    if TARGETS not in config.extra:
        config.extra[TARGETS] = store.share(TARGETS, _targets(files, config))
    store.put(without_tables if glimpse else kept_for_later, html, place, config.extra[TARGETS])
    return PLACE


def _targets(files: Files, config: MkDocsConfig) -> Targets:
    """Return where links may lead."""
    written = frozenset(file.src_uri for file in Files.documentation_pages(files) if file.generated_by is None)  # of a glimpse too, all
    return Targets({file.src_uri: file.url for file in files}, written, _site(config).only_year is not None)
