"""The words pages may use; registered by `define_env` for mkdocs-macros, rendered by pure Python."""

from __future__ import annotations

from typing import Any

from macros.beside import Beside
from macros.calls import call
from macros.settings import load_site
from macros.templates import KeptRecord
from macros.views.html import as_typed
from macros.words import MACROS


def define_env(env: Any) -> None:
    """Read and check the data, then register every macro; raises MkDocs' own exception with the whole Vietnamese report."""
    from macros.engine import refusals_told  # here: what runs without MkDocs imports this package too

    kept, beside = env.conf.plugins.get(KeptRecord.NAME), env.conf.plugins.get(Beside.NAME)
    with refusals_told():
        env.site = load_site(kept=kept.parts if isinstance(kept, KeptRecord) else None, beside=beside if isinstance(beside, Beside) else None)
    for name in MACROS:
        env.macros[name] = _bound(env.site, name)


def _bound(site: Any, name: str) -> Any:
    def macro(*positional: Any, **named: Any) -> str:
        return as_typed(call(site, MACROS, name, positional, named))

    return macro
