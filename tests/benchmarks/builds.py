"""Full builds, ours and others', of the same pages: the real record and 10, 25, 50 years."""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.corpus import write
from tests.benchmarks.measuring import REPOSITORY, Figure, Run, TooLong, run

PEERS = REPOSITORY / ".venv-peers/bin"
NOTO = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
PATIENCE = 1.5  # times the floor that a peer may take
OURS, FLOOR = "ours", "MkDocs + Material"
_HUGO = """baseURL = "/"
languageCode = "vi"
title = "x"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
block = true
"""
_LAYOUT = "<!doctype html><html lang=vi><meta charset=utf-8><title>{{ .Title }}</title><main>{{ .Content }}</main></html>"


class Record:
    """A record to build: where its data is, where its pages and sites go, what building it may take, and every build so far.

    `seconds` and `megabytes` are most, `within` is of the floor; builds are kept in the folder, for the parts that come later.
    """

    def __init__(self, below: Path, name: str, data: Path | None = None, size: tuple[int, int, int] | None = None, **most: float) -> None:
        self.folder, self.name, self.size, self.most = below / name, name, size, most
        self.data = data or self.folder / "data"
        self.rows = 0
        counted = self.folder / "rows"
        if size and not counted.exists():  # made anew where a part was stopped while it made it
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            counted.write_text(str(write(self.data, *size)))
        if size:
            self.rows = int(counted.read_text())
        self.plain, self.site, self._runs = self.folder / "plain", self.folder / "site", self.folder / "runs.json"
        self.folder.mkdir(parents=True, exist_ok=True)

    def runs(self, name: str) -> list[Run]:
        """Return the builds of one builder so far."""
        return [Run(*one) for one in self._kept().get(name, [])]

    def median(self, name: str) -> float:
        """Return the middle of a builder's seconds, 0 before the first."""
        return statistics.median([one.seconds for one in self.runs(name)] or [0.0])

    def _kept(self) -> dict[str, list[list[float]]]:
        kept: dict[str, list[list[float]]] = json.loads(self._runs.read_text()) if self._runs.exists() else {}
        return kept

    def build(self, name: str) -> None:
        """Build once more with one builder and keep what it took; one that is not installed, or takes too long, leaves nothing."""
        with suppress(TooLong):
            if outcome := {OURS: self.ours, FLOOR: self.floor, "Hugo": self.hugo, "Zensical": self.zensical}[name]():
                kept = self._kept()
                kept.setdefault(name, []).append([outcome.seconds, outcome.cpu, outcome.megabytes])
                self._runs.write_text(json.dumps(kept))

    def ours(self) -> Run:
        """Build our site."""
        return run([sys.executable, "-m", "macros", "site"], DATA_DIR=str(self.data), SITE_DIR=str(self.site))

    def write_plain(self) -> None:
        """Write the site's pages as plain Markdown, for the others, where they are not there yet."""
        whole = self.folder / "plain-whole"
        if not whole.exists():
            shutil.rmtree(self.plain, ignore_errors=True)
            run([sys.executable, "-m", "macros", "pages"], DATA_DIR=str(self.data), OUT=str(self.plain))
            whole.touch()

    def floor(self) -> Run:
        """Build the same pages with stock MkDocs and Material."""
        return run([Path(sys.executable).parent / "mkdocs", "build", "-q", "-d", self.folder / "floor"], cwd=self.plain)

    @property
    def patience(self) -> float:
        """Return how many seconds Zensical gets: a multiple of the floor, for beyond it takes minutes and tells no more."""
        return PATIENCE * self.median(FLOOR)

    @property
    def gave_up(self) -> Path:
        """Return the file that says that Zensical was ended, and after how many seconds."""
        return self.folder / "gave-up"

    def zensical(self) -> Run | None:
        """Build them with Zensical, where it is installed, for as long as there is patience."""
        if not (PEERS / "zensical").exists():
            return None
        try:
            return run([PEERS / "zensical", "build", "-f", "mkdocs.yml"], cwd=self.plain, limit=self.patience or None)
        except TooLong:
            self.gave_up.write_text(f"{self.patience:.0f}")
            raise

    def hugo(self) -> Run | None:
        """Build them with Hugo and a bare theme, where it is installed."""
        if not shutil.which("hugo"):
            return None
        folder = self.folder / "hugo"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.plain / "docs", folder / "content")
        for page in (folder / "content").rglob("index.md"):
            page.rename(page.with_name("_index.md"))  # what other builders call a folder's index
        for name in ("single", "list", "index"):
            layout = folder / "layouts" / ("index.html" if name == "index" else f"_default/{name}.html")
            layout.parent.mkdir(parents=True, exist_ok=True)
            layout.write_text(_LAYOUT, encoding="utf-8")
        (folder / "config.toml").write_text(_HUGO, encoding="utf-8")
        return run(["hugo", "--quiet"], cwd=folder)


