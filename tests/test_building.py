"""Building: a sound site replaces the old one whole; anything else changes nothing and says why, in Vietnamese."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from macros.engine import tidy
from tests.tiny_project import TinyProject, wait_for


@pytest.fixture
def project(tmp_path: Path) -> TinyProject:
    """A tiny project in a folder of its own."""
    return TinyProject(tmp_path / "project")


@pytest.fixture(scope="module")
def first_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that a tiny project builds, to stand where one was built before."""
    project = TinyProject(tmp_path_factory.mktemp("first"))
    assert project.run("site").returncode == 0
    return project.folder / "site"


@pytest.fixture
def built_project(project: TinyProject, first_site: Path) -> TinyProject:
    """A tiny project whose site was built before."""
    shutil.copytree(first_site, project.folder / "site")
    return project


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but Python's own."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def assert_refused(project: TinyProject, *expected: str, **settings: str) -> None:
    """Build; expect exit 1, exactly these lines, the site as it was, and no scratch."""
    before = contents(project.folder)
    result = project.run("site", **settings)
    kept = "site/ giữ nguyên như trước." if (project.folder / "site").is_dir() else "không có gì được ghi vào site/."
    assert result.stderr.splitlines() == [*expected, f"Chưa dựng được trang; {kept}"]
    assert (result.returncode, result.stdout) == (1, "")
    assert contents(project.folder) == before
    assert not project.scratch()


def test_builds_a_site_that_a_web_server_can_read(project: TinyProject) -> None:
    result = project.run("site")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Đã dựng 3 trang vào site/ trong ") and result.stderr == ""
    assert "Có 99 nhiệm vụ" in (project.folder / "site/index.html").read_text(encoding="utf-8")
    assert (project.folder / "site").stat().st_mode & 0o777 == 0o777 & ~current_umask()
    assert not project.scratch()


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_writes_nothing_but_the_site(project: TinyProject) -> None:
    before = contents(project.folder)
    project.run("site", SITE_DIR="../elsewhere/site")
    assert contents(project.folder) == before
    assert [path.name for path in (project.folder.parent / "elsewhere").iterdir()] == ["site"]


def test_a_second_build_leaves_nothing_of_the_first(project: TinyProject) -> None:
    assert project.run("site").returncode == 0
    project.replace("docs/index.md", "[Trang khác](khac.md#muc)", "")
    (project.folder / "docs/khac.md").unlink()
    assert project.run("site").returncode == 0
    assert not (project.folder / "site/khac").exists()


def test_the_same_sources_give_the_same_bytes(project: TinyProject) -> None:
    builds = []
    for seed in "12":
        assert project.run("site", SOURCE_DATE_EPOCH="1700000000", PYTHONHASHSEED=seed).returncode == 0
        builds.append(contents(project.folder / "site"))
    assert builds[0] == builds[1]


def test_wrong_data_is_reported_and_keeps_the_old_site(built_project: TinyProject) -> None:
    built_project.write("data/so.txt", "chín chín")
    assert_refused(built_project, "data/so.txt:1: 'chín chín' không phải là số. Viết chữ số, ví dụ 99.", "1 lỗi trong data/.")


def test_an_address_that_is_none_is_said_so(project: TinyProject) -> None:
    assert project.run("site", SITE_URL="may-chu").stderr == (
        "SITE_URL: không phải là địa chỉ trang web. Viết đầy đủ, ví dụ SITE_URL=https://may-chu.vn/ke-hoach/.\nChưa dựng được trang; không có gì được ghi vào site/.\n"
    )


def test_every_broken_link_of_a_page_is_named_at_once(built_project: TinyProject) -> None:
    links = ("khong-co.md", "khac.md#khong-co", "#khong-co", "/goc/", "thu-muc/")
    built_project.write("docs/index.md", "# Trang chủ\n\n" + "\n".join(f"[x]({link})" for link in links))
    assert_refused(
        built_project,
        "docs/index.md: liên kết 'khong-co.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.",
        "docs/index.md: liên kết '/goc/' tính từ gốc máy chủ. Viết địa chỉ của tệp .md, tính từ trang này.",
        "docs/index.md: liên kết 'thu-muc/' không dẫn đến trang hay tệp nào. Viết địa chỉ của tệp .md, tính từ trang này.",
        "docs/index.md: liên kết 'khac.md#khong-co': trang khac.md không có mục '#khong-co'. Xem lại tên mục.",
        "docs/index.md: liên kết '#khong-co': trang này không có mục ấy. Xem lại tên mục.",
    )


def test_a_fault_that_only_the_built_page_shows_keeps_the_old_site(built_project: TinyProject) -> None:
    built_project.write("docs/khac.md", '# Khác\n\n## Muc\n\n<img src="//noi-khac.example/a.png" alt="">\n')
    assert_refused(
        built_project,
        "khac/index.html: trang tải '//noi-khac.example/a.png' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó.",
        "1 lỗi trong trang đã dựng.",
    )


