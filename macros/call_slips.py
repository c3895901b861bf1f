"""A macro call that Jinja cannot read: what is wrong in it, in an editor's words, and the page without it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes

from macros.calls import Macro

# From {{ to }}; where that is missing, to the next call or the end of the paragraph.
_CALL = re.compile(r"\{\{.*?(?:\}\}|(?=\{\{)|(?=\n[ \t]*\n)|\Z)", re.DOTALL)
_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_LEFT_OUT = "\u25a0"  # stands for a text in quotation marks
# What is between the brackets of a call, the first fault there is.
_FAULTS = (
    (rf"[\w{_LEFT_OUT}]\s+(\w+)\s*=", "thiếu dấu phẩy trước {0}"),
    (";", "các đối số cách nhau bằng dấu phẩy, không bằng dấu chấm phẩy"),
    (r",\s*,", "thừa một dấu phẩy"),
    (rf"\b(\w+)\s*:|[(,]\s*(\w+)\s+[{_LEFT_OUT}\d]", "sau {0} phải là dấu ="),
    (r"(\w+)\s*=\s*[,)]", "sau {0}= chưa có giá trị"),
    (r"=\s*([^\W\d]\w*\s+[^=,()]*\w)", "chữ «{0}» phải nằm trong ngoặc kép thẳng"),
)
_CURLY = re.compile("[“”„‟‘’‚‛«»″]")


def parsed(body: str, macros: Mapping[str, Macro], slips: list[tuple[int, str]]) -> nodes.Template:
    """Return a page's body as Jinja reads it, with `slips` found on the way: calls that cannot be read are left out, so that the others are looked at too.

    Raises TemplateSyntaxError for what is wrong outside a call, or inside one in a way that has no sentence of its own.
    """
    while True:
        try:
            return Environment().parse(body)
        except TemplateSyntaxError as error:
            broken = _broken(body, error.lineno or 1)
            message = broken and _slip(broken[0], macros)
            if not broken or not message:
                raise
            slips.append((body.count("\n", 0, broken.start()) + 1, message))
            body = body[: broken.start()] + re.sub(r"[^\n]", " ", broken[0]) + body[broken.end() :]


def single_braces(body: str, macros: Mapping[str, Macro]) -> list[tuple[int, str]]:
    """Return line and sentence of each call that stands between single braces: readers would see it as typed."""
    found = re.finditer(rf"(?<![{{\w])\{{[ \t]*({'|'.join(macros)})[ \t]*[(}}]", body)
    return [(body.count("\n", 0, match.start()) + 1, f"lệnh chèn có hai dấu ngoặc nhọn mỗi bên. Viết như {macros[match[1]].example}.") for match in found]


def _broken(body: str, line: int) -> re.Match[str] | None:
    """Return the call that cannot be read: on the line where reading ended, or the last one before, which was left open."""
    failing = [found for found in _CALL.finditer(body) if body.count("\n", 0, found.start()) < line and not _is_read(found[0])]
    return next((found for found in failing if body.count("\n", 0, found.end()) >= line - 1), failing[-1] if failing else None)


def _is_read(call: str) -> bool:
    try:
        Environment().parse(call)
    except TemplateSyntaxError:
        return False
    return True


def _slip(call: str, macros: Mapping[str, Macro]) -> str:
    """Return what is wrong with a call, and how it is written; empty where that cannot be told."""
    inside = call.removeprefix("{{").strip("-+").removesuffix("}}").strip()
    name = (re.match(r"\w+", inside) or [""])[0]
    bare = _TEXT.sub(_LEFT_OUT, inside)
    said = _fault(call, bare) if name in macros or "(" in bare else ""
    example = f" Viết như {macros[name].example}." if name in macros else ""
    return said and f"{name}: {said}.{example}" if name else ""


def _fault(call: str, bare: str) -> str:
    """Return the fault of a call, its texts in quotation marks left out of `bare`."""
    if curly := _CURLY.search(bare):
        return f'thay dấu {curly[0]} bằng ngoặc kép thẳng "'
    if '"' in bare or "'" in bare:
        return "thiếu một dấu ngoặc kép: chữ phải nằm giữa hai dấu ngoặc kép thẳng"
    if not call.endswith("}}"):
        return "thiếu }} ở cuối lệnh chèn"
    if "(" not in bare:
        return "thiếu ngoặc đơn"
    if bare.count("(") != bare.count(")"):
        return "thiếu ngoặc đơn đóng «)»" if bare.count("(") > bare.count(")") else "thừa ngoặc đơn đóng «)»"
    return next((sentence.format(*filter(None, found.groups())) for pattern, sentence in _FAULTS if (found := re.search(pattern, bare))), "")
