"""The settings of a build, read from the environment: the judged day, the data, one year, the demo."""

from __future__ import annotations

from datetime import date

import pytest

from macros.pages import pages
from macros.problems import Refused
from macros.settings import judged_day, load_site
from tests.sites import REPOSITORY, SMALL, words

DATA = {"DATA_DIR": str(REPOSITORY / SMALL)}


@pytest.mark.parametrize(("environment", "day"), [
    ({"AS_OF": "2023-06-30"}, date(2023, 6, 30)),
    ({"AS_OF": "2023-06-30", "SOURCE_DATE_EPOCH": "0"}, date(2023, 6, 30)),
    ({"SOURCE_DATE_EPOCH": "0"}, date(1970, 1, 1)),
    # 17:00 in Greenwich is the next day in Vietnam.
    ({"SOURCE_DATE_EPOCH": "1688144399"}, date(2023, 6, 30)),
    ({"SOURCE_DATE_EPOCH": "1688144400"}, date(2023, 7, 1)),
])
def test_judged_day(environment: dict[str, str], day: date) -> None:
    assert judged_day(environment) == day


@pytest.mark.parametrize("day", ["31/12/2023", "2023-02-30", "hôm nay", "2023-6-30", "20230630", "2023-06-30 "])
def test_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(Refused) as error:
        load_site({**DATA, "AS_OF": day})
    assert str(error.value) == f"AS_OF: '{day}' không phải là ngày. Viết năm-tháng-ngày, ví dụ AS_OF=2023-06-30."


@pytest.mark.parametrize("year", ["1999", "hai nghìn", "2023 ", "-2023"])
def test_year_that_is_not_there_is_refused(year: str) -> None:
    with pytest.raises(Refused) as error:
        load_site({**DATA, "YEAR": year})
    assert str(error.value) == f"YEAR: '{year}' không có trong dữ liệu. Các năm: 2023, 2024."


def test_settings_reach_the_site() -> None:
    site = load_site({**DATA, "AS_OF": "2023-06-10", "YEAR": "2023", "DEMO": "1"})
    assert (site.today, site.only_year, site.demo) == (date(2023, 6, 10), 2023, True)
    assert not load_site({**DATA, "DEMO": "0"}).demo


def test_bad_data_is_refused_with_the_whole_report() -> None:
    with pytest.raises(Refused) as error:
        load_site({"DATA_DIR": "tests/khong-co"})
    assert "tests/khong-co: không có thư mục này." in str(error.value)


def test_day_shows_on_the_pages_that_depend_on_it() -> None:
    made = pages(load_site({**DATA, "AS_OF": "2023-06-10"}))
    for path in ("index.md", "nam/index.md", "nam/2023.md", "van-ban/index.md", "van-ban/9903-ct-tw.md", "don-vi/van-phong.md", "thi-dua/index.md"):
        assert "xét đến ngày 10/06/2023" in words(made[path]), path
    assert "Sắp đến hạn" in words(made["nam/2023.md"])
