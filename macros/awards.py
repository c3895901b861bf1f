"""Awards by year of merit, and who received them; a list known by its count only is shown as that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from macros.field_types import Count, DocumentId, HonourId, Id, Many, MovementId, PersonId, Sources, Text, UnitId, Year, source_field, word
from macros.problems import Problem, hint
from macros.records import Record

if TYPE_CHECKING:
    from macros.data import Data


class Recipient(Record):
    """One line of an award list, as the decision prints it."""

    noun = "người được khen"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, ví dụ kt-2022-bk-001.")
    honorific: Annotated[str, BeforeValidator(word("honorific"))] | None = Field(default=None, title="Ông/Bà", description="Như quyết định ghi.")
    name: Text = Field(title="Họ và tên", description="Họ tên cá nhân, tên tập thể hoặc hộ gia đình, như quyết định ghi.")
    post: Text | None = Field(default=None, title="Chức vụ", description="Chức vụ lúc được khen.")
    workplace: Text | None = Field(default=None, title="Đơn vị công tác", description="Đơn vị lúc được khen, như quyết định ghi.")
    unit: UnitId | None = Field(default=None, title="Đơn vị", description="Mã đơn vị trong units.yml, nếu có.")
    person: PersonId | None = Field(default=None, title="Mã người", description="Chỉ ghi khi chắc chắn là một người trong people.yml.")
    reason: Text | None = Field(default=None, title="Thành tích", description="Lý do khen riêng của dòng này.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Như danh sách ghi.")


class Award(Record):
    """One honour given to one kind of recipient by one decision."""

    noun = "khen thưởng"
    id: Id = Field(title="Mã", description="Mã riêng, không đổi, ví dụ kt-2022-bang-khen-ca-nhan.")
    merit_year: Year = Field(title="Năm thành tích", description="Năm của thành tích, không phải năm ra quyết định.")
    honour: HonourId = Field(title="Danh hiệu, hình thức", description="Mã trong honours.yml.")
    printed: Text | None = Field(default=None, title="Nguồn ghi", description="Tên danh hiệu, hình thức như quyết định hoặc nguồn ghi, khi khác tên dùng trên trang.")
    level_note: Text | None = Field(default=None, title="Cấp", description="Ví dụ «nguồn không ghi cấp»; không suy đoán.")
    to: Annotated[str, BeforeValidator(word("recipient_kind"))] = Field(title="Đối tượng", description="Tập thể, Cá nhân hoặc Hộ gia đình.")
    kind: Annotated[str, BeforeValidator(word("commendation_kind"))] | None = Field(
        default=None, title="Loại khen thưởng", description="Công trạng, đột xuất, phong trào thi đua…; bỏ nếu nguồn không ghi."
    )
    decision: DocumentId | None = Field(default=None, title="Quyết định", description="Mã quyết định trong documents.yml.")
    granted_by: Text | None = Field(default=None, title="Cơ quan khen", description="Như nguồn ghi.")
    declared: Count | None = Field(default=None, title="Số công bố", description="Số tập thể hoặc cá nhân nguồn nêu.")
    recipients: Annotated[tuple[Recipient, ...], Many] = Field(default=(), title="Danh sách", description="Theo đúng thứ tự của quyết định.")
    reason: Text | None = Field(default=None, title="Thành tích", description="Lý do khen chung.")
    movement: MovementId | None = Field(default=None, title="Phong trào", description="Mã phong trào, nếu khen theo phong trào.")
    status: Annotated[str, BeforeValidator(word("award_status"))] = Field(default="awarded", title="Tình trạng", description="Đề nghị, Đã khen thưởng, Đã hủy quyết định.")
    cancelled_by: DocumentId | None = Field(default=None, title="Quyết định hủy", description="Bắt buộc khi Đã hủy quyết định.")
    note: Text | None = Field(default=None, title="Ghi chú", description="Điều cần biết thêm.")
    quote: Text | None = Field(default=None, title="Nguyên văn", description="Câu của nguồn.")
    source: Sources = source_field()

    @property
    def count(self) -> int | None:
        """Return how many were commended: declared, else listed; None when unknown."""
        return self.declared if self.declared is not None else len(self.recipients) or None


def _all_awards(data: Data) -> Iterator[Award]:
    for year in data.years.values():
        yield from year.awards


def award_lists_no_more_than_declared(data: Data) -> Iterator[Problem]:
    """A list is not longer than the number the source states."""
    for award in _all_awards(data):
        if award.declared is not None and len(award.recipients) > award.declared:
            yield award.problem("declared", f"nguồn nêu {award.declared} nhưng danh sách có {len(award.recipients)}. Xem lại danh sách '{award.id}'.")


def award_has_a_count_or_a_list(data: Data) -> Iterator[Problem]:
    """An award says how many, or who."""
    for award in _all_awards(data):
        if award.declared is None and not award.recipients:
            yield award.problem("declared", f"'{award.id}' chưa có số công bố, cũng chưa có danh sách. Thêm declared hoặc recipients.")


def merit_year_is_the_folder_year(data: Data) -> Iterator[Problem]:
    """An award stands in the folder of its year of merit."""
    for number, year in data.years.items():
        for award in year.awards:
            if award.merit_year != number:
                yield award.problem("merit_year", f"năm thành tích {award.merit_year} khác thư mục {number}. Chuyển sang data/{award.merit_year}/awards.yml.")


def honour_suits_the_recipient(data: Data) -> Iterator[Problem]:
    """A title for collectives is not given to persons, nor the reverse."""
    for award in _all_awards(data):
        honour = data.honours.get(award.honour)
        if honour and honour.recipients and award.to not in honour.recipients:
            allowed = ", ".join(data.label("recipient_kind", kind) for kind in honour.recipients)
            yield award.problem("to", f"{honour.name} chỉ tặng cho: {allowed}. Sửa đối tượng, hoặc chọn danh hiệu, hình thức khác.")


def printed_honour_is_known(data: Data) -> Iterator[Problem]:
    """The printed name of an honour is one of its known names, so that a slip like «tiến tiến» is seen."""
    for award in _all_awards(data):
        honour = data.honours.get(award.honour)
        if honour and award.printed:
            known = (honour.name, *honour.aliases, *(legal.name for legal in honour.legal_names))
            if award.printed.lower() not in map(str.lower, known):
                remedy = f"Nếu nguồn ghi đúng như vậy, thêm vào aliases của '{honour.id}' trong honours.yml."
                yield award.problem("printed", f"'{award.printed}' không phải cách gọi đã biết của {honour.name}.{hint(award.printed, known)} {remedy}")


def cancelled_award_names_its_decision(data: Data) -> Iterator[Problem]:
    """A cancelled award names the decision that cancelled it."""
    for award in _all_awards(data):
        if award.status == "cancelled" and not award.cancelled_by:
            yield award.problem("status", f"'{award.id}' ghi Đã hủy quyết định mà chưa có quyết định hủy. Thêm cancelled_by.")
        if award.cancelled_by and award.status != "cancelled":
            yield award.problem("cancelled_by", f"'{award.id}' có quyết định hủy nhưng tình trạng không phải Đã hủy quyết định. Sửa một trong hai.")


def recipient_stands_once_in_a_list(data: Data) -> Iterator[Problem]:
    """The same name, post and workplace do not stand twice in one list."""
    for award in _all_awards(data):
        seen: set[tuple[str, str | None, str | None]] = set()
        for recipient in award.recipients:
            key = (recipient.name, recipient.post, recipient.workplace or recipient.unit)
            if key in seen:
                yield recipient.problem("name", f"'{recipient.name}' có hai lần trong danh sách '{award.id}'. Bỏ một; nếu là hai người, ghi chức vụ, đơn vị để phân biệt.")
            seen.add(key)


def award_decision_is_not_before_the_merit(data: Data) -> Iterator[Problem]:
    """A decision on a year's merit is not issued before that year."""
    for award in _all_awards(data):
        decision = data.documents.get(award.decision) if award.decision else None
        if decision and decision.issued and decision.issued.year < award.merit_year:
            yield award.problem("decision", f"'{decision.id}' ban hành {decision.issued}, trước năm thành tích {award.merit_year}. Xem lại quyết định.")


def fighters_are_not_more_than_the_advanced(data: Data) -> Iterator[Problem]:
    """A Chiến sĩ thi đua holds Lao động tiên tiến (Luật 06/2022/QH15, Điều 22, 23), so no more of them than of those."""
    chain = ("chien-si-thi-dua-bo", "chien-si-thi-dua-co-so", "lao-dong-tien-tien")
    for year in data.years.values():
        given: dict[str, list[Award]] = {}
        for award in year.awards:
            if award.status == "awarded" and award.count is not None:
                given.setdefault(award.honour, []).append(award)
        for higher, lower in pairwise(chain):
            if higher in given and lower in given:
                more, fewer = (sum(award.count or 0 for award in given[honour]) for honour in (higher, lower))
                if more > fewer:
                    names = data.names_of("honours")
                    message = f"{more} {names.get(higher, higher)} nhiều hơn {fewer} {names.get(lower, lower)}. Xem lại hai số theo nguồn."
                    yield given[higher][0].problem("declared", message)
