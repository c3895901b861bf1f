"""What libyaml refused, said as the editor's own slip: on which line, what was typed, how to mend it.

libyaml names the place where it gave up; the slip often stands a line above, and one complaint covers several slips.
So each complaint has a function that looks at the lines themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from macros.problems import Problem, shown

QUOTE_IT = 'Đặt cả giá trị trong ngoặc kép thẳng "…".'
ALIGN_KEY = "Căn tên mục thẳng hàng với các mục khác của bản ghi."
ALIGN_DASH = "Căn dấu «- » thẳng hàng với các dấu «- » khác của danh sách."
KEY_VALUE = "Viết «tên mục: giá trị»."
JOIN_IT = "Nếu là phần cuối của dòng trên, nối vào dòng trên."

# Word turns a hyphen between spaces into these.
WORD_DASHES = "–—−"
_ENTRY = re.compile(r"^\s*(?:- +)*(?!- )([^\s'\"#\[{][^:]*):(?: +(.*))?$")
_LONG = 120  # a value that an editor finds again without its being repeated whole
# What a record begins with, in the files that are lists; and what may stand above the first one.
_FIRST, _NO_RECORD = re.compile(r"(\s*(?:- +)*)(id|key):"), re.compile(r"\s*(#.*|[a-z_]+:\s*|---\s*)?")
_NAMES = {'"': "ngoặc kép", "'": "nháy đơn", "[": "ngoặc vuông", "{": "ngoặc nhọn"}


def conflict_problems(text: str, file: str, marks: str = "<=>|") -> list[Problem]:
    """Refuse what git leaves where two people changed the same lines; `marks` are the signs that mean nothing else in such a file."""
    found = list(re.finditer(rf"(?m)^([{marks}])\1{{6}}(?: .*)?$", text))
    begun = [match for match in found if match[1] == "<"] or found[:1]
    message = "còn dấu đánh dấu hai bản sửa khác nhau («<<<<<<<», «=======», «>>>>>>>»). Giữ một trong hai đoạn, xóa đoạn kia và các dòng dấu."
    return [Problem(file, text.count("\n", 0, match.start()) + 1, message) for match in begun]


def lost_dash(first: str) -> str:
    """Say of a record's first field that it stands without its dash, so that the record ran into the one above."""
    return f"thiếu dấu «- » trước '{first}': từ dòng này là một bản ghi mới. Viết «- {first}: …», các dòng dưới thụt vào thẳng hàng với '{first}'."


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Where libyaml gave up (`line`, `column`) and where what it was reading began (`start`), counted from 0."""

    lines: list[str]
    line: int
    column: int
    start: int

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def value(self, line: int) -> str:
        entry = _ENTRY.match(self.text(line))
        return (entry[2] or "").strip() if entry else self.text(line).strip().removeprefix("- ").strip()

    @property
    def above(self) -> int:
        """Return the nearest line above that is neither empty nor a comment."""
        wanted = (line for line in range(self.line - 1, -1, -1) if self.text(line).strip() and not self.text(line).lstrip().startswith("#"))
        return next(wanted, self.line)

    @property
    def char(self) -> str:
        return self.text(self.line)[self.column : self.column + 1]


Diagnosis = tuple[int, str]


def syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """Return libyaml's error as a problem of the line that the editor has to mend."""
    mark, context = error.problem_mark, error.context_mark
    where = mark or context
    line, column = (where.line, where.column) if where else (0, 0)
    refusal = _Refusal(text.split("\n"), line, column, context.line if context else line)
    said = f"{error.problem} {error.context}"
    diagnose = next((diagnose for phrase, diagnose in _DIAGNOSES if phrase in said), _unknown)
    at, message = _without_dash(refusal, name) or diagnose(refusal)
    return Problem(name, at + 1, _word_dash(refusal.text(at)) or message)


def _word_dash(line: str) -> str:
    """Say of a line that begins with one of Word's dashes that only a hyphen opens an item; empty for any other line."""
    sign = line.strip()[:1]
    return f"{shown(line)} bắt đầu bằng dấu «{sign}» của Word. Gõ lại thành dấu trừ và dấu cách: «- »." if sign and sign in WORD_DASHES else ""


def _without_dash(refusal: _Refusal, name: str) -> Diagnosis | None:
    """A record whose `id` has lost its dash: libyaml refuses that line, or, of the first record, what stands below."""
    line = refusal.text(refusal.line)
    above = next((at for at in range(refusal.line - 1, -1, -1) if _FIRST.match(refusal.text(at))), None)
    if above is None:
        return None
    dash, first = _FIRST.match(refusal.text(above)).groups()  # type: ignore[union-attr]
    begun_since = any(refusal.text(at).startswith(f"{dash}- ") for at in range(above + 1, refusal.line))
    if dash.endswith("- ") and (found := _FIRST.match(line)) and not found[1].endswith("- ") and not begun_since:
        return refusal.line, lost_dash(found[2])
    is_first = not name.endswith(("plan.yml", "results.yml")) and all(_NO_RECORD.fullmatch(one) for one in refusal.lines[:above])
    if not dash.endswith("- ") and is_first and (line.lstrip().startswith("- ") or (above == refusal.above and _ENTRY.match(line))):
        return above, lost_dash(first)
    return None


