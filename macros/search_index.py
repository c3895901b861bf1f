"""The search index: entries in, files out; nothing here knows of the record, of MkDocs or of the disk.

    index = build(entries, synonyms)
    index.files      # {"search/….js": text}; each is loaded on its own by a <script> element
    index.start      # name of the file that tells of all others

Every file is `searchPart("name", value)` and, but for the chunks, named by its content, so that no cache is ever wrong.

* **`search-start.js`** alone has a lasting name: it names the start. No page names a file of the index, so a page whose
  own content is as it was stays the same bytes whatever else changes.
* The **start** says how many entries there are, which numbers are of which kind and year, the synonyms, and the names of
  all other files.
* **Pages of words**, in the order of the folded words and told apart by their first words: under each folded word its
  spellings, and for each spelling where it occurs. A frequent word fills a page of its own. Synonyms stand there too.
* **Chunks** of entries as results show them; **columns** of what filters choose by; **days** for the order by date; the
  **lexicon** of all words for when nothing is found.

An occurrence is the entry's number, written as the gap from the one before (0: the same entry again), and a place:
4 × position + field (`NAME`, `TITLE`, `TEXT`, `TITLE_END`). Numbers are written by `_Code`, one character for most.
"""

from __future__ import annotations

import base64
import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import sub
from typing import Any

from macros.vietnamese import WordForms, clean, slug, word_forms, words

CHUNK = 12  # entries a chunk: the results shown come from several chunks, each some 1.1 kB on the wire; fewer make the start longer
PAGE = 5_500  # characters a page of words
LONGEST = 4_000  # words of one entry that are indexed
SHOWN = 700  # characters of an entry's text that results may show
LASTING = 9999  # stands for the year of people, units, honours
FOLDER, ENTRANCE = "search/", "search-start.js"

NAME, TITLE, TEXT, TITLE_END = range(4)
_NAME_STEP = 32  # names of one entry are this far apart, so that none runs into the next
_ALSO_STEP, _TEXT_START = 24, 384  # the same for words that are not shown; the shown text comes after them

Choice = tuple[str, str]  # what stands in an address, and its label


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found, and all that a result shows of it."""

    id: str
    kind: Choice
    title: str
    address: str  # relative to the site's root
    year: int | None = None  # LASTING: no year shows, and before dated ones when all else is equal
    day: int = 0  # ordinal, for the order by date
    text: str = ""
    names: tuple[str, ...] = ()  # other names, which count as the title does
    also: tuple[str, ...] = ()  # words it is found by and that the result shows elsewhere, or not at all
    units: tuple[Choice, ...] = ()
    states: tuple[Choice, ...] = ()
    areas: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Index:
    """The files of an index by path, and the name of the one to begin with."""

    files: dict[str, str]
    start: str


def choice(label: str) -> Choice:
    """Return a label as a choice whose address is made from it."""
    return slug(label), label


def build(entries: Iterable[Entry], synonyms: dict[str, Sequence[str]]) -> Index:
    """Index entries; `synonyms` names the written forms that are one thing."""
    kinds: dict[Choice, int] = {}
    listed = list(entries)
    for entry in listed:
        kinds.setdefault(entry.kind, len(kinds))
    # Neighbours resemble each other, which halves what is loaded; kind and year need no list of their own.
    listed.sort(key=lambda entry: (kinds[entry.kind], -(entry.year or 0), entry.units, entry.states, entry.areas, entry.id))
    occurrences = _Occurrences(synonyms)
    for number, entry in enumerate(listed):
        occurrences.add(number, entry)
    files = _Files()
    pages = files.pages(occurrences.terms())
    start = {
        "count": len(listed), "kinds": list(kinds), "chunk": CHUNK,
        "kindRuns": _runs(kinds[entry.kind] for entry in listed), "yearRuns": _runs(entry.year or 0 for entry in listed),
        "chunks": "".join(files.chunk(place // CHUNK, listed[place : place + CHUNK]) for place in range(0, len(listed), CHUNK)),
        **pages, "synonyms": occurrences.synonym_forms(),
        "lexicon": files.add(" ".join(occurrences.lexicon())),
        "columns": files.add({name: _column(listed, name) for name in ("units", "states", "areas")}),
        "days": files.add(_gaps_both_ways(entry.day for entry in listed)),
    }
    name = files.add(start)
    return Index({**files.texts, ENTRANCE: f'searchPart("start","{name}")\n'}, name)


def index_files(entries: Iterable[Entry], synonyms: dict[str, Sequence[str]]) -> dict[str, bytes]:
    """Return the files of an index as they are written."""
    return {path: text.encode() for path, text in build(entries, synonyms).files.items()}


def _runs(values: Iterable[int]) -> str:
    """Return each run of one value as that value and how long it is."""
    code = _Code()
    return "".join(code[value] + code[sum(1 for _ in run)] for value, run in groupby(values))


def _column(entries: Sequence[Entry], name: str) -> dict[str, Any]:
    """Return the choices there are, the sets of them that occur, and each entry's set as runs."""
    choices: dict[Choice, int] = {}
    sets: dict[tuple[Choice, ...], int] = {}
    for entry in entries:
        sets.setdefault(getattr(entry, name), len(sets))
    for chosen in sets:
        for one in chosen:
            choices.setdefault(one, len(choices))
    runs = _runs(sets[getattr(entry, name)] for entry in entries)
    return {"choices": list(choices), "sets": [[choices[one] for one in chosen] for chosen in sets], "runs": runs}


