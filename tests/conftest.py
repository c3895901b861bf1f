"""Options and built sites that several test modules share; a site is built once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import browser, page, served  # noqa: F401
from tests.figures import table
from tests.previews import project, serve  # noqa: F401
from tests.repositories import repository  # noqa: F401
from tests.sheet_books import demo_desk, small_desk  # noqa: F401
from tests.sites import DEMO, REAL, SMALL, Project
from tests.table_pages import open_page, strict_address  # noqa: F401
from tests.understanding import demo_data, real_data, small_data  # noqa: F401


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`: write the golden files anew, to be read before they are committed."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask for the browser, so that a machine without one can leave them out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real data, built strictly."""
    return Project(tmp_path_factory.mktemp("real")).built(REAL)


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented year, built strictly as `make demo` does."""
    return Project(tmp_path_factory.mktemp("demo")).built(DEMO, DEMO="1")


@pytest.fixture(scope="session")
def addressed_demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented year, built for an address, so that the feed is there too."""
    return Project(tmp_path_factory.mktemp("addressed")).built(DEMO, DEMO="1", SITE_URL="https://ke-hoach.example/mt/")


@pytest.fixture(scope="session")
def demo_tables(demo_site: Path) -> dict[str, str]:
    """Every page of the invented year's site with a table, by its path."""
    pages = {str(path.relative_to(demo_site)): path.read_text(encoding="utf-8") for path in sorted(demo_site.rglob("*.html"))}
    return {name: text for name, text in pages.items() if 'class="record-table ' in text}


@pytest.fixture(scope="module")
def demo_address(demo_site: Path) -> Iterator[str]:
    """The address of the invented year's site, served below a path."""
    with served(demo_site, "/co-quan/mt/") as at:
        yield at


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small data, built strictly."""
    return Project(tmp_path_factory.mktemp("small")).built(SMALL)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests of publishing counted."""
    lines = table(report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ()) if getattr(report, "when", "") == "call")
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line)
