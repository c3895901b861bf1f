"""The page «Tải dữ liệu»: every published file with its size, every field with its meaning, how to cite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup
from pydantic import BaseModel

from macros.calendars import first_year
from macros.due_dates import Due
from macros.exports import FEED, INDEX, TITLES, File
from macros.field_types import Moment
from macros.fields import FieldKind, fields_of, models_in
from macros.pages.page import page
from macros.published import REGISTER_FILES, VERSION, YEAR_FILES
from macros.records import Record, SourceRef
from macros.site import Site
from macros.vietnamese import capital, day, slug
from macros.views.documents import size_text
from macros.views.html import EMPTY, Column, heading, join, link, listing, paragraph, table

LONGEST = 80


PATH = "du-lieu/index.md"


def open_data(site: Site, files: Sequence[File]) -> str:
    """Return the page of all files and fields."""
    blocks: list[str | Markup] = [
        heading(2, "Sổ tính theo năm", "so-tinh"), _workbooks(files),
        heading(2, "Lịch", "lich"), _calendars(site, files),
        heading(2, "Từng tập dữ liệu", "tap-du-lieu"),
        paragraph("JSON dành cho phần mềm; CSV mở bằng Excel (mã UTF-8, ngăn cách bằng dấu chấm phẩy)."),
        paragraph(Markup("Danh sách tất cả các tệp, kích thước, mã kiểm tra: {}.").format(link(INDEX, "index.json"))),
        _datasets(files),
        heading(2, "Cách dẫn", "cach-dan"), _citation(site),
        heading(2, "Cam kết giữ nguyên", "cam-ket"), paragraph(_PROMISE),
        heading(2, "Các mục dữ liệu", "cac-muc"), paragraph(_READING), *_models(site),
    ]
    return page("Tải dữ liệu", blocks, lead="Toàn bộ hồ sơ của trang, dùng trong Cơ quan. Không thay văn bản chính thức.")


_PROMISE = (
    f"Địa chỉ các tệp trong du-lieu/{VERSION}/ và tên mục của tệp JSON không đổi và không bị bỏ; chỉ có thể thêm mục, thêm tệp. "
    "Khi buộc phải đổi, các tệp mới nằm ở du-lieu/v2/."
)
_READING = "Mục không có giá trị ghi null; danh sách trống ghi []. Trong tệp CSV, cột «(mã)» ghi mã để ghép các bảng. Ví dụ lấy từ chính hồ sơ."


def _file_link(file: File, text: str = "") -> Markup:
    return Markup("{} <span class=\"count\">({})</span>").format(link(file.path, text or file.name), size_text(file.size))


def _workbooks(files: Iterable[File]) -> Markup:
    books = sorted((file for file in files if file.kind == "xlsx"), key=lambda file: -(file.year or 0))
    return listing([Markup("{}: {}").format(file.title, _file_link(file)) for file in books], "columns")


def _calendars(site: Site, files: Sequence[File]) -> Markup:
    listed = [file for file in files if file.kind == "ics"]
    items = [Markup("{}: {}").format(capital(file.title.removeprefix("Lịch: ")), _file_link(file)) for file in listed]
    feed = [_file_link(file, "Mới cập nhật (Atom)") for file in files if file.path == FEED]
    how = "Đăng ký địa chỉ của tệp trong Outlook, Thunderbird hoặc điện thoại: hạn thay đổi thì lịch tự đổi theo. Nhắc trước 7 ngày. Nhiệm vụ thường xuyên không có trong lịch."
    if (first := first_year(site)) > min(site.data.years, default=first):
        how += f" Lịch có thời hạn, sự kiện từ năm {first}; các năm trước xem ở trang của từng năm."
    shown = listing(items, "columns") or paragraph("Chưa có thời hạn, sự kiện nào ghi đến ngày.", "empty")
    return paragraph(how) + shown + (paragraph(Markup("Theo dõi bằng trình đọc tin: {}").format(feed[0])) if feed else EMPTY)


def _datasets(files: Sequence[File]) -> Markup:
    main = [file for file in files if file.kind == "json"]
    schemas = {file.dataset: file for file in files if file.kind == "schema"}

    def csv_links(file: File) -> Markup:
        parts = [_file_link(other) for other in files if other.kind == "csv" and (other.dataset, other.year) == (file.dataset, file.year)]
        return join(parts, Markup("<br>"))

    columns = [
        Column("Nội dung", lambda file: TITLES[file.dataset], row_head=True),
        Column("Bản ghi", lambda file: str(file.records), number=True),
        Column("JSON", _file_link),
        Column("CSV", csv_links),
        Column("Lược đồ", lambda file: _file_link(schemas[file.dataset])),
    ]
    ordered = sorted(main, key=lambda file: -(file.year or 9999))
    group = lambda file: f"Năm {file.year}" if file.year else "Danh mục chung"  # noqa: E731
    return table(columns, ordered, "Tệp JSON và CSV", empty="Chưa có tệp nào.", css="files", groups=group, tools=False)


def _citation(site: Site) -> Markup:
    return paragraph(
        f"Khi dùng lại số liệu, ghi: «Cơ quan Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam, Kế hoạch và Kết quả công tác, tệp …, số liệu xét đến ngày {day(site.today)}», "
        "kèm địa chỉ của tệp. Mỗi bản ghi có mục nguồn (source): dẫn cả nguồn ấy khi dùng riêng một số liệu."
    )


def _models(site: Site) -> list[str | Markup]:
    """Return a table of fields for each model, under the first file that holds it."""
    blocks: list[str | Markup] = []
    seen: set[type[Record]] = set()
    for name, file_model in {**REGISTER_FILES, **YEAR_FILES}.items():
        fresh = [model for model in models_in(file_model) if model not in seen]
        seen.update(fresh)
        if fresh:
            blocks.append(heading(3, TITLES[name], f"muc-{name}"))
        blocks += [_fields(site, model) for model in fresh]
    return blocks


def _fields(site: Site, model: type[Record]) -> Markup:
    columns = [
        Column("Mục", lambda field: Markup("<code>{}</code>").format(field.key), row_head=True, css="symbol"),
        Column("Tên", lambda field: field.title),
        Column("Ý nghĩa", lambda field: field.description, css="wide"),
        Column("Kiểu", lambda field: field.in_words),
        Column("Ví dụ", lambda field: example(site, model, field), css="wide"),
    ]
    return table(columns, fields_of(model), f"{capital(model.noun)}: các mục", empty="", css="fields", name=f"muc-{slug(model.__name__)}", tools=False)


def example(site: Site, model: type[BaseModel], field: FieldKind) -> str:
    """Return the first value of a field that the record holds, as files write it; nothing where it holds none."""
    if field.model:
        return ""
    for record in site.data.all_records:
        if type(record) is model and (value := getattr(record, field.key)) not in (None, (), ""):
            shown = _written(value[0] if isinstance(value, tuple) else value)
            return shown if len(shown) <= LONGEST else shown[:LONGEST].rsplit(" ", 1)[0] + "…"
    return ""


def _written(value: Any) -> str:
    if isinstance(value, Due):
        return f"text: {value.text}; kind: {value.kind}; end: {value.end or 'null'}"
    if isinstance(value, SourceRef):
        return f"id: {value.id}; at: {value.at}"
    if isinstance(value, Moment):
        return "-".join(f"{part:02}" for part in (value.year, value.month, value.day) if part)
    return str(value).lower() if isinstance(value, bool) else str(value)
