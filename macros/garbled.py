"""Text that lost its letters on the way: saved in another encoding than it was read in, or pasted from an old font.

A file that was spoilt once is spoilt in many lines: each kind is said once a file, with the number of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macros.problems import Problem
from macros.vietnamese import fold

# Signs and letters that sound Vietnamese has little use for: only where one of these stands is it worth looking for those of other encodings.
_SIGNS = "\u00a1-\u00aa\u00ac-\u00b6\u00b8-\u00ba\u00bc-\u00bfŒœŠšŽžŸƒˆ˜‚„†‡•‰‹›€™"
STRANGE = f"{_SIGNS}ÄÅÆËÏÑÖØÛÜäåæëïñöøûü"
# The bytes of UTF-8 as letters and signs of Windows: á is Ã¡, ổ is á»•, ả is áº£, đ is Ä‘, ơ is Æ¡, “ is â€œ.
_AS_WINDOWS = re.compile(f"Ã[{_SIGNS}]|áº|á»[{_SIGNS}]|Ä[‘ƒ]|Æ[¡°¯]|â€")
# Letters of the old fonts' encodings as they look in another font: marks of TCVN3 (ABC) inside words, «c«ng t¸c», and
# the pairs of VNI, a letter and its mark as a second one, «coâng taùc». No Vietnamese or other language's word has them.
TCVN3 = re.compile("[A-Za-z][¡-§¨©ª¬\xad®µ¶·¸¹¼½¾]|[§®][A-Za-z]|[a-z][«»][a-z]")
VNI = re.compile("[aeoAEO]â|[aA][ùøûïåäüæëêÙØÛÏÅÄÜÆËÊ]|[eEoOuUöÖô][øûïåäüæëØÛÏÅÄÆË]|ñ[aeiouöôyAEIOUÖÔY]|Ñ[AEIOUÖÔY]")
UNICODE = re.compile("[\u1ea0-\u1ef9]")  # letters that no text of an old encoding turns into
_ENOUGH = {TCVN3: 2, VNI: 3}  # in one line: one or two such pairs may be a trademark, or foreign names: Noël, Raphaël
_BACK = "Lấy lại bản trước của tệp, sửa lại rồi lưu với mã hóa UTF-8."
_CONVERT = "Chuyển chữ sang Unicode rồi dán lại; nếu cả tệp bị hỏng thì lấy lại bản trước và lưu với mã hóa UTF-8."


def wrongly_saved(text: str, file: str) -> list[Problem]:
    """Return what letters of other encodings a file holds; a file without `STRANGE` ones holds none."""
    return [
        *_said(text, file, (match.start() for match in _AS_WINDOWS.finditer(text)), f"bị hỏng do lưu sai mã{{}}. {_BACK}"),
        *_said(text, file, _of_old_font(text, TCVN3), f"viết bằng mã TCVN3 (ABC) cũ{{}}. {_CONVERT}"),
        *_said(text, file, _of_old_font(text, VNI), f"viết bằng mã VNI cũ{{}}. {_CONVERT}"),
    ]


def marks_lost(text: str, file: str) -> list[Problem]:
    """Return where question marks stand for letters; addresses have theirs."""
    places = (match.start() for match in re.finditer(r"\?(?=[^\W\d_])", text) if _is_letter_lost(text, match.start()))
    return list(_said(text, file, places, f"mất chữ có dấu, còn dấu hỏi{{}}. {_BACK}"))


def _said(text: str, file: str, places: Iterable[int], says: str) -> Iterator[Problem]:
    lines: dict[int, int] = {}
    for place in places:
        lines.setdefault(text.count("\n", 0, place) + 1, place)
    if lines:
        more = f" (và {len(lines) - 1} dòng khác)" if len(lines) > 1 else ""
        first = min(lines)
        yield Problem(file, first, f"chữ «{_word(text, lines[first])}» {says.format(more)}")


def _word(text: str, place: int) -> str:
    """Return what stands around a place up to the next spaces."""
    before, after = re.search(r"\S*$", text[max(place - 40, 0) : place]), re.match(r"\S*", text[place : place + 40])
    return f"{before[0] if before else ''}{after[0] if after else ''}".strip("\"'“”(),.;:")


def _is_letter_lost(text: str, place: int) -> bool:
    """Tell whether a question mark stands within a word: what is before or behind it is no syllable without the letter."""
    before, after = re.search(r"[^\W\d_]+$", text[max(place - 9, 0) : place]), re.match(r"[^\W\d_]+", text[place + 1 : place + 9])
    if not before or not after or not after[0][0].islower() or re.search("[/=&]", _word(text, place)):
        return False
    return not all(re.search("[aeiouy]", fold(part[0])) for part in (before, after))


def _of_old_font(text: str, font: re.Pattern[str]) -> Iterator[int]:
    begin = 0
    for line in text.split("\n"):
        found = [] if line.isascii() or UNICODE.search(line) else list(font.finditer(line))
        if len(found) >= _ENOUGH[font]:
            yield begin + found[0].start()
        begin += len(line) + 1
