"""Commands for editors and the build: `python -m macros check`, `site`, `serve`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from macros.command_line import Parser

DEFAULT_PORT = "8000"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; exit code 0 fine, 1 problems, 2 misuse."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    return command(options)


def _parser() -> Parser:
    parser = Parser(prog="python -m macros", description="Kiểm tra và dựng trang Kế hoạch và Kết quả công tác.")
    commands = parser.add_subparsers(dest="lệnh", required=True, metavar="LỆNH", parser_class=Parser)

    def add(name: str, help_text: str, run: Callable[[argparse.Namespace], int]) -> Parser:
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.add_argument("--data", metavar="THƯ_MỤC", default=os.environ.get("DATA_DIR") or "data", help="thư mục dữ liệu (DATA_DIR)")
        command.set_defaults(run=run)
        return command

    add("check", "kiểm tra dữ liệu", lambda options: check(options.data))
    site = add("site", "dựng trang; có lỗi thì trang cũ giữ nguyên", _site)
    site.add_argument("--to", metavar="THƯ_MỤC", default=os.environ.get("SITE_DIR") or "site", help="nơi đặt trang (SITE_DIR)")
    serve = add("serve", "xem trang trên máy này, tự mới khi sửa", _serve)
    serve.add_argument("--port", metavar="SỐ", type=int, default=os.environ.get("PORT") or DEFAULT_PORT, help="cổng (PORT)")
    return parser


def check(folder: str) -> int:
    """Print every problem of a data folder to stderr, or one line that all is well."""
    from macros.data import load
    from macros.problems import report

    loaded = load(Path(folder), folder)
    if loaded.problems:
        print(report(loaded.problems, folder), file=sys.stderr)
        return 1
    records = sum(1 for record in loaded.data.all_records if getattr(record, "id", None))
    print(f"Dữ liệu đúng: {records} bản ghi, {len(loaded.data.years)} năm.")
    return 0


def _site(options: argparse.Namespace) -> int:
    from macros.building import build_site

    os.environ["DATA_DIR"] = options.data
    return build_site(Path(options.to), os.environ.get("SITE_URL", ""))


def _serve(options: argparse.Namespace) -> int:
    from macros.serving import serve

    os.environ["DATA_DIR"] = options.data
    return serve(options.port, os.environ.get("SITE_URL", ""))


if __name__ == "__main__":
    sys.exit(main())
