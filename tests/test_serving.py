"""`serve`: what is saved shows by itself, what is broken is said in the terminal and in the browser, and it ends cleanly."""

from __future__ import annotations

import os
import re
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from macros.watching import changed, snapshot
from tests.previews import Serve, Served, WholeProject, children
from tests.tiny_project import TinyProject, wait_for


def test_every_kind_of_edit_shows_by_itself(project: TinyProject, serve: Serve) -> None:
    served = serve()
    assert served.output[-1] == f"Xem trang tại {served.address}\n"
    served.wait_for("Có 99 nhiệm vụ, lần đầu.")
    project.replace("docs/index.md", "Có SỐ", "Năm 2022 có SỐ")
    served.wait_for("Năm 2022 có 99 nhiệm vụ")
    project.write("data/so.txt", "100")
    served.wait_for("Năm 2022 có 100 nhiệm vụ")
    project.replace("macros/theme/main.html", "<main>", "<main><p>Mẫu mới</p>")
    served.wait_for("Mẫu mới")
    project.replace("macros/hooks.py", "lần đầu", "lần hai")
    served.wait_for("100 nhiệm vụ, lần hai")
    project.replace("mkdocs.yml", "hooks:", "copyright: Chân trang\nhooks:")
    project.replace("macros/theme/main.html", "Mẫu mới", "{{ config.copyright }}")
    served.wait_for("Chân trang")
    project.write("docs/moi.md", "# Mới\n")
    wait_for(lambda: served.get("moi/")[0] == 200, "the new page is there")
    assert not served.errors


def test_a_broken_edit_is_shown_in_terminal_and_browser_until_mended(project: TinyProject, serve: Serve) -> None:
    served = serve()
    message = "data/so.txt:1: 'x<b>' không phải là số. Viết chữ số, ví dụ 99."
    project.write("data/so.txt", "x<b>")
    page = served.wait_for("Chưa dựng được trang", status=503)
    assert message.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in page and "1 lỗi trong data/." in page
    served.wait_for_terminal(f"{message}\n1 lỗi trong data/.\nSửa rồi lưu tệp: trang tự dựng lại.\n")
    assert served.get("khac/")[0] == 503 and served.get("trang.css")[0] == 200
    project.write("data/so.txt", "98")
    served.wait_for("Có 98 nhiệm vụ")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("docs/index.md", "(khac.md#muc)", "(mat.md)", "docs/index.md: liên kết &#x27;mat.md&#x27; không dẫn đến trang hay tệp nào."),
        ("macros/hooks.py", "    return config", "    return cònfig", "NameError"),
        ("macros/hooks.py", "def on_config", "def on config", "SyntaxError"),
        ("mkdocs.yml", "strict: true", "strict: [", "mkdocs.yml"),
    ],
)
def test_whatever_breaks_the_first_build_is_shown_and_waited_for(project: TinyProject, serve: Serve, name: str, old: str, new: str, words: str) -> None:
    project.replace(name, old, new)
    served = serve()
    assert words in served.wait_for("Chưa dựng được trang", status=503)
    project.replace(name, new, old)
    served.wait_for("Có 99 nhiệm vụ")


def test_what_is_wrong_with_files_that_changed_meanwhile_is_not_shown(project: TinyProject, serve: Serve) -> None:
    # The build itself finishes writing the file that it met half written, then refuses what it read.
    project.replace("macros/hooks.py", "    if not text.isdigit():", "    if not text:\n        Path('data/so.txt').write_text('98')\n    if not text.isdigit():")
    served = serve()
    project.write("data/so.txt", "")
    served.wait_for("Có 98 nhiệm vụ")
    assert served.times("Đã dựng lại") == 1 and not served.errors


def test_a_worker_that_dies_or_hangs_is_replaced_at_the_next_edit(project: TinyProject, serve: Serve) -> None:
    served = serve()
    project.replace("macros/hooks.py", "    text = ", "    os._exit(3)\n    text = ")
    served.wait_for("Chương trình dựng trang đã dừng đột ngột (mã 3).", status=503)
    project.replace("macros/hooks.py", "    os._exit(3)\n", "    Path('begun').touch()\n    import time; time.sleep(600)\n")
    wait_for((project.folder / "begun").exists, "the build hangs")
    project.replace("macros/hooks.py", "time.sleep(600)", "WORD")
    served.wait_for("Có 99 nhiệm vụ")


def test_ctrl_c_ends_it_with_all_it_started(project: TinyProject, serve: Serve) -> None:
    served = serve()
    workers = children(served.process.pid)
    assert len(workers) == 1 and len(project.scratch()) == 1
    with socket.create_connection(("127.0.0.1", int(re.findall(r":(\d+)/", served.address)[0]))):  # an idle browser
        assert served.stop(signal.SIGINT) == 0
    assert not project.scratch() and not served.errors
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_signals_end_it_too_even_in_the_middle_of_the_first_build(project: TinyProject, number: signal.Signals) -> None:
    project.replace("macros/hooks.py", "    text = ", "    Path('begun').touch()\n    import time; time.sleep(600)\n    text = ")
    process = project.start("serve", PORT="0")
    wait_for((project.folder / "begun").exists, "the first build has begun")
    worker = children(process.pid)[0]
    process.send_signal(number)
    assert (process.communicate(timeout=120), process.returncode) == (("", ""), 0)
    assert not project.scratch() and not Path(f"/proc/{worker}").exists()


