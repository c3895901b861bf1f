"""`make readme-picture`: serves the real site as `make serve` does and takes README's picture of its home page."""

from __future__ import annotations

import os
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.browsing import FLAGS, installed_chromium

SIZE = {"width": 1280, "height": 800}


def main(target: str) -> None:
    """Write the picture of the home page, light, as it first shows."""
    command = [sys.executable, "-m", "macros", "serve"]
    with subprocess.Popen(command, env={**os.environ, "PORT": "0"}, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        last = process.stdout.readline().split()
        try:
            take(last[-1], target)
        finally:
            process.terminate()


def take(address: str, target: str) -> None:
    """Write the picture of one page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="vi-VN")
        answer = page.goto(address, wait_until="load")
        assert answer and answer.ok, "the site does not build"
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
