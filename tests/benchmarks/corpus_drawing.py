"""What every maker of the invented record draws from, and the registers that they fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from tests.benchmarks.corpus_names import Names
from tests.benchmarks.synthetic_entries import PHRASES, VERBS, Synthetic

Row = dict[str, Any]
One = TypeVar("One")
ARCHIVE = "ho-so-luu-tru"  # the source of what does not belong to a year


@dataclass
class Issued:
    """The documents of one year that others refer to."""

    plan: str = ""
    report: str = ""
    awards: str = ""
    state_awards: str = ""
    notice: str = ""
    structure: str = ""
    cancelling: str = ""
    directives: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)


@dataclass
class Registers:
    """Rows of each register, and what the years need to know of them."""

    years: range
    units: list[Row] = field(default_factory=list)
    structures: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    movements: list[Row] = field(default_factory=list)
    honours: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    misprints: list[Row] = field(default_factory=list)
    ambiguities: list[Row] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # unit -> name
    working: dict[int, list[str]] = field(default_factory=dict)  # year -> ids of the office's units
    successors: dict[str, str] = field(default_factory=dict)  # unit that has ended -> the first that took over
    committees: list[str] = field(default_factory=list)  # ids of the committees of provinces
    leaders: dict[int, list[str]] = field(default_factory=dict)  # year -> ids of those who lead the office
    officials: dict[int, list[Row]] = field(default_factory=dict)  # year -> who heads its units, as a recipient
    issued: dict[int, Issued] = field(default_factory=dict)
    running: dict[int, list[str]] = field(default_factory=dict)  # year -> ids of its movements


class Draw:
    """Chance, words and names, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.random, self.words = Random(seed), Synthetic(seed)
        self.names = Names(self.random)
        self.one, self.sample, self.number = self.random.choice, self.random.sample, self.random.randint

    def chance(self, share: float) -> bool:
        """Tell whether something occurs that does so in a share of cases."""
        return self.random.random() < share

    def some(self, share: float, **fields: Any) -> Row:
        """Return fields in a share of cases, else none."""
        return fields if self.random.random() < share else {}

    def weighted(self, choices: Sequence[tuple[One, int]]) -> One:
        """Return one of several, each as often as its weight says."""
        return self.random.choices([choice for choice, _ in choices], [weight for _, weight in choices])[0]

    def deed(self) -> str:
        """Return what may be done: a verb and its object."""
        return f"{self.random.choice(VERBS)} {self.random.choice(PHRASES)}"

    def phrase(self) -> str:
        """Return one of the office's set phrases."""
        return self.random.choice(PHRASES)

    def rare(self, words: int) -> str:
        """Return rarer words."""
        return self.words.rare(words)

    def day(self, year: int, month: int = 0) -> str:
        """Return a day of a year, or of a month of it."""
        return f"{self.random.randint(1, 28):02}/{month or self.random.randint(1, 12):02}/{year}"


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Share a number out by weights, so that the parts make it up exactly (largest remainders first)."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    ranked = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in ranked[: total - sum(parts)]:
        parts[place] += 1
    return parts
