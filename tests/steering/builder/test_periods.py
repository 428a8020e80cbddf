"""Years, halves, quarters, and what the form makes of them."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils.translation import override

from steering.builder.forms import PeriodForm
from steering.builder.periods import days_of, name_of


@pytest.mark.parametrize(
    ("kind", "part", "first", "last"),
    [
        ("year", 1, (1, 1), (12, 31)),
        ("half", 1, (1, 1), (6, 30)),
        ("half", 2, (7, 1), (12, 31)),
        ("quarter", 1, (1, 1), (3, 31)),
        ("quarter", 4, (10, 1), (12, 31)),
    ],
)
def test_a_part_of_a_year_has_its_days(kind: str, part: int, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert days_of(kind, 2024, part) == (date(2024, *first), date(2024, *last))


def test_a_leap_year_has_its_day() -> None:
    assert days_of("quarter", 2024, 1)[1] - days_of("quarter", 2023, 1)[1] == date(2024, 3, 31) - date(2023, 3, 31)


@pytest.mark.parametrize(("kind", "part"), [("year", 2), ("half", 3), ("quarter", 0), ("quarter", 5)])
def test_a_year_has_no_other_parts(kind: str, part: int) -> None:
    with pytest.raises(ValueError, match="parts"):
        days_of(kind, 2024, part)


def test_periods_have_names() -> None:
    with override("en"):
        names = [name_of(kind, *days_of(kind, 2024, part)) for kind, part in (("year", 1), ("half", 2), ("quarter", 3))]

    assert names == ["2024", "half 2 of 2024", "quarter 3 of 2024"]


@time_machine.travel("2026-11-22 09:00:00+05:00")
@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ({"period_kind": "year", "year": ""}, {"year"}),
        ({"period_kind": "year", "year": "2012"}, {"year"}),
        ({"period_kind": "year", "year": "2027"}, {"year"}),
        ({"period_kind": "year", "year": "9" * 30}, {"year"}),
        ({"period_kind": "half", "year": "2026"}, {"part"}),
        ({"period_kind": "half", "year": "2026", "part": "3"}, {"part"}),
        ({"period_kind": "dates"}, {"first", "last"}),
        ({"period_kind": "dates", "first": "02.03.2026", "last": "01.03.2026"}, {"last"}),
        ({"period_kind": "dates", "first": "01.01.2030", "last": "01.03.2030"}, {"first"}),
        ({"period_kind": "dates", "first": "31.02.2026", "last": "01.03.2026"}, {"first"}),
        ({"period_kind": "month", "year": "2026"}, {"period_kind"}),
        ({"period_kind": "year", "year": "2026", "languages": ["de"]}, {"languages"}),
        ({"period_kind": "year", "year": "2026", "languages": []}, {"languages"}),
    ],
)
def test_what_is_no_period_is_told_beside_its_field(typed: dict[str, Any], named: set[str]) -> None:
    form = PeriodForm({"languages": ["kk", "ru", "en"], **typed})

    assert set(form.errors) == named


@time_machine.travel("2026-11-22 09:00:00+05:00")
def test_the_form_gives_the_days() -> None:
    form = PeriodForm({"period_kind": "half", "year": "2026", "part": "1", "languages": ["kk"]})

    assert form.is_valid()
    assert form.days == (date(2026, 1, 1), date(2026, 6, 30))
