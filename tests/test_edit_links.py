"""«Sửa trang này», «Sửa dòng này»: the very file and line on whichever host, and nothing where none is configured."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from macros.edit_links import Host, host_of, page_address, with_row_links
from macros.problems import Refused
from tests.browsing import served
from tests.sites import REPOSITORY, SMALL, Project, copied, site_of, words

GITHUB = Host("https://github.com/co-quan/trang", "github", "main")


@pytest.mark.parametrize(
    ("configured", "file", "line"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/edit/main/data/2023/tasks.yml", "https://github.com/a/b/blob/main/data/2023/tasks.yml?plain=1#L41"),
        ("https://github.com/a/b.git/", "https://github.com/a/b.git/edit/main/data/2023/tasks.yml", None),
        ("https://gitlab.vi-du.vn/a/b/c", "https://gitlab.vi-du.vn/a/b/c/-/edit/main/data/2023/tasks.yml", "https://gitlab.vi-du.vn/a/b/c/-/edit/main/data/2023/tasks.yml#L41"),
        ("https://codeberg.org/a/b", "https://codeberg.org/a/b/_edit/main/data/2023/tasks.yml", "https://codeberg.org/a/b/src/branch/main/data/2023/tasks.yml?display=source#L41"),
        ({"url": "http://may-chu:3000/a/b", "host": "gitea", "branch": "sửa/1"}, "http://may-chu:3000/a/b/_edit/s%E1%BB%ADa/1/data/2023/tasks.yml", None),
    ],
)
def test_each_host_has_its_addresses(configured: object, file: str, line: str | None) -> None:
    host = host_of(configured)
    assert host is not None
    assert host.file("data/2023/tasks.yml") == file.replace(".git/edit", "/edit")
    assert line is None or host.line("./data/2023/tasks.yml", 41) == line


@pytest.mark.parametrize("nothing", [None, "", {}])
def test_nothing_configured_is_no_host(nothing: object) -> None:
    assert host_of(nothing) is None


@pytest.mark.parametrize(
    ("configured", "said"),
    [
        ("github.com/a/b", "'github.com/a/b' không phải là địa chỉ kho mã nguồn. Viết đầy đủ, ví dụ https://máy/nhóm/kho."),
        ("https://github.com/a", "'https://github.com/a' không phải là địa chỉ kho mã nguồn. Viết đầy đủ, ví dụ https://máy/nhóm/kho."),
        ("javascript:alert(1)//a/b", "'javascript:alert(1)//a/b' không phải là địa chỉ kho mã nguồn. Viết đầy đủ, ví dụ https://máy/nhóm/kho."),
        ("https://git.vi-du.vn/a/b", "chưa rõ git.vi-du.vn dùng phần mềm nào. Viết «host:» là một trong: github, gitlab, gitea, forgejo."),
        ({"url": "https://git.vi-du.vn/a/b", "host": "svn"}, "không biết 'svn'. Viết «host:» là một trong: github, gitlab, gitea, forgejo."),
        ({"url": "https://github.com/a/b", "brach": "x"}, "không có mục 'brach'. Có phải «branch»? Các mục: url, host, branch."),
        ({"host": "github"}, "nhóm mục này không phải là địa chỉ kho mã nguồn. Viết «repo: https://máy/nhóm/kho»."),
        (["x"], "danh sách này không phải là địa chỉ kho mã nguồn. Viết «repo: https://máy/nhóm/kho»."),
    ],
)
def test_what_is_no_repository_is_refused_with_the_remedy(configured: object, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        host_of(configured)
    assert str(refusal.value) == f"mkdocs.yml: extra.repo: {said}"


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("nam/2023.md", "edit/main/tests/small/data/2023/plan.yml"), ("khen-thuong/2023.md", "edit/main/tests/small/data/2023/awards.yml"), ("nam/1999.md", None),
        ("nam/2023/lv-1/quy-2.md", "edit/main/tests/small/data/2023/tasks.yml"), ("khen-thuong/2023/kt-1.md", "edit/main/tests/small/data/2023/awards.yml"),
        ("don-vi/index.md", "edit/main/tests/small/data/units.yml"), ("tra-cuu.md", None), ("index.md", None), ("van-ban/khong-co.md", None),
    ],
)
def test_generated_pages_lead_to_the_data_they_are_made_from(page: str, target: str | None) -> None:
    data = site_of(SMALL).data
    assert page_address(GITHUB, data, page, written=False) == (f"{GITHUB.url}/{target}" if target else None)


def test_the_page_of_a_record_leads_to_its_line() -> None:
    data = site_of(SMALL).data
    address = page_address(GITHUB, data, "don-vi/van-phong.md", written=False)
    assert address == f"{GITHUB.url}/blob/main/tests/small/data/units.yml?plain=1#L{data.units['van-phong'].place.line}"
    lines = (REPOSITORY / SMALL / "units.yml").read_text(encoding="utf-8").splitlines()
    assert "id: van-phong" in lines[data.units["van-phong"].place.line - 1]


def test_a_hand_written_page_leads_to_itself() -> None:
    assert page_address(GITHUB, site_of(SMALL).data, "huong-dan/index.md", written=True) == f"{GITHUB.url}/edit/main/docs/huong-dan/index.md"


ROW = '<tr id="{0}" data-k="1"><td>1</td><th scope="row">Việc</th><td>x</td></tr>'


def test_only_rows_of_records_get_a_link() -> None:
    data = site_of(SMALL).data
    for text in (ROW.format("khong-phai"), '<tr id="nv-2023-1"><td>không có ô đầu dòng</td></tr><tr><th scope="row">khác</th></tr>', "<p>x</p>", '<tr class="group-row"><th>Nhóm</th></tr>'):
        assert with_row_links(text, GITHUB, data) == text
    made = with_row_links(ROW.format("nv-2023-1") + ROW.format("khong-phai"), GITHUB, data)
    link = made[made.index("<a ") : made.index("</a>") + 4]
    assert made == ROW.format("nv-2023-1").replace("Việc", f"{link}Việc") + ROW.format("khong-phai")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project on a host, its data where the repository has it."""
    made = Project(tmp_path_factory.mktemp("edit") / "project")
    copied(made.folder / "data", {})
    made.built("data", DATA_DIR="data")
    made.write("before.html", made.page("nam/2023/index.html"))
    made.write("mkdocs.yml", (made.folder / "mkdocs.yml").read_text(encoding="utf-8").replace("extra: {}", f"extra: {{repo: {GITHUB.url}}}"))
    made.built("data", DATA_DIR="data")
    return made


