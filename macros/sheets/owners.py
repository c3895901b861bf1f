"""Rows of a workbook of ours that belong to a new record, which has no id to be named by yet: by its row, or as the only new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.sheets.asked import Asked
from macros.sheets.export_book import HEADS
from macros.sheets.incoming import SheetProblem, Where
from macros.sheets.kinds import PARENT, Table
from macros.vietnamese import fold

_ROW = re.compile(r"dong (\d{1,6})")


@dataclass
class Owned:
    """The rows, each with the record or the row that it belongs to; what is said of those that do not tell."""

    rows: list[Asked] = field(default_factory=list)
    problems: list[SheetProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def owned(rows: Sequence[Asked]) -> Owned:
    """Return the rows of a workbook with their owners: «dòng 7» is the record of that row, an empty cell the only record without an id."""
    by_row = {(asked.table.title, asked.row.where.cell): asked for asked in rows}
    found, counts = Owned(), dict[Where, list[Asked]]()
    for asked in rows:
        if asked.table.parent is None or asked.identity:
            found.rows.append(asked)
        elif not asked.parent:
            _by_itself(asked, _new(rows, asked.table.parent), found, counts)
        elif said := _ROW.fullmatch(fold(asked.parent)):
            _by_row(asked, said[1], asked.table.parent, by_row, found)
        else:
            found.rows.append(asked)
    found.remarks = [f"{mine[0].row.where.sheet}: {len(mine)} dòng để trống ô «{HEADS[PARENT]}», được đưa vào bản ghi mới ở {_place(owner)}." for owner, mine in counts.items()]
    return found


def _new(rows: Sequence[Asked], table: Table) -> list[Asked]:
    return [asked for asked in rows if asked.table is table and not asked.identity]


def _by_itself(asked: Asked, new: Sequence[Asked], found: Owned, counts: dict[Where, list[Asked]]) -> None:
    if len(new) > 1:
        places = ", ".join(one.row.where.cell for one in new)
        said = f"trang “{new[0].table.title}” có {len(new)} dòng mới chưa có mã (dòng {places})"
        remedy = f"Ghi vào ô «{HEADS[PARENT]}» dòng của bản ghi chứa dòng này, ví dụ «dòng {new[0].row.where.cell}»"
        found.problems.append(SheetProblem(asked.row.where, f"{said}. {remedy}."))
        return
    for owner in new:
        counts.setdefault(owner.row.where, []).append(asked)
    found.rows.append(replace(asked, parent_row=new[0].row.where) if new else asked)


def _by_row(asked: Asked, number: str, table: Table, by_row: Mapping[tuple[str, str], Asked], found: Owned) -> None:
    owner = by_row.get((table.title, str(int(number))))
    if owner is None:
        found.problems.append(SheetProblem(asked.row.where, f"trang “{table.title}” không có bản ghi nào ở dòng {number}. Xem lại số dòng, hoặc ghi mã."))
    else:
        found.rows.append(replace(asked, parent=owner.identity, parent_row=None if owner.identity else owner.row.where))


def _place(where: Where) -> str:
    return f"dòng {where.cell} của trang “{where.sheet.name}”"
