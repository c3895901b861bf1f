"""The index: what is written, under which names, how large, and that every record of the demo is in it and leads somewhere."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from macros.documents import Document
from macros.search import entries, prose, synonyms
from macros.search_index import FOLDER, Entry, Index, _Code, build
from macros.search_prose import Section, sections
from macros.views.links import address_of
from tests.benchmarks.synthetic_entries import SYNONYMS, Synthetic
from tests.sites import DEMO, REAL, site_of

KIND = ("nhiem-vu", "Nhiệm vụ")


def part(index: Index, name: str) -> Any:
    """Return what a file hands to the browser."""
    found = re.fullmatch(r'searchPart\("([^"]+)",(.*)\)\n', index.files[f"{FOLDER}{name}.js"], re.DOTALL)
    assert found and found[1] == name
    return json.loads(found[2])


def words_of(index: Index) -> dict[str, list[str]]:
    """Return every word of an index with its spellings."""
    start = part(index, index.start)
    pages = [part(index, start["digests"][place : place + 8]) for place in range(0, len(start["digests"]), 8)]
    return {key: spellings for page in pages for key, spellings in page.items()}


def decoded(text: str) -> list[int]:
    """Read numbers as docs/assets/search.js does."""
    made, value, scale = [], 0, 1
    for digit in (ord(char) - 35 for char in text):
        if digit < 80:
            made.append(value + digit * scale)
            value, scale = 0, 1
        else:
            value, scale = value + (digit - 80) * scale, scale * 12
    return made


@given(st.lists(st.integers(0, 2**31)))
def test_numbers_read_back(numbers: list[int]) -> None:
    code = _Code()
    assert decoded("".join(code[number] for number in numbers)) == numbers


def test_every_file_but_the_one_that_names_the_start_is_named_by_its_content() -> None:
    index = build(Synthetic().entries(500), SYNONYMS)
    files = dict(index.files)
    assert files.pop("search-start.js") == f'searchPart("start","{index.start}")\n' and f"search/{index.start}.js" in files
    for path, text in files.items():
        name = path.removeprefix(FOLDER).removesuffix(".js")
        content = text.removeprefix(f'searchPart("{name}",').removesuffix(")\n")
        digest = base64.b32encode(hashlib.sha256(content.encode()).digest()).decode().lower()
        assert digest.startswith(name.rpartition("-")[2]), path


def test_the_same_entries_give_the_same_files() -> None:
    made = [build(Synthetic().entries(700), SYNONYMS) for _ in range(2)]
    assert made[0] == made[1]


def test_a_changed_entry_changes_its_chunk_alone_among_chunks() -> None:
    before = list(Synthetic().entries(400))
    after = [*before[:7], replace(before[7], title="Tên khác"), *before[8:]]
    chunks = [{path for path in build(made, {}).files if "-" in path} for made in (before, after)]
    assert len(chunks[0] - chunks[1]) == 1


def test_occurrences_say_where_a_word_stands() -> None:
    index = build([Entry("a", KIND, "Đoàn kết", "a/", text="kết quả"), Entry("b", KIND, "Kết luận", "b/", names=("kết",))], {})
    spelled, gaps, places = words_of(index)["ket"]
    assert spelled == "kết"
    assert decoded(gaps) == [1, 0, 1, 0]  # twice in the first entry, twice in the second
    assert [(place // 4, place % 4) for place in decoded(places)] == [(1, 3), (384, 2), (0, 0), (0, 1)]


def test_an_abbreviation_is_found_in_capitals_only() -> None:
    index = build([Entry("a", KIND, "Đầu tư công", "a/"), Entry("b", KIND, "Văn phòng TƯ, T.Ư", "b/")], {"tw": ["TƯ", "Trung ương"]})
    spelled, gaps, _ = words_of(index)["@tw.0"]
    assert (spelled, decoded(gaps)) == ("tư", [2, 0])
    assert part(index, index.start)["synonyms"] == [["@tw", "tư", "~trung ương"]]


def test_sizes_at_ten_thousand_entries() -> None:
    index = build(Synthetic().entries(10_000), SYNONYMS)
    sizes = {path.removeprefix(FOLDER).removesuffix(".js"): len(gzip.compress(text.encode(), 6)) for path, text in index.files.items()}
    start = part(index, index.start)
    pages = sorted((sizes[start["digests"][place : place + 8]] for place in range(0, len(start["digests"]), 8)), reverse=True)
    chunks = sorted((size for name, size in sizes.items() if "-" in name), reverse=True)
    # The worst first query: the start, three of the largest pages of words, twelve of the largest chunks.
    assert sizes[index.start] + sum(pages[:3]) + sum(chunks[:12]) <= 60_000


def test_every_record_of_the_demo_with_a_place_is_found() -> None:
    site = site_of(DEMO)
    found = {entry.id for entry in entries(site, lambda path: path)}
    missing = [record.id for record in site.data.by_id.values() if address_of(site, record) and record.id not in found]  # type: ignore[attr-defined]
    assert missing == []
    assert len(found) == len(list(entries(site, lambda path: path)))


def test_entries_of_pages_that_are_not_built_are_left_out() -> None:
    site = site_of(DEMO)
    kept = list(entries(site, lambda path: path if path.startswith("nam/2024") else None))
    assert kept
    assert all(entry.address.startswith("nam/2024") for entry in kept)


def test_every_result_leads_to_its_own_place(demo_site: Path) -> None:
    ids: dict[Path, set[str]] = {}
    for entry in entries(site_of(DEMO), lambda path: path.removesuffix("index.md").removesuffix(".md")):
        path, _, anchor = entry.address.partition("#")
        page = demo_site / path / "index.html"
        if page not in ids:
            ids[page] = set(html.parse(str(page)).xpath("//@id"))
        assert not anchor or anchor in ids[page], entry.address


def test_a_document_is_named_by_its_number_in_each_way_it_is_said() -> None:
    site = site_of(REAL)
    entry = next(entry for entry in entries(site, lambda path: path) if entry.id == "18-ct-tw")
    assert {"18-CT/TW", "18/CT-TW", "Chỉ thị 18", "CT 18", "Chỉ thị số 18 ngày 26/10/2022"} <= set(entry.names)
    assert isinstance(site.data.by_id["18-ct-tw"], Document)


def test_synonyms_come_from_abbreviations_and_other_names_that_differ_unmarked() -> None:
    found = synonyms(site_of(DEMO))
    assert found["vt-btt"] == ["BTT", "Ban Thường trực"]
    assert found["unit-ban-phong-trao"] == ["Ban Phong trào", "Ban PT"]
    assert "person-khuc-van-hoa" not in found  # Hoà and Hòa are one word without any list


def test_prose_is_found_by_section() -> None:
    page = '<p>Mở đầu <b>đậm</b>.</p><h2 id="a">Một<a class="headerlink" href="#a">#</a></h2><p>Chữ <em>nghiêng</em></p>'
    page += '<ul><li>x</li><li>y</li></ul><table><tr><td>ô</td></tr></table><h3 id="b">Hai</h3>'
    assert list(sections(page)) == [Section("", "", "Mở đầu đậm."), Section("a", "Một", "Chữ nghiêng x y"), Section("b", "Hai", "")]
    assert list(sections("")) == [Section("", "", "")]
    made = list(prose("huong-dan/a.md", "Trang A", page, "huong-dan/a/"))
    assert [(entry.id, entry.title, entry.address) for entry in made] == [
        ("huong-dan/a.md", "Trang A", "huong-dan/a/"), ("huong-dan/a.md#a", "Một", "huong-dan/a/#a"), ("huong-dan/a.md#b", "Hai", "huong-dan/a/#b"),
    ]
