"""The command `import`: what a file would change, said first, written only when asked and only whole."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from macros.changes.compare import compare
from macros.changes.plain import plain
from macros.changes.report import report
from macros.sheets.grids import Sheet, Unreadable, file_said
from macros.sheets.importing import Options, Prepared, prepare, write
from macros.sheets.incoming import SheetProblem
from macros.sheets.journal import Interfered
from macros.sheets.stored import Stored


def run_import(options: argparse.Namespace) -> int:
    """Say what a file would change, and with --write change it; exit code 0 fine, 1 problems."""
    folder = Path(options.data)
    try:
        prepared = prepare(Path(options.file), folder, Options(options.kind, options.year, options.unit, options.remove), _progress)
    except Unreadable as error:
        return _refuse(str(error))
    if not prepared.is_sound:
        _say_remarks(prepared)
        print(_problems(prepared, options.file), file=sys.stderr)
        return 1
    if prepared.edits:
        print(_report(prepared))
    _say_remarks(prepared)  # behind the report, which is long, so that they are still on the screen
    if not prepared.edits:
        print("Không có gì thay đổi.")
        return 0
    return _written(prepared) if options.write else _only_shown(prepared)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def _say_remarks(prepared: Prepared) -> None:
    """Say what was understood with care, and which records the file lacks."""
    for remark in prepared.remarks:
        print(f"Lưu ý: {remark}")
    if prepared.kept:
        print(_kept(prepared.kept))


def _kept(records: Sequence[Stored]) -> str:
    lines = [f"- {record.table.title}: {record.identity}" for record in records]
    return "\n".join([f"{len(lines)} bản ghi không có trong tệp; giữ nguyên (thêm --remove để xóa):", *lines])


def _report(prepared: Prepared) -> str:
    """Return what would change, as a reviewer will read it; at a terminal without the marks of Markdown."""
    assert prepared.after is not None, "an import with edits was tried"
    told = report(compare(prepared.before.data, prepared.after.data))
    return plain(told) if sys.stdout.isatty() else told


def _problems(prepared: Prepared, file: str) -> str:
    """Return every problem, by sheet and cell, with the lines that can be added as they are; none twice."""
    lines = list(dict.fromkeys(str(problem) for problem in sorted(prepared.problems, key=_place)))
    elsewhere = list(dict.fromkeys(str(problem) for problem in prepared.elsewhere))
    ready: dict[str, dict[str, None]] = {}
    for place, _, added in (problem.ready.partition("\n") for problem in prepared.problems if problem.ready):
        ready.setdefault(place, {})[added] = None
    lines += [f"Trong dữ liệu, do lần nhập này: {line}" if prepared.edits else line for line in elsewhere]
    count = f"{len(lines)} lỗi; chưa ghi gì. Sửa trong {file_said(Path(file).name)} rồi nhập lại."
    if prepared.remarks:
        count += f" Xem cả {len(prepared.remarks)} lưu ý ở trên."
    told = [line for place, added in ready.items() for line in (place, *added)]
    return "\n".join([*lines, count, *(["Dòng có thể thêm vào dữ liệu, sau khi xem lại:", *told] if ready else [])])


def _place(problem: SheetProblem) -> tuple[Sheet, int, str]:
    cell = problem.where.cell
    digits = "".join(char for char in cell if char.isdigit())
    return problem.where.sheet, int(digits or 0), f"{len(cell):02}{cell}"


def _only_shown(prepared: Prepared) -> int:
    print(f"\nChưa ghi gì. Thêm --write để ghi vào: {', '.join(sorted(prepared.edits))}.")
    return 0


def _written(prepared: Prepared) -> int:
    try:
        write(prepared)
    except Interfered as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"Không ghi được {error.filename or 'dữ liệu'}: tệp bị khóa, hết chỗ hoặc không có quyền ghi. Dữ liệu giữ nguyên.")
    print(f"\nĐã ghi: {', '.join(sorted(prepared.edits))}.")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
