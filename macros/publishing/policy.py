"""The Content-Security-Policy: nothing from outside, no inline script but the theme's few, known by their hash.

The server's list of hashes is fixed when the server is set up: a commit cannot allow a script of its own. What differs
from page to page, the depth below the home page, is listed for every depth, so that a new page needs no new policy.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

DEEPEST = 10
_INLINE = re.compile(r"<script(?![^>]*\b(?:src|type)\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_SCOPE = re.compile(r'new URL\("[^"]*",location\)')


def inline_scripts(site: Path) -> dict[str, str]:
    """Return the first page of each inline script of a built site, by the script."""
    found: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        for script in _INLINE.findall(page.read_text(encoding="utf-8")):
            found.setdefault(script, page.relative_to(site).as_posix())
    return found


def digest(script: str) -> str:
    """Return a script's hash as a policy writes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def allowed(scripts: Iterable[str], root: str = "/") -> list[str]:
    """Return the hashes a server allows for these scripts: each of them, at every depth and from the site's root path."""
    return sorted({digest(variant) for script in scripts for variant in (script, *_at_every_depth(script, root))})


def _at_every_depth(script: str, root: str) -> Iterator[str]:
    if _SCOPE.search(script):
        for place in (".", root, root.rstrip("/") or "/", *("/".join([".."] * depth) for depth in range(1, DEEPEST + 1))):
            yield _SCOPE.sub(f'new URL("{place}",location)', script)


def policy(hashes: Iterable[str]) -> str:
    """Return the whole header."""
    scripts = " ".join(["'self'", *(f"'{one}'" for one in hashes)])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
