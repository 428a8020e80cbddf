"""Working days of the Committee: a deadline leaves every seat so many working days of its own.

The rule, as the page tells it: of the days that follow the first one, a seat counts those that are neither weekend nor
public holiday in its own country; the last day is the first working day of the Hub by the end of which every seat has
counted to n. The time ends with that day where it ends last, in the westernmost zone: one moment for all.

Weekends and holidays are those of the `holidays` library. Where it does not know a country, Saturday and Sunday do not
count and `CountryDays.is_known` is False, so that the page can say so. Holidays that follow the moon are estimates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

import holidays
from django.utils.translation import get_language

from publishing.languages import Text

from ..time_zones import zone_of_country

HOST: Final = "KZ"
"""The ISO code of the country where the Hub works, whose working days are the Hub's: Astana, by the Declaration of 2013."""
WEEKEND: Final = frozenset({5, 6})
"""Saturday and Sunday, for a country that the library does not know."""
LAST_MINUTE: Final = time(23, 59)
OFFICE_ENDS: Final = time(18)
LANGUAGES: Final = {"kk": ("kk",), "ru": ("ru", "ru_KG"), "en": ("en_US",)}
"""How the library calls the languages of the portal."""


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count, with the holiday's name in the library's best language; empty for a weekend."""

    day: date
    holiday: Text


@dataclass(frozen=True, slots=True)
class CountryDays:
    """What a country's calendar did to a deadline."""

    country: str
    """ISO code."""
    skipped: tuple[SkippedDay, ...]
    is_known: bool
    """Whether the library has the country; otherwise Saturday and Sunday are taken for its weekend."""

    @property
    def holidays(self) -> tuple[SkippedDay, ...]:
        """The skipped days that are more than a weekend."""
        return tuple(one for one in self.skipped if one.holiday)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a time of n working days ends, and why not earlier."""

    moment: datetime
    """The last minute, aware; it still counts."""
    day: date
    working_days: int
    countries: tuple[CountryDays, ...]
    zone: str
    """The name of the zone in which the day ends last."""


def working_days_after(start: date, n: int, countries: Iterable[str]) -> Deadline:
    """The end of n working days after a day, which itself does not count; `countries` are ISO codes of the seats.

    The host country counts with them. With n = 0 it is the day itself, or the next working day of the Hub. Raises
    ValueError for n below 0.
    """
    if n < 0:
        raise ValueError("a deadline cannot lie before its first day")
    codes = _codes(countries)
    left = dict.fromkeys(codes, n)
    day = start
    while any(count > 0 for count in left.values()) or not is_working_day(day, HOST):
        day += timedelta(days=1)
        for code in codes:
            left[code] -= is_working_day(day, code)
    moment, zone = _end_of(day, codes)
    return Deadline(moment, day, n, tuple(days_skipped(code, start, day) for code in codes), zone)


def day_of_deadline(moment: datetime, countries: Iterable[str]) -> date:
    """The day with which a deadline ends, as `working_days_after` counted it: the earliest that it has in any of the zones."""
    return min(moment.astimezone(zone_of_country(code)).date() for code in _codes(countries))


def notice_start(day: date, n: int, countries: Iterable[str]) -> date:
    """The last day on which notice of something on `day` leaves every seat n working days between the two.

    Neither the day of the notice nor the day itself counts. Raises ValueError for n below 0.
    """
    if n < 0:
        raise ValueError("notice cannot be given for fewer than no days")
    codes = _codes(countries)
    left = dict.fromkeys(codes, n)
    found = day - timedelta(days=1)
    while any(count > 0 for count in left.values()):
        for code in codes:
            left[code] -= is_working_day(found, code)
        found -= timedelta(days=1)
    return found


def is_working_day(day: date, country: str) -> bool:
    """Whether people work on the day in the country, by its ISO code."""
    calendar = _calendar(country)
    return bool(calendar.is_working_day(day)) if calendar is not None else day.weekday() not in WEEKEND


def working_days_left(now: datetime, until: datetime, country: str = HOST) -> int:
    """How many working days of a country follow today, by its clock, whose office hours end before a deadline."""
    zone = zone_of_country(country)
    day, last = now.astimezone(zone).date(), until.astimezone(zone).date()
    following = (day + timedelta(days=step) for step in range(1, (last - day).days + 1))
    return sum(is_working_day(one, country) and datetime.combine(one, OFFICE_ENDS, zone) <= until for one in following)


def days_skipped(country: str, after: date, until: date) -> CountryDays:
    """The days after the first and up to the last that do not count in a country; none where it has had enough days."""
    calendar = _calendar(country)
    days = (after + timedelta(days=step) for step in range(1, (until - after).days + 1))
    skipped = tuple(SkippedDay(day, _holiday_name(country, day)) for day in days if not is_working_day(day, country))
    return CountryDays(country, skipped, calendar is not None)


def _codes(countries: Iterable[str]) -> list[str]:
    """Every country once, the host's first."""
    return list(dict.fromkeys((HOST, *sorted(code for code in countries if code))))


def _end_of(day: date, codes: Iterable[str]) -> tuple[datetime, str]:
    """The last minute of a day where it ends last, and the name of that zone."""
    ends = {zone.key: datetime.combine(day, LAST_MINUTE, zone) for zone in map(zone_of_country, codes)}
    # Two moments of different zones compare by the moment; the name settles between zones that agree.
    zone = max(sorted(ends), key=lambda name: ends[name])
    return ends[zone], zone


@lru_cache(maxsize=512)
def _calendar(country: str, language: str = "en_US") -> Any:
    """The library's calendar of a country, which fills itself year by year; None where it has none."""
    try:
        return holidays.country_holidays(country, language=language)
    except NotImplementedError:
        return None


def _holiday_name(country: str, day: date) -> Text:
    """The holiday of a day in the active language if the library has it in that, else in English; empty if there is none."""
    wanted = get_language() or "ru"
    calendar = _calendar(country)
    if calendar is None or day not in calendar:
        return Text("", wanted, wanted)
    known = calendar.supported_languages or ()
    name = next((name for name in LANGUAGES.get(wanted, ()) if name in known), None)
    found = _calendar(country, name).get(day) if name else calendar.get(day)
    return Text(str(found or ""), wanted if name else "en", wanted)
