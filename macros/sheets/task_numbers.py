"""Printed numbers of an annex: those that begin anew under each area or in each table are made to differ; one that repeats is a problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from macros.sheets.findings import Fields, Findings
from macros.sheets.incoming import Where
from macros.sheets.table_rows import Line


@dataclass(frozen=True)
class Numbered:
    """One task with its fields; its area's printed number, and the place of its area among all."""

    line: Line
    fields: Fields
    area: str
    place: int

    @property
    def number(self) -> str:
        """Return the task's number as it stands."""
        return str(self.fields[0]["number"])


def number_apart(made: Sequence[Numbered], findings: Findings) -> None:
    """Make numbers that begin anew under each area differ, I.1 and II.1; leave out those that are empty."""
    if any(count > 1 for count in Counter(one.number for one in made if one.number).values()):
        _put_before(made, findings)
    _say_repeated(made, findings)
    for one in made:
        values, cells = one.fields
        if not values["number"]:
            values.pop("number")
            cells.pop("number", None)


def _put_before(made: Sequence[Numbered], findings: Findings) -> None:
    """Put the area's number, or the table's, before each task's, where they begin anew in each."""
    sheets = list(dict.fromkeys(one.line.sheet for one in made))
    if _begin_anew(made, lambda one: one.place):
        before = [one.area or str(one.place or "") for one in made]
        where, example = "lĩnh vực; ghi kèm số của lĩnh vực", "I.1, II.1"
    elif _begin_anew(made, lambda one: one.line.sheet):
        before = [str(sheets.index(one.line.sheet) + 1) for one in made]
        where, example = "bảng; ghi kèm số thứ tự của bảng", "1.1, 2.1"
    else:
        return
    findings.remarks.append(f"Số thứ tự đánh lại từ đầu ở mỗi {where}, ví dụ {example}.")
    for one, prefix in zip(made, before, strict=True):
        if one.number and prefix:
            one.fields[0]["number"] = f"{prefix}.{one.number}"


def _begin_anew(made: Sequence[Numbered], group: Callable[[Numbered], Hashable]) -> bool:
    """Tell whether most groups after the first begin with 1, and go on with 2: one mistyped number is no beginning."""
    numbers: dict[Hashable, list[int]] = {}
    for one in made:
        if found := re.match(r"\d+", one.number):
            numbers.setdefault(group(one), []).append(int(found[0]))
    later = [*numbers.values()][1:]
    return 2 * sum(listed[0] == 1 and listed[1:2] in ([], [1], [2]) for listed in later) > len(later)


def _say_repeated(made: Sequence[Numbered], findings: Findings) -> None:
    seen: dict[str, Numbered] = {}
    for one in made:
        if one.number and one.number in seen:
            findings.problem(one.line.where("number"), _repeated(one, seen[one.number]))
        seen.setdefault(one.number, one)


def _repeated(one: Numbered, before: Numbered) -> str:
    """Return what is wrong with a number that another row has: a merged cell, a heading that is numbered like a task, or a slip."""
    sheet = before.line.sheet
    where = Where(sheet, str(before.line.row)).seen_from(one.line.sheet)
    if one.line.cells["number"][0].merged and sheet == one.line.sheet:
        return f"ô số thứ tự gộp với {where}. Nếu dòng này là phần tiếp của nhiệm vụ ấy, ghép vào dòng trên; nếu là nhiệm vụ khác, bỏ gộp ô rồi ghi số."
    bare = next((row for row in (one.line, before.line) if is_bare(row)), None)
    heading = f" Nếu {bare.sheet.rows(bare.row)} là dòng nhóm, xóa số ở cột TT của dòng ấy." if bare else ""
    return f"số thứ tự {one.number} đã có ở {where}. Sửa số thứ tự.{heading}"


def is_bare(line: Line) -> bool:
    """Tell whether a task has nothing but its number and its name, as a heading has."""
    return not line.others and set(line.cells) <= {"number", "title", "area"}
