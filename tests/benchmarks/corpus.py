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
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from tests.benchmarks.corpus_documents import attachment  # noqa: E402
from tests.benchmarks.corpus_drawing import Draw, Registers  # noqa: E402
from tests.benchmarks.corpus_registers import make_registers  # noqa: E402
from tests.benchmarks.corpus_years import YearMaker  # noqa: E402

LAST = 2025
MOST_YEARS = 126  # the record knows no date before 1900
# Text that YAML reads as it stands, without quotes: no sign that means something to it; a comma does so in brackets only.
_PLAIN = re.compile(r"[^\W_][^:#\"'\[\]{}&*!|>%@`\n]*(?<! )")
_WORDS_OF_YAML = frozenset(("null", "Null", "NULL", "true", "false", "yes", "no", "y", "n"))


def write(folder: Path, years: int, tasks: int, awards: int, seed: int = 1) -> int:
    """Write a record of that many years, the last one 2025, into a new folder; return how many rows its years hold."""
    if not (1 <= years <= MOST_YEARS and tasks >= 0 and awards >= 0):
        raise ValueError(f"YEARS must be 1 to {MOST_YEARS}, for dates begin with {LAST + 1 - MOST_YEARS}; TASKS and AWARDS must not be negative")
    draw = Draw(seed)
    made = make_registers(draw, range(LAST + 1 - years, LAST + 1))
    folder.mkdir(parents=True)
    _put_registers(folder, made)
    maker, rows = YearMaker(draw, made), 0
    for year in made.years:
        files = maker.make(year, tasks, awards)
        (folder / str(year)).mkdir()
        for stem, content in files.items():
            _put(folder / str(year) / f"{stem}.yml", content)
        rows += len(files.get("tasks", ())) + sum(len(award.get("recipients", ())) for award in files.get("awards", ()))
    return rows


def _put_registers(folder: Path, made: Registers) -> None:
    shutil.copy(REPOSITORY / "data/vocabularies.yml", folder)
    _put(folder / "units.yml", {"units": made.units, "structures": made.structures})
    _put(folder / "sources.yml", {"sources": made.sources, "misprints": made.misprints, "ambiguities": made.ambiguities})
    for name in ("people", "documents", "movements", "honours"):
        _put(folder / f"{name}.yml", getattr(made, name))
    for name in made.attachments:
        (folder / "files").mkdir(exist_ok=True)
        (folder / "files" / name).write_bytes(attachment(name))


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
            yield f"{indent}{key}: [{', '.join(_text(one, in_brackets=True) for one in value)}]"
        else:
            yield f"{indent}{key}:"
            yield from _lines(value, indent + "  ")


def _text(value: str, in_brackets: bool = False) -> str:
    plain = _PLAIN.fullmatch(value) and value not in _WORDS_OF_YAML and not (in_brackets and "," in value)
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
    try:
        rows = write(given.folder, given.years, given.tasks, given.awards, given.seed)
    except FileExistsError:
        parser.exit(2, f"{given.folder} is there already: give the name of a new folder, or remove it.\n")
    except (OSError, ValueError) as error:
        parser.exit(2, f"{error}.\n")
    print(f"{rows} rows of {given.years} years in {given.folder}")


if __name__ == "__main__":
    main()
