"""What a hand-written page may hold: plain macro calls. Everything else is refused with its line before anything runs."""

from __future__ import annotations

import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError

from macros.front_matter import split_front_matter
from macros.hooks import on_config
from macros.page_check import Call, check_page
from macros.words import MACROS
from tests.sites import SMALL, Project, site_of

ONLY = "Trang chỉ được dùng {{ tên(đối số=giá trị) }} với giá trị viết thẳng."
EXPRESSION = f"biểu thức này không được dùng trong trang. {ONLY}"
STATEMENT = f"không được dùng {{% %}} trong trang. {ONLY}"
MALFORMED = f"dấu {{{{ }}}} hoặc {{% %}} viết sai. {ONLY}"
ALL = ", ".join(MACROS)
LIKE_TASKS = 'Viết như {{ tasks(year=2023, state="Đang thực hiện") }}.'


def literal(name: str) -> str:
    """Return the refusal of an argument that is not a plain value."""
    return f"{name}: đối số phải là chữ trong ngoặc kép hoặc số. {ONLY}"


def no_macro(name: str, near: str = "") -> str:
    """Return the refusal of a name that is no macro."""
    return f"không có lệnh chèn '{name}'. Có phải «{near}»?" if near else f"không có lệnh chèn '{name}'. Các tên: {ALL}."


NO_SETTING = (
    "không phải là mục của phần đầu trang. Mục viết như «title: Tên trang», có dấu cách sau dấu hai chấm; nội dung trang viết dưới dòng «---» thứ hai."
)


