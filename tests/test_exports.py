"""Open data: every file fits its schema, holds what the record holds, and comes out whole for a record with gaps."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import posixpath
import shutil
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from macros.data import load
from macros.exports import FEED, FOLDER, INDEX, File, index, published
from macros.fields import fields_of, models_in
from macros.pages.open_data import open_data
from macros.published import REGISTER_FILES, YEAR_FILES
from macros.records import Record
from macros.site import Site
from macros.stored import Kept
from tests.demo_site import REPOSITORY
from tests.exported import address, site_of

SNAPSHOT = REPOSITORY / "tests/v1_fields.txt"


def files_of(site: Site) -> dict[str, File]:
    store = Kept()
    files = published(site, address, store)
    return {file.path: file for file in (*files, index(site, files, store))}


@pytest.fixture(scope="module")
def demo() -> Site:
    return site_of(REPOSITORY / "tests/demo/data")


@pytest.fixture(scope="module")
def files(demo: Site) -> dict[str, File]:
    return files_of(demo)


def content(files: dict[str, File], name: str) -> Any:
    return json.loads(files[f"{FOLDER}/{name}"].content)


def assert_every_file_fits_its_schema(files: dict[str, File]) -> int:
    checked = 0
    for path, file in files.items():
        if file.kind in ("json", "index"):
            value = json.loads(file.content)
            schema = json.loads(files[posixpath.normpath(posixpath.join(posixpath.dirname(path), value["$schema"]))].content)
            Draft202012Validator.check_schema(schema)
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
            checked += 1
    return checked


# --- JSON --------------------------------------------------------------------------------------------------------------


def test_every_json_file_fits_its_schema(files: dict[str, File]) -> None:
    assert assert_every_file_fits_its_schema(files) == len(REGISTER_FILES) + 2 * len(YEAR_FILES) + 1


def test_the_index_lists_every_file_as_it_is(files: dict[str, File]) -> None:
    index = json.loads(files[INDEX].content)
    assert {f"du-lieu/{one['path']}" for one in index["files"]} == set(files) - {INDEX}
    for one in index["files"]:
        made = files[f"du-lieu/{one['path']}"].content
        assert (one["bytes"], one["sha256"]) == (len(made), hashlib.sha256(made).hexdigest())
    counts = {one["path"]: one["records"] for one in index["files"]}
    assert (counts["v1/2024/tasks.json"], counts["v1/2024/tasks.csv"], counts["v1/documents.json"]) == (40, 40, 12)
    assert (index["as_of"], index["demo"]) == ("2024-06-30", True)


def test_json_holds_what_the_record_holds(files: dict[str, File], demo: Site) -> None:
    tasks = content(files, "2024/tasks.json")["tasks"]
    assert [task["id"] for task in tasks] == [task.id for task in demo.data.years[2024].tasks]
    one = next(task for task in tasks if task["id"] == "nv-2024-011")
    assert one["due"] == {"text": "15/03/2024", "kind": "day", "end": "2024-03-15"} and one["extended"] == "2024-05-31"
    assert one["source"][0] == {"id": "phu-luc-ke-hoach-2024", "at": "mục 11"}
    assert all(document["security"] for document in content(files, "documents.json")["documents"])


def test_proposed_awards_are_nowhere(files: dict[str, File], demo: Site) -> None:
    proposed = [award for award in demo.data.awards.values() if award.status == "proposed"]
    cancelled = [award.id for award in demo.data.awards.values() if award.status == "cancelled"]
    assert proposed and cancelled, "the demo has one of each"
    hidden = [text.encode() for award in proposed for text in (award.id, *(recipient.id for recipient in award.recipients))]
    assert not [(path, text) for path, file in files.items() for text in hidden if text in file.content]
    awards = content(files, "2024/awards.json")
    assert [award["id"] for award in awards["cancelled"]] == cancelled and not set(cancelled) & {award["id"] for award in awards["awards"]}


# --- the promise of v1 ---------------------------------------------------------------------------------------------------


def field_lines(schema: dict[str, Any], file: str) -> list[str]:
    """Return every field of a file's schema with its type, a line each."""
    parts = {file: schema, **{f"{file} {name}": part for name, part in schema.get("$defs", {}).items()}}
    return [f"{part}.{key}: {shape(field)}" for part, described in parts.items() for key, field in described["properties"].items()]


