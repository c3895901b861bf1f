"""Slips that editors make, and what the check says of each: the guide shows the very sentences, made by the very code.

A slip is written as an editor would write it; nothing of the answers is typed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.awards import Award
from macros.calls import call
from macros.documents import Document
from macros.events import Event
from macros.page_check import Call, check_page
from macros.problems import Problem
from macros.reading import read
from macros.records import Record, build
from macros.results import Figure
from macros.site import Site
from macros.sources import Source
from macros.tasks import Task
from macros.vocabularies import Term, context
from macros.words import MACROS
from macros.written_names import WrittenNames


@dataclass(frozen=True)
class Slip:
    """What was typed, and the check's answers."""

    typed: str
    answers: tuple[str, ...]


# Each is a file that cannot be read; a place for every way of going wrong that `syntax.py` and `reading.py` tell apart.
_FORMAT = (
    "- id: nv-2099-1\n  title Họp ví dụ",
    "- id: nv-2099-1\n  title:Họp ví dụ",
    "-id: nv-2099-1\n  title: Họp ví dụ",
    "- id: nv-2099-1\n  title: Họp ví dụ: lần hai",
    "- id: nv-2099-1\n  title: Họp ví dụ\n  và làm ví dụ",
    "- id: nv-2099-1\n  due: Quý IV/2099- id: nv-2099-2\n  title: Họp ví dụ",
    "- id: nv-2099-1\n  title: Họp ví dụ\n– id: nv-2099-2",
    "- id: nv-2099-1\n  title: Họp #5",
    "- id: nv-2099-1\n  title: \"Họp ví dụ",
    "- id: nv-2099-1\n  title: \"Họp\" ví dụ",
    "- id: nv-2099-1\n  title: \"Thi đua \"Ba tốt\" năm 2099\"",
    "- id: nv-2099-1\n  title: \"Thư mục D:\\Họp\"",
    "- id: nv-2099-1\n  title: @Họp ví dụ",
    "- id: nv-2099-1\n  title: &Họp ví dụ",
    "- id: nv-2099-1\n    title: Họp ví dụ",
    "- id: nv-2099-1\n title: Họp ví dụ",
    "- id: nv-2099-1\n - id: nv-2099-2",
    "- id: nv-2099-1\n  lead: - ban-vi-du-1",
    "- id: nv-2099-1\n  lead: [ban-vi-du-1, ban-vi-du-2",
    "- id: nv-2099-1\n  lead: ]",
    "- id: nv-2099-1\n---\n- id: nv-2099-2",
    "- id: nv-2099-1\n  title: Họp một\n  title: Họp hai",
    "- id: nv-2099-1\n  title: Họp một\n  id: nv-2099-2\n  title: Họp hai",
    "- id: nv-2099-1\n  lead:\n    -\n    - ban-vi-du-1",
)
# What cannot be shown as typed stands under a description.
_ENCODINGS: Mapping[str, bytes] = {
    "tệp lưu bằng mã UTF-16": "- id: nv-2099-1".encode("utf-16"),
    "tệp lưu bằng mã Windows-1258, TCVN3, VNI": "title: Họp".encode().replace("ọ".encode(), b"\xf2"),
    "phím Tab để thụt dòng": b"\ttitle: A",
    "chữ Ð của tiếng nước khác": "title: Ð".encode(),
    "ký tự đảo chiều, thường do chép từ trang web": "title: \u202eA".encode(),
    "chữ rộng bằng không, thường do chép từ trang web": "title: A\u200cB".encode(),
    "ký hiệu đầu dòng của Word": "title: \uf0b7 A".encode(),
    "chữ đã hỏng khi chuyển mã": "title: \ufffd".encode(),
    "tệp UTF-8 mở và lưu lại như mã khác": "title: Há»™i nghá»‹".encode(),
    "tệp lưu ở mã không có chữ tiếng Việt": b"title: H?i ngh? t?ng k?t",
    "chữ TCVN3 (ABC)": "title: Tæ chøc héi nghÞ, c«ng t¸c".encode(),
    "chữ VNI": "title: Toå chöùc hoäi nghò, coâng taùc".encode(),
    "dấu ngắt dòng lạ, thường do chép từ Word": "title: A\u2028B".encode(),
    "ký tự điều khiển": b"title: A\x07",
}
# A kind of record, what else it needs, and the line with the slip.
_VALUES: tuple[tuple[type[Record], str, str], ...] = (
    (Task, "id: nv-2099-1", "# không ghi title"),
    (Task, "id: nv-2099-1", "title:"),
    (Task, "id: nv-2099-1\ntitle: A", "tilte: Họp ví dụ"),
    (Task, "title: A", "id: NV 2099/1"),
    (Task, "id: nv-2099-1\ntitle: A", "lead: Ban Ví dụ Một"),
    (Task, "id: nv-2099-1\ntitle: A", "lead: ban-vi-du-1, ban-vi-du-2"),
    (Task, "id: nv-2099-1\ntitle: A", "lead: – ban-vi-du-1"),
    (Task, "id: nv-2099-1\ntitle: A", "due: 31/02/2099"),
    (Task, "id: nv-2099-1\ntitle: A", "due: khi có yêu cầu"),
    (Task, "id: nv-2099-1\ntitle: A", "due: 2099 - 2097"),
    (Task, "id: nv-2099-1\ntitle: A", "result_date: 12/1/99"),
    (Task, "id: nv-2099-1\ntitle: A", "state: Xong"),
    (Task, "id: nv-2099-1\ntitle: A", "source: https://vi-du.example/1"),
    (Task, "id: nv-2099-1\ntitle: A", "source: [bai-vi-du-2099, mục 1]"),
    (Task, "id: nv-2099-1\ntitle: A", "due: 30-06-2099"),
    (Task, "id: nv-2099-1\ntitle: A", "due: Quí II"),
    (Task, "id: nv-2099-1", "title: [Họp, Thi]"),
    (Event, "id: sk-2099-1\ntitle: A\nkind: conference", "date: Quý II/2099"),
    (Event, "id: sk-2099-1\ntitle: A\nkind: conference\ndate: 2099", "about: 2099, 2100"),
    (Event, "id: sk-2099-1\ntitle: A\nkind: conference\ndate: 2099", "year_inferred: chắc là có"),
    (Event, "id: sk-2099-1\ntitle: A\nkind: conference\ndate: 2099", "acts: Phát biểu"),
    (Award, "id: kt-2099-1\nhonour: danh-hieu-vi-du\nto: collective", "merit_year: 99"),
    (Award, "id: kt-2099-1\nhonour: danh-hieu-vi-du\nto: collective\nmerit_year: 2099", "declared: 1.131"),
    (Figure, "id: sl-2099-1\ntitle: A\nsource: bai-vi-du-2099", "value: 24.762"),
    (Figure, "id: sl-2099-1\ntitle: A\nsource: bai-vi-du-2099", "value: 5 tỷ"),
    (Document, "id: 9901-ct-tw\nkind: other", "security: Mật"),
    (Document, "id: 9901-ct-tw\nkind: other", "file: files/9901.pdf"),
    (Source, "id: bai-vi-du-2099\ntitle: A\nread: A", "address: vi-du.example/1"),
    (Term, "label: A", "key: Từ mới"),
)
_PAGES = (
    "{{ task(year=2099) }}",
    "{{ tasks }}",
    "{{ tasks(yaer=2099) }}",
    "{{ tasks(year=1999) }}",
    "{{ tasks(state=\"Xong\") }}",
    "{{ figure() }}",
    "{{ tasks(2099) }}",
    "{{ years( }}",
    "{{ tasks(state=“Đang thực hiện”) }}",
    "{{ tasks(year=2099 state=\"Đang thực hiện\") }}",
    "{{ tasks(year=2099) }",
    "{ tasks(year=2099) }",
    "---\ntitle: Họp: lần hai\n---\n",
    "---\ntitle: Họp\nMột đoạn văn.",
    "{% if 1 %}A{% endif %}",
)


