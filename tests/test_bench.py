"""What `make bench` says of its measurements: goals, marks, spread, and peers that were ended. No test depends on a timing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.builds import FLOOR, OURS, Record, figures
from tests.benchmarks.measuring import Figure, Run, TooLong, run, table


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path, "50 years", data=tmp_path / "data", within=1.15, seconds=60, megabytes=1000)


def _keep(record: Record, **runs: list[list[float]]) -> None:
    (record.folder / "runs.json").write_text(json.dumps({{"floor": FLOOR}.get(name, name): one for name, one in runs.items()}), encoding="utf-8")


def test_builds_are_kept_for_the_parts_that_come_later(record: Record) -> None:
    assert (record.runs(OURS), record.median(OURS), record.patience) == ([], 0.0, 0.0)
    _keep(record, ours=[[50, 80, 900], [52, 82, 940], [60, 85, 910]], floor=[[70, 69, 990]])
    again = Record(record.folder.parent, "50 years", data=record.data)
    assert again.runs(OURS) == [Run(50, 80, 900), Run(52, 82, 940), Run(60, 85, 910)]
    assert (again.median(OURS), again.median(FLOOR), again.patience) == (52, 70, 105)


def test_a_build_is_held_against_each_goal_that_can_be_judged(record: Record) -> None:
    _keep(record, ours=[[50, 80, 900]])
    seconds, memory = figures(record)
    assert (seconds.goal, seconds.met, seconds.note) == ("< 60 s", True, "CPU 80.0 s")
    assert (memory.goal, memory.met, memory.beside) == ("< 1000 MB", True, {})
    _keep(record, ours=[[50, 80, 900], [70, 90, 1100]], floor=[[40, 39, 700]])
    seconds, memory = figures(record)
    assert (seconds.goal, seconds.met, seconds.note) == ("<= 1.15 x floor and < 60 s", False, "CPU 90.0 s, floor 39.0 s; Zensical not run at this size")
    assert (seconds.ours, seconds.beside) == ([50, 70], {FLOOR: [40]})
    assert (memory.ours, memory.met, memory.beside) == ([900, 1100], False, {FLOOR: [700]})


def test_a_peer_that_was_ended_is_named_with_its_seconds(record: Record) -> None:
    _keep(record, ours=[[50, 80, 900]], floor=[[70, 69, 990]])
    assert figures(record)[0].note == "CPU 80.0 s, floor 69.0 s; Zensical not run at this size"
    _keep(record, ours=[[50, 80, 900]], floor=[[70, 69, 990]], Zensical=[[90, 89, 800]])
    assert figures(record)[0].note == "CPU 80.0 s, floor 69.0 s"
    record.gave_up.write_text("105")
    assert figures(record)[0].note == "CPU 80.0 s, floor 69.0 s; Zensical > 105 s, ended at 1.5 x floor"


def test_every_figure_says_how_many_runs_it_rests_on() -> None:
    said = table([
        Figure("build", "s", [12.5, 13.0, 12.0], "< 60 s", True, beside={FLOOR: [25.0]}, note="CPU 20 s"), Figure("growth", "%", [7.0], "< 5 %", False), Figure("(tables)", "-", [], note="no time"),
    ])
    assert said.splitlines()[2:] == [
        "build, s     12.5 [12.00-13.00] n=3  < 60 s  met     MkDocs + Material 25.0 n=1 (0.50 x); CPU 20 s", "growth, %    7.00 n=1                < 5 %   MISSED",
        "(tables), -  -                                       no time",
    ]


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    # The shell's child says its number before it waits for what never comes.
    told = tmp_path / "pid"
    os.mkfifo(tmp_path / "never")
    command = f"{sys.executable} -c \"import os; open('{told}', 'w').write(str(os.getpid())); open('{tmp_path}/never').read()\"; true"
    with pytest.raises(TooLong, match=re.escape(": > 1 s")):
        run(["sh", "-c", command], limit=1)
    if told.exists():
        gone = subprocess.run(["ps", "-o", "stat=", "-p", told.read_text()], capture_output=True, text=True, check=False).stdout.strip()
        assert gone in ("", "Z")
