"""The built site: real, demo, small and empty records build strictly; pages of editors win; what is broken fails; links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from lxml import html

from macros.scanning import scan
from tests.sites import DEMO, REAL, REPOSITORY, SMALL, Project, copied, pages_of, words


def main_text(file: Path) -> str:
    """Return what a reader reads of a built page's content."""
    tree = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    [article] = tree.xpath("//article")
    return words(html.tostring(article, encoding="unicode"))


def page_file(site: Path, path: str) -> Path:
    """Return the built file of a page by its Markdown path."""
    stem = path.removesuffix(".md").removesuffix("index").rstrip("/")
    return site / stem / "index.html"


# --- the records of this repository ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fixture", "folder"), [("real_site", REAL), ("demo_site", DEMO), ("small_site", SMALL)])
def test_record_builds_strictly_with_every_page(fixture: str, folder: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(fixture)
    missing = [path for path in pages_of(folder) if not page_file(site, path).is_file()]
    assert missing == []
    assert (site / "404.html").is_file()


@pytest.mark.parametrize("fixture", ["real_site", "demo_site", "small_site"])
def test_every_link_and_anchor_of_the_built_site_leads_somewhere(fixture: str, request: pytest.FixtureRequest) -> None:
    assert scan(request.getfixturevalue(fixture)) == []


def test_every_picture_of_ours_that_is_published_is_seen_on_a_page(real_site: Path) -> None:
    """README's picture, for one, is kept elsewhere: readers would download it with a copy of the site and never see it."""
    pages = "".join(page.read_text(encoding="utf-8") for page in real_site.rglob("*.html"))
    ours = [path for path in (REPOSITORY / "docs").rglob("*") if path.suffix in (".png", ".jpg", ".svg", ".webp")]
    published = [path.name for one in ours for path in real_site.rglob(f"{one.stem}*{one.suffix}") if not path.is_relative_to(real_site / "assets/images")]
    assert len(published) == len(ours) > 5
    assert [name for name in published if name not in pages] == []


def test_crawl_finds_what_is_broken(small_site: Path, tmp_path: Path) -> None:
    """The crawl above can fail: take a page away, take an anchor away."""
    broken = shutil.copytree(small_site, tmp_path / "site")
    (broken / "van-ban/9903-ct-tw/index.html").unlink()
    year = broken / "nam/2023/index.html"
    year.write_text(year.read_text(encoding="utf-8").replace('id="nv-2023-2"', ""), encoding="utf-8")
    found = "\n".join(scan(broken))
    assert "9903-ct-tw/' không dẫn đến trang hay tệp nào" in found
    assert "không có mục '#nv-2023-2'" in found


def test_every_page_is_vietnamese_and_relative(real_site: Path) -> None:
    for file in real_site.rglob("*.html"):
        tree = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        assert tree.get("lang") == "vi", file
        assert not tree.xpath("//link[@rel='canonical']"), file
        if file.name != "404.html":
            assert not [href for href in tree.xpath("//@href | //@src") if href.startswith("/")], file


def test_demo_says_on_every_page_that_it_is_one(demo_site: Path, small_site: Path) -> None:
    banner = "Dữ liệu minh họa, không phải số liệu thật"
    for file in demo_site.rglob("*.html"):
        assert banner in file.read_text(encoding="utf-8"), file
    assert banner not in (small_site / "index.html").read_text(encoding="utf-8")


def test_menu_footer_and_missing_page(real_site: Path) -> None:
    tree = html.document_fromstring((real_site / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    tabs = [" ".join(item.text_content().split()) for item in tree.xpath("//nav[contains(@class, 'md-tabs')]//li")]
    assert tabs == ["Trang chủ", "Kế hoạch, kết quả", "Văn bản", "Thi đua - Khen thưởng", "Ban, đơn vị", "Tra cứu"]
    footer = [link.text for link in tree.xpath("//footer//nav//a")]
    assert footer == ["Mới cập nhật", "Tải dữ liệu", "Nguồn", "Hướng dẫn cập nhật", "Phiên bản"]
    assert "Không có trang này" in (real_site / "404.html").read_text(encoding="utf-8")


def test_no_english_word_of_the_theme_is_left(real_site: Path) -> None:
    for file in (real_site / "index.html", real_site / "nam/2022/index.html", real_site / "404.html"):
        tree = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        said = [*tree.xpath("//@aria-label"), *tree.xpath("//@title"), *tree.xpath("//@placeholder")]
        english = [text for text in said if re.search(r"\b(Search|Navigation|Footer|Header|Skip|Next|Previous|Back|Table of contents|Switch|Clear|Share|Copy|Permanent)\b", text)]
        assert english == [], file


def test_years_stand_in_the_menu(small_site: Path) -> None:
    text = (small_site / "nam/2023/index.html").read_text(encoding="utf-8")
    tree = html.document_fromstring(text)
    years = [" ".join(link.text_content().split()) for link in tree.xpath("//nav[@data-md-level='1']//a[contains(@class, 'md-nav__link')]")]
    assert [year for year in years if re.fullmatch(r"20\d\d", year)] == ["2024", "2023"]


def menu_of(site: Path, page: Path) -> list[tuple[str, str]]:
    """Return the entries of a page's tabs and menu: their words, and the file below the site that each leads to."""
    tree = html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    links = tree.xpath("//nav[contains(@class, 'md-tabs') or @data-md-level]//a[contains(@class, '__link') and not(ancestor::*[contains(@class, 'md-nav--secondary')])]")
    return [(" ".join(link.text_content().split()), os.path.relpath(page.parent / link.get("href"), site)) for link in links]


def test_menu_is_the_same_on_every_page_and_leads_to_the_same_places(small_site: Path) -> None:
    pages = [page for page in sorted(small_site.rglob("*.html")) if page.name != "404.html"]
    menus = {page.relative_to(small_site).as_posix(): menu_of(small_site, page) for page in pages}
    expected = menus["index.html"]
    assert len(menus) > 30
    assert ("2023", "nam/2023") in expected
    assert {page: menu for page, menu in menus.items() if menu != expected} == {}


def test_record_with_vocabularies_only_builds(tmp_path: Path) -> None:
    """A new office starts with nothing but its words: every register says that it is empty."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(REPOSITORY / SMALL / "vocabularies.yml", data)
    site = Project(tmp_path / "project").built(data)
    assert "Chưa có năm nào có số liệu nhiệm vụ." in main_text(site / "index.html")
    sentences = {
        "nam": "Chưa có năm nào.", "van-ban": "Không có văn bản phù hợp.", "thi-dua": "Chưa có phong trào nào.", "khen-thuong": "Chưa có khen thưởng.", "moi": "Chưa có bản ghi nào có ngày.",
    }
    for path, sentence in sentences.items():
        assert sentence in main_text(site / path / "index.html"), path


# --- pages of editors ---------------------------------------------------------------------------------------------------

OWN_PAGE = """# Chỉ thị về khu dân cư

Lời dẫn của biên tập: {{ doc("9903-CT/TW") }}.

{{ tasks(document="9903-CT/TW") }}

Xem [năm 2023](../nam/2023.md#nv-2023-2), [đơn vị](../don-vi/van-phong.md).
"""


@pytest.fixture(scope="module")
def own_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with hand-written pages: one at a generated page's path, one of its own."""
    project = Project(tmp_path_factory.mktemp("own") / "project")
    project.write("docs/van-ban/9903-ct-tw.md", OWN_PAGE)
    calls = 'Có {{ figure("sl-2023-nha") }} được bàn giao.\n\n{{ tasks(year=2023, state="Chuyển sang năm sau") }}\n\n{{ recipients(year=2024) }}\n'
    project.write("docs/gioi-thieu.md", f"---\ntitle: Giới thiệu\n---\n\n# Giới thiệu\n\n{calls}")
    project.write("docs/nam/2023.md", "# Năm 2023 bằng lời\n\n{{ progress(year=2023) }}\n\n{{ tasks(year=2023) }}\n\n{{ events(year=2023) }}\n\n{{ results(2023) }}\n")
    return project.built(SMALL)


def test_page_of_an_editor_replaces_the_generated_one(own_pages: Path) -> None:
    shown = main_text(own_pages / "van-ban/9903-ct-tw/index.html")
    assert shown.startswith("Chỉ thị về khu dân cư")
    assert "Lời dẫn của biên tập: Chỉ thị số 9903-CT/TW, ngày 26/10/2022 của Ban Bí thư về phát huy vai trò tự quản của khu dân cư." in shown
    assert "Hướng dẫn tổ chức Ngày hội ở khu dân cư" in shown
    assert "Sao chép trích dẫn" not in (own_pages / "van-ban/9903-ct-tw/index.html").read_text(encoding="utf-8")


def test_links_from_other_pages_lead_to_it(own_pages: Path) -> None:
    assert 'href="../9903-ct-tw/"' in (own_pages / "van-ban/9902-qd-mttw/index.html").read_text(encoding="utf-8")
    assert 'id="nv-2023-2"' in (own_pages / "nam/2023/index.html").read_text(encoding="utf-8")
    assert 'href="../2023/#nv-2023-2"' in (own_pages / "nam/2024/index.html").read_text(encoding="utf-8")


def test_links_to_what_it_leaves_out_lead_to_the_page(own_pages: Path) -> None:
    """The editor's page of 2023 has no priorities: the home links to the page, without an anchor that is not there."""
    home = (own_pages / "index.html").read_text(encoding="utf-8")
    assert 'href="nam/2023/"' in home and "#nhiem-vu-trong-tam" not in home
    assert not [file for file in own_pages.rglob("*.html") if "data-own-page" in file.read_text(encoding="utf-8")]


def test_macros_of_a_page_show_the_record(own_pages: Path) -> None:
    shown = main_text(own_pages / "gioi-thieu/index.html")
    assert "Có 1.248 căn được bàn giao." in shown
    assert "Số hóa hồ sơ lưu trữ" in shown and "Chưa có khen thưởng." in shown
    assert "{{" not in (own_pages / "gioi-thieu/index.html").read_text(encoding="utf-8")


def test_hostile_text_through_a_macro_of_a_page_shows_as_typed(own_pages: Path) -> None:
    shown = main_text(own_pages / "nam/2023/index.html")
    assert "<script>alert(1)</script> {{ 7*7 }} | `mã` **đậm** [x](javascript:alert(1))" in shown
    assert "<script>alert(1)" not in (own_pages / "nam/2023/index.html").read_text(encoding="utf-8")


def test_year_that_is_only_a_folder_appears_everywhere(tmp_path: Path) -> None:
    tasks = "- id: nv-2031-1\n  title: Việc của năm mới\n  lead: van-phong\n  due: Quý II/2031\n"
    site = Project(tmp_path / "project").built(copied(tmp_path / "data", {"2031/tasks.yml": ("", tasks)}))
    assert "Việc của năm mới" in main_text(site / "nam/2031/index.html")
    for path, address in (("nam/index.html", "2031/"), ("don-vi/van-phong/index.html", "../../nam/2031/"), ("nam/2024/index.html", "../2031/")):
        assert f'href="{address}"' in (site / path).read_text(encoding="utf-8"), path
    menu = html.document_fromstring((site / "nam/2023/index.html").read_text(encoding="utf-8")).xpath("//nav[@data-md-level='1']//a/@href")
    assert "../2031/" in menu


# --- what must fail --------------------------------------------------------------------------------------------------------


def test_broken_links_and_anchors_fail_and_leave_the_old_site(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write("site/404.html", "trang cũ")
    project.write("docs/hong.md", "# Hỏng\n\n[a](khong-co.md) [b](#khong-co) [c](van-ban/9903-ct-tw.md#khong-co) [d](/van-ban/khong-co.md)\n\n<a href=\"khong-co/\">e</a>\n")
    outcome = project.build()
    said = outcome.stderr
    assert outcome.returncode == 1
    for link in ("khong-co.md", "#khong-co", "van-ban/9903-ct-tw.md", "/van-ban/khong-co.md"):
        assert re.search(rf"docs/hong\.md: .*{re.escape(link)}", said), f"{link}\n{said}"
    assert project.page("404.html") == "trang cũ"
    assert [path.name for path in project.folder.iterdir() if path.name.startswith(".site-")] == []


def test_broken_link_inside_html_fails(tmp_path: Path) -> None:
    """MkDocs does not look into HTML; the reading of the built pages does."""
    project = Project(tmp_path / "project")
    project.write("docs/hong.md", '# Hỏng\n\n<p><a href="khong-co/">a</a> <img src="http://x.example/a.png" alt=""></p>\n')
    outcome = project.build()
    assert outcome.returncode == 1
    assert "hong/index.html: địa chỉ 'khong-co/' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết." in outcome.stderr
    assert "hong/index.html: trang tải 'http://x.example/a.png' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó." in outcome.stderr
    assert not (project.folder / "site").exists()


def test_undefined_macro_fails(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write("docs/hong.md", "# Hỏng\n\n{{ tsaks() }}\n\n{{ doc('9903-CT/TW'\n")
    project.write("docs/cung-hong.md", "# Cũng hỏng\n\n{{ tsaks() }}\n")
    outcome = project.build()
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines()[:4] == [
        "docs/cung-hong.md:3: không có lệnh chèn 'tsaks'. Có phải «tasks»?",
        "docs/hong.md:3: không có lệnh chèn 'tsaks'. Có phải «tasks»?",
        "docs/hong.md:5: doc: thiếu }} ở cuối lệnh chèn. Viết như {{ doc(\"18-CT/TW\") }}.",
        "3 lỗi trong docs/.",
    ]


def test_bad_data_fails_with_every_problem(tmp_path: Path) -> None:
    edits = {"2023/tasks.yml": ("due: 31/12/2023", "due: 31/02/2023"), "2024/tasks.yml": ("lead: van-phong", "lead: van-phonk")}
    outcome = Project(tmp_path / "project").build(copied(tmp_path / "data", edits))
    assert outcome.returncode == 1
    lines = [line.replace(f"{tmp_path}/", "") for line in outcome.stderr.splitlines()]
    assert [re.sub(r":\d+:.*?'", ": '", line) for line in lines[:3]] == [
        "data/2023/tasks.yml: '31/02/2023' không phải là ngày. Viết ngày/tháng/năm, ví dụ 28/02/2023.",
        "data/2024/tasks.yml: 'van-phonk' trong units.yml. Có phải «van-phong» (Văn phòng)?",
        "2 lỗi trong data/.",
    ]


def test_preview_of_one_year_builds_its_pages(tmp_path: Path) -> None:
    site = Project(tmp_path / "project").built(SMALL, YEAR="2023")
    assert (site / "nam/2023/index.html").is_file() and not (site / "nam/2024").exists() and not (site / "van-ban/9903-ct-tw").exists()
    assert "Hướng dẫn tổ chức Ngày hội ở khu dân cư" in main_text(site / "nam/2023/index.html")


@pytest.mark.slow
def test_address_with_a_sub_path(tmp_path: Path) -> None:
    site = Project(tmp_path / "project").built(SMALL, SITE_URL="https://ke-hoach.example/mt/")
    assert '<link rel="canonical" href="https://ke-hoach.example/mt/nam/2023/">' in (site / "nam/2023/index.html").read_text(encoding="utf-8")
    assert scan(site, "https://ke-hoach.example/mt/") == []
