"""Publishing a commit: all of it or nothing, and back; the faults that need a server or take long are in test_publishing_faults.py."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from macros.publishing import contents, log
from macros.publishing.failure import Failure
from macros.publishing.policy import allowed, digest, inline_scripts, policy
from macros.publishing.target import Target
from tests.depot import Depot, bytes_of
from tests.tiny_project import wait_for

OWN_BUILD = """\
import pathlib, sys
if 'site' in sys.argv:
    site = pathlib.Path(sys.argv[-1])
    site.mkdir()
    (site / 'index.html').write_text('<html lang="vi"><title>x</title><script src="https://example.test/x.js"></script>')
"""
NOW = datetime(2026, 6, 30, 1, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Depot:
    """A project with two releases; tests leave the second live and the work tree at its commit."""
    made = Depot(tmp_path_factory.mktemp("depot"))
    made.published()
    made.edit(1)
    made.published()
    return made


@pytest.fixture
def kept(depot: Depot) -> Path:
    """The published folder, copied, for tests that harm it."""
    copy = depot.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(depot.out, copy, symlinks=True)
    return copy


def page(target: Target) -> str:
    live = target.live()
    assert live
    return (live.site / "index.html").read_text(encoding="utf-8")


# --- what a release is ----------------------------------------------------------------------------------------------------


def test_a_release_says_what_it_is(depot: Depot) -> None:
    facts = depot.live.facts
    commit = depot.git("rev-parse", "HEAD").stdout.strip()
    assert (facts["release"], facts["commit"]) == (depot.live.name, commit)
    assert re.fullmatch(rf"\d{{8}}T\d{{6}}Z-{commit[:12]}", depot.live.name)
    assert set(facts["versions"]) == {"Python", "MkDocs", "Material for MkDocs", "mkdocs-macros"}
    assert facts["files"] == {name: list(one) for name, one in contents.hashes(depot.live.site).items()}
    assert (depot.live.site / "release.txt").read_text(encoding="utf-8") == depot.live.name + "\n"
    assert "Lần 1." in page(depot.target)


def test_text_is_compressed_beforehand(depot: Depot) -> None:
    site = depot.live.site
    assert gzip.decompress((site / "khac/index.html.gz").read_bytes()) == (site / "khac/index.html").read_bytes()


def test_assets_are_named_by_content_and_stay_for_pages_already_open(depot: Depot) -> None:
    new, old = depot.target.releases()
    (style,) = [name for name in new.facts["own_assets"] if name.endswith(".css")]
    (former,) = [name for name in old.facts["own_assets"] if name.endswith(".css")]
    assert style != former
    assert style in page(depot.target) and former not in page(depot.target)
    assert (new.site / former).read_bytes() == (old.site / former).read_bytes()
    assert os.path.samefile(new.site / former, old.site / former)


def test_equal_files_keep_their_date_and_take_no_room(depot: Depot) -> None:
    new, old = depot.target.releases()
    assert os.path.samefile(new.site / "khac/index.html.gz", old.site / "khac/index.html.gz") == ((new.site / "khac/index.html").read_bytes() == (old.site / "khac/index.html").read_bytes())
    assert os.path.samefile(new.site / "404.html", old.site / "404.html")
    assert (new.site / "index.html").stat().st_mtime == new.moment.timestamp()


def test_readers_may_read_and_nobody_else_may_write(depot: Depot) -> None:
    for path in [depot.live.folder, *depot.live.folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_nothing_else_is_left(depot: Depot) -> None:
    assert sorted(path.name for path in depot.out.iterdir()) == ["current", "publish.lock", "publish.log", "releases"]
    assert (depot.out / "publish.lock").read_bytes() == b""


def test_each_publish_is_a_line_of_the_log(depot: Depot) -> None:
    published = [entry for entry in log.entries(depot.out) if entry["action"] == "publish" and entry["ok"]]
    assert [entry["release"] for entry in published][:2] == [release.name for release in reversed(depot.target.releases())][:2]
    assert all(set(entry) == {"time", "action", "ok", "commit", "release", "seconds", "records", "removed"} for entry in published)


# --- what is refused ------------------------------------------------------------------------------------------------------


def refused(depot: Depot, step: str, *arguments: str) -> list[str]:
    """Publish HEAD, which must be refused at a step with the old release live; undo the commit; return the lines before that verdict."""
    live, commit = depot.live, depot.git("rev-parse", "HEAD").stdout.strip()
    done = depot.publish(*arguments)
    depot.git("reset", "--quiet", "--hard", "HEAD~1")
    *lines, verdict, still = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert verdict.startswith(f"Chưa phát hành bản {commit[:12]}: dừng ở bước {step}"), done.stderr
    assert still == f"Trang đang chạy giữ nguyên: bản {live.name}."
    assert depot.live == live and not list(depot.out.glob(".scratch-*"))
    return lines


def test_bad_data_is_refused_in_the_words_of_check(depot: Depot) -> None:
    people = (depot.work / "data/people.yml").read_text(encoding="utf-8")
    depot.write("data/people.yml", people + "- id: Sai Tên\n  nam: x\n")
    depot.commit()
    lines = refused(depot, "2/10 (kiểm tra dữ liệu và trang viết tay)")
    assert lines[-1] == f"{len(lines) - 1} lỗi trong data/."
    assert all(line.startswith("data/people.yml:") for line in lines[:-1]) and len(lines) > 2


def test_a_broken_link_is_refused(depot: Depot) -> None:
    depot.write("docs/khac.md", "# Khác\n\n## Muc\n\n[Đi đâu](khong-co.md)\n")
    depot.commit()
    assert refused(depot, "2/10 (kiểm tra dữ liệu và trang viết tay)") == [
        "docs/khac.md:5: liên kết 'khong-co.md' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết.", "1 lỗi trong docs/.",
    ]


def test_what_only_the_built_pages_show_is_refused(depot: Depot) -> None:
    depot.write("docs/khac.md", '# Khác\n\n## Muc\n\n<a href="khong-co/">Đi đâu</a>\n')
    depot.commit()
    assert refused(depot, "3/10 (dựng trang)")[0] == "khac/index.html: địa chỉ 'khong-co/' không dẫn đến trang hay tệp nào. Sửa địa chỉ, hoặc bỏ liên kết."


def test_a_commit_that_asks_for_other_packages_is_refused(depot: Depot) -> None:
    depot.write("requirements.lock", "khac==1\n")
    depot.commit()
    assert refused(depot, "1/10 (lấy đúng bản cần phát hành)") == ["requirements.lock của bản này khác với các gói đã cài trên máy phát hành."]


def test_a_commit_cannot_pass_its_own_scan(depot: Depot) -> None:
    """The commit's code says that all is well; the publisher reads the pages itself."""
    depot.write("macros/__main__.py", OWN_BUILD)
    depot.commit()
    assert refused(depot, "4/10 (soát các trang đã dựng)")[0].startswith("index.html: trang tải 'https://example.test/x.js' từ nơi khác.")


