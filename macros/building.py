"""Builds the site strictly into a scratch folder, reads the result, and only then puts it in the old one's place.

    render(folder)          # data check, strict MkDocs build, scan: Vietnamese faults, none when the folder holds a sound site
    build_site(target)      # the same, then the swap: an exit code, and `target` whole, old or new, at every moment
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from macros.beside import Beside
from macros.disk import locked_folder
from macros.faults import sentence
from macros.problems import Refused
from macros.scanning import ReadPages, scan, summary

CONFIG = "mkdocs.yml"
SLOW = 2.0  # seconds after which a person at a terminal wants to know what goes on
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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


def render(folder: Path, site_url: str = "", known: ReadPages | None = None, extra: Mapping[str, object] | None = None) -> list[str]:
    """Build the project in the current folder strictly into `folder`; return every fault, in Vietnamese, in order.

    Runs MkDocs in this process, exactly as `mkdocs build --strict` does, so that its warnings arrive as records, not as
    text to be picked apart. Whoever builds again keeps `known`, so that a page is read again only when it changed, and
    may add listeners to what MkDocs does as `extra`: with Glimpse only some pages are made, and nothing is read again; with
    CallingOff the build may end early, by raising CalledOff.
    """
    # Before the imports: Material prints English advertising for its successor on import.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from macros.glimpse import CallingOff, Glimpse
    from macros.mkdocs_build import run

    known = ReadPages() if known is None else known
    with ExitStack() as stack:
        stack.enter_context(collecting_seldom())
        given = (extra or {}).get(Beside.NAME)
        beside = given if isinstance(given, Beside) else stack.enter_context(Beside())
        with said_when_slow("Đang kiểm tra dữ liệu và dựng trang…"):
            faults = run(CONFIG, folder, {**(extra or {}), Beside.NAME: beside, ReadPages.NAME: known})
        if faults or Glimpse.NAME in (extra or {}):
            return faults
        watch = (extra or {}).get(CallingOff.NAME)
        with said_when_slow("Đang soát các trang đã dựng…"):
            findings = scan(folder, site_url, known, beside, watch.look if isinstance(watch, CallingOff) else None)
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


def seconds(duration: float) -> str:
    """Return a duration as Vietnamese writes it."""
    return f"{duration:.1f}".replace(".", ",")
