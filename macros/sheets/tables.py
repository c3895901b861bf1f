"""The body of an office's table: records, the group rows above them, and what stands below or between and is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from macros.sheets.grids import Grid, Sheet
from macros.sheets.head_words import PERSONAL
from macros.sheets.heads import Head, is_repeated
from macros.sheets.incoming import Where
from macros.sheets.phrases import one_line
from macros.sheets.table_rows import Group, Line, Row, is_private

_COUNT = re.compile(r"\(\s*(?:gồm\s+)?0*(\d+)\s+(?:đồng chí|cá nhân|tập thể|người|đơn vị|hộ|nhiệm vụ)[^)]*\)", re.IGNORECASE)


_SHOWN_BELOW = 4


@dataclass
class Table:
    """What a grid holds once its head is known: lines above, records and groups in their order, what was left out."""

    head: Head
    titles: list[str]
    items: list[Line | Group]
    remarks: list[str] = field(default_factory=list)
    unclear: list[tuple[Where, str]] = field(default_factory=list)
    stated_total: int | None = None
    head_row: int = 0  # the file's last row of the head
    private: set[str] = field(default_factory=set)  # heads of columns, not known, whose cells hold what is private
    used: set[str] = field(default_factory=set)  # heads of columns that are no field, and yet were understood

    @property
    def records(self) -> list[Line]:
        """Return the records alone."""
        return [item for item in self.items if isinstance(item, Line)]


def read_table(grid: Grid, head: Head) -> Table:
    """Return what stands above, in and below a table."""
    titles = [*grid.before, *_lines_above(grid, head)]
    table = Table(head, titles, [], head_row=grid.first + head.stop - 1)
    rows = [Row(grid, head, number) for number in range(head.stop, len(grid.rows)) if any(cell.text for cell in grid.rows[number])]
    rows = [row for row in rows if row.all and not is_repeated(head, grid.rows[row.place], grid)]
    last = _last_record(rows)
    for place, row in enumerate(rows[: last + 1]):
        _take(table, row, rows[place + 1] if place < last else None)
    _below(table, rows[last + 1 :])
    _name_left_columns(table, grid)
    _compare_counts(table)
    _say_headless_columns(table, grid)
    of_people = head.kind in ("awards", "people")
    table.private |= {name for line in table.records for name, cells in line.others.items() if is_private(*(cell.text for cell in cells), of_people=of_people)}
    return table


def _take(table: Table, row: Row, after: Row | None) -> None:
    """Add a row to the table as what it is; what it is not sure of is listed."""
    above = table.items[-1] if table.items else None
    if row.continues(above if isinstance(above, Line) else None):
        assert isinstance(above, Line)
        for name, cell in row.cells.items():
            above.cells.setdefault(name, []).append(cell)
        for head, cell in row.others.items():
            above.others.setdefault(head, []).append(cell)
    elif row.is_total:
        _total(table, row)
    elif row.is_group and (not re.match(r"\d", row.number) or _numbers_those_below(row, after, table.records[-1:])):
        table.items.append(row.group())
    elif row.main:
        table.items.append(row.line())
    else:
        table.unclear.append((row.where, "; ".join(text for text in row.texts if not is_private(text, of_people=True))))


def _numbers_those_below(row: Row, after: Row | None, above: Sequence[Line]) -> bool:
    """Tell whether «1» stands above «1.1», or above tasks whose own numbers run on without it: a heading numbered like a record."""
    if after is None or after.number.startswith(f"{row.number}."):
        return after is not None
    if not row.number.isdecimal() or not after.number.isdecimal() or after.is_group:
        return False
    own, following = int(row.number), int(after.number)
    next_in_turn = (int(number) if above and (number := above[0].text("number").rstrip(".)")).isdecimal() else 0) + 1
    return following in (own, 1) or own != next_in_turn == following


def _total(table: Table, row: Row) -> None:
    text = " ".join(row.texts)
    numbers = re.findall(r"\d+", text.replace(".", ""))
    if len(numbers) == 1 and not table.stated_total:
        table.stated_total = int(numbers[0])
    table.remarks.append(f"{row.where}: dòng tổng «{_short(text)}» không đưa vào.")


def _last_record(rows: Sequence[Row]) -> int:
    """Return the place of the last record: what has a number is one; behind it, only what follows without a gap may be."""
    numbered = [place for place, row in enumerate(rows) if row.is_numbered]
    last = numbered[-1] if numbered else -1
    for place in range(last + 1, len(rows)):
        row = rows[place]
        if row.ends_the_table or (numbered and (not row.looks_like_record or row.place != rows[place - 1].place + 1)):
            break
        last = place if row.looks_like_record else last
    return last


def _below(table: Table, rows: Sequence[Row]) -> None:
    """Say what stands below the last record and is left out."""
    left = [row for row in rows if not row.is_total]
    for row in rows:
        if row.is_total:
            _total(table, row)
    if left:
        said = [_short(" ".join(row.texts), 40) for row in left if not is_private(*row.texts)]
        shown = "; ".join(f"«{text}»" for text in said[:_SHOWN_BELOW]) + (f" và {len(left) - _SHOWN_BELOW} dòng khác" if len(left) > _SHOWN_BELOW else "")
        table.remarks.append(f"{rows_named(left[0].where.sheet, left[0].row, left[-1].row)}: phần dưới bảng không đưa vào: {shown}.")


def rows_named(sheet: Sheet, first: int, last: int) -> str:
    """Return rows as a sentence names them: `Trang “A”, dòng 5-7`."""
    return str(Where(sheet, str(first) if first == last else f"{first}-{last}"))


def _name_left_columns(table: Table, grid: Grid) -> None:
    personal = [table.head.texts[column] for column, name in table.head.fields.items() if name == PERSONAL]
    if personal:
        table.remarks.append(f"{grid.sheet.before}cột có thông tin cá nhân không đưa vào: {', '.join(f'«{text}»' for text in personal)}.")


def _compare_counts(table: Table) -> None:
    """Say where a heading counts other than what stands under it: «Bằng khen (02 tập thể)»."""
    starts = [place for place, item in enumerate(table.items) if isinstance(item, Group)]
    for place, after in zip(starts, [*starts[1:], len(table.items)], strict=False):
        group, under = table.items[place], after - place - 1
        stated = _COUNT.search(group.text) if isinstance(group, Group) else None
        if isinstance(group, Group) and stated and under not in (0, int(stated[1])):
            table.remarks.append(f"{group.where}: «{_short(group.text)}» ghi {int(stated[1])}, đọc được {under} dòng.")


def _say_headless_columns(table: Table, grid: Grid) -> None:
    """Say which cells stand in columns without a head: what they are is not known."""
    found: dict[int, str] = {}
    for line in table.records:
        row = grid.rows[line.row - grid.first]
        found |= {column: cell.address for column, cell in enumerate(row) if cell.text and not cell.merged and column not in table.head.texts and column not in found}
    for _, address in sorted(found.items()):
        table.remarks.append(f"{Where(grid.sheet, address)}: {grid.sheet.column(address)} không có tiêu đề, không đưa vào.")


def _lines_above(grid: Grid, head: Head) -> Iterator[str]:
    for row in grid.rows[: head.start]:
        yield from dict.fromkeys(one_line(cell.text) for cell in row if cell.text)


def _short(text: str, longest: int = 80) -> str:
    return f"{text[:longest]}…" if len(text) > longest + 1 else text
