"""Hand-written pages before anything runs: only `{{ macro(literal arguments) }}`, every other Jinja node refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from macros.call_slips import parsed, single_braces
from macros.calls import CallError, Macro, call
from macros.front_matter import front_problems, shows_calls_as_typed, split_front_matter
from macros.garbled import marks_lost, wrongly_saved
from macros.privacy import private_in, sentence
from macros.problems import Problem
from macros.site import Site
from macros.syntax import conflict_problems
from macros.vietnamese import nearest

PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # what MkDocs reads as a page
ONLY = "Trang chỉ được dùng {{ tên(đối số=giá trị) }} với giá trị viết thẳng."


@dataclass(frozen=True)
class Call:
    """One macro call as written on a page."""

    line: int
    name: str
    positional: tuple[Any, ...]
    named: dict[str, Any]


def check_page(text: str, file: str, macros: Mapping[str, Macro], render: Callable[[Call], object]) -> list[Problem]:
    """Return every problem of a page's macros: what is not a plain call, unknown names, what `render` refuses; what is spoilt, and what is private."""
    _, body, offset = split_front_matter(text)
    problems = [Problem(file, line, message) for line, message in front_problems(text, ONLY)]
    problems += conflict_problems(text, file, "<>")  # a line of «=» may stand below a heading
    problems += [*marks_lost(text, file), *wrongly_saved(text, file)]
    problems += [Problem(file, number, sentence(private)) for number, line in enumerate(text.split("\n"), 1) if (private := private_in(line))]
    if shows_calls_as_typed(text):
        return problems
    single, misspelled = single_braces(body, macros), list[tuple[int, str]]()
    try:
        tree = parsed(body, macros, misspelled)
    except TemplateSyntaxError as error:
        tree, misspelled = nodes.Template([]), [*misspelled, (error.lineno or 1, f"dấu {{{{ }}}} hoặc {{% %}} viết sai. {ONLY}")]
    except RecursionError:
        return [*problems, Problem(file, 1, f"biểu thức lồng nhau quá sâu. {ONLY}")]
    problems += [Problem(file, line + offset, message) for line, message in (*misspelled, *single)]
    for found in calls(tree, macros):
        line = found.line + offset
        if isinstance(found, Refusal):
            problems.append(Problem(file, line, found.message))
            continue
        try:
            render(found)
        except CallError as error:
            problems.append(Problem(file, line, str(error)))
    return problems


def published_paths(docs: Path) -> list[str]:
    """Return the paths below a folder of the files that MkDocs takes into a site: nothing hidden, no templates."""
    paths = (path.relative_to(docs) for path in docs.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if path.parts[0] != "templates" and not any(part.startswith(".") for part in path.parts))


def written_paths(docs: Path) -> list[str]:
    """Return the paths of a folder's hand-written pages below it."""
    return [path for path in published_paths(docs) if path.endswith(PAGES)]


def folder_problems(docs: Path, paths: Iterable[str], macros: Mapping[str, Macro], site: Site | None) -> list[Problem]:
    """Return every problem of a folder's hand-written pages, named by their paths below it; and every file that is a link to elsewhere.

    Without a site, where the data is not sound, nothing is said of the names and values that calls give.
    """

    def render(found: Call) -> object:
        return site and call(site, macros, found.name, found.positional, found.named)

    problems = [Problem(f"docs/{path.relative_to(docs)}", 0, "là liên kết đến nơi khác. Chép hẳn tệp vào đây.") for path in sorted(docs.rglob("*")) if path.is_symlink()]
    for path in paths:
        if (docs / path).is_symlink():
            continue
        try:
            text = (docs / path).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem(f"docs/{path}", 1, "không phải mã UTF-8. Mở lại và lưu với mã hóa UTF-8."))
        else:
            problems += check_page(text, f"docs/{path}", macros, render)
    return problems


@dataclass(frozen=True)
class Refusal:
    """A part of a page that is not a macro call with literal arguments."""

    line: int
    message: str


def calls(tree: nodes.Template, macros: Mapping[str, Macro]) -> Iterator[Call | Refusal]:
    """Yield the calls of a parsed page, and a refusal for each other node."""
    for statement in tree.body:
        if not isinstance(statement, nodes.Output):
            # Jinja gives the scope it makes of {% autoescape %} no line of its own.
            line = statement.lineno or next((child.lineno for child in statement.iter_child_nodes()), 1)
            yield Refusal(line, f"không được dùng {{% %}} trong trang. {ONLY}")
            continue
        for node in statement.nodes:
            if not isinstance(node, nodes.TemplateData):
                yield _call(node, macros)


def _call(node: nodes.Node, macros: Mapping[str, Macro]) -> Call | Refusal:
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        name = node.name if isinstance(node, nodes.Name) else ""
        return Refusal(node.lineno, f"'{name}' thiếu ngoặc đơn. {ONLY}" if name in macros else f"biểu thức này không được dùng trong trang. {ONLY}")
    name = node.node.name
    if name not in macros:
        near = nearest(name, macros)
        hint = f" Có phải «{near}»?" if near else f" Các tên: {', '.join(macros)}."
        return Refusal(node.lineno, f"không có lệnh chèn '{name}'.{hint}")
    literals = [*node.args, *(keyword.value for keyword in node.kwargs)]
    if node.dyn_args or node.dyn_kwargs or not all(isinstance(literal, nodes.Const) for literal in literals):
        return Refusal(node.lineno, f"{name}: đối số phải là chữ trong ngoặc kép hoặc số. {ONLY}")
    named = {keyword.key: keyword.value.value for keyword in node.kwargs}  # type: ignore[attr-defined]
    if len(named) < len(node.kwargs):
        return Refusal(node.lineno, f"{name}: một đối số viết hai lần. Giữ một.")
    return Call(node.lineno, name, tuple(argument.value for argument in node.args), named)  # type: ignore[attr-defined]
