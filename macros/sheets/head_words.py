"""The kinds of lists that offices send: what their columns are called, which a list of the kind needs, which are personal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.awards import Recipient
from macros.documents import Document
from macros.events import Event
from macros.movements import Movement
from macros.people import Person
from macros.records import Record
from macros.records import label as field_label
from macros.sheets.phrases import holds, phrase
from macros.tasks import Task
from macros.units import Unit

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Listing:
    """A kind of list: how a person calls it, by which words the column of each field is known, and what it is known by itself.

    `main` is the field that names a record and `number` the one of its number in the list; of each group of `needed` the
    list has at least one field, and is told to write one of the heads beside it.
    """

    label: str
    main: str
    number: str
    needed: Mapping[tuple[str, ...], tuple[str, ...]]
    words: Words


NUMBER_HEADS = ("tt", "stt", "so tt", "so thu tu")


def _listing(model: type[Record], label: str, *, main: str, number: str = "number", needed: Mapping[tuple[str, ...], tuple[str, ...]], words: Words) -> Listing:
    """Describe a kind of list; any has a number and a note, and a field's title in the model comes before its other words."""
    called = {number: NUMBER_HEADS, **words, "note": ("ghi chu",)}
    titles = {field: (field_label(model, field),) for field in called if field in model.model_fields}
    phrases = {field: tuple(dict.fromkeys(map(phrase, (*titles.get(field, ()), *others)))) for field, others in called.items()}
    return Listing(label, main, number, needed, phrases)


_NAME = (
    "ho va ten", "ho ten", "ho ten ca nhan", "ten ca nhan", "ten tap the", "tap the", "ca nhan", "ten ca nhan tap the", "ten tap the ca nhan", "tap the ca nhan", "ca nhan tap the",
    "ten don vi", "don vi duoc khen",
)
_HONORIFIC = ("danh xung", "xung ho")

