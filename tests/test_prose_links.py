"""Links of hand-written pages that lead nowhere: named with their line, as a build by MkDocs names them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.prose_links import link_problems
from tests.sites import SMALL, Project, site_of

PAGE = """\
---
title: Riêng
---

# Riêng

[Năm](nam/2023.md), [mục](nam/2023.md#nhiem-vu), [dòng](nam/2023.md#nv-2023-1), [gốc](/van-ban/index.md), [ngoài](https://vi-du.example/a), [thư](mailto:a@example.org), ![hình](assets/logo.svg)
[nhiệm vụ ở dưới](#nv-2023-1), [tệp](du-lieu/v1/index.json), [hướng dẫn](huong-dan/index.md#nam-dieu), [tải dữ liệu](du-lieu/index.md#lich), `[như gõ](khong-co.md)`
{{ tasks(year=2023) }}

[trang không có](nam/1999.md)
[tệp không có](assets/khong-co.png) và [thư mục](van-ban/)
[mục không có](nam/2023.md#khong-co)
[mục không có ở đây](#khong-co)
![hình không có][1]
[gốc không có](/khong-co.md)

## Mục một { #muc-mot }

[mục một](#muc-mot)

[1]: khong-co.svg
"""
SAID = [
    "docs/rieng.md:11: liên kết 'nam/1999.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.",
    "docs/rieng.md:12: liên kết 'assets/khong-co.png' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.",
    "docs/rieng.md:12: liên kết 'van-ban/' không dẫn đến trang hay tệp nào. Viết địa chỉ của tệp .md, tính từ trang này.",
    "docs/rieng.md:13: liên kết 'nam/2023.md#khong-co': trang nam/2023.md không có mục '#khong-co'. Xem lại tên mục.",
    "docs/rieng.md:14: liên kết '#khong-co': trang này không có mục ấy. Xem lại tên mục.",
    "docs/rieng.md:22: liên kết 'khong-co.svg' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.",
    "docs/rieng.md:16: liên kết '/khong-co.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a page whose links lead somewhere and nowhere."""
    made = Project(tmp_path_factory.mktemp("links"))
    made.write("docs/rieng.md", PAGE)
    return made


def test_links_that_lead_nowhere_are_named(project: Project) -> None:
    assert list(map(str, link_problems(project.folder / "docs", site_of(SMALL)))) == SAID


def test_a_build_says_the_same(project: Project) -> None:
    outcome = project.build()
    assert outcome.returncode == 1
    said = {line for line in outcome.stderr.splitlines() if line.startswith("docs/")}
    assert said == {re.sub(r":\d+: ", ": ", line) for line in SAID}


def test_a_page_without_settings_beside_it_is_read_as_plain_markdown(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("[b](b.md) [a](a.md) <c@example.org>\n", encoding="utf-8")
    assert list(map(str, link_problems(tmp_path / "docs", site_of(SMALL)))) == ["docs/a.md:1: liên kết 'b.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."]


def test_headings_have_anchors_without_settings_too_since_mkdocs_always_gives_them(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# Muc\n\n[đây](#muc) [đó](#khac)\n", encoding="utf-8")
    assert list(map(str, link_problems(tmp_path / "docs", site_of(SMALL)))) == ["docs/a.md:3: liên kết '#khac': trang này không có mục ấy. Xem lại tên mục."]


def test_files_with_odd_names_may_be_linked_to(tmp_path: Path) -> None:
    for name in ("Báo cáo quý 1 (bản cuối).txt", "100%.txt", "A&B.txt", "a+b #2.txt", "a;b,c=d.txt", "Trang lạ (1).md", "ghi.markdown"):
        (tmp_path / "docs/tep").mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs/tep" / name).write_text("# Trang\n\n## Mục hai\n", encoding="utf-8")
    quoted = "[a](B%C3%A1o%20c%C3%A1o%20qu%C3%BD%201%20%28b%E1%BA%A3n%20cu%E1%BB%91i%29.txt) [b](100%25.txt) [c](A&B.txt) [d](a+b%20%232.txt) [e](a;b,c=d.txt)\n"
    typed = "[a](<Báo cáo quý 1 (bản cuối).txt>) [b](100%.txt) [c](<Trang lạ (1).md#muc-hai>) [d](Trang%20lạ%20(1).md?in=1#muc-hai) [e](ghi.markdown#muc-hai)\n"
    (tmp_path / "docs/tep/a.md").write_text(quoted + typed, encoding="utf-8")
    assert link_problems(tmp_path / "docs", site_of(SMALL)) == []


def test_what_no_site_has_is_not_linked_to(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/.an.txt").write_text("ẩn\n", encoding="utf-8")
    (tmp_path / "docs/a.md").write_text("[ẩn](.an.txt)\n", encoding="utf-8")
    assert list(map(str, link_problems(tmp_path / "docs", site_of(SMALL)))) == ["docs/a.md:1: liên kết '.an.txt' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."]


def test_what_cannot_be_read_as_an_address_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# A\n\n[máy](http://[may) [b](b.md)\n", encoding="utf-8")
    assert list(map(str, link_problems(tmp_path / "docs", site_of(SMALL)))) == [
        "docs/a.md:3: liên kết 'http://[may' không phải là địa chỉ. Sửa địa chỉ, hoặc bỏ liên kết.",
        "docs/a.md:3: liên kết 'b.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.",
    ]