# Each stands on line 3 of a page; every one of them is a known way out of a template, or a way to eat the machine.
ESCAPES = [
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", EXPRESSION),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", EXPRESSION),
    ("{{ joiner.__init__.__globals__['os'].system('id') }}", EXPRESSION),
    ("{{ namespace.__init__.__globals__ }}", EXPRESSION),
    ("{{ lipsum.__globals__['os'].popen('id').read() }}", EXPRESSION),
    ("{{ lipsum(n=100000000) }}", no_macro("lipsum")),
    ("{{ range(999999999) | list }}", EXPRESSION),
    ("{{ range(999999999) }}", no_macro("range")),
    ("{{ dict(a=1) }}", no_macro("dict")),
    ("{{ tasks.__globals__ }}", EXPRESSION),
    ("{{ tasks.__globals__['os'].popen('id')() }}", EXPRESSION),
    ("{{ tasks()|attr('__class__') }}", EXPRESSION),
    ("{{ ''|attr('__class__')|attr('__mro__') }}", EXPRESSION),
    ("{{ tasks().__class__ }}", EXPRESSION),
    ("{{ tasks()['__class__'] }}", EXPRESSION),
    ("{{ tasks()() }}", EXPRESSION),
    ("{{ '{0.__class__.__init__.__globals__}'.format(tasks) }}", EXPRESSION),
    ("{{ '%s' % config }}", EXPRESSION),
    ("{{ 'x'*300000000 }}", EXPRESSION),
    ("{{ tasks(name='x'*300000000) }}", literal("tasks")),
    ("{{ 9**9**9 }}", EXPRESSION),
    ("{{ 'a' ~ 'b' }}", EXPRESSION),
    ("{{ 'a' + 'b' }}", EXPRESSION),
    ("{{ tasks() ~ people() }}", EXPRESSION),
    ("{{ tasks() if 1 else people() }}", EXPRESSION),
    ("{{ tasks() and people() }}", EXPRESSION),
    ("{{ not tasks() }}", EXPRESSION),
    ("{{ [tasks()] }}", EXPRESSION),
    ("{{ (tasks(), people()) }}", EXPRESSION),
    ("{{ {'a': tasks()} }}", EXPRESSION),
    ("{{ tasks(year=2023)[0:9] }}", EXPRESSION),
    ("{{ config }}", EXPRESSION),
    ("{{ config.plugins['macros'] }}", EXPRESSION),
    ("{{ environment }}", EXPRESSION),
    ("{{ page.file.abs_src_path }}", EXPRESSION),
    ("{{ self }}", EXPRESSION),
    ("{{ self.__init__.__globals__ }}", EXPRESSION),
    ("{{ self._TemplateReference__context }}", EXPRESSION),
    ("{{ request.application }}", EXPRESSION),
    ("{{ caller() }}", no_macro("caller")),
    ("{{ super() }}", no_macro("super")),
    ("{{ eval('1') }}", no_macro("eval")),
    ("{{ open('/etc/passwd') }}", no_macro("open")),
    ("{{ macros_info() }}", no_macro("macros_info")),
    ("{{ context() }}", no_macro("context")),
    ("{{ include_file('/etc/passwd') }}", no_macro("include_file")),
    ("{{ tasks }}", f"'tasks' thiếu ngoặc đơn. {ONLY}"),
    ("{{ tasks | length }}", EXPRESSION),
    ("{{ tasks() is defined }}", EXPRESSION),
    ("{{ tasks()|safe }}", EXPRESSION),
    ("{{ tasks()|pprint }}", EXPRESSION),
    ("{{ tasks(*[2023]) }}", literal("tasks")),
    ("{{ tasks(**{'year': 2023}) }}", literal("tasks")),
    ("{{ tasks(year=years()) }}", literal("tasks")),
    ("{{ doc(source('bai-1')) }}", literal("doc")),
    ("{{ doc(config) }}", literal("doc")),
    ("{{ doc('a' 'b' ~ 'c') }}", literal("doc")),
    ("{{ doc(['9903-ct-tw']) }}", literal("doc")),
    ("{{ doc({'id': 1}) }}", literal("doc")),
    ("{{ tasks(year=2000 + 23) }}", literal("tasks")),
    ("{{ tasks(year=-1) }}", literal("tasks")),
    ("{{ task() }}", no_macro("task", "tasks")),
    ("{{ văn_bản() }}", no_macro("văn_bản")),
    ("{{ ｔａｓｋｓ.__globals__ }}", EXPRESSION),
    ("{{ 7 }}", EXPRESSION),
    ("{{ '' }}", EXPRESSION),
    ("{%- for a in range(10**9) -%}{{ tasks() }}{%- endfor -%}", STATEMENT),
    ("{% for a in 'x' %}{% for b in 'x' %}{% endfor %}{% endfor %}", STATEMENT),
    ("{% set x = 'x' * 10 %}", STATEMENT),
    ("{% set x %}a{% endset %}", STATEMENT),
    ("{% if tasks() %}{% endif %}", STATEMENT),
    ("{% include '/etc/passwd' %}", STATEMENT),
    ("{% include '../../../../etc/passwd' %}", STATEMENT),
    ("{% import 'os' as os %}", STATEMENT),
    ("{% from 'x' import y %}", STATEMENT),
    ("{% extends 'base.html' %}", STATEMENT),
    ("{% block a %}{% endblock %}", STATEMENT),
    ("{% macro tasks() %}{% endmacro %}", STATEMENT),
    ("{% call tasks() %}x{% endcall %}", STATEMENT),
    ("{% filter upper %}x{% endfilter %}", STATEMENT),
    ("{% with a=1 %}{% endwith %}", STATEMENT),
    ("{% autoescape false %}{% endautoescape %}", STATEMENT),
    ("{% do 1 %}", MALFORMED),
    ("{% debug %}", MALFORMED),
    ("{% trans %}{% endtrans %}", MALFORMED),
    ("{{ tasks(", f"tasks: thiếu }}}} ở cuối lệnh chèn. {LIKE_TASKS}"),
    ("{{ }}", MALFORMED),
    ("{% raw %}{{ config }}", MALFORMED),
    ("{# bỏ ngỏ", MALFORMED),
    ("{{ tasks(year=2023, year=2024) }}", "tasks: một đối số viết hai lần. Giữ một."),
    ("{{ lambda: 1 }}", MALFORMED),
    ("{{ [a for a in b] }}", MALFORMED),
    ("{{ f'{tasks}' }}", MALFORMED),
    ("{{ await tasks() }}", MALFORMED),
]


