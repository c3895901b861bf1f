"""Rows of a file against the records there are: which record each row means, and what of it the row changes.

Of a workbook of ours only cells that its editor changed count: a record that others changed meanwhile keeps their changes,
and a field changed by both is a problem. An office's table says nothing by a cell that is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.sheets.asked import Asked, Wanted
from macros.sheets.columns import Column
from macros.sheets.grids import Sheet
from macros.sheets.incoming import SheetProblem, Where
from macros.sheets.kinds import Table
from macros.sheets.names import Names
from macros.sheets.stored import Stored, digest, digests
from macros.vietnamese import fold

Value = str | tuple[str, ...]
# One cell of an annex names units, or a class of them: what fills one field says that the other is empty.
_HALVES = {"lead": "lead_class", "lead_class": "lead", "partner": "partner_class", "partner_class": "partner"}
Telling = tuple[int | None, str, tuple[str, ...]]


@dataclass(frozen=True)
class Match:
    """A row and the record it means (None: a new one), with the columns it changes and their values, "" where one is emptied."""

    asked: Asked
    stored: Stored | None
    changes: Mapping[Column, Value]


@dataclass
class Matched:
    """All rows matched; the records to be removed; those that the file lacks but that stay; problems and remarks."""

    matches: list[Match] = field(default_factory=list)
    removed: list[Stored] = field(default_factory=list)
    kept: list[Stored] = field(default_factory=list)
    problems: list[SheetProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def matched(wanted: Wanted, records: Sequence[Stored], names: Names, remove: bool) -> Matched:
    """Match a file's rows with the records of its kind."""
    return _Matching(wanted, records, names).run(remove)