def test_a_server_that_does_not_answer_right_brings_the_old_release_back(depot: Depot) -> None:
    (depot.out / "publish.toml").write_text('address = "http://127.0.0.1:9/"\npatience = 0\n', encoding="utf-8")
    depot.commit()
    try:
        lines = refused(depot, "9/10 (hỏi thử máy chủ)")
    finally:
        (depot.out / "publish.toml").unlink()
    assert lines[0].startswith("http://127.0.0.1:9/release.txt: máy chủ không trả lời (")
    assert len(depot.target.releases()) == 2


@pytest.mark.parametrize(("text", "sentence"), [
    ("khong-ro = 1\n", "không có mục 'khong-ro'. Các mục: branch, repository,"), ("keep = 'mười'\n", "keep: giá trị 'mười' không dùng được."), ("keep = \n", "không đọc được ("),
])
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "publish.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Failure, match=re.escape(sentence)):
        _ = Target(tmp_path).settings


# --- without a change ---------------------------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing(depot: Depot) -> None:
    before = bytes_of(depot.out)
    done = depot.publish("--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf"Làm thử bản {depot.live.facts['commit'][:12]}: phát hành được \(\d+,\d MB\). Chưa đổi gì.\n", done.stdout)
    assert bytes_of(depot.out) == before


def test_the_list_marks_what_is_live(depot: Depot) -> None:
    lines = [line.split("\t") for line in depot.publish("--list").stdout.splitlines()]
    assert [line[0] for line in lines] == [release.name for release in depot.target.releases()]
    assert [line[3:] for line in lines] == [["đang chạy"], []]


def test_verify_names_each_file_that_differs(depot: Depot, kept: Path) -> None:
    assert depot.publish("--verify", to=kept).stdout == f"Bản {depot.live.name}: {len(depot.live.facts['files'])} tệp đúng như lúc phát hành.\n"
    site = kept / "current/site"
    content = (site / "index.html").read_bytes()
    (site / "index.html").unlink()
    (site / "index.html").write_bytes(content.replace(b"1", b"2", 1))
    (site / "khac/index.html").unlink()
    (site / "la.txt").write_text("lạ", encoding="utf-8")
    done = depot.publish("--verify", to=kept)
    assert done.returncode == 1
    assert done.stderr.splitlines()[:3] == ["index.html: nội dung khác lúc phát hành.", "khac/index.html: thiếu.", "la.txt: không có trong danh mục của bản phát hành."]


# --- back ------------------------------------------------------------------------------------------------------------------------


def test_rollback_gives_the_former_bytes_and_the_way_forward_stays(depot: Depot, kept: Path) -> None:
    new, old = depot.target.releases()
    before = bytes_of(old.site)
    assert depot.publish("--rollback", to=kept).returncode == 0
    assert bytes_of(kept / "current/site") == before
    done = depot.publish("--rollback", to=kept)
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "Không còn bản nào trước bản đang chạy.")
    assert depot.publish("--rollback", new.name, to=kept).stdout.startswith(f"Người đọc đã quay lại bản {new.name}")
    assert bytes_of(kept / "current/site") == bytes_of(new.site)


