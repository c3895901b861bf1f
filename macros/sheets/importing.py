"""From a file to changed data: read, match, edit, try with every rule; writing is the last step and is done whole or not at all.

    prepared = prepare(Path("nhiem-vu.xlsx"), Path("data"), Options())
    prepared.problems      # nothing may be written while there are any
    write(prepared)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from macros.data import Data, Loaded, load
from macros.problems import Problem
from macros.sheets import own_book
from macros.sheets.asked import Wanted, from_office
from macros.sheets.composing import composed
from macros.sheets.grids import Grid, Sheet, Unreadable, read_grids
from macros.sheets.incoming import SheetProblem, Where
from macros.sheets.journal import Edit, replace_together
from macros.sheets.kinds import AREAS, KINDS
from macros.sheets.matching import Matched, matched
from macros.sheets.names import Names, NotKnown
from macros.sheets.new_ids import ids_once_used
from macros.sheets.offices import understand
from macros.sheets.stored import Files, Stored, records_of, years_of
from macros.sheets.trial import edits_of, tried
from macros.sheets.yaml_changes import Target
from macros.sheets.yaml_edits import NotEdited
from macros.taken_ids import TakenIds

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What the editor says of a file: its kind, year and unit where the file does not, and whether records it lacks are removed."""

    kind: str | None = None
    year: int | None = None
    unit: str | None = None
    remove: bool = False


@dataclass
class Prepared:
    """An import that is ready: problems that stop it, remarks, records that the file lacks and that stay, and the edited files."""

    folder: Path
    before: Loaded
    after: Loaded | None = None
    problems: list[SheetProblem] = field(default_factory=list)
    elsewhere: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    kept: list[Stored] = field(default_factory=list)
    edits: Mapping[str, Edit] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Tell whether it may be written."""
        return not self.problems and not self.elsewhere


def prepare(path: Path, folder: Path, options: Options, progress: Progress = lambda text: None) -> Prepared:
    """Work out what a file would change. Raises Unreadable, with a sentence, where the file cannot be read as it is meant."""
    if not folder.is_dir():
        raise Unreadable(f"{folder}: không có thư mục này. Xem lại đường dẫn đến thư mục dữ liệu.")
    progress("Đang đọc tệp…")
    grids = read_grids(path)
    progress("Đang đọc dữ liệu…")
    before = load(folder, str(folder))
    wanted = _wanted(grids, before.data, options)
    prepared = Prepared(folder, before)
    files = Files(folder)
    found, records = _matched(wanted, files, before.data, options)
    prepared.problems, prepared.remarks, prepared.kept = found.problems, [*found.remarks, *_without_source(wanted, found)], found.kept
    prepared.elsewhere = list(files.problems)
    if files.problems:  # lists that cannot be read whole cannot be changed either
        return prepared
    targets = _targets(prepared, found, records, before.data)
    if prepared.problems and not wanted.clears:  # of an office's row that is not understood nothing more can be said
        return prepared
    progress("Đang kiểm tra…")
    return _tried(prepared, files, targets)


def write(prepared: Prepared) -> None:
    """Write the edited files, all or none. Raises Interfered or OSError; then nothing changed."""
    if prepared.edits:
        replace_together(prepared.folder, prepared.edits)


def _wanted(grids: list[Grid], data: Data, options: Options) -> Wanted:
    names = Names(data)
    if own_book.is_ours(grids):
        wanted = own_book.read_back(grids, names)
        if options.kind and options.kind != wanted.kind.key:
            raise Unreadable(f"Tệp này là tệp xuất «{wanted.kind.title}» ({wanted.kind.key}), không phải {options.kind}. Bỏ --kind, hoặc chọn tệp khác.")
        if options.year and wanted.year and options.year != wanted.year:
            raise Unreadable(f"Tệp này là tệp xuất của năm {wanted.year}, không phải {options.year}. Bỏ --year, hoặc chọn tệp khác.")
        return wanted
    try:
        unit = names.unit(options.unit) if options.unit else None
    except NotKnown as error:
        raise Unreadable(str(error.args[0])) from None
    wanted = from_office(understand(grids, options.kind, options.year, unit, data))
    if wanted.kind.yearly and wanted.year is None and wanted.rows:
        raise Unreadable("Tệp không cho biết năm. Thêm --year, ví dụ --year 2025.")
    return wanted


def _matched(wanted: Wanted, files: Files, data: Data, options: Options) -> tuple[Matched, list[Stored]]:
    years = sorted({*years_of(files.folder), *(row.year for row in wanted.rows if row.year)})
    others = [AREAS] if any(row.table is AREAS for row in wanted.rows) else []
    records = records_of(wanted.kind, files, years, others)
    return matched(wanted, records, Names(data), options.remove), records


def _without_source(wanted: Wanted, found: Matched) -> list[str]:
    """Say how many new tasks of an office's table come without a source, which such tables never give."""
    count = sum(match.stored is None and match.asked.table.title == KINDS["tasks"].title for match in found.matches)
    if not count or wanted.clears or wanted.kind.key != "tasks":
        return []
    return [f"{count} nhiệm vụ mới chưa ghi nguồn. Sau khi ghi vào dữ liệu, bổ sung nguồn cho các nhiệm vụ ấy (cột «Nguồn» trong tệp xuất ra)."]


def _targets(prepared: Prepared, found: Matched, records: Sequence[Stored], data: Data) -> dict[str, list[Target]]:
    taken = {*data.by_id, *data.failed, *(record.identity for record in records)}
    for name in {match.asked.table.file_in(match.asked.year) for match in found.matches if match.stored is None and match.asked.table.has_ids and not match.asked.identity}:
        taken |= ids_once_used(prepared.folder, name)
    made = composed(found, records, TakenIds(taken))
    prepared.problems += made.problems
    return made.targets


def _tried(prepared: Prepared, files: Files, targets: Mapping[str, Sequence[Target]]) -> Prepared:
    for name in targets:
        files.bytes_of(name)
    try:
        edits = edits_of(targets, files.raw)
    except NotEdited as error:
        raise Unreadable("Không sửa được tệp YAML mà không đụng đến phần khác. Sửa tay các mục này trong tệp, hoặc báo người phụ trách kỹ thuật.") from error
    outcome = tried(prepared.folder, str(prepared.folder), prepared.before, edits, targets)
    prepared.after, prepared.edits = outcome.loaded, edits
    if known := {_row(problem.where) for problem in prepared.problems}:
        # What else is wrong with those rows, or elsewhere because of them, may come of what could not be read.
        prepared.problems += [problem for problem in outcome.problems if _row(problem.where) not in known]
    else:
        prepared.problems, prepared.elsewhere = outcome.problems, outcome.elsewhere
    return prepared


def _row(where: Where) -> tuple[Sheet, str]:
    return where.sheet, where.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
