"""Heads of tables as offices write them, recognised by meaning: which column holds which field.

A field is known by its own Vietnamese title, read off the model, and by the words below; the wording, case, marks, order of
columns and the number of rows that a head takes do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros.awards import Recipient
from macros.documents import Document
from macros.events import Event
from macros.movements import Movement
from macros.people import Person
from macros.records import Record, label
from macros.sheets.grids import Grid, GridCell
from macros.sheets.phrases import holds, in_order, phrase
from macros.tasks import Task
from macros.units import Unit

Words = Mapping[str, tuple[str, ...]]


def _kind(model: type[Record], **words: tuple[str, ...]) -> Words:
    """Return by field the phrases of its title in the model and of what else it is called, the surest first."""
    def phrases(field: str) -> tuple[str, ...]:
        title = (label(model, field),) if field in model.model_fields else ()
        return tuple(dict.fromkeys(map(phrase, (*title, *words[field]))))

    return {field.replace("__", "."): phrases(field) for field in words}


_NUMBER = ("tt", "stt", "so tt", "so thu tu")
_NAME = (
    "ho va ten", "ho ten", "ho ten ca nhan", "ten ca nhan", "ten tap the", "tap the", "ca nhan", "ten ca nhan tap the", "ten tap the ca nhan", "tap the ca nhan", "ca nhan tap the",
    "ten don vi", "don vi duoc khen",
)

# What else than its title a field is called at the head of a column, the surest first. Only fields listed here are looked for.
HEADS: dict[str, Words] = {
    "tasks": _kind(
        Task,
        number=_NUMBER,
        title=(
            "ten nhiem vu", "noi dung cong viec", "noi dung nhiem vu", "nhiem vu", "noi dung cong tac", "nhiem vu cong tac", "ten cong viec",
            "cong viec", "cac nhiem vu", "noi dung thuc hien", "noi dung",
        ),
        lead=(
            "co quan chu tri", "ban chu tri", "chu tri", "don vi tham muu", "chu tri tham muu", "don vi thuc hien", "co quan thuc hien",
            "phan cong thuc hien", "don vi phu trach", "trach nhiem thuc hien", "thuc hien",
        ),
        partner=("co quan phoi hop", "ban phoi hop", "phoi hop"),
        leader=("lanh dao chi dao", "nguoi chi dao", "nguoi phu trach", "dong chi phu trach", "chi dao", "phu trach"),
        product=("san pham", "ket qua san pham", "san pham dau ra", "ket qua dau ra", "ket qua du kien", "san pham hoan thanh", "hinh thuc van ban"),
        due=(
            "thoi han", "thoi gian hoan thanh", "thoi gian thuc hien", "han hoan thanh", "hoan thanh truoc", "thoi gian trinh", "thoi gian ban hanh",
            "thoi diem hoan thanh", "thoi gian", "thoi diem", "tien do hoan thanh", "ngay hoan thanh", "tien do thuc hien", "tien do",
        ),
        state=("tinh trang", "trang thai thuc hien", "tinh trang thuc hien"),
        result=("ket qua", "tinh hinh thuc hien", "ket qua dat duoc"),
        result_date=("ngay hoan thanh",),
        reason=("nguyen nhan", "ly do cham"),
        area=("linh vuc", "nhom nhiem vu"),
        note=("ghi chu",),
    ),
    "awards": _kind(
        Recipient,
        number=_NUMBER,
        honorific=("danh xung", "xung ho"),
        name=_NAME,
        post=("chuc danh", "chuc vu chuc danh", "chuc vu don vi cong tac", "chuc vu noi cong tac"),
        workplace=("noi cong tac", "co quan cong tac", "co quan don vi", "don vi", "noi lam viec", "thuoc don vi"),
        honour=("danh hieu hinh thuc", "danh hieu", "hinh thuc khen thuong", "hinh thuc", "danh hieu thi dua", "danh hieu hinh thuc khen thuong", "khen thuong"),
        reason=("tom tat thanh tich", "ly do khen", "noi dung khen"),
        note=("ghi chu",),
    ),
    "documents": _kind(
        Document,
        order=_NUMBER,
        number=("so ky hieu van ban", "so hieu", "so van ban", "so quyet dinh", "so ki hieu", "ky hieu"),
        kind=("loai van ban", "ten loai van ban", "hinh thuc van ban", "loai"),
        issued=("ngay thang", "ngay thang nam", "ngay ban hanh van ban", "ngay thang ban hanh", "ngay van ban", "ngay ky", "thoi gian ban hanh"),
        issuer=("noi ban hanh", "don vi ban hanh", "co quan", "tac gia"),
        subject=("ten loai va trich yeu", "trich yeu noi dung", "noi dung trich yeu", "ten van ban", "noi dung van ban", "ve viec", "noi dung"),
        signer__name=("nguoi ky", "lanh dao ky", "nguoi ky ban hanh"),
        security=("do mat", "muc do mat"),
        address=("duong dan", "lien ket", "link"),
        note=("ghi chu",),
    ),
    "people": _kind(
        Person,
        number=_NUMBER,
        honorific=("danh xung", "xung ho"),
        name=("ho va ten", "ho ten"),
        post=("chuc vu", "chuc danh", "chuc vu cong tac"),
        workplace=("don vi cong tac", "noi cong tac", "co quan don vi", "don vi"),
        note=("ghi chu",),
    ),
    "units": _kind(
        Unit,
        number=_NUMBER,
        name=("ten don vi", "ten co quan", "ten to chuc", "ten ban don vi", "ten ban", "ten day du", "don vi"),
        kind=("loai don vi", "loai hinh", "loai"),
        aliases=("ten viet tat", "viet tat", "ten goi tat"),
        since=("ngay thanh lap", "thanh lap"),
        note=("ghi chu",),
    ),
    "movements": _kind(
        Movement,
        number=_NUMBER,
        name=("ten phong trao", "phong trao thi dua", "ten phong trao cuoc van dong", "phong trao cuoc van dong", "ten cuoc van dong", "phong trao", "cuoc van dong"),
        kind=("loai", "loai hinh"),
        launched_by=("co quan phat dong", "don vi phat dong", "phat dong"),
        period=("giai doan", "thoi gian", "thoi gian thuc hien", "giai doan thuc hien"),
        note=("ghi chu",),
    ),
    "events": _kind(
        Event,
        number=_NUMBER,
        date=("thoi gian", "ngay thang", "thoi gian to chuc", "ngay to chuc", "ngay"),
        title=("ten su kien", "ten hoi nghi", "hoi nghi su kien", "noi dung hoi nghi", "noi dung su kien", "noi dung"),
        place_name=("noi to chuc", "dia diem to chuc"),
        organiser=("don vi chu tri", "co quan to chuc", "don vi thuc hien"),
        note=("ghi chu",),
    ),
}
# Fields of which a table of the kind has at least one from each group.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "tasks": (("title",), ("lead", "due", "product", "partner", "leader", "state")),
    "awards": (("name",), ("honour", "post", "workplace", "reason", "honorific", "number")),
    "documents": (("number", "subject"), ("issued", "issuer"), ("number", "kind")),
    "people": (("name",), ("post", "workplace")),
    "units": (("name",), ("kind", "aliases", "since")),
    "movements": (("name",), ("launched_by", "period", "kind")),
    "events": (("date",), ("title",), ("place_name", "organiser", "number")),
}
MAIN = {"tasks": "title", "awards": "name", "documents": "subject", "people": "name", "units": "name", "movements": "name", "events": "title"}

PERSONAL = "personal"  # the field of a column that is never carried anywhere
_PERSONAL = tuple(map(phrase, (
    "ngay sinh", "nam sinh", "ngay thang nam sinh", "thang nam sinh", "sinh nam", "tuoi", "cccd", "cmnd", "cmtnd", "can cuoc", "chung minh nhan dan", "dinh danh", "so dinh danh",
    "ho chieu", "dia chi", "noi o", "cho o", "thuong tru", "tam tru", "que quan", "nguyen quan", "noi sinh", "dien thoai", "so dien thoai", "sdt", "so dt",
    "dt", "dtdd", "di dong", "lien he", "email", "e mail",
    "thu dien tu", "tai khoan", "so tai khoan", "stk", "ngan hang", "gioi tinh", "dan toc", "ton giao", "ma so thue", "bao hiem", "bhxh", "luong", "suc khoe",
)))
_PERSONAL_ALONE = tuple(map(phrase, ("dan toc", "ton giao", "luong", "tuoi", "lien he", "dt")))  # within a longer head they are matters of work
_LONGEST_HEAD = 14  # words; more is a sentence
_PARTS = ("nam", "nu", "ngay", "thang", "bat dau", "ket thuc")  # what stands under a head and is none by itself
_SEARCHED = 60  # rows in which a head is looked for


@dataclass(frozen=True)
class Head:
    """A table's head: the rows of the grid that it takes, the field of each column, what is written above each."""

    kind: str
    start: int
    stop: int
    fields: Mapping[int, str]
    texts: Mapping[int, str]

    @property
    def others(self) -> dict[int, str]:
        """Return the heads of columns that are no field."""
        return {column: text for column, text in self.texts.items() if column not in self.fields}

    def column(self, field: str) -> int | None:
        """Return the column of a field."""
        return next((column for column, name in self.fields.items() if name == field), None)

    @property
    def strength(self) -> int:
        """Return how much of the table it explains."""
        return sum(field not in ("number", "order", "note", PERSONAL) for field in self.fields.values())


