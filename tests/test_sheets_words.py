"""What an office clerk reads: heads of columns and registers for keys and files, an honour offered only where it can be meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.data import Data, load
from macros.fields import fields_of
from macros.sheets.kinds import KINDS, Table
from macros.sheets.known_names import KnownHonours
from macros.sheets.table_words import in_words

TABLES: dict[str, Table] = {table.title: table for kind in KINDS.values() for table in kind.all_tables}


@pytest.mark.parametrize(
    ("sheet", "message", "said"),
    [
        ("Nhiệm vụ", "state (Trạng thái): nhiệm vụ 4 ghi Chuyển sang năm sau mà chưa có trong 2023/tasks.yml. Thêm ở đó nhiệm vụ có «carried_from: nv-2022-4», hoặc sửa trạng thái.",
         "Trạng thái: nhiệm vụ 4 ghi Chuyển sang năm sau mà chưa có trong danh sách nhiệm vụ năm 2023. Thêm ở đó nhiệm vụ có «Chuyển từ: nv-2022-4», hoặc sửa trạng thái."),
        ("Nhiệm vụ", "lead (Đơn vị chủ trì): nhiệm vụ 10 chưa có đơn vị chủ trì. Thêm lead, hoặc lead_class nếu kế hoạch chỉ ghi nhóm.",
         "Đơn vị chủ trì: nhiệm vụ 10 chưa có đơn vị chủ trì. Thêm «Đơn vị chủ trì», hoặc «Chủ trì (nhóm)» nếu kế hoạch chỉ ghi nhóm."),
        ("Nhiệm vụ", "state (Trạng thái): nhiệm vụ 1 ghi Hoàn thành mà chưa có kết quả. Thêm result (Kết quả thực hiện).",
         "Trạng thái: nhiệm vụ 1 ghi Hoàn thành mà chưa có kết quả. Ghi «Kết quả thực hiện»."),
        ("Nhiệm vụ", "state (Trạng thái): 'Xong' không có trong danh mục state. Viết một trong: Chưa thực hiện (not_started); Hoàn thành (done).",
         "Trạng thái: 'Xong' không có trong danh mục. Viết một trong: Chưa thực hiện; Hoàn thành."),
        ("Nhiệm vụ", "lead_class (Chủ trì (nhóm)): phải là một dòng chữ.", "Chủ trì (nhóm): phải là một dòng chữ."),
        ("Nhiệm vụ", "lead (Đơn vị chủ trì): không có đơn vị 'van-phog' trong units.yml. Có phải «van-phong» (Văn phòng)?",
         "Đơn vị chủ trì: không có đơn vị 'van-phog' trong danh mục đơn vị. Có phải «Văn phòng»?"),
        ("Nhiệm vụ", "partner (Đơn vị phối hợp): 'van-phong' vừa chủ trì vừa phối hợp nhiệm vụ 1. Bỏ một chỗ.",
         "Đơn vị phối hợp: «Văn phòng» vừa chủ trì vừa phối hợp nhiệm vụ 1. Bỏ một chỗ."),
        ("Nhiệm vụ", "carried_from (Chuyển từ): không có nhiệm vụ 'nv-9' trong tasks.yml của các năm. Có phải «nv-2023-1» (Việc một)?",
         "Chuyển từ: không có nhiệm vụ 'nv-9' trong danh sách nhiệm vụ của các năm. Có phải «nv-2023-1» (Việc một)?"),
        ("Nhiệm vụ", "implements (Triển khai thực hiện): không có văn bản 'ct-19' trong documents.yml. Thêm vào documents.yml, hoặc sửa lại.",
         "Triển khai thực hiện: không có văn bản 'ct-19' trong danh mục văn bản. Thêm vào documents.yml, hoặc sửa lại."),
        ("Nhiệm vụ", "area (Lĩnh vực công tác): không có lĩnh vực 'lv-9' trong 2023/plan.yml. Thêm vào 2023/plan.yml, hoặc sửa lại.",
         "Lĩnh vực công tác: không có lĩnh vực 'lv-9' trong kế hoạch năm 2023. Thêm vào 2023/plan.yml, hoặc sửa lại."),
        ("Nhiệm vụ", "id (Mã): 'van-phong' đã dùng ở /tam/x-1/data/units.yml:2. Mỗi mã chỉ dùng một lần, kể cả mã đã bỏ.",
         "Mã: 'van-phong' đã dùng ở danh mục đơn vị. Mỗi mã chỉ dùng một lần, kể cả mã đã bỏ."),
        ("Nhiệm vụ", "id (Mã): 'nv-2022-15' mang năm 2022 mà nằm ở 2023/tasks.yml. Ghi mã nv-2023-…, hoặc chuyển sang 2022/tasks.yml.",
         "Mã: 'nv-2022-15' mang năm 2022 mà nằm ở danh sách nhiệm vụ năm 2023. Ghi mã nv-2023-…, hoặc chuyển sang danh sách nhiệm vụ năm 2022."),
        ("Nhiệm vụ", "source (Nguồn): 'note, title' không phải là nguồn. Viết mã nguồn.", "Nguồn: 'note, title' không phải là nguồn. Viết mã nguồn."),
        ("Khen thưởng", "declared (Số công bố): 'kt-1' chưa có số công bố, cũng chưa có danh sách. Thêm declared hoặc recipients.",
         "Số công bố: 'kt-1' chưa có số công bố, cũng chưa có danh sách. Thêm «Số công bố» hoặc «Danh sách»."),
        ("Khen thưởng", "merit_year (Năm thành tích): năm thành tích 2021 khác thư mục 2022. Chuyển sang data/2021/awards.yml.",
         "Năm thành tích: năm thành tích 2021 khác năm 2022. Chuyển sang danh sách khen thưởng năm 2021."),
        ("Khen thưởng", "printed (Nguồn ghi): 'LĐ' không phải cách gọi đã biết. Nếu nguồn ghi đúng như vậy, thêm vào aliases của 'lao-dong-tien-tien' trong honours.yml.",
         "Nguồn ghi: 'LĐ' không phải cách gọi đã biết. Nếu nguồn ghi đúng như vậy, thêm vào aliases của «Lao động tiên tiến» trong honours.yml."),
        ("Khen thưởng", "to (Đối tượng): 'người' không có trong danh mục recipient_kind. Viết một trong: Tập thể; Cá nhân.",
         "Đối tượng: 'người' không có trong danh mục. Viết một trong: Tập thể; Cá nhân."),
        ("Văn bản", "number (Số, ký hiệu): '18/CT-TW' không đúng cách ghi của khối Đảng. Viết 18-CT/TW; cách ghi này đưa vào other_numbers.",
         "Số, ký hiệu: '18/CT-TW' không đúng cách ghi của khối Đảng. Viết 18-CT/TW; cách ghi này đưa vào «Cách ghi khác»."),
        ("Văn bản", "effect_checked (Đã kiểm tra còn hiệu lực), source (Nguồn): thiếu ở kiểm tra hiệu lực này. Thêm dòng «source: …».",
         "Đã kiểm tra còn hiệu lực, Nguồn: thiếu ở kiểm tra hiệu lực này. Ghi vào ô này."),
        ("Văn bản", "issuer (Cơ quan ban hành): 'A, B' không phải là một mã. Nhiều mã thì mỗi mã viết trên một dòng riêng, bắt đầu bằng «- ».",
         "Cơ quan ban hành: 'A, B' không phải là một mã. Nhiều mã thì viết mỗi mã trên một dòng trong ô (Alt+Enter)."),
        ("Sự kiện", "about (Thuộc các năm): '2022, 2023' là nhiều năm. Viết trong ngoặc vuông: [2022, 2023].",
         "Thuộc các năm: '2022, 2023' là nhiều năm. Viết mỗi năm trên một dòng trong ô (Alt+Enter)."),
        ("Sự kiện", "date (Ngày): 12/01/2023 không thuộc năm 2022. Chuyển sang data/2023/events.yml; năm liên quan ghi vào about.",
         "Ngày: 12/01/2023 không thuộc năm 2022. Chuyển sang danh sách sự kiện năm 2023; năm liên quan ghi vào «Thuộc các năm»."),
        ("Người", "note (Ghi chú): 'Lê Văn An' trùng tên với 'khuc-thi-hoa'. Ghi điều phân biệt hai người vào note.",
         "Ghi chú: 'Lê Văn An' trùng tên với «Khúc Thị Hoà». Ghi điều phân biệt hai người vào «Ghi chú»."),
    ],
)  # fmt: skip
def test_the_checks_messages_name_columns_and_registers(sheet: str, message: str, said: str, small_data: Data) -> None:
    assert in_words(message, TABLES[sheet], small_data) == said


def test_no_key_of_a_table_is_left_in_any_message_of_the_check() -> None:
    """Every mistake of the broken records that a table could hold, told to its editor; what was typed stays as it is."""
    told = 0
    for folder in sorted(Path("tests/broken").iterdir()):
        loaded = load(folder / "data", "data")
        for problem in loaded.problems:
            table = next((one for one in TABLES.values() if one.file == problem.file.rpartition("/")[2] and one.parent is None), None)
            if table is None or " (" not in problem.message.partition(":")[0]:  # no word about a field: of the file's syntax
                continue
            said = in_words(problem.message, table, loaded.data)
            bare = re.sub(r"'[^']*'|«[^»]*»", "", said)
            keys = {field.key for field in fields_of(table.model)} - {"id", "to"}
            assert not keys.intersection(re.findall(r"[a-z_]+", bare, re.ASCII)) - set(re.findall(r"(?<=thêm vào )[a-z]+", bare)), said
            assert not re.search(r"\w_\w|\bdata/\d", bare), said
            told += 1
    assert told > 60


@pytest.mark.parametrize(
    ("printed", "near"),
    [
        ("Huân chương Lao động hạng Ba", ""), ("Huân chương Lao động hạng Nhất", ""), ("Huân chương Lao động", ""), ("Huân chương Độc lập", ""),
        ("Kỷ niệm chương Vì sự nghiệp xây dựng tổ chức công đoàn", ""), ("Kỷ niệm chương Vì sự nghiệp Đại đoàn kết", "Kỷ niệm chương «Vì sự nghiệp Đại đoàn kết toàn dân tộc»"),
        ("Bằng khen của Ban Thường trực", ""), ("Bằng khen của Chủ tịch nước", ""), ("Giấy khen của Ban Thường trực", ""), ("Bằng Lao động sáng tạo", ""), ("Danh hiệu Anh hùng", ""),
        ("Tập thể lao động giỏi", ""), ("Tập thể tiên tiến", ""), ("Lao động xuất sắc", ""), ("Chiến sĩ thi đua", ""), ("Chiến sĩ thi đua cấp tỉnh", ""),
        ("Bằng khen Thủ tướng Chính phủ", "Bằng khen của Thủ tướng Chính phủ"), ("Bằng khen của Thủ tướng", "Bằng khen của Thủ tướng Chính phủ"), ("Bằngkhen", "Bằng khen"),
        ("Cờ thi đua của UBTW MTTQ Việt Nam", "Cờ thi đua của Ủy ban Trung ương MTTQ Việt Nam"), ("Cờ thi đua của Bộ", "Cờ thi đua của Bộ, ban, ngành, tỉnh"),
        ("CSTĐCS", "Chiến sĩ thi đua cơ sở"), ("Chiến sĩ thi đu cơ sở", "Chiến sĩ thi đua cơ sở"), ("CSTĐ cấp Bộ", "Chiến sĩ thi đua Bộ, ban, ngành, tỉnh"),
        ("Chiến sĩ thi đua ngành", "Chiến sĩ thi đua cấp ngành"), ("Tập thể lao động suất sắc", "Tập thể lao động xuất sắc"), ("Giấy khem", "Giấy khen"),
    ],
)  # fmt: skip
def test_an_honour_is_offered_only_where_it_can_be_meant(printed: str, near: str, real_data: Data) -> None:
    known = KnownHonours(real_data)
    assert (known.find(printed), known.near(printed)) == (None, near)
    assert (known.ready(printed) == "") is bool(near)
    assert ("Có phải" in known.unknown_sentence(printed)) is bool(near)