class _Matching:
    def __init__(self, wanted: Wanted, records: Sequence[Stored], names: Names) -> None:
        self.wanted, self.records, self.names = wanted, records, names
        self.known = {(record.table.title, record.identity): record for record in records}
        self.out = Matched(problems=list(wanted.problems), remarks=list(wanted.remarks))
        self.taken: set[int] = set()
        self.by_row: dict[Where, str] = {}  # a row without an id -> the record that it became when the file was imported before
        self.exported = {*wanted.lacking, *((asked.table.title, asked.identity) for asked in wanted.rows if asked.base is not None)}
        self.newer: dict[str, list[Stored]] = {}
        self.told: dict[tuple[str, tuple[str, ...]], Mapping[Telling, list[Stored]]] = {}

    def run(self, remove: bool) -> Matched:
        for asked in self.wanted.rows:
            self._row(asked)
        for key, base in self.wanted.lacking.items():
            self._lacking(self.known.get(key), base, remove)
        self._without_families()
        if not self.wanted.clears:
            self._named_otherwise()
        return self.out

    # --- rows ---

    def _row(self, asked: Asked) -> None:
        if asked.parent_row in self.by_row:
            asked = replace(asked, parent=self.by_row[asked.parent_row], parent_row=None)
        stored = self.known.get((asked.table.title, asked.identity)) if asked.identity else self._alike(asked)
        if asked.base is not None and stored is None:
            self._gone(asked)
            return
        if stored is not None and asked.base is None and self.wanted.clears and (asked.identity and self._alike(asked) is not stored):
            self._say(asked, "id", f"mã {asked.identity} đã có trong dữ liệu. Dòng mới thì để trống ô mã; để sửa bản ghi đó, xuất lại tệp rồi sửa.")
            return
        if stored is not None and id(stored) in self.taken:
            self._say(asked, "", f"dòng này trùng với một dòng ở trên (cùng là {stored.identity}). Bỏ một dòng, hoặc ghi cột mã.")
            return
        if stored is not None:
            self.taken.add(id(stored))
            self.by_row[asked.row.where] = stored.identity
            if asked.parent and stored.parent and asked.parent != stored.parent.identity:
                self._say(asked, "", f"không chuyển {stored.identity} sang {asked.parent} được. Xóa dòng này, rồi thêm dòng mới ở đó.")
        changes = dict(self._changes(asked, stored))
        self.out.matches.append(Match(asked, stored, changes))
        if stored is not None and not self.wanted.clears:
            self._say_shortened(asked, stored, changes)

    def _say_shortened(self, asked: Asked, stored: Stored, changes: Mapping[Column, Value]) -> None:
        """An office's list often shortens a document's subject: the whole one, perhaps checked with its source, would be lost."""
        for column, value in changes.items():
            old = stored.value(column)
            if column.key == "subject" and isinstance(old, str) and len(value) < len(old):
                self.out.remarks.append(f"{asked.where(column.key)}: trích yếu ngắn hơn trích yếu đang có của {stored.identity}, «{old}»; ghi vào là mất phần ấy.")

    def _gone(self, asked: Asked) -> None:
        """A record that was exported is there no more: no matter, unless the editor changed it."""
        changed = [column for column in asked.table.columns if column.key in asked.row.values and self._digest(column, asked) != (asked.base or {}).get(column.key)]
        if changed:
            self._say(asked, changed[0].key, f"{asked.identity} đã bị xóa khỏi dữ liệu sau khi tệp này được xuất. Xóa dòng này, hoặc thêm lại thành dòng mới không có mã.")
        else:
            self.out.remarks.append(f"{asked.row.where}: {asked.identity} đã bị xóa khỏi dữ liệu sau khi tệp này được xuất; bỏ qua.")

    def _changes(self, asked: Asked, stored: Stored | None) -> Iterator[tuple[Column, Value]]:
        for column in asked.table.columns:
            value = asked.row.values.get(column.key)
            if value is None or column.key == "id" or not (value or self._empties(asked, column)):
                continue
            new = self.names.canonical_value(column, value or None)
            old = self.names.canonical_value(column, stored.value(column) if stored else None)
            if new == old:
                continue
            base = asked.base.get(column.key) if asked.base is not None else None
            if base == digest(new):
                continue
            if base is not None and base != digest(old):
                there = "; ".join(self.names.shown(column, text, asked.year) for text in old) or "để trống"
                self._say(asked, column.key, f"{column.title} đã được người khác đổi thành «{there}» sau khi tệp này được xuất. Xuất lại tệp, xem lại giá trị rồi sửa.")
                continue
            yield column, value

    def _empties(self, asked: Asked, column: Column) -> bool:
        """Tell whether an empty value empties its field: always in a workbook of ours, else where the other half of the cell is filled."""
        return self.wanted.clears or bool(asked.row.values.get(_HALVES.get(column.key, "")))

    def _digest(self, column: Column, asked: Asked) -> str:
        return digest(self.names.canonical_value(column, asked.row.values.get(column.key) or None))

    def _alike(self, asked: Asked) -> Stored | None:
        """Find the record that a row without an id means: the only one of whom it says the same, by the surest fields.

        In a workbook of ours such a row is new; the record it became when the workbook was imported before is no other.
        """
        told = False
        for keys in asked.table.told_by:
            columns = [column for column in asked.table.columns if column.key in keys]
            said = self._said(columns, [asked.row.values.get(column.key) for column in columns])
            told = told or all(said)
            found = self._telling(asked.table, keys).get((_year(asked), asked.parent, said), []) if all(said) else []
            if self.wanted.clears:
                found = [one for one in found if (one.table.title, one.identity) not in self.exported and id(one) not in self.taken]
            if len(found) == 1:
                return found[0]
        if self.wanted.clears and not told:
            return next((one for one in self._since(asked) if not dict(self._changes(asked, one))), None)
        return None

    def _since(self, asked: Asked) -> list[Stored]:
        """Return the records of a row's list that came after the export."""
        if asked.table.title not in self.newer:
            self.newer[asked.table.title] = [one for one in self.records if one.table.title == asked.table.title and (one.table.title, one.identity) not in self.exported]
        left = (one for one in self.newer[asked.table.title] if id(one) not in self.taken)
        return [one for one in left if (_year(one), one.parent.identity if one.parent else "") == (_year(asked), asked.parent)]

    def _telling(self, table: Table, keys: tuple[str, ...]) -> Mapping[Telling, list[Stored]]:
        """Return a table's records by what tells them apart: their year, parent, and what they say in some fields."""
        if (table.title, keys) not in self.told:
            columns = [column for column in table.columns if column.key in keys]
            found: dict[Telling, list[Stored]] = {}
            for record in (one for one in self.records if one.table.title == table.title):
                said = self._said(columns, [record.value(column) for column in columns])
                found.setdefault((_year(record), record.parent.identity if record.parent else "", said), []).append(record)
            self.told[table.title, keys] = found
        return self.told[table.title, keys]

    def _said(self, columns: Sequence[Column], values: Sequence[Value | None]) -> tuple[str, ...]:
        return tuple(fold(" ".join(self.names.canonical_value(column, value or None))) for column, value in zip(columns, values, strict=True))

    def _say(self, asked: Asked, key: str, message: str) -> None:
        self.out.problems.append(SheetProblem(asked.where(key), message))

    def _named_otherwise(self) -> None:
        """A new row with the number of a record that no row means may be that record reworded: only the editor knows."""
        for match in self.out.matches:
            asked = match.asked
            if match.stored or asked.table.told_by[:1] != (("number", "title"),) or not asked.row.values.get("number"):
                continue
            columns = [column for column in asked.table.columns if column.key in ("number", "origin")]
            said = self._said(columns, [asked.row.values.get(column.key) for column in columns])
            found = self._telling(asked.table, ("number", "origin")).get((_year(asked), asked.parent, said), [])
            if left := [one for one in found if id(one) not in self.taken]:
                self._say(asked, "title", _reworded(left[0], asked.year))

    # --- records that the file lacks ---

    def _lacking(self, stored: Stored | None, base: Mapping[str, str], remove: bool) -> None:
        if stored is None:
            return
        if not remove:
            self.out.kept.append(stored)
        elif digests(stored, self.names) != base:
            message = f"{stored.identity} đã thay đổi sau khi tệp này được xuất nên không xóa. Xuất lại tệp rồi xóa."
            self.out.problems.append(SheetProblem(Where(Sheet(stored.table.title), ""), message))
        else:
            self.out.removed.append(stored)

    def _without_families(self) -> None:
        """A record within one that goes needs no removing of its own; rows about it must ask for nothing."""
        for group in (self.out.removed, self.out.kept):
            heads = {id(record) for record in group}
            group[:] = [record for record in group if record.parent is None or id(record.parent) not in heads]
        gone = {id(record) for record in self.out.removed}
        for match in [match for match in self.out.matches if match.stored and match.stored.parent and id(match.stored.parent) in gone]:
            if match.changes:
                self._say(match.asked, next(iter(match.changes)).key, f"bản ghi chứa dòng này ({match.asked.parent}) đã bị xóa trong tệp. Xóa cả dòng này.")
            self.out.matches.remove(match)


def _reworded(stored: Stored, year: int | None) -> str:
    same = f"số của dòng này đang là số của nhiệm vụ «{stored.row.get('title')}» ({stored.identity})"
    return f"{same}. Có phải nhiệm vụ ấy đổi tên? Nếu phải, sửa tên trong tệp xuất ra (export tasks --year {year}), nhập tệp ấy rồi nhập lại tệp này; nếu là nhiệm vụ khác, ghi số khác."


def _year(row: Asked | Stored) -> int | None:
    """Return the year whose file a row belongs to; one within another belongs to its parent, whatever the year."""
    return None if row.table.parent else row.year
