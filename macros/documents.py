"""Documents: directives, resolutions, decisions, plans, with their relations and state of effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from macros import document_numbers
from macros.field_types import Address, AnyId, Day, DocumentId, FileName, Id, Many, PersonId, Sources, Text, Texts, UnitId, When, Year, YesNo, refuse, source_field, word
from macros.problems import Problem, shown
from macros.records import Record
from macros.vietnamese import day, fold

if TYPE_CHECKING:
    from macros.data import Data

SECRET = ("mat", "toi mat", "tuyet mat", "secret", "top secret", "confidential")


def _security(value: Any, info: ValidationInfo) -> str:
    if isinstance(value, str) and fold(value).replace("_", " ") in SECRET:
        raise refuse("secret", f"{shown(value)}: văn bản mật không đưa lên trang này. Xóa cả bản ghi và báo người phụ trách.")
    return word("security")(value, info)


class Signer(Record):
    """Who signed, and in which capacity."""

    noun = "người ký"
    name: Text = Field(title="Người ký", description="Họ và tên như văn bản ghi.")
    person: PersonId | None = Field(default=None, title="Mã người", description="Mã trong people.yml nếu người này có ở đó.")
    capacity: Text | None = Field(default=None, title="Chức vụ khi ký", description="Ví dụ: TM. BAN THƯỜNG TRỰC, PHÓ CHỦ TỊCH.")


class Relation(Record):
    """What this document does to another; the other side is derived."""

    noun = "quan hệ"
    kind: Annotated[str, BeforeValidator(word("relation"))] = Field(title="Quan hệ", description="Thay thế, sửa đổi, căn cứ… Ghi một lần, ở văn bản ra sau.")
    document: DocumentId = Field(title="Văn bản kia", description="Mã văn bản kia.")
    part: Text | None = Field(default=None, title="Phần", description="Điều, khoản liên quan, nếu không phải cả văn bản.")
    source: Sources = source_field()


class EffectCheck(Record):
    """A check that the document was in force on a day."""

    noun = "kiểm tra hiệu lực"
    day: Day = Field(title="Ngày kiểm tra", description="Ngày xem nguồn.")
    source: Sources = Field(title="Nguồn", description="Nguồn nói văn bản còn hiệu lực.", min_length=1)


class Document(Record):
    """One document; identified by issuer, kind, number and date together, never by the number alone."""

    noun = "văn bản"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, là địa chỉ trang, ví dụ 18-ct-tw; trùng thì thêm nơi ban hành và năm.")
    kind: Annotated[str, BeforeValidator(word("document_kind"))] = Field(title="Tên loại", description="Chỉ thị, Nghị quyết, Quyết định, Kế hoạch…")
    number: Text | None = Field(default=None, title="Số, ký hiệu", description="Đúng cách ghi của khối: 18-CT/TW (Đảng), 733/QĐ-TTg (Nhà nước), 222/QĐ-MTTW (Mặt trận).")
    other_numbers: Texts = Field(default=(), title="Cách ghi khác", description="Cách ghi số khác còn gặp, kể cả in sai, để tìm kiếm.")
    issuer: Annotated[tuple[UnitId, ...], Many] = Field(default=(), title="Cơ quan ban hành", description="Mã cơ quan; liên tịch thì nhiều mã.")
    issued: When | None = Field(default=None, title="Ngày ban hành", description="Ngày, hoặc tháng/năm, năm nếu chỉ biết đến đó.")
    issued_inferred: YesNo = Field(default=False, title="Năm suy ra", description="«có» nếu nguồn chỉ ghi ngày tháng, năm suy từ bài.")
    signer: Signer | None = Field(default=None, title="Người ký", description="Tên và chức vụ khi ký.")
    subject: Text | None = Field(default=None, title="Trích yếu", description="Trích yếu đúng như văn bản.")
    year: Year | None = Field(default=None, title="Năm công tác", description="Năm mà kế hoạch, báo cáo, giao ước thuộc về.")
    effect_from: When | None = Field(default=None, title="Có hiệu lực từ", description="Ngày có hiệu lực, nếu nguồn ghi.")
    effect_to: When | None = Field(default=None, title="Hết hiệu lực từ", description="Ngày thôi có hiệu lực, nếu nguồn ghi.")
    effect_checked: EffectCheck | None = Field(default=None, title="Đã kiểm tra còn hiệu lực", description="Ngày kiểm tra và nguồn. Không có thì trang ghi «Chưa xác định hiệu lực».")
    relations: Annotated[tuple[Relation, ...], Many] = Field(default=(), title="Quan hệ", description="Văn bản này làm gì với văn bản khác.")
    security: Annotated[str, BeforeValidator(_security)] = Field(default="normal", title="Độ mật", description="Văn bản mật không đưa lên trang này.")
    distribution: Text | None = Field(default=None, title="Phạm vi phổ biến", description="Như văn bản hoặc nguồn ghi.")
    gazette: Text | None = Field(default=None, title="Công báo", description="Số, ngày Công báo.")
    file: FileName | None = Field(default=None, title="Tệp", description="Tên tệp trong data/files/.")
    address: Address | None = Field(default=None, title="Địa chỉ", description="Trang web có văn bản hoặc tin về văn bản.")
    ambiguous_kind: Text | None = Field(default=None, title="Lưu ý tên loại", description="Khi các nguồn gọi khác nhau.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Câu của nguồn nhắc đến văn bản, đúng từng chữ.")
    about: Annotated[tuple[AnyId, ...], Many] = Field(default=(), title="Liên quan đến", description="Mã phong trào, sự kiện liên quan.")
    source: Sources = source_field()


@dataclass(frozen=True, slots=True)
class Effect:
    """A state of effect and what it rests on: `key` one of ended, current, future, unknown."""

    key: str
    label: str
    detail: str = ""


def group_of(document: Document, data: Data) -> str | None:
    """Return the register group of a document: its issuer's, or `joint` for several issuers."""
    if len(document.issuer) > 1:
        return "joint"
    units = [data.units[unit] for unit in document.issuer if unit in data.units]
    return units[0].group if units else None


