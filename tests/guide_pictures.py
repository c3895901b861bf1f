"""`make guide-pictures`: takes the pictures of the editors' guide from the running product, none by hand.

Each picture is one function below: it does what the guide tells the editor to do, in a copy of the project with the
demo's data, and shows what the editor then sees: a page in Chromium, the words of a command, a workbook in LibreOffice.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import markdown
import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import sync_playwright

from tests.browsing import FLAGS, installed_chromium, served
from tests.debian import installed
from tests.libreoffice import soffice
from tests.office_annex import write_annex
from tests.sites import DAY, DEMO, REAL, REPOSITORY, Project
from tests.tiny_project import environment

WIDE = {"width": 1000, "height": 640}
PAPER = "body { margin: 0; background: #fff; color: #21252a; font: 15px/1.5 'Liberation Sans', 'DejaVu Sans', sans-serif; }"
TERMINAL = (
    "body { margin: 0; } pre { margin: 0; padding: 16px 20px; background: #1e2227; color: #e6e3de; white-space: pre-wrap;"
    " font: 14px/1.6 'DejaVu Sans Mono', 'Liberation Mono', monospace; } pre b { color: #e0b64a; font-weight: normal; }"
)
# As the hosts of the code show a comment on a pull request.
COMMENT = PAPER + (
    " main { padding: 18px 26px; } h1 { font-size: 22px; } h2 { font-size: 18px; border-bottom: 1px solid #d8d5d0; padding-bottom: 4px; } h3 { font-size: 16px; }"
    " table { border-collapse: collapse; } th, td { border: 1px solid #d8d5d0; padding: 4px 10px; } code { background: #f0eeea; padding: 1px 4px; }"
    " blockquote { margin: 0 0 12px; padding: 4px 16px; border-left: 4px solid #b3261e; } summary { color: #17548f; }"
)


class Studio:
    """A copy of the project with the demo's data, and a browser to show things in."""

    def __init__(self, browser: Any, scratch: Path) -> None:
        self.browser, self.scratch = browser, scratch
        self.project = Project(scratch / "project")
        self.take_data(DEMO)

    def take_data(self, folder: str) -> None:
        """Put a data folder of the repository into the copy."""
        shutil.rmtree(self.project.folder / "data", ignore_errors=True)
        shutil.copytree(REPOSITORY / folder, self.project.folder / "data")

    def settings(self) -> dict[str, str]:
        """Return the environment that the copy's commands run in: the demo's, on the tests' day."""
        return environment({"AS_OF": DAY.isoformat(), "DEMO": "1", "PORT": "0", "PYTHONPATH": str(self.project.folder), "COLUMNS": "100"})

    def run(self, *arguments: str) -> str:
        """Run a command of ours in the copy and return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "macros", *arguments], cwd=self.project.folder, env=self.settings(),
            text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120,
        )
        return done.stdout

    def built(self) -> Path:
        """Build the copy's site and return its folder."""
        said = self.run("site")
        assert "Đã dựng" in said, said
        return self.project.folder / "site"

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve the copy as `make demo` does; gives its address once the page stands."""
        command = [sys.executable, "-m", "macros", "serve"]
        with subprocess.Popen(command, cwd=self.project.folder, env=self.settings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8") as process:
            assert process.stdout
            try:
                yield process.stdout.readline().split()[-1]
            finally:
                process.terminate()

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace one text of a data file, as an editor does."""
        file = self.project.folder / "data" / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{name} lacks {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def page(self, **settings: Any) -> Any:
        """Open an empty page, light and Vietnamese."""
        return self.browser.new_page(**{"viewport": WIDE, "color_scheme": "light", "locale": "vi-VN", **settings})

    def shown(self, picture: Path, style: str, body: str, width: int = 1000) -> None:
        """Take the picture of a piece of HTML, as high as it is."""
        page = self.page(viewport={"width": width, "height": 100})
        page.set_content(f"<!doctype html><meta charset=utf-8><style>{style}</style>{body}")
        page.screenshot(path=picture, full_page=True)
        page.close()

    def terminal(self, picture: Path, command: str, said: str) -> None:
        """Take the picture of a command and what it said."""
        self.shown(picture, TERMINAL, f"<pre><b>$ {html.escape(command)}</b>\n{html.escape(said.rstrip())}</pre>")

    def comment(self, picture: Path, text: str) -> None:
        """Take the picture of a Markdown report as it stands below a pull request."""
        body = markdown.markdown(text.replace("> [!CAUTION]\n", ""), extensions=["tables", "md_in_html", "sane_lists"])
        self.shown(picture, COMMENT, f"<main>{body}</main>", width=900)

    def workbook(self, picture: Path, file: Path, cells: str, widths: Mapping[str, float], sheet: str = "") -> None:
        """Take the picture of some cells of a workbook as LibreOffice shows them; columns without a width are left out."""
        book = openpyxl.load_workbook(file)
        page = book[sheet] if sheet else book.worksheets[0]
        for other in book.worksheets:
            other.sheet_state = "visible" if other is page else "hidden"
        book.active = page
        for row in page[cells]:
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for column in {get_column_letter(cell.column) for cell in page[cells][-1]}:
            page.column_dimensions[column].width = widths.get(column, 1)
            page.column_dimensions[column].hidden = column not in widths
        _fit_heights(page, cells, widths)
        page.print_area, page.print_title_rows = cells, None
        page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_options.gridLines = page.print_options.headings = True
        page.oddHeader.center.text = page.oddFooter.center.text = page.oddFooter.left.text = page.oddFooter.right.text = None
        shown = self.scratch / f"shown-{file.name}"
        book.save(shown)
        self._print(shown, picture)

    def _print(self, book: Path, picture: Path) -> None:
        """Turn the first printed page of a workbook into a picture without the white around it."""
        profile = f"-env:UserInstallation=file://{self.scratch / 'office'}"
        subprocess.run([soffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(self.scratch), str(book)], check=True, capture_output=True, timeout=300)
        to_svg = [installed("pdftocairo", "poppler-utils"), "-svg", "-f", "1", "-l", "1", str(book.with_suffix(".pdf")), str(book.with_suffix(".svg"))]
        subprocess.run(to_svg, check=True, timeout=60)
        page = self.page(viewport={"width": 1200, "height": 900})
        page.set_content(book.with_suffix(".svg").read_text(encoding="utf-8").partition("?>")[2])
        page.evaluate(_WITHOUT_MARGINS)
        page.locator("svg").screenshot(path=picture)
        page.close()


_WITHOUT_MARGINS = """() => {
  const drawing = document.querySelector('svg'), box = drawing.getBBox();
  drawing.setAttribute('viewBox', [box.x - 4, box.y - 4, box.width + 8, box.height + 8].join(' '));
  drawing.setAttribute('width', 1100);
  drawing.setAttribute('height', Math.ceil(1100 * (box.height + 8) / (box.width + 8)));
}"""


def _fit_heights(page: Worksheet, cells: str, widths: Mapping[str, float]) -> None:
    """Make each row as high as its longest text, as Excel does when it opens a file that says no heights."""
    for row in page[cells]:
        lines = [
            sum(-(-len(line) // int(widths[cell.column_letter] * 1.05)) or 1 for line in str(cell.value or "").split("\n"))
            for cell in row
            if not isinstance(cell, MergedCell) and cell.column_letter in widths and not any(cell.coordinate in merged for merged in page.merged_cells.ranges)
        ]
        page.row_dimensions[row[0].row].height = 15 * max(lines, default=1)


def errors_of_the_check(studio: Studio, picture: Path) -> None:
    """Three slips of one afternoon, and what the check says of them."""
    for old, new in (("due: 31/01/2024", "due: 31/02/2024"), ("state: in_progress", "state: Đang thực hiên"), ("lead: ban-phong-trao", "lead: ban-phong-chao")):
        studio.edit("2024/tasks.yml", old, new)
    studio.terminal(picture, "make check", studio.run("check"))


def error_in_the_browser(studio: Studio, picture: Path) -> None:
    """What the preview shows after a slip is saved."""
    with studio.serving() as address:
        studio.edit("2024/tasks.yml", "due: 31/01/2024", "due: 31/02/2024")
        page = studio.page(viewport={"width": 1000, "height": 320})
        page.goto(address)
        page.get_by_text("31/02/2024").first.wait_for()
        page.screenshot(path=picture)
        page.close()


def link_of_a_row(studio: Studio, picture: Path) -> None:
    """A row of the site with the link that opens its line for editing."""
    config = studio.project.folder / "mkdocs.yml"
    host = "extra:\n  repo: {url: https://ma-nguon.example/co-quan/ke-hoach, host: forgejo}"
    config.write_text(config.read_text(encoding="utf-8").replace("extra: {}", host), encoding="utf-8")
    with served(studio.built()) as address:
        page = studio.page(viewport={"width": 1280, "height": 640})
        page.goto(f"{address}nam/2024/#nv-2024-003")
        # The mouse rests on the row, as an editor's would: the pencil shows then.
        page.locator("#nv-2024-003 .edit-row").hover()
        page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": 1040, "height": 400})
        page.close()


def exported_workbook(studio: Studio, picture: Path) -> None:
    """The workbook that `export` writes, on its sheet of tasks."""
    file = studio.scratch / "nhiem-vu-2024.xlsx"
    studio.run("export", "tasks", "--year", "2024", "-o", str(file))
    widths = {"A": 13, "B": 5, "C": 40, "E": 26, "F": 30, "G": 20, "I": 18, "K": 16}
    studio.workbook(picture, file, "A2:K7", widths, sheet="Nhiệm vụ")


def annex_of_an_office(studio: Studio, picture: Path) -> None:
    """An annex as an office sends it, with two slips in it."""
    widths = {"A": 7, "B": 34, "C": 22, "D": 14, "E": 16, "F": 14}
    studio.workbook(picture, write_annex(studio.scratch / "phu-luc.xlsx", mistakes=True), "A3:F14", widths)


def import_with_errors(studio: Studio, picture: Path) -> None:
    """What `import` says of that annex: each slip with its cell."""
    studio.take_data(REAL)
    write_annex(studio.project.folder / "phu-luc.xlsx", mistakes=True)
    studio.terminal(picture, "python -m macros import phu-luc.xlsx", studio.run("import", "phu-luc.xlsx"))


def report_of_changes(studio: Studio, picture: Path) -> None:
    """A day of work as the reviewer reads it."""
    before = studio.scratch / "before"
    shutil.copytree(studio.project.folder / "data", before)
    for old, new in (
        ("  due: 31/01/2024\n", "  due: 15/02/2024\n"),
        ("  state: in_progress\n", "  state: done\n  result: Đã in, phát hành 5.000 cuốn.\n  result_date: 20/06/2024\n"),
    ):
        studio.edit("2024/tasks.yml", old, new)
    studio.edit("units.yml", "name: Ban Phong trào\n", "name: Ban Phong trào và Công tác xã hội\n")
    studio.comment(picture, studio.run("changes", str(before), "data"))


PICTURES: dict[str, Callable[[Studio, Path], None]] = {
    "kiem-tra-bao-loi.png": errors_of_the_check,
    "loi-tren-trinh-duyet.png": error_in_the_browser,
    "sua-dong-nay.png": link_of_a_row,
    "tep-xuat.png": exported_workbook,
    "phu-luc.png": annex_of_an_office,
    "nhap-bao-loi.png": import_with_errors,
    "bao-cao-thay-doi.png": report_of_changes,
}


def main(target: str, *only: str) -> None:
    """Take every picture anew, each in a fresh copy of the project; only those that `only` names, where it does."""
    pictures = Path(target)
    pictures.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        for name, take in PICTURES.items():
            if not only or name in only:
                if sys.stderr.isatty():
                    print(name, file=sys.stderr)
                with tempfile.TemporaryDirectory() as scratch:
                    take(Studio(browser, Path(scratch)), pictures / name)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
