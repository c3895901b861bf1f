"""Full builds, ours and others', of the same pages: the real record and 10, 25, 50 years."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.corpus import write
from tests.benchmarks.measuring import REPOSITORY, Figure, Run, run

PEERS = REPOSITORY / ".venv-peers/bin"
WITHIN = 1.15  # of the floor
FLOOR = "MkDocs + Material"
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
    """A record to build: where its data is, where its pages and sites go."""

    def __init__(self, below: Path, name: str, data: Path | None = None, size: tuple[int, int, int] | None = None) -> None:
        self.folder, self.name, self.size = below / name, name, size
        self.data = data or self.folder / "data"
        self.rows = 0
        counted = self.folder / "rows"
        if size and not counted.exists():  # made anew where a part was stopped while it made it
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            counted.write_text(str(write(self.data, *size)))
        if size:
            self.rows = int(counted.read_text())
        self.plain, self.site, self._taken = self.folder / "plain", self.folder / "site", self.folder / "seconds"
        self.folder.mkdir(parents=True, exist_ok=True)

    def ours(self) -> Run:
        """Build our site."""
        outcome = run([sys.executable, "-m", "macros", "site"], DATA_DIR=str(self.data), SITE_DIR=str(self.site))
        self._taken.write_text(str(outcome.seconds))
        return outcome

    @property
    def seconds(self) -> float:
        """Return the seconds of our last build, 0 before the first."""
        return float(self._taken.read_text()) if self._taken.exists() else 0.0

    def write_plain(self) -> None:
        """Write the site's pages as plain Markdown, for the others."""
        shutil.rmtree(self.plain, ignore_errors=True)
        run([sys.executable, "-m", "macros", "pages"], DATA_DIR=str(self.data), OUT=str(self.plain))

    def floor(self) -> Run:
        """Build the same pages with stock MkDocs and Material."""
        return run([Path(sys.executable).parent / "mkdocs", "build", "-q", "-d", self.folder / "floor"], cwd=self.plain)

    def zensical(self) -> Run | None:
        """Build them with Zensical, where it is installed."""
        return run([PEERS / "zensical", "build", "-f", "mkdocs.yml"], cwd=self.plain) if (PEERS / "zensical").exists() else None

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
    """Install Hugo (Debian's, as root) and Zensical; return what is missing, in a sentence."""
    if not shutil.which("hugo") and os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "hugo"]):
            _install(command, env)
    _install(["make", ".venv-peers/installed"], dict(os.environ))
    missing = [name for name, there in (("hugo (apt install hugo)", shutil.which("hugo")), ("zensical (make .venv-peers/installed)", (PEERS / "zensical").exists())) if not there]
    return f"not measured, not installed: {', '.join(missing)}" if missing else ""


def _install(command: list[str], env: dict[str, str]) -> None:
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, cwd=REPOSITORY, env=env, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=90)


def built(record: Record, *, times: int = 1, limit: float | None = None, within: float | None = WITHIN, zensical: bool = True) -> Iterator[Figure]:
    """Build a record with everything; yield seconds and memory, again with each one that has built: the last of a name stands."""
    record.write_plain()
    ours, floor = [], []
    figure, memory = Figure(f"full build, {record.name}", "s", []), Figure(f"peak memory, {record.name}", "MB", [])
    for _ in range(times):  # in turns, so that all meet the same machine
        ours.append(record.ours())
        figure.ours, memory.ours = [one.seconds for one in ours], [one.megabytes for one in ours]
        figure.note = f"CPU {ours[-1].cpu:.1f} s"
        _judge(figure, limit, within)
        yield from (figure, memory)
        floor.append(record.floor())
        figure.beside[FLOOR], memory.beside[FLOOR] = [one.seconds for one in floor], [one.megabytes for one in floor]
        _judge(figure, limit, within)
        figure.note = f"CPU {ours[-1].cpu:.1f} s, floor {floor[-1].cpu:.1f} s"
        yield from (figure, memory)
    for name, build in (("Hugo", record.hugo), *([("Zensical", record.zensical)] if zensical else [])):
        if (outcome := build()) is not None:
            figure.beside[name] = [outcome.seconds]
            yield figure


def _judge(figure: Figure, limit: float | None, within: float | None) -> None:
    """Hold a build against its goals, as far as they can be judged by now."""
    goals = [(f"<= {within} x floor", figure.ratio(FLOOR) <= within)] if within and FLOOR in figure.beside else []
    goals += [(f"< {limit:.0f} s", figure.median < limit)] if limit else []
    figure.goal, figure.met = " and ".join(goal for goal, _ in goals), all(met for _, met in goals) if goals else None


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """Return the power of the size by which seconds grow."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def disk(record: Record) -> Figure:
    """Return what a record of the site takes on disk."""
    size = sum(path.stat().st_size for path in record.site.rglob("*") if path.is_file())
    return Figure(f"site on disk per record, {record.name}", "kB", [size / 1000 / max(record.rows, 1)], note=f"{size / 1e6:.0f} MB in all")