def effect(document: Document, data: Data, as_of: date) -> Effect:
    """Derive the state of effect on a day from recorded dates and relations; never assumed (practice §1.1)."""
    ended = _end_of_effect(document, data)
    if ended and (ended[0] is None or ended[0] <= as_of):
        return Effect("ended", "Hết hiệu lực", ended[1])
    if document.effect_from and document.effect_from.first_day() > as_of:
        return Effect("future", "Chưa có hiệu lực", f"có hiệu lực từ {document.effect_from}")
    if document.effect_checked and document.effect_checked.day <= as_of:
        return Effect("current", "Còn hiệu lực", f"kiểm tra ngày {day(document.effect_checked.day)}")
    return Effect("unknown", "Chưa xác định hiệu lực")


def _end_of_effect(document: Document, data: Data) -> tuple[date | None, str] | None:
    """Return the first day out of force (None when undated) and why; None when nothing recorded ends it."""
    ends: list[tuple[date | None, str]] = [(document.effect_to.first_day(), f"từ {document.effect_to}")] if document.effect_to else []
    for other, relation in data.relations_to.get(document.id, ()):
        if relation.kind in ("replaces", "annuls", "revokes") and not relation.part:
            start = other.effect_from or other.issued
            verb = data.vocabularies["relation"][relation.kind].reverse or "bị thay thế bởi"
            said = f"{verb.lower()} {other.number or other.subject or other.id}" + (f", từ {start}" if start else "")
            ends.append((start.first_day() if start else None, said))
    # Several acts may end a document; the earliest did. One without a date ended it at a day nobody recorded.
    return min(ends, key=lambda end: end[0] or date.min) if ends else None


# --- rules ---------------------------------------------------------------------------------------------------


def document_identity_is_unique(data: Data) -> Iterator[Problem]:
    """Issuer, kind, number and date together belong to one document."""
    seen: dict[tuple[Any, ...], str] = {}
    for document in data.documents.values():
        key = (document.issuer, document.kind, document.number, str(document.issued))
        if document.number and key in seen:
            yield document.problem("number", f"'{document.number}' cùng cơ quan, loại, ngày với văn bản '{seen[key]}'. Hai văn bản này là một, giữ một.")
        seen.setdefault(key, document.id)


def document_number_can_be_read(data: Data) -> Iterator[Problem]:
    """A number has digits, then a notation."""
    for document in data.documents.values():
        if document.number and document_numbers.parse(document.number) is None:
            yield document.problem("number", f"{shown(document.number)} không phải số, ký hiệu văn bản. Viết số trước, ký hiệu sau, ví dụ 18-CT/TW hoặc 222/QĐ-MTTW.")