class Ran(AssertionError):
    """A call was rendered that must not be."""


def refuse_to_run(found: Call) -> None:
    """Stand for rendering: nothing of a refused page may come this far."""
    raise Ran(found)


@pytest.mark.parametrize(("text", "message"), ESCAPES, ids=[text for text, _ in ESCAPES])
def test_escape_is_refused_with_its_line(text: str, message: str) -> None:
    problems = check_page(f"# Trang\n\n{text}\n", "docs/trang.md", MACROS, refuse_to_run)
    assert str(problems[0]) == f"docs/trang.md:3: {message}"
    assert {problem.line for problem in problems} == {3}


def test_there_are_enough_escapes() -> None:
    assert len({text for text, _ in ESCAPES}) == len(ESCAPES) >= 25


@pytest.mark.parametrize(("front", "line", "message"), [
    ("title: '{{ config }}'", 1, f"phần đầu trang không được có {{{{ }}}}. {ONLY}"),
    ("title: '{% include \"/etc/passwd\" %}'", 1, f"phần đầu trang không được có {{{{ }}}}. {ONLY}"),
    ("title: '{# x #}'", 1, f"phần đầu trang không được có {{{{ }}}}. {ONLY}"),
    ("template: ../../../etc/passwd", 1, "phần đầu trang không có mục 'template'. Các mục: title, description, hide, render_macros."),
    ("title: a\nextra_javascript: [x.js]", 1, "phần đầu trang không có mục 'extra_javascript'. Các mục: title, description, hide, render_macros."),
    ("title: !!python/object/apply:os.system [id]", 2, "giá trị của title phải đặt trong ngoặc kép. Viết title: \"!!python/object/apply:os.system [id]\""),
    ("title: [", 2, 'giá trị của title phải đặt trong ngoặc kép. Viết title: "["'),
    ("title: Kế hoạch: năm 2023", 2, 'giá trị của title phải đặt trong ngoặc kép. Viết title: "Kế hoạch: năm 2023"'),
    ('description: Số liệu\ntitle: "Kế hoạch" năm 2023', 3, """giá trị của title phải đặt trong ngoặc kép. Viết title: '"Kế hoạch" năm 2023'"""),
    ("title:Kế hoạch", 2, f"«title:Kế hoạch» {NO_SETTING}"),
    ("title: Kế hoạch\n\n# Kế hoạch\n", 4, f"«# Kế hoạch» {NO_SETTING}"),
    ("title: Kế hoạch\n\tdescription: Số liệu", 1, "phần đầu trang giữa hai dòng «---» viết sai. Viết «title: Tên trang»."),
], ids=lambda value: str(value)[:30])
def test_front_matter_is_refused(front: str, line: int, message: str) -> None:
    problems = check_page(f"---\n{front}\n---\n\n# Trang\n", "docs/trang.md", MACROS, refuse_to_run)
    assert [str(problem) for problem in problems] == [f"docs/trang.md:{line}: {message}"]


@pytest.mark.parametrize(("text", "line", "message"), [
    ("---\ntitle: Kế hoạch\nhide: [toc]\n\n# Kế hoạch\n", 3, "phần đầu trang mở bằng dòng «---» mà chưa đóng. Thêm một dòng «---» dưới dòng này."),
    ("---\ntitle: Kế hoạch\n", 2, "phần đầu trang mở bằng dòng «---» mà chưa đóng. Thêm một dòng «---» dưới dòng này."),
    ("\n\n---\ntitle: Kế hoạch\n---\n\n# Kế hoạch\n", 3, "dòng «---» mở phần đầu trang phải là dòng đầu tiên của tệp. Xóa các dòng trống ở trên."),
    ("———\ntitle: Kế hoạch\n———\n\n# Kế hoạch\n", 1, "dòng «———» phải là ba dấu trừ liền nhau: «---»."),
])
def test_front_matter_that_readers_would_see_as_text_is_refused(text: str, line: int, message: str) -> None:
    assert [str(problem) for problem in check_page(text, "docs/trang.md", MACROS, refuse_to_run)] == [f"docs/trang.md:{line}: {message}"]


