"""Who sits on the Committee, on any day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate
from django.utils.translation import override

from steering.models import MajorityRule, Mandate, RulesOfProcedure, Seat
from steering.seats.enums import Majority, Office, SeatKind
from steering.seats.membership import membership_on, seats_of
from tests.factories.members import account, country
from tests.factories.steering import LONG_AGO, mandate, rules, seat

pytestmark = pytest.mark.django_db
ORDER = ("en", "ru", "kk")


def test_the_committee_is_read_as_it_stood_on_a_day() -> None:
    place = seat(country("KG"))
    mandate(place, name_en="Former", ends_on=date(2025, 8, 31))
    mandate(place, name_en="Present", starts_on=date(2025, 9, 1))
    mandate(place, Office.ALTERNATE, name_en="Stands in", starts_on=date(2025, 9, 1))
    seat(country("UZ"), since=date(2025, 1, 1), until=date(2025, 6, 30))
    mandate(None, Office.CHAIR, name_en="The chair")

    def on(day: date) -> tuple[list[str], list[str], str]:
        found = membership_on(day, ORDER, None)
        delegates = [place.delegate.name_en for place in found.members if place.delegate]
        alternates = [one.name_en for place in found.members for one in place.alternates]
        return delegates, alternates, str(len(found.members))

    assert on(date(2025, 8, 31)) == (["Former"], [], "1")
    assert on(date(2025, 9, 1)) == (["Present"], ["Stands in"], "1")
    assert on(date(2025, 6, 30)) == (["Former"], [], "2")
    assert on(date(2023, 1, 1)) == ([], [], "0")
    assert [one.name_en for one in membership_on(localdate(), ORDER, None).officers] == ["The chair"]


@pytest.mark.parametrize(
    ("percent", "exceeded", "seats", "needed"),
    [
        ("50", True, 9, 5),
        ("50", True, 10, 6),
        ("50", False, 10, 5),
        ("66.67", False, 9, 7),
        ("100", True, 7, 7),
        ("0", False, 5, 1),
        ("50", True, 1, 1),
        ("50", True, 0, 0),
    ],
)
def test_the_quorum_is_a_share_of_the_member_seats(percent: str, exceeded: bool, seats: int, needed: int) -> None:
    held = RulesOfProcedure(quorum_percent=Decimal(percent), quorum_is_exceeded=exceeded)

    assert held.quorum_of(seats) == needed


def test_rules_are_those_of_the_day_and_silence_means_consensus() -> None:
    rules()
    later = rules(in_force_from=date(2026, 1, 1), quorum_percent=Decimal(75))
    MajorityRule.objects.create(rules=later, kind="money", majority=Majority.TWO_THIRDS)

    before, after = (RulesOfProcedure.objects.in_force(day).get() for day in (date(2025, 12, 31), date(2026, 1, 1)))

    assert (before.quorum_percent, after.quorum_percent) == (Decimal(50), Decimal(75))
    assert not RulesOfProcedure.objects.in_force(date(2023, 1, 1)).exists()
    assert (after.majority_of("money"), after.majority_of("substance")) == (Majority.TWO_THIRDS, Majority.CONSENSUS)


def test_one_delegate_one_chair_one_seat_at_a_time() -> None:
    land = country("KG")
    place = seat(land)
    mandate(place, ends_on=date(2025, 8, 31))
    mandate(None, Office.CHAIR)
    wrong = [
        Mandate(seat=place, office=Office.DELEGATE, name_en="Two", starts_on=date(2025, 8, 31)),
        Mandate(office=Office.CHAIR, name_en="Two", starts_on=date(2026, 1, 1)),
        Mandate(seat=place, office=Office.CHAIR, name_en="Chair of a seat", starts_on=LONG_AGO),
        Mandate(office=Office.ALTERNATE, name_en="Of nobody", starts_on=LONG_AGO),
        Mandate(seat=place, office=Office.DELEGATE, name_en="Backwards", starts_on=LONG_AGO, ends_on=date(2023, 1, 1)),
        Seat(country=land, since=date(2026, 1, 1)),
        Seat(organisation_en="A member that is no country", kind=SeatKind.MEMBER, since=LONG_AGO),
    ]
    for row in wrong:
        with pytest.raises(ValidationError):
            row.full_clean(exclude=["name"])
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    mandate(place, starts_on=date(2025, 9, 1))
    mandate(place, Office.ALTERNATE)
    mandate(place, Office.ALTERNATE)


def test_a_seat_is_a_countrys_or_an_organisations() -> None:
    for wrong in (Seat(since=LONG_AGO), Seat(country=country("KG"), organisation_en="Both", since=LONG_AGO)):
        with override("en"), pytest.raises(ValidationError, match="organisation"):
            wrong.full_clean()


def test_who_speaks_for_a_seat_is_told_by_the_day() -> None:
    user = account("delegate@hub.example")
    place = seat(country("KG"))
    mandate(place, user=user, starts_on=localdate() - timedelta(days=10), ends_on=localdate())
    mandate(None, Office.SECRETARY, user=user)

    assert seats_of(user) == [place]
    assert seats_of(user, localdate() + timedelta(days=1)) == []
    assert seats_of(account("other@hub.example")) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_register_is_public_and_holds_no_addresses(language: str, client: Client) -> None:
    place = seat(country("KG"))
    mandate(place, user=account("secret@hub.example"), name_kk="Айдана", name_ru="Айдана", name_en="Aidana")
    rules()

    for path in ("register/", "rules/", f"seats/{place.pk}/"):
        answer = client.get(f"/{language}/committee/{path}")
        assert answer.status_code == 200
        assert b"secret@" not in answer.content


@pytest.mark.parametrize("asked", ["yesterday", "31.02.2026", "9" * 40, "2026-13-01", "١٢.٠١.٢٠٢٦"])
def test_a_day_that_is_none_is_said(asked: str, client: Client) -> None:
    for path in ("register/", "rules/"):
        answer = client.get(f"/en/committee/{path}", {"on": asked})
        assert (answer.status_code, b"not a date" in answer.content) == (200, True)


@pytest.mark.parametrize("seats", [1, 3])
def test_pages_cost_the_same_for_one_seat_and_for_three(seats: int, client: Client, django_assert_num_queries) -> None:
    rules()
    places = [seat(country(code)) for code in ("KG", "UZ", "TJ")[:seats]]
    for place in places:
        mandate(place)
        mandate(place, Office.ALTERNATE)
    client.get("/en/committee/register/")

    for path, queries in (("register/", 4), ("rules/", 3), (f"seats/{places[0].pk}/", 2)):
        with django_assert_num_queries(queries):
            client.get(f"/en/committee/{path}")
