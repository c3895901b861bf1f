"""What is wrong with the text of mkdocs.yml, said as mistakes in the data's files are: by line, in Vietnamese, with the remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from macros.reading import read

# Signs that mean something in settings and nothing in data: a tag or a name stands before its value, a tag also for one, an
# alias for another's; «#» close behind a space begins a comment there.
_TAG = re.compile(r"(?<=[\s,\[{:])(?:!!?[\w/.:-]+|&\w+)(?=( +\S)?)")
_ALIAS = re.compile(r"(?<=[\s,\[{])\*(?=\w)")
_COMMENT = re.compile(r"(?<=\s)#(?=[^\s#])")


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; `!ENV [NAME, default]` is its default."""


_Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])  # type: ignore[arg-type]


def settings_of(path: Path) -> dict[str, Any]:
    """Return the settings without the environment's; none where there is no file, or one that cannot be read."""
    try:
        settings = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return settings if isinstance(settings, dict) else {}


def syntax_faults(path: Path) -> list[str]:
    """Return why the reader of the data's files cannot read the settings, a sentence each; none where it can."""
    content, problems = read(_without_signs(path.read_bytes()), path.name)
    return list(map(str, problems)) if content is None else []


def repeated_keys(path: Path) -> list[str]:
    """Return a sentence for every key that a section has twice: MkDocs takes the last and says nothing of the others."""
    content, problems = read(_without_signs(path.read_bytes()), path.name) if path.is_file() else (None, [])
    return [str(problem) for problem in problems if content is not None and " viết hai lần " in problem.message]


def _without_signs(raw: bytes) -> bytes:
    text = raw.decode("utf-8", "surrogateescape")
    text = _TAG.sub(lambda found: " " * len(found[0]) if found[1] else "_" * len(found[0]), text)
    return _COMMENT.sub("# ", _ALIAS.sub("_", text)).encode("utf-8", "surrogateescape")