def test_by_default_there_is_no_link(project: Project) -> None:
    page = (project.folder / "before.html").read_text(encoding="utf-8")
    assert "edit-row" not in page and 'rel="edit"' not in page and "Sửa trang này" not in page


def test_every_row_leads_to_its_own_line(project: Project) -> None:
    found = 0
    for path in ("nam/2023", "don-vi/van-phong", "van-ban", "lanh-dao", "khen-thuong/2023", "nguon"):
        for link in html.fromstring(project.page(f"{path}/index.html")).iter("a"):
            if link.get("class") == "edit-row":
                row = next(parent for parent in link.iterancestors() if parent.tag in ("tr", "li") and parent.get("id"))
                file, line = re.fullmatch(rf"{GITHUB.url}/blob/main/(data/.*)\?plain=1#L(\d+)", unquote(link.get("href"))).groups()  # type: ignore[union-attr]
                text = (project.folder / file).read_text(encoding="utf-8").splitlines()
                assert f"id: {row.get('id')}" in text[int(line) - 1], (path, row.get("id"))
                assert link.get("aria-label") == "Sửa dòng này" and not link.text_content()
                found += 1
    assert found > 20


def test_the_page_itself_has_its_link(project: Project) -> None:
    assert f'href="{GITHUB.url}/edit/main/data/2023/plan.yml" title="Sửa trang này"' in project.page("nam/2023/index.html")
    assert f'href="{GITHUB.url}/edit/main/docs/huong-dan/index.md"' in project.page("huong-dan/index.html")
    assert 'rel="edit"' not in project.page("tra-cuu/index.html")


def test_links_change_nothing_else_that_is_read(project: Project) -> None:
    """Readers, search and the files of tables see the same words."""
    before = (project.folder / "before.html").read_text(encoding="utf-8")
    body = [words(page.split("<article", 1)[1].split("</article>", 1)[0].partition(">")[2]) for page in (before, project.page("nam/2023/index.html"))]
    assert body[0] == body[1]


def test_two_thousand_rows_stay_within_their_bytes(tmp_path: Path) -> None:
    data = site_of(SMALL).data
    ids = [f"nv-2023-t{n}" for n in range(2000)]
    place = data.tasks["nv-2023-1"].place
    page = "".join(ROW.format(one) for one in ids)
    tasks = {one: data.tasks["nv-2023-1"].model_copy() for one in ids}
    for number, task in enumerate(tasks.values()):
        object.__setattr__(task, "place", place._replace(line=14 * number + 2))
    data.by_id.update(tasks)
    try:
        linked = with_row_links(page, GITHUB, data)
    finally:
        for one in ids:
            del data.by_id[one]
    assert linked.count("edit-row") == 2000
    assert len(gzip.compress(linked.encode())) - len(gzip.compress(page.encode())) < 30_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_links_are_reached_by_keyboard_and_pass_axe(project: Project, browser: Any, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with served(project.folder / "site") as address:
        page = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce").new_page()
        page.goto(f"{address}nam/2023/")
        link = page.locator("#nv-2023-1 .edit-row")
        link.focus()
        assert link.evaluate("node => getComputedStyle(node).opacity") == "1"
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}})
        assert found.violations_count == 0, found.generate_report()
        page.emulate_media(media="print")
        assert not link.is_visible()
        page.context.close()
