"""What of a YAML file goes when a field, an item or a record does: its lines and its own comments, no other's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from yaml.nodes import MappingNode, Node, SequenceNode

from macros.sheets.yaml_nodes import YamlSource, is_flow
from macros.sheets.yaml_spans import Span


def key_removals(source: YamlSource, node: MappingNode, gone: set[str]) -> list[Span]:
    """Return the spans of the entries of a mapping that go; at least one entry stays."""
    pairs: list[tuple[Node, Node]] = node.value
    places = [place for place, (key, _) in enumerate(pairs) if key.value in gone]
    if is_flow(node):
        return _flow_spans([(key.start_mark.index, source.end_of(value)) for key, value in pairs], set(places))
    leading = next(place for place in range(len(pairs)) if place not in places)
    spans = [_block_entry(source, *pairs[place]) for place in places if place > leading]
    return spans + (_leading(source, pairs, leading) if leading else [])


def _block_entry(source: YamlSource, key: Node, value: Node) -> Span:
    start = key.start_mark.index
    return Span(source.line_start(start), source.below(value, source.column(start)), "")



def _leading(source: YamlSource, pairs: Sequence[tuple[Node, Node]], stays: int) -> list[Span]:
    """Remove the first entries of a mapping: the dash before them goes on to the first that stays."""
    first, kept = pairs[0][0].start_mark.index, pairs[stays][0].start_mark.index
    if source.begins_its_line(first):
        return [_block_entry(source, *pair) for pair in pairs[:stays]]
    between = [source.text[source.line_end(source.end_of(one[1])) : other[0].start_mark.index] for one, other in pairwise(pairs[: stays + 1])]
    if not any(text.strip() for text in between):
        return [Span(first, kept, "")]
    after_dash = len(source.text[:first].rstrip())
    own = Span(after_dash, source.line_end(source.end_of(pairs[0][1])), "")
    return [own, *(_block_entry(source, *pair) for pair in pairs[1:stays])]


def flow_removals(source: YamlSource, nodes: Sequence[Node], gone: set[int]) -> list[Span]:
    """Return the spans of the items in brackets that go, each with one comma."""
    return _flow_spans([(node.start_mark.index, source.end_of(node)) for node in nodes], gone)


def _flow_spans(places: Sequence[tuple[int, int]], gone: set[int]) -> list[Span]:
    if not gone:
        return []
    if len(gone) == len(places):
        return [Span(places[0][0], places[-1][1], "")]
    first_kept = next(place for place in range(len(places)) if place not in gone)
    return [Span(places[one][0], places[one + 1][0], "") if one < first_kept else Span(places[one - 1][1], places[one][1], "") for one in sorted(gone)]


def item_removal(source: YamlSource, node: SequenceNode, place: int) -> Span:
    """Return the span of an item of a block list: its lines, the comments in and right below it, and those above that are its own.

    Comments above belong to the item unless they head a group (an empty line or the list's beginning stands above them, and
    another item follows below without a gap) or stand at the top of the file.
    """
    child = node.value[place]
    dash = source.column(node.start_mark.index)
    start = source.line_start(_dash_before(source, node, place))
    end = source.below(child, dash)
    above = _comments_above(source, start, dash)
    if above == start or above == 0:
        return Span(start, end, "")
    follows = place + 1 < len(node.value) and source.line_start(_dash_before(source, node, place + 1)) == end
    heads_group = follows and (place == 0 or not source.text[_line_above(source, above) : above].strip())
    return Span(start if heads_group else above, end, "")


def _dash_before(source: YamlSource, node: SequenceNode, place: int) -> int:
    if place == 0:
        start: int = node.start_mark.index
        return start
    dash = source.column(node.start_mark.index)
    # Between two items stand comments and empty lines only, and the one dash at the list's column.
    at = source.line_start(node.value[place].start_mark.index)
    while source.text[at + dash : at + dash + 1] != "-" or source.text[at : at + dash].strip():
        at = _line_above(source, at)
    return at + dash


def _comments_above(source: YamlSource, start: int, dash: int) -> int:
    """Return where the comment lines directly above a line begin; those deeper than the dash are of the item before."""
    while start and (line := source.text[(above := _line_above(source, start)) : start]).strip().startswith("#") and len(line) - len(line.lstrip(" ")) <= dash:
        start = above
    return start


def _line_above(source: YamlSource, start: int) -> int:
    before = start - 2 if source.text[start - 2 : start] == "\r\n" else start - 1
    return source.line_start(before)
