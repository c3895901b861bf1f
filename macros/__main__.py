"""Commands for editors, reviewers and the build: `python -m macros check`, `changes`, `site`, `serve`."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

from macros.command_line import Parser
from macros.publishing.options import add_options
from macros.sheets.commands import add_commands
from macros.sheets.journal import settle

DEFAULT_PORT = "8000"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; exit code 0 fine, 1 problems, 2 misuse."""
    options = _parser().parse_args(arguments)
    if "data" in options and (said := settle(Path(options.data))):
        print(said, file=sys.stderr)
    command: Callable[[argparse.Namespace], int] = options.run
    return command(options)


def _parser() -> Parser:
    parser = Parser(prog="python -m macros", description="Kiểm tra và dựng trang Kế hoạch và Kết quả công tác.")
    commands = parser.add_subparsers(title="Lệnh", dest="lệnh", required=True, metavar="LỆNH", parser_class=Parser)

    def add(name: str, help_text: str, run: Callable[[argparse.Namespace], int], *, of_data: bool = True) -> Parser:
        command = commands.add_parser(name, help=help_text, description=help_text)
        if of_data:
            command.add_argument("--data", metavar="THƯ_MỤC", default=os.environ.get("DATA_DIR") or "data", help="thư mục dữ liệu (DATA_DIR)")
        command.set_defaults(run=run)
        return command

    check = add("check", "kiểm tra dữ liệu và trang viết tay", _check)
    check.add_argument("--format", metavar="DẠNG", choices=("text", "github", "gitlab"), default="text", help="text; github (ghi chú cạnh dòng); gitlab (báo cáo Code Quality)")
    check.add_argument("--base", metavar="BẢN", default="", help="tách lỗi trong phần sửa kể từ bản này; chỉ lỗi đó làm lệnh trả về 1")
    changes = add("changes", "báo cáo thay đổi cho người duyệt, dạng Markdown", _changes)
    changes.add_argument("base", metavar="BẢN_TRƯỚC", help="bản git hoặc thư mục; không nêu bản sau thì tính từ chỗ rẽ nhánh")
    changes.add_argument("head", metavar="BẢN_SAU", nargs="?", default="", help="bản git hoặc thư mục; mặc định là thư mục đang sửa")
    changes.add_argument("--site-before", metavar="ĐỊA_CHỈ", default="", help="trang của bản trước, để có liên kết")
    changes.add_argument("--site-after", metavar="ĐỊA_CHỈ", default="", help="trang của bản sau, để có liên kết")
    site = add("site", "dựng trang; có lỗi thì trang cũ giữ nguyên", _site)
    site.add_argument("--to", metavar="THƯ_MỤC", default=os.environ.get("SITE_DIR") or "site", help="nơi đặt trang (SITE_DIR)")
    pages = add("pages", "viết cả trang thành Markdown thuần, không còn lệnh chèn, vào một thư mục mới", _pages)
    pages.add_argument("--to", metavar="THƯ_MỤC", default=os.environ.get("OUT") or "pages", help="thư mục mới (OUT)")
    serve = add("serve", "xem trang trên máy này, tự mới khi sửa", _serve)
    serve.add_argument("--port", metavar="SỐ", type=int, default=os.environ.get("PORT") or DEFAULT_PORT, help="cổng (PORT)")
    offline = add("offline", "ghi cả trang thành một tệp nén, mở được từ ổ đĩa, USB", _offline)
    offline.add_argument("--to", metavar="TỆP", default="site-offline.zip", help="tệp nén cần ghi")
    server = add("server", "chuẩn bị máy chủ: kho git nhận bản đẩy lên, nginx phục vụ trang", _server, of_data=False)
    server.add_argument("--prefix", metavar="THƯ_MỤC", default=os.environ.get("PREFIX") or "", help="nơi đặt (PREFIX); bỏ trống khi là root: cả máy")
    server.add_argument("--port", metavar="SỐ", type=int, help="cổng (PORT)")
    server.add_argument("--fetch-from", metavar="KHO", default=os.environ.get("FETCH_FROM") or "", help="kho để tự lấy bản mới mỗi phút (FETCH_FROM)")
    add_options(add("publish", "phát hành một bản: kiểm tra, dựng, rồi chuyển người đọc sang trong một bước", _publish, of_data=False))
    add_commands(add)
    add("schemas", "viết lược đồ để trình soạn thảo gợi ý và cảnh báo khi sửa số liệu", _schemas)
    return parser


def _check(options: argparse.Namespace) -> int:
    from macros.checking import check

    return check(options.data, options.format, options.base)


def _changes(options: argparse.Namespace) -> int:
    from macros.changes.command import changes
    from macros.problems import Refused
    from macros.settings import judged_day

    try:
        today = judged_day(os.environ)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return changes(options.base, options.head, options.data, today, (options.site_before, options.site_after))


def _schemas(options: argparse.Namespace) -> int:
    from pathlib import Path

    from macros.data import load
    from macros.editor_schemas import FOLDER, write

    loaded = load(Path(options.data), options.data)
    if not loaded.data.vocabularies:
        print(f"{options.data}: chưa có danh mục từ (vocabularies.yml) đọc được.", file=sys.stderr)
        return 1
    print(f"Đã viết {write(Path(options.data), loaded.data.vocabularies)} lược đồ vào {options.data}/{FOLDER}/.")
    return 0


def _site(options: argparse.Namespace) -> int:
    from macros.building import build_site

    os.environ["DATA_DIR"] = options.data
    outcome = build_site(Path(options.to), os.environ.get("SITE_URL", ""))
    gc.freeze()  # Python would look for garbage in all that the build leaves, a second of it, before it ends
    return outcome


def _publish(options: argparse.Namespace) -> int:
    from macros.publishing.command import run

    return run(options)


def _offline(options: argparse.Namespace) -> int:
    from macros.offline import write_offline

    os.environ["DATA_DIR"] = options.data
    return write_offline(Path(options.to))


def _server(options: argparse.Namespace) -> int:
    from macros.publishing.server import SYSTEM_PREFIX, Server, run

    system = not options.prefix and os.geteuid() == 0
    if not options.prefix and not system:
        print("Cho biết nơi đặt, ví dụ make server PREFIX=$HOME/ke-hoach; hoặc chạy bằng root để đặt cho cả máy.", file=sys.stderr)
        return 2
    prefix = Path(options.prefix or SYSTEM_PREFIX).absolute()
    return run(Server(prefix, options.port or (80 if system else 8000), os.environ.get("SITE_URL", ""), options.fetch_from, system))


def _pages(options: argparse.Namespace) -> int:
    from macros.plain_pages import command

    os.environ["DATA_DIR"] = options.data
    return command(options.to)


def _serve(options: argparse.Namespace) -> int:
    from macros.serving import serve

    os.environ["DATA_DIR"] = options.data
    return serve(options.port, os.environ.get("SITE_URL", ""))


if __name__ == "__main__":
    sys.exit(main())
