"""The site as plain Markdown: every macro rendered, every link to a file that is there, a configuration without ours."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from markdown import markdown

from macros import plain_pages
from macros.front_matter import split_front_matter
from tests.sites import DAY, REPOSITORY, SMALL, Project
from tests.tiny_project import environment


def _write(project: Path, out: Path) -> subprocess.CompletedProcess[str]:
    settings = environment({"DATA_DIR": str(REPOSITORY / SMALL), "AS_OF": DAY.isoformat(), "OUT": str(out), "PYTHONPATH": str(project)})
    return subprocess.run([sys.executable, "-m", "macros", "pages"], cwd=project, env=settings, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("plain"))
    project.write("docs/rieng.md", '---\ntitle: Trang riêng\n---\n\n# Trang riêng\n\n{{ tasks(year=2023) }}\n\n[Năm 2023](nam/2023.md#nhiem-vu)\n')
    project.write("docs/thi-dua/index.md", "# Thi đua của chúng tôi\n")
    folder = project.folder / "out"
    made = _write(project.folder, folder)
    assert made.returncode == 0, made.stderr
    assert re.fullmatch(r"Đã viết \d+ trang Markdown vào .*docs\.\n", made.stdout)
    again = _write(project.folder, folder)
    assert again.returncode == 1 and again.stderr == f"OUT: {folder} có tệp rồi. Chọn thư mục chưa có, hoặc xóa thư mục ấy.\n"
    return folder


@pytest.mark.parametrize(("text", "said"), [
    ("{{ tasks(yaer=2023) }}", "tasks: không có đối số 'yaer'"), ("{{ khong() }}", "không có lệnh chèn 'khong'"), ("{{ 'x'*30000000 }}", "Trang chỉ được dùng {{"),
    ("{% for a in range(9) %}a{% endfor %}", "Trang chỉ được dùng {{"),
])
def test_a_page_that_the_site_refuses_is_refused_and_nothing_is_written(text: str, said: str, tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write("docs/rieng.md", f"# Trang riêng\n\n{text}\n")
    made = _write(project.folder, tmp_path / "out")
    assert made.returncode == 1 and made.stderr.startswith("docs/rieng.md:3: ") and said in made.stderr and "Traceback" not in made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_a_link_that_leads_nowhere_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write("docs/rieng.md", "# Trang riêng\n\n[Năm 2032](nam/2032.md)\n")
    made = _write(project.folder, tmp_path / "out")
    said = "docs/rieng.md:3: liên kết 'nam/2032.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.\n1 lỗi trong docs/.\n"
    assert (made.returncode, made.stderr) == (1, said)
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def _words(html: str) -> str:
    """Return what a page says, without its links to its own headings."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub(r'<a class="headerlink".*?</a>', "", html))).split())


def test_pages_say_what_those_of_the_site_say(tmp_path: Path, small_site: Path) -> None:
    assert _write(REPOSITORY, tmp_path / "out").returncode == 0
    docs, settings = tmp_path / "out/docs", yaml.safe_load((tmp_path / "out/mkdocs.yml").read_text(encoding="utf-8"))
    configured = {name: config for one in settings["markdown_extensions"] for name, config in (one.items() if isinstance(one, dict) else [(one, {})])}
    compared = 0
    for path in docs.rglob("*.md"):
        _, body, _ = split_front_matter(path.read_text(encoding="utf-8"))
        said = _words(markdown(body, extensions=list(configured), extension_configs=configured))
        page = small_site / plain_pages.address(path.relative_to(docs).as_posix()) / "index.html"
        shown = re.search(r'(?s)<article class="md-content__inner[^>]*>(.*?)</article>', page.read_text(encoding="utf-8"))
        assert shown and said == _words(shown[1]), path
        compared += 1
    assert compared > 40


def test_no_macro_and_no_word_of_ours_is_left(out: Path) -> None:
    for path in (out / "docs").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "render_macros: false" not in text.split("\n---\n")[0], path
        assert '"table:' not in text and 'href="site:' not in text and 'action="site:' not in text, path
        if "huong-dan" not in str(path):
            assert "{{" not in text, path


def test_a_hand_written_page_shows_what_its_macros_show_and_replaces_a_generated_one(out: Path) -> None:
    page = (out / "docs/rieng.md").read_text(encoding="utf-8")
    assert 'id="nv-2023-1"' in page and "{{" not in page and "[Năm 2023](nam/2023.md#nhiem-vu)" in page
    assert (out / "docs/thi-dua/index.md").read_text(encoding="utf-8") == "# Thi đua của chúng tôi\n"


def test_every_link_of_our_html_names_a_file_that_is_there_and_a_place_in_it(out: Path) -> None:
    docs = out / "docs"
    found = 0
    for path in docs.rglob("*.md"):
        for address in re.findall(r'<a [^>]*?href="([^":]+)"', path.read_text(encoding="utf-8")):
            target, _, anchor = address.partition("#")
            file = path if not target else docs / posixpath.normpath(posixpath.join(path.parent.relative_to(docs).as_posix(), unquote(target.partition("?")[0])))
            assert file.is_file(), f"{path}: {address}"
            if anchor and file.suffix == ".md" and "huong-dan" not in str(file):
                text = file.read_text(encoding="utf-8")
                assert f'id="{anchor}"' in text or f"{{#{anchor}}}" in text or "Thi đua của chúng tôi" in text, f"{path}: {address}"
            found += 1
    assert found > 300


def test_the_configuration_holds_nothing_that_only_this_project_knows(out: Path) -> None:
    settings = yaml.safe_load((out / "mkdocs.yml").read_text(encoding="utf-8"))
    assert "hooks" not in settings and settings["plugins"] == ["search"] and "custom_dir" not in settings["theme"]
    assert {"Kế hoạch, kết quả": ["nam/index.md", {"2024": "nam/2024.md"}, {"2023": "nam/2023.md"}]} in settings["nav"]
