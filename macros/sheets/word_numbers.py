"""Numbers that Word writes by itself before paragraphs, «1.», «II.», which stand nowhere in the text of a file."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_VALUE = qn("w:val")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbers:
    """Counts a document's numbered paragraphs; each has to be asked for once, in the document's order."""

    def __init__(self, document: Document) -> None:
        root = next((relation.target_part.element for relation in document.part.rels.values() if relation.reltype == RELATIONSHIP_TYPE.NUMBERING), None)
        lists = {one.get(qn("w:abstractNumId")): one for one in root.iterchildren(qn("w:abstractNum"))} if root is not None else {}
        self.levels: dict[str, dict[int, Any]] = {}  # by the number of a list: its levels
        self.lists: dict[str, str] = {}
        for one in root.iterchildren(qn("w:num")) if root is not None else ():
            number, abstract = one.get(qn("w:numId")), _value(one, "w:abstractNumId")
            self.levels[number] = {int(level.get(qn("w:ilvl"))): level for level in lists[abstract].iterchildren(qn("w:lvl"))} if abstract in lists else {}
            # A list that starts anew counts for itself; others of one kind count on together.
            self.lists[number] = number if one.find(qn("w:lvlOverride")) is not None else f"of {abstract}"
        self.styles = {style.style_id: style.element for style in document.styles if style.type == 1}
        self.counts: dict[str, dict[int, int]] = {}

    def of(self, paragraph: Any) -> str:
        """Return the number shown before a paragraph, empty for none and for bullets."""
        place = self._place(paragraph)
        if place is None or place[1] not in self.levels.get(place[0], {}):
            return ""
        number, depth = place
        levels, counts = self.levels[number], self.counts.setdefault(self.lists[number], {})
        counts[depth] = counts.get(depth, int(_value(levels[depth], "w:start") or 1) - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if (_value(levels[depth], "w:numFmt") or "decimal") in ("bullet", "none"):
            return ""

        def counted(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            return _written(counts.get(level, 1), _value(levels[level], "w:numFmt") if level in levels else "decimal")

        return re.sub(r"%(\d)", counted, _value(levels[depth], "w:lvlText"))

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """Return the list and the depth in it of a paragraph: its own, or its style's."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            element = self.styles.get(style.get(_VALUE)) if style is not None else None
            own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if element is not None else None
        number = _value(own, "w:numId") if own is not None else ""
        return (number, int(_value(own, "w:ilvl") or 0)) if number and number != "0" else None


def _value(element: Any, child: str) -> str:
    found = element.find(qn(child))
    return found.get(_VALUE) or "" if found is not None else ""


def _written(count: int, form: str) -> str:
    """Return a count as a list's form writes it."""
    if form in ("upperRoman", "lowerRoman"):
        made = ""
        for value, sign in _ROMAN:
            made, count = made + sign * (count // value), count % value
        return made.upper() if form == "upperRoman" else made
    if form in ("upperLetter", "lowerLetter") and 1 <= count <= 26:
        return chr(ord("A" if form == "upperLetter" else "a") + count - 1)
    return f"{count:02}" if form == "decimalZero" else str(count)
