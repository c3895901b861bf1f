"""A change in Vietnamese words: «Nhiệm vụ 17 (năm 2023) “…”: Đang thực hiện → Hoàn thành; kết quả thực hiện: …».

Texts are plain here; `markdown.py` makes them safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from macros.awards import Award, Recipient
from macros.changes.compare import Changes, Edited, FieldChange
from macros.changes.entries import Entry
from macros.changes.values import Side
from macros.documents import Document
from macros.events import Event
from macros.records import Record, SourceRef
from macros.tasks import Task
from macros.vietnamese import capital
from macros.vocabularies import Term

LONG = 160  # letters from which on a text that changed is shown around the change only
AROUND = 30
_NAME_FIELDS = ("name", "title", "text", "point", "printed", "label", "number")


def kind_name(model: type[Record]) -> str:
    """Return what records of a model are called within a sentence: `nhiệm vụ`."""
    return model.noun or model.__name__


def title(side: Side, entry: Entry) -> str:
    """Return a record as the report names it: `Nhiệm vụ 17 (năm 2023) “…”`."""
    record = entry.record
    number = f" {record.number}" if isinstance(record, Task) and record.number else ""
    if isinstance(record, Term):
        return f"Từ “{record.label}” (danh mục {entry.part})"
    if isinstance(record, Document):
        return f"Văn bản {side.name_of(record)}"
    within = f" ({side.name(entry.holder)})" if isinstance(record, Recipient) else f" (năm {entry.year})" if entry.year and not isinstance(record, Award) else ""
    return f"{capital(kind_name(entry.model))}{number}{within} “{side.name_of(record)}”"


def units_of(side: Side, entry: Entry) -> tuple[str, ...]:
    """Return the names of the units a record counts under: who leads a task, organises an event, issued a document, was commended."""
    record = entry.record
    ids: Iterable[str] = ()
    if isinstance(record, Task):
        ids = record.lead
    elif isinstance(record, Event):
        ids = record.organiser
    elif isinstance(record, Document):
        ids = record.issuer
    elif isinstance(record, Recipient):
        ids = (record.unit,) if record.unit else ()
    group = (record.lead_class,) if isinstance(record, Task) and record.lead_class else ()
    return (*(side.name(one) for one in ids), *group)


def edit_sentence(changes: Changes, one: Edited) -> str:
    """Return one edited record in one sentence, its source at the end."""
    parts = [field_words(change).rstrip(".") for change in one.fields]
    if one.has_new_id:
        parts.insert(0, f"đổi mã {one.before.id} → {one.after.id}")
    if not any(change.path == "source" for change in one.fields) and (kept := sources(changes.after, one.after.record)):
        parts.append(f"nguồn (không đổi): {kept}")
    return f"{title(changes.after, one.after)}: {'; '.join(parts)}."


def sources(side: Side, record: Record) -> str:
    """Return the sources of a record as a reader cites them."""
    fact = next((fact for fact in side.facts(record) if fact.path == "source"), None)
    return side.all_shown(fact) if fact and all(isinstance(item, SourceRef) for item in fact.items) else ""


def content_words(side: Side, entry: Entry) -> str:
    """Return everything a new or removed record says, but for its name."""
    said = [f"{small(fact.label)}: {side.all_shown(fact)}" for fact in side.facts(entry.record) if fact.path not in _NAME_FIELDS]
    return "; ".join(words.rstrip(".") for words in said)


def field_words(change: FieldChange) -> str:
    """Return the change of one field: `thời hạn hoàn thành: 30/06/2023 → 30/09/2023`."""
    name, before, after = small(change.label), "; ".join(change.before), "; ".join(change.after)
    if change.reordered:
        return f"đổi thứ tự {name}: {after}"
    if before and after:
        was, now = around_the_change(before, after)
        return f"{was} → {now}" if change.path == "state" else f"{name}: {was} → {now}"
    if after:
        return f"thêm {name}: {after}" if change.many else f"{name}: {after}"
    return f"bỏ {name}: {before}"


def small(label: str) -> str:
    """Return a label within a sentence; abbreviations keep their capitals, and so does «Ông/Bà»."""
    return label if label[1:2].isupper() or (re.search(r"/[^\W\d_]", label) and label.istitle()) else label[:1].lower() + label[1:]


def around_the_change(before: str, after: str) -> tuple[str, str]:
    """Return two long texts as what differs with a few words around it; short ones whole."""
    if max(len(before), len(after)) <= LONG:
        return before, after
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    first = _word_start(before, max(start - AROUND, 0))
    return _window(before, first, len(before) - max(end - AROUND, 0)), _window(after, first, len(after) - max(end - AROUND, 0))


def _common(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _word_start(text: str, place: int) -> int:
    return text.rfind(" ", 0, place) + 1


def _window(text: str, first: int, last: int) -> str:
    found = re.match(r"\S*", text[last:])
    last += found.end() if found else 0
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