def find_head(grid: Grid, kind: str) -> Head | None:
    """Return a grid's head as one of a kind, None when no rows have what the kind needs."""
    found = []
    for start in range(min(len(grid.rows), _SEARCHED)):
        if _may_begin(grid.rows[start], kind):
            found += [_head(grid, kind, start, stop) for stop in range(start + 1, _last_row_of_head(grid, start, kind) + 1)]
    return max((head for head in found if head), key=lambda head: (head.strength, len(head.fields), -head.start, head.stop), default=None)


def _may_begin(row: Sequence[GridCell], kind: str) -> bool:
    """Tell whether a row may be a head's first: it says different things, one of them known."""
    texts = {cell.text for cell in row if cell.text}
    return len(texts) > 1 and any(next(_meanings(text, kind), None) for text in texts)


def is_repeated(head: Head, row: Sequence[GridCell], grid: Grid) -> bool:
    """Tell whether a row says the head once more, or numbers its columns, as under a page break."""
    texts = [cell.text for cell in row]
    filled = [text.strip("() .") for text in texts if text]
    if len(filled) > 2 and (filled == [str(place) for place in range(1, len(filled) + 1)] or re.fullmatch("AB?12.*", "".join(filled))):
        return True
    given = [text.lower() for text in texts]
    own = ([cell.text.lower() for cell in grid.rows[number][: len(given)]] for number in range(head.start, head.stop))
    return len(set(given)) > 1 and given in own


