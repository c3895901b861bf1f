"""YAML as text that remembers its lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros.problems import Problem
from macros.reading import Items, Row, decode, read_file


def content(tmp_path: Path, text: str | bytes) -> Any:
    """Return what a file with this text holds; it must be sound."""
    value, problems = _read(tmp_path, text)
    assert problems == []
    return value


def problems(tmp_path: Path, text: str | bytes) -> list[tuple[int, str]]:
    """Return line and message of what is wrong with a text."""
    return [(problem.line, problem.message) for problem in _read(tmp_path, text)[1]]


def _read(tmp_path: Path, text: str | bytes) -> tuple[Any, list[Problem]]:
    path = tmp_path / "tasks.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path, "data/tasks.yml")


@pytest.mark.parametrize("value", ["05", "no", "on", "0123456", "1e3", "0x1F", "12:30:45", "2023-01-12", "1_000", ".5", "=", "true"])
def test_scalars_stay_as_typed(value: str, tmp_path: Path) -> None:
    assert content(tmp_path, f"- number: {value}\n") == [{"number": value}]


@pytest.mark.parametrize("value", ["", "~", "null", '""', "''", '"  "'])
def test_empty_values_are_left_out_but_their_line_is_known(value: str, tmp_path: Path) -> None:
    row = content(tmp_path, f"- id: a\n  note: {value}\n")[0]
    assert (row, row.lines) == ({"id": "a"}, {"id": 1, "note": 2})


def test_quoted_null_is_a_word(tmp_path: Path) -> None:
    assert content(tmp_path, "- note: 'null'\n") == [{"note": "null"}]


def test_rows_and_items_know_their_lines(tmp_path: Path) -> None:
    items = content(tmp_path, "# ghi chú\n\n- id: a\n  lead:\n    - b\n\n    - c\n- id: d\n  post: {title: e,\n    unit: f}\n")
    assert type(items) is Items and type(items[0]) is Row
    assert (items.line, items.lines, items[0].line, items[0].lines) == (3, [3, 8], 3, {"id": 3, "lead": 4})
    assert items[0]["lead"].lines == [5, 7]
    assert items[1]["post"].lines == {"title": 9, "unit": 10}


def test_a_value_of_several_lines_is_one_line(tmp_path: Path) -> None:
    text = "- a: một\n    hai\n  b: >\n    ba\n    bốn\n  c: |\n    năm\n    sáu\n  d: \"bảy\n\n    tám\"\n"
    assert content(tmp_path, text) == [{"a": "một hai", "b": "ba bốn", "c": "năm sáu", "d": "bảy tám"}]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert content(tmp_path, "") is None
    assert content(tmp_path, "# chỉ có ghi chú\n") is None
    assert content(tmp_path, b"\xef\xbb\xbf") is None


@pytest.mark.parametrize("text", ["- title: Họp # ghi chú\n", "- title: Họp#1\n", '- title: "Họp #1"\n', "- title: 'Họp #1'\n", "#1\n- title: Họp\n"])
def test_comments_and_number_signs_that_lose_nothing(text: str, tmp_path: Path) -> None:
    assert content(tmp_path, text)[0]["title"].startswith("Họp")


@pytest.mark.parametrize("value", ["R&D", "3*4", "thật!", "a @ b", "50%", "a - b", "giờ:phút", "tasks()"])
def test_signs_inside_a_value_are_text(value: str, tmp_path: Path) -> None:
    assert content(tmp_path, f"- title: {value}\n")[0]["title"] == value


@pytest.mark.parametrize(("raw", "text"), [(b"\xef\xbb\xbfa", "a"), (b"a\r\nb\rc", "a\nb\nc"), ("Thu\u0301y\u00a0Hu\u031b\u0309u".encode(), "Thúy Hửu"), ("a\u200bb\u00ad".encode(), "ab")])
def test_decoding_mends_what_is_not_ambiguous(raw: bytes, text: str) -> None:
    assert decode(raw, "x") == (text, [])


def test_every_bad_character_is_named_with_its_line(tmp_path: Path) -> None:
    found = problems(tmp_path, "a: Ðảng\nb: x\ty\nc: \u202ez\nd: \ufffd\ne: ấấấ\x0b\n")
    assert [line for line, _ in found] == [2, 1, 3, 4, 5]
    assert [message.split(".")[0] for _, message in sorted(found)] == [
        "chữ «Ð» giống Đ nhưng là chữ khác",
        "có ký tự Tab",
        "có ký tự đảo chiều chữ không nhìn thấy",
        "chữ bị hỏng «\ufffd» do chuyển mã",
        "có ký tự điều khiển không nhìn thấy",
    ]


def test_all_of_a_files_signs_and_commas_are_named_at_once(tmp_path: Path) -> None:
    assert [line for line, _ in problems(tmp_path, "- a: &b c\n- a: !d e\n- {a: b, c}\n- [d]: e\n")] == [1, 2, 3, 4]


@pytest.mark.parametrize(("text", "typed"), [
    ("- lead: [van-phong,*an-xa-hoi]\n", "*an-xa-hoi]"), ("- *title: Họp\n", "*title: Họp"), ("*le-van-an:\n  name: Lê Văn An\n", "*le-van-an:"),
    ("- note: *ghi chú: thêm\n", "*ghi chú: thêm"), ("- title: &hop giao: ban\n", "&hop giao: ban"), ("- {id: !a, title: b} c\n", "!a, title: b} c"), ("- !a b: c\n", "!a b: c"),
])
def test_a_sign_is_named_where_it_stands_and_the_rest_of_its_line_is_not_blamed(text: str, typed: str, tmp_path: Path) -> None:
    assert [message.split(". ")[0] for _, message in problems(tmp_path, text)] == [f"'{typed}' bắt đầu bằng ký tự đặc biệt «{typed[0]}»"]


def test_a_sign_and_what_libyaml_refuses_on_another_line_are_both_named(tmp_path: Path) -> None:
    found = problems(tmp_path, "- id: a\n  note: *b\n  title: c: d\n")
    assert [(line, message.split(".")[0]) for line, message in found] == [(2, "'*b' bắt đầu bằng ký tự đặc biệt «*»"), (3, "'c: d' có dấu hai chấm bên trong")]


@pytest.mark.parametrize("row", ["- id: &a {b: c, b: [d, [&e f]]}", "- [{a: b, a: &c d}]: e", "- &a b: [&c d, ]", "- !a [b, {c: d, c: *e}]"])
def test_what_stands_inside_something_refused_is_not_blamed_besides(row: str, tmp_path: Path) -> None:
    assert [line for line, _ in problems(tmp_path, f"{row}\n- id: &f g\n")] == [1, 2]


def test_the_second_of_two_equal_keys_is_passed_over_whole(tmp_path: Path) -> None:
    value, found = _read(tmp_path, "- id: a\n  id: {b: c, b: &d e}\n  note: f\n")
    assert (value, [problem.line for problem in found]) == ([{"id": "a", "note": "f"}], [2])


@pytest.mark.parametrize(("text", "lines"), [
    ("- id: a\n<<<<<<< HEAD\n  lead: b\n=======\n  lead: c\n>>>>>>> sua\n- id: d\n", [2]), ("- id: a\n>>>>>>> sua\n", [2]), ("- id: a\n=======\n  lead: b\n", [2]),
    ("<<<<<<< HEAD\n- id: a\n||||||| 1a2b\n=======\n>>>>>>> b\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", [1, 6]),
])
def test_two_versions_that_git_left_are_named_as_that_and_nothing_else(text: str, lines: list[int], tmp_path: Path) -> None:
    said = "còn dấu đánh dấu hai bản sửa khác nhau («<<<<<<<», «=======», «>>>>>>>»). Giữ một trong hai đoạn, xóa đoạn kia và các dòng dấu."
    assert problems(tmp_path, text) == [(line, said) for line in lines]


def test_nothing_is_read_of_a_file_that_was_misread(tmp_path: Path) -> None:
    assert _read(tmp_path, "- id: a\n  title: &b c\n")[0] is None


def test_the_first_of_two_equal_keys_counts(tmp_path: Path) -> None:
    value, found = _read(tmp_path, "- id: a\n  id: b\n")
    assert (value, [problem.line for problem in found]) == ([{"id": "a"}], [2])


_LOST_DASH = "thiếu dấu «- » trước 'id': từ dòng này là một bản ghi mới. Viết «- id: …», các dòng dưới thụt vào thẳng hàng với 'id'."


@pytest.mark.parametrize(("text", "lines"), [
    ("- id: a\n  title: b\n  lead: c\n  id: d\n  title: e\n  lead: f\n  note: g\n- id: h\n", [4]), ("- id: a\n  title: b\n  id: c\n  title: d\n  id: e\n  title: f\n", [3, 5]),
    ("- id: a\n  title: b\nid: c\n  title: d\n", [3]), ("- id: a\n  title: b\n    id: c\n    title: d\n", [3]), ("units:\n  - id: a\n    name: b\n  id: c\n    name: d\n", [4]),
    ("id: a\n  title: b\n- id: c\n", [1]), ("units:\n    id: a\n    name: b\n  - id: c\n", [2]), ("# ghi chú\n\nid: a\ntitle: b\n- id: c\n", [3]),
])
def test_a_record_that_has_lost_its_dash_is_named_as_that_and_nothing_else(text: str, lines: list[int], tmp_path: Path) -> None:
    """Its fields are all there twice in the record above, which the advice to delete them would empty."""
    assert (_read(tmp_path, text)[0], problems(tmp_path, text)) == (None, [(line, _LOST_DASH) for line in lines])


@pytest.mark.parametrize("text", [
    "- id: a\n  note: b\n  id: c\n", "- {id: a, title: b, id: c, title: d}\n", "- id: a\n  title: b\n title: c\n",
    "- id: a\n  title: id: c\n", "- title: a\n  lead:\n  - b\n id: c\n",
])
def test_no_dash_is_missed_where_none_is_lost(text: str, tmp_path: Path) -> None:
    found = problems(tmp_path, text)
    assert found and not [message for _, message in found if message.startswith("thiếu dấu")]


@pytest.mark.parametrize(("typed", "said", "written"), [
    ('"Phong trào "Ba tốt" năm 2026"', "có ngoặc kép bên trong ngoặc kép", "'Phong trào \"Ba tốt\" năm 2026'"),
    ('"Phong trào "Ba tốt""', "có ngoặc kép bên trong ngoặc kép", "'Phong trào \"Ba tốt\"'"),
    ('"Họp: "Ba tốt", "Hai giỏi""', "có ngoặc kép bên trong ngoặc kép", "'Họp: \"Ba tốt\", \"Hai giỏi\"'"),
    ('"Họp" và "thi"', "có ngoặc kép ở một phần", "'\"Họp\" và \"thi\"'"),
    ("'Họp 'nhanh' lần hai'", "có nháy đơn bên trong nháy đơn", "\"Họp 'nhanh' lần hai\""),
])
def test_quotes_within_quotes_are_mended_in_one_round(typed: str, said: str, written: str, tmp_path: Path) -> None:
    """The whole value stands in the message as it is to be written, and is read as the words that were meant."""
    name = "nháy đơn" if written[0] == "'" else "ngoặc kép"
    for row in ("- id: a\n  title: {}\n", "- lead:\n    - {}\n"):
        found = problems(tmp_path, row.format(typed))
        assert found == [(2, f"'{typed}' {said}. Viết lại cả giá trị, với {name} ở hai đầu: «{written}».")]
        assert written[1:-1] in str(content(tmp_path, row.format(written))[0].values())


def test_quotes_within_quotes_are_seen_in_a_row_in_brackets(tmp_path: Path) -> None:
    said = "'\"Phong trào \"Ba tốt\", đợt 2\"' có ngoặc kép bên trong ngoặc kép. Viết lại cả giá trị, với nháy đơn ở hai đầu: «'Phong trào \"Ba tốt\", đợt 2'»."
    assert problems(tmp_path, '- {id: a, title: "Phong trào "Ba tốt", đợt 2", lead: b}\n') == [(1, said)]


@pytest.mark.parametrize("typed", ['"Họp "nhanh\' lần hai"', '"Họp "D:\\nhanh" lần hai"', f'"Họp "nhanh" {"rất " * 40}dài"'])
def test_what_no_other_quotes_can_hold_is_told_how_to_be_written(typed: str, tmp_path: Path) -> None:
    remedy = "có ngoặc kép bên trong ngoặc kép. Đổi các dấu bên trong thành “ ”, rồi đặt cả giá trị trong một cặp ngoặc kép thẳng."
    assert [message.partition("' có ")[2] for _, message in problems(tmp_path, f"- title: {typed}\n")] == [remedy.removeprefix("có ")]


def test_an_empty_item_is_a_problem_and_left_out(tmp_path: Path) -> None:
    value, found = _read(tmp_path, "- lead:\n    - a\n    -\n    - b\n")
    assert (value, value[0]["lead"].lines) == ([{"lead": ["a", "b"]}], [2, 4])
    assert [(problem.line, problem.message) for problem in found] == [(3, "sau dấu «- » để trống. Viết giá trị, hoặc xóa dòng này.")]


def test_hostile_files_end_in_problems_not_in_errors(tmp_path: Path) -> None:
    """Whatever the bytes, reading returns."""
    deep = (b"[" * 99999, b"? " * 99999, b"- " * 99999, b"{a: " * 9999, b"\n".join(b" " * depth + b"a:" for depth in range(2000)))
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    odd = (b"\x00" * 9, b"\xff", b"a: \xed\xa0\x80", b"%YAML 9.9\n---\na", b"!<tag:yaml.org,2002:python/object:os.system> a", b"&a [*a]", b"a: &a {b: *a}", laughs.encode())
    for text in (*deep, *odd):
        value, found = _read(tmp_path, text)
        assert found or value is not None
