"""Matched rows as changes of files: for each list that changes, what becomes of each of its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.reading import Row
from macros.sheets.columns import Column, shape_of
from macros.sheets.incoming import SheetProblem, Where
from macros.sheets.kinds import Table
from macros.sheets.matching import Match, Matched, Value
from macros.sheets.new_ids import new_id
from macros.sheets.stored import Stored
from macros.sheets.yaml_changes import Item, Target
from macros.taken_ids import TakenIds


@dataclass
class Composed:
    """The lists to be changed, by file; and rows that belong nowhere."""

    targets: dict[str, list[Target]] = field(default_factory=dict)
    problems: list[SheetProblem] = field(default_factory=list)


def composed(found: Matched, records: Sequence[Stored], taken: TakenIds) -> Composed:
    """Return the changes that rows ask for. `taken` holds the ids that must not be given again; new ones are added to it."""
    return _Composer(found, records, taken).run()


class _Composer:
    def __init__(self, found: Matched, records: Sequence[Stored], taken: TakenIds) -> None:
        self.found, self.records, self.taken, self.out = found, records, taken, Composed()
        self.by_record = {id(match.stored): match for match in found.matches if match.stored}
        self.gone = {id(record) for record in found.removed}
        self.children: dict[int, list[Stored]] = {}
        for record in records:
            if record.parent:
                self.children.setdefault(id(record.parent), []).append(record)
        self.new_children: dict[str | Where, list[Match]] = {}  # by the id of what they are listed in, by its row where it has none yet
        self.new_ids: dict[int, str] = {}
        # Ids that rows give themselves are taken before any is made.
        for match in found.matches:
            if match.stored is None and match.asked.table.has_ids and match.asked.identity:
                taken.add(match.asked.identity)

    def run(self) -> Composed:
        for match in self.found.matches:
            if match.stored is None and match.asked.table.parent:
                self.new_children.setdefault(match.asked.parent_row or match.asked.parent, []).append(match)
        for table, year in self._lists():
            self._list(table, year)
        for parent, matches in self.new_children.items():
            for match in matches if isinstance(parent, str) else ():  # what is wrong with a row that others belong to is said of it
                said = f"không có bản ghi nào mang mã '{parent}'" if parent else "chưa ghi mã của bản ghi chứa dòng này"
                self.out.problems.append(SheetProblem(match.asked.row.where, f"{said}. Ghi mã có ở trang “{match.asked.table.parent.title if match.asked.table.parent else ''}”."))
        return self.out

    def _lists(self) -> Iterator[tuple[Table, int | None]]:
        """Yield every list of a file that a row or a removal is about."""
        seen: dict[tuple[str, str | None], tuple[Table, int | None]] = {}
        for match in self.found.matches:
            if match.stored is None and not match.asked.table.parent:
                seen.setdefault((match.asked.table.file_in(match.asked.year), match.asked.table.section), (match.asked.table, match.asked.year))
        for record in self.records:
            top = record.parent or record
            seen.setdefault((top.table.file_in(top.year), top.table.section), (top.table, top.year))
        yield from seen.values()

    def _list(self, table: Table, year: int | None) -> None:
        mine = [record for record in self.records if record.table.title == table.title and record.year == year]
        items = [self._item(record) for record in mine if id(record) not in self.gone]
        groups = [record.row.get(table.group) if table.group else None for record in mine if id(record) not in self.gone]
        siblings = [record.identity for record in mine]
        for match in self.found.matches:
            if match.stored is None and match.asked.table.title == table.title and match.asked.year == year:
                item = self._new(match, siblings, "")
                group = item.changes.get(table.group or "")
                place = max((at for at, one in enumerate(groups) if one == group), default=len(items) - 1) + 1 if group else len(items)
                items.insert(place, item)
                groups.insert(place, group)
        if any(item.old is None or item.changes for item in items) or len(items) < len(mine):
            self.out.targets.setdefault(table.file_in(year), []).append(Target(table.section, items, shape_of(table.model)))

    def _item(self, record: Stored) -> Item:
        """Return what becomes of a record that stays: its changed fields, and its lists where anything in them changes."""
        match = self.by_record.get(id(record))
        changes = _nested(match.changes, record.row) if match else {}
        children = self.children.get(id(record), [])
        for table in dict.fromkeys([*(child.table for child in children), *(match.asked.table for match in self.new_children.get(record.identity, ()))]):
            if table.parent != record.table:
                continue
            mine = [child for child in children if child.table is table]
            items = [self._item(child) for child in mine if id(child) not in self.gone]
            items += self._new_items(record.identity, table, [child.identity for child in mine])
            if any(item.old is None or item.changes for item in items) or len(items) < len(mine):
                changes[table.inside or ""] = items
        return Item(record.place, changes, match.asked if match else None)

    def _new_items(self, parent: str, table: Table, siblings: list[str]) -> list[Item]:
        waiting = self.new_children.pop(parent, [])
        mine = [match for match in waiting if match.asked.table is table]
        if others := [match for match in waiting if match.asked.table is not table]:
            self.new_children[parent] = others
        return [self._new(match, siblings, parent) for match in mine]

    def _new(self, match: Match, siblings: list[str], parent: str) -> Item:
        asked = match.asked
        changes = _nested({column: value for column, value in match.changes.items() if value}, Row())
        if asked.table.has_ids:
            identity = asked.identity or new_id(asked.table, asked.year, changes, siblings, parent, self.taken)
            siblings.append(identity)
            changes["id"] = identity
            if asked.row.where in self.new_children:
                self.new_children[identity] = [*self.new_children.get(identity, ()), *self.new_children.pop(asked.row.where)]
            for inner in asked.table.lists:
                tables = {one.asked.table.title: one.asked.table for one in self.new_children.get(identity, ()) if one.asked.table.inside == inner.key and one.asked.table.parent == asked.table}
                for table in tables.values():
                    changes[inner.key] = self._new_items(identity, table, [])
        return Item(None, changes, asked)


def _nested(changes: Mapping[Column, Value], row: Row) -> dict[str, Any]:
    """Return changes by field: those of a record within as a mapping of its own, None where nothing of it is left."""
    made: dict[str, Any] = {}
    for column, value in changes.items():
        owner, _, key = column.key.partition(".")
        if key:
            made.setdefault(owner, {})[key] = value or None
        else:
            made[owner] = value or None
    for owner, inner in made.items():
        if isinstance(inner, dict):
            before = row.get(owner)
            left = {**(before if isinstance(before, dict) else {}), **inner}
            if not any(left.values()):
                made[owner] = None
    return made


