"""Deadlines in working days over the calendars and zones of members."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from steering.decisions.working_days import (
    HOST,
    days_skipped,
    is_working_day,
    notice_start,
    working_days_after,
    working_days_left,
)
from steering.time_zones import zone_of_country


def test_every_country_gets_the_days_of_its_own_calendar() -> None:
    # 2026-12-11 is a Friday; the 16th is Independence Day in Kazakhstan, Uzbekistan works on Saturday the 12th
    deadline = working_days_after(date(2026, 12, 11), 5, ["UZ", "EE"])

    assert deadline.day == date(2026, 12, 21)
    assert {one.country for one in deadline.countries} == {HOST, "UZ", "EE"}
    for one in deadline.countries:
        counted = (deadline.day - date(2026, 12, 11)).days - len(one.skipped)
        assert counted >= 5


def test_the_time_ends_where_the_day_ends_last() -> None:
    east = working_days_after(date(2026, 11, 2), 3, ["KG", "JP"])
    west = working_days_after(date(2026, 11, 2), 3, ["KG", "JP", "EE"])

    assert (east.day, west.day) == (date(2026, 11, 6), date(2026, 11, 6))  # 3 November is a holiday in Japan
    assert west.zone == "Europe/Tallinn"
    assert west.moment.astimezone(UTC) == datetime(2026, 11, 6, 21, 59, tzinfo=UTC)
    assert east.moment < west.moment


def test_the_last_day_is_a_working_day_of_the_hub() -> None:
    # Iran works on Saturdays: its last day may not be one on which nobody answers in Astana
    for start in (date(2026, 10, day) for day in range(1, 29)):
        assert is_working_day(working_days_after(start, 4, ["IR", "AE"]).day, HOST)


def test_no_days_are_the_day_itself_or_the_next_working_day() -> None:
    assert working_days_after(date(2026, 11, 20), 0, []).day == date(2026, 11, 20)
    assert working_days_after(date(2026, 11, 21), 0, []).day == date(2026, 11, 23)
    with pytest.raises(ValueError, match="before its first day"):
        working_days_after(date(2026, 11, 20), -1, [])


def test_clocks_that_change_in_between_move_nothing() -> None:
    # Estonia leaves summer time on 25 October 2026
    deadline = working_days_after(date(2026, 10, 20), 5, ["EE"])

    assert deadline.moment.strftime("%H:%M %z") == "23:59 +0200"


def test_a_country_without_a_calendar_rests_on_saturday_and_sunday() -> None:
    found = days_skipped("XX", date(2026, 11, 19), date(2026, 11, 23))

    assert (found.is_known, [one.day for one in found.skipped]) == (False, [date(2026, 11, 21), date(2026, 11, 22)])


@pytest.mark.parametrize(
    ("language", "name", "written_in"),
    [("kk", "Тәуелсіздік күні", "kk"), ("ru", "Independence Day", "en"), ("en", "Independence Day", "en")],
)
def test_holidays_have_their_names_in_a_language_that_is_said(language: str, name: str, written_in: str) -> None:
    with override(language):
        found = days_skipped("KZ", date(2026, 12, 15), date(2026, 12, 17)).holidays

    assert [(str(one.holiday), one.holiday.language) for one in found] == [(name, written_in)]


@pytest.mark.parametrize("n", [0, 1, 5, 20])
def test_notice_leaves_as_many_days_between(n: int) -> None:
    meeting = date(2026, 12, 18)
    last = notice_start(meeting, n, ["KG", "EE", "IR"])

    for code in ("KZ", "KG", "EE", "IR"):
        between = [date.fromordinal(day) for day in range(last.toordinal() + 1, meeting.toordinal())]
        assert sum(is_working_day(day, code) for day in between) >= n
    later = [date.fromordinal(day) for day in range(last.toordinal() + 2, meeting.toordinal())]
    assert n == 0 or min(sum(is_working_day(day, code) for day in later) for code in ("KZ", "KG", "EE", "IR")) < n


def test_days_left_are_counted_by_the_calendar_of_the_hub() -> None:
    zone = zone_of_country(HOST)
    friday = datetime(2026, 12, 11, 12, tzinfo=zone)

    assert working_days_left(friday, datetime(2026, 12, 17, 23, 59, tzinfo=zone)) == 3
    # the small hours of the 18th are no working day to answer in
    assert working_days_left(friday, datetime(2026, 12, 18, 2, 59, tzinfo=zone)) == 3
    assert working_days_left(friday, friday) == 0


def test_a_calendar_of_all_members_is_read_quickly() -> None:
    codes = [
        "KZ",
        "KG",
        "UZ",
        "TJ",
        "TM",
        "AZ",
        "GE",
        "AM",
        "MD",
        "UA",
        "BY",
        "MN",
        "CN",
        "KR",
        "JP",
        "TR",
        "AE",
        "LT",
        "LV",
        "EE",
        "MV",
        "NP",
        "BT",
        "LK",
        "PK",
        "AF",
        "IR",
        "IN",
        "MY",
        "DE",
        "FR",
        "GB",
        "US",
        "BR",
        "FI",
        "HU",
        "IT",
        "PL",
        "SE",
        "NO",
        "ES",
        "PT",
        "CA",
    ]

    deadline = working_days_after(date(2026, 12, 1), 20, codes)

    assert len(deadline.countries) == 43
    assert deadline.zone in {"America/New_York", "America/Toronto"}
