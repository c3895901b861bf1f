"""Heads of tables as offices write them, recognised by meaning: which column holds which field.

A field is known by its own Vietnamese title, read off the model, and by the words below; the wording, case, marks, order of
columns and the number of rows that a head takes do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros.sheets.grids import Grid, GridCell
from macros.sheets.head_words import LISTINGS, PERSONAL, is_personal
from macros.sheets.incoming import Where
from macros.sheets.phrases import in_order, phrase

_MOST_HEADS = 40  # looked at in a row, to know whether it may be a head
_LONGEST_HEAD = 14  # words; more is a sentence
_PARTS = ("nam", "nu", "ngay", "thang", "bat dau", "ket thuc")  # what stands under a head and is none by itself
_SEARCHED = 60  # rows in which a head is looked for


@dataclass(frozen=True)
class Head:
    """A table's head: the rows of the grid that it takes, the field of each column, what is written above each."""

    kind: str
    start: int
    stop: int
    fields: Mapping[int, str]
    texts: Mapping[int, str]

    @property
    def others(self) -> dict[int, str]:
        """Return the heads of columns that are no field."""
        return {column: text for column, text in self.texts.items() if column not in self.fields}

    def column(self, field: str) -> int | None:
        """Return the column of a field."""
        return next((column for column, name in self.fields.items() if name == field), None)

    @property
    def strength(self) -> int:
        """Return how much of the table it explains."""
        return sum(field not in (LISTINGS[self.kind].number, "note", PERSONAL) for field in self.fields.values())


def find_head(grid: Grid, kind: str) -> Head | None:
    """Return a grid's head as one of a kind, None when no rows have what the kind needs."""
    found = []
    for start in range(min(len(grid.rows), _SEARCHED)):
        if _may_begin(grid.rows[start], kind):
            found += [_head(grid, kind, start, stop) for stop in range(start + 1, _last_row_of_head(grid, start, kind) + 1)]
    return max((head for head in found if head), key=lambda head: (head.strength, len(head.fields), -head.start, head.stop), default=None)


@dataclass(frozen=True)
class NearHead:
    """A row that would be a head of a kind if it had more: its heads that are understood, and those to choose from for each column that it lacks."""

    kind: str
    where: Where
    known: tuple[str, ...]
    lacking: tuple[tuple[str, ...], ...]


def nearest_head(grids: Sequence[Grid], kinds: Iterable[str]) -> NearHead | None:
    """Return the row that is most like a head of one of the kinds and is none; None where no row has any column that one needs."""
    rows = [(grid, start) for grid in grids for start in range(min(len(grid.rows), _SEARCHED))]
    near = [found for kind in kinds for grid, start in rows if _may_begin(grid.rows[start], kind) and (found := _near(grid, kind, start))]
    return max(near, key=lambda one: (len(one.known), -len(one.lacking)), default=None)


def _near(grid: Grid, kind: str, start: int) -> NearHead | None:
    texts = {column: " ".join(text.split()) for column, text in _texts(grid, start, start + 1).items()}
    fields = _fields(texts, kind)
    plain = (LISTINGS[kind].number, "note", PERSONAL)
    known = tuple(texts[column] for column in sorted(fields) if fields[column] not in plain)
    lacking = tuple(_lacking(fields, kind))
    return NearHead(kind, Where(grid.sheet, str(grid.first + start)), known, lacking) if known and lacking else None


def _may_begin(row: Sequence[GridCell], kind: str) -> bool:
    """Tell whether a row may be a head's first: it says different things, one of them known."""
    texts = list(dict.fromkeys(cell.text for cell in row if cell.text))[:_MOST_HEADS]
    return len(texts) > 1 and any(next(_meanings(text, kind), None) for text in texts)


def is_repeated(head: Head, row: Sequence[GridCell], grid: Grid) -> bool:
    """Tell whether a row says the head once more, or numbers its columns, as under a page break."""
    texts = [cell.text for cell in row]
    filled = [text.strip("() .") for text in texts if text]
    if len(filled) > 2 and (filled == [str(place) for place in range(1, len(filled) + 1)] or re.fullmatch("AB?12.*", "".join(filled))):
        return True
    given = [text.lower() for text in texts]
    own = ([cell.text.lower() for cell in grid.rows[number][: len(given)]] for number in range(head.start, head.stop))
    return len(set(given)) > 1 and given in own


