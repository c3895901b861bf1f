"""How fast the record is read and checked, beside what libyaml takes just to compose the same files.

    python tests/benchmarks/reading.py [--rows 4000] [--profile]

Prints rows a second and the ratio. The garbage collector is off in both measurements, as it is while reading.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY))

from macros.data import load  # noqa: E402

TASK = """\
- id: nv-2023-t{n}
  number: t{n}
  title: Tổ chức hội nghị chuyên đề lần thứ {n} về công tác giám sát, phản biện xã hội
  area: lv-2023-{area}
  focal_points: tt-2023-1
  lead: [van-phong, ban-to-chuc]
  partner: [ban-thuong-truc]
  leader: dang-an
  product: Báo cáo kết quả hội nghị
  due: {day:02}/{month:02}/2023
  state: {state}
  {outcome}
  source: phu-luc-1, dòng {n}
"""


def rows(count: int) -> str:
    """Return the tasks.yml of a year with that many tasks of thirteen fields."""
    outcomes = (("done", "result: Đã tổ chức, có báo cáo gửi Ban Thường trực"), ("in_progress", "note: Đang chuẩn bị tài liệu"))
    return "".join(
        TASK.format(n=n, area=n % 2 + 1, day=n % 28 + 1, month=n % 12 + 1, state=outcomes[n % 2][0], outcome=outcomes[n % 2][1]) for n in range(count)
    )


def data_folder(below: Path, count: int) -> Path:
    """Return a copy of the miniature record with one long year."""
    folder = below / "data"
    shutil.copytree(REPOSITORY / "tests/small/data", folder)
    (folder / "2023/tasks.yml").write_text(rows(count) + (folder / "2023/tasks.yml").read_text("utf-8"), "utf-8")
    plan = folder / "2023/plan.yml"
    plan.write_text("\n".join(line for line in plan.read_text("utf-8").split("\n") if line != "  tasks: 12"), "utf-8")
    return folder


def compose(folder: Path) -> Iterator[yaml.Node | None]:
    """Yield every file of a folder as the nodes that libyaml composes."""
    for path in folder.rglob("*.yml"):
        yield yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


WORKS: dict[str, Callable[[Path], object]] = {"compose": lambda folder: list(compose(folder)), "load": load}


def once(work: str, folder: Path) -> float:
    """Return the seconds of one work in this process."""
    gc.disable()
    start = time.perf_counter()
    WORKS[work](folder)
    return time.perf_counter() - start


def timed(times: int, folder: Path) -> dict[str, list[float]]:
    """Return the seconds of each work's runs: in turns, so that all meet the same machine, each in a process of its own, so that none meets another's memory."""
    taken: dict[str, list[float]] = {work: [] for work in WORKS}
    for _ in range(times):
        for work, seconds in taken.items():
            command = [sys.executable, __file__, "--folder", str(folder), "--once", work]
            seconds.append(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead")
    parser.add_argument("--folder", type=Path, help="measure this data folder, and print the seconds of every run as JSON")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--once", choices=WORKS, help="with --folder: print the seconds of one run of this work")
    options = parser.parse_args()
    if options.folder:
        print(once(options.once, options.folder) if options.once else json.dumps(timed(options.times, options.folder)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = data_folder(Path(scratch), options.rows)
        assert not load(folder).problems, load(folder).problems[:3]
        if options.profile:
            profile = cProfile.Profile()
            profile.runcall(load, folder)
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)
            return
        # The fastest run is the one least disturbed.
        composing, reading = map(min, timed(options.times, folder).values())
    print(f"{options.rows} task rows: libyaml composes in {composing:.3f} s, read and checked in {reading:.3f} s")
    print(f"{options.rows / reading:,.0f} rows/s, {reading / composing:.2f} times libyaml")


if __name__ == "__main__":
    main()
