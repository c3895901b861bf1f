"""A closed year: its records stay as they were, or a correction says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.data import Loaded
from tests.data_folders import lines, read

PLAN = "id: kh-2022\ntitle: Kế hoạch\nclosed:\n  day: 31/12/2022\n  digest: {digest}\n{more}"
TASKS = "- id: nv-1\n  title: Họp\n  lead_class: các ban\n"
EVENTS = "- {id: sk-1, title: Hội nghị, kind: conference, date: 2022}\n"


def closed(folder: Path, digest: str, more: str = "", **files: str) -> Loaded:
    """Read a year closed with a digest."""
    contents = {"tasks": TASKS, "events": EVENTS, **files}
    return read(folder, {"2022/plan.yml": PLAN.format(digest=digest, more=more), **{f"2022/{name}.yml": text for name, text in contents.items()}})


@pytest.fixture
def digest(tmp_path: Path) -> str:
    """The digest of the year as it stands."""
    return closed(tmp_path, "0").data.years[2022].digest


def test_the_digest_is_sixteen_signs_and_the_check_tells_it(tmp_path: Path, digest: str) -> None:
    assert digest == "fe8f1ee5fe4eadee"  # written into plans for good: no version may reckon it otherwise
    assert lines(closed(tmp_path, "sẽ ghi sau")) == [
        f"data/2022/plan.yml:5: digest (Mã đối chiếu số liệu): 'sẽ ghi sau' không phải là mã đối chiếu số liệu. Nếu số liệu năm 2022 đã đúng, viết {digest}."
    ]


def test_an_unchanged_year_is_sound(tmp_path: Path, digest: str) -> None:
    assert lines(closed(tmp_path, digest)) == []


@pytest.mark.parametrize(
    "tasks",
    [
        "# ghi chú mới\n" + TASKS,
        "- title: Họp\n  id: nv-1\n  lead_class: các ban\n",
        '- {id: "nv-1", title: \'Họp\', lead_class: các ban}\n',
        TASKS.replace("\n", "\r\n"),
        TASKS.replace("ọ", "o\u0323"),
        TASKS + "  note:\n",
    ],
)
def test_comments_order_quotes_and_encoding_change_nothing(tasks: str, tmp_path: Path, digest: str) -> None:
    assert lines(closed(tmp_path, digest, tasks=tasks)) == []


@pytest.mark.parametrize(
    "files",
    [
        {"tasks": TASKS.replace("Họp", "Hội ý")},
        {"tasks": TASKS + "- {id: nv-2, title: Thêm, lead_class: các ban}\n"},
        {"tasks": TASKS + "  note: thêm\n"},
        {"tasks": ""},
        {"events": EVENTS.replace("2022", "12/2022")},
        {"awards": "- {id: kt-1, merit_year: 2022, honour: h, to: individual, declared: 1}\n", "../honours": "- {id: h, name: Bằng khen, kind: commendation}\n"},
    ],
)
def test_any_change_of_a_record_is_seen(files: dict[str, str], tmp_path: Path, digest: str) -> None:
    found = lines(closed(tmp_path, digest, **files))
    assert len(found) == 1
    assert f"'{digest}' không khớp: số liệu năm 2022 đã thay đổi sau khi khóa sổ ngày 31/12/2022." in found[0]


def test_a_correction_with_its_digest_makes_a_change_sound(tmp_path: Path, digest: str) -> None:
    tasks = TASKS.replace("Họp", "Hội ý")
    changed = closed(tmp_path, "0", tasks=tasks).data.years[2022].digest
    correction = "  corrections:\n    - {{day: 15/01/2023, note: Sửa tên nhiệm vụ, digest: {}}}\n"
    assert changed != digest
    assert lines(closed(tmp_path, digest, correction.format(changed), tasks=tasks)) == []
    assert "plan.yml:7: digest" in lines(closed(tmp_path, digest, correction.format(digest), tasks=tasks))[0]


def test_the_order_of_records_counts(tmp_path: Path) -> None:
    one, other = "- {id: nv-1, title: Một, lead_class: các ban}\n", "- {id: nv-2, title: Hai, lead_class: các ban}\n"
    assert closed(tmp_path, "0", tasks=one + other).data.years[2022].digest != closed(tmp_path, "0", tasks=other + one).data.years[2022].digest


def test_a_year_that_cannot_be_read_whole_is_not_called_changed(tmp_path: Path, digest: str) -> None:
    assert len(lines(closed(tmp_path, digest, tasks="- id: nv-1: 2\n"))) == 1
    assert len(lines(closed(tmp_path, digest, tasks=TASKS + "  due: mai\n"))) == 1
