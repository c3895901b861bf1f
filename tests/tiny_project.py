"""A whole project of two pages, so that a test builds with the real MkDocs in a blink and can break anything."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

REPOSITORY = Path(__file__).resolve().parent.parent

_CONFIG = """\
site_name: Trang nhỏ
site_url: !ENV [SITE_URL, ""]
strict: true
theme: {name: null, custom_dir: macros/theme, static_templates: [404.html]}
hooks: [macros/hooks.py]
plugins: []
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""
_TEMPLATE = """\
<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{{ page.title }}</title><link rel="stylesheet" href="{{ 'trang.css'|url }}"></head>
<body><main>{{ page.content }}</main></body></html>
"""
_MISSING = '<!doctype html>\n<html lang="vi"><head><title>Không có</title></head><body><p>Không có trang này.</p></body></html>\n'
# As the real hook does: the data is checked when the configuration is read; what is wrong is one error.
_HOOKS = '''\
import os
from pathlib import Path
from mkdocs.exceptions import PluginError

WORD = "lần đầu"

def on_config(config):
    text = (Path(os.environ.get("DATA_DIR") or "data") / "so.txt").read_text(encoding="utf-8").strip()
    if not text.isdigit():
        raise PluginError(f"\\ndata/so.txt:1: '{text}' không phải là số. Viết chữ số, ví dụ 99.\\n1 lỗi trong data/.")
    config.extra["number"] = text
    return config

def on_page_markdown(markdown, page, config, files):
    return markdown.replace("SỐ", config.extra["number"]).replace("LỜI", WORD)
'''
_FILES = {
    "mkdocs.yml": _CONFIG,
    "docs/index.md": "# Trang chủ\n\nCó SỐ nhiệm vụ, LỜI.\n\n[Trang khác](khac.md#muc)\n",
    "docs/khac.md": "# Khác\n\n## Muc\n\nMột mục.\n",
    "docs/trang.css": "body { color: black }\n",
    "data/so.txt": "99\n",
    "macros/hooks.py": _HOOKS,
    "macros/theme/main.html": _TEMPLATE,
    "macros/theme/404.html": _MISSING,
}

Found = TypeVar("Found")


class TinyProject:
    """A project in a folder of its own, and the commands run in it as an editor would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in _FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Write one of its files."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Edit one of its files; the text to replace must be there."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Start `python -m macros …` in it, its output piped."""
        return subprocess.Popen(
            [sys.executable, "-m", "macros", *arguments], cwd=self.folder, env=environment(settings), text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m macros …` in it to its end."""
        process = self.start(*arguments, **settings)
        output, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def scratch(self) -> list[Path]:
        """Return the scratch folders that are there."""
        return list(self.folder.glob(".site-*"))


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without the settings of the commands, but with those given."""
    known = ("PORT", "DATA_DIR", "AS_OF", "SITE_URL", "SITE_DIR", "YEAR", "DEMO", "SOURCE_DATE_EPOCH")
    kept = {name: value for name, value in os.environ.items() if name not in known}
    return {**kept, "PYTHONPATH": str(REPOSITORY), **settings}


def wait_for(condition: Callable[[], Found | None], what: str, limit: float = 120) -> Found:
    """Return what a condition gives as soon as it gives something; fail after `limit` seconds."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not within {limit} s: {what}")
