"""`make pages`: the whole site as plain Markdown, every macro rendered, for whatever builds sites the day MkDocs does not.

    write(Path("out"))      # out/docs/ with pages, styles, scripts and published files, out/mkdocs.yml that builds them

Generated pages come from the same pure functions as the site's; hand-written ones have their macros replaced by what they
show. Links, those inside HTML too, name the file they lead to as seen from the file they stand in, as plain Markdown does.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from html import escape, unescape
from pathlib import Path

import yaml

from macros.beside import Beside
from macros.building import collecting_seldom, scratch_beside
from macros.exports import DEMO_REMARK, index, published
from macros.finishing import NOT_HERE, relative
from macros.hand_written import rendered_pages
from macros.mkdocs_settings import settings_of
from macros.page_check import PAGES, folder_problems, written_paths
from macros.pages import makers, open_data
from macros.pages.page import Made, ready
from macros.print_notes import with_mark_legend, with_print_notes
from macros.problems import Refused, report
from macros.prose_links import link_problems
from macros.search import rules_script
from macros.settings import load_site
from macros.site import Site
from macros.stored import Contents, Kept, OnDisk
from macros.table_files import Origin, attach
from macros.words import MACROS

DOCS = Path("docs")
YEARS_ENTRY, YEARS_IN_MENU = "nam/index.md", 12
# What of mkdocs.yml only this project's own build understands.
_OWN_SETTINGS = ("hooks", "plugins", "site_dir", "site_url", "use_directory_urls", "validation", "strict")


def write(out: Path) -> int:
    """Write the site of the project in the current folder into `out`, which must not be there or be empty; return how many pages.

    Raises FileExistsError for a folder that holds anything, Refused with every problem of the data or of hand-written pages. `out` appears whole or not at all.
    """
    site = load_site()
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(str(out))
    if problems := folder_problems(DOCS, written_paths(DOCS), MACROS, site) or link_problems(DOCS, site):
        raise Refused("\n" + report(problems, "docs"))
    out.parent.mkdir(parents=True, exist_ok=True)
    with scratch_beside(out.absolute()) as scratch:
        count = _write_site(site, scratch / "pages")
        (scratch / "pages").replace(out)  # whole or not at all
    return count


def _write_site(site: Site, out: Path) -> int:
    docs = out / "docs"
    shutil.copytree(DOCS, docs, ignore=shutil.ignore_patterns(*(f"*{ending}" for ending in PAGES)))
    (docs / "assets/folding-rules.js").write_text(rules_script(), encoding="utf-8")
    if site.data.files:
        shutil.copytree(Path(site.data.folder) / "files", docs / "tep", ignore=shutil.ignore_patterns(".*"))
    with collecting_seldom(), Beside() as beside:
        return _write_pages(site, out, OnDisk(docs, beside))


def _write_pages(site: Site, out: Path, store: OnDisk) -> int:
    docs = out / "docs"
    pages = _sources(site, store)
    written = set(pages) | {str(path.relative_to(docs)) for path in docs.rglob("*") if path.is_file()}
    shared, remarks = store.share("written", frozenset(written)), (DEMO_REMARK,) if site.demo else ()
    for path, make in pages.items():
        store.put(finished_page, ready(make), path, Origin(f"du-lieu/bang/{path.removesuffix('.md')}", address(path), site.today, remarks), shared)
    store.finish()
    (out / "mkdocs.yml").write_text(_settings(site), encoding="utf-8")
    return len(pages)


def _sources(site: Site, store: OnDisk) -> dict[str, Made]:
    """Return every page's Markdown with its macros rendered; a hand-written page stands in for a generated one."""
    exported = published(site, _no_address, store)
    listing = index(site, exported, store)
    generated: dict[str, Made] = {**makers(site), open_data.PATH: lambda: open_data.open_data(site, [*exported, listing])}
    return generated | dict(rendered_pages(DOCS, site))


def _no_address(path: str, anchor: str = "") -> str:
    """Return no full address: the pages do not know where they will be served."""
    return ""


def finished_page(text: str, path: str, origin: Origin, written: frozenset[str]) -> Contents:
    """Return a page as every builder reads it, and its tables' files: links of our HTML resolved, no word of ours in its head."""
    files, known = Kept(), dict[str, str]()
    text = with_print_notes(with_mark_legend(attach(text, origin, files)))
    text = re.sub(r"(?m)\A(---\n(?:.*\n)*?)render_macros: false\n", r"\1", text)

    def resolve(match: re.Match[str]) -> str:
        if match[0] not in known:
            known[match[0]] = _resolved(match[1], match[2], path, written)
        return known[match[0]]

    files[path] = re.sub(r'\b(href|action)="site:([^"]*)"', resolve, text).encode()
    return files


def _resolved(attribute: str, link: str, page: str, written: frozenset[str]) -> str:
    whole, _, anchor = unescape(link).partition("#")
    target, mark, query = whole.partition("?")
    if target not in written and not target.startswith("du-lieu/"):
        return f'{NOT_HERE}=""'
    # A form's action is no link to those who read Markdown: it is the final address.
    found = _relative(target, page) if attribute == "href" else relative(address(target), address(page))
    return f'{attribute}="{found}{mark}{escape(query)}{"#" + anchor if anchor else ""}"'


def address(path: str) -> str:
    """Return where a page or file is found below the site's root: `nam/2023.md` -> `nam/2023/`."""
    return re.sub(r"(^|/)index\.md$", r"\1", path) if path.endswith("index.md") else re.sub(r"\.md$", "/", path)


def _relative(target: str, page: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def _settings(site: Site) -> str:
    """Return a configuration for the pages without anything of ours: theme, menu with its years, styles and scripts."""
    settings = settings_of(Path("mkdocs.yml"))
    kept = {name: value for name, value in settings.items() if name not in _OWN_SETTINGS}
    kept["theme"] = {name: value for name, value in settings["theme"].items() if name != "custom_dir"}
    years = [{str(year.number): f"nam/{year.number}.md"} for year in site.years[:YEARS_IN_MENU]]
    kept["nav"] = [{title: [target, *years]} if target == YEARS_ENTRY else {title: target} for entry in settings["nav"] for title, target in entry.items()]
    links = {"absolute_links": "relative_to_docs", "unrecognized_links": "ignore", "anchors": "ignore"}
    kept |= {"docs_dir": "docs", "plugins": ["search"], "extra": {}, "validation": {"nav": {"omitted_files": "ignore"}, "links": links}}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)


def command(out: str) -> int:
    """Write the pages and say so; return an exit code."""
    import sys

    try:
        count = write(Path(out))
    except FileExistsError:
        print(f"OUT: {out} có tệp rồi. Chọn thư mục chưa có, hoặc xóa thư mục ấy.", file=sys.stderr)
        return 1
    except (Refused, OSError) as refusal:
        print(str(refusal).strip(), file=sys.stderr)
        return 1
    print(f"Đã viết {count} trang Markdown vào {out}{os.sep}docs.")
    return 0
