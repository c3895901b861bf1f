"""`serve` with pages open: what is looked at comes before the whole site, and a page loads again only when it changed."""

from __future__ import annotations

from typing import Any

from tests.previews import Serve, Served
from tests.tiny_project import TinyProject, wait_for

# While this file is there, a whole build waits until it is called off.
_HOLD = """    if Path("hold").exists() and "glimpse" not in config.plugins:
        config.plugins["calling off"].called_off.wait()
"""


def _held(project: TinyProject, serve: Serve) -> Served:
    project.replace("macros/hooks.py", "    return markdown", _HOLD + "    return markdown")
    served = serve()
    project.write("hold", "")
    return served


def test_an_open_page_is_shown_before_the_whole_site_which_a_further_edit_calls_off(project: TinyProject, serve: Serve) -> None:
    served = _held(project, serve)
    served.wait_for("Có 99 nhiệm vụ")  # asked for just now: it is being looked at
    project.replace("docs/khac.md", "Một mục", "Hai mục")
    project.replace("docs/index.md", "Có SỐ", "Đã có SỐ")
    served.wait_for("Đã có 99 nhiệm vụ")
    project.replace("docs/index.md", "Đã có SỐ", "Vẫn có SỐ")
    served.wait_for("Vẫn có 99 nhiệm vụ")
    assert served.times("Đã dựng lại") == 0
    (project.folder / "hold").unlink()
    project.replace("docs/index.md", "Vẫn có SỐ", "Cuối cùng có SỐ")
    served.wait_for("Cuối cùng có 99 nhiệm vụ")
    served.wait_for_terminal("Đã dựng lại")
    assert "Hai mục" in served.get("khac/")[1] and "Cuối cùng có 99" in served.get()[1]
    assert {path.name for path in project.scratch()[0].iterdir()} <= {"a", "b", "glimpse"} and not served.errors


def test_a_glimpse_has_the_version_of_the_page_that_the_whole_site_then_has(project: TinyProject, serve: Serve) -> None:
    served = _held(project, serve)

    def versions() -> tuple[str, str]:
        """Ask about both pages as browsers do that show them."""
        return tuple(served.get(f"~preview/version?page=/{page}")[1] for page in ("", "khac/"))  # type: ignore[return-value]

    first, other = versions()
    project.replace("docs/index.md", "Có SỐ", "Đã có SỐ")
    wait_for(lambda: versions()[0] != first, "the page of the glimpse has a version of its own")
    second = versions()[0]
    assert "Đã có 99 nhiệm vụ" in served.get()[1] and versions() == (second, other)
    project.replace("docs/index.md", "(khac.md#muc)", "(mat.md)")
    wait_for(lambda: second not in versions(), "what is wrong has a version of its own")
    assert versions()[0] == versions()[1] != other
    project.replace("docs/index.md", "(mat.md)", "(khac.md#muc)")
    wait_for(lambda: versions() == (second, other), "the pages are as they were")
    assert served.times("Đã dựng lại") == 0
    (project.folder / "hold").unlink()
    project.replace("docs/khac.md", "Một mục", "Hai mục")
    served.wait_for_terminal("Đã dựng lại")
    assert versions()[0] == second and versions()[1] != other


def test_what_is_wrong_with_an_open_page_is_shown_before_the_whole_site_and_said_once(project: TinyProject, serve: Serve) -> None:
    served = _held(project, serve)
    served.wait_for("Có 99 nhiệm vụ")
    project.replace("docs/index.md", "(khac.md#muc)", "(mat.md)")
    served.wait_for("mat.md", status=503)
    (project.folder / "hold").unlink()
    project.replace("docs/index.md", "(mat.md)", "(mat-hai.md)")
    served.wait_for("mat-hai.md", status=503)
    project.replace("docs/index.md", "(mat-hai.md)", "(khac.md)")
    served.wait_for("Có 99 nhiệm vụ")
    served.wait_for_terminal("Đã dựng lại")
    assert served.times("'mat.md'") == served.times("'mat-hai.md'") == 1
    # Once for each time that it was saved so.
    project.replace("docs/index.md", "(khac.md)", "(mat-hai.md)")
    served.wait_for("mat-hai.md", status=503)
    project.replace("docs/index.md", "(mat-hai.md)", "(mat.md#muc)")
    wait_for(lambda: served.times("'mat.md#muc'") == 1, "it is said")
    assert served.times("'mat-hai.md'") == 2


def test_a_page_loads_again_once_when_it_changed_and_only_then(project: TinyProject, serve: Serve, browser: Any) -> None:
    served = serve()
    page = browser.new_page()
    page.goto(f"{served.address}khac/")

    def is_asked_about() -> None:
        """Return when the page has heard of the latest build."""
        for _ in range(2):
            with page.expect_response("**/~preview/version**", timeout=120_000):
                pass

    page.evaluate("window.stays = 1")
    project.replace("docs/index.md", "Có SỐ", "Đã có SỐ")
    served.wait_for("Đã có 99 nhiệm vụ")
    wait_for(lambda: served.times("Đã dựng lại") == 1, "all is built")
    is_asked_about()
    assert page.evaluate("window.stays") == 1
    project.replace("docs/khac.md", "Một mục", "Hai mục")
    page.get_by_text("Hai mục").wait_for(timeout=120_000)
    assert page.evaluate("window.stays") is None
    page.evaluate("window.stays = 2")
    wait_for(lambda: served.times("Đã dựng lại") == 2, "all is built")
    is_asked_about()
    assert page.evaluate("window.stays") == 2
    project.write("docs/trang.css", "body { color: blue }\n")  # its name is the same in this project's pages
    page.wait_for_function("window.stays === undefined && document.body", timeout=120_000)
    page.close()


def test_a_page_that_stays_open_goes_on_searching_the_index_it_began_with(project: TinyProject, serve: Serve) -> None:
    project.write("docs/search/cu.js", "cũ")
    served = serve()
    (project.folder / "docs/search/cu.js").unlink()
    project.write("docs/khac/rieng.txt", "riêng")
    served.wait_for_terminal("Đã dựng lại")
    assert (served.get("search/cu.js"), served.get("khac/rieng.txt")[0]) == ((200, "cũ"), 200)
    (project.folder / "docs/khac/rieng.txt").unlink()
    wait_for(lambda: served.times("Đã dựng lại") == 2, "all is built")
    assert served.get("khac/rieng.txt")[0] == 404
