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
            _misplaced(listing, path, f"{name}/{path.name}", TOP_FILES, YEAR_FILES)
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
            _misplaced(listing, path, f"{name}/{path.name}", YEAR_FILES, TOP_FILES)


def _skip_link(listing: Listing, name: str, file: str) -> None:
    listing.problems.append(Problem(name, 0, "là liên kết đến nơi khác. Xóa liên kết và chép hẳn tệp vào đây."))
    listing.lost.add(file)


def _misplaced(listing: Listing, path: Path, name: str, here: tuple[str, ...], elsewhere: tuple[str, ...]) -> None:
    """Say what is wrong with a file's name or place, and remember which file it was meant to be.

    One beside the file it was meant to be is a copy: renamed or moved, it would overwrite what is newer.
    """
    if path.name in elsewhere:
        meant, right = path.name, path.parent.parent if here == YEAR_FILES else None
        there = "thư mục data/" if right else "thư mục của năm, ví dụ data/2023/"
        message, remedy = "tệp đặt sai chỗ", f"Chuyển vào {there}."
    elif meant := _meant(path.name, here):
        message, remedy, right = "tên tệp viết sai", f"Đổi tên thành {meant}.", path.parent
    elif path.suffix == ".yml" and (meant := nearest(path.name, here) or ""):
        message, remedy, right = f"tệp lạ. Có phải «{meant}»?", "Nếu phải, đổi tên tệp.", path.parent
    else:
        message, remedy, right = "tệp lạ", f"Xóa hoặc chuyển đi; ở đây chỉ có: {', '.join(here)}.", None
    if is_copy := right is not None and meant in {file.name for file in right.iterdir()}:
        original = meant if right == path.parent else f"data/{meant}"
        message, remedy = "tệp thừa, có thể là bản sao", f"Đã có {original}: so hai tệp, đưa phần còn thiếu vào {original}, rồi xóa tệp này."
    listing.problems.append(Problem(name, 0, f"{message}{'' if message.endswith('?') else '.'} {remedy}"))
    if meant and not is_copy:
        listing.lost.add(meant)


def _meant(name: str, here: tuple[str, ...]) -> str:
    """Return which file a name says with another ending or the words of a copy: `tasks.yaml`, `tasks (1).yml`, `tasks.yml.bak`; else empty."""
    stem, _, rest = name.lower().partition(".")
    if not re.match(r"ya?ml|bak|old|orig", rest):
        return ""
    return next((file for file in here if re.search(rf"(?<![a-z]){file.removesuffix('.yml')}(?![a-z])", stem)), "")
