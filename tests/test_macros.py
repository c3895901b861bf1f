"""The 15 macros as pages call them: golden files hold what each shows with rows, empty, and refused.

`pytest tests/test_macros.py --update-golden` writes them anew; read them before committing them.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from jinja2 import Environment

from macros.calls import ARGUMENT_LABELS, CallError, call
from macros.page_check import Call, calls, check_page
from macros.site import Site
from macros.words import MACROS
from tests.as_markdown import as_markdown
from tests.sites import DAY, REAL, SMALL, site_of

GOLDEN = Path(__file__).parent / "golden"

# What pages write, a macro after the other; each golden file shows the outcome of every line.
CASES: dict[str, list[str]] = {
    "priorities": ["", "year=2023, brief=true", "year=2024", "year=1999", "year=2023, brief=1", "nam=2023", '"2023"'],
    "tasks": [
        "", 'year=2024, lead="Văn phòng"', 'state="Quá hạn"', 'unit="ban-xa-hoi"', 'year=2024, state="Dừng thực hiện"',
        'state="Xong"', 'state="Hoan thanhh"', 'unit="Ban Tổ chức"', 'year="hai nghìn"', "year=true", "quarter=5", "quarter=true", 'state=""', "state=1", "unit=none",
        'area="Kinh tế"', 'document="18-CT/TW"', 'trang_thai="moved"', "2023",
    ],
    "progress": ["", "year=2023", "year=2022", "nam=2023"],
    "results": ["2023", 'year=2023, part="nguyên nhân"', "year=2024", "", 'part="số liệu"', 'year=2023, part="thành tích"', "2023, 2024"],
    "figure": ['"sl-2023-nha"', 'id="sl-2023-nha-moi"', "", '"sl-2023"', "17", '""'],
    "documents": ["", 'year=2023, group="Mặt trận"', "year=2024", 'kind="Thông tư"', 'group="Đoàn"', 'unit="van-phong"'],
    "doc": ['"9903/CT-TW"', 'id="9901-qd-mttw"', '"van-ban-trong"', '"9902-QD/MTTW"', '"18-CT/TW"', "", "so=1"],
    "movements": ["", 'year=2023, role="Phát động"', 'kind="Thi đua"', "loai=1"],
    "awards": ["", 'year=2023, to="Tập thể"', "year=2024", 'honour="Huân chương"', 'to="Tập th"', 'unit="van-phong"'],
    "recipients": ["", 'name="Khúc Thị Hòa"', 'honour="Lao động tiên tiến"', "year=2024", 'name="Không Có Ai"', 'name=""', "ten=1"],
    "units": ["", 'kind="Đơn vị sự nghiệp"', 'structure="cc-2023"', 'structure="cc-2019"', 'kind="Ban"', "loai=1"],
    "people": ["", 'unit="ban-thanh-tra"', 'unit="Văn phong Đảng"', "name=1"],
    "events": ["", 'year=2024, kind="Hội nghị"', 'kind="Họp"', "nam=1"],
    "years": ["", "year=2023", "2023"],
    "source": ['"bai-1"', 'id="phu-luc-1", part="mục 2"', '"bai-9"', "", "nguon=1"],
}

# What each filter lets through: the records shown, in order.
FILTERS: list[tuple[str, list[str]]] = [
    ("tasks(year=2023)", ["nv-2023-1", "nv-2023-2", "nv-2023-3"]),
    ('tasks(year="2023")', ["nv-2023-1", "nv-2023-2", "nv-2023-3"]),
    ('tasks(unit="van-phong")', ["nv-2024-1", "nv-2023-1", "nv-2023-2"]),
    ('tasks(unit="Ban TCKT")', ["nv-2023-1", "nv-2023-2"]),
    ('tasks(lead="Ban Tổ chức, Kiểm tra")', ["nv-2023-1"]),
    ('tasks(partner="ban-to-chuc")', ["nv-2023-2"]),
    ('tasks(leader="Đặng Ân")', ["nv-2023-1"]),
    ('tasks(area="Vận động Nhân dân")', ["nv-2023-1"]),
    ('tasks(area="lv-2023-2")', ["nv-2023-2"]),
    ('tasks(focal_point="Hướng mạnh về khu dân cư")', ["nv-2023-1"]),
    ('tasks(origin="Phát sinh")', ["nv-2023-3"]),
    ('tasks(document="9903/CT-TW")', ["nv-2023-1"]),
    ("tasks(quarter=3)", ["nv-2023-1"]),
    ('tasks(quarter="III")', ["nv-2023-1"]),
    ('tasks(quarter="4")', ["nv-2023-2"]),
    ('tasks(state="hoan thanh")', ["nv-2023-1"]),
    ('tasks(state="moved")', ["nv-2023-2"]),
    ('tasks(state="Hoàn thành đúng hạn")', ["nv-2023-1"]),
    ('tasks(state="Hoàn thành quá hạn")', []),
    ('tasks(state="overdue")', ["nv-2023-3"]),
    ('tasks(state="Sắp đến hạn")', []),
    ('tasks(lead="van-phong", state="moved", year=2023)', ["nv-2023-2"]),
    ('results(year=2023, part="số liệu")', ["sl-2023-nha", "sl-2023-nha-moi", "sl-2023-nha-sua"]),
    ('results(year=2023, part="so lieu")', ["sl-2023-nha", "sl-2023-nha-moi", "sl-2023-nha-sua"]),
    ('results(year=2023, part="Kết quả nổi bật")', ["kq-2023-1"]),
    ('results(year=2023, part="shortcomings")', ["hc-2023-1"]),
    ("documents(year=2023)", ["9902-qd-mttw"]),
    ('documents(kind="Chỉ thị")', ["9903-ct-tw"]),
    ('documents(group="Đảng")', ["9903-ct-tw"]),
    ('documents(group="Nhà nước")', []),
    ('documents(issuer="Ban Thường trực", kind="decision")', ["9902-qd-mttw", "9901-qd-mttw"]),
    ("movements(year=2023)", ["khu-dan-cu-xanh"]),
    ('movements(kind="Cuộc vận động")', ["can-bo-gan-dan"]),
    ('movements(role="Hưởng ứng")', ["khu-dan-cu-xanh"]),
    ('movements(kind="Chương trình")', []),
    ('awards(honour="LĐTT")', ["kt-2023-ldtt"]),
    ('awards(honour="Bằng khen", to="Cá nhân")', ["kt-2023-bk"]),
    ('awards(movement="Khu dân cư xanh, nghĩa tình, tự quản")', ["kt-2023-bk"]),
    ('awards(kind="Khen thưởng công trạng")', ["kt-2023-xs"]),
    ('awards(to="Hộ gia đình")', []),
    ('recipients(year=2023, unit="van-phong")', ["kt-2023-bk-1", "kt-2023-xs-1"]),
    ('recipients(to="collective")', ["kt-2023-xs-1"]),
    ('recipients(movement="khu-dan-cu-xanh")', ["kt-2023-bk-1", "kt-2023-bk-2"]),
    ('recipients(kind="merit")', ["kt-2023-xs-1"]),
    ('recipients(name="khuc thi hoa")', []),
    ('units(kind="Ban, đơn vị chuyên môn")', ["van-phong", "ban-to-chuc", "ban-xa-hoi"]),
    ('units(structure="cc-2020")', ["van-phong", "ban-xa-hoi"]),
    ('people(unit="Văn phòng")', ["khuc-thi-hoa"]),
    ("events(year=2023)", ["sk-2023-2", "sk-2023-1"]),
    ('events(kind="Bầu cử")', ["sk-2023-2"]),
    ("priorities(year=2023)", ["uu-2023-1", "uu-2023-2"]),
]


def parsed(text: str) -> Call:
    """Return the one call that a page's text holds."""
    [found] = calls(Environment().parse(text), MACROS)
    assert isinstance(found, Call), found
    return found