def test_a_killed_supervisor_leaves_no_worker(project: TinyProject, serve: Serve) -> None:
    served = serve()
    worker = children(served.process.pid)[0]
    served.process.kill()
    served.process.wait()
    wait_for(lambda: not Path(f"/proc/{worker}").exists(), "the worker has ended")


def test_a_port_that_cannot_be_had_is_said_in_one_sentence(project: TinyProject) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = project.run("serve", PORT=str(port))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ: make serve PORT={port + 1}.\n"
    assert project.run("serve", PORT="99999").stderr == "Không mở được cổng 99999. Chọn số từ 1024 đến 65535, ví dụ: make serve PORT=8000.\n"


def test_files_are_served_as_a_web_server_would(project: TinyProject, serve: Serve) -> None:
    project.write("docs/tệp lạ.json", "{}")
    (project.folder / "secret.txt").write_text("secret", encoding="utf-8")
    served = serve()
    answer = served.open("khac?a=b")
    assert answer.url == served.address + "khac/" and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    answer = served.open("t%E1%BB%87p%20l%E1%BA%A1.json")
    assert (answer.status, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (200, "application/json; charset=utf-8", "no-store")
    assert served.open("trang.css").headers["Content-Type"] == "text/css; charset=utf-8"
    assert served.get("khac/", "HEAD") == (200, "")
    status, text = served.get("khong-co/")
    assert status == 404 and "Không có trang này." in text
    for trick in ("../../secret.txt", "%2e%2e/%2e%2e/secret.txt", "..%2f..%2fsecret.txt", "a%00b", "//etc/passwd"):
        assert served.get(trick)[0] == 404, trick


def test_the_script_is_sent_but_not_built(project: TinyProject, serve: Serve) -> None:
    served = serve()
    assert "/~preview/reload.js" in served.get()[1]
    pages = list(project.folder.glob(".site-*/*/index.html"))
    assert pages and "~preview" not in pages[0].read_text(encoding="utf-8")


def test_a_site_for_a_sub_path_is_served_there(project: TinyProject, serve: Serve) -> None:
    project.write("khac/so.txt", "7")
    served = serve(SITE_URL="https://mt.example/ke-hoach/", DATA_DIR="khac")
    assert served.address.endswith("/ke-hoach/")
    served.wait_for("Có 7 nhiệm vụ")
    answer = urllib.request.urlopen(served.address.removesuffix("ke-hoach/"), timeout=120)
    assert answer.url == served.address


def test_an_open_page_follows_edits_errors_and_their_mending(project: TinyProject, serve: Serve, browser: Any) -> None:
    served = serve()
    page = browser.new_page()
    page.goto(served.address)
    project.replace("docs/index.md", "Có SỐ", "Đã có SỐ")
    page.get_by_text("Đã có 99 nhiệm vụ").wait_for(timeout=120_000)
    project.write("data/so.txt", "không")
    page.get_by_text("data/so.txt:1: 'không' không phải là số.").wait_for(timeout=120_000)
    project.write("data/so.txt", "97")
    page.get_by_text("Đã có 97 nhiệm vụ").wait_for(timeout=120_000)
    page.close()


def test_a_year_that_is_not_there_ends_it_with_a_sentence(tmp_path: Path) -> None:
    result = WholeProject(tmp_path).run("serve", PORT="0", YEAR="1999", PYTHONPATH=str(tmp_path))
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "YEAR: '1999' không có trong dữ liệu. Các năm: 2023, 2024.\n")


def test_a_mistake_in_our_own_code_is_shown_with_its_place(tmp_path: Path) -> None:
    project = WholeProject(tmp_path)
    served = Served(project, PYTHONPATH=str(tmp_path))
    try:
        project.replace("macros/awards.py", "from __future__ import annotations", "from __future__ import annotations\nsai chỗ này")
        page = served.wait_for("Lỗi trong chương trình, không phải trong dữ liệu.", status=503)
        assert "SyntaxError: invalid syntax" in page and "macros/awards.py:4" in page
        project.replace("macros/awards.py", "\nsai chỗ này", "")
        served.wait_for("Trang chủ")
    finally:
        served.stop()


def test_a_snapshot_sees_what_was_written_and_no_editor_s_own_files(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("1")
    before = snapshot([tmp_path])
    for private in (".a.md.swp", "a.md~", "#a.md#", "b.tmp", "__pycache__/a.pyc", ".git/x"):
        (tmp_path / private).parent.mkdir(exist_ok=True)
        (tmp_path / private).write_text("x")
    assert snapshot([tmp_path]) == before
    replaced = tmp_path / "c"
    replaced.write_text("2")
    os.replace(replaced, tmp_path / "a.md")
    assert changed(before, snapshot([tmp_path])) == {str(tmp_path / "a.md")}
    assert snapshot([tmp_path / "gone"]) == {}
