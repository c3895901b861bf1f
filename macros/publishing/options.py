"""The options of `publish`; apart from what they do, so that other commands start without loading it."""

from __future__ import annotations

import os

from macros.command_line import Parser

WAIT = 1800.0  # seconds for another publish to end


def add_options(command: Parser) -> None:
    """Add the options of `publish` to its parser."""
    command.add_argument("--from", dest="revision", metavar="BẢN", help="nhánh hoặc mã bản cần phát hành (mặc định: nhánh main; trong kho có thư mục làm việc: HEAD)")
    command.add_argument("--to", metavar="THƯ_MỤC", default=os.environ.get("PUBLISH_DIR") or "published", help="nơi đặt các bản phát hành (PUBLISH_DIR)")
    command.add_argument("--repository", metavar="KHO", help="kho git (mặc định: kho ghi trong publish.toml, hoặc thư mục này)")
    command.add_argument("--keep", metavar="SỐ", type=int, help="số bản phát hành giữ lại (mặc định 10)")
    command.add_argument("--wait", metavar="GIÂY", type=float, default=WAIT, help="chờ lần phát hành khác lâu nhất bấy nhiêu giây")
    command.add_argument("--progress", action="store_true", help="in từng bước, cả khi không chạy ở cửa sổ dòng lệnh")
    one_of = command.add_mutually_exclusive_group()
    one_of.add_argument("--dry-run", action="store_true", help="làm thử mọi bước, không đổi gì")
    one_of.add_argument("--check", action="store_true", help="chỉ kiểm tra dữ liệu và trang viết tay của bản ấy")
    one_of.add_argument("--again", action="store_true", help="phát hành lại đúng bản đang chạy, xét hạn đến hôm nay")
    one_of.add_argument("--watch", action="store_true", help="lấy bản mới từ kho ghi trong publish.toml; có bản mới thì phát hành")
    one_of.add_argument("--list", action="store_true", help="liệt kê các bản đang giữ")
    one_of.add_argument("--rollback", nargs="?", const="", metavar="BẢN_PHÁT_HÀNH", help="quay lại bản trước, hoặc bản được nêu tên")
    one_of.add_argument("--verify", action="store_true", help="soát từng tệp của bản đang chạy với danh mục của nó")