def install_peers() -> str:
    """Install Hugo (Debian's, as root), Zensical, and a font; return what is missing, in a sentence.

    Readers' machines have a font with all Vietnamese letters, the browser's package brings none: every word would be put together
    from two, for up to twice the time of a page's layout.
    """
    wanted = [package for package, there in (("hugo", shutil.which("hugo")), ("fonts-noto-core", NOTO.exists())) if not there]
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]):
            _install(command, env)
    _install(["make", ".venv-peers/installed"], dict(os.environ))
    wanted_by_name = {
        "Noto Sans, so pages take longer (apt install fonts-noto-core)": NOTO.exists(),
        "hugo (apt install hugo)": shutil.which("hugo"),
        "zensical (make .venv-peers/installed)": (PEERS / "zensical").exists(),
    }
    missing = [name for name, there in wanted_by_name.items() if not there]
    return f"not installed: {', '.join(missing)}" if missing else ""


def _install(command: list[str], env: dict[str, str]) -> None:
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, cwd=REPOSITORY, env=env, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=90)


def built(record: Record, *, times: int = 1, peers: Sequence[str] = ("Hugo", "Zensical")) -> Iterator[Figure]:
    """Build a record with everything; yield seconds and memory, again with each one that has built: the last of a name stands."""
    record.write_plain()
    for name in (*(OURS, FLOOR) * times, *peers):  # in turns, so that all meet the same machine
        record.build(name)
        yield from figures(record)


def figures(record: Record) -> tuple[Figure, Figure]:
    """Return the seconds and the memory of all builds of a record so far, held against its goals as far as they can be judged by now."""
    ours, floor = record.runs(OURS), record.runs(FLOOR)
    beside = {name: [one.seconds for one in runs] for name in (FLOOR, "Hugo", "Zensical") if (runs := record.runs(name))}
    figure = Figure(f"full build, {record.name}", "s", [one.seconds for one in ours], beside=beside)
    memory = Figure(f"peak memory, {record.name}", "MB", [one.megabytes for one in ours], beside={FLOOR: [one.megabytes for one in floor]} if floor else {})
    within, seconds, megabytes = map(record.most.get, ("within", "seconds", "megabytes"))
    goals = [(f"<= {within} x floor", figure.ratio(FLOOR) <= within)] if within and floor else []
    goals += [(f"< {seconds:.0f} s", figure.median < seconds)] if seconds else []
    figure.goal, figure.met = " and ".join(goal for goal, _ in goals), all(met for _, met in goals) if goals else None
    if megabytes:
        memory.goal, memory.met = f"< {megabytes:.0f} MB", memory.median < megabytes
    figure.note = f"CPU {ours[-1].cpu:.1f} s" + (f", floor {floor[-1].cpu:.1f} s" if floor else "")
    if record.gave_up.exists():
        figure.note += f"; Zensical > {record.gave_up.read_text()} s, ended at {PATIENCE} x floor"
    elif floor and not record.runs("Zensical"):
        figure.note += "; Zensical not run at this size"
    return figure, memory


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """Return the power of the size by which seconds grow."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def disk(record: Record) -> Figure:
    """Return what a record of the site takes on disk."""
    size = sum(path.stat().st_size for path in record.site.rglob("*") if path.is_file())
    return Figure(f"site on disk per record, {record.name}", "kB", [size / 1000 / max(record.rows, 1)], note=f"{size / 1e6:.0f} MB in all")
