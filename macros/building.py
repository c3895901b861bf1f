"""Builds the site strictly into a scratch folder, reads the result, and only then puts it in the old one's place.

    render(folder)          # data check, strict MkDocs build, scan: Vietnamese faults, none when the folder holds a sound site
    build_site(target)      # the same, then the swap: an exit code, and `target` whole, old or new, at every moment
"""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from macros import mkdocs_settings
from macros.disk import locked_folder
from macros.scanning import ReadPages, scan, summary

if TYPE_CHECKING:
    from mkdocs.plugins import BasePlugin

CONFIG = "mkdocs.yml"
SLOW = 2.0  # seconds after which a person at a terminal wants to know what goes on
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


# How a fault of the program itself begins.
OUR_ERROR = "Lỗi trong chương trình, không phải trong dữ liệu. Báo cho người phụ trách kỹ thuật:"


class Refused(Exception):
    """The build cannot go on; the text is for the editor."""


class Stopped(BaseException):
    """Somebody asked this process to end; not an Exception, so that no plugin swallows it."""


def build_site(target: Path, site_url: str = "") -> int:
    """Build the site into `target`; return 0, or 1 after saying why, with `target` as it was and no scratch left."""
    begun = time.monotonic()
    try:
        with stopping_cleanly():
            target = _checked_target(target)
            with scratch_beside(target) as scratch:
                new = scratch / "new"
                faults = render(new, site_url)
                if faults:
                    raise Refused("\n".join(faults))
                pages = sum(1 for _ in new.rglob("*.html"))
                _swap(new, target, scratch / "old")
    except Stopped as stopped:
        print(f"Đã dừng giữa chừng; {_kept(target)}", file=sys.stderr)
        return 128 + int(stopped.args[0])
    except (Refused, OSError) as refusal:
        print(f"{sentence(refusal)}\nChưa dựng được trang; {_kept(target)}", file=sys.stderr)
        return 1
    print(f"Đã dựng {pages} trang vào {target}/ trong {seconds(time.monotonic() - begun)} giây.")
    return 0


def render(folder: Path, site_url: str = "", known: ReadPages | None = None, extra: Mapping[str, BasePlugin[Any]] | None = None) -> list[str]:
    """Build the project in the current folder strictly into `folder`; return every fault, in Vietnamese, in order.

    Runs MkDocs in this process, exactly as `mkdocs build --strict` does, so that its warnings arrive as records, not as
    text to be picked apart. Whoever builds again keeps `known`, so that a page is read again only when it changed, and
    may add plugins of MkDocs as `extra`: with GlimpsePlugin only some pages are made, and nothing is read again; with
    CallingOff the build may end early, by raising CalledOff.
    """
    # Before the imports: Material prints English advertising for its successor on import.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from macros.beside import Beside, BesidePlugin
    from macros.glimpse import CallingOff, GlimpsePlugin

    with ExitStack() as stack:
        stack.enter_context(collecting_seldom())
        given = (extra or {}).get(BesidePlugin.NAME)
        plugin = given if isinstance(given, BesidePlugin) else BesidePlugin(stack.enter_context(Beside()))
        with said_when_slow("Đang kiểm tra dữ liệu và dựng trang…"):
            faults = _run_mkdocs(folder, {**(extra or {}), BesidePlugin.NAME: plugin})
        if faults or GlimpsePlugin.NAME in (extra or {}):
            return faults
        watch = (extra or {}).get(CallingOff.NAME)
        with said_when_slow("Đang soát các trang đã dựng…"):
            findings = scan(folder, site_url, known, plugin.beside, watch.look if isinstance(watch, CallingOff) else None)
    return summary(findings).splitlines() if findings else []


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for garbage after 100,000 new objects, not 700: a build makes millions, nearly all of them to keep."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _run_mkdocs(folder: Path, extra: Mapping[str, BasePlugin[Any]]) -> list[str]:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    if repeated := mkdocs_settings.repeated_keys(Path(CONFIG)):
        return repeated
    with _collected_warnings() as warnings:
        try:
            config = load_config(CONFIG, site_dir=str(folder), strict=True)
            for name, plugin in extra.items():
                config.plugins[name] = plugin
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        except Abort as abort:
            # Raised after warnings, which say it better; alone, it is all there is to say.
            warnings.extend([] if warnings else [str(abort)])
        except MkDocsException as error:
            warnings += (mkdocs_settings.syntax_faults(Path(CONFIG)) if _UNPARSED in str(error) else []) or [str(error)]
        except Exception as error:
            # A full disk is nobody's mistake in the program.
            refused = isinstance(error, OSError) and error.errno in _SYSTEM
            warnings.append(sentence(error) if refused else _program_error(error))
    return [line for warning in warnings for line in tidy(warning).splitlines()]


