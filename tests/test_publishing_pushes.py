"""Everything that may be pushed: each push ends in the old site or in the right new one, and says which in a clear sentence."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.publishing import contents
from tests.depot import ISOLATED, Depot
from tests.figures import count
from tests.real_server import RealServer, real_server, remote_lines
from tests.test_publishing_faults import shown, without_known_scripts

pytestmark = [pytest.mark.slow, pytest.mark.deploy]


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Depot:
    """A small project."""
    return Depot(tmp_path_factory.mktemp("depot"))


@pytest.fixture(scope="module")
def server(depot: Depot) -> Iterator[RealServer]:
    """A server to which the small project's first commit was pushed."""
    with real_server() as made:
        without_known_scripts(made)
        depot.git("remote", "add", "server", str(made.repository))
        assert remote_lines(depot.git("push", "server", "main"))[-1].startswith("Đã phát hành bản ")
        yield made


def pushed(depot: Depot, *arguments: str) -> tuple[int, list[str]]:
    """Push; return git's exit code and what the server said."""
    done = depot.git("push", *(arguments or ("server", "main")), check=False)
    return done.returncode, remote_lines(done)


def back(depot: Depot) -> None:
    """Let the work tree be what the server has."""
    depot.git("fetch", "--quiet", "server")
    depot.git("reset", "--quiet", "--hard", "server/main")
    depot.git("clean", "--quiet", "-dffx")


# --- what a commit may hold --------------------------------------------------------------------------------------------------


def everything_deleted(depot: Depot) -> None:
    depot.git("rm", "--quiet", "-r", ".")


def large_file(depot: Depot) -> None:
    with (depot.work / "docs/phim.bin").open("wb") as file:
        for _ in range(300):
            file.write(os.urandom(1_000_000))


def link_out(depot: Depot) -> None:
    (depot.work / "docs/ngoai.md").symlink_to("/etc/passwd")


def link_up(depot: Depot) -> None:
    (depot.work / "docs/ngoai.md").symlink_to("../../../../etc/passwd")


def submodule(depot: Depot) -> None:
    other = Depot(depot.folder / "other")
    depot.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.work), "ngoai")


def newline_in_a_name(depot: Depot) -> None:
    depot.write("docs/hai\ndòng.md", "# Hai dòng\n")


def decomposed_name(depot: Depot) -> None:
    depot.write("docs/ke\u0302\u0301 hoa\u0323ch.md", "# Kế hoạch\n")


def name_in_no_encoding(depot: Depot) -> None:
    Path(os.fsdecode(os.fsencode(depot.work) + b"/docs/k\xea.md")).write_text("# Kê\n", encoding="utf-8")


def broken_rule(depot: Depot) -> None:
    units = (depot.work / "data/units.yml").read_text(encoding="utf-8")
    depot.write("data/units.yml", units + units[units.index("- id:") :].split("\n- ", 1)[0] + "\n")


def broken_link(depot: Depot) -> None:
    depot.write("docs/khac.md", "# Khác\n\n## Muc\n\n[Đi đâu](khong-co.md)\n")


def link_to_nothing(depot: Depot) -> None:
    (depot.work / "docs/treo.md").symlink_to("khong-co.md")


def macro_error(depot: Depot) -> None:
    depot.write("hook.py", (depot.work / "hook.py").read_text(encoding="utf-8") + "\ndef on_page_markdown(markdown, **rest):\n    return markdown + 1\n")


REFUSED = [
    (everything_deleted, "Bản này thiếu mkdocs.yml, requirements.lock, data, docs, macros: đã xóa nhầm, hoặc không phải kho của trang."),
    (large_file, "docs/phim.bin: tệp nặng 300 MB; nhiều nhất 50 MB."),
    (link_out, "docs/ngoai.md: liên kết đến '/etc/passwd', nằm ngoài kho."),
    (link_up, "docs/ngoai.md: liên kết đến '../../../../etc/passwd', nằm ngoài kho."),
    (submodule, "ngoai: là kho git lồng trong kho (submodule)."),
    (newline_in_a_name, "docs/hai\\nd\\xf2ng.md: tên tệp có ký tự xuống dòng hoặc ký tự không in được."),
    (decomposed_name, "docs/ke\u0302\u0301 hoa\u0323ch.md: tên tệp có dấu viết rời (không phải Unicode NFC)."),
    (name_in_no_encoding, "docs/k\\\\xea.md: tên tệp không phải mã UTF-8."),
    (broken_rule, "data/units.yml:"),
    (broken_link, "docs/khac.md:5: liên kết 'khong-co.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."),
    (link_to_nothing, "docs/treo.md: là liên kết đến nơi khác. Chép hẳn tệp vào đây."),
    (macro_error, "Lỗi trong chương trình, không phải trong dữ liệu. Báo cho người phụ trách kỹ thuật: "),
]
BEFORE_THE_BRANCH_MOVES = 11  # of them; the others are found only by building


