"""What one process keeps from build to build, for MkDocs to bring to the hooks: compiled templates, parts of the record.

Compiling the theme's templates is a tenth of a build, reading the record a tenth more. Both are kept by the bytes they
were made from; tests/test_kept.py holds that a build with them equals one without.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

from macros.data import KeptParts


class _Compiled(BytecodeCache):
    """Compiled templates in memory, the latest of each, with the checksum of its source: a changed template is compiled again."""

    def __init__(self) -> None:
        self.codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code it asks for, if it is there."""
        checksum, code = self.codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        if bucket.code:
            self.codes[bucket.key] = bucket.checksum, bucket.code


class CompiledTemplates:
    """Gives each build of MkDocs the templates compiled in earlier ones."""

    def __init__(self) -> None:
        self.compiled = _Compiled()

    def on_env(self, env: Environment, **rest: Any) -> Environment:
        """Before the first page is rendered: let Jinja look here first."""
        env.bytecode_cache = self.compiled
        return env


class KeptRecord:
    """Holds the parts of the record as the last build read them."""

    NAME = "kept record"

    def __init__(self) -> None:
        self.parts = KeptParts()
