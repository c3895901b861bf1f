"""People and honours as offices write them: with what stands before a name, in capitals, by alias or abbreviation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from macros.data import Data
from macros.honours import Honour
from macros.problems import hint
from macros.sheets.phrases import equal_forms, one_line, phrase, spelled_out
from macros.sheets.ready_lines import ready_honour, ready_person
from macros.sheets.table_words import REGISTERS
from macros.vietnamese import capital, clean, word_forms, words

_HONORIFIC = re.compile(r"(?i)(ông|bà|đồng chí|đ/c|đ\.c|đc)\b[.:]?\s+")
_RANKS = (
    r"(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy|uý)|chuẩn\s+(?:đô đốc|úy)|giáo sư|phó giáo sư|tiến sĩ khoa học|tiến sĩ|tiến sỹ|thạc sĩ|thạc sỹ|cử nhân|kỹ sư|bác sĩ|luật sư|kiến trúc sư|"
    r"nghệ sĩ nhân dân|nghệ sĩ ưu tú|nhà giáo nhân dân|nhà giáo ưu tú|"
    r"PGS|GS|TSKH|TS|ThS|Ths|CN|KS|BS|LS|DS|KTS|NGƯT|NGND|NSND|NSƯT|TTND|TTƯT|AHLĐ|BSCKII|BSCKI"
)
_RANK = re.compile(rf"(?:(?i:{_RANKS.rpartition('PGS')[0].rstrip('|')})|{'PGS' + _RANKS.rpartition('PGS')[2]})(?=[\s.,])\.?[\s,.]*")


# Posts that are written before a name; the name behind begins with a capital, «Phóng viên Lê K».
_POSTS = (
    r"phóng viên|biên tập viên|chuyên viên(?:\s+(?:chính|cao cấp))?|lái xe|kế toán(?:\s+trưởng)?|văn thư|thủ quỹ|PCT|CVP|PCVP|phó\s+chủ\s+tịch(?:\s+thường\s+trực)?|chủ\s+tịch|"
    r"tổng\s+thư\s+ký|phó\s+tổng\s+thư\s+ký|(?:phó\s+)?trưởng\s+(?:ban|phòng)|phó\s+(?:ban|phòng)|(?:phó\s+)?chánh\s+văn\s+phòng|(?:phó\s+)?(?:cục|vụ|viện)\s+trưởng|(?:phó\s+)?giám\s+đốc"
)
_POST = re.compile(rf"((?i:{_POSTS}))\s+(?=[^\W\d_]\w*(?:\s+[^\W\d_]\w*){{1,5}}$)")


@dataclass(frozen=True)
class NameParts:
    """A person's name apart from what stands before it: honorific's label («Ông»), ranks and degrees, and a post, as printed."""

    name: str
    honorific: str = ""
    rank: str = ""
    post: str = ""


def name_parts(text: str) -> NameParts:
    """Take honorifics, ranks and degrees off a name: «Đ/c Thượng tá, PGS.TS Nguyễn Văn A»."""
    rest, honorific, post, ranks = one_line(text), "", "", list[str]()
    while True:
        if match := _HONORIFIC.match(rest):
            said = match[1].lower()
            honorific = honorific or {"ông": "Ông", "bà": "Bà"}.get(said, "Đồng chí")
        elif match := _RANK.match(rest):
            ranks.append(match[0])
        elif not post and (match := _POST.match(rest)) and all(word[0].isupper() for word in rest[match.end() :].split()):
            post = match[1]
        else:
            break
        rest = rest[match.end() :]
    if not rest:
        return NameParts(one_line(text))
    return NameParts(capitalised(rest), honorific, "".join(ranks).strip(" ,."), post)


def capitalised(name: str) -> str:
    """Return a name typed in capitals with only the first letters so; others as they are."""
    return " ".join(capital(word.lower()) for word in name.split()) if name.isupper() and " " in name else name


def name_key(name: str) -> str:
    """Return a person's name as names are compared: its marks count, where the tone stands does not."""
    return " ".join(forms.letters + forms.tone for word in words(clean(name)) for forms in [word_forms(word)])


