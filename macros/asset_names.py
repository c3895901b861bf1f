"""The site's own styles and scripts, one file each, and the names of its assets with a hash of their content: `assets/styles.3f1c9a02.css`.

A browser may then keep each for ever, and pages of two releases never take each other's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from macros.problems import Refused

FOLDER = "assets/"
DIGITS = 8
_REFERENCE = re.compile(r"""url\(\s*["']?(?!data:|#)|@import""")


def bundle(contents: Mapping[str, str]) -> str:
    """Return styles, or scripts, by path, as one file: a slow machine takes as long to ask for a file as to read it.

    Raises Refused for a style that names another file.
    """
    for path, content in contents.items():
        _refuse_references(path, content)
    return "\n".join(content + ";" * path.endswith(".js") for path, content in contents.items())


def hashed_name(path: str, content: bytes) -> str:
    """Return the path below the site's root that an asset of docs/ goes to.

    Raises Refused for a style that names another file: the hashed name of that one would not be in it.
    """
    _refuse_references(path, content.decode("utf-8", "replace"))
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    named = PurePosixPath(path)
    return str(named.with_name(f"{named.stem}.{digest}{named.suffix}"))


def _refuse_references(path: str, content: str) -> None:
    if path.endswith(".css") and _REFERENCE.search(content):
        raise Refused(f"docs/{path}: kiểu trình bày không được gọi tệp khác (url, @import). Ghi hình thẳng vào bằng data:, hoặc đặt hình vào trang.")