def shape(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " | ".join(shape(one) for one in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"].rpartition("/")[2])
    if field.get("type") == "array":
        return f"[{shape(field['items'])}]"
    if isinstance(field.get("additionalProperties"), dict):
        return f"{{{shape(field['additionalProperties'])}}}"
    return "-".join(str(part) for part in (field.get("type"), field.get("format")) if part) or "const"


def test_v1_keeps_its_promise(files: dict[str, File]) -> None:
    schemas = {path.rpartition("/")[2].removesuffix(".schema.json"): json.loads(file.content) for path, file in files.items() if file.kind == "schema"}
    now = sorted(line for name, schema in schemas.items() for line in field_lines(schema, name))
    promised = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    broken = [line for line in promised if line not in now]
    assert not broken, (
        "v1 of the open data is a promise. These fields were renamed, removed or changed their type, which breaks whoever reads the files:\n  "
        + "\n  ".join(broken) + "\nBring them back, or publish v2 beside v1 (macros/published.py)."
    )
    added = [line for line in now if line not in promised]
    assert not added, f"New fields are welcome, and from now on promised: add these lines to {SNAPSHOT.name}, sorted:\n" + "\n".join(added)


# --- CSV and workbooks -----------------------------------------------------------------------------------------------------


def rows_of(file: File) -> list[list[str]]:
    assert file.content.startswith(b"\xef\xbb\xbf") and b"\r\n" in file.content
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_says_names_and_ids(files: dict[str, File]) -> None:
    heads, first, *_ = rows_of(files[f"{FOLDER}/2024/tasks.csv"])
    one = dict(zip(heads, first, strict=True))
    assert (one["Năm"], one["Đơn vị phối hợp"], one["Đơn vị phối hợp (mã)"]) == ("2024", "Văn phòng; Tạp chí Nghĩa Đồng Bào", "van-phong; tap-chi")
    assert (one["Trạng thái"], one["Thời hạn hoàn thành"], one["Thời hạn hoàn thành (ngày cuối)"]) == ("Hoàn thành", "31/01/2024", "2024-01-31")
    heads, *rows = rows_of(files[f"{FOLDER}/2024/awards-recipients.csv"])
    assert heads[:2] == ["Năm", "Mã khen thưởng"] and len(rows) == 34


def test_a_years_workbook_holds_its_csv_tables(files: dict[str, File]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[f"{FOLDER}/2024/nam-2024.xlsx"].content))
    tables = [rows_of(file) for path, file in files.items() if file.kind == "csv" and file.year == 2024]
    filled = [rows for rows in tables if len(rows) > 1]
    assert len(book.worksheets) == len(filled) + 1 and book.sheetnames[-1] == "Thông tin"
    for sheet, rows in zip(book.worksheets, filled, strict=False):
        assert [[as_text(cell.value) for cell in row] for row in sheet.iter_rows()] == rows, sheet.title
        assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("A2", "$1:$1", "landscape")
    due = next(cell for cell in book["Nhiệm vụ"][1] if cell.value == "Thời hạn hoàn thành (ngày cuối)").column
    assert isinstance(book["Nhiệm vụ"].cell(2, due).value, datetime)


def as_text(value: Any) -> str:
    if isinstance(value, float) and not value.is_integer():
        return str(value).replace(".", ",")
    return "" if value is None else value.date().isoformat() if isinstance(value, datetime) else str(value)


# --- feed -----------------------------------------------------------------------------------------------------------------------


def test_the_feed_is_newest_first_and_whole(files: dict[str, File]) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(files[FEED].content)
    entries = root.findall(f"{atom}entry")
    for part in ("id", "title", "updated", "author"):
        assert root.find(f"{atom}{part}") is not None
    days = [entry.findtext(f"{atom}updated") or "" for entry in entries]
    assert entries and days == sorted(days, reverse=True) and days[0] <= "2024-06-30T00:00:00+07:00" and root.findtext(f"{atom}updated") == days[0]
    ids = [entry.findtext(f"{atom}id") for entry in entries]
    assert len(set(ids)) == len(ids) and all(one and one.startswith("urn:uuid:") for one in ids)
    for entry in entries:
        datetime.fromisoformat(entry.findtext(f"{atom}updated") or "")
        assert entry.find(f"{atom}link").attrib["href"].startswith("https://")  # type: ignore[union-attr]


def test_there_is_no_feed_without_an_address(demo: Site) -> None:
    assert FEED not in {file.path for file in published(demo, lambda path, anchor: "", Kept())}


# --- the page and the site ------------------------------------------------------------------------------------------------------


def test_the_page_shows_every_file_and_every_field(demo: Site, files: dict[str, File]) -> None:
    page = open_data(demo, list(files.values()))
    missing = [path for path, file in files.items() if f"site:{path}" not in page and file.dataset != "index"]
    assert missing == []
    for name, model in {**REGISTER_FILES, **YEAR_FILES}.items():
        for inner in models_in(model):
            for field in fields_of(inner):
                assert f"<code>{field.key}</code>" in page and field.description, (name, field.key)
    for words in ("dùng trong Cơ quan", "Cách dẫn", "Cam kết giữ nguyên"):
        assert words in page
    assert "giấy phép" not in page.lower() and "dữ liệu mở" not in page.lower()


def test_the_site_links_to_it_and_serves_what_the_index_says(addressed_demo_site: Path) -> None:
    home = (addressed_demo_site / "index.html").read_text(encoding="utf-8")
    footer = home[home.index("<footer") :]
    assert footer.index("Mới cập nhật") < footer.index("Tải dữ liệu") < footer.index(">Nguồn<")
    assert 'type="application/atom+xml"' in home
    for one in json.loads((addressed_demo_site / INDEX).read_text(encoding="utf-8"))["files"]:
        assert hashlib.sha256((addressed_demo_site / "du-lieu" / one["path"]).read_bytes()).hexdigest() == one["sha256"]


# --- records with gaps -----------------------------------------------------------------------------------------------------------


def record_with(tmp_path: Path, **contents: str) -> Site:
    """The miniature record with other files for some years: `y2022_plan` is 2022/plan.yml."""
    folder = tmp_path / "data"
    shutil.copytree(REPOSITORY / "tests/small/data", folder)
    for name, text in contents.items():
        year, _, stem = name.removeprefix("y").partition("_")
        (folder / year).mkdir(exist_ok=True)
        (folder / year / f"{stem}.yml").write_text(text, encoding="utf-8")
    return site_of(folder)


def test_an_empty_year_comes_out_valid(tmp_path: Path) -> None:
    made = files_of(record_with(tmp_path, y2022_tasks=""))
    assert assert_every_file_fits_its_schema(made) >= 10
    assert content(made, "2022/plan.json")["plan"] is None and content(made, "2022/tasks.json")["tasks"] == []
    assert openpyxl.load_workbook(io.BytesIO(made[f"{FOLDER}/2022/nam-2022.xlsx"].content)).sheetnames[-1] == "Thông tin"


def test_a_year_of_declared_counts_only_comes_out_valid(tmp_path: Path) -> None:
    source = next(iter(load(REPOSITORY / "tests/small/data").data.sources))
    plan = f"id: kh-2022\ntitle: Kế hoạch năm 2022\ndeclared:\n  tasks: 99\n  done: 90\n  stopped_or_moved: 9\n  source: {source}\n"
    made = files_of(record_with(tmp_path, y2022_plan=plan))
    assert_every_file_fits_its_schema(made)
    year = next(year for year in content(made, "years.json")["years"] if year["year"] == 2022)
    assert (year["declared_tasks"], year["declared_done"], year["tasks"]) == (99, 90, 0)


def test_records_with_every_optional_field_empty_come_out_valid(demo: Site) -> None:
    bare: dict[type[Record], Record] = {}
    for record in demo.data.all_records:
        bare.setdefault(type(record), record.model_copy(update={name: info.default for name, info in type(record).model_fields.items() if not info.is_required()}))
    for name, model in {**REGISTER_FILES, **YEAR_FILES}.items():
        schema = model.model_json_schema(mode="serialization")
        for inner in models_in(model):
            if inner in bare:
                part = {**schema["$defs"][inner.__name__], "$defs": schema["$defs"]}
                Draft202012Validator(part).validate(bare[inner].model_dump(mode="json")), name
