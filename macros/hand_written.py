"""Hand-written pages as they are once their macros are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from macros.calls import call
from macros.front_matter import shows_calls_as_typed, split_front_matter
from macros.page_check import written_paths
from macros.site import Site
from macros.views.html import as_typed
from macros.words import MACROS


def rendered_pages(docs: Path, site: Site) -> Iterator[tuple[str, str]]:
    """Yield each hand-written page's path and its Markdown with every macro rendered; the pages were checked before."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    environment.globals = {name: _bound(site, name) for name in MACROS}
    for path in written_paths(docs):
        text = (docs / path).read_text(encoding="utf-8-sig")
        yield path, text if shows_calls_as_typed(text) else _rendered(environment, text)


def _bound(site: Site, name: str) -> Callable[..., str]:
    return lambda *positional, **named: as_typed(call(site, MACROS, name, positional, named))


def _rendered(environment: Environment, text: str) -> str:
    _, body, _ = split_front_matter(text)
    front = text[: len(text) - len(body)]
    return front + environment.from_string(body).render() + "\n"
