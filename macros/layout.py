"""Which files data/ holds: every file in its place, none unknown, none reached through a link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from macros.problems import Problem
from macros.vietnamese import nearest

TOP_FILES = ("vocabularies.yml", "units.yml", "people.yml", "sources.yml", "documents.yml", "movements.yml", "honours.yml")
YEAR_FILES = ("plan.yml", "tasks.yml", "results.yml", "awards.yml", "events.yml")


@dataclass
class Listing:
    """The files of a data folder: YAML by path below it, years, attachments with their sizes, and what is misplaced."""

    files: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    attachments: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)  # files that are there under a wrong name or in a wrong place
    found: bool = True


def list_files(folder: Path, name: str) -> Listing:
    """List a data folder; names starting with a dot are left alone (editors and systems put them there)."""
    listing = Listing()
    if not folder.is_dir():
        return Listing(problems=[Problem(name, 0, "không có thư mục này. Xem lại đường dẫn đến thư mục dữ liệu.")], found=False)
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            _skip_link(listing, f"{name}/{path.name}", path.name)
        elif path.is_dir():
            _list_folder(path, f"{name}/{path.name}", listing)
        elif path.name in TOP_FILES:
            listing.files.append(path.name)
        else:
            _misplaced(listing, f"{name}/{path.name}", path.name, TOP_FILES, YEAR_FILES, "thư mục của năm, ví dụ data/2023/")
    return listing


def _list_folder(folder: Path, name: str, listing: Listing) -> None:
    is_year = re.fullmatch(r"(19|20|21)\d\d", folder.name)
    if is_year:
        listing.years.append(int(folder.name))
    elif folder.name != "files":
        listing.problems.append(Problem(name, 0, "thư mục lạ. Thư mục năm có tên bốn chữ số, ví dụ 2023; tệp đính kèm để trong files."))
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            _skip_link(listing, f"{name}/{path.name}", path.name)
        elif path.is_dir():
            listing.problems.append(Problem(f"{name}/{path.name}", 0, "thư mục nằm trong thư mục khác. Chuyển các tệp ra ngoài rồi xóa thư mục này."))
        elif not is_year:
            listing.attachments[path.name] = path.stat().st_size
        elif path.name in YEAR_FILES:
            listing.files.append(f"{folder.name}/{path.name}")
        else:
            _misplaced(listing, f"{name}/{path.name}", path.name, YEAR_FILES, TOP_FILES, "thư mục data/")


def _skip_link(listing: Listing, name: str, file: str) -> None:
    listing.problems.append(Problem(name, 0, "là liên kết đến nơi khác. Xóa liên kết và chép hẳn tệp vào đây."))
    listing.lost.add(file)


def _misplaced(listing: Listing, name: str, file: str, here: tuple[str, ...], elsewhere: tuple[str, ...], there: str) -> None:
    """Say what is wrong with a file's name or place, and remember which file it was meant to be."""
    if file in elsewhere:
        meant, message = file, f"tệp đặt sai chỗ. Chuyển vào {there}."
    elif (meant := re.sub(r"\.(yaml|yml|yml\.txt)$", ".yml", file.lower())) in here:
        message = f"tên tệp viết sai. Đổi tên thành {meant}."
    elif file.endswith(".yml") and (meant := nearest(file, here) or ""):
        message = f"tệp lạ. Có phải «{meant}»? Nếu phải, đổi tên tệp."
    else:
        meant, message = "", f"tệp lạ. Xóa hoặc chuyển đi; ở đây chỉ có: {', '.join(here)}."
    listing.problems.append(Problem(name, 0, message))
    if meant:
        listing.lost.add(meant)
