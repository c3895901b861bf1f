"""Mistakes in mkdocs.yml: each said with its line, as mistakes in the data are; nothing that MkDocs understands is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.engine import tidy
from macros.mkdocs_settings import repeated_keys, syntax_faults
from tests.sites import REPOSITORY

REAL = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "mkdocs.yml"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return path


def line_of(text: str) -> int:
    return 1 + REAL[: REAL.index(text)].count("\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\ntheme:\n", "\ntheme\n", "'theme' thiếu dấu hai chấm sau tên mục. Viết «tên mục: giá trị»."),
        ("\n  name: material", "\n\tname: material", "có ký tự Tab. Thay bằng dấu cách, mỗi bậc thụt vào hai dấu cách."),
        ("\nstrict: true", "\nstrict: [true", "'[true' mở ngoặc vuông «[» mà chưa đóng, hoặc thiếu dấu phẩy. Thêm «]» hoặc dấu phẩy; nếu là chữ, đặt trong ngoặc kép."),
        ("\n  language: vi", "\n  language: vi: x", "'vi: x' có dấu hai chấm bên trong. Đặt cả giá trị trong ngoặc kép thẳng \"…\"."),
        ("\nsite_name: ", "\nsite_name: \udce1", "không phải mã UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI). Mở lại và lưu với mã hóa UTF-8."),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = f"\n{REAL}"
    path = written(tmp_path, text.replace(old, new, 1)[1:])
    assert syntax_faults(path) == [f"mkdocs.yml:{text[: text.index(old) + 1].count(chr(10))}: {said}"]


def test_a_section_twice_is_said(tmp_path: Path) -> None:
    """MkDocs would take the last one and say nothing: the site in another style, perhaps without the checks."""
    path = written(tmp_path, f"{REAL}theme: {{name: material}}\n")
    assert repeated_keys(path) == [f"mkdocs.yml:{REAL.count(chr(10)) + 1}: mục 'theme' viết hai lần (đã có ở dòng {line_of('theme:')}). Giữ một, xóa một."]


@pytest.mark.parametrize(
    "more", ["", 'x: !ENV [A, ""]\n#ghi chú\n', "x: !ENV A  #ghi chú\n", "emoji: !!python/name:material.extensions.emoji.twemoji\n", "a: &chung {b: 1}\nc: *chung\nd: [*chung]\n"]
)
def test_what_mkdocs_understands_is_no_mistake(more: str, tmp_path: Path) -> None:
    path = written(tmp_path, REAL + more)
    assert (syntax_faults(path), repeated_keys(path)) == ([], [])


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("MkDocs encountered an error parsing the configuration file: could not determine a constructor for the tag '!EN'\n  in \"/a/mkdocs.yml\", line 3, column 11",
         "mkdocs.yml:3: sai cú pháp YAML. So dòng này và các dòng trên với bản trước của tệp."),
        ("MkDocs encountered an error parsing the configuration file: unacceptable character", "mkdocs.yml: sai cú pháp YAML. Lấy lại bản trước của tệp."),
        ("The configuration is invalid. Expected a key-value mapping (dict) but received: <class 'str'>", "mkdocs.yml: tệp không có các mục «tên mục: giá trị». Lấy lại bản trước của tệp."),
        ("Config value 'site_name': Required configuration not provided.", "mkdocs.yml: thiếu mục site_name. Thêm lại mục ấy."),
        ("Config value 'docs_dirr': Unrecognised configuration name: docs_dirr", "mkdocs.yml: docs_dirr: không có mục này. Sửa tên, hoặc xóa mục ấy."),
        ("Config value 'site_name': Expected type: <class 'str'> but received: <class 'list'>", "mkdocs.yml: site_name: giá trị không đúng kiểu. Viết lại như bản trước của tệp."),
        ("Config value 'plugins': The \"khong-co\" plugin is not installed", "mkdocs.yml: plugins: chưa cài «khong-co». Xóa dòng ấy, hoặc thêm gói vào pyproject.toml rồi chạy make lock."),
        ("Config value 'theme': Unrecognised theme name: 'materal'. The available installed themes are: material, mkdocs", "mkdocs.yml: theme: không có giao diện 'materal'. Viết «name: material»."),
        ("Config value 'docs_dir': The path '/a/doc' isn't an existing directory.", "mkdocs.yml: docs_dir: không có /a/doc. Sửa lại đường dẫn."),
    ],
)  # fmt: skip
def test_what_mkdocs_says_of_its_settings_is_said_in_vietnamese(message: str, said: str) -> None:
    assert tidy(message) == said
