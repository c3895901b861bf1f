"""Changes of a YAML file that leave every byte alone which they do not mean: spans of text replaced, nothing written anew.

    edited(raw, Target(None, [Item(0, {"state": "done"}), Item(None, {"id": "nv-2025-002", …})], shape))

What comes out is read again and compared with what was asked; a difference raises `NotEdited`, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from yaml import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from macros.sheets.yaml_changes import Item, Shape, Target, applied, is_nothing, normal, whole, whole_value
from macros.sheets.yaml_nodes import YamlSource, entries, is_flow, parsed, plain
from macros.sheets.yaml_removal import flow_removals, item_removal, key_removals
from macros.sheets.yaml_spans import Span, replaced
from macros.sheets.yaml_writing import Style, after_key, entry, in_brackets, item_lines, written


class NotEdited(Exception):
    """An edit did not come out as asked; nothing was written."""


def edited(raw: bytes, target: Target) -> bytes:
    """Return a file's bytes with one list changed."""
    source = parsed(raw)
    editor = _Editor(source, _style(source))
    wanted = applied(plain(source.root), target)
    try:
        made = source.encoded(replaced(source.text, editor.list_of_file(target)))
        came_out = plain(parsed(made).root)
    except (ValueError, MarkedYAMLError) as error:
        raise NotEdited from error
    if normal(came_out) != normal(wanted):
        raise NotEdited
    return made


def _style(source: YamlSource) -> Style:
    flow: dict[str, bool] = {}
    _note_lists(source.root, flow)
    return Style(source.newline, flow)


def _note_lists(node: Node | None, flow: dict[str, bool]) -> None:
    if isinstance(node, MappingNode):
        for key, _, value in entries(node):
            if isinstance(value, SequenceNode):
                # Brackets win: where a file has both, the block lists are its long ones.
                flow[key] = flow.get(key, False) or is_flow(value)
            _note_lists(value, flow)
    elif isinstance(node, SequenceNode):
        for child in node.value:
            _note_lists(child, flow)


