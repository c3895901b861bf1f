"""Reading the data folder into `Data`: each file by itself, then the years put together, then the whole looked at.

What was read before is taken again where it would be the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

from macros.beside import Beside
from macros.data import Data, KeptParts, Loaded, Year
from macros.layout import list_files
from macros.problems import Problem
from macros.record_files import RecordFile
from macros.rules import RULES
from macros.vocabularies import Forms, Vocabularies, context
from macros.written_names import WrittenNames
from macros.year_digests import digest

VOCABULARIES = "vocabularies.yml"


class Reader:
    """Reads the record; what is wrong gathers in `problems`, what is read in `data`. A second process, where there is one, reads a part of the years."""

    def __init__(self, folder: Path, name: str, beside: Beside | None = None) -> None:
        self.folder, self.data, self.problems, self.beside = folder, Data(name.rstrip("/")), list[Problem](), beside
        self.forms: Forms = context({})
        self.before, self.now = KeptParts(), KeptParts()

    def load(self, kept: KeptParts) -> Loaded:
        """Read every part, then look at all of them by every rule that is not of one."""
        listing = list_files(self.folder, self.data.folder)
        self.problems += listing.problems
        self.data.files, self.data.unread = listing.attachments, set(listing.lost)
        self.data.listed = set(listing.files)
        if not listing.found:
            return Loaded(self.data, self.problems)
        self.before = kept
        self._read_vocabularies()
        for name in listing.files:
            if "/" not in name and name != VOCABULARIES:
                self._take(self._file(name))
        names = {number: [name for name in listing.files if name.startswith(f"{number}/")] for number in listing.years}
        for number, files in self._files_of_years(names).items():
            self._take_year(number, files)
        kept.files, kept.years = self.now.files, self.now.years
        written = WrittenNames(self.data)
        self.problems = [written.answered(problem) for problem in self.problems]
        for rule in RULES:
            self.problems += [] if rule.of_years else rule(self.data)
        return Loaded(self.data, sorted(set(self.problems)))

    def _file(self, name: str, sealed: bool = False) -> RecordFile:
        """Read a file, or take it as it was read from the same bytes with the same words."""
        raw, file = (self.folder / name).read_bytes(), self.data.file(name)
        part = self.before.files.get(name)
        if part is None or not part.is_same(file, hashlib.sha256(raw).hexdigest(), self.forms, sealed):
            part = file_as_read(raw, file, name, self.forms, sealed)
        return self._kept(part)

    def _kept(self, part: RecordFile) -> RecordFile:
        """Keep a file as read for the next time, and add what was wrong with it."""
        self.now.files[part.name] = part
        self.problems += part.problems
        self.data.failed |= part.failed
        self.data.unread |= {part.name} if part.unread else set()
        self.data.marred |= {part.name} if part.marred else set()
        return part

    def _take(self, part: RecordFile) -> None:
        for section, records in part.found.items():
            setattr(self.data, section, records)

    def _read_vocabularies(self) -> None:
        if VOCABULARIES in self.data.listed:
            part = self._file(VOCABULARIES)
            self._take(part)
            # A word is not looked for in a vocabulary that could not be read whole.
            self.forms = {key: {} if key in part.unsure else forms for key, forms in context(self.data.vocabularies).items()}
        elif self.data.ids_known(VOCABULARIES):
            self.problems.append(Problem(self.data.file(VOCABULARIES), 0, "thiếu tệp này. Lấy lại từ bản trước."))
            self.data.unread.add(VOCABULARIES)

    def _files_of_years(self, names: Mapping[int, list[str]]) -> dict[int, list[RecordFile]]:
        """Read the files of every year, the first time beside each other in two processes where there are two."""
        asked: dict[int, Future[list[RecordFile]]] = {}
        read: dict[int, list[RecordFile]] = {}
        forms = self.beside.share("forms", self.forms) if self.beside and not self.before.files else None
        for number in names:
            if forms and self.beside and self.beside.waiting < _AHEAD:
                asked[number] = self.beside.ask(_read_year, self.folder, self.data.folder, names[number], forms)
            else:
                read[number] = in_order(names[number], self._file)
        for number, later in asked.items():
            read[number] = in_order(names[number], self._file) if later.exception() else [self._kept(part) for part in later.result()]
        return {number: read[number] for number in names}

    def _take_year(self, number: int, files: Sequence[RecordFile]) -> None:
        before = self.before.years.get(number)
        year = before if before and before.is_of(tuple(files), self.data.vocabularies) else YearOfFiles(number, tuple(files), self.data)
        self.now.years[number] = year
        self.data.years[number] = year.year
        self.problems += year.problems


# So many years wait for the second process: it has always one to read, and at the end there is little to wait for.
_AHEAD = 2


def _read_year(folder: Path, shown: str, names: Sequence[str], forms: Forms) -> list[RecordFile]:
    """Read the files of a year; `shown` is how problems name the folder."""
    data = Data(shown)
    return in_order(names, lambda name, sealed=False: file_as_read((folder / name).read_bytes(), data.file(name), name, forms, sealed))


def in_order(names: Sequence[str], read: Callable[..., RecordFile]) -> list[RecordFile]:
    """Read a year's files, the plan first: it tells whether the year is closed, and so the rows of the others are digested.

    Hence a year that is closed, or open again, is read anew, once.
    """
    first = [read(name) for name in names if name.endswith("/plan.yml")]
    sealed = any(part.text for part in first)
    return [*first, *(read(name, sealed) for name in names if not name.endswith("/plan.yml"))]


def file_as_read(raw: bytes, file: str, name: str, forms: Forms, sealed: bool) -> RecordFile:
    """Return a file of the record, given its bytes."""
    part = RecordFile(file, name, hashlib.sha256(raw).hexdigest(), forms, sealed)
    part.read(raw)
    return part


class YearOfFiles:
    """A year put together from its files, and what the rules that need no more than one said of it."""

    def __init__(self, number: int, files: tuple[RecordFile, ...], data: Data) -> None:
        self.files, self.vocabularies = files, data.vocabularies
        self.year = Year(number, **{stem: records for part in files for stem, records in part.found.items()})
        if any(part.text for part in files):
            self.year.digest = digest({part.stem: part.text for part in files})
        alone = Data(data.folder, vocabularies=data.vocabularies, years={number: self.year})
        self.problems = [problem for rule in RULES if rule.of_years for problem in rule(alone)]

    def is_of(self, files: tuple[RecordFile, ...], vocabularies: Vocabularies) -> bool:
        """Tell whether it was put together from just these files as read, with these vocabularies."""
        return self.files == files and self.vocabularies is vocabularies
