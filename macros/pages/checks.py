"""The guide's page of all checks: the rules and their remedies, and what the check says of the commonest slips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import groupby

from markupsafe import Markup

from macros.layout import TOP_FILES, YEAR_FILES
from macros.pages.page import Made, page
from macros.rules import RULES, Rule
from macros.site import Site
from macros.slips import Slip, encoding_slips, format_slips, page_slips, value_slips
from macros.views.html import Column, heading, join, link, paragraph, table

PATH = "huong-dan/kiem-tra.md"
# The module that holds a rule -> what the rule is about, as a heading.
_SUBJECTS = {
    "vocabularies": "Danh mục từ", "references": "Mã và nhắc đến bản ghi khác", "privacy": "Thông tin riêng của cá nhân", "sources": "Nguồn", "units": "Đơn vị, cơ cấu", "people": "Người",
    "documents": "Văn bản", "movements": "Phong trào", "honours": "Danh hiệu, hình thức khen thưởng", "plans": "Kế hoạch năm, khóa sổ", "tasks": "Nhiệm vụ",
    "results": "Kết quả", "awards": "Khen thưởng", "events": "Sự kiện",
}
_LEAD = "Máy kiểm tra toàn bộ dữ liệu và các trang viết tay mỗi lần chạy «make check» và mỗi lần dựng trang, rồi báo mọi lỗi một lần. Trang này do máy lập từ chính các phép kiểm tra."
_HOW = (
    "Mỗi lỗi một dòng: tệp, số dòng, mục (kèm nhãn), giá trị đang ghi, cách sửa. Lỗi ở quy cách tệp che các lỗi khác của tệp đó, nên sửa trước. "
    "Không hiểu một thông báo thì tìm câu gần giống ở dưới."
)


def pages(site: Site) -> dict[str, Made]:
    """Return the page of checks."""
    return {PATH: partial(checks_page, site)}


def checks_page(site: Site) -> str:
    """Return the page of checks."""
    blocks = [
        paragraph(link("huong-dan/index.md", "Hướng dẫn cập nhật"), "up"),
        heading(2, "Đọc một thông báo", "doc-thong-bao"), paragraph(_HOW),
        heading(2, "Tên và chỗ của tệp", "ten-tep"), *_places(),
        heading(2, "Lưu và chép chữ", "luu-tep"), _slip_table("Lưu và chép chữ", encoding_slips(), typed=False),
        heading(2, "Quy cách của tệp", "quy-cach"), _slip_table("Quy cách của tệp", format_slips()),
        heading(2, "Giá trị của một mục", "gia-tri"), _slip_table("Giá trị của một mục", value_slips(site)),
        heading(2, "Quy tắc giữa các bản ghi", "quy-tac"), *_rules(),
        heading(2, "Trang viết tay", "trang-viet-tay"), _slip_table("Trang viết tay", page_slips(site)),
    ]
    return page("Các lỗi và cách sửa", blocks, lead=_LEAD, description="Mọi phép kiểm tra dữ liệu, thông báo và cách sửa")


def _places() -> list[Markup]:
    return [
        paragraph(
            "Tệp tên lạ hoặc đặt sai chỗ bị báo lỗi. Bản sao nằm cạnh tệp thật («tasks (1).yml», «tasks.yml.bak») thì so hai tệp rồi xóa bản sao, "
            "không đổi tên đè lên. Tệp có tên bắt đầu bằng dấu chấm thì bỏ qua."
        ),
        Markup("<ul><li>Ngay trong <code>data/</code>: {}.</li><li>Trong thư mục năm, tên bốn chữ số: {}.</li><li>Tệp đính kèm: trong <code>data/files/</code>.</li></ul>").format(
            _names(TOP_FILES), _names(YEAR_FILES)
        ),
    ]


def _names(files: Sequence[str]) -> Markup:
    return join((Markup("<code>{}</code>").format(name) for name in files), ", ")


def _slip_table(caption: str, slips: Sequence[Slip], *, typed: bool = True) -> Markup:
    columns = [
        Column("Ghi sai", lambda slip: Markup('<code class="slip">{}</code>').format(slip.typed) if typed else slip.typed, css="slip-cell"),
        Column("Máy báo", lambda slip: join((_answer(answer) for answer in slip.answers), "<br>"), css="wide"),
    ]
    return table(columns, slips, caption, empty="", css="slips", name="loi", tools=False)


def _answer(message: str) -> Markup:
    """Return a message with what looks like a macro call marked as code, so that it reads as an example."""
    parts = re.split(r"(\{\{.*?\}\}|\{%.*?%\})", message)
    return join(Markup("<code>{}</code>").format(part) if index % 2 else part for index, part in enumerate(parts))


def _rules() -> list[str | Markup]:
    blocks: list[str | Markup] = []
    for subject, rules in groupby(RULES, key=_subject):
        columns = [
            Column("Điều phải đúng", lambda rule: rule.says, row_head=True, css="says"),
            Column("Cách sửa", lambda rule: rule.remedy, css="wide"),
        ]
        blocks += [heading(3, _SUBJECTS[subject], f"quy-tac-{subject}"), table(columns, list(rules), f"Quy tắc: {_SUBJECTS[subject]}", empty="", css="rules", name=f"quy-tac-{subject}", tools=False)]
    return blocks


def _subject(rule: Rule) -> str:
    return rule.check.__module__.rpartition(".")[2]
