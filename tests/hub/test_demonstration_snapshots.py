"""The invented periodic reports: two, compared, written once, marked."""

from datetime import date

import pytest

from hub.demonstration_committee_cast import RUNNER
from hub.demonstration_committee_snapshots import last_halves, load
from members.enums import Role
from steering.models import PeriodicSnapshot
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


def test_two_reports_are_frozen_once_and_the_second_is_held_against_the_first() -> None:
    secretary = person(Role.SECRETARIAT)
    assert secretary is not None
    secretary.email, secretary.is_demonstration = RUNNER, True
    secretary.save()

    first, again = list(load()), list(load())

    earlier, later = PeriodicSnapshot.objects.order_by("ends_on")
    assert ([is_new for _name, is_new in first], [is_new for _name, is_new in again]) == ([True, True], [False, False])
    assert (earlier.previous, later.previous) == (None, earlier)
    assert earlier.is_demonstration
    assert later.figures["with_demonstration"]


def test_nothing_is_written_without_the_secretariats_account() -> None:
    assert list(load()) == []
    assert not PeriodicSnapshot.objects.exists()


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        (date(2026, 11, 22), [date(2025, 12, 31), date(2026, 6, 30)]),
        (date(2026, 6, 30), [date(2025, 6, 30), date(2025, 12, 31)]),
        (date(2027, 1, 1), [date(2026, 6, 30), date(2026, 12, 31)]),
    ],
)
def test_the_half_years_are_those_that_are_over(today: date, ends: list[date]) -> None:
    assert [last for _first, last in last_halves(today)] == ends
