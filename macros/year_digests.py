"""The digest of a closed year: 16 hex digits that change when any of its records does, but not with comments, order of keys or quoting."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def text_of(stem: str, content: Any) -> bytes:
    """Return the rows of one file of a year as its digest takes them in; the closing itself is left out, since it holds the digest."""
    rows = {key: value for key, value in content.items() if key != "closed"} if stem == "plan" else content
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, check_circular=False).encode()  # rows hold no anchors, so no circles


def digest(texts: Mapping[str, bytes]) -> str:
    """Return the digest of a year, given the text of each of its files: that of one JSON document of them all."""
    whole = b", ".join(b'"%s": %s' % (stem.encode(), texts[stem]) for stem in sorted(texts))
    return hashlib.sha256(b"{%s}" % whole).hexdigest()[:16]
