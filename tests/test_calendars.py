"""Calendars: due dates and events as programs for calendars read them, those of recent years, all together and one a unit."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest

from macros import calendars as ics
from macros.calendars import event_entry, folded, task_entry
from macros.due_dates import Due
from macros.events import Event
from macros.pages.open_data import open_data
from macros.site import Site
from macros.tasks import Task
from tests.demo_site import REPOSITORY
from tests.exported import address, site_of


@pytest.fixture(scope="module")
def demo() -> Site:
    return site_of(REPOSITORY / "tests/demo/data")


def calendar_files(site: Site) -> dict[str, bytes]:
    """Return the calendars of a site by the name of their file."""
    return {path.removeprefix("lich/"): content for path, content in ics.as_files("lich", ics.calendars(site, address)).items()}


def test_calendars_read_back(demo: Site) -> None:
    made = calendar_files(demo)
    whole = icalendar.Calendar.from_ical(made["tat-ca.ics"])
    entries = {str(entry["uid"]): entry for entry in whole.walk("VEVENT")}
    dated = [task for task in demo.data.tasks.values() if task.due_end]
    days = [event for event in demo.data.events.values() if event.date.day]
    assert set(entries) == {f"{record.id}@ke-hoach-ket-qua" for record in (*dated, *days)}
    assert not [task for task in dated if task.due and task.due.kind == "continuous"] and len(dated) < len(demo.data.tasks), "continuous work is left out"
    for task in dated:
        entry = entries[f"{task.id}@ke-hoach-ket-qua"]
        assert (entry["dtstart"].dt, entry["dtend"].dt) == (task.due_end, task.due_end + timedelta(days=1))  # type: ignore[operator]
        assert str(entry["summary"]).endswith(task.title)
        assert str(entry["url"]) == address(f"nam/{demo.data.year_of(task)}.md", task.id)
    alarms = [alarm for entry in entries.values() for alarm in entry.walk("VALARM")]
    assert alarms and all(alarm["trigger"].dt == timedelta(days=-7) for alarm in alarms)


def test_lines_are_folded_by_octets(demo: Site) -> None:
    for name, made in calendar_files(demo).items():
        for line in made.split(b"\r\n"):
            assert len(line) <= 75, name
            line.decode("utf-8")
        assert made.endswith(b"END:VCALENDAR\r\n") and b"\n" not in made.replace(b"\r\n", b"")
    assert folded("ệ" * 60).replace("\r\n ", "") == "ệ" * 60 + "\r\n"


def test_a_unit_has_its_own_calendar(demo: Site) -> None:
    made = calendar_files(demo)
    whole = {str(entry["uid"]) for entry in icalendar.Calendar.from_ical(made["tat-ca.ics"]).walk("VEVENT")}
    own = {str(entry["uid"]) for entry in icalendar.Calendar.from_ical(made["van-phong.ics"]).walk("VEVENT")}
    joined = {task.id for task in demo.data.tasks.values() if "van-phong" in (*task.lead, *task.partner) and task.due_end}
    assert own <= whole and {f"{task}@ke-hoach-ket-qua" for task in joined} <= own


def test_a_mended_date_moves_and_does_not_double(demo: Site) -> None:
    task = demo.data.tasks["nv-2024-001"]
    mended = task.model_copy(update={"due": Due("15/02/2024", "day", date(2024, 2, 15))})
    before, after = task_entry(demo, task, address), task_entry(demo, mended, address)
    assert before.uid == after.uid and (before.first, after.first) == (date(2024, 1, 31), date(2024, 2, 15))
    later = calendar_files(replace(demo, today=date(2024, 7, 1)))["tat-ca.ics"]
    assert b"DTSTAMP:20240701T000000Z" in later, "what was written later says so"


@pytest.fixture(scope="module")
def long_record(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demo record, gone on to 2029."""
    folder = tmp_path_factory.mktemp("long") / "data"
    shutil.copytree(REPOSITORY / "tests/demo/data", folder)
    (folder / "2029").mkdir()
    return site_of(folder)


def test_years_long_past_are_in_no_calendar(long_record: Site) -> None:
    days = {task.id: task.due_end for task in long_record.data.tasks.values() if task.due_end}
    days |= {event.id: (event.until or event.date).last_day() for event in long_record.data.events.values() if event.date.day}
    recent = {key for key, day in days.items() if day.year >= 2025}
    entered = {str(entry["uid"]).partition("@")[0] for entry in icalendar.Calendar.from_ical(calendar_files(long_record)["tat-ca.ics"]).walk("VEVENT")}
    assert entered == recent and len(recent) < len(days)
    units = {unit for record in (*long_record.data.tasks.values(), *long_record.data.events.values()) if record.id in recent for unit in concerned(record)}
    assert set(calendar_files(long_record)) == {"tat-ca.ics", *(f"{unit}.ics" for unit in units)}


def concerned(record: Task | Event) -> tuple[str, ...]:
    """Return the units in whose calendars a task or an event stands."""
    return (*record.lead, *record.partner) if isinstance(record, Task) else tuple(record.organiser)


def test_the_page_of_files_says_from_which_year_the_calendars_are(demo: Site, long_record: Site) -> None:
    assert "Lịch có thời hạn, sự kiện từ năm 2025; các năm trước xem ở trang của từng năm." in open_data(long_record, [])
    assert "Lịch có thời hạn, sự kiện từ năm" not in open_data(demo, [])


def test_what_was_given_up_is_cancelled_and_nobody_is_reminded(demo: Site) -> None:
    stopped = task_entry(demo, demo.data.tasks["nv-2024-007"], address)
    done = task_entry(demo, demo.data.tasks["nv-2024-001"], address)
    assert stopped.cancelled and not done.cancelled and not done.reminded
    assert event_entry(demo, next(iter(demo.data.events.values())), address).reminded
