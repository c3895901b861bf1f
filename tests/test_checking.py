"""`check --base`: what a change breaks comes first and alone fails; annotations for the hosts."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from macros import revisions
from macros.__main__ import main
from macros.annotations import github, gitlab
from macros.problems import Problem
from macros.revisions import Hunk, Touched
from tests.repositories import Repository
from tests.states import UNITS, tasks

BAD_DAY = "due (Thời hạn hoàn thành): '31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023."
TASKS = "data/2023/tasks.yml"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"}


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """Run the command; return its exit code and what it says to people."""
    code = main(["check", *arguments])
    said = capsys.readouterr()
    return code, (said.err or said.out).splitlines()


def spoiled(text: str, number: int) -> str:
    """Put a day that does not exist into one task."""
    return text.replace(f"title: Việc thứ {number}, lead: ban-a, due: 30/06/2023", f"title: Việc thứ {number}, lead: ban-a, due: 31/02/2023")


def test_a_sound_change_of_sound_data_says_so(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({TASKS: "# ghi chú\n" + repository.text(TASKS)})
    assert check(capsys, "--base", "main") == (0, ["Dữ liệu đúng: 8 bản ghi, 1 năm. Trang viết tay đúng: 1 trang."])


def test_the_changes_own_problems_come_first_and_fail(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({TASKS: spoiled(repository.text(TASKS), 1)})
    repository.git("checkout", "--quiet", "-b", "sua")
    repository.write({TASKS: "# một dòng thêm ở trên\n" + spoiled(repository.text(TASKS), 2)})
    assert check(capsys, "--base", "main") == (
        1,
        ["Trong phần vừa sửa:", f"{TASKS}:3: {BAD_DAY}", "Đã có từ trước:", f"{TASKS}:2: {BAD_DAY}", "2 lỗi trong data/: 1 trong phần vừa sửa, 1 đã có từ trước."],
    )


def test_problems_from_before_do_not_fail_a_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({TASKS: spoiled(repository.text(TASKS), 1)})
    repository.git("checkout", "--quiet", "-b", "sua")
    repository.commit({"data/units.yml": UNITS.replace("Ban C", "Ban Ba"), TASKS: "\n\n" + repository.text(TASKS)})
    assert check(capsys, "--base", "main") == (0, ["Đã có từ trước:", f"{TASKS}:3: {BAD_DAY}", "1 lỗi trong data/, đã có từ trước."])
    assert check(capsys)[0] == 1


def test_a_line_touched_again_makes_its_problem_the_changes_own(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({TASKS: spoiled(repository.text(TASKS), 1)})
    repository.write({TASKS: repository.text(TASKS).replace("Việc thứ 1", "Việc một")})
    assert check(capsys, "--base", "HEAD")[1][0] == "Trong phần vừa sửa:"


def test_what_a_change_breaks_in_other_files_is_its_own(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({"data/units.yml": UNITS.replace("  - {id: ban-b, name: Ban B, kind: department}\n", "")})
    code, said = check(capsys, "--base", "main")
    assert code == 1
    assert said[0] == "Trong phần vừa sửa:" and said[1].startswith(f"{TASKS}:3: lead (Đơn vị chủ trì): không có đơn vị 'ban-b' trong units.yml.")


def test_a_line_that_went_leaves_its_problem_at_the_record(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    text = repository.text(TASKS) + "- id: nv-2023-4\n  title: Viết nhiều dòng\n  lead: ban-c\n"
    repository.commit({TASKS: text})
    repository.write({TASKS: text.replace("  lead: ban-c\n", "")})
    no_lead = "lead (Đơn vị chủ trì): nhiệm vụ nv-2023-4 chưa có đơn vị chủ trì. Thêm lead, hoặc lead_class nếu kế hoạch chỉ ghi nhóm."
    assert check(capsys, "--base", "HEAD")[1][:2] == ["Trong phần vừa sửa:", f"{TASKS}:4: {no_lead}"]


def test_a_second_of_the_same_problem_is_new(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A message that quotes another line is the same message wherever that line moves; another record's is not."""
    twice = repository.text(TASKS) + "- {id: nv-2023-1, title: Trùng mã, lead: ban-b}\n"
    repository.commit({TASKS: twice})
    repository.git("checkout", "--quiet", "-b", "sua")
    repository.write({TASKS: "# dòng thêm\n" + twice + "- {id: nv-2023-1, title: Trùng nữa, lead: ban-b}\n"})
    code, said = check(capsys, "--base", "main")
    assert code == 1
    assert [line.partition(": id")[0] for line in said[1:4]] == [f"{TASKS}:6", "Đã có từ trước:", f"{TASKS}:5"]


