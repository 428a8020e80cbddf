"""Dates, times, numbers and lists as each of the three languages writes them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma, intword, naturalday, naturaltime, ordinal
from django.template import Context, Template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format, get_format, localize, number_format, time_format
from django.utils.text import get_text_list
from django.utils.timesince import timesince
from django.utils.translation import gettext, override

DAY = date(2013, 3, 15)
MOMENT = datetime(2013, 3, 15, 9, 5)  # noqa: DTZ001 - shown as it is, without a time zone


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", "15 наурыз 2013 ж."), ("ru", "15 марта 2013 г."), ("en", "15 March 2013")],
)
def test_a_date(language: str, expected: str) -> None:
    with override(language):
        assert date_format(DAY) == expected
        assert localize(DAY) == expected
        assert Template("{{ day }}").render(Context({"day": DAY})) == expected


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("kk", "DATETIME_FORMAT", "15 наурыз 2013 ж., 09:05"),
        ("kk", "YEAR_MONTH_FORMAT", "2013 жылғы наурыз"),
        ("kk", "MONTH_DAY_FORMAT", "15 наурыз"),
        ("kk", "SHORT_DATE_FORMAT", "15.03.2013"),
        ("kk", "SHORT_DATETIME_FORMAT", "15.03.2013 09:05"),
        ("kk", "l, j E", "жұма, 15 наурыз"),
        ("kk", "D, j N", "жм, 15 нау."),
        ("ru", "DATETIME_FORMAT", "15 марта 2013 г., 09:05"),
        ("ru", "YEAR_MONTH_FORMAT", "Март 2013 г."),
        ("ru", "MONTH_DAY_FORMAT", "15 марта"),
        ("ru", "SHORT_DATE_FORMAT", "15.03.2013"),
        ("ru", "SHORT_DATETIME_FORMAT", "15.03.2013 09:05"),
        ("en", "DATETIME_FORMAT", "15 March 2013, 09:05"),
        ("en", "YEAR_MONTH_FORMAT", "March 2013"),
        ("en", "MONTH_DAY_FORMAT", "15 March"),
        ("en", "SHORT_DATE_FORMAT", "15/03/2013"),
        ("en", "SHORT_DATETIME_FORMAT", "15/03/2013 09:05"),
    ],
)
def test_the_other_forms_of_a_date(language: str, name: str, expected: str) -> None:
    with override(language):
        assert date_format(MOMENT, name) == expected


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_hours_run_to_24_and_the_week_begins_on_monday(language: str) -> None:
    with override(language):
        assert time_format(time(15, 4)) == "15:04"
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    "expected",
    [
        "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    ],
)
def test_kazakh_months_are_small_letters_in_every_form(expected: str) -> None:
    days = [date(2026, month, 1) for month in range(1, 13)]

    with override("kk"):
        assert " ".join(date_format(day, "E") for day in days) == expected
        assert " ".join(date_format(day, "F") for day in days) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", "1\xa0234\xa0567,5"), ("ru", "1\xa0234\xa0567,5"), ("en", "1,234,567.5")],
)
def test_a_number(language: str, expected: str) -> None:
    with override(language):
        assert number_format(1234567.5, force_grouping=True) == expected
        assert Template('{{ number|floatformat:"1g" }}').render(Context({"number": 1234567.5})) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", ["1\xa0234\xa0567", "2,0 миллион", "7-ші", "9-шы", "бүгін", "1,5\xa0МБ", "а, ә және б"]),
        ("ru", ["1\xa0234\xa0567", "2,0 миллиона", "7-й", "9-й", "сегодня", "1,5\xa0МБ", "а, ә и б"]),
        ("en", ["1,234,567", "2.0 million", "7th", "9th", "today", "1.5\xa0MB", "а, ә and б"]),
    ],
)
def test_numbers_in_words_and_lists(language: str, expected: list[str]) -> None:
    with override(language):
        shown = [
            intcomma(1234567),
            intword(2_000_000),
            ordinal(7),
            ordinal(9),
            naturalday(date.today()),  # noqa: DTZ011 - the filter compares with the machine's own day
            filesizeformat(1_572_864),
            get_text_list(["а", "ә", "б"], gettext("and")),
        ]

    assert shown == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", "3\xa0апта, 2\xa0күн"), ("ru", "3\xa0недели, 2\xa0дня"), ("en", "3\xa0weeks, 2\xa0days")],
)
def test_how_long_ago(language: str, expected: str) -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)

    with override(language):
        assert timesince(now - timedelta(days=23), now) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", ("3\xa0күн бұрын", "3\xa0күннен кейін", "бір сағат бұрын")),
        ("ru", ("3\xa0дня назад", "через 3\xa0дня", "1\xa0час назад")),
        ("en", ("3\xa0days ago", "3\xa0days from now", "an hour ago")),
    ],
)
def test_before_and_after_now(language: str, expected: tuple[str, str, str]) -> None:
    now = timezone.now()
    moments = (now - timedelta(days=3), now + timedelta(days=3, minutes=1), now - timedelta(minutes=61))

    with override(language):
        assert tuple(naturaltime(moment) for moment in moments) == expected


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("kk", day) for day in ("15.03.2013", "2013-03-15")),
        *(("ru", day) for day in ("15.03.2013", "2013-03-15")),
        *(("en", day) for day in ("15/03/2013", "15.03.2013", "15 March 2013", "2013-03-15")),
    ],
)
def test_a_date_is_read_as_people_type_it(language: str, typed: str) -> None:
    with override(language):
        assert forms.DateField(localize=True).clean(typed) == DAY
        assert forms.DateField().clean(typed) == DAY


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_american_date_is_refused(language: str) -> None:
    with override(language), pytest.raises(forms.ValidationError):
        forms.DateField().clean("03/15/2013")


@pytest.mark.parametrize(("language", "typed"), [("kk", "1234567,5"), ("ru", "1234567,5"), ("en", "1234567.5")])
def test_a_number_is_read_as_people_type_it(language: str, typed: str) -> None:
    with override(language):
        assert forms.FloatField(localize=True).clean(typed) == 1234567.5
