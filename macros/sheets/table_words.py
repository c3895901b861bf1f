"""What the check of the data says, told to an editor of a table: heads of columns for keys, names for ids, registers for files.

A file keeps its name where the remedy is to add something to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from macros.data import Data
from macros.fields import fields_of
from macros.sheets.kinds import Table

# How each register is called, where its file need not be named.
REGISTERS = {
    "units": "danh mục đơn vị", "people": "danh mục người", "documents": "danh mục văn bản", "movements": "danh mục phong trào",
    "honours": "danh mục danh hiệu, hình thức", "sources": "danh mục nguồn", "vocabularies": "danh mục từ",
}
_OF_A_YEAR = {"tasks": "danh sách nhiệm vụ", "awards": "danh sách khen thưởng", "events": "danh sách sự kiện", "plan": "kế hoạch", "results": "số liệu"}
_FILE = re.compile(r"(?:[\w.-]*/)*?(?:(?P<year>\d{4})/)?(?P<stem>[a-z]+)\.yml(?P<years> của các năm)?(?::\d+)?")
_ADDING = re.compile(r"(?i)\bthêm\b[^.;]*\b(?:vào|trong)\b[^.;]*$")  # what stands before the file in a remedy that adds to it
_NOT_KEYS = frozenset(("id", "to"))  # «to» is a Vietnamese word too
# How a list is written, in YAML and in a cell.
_SEVERAL = (
    (re.compile(r"Viết trong ngoặc vuông: \[[^\]]*\]\."), "Viết mỗi năm trên một dòng trong ô (Alt+Enter)."),
    (re.compile(r"mỗi mã viết trên một dòng riêng, bắt đầu bằng «- »"), "viết mỗi mã trên một dòng trong ô (Alt+Enter)"),
    (re.compile(r"Viết mỗi mã trên một dòng riêng, dấu trừ rồi dấu cách: «- [^»]*»"), "Viết mỗi mã trên một dòng trong ô (Alt+Enter), không có gạch đầu dòng"),
)


def in_words(message: str, table: Table, data: Data) -> str:
    """Return a message of the data's check as an editor of a table reads it."""
    heads = {field.key: field.title for field in fields_of(table.model)}
    said = re.sub(r"danh mục [a-z_]+(?=\.)", "danh mục", message)
    said = re.sub(r"Thêm dòng «[a-z_]+: …»", "Ghi vào ô này", said)
    said = re.sub(r" \([a-z_]+\)(?=[;.])", "", said)  # the keys of words
    for in_yaml, in_a_cell in _SEVERAL:
        said = in_yaml.sub(in_a_cell, said)
    if not re.search(r"không có (nhiệm vụ|nguồn|số liệu) ", said):  # those a table knows by their ids
        said = re.sub(r"Có phải «[a-z0-9-]+» \(([^()]+)\)\?", r"Có phải «\1»?", said)
    for key, title in heads.items():
        said = said.replace(f"Thêm {key} ({title})", f"Ghi «{title}»").replace(f"{key} ({title})", title).replace(f"«{key}: ", f"«{title}: ")
    said = re.sub(r"\b[a-z_]+ \(([^\W\d_][^()]*)\)", r"\1", said)  # a field of a record within
    about_ids = said.startswith(f"{heads.get('id')}: ")
    parts = re.split(r"('[^']*'|«[^»]*»)", said)  # what the editor typed, and names, stay as they are
    parts[::2] = [_without_keys(part, heads) for part in parts[::2]]
    parts[1::2] = [part if about_ids else _named(part, data) for part in parts[1::2]]
    return _FILE.sub(_register, "".join(parts))


def _without_keys(text: str, heads: Mapping[str, str]) -> str:
    """Put the head of its column for every key that stands alone, and the year for its folder."""
    text = re.sub(r"khác thư mục (\d{4})", r"khác năm \1", text)
    return re.sub(r"(?<![\w./-])[a-z_]+(?![\w/(:-]|\.\w)", lambda found: f"«{heads[found[0]]}»" if found[0] in heads.keys() - _NOT_KEYS else found[0], text)


def _named(quoted: str, data: Data) -> str:
    """Return what stands in quotation marks; the name of a record for its id, where it has one that is short."""
    record = data.by_id.get(quoted[1:-1]) if quoted[0] == "'" else None
    name = getattr(record, "number" if record and record.place.file.endswith("documents.yml") else "name", None)
    return f"«{name}»" if name else quoted


def _register(found: re.Match[str]) -> str:
    """Return the register or list that a file holds; the file itself where something is to be added to it."""
    if _ADDING.search(found.string[: found.start()]):
        return found[0]
    if said := REGISTERS.get(found["stem"]):
        return said
    said, year = _OF_A_YEAR.get(found["stem"], ""), found["year"]
    if not said:
        return found[0]
    return f"{said} của các năm" if found["years"] else f"{said} năm {year}" if year else said
