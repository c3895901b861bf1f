"""Where MkDocs, its macros plugin and Material are not there at all, data is checked and the site written as plain Markdown as ever."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.depot import bytes_of
from tests.sites import DAY, REPOSITORY, SMALL
from tests.tiny_project import environment

GONE = ("mkdocs", "material")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every installed package but those."""
    folder = tmp_path_factory.mktemp("packages")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(GONE):
            (folder / path.name).symlink_to(path.resolve())
    return folder


def _run(*arguments: str, packages: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python in this project, with the packages of a folder alone where it is given."""
    settings = {"DATA_DIR": SMALL, "AS_OF": DAY.isoformat(), **({"PYTHONPATH": str(packages)} if packages else {})}
    return subprocess.run([sys.executable, *(["-S"] if packages else []), *arguments], cwd=REPOSITORY, env=environment(settings), capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("name", ["mkdocs", "mkdocs_macros", "material"])
def test_it_is_not_there(name: str, packages: Path) -> None:
    assert f"ModuleNotFoundError: No module named '{name}'" in _run("-c", f"import {name}", packages=packages).stderr


@pytest.mark.parametrize(("data", "code"), [(SMALL, 0), ("tests/broken/duplicates/data", 1)])
def test_data_is_checked_all_the_same(data: str, code: int, packages: Path) -> None:
    here, there = _run("-m", "macros", "check", "--data", data), _run("-m", "macros", "check", "--data", data, packages=packages)
    assert here.returncode == code
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)


def test_the_plain_pages_are_the_same_but_for_the_programs_that_are_not_there(tmp_path: Path, packages: Path) -> None:
    for name, found in (("here", None), ("there", packages)):
        made = _run("-m", "macros", "pages", "--to", str(tmp_path / name), packages=found)
        assert (made.returncode, made.stderr) == (0, ""), made.stderr
    here, there = bytes_of(tmp_path / "here"), bytes_of(tmp_path / "there")
    before, after = (made.pop("docs/phien-ban.md").decode() for made in (here, there))
    assert there == here
    assert re.sub(r'<tr><th scope="row">(MkDocs|Material for MkDocs|mkdocs-macros)</th>.*?</tr>', "", before) == after != before
