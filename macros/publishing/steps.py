"""The steps of a publish, in order. Until the one rename, readers get the old release; after it, the new one."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from macros.publishing import building, contents, health, policy
from macros.publishing.commits import Repository
from macros.publishing.failure import Failure
from macros.publishing.lock import Held
from macros.publishing.target import Release, Target
from macros.scanning import scan, summary
from macros.settings import edition

STEPS = {
    "checkout": "lấy đúng bản cần phát hành",
    "check": "kiểm tra dữ liệu và trang viết tay",
    "build": "dựng trang",
    "scan": "soát các trang đã dựng",
    "pack": "đóng gói bản phát hành",
    "sync": "ghi chắc xuống đĩa",
    "install": "đặt vào các bản phát hành",
    "switch": "chuyển người đọc sang bản mới",
    "health": "hỏi thử máy chủ",
    "prune": "dọn các bản cũ",
}
Say = Callable[[str], None]


@dataclass
class Attempt:
    """One publish under way: what is published, where to, and the step it has come to."""

    target: Target
    repository: Repository
    commit: str
    keep: int
    step_begins: Say  # called with the name of each step before it begins
    now: datetime
    step: str = ""

    def begin(self, step: str) -> None:
        """Note and tell which step begins."""
        self.step = step
        self.step_begins(step)


def publish(attempt: Attempt, held: Held) -> Release:
    """Publish a commit; return the new live release. Raises Failure with everything as it was; only for whoever holds the lock."""
    target, before = attempt.target, attempt.target.live()
    target.releases_folder.mkdir(exist_ok=True)
    name = target.next_name(attempt.commit, attempt.now)
    held.note(commit=attempt.commit, release=name)
    with target.scratch() as scratch:
        made = make(attempt, scratch, name)
        attempt.begin("sync")
        _sync(made)
        attempt.begin("install")
        release = Release(target.releases_folder / name)
        made.rename(release.folder)
    try:
        from_now_on(attempt, release, before)
    except BaseException:
        if target.live() != release:
            target.remove(release)
        raise
    return release


def make(attempt: Attempt, scratch: Path, name: str) -> Path:
    """Make a release in a scratch folder and return its folder there; raises Failure with the first fault."""
    tree, made = scratch / "tree", scratch / name
    attempt.begin("checkout")
    attempt.repository.check_out(attempt.commit, tree)
    building.refuse_other_packages(tree)
    surroundings = _surroundings(attempt, scratch, name)
    attempt.begin("check")
    building.run(tree, ["check"], surroundings)
    attempt.begin("build")
    made.mkdir()
    building.run(tree, ["site", "--to", str(made / "site")], surroundings)
    attempt.begin("scan")
    contents.within_budget(made / "site")
    _scan(made / "site", attempt.target.settings.site_url)
    scripts = _inline_scripts(made / "site", attempt.target.settings.inline_scripts)
    attempt.begin("pack")
    _pack(attempt, made, name, scripts)
    return made


def _surroundings(attempt: Attempt, scratch: Path, name: str) -> dict[str, str]:
    moment = Release(Path(name)).moment
    return building.environment(
        building.ready(scratch), SITE_URL=attempt.target.settings.site_url, RELEASE=name, RELEASE_COMMIT=attempt.commit, SOURCE_DATE_EPOCH=str(int(moment.timestamp())),
    )


def _scan(site: Path, site_url: str) -> None:
    """Read what was built with our own eyes: the commit's code has said that all is well, but it is the commit's."""
    findings = scan(site, site_url)
    if not (site / "index.html").is_file():
        findings.append("index.html: không có trang chủ.")
    if findings:
        raise Failure(summary(findings), "Sửa các chỗ nêu trên, rồi đẩy lại.", True)


def _inline_scripts(site: Path, allowed: tuple[str, ...]) -> list[str]:
    """Return the hashes of the pages' inline scripts; raises Failure for one that the server would not let run."""
    found = {policy.digest(script): page for script, page in policy.inline_scripts(site).items()}
    strange = sorted(page for one, page in found.items() if allowed and one not in allowed)
    if strange:
        raise Failure(
            f"{strange[0]}: trang có đoạn mã viết thẳng trong trang mà máy chủ không cho chạy.",
            "Đưa đoạn mã vào một tệp trong docs/assets/; nếu nó là của giao diện mới, quản trị máy chủ chạy lại make server.", True,
        )
    return sorted(found)


def _pack(attempt: Attempt, made: Path, name: str, scripts: list[str]) -> None:
    target, site = attempt.target, made / "site"
    (site / health.MARK).write_text(f"{name}\n", encoding="utf-8")
    contents.compress(site)
    contents.date_files(site, Release(Path(name)).moment)
    files, live = contents.hashes(site), target.live()
    own = contents.own_assets(files)
    if live:
        contents.share(site, files, live)
    contents.keep_for_open_pages(site, target.releases()[: attempt.keep])
    facts = {
        "release": name, "commit": attempt.commit, "time": Release(Path(name)).moment.isoformat(), "versions": dict(edition({}).programs),
        "records": contents.record_counts(site), "inline_scripts": scripts, "own_assets": own, "files": contents.hashes(site),
    }
    (made / "release.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    for folder, _, _ in os.walk(made):
        os.chmod(folder, 0o755)


def _sync(made: Path) -> None:
    """Have the system write everything down before anything points to it: one call for the disk is quicker than one a file."""
    done = subprocess.run(["sync", "--file-system", str(made)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"Không ghi chắc được xuống đĩa: {done.stderr.strip()}.", "Xem lại ổ đĩa (dmesg), rồi phát hành lại.")


def from_now_on(attempt: Attempt, release: Release, before: Release | None) -> None:
    """Let readers get a release and ask the server for it; where it does not answer right, let them get the one before."""
    target = attempt.target
    attempt.begin("switch")
    target.switch(release)
    attempt.begin("health")
    if target.settings.address:
        with ExitStack() as unless_well:
            unless_well.callback(_back, target, before)
            health.check(target.settings.address, release, target.settings.patience)
            unless_well.pop_all()


def _back(target: Target, before: Release | None) -> None:
    if before:
        target.switch(before)
    else:
        target.current.unlink()


def tidy(attempt: Attempt) -> list[str]:
    """Remove old releases; what cannot be removed is no reason to call a publish failed."""
    attempt.begin("prune")
    return attempt.target.prune(attempt.keep)


def take_over(target: Target, dead: dict[str, Any]) -> str:
    """Clear away what an owner that was killed left behind; return its release's name where it was not live yet."""
    target.discard_scratch()
    unfinished = [release for release in target.releases() if release.name == dead.get("release") and release != target.live()]
    for release in unfinished:
        target.remove(release)
    return str(dead.get("release", ""))


def utc_now() -> datetime:
    """Return this moment, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