def _colon(refusal: _Refusal) -> Diagnosis:
    """A second colon in a value; or a key that is too deep, below a line that lacks its colon or space."""
    value = refusal.value(refusal.line)
    if glued := re.match(r".*?\S\s*(- +(?:id|key):\s.*)", value):
        return refusal.line, f"{shown(value)} là hai dòng dính liền. Xuống dòng trước {shown(glued[1])}."
    if re.search(r":(\s|$)", value):
        return refusal.line, f"{shown(value)} có dấu hai chấm bên trong. {QUOTE_IT}"
    above = refusal.text(refusal.above)
    if re.match(r"\s*-[^\s-]", above):
        return refusal.above, _dash_without_space(above)
    if not _ENTRY.match(above):
        return refusal.above, _without_colon(refusal, refusal.above)
    return refusal.line, f"{shown(refusal.text(refusal.line))} thụt vào sâu hơn dòng trên. {ALIGN_KEY}"


def _no_colon(refusal: _Refusal) -> Diagnosis:
    return refusal.start, _without_colon(refusal, refusal.start)


def _without_colon(refusal: _Refusal, at: int) -> str:
    """A field without its colon or space; below a text, perhaps the rest of that text, which ran onto the next line."""
    words = refusal.text(at).strip().removeprefix("- ")
    if re.match(r"[a-z_]+:\S", words):
        return f"{shown(words)} thiếu dấu cách sau dấu hai chấm. {KEY_VALUE}"
    below_text = at > 0 and _ENTRY.match(refusal.text(at - 1)) and " " in refusal.value(at - 1) and not refusal.text(at).strip().startswith("- ")
    return f"{shown(words)} thiếu dấu hai chấm sau tên mục. {KEY_VALUE}{f' {JOIN_IT}' if below_text else ''}"


def _dash_without_space(line: str) -> str:
    return f"{shown(line)} thiếu dấu cách sau dấu «-». Viết «- tên mục: giá trị»."


def _bad_start(refusal: _Refusal) -> Diagnosis:
    value = refusal.value(refusal.line) if refusal.char not in "%" or refusal.column else refusal.text(refusal.line).strip()
    return refusal.line, f"{shown(value)} bắt đầu bằng ký tự đặc biệt «{value[:1]}». {QUOTE_IT}"


def _unclosed_quote(refusal: _Refusal) -> Diagnosis:
    value = refusal.value(refusal.start)
    kind = _NAMES.get(value[:1], "ngoặc kép")
    return refusal.start, f"{shown(value)} mở {kind} mà không đóng. Thêm dấu đóng {kind} ở cuối giá trị."


def _backslash(refusal: _Refusal) -> Diagnosis:
    value = refusal.value(refusal.line)
    return refusal.line, f"{shown(value)} có dấu «\\» trong ngoặc kép. Thay ngoặc kép bằng nháy đơn '…'."


def _quotes_inside(value: str) -> str:
    """Quotation marks within a quoted value, or a value that begins with a quoted word: written anew at once, not mark by mark."""
    mark, other = value[0], {'"': "'", "'": '"'}[value[0]]
    is_nested = value.endswith(mark) and re.match(rf"{mark}[^{mark}]*(?<![^\s({mark}]){mark}(?=\S)", value)
    words = value[1:-1] if is_nested else value
    said = f"{shown(value)} có {_NAMES[mark]} {'bên trong ' + _NAMES[mark] if is_nested else 'ở một phần'}."
    if other in words or "\\" in words or len(words) > _LONG:
        return f"{said} Đổi các dấu bên trong thành “ ”, rồi đặt cả giá trị trong một cặp ngoặc kép thẳng."
    return f"{said} Viết lại cả giá trị, với {_NAMES[other]} ở hai đầu: «{other}{words}{other}»."


def _quoted_in_brackets(refusal: _Refusal) -> str:
    """Return the quoted value of a row in brackets that libyaml took for ended at a quotation mark inside it; else empty."""
    line = refusal.text(refusal.line)
    mark = line[: refusal.column].rstrip()[-1:]
    if mark not in ("'", '"') or refusal.char in (",", "]", "}", ""):
        return ""
    opening = line.rfind(mark, 0, line.rfind(mark, 0, refusal.column))
    ended = re.match(rf"{mark}.*?{mark}(?=\s*(?:[\]}}]|,\s*[a-z_]+:|$))", line[max(opening, 0) :])
    return ended[0] if ended else ""


def _unclosed_bracket(refusal: _Refusal) -> Diagnosis:
    if quoted := _quoted_in_brackets(refusal):
        return refusal.line, _quotes_inside(quoted)
    value = refusal.value(refusal.start)
    opened = next((char for char in value if char in "[{"), "[")
    closing = {"[": "]", "{": "}"}[opened]
    return refusal.start, f"{shown(value)} mở {_NAMES[opened]} «{opened}» mà chưa đóng, hoặc thiếu dấu phẩy. Thêm «{closing}» hoặc dấu phẩy; nếu là chữ, đặt trong ngoặc kép."


