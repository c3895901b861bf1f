"""What a reader's first visit to a page loads, and when the page can be used on a slow machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.benchmarks.search import Handler, served

SLOWER = 4
# The first frame after every long table has its tools, or after the page is read where it has none.
_WATCH = """
  window.usable = 0;
  const afterFrame = act => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = act; channel.port2.postMessage(0); });
  const waits = () => document.readyState === "loading" || document.querySelector("noscript")
    || document.querySelectorAll(".table-tools").length < document.querySelectorAll("table[data-facets]").length;
  const look = () => !waits()
    ? afterFrame(() => window.usable = performance.now()) : requestAnimationFrame(look);
  look();
"""


def first_load(browser: Any, site: Path, page: str) -> tuple[float, float]:
    """Return kilobytes as sent, and milliseconds until the page is usable with the processor four times slower."""
    with served(site) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        opened = context.new_page()
        opened.add_init_script(_WATCH)
        session = context.new_cdp_session(opened)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        Handler.sent.clear()
        opened.goto(address + page, wait_until="load", timeout=120_000)
        opened.wait_for_function("window.usable", timeout=120_000)
        usable = float(opened.evaluate("window.usable"))
        context.close()
        return sum(size for _, size in Handler.sent) / 1000, usable
