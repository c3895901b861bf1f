"""Reading the record again and again says what reading it once says, whatever was edited, and edited back."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from macros.data import Data, KeptParts, Loaded, load
from macros.rules import RULES, Rule
from tests.data_folders import lines, small_copy
from tests.edits import Edit, added, changed, removed, renamed
from tests.test_broken import CORPUS, THEMES

# What editors do to one file, and what a line of the check then begins with; nothing where all is still sound.
EDITS: dict[str, tuple[Edit, str]] = {
    "a unit renamed": (changed("units.yml", "- id: van-phong\n", "- id: van-phong-moi\n"), "data/2023/tasks.yml:25: lead (Đơn vị chủ trì): không có đơn vị 'van-phong'"),
    "a person renamed": (changed("people.yml", "- id: dang-an\n", "- id: dang-an-moi\n"), "data/2023/tasks.yml:9: leader (Lãnh đạo phụ trách): không có người 'dang-an'"),
    "a document removed": (changed("documents.yml", "- id: van-ban-trong\n  kind: other\n", ""), "data/2023/tasks.yml:16: result_document (Văn bản kết quả): không có văn bản"),
    "a source that nothing names any more": (changed("2023/tasks.yml", "[phu-luc-1, \"bai-1, dòng 3\"]", "bai-1, dòng 3"), ""),
    "a source renamed": (changed("sources.yml", "- id: bai-1\n", "- id: bai-hai\n"), "data/sources.yml:3: id (Mã): nguồn 'bai-hai' không được bản ghi nào dùng"),
    "a new source that nothing names": (changed("sources.yml", "sources:\n", "sources:\n  - {id: bai-9, title: Bài, read: Số liệu.}\n"), "data/sources.yml:3: id"),
    "a task renamed": (changed("2023/tasks.yml", "- id: nv-2023-2\n", "- id: nv-2023-9\n"), "data/2024/tasks.yml:6: carried_from (Chuyển từ): không có nhiệm vụ 'nv-2023-2'"),
    "an id that another year has": (changed("2024/tasks.yml", "- id: nv-2024-1\n", "- id: nv-2023-1\n"), "data/2024/tasks.yml:2: id (Mã): 'nv-2023-1' đã dùng ở data/2023/tasks.yml:2"),
    "an id that a register has": (changed("2024/tasks.yml", "- id: nv-2024-1\n", "- id: van-phong\n"), "data/2024/tasks.yml:2: id (Mã): 'van-phong' đã dùng ở data/units.yml:3"),
    "an id used twice in a year": (changed("2023/tasks.yml", "- id: nv-2023-3\n", "- id: nv-2023-2\n"), "data/2023/tasks.yml:31: id (Mã): 'nv-2023-2' đã dùng ở data/2023/tasks.yml:21"),
    "an area renamed in the plan": (changed("2023/plan.yml", "- id: lv-2023-2\n", "- id: lv-2023-4\n"), "data/2023/tasks.yml:24: area"),
    "a task that breaks a rule of its own": (changed("2023/tasks.yml", "state: in_progress", "state: withdrawn"), "data/2023/tasks.yml:37: state"),
    "a task of another year's state": (changed("2023/tasks.yml", "state: moved", "state: stopped"), "data/2024/tasks.yml:6: carried_from"),
    "a row that cannot be read": (changed("2023/tasks.yml", "due: 31/12/2023", "due: 31/13/2023"), "data/2023/tasks.yml:27: due"),
    "a word of the vocabularies dropped": (changed("vocabularies.yml", "key: moved", "key: moved_on"), "data/vocabularies.yml:"),
    "words in another order": (changed("vocabularies.yml", "{key: ong, label: Ông}, {key: ba, label: Bà}", "{key: ba, label: Bà}, {key: ong, label: Ông}"), ""),
    "a label changed that no row is written with": (changed("vocabularies.yml", "label: Phát động", "label: Đã phát động"), ""),
    "the other side of a relation": (changed("vocabularies.yml", "reverse: Bị thay thế bởi", "reverse: Đã bị thay thế bởi"), ""),
    "a vocabulary that cannot be read": (changed("vocabularies.yml", "{key: ong, label: Ông}", "{key: ong}"), "data/vocabularies.yml:41: label"),
    "a year closed": (changed("2023/plan.yml", "basis: ", "closed: {day: 31/12/2023, digest: x}\nbasis: "), "data/2023/plan.yml:5: digest (Mã đối chiếu số liệu): 'x' không phải là mã đối chiếu"),
    "a label changed": (changed("vocabularies.yml", "label: Hoàn thành", "label: Đã xong"), "data/2023/tasks.yml:14: state (Trạng thái): 'Hoàn thành'"),
    "a file that is not YAML": (changed("documents.yml", "", "- id: [\n"), "data/documents.yml"),
    "a file renamed": (renamed("2023/plan.yml", "2023/plan.yaml"), "data/2023/plan.yaml: tên tệp viết sai"),
    "a register renamed": (renamed("people.yml", "People.yml"), "data/People.yml: tên tệp viết sai"),
    "a year's file moved to another year": (renamed("2023/tasks.yml", "2024/tasks.yml"), "data/2024/tasks.yml"),
    "a year's file removed": (removed("2023/plan.yml"), "data/2023/plan.yml: chưa có tệp này"),
    "a register removed": (removed("units.yml"), "data/units.yml: chưa có tệp này"),
    "a year added": (added("2025/tasks.yml", "- {id: nv-2025-1, title: Một, lead: van-phong}\n"), ""),
    "a year added that names what is not there": (added("2025/tasks.yml", "- {id: nv-2025-1, title: Một, lead: ban-la}\n"), "data/2025/tasks.yml:1: lead"),
}


def same(kept: Loaded, clean: Loaded) -> None:
    assert lines(kept) == lines(clean)
    for one in fields(Data):
        assert getattr(kept.data, one.name) == getattr(clean.data, one.name), one.name
    for name, record in clean.data.by_id.items():
        assert kept.data.by_id[name].place == record.place, name
    assert [*kept.data.by_id] == [*clean.data.by_id] and kept.data.ids.named == clean.data.ids.named and kept.data.ids.count == clean.data.ids.count


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_and_its_taking_back_are_judged_as_by_a_clean_reading(what: str, tmp_path: Path) -> None:
    edit, expected = EDITS[what]
    folder, kept = small_copy(tmp_path), KeptParts()
    before = {path: path.read_bytes() for path in folder.rglob("*.yml")}
    assert load(folder, "data", kept).problems == []
    edit(folder)
    for _ in range(2):  # nothing is edited in between
        found = load(folder, "data", kept)
        same(found, load(folder, "data"))
        assert any(line.startswith(expected) for line in lines(found)) if expected else found.problems == []
    for path in folder.rglob("*.y*ml"):
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)
    (folder / "2025").is_dir() and (folder / "2025").rmdir()
    same(load(folder, "data", kept), load(folder, "data"))
    assert load(folder, "data", kept).problems == []


def test_edits_one_upon_another_are_judged_as_by_a_clean_reading(tmp_path: Path) -> None:
    folder, kept, said = small_copy(tmp_path), KeptParts(), set[str]()
    for what in ("a unit renamed", "an id that another year has", "a task renamed", "a label changed", "a year added"):
        EDITS[what][0](folder)
        found = load(folder, "data", kept)
        same(found, load(folder, "data"))
        assert not said > set(lines(found))
        said = set(lines(found))
    assert len(said) > 3


def test_a_problem_that_names_the_words_there_are_follows_them(tmp_path: Path) -> None:
    folder, kept = small_copy(tmp_path), KeptParts()
    changed("2023/events.yml", "kind: conference", "kind: Họp báo")(folder)
    words = "data/2023/events.yml:4: kind (Loại): 'Họp báo' không có trong danh mục event_kind."
    assert lines(load(folder, "data", kept)) == [f"{words} Viết một trong: Hội nghị (conference); Bầu cử (election)."]
    changed("vocabularies.yml", "{key: conference, label: Hội nghị}, {key: election, label: Bầu cử}", "{key: election, label: Bầu cử}, {key: conference, label: Hội nghị}")(folder)
    assert lines(load(folder, "data", kept)) == [f"{words} Viết một trong: Bầu cử (election); Hội nghị (conference)."]
    changed("vocabularies.yml", "{key: election, label: Bầu cử}, ", "{key: election, label: Bầu cử}, {key: press, label: Họp báo}, ")(folder)
    assert lines(load(folder, "data", kept)) == []


# What is edited one upon another, and the files that are read again for it, beside it and the vocabularies those whose checks asked for its words.
AGAIN: list[tuple[str, Edit, set[str]]] = [
    ("nothing", lambda _: None, set()),
    ("a comment in a file of a year", changed("2023/tasks.yml", "- id: ", "# ghi chú\n- id: "), {"2023/tasks.yml"}),
    ("a register", changed("units.yml", "    name: ", "    name: Sửa "), {"units.yml"}),
    ("a wrong row", changed("2023/tasks.yml", "due: 31/12/2023", "due: 31/13/2023"), {"2023/tasks.yml"}),
    ("its mending", changed("2023/tasks.yml", "due: 31/13/2023", "due: 31/12/2023"), {"2023/tasks.yml"}),
    ("the other side of a relation", changed("vocabularies.yml", "reverse: Bị thay", "reverse: Đã bị thay"), {"vocabularies.yml"}),
    ("a new word", changed("vocabularies.yml", "{key: election,", "{key: press, label: Họp báo}, {key: election,"), {"vocabularies.yml", "2023/events.yml"}),
    ("a label", changed("vocabularies.yml", "label: Dừng thực hiện", "label: Dừng"), {"vocabularies.yml", "2023/tasks.yml"}),
    ("a file more", added("2024/events.yml", "- {id: sk-2024, title: Họp, kind: press, date: 2024}\n"), {"2024/events.yml"}),
    ("a file less", removed("2024/events.yml"), set()),
    ("a year moved", renamed("2024", "2025"), {"2025/tasks.yml"}),
    ("a year closed", changed("2023/plan.yml", "basis: ", "closed: {day: 31/12/2023, digest: x}\nbasis: "), {f"2023/{name}.yml" for name in ("plan", "tasks", "results", "awards", "events")}),
    ("a file of a closed year", changed("2023/events.yml", "- id: ", "# ghi chú\n- id: "), {"2023/events.yml"}),
]


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    folder, kept = small_copy(tmp_path), KeptParts()
    load(folder, "data", kept)
    for what, edit, again in AGAIN:
        before, years = kept.files, kept.years
        edit(folder)
        found = load(folder, "data", kept)
        same(found, load(folder, "data"))
        assert {name for name, part in kept.files.items() if part is not before.get(name)} == again, what
        # No more is kept than is there, and a year none of whose files changed is the same.
        assert kept.files.keys() == found.data.listed and kept.years.keys() == found.data.years.keys(), what
        touched = {name.partition("/")[0] for name in again | before.keys() ^ kept.files.keys()}
        assert {number for number, year in kept.years.items() if year is not years.get(number)} == {
            number for number in kept.years if str(number) in touched or "vocabularies.yml" in again
        }, what


def test_a_closed_year_is_digested_as_by_a_clean_reading_whichever_file_was_edited(tmp_path: Path) -> None:
    folder, kept = small_copy(tmp_path), KeptParts()
    load(folder, "data", kept)
    changed("2023/plan.yml", "basis: ", "closed: {day: 31/12/2023, digest: x}\nbasis: ")(folder)
    changed("2023/plan.yml", "digest: x", f"digest: {load(folder, 'data', kept).data.years[2023].digest}")(folder)
    assert lines(load(folder, "data", kept)) == []
    for name, old, new in (("events", "title: ", "title: Sửa "), ("plan", "title: Kế", "title: Sửa kế"), ("tasks", "  title: ", "  title: Sửa "), ("results", "title: ", "title: Sửa ")):
        changed(f"2023/{name}.yml", old, new)(folder)
        found = load(folder, "data", kept)
        same(found, load(folder, "data"))
        assert [line.partition(" không khớp")[1] for line in lines(found)] == [" không khớp"], name
        changed(f"2023/{name}.yml", new, old)(folder)
        assert lines(load(folder, "data", kept)) == []


class _Alone(Data):
    """A year by itself, which refuses to tell of anything else."""

    def __getattribute__(self, name: str) -> Any:
        if name in {one.name for one in fields(Data)} - {"folder", "years", "vocabularies"} or name in ("is_whole", "ids_known", "names_of", "unknown"):
            raise AssertionError(f"{name} is not of one year alone")
        return super().__getattribute__(name)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.of_years], ids=lambda rule: rule.__name__)
def test_a_rule_of_years_looks_at_one_at_a_time_and_at_nothing_else(rule: Rule) -> None:
    found = 0
    for theme in THEMES:
        data = load(CORPUS / theme / "data", "data").data
        alone = [_Alone("data", vocabularies=data.vocabularies, years={number: year}) for number, year in data.years.items()]
        problems = [problem for one in alone for problem in rule(one)]
        assert problems == list(rule(data))
        found += len(problems)
    assert found
