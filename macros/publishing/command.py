"""`python -m macros publish`: publish a commit, list what is kept, go back, verify, look for a new commit."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from macros.building import Stopped, seconds, stopping_cleanly
from macros.publishing import building, contents, health, log
from macros.publishing.commits import Repository
from macros.publishing.failure import Failure, failure_of
from macros.publishing.lock import Held, alone
from macros.publishing.steps import STEPS, Attempt, make, publish, take_over, tidy, utc_now
from macros.publishing.target import Release, Target

# After which of these a commit is not tried again by itself: it would fail in the same way.
_OF_THE_COMMIT = ("checkout", "check", "build", "scan")


def run(options: argparse.Namespace) -> int:
    """Run the command; return 0, 1 after saying what is wrong and how to mend it, or 128 and a signal's number."""
    os.umask(0o022)  # whoever serves the site must be able to read it
    target = Target(Path(options.to))
    chosen = _chosen(options)
    try:
        with stopping_cleanly():
            return chosen(options, target)
    except Stopped as stopped:
        print(f"Đã dừng giữa chừng. {_still(target)}", file=sys.stderr)
        return 128 + int(stopped.args[0])
    except (Failure, OSError) as refusal:
        failure = failure_of(refusal)
        print(f"{failure.text}\n{failure.remedy}", file=sys.stderr)
        return 1


def _chosen(options: argparse.Namespace) -> Callable[[argparse.Namespace, Target], int]:
    if options.list:
        return _list
    if options.verify:
        return _verify
    if options.rollback is not None:
        return _rollback
    if options.check or options.dry_run:
        return _try
    return _publish


def _attempt(options: argparse.Namespace, target: Target, step_begins: Callable[[str], None]) -> Attempt:
    settings = target.settings
    repository = Repository(Path(options.repository or settings.repository or "."))
    keep = max(2, options.keep or settings.keep)
    return Attempt(target, repository, _commit(options, target, repository), keep, step_begins, utc_now())


def _commit(options: argparse.Namespace, target: Target, repository: Repository) -> str:
    if options.again:
        live = target.live()
        if live is None:
            raise Failure(f"{target.folder}: chưa có bản nào đang chạy.", "Phát hành lần đầu: make publish.")
        return str(live.facts["commit"])
    if options.watch:
        if not target.settings.fetch_from:
            raise Failure(f"{target.folder}/publish.toml: chưa ghi fetch_from.", "Ghi địa chỉ kho cần theo dõi: fetch_from = \"…\".")
        repository.fetch(target.settings.fetch_from, target.settings.branch)
    with_files = (repository.folder / ".git").exists()
    return repository.commit(options.revision or ("HEAD" if with_files else target.settings.branch))


def _teller(options: argparse.Namespace) -> Callable[[str], None]:
    """Return what tells a person which step begins: at a terminal, and where asked to."""
    shown = options.progress or (sys.stderr.isatty() and not os.environ.get("CI"))
    numbers = {name: number for number, name in enumerate(STEPS, 1)}

    def tell(step: str) -> None:
        if shown:
            print(f"Bước {numbers[step]}/{len(STEPS)}: {STEPS[step]}…", file=sys.stderr, flush=True)

    return tell


def _publish(options: argparse.Namespace, target: Target) -> int:
    target.folder.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    with alone(target.folder / "publish.lock", options.wait, _say) as held:
        if held.dead:
            _say("Lần phát hành trước đã dừng giữa chừng; dọn phần dở của nó và làm tiếp.")
            log.note(target.folder, "take over", release=take_over(target, held.dead), pid=held.dead.get("pid"))
        target.discard_scratch()
        attempt = _attempt(options, target, _teller(options))
        already = _already(options, attempt, held)
        if already:
            _say(already)
            return 0
        return _logged(attempt, held, begun)


def _already(options: argparse.Namespace, attempt: Attempt, held: Held) -> str:
    """Return why nothing is to be done: another published this commit while we waited, or a watcher has tried it before."""
    live = attempt.target.live()
    if held.waited and not options.again and live and live.facts["commit"] == attempt.commit:
        return f"Bản {attempt.commit[:12]} đã được phát hành cùng lần trước."
    if options.watch and attempt.commit in _tried(attempt.target):
        return f"Chưa có bản mới sau {attempt.commit[:12]}."
    return ""


def _tried(target: Target) -> set[str]:
    """Return the commits that need not be tried again: published once, even if rolled back since, or refused for what they hold."""
    return {entry["commit"] for entry in log.entries(target.folder) if entry.get("action") == "publish" and entry.get("commit") and (entry.get("ok") or entry.get("lasting"))}


