"""The commands `export` and `import` as the command line has them; what they do is read only when one is run."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from macros.command_line import Parser

# The kinds by what they are called, without reading the models that `kinds.py` is made of: other commands start as fast as before.
KIND_TITLES = {"tasks": "Nhiệm vụ", "awards": "Khen thưởng", "documents": "Văn bản", "people": "Người", "units": "Đơn vị", "movements": "Phong trào", "events": "Sự kiện"}
Add = Callable[[str, str, Callable[[argparse.Namespace], int]], Parser]


def add_commands(add: Add) -> None:
    """Add the two commands to the program's."""
    kinds = "; ".join(f"{key}: {title}" for key, title in KIND_TITLES.items())
    out = add("export", "xuất dữ liệu thành tệp Excel để sửa", _export)
    out.add_argument("kind", metavar="LOẠI", choices=list(KIND_TITLES), help=kinds)
    out.add_argument("--year", metavar="NĂM", type=known_year, help="chỉ một năm; bỏ trống là mọi năm")
    out.add_argument("--unit", metavar="ĐƠN_VỊ", help="chỉ các bản ghi có đơn vị này (mã hoặc tên)")
    out.add_argument("-o", "--to", metavar="TỆP", help="tệp .xlsx sẽ ghi; bỏ trống thì đặt tên theo loại và năm")
    back = add("import", "nhập tệp Excel, CSV, Word; không có --write thì chỉ xem trước", _import)
    back.add_argument("file", metavar="TỆP", help="tệp .xlsx, .csv hoặc .docx")
    back.add_argument("--kind", metavar="LOẠI", choices=list(KIND_TITLES), help=f"loại dữ liệu khi tệp không phải do export xuất ra; {kinds}")
    back.add_argument("--year", metavar="NĂM", type=known_year, help="năm của dữ liệu khi tệp không ghi")
    back.add_argument("--unit", metavar="ĐƠN_VỊ", help="đơn vị chủ trì khi tệp là kế hoạch của một đơn vị (mã hoặc tên)")
    back.add_argument("--write", action="store_true", help="ghi vào dữ liệu; có lỗi thì không ghi gì")
    back.add_argument("--remove", action="store_true", help="xóa cả các bản ghi đã bị xóa trong tệp")


def known_year(text: str) -> int:
    """Return a year that was typed. Raises ValueError for anything else."""
    if not text.isdigit() or not 1900 <= int(text) < 2200:
        raise ValueError(text)
    return int(text)


def _export(options: argparse.Namespace) -> int:
    from macros.sheets.command_export import run_export

    return run_export(options)


def _import(options: argparse.Namespace) -> int:
    from macros.sheets.command_import import run_import

    return run_import(options)
