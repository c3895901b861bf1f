"""Awards: counted by kind and never added together, in the law's order, proposed and cancelled ones apart, gaps as gaps."""

from __future__ import annotations

from macros.awards import Award
from macros.site import Site
from macros.views.awards import granted, in_order, lines, list_caption, list_gap, record_table, summary_table, totals
from tests.sites import DEMO, REAL, SMALL, pages_of, section, site_of, tables, words


def award(folder: str, award_id: str) -> Award:
    """Return one award of a data folder."""
    return site_of(folder).data.awards[award_id]


def summary(site: Site, year: int) -> list[list[str]]:
    """Return the summary of a year's standing awards."""
    [table] = tables(summary_table(site, in_order(site.data, granted(site.data.years[year].awards)), "Tổng hợp")).values()
    return table


def test_awards_of_2022_are_counted_by_kind() -> None:
    site = site_of(REAL)
    assert totals(site, site.data.years[2022].awards) == "15 lượt tập thể, 284 lượt cá nhân"
    assert totals(site, site.data.years[2023].awards) == ""


def test_summary_has_the_office_heads() -> None:
    assert summary(site_of(REAL), 2022)[0] == ["STT", "Danh hiệu, hình thức", "Tập thể", "Cá nhân", "Quyết định", "Danh sách"]
    assert summary(site_of(DEMO), 2024)[0] == ["STT", "Danh hiệu, hình thức", "Tập thể", "Cá nhân", "Hộ gia đình", "Quyết định", "Danh sách"]


def test_eight_rows_of_2022_in_order_of_the_law() -> None:
    """Titles before forms of commendation, high before low, collectives before persons."""
    rows = [(row[1].split(" Nguồn")[0].split(" Tên dùng")[0].split(" Thành tích")[0], row[2], row[3]) for row in summary(site_of(REAL), 2022)[1:] if len(row) > 1]
    assert rows == [
        ("Cờ thi đua", "4", ""), ("Tập thể lao động xuất sắc", "7", ""), ("Chiến sĩ thi đua cấp ngành", "", "2"), ("Chiến sĩ thi đua cấp cơ sở", "", "13"),
        ("Lao động tiên tiến", "", "184"), ("Bằng khen", "4", ""), ("Bằng khen", "", "43"), ("Giấy khen", "", "42"),
    ]
    assert [row[0] for row in summary(site_of(REAL), 2022)[1:] if len(row) == 1] == ["Danh hiệu thi đua", "Hình thức khen thưởng"]


def test_level_that_the_source_lacks_is_not_inferred() -> None:
    flag = next(row for row in summary(site_of(REAL), 2022) if row[0] == "1")
    assert flag[1].startswith("Cờ thi đua Nguồn không ghi cấp")


def test_unknown_list_and_decision_are_shown_as_gaps() -> None:
    last = next(row for row in summary(site_of(REAL), 2022) if row[1:2] and row[1].startswith("Lao động tiên tiến"))
    assert last[4].startswith("Chưa có số, ngày quyết định.")
    assert last[5] == "Nguồn nêu 184 cá nhân; chưa có danh sách."


def test_list_gap_without_a_count() -> None:
    without = award(SMALL, "kt-2023-ldtt").model_copy(update={"declared": None})
    assert list_gap(site_of(SMALL), without) == "Chưa có danh sách."


def test_partial_list_says_how_many_are_missing() -> None:
    page = section(pages_of(SMALL)["khen-thuong/2023.md"], "ds-kt-2023-bk")
    assert words(page).count("Nguồn nêu 3 cá nhân; danh sách có 2, còn thiếu 1.") == 1
    assert [row[-1] for row in summary(site_of(SMALL), 2023) if row[1:2] and row[1].startswith("Bằng khen")] == ["Danh sách (2/3)"]


