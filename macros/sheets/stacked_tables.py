"""Several tables one below another on a sheet, each with a head of its own: collectives first, then individuals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from macros.sheets.grids import Grid, GridCell
from macros.sheets.head_words import NUMBER_HEADS
from macros.sheets.phrases import one_line, phrase
from macros.sheets.table_rows import TOTAL, is_numeral


def parts(grid: Grid) -> list[Grid]:
    """Return a sheet cut above the lines that stand over each further head; a head that is only repeated does not cut."""
    heads = [place for place, row in enumerate(grid.rows) if _is_head(row)]
    own = [_texts(grid.rows[place]) for place in heads[:1]]
    cuts = [0]
    for place in heads[1:]:
        if _texts(grid.rows[place]) not in own:
            cuts.append(_top(grid, place))
            own.append(_texts(grid.rows[place]))
    made = []
    for start, stop in zip(cuts, [*cuts[1:], len(grid.rows)], strict=True):
        part = replace(grid, rows=grid.rows[start:stop], first=grid.first + start)
        made.append(part if not start else replace(part, remarks=(), before=()))
    return made


def _is_head(row: Sequence[GridCell]) -> bool:
    """Tell whether a row has «TT» or «STT» beside other words: a head that begins here, not a merge from above."""
    return len(_texts(row)) > 1 and any(not cell.merged and len(cell.text) < 20 and phrase(cell.text) in NUMBER_HEADS for cell in row)


def _texts(row: Sequence[GridCell]) -> list[str]:
    return list(dict.fromkeys(one_line(cell.text).lower() for cell in row if cell.text))


def _top(grid: Grid, place: int) -> int:
    """Return where the lines above a head begin: rows of one text, perhaps with a numeral, that add nothing up."""
    while place > 1:
        texts = _texts(grid.rows[place - 1])
        is_title = len(texts) < 2 or (len(texts) == 2 and is_numeral(texts[0].rstrip(".)/").upper()))
        if not is_title or any(TOTAL.fullmatch(phrase(text)) for text in texts):
            break
        place -= 1
    return place
