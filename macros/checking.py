"""The command `check`: every problem of the data and of hand-written pages; with a base, those of the change apart from those before it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from macros.annotations import github, gitlab, text, without_lines
from macros.data import Loaded, load
from macros.page_check import folder_problems, written_paths
from macros.problems import Problem, Refused, report
from macros.prose_links import link_problems
from macros.revisions import Repository, Touched
from macros.settings import judged_day
from macros.site import Site
from macros.words import MACROS

ON_A_SCREEN = 50  # problems: more roll the first ones out of a terminal's window
FORMATS = ("text", "github", "gitlab")
DOCS = "docs"  # the folder of hand-written pages, beside the data


def check(folder: str, form: str = "text", base: str = "") -> int:
    """Check a data folder with the pages in `docs` beside it; return 1 when there are problems, with a base only when the change made them.

    Text goes to stderr, annotations to stdout. Returns 2 when git does not know the base.
    """
    loaded = load(Path(folder), folder)
    docs = Path(folder).parent / DOCS
    try:
        loaded = _with_pages(loaded, docs)
        own, earlier = _apart(folder, loaded, base) if base else (loaded.problems, [])
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    if form == "gitlab":
        print(gitlab(own, earlier), end="")
    elif form == "github":
        print(github(own, earlier), end="")
    _say(folder, loaded, own, earlier, len(written_paths(docs)), split=bool(base), quiet=form != "text")
    return 1 if own else 0


def _with_pages(loaded: Loaded, docs: Path) -> Loaded:
    """Return what was read with the problems of hand-written pages; names that calls give are looked up where the data is sound."""
    site = None if loaded.problems else Site(loaded.data, judged_day(os.environ))
    problems = folder_problems(docs, written_paths(docs), MACROS, site)
    return Loaded(loaded.data, [*loaded.problems, *(problems or (link_problems(docs, site) if site else ()))])


def _say(folder: str, loaded: Loaded, own: Sequence[Problem], earlier: Sequence[Problem], pages: int, *, split: bool, quiet: bool) -> None:
    """Print the problems for whoever reads the log, or one line that all is well; never among annotations."""
    if found := [*own, *earlier]:
        of_pages = [problem.file.startswith(f"{DOCS}/") for problem in found]
        where = f"{folder.rstrip('/')}/ và {DOCS}" if len({*of_pages}) > 1 else DOCS if of_pages[0] else folder
        most = ON_A_SCREEN if sys.stderr.isatty() and not quiet else None
        print(text(own, earlier, where, most) if split else report(own, where, most), file=sys.stderr)
        return
    records = sum(1 for record in loaded.data.all_records if getattr(record, "id", None))
    written = f" Trang viết tay đúng: {pages} trang." if pages else ""
    print(f"Dữ liệu đúng: {records} bản ghi, {len(loaded.data.years)} năm.{written}", file=sys.stderr if quiet else sys.stdout)


def _apart(folder: str, loaded: Loaded, base: str) -> tuple[list[Problem], list[Problem]]:
    """Return the problems that the working tree has since it left a revision, and the others."""
    path = Path(folder)
    repository = Repository.around(path if path.is_dir() else Path())
    place = data_path(repository, path)
    commit = repository.fork(base)
    if not loaded.problems:
        return [], []
    docs = (Path(place).parent / DOCS).as_posix()
    with repository.extracted(commit, [place, docs, (Path(place).parent / "mkdocs.yml").as_posix()]) as tree:
        before = _with_pages(load(tree / place, folder), tree / docs) if (tree / place).is_dir() else None
    touched = {path.removeprefix(f"{place}/"): lines for path, lines in repository.touched(commit, place).items()}
    touched |= {f"{DOCS}/{path.removeprefix(f'{docs}/')}": lines for path, lines in repository.touched(commit, docs).items()}
    return sort_out(loaded, before, touched, folder)


def data_path(repository: Repository, folder: Path) -> str:
    """Return a data folder's path below the top of its repository."""
    try:
        return folder.resolve().relative_to(repository.top.resolve()).as_posix()
    except ValueError:
        raise Refused(f"Thư mục {folder} không nằm trong kho git {repository.top}.") from None


def sort_out(now: Loaded, before: Loaded | None, touched: Mapping[str, Touched], folder: str) -> tuple[list[Problem], list[Problem]]:
    """Return the problems of a change, and those that were there before it.

    A problem is the change's own when it stands in a line that the change wrote, or when the state before did not have it
    at that line: what a change breaks elsewhere is its doing. In files that could not be read before, only lines written
    count, since nobody knows what else was wrong in them.
    """
    if before is None:
        return now.problems, []
    known = {_sign(problem, problem.line) for problem in before.problems}
    unread = before.data.unread | before.data.marred
    own, earlier = list[Problem](), list[Problem]()
    for problem in now.problems:
        name = problem.file.removeprefix(f"{folder.rstrip('/')}/")
        lines = touched.get(name, Touched())
        line = lines.old_line(problem.line) if problem.line else (None if lines.is_new else 0)
        if line is None:
            own.append(problem)
        elif _sign(problem, line) in known:
            earlier.append(problem)
        else:
            (earlier if problem.line and name in unread else own).append(problem)
    return own, earlier


def _sign(problem: Problem, line: int) -> tuple[str, int, str]:
    return problem.file, line, without_lines(problem.message)
