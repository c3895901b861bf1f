"""Text spoilt on its way, told apart from sound text with foreign names, signs and questions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.garbled import STRANGE, wrongly_saved
from macros.page_check import check_page
from macros.reading import decode

SOUND = "Tổ chức hội nghị tổng kết công tác Mặt trận năm 2026; ban hành Kế hoạch, phối hợp với Ủy ban Đảng đoàn"
BACK = "Lấy lại bản trước của tệp, sửa lại rồi lưu với mã hóa UTF-8."
CONVERT = "Chuyển chữ sang Unicode rồi dán lại; nếu cả tệp bị hỏng thì lấy lại bản trước và lưu với mã hóa UTF-8."


def said(text: str) -> list[str]:
    """Return what is said of the characters of a file."""
    return [f"{problem.line}: {problem.message}" for problem in decode(text.encode(), "data/2026/tasks.yml")[1]]


@pytest.mark.parametrize(("text", "message"), [
    (SOUND.encode().decode("cp1252", "replace"), f"chữ «Tá»•» bị hỏng do lưu sai mã. {BACK}"),
    (SOUND.encode().decode("latin-1"), f"chữ «chá»©c» bị hỏng do lưu sai mã. {BACK}"),
    ("Hội nghị cÃ¡n bộ", f"chữ «cÃ¡n» bị hỏng do lưu sai mã. {BACK}"),
    ("“Báº£o vệ”", f"chữ «Báº£o» bị hỏng do lưu sai mã. {BACK}"),
    ("T? ch?c h?i ngh?", f"chữ «ch?c» mất chữ có dấu, còn dấu hỏi. {BACK}"),
    ("Mặt trận T? quốc Vi?t Nam", f"chữ «Vi?t» mất chữ có dấu, còn dấu hỏi. {BACK}"),
    ("Tæ chøc héi nghÞ tæng kÕt c«ng t¸c", f"chữ «c«ng» viết bằng mã TCVN3 (ABC) cũ. {CONVERT}"),
    ("Toå chöùc hoäi nghò toång keát coâng taùc", f"chữ «Toå» viết bằng mã VNI cũ. {CONVERT}"),
    ("Hội nghị\u200c", "có ký tự rộng bằng không, không nhìn thấy. Xóa và gõ lại dòng này."),
    ("\uf0b7 Hội nghị", "có ký hiệu «\uf0b7» của phông chữ riêng (Wingdings, Symbol). Thay bằng dấu trừ hoặc xóa."),
    ("H\ufffdi ngh\ufffd", f"chữ bị hỏng «\ufffd» do chuyển mã. {BACK}"),
])
def test_spoilt_text_is_named_with_the_way_back(text: str, message: str) -> None:
    assert said(f"- id: a\n  title: {text}\n") == [f"2: {message}"]


def test_a_spoilt_file_is_said_once_with_the_number_of_its_lines() -> None:
    assert said("a: cÃ¡n bá»™\nb: sạch\nc: cÃ¡n\nd: áº£nh cÃ´ng\n") == [f"1: chữ «cÃ¡n» bị hỏng do lưu sai mã (và 2 dòng khác). {BACK}"]


@pytest.mark.parametrize("text", [
    SOUND, "Có gì?vì sao", "Ai làm?Làm gì?", "https://vi-du.example/tim?ten=a", "vi-du.example/x?a", "«khá» và «XÃ»…", "«khá»– rồi", "Noël, Raphaël", "Jürgen Müller, Citroën",
    "10°C, 5 m², ½, 3·4", "100 € và £", "Kindle® và ©", "• gạch đầu dòng", "R?D", "§ 5 của Luật",
])
def test_sound_text_passes(text: str) -> None:
    assert said(f"- title: {text}\n") == []


def test_what_the_glance_passes_over_holds_none_of_it() -> None:
    plain = re.findall(f"[^{STRANGE}]", "".join(map(chr, range(0x20, 0x2123))))
    assert wrongly_saved("\n".join(f"{one}{two}{three}" for one in "Ãáâ" for two in plain for three in "»n"), "") == []


def test_hand_written_pages_are_looked_at_too() -> None:
    problems = check_page("# Trang\n\nHá»™i nghá»‹\n", "docs/trang.md", {}, lambda found: None)
    assert list(map(str, problems)) == [f"docs/trang.md:3: chữ «Há»™i» bị hỏng do lưu sai mã. {BACK}"]


@pytest.mark.parametrize("folder", ["data", "tests/demo/data", "tests/small/data", "docs"])
def test_the_record_and_the_pages_hold_no_spoilt_text(folder: str) -> None:
    files = [path for path in (Path(__file__).parents[1] / folder).rglob("*") if path.suffix in (".yml", ".md")]
    assert files
    for path in files:
        text = path.read_text("utf-8")
        assert wrongly_saved(text, path.name) == []
