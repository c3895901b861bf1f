"""What reaches into MkDocs and its macros plugin: the one place to look at when a version changes (tests/test_engine.py fails then)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from macros.problems import Refused
from macros.prose_links import NO_FILE, NOT_HERE, NOT_THERE, NOWHERE

# The versions that are known to work as used here; Material's for what macros/theme/ puts in place of its templates.
VERSIONS = {"mkdocs": "1.6.1", "mkdocs-macros-plugin": "1.5.0", "mkdocs-material": "9.8.1"}

_MARK = '<div data-set-aside="{}"></div>'
_MARKS = re.compile(r'<div data-set-aside="(\d+)"></div>')
_ID = re.compile(r' id="([^"]*)"')


@contextmanager
def refusals_told() -> Iterator[None]:
    """Hand MkDocs what we refuse as its own exception, around a hook or in it: it ends the build and says just the text."""
    try:
        yield
    except Refused as refusal:
        raise PluginError(str(refusal)) from refusal


class ReadyPage(Page):
    """A generated page: headings in Markdown, everything else blocks of HTML on a line each, apart by empty lines.

    Python-Markdown would read rows of tables letter by letter, twice, and find nothing to do: a third of a build. So blocks of
    HTML are set aside while the rest is converted. `make` returns its Markdown, when it is its turn.
    """

    def __init__(self, make: Callable[[], str], title: str | None, file: File, config: Any) -> None:
        super().__init__(title, file, config)
        self.make = make

    def render(self, config: Any, files: Any) -> None:
        """Convert as MkDocs does, the blocks of HTML left out, then put in at their places."""
        blocks: list[str] = []
        self.markdown = "\n\n".join(_set_aside(part, blocks) for part in (self.markdown or "").rstrip("\n").split("\n\n"))
        super().render(config, files)
        self.present_anchor_ids = (self.present_anchor_ids or set()).union(*(_ID.findall(block) for block in blocks))
        self.content = _MARKS.sub(lambda mark: blocks[int(mark[1])], self.content or "")


def populated(file: File, config: Any, files: Files) -> Page:
    """Return a hand-written page with its content, which MkDocs has not come to yet or will not come to."""
    page = file.page or Page(None, file, config)
    if page.content is None:
        _populate_page(page, config, files)
    return page


def sandboxed(config: MkDocsConfig, names: Iterable[str]) -> None:
    """Put the Jinja of the macros plugin, which would run anything that a page says, behind a sandbox that knows these macros alone."""
    plugin: Any = config.plugins["macros"]
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    sandbox.globals = {name: plugin.macros[name] for name in names}
    sandbox.filters, sandbox.tests = {}, {}
    plugin._env = sandbox
    plugin._variables = type(plugin.variables)()


def menus_made_once(env: Environment) -> None:
    """Let our templates include those of the theme that they stand in for, as `material/…`, and keep the menus that they have made."""
    loader: Any = env.loader
    env.loader = ChoiceLoader([loader, PrefixLoader({"material": FileSystemLoader(loader.searchpath[1:])})])
    env.globals["menus"] = {}


class OpenPages(Files):
    """All files of a site, to which links may lead, of which only some pages are made, by their files in it, and nothing else."""

    def __init__(self, files: Iterable[File], pages: Collection[str], config: MkDocsConfig) -> None:
        super().__init__(files)
        self.pages = pages
        config.theme.static_templates = set()

    def documentation_pages(self, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included) -> Sequence[File]:
        """Return the pages to make."""
        return [file for file in super().documentation_pages(inclusion=inclusion) if file.dest_uri in self.pages]

    def copy_static_files(self, dirty: bool = False, **rest: Any) -> None:
        """Copy nothing: those of the last whole site stand."""


def _set_aside(part: str, blocks: list[str]) -> str:
    if not part.startswith("<") or "\n" in part:
        return part
    blocks.append(part)
    return _MARK.format(len(blocks) - 1)


# How MkDocs begins to say that its settings are no YAML.
UNPARSED = "error parsing the configuration file"
# MkDocs' own sentences that an editor can cause, in the editor's language. What is not here is shown as it came.
_SENTENCES = [
    (r"Doc file '(.+?)' contains a link '(.+?)', but the target '?(.*?)'? ?is not found among documentation files\.?(.*)",
     r"docs/\1: " + NOWHERE.format(r"\2")),
    (r"Doc file '(.+?)' contains a link '(.+?)', but there is no such anchor on this page\.?",
     r"docs/\1: " + NOT_HERE.format(r"\2")),
    (r"Doc file '(.+?)' contains a link '(.+?)', but the doc '(.+?)' does not contain an anchor '(.+?)'\.?",
     r"docs/\1: " + NOT_THERE.format(r"\2", r"\3", r"\4")),
    (r"Doc file '(.+?)' contains an absolute link '(.+?)', it was left as is\.?(.*)",
     r"docs/\1: liên kết '\2' tính từ gốc máy chủ. Viết địa chỉ của tệp .md, tính từ trang này."),
    (r"Doc file '(.+?)' contains an unrecognized relative link '(.+?)', it was left as is\.?(.*)",
     r"docs/\1: " + NO_FILE.format(r"\2")),
    (r"A reference to '(.+?)' is included in the 'nav' configuration, which is not found in the documentation files\.?",
     r"mkdocs.yml: nav: không có trang docs/\1. Sửa tên, hoặc bỏ dòng ấy."),
    (r"Config file '(.+?)' does not exist\.?", r"Không có tệp \1. Chạy lệnh trong thư mục của dự án."),
    (r"Config value 'site_url': .+", "SITE_URL: không phải là địa chỉ trang web. Viết đầy đủ, ví dụ SITE_URL=https://may-chu.vn/ke-hoach/."),
    (r"Config value '(.+?)': Unrecognised configuration name: .+", r"mkdocs.yml: \1: không có mục này. Sửa tên, hoặc xóa mục ấy."),
    (r"Config value '(.+?)': Required configuration not provided\.?", r"mkdocs.yml: thiếu mục \1. Thêm lại mục ấy."),
    (r"Config value '(.+?)': Expected type: .+", r"mkdocs.yml: \1: giá trị không đúng kiểu. Viết lại như bản trước của tệp."),
    (r"Config value '(.+?)': The path '(.+?)' isn't an existing (?:directory|file)\.?", r"mkdocs.yml: \1: không có \2. Sửa lại đường dẫn."),
    (r"Config value 'plugins': The \"(.+?)\" plugin is not installed", r"mkdocs.yml: plugins: chưa cài «\1». Xóa dòng ấy, hoặc thêm gói vào pyproject.toml rồi chạy make lock."),
    (r"Config value 'theme': Unrecognised theme name: '(.+?)'.+", r"mkdocs.yml: theme: không có giao diện '\1'. Viết «name: material»."),
    (r"The configuration is invalid\. Expected a key-value mapping.+", "mkdocs.yml: tệp không có các mục «tên mục: giá trị». Lấy lại bản trước của tệp."),
    (r"MkDocs encountered an error parsing the configuration file: .*line (\d+), column.*", r"mkdocs.yml:\1: sai cú pháp YAML. So dòng này và các dòng trên với bản trước của tệp."),
    (r"MkDocs encountered an error parsing the configuration file: .*", "mkdocs.yml: sai cú pháp YAML. Lấy lại bản trước của tệp."),
    (r"Config value '(.+?)': (.+)", r"mkdocs.yml: \1: không dùng được (\2)"),
    (r"Error (?:reading|building) page '(.+?)': (.+)", r"docs/\1: \2"),
    (r"Error (?:reading|building) page '.+?':", ""),  # what was refused follows, and names the file it is in
    (r"Template skipped: '(.+?)' not found in theme directories\.?", r"Thiếu mẫu trang \1 trong giao diện."),
]


def tidy(message: str) -> str:
    """Return a message of MkDocs as an editor reads it: Vietnamese where we know it, and nothing left out where we do not."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", message).strip()
    text = re.sub(r"^\[macros\]\s*-?\s*", "", text)
    for pattern, sentence in _SENTENCES:
        if re.fullmatch(pattern, text, re.DOTALL):
            return re.sub(pattern, sentence, text, count=1, flags=re.DOTALL)
    return text
