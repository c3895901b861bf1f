"""Whatever way a file is written: an edit changes what was asked, the records it is not about keep every byte, no comment of theirs is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.data import load
from macros.reading import read
from macros.sheets import own_book
from macros.sheets.asked import Wanted
from macros.sheets.export_book import Export, book_bytes
from macros.sheets.grids import read_grids
from macros.sheets.kinds import KINDS
from macros.sheets.matching import matched
from macros.sheets.names import Names
from macros.sheets.stored import Files, records_of
from macros.sheets.yaml_changes import Item, Shape, Target, normal
from macros.sheets.yaml_edits import edited
from macros.sheets.yaml_nodes import parsed
from macros.vietnamese import nfc
from tests.sites import REPOSITORY, SMALL

INNER = Shape(("kind", "name", "part"), {})
KEYS = ("title", "lead", "due", "signer", "posts", "note", "source")
SHAPE = Shape(("id", *KEYS), {"posts": INNER, "signer": INNER})
WORDS = [
    "Họp", "nhiệm vụ #5", "Chủ đề:", "xã", "- gạch", "@a", "31/12/2025", "“ngoặc”", '"thẳng"', "it's",
    "[x]", "{y}", "a: b", "#", "%", "D:\\thư mục", "null", "no", "05", "?", "*", "&", "!", "Đặng Ân", "|", ">",
]  # fmt: skip
DUES, DAYS = ["31/12/2024", "1/6/2024", "2024-06-01", "Quý II/2024", "6/2024", "Thường xuyên"], ["31/12/2024", "1/6/2024", "2024-06-01"]
UNITS, STATES = ["van-phong", "ban-xa-hoi"], ["done", "Hoàn thành", "not_started", "hoàn thành"]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: nfc(" ".join(words)))
inner_records = st.fixed_dictionaries({"kind": texts}, optional={"name": texts, "part": texts})
fields = st.fixed_dictionaries(
    {"title": texts},
    optional={"lead": st.lists(texts, min_size=1, max_size=3), "due": texts, "note": texts, "source": st.lists(texts, min_size=1, max_size=3), "signer": inner_records,
              "posts": st.lists(inner_records, min_size=1, max_size=3)},
)  # fmt: skip


@dataclass
class Hand:
    """Somebody's way of writing YAML: each choice is drawn as it comes."""

    draw: Any
    comments: int = 0

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        if self.one_of(True, False, False):
            self.comments += 1
            return f"   # ghi chú {self.comments};"
        return ""

    def scalar(self, text: str, flow: bool = False) -> str:
        double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        ways = [typed for typed in (text, double, "'" + text.replace("'", "''") + "'") if reads_back(typed, text, flow)]
        return str(self.one_of(*ways))

    def flow(self, value: Any) -> str:
        space, comma = self.one_of("", " "), self.one_of(",  ", ", ")
        if isinstance(value, str):
            return self.scalar(value, flow=True)
        if isinstance(value, dict):
            return "{" + comma.join(f"{key}: {self.flow(one)}" for key, one in value.items()) + "}"
        return "[" + space + comma.join(self.flow(one) for one in value) + space + "]"

    def entry(self, key: str, value: Any, indent: int) -> list[str]:
        if isinstance(value, str):
            return [f"{key}:{self.one_of(' ', '   ')}{self.scalar(value)}{self.comment()}"]
        if self.one_of(True, False):
            return [f"{key}: {self.flow(value)}{self.comment()}"]
        if isinstance(value, dict):
            return [f"{key}:{self.comment()}", *self.mapping(value, indent + 2)]
        if len(value) == 1 and isinstance(value[0], str) and self.one_of(True, False):
            return [f"{key}: {self.scalar(value[0])}"]
        dash = indent + self.one_of(0, 2)
        return [f"{key}:{self.comment()}", *(line for one in value for line in self.item(one, dash))]

    def mapping(self, value: dict[str, Any], indent: int) -> list[str]:
        lines = []
        for key, one in value.items():
            first, *rest = self.entry(key, one, indent)
            lines += [" " * indent + first, *rest]
        return lines

    def item(self, value: Any, dash: int) -> list[str]:
        if isinstance(value, str):
            return [f"{' ' * dash}- {self.scalar(value)}{self.comment()}"]
        if self.one_of(True, False, False):
            return [f"{' ' * dash}- {self.flow(value)}{self.comment()}"]
        gap = self.one_of(1, 3)
        lines = self.mapping(value, dash + 1 + gap)
        return [" " * dash + "-" + " " * gap + lines[0].lstrip(), *lines[1:]]

    def file(self, records: list[dict[str, Any]]) -> str:
        dash, lines = self.one_of(0, 2), ["# Đầu tệp", ""]
        for record in records:
            lines += self.one_of([], [""], ["", f"{' ' * dash}# nhóm {record['id']};"], [f"{' ' * dash}# riêng {record['id']};"])
            lines += self.item(record, dash)
        return "\n".join(lines) + self.one_of("\n", "")


def reads_back(typed: str, text: str, flow: bool) -> bool:
    content, problems = read((f"- k: [{typed}, x]\n" if flow else f"- k: {typed}   # c\n").encode(), "")
    return not problems and bool(content == [{"k": [text, "x"] if flow else text}])


