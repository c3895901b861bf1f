"""Two builds of one record are the same bytes, whoever builds them, where, and when the files were last touched."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.demo_site import REPOSITORY, build

COPIED = ("docs", "macros", "tests/demo/data", "mkdocs.yml")


def copy_of_the_project(folder: Path, *, touched_backwards: bool) -> Path:
    """Copy what a build reads, its files touched one after another, in either order."""
    for name in COPIED:
        source = REPOSITORY / name
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    files = sorted((path for path in folder.rglob("*") if path.is_file()), reverse=touched_backwards)
    for place, path in enumerate(files):
        os.utime(path, (1_500_000_000 + 1000 * place,) * 2)
    return folder


def digests(site: Path) -> dict[str, str]:
    return {str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(site.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    settings = {"SOURCE_DATE_EPOCH": "1719705600", "SITE_URL": "https://ke-hoach.example/"}
    one = copy_of_the_project(tmp_path / "một", touched_backwards=False)
    other = copy_of_the_project(tmp_path / "nơi khác" / "sâu hơn", touched_backwards=True)
    first = build(tmp_path / "a", at=one, TZ="Asia/Ho_Chi_Minh", LANG="vi_VN.UTF-8", LC_ALL="C.UTF-8", PYTHONHASHSEED="1", **settings)
    second = build(tmp_path / "b" / "c", at=other, TZ="America/Los_Angeles", LANG="C", LC_ALL="C", PYTHONHASHSEED="2", **settings)
    ours, theirs = digests(first), digests(second)
    assert set(ours) == set(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []
    assert {Path(path).suffix for path in ours} >= {".html", ".xlsx", ".csv", ".json", ".ics", ".atom", ".gz"}