@pytest.mark.parametrize("text", ["---\n\nMột đoạn.\n", "---\nLưu ý: đọc kỹ.\n", "---\ntitle: A\nhide:\n  - toc\n---\n\n---\n", "# A\n\n---\n\ntitle: không phải phần đầu\n"])
def test_lines_that_part_a_page_are_no_front_matter(text: str) -> None:
    assert check_page(text, "docs/trang.md", MACROS, refuse_to_run) == []


@pytest.mark.parametrize(("call", "fault"), [
    ("{{ tasks(year=2023 }}", "thiếu ngoặc đơn đóng «)»"),
    ("{{ tasks(year=2023)) }}", "thừa ngoặc đơn đóng «)»"),
    ("{{ tasks(year=2023) }", "thiếu }} ở cuối lệnh chèn"),
    ("{{ tasks year=2023 }}", "thiếu ngoặc đơn"),
    ('{{ tasks(year=2023 state="Đang thực hiện") }}', "thiếu dấu phẩy trước state"),
    ('{{ tasks(year=2023; state="Đang thực hiện") }}', "các đối số cách nhau bằng dấu phẩy, không bằng dấu chấm phẩy"),
    ("{{ tasks(year=2023,, quarter=2) }}", "thừa một dấu phẩy"),
    ("{{ tasks(state=“Đang thực hiện”) }}", 'thay dấu “ bằng ngoặc kép thẳng "'),
    ('{{ tasks(state="Đang thực hiện”) }}', 'thay dấu ” bằng ngoặc kép thẳng "'),
    ("{{ tasks(state=‘Đang thực hiện’) }}", 'thay dấu ‘ bằng ngoặc kép thẳng "'),
    ('{{ tasks(state="Đang thực hiện) }}', "thiếu một dấu ngoặc kép: chữ phải nằm giữa hai dấu ngoặc kép thẳng"),
    ("{{ tasks(state=Đang thực hiện, year=2023) }}", "chữ «Đang thực hiện» phải nằm trong ngoặc kép thẳng"),
    ("{{ tasks(year: 2023) }}", "sau year phải là dấu ="),
    ("{{ tasks(year 2023) }}", "sau year phải là dấu ="),
    ("{{ tasks(year=) }}", "sau year= chưa có giá trị"),
])
def test_what_is_wrong_in_a_call_is_named(call: str, fault: str) -> None:
    assert [str(problem) for problem in check_page(f"# Trang\n\nTheo {call}.\n", "docs/trang.md", MACROS, refuse_to_run)] == [f"docs/trang.md:3: tasks: {fault}. {LIKE_TASKS}"]


def test_calls_that_cannot_be_read_hide_no_other_problem() -> None:
    text = "{{ tasks(year=2023 }} và {{ tasks(\nstate=”x”) }}\n{{ tsaks() }}\n\nMột {{ tasks(year=2023)\n\n{% include 'x' %}\n"
    assert [str(problem) for problem in check_page(text, "docs/trang.md", MACROS, refuse_to_run)] == [
        f"docs/trang.md:1: tasks: thiếu ngoặc đơn đóng «)». {LIKE_TASKS}", f'docs/trang.md:1: tasks: thay dấu ” bằng ngoặc kép thẳng ". {LIKE_TASKS}',
        f"docs/trang.md:5: tasks: thiếu }}}} ở cuối lệnh chèn. {LIKE_TASKS}", "docs/trang.md:3: " + no_macro("tsaks", "tasks"), f"docs/trang.md:7: {STATEMENT}",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["{ tasks() }", "{tasks(year=2023)}", "{ tasks(year=2023) }}", "{ tasks }"])
