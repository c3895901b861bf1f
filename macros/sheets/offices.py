"""Files as offices have them, understood: which kind of list it is, of which year, and what each row asks for.

    incoming = understand(read_grids(path), kind=None, year=2025, unit=None, data=data)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from macros.data import Data
from macros.problems import hint
from macros.sheets.award_lists import honours_said, read_awards
from macros.sheets.findings import Findings, remarks_on
from macros.sheets.grids import Grid, Unreadable
from macros.sheets.head_words import LISTINGS
from macros.sheets.heads import Head, NearHead, find_head, nearest_head
from macros.sheets.incoming import Incoming, SheetProblem, Where
from macros.sheets.known_units import KnownUnits
from macros.sheets.phrases import one_line
from macros.sheets.plan_annexes import read_tasks
from macros.sheets.registers import read_register
from macros.sheets.stacked_tables import parts
from macros.sheets.tables import Table, read_table, rows_named

_OF_YEARS = ("tasks", "awards", "events")
Found = list[tuple[Grid, Head]]


def understand(grids: Sequence[Grid], kind: str | None, year: int | None, unit: str | None, data: Data) -> Incoming:
    """Return what a file asks for; what is not understood is among its problems or remarks, never guessed.

    `kind` is a key of LISTINGS, `unit` an id or a name; either, or the year, may be None and is then looked for in the file.
    Raises Unreadable, with a sentence, where no table of the kind is found, or several kinds fit.
    """
    about_file = [remark for grid in grids for remark in grid.remarks]
    grids = [part for grid in grids for part in parts(grid)]
    found = _of_kind(grids, kind, data)
    kind = found[0][1].kind
    tables = [(grid, read_table(grid, head)) for grid, head in found]
    said_year, year_problem = _year(tables, kind, year, about_file)
    unit_id, unit_problem = _unit(unit, said_year, data, tables)
    findings = Findings(data, said_year, unit_id)
    findings.remarks += about_file + _left_out(grids, found)
    if year_problem or unit_problem:
        return Incoming(kind, said_year, (), remarks=findings.all_remarks, problems=tuple(one for one in (year_problem, unit_problem) if one))
    read = {"tasks": read_tasks, "awards": read_awards}.get(kind, read_register)
    place = len(findings.remarks)
    read([table for _, table in tables], findings)
    findings.remarks[place:place] = [remark for grid, table in tables for remark in remarks_on(table, grid.sheet)]
    if not findings.rows and not findings.problems:
        findings.problem(Where(found[0][0].sheet, str(found[0][0].first + found[0][1].start)), "dưới dòng tiêu đề cột không có dòng nào. Xem lại tệp.")
    return Incoming(kind, said_year, tuple(findings.rows), unit=unit_id, remarks=findings.all_remarks, problems=findings.problems)


# --- the kind ---


def _of_kind(grids: Sequence[Grid], kind: str | None, data: Data) -> Found:
    """Return the grids that hold a list of the kind, each with its head."""
    if kind is not None and kind not in LISTINGS:
        raise Unreadable(f"Không nhập được loại '{kind}'.{hint(kind, LISTINGS)} Viết một trong: {', '.join(LISTINGS)}.")
    by_kind = {one: _heads(grids, one) for one in ([kind] if kind else LISTINGS)}
    fitting = {one: heads for one, heads in by_kind.items() if heads}
    strength = {one: max(head.strength for _, head in heads) for one, heads in fitting.items()}
    if not fitting:
        raise Unreadable(_no_head(nearest_head(grids, [kind] if kind else LISTINGS), kind))
    # «Đơn vị chủ trì» alone would make a list of collectives of a plan whose column of tasks is called otherwise.
    near = None if kind else nearest_head([grid for heads in fitting.values() for grid, _ in heads], LISTINGS)
    if near and len(near.known) > max(strength.values()):
        raise Unreadable(_no_head(near, kind))
    if "awards" in fitting and "people" in fitting and honours_said([(grid, read_table(grid, head)) for grid, head in fitting["awards"]], data):
        return fitting["awards"]
    best = [one for one in fitting if strength[one] == max(strength.values())]
    if len(best) > 1:
        names = " hoặc ".join(LISTINGS[one].label for one in best)
        choices = " hoặc ".join(f"--kind {one}" for one in best)
        raise Unreadable(f"Tiêu đề cột hợp với danh sách {names}. Thêm {choices}.")
    return fitting[best[0]]


def _no_head(near: NearHead | None, kind: str | None) -> str:
    """Say which column a file lacks and how its head is written, of the kind asked for or of the nearest."""
    others = f"thêm --kind ({'; '.join(f'{key}: {listing.label}' for key, listing in LISTINGS.items())})"
    if near:
        known = ", ".join(f"«{text}»" for text in near.known)
        remedy = f"{near.where}: có {known} nhưng thiếu {_heads_said(near.lacking)}, nên chưa nhập được như danh sách {LISTINGS[near.kind].label}. Ghi tiêu đề cột như thế trong tệp rồi nhập lại."
        return remedy if kind else f"{remedy} Là danh sách khác thì {others}."
    if kind:
        return f"Không thấy dòng tiêu đề cột của danh sách {LISTINGS[kind].label}. Bảng cần có {_heads_said([*LISTINGS[kind].needed.values()])}."
    return f"Không thấy bảng nào có tiêu đề cột đã biết. Xem lại dòng tiêu đề cột, hoặc {others} để biết bảng cần những cột nào."


def _heads_said(needed: Sequence[tuple[str, ...]]) -> str:
    """Return columns that a list needs, each by the heads it may have."""
    return " và ".join("cột " + " hoặc ".join(f"«{head}»" for head in heads) for heads in needed)


def _heads(grids: Sequence[Grid], kind: str) -> Found:
    """Return the grids with a head of the kind; a table that goes on in the next grid without one keeps it."""
    found: Found = []
    before: tuple[Grid, Head] | None = None
    for grid in grids:
        head = find_head(grid, kind)
        if head is None and before and _goes_on(*before, grid):
            head = Head(kind, 0, 0, before[1].fields, before[1].texts)
        before = (grid, head) if head else None
        if head:
            found.append((grid, head))
    return found


def _goes_on(before: Grid, head: Head, grid: Grid) -> bool:
    """Tell whether a table without a head goes on from another: as wide, its first number the next."""
    column = head.column(LISTINGS[head.kind].number)
    if column is None or not grid.rows or len(grid.rows[0]) <= column or grid.before:
        return False
    numbers = [int(row[column].text.rstrip(".")) for row in before.rows if len(row) > column and row[column].text.rstrip(".").isdigit()]
    first = grid.rows[0][column].text.rstrip(".")
    return first.isdigit() and bool(numbers) and int(first) == numbers[-1] + 1 and max(map(len, grid.rows)) <= max(map(len, before.rows))


def _left_out(grids: Sequence[Grid], found: Found) -> list[str]:
    """Say which sheets and tables have no head of the kind; of a sheet that has one elsewhere, which rows."""
    used, named = {id(grid) for grid, _ in found}, {grid.name for grid, _ in found}
    left = [grid for grid in grids if id(grid) not in used]
    names = dict.fromkeys(grid.name if grid.in_word else f"“{grid.name}”" for grid in left if grid.name not in named)
    rows = [f"{rows_named(grid.sheet, grid.first, grid.first + len(grid.rows) - 1)}: bảng này không có tiêu đề cột của danh sách ấy, không đưa vào." for grid in left if grid.name in named]
    return [f"Không đưa vào, vì không có tiêu đề cột đã biết: {', '.join(names)}.", *rows] if names else rows


# --- year and unit ---


def _year(tables: Sequence[tuple[Grid, Table]], kind: str, year: int | None, remarks: list[str]) -> tuple[int | None, SheetProblem | None]:
    """Return the year: the one asked for, else the one that the lines above the tables name."""
    if kind not in _OF_YEARS:
        return year, None
    said = dict.fromkeys(found for _, table in tables for found in years_in(table.titles))
    if not said and kind == "events":  # their days say it
        said = dict.fromkeys(int(found) for _, table in tables for line in table.records for found in re.findall(r"(?:19|20|21)\d\d", line.text("date")))
    if year:
        if said and year not in said:
            remarks.append(f"Tệp ghi năm {', '.join(map(str, said))}; nhập vào năm {year} như lệnh yêu cầu.")
        return year, None
    if len(said) == 1:
        return next(iter(said)), None
    where = Where(tables[0][0].sheet, str(tables[0][0].first))
    if not said:
        return None, SheetProblem(where, "tệp không ghi năm. Thêm --year, ví dụ --year 2025.")
    return None, SheetProblem(where, f"tệp ghi nhiều năm ({', '.join(map(str, said))}). Thêm --year, ví dụ --year {next(iter(said))}.")


def years_in(titles: Sequence[str]) -> list[int]:
    """Return the years that lines of a title speak of; those of a day («ngày 12 tháng 01 năm 2024») and of spans are none."""
    found = []
    for title in titles:
        text = re.sub(r"(?i)ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\s*\d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{4}\s*[-–]\s*\d{4}", " ", one_line(title))
        found += [int(number) for number in re.findall(r"(?i)\bnăm\s+((?:19|20|21)\d\d)\b", text)]
    return list(dict.fromkeys(found))


def _unit(unit: str | None, year: int | None, data: Data, tables: Sequence[tuple[Grid, Table]]) -> tuple[str | None, SheetProblem | None]:
    if unit is None or unit in data.units:
        return unit, None
    known = KnownUnits(data, year)
    if found := known.find(unit):
        return found, None
    return None, SheetProblem(Where(tables[0][0].sheet, str(tables[0][0].first)), f"--unit: {known.unknown_sentence(unit)}")
