"""Closed vocabularies: the words a field may hold, each with the one Vietnamese label that pages show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import Field

from macros.field_types import Id, Key, Text, Texts
from macros.problems import Problem
from macros.records import Record

if TYPE_CHECKING:
    from macros.data import Data


class Term(Record):
    """One word of a vocabulary."""

    noun = "từ"
    key: Key = Field(title="Khóa", description="Từ viết trong dữ liệu, không đổi sau khi đã dùng.")
    label: Text = Field(title="Nhãn", description="Chữ hiện trên trang.")
    code: Text | None = Field(default=None, title="Ký hiệu", description="Ký hiệu tên loại trong số, ký hiệu văn bản, ví dụ CT.")
    other_codes: Texts = Field(default=(), title="Ký hiệu khác", description="Ký hiệu khác còn gặp, ví dụ của Đảng.")
    reverse: Text | None = Field(default=None, title="Nhãn chiều ngược", description="Chữ hiện ở văn bản phía kia của quan hệ.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Giải thích thêm khi cần.")


class Abbreviation(Record):
    """Several written forms of one thing, which search treats as equal."""

    noun = "từ viết tắt"
    id: Id = Field(title="Mã", description="Mã riêng, không dấu.")
    forms: Texts = Field(title="Các cách viết", description="Các cách viết của cùng một tên, ví dụ UBTƯ, UBTW.")


# The words that rules and pages rest on; the file may add others to a vocabulary, never drop these.
REQUIRED: dict[str, tuple[str, ...]] = {
    "state": ("not_started", "in_progress", "submitted", "done", "stopped", "moved", "withdrawn", "reassigned"),
    "origin": ("year_plan", "conclusion", "superior", "unplanned"),
    "document_kind": ("other",),
    "document_group": ("party", "state", "front", "joint"),
    "relation": ("replaces", "amends", "supplements", "annuls", "revokes"),
    "security": ("normal",),
    "unit_kind": ("department", "public_service", "body", "outside"),
    "movement_kind": ("movement", "campaign", "programme"),
    "role": ("launched", "joined", "carried_out"),
    "honour_kind": ("title", "commendation"),
    "recipient_kind": ("collective", "individual", "household"),
    "award_status": ("proposed", "awarded", "cancelled"),
    "commendation_kind": ("merit",),
    "event_kind": ("conference", "election"),
    "honorific": (),
}

Vocabularies = dict[str, dict[str, Term]]
# By vocabulary: every form an editor may type -> the key it means.
Forms = dict[str, dict[str, str]]


class Words(dict[str, Any]):
    """What the field checks of one file are told: its year, and of the vocabularies those that they ask for.

    What a reading rests on is just that: rows may be written with labels, and a problem names the words there are, in their
    order; the other fields of a word, and the vocabularies of other files, change nothing.
    """

    def __init__(self, forms: Forms, year: int) -> None:
        super().__init__(year=year)
        self._forms = forms

    def __missing__(self, vocabulary: str) -> Any:
        return self.setdefault(vocabulary, self._forms[vocabulary])

    def __getstate__(self) -> None:
        """Pickle what was asked for, not what else there was."""

    def are_of(self, forms: Forms) -> bool:
        """Tell whether the same would be said of these vocabularies."""
        return all([*self[name].items()] == [*forms[name].items()] for name in self.keys() - {"year"})


def context(vocabularies: Vocabularies) -> Forms:
    """Return, for the field check `word`, every form an editor may type."""
    result: Forms = {name: {} for name in REQUIRED}
    for name, terms in vocabularies.items():
        for key, term in terms.items():
            result[name] |= {term.label: key, term.label.lower(): key, key: key}
    return result


def required_words_are_listed(data: Data) -> Iterator[Problem]:
    """Every vocabulary has the words that the checks and pages rest on."""
    for name, keys in REQUIRED.items():
        missing = [key for key in keys if key not in data.vocabularies.get(name, {})]
        if missing and data.is_whole("vocabularies.yml"):
            yield Problem(data.file("vocabularies.yml"), 0, f"danh mục {name} thiếu từ {', '.join(missing)}. Thêm lại, mỗi từ có key và label.")


def vocabulary_labels_differ(data: Data) -> Iterator[Problem]:
    """Two words of a vocabulary never share a label."""
    for terms in data.vocabularies.values():
        seen: dict[str, str] = {}
        for key, term in terms.items():
            if term.label in seen:
                yield term.problem("label", f"'{term.label}' đã là nhãn của '{seen[term.label]}'. Mỗi nhãn chỉ dùng một lần.")
            seen[term.label] = key


def abbreviation_forms_differ(data: Data) -> Iterator[Problem]:
    """A written form belongs to one abbreviation."""
    seen: dict[str, str] = {}
    for group in data.abbreviations:
        for form in group.forms:
            if form in seen:
                yield group.problem("forms", f"'{form}' đã có ở '{seen[form]}'. Gộp hai nhóm hoặc bỏ một chỗ.")
            seen[form] = group.id

