"""argparse in Vietnamese: no English word reaches an editor who mistypes a command."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

# argparse has no hook for its sentences but the user's locale; these are the ones its errors are made of.
_SENTENCES = [
    (r"the following arguments are required: (.+)", r"thiếu \1"),
    (r"unrecognized arguments: (-.*)", r"không có lựa chọn '\1'"),
    (r"unrecognized arguments: (.+)", r'thừa «\1». Tên có dấu cách thì đặt cả tên trong ngoặc kép, ví dụ "danh sách.xlsx"'),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"không có \2; chọn một trong: \3"),
    (r"argument (.+?): expected one argument", r"sau \1 phải có một giá trị"),
    (r"argument (.+?): expected at least one argument", r"sau \1 phải có ít nhất một giá trị"),
    (r"argument (.+?): invalid (?:.+?) value: (.+)", r"\1: \2 không dùng được"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 không dùng cùng \2"),
    (r"ambiguous option: (.+?) could match (.+)", r"'\1' có thể là \2; viết đủ tên"),
    (r"argument (.+?): (.+)", r"\1: \2"),
]


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Write the usage line with its Vietnamese head."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose help and errors are Vietnamese; subcommands made from it are too."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, "add_help": False, "allow_abbrev": False, **settings})
        self._positionals.title, self._optionals.title = "Tham số", "Lựa chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi thôi")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one sentence, how the command is used, and exit with 2."""
        for pattern, sentence in _SENTENCES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, sentence, message)
                break
        print(f"{self.format_usage()}Lỗi: {message}.", file=sys.stderr)
        sys.exit(2)
