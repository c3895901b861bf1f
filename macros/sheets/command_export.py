"""The command `export`: a kind of record as a workbook to edit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from macros.data import load
from macros.problems import report
from macros.sheets.export_book import DoesNotFit, Export, book_bytes
from macros.sheets.grids import file_said
from macros.sheets.kinds import KINDS, Kind
from macros.sheets.names import Names, NotKnown
from macros.sheets.stored import Files, Stored, of_unit, records_of, years_of
from macros.vietnamese import slug


def run_export(options: argparse.Namespace) -> int:
    """Write a kind of record as a workbook; exit code 0 written, 1 not."""
    folder, kind = Path(options.data), KINDS[options.kind]
    if not folder.is_dir():
        return _refuse(f"{folder}: không có thư mục này. Xem lại đường dẫn đến thư mục dữ liệu.")
    data = load(folder, options.data).data
    names = Names(data)
    files = Files(folder)
    try:
        unit = names.unit(options.unit) if options.unit else None
    except NotKnown as error:
        return _refuse(str(error.args[0]))
    years: Sequence[int | None] = [options.year] if options.year else years_of(folder)
    records = records_of(kind, files, years)
    if files.problems:
        print(report(files.problems, options.data), file=sys.stderr)
        return 1
    chosen = of_unit(records, unit) if unit else records
    goal = Path(options.to or f"{slug(kind.title)}{f'-{options.year}' if options.year and kind.yearly else ''}.xlsx")
    try:
        content = book_bytes(Export(kind, options.year if kind.yearly else None, chosen, names, unit))
    except DoesNotFit as error:
        return _refuse(str(error))
    return _save(goal, content, kind, chosen)


def _save(goal: Path, content: bytes, kind: Kind, records: Sequence[Stored]) -> int:
    if goal.suffix.lower() != ".xlsx":
        return _refuse(f"{file_said(goal.name)}: tệp xuất ra phải có đuôi .xlsx. Đặt lại tên sau -o.")
    try:
        with goal.open("xb") as file:  # a workbook that somebody may have edited is never written over
            file.write(content)
    except FileExistsError:
        return _refuse(f"{file_said(goal)} đã có. Chọn tên khác sau -o, hoặc xóa tệp đó trước.")
    except OSError:
        return _refuse(f"Không ghi được {file_said(goal)}. Xem lại thư mục và quyền ghi.")
    counts = [f"{sum(record.table == table for record in records)} dòng ở trang “{table.title}”" for table in kind.all_tables]
    print(f"Đã xuất {file_said(goal)}: {'; '.join(counts)}.")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