def _logged(attempt: Attempt, held: Held, begun: float) -> int:
    """Publish, and write down how it went; a failure is said with its step, its remedy, and what readers still get."""
    target = attempt.target
    try:
        release = publish(attempt, held)
    except (Failure, OSError) as refusal:
        failure = failure_of(refusal)
        lasting = failure.lasting and attempt.step in _OF_THE_COMMIT
        _note(target, ok=False, commit=attempt.commit, step=attempt.step, lasting=lasting, problem=failure.text.splitlines()[-1:])
        print(_failed(attempt, failure), file=sys.stderr)
        return 1
    removed = tidy(attempt)
    took = time.monotonic() - begun
    _note(target, ok=True, commit=attempt.commit, release=release.name, seconds=round(took, 1), records=release.facts["records"], removed=removed)
    pages = sum(1 for name in release.facts["files"] if name.endswith(".html"))
    print(f"Đã phát hành bản {release.name}: {pages} trang, trong {seconds(took)} giây.", flush=True)
    return 0


def _failed(attempt: Attempt, failure: Failure) -> str:
    number = [*STEPS].index(attempt.step) + 1 if attempt.step else 0
    where = f"ở bước {number}/{len(STEPS)} ({STEPS[attempt.step]})" if attempt.step else "trước bước đầu"
    return f"{failure.text}\nChưa phát hành bản {attempt.commit[:12]}: dừng {where}. {failure.remedy}\n{_still(attempt.target)}"


def _still(target: Target) -> str:
    live = target.live()
    return f"Trang đang chạy giữ nguyên: bản {live.name}." if live else "Chưa có bản nào đang chạy."


def _note(target: Target, **facts: object) -> None:
    try:
        log.note(target.folder, "publish", **facts)
    except OSError as error:
        print(failure_of(error).text, file=sys.stderr)


def _try(options: argparse.Namespace, target: Target) -> int:
    """Do what a publish does up to the release, somewhere else, and throw it away."""
    attempt = _attempt(options, target, _teller(options))
    with tempfile.TemporaryDirectory(prefix="publish-") as folder:
        scratch = Path(folder)
        try:
            if options.check:
                _check_only(attempt, scratch)
            else:
                made = make(attempt, scratch, target.next_name(attempt.commit, attempt.now))
                size = sum(size for size, _ in Release(made).facts["files"].values())
                print(f"Làm thử bản {attempt.commit[:12]}: phát hành được ({size / 1e6:.1f} MB). Chưa đổi gì.".replace(".", ",", 1))
        except (Failure, OSError) as refusal:
            print(_failed(attempt, failure_of(refusal)), file=sys.stderr)
            return 1
    return 0


def _check_only(attempt: Attempt, scratch: Path) -> None:
    attempt.begin("checkout")
    attempt.repository.check_out(attempt.commit, scratch / "tree")
    attempt.begin("check")
    building.run(scratch / "tree", ["check"], building.environment(building.ready(scratch)))


def _list(_: argparse.Namespace, target: Target) -> int:
    live = target.live()
    for release in target.releases():
        facts = release.facts
        mark = "đang chạy" if release == live else ""
        print(f"{release.name}\t{facts['commit'][:12]}\t{len(facts['files'])} tệp\t{mark}".rstrip())
    if not target.releases():
        print(f"{target.folder}: chưa có bản phát hành nào.")
    return 0


def _verify(_: argparse.Namespace, target: Target) -> int:
    live = target.live()
    if live is None:
        raise Failure(f"{target.folder}: chưa có bản nào đang chạy.", "Phát hành: make publish; hoặc quay lại một bản cũ: --rollback BẢN.")
    differing = contents.differences(live)
    log.note(target.folder, "verify", release=live.name, ok=not differing, differing=differing[:20])
    if differing:
        raise Failure("\n".join(differing), f"{len(differing)} tệp của bản {live.name} khác danh mục. Phát hành lại (--again) hoặc quay lại bản trước (--rollback).")
    print(f"Bản {live.name}: {len(live.facts['files'])} tệp đúng như lúc phát hành.")
    return 0


def _rollback(options: argparse.Namespace, target: Target) -> int:
    begun = time.monotonic()
    with alone(target.folder / "publish.lock", options.wait, _say) as held:
        if held.dead:
            take_over(target, held.dead)
        before = target.live()
        release = target.find(options.rollback) if options.rollback else _earlier(target, before)
        missing = contents.misses(release)
        if missing:
            raise Failure(f"Bản {release.name} không còn đủ: {missing[0]}.", "Chọn bản khác: --list.")
        target.switch(release)
        log.note(target.folder, "rollback", release=release.name, before=before.name if before else None)
    print(f"Người đọc đã quay lại bản {release.name}, trong {seconds(time.monotonic() - begun)} giây.", flush=True)
    if target.settings.address:
        health.check(target.settings.address, release, target.settings.patience)
    return 0


def _earlier(target: Target, live: Release | None) -> Release:
    """Return the newest release older than the live one."""
    older = [release for release in target.releases() if live is None or release.name < live.name]
    if not older:
        raise Failure("Không còn bản nào trước bản đang chạy.", "Xem các bản đang giữ: --list.")
    return older[0]


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
