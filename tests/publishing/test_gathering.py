"""Rows of several tables in one query."""

from datetime import UTC, date, datetime

import pytest

from members.models import Country
from publishing.gathering import Asking, alone, gather, together
from steering.models import Mandate, RulesOfProcedure, Seat
from tests.factories.members import country
from tests.factories.steering import mandate, rules, seat

pytestmark = pytest.mark.django_db


def test_rows_of_three_tables_come_by_one_query(django_assert_num_queries) -> None:
    place = seat(country("KG", "Kyrgyzstan"))
    held = mandate(place, starts_on=date(2025, 2, 3), name_kk="Айдана")
    kept = rules(quorum_percent="66.67")

    with django_assert_num_queries(1):
        seats, mandates, all_rules = gather(
            [
                Seat.objects.order_by("pk"),
                Mandate.objects.select_related("seat__country"),
                RulesOfProcedure.objects.all(),
            ]
        )
        names = [one.seat.country.name_en for one in mandates]

    assert (seats, mandates, all_rules) == ([place], [held], [kept])
    assert names == ["Kyrgyzstan"]
    assert (mandates[0].starts_on, mandates[0].ends_on, mandates[0].name_kk) == (date(2025, 2, 3), None, "Айдана")
    kept.refresh_from_db()
    assert (all_rules[0].quorum_percent, all_rules[0].proposers) == (kept.quorum_percent, ["chair"])


def test_moments_and_missing_relations_are_as_the_database_has_them() -> None:
    place = seat()
    moment = datetime(2026, 5, 1, 10, 30, 15, 120_000, tzinfo=UTC)
    land = country("KZ")
    Country.objects.filter(pk=land.pk).update(changed_at=moment)

    [[found], [known]] = gather([Seat.objects.select_related("country"), Country.objects.filter(pk=land.pk)])

    assert (found.country, found.pk) == (None, place.pk)
    assert known.changed_at == moment


def test_order_limit_and_nothing_are_kept(django_assert_num_queries) -> None:
    places = [seat(organisation_en=f"Organisation {number}") for number in range(3)]

    with django_assert_num_queries(1):
        few, none = gather([Seat.objects.order_by("-pk")[:2], Seat.objects.none()])

    assert (few, none) == ([places[2], places[1]], [])
    with django_assert_num_queries(0):
        assert gather([Seat.objects.none()]) == [[]]


def test_those_who_ask_are_asked_together_and_again_as_often_as_they_want(django_assert_num_queries) -> None:
    seat()

    def once() -> Asking[int]:
        [rows] = yield (Seat.objects.all(),)
        return len(rows)

    def twice() -> Asking[list[int]]:
        first, second = yield Seat.objects.all(), Mandate.objects.all()
        [third] = yield (Seat.objects.filter(pk__in=[one.pk for one in first]),)
        return [len(first), len(second), len(third)]

    def never() -> Asking[str]:
        yield from ()
        return "nothing"

    with django_assert_num_queries(2):
        assert together([once(), twice(), never()]) == [1, [1, 0, 1], "nothing"]
    assert alone(once()) == 1
