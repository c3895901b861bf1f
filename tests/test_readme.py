"""README: short, and true about commands, choices and places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def test_it_is_read_in_a_minute() -> None:
    assert len(README.splitlines()) <= 80


def test_the_two_commands_come_first() -> None:
    assert re.findall(r"\bmake ([a-z-]+)", README)[:2] == ["serve", "test"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)", README))))
def test_each_command_it_names_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("choice", sorted(set(re.findall(r"`([A-Z_]+)=", README))))
def test_each_choice_it_names_is_known(choice: str) -> None:
    exported = re.findall(r"^export (.+)$|^([A-Z]+) \?=", MAKEFILE, re.MULTILINE)
    assert choice in " ".join(" ".join(names) for names in exported).split()


@pytest.mark.parametrize("place", sorted(set(re.findall(r"\]\(([^):]+)\)", README)) | set(re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE))))
def test_each_place_it_names_exists(place: str) -> None:
    if not place.startswith("make "):
        assert (REPOSITORY / place).exists()


def test_its_picture_is_one() -> None:
    picture = re.findall(r"!\[[^]]+\]\(([^)]+\.png)\)", README)
    assert picture and (REPOSITORY / picture[0]).read_bytes().startswith(b"\x89PNG")
