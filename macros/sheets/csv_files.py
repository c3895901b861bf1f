"""Text tables (.csv) as grids: UTF-8, UTF-16 or Windows-1258; fields parted by semicolons, commas or tabs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from openpyxl.utils.cell import get_column_letter

from macros.sheets.encodings import decoded
from macros.sheets.grids import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Grid, GridCell, Unreadable, plain

SEPARATORS = ";\t,"
LARGEST = 20 << 20  # bytes
_SAMPLE = 200  # lines looked at to find the separator


def read_csv(path: Path) -> list[Grid]:
    """Return the file as one grid without a name; none when it holds no text."""
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"Tệp lớn hơn {LARGEST >> 20} MB. Chia thành nhiều tệp, rồi nhập từng tệp.")
    text = decoded(path.read_bytes())
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[-1], rest  # a line that Excel writes and does not show
    else:
        separator = separator_of(text)
    rows: list[tuple[GridCell, ...]] = []
    count = 0
    for number, fields in enumerate(_parsed(text, separator), 1):
        row = [GridCell(f"{get_column_letter(column)}{number}", shown, shown) for column, field in enumerate(fields, 1) for shown in [plain(field)]]
        while row and not row[-1].text:
            row.pop()
        count += len(row)
        if number > MOST_ROWS or len(row) > MOST_COLUMNS or count > MOST_CELLS:
            raise Unreadable(f"Dòng {number}: tệp quá dài hoặc quá nhiều cột. Chia thành nhiều tệp, rồi nhập từng tệp.")
        rows.append(tuple(row))
    while rows and not rows[-1]:
        rows.pop()
    return [Grid("", tuple(rows))] if rows else []


def separator_of(text: str) -> str:
    """Return the sign that cuts most lines into one same number of fields; a comma within Vietnamese text does not."""
    sample = "\n".join(text.split("\n", _SAMPLE)[:_SAMPLE])

    def regularity(separator: str) -> tuple[int, int]:
        widths = Counter(len(fields) for fields in csv.reader(io.StringIO(sample), delimiter=separator) if len(fields) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return times, width

    try:
        return max(SEPARATORS, key=regularity)
    except csv.Error:
        return ";"


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the fields of each record; a quotation mark that never closes would swallow the rest, so it is refused."""
    whole = 0
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator, strict=True):
            yield row
            whole += 1
    except csv.Error:
        message = "dấu ngoặc kép không khép hoặc ô quá dài. Mở tệp bằng Excel, lưu lại thành .xlsx, rồi nhập."
        raise Unreadable(f"Dòng {whole + 1}: {message}") from None
