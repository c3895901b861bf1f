"""A git repository of a small but whole project, and a folder that its commits are published into by the real command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from macros.publishing.target import Release, Target
from tests.tiny_project import environment

REPOSITORY = Path(__file__).resolve().parent.parent
AUTHOR = {"GIT_AUTHOR_NAME": "Lê Thị Ví Dụ", "GIT_AUTHOR_EMAIL": "vi-du@example.test", "GIT_COMMITTER_NAME": "Lê Thị Ví Dụ", "GIT_COMMITTER_EMAIL": "vi-du@example.test"}
ISOLATED = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", **AUTHOR}

# The real checks, the real MkDocs and the real scan; only the pages are few and the theme is one template.
_CONFIG = """\
site_name: Trang nhỏ
site_url: !ENV [SITE_URL, ""]
strict: true
theme: {name: null, custom_dir: theme, static_templates: [404.html]}
hooks: [hook.py]
plugins: []
extra_css: [assets/trang.css]
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""
_TEMPLATE = """\
<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{{ page.title }}</title>
{% for style in config.extra_css %}<link rel="stylesheet" href="{{ style | url }}">{% endfor %}
<script>document.documentElement.dataset.scope = new URL("{{ base_url }}",location)</script></head>
<body><main>{{ page.content }}</main></body></html>
"""
_MISSING = '<!doctype html>\n<html lang="vi"><head><title>Không có trang này</title></head><body><p>Không có trang này.</p></body></html>\n'
_HOOK = """\
from macros.engine import refusals_told
from macros.hooks import hash_names
from macros.settings import load_site

@refusals_told()
def on_config(config):
    load_site()
    return config

def on_files(files, config):
    hash_names(files, config)
    return files
"""
_FILES = {
    "mkdocs.yml": _CONFIG, "hook.py": _HOOK, "theme/main.html": _TEMPLATE, "theme/404.html": _MISSING, "docs/assets/trang.css": "/* lần 0 */\n",
    "docs/index.md": "# Trang chủ\n\nLần 0.\n\n[Trang khác](khac.md#muc)\n", "docs/khac.md": "# Khác\n\n## Muc\n\n" + "Một mục dài. " * 80 + "\n",
}


class Depot:
    """The repository in `work`, the published folder in `out`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.work, self.out = folder, folder / "work", folder / "out"
        self.work.mkdir(parents=True)
        for name, text in _FILES.items():
            self.write(name, text)
        shutil.copytree(REPOSITORY / "macros", self.work / "macros", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(REPOSITORY / "tests/small/data", self.work / "data")
        shutil.copy(Path(sys.prefix) / "installed", self.work / "requirements.lock")
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("Lần 0")

    @property
    def target(self) -> Target:
        """What is published, read anew."""
        return Target(self.out)

    @property
    def live(self) -> Release:
        """The live release; there must be one."""
        live = self.target.live()
        assert live
        return live

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file of the project."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, number: int) -> str:
        """Change a page and the style, so that each tells its number, and commit; return the commit."""
        self.write("docs/index.md", f"# Trang chủ\n\nLần {number}.\n\n[Trang khác](khac.md#muc)\n")
        self.write("docs/assets/trang.css", f"/* lần {number} */\n")
        return self.commit(f"Lần {number}")

    def commit(self, message: str = "Sửa") -> str:
        """Commit everything; return the commit."""
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").stdout.strip()

    def git(self, *arguments: str, check: bool = True, at: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run git in the work tree, untouched by this machine's own settings."""
        done = subprocess.run(["git", *arguments], cwd=at or self.work, env={**os.environ, **ISOLATED}, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=300, check=False)
        assert done.returncode == 0 or not check, done.stderr
        return done

    def start(self, *arguments: str, to: Path | None = None, **settings: str) -> subprocess.Popen[str]:
        """Start the command that publishes HEAD."""
        command = [sys.executable, "-m", "macros", "publish", "--repository", str(self.work), "--to", str(to or self.out), *arguments]
        return subprocess.Popen(
            command, cwd=REPOSITORY, env=environment({**ISOLATED, **settings}), text=True, encoding="utf-8", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def publish(self, *arguments: str, to: Path | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        process = self.start(*arguments, to=to, **settings)
        output, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def published(self, *arguments: str) -> Release:
        """Publish, which must go well; return the live release."""
        done = self.publish(*arguments)
        assert done.returncode == 0, done.stderr
        return self.live


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
