"""Every rule of the data, in one list: what it asks for and how to mend it, in the guide's words, and the generator that checks it.

A generator is named as a true statement. The guide's page of all checks is made from this list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros import awards, documents, events, honours, movements, people, plans, privacy, references, results, sources, tasks, units, vocabularies
from macros.problems import Problem

if TYPE_CHECKING:
    from macros.data import Data


@dataclass(frozen=True)
class Rule:
    """One check: its generator, what it says of sound data, and what to do where that is not so (both Vietnamese).

    One that is `of_years` needs no more than a year's records and the vocabularies: it is asked of each year when that is read.
    """

    check: Callable[[Data], Iterator[Problem]]
    says: str
    remedy: str
    of_years: bool = False

    def __call__(self, data: Data) -> Iterator[Problem]:
        """Yield the places where the rule is broken."""
        return self.check(data)

    @property
    def __name__(self) -> str:
        return self.check.__name__


RULES: tuple[Rule, ...] = (
    Rule(vocabularies.required_words_are_listed, "Danh mục từ có đủ các từ mà trang cần.", "Thêm lại từ thiếu, kèm nhãn (label)."),
    Rule(vocabularies.vocabulary_labels_differ, "Trong một danh mục, mỗi nhãn chỉ dùng một lần.", "Đổi nhãn của một trong hai từ, hoặc bỏ từ thừa."),
    Rule(vocabularies.abbreviation_forms_differ, "Một cách viết chỉ thuộc một nhóm từ viết tắt.", "Gộp hai nhóm, hoặc bỏ cách viết ở một nhóm."),
    Rule(references.id_is_used_once, "Mỗi mã chỉ dùng một lần trong toàn bộ dữ liệu.", "Đặt mã khác cho bản ghi thêm sau; không đổi mã của bản ghi có trước."),
    Rule(references.unit_reference_exists, "Đơn vị được nhắc đến có trong units.yml.", "Sửa mã theo gợi ý, hoặc thêm đơn vị vào units.yml."),
    Rule(references.person_reference_exists, "Người được nhắc đến bằng mã có trong people.yml.", "Sửa mã theo gợi ý, hoặc thêm người vào people.yml."),
    Rule(references.document_reference_exists, "Văn bản được nhắc đến có trong documents.yml.", "Sửa mã theo gợi ý, hoặc thêm văn bản vào documents.yml."),
    Rule(references.movement_reference_exists, "Phong trào được nhắc đến có trong movements.yml.", "Sửa mã theo gợi ý, hoặc thêm phong trào vào movements.yml."),
    Rule(references.honour_reference_exists, "Danh hiệu, hình thức được nhắc đến có trong honours.yml.", "Sửa mã theo gợi ý, hoặc thêm vào honours.yml."),
    Rule(references.task_reference_exists, "Nhiệm vụ được nhắc đến có trong tasks.yml của một năm.", "Sửa mã theo gợi ý, hoặc thêm nhiệm vụ."),
    Rule(references.figure_reference_exists, "Số liệu được nhắc đến có trong results.yml của một năm.", "Sửa mã theo gợi ý, hoặc thêm số liệu."),
    Rule(references.related_record_exists, "Bản ghi ghi ở mục «Liên quan đến» có trong dữ liệu.", "Sửa mã theo gợi ý, hoặc thêm bản ghi đó."),
    Rule(references.plan_part_exists_in_its_year, "Lĩnh vực, trọng tâm của nhiệm vụ có trong plan.yml cùng năm.", "Sửa mã, hoặc thêm lĩnh vực, trọng tâm vào plan.yml."),
    Rule(references.plan_exists_where_tasks_name_its_parts, "Năm có nhiệm vụ ghi lĩnh vực, trọng tâm thì có plan.yml.", "Thêm plan.yml của năm, hoặc bỏ mục lĩnh vực, trọng tâm ở nhiệm vụ."),
    Rule(
        privacy.year_holds_nothing_private, "Không mục chữ nào của một năm có số định danh, ngày sinh, số điện thoại di động của cá nhân.",
        "Xóa khỏi mục đó; đã gửi lên kho thì báo người phụ trách.", of_years=True,
    ),
    Rule(
        privacy.register_holds_nothing_private, "Không mục chữ nào của đơn vị, người, nguồn, văn bản, phong trào, danh hiệu có các thông tin ấy.",
        "Xóa khỏi mục đó; đã gửi lên kho thì báo người phụ trách.",
    ),
    Rule(sources.source_reference_exists, "Nguồn được dẫn có trong sources.yml.", "Sửa mã theo gợi ý, hoặc thêm nguồn vào sources.yml."),
    Rule(sources.source_is_used, "Mỗi nguồn có ít nhất một bản ghi dẫn đến.", "Thêm mã nguồn vào mục source của bản ghi, hoặc xóa nguồn."),
    Rule(sources.misprint_differs_from_correction, "Lỗi in và chữ sửa lại khác nhau.", "Viết chữ đúng vào correct, hoặc xóa lỗi in này."),
    Rule(units.unit_names_differ, "Hai đơn vị không trùng tên, tên gọi khác.", "Dùng lại đơn vị đã có, hoặc viết tên đầy đủ."),
    Rule(units.structure_lists_a_unit_once, "Một đơn vị chỉ có một chỗ trong một cơ cấu.", "Giữ một chỗ."),
    Rule(units.structures_do_not_overlap, "Mỗi ngày chỉ một cơ cấu có hiệu lực.", "Sửa ngày bắt đầu; ngày cuối của cơ cấu trước là ngày liền trước cơ cấu sau."),
    Rule(units.unit_ends_after_it_begins, "Đơn vị, cơ cấu không kết thúc trước khi bắt đầu.", "Xem lại hai ngày theo nguồn."),
    Rule(units.unit_is_not_its_own_successor, "Đơn vị kế thừa là một đơn vị khác.", "Ghi mã đơn vị kế thừa."),
    Rule(people.post_ends_after_it_begins, "Chức vụ không thôi trước ngày nhận.", "Xem lại hai ngày theo nguồn."),
    Rule(people.post_is_seen_while_held, "Ngày nguồn nhắc đến chức vụ nằm trong thời gian giữ chức vụ.", "Xem lại ngày nhắc đến, ngày nhận, ngày thôi."),
    Rule(people.namesakes_have_a_note, "Hai người trùng tên có ghi chú để phân biệt.", "Ghi điều phân biệt hai người vào note."),
    Rule(people.name_has_no_honorific, "Tên người không kèm ông, bà, đồng chí.", "Bỏ danh xưng khỏi name, ghi vào honorific."),
    Rule(documents.document_identity_is_unique, "Không có hai văn bản cùng cơ quan, tên loại, số và ngày.", "Giữ một; văn bản khác nhau thì xem lại cơ quan, ngày."),
    Rule(documents.document_number_can_be_read, "Số, ký hiệu gồm số trước, ký hiệu sau.", "Viết như 18-CT/TW hoặc 222/QĐ-MTTW; chưa có số thì bỏ mục number."),
    Rule(documents.document_number_fits_its_family, "Số, ký hiệu đúng cách viết của khối: Đảng 18-CT/TW; nơi khác 222/QĐ-MTTW.", "Viết theo gợi ý; cách ghi của nguồn đưa vào other_numbers."),
    Rule(documents.document_number_has_its_kind_code, "Ký hiệu trong số khớp tên loại: CT là Chỉ thị, QĐ là Quyết định…", "Sửa tên loại (kind) hoặc số."),
    Rule(documents.relation_is_to_another_document, "Văn bản không có quan hệ với chính nó.", "Ghi mã văn bản kia."),
    Rule(documents.relation_is_stored_once, "Mỗi quan hệ chỉ ghi một lần, ở văn bản ra sau.", "Bỏ quan hệ ở văn bản ra trước, hoặc bỏ dòng trùng."),
    Rule(documents.replacing_document_is_later, "Văn bản thay thế, sửa đổi, bãi bỏ không ra trước văn bản kia.", "Chuyển quan hệ sang văn bản ra sau, hoặc xem lại ngày ban hành."),
    Rule(documents.effect_dates_are_in_order, "Ngày có hiệu lực không trước ngày ban hành; ngày hết hiệu lực không trước ngày có hiệu lực.", "Xem lại các ngày theo văn bản."),
    Rule(documents.attached_file_exists, "Tệp ghi ở văn bản có trong data/files/.", "Chép tệp vào data/files/, hoặc sửa tên tệp."),
    Rule(documents.attached_file_is_used, "Mỗi tệp trong data/files/ thuộc một văn bản.", "Thêm «file:» vào văn bản, hoặc xóa tệp."),
    Rule(movements.movement_ends_after_it_begins, "Phong trào không kết thúc trước khi bắt đầu.", "Xem lại hai mốc theo nguồn."),
    Rule(movements.milestone_is_within_its_movement, "Các mốc nằm trong thời gian của phong trào; tổng kết có thể sau một năm.", "Xem lại mốc, hoặc thời gian của phong trào."),
    Rule(movements.movement_names_differ, "Hai phong trào cùng thời gian không trùng tên.", "Dùng lại phong trào đã có."),
    Rule(movements.role_stands_once_a_year, "Vai trò của Cơ quan trong một phong trào mỗi năm ghi một lần.", "Gộp các vai trò của năm đó vào một mục."),
    Rule(honours.honour_names_differ, "Mỗi tên, cách gọi chỉ thuộc một danh hiệu, hình thức.", "Bỏ cách gọi trùng ở một chỗ."),
    Rule(honours.titles_come_before_commendations, "Danh hiệu thi đua xếp trước hình thức khen thưởng.", "Chuyển danh hiệu lên trên, đúng thứ tự của luật."),
    Rule(plans.declared_parts_make_the_total, "Các số công bố theo trạng thái cộng lại bằng tổng số nhiệm vụ.", "Xem lại từng số theo nguồn.", of_years=True),
    Rule(plans.declared_on_time_and_late_make_done, "Đúng hạn và quá hạn cộng lại bằng số hoàn thành.", "Xem lại từng số theo nguồn.", of_years=True),
    Rule(plans.listed_is_not_more_than_declared, "Danh sách không nhiều hơn số công bố.", "Bỏ mục thừa, hoặc sửa số công bố theo nguồn; nhiệm vụ phát sinh ghi «origin: Phát sinh».", of_years=True),
    Rule(plans.declared_total_has_a_source, "Số công bố có nguồn.", "Thêm mã nguồn và chỗ đọc vào source.", of_years=True),
    Rule(plans.closed_year_is_unchanged, "Số liệu của năm đã khóa sổ giữ nguyên.", "Trả lại số liệu cũ; nếu là đính chính, thêm một mục vào corrections với mã đối chiếu số liệu trong thông báo."),
    Rule(tasks.done_task_has_a_result, "Nhiệm vụ Hoàn thành có kết quả.", "Thêm result, hoặc result_document.", of_years=True),
    Rule(tasks.stopped_task_has_a_reason, "Nhiệm vụ Dừng thực hiện, Rút khỏi kế hoạch có lý do.", "Thêm reason.", of_years=True),
    Rule(tasks.moved_task_is_in_the_next_year, "Nhiệm vụ Chuyển sang năm sau có trong năm sau, khi năm sau đã có nhiệm vụ.", "Thêm ở năm sau nhiệm vụ có carried_from là mã này, hoặc sửa trạng thái."),
    Rule(tasks.carried_task_was_moved, "Nhiệm vụ ghi ở carried_from thuộc năm trước và ghi Chuyển sang năm sau.", "Sửa mã ở carried_from, hoặc sửa trạng thái của nhiệm vụ năm trước."),
    Rule(tasks.task_is_carried_once, "Một nhiệm vụ chỉ chuyển thành một nhiệm vụ.", "Giữ carried_from ở một nhiệm vụ."),
    Rule(tasks.task_number_is_unique_in_its_year, "Số thứ tự không trùng trong một năm và một nguồn giao.", "Xem lại số thứ tự theo kế hoạch.", of_years=True),
    Rule(tasks.task_id_carries_its_year, "Mã nhiệm vụ mang năm thì đúng năm của thư mục.", "Ghi mã nv-năm-số theo năm của thư mục, hoặc chuyển nhiệm vụ sang thư mục năm đó.", of_years=True),
    Rule(
        tasks.due_date_is_near_its_year, "Thời hạn, gia hạn cách năm của kế hoạch không quá 5 năm; cả năm, giai đoạn không quá 10 năm.",
        "Xem lại năm của thời hạn.", of_years=True,
    ),
    Rule(tasks.extension_is_after_the_due_date, "Ngày gia hạn sau thời hạn ban đầu.", "Xem lại extended và due; chưa có due thì thêm.", of_years=True),
    Rule(tasks.extension_has_a_basis, "Gia hạn có căn cứ.", "Thêm extended_basis: mã văn bản cho gia hạn.", of_years=True),
    Rule(tasks.partner_is_not_lead, "Đơn vị chủ trì không đồng thời là đơn vị phối hợp.", "Bỏ đơn vị ở một chỗ.", of_years=True),
    Rule(tasks.task_has_a_lead, "Nhiệm vụ có đơn vị chủ trì.", "Thêm lead, hoặc lead_class nếu kế hoạch chỉ ghi nhóm.", of_years=True),
    Rule(tasks.result_date_fits_the_state, "Chỉ nhiệm vụ Hoàn thành có ngày hoàn thành, và ngày đó gần năm của nhiệm vụ.", "Sửa trạng thái, hoặc sửa, bỏ result_date.", of_years=True),
    Rule(tasks.reassigned_task_has_a_new_lead, "Nhiệm vụ Chuyển đơn vị khác chủ trì ghi đơn vị nhận.", "Thêm reassigned_to.", of_years=True),
    Rule(results.figure_parts_add_up, "Số liệu gồm nhiều phần bằng tổng các phần.", "Xem lại số liệu và các phần theo nguồn."),
    Rule(results.figure_is_not_its_own_part, "Số liệu không là một phần của chính nó.", "Bỏ mã này khỏi parts."),
    Rule(awards.award_lists_no_more_than_declared, "Danh sách khen thưởng không dài hơn số công bố.", "Xem lại danh sách và declared theo quyết định.", of_years=True),
    Rule(awards.award_has_a_count_or_a_list, "Khen thưởng có số công bố hoặc danh sách.", "Thêm declared, hoặc recipients.", of_years=True),
    Rule(awards.merit_year_is_the_folder_year, "Khen thưởng nằm trong thư mục của năm thành tích.", "Chuyển bản ghi sang thư mục năm đó, hoặc sửa merit_year.", of_years=True),
    Rule(awards.honour_suits_the_recipient, "Danh hiệu, hình thức được tặng cho đối tượng đó.", "Sửa đối tượng (to), hoặc chọn danh hiệu, hình thức khác."),
    Rule(awards.printed_honour_is_known, "Tên danh hiệu, hình thức nguồn ghi là một cách gọi đã biết.", "Sửa theo gợi ý; nguồn ghi đúng như vậy thì thêm vào aliases trong honours.yml."),
    Rule(awards.cancelled_award_names_its_decision, "Khen thưởng đã hủy ghi quyết định hủy, và chỉ khen thưởng đã hủy mới ghi.", "Thêm cancelled_by, hoặc sửa status.", of_years=True),
    Rule(
        awards.recipient_stands_once_in_a_list, "Một người, một tập thể chỉ có một dòng trong một danh sách.",
        "Bỏ dòng trùng; hai người khác nhau thì ghi chức vụ, đơn vị để phân biệt.", of_years=True,
    ),
    Rule(awards.award_decision_is_not_before_the_merit, "Quyết định khen thưởng không ra trước năm thành tích.", "Xem lại decision, hoặc ngày ban hành của quyết định."),
    Rule(awards.fighters_are_not_more_than_the_advanced, "Số Chiến sĩ thi đua không nhiều hơn số Lao động tiên tiến cùng năm.", "Xem lại hai số theo nguồn."),
    Rule(events.event_is_in_the_folder_of_its_year, "Sự kiện nằm trong thư mục của năm diễn ra.", "Chuyển bản ghi sang thư mục năm đó; năm liên quan ghi vào about.", of_years=True),
    Rule(events.event_ends_after_it_begins, "Sự kiện không kết thúc trước khi bắt đầu.", "Xem lại hai ngày.", of_years=True),
    Rule(events.event_is_about_near_years, "Năm ghi ở about cách ngày diễn ra không quá 10 năm.", "Xem lại năm.", of_years=True),
)
