"""What one server keeps between its builds never shows either where files come and go, and where the settings or the day change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.edits import Edit, added, changed, removed, renamed, together
from tests.kept_builds import kept_project

_PAGE = "# Năm 2023\n\n{{ tasks(year=2023) }}\n\n[Sổ tính](../du-lieu/v1/2023/nam-2023.xlsx), [năm sau](2024.md)\n"
_PLAN = "id: kh-2024\ntitle: Kế hoạch năm 2024\n"
_EVENTS = "- {id: sk-2024, title: Hội nghị giữa năm, kind: conference, date: 12/06/2024}\n"
_RESULTS = "figures:\n  - {id: sl-2024, title: Hồ sơ số hóa, value: 120, unit: hồ sơ, source: bai-1}\n"
_AWARDS = "- {id: kt-2024, merit_year: 2024, honour: tap-the-lao-dong-xuat-sac, to: collective, declared: 3, source: bai-1}\n"
_ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#fff" d="M0 0h8v8H0z"/></svg>\n'

_DOCUMENTS = "  - Văn bản: van-ban/index.md\n"

# Each begins where the one before it left off.
FILES: dict[str, Edit] = {
    "a page added": added("docs/huong-dan/ghi-chu.md", "# Ghi chú\n\n## Mục một\n\n{{ tasks(year=2023) }}\n"),
    "a page renamed": renamed("docs/huong-dan/ghi-chu.md", "docs/huong-dan/luu-y.md"),
    "a page removed": removed("docs/huong-dan/luu-y.md"),
    "a page that replaces a generated one": added("docs/nam/2023.md", _PAGE),
    "that page edited": changed("docs/nam/2023.md", "# Năm 2023", "# Năm cũ"),
    "that page removed": removed("docs/nam/2023.md"),
    "a page that replaces one of the menu": added("docs/van-ban/index.md", "# Các văn bản\n\n{{ tasks(year=2023) }}\n"),
    "the menu's own page again": removed("docs/van-ban/index.md"),
    "an attached file added": together(added("data/files/9903.txt", "Chỉ thị\n"), changed("data/documents.yml", "  address: https", "  file: 9903.txt\n  address: https")),
    "an attached file renamed": together(renamed("data/files/9903.txt", "data/files/chi-thi.txt"), changed("data/documents.yml", "file: 9903.txt", "file: chi-thi.txt")),
    "an attached file removed": together(removed("data/files/chi-thi.txt"), changed("data/documents.yml", "  file: chi-thi.txt\n", "")),
    "a year added": added("data/2025/tasks.yml", "- {id: nv-2025-1, title: Một, lead: van-phong}\n"),
    "a year removed": removed("data/2025/tasks.yml"),
    "a plan added to a year": added("data/2024/plan.yml", _PLAN),
    "events added to a year": added("data/2024/events.yml", _EVENTS),
    "results added to a year": added("data/2024/results.yml", _RESULTS),
    "awards added to a year": added("data/2024/awards.yml", _AWARDS),
    "a year's events removed": removed("data/2024/events.yml"),
    "a year's results, awards, plan removed": together(*(removed(f"data/2024/{name}.yml") for name in ("results", "awards", "plan"))),
    "a picture added": added("docs/assets/hinh.svg", _ICON),
    "a picture removed": removed("docs/assets/hinh.svg"),
    "the logo": changed("docs/assets/logo.svg", "", _ICON),
    "the icon of the tab": changed("docs/assets/favicon.svg", "", _ICON.replace("fff", "000")),
    "a part of the theme added": added("macros/theme/partials/logo.html", "<b>{{ config.site_name }}</b>\n"),
    "a part of the theme edited": changed("macros/theme/partials/logo.html", "b>", "i>"),
    "a part of the theme removed": removed("macros/theme/partials/logo.html"),
    "the words of the theme": changed("macros/theme/partials/languages/vi.html", "Đến nội dung chính", "Đến nội dung"),
    "the page for what is not there": changed("macros/theme/404.html", "<h1>", "<h1>Sửa "),
}
SETTINGS: dict[str, Edit] = {
    "the day that has begun": changed("now", "2024-06-30", "2024-07-01"),
    "a day long past": changed("now", "2024-07-01", "2023-06-30"),
    "the site's name": changed("mkdocs.yml", "site_name: ", "site_name: Sửa "),
    "an entry of the menu removed": changed("mkdocs.yml", '  - "Ban, đơn vị": don-vi/index.md\n', ""),
    "an entry of the menu added, with another title": changed("mkdocs.yml", "  - Tra cứu: tra-cuu.md", "  - Tra cứu: tra-cuu.md\n  - Đơn vị: don-vi/index.md"),
    "entries of the menu in another order": together(changed("mkdocs.yml", _DOCUMENTS, ""), changed("mkdocs.yml", "nav:\n", f"nav:\n{_DOCUMENTS}")),
    "a feature of the theme switched off": changed("mkdocs.yml", "    - navigation.top\n", ""),
    "a feature of the theme switched on": changed("mkdocs.yml", "    - navigation.tabs\n", "    - navigation.tabs\n    - navigation.tabs.sticky\n"),
    "the logo another file": changed("mkdocs.yml", "logo: assets/logo.svg", "logo: assets/favicon.svg"),
    "an extension of Markdown removed": changed("mkdocs.yml", "  - pymdownx.superfences\n", ""),
    "an extension of Markdown added": changed("mkdocs.yml", "  - attr_list\n", "  - attr_list\n  - nl2br\n"),
    "an extension of Markdown set otherwise": changed("mkdocs.yml", 'toc: {permalink: "#"', 'toc: {permalink: "¶"'),
    "a style less": changed("mkdocs.yml", ", assets/guide.css", ""),
    "a script less": changed("mkdocs.yml", ", assets/moved-rows.js", ""),
    "the place of the repository": changed("mkdocs.yml", "extra: {}", "extra: {repo: https://github.com/co-quan/trang}"),
    "rows on other lines, which links to the repository name": changed("data/2023/tasks.yml", "- id: ", "# ghi chú\n- id: "),
    "records of a register on other lines": changed("data/people.yml", "- id: ", "# ghi chú\n- id: "),
    "the file that a year is edited in": added("data/2024/plan.yml", _PLAN),
    "another branch": changed("mkdocs.yml", "{repo: https://github.com/co-quan/trang}", "{repo: {url: https://github.com/co-quan/trang, branch: thu}}"),
    "no repository": changed("mkdocs.yml", "{repo: {url: https://github.com/co-quan/trang, branch: thu}}", "{}"),
}

# More text than one page may hold, in tasks of every month; then as few as before.
_LONG = "Trao đổi công việc. " * 60
_MANY = "".join(f"- {{id: nv-2024-m{n}, title: Họp giao ban lần thứ {n}, lead: van-phong, due: {n % 12 + 1:02}/2024, note: {_LONG}}}\n" for n in range(800))
SIZES: dict[str, Edit] = {
    "a year too large for one page": changed("data/2024/tasks.yml", "- id: nv-2024-1\n", f"{_MANY}- id: nv-2024-1\n"),
    "a year that is small again": changed("data/2024/tasks.yml", _MANY, ""),
}

# The clock is a file of the project, so that days can pass.
_CLOCK = changed("macros/settings.py", "datetime.now(HO_CHI_MINH)", 'datetime.fromisoformat(Path("now").read_text())')


@pytest.mark.slow
def test_where_files_come_and_go_the_site_and_a_glimpse_are_those_of_a_clean_build(tmp_path: Path) -> None:
    with kept_project(tmp_path) as kept:
        kept.hold(FILES)


@pytest.mark.slow
def test_where_a_year_is_parted_and_whole_again_the_site_and_a_glimpse_are_those_of_a_clean_build(tmp_path: Path) -> None:
    with kept_project(tmp_path) as kept:
        kept.hold(SIZES)
        parted, whole = ((tmp_path / site / "nam/2024").glob("*/index.html") for site in "ba")
        assert len(list(parted)) > 1 and not list(whole)


@pytest.mark.slow
def test_after_a_change_of_each_setting_and_of_the_day_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    with kept_project(tmp_path, _CLOCK, added("now", "2024-06-30"), AS_OF="") as kept:
        kept.hold(SETTINGS)