def _last_row_of_head(grid: Grid, start: int, kind: str) -> int:
    """Return the end of the rows, three at most, that may make a head together: each below only adds to those above."""
    stop = start + 1
    while stop < min(start + 3, len(grid.rows)) and _continues(grid.rows[stop - 1], grid.rows[stop], kind):
        stop += 1
    return stop


def _continues(above: Sequence[GridCell], row: Sequence[GridCell], kind: str) -> bool:
    new = []
    for column, cell in enumerate(row):
        over = above[column].text if column < len(above) else ""
        if cell.text and not (cell.merged and cell.text == over):
            new.append((over, cell.text))
    return bool(new) and all(len(text) <= 40 and not re.search(r"\d", text) and (not over or _is_a_part(over, text, kind)) for over, text in new)


def _is_a_part(over: str, text: str, kind: str) -> bool:
    """Tell whether a text under a head's may be a part of it: a head by itself, or together with it."""
    return bool(next(_meanings(text, kind), None)) or phrase(text) in _PARTS


def _head(grid: Grid, kind: str, start: int, stop: int) -> Head | None:
    texts = {column: " ".join(text.split()) for column, text in _texts(grid, start, stop).items()}
    if len(texts) < 2 or len(set(texts.values())) < 2:
        return None
    fields = _fields(texts, kind)
    if _lacking(fields, kind):
        return None
    return Head(kind, start, stop, fields, texts)


def _lacking(fields: Mapping[int, str], kind: str) -> list[tuple[str, ...]]:
    """Return the heads to choose from, for each column that a list of the kind needs and has not."""
    return [heads for group, heads in LISTINGS[kind].needed.items() if not set(group).intersection(fields.values())]


def _fields(texts: Mapping[int, str], kind: str) -> dict[int, str]:
    fields = _assigned(texts, kind)
    if kind == "awards" and "name" not in fields.values():
        # «Ông/Bà» over names with their honorifics, or «Đơn vị» over collectives.
        instead = next((column for wanted in ("honorific", "workplace") for column, field in fields.items() if field == wanted), None)
        if instead is not None:
            fields[instead] = "name"
    return fields


def _texts(grid: Grid, start: int, stop: int) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in grid.rows[start:stop]:
        for column, cell in enumerate(row):
            if cell.text and cell.text not in texts.get(column, "").split("\0"):
                texts[column] = f"{texts[column]}\0{cell.text}" if column in texts else cell.text
    return {column: text.replace("\0", " ") for column, text in texts.items()}


def _assigned(texts: Mapping[int, str], kind: str) -> dict[int, str]:
    """Give each column the field it means most; of two for one field, the surer keeps it and the other takes its next."""
    wishes = {column: [*_meanings(text, kind)] for column, text in texts.items()}
    fields: dict[str, tuple[int, int]] = {}  # field -> how sure (less is surer), column
    waiting = list(texts)
    while waiting:
        column = waiting.pop(0)
        while wishes[column]:
            field, place = wishes[column].pop(0)
            if field == PERSONAL or field not in fields or place < fields[field][0]:
                if field == PERSONAL:
                    fields[f"{PERSONAL} {column}"] = (0, column)
                else:
                    if field in fields:
                        waiting.append(fields[field][1])
                    fields[field] = (place, column)
                break
    return {column: field.split()[0] for field, (_, column) in fields.items()}


def _meanings(text: str, kind: str) -> Iterator[tuple[str, int]]:
    """Yield the fields a head may mean, the likeliest first, each with how sure that is; personal ones mean only that."""
    said = phrase(text) if len(text) < 20 * _LONGEST_HEAD else ""
    if not said or len(said.split()) > _LONGEST_HEAD:
        return
    if is_personal(text, kind):
        yield PERSONAL, 0
        return
    found: list[tuple[bool, int, int, str]] = []
    for field, phrases in LISTINGS[kind].words.items():
        matches = [(said == one, len(one.split()), -place) for place, one in enumerate(phrases) if said == one or (" " in one and in_order(one, said))]
        if matches:
            found.append((*max(matches), field))
    for _, _, place, field in sorted(found, key=lambda match: match[:3], reverse=True):
        yield field, -place
