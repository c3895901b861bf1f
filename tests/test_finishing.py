"""The last work on a page's text: where links of the record lead, those that lead nowhere, and the page as it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from mkdocs.utils import get_relative_url

from macros.finishing import PLACE, Place, Targets, composed, finished, kept_for_later, relative
from macros.problems import Refused
from macros.stored import Kept
from macros.table_files import Origin

ORIGIN = Origin("du-lieu/bang/nam/2024", "nam/2024/", date(2024, 6, 30))
PAGE = Place("nam/2024.md", "nam/2024/", "nam/2024/index.html", ORIGIN)
TARGETS = Targets({"nam/2024.md": "nam/2024/", "nam/2023.md": "nam/2023/", "tra-cuu.md": "tra-cuu/", "phong-trao/x.md": "phong-trao/x/"}, frozenset({"phong-trao/x.md"}), partial=False)


@pytest.mark.parametrize(
    ("link", "made"),
    [
        ('href="site:nam/2023.md"', 'href="../2023/"'),
        ('href="site:nam/2023.md#nv-1"', 'href="../2023/#nv-1"'),
        ('href="site:nam/2024.md#nv-1"', 'href="./#nv-1"'),
        ('action="site:tra-cuu.md?q=a&amp;b=c"', 'action="../../tra-cuu/?q=a&amp;b=c"'),
        ('href="site:du-lieu/bang/nam/2024/nhiem-vu.xlsx"', 'href="../../du-lieu/bang/nam/2024/nhiem-vu.xlsx"'),
        ('href="site:phong-trao/x.md#y"', 'href="../../phong-trao/x/#y" data-own-page="phong-trao/x.md"'),
        ('href="https://x.vn/"', 'href="https://x.vn/"'),
    ],
)
def test_a_link_of_the_record_becomes_an_address_relative_to_the_page(link: str, made: str) -> None:
    assert finished(f"<a {link}>x</a>", PAGE, TARGETS, Kept()) == f"<a {made}>x</a>"


@pytest.mark.parametrize(
    ("target", "page", "address"),
    [
        # As pages are addressed on a server; a home page has no address of its own, and is `./` where it is led to.
        ("./", "", "./"), ("./", "nam/2024/", "../../"), ("nam/", "nam/2024/", "../"), ("nam/2024/", "", "nam/2024/"), ("nam/2024/", "nam/2024/", "./"),
        ("assets/a.js", "nam/2024/", "../../assets/a.js"), ("nam/2024/b.csv", "nam/2024/", "b.csv"),
        # As they are without one.
        ("index.html", "nam/2024.html", "../index.html"), ("nam/2023.html", "nam/2024.html", "2023.html"), ("nam/2024.html", "index.html", "nam/2024.html"),
    ],
)
def test_an_address_is_named_as_seen_from_the_page(target: str, page: str, address: str) -> None:
    assert relative(target, page) == address == get_relative_url(target, page)


def test_links_that_lead_nowhere_are_named_once_each() -> None:
    text = '<a href="site:nam/2025.md">1</a> <a href="site:nam/1999.md#a">2</a> <a href="site:nam/2025.md">3</a>'
    with pytest.raises(Refused) as refused:
        finished(text, PAGE, TARGETS, Kept())
    assert str(refused.value) == "nam/2024.md: liên kết đến trang không có: nam/1999.md, nam/2025.md. Sửa địa chỉ, hoặc bỏ liên kết."
    assert finished(text, PAGE, replace(TARGETS, partial=True), Kept()) == '<a data-not-in-preview="">1</a> <a data-not-in-preview="">2</a> <a data-not-in-preview="">3</a>'


def test_only_addresses_of_links_and_forms_are_resolved() -> None:
    text = '<code>title="site:khong-co.md"</code> <form action="site:phong-trao/x.md"></form>'
    assert finished(text, PAGE, TARGETS, Kept()).startswith('<code>title="site:khong-co.md"</code> <form action="')


def test_a_page_is_composed_of_what_the_theme_made_and_the_content_that_its_file_holds(tmp_path: Path) -> None:
    text = '<h1>Năm</h1><a href="site:phong-trao/x.md#y">a</a><a href="site:phong-trao/x.md#z">b</a>'
    for path, content in kept_for_later(text, PAGE, TARGETS).items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(content)
    made = composed(tmp_path, PAGE.file, f"<main>{PLACE}</main>", {"phong-trao/x.md": frozenset({"y"})})
    content = '<h1>Năm</h1><a href="../../phong-trao/x/#y">a</a><a href="../../phong-trao/x/">b</a>'
    assert made == {PAGE.file: f"<main>{content}</main>".encode()}
