"""`changes BASE [HEAD]` on a real git repository and on folders, whichever side is broken."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from macros.__main__ import main
from tests.repositories import Repository
from tests.states import UNITS

TASKS = "data/2023/tasks.yml"
SENTENCE = "- Nhiệm vụ 1 (năm 2023) “Việc thứ 1”: Đang thực hiện → Đã trình, chờ phê duyệt; nguồn (không đổi): Phụ lục, dòng 1."


@pytest.fixture(autouse=True)
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge due dates on one day, and keep what the command writes on the way where a test can look."""
    monkeypatch.setenv("AS_OF", "2023-06-30")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nhap"))
    (tmp_path / "nhap").mkdir()


def submitted(repository: Repository) -> dict[str, str | None]:
    return {TASKS: repository.text(TASKS).replace("in_progress", "submitted", 1)}


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the report."""
    assert main(["changes", *arguments]) == 0
    return capsys.readouterr().out


def test_two_revisions_the_working_tree_and_folders_tell_the_same(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(repository.folder, tmp_path / "truoc", ignore=shutil.ignore_patterns(".git"))
    repository.write(submitted(repository))
    shown = [told(capsys, "HEAD")]
    second = repository.commit({})
    shown += [told(capsys, repository.first, second), told(capsys, "HEAD~1", "main")]
    shutil.copytree(repository.folder, tmp_path / "sau", ignore=shutil.ignore_patterns(".git"))
    shown += [told(capsys, str(tmp_path / "truoc"), str(tmp_path / "sau")), told(capsys, str(tmp_path / "truoc/data"), str(tmp_path / "sau/data"))]
    assert SENTENCE in shown[0]
    assert len(set(shown)) == 1
    assert os.listdir(tmp_path / "nhap") == []


def test_the_side_that_is_looked_at_is_named_by_its_commit_once_all_is_committed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A side has its name in the report where it could not be read whole."""
    repository.write({TASKS: repository.text(TASKS).replace("due: 30/06/2023", "due: 31/06/2023", 1)})
    assert "> **Bản sau (đang sửa, chưa ghi nhận) có 1 lỗi.**" in told(capsys, "HEAD")
    commit = repository.commit({})
    assert f"> **Bản sau (đã ghi nhận, {commit[:8]}) có 1 lỗi.**" in told(capsys, "HEAD~1") and f"{commit[:8]}" != repository.first[:8]


def test_files_to_import_from_are_not_called_a_change_of_the_program(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit({".gitignore": (Path(__file__).resolve().parents[1] / ".gitignore").read_text("utf-8")})
    repository.write({**submitted(repository), "phu-luc.xlsx": "x", "danh-sach.docx": "x", "van-ban.csv": "x"})
    shown = told(capsys, "HEAD")
    assert SENTENCE in shown
    assert "Ngoài số liệu" not in shown and "Cần xem kỹ" not in shown


def test_a_branch_is_compared_with_the_place_where_it_left(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("checkout", "--quiet", "-b", "sua")
    repository.commit(submitted(repository))
    repository.git("checkout", "--quiet", "main")
    repository.commit({"data/units.yml": UNITS.replace("Ban C", "Ban Ba")})
    repository.git("checkout", "--quiet", "sua")
    assert told(capsys, "main").startswith("# Báo cáo thay đổi: sửa 1 bản ghi")
    assert told(capsys, "main", "sua").startswith("# Báo cáo thay đổi: sửa 2 bản ghi")


def test_what_is_not_yet_in_git_is_compared_too(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({"data/2024/tasks.yml": "- {id: nv-2024-1, title: Họp, lead: ban-a}\n", "docs/moi.md": "# Mới\n", "docs/index.md": "# Trang chủ\n", "macros/x.py": "", "data/files/a.pdf": "x"})
    shown = told(capsys, "HEAD")
    assert "**Thêm** nhiệm vụ (năm 2024) “Họp”" in shown
    assert "- Sửa `docs/index.md`\n- Thêm `docs/moi.md`" in shown
    assert "## Tệp đính kèm\n\n- Thêm `a.pdf`" in shown
    assert "## Ngoài số liệu và bài viết\n\n- Thêm `macros/x.py`" in shown


def test_another_way_to_write_it_is_said_to_change_nothing(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({TASKS: "# ghi chú\n" + repository.text(TASKS)})
    assert told(capsys, "HEAD") == "# Không đổi nội dung số liệu\n\n## Không đổi nội dung\n\n- `2023/tasks.yml`: đổi cách viết, ghi chú hoặc thứ tự mục\n"


@pytest.mark.parametrize("side", ["trước", "sau"])
def test_a_side_that_does_not_load_is_compared_as_far_as_it_goes(side: str, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    sound, broken = repository.text(TASKS), repository.text(TASKS).replace("Việc thứ 2, lead: ban-a, due: 30/06/2023", "Việc thứ 2, lead: ban-a, due: 31/06/2023")
    first = repository.commit({TASKS: broken if side == "trước" else sound})
    second = repository.commit({TASKS: (sound if side == "trước" else broken).replace("in_progress", "submitted", 1)})
    shown = told(capsys, first, second)
    assert SENTENCE in shown
    assert shown.startswith("# Báo cáo thay đổi: sửa 1 bản ghi\n")
    wrong = first if side == "trước" else second
    assert f"> **Bản {side} ({wrong}, {wrong[:8]}) có 1 lỗi.**" in shown
    assert "Không đổi nội dung" not in shown and "Trang thay đổi" not in shown
    assert "không phải là ngày" in shown


def test_a_revision_from_before_there_was_data_is_empty(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    empty = repository.git("commit-tree", repository.git("hash-object", "-t", "tree", "/dev/null"), "-m", "rỗng")
    shown = told(capsys, empty, "HEAD")
    assert shown.startswith("# Báo cáo thay đổi: thêm ")
    assert "- **Thêm 3 đơn vị**." in shown


def test_a_commit_cannot_hide_files_from_the_report(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Attributes that keep files out of archives, or call them binary, keep nothing from a reviewer."""
    repository.commit({".gitattributes": "data/** export-ignore -diff binary\n"})
    assert SENTENCE in told(capsys, "HEAD~1", repository.commit(submitted(repository)))


def test_a_link_in_a_commit_is_not_followed(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ngoai").mkdir()
    (tmp_path / "ngoai/units.yml").write_text("units:\n  - {id: bi-mat, name: Bí mật, kind: department}\n", encoding="utf-8")
    shutil.rmtree(repository.folder / "data")
    (repository.folder / "data").symlink_to(tmp_path / "ngoai")
    linked = repository.commit({})
    repository.git("checkout", "--quiet", repository.first)
    shown = told(capsys, "HEAD", linked)
    assert "Bí mật" not in shown and "- **Bỏ 3 đơn vị**." in shown


def test_nothing_is_left_behind_and_nothing_is_touched(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(submitted(repository))
    repository.git("add", TASKS)
    before = repository.state()
    told(capsys, "HEAD")
    assert repository.state() == before
    assert os.listdir(tmp_path / "nhap") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("khong-co",), "Không có bản 'khong-co' trong kho git."),
        (("main", "khong-co"), "Không có bản 'khong-co' trong kho git."),
        (("main", "--data", "/"), "Thư mục / không nằm trong kho git"),
        (("docs", "data"), "Không phải"),
    ],
)
def test_what_is_no_state_is_refused_in_one_sentence(arguments: tuple[str, ...], said: str, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.startswith(said) and len(shown.err.splitlines()) == 1
