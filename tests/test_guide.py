"""The editors' guide says what the product does: its examples load, and it names every field, macro and rule, no other."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from macros import documents, due_dates, field_types, reading, slips, syntax
from macros.calls import ARGUMENT_LABELS, call
from macros.data import REGISTERS, SECTIONS, YEAR_LISTS, Data, Loaded, load
from macros.front_matter import shows_calls_as_typed
from macros.page_check import check_page
from macros.pages import checks
from macros.plans import Plan
from macros.records import Record
from macros.results import Results
from macros.rules import RULES
from macros.vocabularies import Abbreviation, Term
from macros.words import MACROS
from tests.guide_pictures import PICTURES
from tests.repositories import Repository
from tests.sites import REAL, SMALL, Project, site_of, words

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "huong-dan"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("*.md"))}
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> Iterator[str]:
    """Yield the guide's fenced blocks of one language."""
    for text in PAGES.values():
        yield from (body for name, body in FENCE.findall(text) if name == language)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the guide's examples into one data folder."""
    folder = tmp_path_factory.mktemp("guide") / "data"
    texts: dict[str, str] = defaultdict(str)
    for block in blocks("yaml"):
        first, _, rest = block.partition("\n")
        texts[first.removeprefix("# data/")] += rest + "\n"
    texts["vocabularies.yml"] = with_rows((ROOT / "data/vocabularies.yml").read_text(encoding="utf-8"), texts["vocabularies.yml"])
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "files").mkdir()
    for name in re.findall(r"^  file: (\S+)", texts["documents.yml"], re.MULTILINE):
        (folder / "files" / name).write_bytes(b"%PDF-1.4\n")
    return folder


@pytest.fixture(scope="module")
def example(folder: Path) -> Loaded:
    """Load the assembled examples."""
    return load(folder, "data")


def with_rows(vocabularies: str, added: str) -> str:
    """Put the rows of the guide's fragment under the sections of the real file that they belong to."""
    for section, rows in re.findall(r"^(\w+):[^\n]*\n((?:[ \n].*\n?)+)", added, re.MULTILINE):
        vocabularies, found = re.subn(rf"^{section}:.*\n", lambda head, rows=rows: head[0] + rows.rstrip("\n") + "\n", vocabularies, count=1, flags=re.MULTILINE)
        assert found, section
    return vocabularies


def models() -> set[type[Record]]:
    """Return every kind of record that an editor writes, those within others too."""
    found: set[type[Record]] = set()
    waiting: list[Any] = [Plan, Results, Term, Abbreviation, *REGISTERS.values(), *YEAR_LISTS.values(), *(model for part in SECTIONS.values() for model in part.values())]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, Record) and kind not in found:
            found.add(kind)
            waiting += [info.annotation for info in kind.model_fields.values()]
    return found


