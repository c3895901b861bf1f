"""The reviewers' report: one sentence for what is one change, a red block, counts, and never more than 60 kB."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from macros.changes.compare import Changes, compare
from macros.changes.effects import effects
from macros.changes.markdown import text
from macros.changes.report import LIMIT, Surroundings, report
from macros.changes.sentences import small
from macros.changes.values import Side
from macros.data import load
from macros.problems import Problem
from tests.sites import REPOSITORY, SMALL, copied
from tests.states import SOURCES, UNITS, changed, loaded, state, tasks

ROWS = tasks(3).splitlines(keepends=True)
DAY = date(2024, 6, 30)


def block(shown: str) -> list[str]:
    """Return the lines of the red block."""
    found = re.search(r"^> \[!CAUTION\]\n> \*\*Cần xem kỹ\*\*\n>\n((?:> - .*\n?)+)", shown, re.MULTILINE)
    return [line.removeprefix("> - ") for line in found[1].splitlines()] if found else []


def open_lines(shown: str) -> list[str]:
    """Return the lines of the list of changes that are not folded."""
    body = shown.partition("## Nội dung thay đổi\n")[2].partition("\n## ")[0]
    return [line for line in re.sub(r"<details>.*?</details>", "", body, flags=re.DOTALL).splitlines() if line.startswith("- ")]


def folded(shown: str) -> dict[str, list[str]]:
    """Return the folded lists by what is written on them."""
    return {name: re.findall(r"^- (.*)$", body, re.MULTILINE) for name, body in re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", shown, re.DOTALL)}


def test_a_label_is_said_once_and_keeps_the_capitals_it_needs() -> None:
    side = Side(load(REPOSITORY / "data").data)
    document = next(one for one in side.data.documents.values() if one.signer and one.signer.name)
    assert [fact.label for fact in side.facts(document) if fact.path == "signer.name"] == ["Người ký"]
    assert [small(label) for label in ("Ông/Bà", "Người ký", "STT", "Số, ký hiệu")] == ["Ông/Bà", "người ký", "STT", "số, ký hiệu"]


def test_nothing_changed_is_one_sentence(tmp_path: Path) -> None:
    assert report(changed(tmp_path, {}, {})) == "# Không đổi nội dung số liệu\n"


def test_what_is_only_written_otherwise_is_no_change_of_content(tmp_path: Path) -> None:
    changes = changed(tmp_path, {}, {"2023/tasks.yml": ROWS[2] + ROWS[0] + ROWS[1]})
    assert report(changes, surroundings=Surroundings(rewritten=("2023/tasks.yml", "units.yml"))) == (
        "# Không đổi nội dung số liệu\n\n## Không đổi nội dung\n\n- `2023/tasks.yml`: 1 bản ghi đổi chỗ\n- `units.yml`: đổi cách viết, ghi chú hoặc thứ tự mục\n"
    )


def test_a_changed_task_is_a_sentence_under_its_kind_and_year(tmp_path: Path) -> None:
    shown = report(changed(tmp_path, {}, {"2023/tasks.yml": ROWS[0] + ROWS[1] + ROWS[2].replace("in_progress", "submitted")}))
    assert shown == (
        "# Báo cáo thay đổi: sửa 1 bản ghi\n\n"
        "| Loại | Thêm | Sửa | Bỏ |\n|---|--:|--:|--:|\n| Nhiệm vụ | – | 1 | – |\n\n"
        "| Đơn vị (chủ trì, tổ chức, ban hành, được khen) | Thêm | Sửa | Bỏ |\n|---|--:|--:|--:|\n| Ban A | – | 1 | – |\n\n"
        "## Nội dung thay đổi\n\n### Nhiệm vụ năm 2023\n\n"
        "- Nhiệm vụ 3 (năm 2023) “Việc thứ 3”: Đang thực hiện → Đã trình, chờ phê duyệt; nguồn (không đổi): Phụ lục, dòng 3.\n"
    )


def leads_changed(tmp_path: Path) -> Changes:
    """44 of 140 tasks go from one unit to another; one of them changes its due date too."""
    before = tasks(44, "ban-a") + tasks(96, "ban-c", first=45)
    after = tasks(44, "ban-b") + tasks(96, "ban-c", first=45)
    return changed(tmp_path, {"2023/tasks.yml": before}, {"2023/tasks.yml": after.replace("30/06", "31/07", 1)})


def test_44_tasks_that_change_their_lead_are_one_sentence_with_the_list_folded(tmp_path: Path) -> None:
    shown = report(leads_changed(tmp_path))
    assert open_lines(shown)[0] == "- **43 nhiệm vụ năm 2023**: đơn vị chủ trì: Ban A → Ban B."
    assert len(folded(shown)["Danh sách 43 nhiệm vụ"]) == 43
    assert open_lines(shown)[1:] == ["- Nhiệm vụ 1 (năm 2023) “Việc thứ 1”: đơn vị chủ trì: Ban A → Ban B; thời hạn hoàn thành: 30/06/2023 → 31/07/2023; nguồn (không đổi): Phụ lục, dòng 1."]
    assert "| Ban A | – | 44 | – |\n| Ban B | – | 44 | – |" in shown
    assert block(shown) == ["**44 bản ghi thay đổi trong một lần, nhiều hơn 20; nên đối chiếu theo từng nguồn**."]


def test_leads_that_change_as_a_whole_are_told_apart_from_what_each_task_has_of_its_own(tmp_path: Path) -> None:
    after = "".join(row.replace("ban-a", "ban-b").replace("30/06", f"0{n}/07") for n, row in enumerate(ROWS, 1))
    lines = open_lines(report(changed(tmp_path, {}, {"2023/tasks.yml": after})))
    assert lines[0] == "- **3 nhiệm vụ năm 2023**: đơn vị chủ trì: Ban A → Ban B."
    assert lines[1] == "- Nhiệm vụ 1 (năm 2023) “Việc thứ 1”: thời hạn hoàn thành: 30/06/2023 → 01/07/2023; nguồn (không đổi): Phụ lục, dòng 1."
    assert len(lines) == 4


def test_a_renamed_unit_is_one_sentence_with_those_who_show_it_folded(tmp_path: Path) -> None:
    rows = tasks(44, "ban-a") + tasks(96, "ban-c", first=45)
    shown = report(changed(tmp_path, {"2023/tasks.yml": rows}, {"2023/tasks.yml": rows, "units.yml": UNITS.replace("Ban A", "Ban Phong trào")}))
    assert open_lines(shown) == ["- **Đổi tên đơn vị** “Ban A” → “Ban Phong trào”. Tên mới hiện ở 44 nhiệm vụ."]
    assert len(folded(shown)["Danh sách 44 bản ghi hiện tên mới"]) == 44
    assert block(shown) == []


def test_added_tasks_are_told_by_unit(tmp_path: Path) -> None:
    shown = report(changed(tmp_path, {}, {"2023/tasks.yml": tasks(3) + tasks(12, "ban-b", first=4) + tasks(2, "ban-c", first=16)}))
    lines = open_lines(shown)
    assert lines[0] == "- **Thêm 12 nhiệm vụ năm 2023** cho Ban B."
    assert lines[1] == (
        "- **Thêm** nhiệm vụ 16 (năm 2023) “Việc thứ 16”: nguồn giao: Kế hoạch năm; đơn vị chủ trì: Ban C; thời hạn hoàn thành: 30/06/2023; "
        "trạng thái: Đang thực hiện; nguồn: Phụ lục, dòng 16."
    )
    assert len(folded(shown)["Danh sách 12 nhiệm vụ"]) == 12
    assert block(shown) == ["**Tổng số thay đổi**: Số nhiệm vụ theo kế hoạch trong danh mục năm 2023: 3 → 17."]


def test_the_red_block_names_deletions_ids_closed_years_totals_and_lost_sources(tmp_path: Path) -> None:
    plan = "id: kh-2023\ntitle: Kế hoạch\ndeclared: {tasks: 3, done: 2, source: phu-luc}\n"
    closed = plan + "closed: {day: 31/12/2023, digest: %s}\n"
    before = loaded(tmp_path / "before", {"2023/plan.yml": closed % "0"}).data
    rows = ROWS[0].replace(", source: 'phu-luc, dòng 1'", "") + ROWS[1].replace("nv-2023-2", "nv-2023-9")
    sources = SOURCES.replace("bao-cao", "bao-cao-2").replace("Báo cáo", "Báo cáo hai")
    after = loaded(tmp_path / "after", {"2023/plan.yml": (closed % "0").replace("done: 2", "done: 3"), "2023/tasks.yml": rows, "sources.yml": sources}).data
    shown = block(report(compare(before, after)))
    assert shown == [
        "**Bỏ 1 nguồn, 1 nhiệm vụ**: Nguồn “Báo cáo”, mã bao-cao; Nhiệm vụ 3 (năm 2023) “Việc thứ 3”, mã nv-2023-3.",
        "**Đổi mã 1 nhiệm vụ; liên kết đã lưu đến mã cũ sẽ hỏng**: Nhiệm vụ 2 (năm 2023) “Việc thứ 2”: nv-2023-2 → nv-2023-9.",
        "**Năm 2023 đã khóa sổ mà có thay đổi ở 3 nhiệm vụ, 1 kế hoạch**: Nhiệm vụ 3 (năm 2023) “Việc thứ 3”; Kế hoạch (năm 2023) “Kế hoạch”; "
        "Nhiệm vụ 1 (năm 2023) “Việc thứ 1”; Nhiệm vụ 2 (năm 2023) “Việc thứ 2”.",
        "**Tổng số thay đổi**: Kế hoạch (năm 2023) “Kế hoạch”: số công bố: Hoàn thành: 2 → 3; Số nhiệm vụ theo kế hoạch trong danh mục năm 2023: 3 → 2.",
        "**Nguồn biến mất**: Nguồn “Báo cáo”; Nhiệm vụ 1 (năm 2023) “Việc thứ 1”: không còn dẫn Phụ lục, dòng 1.",
    ]


@pytest.mark.parametrize(("count", "said"), [(20, False), (21, True)])
def test_more_than_twenty_records_at_once_are_pointed_out(count: int, said: bool, tmp_path: Path) -> None:
    before, after = {"2023/tasks.yml": tasks(30)}, {"2023/tasks.yml": tasks(30).replace("in_progress", "submitted", count)}
    assert any("nhiều hơn 20" in line for line in block(report(changed(tmp_path, before, after)))) is said


def small_changes(tmp_path: Path, edits: dict[str, tuple[str, str]]) -> Changes:
    """Compare the miniature record with a copy of it in which some texts are replaced."""
    return compare(load(REPOSITORY / SMALL, "data").data, load(copied(tmp_path / "after", edits), "data").data)


def test_pages_that_change_are_listed_with_both_sites(tmp_path: Path) -> None:
    changes = small_changes(tmp_path, {"2023/tasks.yml": ("title: Số hóa hồ sơ lưu trữ", "title: Số hóa hồ sơ")})
    shown = report(changes, effects(changes, DAY), Surroundings(site_before="https://truoc.example/", site_after="https://sau.example/xem"))
    pages = shown.partition("## Trang thay đổi\n\n")[2].splitlines()
    assert pages[0] == "- Ban Tổ chức, Kiểm tra `/don-vi/ban-to-chuc/`: thay đổi (1 bản ghi) · [trước](<https://truoc.example/don-vi/ban-to-chuc/>) · [sau](<https://sau.example/xem/don-vi/ban-to-chuc/>)"
    assert {re.findall("`(.*?)`", line)[0] for line in pages} >= {"/nam/2023/", "/don-vi/van-phong/"}
    assert not any("/van-ban/" in line for line in pages)


def test_anchors_and_pages_that_go_are_named(tmp_path: Path) -> None:
    unit = "  - id: ban-thanh-tra\n    name: Ban Thanh tra nhân dân\n    kind: body\n    term: 2023-2025\n"
    task = "- id: nv-2023-3\n"
    event = (REPOSITORY / SMALL / "2023/events.yml").read_text(encoding="utf-8")
    edits = {"units.yml": (unit, ""), "2023/tasks.yml": (task, "- id: nv-2023-03\n")}
    if "ban-thanh-tra" in event:
        edits["2023/events.yml"] = ("", re.sub(r"\n  elected: ban-thanh-tra", "", event))
    changes = small_changes(tmp_path, edits)
    shown = block(report(changes, effects(changes, DAY)))
    assert "**1 trang không còn**: `/don-vi/ban-thanh-tra/`." in shown
    assert "**1 liên kết đã công bố sẽ hỏng**: `/nam/2023/#nv-2023-3`." in shown


def test_a_record_in_another_year_is_said_to_be_there(tmp_path: Path) -> None:
    row = "- {id: nv-x, title: Việc, lead_class: các ban}\n"
    changes = changed(tmp_path, {"2023/tasks.yml": tasks(3) + row}, {"2023/tasks.yml": tasks(3), "2024/tasks.yml": row})
    assert "**1 liên kết đã công bố sẽ hỏng**: `/nam/2023/#nv-x` (nay ở `/nam/2024/`)." in block(report(changes, effects(changes, DAY)))


def test_every_link_that_breaks_is_listed(tmp_path: Path) -> None:
    changes = changed(tmp_path, {"2023/tasks.yml": tasks(30)}, {"2023/tasks.yml": tasks(10)})
    shown = report(changes, effects(changes, DAY))
    assert "**20 liên kết đã công bố sẽ hỏng**" in shown and "; và 8 nữa." in shown
    assert folded(shown)["20 liên kết"] == sorted(f"`/nam/2023/#nv-2023-{n}`" for n in range(11, 31))


def test_a_side_that_cannot_be_read_says_so_and_the_rest_is_compared(tmp_path: Path) -> None:
    before = state(tmp_path / "before", {})
    broken = loaded(tmp_path / "after", {"2023/tasks.yml": ROWS[0].replace("in_progress", "submitted") + ROWS[1].replace("30/06", "31/06") + ROWS[2]})
    shown = report(compare(before, broken.data), None, Surroundings(problems=((), tuple(broken.problems))))
    limits = "Chỉ so sánh phần đọc được; bản ghi không đọc được không tính là thêm hay bỏ; chưa xét được các trang thay đổi."
    assert f"> **Bản sau có 1 lỗi.** {limits}\n>\n> - data/2023/tasks.yml:2: due (Thời hạn hoàn thành)" in shown.replace("\\", "")
    assert shown.startswith("# Báo cáo thay đổi: sửa 1 bản ghi\n")


def test_code_prose_and_attachments_are_told_apart(tmp_path: Path) -> None:
    around = Surroundings(prose=(("docs/gioi-thieu.md", "Sửa"), ("docs/cu.md", "Bỏ")), attachments=(("18-ct-tw.pdf", "Thêm"),), others=(("macros/words.py", "Sửa"),))
    shown = report(changed(tmp_path, {}, {}), None, around)
    assert block(shown) == ["**Bỏ 1 bài viết, tệp đính kèm**: `docs/cu.md`.", "**1 tệp ngoài số liệu và bài viết thay đổi** (mã chương trình, cấu hình): cần người phụ trách kỹ thuật xem."]
    assert "## Tệp đính kèm\n\n- Thêm `18-ct-tw.pdf`\n\n## Bài viết\n\n- Sửa `docs/gioi-thieu.md`\n- Bỏ `docs/cu.md`\n\n## Ngoài số liệu và bài viết\n\n- Sửa `macros/words.py`\n" in shown


def test_a_huge_change_fits_and_counts_what_it_leaves_out(tmp_path: Path) -> None:
    long = "Tổ chức hội nghị chuyên đề về công tác giám sát và phản biện xã hội " * 4
    before = tasks(2000).replace("Việc", long)
    after = "".join(row.replace("chuyên đề", f"lần {n}", 1) for n, row in enumerate(before.splitlines(keepends=True)[:1500]))
    changes = changed(tmp_path, {"2023/tasks.yml": before}, {"2023/tasks.yml": after, "units.yml": UNITS.replace("Ban A", "Ban Một")})
    shown = report(changes)
    assert 0.8 * LIMIT < len(shown.encode()) <= LIMIT
    assert "**Báo cáo dài quá nên không liệt kê hết.**" in shown
    listed = sum(len([line for line in lines if not line.startswith("*… và")]) for lines in folded(shown).values())
    left = {noun: int(count) for count, noun in re.findall(r"(\d+) (nhiệm vụ|bản ghi)[;.]", shown.rpartition("Còn ")[2])}
    # 1,500 that show the new name of their unit, 1,500 edited, 500 removed: each either listed or counted.
    assert listed + left["nhiệm vụ"] + left["bản ghi"] == 1500 + 1500 + 500


def test_names_without_end_fit_too(tmp_path: Path) -> None:
    """Every part of the report holds what an editor wrote, and an editor may write anything."""
    endless = "🇻🇳" * 3000
    units = UNITS.replace("Ban A", f"A{endless}").replace("Ban B", f"B{endless}")
    rows = tasks(400).replace("Việc", endless) + tasks(400, "ban-b", first=401).replace("Việc", endless)
    problems = tuple(Problem("data/a.yml", n, endless) for n in range(2000))
    changes = changed(tmp_path, {"units.yml": units, "2023/tasks.yml": rows}, {"units.yml": units})
    gone = tuple((f"docs/{'x' * 300}{n}.md", "Bỏ") for n in range(5000))
    shown = report(changes, None, Surroundings(problems=(problems, problems), prose=gone, attachments=gone, others=gone))
    assert len(shown.encode()) <= LIMIT
    assert "có 2000 lỗi" in shown and "**Bỏ 797 nhiệm vụ**" in shown and "**Bỏ 10000 bài viết, tệp đính kèm**" in shown
    assert "**Báo cáo dài quá nên không liệt kê hết.**" in shown


def test_many_kinds_of_change_fit_too(tmp_path: Path) -> None:
    units = "units:\n" + "".join(f"  - {{id: u-{n}, name: Đơn vị có tên rất dài để chiếm chỗ trong báo cáo số {n}, kind: department}}\n" for n in range(700))
    rows = "".join(tasks(3, f"u-{n}", first=3 * n + 1) for n in range(700))
    shown = report(changed(tmp_path, {"units.yml": units, "2023/tasks.yml": tasks(1, "u-1")}, {"units.yml": units.replace("Đơn vị", "Phòng"), "2023/tasks.yml": rows}))
    assert len(shown.encode()) <= LIMIT
    assert "**Báo cáo dài quá nên không liệt kê hết.**" in shown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>", "**đậm** _nghiêng_ `mã` [x](y) ![z](w)", "| a | b |", "- gạch", "1. một", "# đề mục", "@ai #12", "\\ & &lt; ~~x~~ $a$", "+ cộng", "> trích",
        "<!-- ẩn -->", "--- ===",
    ],
)
def test_text_is_shown_as_typed(typed: str) -> None:
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(text(typed))
    assert re.sub(r"</?p>|\u2060|\n$", "", rendered) == typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert not re.search(r"[@#](?=\w)", text(typed))


def test_problems_and_names_from_outside_are_text_too(tmp_path: Path) -> None:
    around = Surroundings(names=("<b>", "x"), problems=((Problem("data/a.yml", 1, "<img src=x>"),), ()))
    assert "<" not in report(changed(tmp_path, {}, {}), None, around)


def guide(page: str) -> list[str]:
    """Return the sample texts of a page of the guide."""
    text = (REPOSITORY / f"docs/huong-dan/{page}.md").read_text(encoding="utf-8")
    return re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_guide_shows_a_report_as_it_is(tmp_path: Path) -> None:
    units = UNITS.replace("Ban A", "Ban Ví dụ 1").replace("Ban B", "Ban Ví dụ 2").replace("Ban C", "Ban Ví dụ 3")
    rows = tasks(44) + tasks(15, "ban-c", first=45) + tasks(1, "ban-b", first=60)
    after = tasks(44, "ban-b") + tasks(15, "ban-c", first=45) + tasks(5, "ban-b", first=60)
    after = re.sub(r"(number: 45,.*)in_progress, source: '[^']*'", r"\1done, result: Đã họp, source: 'bao-cao, mục 4'", after)
    before, now = ({"2099/tasks.yml": text.replace("2023", "2099"), "2023/tasks.yml": "", "units.yml": names} for text, names in ((rows, units), (after, units.replace("Ví dụ 3", "Ví dụ Ba"))))
    shown = report(changed(tmp_path, before, now)).splitlines()
    sample = [line for line in guide("doc-bao-cao-thay-doi")[1].splitlines() if line]
    assert [line for line in shown if line in sample] == sample
