"""A release's files: compressed beforehand, shared with earlier releases where equal, listed with size and sha256."""

from __future__ import annotations

import filecmp
import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from macros.publishing.failure import Failure
from macros.publishing.target import Release

COMPRESSED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".ics", ".atom", ".txt", ".map"})
WORTH_IT = 500  # bytes below which compressing saves nothing
LARGEST_PAGE = 20_000_000
LARGEST_SITE = 4_000_000_000
# Names that hold a hash of the content: what they name never changes, so a browser keeps it and releases share it.
LASTING = re.compile(r"assets/.*\.[0-9a-f]{8}\.(min\.)?[a-z0-9]+|search/([0-9]+-[a-z2-7]{5,}|[a-z2-7]{8})\.js")

Files = dict[str, tuple[int, str]]


def within_budget(site: Path) -> None:
    """Raise Failure for a site, or a page of it, too large to be meant, and for anything that is not a plain file."""
    total = 0
    for name, path in _walk(site):
        if path.is_symlink() or not path.is_file():
            raise Failure(f"{name}: không phải tệp thường.", "Chép hẳn tệp vào thay cho liên kết, rồi đẩy lại.", True)
        size = path.stat().st_size
        total += size
        if name.endswith(".html") and size > LARGEST_PAGE:
            raise Failure(f"{name}: trang nặng {size / 1e6:.0f} MB; nhiều nhất {LARGEST_PAGE / 1e6:.0f} MB.", "Chia trang ấy ra, rồi đẩy lại.", True)
    if total > LARGEST_SITE:
        raise Failure(f"Cả trang nặng {total / 1e6:.0f} MB; nhiều nhất {LARGEST_SITE / 1e6:.0f} MB.", "Bỏ bớt tệp đính kèm lớn, rồi đẩy lại.", True)


def compress(site: Path) -> None:
    """Write a compressed copy beside every text file that is worth it; the same bytes give the same copy."""
    for name, path in list(_walk(site)):
        if path.suffix in COMPRESSED and path.stat().st_size >= WORTH_IT:
            (site / f"{name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def date_files(site: Path, moment: datetime) -> None:
    """Date every file with the release: servers make a page's validator of date and size, and releases are a second apart at least."""
    for _, path in _walk(site):
        os.utime(path, (moment.timestamp(),) * 2)


def share(site: Path, files: Files, earlier: Release) -> int:
    """Let equal files of the live release stand in both, with the date they had: browsers need not fetch them again.

    Bytes are compared, not trusted: a file that a disk has spoilt stays alone. Return how many are shared.
    """
    shared, known = 0, earlier.facts["files"]
    for name, (_, digest) in files.items():
        old = earlier.site / name
        if name in known and known[name][1] == digest and old.is_file() and filecmp.cmp(old, site / name, shallow=False):
            (site / name).unlink()
            _link(old, site / name)
            shared += 1
    return shared


def keep_for_open_pages(site: Path, earlier: Iterable[Release]) -> int:
    """Put the lasting files of the kept releases beside the new ones: a page opened before the switch finds its own."""
    added = 0
    for release in earlier:
        for name in release.facts["own_assets"]:
            if not (site / name).exists() and (release.site / name).is_file():
                (site / name).parent.mkdir(parents=True, exist_ok=True)
                _link(release.site / name, site / name)
                added += 1
    return added


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new)


def own_assets(files: Iterable[str]) -> list[str]:
    """Return the lasting files among a build's own, their compressed copies too."""
    return [name for name in files if LASTING.fullmatch(name.removesuffix(".gz"))]


def hashes(site: Path) -> Files:
    """Return size and sha256 of every file of a site, in order."""
    return {name: (path.stat().st_size, file_digest(path)) for name, path in _walk(site)}


def file_digest(path: Path) -> str:
    """Return a file's sha256."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def record_counts(site: Path) -> dict[str, int]:
    """Return how many records the site's published files hold, by kind."""
    try:
        index = json.loads((site / "du-lieu/v1/index.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    counts: dict[str, int] = {}
    for file in _listed(index):
        if file.get("records") is not None and str(file["path"]).endswith(".json"):
            kind = Path(str(file["path"])).stem
            counts[kind] = counts.get(kind, 0) + int(file["records"])
    return counts


def _listed(index: Any) -> list[dict[str, Any]]:
    files = index.get("files", []) if isinstance(index, dict) else index
    return [file for file in files if isinstance(file, dict)]


def differences(release: Release) -> list[str]:
    """Return a sentence for each file of a release that is not as its manifest says."""
    listed, there = release.facts["files"], dict(_walk(release.site))
    found = [f"{name}: thiếu." for name in listed if name not in there]
    found += [f"{name}: không có trong danh mục của bản phát hành." for name in there if name not in listed]
    found += [f"{name}: nội dung khác lúc phát hành." for name, (_, digest) in listed.items() if name in there and file_digest(there[name]) != digest]
    return sorted(found)


def misses(release: Release) -> list[str]:
    """Return the files of a release that are absent or of another size: quicker than reading them all."""
    return [name for name, (size, _) in release.facts["files"].items() if not (release.site / name).is_file() or (release.site / name).stat().st_size != size]


def _walk(site: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file and link below a folder with its name, in order."""
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted([*names, *(one for one in folders if (Path(folder) / one).is_symlink())]):
            path = Path(folder) / name
            yield path.relative_to(site).as_posix(), path