def _gaps_both_ways(values: Iterable[int]) -> str:
    """Return numbers as differences, 2n for n up and 2n - 1 for n down."""
    code, before, made = _Code(), 0, []
    for value in values:
        gap, before = value - before, value
        made.append(code[2 * gap if gap >= 0 else -2 * gap - 1])
    return "".join(made)


class _Code(dict[int, str]):
    """Whole numbers as text: up to 79 in one character from # on, above that low digits of 12 before the last one of 80."""

    def __missing__(self, number: int) -> str:
        low, rest = "", number
        while rest >= 80:
            low, rest = low + chr(35 + 80 + rest % 12), rest // 12
        self[number] = low + chr(35 + rest)
        return self[number]


class _Files:
    """Collects the files; the name of each tells its content."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def add(self, value: Any, name: str = "", digits: int = 8) -> str:
        """Add a file and return its digest."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        digest = base64.b32encode(hashlib.sha256(text.encode()).digest())[:digits].decode().lower()
        path = f"{FOLDER}{name}{digest}.js"
        made = f'searchPart("{name}{digest}",{text})\n'
        if self.texts.setdefault(path, made) != made:
            raise ValueError(f"two search files of one name: {path}")
        return digest

    def chunk(self, number: int, entries: Sequence[Entry]) -> str:
        """Add a chunk of entries as results show them; few digits, since its number is part of its name."""
        rows = [
            [entry.id, clean(entry.title), _cut(clean(entry.text)), entry.address, *("; ".join(label for _, label in part) for part in (entry.units, entry.states, entry.areas))]
            for entry in entries
        ]
        return self.add(rows, f"{number}-", 5)

    def pages(self, terms: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
        """Add pages of words; return their first words and their digests."""
        first, digests = [], []
        page: dict[str, list[str]] = {}
        size = 0

        def close() -> None:
            if page:
                first.append(next(iter(page)))
                digests.append(self.add(page))

        for key, spellings in terms:
            length = sum(map(len, spellings)) + len(key) + 6
            if size + length > PAGE:
                close()
                page, size = {}, 0
            page[key] = spellings
            size += length
        close()
        return {"pages": " ".join(first), "digests": "".join(digests)}


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + "…"


# What two spellings of one word have in common, y and i being one letter: the key, the letters, the tone.
_Marked = tuple[str, str, str]


@dataclass(slots=True)
class _Spelling:
    """One spelling of a word: how it is folded, its key, letters and tone, where it occurs, and the synonyms that begin with it."""

    forms: WordForms
    marked: _Marked
    upper: bool = False
    numbers: array[int] = field(default_factory=lambda: array("I"))
    places: array[int] = field(default_factory=lambda: array("I"))
    begins: list[_Synonym] = field(default_factory=list)


@dataclass(slots=True)
class _Synonym:
    """One written form of a thing, indexed as a word of its own, `@thing.number`.

    `shout` is an abbreviation, found in texts in capitals only (TƯ is not tư).
    """

    key: str
    text: str
    forms: list[_Marked]
    shout: bool
    occurs: _Spelling


def _marked(forms: WordForms) -> _Marked:
    return forms.key, forms.letters.replace("y", "i"), forms.tone


class _Occurrences:
    """Every spelling met, with its occurrences in order of entries."""

    def __init__(self, synonyms: dict[str, Sequence[str]]) -> None:
        self.spellings: dict[str, _Spelling] = {}
        self.said_often: dict[str, list[_Spelling]] = {}  # names of units, numbers of documents: nine in ten were met before
        self.synonyms = [_synonym(f"@{thing}.{place}", text) for thing, texts in sorted(synonyms.items()) for place, text in enumerate(texts)]
        self.first: dict[_Marked, list[_Synonym]] = {}
        for synonym in self.synonyms:
            self.first.setdefault(synonym.forms[0], []).append(synonym)

    def add(self, number: int, entry: Entry) -> None:
        """Index one entry."""
        for index, name in enumerate(entry.names):
            self._add_words(number, self._spelled(name), NAME, index * _NAME_STEP)
        self._add_words(number, self._spelled(entry.title), TITLE, 0)
        for index, text in enumerate(entry.also):
            if text not in self.said_often:
                self.said_often[text] = self._spelled(text)
            self._add_words(number, self.said_often[text], TEXT, index * _ALSO_STEP)
        self._add_words(number, self._spelled(entry.text), TEXT, _TEXT_START)

    def _spelled(self, text: str) -> list[_Spelling]:
        return [self.spellings.get(word) or self._new(word) for word in words(clean(text))[:LONGEST]]

    def _add_words(self, number: int, spelled: list[_Spelling], kind: int, start: int) -> None:
        last = len(spelled) - 1 if kind == TITLE else -1
        for index, spelling in enumerate(spelled):
            place = 4 * (start + index) + (TITLE_END if index == last else kind)
            spelling.numbers.append(number)
            spelling.places.append(place)
            if spelling.begins:
                self._add_synonyms(spelled, index, number, place, last)

    def _add_synonyms(self, spelled: list[_Spelling], index: int, number: int, place: int, last: int) -> None:
        for synonym in spelled[index].begins:
            part = spelled[index : index + len(synonym.forms)]
            if [one.marked for one in part] == synonym.forms and (not synonym.shout or part[0].upper):
                synonym.occurs.numbers.append(number)
                synonym.occurs.places.append(place | TITLE_END if index + len(part) - 1 == last else place)

    def _new(self, word: str) -> _Spelling:
        forms = word_forms(word)
        marked = _marked(forms)
        self.spellings[word] = made = _Spelling(forms, marked, word.isupper(), begins=self.first.get(marked, []))
        return made

    def terms(self) -> list[tuple[str, list[str]]]:
        """Return every folded word with its spellings, most frequent first: spelled, gaps, places, and so on."""
        by_key: dict[str, dict[str, list[_Spelling]]] = {}
        for spelling in self.spellings.values():
            by_key.setdefault(spelling.forms.key, {}).setdefault(spelling.forms.spelled, []).append(spelling)
        for synonym in self.synonyms:
            if synonym.occurs.numbers:
                by_key[synonym.key] = {synonym.text: [synonym.occurs]}
        code = _Code()
        return [(key, _written(by_key[key], code)) for key in sorted(by_key)]

    def synonym_forms(self) -> list[list[str]]:
        """Return each thing with its written forms, those that occur nowhere behind a ~."""
        groups = groupby(self.synonyms, key=lambda synonym: synonym.key.split(".")[0])
        return [[thing, *(synonym.text if synonym.occurs.numbers else f"~{synonym.text}" for synonym in group)] for thing, group in groups]

    def lexicon(self) -> list[str]:
        """Return the commonest spelling of every folded word, the most frequent word first."""
        counts: Counter[str] = Counter()
        commonest: dict[str, tuple[int, str]] = {}
        for spelling in self.spellings.values():
            key, times = spelling.forms.key, len(spelling.numbers)
            counts[key] += times
            commonest[key] = max(commonest.get(key, (0, "")), (times, spelling.forms.spelled))
        return [commonest[key][1] for key, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if len(key) > 1]


def _synonym(key: str, text: str) -> _Synonym:
    parts = words(clean(text))
    nowhere = word_forms("")
    return _Synonym(key, clean(text).lower(), [_marked(word_forms(part)) for part in parts], len(parts) == 1 and text.isupper(), _Spelling(nowhere, _marked(nowhere)))


def _written(spellings: dict[str, list[_Spelling]], code: _Code) -> list[str]:
    """Return spellings with their occurrences, those of one spelling in either case together."""
    made: list[str] = []
    for spelled, parts in sorted(spellings.items(), key=lambda item: (-sum(len(part.numbers) for part in item[1]), item[0])):
        numbers, places = _merged(parts)
        made += (spelled, "".join(map(code.__getitem__, _gaps(numbers))), "".join(map(code.__getitem__, places)))
    return made


def _merged(parts: list[_Spelling]) -> tuple[Sequence[int], Sequence[int]]:
    if len(parts) == 1:
        return parts[0].numbers, parts[0].places
    pairs = sorted(pair for part in parts for pair in zip(part.numbers, part.places, strict=True))
    return [number for number, _ in pairs], [place for _, place in pairs]


def _gaps(numbers: Sequence[int]) -> Iterator[int]:
    return map(sub, numbers, chain([-1], numbers))
