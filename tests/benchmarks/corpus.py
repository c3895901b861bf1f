"""An invented record of any size, whole and valid, with the shapes of the real one: what the benchmarks measure on.

    python tests/benchmarks/corpus.py YEARS TASKS AWARDS -o DIR [--seed N]

TASKS and AWARDS are rows a year: tasks, and lines of award lists. The same arguments give the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from macros.year_digests import digest, text_of  # noqa: E402
from tests.benchmarks.corpus_registers import RegisterMaker  # noqa: E402
from tests.benchmarks.corpus_years import YearMaker  # noqa: E402
from tests.benchmarks.synthetic_entries import Synthetic  # noqa: E402

LAST = 2025
# Text that YAML reads as it stands, without quotes: no sign that means something to it.
_PLAIN = re.compile(r"[^\W_][^:#\"'\[\]{}&*!|>%@`,\n]*(?<! )")
_WORDS_OF_YAML = frozenset(("null", "Null", "NULL", "true", "false", "yes", "no", "y", "n"))


def write(folder: Path, years: int, tasks: int, awards: int, seed: int = 1) -> int:
    """Write a record of that many years, the last one 2025, into a new folder; return how many rows its years hold."""
    numbers = range(LAST + 1 - years, LAST + 1)
    random, words = Random(seed), Synthetic(seed)
    registers = RegisterMaker(random, words, numbers).make()
    folder.mkdir(parents=True)
    shutil.copy(REPOSITORY / "data/vocabularies.yml", folder)
    _put(folder / "units.yml", {"units": registers.units, "structures": registers.structures})
    _put(folder / "sources.yml", {"sources": registers.sources})
    for name in ("people", "documents", "movements", "honours"):
        _put(folder / f"{name}.yml", getattr(registers, name))
    maker, rows = YearMaker(random, words, registers, LAST), 0
    for year in numbers:
        files = {stem: content for stem, content in maker.make(year, tasks, awards).items() if content}
        if year < LAST - 1:
            files["plan"]["closed"] = {"day": f"31/12/{year}", "digest": digest({stem: text_of(stem, content) for stem, content in files.items()})}
        (folder / str(year)).mkdir()
        for stem, content in files.items():
            _put(folder / str(year) / f"{stem}.yml", content)
        rows += len(files.get("tasks", ())) + sum(len(award.get("recipients", ())) for award in files.get("awards", ()))
    return rows


def _put(path: Path, content: Any) -> None:
    path.write_text("\n".join(_lines(content, "")) + "\n", encoding="utf-8")


def _lines(content: Any, indent: str) -> Iterator[str]:
    """Yield rows as an editor would write them: a field a line, short lists of ids in brackets."""
    if isinstance(content, list):
        for item in content:
            inner = list(_lines(item, indent + "  ")) if isinstance(item, dict) else [f"{indent}  {_text(item)}"]
            yield f"{indent}- {inner[0][len(indent) + 2:]}"
            yield from inner[1:]
        return
    for key, value in content.items():
        if isinstance(value, str):
            yield f"{indent}{key}: {_text(value)}"
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield f"{indent}{key}: [{', '.join(map(_text, value))}]"
        else:
            yield f"{indent}{key}:"
            yield from _lines(value, indent + "  ")


def _text(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and value not in _WORDS_OF_YAML
    return value if plain else json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("years", type=int, metavar="YEARS")
    parser.add_argument("tasks", type=int, metavar="TASKS")
    parser.add_argument("awards", type=int, metavar="AWARDS")
    parser.add_argument("-o", dest="folder", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    given = parser.parse_args()
    rows = write(given.folder, given.years, given.tasks, given.awards, given.seed)
    print(f"{rows} rows of {given.years} years in {given.folder}")


if __name__ == "__main__":
    main()
