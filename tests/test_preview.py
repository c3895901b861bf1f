"""What the preview's web server gives: which pages are being looked at, and the version of a page, which changes when the page does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from macros.preview import PreviewServer, Shown


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of five pages and a file."""
    for name in ("index.html", "a/index.html", "b/index.html", "c/index.html", "d/index.html", "trang.css", "404.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(site: Path) -> Iterator[PreviewServer]:
    """A server that shows the site."""
    with PreviewServer(0) as server:
        server.show(Shown(site))
        yield server


def test_pages_are_open_that_were_asked_about_just_now_the_latest_first_and_a_few_at_most(server: PreviewServer) -> None:
    now = time.monotonic()
    assert server.open_pages() == []
    server.looked_at = {"": now, "a/": now + 1, "khong-co/": now + 2, "trang.css": now + 3, "b/index.html": now + 4, "b/": now + 5, "cu/": now - 10, "d/": now - 10}
    assert server.open_pages() == ["b/index.html", "a/index.html", "index.html"]
    server.looked_at = {path: now + number for number, path in enumerate(["", "a/", "b/", "c/", "d/"])}
    assert server.open_pages() == ["d/index.html", "c/index.html", "b/index.html", "a/index.html"]


def test_a_page_of_a_glimpse_is_given_in_place_of_the_built_one_while_the_site_has_it(site: Path) -> None:
    shown = Shown(site, newer={"a/index.html": b"moi", "gone/index.html": b"moi"})
    assert [shown.answer(path) for path in ("a/", "b/", "gone/")] == [(200, b"moi"), (200, b"b/index.html"), (404, b"404.html")]


def test_the_version_of_a_page_is_that_of_what_is_given_for_it(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shown, other = Shown(site), tmp_path_factory.mktemp("other")
    (other / "b").mkdir()
    (other / "b/index.html").write_bytes(b"moi")
    before = {path: shown.version(path) for path in ("a/", "b/", "khong-co/")}
    assert before["a/"] != before["b/"] and before["a/"] == Shown(site).version("a/")
    # A newer page, and the same page in the next build.
    glimpsed, built = replace(shown, newer={"b/index.html": b"moi"}, versions={}), Shown(other)
    assert glimpsed.version("a/") == before["a/"] and glimpsed.version("b/") == built.version("b/") != before["b/"]
    # What is wrong is shown on every page.
    faults, others = (replace(shown, faults=(fault,), versions={}) for fault in ("một", "hai"))
    assert faults.version("a/") == faults.version("khong-co/") != others.version("a/") and faults.version("a/") not in before.values()
    # What changes every page without its text.
    assert all(Shown(site, state="khác").version(path) != version for path, version in before.items())