def shown(text: str, folder: str = SMALL) -> str:
    """Return what a call written on a page shows, or how it is refused."""
    found = parsed(text)
    try:
        return as_markdown(call(site_of(folder), MACROS, found.name, found.positional, found.named))
    except CallError as error:
        return f"TỪ CHỐI: {error}\n"


def golden_text(macro: str) -> str:
    """Return the golden file of a macro: every call, then what it shows."""
    texts = [f"{{{{ {macro}({arguments}) }}}}" for arguments in CASES[macro]]
    return "\n".join(f"## {text}\n\n{shown(text)}" for text in texts)


@pytest.mark.parametrize("macro", MACROS)
def test_macro_shows_what_its_golden_file_holds(macro: str, request: pytest.FixtureRequest) -> None:
    file = GOLDEN / f"{macro}.md"
    made = golden_text(macro)
    if request.config.getoption("--update-golden"):
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")


def test_golden_files_are_those_of_the_macros() -> None:
    assert sorted(file.stem for file in GOLDEN.iterdir()) == sorted(MACROS) == sorted(CASES)
    assert len(MACROS) == 15


@pytest.mark.parametrize("macro", MACROS)
def test_golden_file_has_rows_a_gap_and_a_refusal(macro: str) -> None:
    outcomes = [shown(f"{{{{ {macro}({arguments}) }}}}") for arguments in CASES[macro]]
    refused = [outcome for outcome in outcomes if outcome.startswith("TỪ CHỐI: ")]
    assert refused and len(refused) < len(outcomes)
    assert all(outcome.startswith(f"TỪ CHỐI: {macro}: ") for outcome in refused)
    if macro not in ("progress", "figure", "doc", "years", "source"):
        assert any(re.fullmatch(r"(Không có|Chưa có) [^|]*\.\n", outcome) for outcome in outcomes), "no case where nothing matches"


@pytest.mark.parametrize(("text", "expected"), FILTERS, ids=[text for text, _ in FILTERS])
def test_filter_lets_through(text: str, expected: list[str]) -> None:
    out = shown(f"{{{{ {text} }}}}")
    assert not out.startswith("TỪ CHỐI"), out
    assert re.findall(r"\{#([^}]+)\}|#(kt-[^)]*-\d)\)", out) == [(each, "") if f"{{#{each}}}" in out else ("", each) for each in expected]


