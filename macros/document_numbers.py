"""Document numbers: reading them in any spelling, and writing each family's own way.

Party: `18-CT/TW` (Quy định 66-QĐ/TW, Hướng dẫn 36-HD/VPTW). State and Front: `733/QĐ-TTg`, `222/QĐ-MTTW`; laws and
decrees carry the year, `06/2022/QH15` (Nghị định 30/2020/NĐ-CP).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A printed number split into what sorts: the number, the year where it is part of it, the notation."""

    number: int
    year: int | None
    notation: str

    @property
    def codes(self) -> list[str]:
        """Return the parts of the notation, `QĐ-MTTW-BTT` -> [QĐ, MTTW, BTT]."""
        return [part for part in re.split(r"[-/]", self.notation) if part]


def parse(text: str) -> DocumentNumber | None:
    """Read a number in any spelling (`18-CT/TW`, `18/CT-TW`, `Số: 18 CT TW`); None when there is none in it."""
    match = re.fullmatch(r"(?:[Ss]ố:?\s*)?(\d{1,5})\s*(?:[-/]\s*((?:19|20)\d\d)(?=\s*[-/]))?\s*[-/\s]\s*(\S.*)", text.strip())
    if not match:
        return None
    return DocumentNumber(int(match[1]), int(match[2]) if match[2] else None, re.sub(r"\s+", "-", match[3].strip()))


def canonical(text: str, group: str | None) -> str | None:
    """Return the number as its family writes it; None when it cannot be read.

    `group` is the issuer's: `party` puts a hyphen after the number and a slash before the organ, the others the
    reverse. Joint documents, and those of an unknown issuer, are left as printed.
    """
    number = parse(text)
    if number is None or group in (None, "joint") or not number.codes:
        return text if number else None
    digits = re.search(r"\d+", text)
    assert digits is not None, "parse() found a number"
    first, rest = number.codes[0], number.codes[1:]
    if group == "party":
        return f"{digits[0]}-{first}/{'-'.join(rest)}" if rest else f"{digits[0]}-{first}"
    year = f"{number.year}/" if number.year else ""
    return f"{digits[0]}/{year}{'-'.join([first, *rest])}"
