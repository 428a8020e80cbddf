"""The Secretariat enters who gives and what is offered."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from members.models import User
from steering.contributions.workflow import ContributionWorkflow
from steering.models import Contribution, Contributor
from tests.factories.hub import superuser
from tests.factories.members import country
from tests.factories.steering_contributions import OFFERED, contribution, contributor

pytestmark = pytest.mark.django_db
ADD = "/en/admin/steering/contribution/add/"


@pytest.fixture
def clerk() -> User:
    return superuser()


@pytest.fixture
def desk(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def typed(giver: Contributor, **fields: Any) -> dict[str, Any]:
    source = "publishing-source-content_type-object_id"
    return {
        "contributor": giver.pk,
        "kind": "money",
        "purpose_en": "Translations",
        "amount": "1 234,50",
        "currency": "KZT",
        "offered_on": "02.03.2026",
        "access": "public",
        f"{source}-TOTAL_FORMS": 0,
        f"{source}-INITIAL_FORMS": 0,
        **fields,
    }


def test_an_offer_is_entered_with_its_history(desk: Client, clerk: User) -> None:
    answer = desk.post(ADD, typed(contributor()))

    found = Contribution.objects.get()
    assert answer.status_code == 302
    assert (found.amount, found.currency, found.offered_on, found.state) == (
        Decimal("1234.5"),
        "KZT",
        OFFERED,
        "offered",
    )
    assert (found.events.get().action, found.events.get().actor) == ("offer", clerk)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "١٢٣"}, "in digits"),
        ({"amount": "0"}, "in digits"),
        ({"amount": "-5"}, "in digits"),
        ({"amount": "1000000000000000"}, "in digits"),
        ({"amount": "1" * 60}, "at most 40 characters"),
        ({"amount": "1,234", "currency": "JPY", "kind": "in_kind"}, ""),
        ({"amount": "0.5", "currency": "JPY"}, "no more than 0 decimals"),
        ({"currency": "XAU"}, "valid choice"),
        ({"currency": ""}, "in which currency"),
        ({"amount": "", "currency": ""}, "how much"),
        ({"covers_from": "2014", "covers_until": "2013"}, "before the first"),
        ({"is_year_only": "on"}, "first of January"),
    ],
    ids=[
        "arabic",
        "zero",
        "negative",
        "too much",
        "too long",
        "thousands",
        "decimals",
        "metal",
        "bare",
        "empty",
        "years",
        "year",
    ],
)
def test_a_wrong_sum_is_told_beside_its_field(desk: Client, fields: dict[str, str], said: str) -> None:
    answer = desk.post(ADD, typed(contributor(), **fields))

    assert (answer.status_code == 302) == (not said)
    assert said in answer.content.decode()
    assert Contribution.objects.exists() == (not said)


def test_currencies_have_names_in_the_readers_language(desk: Client) -> None:
    page = desk.get(ADD.replace("/en/", "/ru/")).content.decode()

    assert "kzt – казахский тенге" in page.lower()


def test_what_is_confirmed_keeps_its_sum(desk: Client, clerk: User) -> None:
    found = contribution()
    ContributionWorkflow(found, clerk).confirm(OFFERED)
    address = f"/en/admin/steering/contribution/{found.pk}/change/"

    page = desk.get(address).content.decode()

    assert 'name="amount"' not in page
    assert 'name="purpose_en"' in page
    assert desk.post(f"/en/admin/steering/contribution/{found.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_contributor_is_a_country_or_an_organisation(desk: Client) -> None:
    land = country("KG")
    address = "/en/admin/steering/contributor/add/"

    neither = desk.post(address, {"country": "", "organisation_en": ""}).content.decode()
    both = desk.post(address, {"country": land.pk, "organisation_en": "A fund"}).content.decode()
    desk.post(address, {"country": land.pk})
    twice = desk.post(address, {"country": land.pk}).content.decode()

    assert "Choose the country" in neither
    assert "not both" in both
    assert "already exists" in twice
    assert Contributor.objects.get().country == land