def test_list_has_the_heads_and_caption_of_a_decision() -> None:
    shown = tables(section(pages_of(DEMO)["khen-thuong/2024.md"], "ds-kt-2024-cstd-co-so"))
    caption = "Chiến sĩ thi đua cơ sở - Cá nhân. Kèm theo Quyết định số 9980/QĐ-MTTW-BTT ngày 06/01/2025"
    assert list(shown) == [caption]
    assert shown[caption][0] == ["STT", "Ông/Bà", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Ghi chú"]
    assert shown[caption][1] == ["1", "Ông", "Khúc Văn Hòa", "Trưởng ban", "Ban Dân tộc và Tôn giáo", ""]


def test_list_keeps_the_decision_s_order() -> None:
    listed = award(DEMO, "kt-2024-bang-khen-ca-nhan")
    [table] = tables(section(pages_of(DEMO)["khen-thuong/2024.md"], "ds-kt-2024-bang-khen-ca-nhan")).values()
    assert [row[2] for row in table[1:]] == [recipient.name for recipient in listed.recipients]


def test_caption_without_a_decision() -> None:
    assert list_caption(site_of(SMALL), award(SMALL, "kt-2023-ldtt")) == "Lao động tiên tiến - Cá nhân (chưa có số, ngày quyết định)"


def test_proposed_and_cancelled_are_in_no_list_of_awards() -> None:
    site, made = site_of(DEMO), pages_of(DEMO)
    apart = [award for award in site.data.awards.values() if award.status != "awarded"]
    assert {award.status for award in apart} == {"proposed", "cancelled"}
    names = {recipient.name for award in apart for recipient in award.recipients} - {line.recipient.name for line in lines(site.data.awards.values())}
    assert names
    for path, page in made.items():
        shown = page if path != "khen-thuong/2024.md" else page[: page.index("{#de-nghi}")]
        assert not [name for name in names if name in words(shown)], path
    assert totals(site, apart) == ""


def test_proposed_and_cancelled_say_so_in_their_heads() -> None:
    page = pages_of(DEMO)["khen-thuong/2024.md"]
    assert list(tables(section(page, "de-nghi"))) == ["Đang đề nghị, chưa phải khen thưởng", "Đề nghị khen thưởng: Kỷ niệm chương - Cá nhân (chưa có số, ngày quyết định)"]
    assert list(tables(section(page, "da-huy")))[1] == "Đã hủy quyết định: Giấy khen - Tập thể. Kèm theo Quyết định số 9980/QĐ-MTTW-BTT ngày 06/01/2025"
    assert "Hủy: 9981/QĐ-MTTW-BTT" in words(section(page, "da-huy"))


def test_one_name_is_never_taken_for_one_person() -> None:
    """Hoà and Hòa are one spelling of one name; only the line with an id is known."""
    site = site_of(SMALL)
    [table] = tables(record_table(site, lines(site.data.awards.values(), "individual"), "Hồ sơ")).values()
    assert [row[0] for row in table[1:]] == ["Khúc Thị Hoà", "Khúc Thị Hòa Trùng họ tên, chưa xác định là một người."]
    assert table[0] == ["Họ và tên", "Chức vụ, đơn vị công tác", "Năm thành tích", "Danh hiệu, hình thức", "Số, ngày quyết định", "Cơ quan ban hành"]


def test_two_people_of_one_name_who_are_known_are_not_doubted() -> None:
    site = site_of(DEMO)
    [table] = tables(record_table(site, lines(site.data.awards.values(), "individual"), "Hồ sơ")).values()
    named = [row[0] for row in table if row[0].startswith("Nguyễn Thị Hương")]
    assert named == ["Nguyễn Thị Hương", "Nguyễn Thị Hương"]
    assert [row[0] for row in table if row[0].startswith("Khúc Văn Hòa")] == ["Khúc Văn Hòa", "Khúc Văn Hòa Trùng họ tên, chưa xác định là một người."]


def test_records_are_sorted_by_given_name() -> None:
    site = site_of(DEMO)
    [table] = tables(record_table(site, lines(site.data.awards.values(), "individual"), "Hồ sơ")).values()
    given = [row[0].removesuffix(" Trùng họ tên, chưa xác định là một người.").split()[-1] for row in table[1:]]
    assert given[:9] == ["Ái", "An", "An", "Ánh", "Ân", "Ẩn", "Ấn", "Châu", "Đạt"]


def test_name_of_the_source_stands_with_the_name_used_here() -> None:
    row = next(row for row in summary(site_of(REAL), 2022) if row[1:2] and row[1].startswith("Chiến sĩ thi đua cấp ngành"))
    assert "Tên dùng trên trang: Chiến sĩ thi đua Bộ, ban, ngành, tỉnh" in row[1]


def test_awards_of_a_conference_do_not_join_the_office_s() -> None:
    """The 63 and 236 Bằng khen of November 2022 are figures of an event, not awards of the office."""
    page = words(pages_of(REAL)["khen-thuong/2022.md"])
    assert "236" not in page and "63" not in page
