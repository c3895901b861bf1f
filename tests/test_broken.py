"""The broken corpus: every mistake once, against the complete list of lines an editor reads.

A folder of `tests/broken/` holds one theme: `data/`, and in `expected.txt` what the check says of it, to the letter. To
judge a message, read it there as an editor would.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.data import Data, load
from macros.problems import report
from macros.rules import RULES, Rule
from tests.data_folders import lines, read, small_copy

CORPUS = Path(__file__).parent / "broken"
REPOSITORY = CORPUS.parents[1]
THEMES = sorted(folder.name for folder in CORPUS.iterdir())


def expected(theme: str) -> list[str]:
    return (CORPUS / theme / "expected.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def corpora() -> list[Data]:
    return [load(CORPUS / theme / "data", "data").data for theme in THEMES]


@pytest.mark.parametrize("theme", THEMES)
def test_every_mistake_is_named_once_and_nothing_else(theme: str) -> None:
    assert lines(load(CORPUS / theme / "data", "data")) == expected(theme)


def test_the_corpus_holds_the_mistakes_that_editors_make() -> None:
    assert sum(len(expected(theme)) for theme in THEMES) >= 200


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_seen_to_fail(rule: Rule, corpora: list[Data]) -> None:
    found = {str(problem) for data in corpora for problem in rule(data)}
    said = {line for theme in THEMES for line in expected(theme)}
    assert found, "no broken folder breaks this rule"
    assert found <= said


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_accepts_the_sound_records(rule: Rule) -> None:
    for folder in ("small", "demo"):
        assert list(rule(load(REPOSITORY / "tests" / folder / "data").data)) == []


@pytest.mark.parametrize("theme", THEMES)
def test_messages_are_whole_vietnamese_sentences(theme: str) -> None:
    technical = re.compile(r"\b(python|pydantic|regex|mapping|sequence|scalar|token|none|null|str|dict|int|valid|error|input|yaml)\b", re.IGNORECASE)
    for line in expected(theme):
        message = re.sub(r"^data/\S+?(:\d+)?: ", "", line)
        assert not technical.search(message.replace("plan.yaml", "")), line
        assert re.search(r"[.?]$", message), line
        assert not re.search(r"  |\.\.$|None|\{|\}\}", message) or "{" in message, line


@pytest.mark.parametrize("theme", THEMES)
def test_messages_name_a_line_that_is_there(theme: str) -> None:
    for line in expected(theme):
        if match := re.match(r"(data/[^:]+):(\d+): ", line):
            assert 1 <= int(match[2]) <= (CORPUS / theme / match[1]).read_bytes().count(b"\n") + 1, line


@pytest.mark.parametrize("theme", ["syntax", "rules"])
def test_the_check_prints_the_lines_and_their_number_and_fails(theme: str) -> None:
    command = [sys.executable, "-m", "macros", "check", "--data", "data"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
    run = subprocess.run(command, cwd=CORPUS / theme, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.stderr.splitlines() == [*expected(theme), f"{len(expected(theme))} lỗi trong data/."]
    assert (run.returncode, run.stdout) == (1, "")


def test_a_sound_folder_has_no_report() -> None:
    assert report([], "data") == ""


# --- what cannot be committed as files ---------------------------------------------------------------------------


def test_links_are_refused_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yml"
    outside.write_text("- {id: le-van-an, name: Lê Văn An}\n", "utf-8")
    (tmp_path / "files").mkdir()
    (tmp_path / "2023").mkdir()
    (tmp_path / "people.yml").symlink_to(outside)
    (tmp_path / "2022").symlink_to(tmp_path.parent)
    (tmp_path / "2023/tasks.yml").symlink_to(outside)
    (tmp_path / "files/ct-18.pdf").symlink_to(outside)
    loaded = read(tmp_path, {"documents.yml": "- {id: ct-18, kind: other, signer: {name: Lê Văn An, person: le-van-an}}\n"})
    assert lines(loaded) == [
        f"data/{name}: là liên kết đến nơi khác. Xóa liên kết và chép hẳn tệp vào đây." for name in ("2022", "2023/tasks.yml", "files/ct-18.pdf", "people.yml")
    ]
    assert loaded.data.people == {}


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    assert lines(load(tmp_path / "du-lieu", "du-lieu")) == [
        "du-lieu: không có thư mục này. Xem lại đường dẫn đến thư mục dữ liệu."
    ]


def test_an_empty_folder_misses_its_vocabularies(tmp_path: Path) -> None:
    assert lines(load(tmp_path, "data")) == ["data/vocabularies.yml: thiếu tệp này. Lấy lại từ bản trước."]


@pytest.mark.parametrize("name", ["units", "people", "documents", "movements", "honours", "sources"])
def test_a_register_that_cannot_be_read_is_one_problem(name: str, tmp_path: Path) -> None:
    """However much rests on it: the miniature record with one file spoilt says one line."""
    folder = small_copy(tmp_path)
    (folder / f"{name}.yml").write_text("- id: mot: hai\n", "utf-8")
    assert lines(load(folder, "data")) == [
        f"data/{name}.yml:1: 'mot: hai' có dấu hai chấm bên trong. Đặt cả giá trị trong ngoặc kép thẳng \"…\"."
    ]


def test_a_register_that_is_absent_is_one_problem(tmp_path: Path) -> None:
    folder = small_copy(tmp_path)
    (folder / "units.yml").unlink()
    assert lines(load(folder, "data")) == [
        "data/units.yml: chưa có tệp này, mà data/people.yml:6 nhắc đến đơn vị 'ban-thuong-truc'. Thêm tệp, hoặc bỏ chỗ nhắc đến."
    ]


@pytest.mark.parametrize("name", sorted(str(path.relative_to(CORPUS.parent / "small/data")) for path in (CORPUS.parent / "small/data").rglob("*.yml")))
def test_whatever_is_lost_the_check_says_something_and_never_fails(name: str, tmp_path: Path) -> None:
    folder = small_copy(tmp_path)
    text = (folder / name).read_text("utf-8").splitlines(keepends=True)
    spoilt = ["", "x", "- x", "- {}", "a: {b: [c]}", "- - a", *("".join(text[:line] + text[line + 1 :]) for line in range(0, len(text), 4))]
    for content in spoilt:
        (folder / name).write_text(content, "utf-8")
        for line in lines(load(folder, "data")):
            assert re.match(r"data/[^:]+(:\d+)?: \S.*[.?]$", line), line
