"""Names of the site's own styles, scripts and pictures with a hash of their content in them: `assets/site.3f1c9a02.css`.

A browser may then keep each for ever, and pages of two releases never take each other's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

FOLDER = "assets/"
DIGITS = 8
_REFERENCE = re.compile(r"""url\(\s*["']?(?!data:|#)|@import""")


def hash_names(files: Files, config: MkDocsConfig) -> None:
    """Give each of our assets a name with its hash, and let the configuration, which links them on every page, follow.

    Raises PluginError for a style that names another file: the hashed name of that one would not be in it.
    """
    named = {file.src_uri: _renamed(file) for file in _own(files, config)}
    config.extra_css = [named.get(path, path) for path in config.extra_css]
    config.extra_javascript = [named.get(str(path), path) for path in config.extra_javascript]
    for part in ("logo", "favicon"):
        if config.theme.get(part) in named:
            config.theme[part] = named[config.theme[part]]


def _own(files: Files, config: MkDocsConfig) -> Iterable[File]:
    """Return the assets that are not the theme's: Material's already have a hash where it matters."""
    return [file for file in files if file.src_uri.startswith(FOLDER) and (file.generated_by or file.src_dir == config.docs_dir)]


def _renamed(file: File) -> str:
    content = file.content_bytes
    if file.src_uri.endswith(".css") and _REFERENCE.search(content.decode("utf-8", "replace")):
        raise PluginError(f"docs/{file.src_uri}: kiểu trình bày không được gọi tệp khác (url, @import). Ghi hình thẳng vào bằng data:, hoặc đặt hình vào trang.")
    path = PurePosixPath(file.src_uri)
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    file.dest_uri = str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))
    return file.dest_uri