class _Collector(logging.Handler):
    """Keeps the text of every warning and error."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.texts = texts

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.texts.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Give the list into which the warnings of MkDocs and its plugins go, each once."""
    texts: list[str] = []
    handler, logger = _Collector(texts), logging.getLogger()
    logger.addHandler(handler)
    try:
        yield texts
    finally:
        logger.removeHandler(handler)
        texts[:] = dict.fromkeys(texts)


_UNPARSED = "error parsing the configuration file"
# MkDocs' own sentences that an editor can cause, in the editor's language. What is not here is shown as it came.
_SENTENCES = [
    (r"Doc file '(.+?)' contains a link '(.+?)', but the target '?(.*?)'? ?is not found among documentation files\.?(.*)",
     r"docs/\1: liên kết '\2' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    (r"Doc file '(.+?)' contains a link '(.+?)', but there is no such anchor on this page\.?",
     r"docs/\1: liên kết '\2': trang này không có mục ấy. Xem lại tên mục."),
    (r"Doc file '(.+?)' contains a link '(.+?)', but the doc '(.+?)' does not contain an anchor '(.+?)'\.?",
     r"docs/\1: liên kết '\2': trang \3 không có mục '\4'. Xem lại tên mục."),
    (r"Doc file '(.+?)' contains an absolute link '(.+?)', it was left as is\.?(.*)",
     r"docs/\1: liên kết '\2' tính từ gốc máy chủ. Viết địa chỉ của tệp .md, tính từ trang này."),
    (r"Doc file '(.+?)' contains an unrecognized relative link '(.+?)', it was left as is\.?(.*)",
     r"docs/\1: liên kết '\2' không dẫn đến trang hay tệp nào. Viết địa chỉ của tệp .md, tính từ trang này."),
    (r"A reference to '(.+?)' is included in the 'nav' configuration, which is not found in the documentation files\.?",
     r"mkdocs.yml: nav: không có trang docs/\1. Sửa tên, hoặc bỏ dòng ấy."),
    (r"Config file '(.+?)' does not exist\.?", r"Không có tệp \1. Chạy lệnh trong thư mục của dự án."),
    (r"Config value 'site_url': .+", "SITE_URL: không phải là địa chỉ trang web. Viết đầy đủ, ví dụ SITE_URL=https://may-chu.vn/ke-hoach/."),
    (r"Config value '(.+?)': Unrecognised configuration name: .+", r"mkdocs.yml: \1: không có mục này. Sửa tên, hoặc xóa mục ấy."),
    (r"Config value '(.+?)': Required configuration not provided\.?", r"mkdocs.yml: thiếu mục \1. Thêm lại mục ấy."),
    (r"Config value '(.+?)': Expected type: .+", r"mkdocs.yml: \1: giá trị không đúng kiểu. Viết lại như bản trước của tệp."),
    (r"Config value '(.+?)': The path '(.+?)' isn't an existing (?:directory|file)\.?", r"mkdocs.yml: \1: không có \2. Sửa lại đường dẫn."),
    (r"Config value 'plugins': The \"(.+?)\" plugin is not installed", r"mkdocs.yml: plugins: chưa cài «\1». Xóa dòng ấy, hoặc thêm gói vào pyproject.toml rồi chạy make lock."),
    (r"Config value 'theme': Unrecognised theme name: '(.+?)'.+", r"mkdocs.yml: theme: không có giao diện '\1'. Viết «name: material»."),
    (r"The configuration is invalid\. Expected a key-value mapping.+", "mkdocs.yml: tệp không có các mục «tên mục: giá trị». Lấy lại bản trước của tệp."),
    (r"MkDocs encountered an error parsing the configuration file: .*line (\d+), column.*", r"mkdocs.yml:\1: sai cú pháp YAML. So dòng này và các dòng trên với bản trước của tệp."),
    (r"MkDocs encountered an error parsing the configuration file: .*", "mkdocs.yml: sai cú pháp YAML. Lấy lại bản trước của tệp."),
    (r"Config value '(.+?)': (.+)", r"mkdocs.yml: \1: không dùng được (\2)"),
    (r"Error reading page '(.+?)': (.+)", r"docs/\1: \2"),
    (r"Error building page '(.+?)': (.+)", r"docs/\1: \2"),
    (r"Template skipped: '(.+?)' not found in theme directories\.?", r"Thiếu mẫu trang \1 trong giao diện."),
]