def test_rollback_refuses_what_is_not_there_or_not_whole(depot: Depot, kept: Path) -> None:
    new, old = depot.target.releases()
    assert depot.publish("--rollback", "20200101", to=kept).stderr.splitlines()[0] == "Không có bản phát hành nào là '20200101'."
    (kept / "releases" / old.name / "site/404.html").unlink()
    done = depot.publish("--rollback", to=kept)
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, f"Bản {old.name} không còn đủ: 404.html.")
    assert (kept / "current").resolve().name == new.name


# --- one at a time -----------------------------------------------------------------------------------------------------------------


def test_a_killed_publish_is_taken_over(depot: Depot, kept: Path) -> None:
    before = bytes_of(kept / "current/site")
    process = depot.start(to=kept)
    wait_for(lambda: list(kept.glob(".scratch-*/tree/macros")), "the checkout")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert json.loads((kept / "publish.lock").read_text(encoding="utf-8"))["pid"] == process.pid
    assert bytes_of(kept / "current/site") == before
    done = depot.publish(to=kept)
    assert (done.returncode, done.stderr) == (0, "Lần phát hành trước đã dừng giữa chừng; dọn phần dở của nó và làm tiếp.\n")
    assert not list(kept.glob(".scratch-*")) and len(Target(kept).releases()) == 3


def test_one_that_waits_publishes_the_newest_only(depot: Depot, kept: Path) -> None:
    first = depot.start(to=kept)
    wait_for(lambda: list(kept.glob(".scratch-*")), "the first to begin")
    waiting = [depot.start(to=kept) for _ in range(2)]
    outcomes = [process.communicate(timeout=120) for process in [first, *waiting]]
    assert [process.returncode for process in [first, *waiting]] == [0, 0, 0]
    assert len(Target(kept).releases()) == 3, outcomes
    commit = depot.live.facts["commit"][:12]
    assert all(re.fullmatch(rf"Đang có lần phát hành khác.*; chờ đến lượt…\nBản {commit} đã được phát hành cùng lần trước.\n", errors) for _, errors in outcomes[1:]), outcomes


def test_a_wait_ends(depot: Depot, kept: Path) -> None:
    first = depot.start(to=kept)
    wait_for(lambda: list(kept.glob(".scratch-*")), "the first to begin")
    done = depot.publish("--wait", "0", to=kept)
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=60)
    assert done.returncode == 1
    assert re.fullmatch(rf"Đang có lần phát hành khác \(tiến trình {first.pid}, đã \d+ giây\).", done.stderr.splitlines()[0])
    assert first.returncode == 128 + signal.SIGTERM and not list(kept.glob(".scratch-*"))


# --- names and keeping -----------------------------------------------------------------------------------------------------------


def with_releases(folder: Path, count: int, live: int) -> Target:
    """Make a target of hand-made releases, `live` the place of the live one counted from the oldest."""
    target = Target(folder)
    for number in range(count):
        release = target.releases_folder / f"20260101T0000{number:02}Z-{number:012x}"
        (release / "site").mkdir(parents=True)
        (release / "release.json").write_text("{}", encoding="utf-8")
    target.switch(target.releases()[count - 1 - live])
    return target


def test_a_name_is_later_than_every_other_also_with_the_clock_set_back(tmp_path: Path) -> None:
    assert Target(tmp_path).next_name("abcdef0123456789", NOW) == "20260630T011500Z-abcdef012345"
    target = with_releases(tmp_path, 3, 2)
    assert target.next_name("f" * 40, NOW.replace(year=2001)) == f"20260101T000003Z-{'f' * 12}"


@pytest.mark.parametrize(("live", "left"), [(5, [4, 5]), (1, [0, 1, 4, 5]), (0, [0, 4, 5]), (3, [2, 3, 4, 5])])
def test_pruning_keeps_the_newest_the_live_one_and_the_one_before(tmp_path: Path, live: int, left: list[int]) -> None:
    target = with_releases(tmp_path, 6, live)
    target.prune(2)
    assert [int(release.name[-12:], 16) for release in reversed(target.releases())] == left
    assert target.live()


# --- the policy ---------------------------------------------------------------------------------------------------------------------


def test_the_policy_lists_inline_scripts_at_every_depth(depot: Depot) -> None:
    scripts = inline_scripts(depot.live.site)
    assert len(scripts) == 2 and all("new URL(" in script for script in scripts)
    hashes = allowed(scripts)
    deeper = next(iter(scripts)).replace('new URL(".', 'new URL("../../../..', 1)
    assert set(depot.live.facts["inline_scripts"]) < set(hashes) and digest(deeper.replace("....", "..")) in hashes
    header = policy(hashes)
    assert "unsafe" not in header and "frame-ancestors 'none'" in header and f"script-src 'self' '{hashes[0]}'" in header