def test_a_call_between_single_braces_is_refused(text: str) -> None:
    problems = check_page(f"# Trang\n\nBảng: {text}\n", "docs/trang.md", MACROS, refuse_to_run)
    assert [str(problem) for problem in problems] == [f"docs/trang.md:3: lệnh chèn có hai dấu ngoặc nhọn mỗi bên. {LIKE_TASKS}"]


@pytest.mark.parametrize("text", ["## Nhiệm vụ { #tasks }", "{ .tasks }", "tập hợp { a, b }", "f(x) = { tasksy(x) }"])
def test_other_single_braces_are_text(text: str) -> None:
    assert check_page(text, "docs/trang.md", MACROS, refuse_to_run) == []


def test_lines_count_the_front_matter() -> None:
    problems = check_page("---\ntitle: Trang\n---\n\n# Trang\n\n{{ config }}\n", "docs/trang.md", MACROS, refuse_to_run)
    assert [str(problem) for problem in problems] == [f"docs/trang.md:7: {EXPRESSION}"]


def test_every_problem_of_a_page_is_told() -> None:
    problems = check_page("{{ a }}\n{% set b = 1 %}\n{{ task() }}\n", "docs/trang.md", MACROS, refuse_to_run)
    assert [problem.line for problem in problems] == [1, 2, 3]


def test_nesting_without_end_is_refused_quickly() -> None:
    begun = time.monotonic()
    problems = check_page("{{ " + "(" * 100_000 + "1" + ")" * 100_000 + " }}", "docs/trang.md", MACROS, refuse_to_run)
    assert [str(problem) for problem in problems] == [f"docs/trang.md:1: biểu thức lồng nhau quá sâu. {ONLY}"]
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(("text", "expected"), [
    ("{{ tasks(year=2023) }}", Call(1, "tasks", (), {"year": 2023})),
    ("{{ doc('9903-CT/TW') }}", Call(1, "doc", ("9903-CT/TW",), {})),
    ('{{ tasks(\n  year=2023,\n  state="Đang thực hiện",\n) }}', Call(1, "tasks", (), {"year": 2023, "state": "Đang thực hiện"})),
    ("{{- years() -}}", Call(1, "years", (), {})),
    ("{{ priorities(year=2023, brief=true) }}", Call(1, "priorities", (), {"year": 2023, "brief": True})),
])
def test_plain_call_is_let_through(text: str, expected: Call) -> None:
    seen: list[Call] = []
    assert check_page(text, "docs/trang.md", MACROS, seen.append) == []
    assert seen == [expected]


@pytest.mark.parametrize("text", [
    "# Chỉ có chữ", "{% raw %}{{ config }}{% endraw %}", "{# chú thích {{ config }} #}", "{ {", "}} %} #}", "# for a in b", "## {% raw %}x{% endraw %}", "&#123;&#123; config }}",
])
def test_text_without_calls_is_let_through(text: str) -> None:
    assert check_page(text, "docs/trang.md", MACROS, refuse_to_run) == []


def test_line_statements_are_text() -> None:
    """Jinja's line statements and comments are off: `# for` is a Markdown heading."""
    assert check_page("# for a in range(9)\n% set x = 1\n## x\n", "docs/trang.md", MACROS, refuse_to_run) == []


def test_split_front_matter() -> None:
    assert split_front_matter("---\ntitle: a\n---\nb\n") == ("title: a\n", "b\n", 3)
    assert split_front_matter("a\n---\nb\n") == ("", "a\n---\nb\n", 0)
    assert split_front_matter("---\n---\nb\n") == ("", "---\n---\nb\n", 0)


# --- the second wall -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sandbox() -> Any:
    """The environment that the hook leaves in the macros plugin, which renders every hand-written page."""
    macros = {name: (lambda *_, _name=name, **__: f"[{_name}]") for name in MACROS}
    plugin = SimpleNamespace(macros={**macros, "leak": lambda: "leaked"}, variables={"config": "secret"}, _env=None, _variables=None, site=site_of(SMALL))
    on_config(SimpleNamespace(plugins={"macros": plugin}, extra={}, nav=[], site_url=""))  # type: ignore[arg-type]
    assert plugin._variables == {}
    return plugin._env


