"""How a build says what stopped it that is no mistake in the data: the system, or the program itself."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

# How a fault of the program itself begins.
OUR_ERROR = "Lỗi trong chương trình, không phải trong dữ liệu. Báo cho người phụ trách kỹ thuật:"
# What the system refuses, by its number.
SYSTEM = {13: "không có quyền", 28: "ổ đĩa đã đầy", 30: "ổ đĩa chỉ cho đọc", 122: "hết hạn mức ổ đĩa"}


def sentence(refusal: Exception) -> str:
    """Return what a refusal says, ours or the system's."""
    if isinstance(refusal, OSError):
        return f"Không ghi được: {refusal.filename or ''}: {SYSTEM.get(refusal.errno or 0, refusal.strerror)}."
    return str(refusal)


def program_error(error: Exception) -> str:
    """Return an unforeseen exception with the places in this project that it came through: a fault of ours, not the editor's."""
    here = str(Path.cwd())
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(here) and ".venv" not in frame.filename]
    frames = [frame for frame in frames if Path(frame.filename).name != "mkdocs_build.py"] or traceback.extract_tb(error.__traceback__)[-1:]
    places = [f"  {os.path.relpath(frame.filename)}:{frame.lineno}, trong {frame.name}" for frame in frames]
    return "\n".join([f"{OUR_ERROR} {type(error).__name__}: {error}", *places])