def document_number_fits_its_family(data: Data) -> Iterator[Problem]:
    """The Party writes 18-CT/TW, State and Front 733/QĐ-TTg."""
    for document in data.documents.values():
        wanted = document_numbers.canonical(document.number, group_of(document, data)) if document.number else None
        if wanted and wanted != document.number:
            group = data.label("document_group", group_of(document, data) or "")
            yield document.problem("number", f"'{document.number}' không đúng cách ghi của khối {group}. Viết {wanted}; cách ghi này đưa vào other_numbers.")


def document_number_has_its_kind_code(data: Data) -> Iterator[Problem]:
    """The type code in a number is that of the document's kind."""
    kinds = data.vocabularies.get("document_kind", {})
    owners: dict[str, list[str]] = {}
    for term in kinds.values():
        for code in (term.code, *term.other_codes):
            if code:
                owners.setdefault(code, []).append(term.label)
    for document in data.documents.values():
        number = document_numbers.parse(document.number) if document.number else None
        code = number.codes[0] if number and number.codes else ""
        kind = kinds.get(document.kind)
        if kind and code in owners and kind.label not in owners[code]:
            yield document.problem("kind", f"'{kind.label}' không khớp ký hiệu {code} trong số {document.number}. {code} là {' hoặc '.join(owners[code])}. Sửa tên loại, hoặc sửa số, ký hiệu.")


def relation_is_to_another_document(data: Data) -> Iterator[Problem]:
    """A document has no relation to itself."""
    for document in data.documents.values():
        for relation in document.relations:
            if relation.document == document.id:
                yield relation.problem("document", f"'{document.id}' là chính văn bản này. Ghi mã văn bản kia.")


def relation_is_stored_once(data: Data) -> Iterator[Problem]:
    """A relation stands in one of the two documents only, and once."""
    seen: set[tuple[str, str, str, str | None]] = set()
    for document in data.documents.values():
        for relation in document.relations:
            if (relation.kind, relation.document, document.id, relation.part) in seen:
                yield relation.problem("document", f"'{relation.document}' đã ghi quan hệ này với '{document.id}'. Chỉ ghi ở văn bản ra sau.")
            elif (relation.kind, document.id, relation.document, relation.part) in seen:
                yield relation.problem("document", f"quan hệ với '{relation.document}' viết hai lần. Giữ một.")
            seen.add((relation.kind, document.id, relation.document, relation.part))


def replacing_document_is_later(data: Data) -> Iterator[Problem]:
    """What replaces, amends or ends a document was not issued before it."""
    for document in data.documents.values():
        for relation in document.relations:
            other = data.documents.get(relation.document)
            acts = relation.kind in ("replaces", "amends", "supplements", "annuls", "revokes")
            if acts and other and document.issued and other.issued and document.issued.last_day() < other.issued.first_day():
                yield relation.problem("document", f"'{other.id}' ban hành {other.issued}, sau văn bản này ({document.issued}). Quan hệ này phải ghi ở '{other.id}'.")


def effect_dates_are_in_order(data: Data) -> Iterator[Problem]:
    """A document takes effect no earlier than issued and ends no earlier than it began."""
    for document in data.documents.values():
        if document.effect_from and document.issued and document.effect_from.last_day() < document.issued.first_day():
            yield document.problem("effect_from", f"{document.effect_from} trước ngày ban hành {document.issued}. Xem lại hai ngày.")
        start = document.effect_from or document.issued
        if document.effect_to and start and document.effect_to.last_day() < start.first_day():
            yield document.problem("effect_to", f"{document.effect_to} trước ngày có hiệu lực {start}. Xem lại hai ngày.")


def attached_file_exists(data: Data) -> Iterator[Problem]:
    """A file named by a document is in data/files/."""
    for document in data.documents.values():
        if document.file and document.file not in data.files:
            yield document.problem("file", data.unknown("tệp", document.file, {name: name for name in data.files}, "data/files/"))


def attached_file_is_used(data: Data) -> Iterator[Problem]:
    """A file in data/files/ belongs to a document."""
    used = {document.file for document in data.documents.values()}
    for name in data.files:
        if name not in used and data.is_whole("documents.yml"):
            yield Problem(data.file(f"files/{name}"), 0, "không văn bản nào dùng tệp này. Thêm «file:» vào văn bản trong documents.yml, hoặc xóa tệp.")
