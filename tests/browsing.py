"""A real browser for tests: the Chromium on PATH, Debian's installed when root, otherwise one sentence on what to install."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.debian import installed

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def installed_chromium() -> str:
    """Return the path of a Chromium, Debian's if it had to be installed; fails the test where it cannot be."""
    # Without a font of its own a fresh machine shows, and measures, boxes.
    return installed("chromium", "chromium fonts-liberation", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, headless, one for the whole run: Playwright's plain API takes no second one beside it."""
    from playwright.sync_api import sync_playwright

    path = installed_chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that allows no error and no dialogue."""
    opened, errors = browser.new_page(), []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(dialog.message) or dialog.dismiss())
    yield opened
    opened.close()
    assert errors == []


@contextmanager
def served(folder: Path, at: str = "/", policy: str = "") -> Iterator[str]:
    """Serve a built site below a path, with a Content-Security-Policy where one is given; gives the site's address."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix(at.rstrip("/")) if path.startswith(at) else "/no/such/place")

        def end_headers(self) -> None:
            if policy:
                self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}{at}"
    server.shutdown()
    server.server_close()


def settled(page: Any) -> None:
    """Wait until a page is whole: on a first look what lies below the first screen comes when it is idle."""
    page.locator("html.first-look").wait_for(state="detached")


def themed(page: Any) -> None:
    """Wait until the theme's script has run, which it does once the page is shown."""
    page.wait_for_function("'component$' in window")
