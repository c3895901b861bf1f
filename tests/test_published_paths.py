"""Which files below docs are pages and files of the site, told without MkDocs: the check reads those, and no others."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files, set_exclusions

from macros.page_check import published_paths, written_paths


def test_pages_and_files_are_those_that_mkdocs_takes(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for name in (
        "a.md", "Trang lạ (1).md", "b.markdown", "c.mdown", "d.mkdn", "e.mkd", "F.MD", "g.txt", "thư mục.md/h.txt", "sâu/i.md", "sâu/templates/k.md",
        ".an.md", ".an/l.md", "sâu/.an/m.txt", "templates/n.md", "templates-2/o.md",
    ):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("# Trang\n", encoding="utf-8")
    config = MkDocsConfig()
    config.load_dict({"site_name": "Trang", "docs_dir": str(docs), "theme": {"name": None, "custom_dir": str(tmp_path)}})
    assert config.validate() == ([], [])
    files = get_files(config)
    set_exclusions(files, config)
    assert published_paths(docs) == sorted(file.src_uri for file in files if file.inclusion.is_included())
    assert written_paths(docs) == sorted(file.src_uri for file in files.documentation_pages())
    assert len(written_paths(docs)) == 9