def test_the_same_problem_with_another_free_id_is_the_same(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    twice = repository.text(TASKS) + "- {id: nv-2023-1, title: Trùng mã, lead: ban-b}\n"
    repository.commit({TASKS: twice})
    repository.git("checkout", "--quiet", "-b", "sua")
    repository.write({TASKS: twice + "- {id: nv-2023-9, title: Việc mới, lead: ban-b}\n"})
    code, said = check(capsys, "--base", "main")
    assert (code, said[0]) == (0, "Đã có từ trước:") and said[1].endswith("ví dụ thành nv-2023-10.")


def test_new_files_and_files_not_yet_added_to_git_are_the_changes_own(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({"data/2024/tasks.yml": "- {id: nv-2024-1, title: Họp, lead: ban-z}\n", "data/thua.txt": "x"})
    code, said = check(capsys, "--base", "main")
    assert code == 1 and said[0] == "Trong phần vừa sửa:" and said[-1] == "2 lỗi trong data/, đều trong phần vừa sửa."


def test_a_file_made_readable_shows_what_was_wrong_in_it_before(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    unreadable = spoiled(repository.text(TASKS), 1) + "\t- {}\n"
    repository.commit({TASKS: unreadable})
    repository.write({TASKS: spoiled(repository.text(TASKS), 1).replace("\t- {}\n", "")})
    assert check(capsys, "--base", "HEAD") == (0, ["Đã có từ trước:", f"{TASKS}:1: {BAD_DAY}", "1 lỗi trong data/, đã có từ trước."])


def test_what_the_base_gained_since_is_not_counted(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines of a change are those since it left the base, not those that the base has got meanwhile."""
    repository.commit({TASKS: spoiled(repository.text(TASKS), 1)})
    repository.git("checkout", "--quiet", "-b", "sua")
    repository.commit({"data/units.yml": UNITS.replace("Ban C", "Ban Ba")})
    repository.git("checkout", "--quiet", "main")
    repository.commit({TASKS: tasks(2) + "- {id: nv-2023-3, title: Dùng báo cáo, lead: ban-b, source: bao-cao}\n"})
    repository.git("checkout", "--quiet", "sua")
    assert check(capsys, "--base", "main")[0] == 0


def test_a_base_without_data_makes_everything_new(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    empty = repository.git("commit-tree", repository.git("hash-object", "-t", "tree", "/dev/null"), "-m", "rỗng")
    repository.commit({TASKS: spoiled(repository.text(TASKS), 1)})
    assert check(capsys, "--base", empty)[0] == 1


def test_a_file_called_binary_is_followed_by_its_lines_all_the_same(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({".gitattributes": "*.yml binary\n", TASKS: spoiled(repository.text(TASKS), 1)})
    repository.write({TASKS: "# thêm\n" + spoiled(repository.text(TASKS), 2)})
    assert check(capsys, "--base", "HEAD")[1][:4] == ["Trong phần vừa sửa:", f"{TASKS}:3: {BAD_DAY}", "Đã có từ trước:", f"{TASKS}:2: {BAD_DAY}"]


def test_checking_leaves_the_repository_as_it_was(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({TASKS: spoiled(repository.text(TASKS), 1), "data/units.yml": UNITS.replace("Ban C", "Ban Ba")})
    repository.git("add", "data/units.yml")
    before = repository.state()
    check(capsys, "--base", "main")
    assert repository.state() == before


@pytest.mark.parametrize("base", ["khong-co", "--output=x", "main:data", ""])
def test_an_unknown_base_is_one_sentence(base: str, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = check(capsys, f"--base={base}")
    assert (code, len(said)) == ((2, 1) if base else (0, 1))
    assert not base or said[0].startswith(f"Không có bản '{base}' trong kho git.")


def test_outside_a_repository_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert check(capsys, "--base", "main") == (2, [f"{tmp_path / 'data'} không nằm trong kho git nào. Chạy lệnh này trong thư mục của dự án, hoặc so sánh hai thư mục."])


# --- hand-written pages ------------------------------------------------------------------------------------------

WRONG_PAGE = "# Trang\n\n{{ tsaks() }}\n\n{{ tasks(year=1999) }}\n"
NO_MACRO = "docs/muc/trang.md:3: không có lệnh chèn 'tsaks'. Có phải «tasks»?"
NO_YEAR = "docs/muc/trang.md:5: tasks: year (năm): '1999' không có trong dữ liệu. Các năm: 2023."


def test_pages_are_checked_with_the_data(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({"docs/muc/trang.md": WRONG_PAGE})
    assert check(capsys) == (1, [NO_MACRO, NO_YEAR, "2 lỗi trong docs/."])
    assert main(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=docs/muc/trang.md,line=3,title=Trong phần vừa sửa::không có lệnh chèn")


def test_links_of_pages_are_checked_with_the_data(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({"docs/muc/trang.md": "[Năm](../nam/2023.md) và [năm](../nam/2032.md)\n"})
    nowhere = "docs/muc/trang.md:1: liên kết '../nam/2032.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."
    assert check(capsys) == (1, [nowhere, "1 lỗi trong docs/."])
    repository.commit({})
    assert check(capsys, "--base", "HEAD") == (0, ["Đã có từ trước:", nowhere, "1 lỗi trong docs/, đã có từ trước."])


def test_values_on_pages_wait_for_sound_data(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """What the data lacks because of an error in it would be missed on pages too."""
    repository.write({TASKS: spoiled(repository.text(TASKS), 1), "docs/muc/trang.md": WRONG_PAGE})
    assert check(capsys) == (1, [f"{TASKS}:1: {BAD_DAY}", NO_MACRO, "2 lỗi trong data/ và docs/."])


def test_problems_of_pages_from_before_do_not_fail_a_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({"docs/muc/trang.md": WRONG_PAGE})
    repository.write({"docs/muc/trang.md": "Một dòng thêm.\n" + WRONG_PAGE + "{{ tasks }}\n", "docs/moi.md": "{{ tasks(yaer=2023) }}\n"})
    code, said = check(capsys, "--base", "HEAD")
    assert code == 1
    assert [line.split(": ")[0] for line in said] == [
        "Trong phần vừa sửa:", "docs/moi.md:1", "docs/muc/trang.md:7", "Đã có từ trước:", "docs/muc/trang.md:4", "docs/muc/trang.md:6", "4 lỗi trong docs/",
    ]
    repository.write({"docs/muc/trang.md": "Một dòng thêm.\n" + WRONG_PAGE, "docs/moi.md": None})
    assert check(capsys, "--base", "HEAD")[0] == 0


def test_a_page_that_a_change_of_the_data_breaks_is_the_changes_own(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({"docs/muc/trang.md": '{{ tasks(lead="Ban C") }}\n'})
    repository.write({"data/units.yml": UNITS.replace("  - {id: ban-c, name: Ban C, kind: department}\n", "")})
    assert check(capsys, "--base", "HEAD") == (1, ["Trong phần vừa sửa:", "docs/muc/trang.md:1: tasks: lead (chủ trì): không có 'Ban C'. Có phải «Ban B»?", "1 lỗi trong docs/, trong phần vừa sửa."])


@pytest.mark.parametrize(("arguments", "shown"), [([], 50), (["--base", "HEAD"], 50), (["--format", "github"], 120), (["--format", "gitlab"], 120)])
def test_a_terminal_shows_the_first_problems_and_how_to_see_all(arguments: list[str], shown: int, repository: Repository) -> None:
    """Only a terminal, and only for people: a file or a host's log gets every line."""
    repository.write({TASKS: "".join(f"- {{id: nv-2023-{number}, title: Họp, lead_class: các ban, due: 31/02/2023}}\n" for number in range(1, 121))})
    on_screen, in_a_file = on_a_terminal(repository.folder, arguments), in_file(repository.folder, arguments)
    assert (sum(BAD_DAY in line for line in on_screen), sum(BAD_DAY in line for line in in_a_file)) == (shown, 120)
    said = "… và 70 lỗi nữa. Sửa các lỗi trên rồi kiểm tra lại; muốn xem tất cả thì ghi vào tệp: make check 2> loi.txt"
    assert [line for line in on_screen if "lỗi nữa" in line] == ([said] if shown < 120 else [])
    assert on_screen[-1].startswith("120 lỗi trong data/")


def in_file(folder: Path, arguments: list[str]) -> list[str]:
    """Return what the command writes into a file of problems."""
    return subprocess.run(command(arguments), cwd=folder, env=ENVIRONMENT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, check=False).stderr.splitlines()


def on_a_terminal(folder: Path, arguments: list[str]) -> list[str]:
    """Return what the command writes to a terminal as its problems."""
    screen, end = pty.openpty()
    with subprocess.Popen(command(arguments), cwd=folder, env=ENVIRONMENT, stderr=end, stdout=subprocess.DEVNULL):
        os.close(end)
        written = b""
        while part := read_some(screen):
            written += part
    os.close(screen)
    return written.decode().replace("\r\n", "\n").splitlines()


def read_some(screen: int) -> bytes:
    """Return what came meanwhile; nothing at the end, which Linux tells as an error."""
    try:
        return os.read(screen, 65536)
    except OSError:
        return b""


def command(arguments: list[str]) -> list[str]:
    """Return the command as a process runs it."""
    return [sys.executable, "-m", "macros", "check", *arguments]


# --- formats -----------------------------------------------------------------------------------------------------


def test_github_gets_an_annotation_a_line(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({TASKS: spoiled(repository.text(TASKS), 1)})
    repository.write({TASKS: spoiled(repository.text(TASKS), 2)})
    assert main(["check", "--format", "github", "--base", "main"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"::error file={TASKS},line=2,title=Trong phần vừa sửa::{BAD_DAY}", f"::warning file={TASKS},line=1,title=Đã có từ trước::{BAD_DAY}",
    ]
    assert said.err.splitlines()[0] == "Trong phần vừa sửa:"


def test_what_an_editor_wrote_cannot_become_a_command() -> None:
    problem = Problem("data/a,b:c%.yml", 0, "giá trị '100%\r\n::set-output name=x::y' lạ")
    assert github([problem], []) == "::error file=data/a%2Cb%3Ac%25.yml,title=Trong phần vừa sửa::giá trị '100%25%0D%0A::set-output name=x::y' lạ\n"


CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1}, "check_name": {"type": "string"}, "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"type": "object", "required": ["path", "lines"], "properties": {"lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}}},
        },
    },
}


