"""The commands and the lock: what they set up by themselves, what they refuse in one sentence, what they name."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tiny_project import environment

REPOSITORY = Path(__file__).resolve().parent.parent
# Each lock with the groups of pyproject.toml that it holds; only the first holds the project's own dependencies too.
LOCKS = {"requirements.lock": "dev", "requirements-peers.lock": "peers"}
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def make(*arguments: str, folder: Path = REPOSITORY, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run make in a folder."""
    clean = {name: value for name, value in environment(settings).items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *arguments], cwd=folder, env=clean, text=True, encoding="utf-8", capture_output=True, timeout=300, check=False)


@pytest.fixture
def unset(tmp_path: Path) -> Path:
    """A folder in which nothing is installed yet."""
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(REPOSITORY / name, tmp_path)
    return tmp_path


def test_help_has_a_line_for_every_target() -> None:
    text = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    declared = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)[0].split()
    listed = re.findall(r"^make ([a-z-]+) +\S", make("help").stdout, re.MULTILINE)
    assert sorted(listed) == sorted(declared)
    assert make().stdout == make("help").stdout


@pytest.mark.parametrize("fault", ["absent", "too old"])
def test_without_a_fit_python_one_sentence_says_so(unset: Path, fault: str) -> None:
    python = unset / "python"
    if fault == "too old":
        python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        python.chmod(0o755)
    result = make("check", f"PYTHON={python}", folder=unset)
    assert result.returncode == 2 and result.stdout == ""
    sentence, failure = result.stderr.splitlines()
    assert sentence == "Cần Python 3.11 trở lên có mô-đun venv (Debian, Ubuntu: apt install python3-venv); chọn bản khác bằng PYTHON=."
    assert failure.startswith("make: *** ")
    assert not (unset / ".venv").exists()


def test_choices_reach_the_command_from_the_line_and_from_the_environment(tmp_path: Path) -> None:
    folder = str(tmp_path / "khong-co")
    assert make("check", f"DATA_DIR={folder}").stderr.startswith(f"{folder}: không có thư mục này.")
    assert make("check", DATA_DIR=folder).stderr.startswith(f"{folder}: không có thư mục này.")


def test_a_second_run_installs_nothing() -> None:
    """Whoever runs this test has .venv; make must find it up to date, so that it works offline."""
    if (REPOSITORY / ".venv/installed").exists():
        assert make("-q", ".venv/installed").returncode == 0


def read(lock: str) -> str:
    return (REPOSITORY / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_host_and_no_place(lock: str) -> None:
    assert not re.search(r"://|^-|@ |/", re.sub(r"(?m)^ +# via.*$|^ +#   .*$", "", read(lock)))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    packages = re.split(r"(?m)^(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", read(lock)))
    for package in filter(str.strip, packages):
        assert re.match(r"[a-z0-9._-]+==\S+", package), package[:80]
        assert "--hash=sha256:" in package, package[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    locked = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", read(lock), re.MULTILINE)}
    own = PROJECT["project"]["dependencies"] if LOCKS[lock] == "dev" else []
    asked = [*own, *PROJECT["dependency-groups"][LOCKS[lock]]]
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize("name", ["mkdocs", "mkdocs-material", "mkdocs-macros-plugin"])
def test_what_decides_how_pages_look_is_pinned_by_the_project_too(name: str) -> None:
    assert any(re.fullmatch(rf"{name}==[\d.]+", dependency) for dependency in PROJECT["project"]["dependencies"])
