"""What a publish asks of git: which commit, whether it is fit to be checked out, and its files in a folder."""

from __future__ import annotations

import errno
import os
import posixpath
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from macros.publishing.failure import Failure, system_failure

LARGEST_FILE = 50_000_000
LARGEST_COMMIT = 2_000_000_000
# Without these there is nothing to build: somebody deleted everything, or pushed another project.
NEEDED = ("mkdocs.yml", "requirements.lock", "data", "docs", "macros")
_OF_ANOTHER_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")


@dataclass(frozen=True)
class Entry:
    """A file of a commit as git lists it."""

    mode: str
    object_id: str
    size: int
    path: bytes

    @property
    def shown(self) -> str:
        """The path as a sentence quotes it, on one line."""
        return self.path.decode("utf-8", "backslashreplace").encode("unicode_escape").decode() if not self._is_plain() else self.path.decode()

    def _is_plain(self) -> bool:
        try:
            return self.path.decode().isprintable()
        except UnicodeDecodeError:
            return False


class Repository:
    """A git repository, with or without a work tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def commit(self, revision: str) -> str:
        """Return the full name of the commit that a revision stands for; raises Failure where there is none."""
        done = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if done.returncode:
            raise Failure(f"Không có bản nào tên '{revision}' trong kho {self.folder}.", "Xem lại tên nhánh hoặc mã bản (git log).")
        return done.stdout.decode().strip()

    def fetch(self, address: str, branch: str) -> None:
        """Bring a branch of another repository here, under the same name; history that was rewritten there is refused."""
        done = self._git("fetch", "--quiet", "--no-tags", address, f"refs/heads/{branch}:refs/heads/{branch}")
        if done.returncode:
            raise Failure(f"Không lấy được nhánh {branch} từ {address}: {_last_line(done.stderr)}.", "Xem lại địa chỉ, mạng và quyền đọc kho.")

    def check_out(self, commit: str, folder: Path) -> None:
        """Write a commit's files into a new folder, exactly as committed; raises Failure for one that is not fit for it."""
        entries = self._entries(commit)
        for problem in _problems(entries, self._link_targets(entries)):
            raise problem
        folder.mkdir()
        index = folder.parent / "index"
        for command in (["read-tree", commit], ["checkout-index", "--all", "--force"]):
            done = self._git("--work-tree", str(folder), *command, GIT_INDEX_FILE=str(index), at=folder)
            if done.returncode and _is_full(folder, entries):
                raise system_failure(OSError(errno.ENOSPC, "", str(folder.parent)))
            if done.returncode:
                raise Failure(f"Không ghi được bản {commit[:12]} ra thư mục tạm: {_last_line(done.stderr)}.", "Xem lại ổ đĩa và kho git (git fsck), rồi phát hành lại.")
        index.unlink()

    def _entries(self, commit: str) -> list[Entry]:
        done = self._git("ls-tree", "-r", "-l", "-z", "--full-tree", commit)
        if done.returncode:
            raise Failure(f"Không đọc được bản {commit[:12]}: {_last_line(done.stderr)}.", "Kiểm tra kho git (git fsck).")
        found = []
        for line in filter(None, done.stdout.split(b"\0")):
            facts, _, path = line.partition(b"\t")
            mode, _, object_id, size = facts.decode().split()
            found.append(Entry(mode, object_id, int(size) if size.isdigit() else 0, path))
        return found

    def _link_targets(self, entries: list[Entry]) -> dict[bytes, str]:
        links = [entry for entry in entries if entry.mode == "120000"]
        return {entry.path: self._git("cat-file", "blob", entry.object_id).stdout.decode("utf-8", "backslashreplace") for entry in links}

    def _git(self, *arguments: str, at: Path | None = None, **settings: str) -> subprocess.CompletedProcess[bytes]:
        """Run git on this repository: in plain English messages, asking nothing, whatever hook this runs in."""
        kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
        environment = {**kept, "LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", **settings}
        return subprocess.run(["git", "--git-dir", str(self._git_dir()), *arguments], cwd=at, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)

    def _git_dir(self) -> Path:
        inside = self.folder / ".git"
        if inside.is_file():  # a work tree of its own beside the repository
            return (self.folder / inside.read_text(encoding="utf-8").removeprefix("gitdir:").strip()).resolve()
        return inside if inside.is_dir() else self.folder


def _is_full(folder: Path, entries: list[Entry]) -> bool:
    """Tell whether the disk has no room for a commit: git says only that it could not write."""
    return shutil.disk_usage(folder).free < sum(entry.size for entry in entries)


def _problems(entries: list[Entry], links: dict[bytes, str]) -> list[Failure]:
    """Return why a commit is not fit to be checked out and built, first things first."""
    tops = {entry.path.split(b"/")[0].decode("utf-8", "replace") for entry in entries}
    missing = [name for name in NEEDED if name not in tops]
    if missing:
        return [Failure(f"Bản này thiếu {', '.join(missing)}: đã xóa nhầm, hoặc không phải kho của trang.", "Khôi phục các tệp ấy (git revert), rồi đẩy lại.", True)]
    total = sum(entry.size for entry in entries)
    if total > LARGEST_COMMIT:
        return [Failure(f"Bản này nặng {_megabytes(total)}; nhiều nhất {_megabytes(LARGEST_COMMIT)}.", "Bỏ bớt tệp lớn, rồi đẩy lại.", True)]
    return [problem for entry in entries if (problem := _problem(entry, links))]


def _problem(entry: Entry, links: dict[bytes, str]) -> Failure | None:
    rename = "Đặt lại tên bằng chữ thường không dấu, số và dấu gạch ngang, rồi đẩy lại."
    try:
        name = entry.path.decode()
    except UnicodeDecodeError:
        return Failure(f"{entry.shown}: tên tệp không phải mã UTF-8.", rename, True)
    if not name.isprintable():
        return Failure(f"{entry.shown}: tên tệp có ký tự xuống dòng hoặc ký tự không in được.", rename, True)
    if not unicodedata.is_normalized("NFC", name):
        return Failure(f"{name}: tên tệp có dấu viết rời (không phải Unicode NFC).", rename, True)
    if entry.mode == "160000":
        return Failure(f"{name}: là kho git lồng trong kho (submodule).", "Chép hẳn các tệp vào đây thay cho submodule, rồi đẩy lại.", True)
    if entry.size > LARGEST_FILE:
        return Failure(f"{name}: tệp nặng {_megabytes(entry.size)}; nhiều nhất {_megabytes(LARGEST_FILE)}.", "Nén hoặc bỏ tệp ấy, rồi đẩy lại.", True)
    if entry.path in links and _leads_out(name, links[entry.path]):
        return Failure(f"{name}: liên kết đến '{links[entry.path]}', nằm ngoài kho.", "Chép hẳn tệp vào đây thay cho liên kết, rồi đẩy lại.", True)
    return None


def _leads_out(name: str, target: str) -> bool:
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
    return target.startswith("/") or inside == ".." or inside.startswith("../")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ").removeprefix("error: ").rstrip(".") if lines else "git không nói lý do"