class KnownPeople:
    """The people of a record by name and alias."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.names: dict[str, list[str]] = {}
        for person in data.people.values():
            for name in (person.name, *person.aliases):
                self.names.setdefault(name_key(name), []).append(person.id)

    def find(self, name: str) -> str | None:
        """Return the one person of that name, None also for namesakes."""
        found = list(dict.fromkeys(self.names.get(name_key(name), [])))
        return found[0] if len(found) == 1 else None

    def has_namesakes(self, name: str) -> bool:
        """Tell whether several people have that name."""
        return len(set(self.names.get(name_key(name), []))) > 1

    def unknown_sentence(self, name: str) -> str:
        """Say that a person is not known, or that several are."""
        found = self.names.get(name_key(name), [])
        if len(found) > 1:
            return f"'{name}' là tên của nhiều người ({', '.join(found)}). Nhập bằng tệp xuất từ trang này để ghi đúng mã người."
        return f"không có người '{name}' trong {REGISTERS['people']}.{self._near(name)} Sửa lại trong tệp, hoặc thêm người ấy vào people.yml."

    def ready(self, name: str, honorific: str = "") -> str:
        """Return the lines that add a person; none where the name may be a misspelling, or is of several people."""
        return "" if self.has_namesakes(name) or self._near(name) else ready_person(name, honorific, self.data.by_id)

    def _near(self, name: str) -> str:
        return hint(name, [person.name for person in self.data.people.values()])


# Where the name of an honour begins in a title, known or not.
_HONOUR_STARTS = tuple(map(phrase, (
    "bằng khen", "giấy khen", "huân chương", "huy chương", "kỷ niệm chương",
    "cờ thi đua", "chiến sĩ thi đua", "lao động tiên tiến", "tập thể lao động", "CSTĐ", "LĐTT", "TTLĐXS", "TTLĐTT", "danh hiệu vinh dự",
)))
_BEFORE_HONOUR = re.compile(r"^(?:(?:tang|tang thuong|cong nhan|dat|danh hieu|hinh thuc|duoc|de nghi|xet|thuong) )+")
# And what ends it; marks count here, «số» is not the «sở» of «cơ sở».
_HONOUR_ENDS = ("năm", "kèm theo", "theo", "cho", "vì", "đã có", "do đã", "trong", "gồm", "giai đoạn", "số", "ban hành", "đợt", "nhân dịp")
_LEVEL_WORDS = ("cua", "cap", "hang")
_SLIP = 0.65  # how alike a word and the same one misspelled are: «thu», «thi» are, «nhất», «nhì» are not


@dataclass(frozen=True)
class HonourSaid:
    """An honour read in a text: its id, None when it is not known; how it is written there."""

    id: str | None
    printed: str


class KnownHonours:
    """The honours of a record by name, alias and the laws' names."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.equal = equal_forms(data)
        self.forms: dict[str, str] = {}
        for honour in data.honours.values():
            for name in _forms(honour):
                self.forms.setdefault(phrase(name), honour.id)

    def find(self, text: str) -> str | None:
        """Return the honour that a whole text names."""
        said = phrase(text)
        return self.forms.get(said) or self.forms.get(_BEFORE_HONOUR.sub("", said))

    def read(self, text: str) -> HonourSaid | None:
        """Return the honour that a line speaks of, None when it speaks of none.

        A level behind the name counts: «Bằng khen của X» is not «Bằng khen».
        """
        if found := self.find(text):
            return HonourSaid(found, one_line(text))
        spelled = words(clean(one_line(text)))
        keys = [word_forms(word).key for word in spelled]
        starts = [place for place in range(len(keys)) if any(_at(keys, place, start) for start in (*self.forms, *_HONOUR_STARTS))]
        if not starts:
            return None
        start = starts[0]
        known = max((form for form in self.forms if _at(keys, start, form)), key=len, default="")
        stop = start + len(known.split())
        if known and (stop == len(keys) or keys[stop] not in _LEVEL_WORDS):
            return HonourSaid(self.forms[known], " ".join(spelled[start:stop]))
        lower = [word.lower() for word in spelled]
        end = next((place for place in range(start + 2, len(keys)) if any(_at(lower, place, one) for one in _HONOUR_ENDS)), len(keys))
        longest = " ".join(keys[start:end])
        return HonourSaid(self.forms.get(longest), " ".join(spelled[start:end]))

    def printed(self, honour: str, text: str) -> str:
        """Return how a text writes an honour's name, empty where it is as the pages write it."""
        record = self.data.honours[honour]
        bare = one_line(text).strip("“”\"«» ")
        return next((name for name in _forms(record) if name.lower() == bare.lower() and name != record.name), "")

    def unknown_sentence(self, printed: str) -> str:
        """Say that an honour is not known, with the nearest that is."""
        near = self.near(printed)
        return f"không có danh hiệu, hình thức '{printed}' trong {REGISTERS['honours']}.{f' Có phải «{near}»?' if near else ''} Sửa lại trong tệp, hoặc thêm vào honours.yml."

    def ready(self, printed: str) -> str:
        """Return the lines that add an honour; none where the name may be a misspelling."""
        return "" if self.near(printed) else ready_honour(printed, self.data.by_id)

    def near(self, printed: str) -> str:
        """Return the honour that an unknown name must mean: written otherwise, not to its end, or with a slip in a word; else nothing.

        Honours are alike in their words, «Huân chương Lao động», «Lao động tiên tiến»: what is merely alike is another one.
        """
        said = self._bare(printed)
        forms = [(honour.id, form, self._bare(form)) for honour in self.data.honours.values() for form in _forms(honour)]
        for fits in (_same, _begins, _slips):
            found = {honour: form for honour, form, bare in reversed(forms) if fits(said, bare)}
            if found:
                return next(iter(found.values())) if len(found) == 1 else ""
        return ""

    def _bare(self, text: str) -> str:
        """Return a name's phrase written out, without the words that change nothing in it."""
        return " ".join(word for word in spelled_out(_BEFORE_HONOUR.sub("", phrase(text)), self.equal).split() if word not in ("cua", "cap"))


def _forms(honour: Honour) -> tuple[str, ...]:
    """Return every way of writing an honour, its name first."""
    return (honour.name, *honour.aliases, *(legal.name for legal in honour.legal_names))


def _same(said: str, form: str) -> bool:
    """Tell whether two names are one but for spaces, or one is the other's initials, «CSTĐCS»."""
    initials = "".join(word[0] for word in form.split())
    return said.replace(" ", "") == form.replace(" ", "") or said == initials


def _begins(said: str, form: str) -> bool:
    """Tell whether a name goes on from another; without its class («hạng Nhất»), an order may be of any."""
    return len(said.split()) > 2 and form.startswith(f"{said} ") and not form.startswith(f"{said} hang ")


def _slips(said: str, form: str) -> bool:
    """Tell whether two names are the same word for word, but for slips in two at the most."""
    pairs = list(zip(said.split(), form.split(), strict=False))
    unlike = [pair for pair in pairs if pair[0] != pair[1]]
    return len(said.split()) == len(form.split()) == len(pairs) > len(unlike) <= 2 and all(SequenceMatcher(None, *pair).ratio() >= _SLIP for pair in unlike)


def _at(keys: list[str], place: int, form: str) -> bool:
    """Tell whether a phrase stands at a place of a list of words."""
    wanted = form.split()
    return keys[place : place + len(wanted)] == wanted
