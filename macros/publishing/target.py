"""The folder that is published into: releases, and one symbolic link that says which of them readers get.

    DIR/releases/20261125T011500Z-a02cabad1234/   release.json, site/
    DIR/current -> releases/…                     replaced by one rename: readers get the whole old or the whole new
    DIR/publish.log   DIR/publish.lock   DIR/publish.toml (settings, optional)
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from macros.disk import sync_folder
from macros.publishing.failure import Failure

SCRATCH = ".scratch-"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{12})")
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Settings:
    """What a server's administrator chooses, in publish.toml; all may be left out.

    `address` is asked after a publish, for `patience` seconds (replicas and caches may follow later); `site_url` is the address readers use (host and sub-path); `inline_scripts`, the
    hashes the server's policy allows; `fetch_from`, the repository that `--watch` looks at.
    """

    branch: str = "main"
    repository: str = ""
    address: str = ""
    site_url: str = ""
    fetch_from: str = ""
    keep: int = 10
    patience: int = 10
    inline_scripts: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Release:
    """One release that is whole on disk."""

    folder: Path

    @property
    def name(self) -> str:
        """Its time and commit, as `20261125T011500Z-a02cabad1234`."""
        return self.folder.name

    @property
    def moment(self) -> datetime:
        """When it was made, UTC."""
        return datetime.strptime(self.name.partition("-")[0], _MOMENT).replace(tzinfo=UTC)

    @property
    def site(self) -> Path:
        """The folder that a server serves."""
        return self.folder / "site"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What release.json says: commit, moment, versions, records, files with size and sha256."""
        return dict(json.loads((self.folder / "release.json").read_text(encoding="utf-8")))


class Target:
    """A folder to publish into; nothing is written before it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.releases_folder = self.folder / "releases"
        self.current = self.folder / "current"

    @cached_property
    def settings(self) -> Settings:
        """The settings of publish.toml; raises Failure for one that is unknown or of the wrong kind."""
        return _read_settings(self.folder / "publish.toml")

    def releases(self) -> list[Release]:
        """Return the whole releases, newest first."""
        if not self.releases_folder.is_dir():
            return []
        names = sorted((path.name for path in self.releases_folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)
        return [Release(self.releases_folder / name) for name in names if (self.releases_folder / name / "release.json").is_file()]

    def live(self) -> Release | None:
        """Return the release that readers get."""
        try:
            name = Path(os.readlink(self.current)).name
        except OSError:
            return None
        return next((release for release in self.releases() if release.name == name), None)

    def find(self, name: str) -> Release:
        """Return a kept release by its name or an unmistakable part of it; raises Failure with what there is."""
        found = [release for release in self.releases() if name in release.name]
        if len(found) == 1:
            return found[0]
        kept = ", ".join(release.name for release in self.releases()) or "chưa có bản nào"
        raise Failure(f"Không có bản phát hành nào là '{name}'." if not found else f"'{name}' chỉ nhiều bản phát hành.", f"Các bản đang giữ: {kept}.")

    def next_name(self, commit: str, now: datetime) -> str:
        """Return a new release's name, later than every other even where the clock was set back."""
        newest = max((release.moment for release in self.releases()), default=None)
        moment = max(now, newest + timedelta(seconds=1)) if newest else now
        return f"{moment.astimezone(UTC).strftime(_MOMENT)}-{commit[:12]}"

    def switch(self, release: Release) -> None:
        """Let readers get this release: one rename, which is there whole or not at all, made to last."""
        fresh = self.folder / f"{SCRATCH}link"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.path.relpath(release.folder, self.folder))
        os.replace(fresh, self.current)
        sync_folder(self.folder)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give an empty folder on the target's own disk; removed whatever happens."""
        folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=self.folder))
        try:
            yield folder
        finally:
            discard(folder)

    def discard_scratch(self) -> None:
        """Remove what a publish that was killed left behind; only for whoever holds the lock."""
        for path in self.folder.glob(f"{SCRATCH}*"):
            discard(path)

    def remove(self, release: Release) -> None:
        """Remove a release: first out of the list in one rename, then its files."""
        with self.scratch() as scratch:
            release.folder.rename(scratch / release.name)

    def prune(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` releases; never the live one or the one before it. Return the names removed."""
        releases, live = self.releases(), self.live()
        safe = {release.name for release in releases[:keep]}
        if live:
            place = [release.name for release in releases].index(live.name)
            safe |= {release.name for release in releases[place : place + 2]}
        removed = [release for release in releases if release.name not in safe]
        for release in removed:
            self.remove(release)
        return [release.name for release in removed]


def discard(path: Path) -> None:
    """Remove a file or a folder, read-only folders in it too."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
        return
    for folder, _, _ in os.walk(path):
        os.chmod(folder, 0o700)
    shutil.rmtree(path, ignore_errors=True)


def _read_settings(file: Path) -> Settings:
    remedy = f"Sửa {file}, rồi chạy lại."
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Failure(f"{file}: không đọc được ({error}).", remedy) from None
    kinds = {one.name: type(getattr(Settings(), one.name)) for one in fields(Settings)}
    for name, value in given.items():
        if name not in kinds:
            raise Failure(f"{file}: không có mục '{name}'. Các mục: {', '.join(kinds)}.", remedy)
        given[name] = value = tuple(value) if isinstance(value, list) else value
        if type(value) is not kinds[name]:
            raise Failure(f"{file}: {name}: giá trị '{value}' không dùng được.", remedy)
    return Settings(**given)
