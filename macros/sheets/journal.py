"""Several files replaced together, or none: written beside, named in a journal, then renamed one by one.

Killed before the journal stands, the old files are whole and what was written beside them is thrown away by the next command;
killed after, the next command finishes the renames.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from macros.disk import locked_folder, sync_folder

JOURNAL = ".import.json"
_BESIDE = ".import-new"


@dataclass(frozen=True)
class Edit:
    """One file: its bytes before (None: there was none) and after."""

    before: bytes | None
    after: bytes


class Interfered(Exception):
    """A file changed between reading and writing; the text is a sentence that names it."""


def replace_together(folder: Path, edits: Mapping[str, Edit]) -> None:
    """Replace files of a data folder by their edited bytes, all or none; new folders are made.

    Raises Interfered where a file is no longer what was read, OSError where one cannot be written: then nothing changed.
    """
    with locked_folder(folder):
        _settle(folder)
        for name, edit in edits.items():
            if _read(folder / name) != edit.before:
                raise Interfered(f"{name} vừa được sửa trong lúc nhập. Chưa ghi gì; chạy lại lệnh import.")
        try:
            for name, edit in edits.items():
                with _naming(name):
                    _write_beside(folder / name, edit.after)
            journal = {name: {"before": _digest(edit.before), "after": _digest(edit.after)} for name, edit in edits.items()}
            _write_whole(folder / JOURNAL, json.dumps(journal, sort_keys=True).encode())
        except OSError:
            _throw_away(folder)
            raise
        _finish(folder, journal)


def settle(folder: Path) -> str | None:
    """Finish or throw away what a killed import left; return a sentence for the editor, None where there was nothing."""
    if not folder.is_dir() or not ((folder / JOURNAL).exists() or any(_left_over(folder))):
        return None
    try:
        with locked_folder(folder):
            return _settle(folder)
    except OSError as error:
        return f"Lần nhập trước bị ngắt giữa chừng mà chưa dọn được ({os.path.basename(error.filename or '')}): không có quyền ghi hoặc hết chỗ. Mở quyền ghi, rồi chạy lại."


def _settle(folder: Path) -> str | None:
    journal = folder / JOURNAL
    if not journal.exists():
        return "Lần nhập trước bị ngắt khi chưa ghi gì; dữ liệu giữ nguyên." if _throw_away(folder) else None
    named: dict[str, dict[str, str]] = json.loads(journal.read_bytes())
    own = [name for name, digests in named.items() if _digest(_read(folder / name)) not in digests.values()]
    if own:  # somebody edited on top of the half-done import: theirs counts, and the import can be run again
        _throw_away(folder)
        return f"Lần nhập trước bị ngắt giữa chừng, và {', '.join(own)} đã được sửa sau đó; giữ phần sửa ấy. Chạy lại lệnh import để nhập phần còn thiếu."
    _finish(folder, named)
    return "Lần nhập trước bị ngắt giữa chừng; đã ghi nốt phần còn lại."


def _finish(folder: Path, named: Mapping[str, object]) -> None:
    for name in named:
        beside = _beside(folder / name)
        if beside.exists():
            os.replace(beside, folder / name)
            sync_folder((folder / name).parent)
    (folder / JOURNAL).unlink()
    sync_folder(folder)


def _throw_away(folder: Path) -> bool:
    """Remove what stands beside the files, and the journal; tell whether there was anything."""
    left = [path for path in (folder / JOURNAL, *_left_over(folder)) if path.exists()]
    for path in left:
        path.unlink()
        if path.parent != folder and not any(path.parent.iterdir()):
            path.parent.rmdir()  # made for the import
    return bool(left)


def _left_over(folder: Path) -> Iterator[Path]:
    yield from folder.glob(f".*{_BESIDE}")
    yield from folder.glob(f"[0-9][0-9][0-9][0-9]/.*{_BESIDE}")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_BESIDE}")


def _write_beside(path: Path, content: bytes) -> None:
    if not path.parent.exists():
        path.parent.mkdir()
        sync_folder(path.parent.parent)
    beside = _beside(path)
    if path.exists():
        with path.open("ab"):  # a file that is locked or read-only is refused before anything is renamed
            pass
    _write(beside, content)
    if path.exists():
        shutil.copymode(path, beside)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    beside = _beside(path)
    _write(beside, content)
    os.replace(beside, path)
    sync_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(content: bytes | None) -> str:
    return hashlib.sha256(content).hexdigest() if content is not None else "-"


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Let an error say which file it was about, also where the system does not."""
    try:
        yield
    except OSError as error:
        error.filename = name
        raise
