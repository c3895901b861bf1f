"""Every file of /du-lieu/, made from the record alone: the same record gives the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from macros import calendars
from macros.calendars import Address
from macros.exports_json import content_bytes, count, json_bytes, schema
from macros.exports_tables import tables
from macros.feed import feed
from macros.published import REGISTER_FILES, VERSION, YEAR_FILES, Published, of_year, registers
from macros.site import Site
from macros.spreadsheets import Sheet, csv_bytes, xlsx_bytes
from macros.stored import Made, Store, as_they_are
from macros.vietnamese import day

ROOT = "du-lieu"
FOLDER = f"{ROOT}/{VERSION}"
INDEX = f"{FOLDER}/index.json"
CALENDARS = f"{ROOT}/lich"
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
    made: Made
    title: str
    kind: str  # json, csv, xlsx, schema, ics, atom, index
    records: int | None = None
    dataset: str = ""
    year: int | None = None

    @property
    def name(self) -> str:
        """Return its name without the folders."""
        return self.path.rpartition("/")[2]

    @property
    def content(self) -> bytes:
        """Return its bytes."""
        return self.made.content(self.path)

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return self.made.facts(self.path).size


def published(site: Site, address: Address, store: Store) -> list[File]:
    """Return every file, as `store` takes it; `address` gives a page's full address, or nothing where the site has none."""
    maker = _Maker(site, store)
    files = [*maker.registers(), *(file for number in sorted(site.data.years) for file in maker.year(number))]
    files += [*maker.schemas(), *maker.calendars(address)]
    if own := address(FEED, ""):
        content = feed(site, address, own)
        files.append(maker.ready(FEED, content, "Mới cập nhật", "atom", content.count(b"<entry>")))
    return files


def index(site: Site, files: Sequence[File], store: Store) -> File:
    """Return the file that lists the others with their sizes and digests; waits for those that are still being made."""
    return _Maker(site, store).ready(INDEX, _index(site, files), "Danh sách các tệp", "index")


class _Maker:
    """Makes the files of one site."""

    def __init__(self, site: Site, store: Store) -> None:
        self.site, self.store = site, store

    def ready(self, path: str, content: bytes, title: str, kind: str, records: int | None = None, **more: Any) -> File:
        """Return a file whose content is there."""
        return File(path, self.store.make(as_they_are, {path: content}), title, kind, records, **more)

    def registers(self) -> Iterator[File]:
        """Yield the files that are not of one year."""
        yield from self._datasets(FOLDER, registers(self.site.data), f"{FOLDER}/danh-muc.xlsx", "Các danh mục", None)

    def year(self, number: int) -> Iterator[File]:
        """Yield the files of a year."""
        yield from self._datasets(f"{FOLDER}/{number}", of_year(self.site.data.years[number]), f"{FOLDER}/{number}/nam-{number}.xlsx", f"Năm {number}", number)

    def _datasets(self, folder: str, contents: Mapping[str, Published], workbook: str, title: str, year: int | None) -> Iterator[File]:
        notes = [f"Số liệu xét đến ngày {day(self.site.today)}", "Dùng trong Cơ quan. Không thay văn bản chính thức.", *([DEMO_REMARK] if self.site.demo else [])]
        flat = {name: tables(self.site, name, content) for name, content in contents.items()}
        sheets = {f"{folder}/{table.name}.csv": table.sheet for listed in flat.values() for table in listed}
        made = self.store.make(as_files, sheets, workbook, title, notes)
        in_year = "" if year is None else f" năm {year}"
        for name, content in contents.items():
            yield self.ready(f"{folder}/{name}.json", content_bytes(content), TITLES[name] + in_year, "json", count(content), dataset=name, year=year)
            for table in flat[name]:
                yield File(f"{folder}/{table.name}.csv", made, table.sheet.title + in_year, "csv", len(table.sheet.rows), name, year)
        yield File(workbook, made, f"{title}: tất cả các bảng", "xlsx", sum(len(sheet.rows) for sheet in _filled(list(sheets.values()))), year=year)

    def schemas(self) -> Iterator[File]:
        """Yield the schemas of the files."""
        for name, model in {**REGISTER_FILES, **YEAR_FILES}.items():
            yield self.ready(f"{FOLDER}/schema/{name}.schema.json", json_bytes(schema(model, TITLES[name])), f"Lược đồ: {TITLES[name]}", "schema", dataset=name)
        yield self.ready(f"{FOLDER}/schema/index.schema.json", json_bytes(INDEX_SCHEMA), "Lược đồ: danh sách các tệp", "schema", dataset="index")

    def calendars(self, address: Address) -> Iterator[File]:
        """Yield the calendars."""
        found = calendars.calendars(self.site, address)
        made = self.store.make(calendars.as_files, CALENDARS, found)
        for name, calendar in found.items():
            yield File(f"{CALENDARS}/{name}", made, _calendar_title(self.site, name), "ics", len(calendar.entries))


def as_files(sheets: Mapping[str, Sheet], workbook: str, title: str, notes: Sequence[str]) -> dict[str, bytes]:
    """Return tables as CSV, each under its path, and all of them as one workbook."""
    return {path: csv_bytes(sheet) for path, sheet in sheets.items()} | {workbook: xlsx_bytes(_filled(list(sheets.values())), title, notes)}


def _filled(sheets: list[Sheet]) -> list[Sheet]:
    """Return the tables that have rows; one that has none where all have none."""
    return [sheet for sheet in sheets if sheet.rows] or sheets[:1]


def _calendar_title(site: Site, name: str) -> str:
    unit = site.data.units.get(name.removesuffix(".ics"))
    return f"Lịch: {unit.name}" if unit else "Lịch: tất cả"


def _index(site: Site, files: Sequence[File]) -> bytes:
    listed = [
        {
            "path": file.path.removeprefix(f"{ROOT}/"), "title": file.title, "kind": file.kind, "year": file.year, "bytes": (facts := file.made.facts(file.path)).size,
            "sha256": facts.sha256, "records": file.records, "schema": f"{VERSION}/schema/{file.dataset}.schema.json" if file.kind == "json" else None,
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