@pytest.mark.parametrize(("harm", "sentence"), REFUSED, ids=[harm.__name__ for harm, _ in REFUSED])
def test_what_cannot_be_published_leaves_the_old_site(server: RealServer, depot: Depot, harm: Callable[[Depot], None], sentence: str, record_property: Any) -> None:
    before, live = shown(server), server.target.live()
    refused_early = [one for one, _ in REFUSED].index(harm) < BEFORE_THE_BRANCH_MOVES
    harm(depot)
    depot.commit()
    code, lines = pushed(depot)
    assert (code != 0) == refused_early, lines
    assert any(line.startswith(sentence) for line in lines), lines
    assert any(line.startswith("Chưa phát hành bản ") for line in lines)
    assert f"Trang đang chạy giữ nguyên: bản {live.name if live else ''}." in lines
    assert (lines[-1] == "Nhánh main không nhận bản này.") == refused_early
    assert (server.target.live(), shown(server)) == (live, before)
    assert not list(server.target.folder.glob(".scratch-*"))
    if refused_early:
        back(depot)
    else:  # the branch has it: the way on is another commit
        depot.git("revert", "--no-edit", "HEAD")
        assert pushed(depot)[0] == 0
        assert shown(server) == before and server.target.live() != live
    count(record_property, "faults: pushes", 1)


def test_odd_but_good_names_are_published(server: RealServer, depot: Depot, record_property: Any) -> None:
    before = shown(server)
    depot.write("docs/tep/Báo cáo quý 1 (bản cuối).txt", "nội dung\n")
    depot.edit(before + 1)
    assert pushed(depot)[0] == 0
    assert shown(server) == before + 1
    assert server.get("/tep/B%C3%A1o%20c%C3%A1o%20qu%C3%BD%201%20%28b%E1%BA%A3n%20cu%E1%BB%91i%29.txt").text == "nội dung\n"
    count(record_property, "publishes", 1)


# --- what may be done with branches --------------------------------------------------------------------------------------------------


def test_only_the_published_branch_is_published(server: RealServer, depot: Depot) -> None:
    before, live = shown(server), server.target.live()
    depot.git("checkout", "--quiet", "-b", "nhap")
    depot.edit(777)
    assert pushed(depot, "server", "nhap") == (0, ["Đã nhận refs/heads/nhap. Chỉ nhánh main được phát hành."])
    depot.git("tag", "-a", "ban-1", "-m", "Bản 1")
    assert pushed(depot, "server", "ban-1") == (0, ["Đã nhận refs/tags/ban-1. Chỉ nhánh main được phát hành."])
    assert (shown(server), server.target.live()) == (before, live)
    depot.git("checkout", "--quiet", "main")


def test_history_is_neither_rewritten_nor_deleted(server: RealServer, depot: Depot, record_property: Any) -> None:
    before, live = shown(server), server.target.live()
    depot.git("commit", "--quiet", "--amend", "-m", "Viết lại")
    code, lines = pushed(depot, "--force", "server", "main")
    assert (code, lines) == (1, ["Nhánh main không nhận việc ghi đè lịch sử (push --force). Lấy bản mới về (git pull), rồi đẩy lại; muốn bỏ một thay đổi: git revert."])
    code, lines = pushed(depot, "--delete", "server", "main")
    assert (code, lines) == (1, ["Không xóa được nhánh main: trang được phát hành từ nhánh này."])
    assert (shown(server), server.target.live()) == (before, live)
    back(depot)
    count(record_property, "faults: pushes", 2)


def test_ten_pushes_in_a_row(server: RealServer, depot: Depot, record_property: Any) -> None:
    before = shown(server)
    for number in range(1, 11):
        depot.edit(before + number)
        code, lines = pushed(depot)
        assert code == 0 and lines[-1].startswith("Đã phát hành bản "), lines
        assert shown(server) == before + number
    names = [release.name for release in server.target.releases()]
    assert len(names) == 10 and names == sorted(names, reverse=True)
    count(record_property, "publishes", 10)


def test_two_pushes_at_once(server: RealServer, depot: Depot, record_property: Any) -> None:
    """One takes the branch, the other is told to fetch; or both follow one another: the site is the branch's newest either way."""
    before = shown(server)
    others = [depot.folder / name for name in ("một", "hai")]
    for number, other in enumerate(others, 1):
        depot.git("clone", "--quiet", str(server.repository), str(other), at=depot.folder)
        (other / "docs/index.md").write_text(f"# Trang chủ\n\nLần {before + number}.\n\n[Trang khác](khac.md#muc)\n", encoding="utf-8")
        (other / "docs/assets/trang.css").write_text(f"/* lần {before + number} */\n", encoding="utf-8")
        depot.git("commit", "--quiet", "-am", f"Lần {before + number}", at=other)
    pushes = [
        subprocess.Popen(["git", "push", "origin", "main"], cwd=other, env={**os.environ, **ISOLATED}, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for other in others
    ]
    said = [push.communicate(timeout=120)[1] for push in pushes]
    assert sorted(push.returncode for push in pushes) == [0, 1], said
    winner = [push.returncode for push in pushes].index(0)
    assert shown(server) == before + 1 + winner
    head = depot.git("rev-parse", "main", at=server.repository).stdout.strip()
    live = server.target.live()
    assert live and live.facts["commit"] == head and contents.differences(live) == []
    assert re.search(r"rejected|failed to|cannot lock ref", said[1 - winner])
    back(depot)
    count(record_property, "publishes", 1)
