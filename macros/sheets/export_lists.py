"""The drop-down lists of a workbook of ours: words of vocabularies and names of records, on one sheet that the cells refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from macros.sheets.columns import Column
from macros.sheets.kinds import Table
from macros.sheets.names import Names

TITLE = "Danh mục"
_HEADS = {
    "units": "Đơn vị", "people": "Người", "movements": "Phong trào", "honours": "Danh hiệu, hình thức", "documents": "Văn bản", "areas": "Lĩnh vực công tác",
    "focal_points": "Trọng tâm công tác",
}
_YES_NO = "Có, không"


class Lists:
    """The lists that the columns of a workbook choose from; each stands in a column of the sheet «Danh mục»."""

    def __init__(self, names: Names, year: int | None) -> None:
        self.names, self.year = names, year
        self.columns: dict[str, tuple[str, Sequence[str]]] = {}

    def choose(self, page: Any, first: int, last: int, at: int, column: Column) -> None:
        """Let the cells of a column be chosen from its list, if it has one: strictly only where every word is known and there is one."""
        found = self._list_of(column)
        if found is None or not found[1]:
            return
        name, words = found
        self.columns.setdefault(name, found)
        letter = xl_col_to_name(list(self.columns).index(name))
        strict = not column.kind.many and column.kind.register is None
        page.data_validation(first, at, last, at, {
            "validate": "list", "source": f"='{TITLE}'!${letter}$2:${letter}${len(words) + 1}", "error_type": "stop" if strict else "warning", "show_error": not column.kind.many,
            "error_title": "Không có trong danh sách", "error_message": "Chọn một giá trị trong danh sách." if strict else f"Giá trị chưa có trong trang «{TITLE}».",
        })

    def of_parents(self, page: Any, first: int, last: int, parent: Table, at: int) -> None:
        """Let the first cell of a row be chosen from the ids of the records it may be listed in."""
        letter = xl_col_to_name(at)
        page.data_validation(first, 0, last, 0, {"validate": "list", "source": f"='{parent.title}'!${letter}$3:${letter}${last + 1}", "error_type": "warning", "error_message": "Mã này chưa có."})

    def _list_of(self, column: Column) -> tuple[str, Sequence[str]] | None:
        if vocabulary := column.kind.vocabulary:
            return f"{column.title} ({vocabulary})", [term.label for term in self.names.data.vocabularies.get(vocabulary, {}).values()]
        if column.kind.holds is bool:
            return _YES_NO, ["có", "không"]
        if column.kind.register == "areas" and self.year is None:
            return None  # the areas of which year depends on the row
        register = self.names.register(column, self.year)
        return (_HEADS[column.kind.register or ""], list(register.shown.values())) if register else None

    def write(self, book: Any) -> None:
        """Write the lists as a sheet to look things up in."""
        if not self.columns:
            return
        page = book.add_worksheet(TITLE)
        head = book.add_format({"bold": True, "bg_color": "#E9E4DC", "text_wrap": True, "valign": "top"})
        for at, (name, words) in enumerate(self.columns.values()):
            page.write_string(0, at, name.split(" (")[0], head)
            for place, word in enumerate(words, 1):
                page.write_string(place, at, word)
            page.set_column(at, at, min(50, max(12, *(len(word) + 1 for word in words))))
        page.freeze_panes(1, 0)
        page.protect()
