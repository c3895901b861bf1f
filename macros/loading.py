"""Reading the data folder into `Data`: each file by itself, then the years put together, then the whole looked at.

What was read before is taken again where it would be the same.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

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
    """Reads the record; what is wrong gathers in `problems`, what is read in `data`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.data, self.problems = folder, Data(name.rstrip("/")), list[Problem]()
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
        for number in listing.years:
            self._read_year(number, [name for name in listing.files if name.startswith(f"{number}/")])
        kept.files, kept.years = self.now.files, self.now.years
        names = WrittenNames(self.data)
        self.problems = [names.answered(problem) for problem in self.problems]
        for rule in RULES:
            self.problems += [] if rule.of_years else rule(self.data)
        return Loaded(self.data, sorted(set(self.problems)))

    def _file(self, name: str, sealed: bool = False) -> RecordFile:
        """Read a file, or take it as it was read from the same bytes with the same words; add what was wrong with it."""
        raw, file = (self.folder / name).read_bytes(), self.data.file(name)
        sha256, part = hashlib.sha256(raw).hexdigest(), self.before.files.get(name)
        if part is None or not part.is_same(file, sha256, self.forms, sealed):
            part = RecordFile(file, name, sha256, self.forms, sealed)
            part.read(raw)
        self.now.files[name] = part
        self.problems += part.problems
        self.data.failed |= part.failed
        self.data.unread |= {name} if part.unread else set()
        self.data.marred |= {name} if part.marred else set()
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

    def _read_year(self, number: int, names: list[str]) -> None:
        """Read a year's files, the plan first: it tells whether the year is closed, and so the rows of the others are digested.

        Hence a year that is closed, or open again, is read anew, once.
        """
        plan = f"{number}/plan.yml"
        first = [self._file(plan)] if plan in names else []
        sealed = any(part.text for part in first)
        files = (*first, *(self._file(name, sealed) for name in names if name != plan))
        before = self.before.years.get(number)
        year = before if before and before.is_of(files, self.data.vocabularies) else YearOfFiles(number, files, self.data)
        self.now.years[number] = year
        self.data.years[number] = year.year
        self.problems += year.problems


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
