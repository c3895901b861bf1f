"""Two states compared: what came, went and changed, whatever became of the lines it is written in."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.changes.compare import Changes, compare
from macros.changes.sentences import around_the_change, content_words, edit_sentence
from tests.states import SOURCES, UNITS, changed, loaded, state, tasks

ROWS = tasks(3).splitlines(keepends=True)


def ids(changes: Changes) -> tuple[list[str], list[str], list[str]]:
    """Return the ids of what came, changed and went."""
    return [one.id for one in changes.added], [one.after.id for one in changes.edited], [one.id for one in changes.removed]


def sentences(changes: Changes) -> list[str]:
    return [edit_sentence(changes, one) for one in changes.edited]


@pytest.mark.parametrize(
    "rewritten",
    [
        tasks(3),
        "# ghi chú\n" + tasks(3),
        tasks(3).replace("Việc thứ 2", '"Việc thứ 2"').replace("nv-2023-3", "'nv-2023-3'"),
        tasks(3).replace("in_progress", "Đang thực hiện"),
        tasks(3).replace("{id: nv-2023-1, number: 1", "{number: 1, id: nv-2023-1"),
        tasks(3).replace("30/06/2023, state", "30/06/2023, note: , state").replace("note: , ", ""),
        tasks(3).replace("\n", "\r\n"),
        tasks(3).replace("ệ", "ê\u0323"),
        "- id: nv-2023-1\n  number: 1\n  title: Việc thứ 1\n  lead:\n    - ban-a\n  due: 30/06/2023\n  state: in_progress\n  source: phu-luc, dòng 1\n" + "".join(ROWS[1:]),
    ],
)
def test_another_way_to_write_the_same_changes_nothing(rewritten: str, tmp_path: Path) -> None:
    changes = changed(tmp_path, {}, {"2023/tasks.yml": rewritten})
    assert not changes and changes.moved == ()


def test_another_order_changes_nothing_and_names_what_was_moved(tmp_path: Path) -> None:
    changes = changed(tmp_path, {"2023/tasks.yml": tasks(6)}, {"2023/tasks.yml": tasks(5, first=2) + ROWS[0]})
    assert not changes
    assert [entry.id for entry in changes.moved] == ["nv-2023-1"]


def test_what_came_went_and_changed_is_known_by_its_id(tmp_path: Path) -> None:
    after = ROWS[0] + ROWS[2].replace("in_progress", "submitted") + tasks(1, first=4)
    changes = changed(tmp_path, {}, {"2023/tasks.yml": after})
    assert ids(changes) == (["nv-2023-4"], ["nv-2023-3"], ["nv-2023-2"])


def test_a_changed_task_reads_as_one_sentence(tmp_path: Path) -> None:
    done = ROWS[1].replace("in_progress", "done, result: Đã họp, có biên bản., result_date: 28/06/2023".replace("họp, có", "họp")).replace("'phu-luc, dòng 2'", "'bao-cao, mục 4'")
    changes = changed(tmp_path, {}, {"2023/tasks.yml": ROWS[0] + done + ROWS[2]})
    assert sentences(changes) == [
        "Nhiệm vụ 2 (năm 2023) “Việc thứ 2”: Đang thực hiện → Hoàn thành; kết quả thực hiện: Đã họp biên bản; ngày hoàn thành: 28/06/2023; nguồn: Phụ lục, dòng 2 → Báo cáo, mục 4."
    ]


def test_values_are_named_as_the_site_names_them(tmp_path: Path) -> None:
    after = ROWS[0].replace("lead: ban-a", "lead: [ban-a, ban-c], partner: ban-b").replace("30/06/2023", "Quý IV/2023")
    assert sentences(changed(tmp_path, {}, {"2023/tasks.yml": after + ROWS[1] + ROWS[2]})) == [
        "Nhiệm vụ 1 (năm 2023) “Việc thứ 1”: thêm đơn vị chủ trì: Ban C; thêm đơn vị phối hợp: Ban B; thời hạn hoàn thành: 30/06/2023 → Quý IV/2023; nguồn (không đổi): Phụ lục, dòng 1."
    ]


def test_what_a_field_said_is_told_when_it_goes(tmp_path: Path) -> None:
    before = ROWS[0].replace("lead: ban-a", "lead: [ban-a, ban-b], product: Báo cáo")
    assert sentences(changed(tmp_path, {"2023/tasks.yml": before}, {"2023/tasks.yml": ROWS[0]})) == [
        "Nhiệm vụ 1 (năm 2023) “Việc thứ 1”: bỏ đơn vị chủ trì: Ban B; bỏ sản phẩm dự kiến: Báo cáo; nguồn (không đổi): Phụ lục, dòng 1."
    ]


def test_only_the_order_of_values_is_said_to_change(tmp_path: Path) -> None:
    before, after = (ROWS[0].replace("lead: ban-a", f"lead: [{units}]") for units in ("ban-a, ban-b", "ban-b, ban-a"))
    changes = changed(tmp_path, {"2023/tasks.yml": before}, {"2023/tasks.yml": after})
    assert "đổi thứ tự đơn vị chủ trì: Ban B; Ban A;" in sentences(changes)[0]


def test_a_renamed_unit_is_one_change(tmp_path: Path) -> None:
    changes = changed(tmp_path, {}, {"units.yml": UNITS.replace("Ban A", "Ban A và B")})
    assert ids(changes) == ([], ["ban-a"], [])
    assert sentences(changes) == ["Đơn vị “Ban A và B”: tên: Ban A → Ban A và B."]


def test_a_changed_id_takes_the_references_to_it_along(tmp_path: Path) -> None:
    changes = changed(tmp_path, {}, {"units.yml": UNITS.replace("ban-a", "ban-moi"), "2023/tasks.yml": tasks(3, "ban-moi")})
    assert [(one.before.id, one.after.id, one.fields) for one in changes.edited] == [("ban-a", "ban-moi", ())]
    assert ids(changes)[0] == ids(changes)[2] == []


def test_a_changed_id_is_known_by_the_name_where_more_changed(tmp_path: Path) -> None:
    after = ROWS[0].replace("nv-2023-1", "nv-2023-99").replace("30/06", "31/08")
    changes = changed(tmp_path, {}, {"2023/tasks.yml": after + ROWS[1] + ROWS[2]})
    assert sentences(changes) == ["Nhiệm vụ 1 (năm 2023) “Việc thứ 1”: đổi mã nv-2023-1 → nv-2023-99; thời hạn hoàn thành: 30/06/2023 → 31/08/2023; nguồn (không đổi): Phụ lục, dòng 1."]


def test_two_alike_are_not_taken_for_one_with_another_id(tmp_path: Path) -> None:
    rows = [f"- {{id: nv-{n}, title: Họp, lead: ban-a}}\n" for n in "abcd"]
    changes = changed(tmp_path, {"2023/tasks.yml": rows[0] + rows[1]}, {"2023/tasks.yml": rows[2] + rows[3]})
    assert ids(changes) == (["nv-c", "nv-d"], [], ["nv-a", "nv-b"])


def test_a_task_in_another_year_says_so(tmp_path: Path) -> None:
    row = ROWS[2].replace("nv-2023-3", "nv-c")  # an id that names a year stays in that year
    changes = changed(tmp_path, {"2023/tasks.yml": ROWS[0] + ROWS[1] + row}, {"2023/tasks.yml": ROWS[0] + ROWS[1], "2024/tasks.yml": row})
    assert sentences(changes) == ["Nhiệm vụ 3 (năm 2024) “Việc thứ 3”: thuộc năm: 2023 → 2024; nguồn (không đổi): Phụ lục, dòng 3."]


POSTS = "- id: nguoi-a\n  name: Lê Văn A\n  posts:\n{}"
CHAIR = "    - {title: Trưởng ban, unit: ban-a, since: 01/02/2020, source: phu-luc}\n"
DEPUTY = "    - {title: Phó Trưởng ban, unit: ban-b, since: 2018, until: 31/01/2020}\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (CHAIR, CHAIR.replace("2020,", "2020, until: 16/01/2023,"), "chức vụ “Trưởng ban”: Đến ngày: 16/01/2023."),
        (CHAIR, DEPUTY + CHAIR, "thêm chức vụ: chức vụ: Phó Trưởng ban, đơn vị: Ban B, từ ngày: 2018, đến ngày: 31/01/2020."),
        (DEPUTY + CHAIR, CHAIR, "bỏ chức vụ: chức vụ: Phó Trưởng ban, đơn vị: Ban B, từ ngày: 2018, đến ngày: 31/01/2020."),
        (DEPUTY + CHAIR, CHAIR + DEPUTY, "đổi thứ tự chức vụ: "),
    ],
)
def test_records_within_a_record_are_its_values(before: str, after: str, said: str, tmp_path: Path) -> None:
    changes = changed(tmp_path, {"people.yml": POSTS.format(before)}, {"people.yml": POSTS.format(after)})
    assert f"Người “Lê Văn A”: {said}" in sentences(changes)[0]


AWARD = "- {{id: kt-2022-1, merit_year: 2022, honour: bang-khen, to: individual, declared: 3, recipients: [{}]}}\n"
HONOURS = "- {id: bang-khen, name: Bằng khen, kind: commendation}\n"


def test_recipients_are_records_of_their_own(tmp_path: Path) -> None:
    one, other = "{id: n-1, name: Lê Văn A, post: Chuyên viên}", "{id: n-2, name: Lê Thị B}"
    before = {"honours.yml": HONOURS, "2022/awards.yml": AWARD.format(one)}
    changes = changed(tmp_path, before, {**before, "2022/awards.yml": AWARD.format(f"{other}, {one.replace('Chuyên viên', 'Trưởng phòng')}")})
    assert ids(changes) == (["n-2"], ["n-1"], [])
    assert sentences(changes) == ["Người được khen (Bằng khen - Cá nhân, năm 2022) “Lê Văn A”: chức vụ: Chuyên viên → Trưởng phòng."]


PLAN = "id: kh-2023\ntitle: Kế hoạch\ndeclared: {{tasks: {}, source: phu-luc}}\n"


def test_a_record_that_lies_alone_in_another_gives_its_fields(tmp_path: Path) -> None:
    changes = changed(tmp_path, {"2023/plan.yml": PLAN.format(99)}, {"2023/plan.yml": PLAN.format(100)})
    assert sentences(changes) == ["Kế hoạch (năm 2023) “Kế hoạch”: số công bố: Nhiệm vụ cụ thể: 99 → 100."]


def test_a_new_record_tells_all_it_says(tmp_path: Path) -> None:
    changes = changed(tmp_path, {}, {"2023/tasks.yml": tasks(4)})
    assert content_words(changes.after, changes.added[0]) == (
        "nguồn giao: Kế hoạch năm; đơn vị chủ trì: Ban A; thời hạn hoàn thành: 30/06/2023; trạng thái: Đang thực hiện; nguồn: Phụ lục, dòng 4"
    )


def test_a_row_that_cannot_be_read_is_neither_new_nor_gone(tmp_path: Path) -> None:
    sound = state(tmp_path / "sound", {})
    broken = loaded(tmp_path / "broken", {"2023/tasks.yml": ROWS[0] + ROWS[1].replace("30/06", "31/06") + ROWS[2].replace("in_progress", "submitted")}).data
    for before, after in ((sound, broken), (broken, sound)):
        assert ids(compare(before, after)) == ([], ["nv-2023-3"], [])


@pytest.mark.parametrize("text", ["- id: x: y\n", "\t- {}\n", "{}"])
def test_a_file_that_cannot_be_read_is_not_a_file_that_went(text: str, tmp_path: Path) -> None:
    changes = compare(state(tmp_path / "sound", {}), loaded(tmp_path / "broken", {"2023/tasks.yml": text, "units.yml": UNITS.replace("Ban C", "Ban D")}).data)
    assert ids(changes) == ([], ["ban-c"], [])


def test_names_are_found_even_where_what_they_rest_on_is_missing(tmp_path: Path) -> None:
    broken = loaded(tmp_path / "broken", {"units.yml": "", "2023/tasks.yml": ROWS[0].replace("30/06", "30/07")}).data
    changes = compare(state(tmp_path / "sound", {"sources.yml": SOURCES}), broken)
    assert "thời hạn hoàn thành: 30/06/2023 → 30/07/2023" in sentences(changes)[0]


def test_long_texts_are_shown_around_what_changed() -> None:
    before = " ".join(f"chữ{n}" for n in range(100))
    was, now = around_the_change(before, before.replace("chữ50 ", "lời "))
    assert was == "…chữ45 chữ46 chữ47 chữ48 chữ49 chữ50 chữ51 chữ52 chữ53 chữ54 chữ55…"
    assert now == "…chữ45 chữ46 chữ47 chữ48 chữ49 lời chữ51 chữ52 chữ53 chữ54 chữ55…"
    assert around_the_change("ngắn", "dài hơn") == ("ngắn", "dài hơn")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(actions=st.lists(st.sampled_from(["keep", "edit", "remove"]), min_size=10, max_size=10), added=st.integers(0, 4), order=st.randoms(use_true_random=False))
def test_whatever_is_done_to_the_rows_is_told_and_nothing_else(actions: list[str], added: int, order: Random, tmp_path: Path) -> None:
    rows = tasks(10).splitlines(keepends=True)
    kept = [row.replace("30/06", "31/07") if action == "edit" else row for row, action in zip(rows, actions, strict=True) if action != "remove"]
    new = tasks(added, "ban-c", first=11).splitlines(keepends=True)
    after = [*kept, *new]
    order.shuffle(after)
    with TemporaryDirectory(dir=tmp_path) as folder:
        changes = changed(Path(folder), {"2023/tasks.yml": "".join(rows)}, {"2023/tasks.yml": "".join(after)})
    found = [sorted(part) for part in ids(changes)]
    named = [sorted(f"nv-2023-{n}" for n, action in enumerate(actions, 1) if action == wanted) for wanted in ("edit", "remove")]
    assert found == [sorted(f"nv-2023-{n}" for n in range(11, 11 + added)), *named]
    assert all([field.path for field in one.fields] == ["due"] for one in changes.edited)