# What else than its title a field is called at the head of a column, the surest first. Only fields listed here are looked for.
LISTINGS: dict[str, Listing] = {
    "tasks": _listing(
        Task, "nhiệm vụ", main="title",
        needed={("title",): ("Nhiệm vụ cụ thể",), ("lead", "due", "product", "partner", "leader", "state"): ("Đơn vị chủ trì", "Thời hạn hoàn thành", "Sản phẩm")},
        words={
            "title": (
                "ten nhiem vu", "noi dung cong viec", "noi dung nhiem vu", "nhiem vu", "noi dung cong tac", "nhiem vu cong tac", "ten cong viec",
                "cong viec", "cac nhiem vu", "noi dung thuc hien", "noi dung",
            ),
            "lead": (
                "co quan chu tri", "ban chu tri", "chu tri", "don vi tham muu", "chu tri tham muu", "don vi thuc hien", "co quan thuc hien",
                "phan cong thuc hien", "don vi phu trach", "trach nhiem thuc hien", "thuc hien",
            ),
            "partner": ("co quan phoi hop", "ban phoi hop", "phoi hop"),
            "leader": ("lanh dao chi dao", "nguoi chi dao", "nguoi phu trach", "dong chi phu trach", "chi dao", "phu trach"),
            "product": ("san pham", "ket qua san pham", "san pham dau ra", "ket qua dau ra", "ket qua du kien", "san pham hoan thanh", "hinh thuc van ban"),
            "due": (
                "thoi han", "thoi gian hoan thanh", "thoi gian thuc hien", "han hoan thanh", "hoan thanh truoc", "thoi gian trinh", "thoi gian ban hanh",
                "thoi diem hoan thanh", "thoi gian", "thoi diem", "tien do hoan thanh", "ngay hoan thanh", "tien do thuc hien", "tien do",
            ),
            "state": ("tinh trang", "trang thai thuc hien", "tinh trang thuc hien"),
            "result": ("ket qua", "tinh hinh thuc hien", "ket qua dat duoc"),
            "result_date": ("ngay hoan thanh",),
            "reason": ("nguyen nhan", "ly do cham"),
            "area": ("linh vuc", "nhom nhiem vu"),
        },
    ),
    "awards": _listing(
        Recipient, "khen thưởng", main="name",
        needed={("name",): ("Họ và tên", "Tên tập thể"), ("honour", "post", "workplace", "reason", "honorific", "number"): ("TT", "Chức vụ", "Đơn vị công tác", "Danh hiệu")},
        words={
            "honorific": _HONORIFIC,
            "name": _NAME,
            "post": ("chuc danh", "chuc vu chuc danh", "chuc vu don vi cong tac", "chuc vu noi cong tac"),
            "workplace": ("noi cong tac", "co quan cong tac", "co quan don vi", "don vi", "noi lam viec", "thuoc don vi"),
            "honour": ("danh hieu hinh thuc", "danh hieu", "hinh thuc khen thuong", "hinh thuc", "danh hieu thi dua", "danh hieu hinh thuc khen thuong", "khen thuong"),
            "reason": ("tom tat thanh tich", "ly do khen", "noi dung khen"),
        },
    ),
    "documents": _listing(
        Document, "văn bản", main="subject", number="order",
        needed={("number", "subject"): ("Số, ký hiệu", "Trích yếu"), ("issued", "issuer"): ("Ngày ban hành", "Cơ quan ban hành"), ("number", "kind"): ("Số, ký hiệu", "Tên loại")},
        words={
            "number": ("so ky hieu van ban", "so hieu", "so van ban", "so quyet dinh", "so ki hieu", "ky hieu"),
            "kind": ("loai van ban", "ten loai van ban", "hinh thuc van ban", "loai"),
            "issued": ("ngay thang", "ngay thang nam", "ngay ban hanh van ban", "ngay thang ban hanh", "ngay van ban", "ngay ky", "thoi gian ban hanh"),
            "issuer": ("noi ban hanh", "don vi ban hanh", "co quan", "tac gia"),
            "subject": ("ten loai va trich yeu", "trich yeu noi dung", "noi dung trich yeu", "ten van ban", "noi dung van ban", "ve viec", "noi dung"),
            "signer.name": ("nguoi ky", "lanh dao ky", "nguoi ky ban hanh"),
            "security": ("do mat", "muc do mat"),
            "address": ("duong dan", "lien ket", "link"),
        },
    ),
    "people": _listing(
        Person, "người", main="name", needed={("name",): ("Họ và tên",), ("post", "workplace"): ("Chức vụ", "Đơn vị công tác")},
        words={
            "honorific": _HONORIFIC,
            "name": ("ho va ten", "ho ten"),
            "post": ("chuc vu", "chuc danh", "chuc vu cong tac"),
            "workplace": ("don vi cong tac", "noi cong tac", "co quan don vi", "don vi"),
        },
    ),
    "units": _listing(
        Unit, "đơn vị", main="name", needed={("name",): ("Tên đơn vị",), ("kind", "aliases", "since"): ("Loại", "Tên gọi khác", "Từ ngày")},
        words={
            "name": ("ten don vi", "ten co quan", "ten to chuc", "ten ban don vi", "ten ban", "ten day du", "don vi"),
            "kind": ("loai don vi", "loai hinh", "loai"),
            "aliases": ("ten viet tat", "viet tat", "ten goi tat"),
            "since": ("ngay thanh lap", "thanh lap"),
        },
    ),
    "movements": _listing(
        Movement, "phong trào", main="name",
        needed={("name",): ("Tên phong trào",), ("launched_by", "period", "kind"): ("Loại", "Nơi phát động", "Giai đoạn")},
        words={
            "name": ("ten phong trao", "phong trao thi dua", "ten phong trao cuoc van dong", "phong trao cuoc van dong", "ten cuoc van dong", "phong trao", "cuoc van dong"),
            "kind": ("loai", "loai hinh"),
            "launched_by": ("co quan phat dong", "don vi phat dong", "phat dong"),
            "period": ("giai doan", "thoi gian", "thoi gian thuc hien", "giai doan thuc hien"),
        },
    ),
    "events": _listing(
        Event, "sự kiện", main="title",
        needed={("date",): ("Thời gian",), ("title",): ("Tên sự kiện",), ("place_name", "organiser", "number"): ("Địa điểm", "Đơn vị tổ chức")},
        words={
            "date": ("thoi gian", "ngay thang", "thoi gian to chuc", "ngay to chuc", "ngay"),
            "title": ("ten su kien", "ten hoi nghi", "hoi nghi su kien", "noi dung hoi nghi", "noi dung su kien", "noi dung"),
            "place_name": ("noi to chuc", "dia diem to chuc"),
            "organiser": ("don vi chu tri", "co quan to chuc", "don vi thuc hien"),
        },
    ),
}

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
