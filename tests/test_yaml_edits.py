"""Edits of YAML: what is not meant stays byte for byte, and what comes out reads as what was asked."""

from __future__ import annotations

from typing import Any

import pytest

from macros.reading import read
from macros.sheets.yaml_changes import Item, Shape, Target
from macros.sheets.yaml_edits import edited
from macros.sheets.yaml_writing import written

RELATION = Shape(("kind", "document", "part"), {})
SIGNER = Shape(("name", "person", "capacity"), {})
SHAPE = Shape(("id", "title", "lead", "partner", "due", "signer", "relations", "state", "note", "source"), {"relations": RELATION, "signer": SIGNER})

TASKS = """\
# Nhiệm vụ của năm: mỗi nhiệm vụ một bản ghi.

# I. Tuyên truyền
- id: a          # mã không đổi
  title:   "Họp: lần một"   # tên
  lead: [ban-a,  ban-b]   # hai ban
  due: 31/12/2025
  # ghi chú riêng của a
- id: b
  title: 'Họp hai'
  lead:
    - ban-a
    # ban này mới
    - ban-c
  relations:
    - {kind: based_on, document: d1}
  note: >
    Một câu
    hai dòng.

# II. Tổ chức
# riêng của c
- id: c
  title: Họp ba
  source: s1, dòng 2
"""


def done(raw: str, *items: Item, section: str | None = None) -> str:
    """Return a text with its list changed."""
    return edited(raw.encode(), Target(section, items, SHAPE)).decode()


def changed(changes: dict[str, Any], place: int = 0, raw: str = TASKS) -> str:
    """Return TASKS with one of its three records changed."""
    return done(raw, *(Item(one, changes if one == place else {}) for one in range(3)))


def test_nothing_asked_is_nothing_changed() -> None:
    assert changed({}) == TASKS


@pytest.mark.parametrize(
    ("place", "changes", "old", "new"),
    [
        (0, {"title": "Họp: lần hai"}, '"Họp: lần một"', '"Họp: lần hai"'),
        (0, {"title": "Họp lần hai"}, '"Họp: lần một"', '"Họp lần hai"'),
        (1, {"title": "Họp's"}, "'Họp hai'", "'Họp''s'"),
        (2, {"title": "nhiệm vụ #5"}, "title: Họp ba", 'title: "nhiệm vụ #5"'),
        (2, {"title": "Chủ đề: họp"}, "title: Họp ba", 'title: "Chủ đề: họp"'),
        (2, {"title": "- họp"}, "title: Họp ba", 'title: "- họp"'),
        (2, {"title": "@họp"}, "title: Họp ba", 'title: "@họp"'),
        (2, {"title": '"Họp" ba'}, "title: Họp ba", "title: '\"Họp\" ba'"),
        (2, {"title": "D:\\Họp"}, "title: Họp ba", "title: D:\\Họp"),
        (2, {"title": "null"}, "title: Họp ba", 'title: "null"'),
        (0, {"due": "6/2025"}, "due: 31/12/2025", "due: 6/2025"),
        (0, {"due": None}, "  due: 31/12/2025\n", ""),
        (0, {"lead": ["ban-b"]}, "[ban-a,  ban-b]", "[ban-b]"),
        (0, {"lead": ["ban-a"]}, "[ban-a,  ban-b]", "[ban-a]"),
        (0, {"lead": ["ban-a", "ban-b", "ban-c"]}, "[ban-a,  ban-b]", "[ban-a,  ban-b, ban-c]"),
        (0, {"lead": ["ban-c", "ban-a", "ban-b"]}, "[ban-a,  ban-b]", "[ban-c, ban-a,  ban-b]"),
        (0, {"lead": ["ban, x", "ban-b"]}, "[ban-a,  ban-b]", '["ban, x",  ban-b]'),
        (1, {"lead": ["ban-a"]}, "    # ban này mới\n    - ban-c\n", ""),
        (1, {"lead": ["ban-c"]}, "    - ban-a\n", ""),
        (1, {"lead": ["ban-a", "ban-c", "ban-d"]}, "    - ban-c\n", "    - ban-c\n    - ban-d\n"),
        (1, {"lead": ["ban-d", "ban-a", "ban-c"]}, "    - ban-a\n", "    - ban-d\n    - ban-a\n"),
        (1, {"note": "Một câu."}, ">\n    Một câu\n    hai dòng.", "Một câu."),
        (2, {"source": ["s1, dòng 2", "s2"]}, "source: s1, dòng 2", "source:\n    - s1, dòng 2\n    - s2"),
        (2, {"lead": ["ban-a"]}, "  title: Họp ba\n", "  title: Họp ba\n  lead: ban-a\n"),
        (2, {"lead": ["ban-a", "ban-b"]}, "  title: Họp ba\n", "  title: Họp ba\n  lead: [ban-a, ban-b]\n"),
        (2, {"signer": {"name": "Đặng Ân", "capacity": "TM. BAN THƯỜNG TRỰC"}}, "  source: s1", "  signer:\n    name: Đặng Ân\n    capacity: TM. BAN THƯỜNG TRỰC\n  source: s1"),
        (1, {"relations": [Item(0, {"part": "Điều 2, khoản 1"})]}, "document: d1}", 'document: d1, part: "Điều 2, khoản 1"}'),
        (1, {"relations": [Item(0, {}), Item(None, {"kind": "amends", "document": "d2"})]}, "document: d1}\n", "document: d1}\n    - {kind: amends, document: d2}\n"),
        (1, {"relations": None}, "  relations:\n    - {kind: based_on, document: d1}\n", ""),
        (1, {"relations": []}, "  relations:\n    - {kind: based_on, document: d1}\n", ""),
        (2, {"relations": [Item(None, {"kind": "amends", "document": "d2"})]}, "  source: s1", "  relations:\n    - kind: amends\n      document: d2\n  source: s1"),
    ],
)
def test_one_change_touches_its_own_text_only(place: int, changes: dict[str, Any], old: str, new: str) -> None:
    assert TASKS.count(old) == 1
    assert changed(changes, place) == TASKS.replace(old, new)


