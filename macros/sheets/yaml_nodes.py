"""A YAML file as its editor typed it: the text, and the nodes that libyaml finds in it with the place of each.

    source = parsed(raw)
    source.text[node.start_mark.index : source.end_of(node)]    # exactly what was typed
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from macros.reading import _NULLS
from macros.vietnamese import nfc

_BREAK = re.compile(r"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class YamlSource:
    """One file: what its bytes say, the sign of its encoding, how its lines end, and its root node (None: no content)."""

    text: str
    bom: bool
    newline: str
    root: Node | None

    def encoded(self, text: str) -> bytes:
        """Return another text of this file as its bytes."""
        return (_BOM if self.bom else b"") + text.encode()

    def line_start(self, index: int) -> int:
        """Return where the line of a place begins."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Return where the line of a place ends, before its break."""
        found = _BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def next_line(self, index: int) -> int:
        """Return where the line after that of a place begins; the end of the text where there is none."""
        found = _BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def column(self, index: int) -> int:
        """Return how far from its line's start a place is."""
        return index - self.line_start(index)

    def end_of(self, node: Node) -> int:
        """Return where a node's own text ends; libyaml counts the empty lines and comments below a block to it."""
        if isinstance(node, ScalarNode):
            end: int = node.end_mark.index
            if node.style in ("|", ">"):
                return node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
            return end
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of(last[1] if isinstance(last, tuple) else last)
        flow_end: int = node.end_mark.index
        return flow_end

    def below(self, node: Node, column: int) -> int:
        """Return where the line after a node begins, the comments right below it that stand deeper than `column` included."""
        at = self.next_line(self.end_of(node))
        while (line := self.text[at : self.line_end(at)]).lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) > column:
            at = self.next_line(at)
        return at

    def begins_its_line(self, index: int) -> bool:
        """Tell whether nothing stands before a place on its line."""
        return not self.text[self.line_start(index) : index].strip()


def parsed(raw: bytes) -> YamlSource:
    """Return a file that `macros.reading` reads without problems."""
    bom = raw.startswith(_BOM)
    text = raw.decode("utf-8-sig")
    found = _BREAK.search(text)
    return YamlSource(text, bom, found[0] if found else "\n", yaml.compose(text, Loader=yaml.CSafeLoader))


def plain(node: Node | None) -> Any:
    """Return a node's value as `macros.reading` gives it: dict, list, text in NFC, or None for an empty one."""
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        return one_line(node.value) if node.style or node.value not in _NULLS else None
    if isinstance(node, MappingNode):
        values = ((key.value, plain(value)) for key, value in node.value)
        return {nfc(key): value for key, value in values if value is not None}
    return [plain(child) for child in node.value]


def one_line(text: str) -> str | None:
    """Return a text as the reading of YAML leaves it: NFC, one line; None when nothing is left."""
    text = nfc(text)
    return (" ".join(text.split()) if "\n" in text or "\r" in text else text.strip()) or None


def entries(node: MappingNode) -> Iterator[tuple[str, Node, Node]]:
    """Yield the key, its node and the value's node of each entry of a mapping."""
    for key, value in node.value:
        yield nfc(key.value), key, value


def is_flow(node: Node) -> bool:
    """Tell whether a collection is written in brackets."""
    return isinstance(node, CollectionNode) and bool(node.flow_style)
