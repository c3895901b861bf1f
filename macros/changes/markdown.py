"""Text as Markdown that GitHub, GitLab and Forgejo all show as typed, and blocks of lines within a limit of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A line of the record may be as long as its author liked; what is left out of the report is counted.
LONGEST = 1500
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
# A name after @, a number after #, would call people and link to other discussions: a word joiner keeps them text.
_CALLS = re.compile(r"(?<![\w/])(@|#)(?=\w)")


def text(plain: str, longest: int = LONGEST) -> str:
    """Return plain text so that it is shown as typed, on one line, and calls nobody; what is over `longest` is counted."""
    line = " ".join(plain.split())
    if len(line) > longest:
        line = f"{line[:longest]}… (còn {len(line) - longest} ký tự)"
    joined = _CALLS.sub("\\1\u2060", line)
    escaped = _MARKS.sub(lambda sign: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign[1], "\\" + sign[1]), joined)
    return re.sub(r"^(\d+)([.)])|^([-+=])", lambda sign: f"{sign[1]}\\{sign[2]}" if sign[1] else f"\\{sign[3]}", escaped)


def code(plain: str) -> str:
    """Return an id, a file, an address part as code."""
    line = " ".join(plain.replace("`", "ˋ").split())
    return f"`{line[:200]}`"


def link(words: str, address: str) -> str:
    """Return a link."""
    target = re.sub(r"[<>\s]", "", address)
    return f"[{words}](<{target}>)"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column is text and whose others are numbers."""
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join(['---', *['--:'] * (len(heads) - 1)])}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def names(listed: Sequence[str], shown: int) -> str:
    """Return some names and how many more there are."""
    more = [f"và {len(listed) - shown} nữa"] if len(listed) > shown else []
    return "; ".join([*listed[:shown], *more])


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind under a heading; `noun` says what each line is about, `folded` hides them until they are wanted."""

    head: str
    lines: tuple[str, ...]
    noun: str = "mục"
    folded: str = ""

    def written(self, budget: int) -> tuple[str, int]:
        """Return the block within so many bytes, and how many lines did not fit."""
        if not self.lines:
            return self.head, 0
        opening = f"{self.head}\n\n<details><summary>{self.folded}</summary>\n\n" if self.folded else f"{self.head}\n\n" if self.head else ""
        closing = "\n\n</details>" if self.folded else ""
        left = budget - self.least
        kept: list[str] = []
        for line in self.lines:
            left -= size(line) + 3
            if left < 0:
                break
            kept.append(f"- {line}")
        missing = len(self.lines) - len(kept)
        if missing:
            kept.append(f"- *… và {missing} {self.noun} nữa, không liệt kê ở đây.*")
        return opening + "\n".join(kept) + closing, missing

    @property
    def least(self) -> int:
        """Return how many bytes it takes without its lines, which are then only counted."""
        return size(self.head + self.folded) + (240 if self.lines else 2)

    @property
    def rest(self) -> int:
        """Return how many bytes its lines take."""
        return sum(size(line) + 3 for line in self.lines)


def size(words: str) -> int:
    """Return how many bytes a text takes in UTF-8."""
    return len(words.encode())


def within(blocks: Sequence[Block], budget: int) -> tuple[list[str], list[tuple[str, int]]]:
    """Return blocks written within so many bytes in all, and what is missing: how many of which noun.

    First every block gets what its head takes, sections before all others; what is left goes to the lines in equal
    shares, and what short lists leave goes to long ones, so that no long list hides the next.
    """
    chosen, left = set[int](), budget
    for place in sorted(range(len(blocks)), key=lambda place: not blocks[place].head.startswith("## ")):
        if blocks[place].least <= left:
            chosen.add(place)
            left -= blocks[place].least
    shares = dict(zip(sorted(chosen), _shares([blocks[place].rest for place in sorted(chosen)], left), strict=True))
    written, missing = list[str](), list[tuple[str, int]]()
    for place, block in enumerate(blocks):
        shown, left_out = block.written(block.least + shares[place]) if place in chosen else ("", len(block.lines))
        written += [shown] if shown else []
        missing += [(block.noun, left_out)] if left_out else []
    return written, missing


def _shares(sizes: Sequence[int], budget: int) -> list[int]:
    shares, left = [0] * len(sizes), budget
    for done, place in enumerate(sorted(range(len(sizes)), key=lambda place: sizes[place])):
        shares[place] = min(sizes[place], max(left, 0) // (len(sizes) - done))
        left -= shares[place]
    return shares