def tidy(message: str) -> str:
    """Return a message of MkDocs as an editor reads it: Vietnamese where we know it, and nothing left out where we do not."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", message).strip()
    text = re.sub(r"^\[macros\]\s*-?\s*", "", text)
    for pattern, sentence in _SENTENCES:
        if re.fullmatch(pattern, text, re.DOTALL):
            return re.sub(pattern, sentence, text, count=1, flags=re.DOTALL)
    return text


def _program_error(error: Exception) -> str:
    """Return an unforeseen exception with the places in this project that it came through: a fault of ours, not the editor's."""
    here = str(Path.cwd())
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(here) and ".venv" not in frame.filename]
    frames = [frame for frame in frames if Path(frame.filename).name != "building.py"] or traceback.extract_tb(error.__traceback__)[-1:]
    places = [f"  {os.path.relpath(frame.filename)}:{frame.lineno}, trong {frame.name}" for frame in frames]
    return "\n".join([f"{OUR_ERROR} {type(error).__name__}: {error}", *places])


@contextmanager
def scratch_beside(target: Path) -> Iterator[Path]:
    """Give an empty folder on the same file system as `target`, so that a rename suffices; removed whatever happens."""
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _checked_target(target: Path) -> Path:
    """Return the real folder to replace; refuse one that holds anything but a built site, since it will be removed."""
    real, project = target.resolve(), Path.cwd().resolve()
    sources = [project / name for name in ("docs", "data", "macros", "tests", ".git")]
    if real == project or real in project.parents or any(real == source or source in real.parents for source in sources):
        raise Refused(f"SITE_DIR: không dựng vào {target}: đó là nơi của dự án. Chọn thư mục khác.")
    if real.exists() and not real.is_dir():
        raise Refused(f"SITE_DIR: {target} là một tệp, không phải thư mục. Chọn tên khác.")
    if real.is_dir() and any(real.iterdir()) and not (real / "404.html").is_file():
        raise Refused(f"SITE_DIR: {target} có tệp khác, không phải trang đã dựng. Chọn thư mục khác, hoặc xóa thư mục ấy.")
    real.parent.mkdir(parents=True, exist_ok=True)
    return real if target.is_symlink() else target


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put `new` in `target`'s place. Two renames, which no signal and no other build comes between."""
    with locked_folder(target.parent), _signals_held():
        had_one = target.is_dir()
        if had_one:
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if had_one:
                old.rename(target)
            raise


@contextmanager
def _signals_held() -> Iterator[None]:
    """Deliver signals that arrive in between at the end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def stopping_cleanly() -> Iterator[None]:
    """Turn the signals that end a process into an exception, so that the scratch folder is removed on the way out."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped(number)

    before = {number: signal.signal(number, stop) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def said_when_slow(sentence: str) -> Iterator[None]:
    """Tell a person at a terminal what goes on, only when it takes long."""
    timer = threading.Timer(SLOW, lambda: print(sentence, file=sys.stderr, flush=True))
    timer.daemon = True
    if sys.stderr.isatty() and not os.environ.get("CI"):
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _kept(target: Path) -> str:
    return f"{target}/ giữ nguyên như trước." if target.is_dir() else f"không có gì được ghi vào {target}/."


def sentence(refusal: Exception) -> str:
    if isinstance(refusal, OSError):
        return f"Không ghi được: {refusal.filename or ''}: {_SYSTEM.get(refusal.errno or 0, refusal.strerror)}."
    return str(refusal)


_SYSTEM = {13: "không có quyền", 28: "ổ đĩa đã đầy", 30: "ổ đĩa chỉ cho đọc", 122: "hết hạn mức ổ đĩa"}


def seconds(duration: float) -> str:
    """Return a duration as Vietnamese writes it."""
    return f"{duration:.1f}".replace(".", ",")