@pytest.mark.parametrize("macro", MACROS)
def test_every_argument_is_tried(macro: str) -> None:
    texts = [f"{{{{ {macro}({arguments}) }}}}" for arguments in CASES[macro]] + [f"{{{{ {text} }}}}" for text, _ in FILTERS if text.startswith(f"{macro}(")]
    used = {name for text in texts for name in parsed(text).named}
    assert used >= set(MACROS[macro].arguments)
    assert set(MACROS[macro].arguments) <= set(ARGUMENT_LABELS)


@pytest.mark.parametrize("macro", MACROS)
def test_example_of_the_guide_works_on_the_real_data(macro: str) -> None:
    site = site_of(REAL)

    def render(found: Call) -> object:
        return call(site, MACROS, found.name, found.positional, found.named)

    assert check_page(MACROS[macro].example, "docs/trang.md", MACROS, render) == []


def test_vietnamese_values_and_keys_say_the_same() -> None:
    assert shown('{{ tasks(state="Hoàn thành") }}') == shown('{{ tasks(state="done") }}') == shown('{{ tasks(state="hoan thanh") }}')
    assert shown('{{ documents(group="Đảng") }}') == shown('{{ documents(group="party") }}')
    assert shown('{{ tasks(unit="Ban Tổ chức, Kiểm tra") }}') == shown('{{ tasks(unit="Ban TCKT") }}') == shown('{{ tasks(unit="ban-to-chuc") }}')
    assert shown('{{ doc("9903/CT-TW") }}') == shown('{{ doc("9903-CT/TW") }}') == shown('{{ doc("9903-ct-tw") }}')


def changed(**registers: dict[str, object]) -> Site:
    """Return the small site with records added to registers."""
    data = dataclasses.replace(site_of(SMALL).data)
    for register, added in registers.items():
        setattr(data, register, {**getattr(data, register), **added})
    return Site(data, DAY)


def refusal(site: Site, text: str) -> str:
    """Return the sentence that refuses a call."""
    found = parsed(f"{{{{ {text} }}}}")
    with pytest.raises(CallError) as error:
        call(site, MACROS, found.name, found.positional, found.named)
    return str(error.value)


def test_number_of_two_documents_is_refused() -> None:
    """Numbers start anew each year and term: `22-CT/TW` is two directives, and none of them may be guessed."""
    first = site_of(SMALL).data.documents["9903-ct-tw"]
    site = changed(documents={"9903-ct-tw-2010": first.model_copy(update={"id": "9903-ct-tw-2010"})})
    assert refusal(site, 'doc("9903-CT/TW")') == "doc: id (mã): '9903-CT/TW' là tên của 2 bản ghi. Viết mã: 9903-ct-tw, 9903-ct-tw-2010."
    assert refusal(site, 'doc("9903-ct/tw")') == "doc: id (mã): '9903-ct/tw' là tên của 2 bản ghi. Viết mã: 9903-ct-tw, 9903-ct-tw-2010."
    assert call(site, MACROS, "doc", ("9903-ct-tw-2010",), {})


def test_names_that_differ_by_marks_only_are_not_guessed() -> None:
    unit = site_of(SMALL).data.units["ban-xa-hoi"]
    site = changed(units={"ban-xa-hoi-2": unit.model_copy(update={"id": "ban-xa-hoi-2", "name": "Ban Xã hổi"})})
    assert refusal(site, 'tasks(unit="ban xa hoi")') == "tasks: unit (đơn vị): 'ban xa hoi' là tên của 2 bản ghi. Viết mã: ban-xa-hoi, ban-xa-hoi-2."
    assert call(site, MACROS, "tasks", (), {"unit": "Ban Xã hội"}) == "<p class=\"empty\">Không có nhiệm vụ phù hợp.</p>"


def test_area_of_one_name_in_many_years_means_all_of_them() -> None:
    site = site_of(SMALL)
    plan = site.data.years[2023].plan
    assert plan is not None
    later = plan.model_copy(update={"areas": (plan.areas[0].model_copy(update={"id": "lv-2024-1"}),)})
    task = site.data.tasks["nv-2024-1"].model_copy(update={"area": "lv-2024-1"})
    years = {**site.data.years, 2024: dataclasses.replace(site.data.years[2024], plan=later, tasks=(task,))}
    object.__setattr__(task, "place", site.data.tasks["nv-2024-1"].place)
    found = call(Site(dataclasses.replace(site.data, years=years), DAY), MACROS, "tasks", (), {"area": "Vận động Nhân dân"})
    assert re.findall(r"<tr id=\"(nv-[^\"]*)", found) == ["nv-2024-1", "nv-2023-1"]


def test_year_without_tasks_says_so() -> None:
    assert shown("{{ progress(year=2023) }}", REAL) == "Chưa có danh mục nhiệm vụ của năm này.\n"