def format_slips() -> list[Slip]:
    """Return the slips against the format of the files."""
    return [Slip(typed, _messages(read(typed.encode(), "")[1])) for typed in _FORMAT]


def encoding_slips() -> list[Slip]:
    """Return the slips of saving and pasting."""
    return [Slip(name, _messages(read(raw, "")[1])) for name, raw in _ENCODINGS.items()]


def value_slips(site: Site) -> list[Slip]:
    """Return the slips within one field; the words known are the record's own."""
    known, names = {**context(site.data.vocabularies), "year": 2099}, WrittenNames(site.data)
    return [Slip(typed, _value_answers(model, f"{typed}\n{rest}", known, names)) for model, rest, typed in _VALUES]


def _value_answers(model: type[Record], text: str, known: Mapping[str, object], names: WrittenNames) -> tuple[str, ...]:
    row, problems = read(text.encode(), "")
    return _messages([names.answered(problem) for problem in problems or build(model, row, "", 1, known).problems])


def page_slips(site: Site) -> list[Slip]:
    """Return the slips on hand-written pages."""

    def render(found: Call) -> object:
        return call(site, MACROS, found.name, found.positional, found.named)

    return [Slip(typed, _messages(check_page(typed, "", MACROS, render))) for typed in _PAGES]


def _messages(problems: list[Problem]) -> tuple[str, ...]:
    return tuple(problem.message for problem in problems)
