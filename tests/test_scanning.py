"""The scan of built pages: every fault a reader could meet is found, and nothing else is called one."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from macros.beside import Beside
from macros.scanning import ReadPages, read_as_written, scan, summary

HEAD = '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang</title></head>'


def built(folder: Path, **pages: str) -> Path:
    """Write pages, each given as its body, and a few files; return the folder."""
    for name, body in {"index": "<p>Trang chủ</p>", "khac/index": '<h2 id="muc">Mục</h2>', **pages}.items():
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body if body.startswith("<!") else f"{HEAD}<body>{body}</body></html>", encoding="utf-8")
    (folder / "tệp lạ.pdf").write_bytes(b"%PDF")
    (folder / "a.css").write_text("body { background: url(data:image/png;base64,xx) }", encoding="utf-8")
    return folder


SOUND = [
    '<a href="khac/">x</a> <a href="khac/#muc">x</a> <a href="khac/index.html?a=b#muc">x</a> <a href="#">x</a> <a href="#top">x</a> <a href="">x</a> <a href=".">x</a>',
    '<a href="t%E1%BB%87p%20l%E1%BA%A1.pdf#page=2">tệp</a>',
    '<a href="https://nơi-khác.example/">đi nơi khác</a> <a href="mailto:a@example.vn">thư</a> <a href="tel:1">gọi</a>',
    '<link rel="canonical" href="https://x.example/"><link rel="stylesheet" href="a.css">',
    '<img src="data:image/png;base64,xx" alt=""> <svg><use href="#muc-nay"/></svg><b id="muc-nay"></b>',
    "<pre>{{ tasks(year=2023) }}</pre><code>{% if %}</code><p>&#123;&#123; như đã gõ }}</p><!-- {{ -->",
    '<p>JavaScript: là một ngôn ngữ; «href="javascript:x"» chỉ là chữ.</p>',
    '<div id="a"></div><a name="b"></a><a href="#a">a</a><a href="#b">b</a>',
    '<form action="khac/"></form>',
]

FAULTS = [
    ('<a href="khong-co/">x</a>', "địa chỉ 'khong-co/' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    ('<a href="../khac/">x</a>', "địa chỉ '../khac/' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    ('<a href="a.css/">x</a>', "địa chỉ 'a.css/' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    ('<img src="b.png" alt="">', "địa chỉ 'b.png' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    ('<img srcset="a.css 1x, c.png 2x" alt="">', "địa chỉ 'c.png' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    ('<a href="#khong-co">x</a>', "địa chỉ '#khong-co': trang index.html không có mục '#khong-co'."),
    ('<a href="khac/#m%E1%BB%A5c">x</a>', "địa chỉ 'khac/#m%E1%BB%A5c': trang khac/index.html không có mục '#mục'."),
    ('<a href="/khac/">x</a>', "địa chỉ '/khac/' tính từ gốc máy chủ: đặt trang vào thư mục con là hỏng."),
    ('<img src="http://x.example/a.png">', "trang tải 'http://x.example/a.png' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<script src="//x.example/a.js"></script>', "trang tải '//x.example/a.js' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<link rel="preconnect" href="https://x.example">', "trang tải 'https://x.example' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<iframe src="https://x.example/"></iframe>', "trang tải 'https://x.example/' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<video poster="https://x.example/a.png"></video>', "trang tải 'https://x.example/a.png' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<a href="khac/" ping="https://x.example/">x</a>', "trang tải 'https://x.example/' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<form action="https://x.example/"></form>', "trang tải 'https://x.example/' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<p style="background:url(https://x.example/a.png)">x</p>', "trang tải 'https://x.example/a.png' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ("<style>@import '//x.example/a.css';</style>", "trang tải '//x.example/a.css' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<meta http-equiv="refresh" content="0; url=https://x.example/">', "trang tải 'https://x.example/' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<svg><image xlink:href="https://x.example/a.svg"/></svg>', "trang tải 'https://x.example/a.svg' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<link rel="preload" imagesrcset="c.png 2x">', "địa chỉ 'c.png' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    ('<button formaction="https://x.example/">x</button>', "trang tải 'https://x.example/' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."),
    ('<a href=" java\tscript:alert(1)">x</a>', "địa chỉ 'javascript:alert(1)' không được phép: chỉ dùng địa chỉ trang, https, mailto hoặc tel."),
    ('<a href="data:text/html,x">x</a>', "địa chỉ 'data:text/html,x' không được phép: chỉ dùng địa chỉ trang, https, mailto hoặc tel."),
    ('<a href="site:nam/2023.md">x</a>', "địa chỉ 'site:nam/2023.md' không được phép: chỉ dùng địa chỉ trang, https, mailto hoặc tel."),
    ('<a href="http://[x">x</a>', "địa chỉ 'http://[x' viết sai."),
    ("<p>{{ tasks(year=2023) }}</p>", "còn lệnh chưa được thay bằng nội dung: '{{ tasks(year=2023) }}</p></body></html>'."),
    ("<p>{% for x</p>", "còn lệnh chưa được thay bằng nội dung: '{% for x</p></body></html>'."),
    ("<pre>Traceback (most recent call last)</pre>", "trang mang thông báo lỗi «Traceback (most recent call last)» thay cho nội dung."),
    ("<h1>Macro Rendering Error</h1>", "trang mang thông báo lỗi «Macro Rendering Error» thay cho nội dung."),
    ('<b id="a"></b><i id="a"></i>', "mã '#a' có 2 chỗ trên một trang. Mỗi mã chỉ một chỗ."),
    (unicodedata.normalize("NFD", "<p>kế hoạch</p>"), "chữ có dấu viết rời (không phải Unicode NFC): tìm kiếm sẽ không thấy."),
    ("<!doctype html><html><head><title>x</title></head></html>", 'trang không ghi ngôn ngữ tiếng Việt (lang="vi").'),
    ('<!doctype html><html lang="vi"><head><title> </title></head></html>', "trang không có tên (title)."),
]


@pytest.mark.parametrize("body", SOUND)
def test_a_sound_page_has_no_findings(tmp_path: Path, body: str) -> None:
    assert scan(built(tmp_path, index=body)) == []


@pytest.mark.parametrize(("body", "finding"), FAULTS)
def test_a_fault_is_found_with_its_page(tmp_path: Path, body: str, finding: str) -> None:
    assert scan(built(tmp_path, index=body)) == [f"index.html: {finding}"]


def test_a_fault_of_the_menu_is_said_once(tmp_path: Path) -> None:
    link = '<a href="https://x.example/">x</a><script src="https://x.example/a.js"></script>'
    folder = built(tmp_path, **{"index": link, "b/index": link, "khac/index": link})
    assert scan(folder) == ["b/index.html: trang tải 'https://x.example/a.js' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó. (và ở 2 trang khác)"]


def test_an_empty_page_and_one_in_another_encoding_are_named(tmp_path: Path) -> None:
    folder = built(tmp_path)
    (folder / "trong.html").write_bytes(b"")
    (folder / "ma.html").write_bytes("<!doctype html>kế".encode("utf-16"))
    assert scan(folder) == ["ma.html: trang không phải mã UTF-8.", "trong.html: trang trống."]


def test_a_style_sheet_may_not_load_from_outside(tmp_path: Path) -> None:
    folder = built(tmp_path)
    (folder / "a.css").write_text('@import "https://x.example/b.css";', encoding="utf-8")
    assert scan(folder) == ["a.css: trang tải 'https://x.example/b.css' từ nơi khác. Chép tệp vào docs/ và dùng tệp đó."]


@pytest.mark.parametrize("site_url", ["https://mt.example/ke-hoach/", "https://mt.example/ke-hoach"])
def test_addresses_from_the_root_are_fine_on_the_host_the_site_is_built_for(tmp_path: Path, site_url: str) -> None:
    body = '<a href="/ke-hoach/khac/#muc">x</a><img src="https://mt.example/ke-hoach/a.css"><a href="/ke-hoach/">x</a>'
    assert scan(built(tmp_path, **{"index": body, "404": body}), site_url) == []
    outside = built(tmp_path / "2", index='<a href="/khac/">x</a>')
    assert len(scan(outside, site_url)) == 1


def test_the_page_for_unknown_addresses_counts_from_the_root(tmp_path: Path) -> None:
    assert scan(built(tmp_path, **{"404": '<a href="/khac/">x</a><link rel="stylesheet" href="/a.css">'})) == []
    assert len(scan(built(tmp_path, **{"404": '<a href="/mat/">x</a>'}))) == 1


@pytest.mark.parametrize("dies", [False, True])
def test_two_processes_find_what_one_does_even_when_the_second_dies(tmp_path: Path, *, dies: bool) -> None:
    bodies = {f"t{number:02}": f'<a href="mat-{number}/">x</a>' for number in range(20)}
    folder, known = built(tmp_path, **bodies), ReadPages()
    with Beside() as beside:
        if dies:
            beside.process.kill()
        found = scan(folder, "", known, beside)
    assert found == scan(folder) and len(found) == len(bodies)
    assert [name for name, _ in known] == sorted([*(f"{name}.html" for name in bodies), "index.html", "khac/index.html"])


def test_a_second_scan_finds_what_a_first_one_would(tmp_path: Path) -> None:
    known = ReadPages()
    assert scan(built(tmp_path, index='<a href="khac/#muc">x</a>'), "", known) == []
    (tmp_path / "khac/index.html").write_text(f"{HEAD}<body>Không còn mục</body></html>", encoding="utf-8")
    again = scan(tmp_path, "", known)
    assert again == scan(tmp_path) and len(again) == 1
    (tmp_path / "khac/index.html").unlink()
    assert scan(tmp_path, "", known) == scan(tmp_path) != again


def _named(name: str, body: str) -> dict[str, bytes]:
    return {name: f"{HEAD}<body>{body}</body></html>".encode()}


def test_what_was_read_as_it_was_written_is_not_read_again_unless_it_changed(tmp_path: Path) -> None:
    folder, fault = built(tmp_path), '<a href="mat/">x</a>'
    known = read_as_written(folder, _named, "moi.html", fault)
    assert (folder / "moi.html").read_bytes() == _named("moi.html", fault)["moi.html"]
    assert scan(folder, "", ReadPages(known)) == scan(folder) and len(scan(folder)) == 1
    # A reading that knows of something else shows that it was the one taken.
    told = ReadPages({key: replace(page, findings=["đã đọc trước."]) for key, page in known.items()})
    assert scan(folder, "", ReadPages(told)) == ["moi.html: đã đọc trước.", *scan(folder)]
    (folder / "moi.html").write_bytes(_named("moi.html", "Đã sửa")["moi.html"])
    assert scan(folder, "", ReadPages(told)) == []


def test_a_summary_is_never_longer_than_a_screen() -> None:
    lines = summary([f"{number}" for number in range(60)]).splitlines()
    assert len(lines) == 52 and lines[-2:] == ["… và 10 lỗi khác.", "60 lỗi trong trang đã dựng."]
