"""Every file of /du-lieu/, made from the record alone: `published(site, address)` is pure, and the same bytes each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from macros.calendars import Address, calendars
from macros.exports_json import content_bytes, count, json_bytes, schema
from macros.exports_tables import Flat, tables
from macros.feed import feed
from macros.published import REGISTER_FILES, VERSION, YEAR_FILES, Published, of_year, registers
from macros.site import Site
from macros.spreadsheets import Sheet, csv_bytes, xlsx_bytes
from macros.vietnamese import day

ROOT = "du-lieu"
FOLDER = f"{ROOT}/{VERSION}"
INDEX = f"{FOLDER}/index.json"
FEED = f"{ROOT}/moi.atom"
TITLES = {
    "units": "Đơn vị và cơ cấu", "people": "Người và chức vụ", "sources": "Nguồn", "documents": "Văn bản", "movements": "Phong trào thi đua",
    "honours": "Danh hiệu, hình thức khen thưởng", "years": "Các năm", "vocabularies": "Danh mục từ dùng trong dữ liệu",
    "plan": "Kế hoạch", "tasks": "Nhiệm vụ", "results": "Kết quả", "awards": "Khen thưởng", "events": "Hội nghị, sự kiện",
}
DEMO_REMARK = "Dữ liệu minh họa, không phải số liệu thật."


@dataclass(frozen=True)
class File:
    """A published file: its path below the site's root, its content, and what the index says of it."""

    path: str
    content: bytes
    title: str
    kind: str  # json, csv, xlsx, schema, ics, atom, index
    records: int | None = None
    dataset: str = ""
    year: int | None = None

    @property
    def name(self) -> str:
        """Return its name without the folders."""
        return self.path.rpartition("/")[2]


def published(site: Site, address: Address) -> list[File]:
    """Return every file; `address` gives a page's full address, or nothing where the site has none."""
    files = [*_registers(site), *(file for number in sorted(site.data.years) for file in _year(site, number)), *_schemas()]
    files += [File(f"{ROOT}/lich/{name}", content, _calendar_title(site, name), "ics", content.count(b"BEGIN:VEVENT")) for name, content in calendars(site, address).items()]
    if own := address(FEED, ""):
        content = feed(site, address, own)
        files.append(File(FEED, content, "Mới cập nhật", "atom", content.count(b"<entry>")))
    return [*files, File(INDEX, _index(site, files), "Danh sách các tệp", "index")]


def _registers(site: Site) -> Iterator[File]:
    sheets: list[Sheet] = []
    for name, content in registers(site.data).items():
        flat = tables(site, name, content)
        yield from _dataset(FOLDER, name, content, flat)
        sheets += [table.sheet for table in flat]
    yield _workbook(site, f"{FOLDER}/danh-muc.xlsx", "Các danh mục", sheets, None)


def _year(site: Site, number: int) -> Iterator[File]:
    folder, sheets = f"{FOLDER}/{number}", list[Sheet]()
    for name, content in of_year(site.data.years[number]).items():
        flat = tables(site, name, content)
        yield from _dataset(folder, name, content, flat, number)
        sheets += [table.sheet for table in flat]
    yield _workbook(site, f"{folder}/nam-{number}.xlsx", f"Năm {number}", sheets, number)


def _dataset(folder: str, name: str, content: Published, flat: list[Flat], year: int | None = None) -> Iterator[File]:
    title = TITLES[name] if year is None else f"{TITLES[name]} năm {year}"
    yield File(f"{folder}/{name}.json", content_bytes(content), title, "json", count(content), name, year)
    for table in flat:
        caption = table.sheet.title if year is None else f"{table.sheet.title} năm {year}"
        yield File(f"{folder}/{table.name}.csv", csv_bytes(table.sheet), caption, "csv", len(table.sheet.rows), name, year)


def _workbook(site: Site, path: str, title: str, sheets: list[Sheet], year: int | None) -> File:
    notes = [f"Số liệu xét đến ngày {day(site.today)}", "Dùng trong Cơ quan. Không thay văn bản chính thức.", *([DEMO_REMARK] if site.demo else [])]
    filled = [sheet for sheet in sheets if sheet.rows] or sheets[:1]
    return File(path, xlsx_bytes(filled, title, notes), f"{title}: tất cả các bảng", "xlsx", sum(len(sheet.rows) for sheet in filled), year=year)


def _schemas() -> Iterator[File]:
    for name, model in {**REGISTER_FILES, **YEAR_FILES}.items():
        yield File(f"{FOLDER}/schema/{name}.schema.json", json_bytes(schema(model, TITLES[name])), f"Lược đồ: {TITLES[name]}", "schema", dataset=name)
    yield File(f"{FOLDER}/schema/index.schema.json", json_bytes(INDEX_SCHEMA), "Lược đồ: danh sách các tệp", "schema", dataset="index")


def _calendar_title(site: Site, name: str) -> str:
    unit = site.data.units.get(name.removesuffix(".ics"))
    return f"Lịch: {unit.name}" if unit else "Lịch: tất cả"


def _index(site: Site, files: list[File]) -> bytes:
    listed = [
        {
            "path": file.path.removeprefix(f"{ROOT}/"), "title": file.title, "kind": file.kind, "year": file.year, "bytes": len(file.content),
            "sha256": hashlib.sha256(file.content).hexdigest(), "records": file.records, "schema": f"{VERSION}/schema/{file.dataset}.schema.json" if file.kind == "json" else None,
        }
        for file in files
    ]
    return json_bytes({"$schema": "schema/index.schema.json", "version": VERSION, "as_of": site.today.isoformat(), "demo": site.demo, "files": listed})


_TEXT, _COUNT = {"type": "string"}, {"type": ["integer", "null"]}
INDEX_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Danh sách các tệp", "type": "object", "additionalProperties": False,
    "required": ["$schema", "version", "as_of", "demo", "files"],
    "properties": {
        "$schema": _TEXT, "version": {"const": VERSION}, "as_of": {"type": "string", "format": "date", "title": "Số liệu xét đến ngày"},
        "demo": {"type": "boolean", "title": "Dữ liệu minh họa, không phải số liệu thật"},
        "files": {"type": "array", "items": {
            "type": "object", "additionalProperties": False, "required": ["path", "title", "kind", "year", "bytes", "sha256", "records", "schema"],
            "properties": {
                "path": {"type": "string", "title": "Địa chỉ, tính từ /du-lieu/"}, "title": _TEXT, "kind": {"enum": ["json", "csv", "xlsx", "schema", "ics", "atom"]}, "year": _COUNT,
                "bytes": {"type": "integer"}, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "records": _COUNT, "schema": {"type": ["string", "null"]},
            },
        }},
    },
}
