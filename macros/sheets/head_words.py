"""What columns are called in offices, by kind and field; which heads a kind needs; which columns are personal."""

from __future__ import annotations

from collections.abc import Mapping

from macros.awards import Recipient
from macros.documents import Document
from macros.events import Event
from macros.movements import Movement
from macros.people import Person
from macros.records import Record, label
from macros.sheets.phrases import holds, phrase
from macros.tasks import Task
from macros.units import Unit

Words = Mapping[str, tuple[str, ...]]


def _kind(model: type[Record], **words: tuple[str, ...]) -> Words:
    """Return by field the phrases of its title in the model and of what else it is called, the surest first."""
    def phrases(field: str) -> tuple[str, ...]:
        title = (label(model, field),) if field in model.model_fields else ()
        return tuple(dict.fromkeys(map(phrase, (*title, *words[field]))))

    return {field.replace("__", "."): phrases(field) for field in words}


NUMBER_HEADS = ("tt", "stt", "so tt", "so thu tu")
_NAME = (
    "ho va ten", "ho ten", "ho ten ca nhan", "ten ca nhan", "ten tap the", "tap the", "ca nhan", "ten ca nhan tap the", "ten tap the ca nhan", "tap the ca nhan", "ca nhan tap the",
    "ten don vi", "don vi duoc khen",
)

# What else than its title a field is called at the head of a column, the surest first. Only fields listed here are looked for.
HEADS: dict[str, Words] = {
    "tasks": _kind(
        Task,
        number=NUMBER_HEADS,
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
        number=NUMBER_HEADS,
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
        order=NUMBER_HEADS,
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
        number=NUMBER_HEADS,
        honorific=("danh xung", "xung ho"),
        name=("ho va ten", "ho ten"),
        post=("chuc vu", "chuc danh", "chuc vu cong tac"),
        workplace=("don vi cong tac", "noi cong tac", "co quan don vi", "don vi"),
        note=("ghi chu",),
    ),
    "units": _kind(
        Unit,
        number=NUMBER_HEADS,
        name=("ten don vi", "ten co quan", "ten to chuc", "ten ban don vi", "ten ban", "ten day du", "don vi"),
        kind=("loai don vi", "loai hinh", "loai"),
        aliases=("ten viet tat", "viet tat", "ten goi tat"),
        since=("ngay thanh lap", "thanh lap"),
        note=("ghi chu",),
    ),
    "movements": _kind(
        Movement,
        number=NUMBER_HEADS,
        name=("ten phong trao", "phong trao thi dua", "ten phong trao cuoc van dong", "phong trao cuoc van dong", "ten cuoc van dong", "phong trao", "cuoc van dong"),
        kind=("loai", "loai hinh"),
        launched_by=("co quan phat dong", "don vi phat dong", "phat dong"),
        period=("giai doan", "thoi gian", "thoi gian thuc hien", "giai doan thuc hien"),
        note=("ghi chu",),
    ),
    "events": _kind(
        Event,
        number=NUMBER_HEADS,
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
    "ngay sinh", "nam sinh", "ngay thang nam sinh", "thang nam sinh", "sinh nam", "sinh", "ns", "tuoi", "cccd", "cmnd", "cmtnd", "can cuoc", "chung minh nhan dan", "dinh danh", "so dinh danh",
    "ho chieu", "dia chi", "noi o", "cho o", "thuong tru", "tam tru", "que quan", "nguyen quan", "noi sinh", "dien thoai", "so dien thoai", "sdt", "so dt",
    "dt", "dtdd", "di dong", "lien he", "email", "e mail",
    "thu dien tu", "tai khoan", "so tai khoan", "stk", "ngan hang", "gioi tinh", "dan toc", "ton giao", "ma so thue", "bao hiem", "bhxh", "luong", "suc khoe",
)))
_PERSONAL_ALONE = tuple(map(phrase, ("dan toc", "ton giao", "luong", "tuoi", "lien he", "dt", "sinh", "ns")))  # within a longer head they are matters of work


def is_personal(text: str, kind: str) -> bool:
    """Tell whether a head stands over what is never carried anywhere: birth, identity, address, telephone, account, sex."""
    said = phrase(text)
    if kind in ("documents", "movements"):  # their addresses are of pages
        return False
    if said in _PERSONAL or any(holds(said, word) for word in _PERSONAL if word not in _PERSONAL_ALONE):
        return True
    # Without marks «Nam» and «Năm» are one; only the first is a sex.
    return text.strip().lower() in ("nam", "nữ", "nam, nữ", "nam/nữ", "phái", "giới")