def test_sandbox_runs_the_macros(sandbox: Any) -> None:
    assert sandbox.from_string("a {{ tasks(year=2023) }} b").render() == "a [tasks] b"


@pytest.mark.parametrize("text", [
    "{{ ''.__class__.__mro__ }}", "{{ tasks.__globals__ }}", "{{ tasks.__code__ }}", "{{ tasks.__closure__ }}", "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}", "{{ config }}", "{{ leak() }}", "{{ range(3) }}", "{{ dict() }}", "{{ 'a'|upper }}", "{{ ''|attr('__class__') }}",
    "{{ 1 is odd }}", "{{ [].append(1) }}", "{{ '{0.__class__}'.format('') }}", "{{ '{a.__class__}'.format_map({'a': ''}) }}",
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% extends '/etc/passwd' %}", "{{ self.__init__.__globals__ }}", "{{ namespace() }}",
], ids=str)
def test_sandbox_alone_lets_nothing_out(sandbox: Any, text: str) -> None:
    """Without the check before it, each of these still fails, or says nothing."""
    with pytest.raises((SecurityError, UndefinedError, TemplateError, TypeError)):
        sandbox.from_string(text).render()


def test_sandbox_forbids_what_the_stock_one_allows(sandbox: Any) -> None:
    assert (sandbox.filters, sandbox.tests) == ({}, {})
    assert set(sandbox.globals) == set(MACROS)


# --- a whole build ---------------------------------------------------------------------------------------------


def test_build_lists_every_refused_page_and_runs_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write("docs/mot.md", "# Một\n\n{{ cycler.__init__.__globals__ }}\n\n{{ tasks(nam=2023) }}\n")
    project.write("docs/muc/hai.md", "---\ntitle: Hai\n---\n{% include '/etc/passwd' %}\n{{ doc('9903-CT/TX') }}\n")
    project.write("docs/ba.md", "# Ba\n{{ tsaks() }}\n")
    (project.folder / "docs/bon.md").symlink_to("/etc/passwd")
    (project.folder / "docs/nam").symlink_to("/etc")
    (project.folder / "docs/sau.md").write_bytes("# Sáu\n".encode("utf-16"))
    outcome = project.build()
    lines = outcome.stderr.splitlines()
    assert outcome.returncode == 1
    assert lines[:-1] == [
        "docs/ba.md:2: không có lệnh chèn 'tsaks'. Có phải «tasks»?",
        "docs/bon.md: là liên kết đến nơi khác. Chép hẳn tệp vào đây.",
        f"docs/mot.md:3: {EXPRESSION}",
        "docs/mot.md:5: tasks: không có đối số 'nam'. Có phải «year»? Các đối số: " + ", ".join(MACROS["tasks"].arguments) + ".",
        f"docs/muc/hai.md:4: {STATEMENT}",
        "docs/muc/hai.md:5: doc: id (mã): không có '9903-CT/TX'. Có phải «9903-CT/TW»?",
        "docs/nam: là liên kết đến nơi khác. Chép hẳn tệp vào đây.",
        "docs/sau.md:1: không phải mã UTF-8. Mở lại và lưu với mã hóa UTF-8.",
        "8 lỗi trong docs/.",
    ]
    assert not (project.folder / "site").exists()
    assert not re.search(r"Traceback|Error|root:", outcome.stderr)


def test_two_versions_that_git_left_on_a_page_are_named() -> None:
    text = "# Trang\n\n<<<<<<< HEAD\nMột\n=======\nHai\n>>>>>>> sua\n"
    assert [(problem.line, problem.message.split(" (")[0]) for problem in check_page(text, "docs/trang.md", MACROS, refuse_to_run)] == [(3, "còn dấu đánh dấu hai bản sửa khác nhau")]
    assert check_page("Trang\n=======\n", "docs/trang.md", MACROS, refuse_to_run) == []
