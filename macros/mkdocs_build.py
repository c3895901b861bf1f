"""One strict build of MkDocs in this process, exactly as `mkdocs build --strict` does it, and every fault in an editor's words."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from macros import mkdocs_settings
from macros.engine import UNPARSED, tidy
from macros.faults import SYSTEM, program_error, sentence


def run(settings: str, folder: Path, listeners: Mapping[str, Any]) -> list[str]:
    """Build what `settings` (mkdocs.yml) describes into `folder`; return every fault in order.

    `listeners` are objects by name, whose methods named as MkDocs' events are called after those of the hooks, which find them in
    the plugins of the configuration.
    """
    if repeated := mkdocs_settings.repeated_keys(Path(settings)):
        return repeated
    with _collected_warnings() as warnings:
        try:
            config = load_config(settings, site_dir=str(folder), strict=True)
            for name, listener in listeners.items():
                config.plugins[name] = listener  # as MkDocs itself does with the modules of hooks
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        except Abort as abort:
            # Raised after warnings, which say it better; alone, it is all there is to say.
            warnings.extend([] if warnings else [str(abort)])
        except MkDocsException as error:
            warnings += (mkdocs_settings.syntax_faults(Path(settings)) if UNPARSED in str(error) else []) or [str(error)]
        except Exception as error:
            # A full disk is nobody's mistake in the program.
            refused = isinstance(error, OSError) and error.errno in SYSTEM
            warnings.append(sentence(error) if refused else program_error(error))
    return [line for warning in warnings for line in tidy(warning).splitlines()]


class _Collector(logging.Handler):
    """Keeps the text of every warning and error."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.texts = texts

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.texts.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Give the list into which the warnings of MkDocs and its plugins go, each once."""
    texts: list[str] = []
    handler, logger = _Collector(texts), logging.getLogger()
    logger.addHandler(handler)
    try:
        yield texts
    finally:
        logger.removeHandler(handler)
        texts[:] = dict.fromkeys(texts)