def shown_fields(data: Data) -> dict[type[Record], dict[str, list[tuple[str, int]]]]:
    """Return the places where the examples show each field of each kind of record."""
    shown: dict[type[Record], dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for record in data.all_records:
        for field, line in record.place.lines.items():
            shown[type(record)][field].append((record.place.file, line))
    return shown


def test_every_yaml_block_names_its_file() -> None:
    for block in blocks("yaml"):
        assert re.match(r"# data/(\d{4}/)?[a-z]+\.yml\n", block), block[:80]


def test_examples_load_without_problems(example: Loaded) -> None:
    assert [str(problem) for problem in example.problems] == []


def test_examples_show_every_field(example: Loaded) -> None:
    shown = shown_fields(example.data)
    missing = {f"{model.__name__}.{field}" for model in models() for field in model.model_fields if field not in shown[model]}
    assert missing == set()


def test_every_field_has_its_label_beside_it(example: Loaded, folder: Path) -> None:
    """One of the lines that show a field carries, as a comment, the label that errors and table heads use."""
    lines = {path.relative_to(folder.parent).as_posix(): path.read_text(encoding="utf-8").split("\n") for path in folder.rglob("*.yml")}
    unsaid = []
    for model, fields in shown_fields(example.data).items():
        for field, places in fields.items():
            info = model.model_fields[field]
            comments = [lines[file][line - 1].partition("# ")[2] for file, line in places]
            said = [comment for comment in comments if comment.lower().startswith(str(info.title).lower())]
            if not said or (info.is_required() and not any("bắt buộc" in comment for comment in said)):
                unsaid.append(f"{model.__name__}.{field}: {info.title}{' (bắt buộc)' if info.is_required() else ''}")
    assert unsaid == []


def test_every_picture_is_made_by_the_script_and_shown() -> None:
    shown = re.findall(r"!\[[^]]+\]\(\.\./assets/huong-dan/([^)]+)\)\n *\*", "\n".join(PAGES.values()))
    assert sorted(shown) == sorted(PICTURES)
    assert sorted(path.name for path in (ROOT / "docs/assets/huong-dan").iterdir()) == sorted(PICTURES)


def test_examples_are_marked_as_invented() -> None:
    """No number, year or name of an example passes for a fact."""
    text = "\n".join(blocks("yaml"))
    assert not re.findall(r"\b(?:19|20[0-8])\d\d?\b", re.sub(r"\b209\d\b", "", text))
    assert all(int(number) >= 9900 for number in re.findall(r"\b(\d+)[-/](?:\d{4}/)?[A-ZĐ]{2}", text))


def calls_in(text: str) -> list[str]:
    return re.findall(r"\{\{ *(\w+)\(", text)


def test_every_macro_has_a_section_with_its_arguments() -> None:
    page = PAGES["them-trang.md"]
    sections = re.findall(r"^### `(\w+)` \{ #\1 \}\n\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    assert sorted(name for name, _ in sections) == sorted(MACROS)
    for name, text in sections:
        macro = MACROS[name]
        about, _, arguments = FENCE.sub("", text).partition("ối số")
        assert about.startswith(macro.about), name
        assert re.findall(r"`(\w+)`", arguments) == list(macro.arguments), name
        assert re.findall(r"`(\w+)` \(bắt buộc\)", arguments) == list(macro.required), name
        assert name in calls_in(text), name


def test_the_table_of_arguments_has_every_argument() -> None:
    table = PAGES["them-trang.md"].split("{ #doi-so }")[1].split("\n## ")[0]
    wanted = {argument for macro in MACROS.values() for argument in macro.arguments}
    assert sorted(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == sorted(wanted)
    assert wanted <= set(ARGUMENT_LABELS)


def test_macro_examples_work_on_the_real_record() -> None:
    site = site_of(REAL)
    page = "\n".join(blocks("jinja"))
    problems = check_page(page, "them-trang.md", MACROS, lambda found: call(site, MACROS, found.name, found.positional, found.named))
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("name", PAGES)
def test_guide_has_no_familiar_address(name: str) -> None:
    assert not re.search(r"\bbạn\b", PAGES[name], re.IGNORECASE)


# --- the page of all checks --------------------------------------------------------------------------------------


def test_every_rule_stands_on_the_page_of_checks_with_its_remedy() -> None:
    page = words(checks.checks_page(site_of(SMALL)))
    for rule in RULES:
        assert f"{rule.says} {rule.remedy}" in page, rule.__name__


def test_every_rule_says_its_own_in_whole_sentences() -> None:
    assert len({rule.says for rule in RULES}) == len(RULES)
    for rule in RULES:
        for sentence in (rule.says, rule.remedy):
            assert re.fullmatch(r"[A-ZĐÂĂÊÔƠƯ].*[.…]", sentence), sentence


def test_every_slip_has_its_answer_on_the_page() -> None:
    site = site_of(SMALL)
    page = words(checks.checks_page(site))
    for slip in (*slips.format_slips(), *slips.encoding_slips(), *slips.value_slips(site), *slips.page_slips(site)):
        assert len(slip.answers) == 1, slip
        assert " ".join(slip.answers[0].split()) in page, slip


def test_slips_show_every_refusal_of_the_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way in which the reader explains a file that libyaml refuses, and each character it refuses, has its slip."""
    seen = set()

    def watched(name: str, diagnose: syntax.Callable[..., syntax.Diagnosis]) -> syntax.Callable[..., syntax.Diagnosis]:
        return lambda refusal: (seen.add(name), diagnose(refusal))[1]

    wanted = {diagnose.__name__ for _, diagnose in syntax._DIAGNOSES}
    monkeypatch.setattr(syntax, "_DIAGNOSES", tuple((phrase, watched(diagnose.__name__, diagnose)) for phrase, diagnose in syntax._DIAGNOSES))
    slips.format_slips()
    assert seen == wanted
    answers = {answer for slip in slips.encoding_slips() for answer in slip.answers}
    for _, message in reading._BAD_CHARACTERS:
        assert any(re.fullmatch(re.escape(message).replace(r"\{char\}", "."), answer) for answer in answers), message


def test_slips_show_every_refusal_of_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, seen = set(), set()
    for module in (field_types, due_dates, documents):
        wanted |= set(re.findall(r'refuse\("(\w+)"', Path(str(module.__file__)).read_text(encoding="utf-8")))
        refuse = module.refuse
        monkeypatch.setattr(module, "refuse", lambda code, message, refuse=refuse: (seen.add(code), refuse(code, message))[1])
    slips.value_slips(site_of(SMALL))
    assert seen == wanted


# --- as readers get it -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("guide-site") / "project")
    project.write("docs/cach-chen.md", "---\nrender_macros: false\n---\n\n# Cách chèn\n\nViết `{{ tasks(year=2023) }}`.\n\n```jinja\n{{ cycler.__init__ }} {% for x in y %}\n```\n")
    project.built()
    return project


def test_a_page_that_is_not_rendered_shows_calls_as_typed_and_runs_nothing(project: Project) -> None:
    page = project.page("cach-chen/index.html")
    assert "<code>{{ tasks(year=2023) }}</code>" in page
    assert "cycler.__init__" in page and "{%" in page
    assert "record-table" not in page


@pytest.mark.parametrize(
    ("front", "typed"),
    [
        ("---\nrender_macros: false\n---\n", True),
        ("---\nrender_macros: true\n---\n", False),
        ("---\nrender_macros: 'false'\n---\n", False),
        ("---\nrender_macros: 0\n---\n", False),
        ("render_macros: false\n", False),  # MkDocs reads this as the text «false», and renders the page
        ("\n---\nrender_macros: false\n---\n", False),
        ("", False),
    ],
)
def test_only_a_page_that_mkdocs_leaves_alone_goes_unparsed(front: str, typed: bool) -> None:
    text = f"{front}\n{{{{ cycler.__init__ }}}}\n"
    assert shows_calls_as_typed(text) is typed
    assert bool(check_page(text, "docs/vi-du.md", MACROS, lambda found: None)) is not typed


def test_a_build_shows_the_whole_guide(project: Project) -> None:
    for name, text in PAGES.items():
        page = project.page("huong-dan/index.html" if name == "index.md" else f"huong-dan/{name.removesuffix('.md')}/index.html")
        shown = squeezed(words(page.split("<article", 1)[1].split("</article>", 1)[0].partition(">")[2]))
        for block in (body for _, body in FENCE.findall(text)):
            for line in filter(None, map(str.strip, block.splitlines())):
                assert squeezed(line) in shown, (name, line)
    assert re.search(r'href="\./?huong-dan/"|href="huong-dan/"', project.page("index.html"))


def squeezed(text: str) -> str:
    """Return a text without spaces, which colouring puts between signs."""
    return re.sub(r"\s", "", text)


def test_the_guide_leads_to_each_of_its_pages(project: Project) -> None:
    index = project.page("huong-dan/index.html")
    for name in [*(name.removesuffix(".md") for name in PAGES if name != "index.md"), "kiem-tra"]:
        assert f'href="{name}/' in index
        assert 'href="../"' in project.page(f"huong-dan/{name}/index.html")


def test_the_commands_of_the_guide_send_the_data_and_nothing_else(tmp_path: Path) -> None:
    """As an editor who imported a workbook types them; the first block sends, the second fetches what was approved."""
    repository = Repository(tmp_path / "kho")
    repository.commit({".gitignore": (ROOT / ".gitignore").read_text("utf-8")})
    repository.git("init", "--quiet", "--bare", str(tmp_path / "may-chu"))
    repository.git("remote", "add", "origin", str(tmp_path / "may-chu"))
    repository.git("push", "--quiet", "--set-upstream", "origin", "main")
    repository.write({"data/2024/tasks.yml": "- {id: nv-2024-1, title: Họp, lead: ban-a}\n", "phu-luc.xlsx": "x", "ghi-chu.txt": "x"})
    send, fetch = ([shlex.split(line) for line in body.splitlines()] for name, body in FENCE.findall(PAGES["sua-bang-excel.md"]) if name == "bash")
    assert [command[:2] for command in send] == [["git", "switch"], ["git", "add"], ["git", "commit"], ["git", "push"]]
    for command in send:
        repository.git(*command[1:])
    assert repository.git("diff", "--name-status", "origin/main", "origin/sua-nhiem-vu-2099") == "A\tdata/2024/tasks.yml"
    assert repository.git("status", "--porcelain") == "?? ghi-chu.txt"
    for command in fetch:
        repository.git(*command[1:])
    assert repository.git("branch", "--show-current") == "main"
