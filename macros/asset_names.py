"""Names of the site's own styles, scripts and pictures with a hash of their content in them: `assets/site.3f1c9a02.css`.

A browser may then keep each for ever, and pages of two releases never take each other's.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from macros.problems import Refused

FOLDER = "assets/"
DIGITS = 8
_REFERENCE = re.compile(r"""url\(\s*["']?(?!data:|#)|@import""")


def hashed_name(path: str, content: bytes) -> str:
    """Return the path below the site's root that an asset of docs/ goes to.

    Raises Refused for a style that names another file: the hashed name of that one would not be in it.
    """
    if path.endswith(".css") and _REFERENCE.search(content.decode("utf-8", "replace")):
        raise Refused(f"docs/{path}: kiểu trình bày không được gọi tệp khác (url, @import). Ghi hình thẳng vào bằng data:, hoặc đặt hình vào trang.")
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    named = PurePosixPath(path)
    return str(named.with_name(f"{named.stem}.{digest}{named.suffix}"))