def _last_row_of_head(grid: Grid, start: int, kind: str) -> int:
    """Return the end of the rows, three at most, that may make a head together: each below only adds to those above."""
    stop = start + 1
    while stop < min(start + 3, len(grid.rows)) and _continues(grid.rows[stop - 1], grid.rows[stop], kind):
        stop += 1
    return stop


def _continues(above: Sequence[GridCell], row: Sequence[GridCell], kind: str) -> bool:
    new = []
    for column, cell in enumerate(row):
        over = above[column].text if column < len(above) else ""
        if cell.text and not (cell.merged and cell.text == over):
            new.append((over, cell.text))
    return bool(new) and all(len(text) <= 40 and not re.search(r"\d", text) and (not over or _is_a_part(over, text, kind)) for over, text in new)


def _is_a_part(over: str, text: str, kind: str) -> bool:
    """Tell whether a text under a head's may be a part of it: a head by itself, or together with it."""
    return bool(next(_meanings(text, kind), None)) or phrase(text) in _PARTS


def _head(grid: Grid, kind: str, start: int, stop: int) -> Head | None:
    texts = {column: " ".join(text.split()) for column, text in _texts(grid, start, stop).items()}
    if len(texts) < 2 or len(set(texts.values())) < 2:
        return None
    fields = _assigned(texts, kind)
    if kind == "awards" and "name" not in fields.values():
        # «Ông/Bà» over names with their honorifics, or «Đơn vị» over collectives.
        instead = next((column for wanted in ("honorific", "workplace") for column, field in fields.items() if field == wanted), None)
        if instead is not None:
            fields[instead] = "name"
    found = set(fields.values())
    if not all(found.intersection(group) for group in NEEDED[kind]):
        return None
    return Head(kind, start, stop, fields, texts)


def _texts(grid: Grid, start: int, stop: int) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in grid.rows[start:stop]:
        for column, cell in enumerate(row):
            if cell.text and cell.text not in texts.get(column, "").split("\0"):
                texts[column] = f"{texts[column]}\0{cell.text}" if column in texts else cell.text
    return {column: text.replace("\0", " ") for column, text in texts.items()}


def _assigned(texts: Mapping[int, str], kind: str) -> dict[int, str]:
    """Give each column the field it means most; of two for one field, the surer keeps it and the other takes its next."""
    wishes = {column: [*_meanings(text, kind)] for column, text in texts.items()}
    fields: dict[str, tuple[int, int]] = {}  # field -> how sure (less is surer), column
    waiting = list(texts)
    while waiting:
        column = waiting.pop(0)
        while wishes[column]:
            field, place = wishes[column].pop(0)
            if field == PERSONAL or field not in fields or place < fields[field][0]:
                if field == PERSONAL:
                    fields[f"{PERSONAL} {column}"] = (0, column)
                else:
                    if field in fields:
                        waiting.append(fields[field][1])
                    fields[field] = (place, column)
                break
    return {column: field.split()[0] for field, (_, column) in fields.items()}


def _meanings(text: str, kind: str) -> Iterator[tuple[str, int]]:
    """Yield the fields a head may mean, the likeliest first, each with how sure that is; personal ones mean only that."""
    said = phrase(text)
    if not said or len(said.split()) > _LONGEST_HEAD:
        return
    if is_personal(text, kind):
        yield PERSONAL, 0
        return
    found: list[tuple[bool, int, int, str]] = []
    for field, phrases in HEADS[kind].items():
        matches = [(said == one, len(one.split()), -place) for place, one in enumerate(phrases) if said == one or (" " in one and in_order(one, said))]
        if matches:
            found.append((*max(matches), field))
    for _, _, place, field in sorted(found, key=lambda match: match[:3], reverse=True):
        yield field, -place


def is_personal(text: str, kind: str) -> bool:
    """Tell whether a head stands over what is never carried anywhere: birth, identity, address, telephone, account, sex."""
    said = phrase(text)
    if kind in ("documents", "movements"):  # their addresses are of pages
        return False
    if said in _PERSONAL or any(holds(said, word) for word in _PERSONAL if word not in _PERSONAL_ALONE):
        return True
    # Without marks «Nam» and «Năm» are one; only the first is a sex.
    return text.strip().lower() in ("nam", "nữ", "nam, nữ", "nam/nữ", "phái", "giới")