def _misaligned(refusal: _Refusal) -> Diagnosis:
    """A line that belongs to nothing: text after a closing sign, a dash or a key out of line."""
    line = refusal.text(refusal.line)
    before, value = line[: refusal.column], refusal.value(refusal.line)
    if re.fullmatch(r"\s*(- +)*[^:\"']+: +[\"']", before):
        return _quote_opened_above(refusal, before[-1])
    if before.strip() and value[:1] in ("\"", "'"):
        return refusal.line, _quotes_inside(value)
    if refusal.char in ("]", "}"):
        return refusal.line, f"{shown(value)} thừa dấu đóng «{refusal.char}». Xóa dấu thừa."
    if before.strip() and value[:1] in ("[", "{"):
        return refusal.line, f"{shown(value)} có chữ đứng ngoài {_NAMES[value[0]]}. {QUOTE_IT}"
    if re.match(r"\s*-[^\s-]", line):
        return refusal.line, _dash_without_space(line)
    if line.strip().startswith("- ") and not before.strip():
        return refusal.line, _stray_dash(refusal)
    if line.strip().startswith(":"):
        return refusal.line, f"{shown(line)} thiếu tên mục trước dấu hai chấm. {KEY_VALUE}"
    return refusal.line, f"{shown(line)} lệch hàng với các dòng trên. {ALIGN_KEY}"


def _stray_dash(refusal: _Refusal) -> str:
    """A record out of line with those above; or an item below a field that has a value already."""
    line, above = refusal.text(refusal.line), refusal.text(refusal.above)
    if _ENTRY.match(line):
        return f"{shown(line)} có dấu «- » đặt sai chỗ. {ALIGN_DASH}"
    return f"{shown(line)} không thể đứng dưới {shown(above)}. Mục có danh sách thì không viết gì sau dấu hai chấm; mục không có danh sách thì bỏ dòng này."


def _quote_opened_above(refusal: _Refusal, quote: str) -> Diagnosis:
    """Blame the line above that opens a quotation and does not close it: this line's opening sign closed it."""
    odd = (line for line in range(refusal.line - 1, -1, -1) if refusal.text(line).count(quote) % 2)
    line = next(odd, refusal.line)
    return _unclosed_quote(_Refusal(refusal.lines, line, 0, line))


def _dash(refusal: _Refusal) -> Diagnosis:
    line = refusal.text(refusal.line)
    return refusal.line, f"{shown(line)} có dấu «- » đặt sai chỗ. Đưa «- » xuống đầu dòng dưới; nếu là chữ, đặt cả giá trị trong ngoặc kép."


def _no_content(refusal: _Refusal) -> Diagnosis:
    """A closing sign too many; or a bracket that the next record, or the end of the file, found open."""
    if not refusal.text(refusal.line).strip() or refusal.char == "-":
        above = (line for line in range(refusal.line - 1, -1, -1) if sum(map(refusal.text(line).count, "[{")) > sum(map(refusal.text(line).count, "]}")))
        opened = next(above, refusal.above)
        return _unclosed_bracket(_Refusal(refusal.lines, opened, 0, opened))
    if refusal.char in ("]", "}"):
        return refusal.line, f"{shown(refusal.value(refusal.line))} thừa dấu đóng «{refusal.char}». Xóa dấu thừa."
    return _bad_start(refusal)


def _second_part(refusal: _Refusal) -> Diagnosis:
    line = refusal.text(refusal.line)
    if line.strip() in ("---", "..."):
        return refusal.line, f"dòng «{line.strip()}» chia tệp làm hai. Xóa dòng này."
    if refusal.text(refusal.above).strip() == "...":
        return refusal.above, "dòng «...» chia tệp làm hai. Xóa dòng này."
    return refusal.line, f"{shown(line)} lệch hàng với các dòng trên. {ALIGN_DASH if line.strip().startswith('-') else ALIGN_KEY}"


def _unknown(refusal: _Refusal) -> Diagnosis:
    return refusal.line, f"{shown(refusal.text(refusal.line))} viết sai quy cách. So với các dòng bên cạnh và dòng mẫu trong hướng dẫn."


# What libyaml says -> who looks closer; the first match counts.
_DIAGNOSES: tuple[tuple[str, Callable[[_Refusal], Diagnosis]], ...] = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream", _unclosed_quote),
    ("unexpected document indicator", _unclosed_quote),
    ("unknown escape character", _backslash),
    ("hexdecimal", _backslash),
    ("did not find expected ',' or", _unclosed_bracket),
    ("did not find expected key", _misaligned),
    ("did not find expected '-' indicator", _misaligned),
    ("block sequence entries are not allowed", _dash),
    ("expected node content", _no_content),
    ("expected a single document", _second_part),
    ("expected <document start>", _second_part),
    ("cannot start any token", _bad_start),
    ("mapping keys are not allowed", _bad_start),
    ("anchor", _bad_start),
    ("alias", _bad_start),
    ("tag", _bad_start),
    ("directive", _bad_start),
    ("block scalar", _bad_start),
    ("parsing a node", _bad_start),
)