def test_gitlab_gets_a_code_quality_report_whose_fingerprints_stay(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({TASKS: spoiled(spoiled(repository.text(TASKS), 1), 2)})
    assert main(["check", "--format", "gitlab"]) == 1
    first = json.loads(capsys.readouterr().out)
    repository.write({TASKS: "# thêm\n" + repository.text(TASKS)})
    assert main(["check", "--format", "gitlab"]) == 1
    second = json.loads(capsys.readouterr().out)
    Draft202012Validator(CODE_QUALITY).validate(first)
    assert [entry["location"] for entry in second] == [{"path": TASKS, "lines": {"begin": line}} for line in (2, 3)]
    assert [entry["fingerprint"] for entry in first] == [entry["fingerprint"] for entry in second]
    assert len({entry["fingerprint"] for entry in first}) == 2


def test_sound_data_is_an_empty_report(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "gitlab"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["check", "--format", "github"]) == 0
    assert capsys.readouterr().out == ""


def test_problems_from_before_weigh_less() -> None:
    told = json.loads(gitlab([Problem("data/a.yml", 3, "một")], [Problem("data/a.yml", 1, "hai")]))
    assert [(entry["description"], entry["severity"]) for entry in told] == [("hai", "minor"), ("một", "major")]


@pytest.mark.parametrize(
    ("line", "old"),
    [(1, 1), (2, None), (3, None), (4, 2), (7, 5), (8, 7), (9, None), (10, 10), (11, 11)],
)
def test_lines_are_followed_back(line: int, old: int | None) -> None:
    """Two lines added after the first, one taken away after the fifth, two made into one."""
    touched = Touched((Hunk(1, 0, 2, 2), Hunk(6, 1, 7, 0), Hunk(8, 2, 9, 1)))
    assert touched.old_line(line) == old


def test_hunks_are_those_of_git(repository: Repository) -> None:
    text = "".join(f"# {n}\n" for n in range(1, 13))
    repository.commit({"data/2023/events.yml": text})
    lines = text.splitlines(keepends=True)
    repository.write({"data/2023/events.yml": "".join([lines[0], "# a\n", "# b\n", *lines[1:5], lines[6], "# c\n", *lines[9:]])})
    touched = revisions.Repository.around(repository.folder).touched(repository.git("rev-parse", "HEAD"), "data")["data/2023/events.yml"]
    now = repository.text("data/2023/events.yml").splitlines(keepends=True)
    for number, line in enumerate(now, 1):
        old = touched.old_line(number)
        assert (old is None) == bool(re.match("# [abc]", line)) and (old is None or lines[old - 1] == line)


def test_the_guide_shows_the_two_parts_as_they_are(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """The page «Khi kiểm tra báo lỗi» quotes the command's own words."""
    rows = tasks(2).replace("2023", "2099").replace("in_progress", "done", 1)
    repository.commit({TASKS: None, "data/2099/tasks.yml": rows, "data/sources.yml": "sources:\n  - {id: phu-luc, title: Phụ lục, read: Các nhiệm vụ}\n"})
    repository.write({"data/2099/tasks.yml": rows.replace("title: Việc thứ 2, lead: ban-a, due: 30/06", "title: Việc thứ 2, lead: ban-a, due: 31/02")})
    code, said = check(capsys, "--base", "HEAD")
    text = (Path(__file__).parent.parent / "docs/huong-dan/khi-kiem-tra-bao-loi.md").read_text(encoding="utf-8")
    assert code == 1 and "```text\n" + "\n".join(said) + "\n```" in text