@pytest.mark.parametrize(
    ("kept", "gone"),
    [
        ((1, 2), TASKS[TASKS.index("- id: a") : TASKS.index("- id: b")]),
        ((0, 2), TASKS[TASKS.index("- id: b") : TASKS.index("\n# II")]),
        ((0, 1), TASKS[TASKS.index("# II") :]),
    ],
)
def test_a_removed_record_takes_its_lines_and_its_own_comments(kept: tuple[int, ...], gone: str) -> None:
    assert done(TASKS, *(Item(place) for place in kept)) == TASKS.replace(gone, "")


def test_a_new_record_stands_after_the_one_it_follows() -> None:
    new = Item(None, {"id": "n", "title": "Mới: một", "source": ["s1", "s2, dòng 3"]})
    added = '- id: n\n  title: "Mới: một"\n  source:\n    - s1\n    - s2, dòng 3\n'
    assert done(TASKS, Item(0), Item(1), new, Item(2)) == TASKS.replace("\n# II", added + "\n# II")
    assert done(TASKS, Item(0), new, Item(1), Item(2)) == TASKS.replace("- id: b", added + "- id: b")
    assert done(TASKS, Item(0), Item(1), Item(2), new) == TASKS + added


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ("", "- id: n\n  title: Mới\n"),
        ("# Chưa có nhiệm vụ.\n", "# Chưa có nhiệm vụ.\n- id: n\n  title: Mới\n"),
        ("# Chưa có", "# Chưa có\n- id: n\n  title: Mới\n"),
        ("[]\n", "[{id: n, title: Mới}]\n"),
        ("[{id: a, title: b}]\n", "[{id: a, title: b}, {id: n, title: Mới}]\n"),
        ("- id: a\n  title: b", "- id: a\n  title: b\n- id: n\n  title: Mới"),
        ("- id: a\n  title: b\n\n- id: c\n  title: d\n", "- id: a\n  title: b\n\n- id: c\n  title: d\n\n- id: n\n  title: Mới\n"),
        ("- {id: a, title: b}\n", "- {id: a, title: b}\n- {id: n, title: Mới}\n"),
        ("  - id: a\n    title: b\n", "  - id: a\n    title: b\n  - id: n\n    title: Mới\n"),
    ],
)
def test_a_new_record_is_written_as_its_file_is(raw: str, made: str) -> None:
    old = len(read(raw.encode(), "")[0] or ())
    assert done(raw, *map(Item, range(old)), Item(None, {"id": "n", "title": "Mới"})) == made


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ("plan: x\nareas:\n  - id: a\n    title: b\nnote: c\n", "plan: x\nareas:\n  - id: a\n    title: b\n  - id: n\n    title: Mới\nnote: c\n"),
        ("plan: x\n", "plan: x\nareas:\n  - id: n\n    title: Mới\n"),
        ("plan: x\nareas:\nnote: c\n", "plan: x\nareas:\n  - id: n\n    title: Mới\nnote: c\n"),
        ("", "areas:\n  - id: n\n    title: Mới\n"),
    ],
)
def test_a_section_is_added_to_where_it_stands(raw: str, made: str) -> None:
    content = (read(raw.encode(), "")[0] or {}).get("areas") or []
    assert done(raw, *map(Item, range(len(content))), Item(None, {"id": "n", "title": "Mới"}), section="areas") == made


def test_line_breaks_and_the_sign_of_the_encoding_stay() -> None:
    raw = b"\xef\xbb\xbf" + TASKS.replace("\n", "\r\n").encode()
    items = [Item(0, {"title": "Khác", "note": "Mới"}), Item(1), Item(2), Item(None, {"id": "n", "title": "Mới"})]
    made = edited(raw, Target(None, items, SHAPE))
    expected = TASKS.replace('"Họp: lần một"', '"Khác"').replace("due: 31/12/2025\n", "due: 31/12/2025\n  note: Mới\n") + "- id: n\n  title: Mới\n"
    assert made == b"\xef\xbb\xbf" + expected.replace("\n", "\r\n").encode()


def test_a_record_in_a_field_without_a_list_becomes_the_first_of_two() -> None:
    raw = "- id: a\n  relations:\n    kind: amends  # sửa\n    document: d1\n  note: c\n"
    made = done(raw, Item(0, {"relations": [Item(0, {}), Item(None, {"kind": "annuls", "document": "d2"})]}))
    assert made == "- id: a\n  relations:\n    - kind: amends  # sửa\n      document: d1\n    - kind: annuls\n      document: d2\n  note: c\n"


ODD = ["nhiệm vụ #5", "a: b", "- a", "@a", "31/12/2025", "‘a’", "'a'", '"a"', "a'\"\\b",
       "#a", "a  b", "[a]", "{a", "null", "~", "a]", "& a", "!a", "*a", "%a", "a:", "?", "-", "|", "> a", "`a"]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("flow", [True, False])
def test_a_text_reads_back_as_itself(text: str, flow: bool) -> None:
    typed = written(text, flow)
    raw = f"k: [{typed}]\n" if flow else f"k: {typed}\n"
    assert read(raw.encode(), "") == ({"k": [text] if flow else text}, [])
