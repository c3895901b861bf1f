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
