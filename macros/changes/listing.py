"""The changes themselves, as blocks of sentences: what many records share first, then records one by one, by kind and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from macros.changes.compare import Changes, Edited
from macros.changes.entries import Entry
from macros.changes.grouping import Batch, Wholesale, batches, by_kind, users, wholesale
from macros.changes.markdown import Block, code, text
from macros.changes.sentences import content_words, edit_sentence, field_words, kind_name, small, title
from macros.changes.values import Side

# So many lines of one kind stand open; more are folded.
OPEN = 10
_NAMES = ("name", "title")


def content_blocks(changes: Changes) -> list[Block]:
    """Return every change, as blocks; the first has the heading."""
    groups, single = wholesale(changes.edited)
    groups.sort(key=lambda group: -len(group.entries))
    came, alone = batches(changes.after, changes.added)
    went, apart = batches(changes.before, changes.removed)
    blocks = [
        *_names_that_changed(changes, single),
        *(_wholesale(changes, group) for group in groups),
        *(_batch(changes.after, batch, "Thêm", "cho") for batch in sorted(came, key=_few)),
        *(_batch(changes.before, batch, "Bỏ", "của") for batch in sorted(went, key=_few)),
        *_one_by_one(changes, [one for one in single if not _renames(one)], alone, apart),
    ]
    if blocks:
        blocks.insert(0, Block("## Nội dung thay đổi", ()))
    return blocks


def _few(batch: Batch) -> int:
    return -len(batch.entries)


def _renames(one: Edited) -> bool:
    return any(field.path in _NAMES and field.before and field.after for field in one.fields) and not one.after.holder and one.after.year is None


def _names_that_changed(changes: Changes, single: Iterable[Edited]) -> Iterator[Block]:
    """Yield a block for each record whose name other records show: what it was called, and who shows the new name."""
    listed = [one for one in single if _renames(one)]
    shown_by = users(changes, {one.after.id for one in listed})
    for one in listed:
        showing = shown_by.get(one.after.id, [])
        name = next(field for field in one.fields if field.path in _NAMES)
        others = [field for field in one.fields if field is not name]
        sentence = f"**Đổi tên {kind_name(one.after.model)}** “{text(name.before[0])}” → “{text(name.after[0])}”"
        sentence += f"; {'; '.join(text(field_words(field)) for field in others)}" if others else ""
        sentence += f"; đổi mã {code(one.before.id)} → {code(one.after.id)}" if one.has_new_id else ""
        sentence += f". Tên mới hiện ở {by_kind(showing)}." if showing else "."
        lines = tuple(text(title(changes.after, entry)) for entry in showing)
        yield Block(f"- {sentence}", lines, "bản ghi", f"Danh sách {len(lines)} bản ghi hiện tên mới" if lines else "")


def _wholesale(changes: Changes, group: Wholesale) -> Block:
    years = sorted({entry.year for entry in group.entries if entry.year})
    when = f" năm {', '.join(map(str, years))}" if years else ""
    said = "; ".join(text(field_words(field)) for field in group.fields)
    lines = tuple(text(title(changes.after, entry)) for entry in group.entries)
    return Block(f"- **{len(lines)} {kind_name(group.model)}{when}**: {said}.", lines, kind_name(group.model), f"Danh sách {len(lines)} {kind_name(group.model)}")


def _batch(side: Side, batch: Batch, verb: str, for_whom: str) -> Block:
    when = f" năm {batch.year}" if batch.year else ""
    unit = f" {for_whom} {text(batch.unit)}" if batch.unit else ""
    within = f" ({text(side.name(batch.holder))})" if batch.holder else ""
    head = f"- **{verb} {len(batch.entries)} {kind_name(batch.model)}{when}**{unit}{within}."
    return Block(head, tuple(_told(side, entry) for entry in batch.entries), kind_name(batch.model), f"Danh sách {len(batch.entries)} {kind_name(batch.model)}")


def _told(side: Side, entry: Entry) -> str:
    said = content_words(side, entry)
    return text(f"{title(side, entry)}: {said}." if said else f"{title(side, entry)}.")


def _one_by_one(changes: Changes, single: Sequence[Edited], alone: Sequence[Entry], apart: Sequence[Entry]) -> Iterator[Block]:
    found: dict[tuple[str, int | None], list[str]] = {}
    for entry in apart:
        found.setdefault((kind_name(entry.model), entry.year), []).append(f"**Bỏ** {small(_told(changes.before, entry))}")
    for entry in alone:
        found.setdefault((kind_name(entry.model), entry.year), []).append(f"**Thêm** {small(_told(changes.after, entry))}")
    for one in single:
        found.setdefault((kind_name(one.after.model), one.after.year), []).append(text(edit_sentence(changes, one)))
    for (kind, year), lines in sorted(found.items(), key=lambda item: (-(item[0][1] or 0), -len(item[1]), item[0][0])):
        heading = f"### {kind[:1].upper()}{kind[1:]}{f' năm {year}' if year else ''}"
        yield Block(heading, tuple(lines), kind, f"{len(lines)} {kind}" if len(lines) > OPEN else "")