class _Editor:
    def __init__(self, source: YamlSource, style: Style) -> None:
        self.source, self.style, self.newline = source, style, source.newline

    def list_of_file(self, target: Target) -> list[Span]:
        root = self.source.root
        if target.section is None:
            return self.items(root, target.items, target.shape) if isinstance(root, SequenceNode) else self._first_lines(target)
        if isinstance(root, MappingNode):
            others = tuple(key for key, _, _ in entries(root) if key != target.section)
            return self.mapping(root, {target.section: target.items}, Shape((*others, target.section), {target.section: target.shape}))
        return self._first_lines(target)

    def _first_lines(self, target: Target) -> list[Span]:
        """Write the first records of a file that holds nothing, or comments only."""
        records = [whole(item, target.shape) for item in target.items]
        if not records:
            return []
        dash, head = (0, []) if target.section is None else (2, [f"{target.section}:"])
        lines = [*head, *(line for record in records for line in item_lines(record, dash, self.style))]
        end = len(self.source.text)
        before = self.newline if end and not self.source.begins_its_line(end) else ""
        return [Span(end, end, before + self.newline.join(lines) + self.newline)]

    # --- records ---

    def mapping(self, node: MappingNode, changes: Mapping[str, Any], shape: Shape) -> list[Span]:
        there = {key: value for key, _, value in entries(node)}
        gone = {key for key in there if key in changes and is_nothing(changes[key])}
        if len(gone) == len(there):  # every entry goes: what remains is written in its place
            return self._rewritten(node, changes, shape)
        spans = key_removals(self.source, node, gone)
        for key, value in there.items():
            if key in changes and key not in gone:
                spans += self.value(key, value, changes[key], shape.inner.get(key), node)
        new = [key for key in shape.keys if key in changes and key not in there and not is_nothing(changes[key])]
        return spans + [self._insertion(node, key, changes[key], shape, set(there) - gone) for key in new]

    def _rewritten(self, node: MappingNode, changes: Mapping[str, Any], shape: Shape) -> list[Span]:
        record = whole(Item(None, changes), shape)
        start, end = node.start_mark.index, self.source.end_of(node)
        column = self.source.column(start)
        block = (self.newline + " " * column).join(entry(key, value, column, self.style) for key, value in record.items())
        return [Span(start, end, in_brackets(record) if is_flow(node) else block)]

    def _insertion(self, node: MappingNode, key: str, change: Any, shape: Shape, kept: set[str]) -> Span:
        """Add a field after the nearest one that comes before it in the record's order."""
        value = whole_value(change, shape.inner.get(key))
        before = set(shape.keys[: shape.keys.index(key)])
        anchors = [(found, at) for name, _, at in entries(node) if (found := name) in kept and name in before]
        anchor = max(anchors, key=lambda one: shape.keys.index(one[0]))[1] if anchors else None
        if is_flow(node):
            text = f"{key}: {in_brackets(value)}"
            if anchor is not None:
                return Span(self.source.end_of(anchor), self.source.end_of(anchor), ", " + text)
            first = next(at.start_mark.index for name, at, _ in entries(node) if name in kept)
            return Span(first, first, text + ", ")
        column = self.source.column(node.start_mark.index)
        text = entry(key, value, column, self.style)
        if anchor is not None:
            return self._line_after(self.source.below(anchor, column), " " * column + text)
        first = next(at.start_mark.index for name, at, _ in entries(node) if name in kept)
        return Span(first, first, text + self.newline + " " * column)

    def _line_after(self, at: int, text: str) -> Span:
        """Put whole lines at the beginning of a line, or at the end of a file that lacks its last line break."""
        if at and self.source.text[at - 1] not in "\r\n":
            return Span(at, at, self.newline + text)
        return Span(at, at, text + self.newline)

    # --- values ---

    def value(self, key: str, node: Node, change: Any, shape: Shape | None, owner: Node) -> list[Span]:
        if isinstance(change, str):
            if plain(node) == change:
                return []
            return self._scalar(node, change, is_flow(owner)) if isinstance(node, ScalarNode) else self._whole(key, node, change, owner)
        if isinstance(change, Mapping):
            known = shape or Shape((), {})
            return self.mapping(node, change, known) if isinstance(node, MappingNode) else self._whole(key, node, whole(Item(None, change), known), owner)
        if all(isinstance(one, str) for one in change):
            return self._texts(key, node, change, owner)
        if isinstance(node, SequenceNode):
            return self.items(node, change, shape or Shape((), {}))
        if isinstance(node, MappingNode):
            return self._from_one_record(node, change, shape or Shape((), {}))
        return self._whole(key, node, whole_value(change, shape), owner)

    def _scalar(self, node: ScalarNode, text: str, flow: bool) -> list[Span]:
        start, end = node.start_mark.index, self.source.end_of(node)
        return [Span(start, end, ("" if end > start else " ") + written(text, flow, node.style))]

    def _whole(self, key: str, node: Node, value: Any, owner: Node) -> list[Span]:
        """Write a field's value anew, what it was being of another kind."""
        start, end = node.start_mark.index, self.source.end_of(node)
        if is_flow(owner):
            return [Span(start, end, in_brackets(value))]
        after_colon = len(self.source.text[:start].rstrip())
        column = self.source.column(next(at.start_mark.index for name, at, _ in entries(owner) if name == key)) if isinstance(owner, MappingNode) else 0
        return [Span(after_colon, end, after_key(key, value, column, self.style))]

    def _texts(self, key: str, node: Node, change: Sequence[str], owner: Node) -> list[Span]:
        if isinstance(node, SequenceNode) and node.value:
            return self._text_items(node, change)
        current = plain(node)
        if current is not None and list(change) == [current]:
            return []
        if len(change) == 1 and isinstance(node, ScalarNode):
            return self._scalar(node, change[0], is_flow(owner))
        return self._whole(key, node, list(change), owner)

    def _text_items(self, node: SequenceNode, wanted: Sequence[str]) -> list[Span]:
        steps = SequenceMatcher(None, [plain(child) for child in node.value], list(wanted), autojunk=False).get_opcodes()
        spans, gone, added = list[Span](), set[int](), list[tuple[int, str]]()
        for kind, i, i_end, j, j_end in steps:
            if kind == "equal":
                continue
            paired = min(i_end - i, j_end - j)
            for old, new in zip(range(i, i + paired), range(j, j + paired), strict=True):
                spans += self._scalar(node.value[old], wanted[new], is_flow(node))
            gone |= set(range(i + paired, i_end))
            added += [(i + paired, wanted[new]) for new in range(j + paired, j_end)]
        return spans + self._removed(node, gone) + [self._text_added(node, at, text) for at, text in added]

    def _text_added(self, node: SequenceNode, at: int, text: str) -> Span:
        """Add an item before the one that stands at place `at`."""
        if is_flow(node):
            typed = written(text, flow=True)
            place = self.source.end_of(node.value[at - 1]) if at else node.value[0].start_mark.index
            return Span(place, place, ", " + typed if at else typed + ", ")
        dash = self.source.column(node.start_mark.index)
        line = " " * dash + "- " + written(text)
        if at:
            return self._line_after(self.source.below(node.value[at - 1], dash), line)
        return Span(node.start_mark.index, node.start_mark.index, line.lstrip() + self.newline + " " * dash)

    def _removed(self, node: SequenceNode, gone: set[int]) -> list[Span]:
        return flow_removals(self.source, node.value, gone) if is_flow(node) else [item_removal(self.source, node, place) for place in sorted(gone)]

    # --- lists of records ---

    def items(self, node: SequenceNode, items: Sequence[Item], shape: Shape) -> list[Span]:
        kept = {item.old for item in items if item.old is not None}
        spans = self._removed(node, set(range(len(node.value))) - kept)
        for item in items:
            if item.old is not None and isinstance(node.value[item.old], MappingNode):
                spans += self.mapping(node.value[item.old], item.changes, shape)
        if is_flow(node) and not kept:
            text = in_brackets([whole(item, shape) for item in items])
            return [Span(node.start_mark.index, node.end_mark.index, text)]
        after = min(kept, default=len(node.value)) - 1  # the item that stands before the next new one
        for item in items:
            if item.old is None:
                spans.append(self._record_added(node, after, whole(item, shape), kept))
            else:
                after = item.old
        return spans

    def _record_added(self, node: SequenceNode, after: int, record: Mapping[str, Any], kept: set[int]) -> Span:
        if is_flow(node):
            follows = after in kept
            place = self.source.end_of(node.value[after]) if follows else node.value[min(kept)].start_mark.index
            return Span(place, place, ", " + in_brackets(record) if follows else in_brackets(record) + ", ")
        dash = self.source.column(node.start_mark.index)
        apart = self.newline if self._stand_apart(node) else ""
        lines = in_brackets_line(record, dash) if self._in_brackets(node) else self.newline.join(item_lines(record, dash, self.style))
        if after < 0:
            return Span(node.start_mark.index, node.start_mark.index, lines.lstrip() + self.newline + apart + " " * dash)
        return self._line_after(self.source.below(node.value[after], dash), apart + lines)

    def _in_brackets(self, node: SequenceNode) -> bool:
        return all(is_flow(child) for child in node.value)

    def _stand_apart(self, node: SequenceNode) -> bool:
        """Tell whether most records of a list are parted by an empty line."""
        gaps = [self.source.text[self.source.end_of(one) : other.start_mark.index] for one, other in pairwise(node.value)]
        empty = sum(any(not line.strip() for line in gap.splitlines()[1:-1]) for gap in gaps)
        return empty * 2 > len(gaps)

    def _from_one_record(self, node: MappingNode, items: Sequence[Item], shape: Shape) -> list[Span]:
        """Change a record that stands in a field without a list; with others beside it, it becomes the list's first."""
        spans = [span for item in items if item.old == 0 for span in self.mapping(node, item.changes, shape)]
        new = [whole(item, shape) for item in items if item.old is None]
        if not new:
            return spans
        start, end = node.start_mark.index, self.source.end_of(node)
        if is_flow(node):
            return [Span(start, start, "["), *spans, Span(end, end, "".join(", " + in_brackets(one) for one in new) + "]")]
        column = self.source.column(start)
        at, indents = self.source.next_line(start), [Span(start, start, "- ")]
        while at < end:
            indents.append(Span(at, at, "  "))
            at = self.source.next_line(at)
        lines = self.newline.join(line for one in new for line in item_lines(one, column, self.style))
        return [*indents, *spans, self._line_after(self.source.below(node, column), lines)]


def in_brackets_line(record: Mapping[str, Any], dash: int) -> str:
    """Return a record as one line of a list whose records stand in brackets."""
    return " " * dash + "- " + in_brackets(record)