def test_a_fault_of_the_program_is_called_one_with_its_place(project: TinyProject) -> None:
    project.replace("macros/hooks.py", "    return config\n", "    1 / 0\n")
    line = 1 + (project.folder / "macros/hooks.py").read_text(encoding="utf-8").splitlines().index("    1 / 0")
    assert_refused(
        project,
        "Lỗi trong chương trình, không phải trong dữ liệu. Báo cho người phụ trách kỹ thuật: ZeroDivisionError: division by zero",
        f"  macros/hooks.py:{line}, trong on_config",
    )


def test_a_warning_that_is_not_in_the_table_is_never_hidden(project: TinyProject) -> None:
    project.replace("macros/hooks.py", "    return config\n", "    import logging; logging.getLogger('mkdocs.plugins.x').warning('Điều lạ %d', 7)\n    return config\n")
    assert_refused(project, "Điều lạ 7")


def test_a_missing_or_wrong_configuration_is_said_in_one_line(project: TinyProject) -> None:
    project.replace("mkdocs.yml", "hooks: [macros/hooks.py]", "hooks: [macros/khac.py]")
    result = project.run("site")
    assert result.returncode == 1 and result.stderr.startswith("mkdocs.yml: hooks: ")
    project.replace("mkdocs.yml", "hooks: [macros/khac.py]", "hooks [macros/hooks.py]")
    result = project.run("site")
    assert result.returncode == 1 and result.stderr.startswith("mkdocs.yml:") and "thiếu dấu hai chấm sau tên mục." in result.stderr.splitlines()[0]
    project.replace("mkdocs.yml", "hooks [macros/hooks.py]", "hooks: [macros/hooks.py]\nhooks: []")
    result = project.run("site")
    assert result.returncode == 1 and "mục 'hooks' viết hai lần" in result.stderr.splitlines()[0]
    (project.folder / "mkdocs.yml").unlink()
    assert_refused(project, "Không có tệp mkdocs.yml. Chạy lệnh trong thư mục của dự án.")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (".", "SITE_DIR: không dựng vào .: đó là nơi của dự án. Chọn thư mục khác."),
        ("..", "SITE_DIR: không dựng vào ..: đó là nơi của dự án. Chọn thư mục khác."),
        ("docs", "SITE_DIR: không dựng vào docs: đó là nơi của dự án. Chọn thư mục khác."),
        ("data/x", "SITE_DIR: không dựng vào data/x: đó là nơi của dự án. Chọn thư mục khác."),
        ("mkdocs.yml", "SITE_DIR: mkdocs.yml là một tệp, không phải thư mục. Chọn tên khác."),
        ("../others", "SITE_DIR: ../others có tệp khác, không phải trang đã dựng. Chọn thư mục khác, hoặc xóa thư mục ấy."),
    ],
)
def test_a_folder_that_is_no_built_site_is_never_replaced(project: TinyProject, place: str, message: str) -> None:
    other = project.folder.parent / "others/letters.txt"
    other.parent.mkdir()
    other.write_text("mine", encoding="utf-8")
    before = contents(project.folder)
    result = project.run("site", SITE_DIR=place)
    assert (result.returncode, result.stderr.splitlines()[0]) == (1, message)
    assert contents(project.folder) == before and other.exists()


def test_a_linked_site_folder_stays_a_link(project: TinyProject) -> None:
    real = project.folder.parent / "disk/site"
    real.mkdir(parents=True)
    (project.folder / "site").symlink_to(real)
    assert project.run("site").returncode == 0
    assert (project.folder / "site").is_symlink() and (real / "index.html").is_file()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stopped_build_leaves_the_old_site_and_no_scratch(built_project: TinyProject, number: signal.Signals) -> None:
    before = contents(built_project.folder / "site")
    built_project.replace("macros/hooks.py", "    return config\n", "    Path('begun').touch()\n    import time; time.sleep(60)\n    return config\n")
    process = built_project.start("site")
    wait_for((built_project.folder / "begun").exists, "the build has begun")
    process.send_signal(number)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 128 + number
    assert errors == "Đã dừng giữa chừng; site/ giữ nguyên như trước.\n"
    assert contents(built_project.folder / "site") == before and not built_project.scratch()


def test_builds_at_the_same_time_both_end_in_a_whole_site(project: TinyProject) -> None:
    processes = [project.start("site") for _ in range(3)]
    results = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
    assert results == [("", 0)] * 3
    assert (project.folder / "site/khac/index.html").is_file() and not project.scratch()


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(project: TinyProject) -> None:
    result = project.run("site", SITE_DIR="/proc/site")
    assert result.returncode == 1
    assert result.stderr.startswith("Không ghi được: ") and "Traceback" not in result.stderr


def test_tidy_drops_colours_and_plugin_names_only() -> None:
    assert tidy("\x1b[31m[macros] - Lời của bộ lệnh.\x1b[0m\n") == "Lời của bộ lệnh."
