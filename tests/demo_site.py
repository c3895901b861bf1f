"""The demo, built once a session by the real MkDocs, as readers get it; and a way to build it with other settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
DEMO = "tests/demo/data"
AS_OF = "2024-06-30"


def build(target: Path, *, data: str = DEMO, at: Path = REPOSITORY, **environment: str) -> Path:
    """Build a record strictly into `target` and return it; the test fails with MkDocs' own words where that fails."""
    settings = {**os.environ, "DATA_DIR": data, "DEMO": "1", "AS_OF": AS_OF, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", **environment}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(target)]
    done = subprocess.run(command, cwd=at, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's site, built with an address so that the feed is there too."""
    return build(tmp_path_factory.mktemp("demo") / "site", SITE_URL="https://ke-hoach.example/mt/")


@pytest.fixture(scope="session")
def demo_tables(demo_site: Path) -> dict[str, str]:
    """Every page of the demo with a table, by its path."""
    pages = {str(path.relative_to(demo_site)): path.read_text(encoding="utf-8") for path in sorted(demo_site.rglob("*.html"))}
    return {name: text for name, text in pages.items() if 'class="record-table ' in text}