@st.composite
def written_files(draw: Any) -> tuple[bytes, list[dict[str, Any]]]:
    """Draw records and a file that holds them, written by some hand, with some line breaks, perhaps with a BOM."""
    records = [{"id": f"r-{place}", **record} for place, record in enumerate(draw(st.lists(fields, min_size=1, max_size=4)))]
    for record in records:
        order = draw(st.permutations([key for key in record if key != "id"]))
        record.update({key: record.pop(key) for key in order})
    hand = Hand(draw)
    text = hand.file(records).replace("\n", hand.one_of("\n", "\r\n"))
    return hand.one_of(b"", b"\xef\xbb\xbf") + text.encode(), records


def changes_of(draw: Any, record: dict[str, Any]) -> dict[str, Any]:
    """Draw what is to become of some fields of a record."""
    made: dict[str, Any] = {}
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3)):
        if key in ("title", "due", "note"):
            made[key] = draw(texts if key == "title" else st.none() | texts)
        elif key in ("lead", "source"):
            made[key] = draw(st.none() | st.lists(texts, min_size=1, max_size=4))
        elif key == "signer":
            new = draw(st.none() | inner_records)
            made[key] = None if new is None else {one: new.get(one) for one in INNER.keys if one in new or one in record.get("signer", {})}
        else:
            old = len(record.get("posts", ()))
            kept = [Item(place, draw(st.fixed_dictionaries({}, optional={"name": st.none() | texts}))) for place in range(old) if draw(st.booleans())]
            made[key] = kept + [Item(None, new) for new in draw(st.lists(inner_records, max_size=2))]
    return made


def texts_of_records(raw: bytes) -> list[str]:
    """Return the text of each record of a file, from its first sign to its last."""
    source = parsed(raw)
    return [source.text[node.start_mark.index : source.end_of(node)] for node in source.root.value] if source.root else []  # type: ignore[attr-defined]


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(written_files(), st.data())
def test_edits_touch_only_what_they_mean(written: tuple[bytes, list[dict[str, Any]]], data: st.DataObject) -> None:
    raw, records = written
    assert normal(read(raw, "")[0]) == normal(records)
    items = []
    for place, record in enumerate(records):
        what = data.draw(st.sampled_from(["keep", "keep", "change", "remove"]))
        if what != "remove":
            items.append(Item(place, changes_of(data.draw, record) if what == "change" else {}))
        if data.draw(st.sampled_from([True, False, False])):
            items.append(Item(None, {"id": f"n-{place}", **data.draw(fields_as_changes)}))
    made = edited(raw, Target(None, items, SHAPE))  # raises where the result says another thing than asked

    assert read(made, "")[1] == []
    before, after = texts_of_records(raw), texts_of_records(made)
    for place, item in enumerate(items):
        if item.old is not None and not item.changes:
            assert after[place] == before[item.old]
    kept = {f"r-{item.old}" for item in items if item.old is not None}
    for comment in re.findall(r"# (?:nhóm|riêng) (r-\d+);", raw.decode("utf-8-sig")):
        assert comment not in kept or f" {comment};" in made.decode()
    assert made.startswith(raw[: raw.index(b"\n\n" if b"\r" not in raw else b"\r\n\r\n")])
    assert b"\r" not in made.replace(b"\r\n", b"")
    assert b"\n" not in made.replace(b"\r\n", b"") if b"\r\n" in raw else b"\r" not in made


fields_as_changes = fields.map(lambda record: {key: [Item(None, one) for one in value] if key == "posts" else value for key, value in record.items()})


task_fields = st.fixed_dictionaries(
    {"title": texts},
    optional={"number": texts, "lead": st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True), "lead_class": texts, "due": st.sampled_from(DUES),
              "extended": st.sampled_from(DAYS), "state": st.sampled_from(STATES), "note": texts, "source": st.lists(texts, min_size=1, max_size=3)},
)  # fmt: skip


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_exported_comes_back_as_it_was(tmp_path: Path, data: st.DataObject) -> None:
    hand = Hand(data.draw)
    records = [{"id": f"nv-2024-{place}", **record} for place, record in enumerate(data.draw(st.lists(task_fields, min_size=1, max_size=4)))]
    (tmp_path / "2024").mkdir(exist_ok=True)
    (tmp_path / "2024/tasks.yml").write_bytes(hand.file(records).encode())
    names, files, kind = Names(load(REPOSITORY / SMALL).data), Files(tmp_path), KINDS["tasks"]
    stored = records_of(kind, files, [2024])
    assert len(stored) == len(records) and files.problems == []
    (tmp_path / "tep.xlsx").write_bytes(book_bytes(Export(kind, 2024, stored, names)))
    wanted = own_book.read_back(read_grids(tmp_path / "tep.xlsx"), names)
    found = matched(wanted, stored, names, remove=True)
    assert [str(problem) for problem in found.problems] == []
    assert [dict(match.changes) for match in found.matches] == [{}] * len(records)
    assert found.removed == []
    # Without the digests of the export too: the cells themselves say what the file says.
    bare = Wanted(kind, 2024, tuple(type(row)(row.table, row.year, row.row, row.identity, row.parent) for row in wanted.rows), clears=False)
    assert [dict(match.changes) for match in matched(bare, stored, names, remove=True).matches] == [{}] * len(records)
