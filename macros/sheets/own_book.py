"""A workbook of ours read back: which rows it has, what their cells say in YAML's words, and what it was exported with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils.cell import get_column_letter

from macros.sheets import export_lists
from macros.sheets.asked import Asked, Wanted
from macros.sheets.columns import Column
from macros.sheets.export_book import FIRST_ROW, HEADS, MARK, SHEET_OF_ADVICE, SHEET_OF_MARKS, VERSION
from macros.sheets.grids import Grid, GridCell, Unreadable
from macros.sheets.incoming import IncomingRow, SheetProblem, Where
from macros.sheets.kinds import KINDS, LINE, PARENT, YEAR, Kind, Table
from macros.sheets.names import Names, NotKnown
from macros.sheets.owners import owned
from macros.sheets.yaml_nodes import one_line
from macros.vietnamese import nfc

Base = dict[tuple[str, str], dict[str, str]]


def is_ours(grids: Sequence[Grid]) -> bool:
    """Tell whether a file is a workbook that `export` wrote."""
    return any(grid.name == SHEET_OF_MARKS and grid.rows and _text(grid.rows[0], 0) == MARK for grid in grids)


def read_back(grids: Sequence[Grid], names: Names) -> Wanted:
    """Return what a workbook of ours asks for. Raises Unreadable where its sheets or keys are no longer what was exported."""
    marks = next(grid for grid in grids if grid.name == SHEET_OF_MARKS)
    _, version, kind_key, year, unit = (_text(marks.rows[0], at) for at in range(5))
    kind = KINDS.get(kind_key)
    if kind is None or version != str(VERSION):
        raise Unreadable("Tệp này do một bản khác của trang xuất ra. Xuất lại bằng lệnh export, chép phần đã sửa sang tệp mới, rồi nhập.")
    base = _base(kind, marks)
    reader = _Reader(kind, int(year) if year else None, base, names)
    for table in kind.all_tables:
        grid = next((grid for grid in grids if grid.name == nfc(table.title)), None)
        if grid is None:
            raise Unreadable(f"Thiếu trang “{table.title}”. Không xóa, không đổi tên trang; xuất lại tệp, chép phần đã sửa sang, rồi nhập.")
        reader.read(table, grid)
    known = owned(reader.rows)
    remarks = (*_other_sheets(kind, grids), *reader.remarks, *known.remarks)
    lacking = {key: found for key, found in base.items() if key not in reader.seen}
    return Wanted(kind, reader.year, tuple(known.rows), lacking, clears=True, unit=unit or None, remarks=remarks, problems=(*reader.problems, *known.problems))


def _other_sheets(kind: Kind, grids: Sequence[Grid]) -> Iterator[str]:
    """Name the sheets that no export wrote: nothing in them is taken."""
    ours = {SHEET_OF_ADVICE, SHEET_OF_MARKS, export_lists.TITLE, *(table.title for table in kind.all_tables)}
    yield from (f"{grid.sheet} không phải là trang của tệp xuất; không đưa vào." for grid in grids if grid.name not in map(nfc, ours))


def _text(row: Sequence[GridCell], at: int) -> str:
    return row[at].text.strip() if at < len(row) else ""


def _base(kind: Kind, marks: Grid) -> Base:
    found: Base = {}
    for row in marks.rows[1:]:
        table = kind.table(_text(row, 0))
        digests = _text(row, 2)
        if table:
            found[table.title, _text(row, 1)] = {column.key: digests[8 * at : 8 * at + 8] for at, column in enumerate(table.columns)}
    return found


@dataclass
class _Reader:
    kind: Kind
    year: int | None
    base: Base
    names: Names
    rows: list[Asked] = field(default_factory=list)
    seen: dict[tuple[str, str], Where] = field(default_factory=dict)
    problems: list[SheetProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def read(self, table: Table, grid: Grid) -> None:
        """Take the rows of one sheet."""
        keys = [cell.text for cell in grid.rows[0]] if grid.first == 1 and grid.rows else []
        missing = [column.title for column in table.columns if column.key not in keys]
        if missing:
            raise Unreadable(f"Trang “{table.title}” thiếu cột: {'; '.join(missing)}. Không xóa cột, không sửa dòng 1 (đang ẩn); xuất lại tệp, chép phần đã sửa sang, rồi nhập.")
        self._heads(table, grid, keys)
        for place, row in enumerate(grid.rows[FIRST_ROW:], grid.first + FIRST_ROW):
            cells = {key: (row[at] if at < len(row) else GridCell(f"{get_column_letter(at + 1)}{place}", "")) for at, key in enumerate(keys) if key}
            self._row(table, Where(grid.sheet, str(place)), cells)

    def _heads(self, table: Table, grid: Grid, keys: Sequence[str]) -> None:
        """Name each column that no export wrote or that stands twice, so that nothing typed in it is lost unseen; and heads that were changed."""
        titles = {**HEADS, **{column.key: column.title for column in table.columns}}
        for at in range(max(map(len, grid.rows))):
            key, letter = keys[at] if at < len(keys) else "", get_column_letter(at + 1)
            head = _text(grid.rows[1], at) if len(grid.rows) > 1 else ""
            where = Where(grid.sheet, f"{letter}{grid.first + 1}")
            if key not in titles:
                if filled := [row[at].address for row in grid.rows[FIRST_ROW:] if _text(row, at)]:
                    self.problems.append(SheetProblem(where, _not_ours(head or letter, filled)))
            elif key in keys[:at]:
                first = get_column_letter(keys.index(key) + 1)
                self.problems.append(SheetProblem(where, f"cột {letter} và cột {first} cùng là «{titles[key]}». Giữ một cột, xóa cột kia."))
            elif head.removesuffix("*").strip() != nfc(titles[key]):
                changed = f"đã đổi thành «{head}»" if head else "đã bị xóa"
                self.remarks.append(f"{where}: tiêu đề cột «{titles[key]}» {changed}; các ô ở dưới vẫn được hiểu là «{titles[key]}».")

    def _row(self, table: Table, where: Where, cells: Mapping[str, GridCell]) -> None:
        columns = [column for column in table.columns if column.key in cells]
        identity = self._identity(table, cells)
        said = [column for column in columns if column.key != "id" and cells[column.key].text.strip()]
        if not said:  # emptied: as good as deleted; without an id, an empty row
            return
        if identity and (table.title, identity) in self.seen:
            first = self.seen[table.title, identity]
            self.problems.append(SheetProblem(where, f"mã {identity} đã có ở dòng {first.cell}. Dòng mới thì để trống ô mã{' và ô «Dòng»' if not table.has_ids else ''}."))
            return
        if identity:
            self.seen[table.title, identity] = where
        year = self._year(table, where, cells)
        if year is None and table.yearly and not table.parent:
            return
        places = {column.key: Where(where.sheet, cells[column.key].address) for column in columns}
        values = {column.key: value for column in columns if (value := self._value(column, cells[column.key], places[column.key], year)) is not None}
        row = IncomingRow(where, values, places)
        parent = cells[PARENT].text.strip() if PARENT in cells else ""
        self.rows.append(Asked(table, year, row, identity, parent, self.base.get((table.title, identity))))

    def _identity(self, table: Table, cells: Mapping[str, GridCell]) -> str:
        if table.has_ids:
            return cells["id"].text.strip()
        line, parent = cells[LINE].text.strip() if LINE in cells else "", cells[PARENT].text.strip() if PARENT in cells else ""
        return f"{parent}#{line}" if line else ""

    def _year(self, table: Table, where: Where, cells: Mapping[str, GridCell]) -> int | None:
        if YEAR not in cells or table.parent:
            return self.year
        text = cells[YEAR].text.strip()
        if text.isdigit() and 1900 <= int(text) < 2200:
            return int(text)
        said = f"'{text}' không phải là năm" if text else "chưa ghi năm"
        self.problems.append(SheetProblem(Where(where.sheet, cells[YEAR].address), f"{said}. Viết bốn chữ số, ví dụ 2023."))
        return None

    def _value(self, column: Column, cell: GridCell, where: Where, year: int | None) -> str | tuple[str, ...] | None:
        """Return what YAML would hold for a cell; None, with a problem, for a name that is not known."""
        texts = list(_texts(column, cell))
        try:
            meant = [self.names.meant(column, text, year) for text in texts]
        except NotKnown as error:
            self.problems.append(SheetProblem(where, str(error.args[0]), error.args[1]))
            return None
        return tuple(meant) if column.kind.many else meant[0] if meant else ""


def _not_ours(head: str, filled: Sequence[str]) -> str:
    """Say that a column with something in it is none of the export's."""
    cells = f"ô {filled[0]}" if len(filled) == 1 else f"{len(filled)} ô, ô đầu: {filled[0]}"
    return f"cột «{head}» không có trong tệp xuất nên nội dung ({cells}) không nhập được. Chuyển nội dung sang cột có sẵn, rồi xóa cột này."


def _texts(column: Column, cell: GridCell) -> Iterator[str]:
    """Yield the values in a cell: one a line where the field takes several."""
    if isinstance(cell.value, date):
        yield cell.value.strftime("%d/%m/%Y")
    elif isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool) and float(cell.value).is_integer():
        yield str(int(cell.value))
    elif column.kind.many:
        yield from (text for line in cell.text.split("\n") if (text := one_line(line.replace("\t", " "))))
    elif text := one_line(cell.text.replace("\t", " ")):
        yield text
