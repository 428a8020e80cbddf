"""A contribution is confirmed, delivered, withdrawn, annotated."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import override

from members.enums import Role
from members.models import User
from publishing.models import Event
from publishing.workflow import WorkflowError
from steering.contributions.enums import ContributionState
from steering.contributions.workflow import ContributionWorkflow
from steering.models import Contribution, ContributionNote
from tests.factories.members import account, country
from tests.factories.steering import mandate, seat
from tests.factories.steering_contributions import confirmed, contribution, contributor, in_kind
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def secretariat() -> User:
    user = person(Role.SECRETARIAT)
    assert user is not None
    return user


def test_an_offer_is_confirmed_delivered_in_parts_and_complete(secretariat: User) -> None:
    flow = ContributionWorkflow(confirmed(secretariat), secretariat)

    flow.deliver(ON, Decimal(400))
    part = flow.contribution.state
    flow.deliver(ON + timedelta(days=30), Decimal(600))

    found = Contribution.objects.prefetch_related("deliveries").get()
    assert (part, found.state) == (ContributionState.PARTLY_DELIVERED, ContributionState.DELIVERED)
    assert [found.state_on(day) for day in (date(2026, 3, 2), date(2026, 3, 3), ON, ON + timedelta(days=30))] == [
        ContributionState.OFFERED,
        ContributionState.CONFIRMED,
        ContributionState.PARTLY_DELIVERED,
        ContributionState.DELIVERED,
    ]
    assert list(Event.objects.filter(object_id=found.pk).order_by("pk").values_list("action", flat=True)) == [
        "offer",
        "confirm",
        "deliver",
        "deliver",
    ]


def test_what_completes_it_is_the_last_by_its_day(secretariat: User) -> None:
    flow = ContributionWorkflow(confirmed(secretariat), secretariat)
    flow.deliver(ON, Decimal(400))

    flow.deliver(ON - timedelta(days=10), Decimal(600))

    found = Contribution.objects.prefetch_related("deliveries").get()
    assert found.state_on(ON - timedelta(days=1)) == ContributionState.PARTLY_DELIVERED
    assert found.state_on(ON) == ContributionState.DELIVERED == found.state


def test_more_than_was_offered_is_refused(secretariat: User) -> None:
    flow = ContributionWorkflow(confirmed(secretariat), secretariat)
    flow.deliver(ON, Decimal(400))

    with pytest.raises(WorkflowError, match="more than was offered"):
        flow.deliver(ON, Decimal("600.01"))

    assert Contribution.objects.get().deliveries.count() == 1


@pytest.mark.parametrize(
    ("amount", "said"), [(None, "how much"), (Decimal("0.001"), "decimals"), (Decimal(-5), None), (Decimal(0), None)]
)
def test_a_delivery_of_money_has_a_proper_amount(secretariat: User, amount: Any, said: str | None) -> None:
    flow = ContributionWorkflow(confirmed(secretariat), secretariat)

    with pytest.raises((WorkflowError, ValidationError), match=said):
        flow.deliver(ON, amount)


def test_in_kind_is_delivered_without_an_amount(secretariat: User) -> None:
    flow = ContributionWorkflow(in_kind(), secretariat)
    flow.confirm(date(2026, 3, 3))

    with pytest.raises(WorkflowError, match="without an amount"):
        flow.deliver(ON, Decimal(1))
    flow.deliver(ON, notes={"en": "Two rooms"}, is_last=True)

    found = Contribution.objects.get()
    assert (found.state, found.deliveries.get().note_en) == (ContributionState.DELIVERED, "Two rooms")


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2999, 1, 1)], ids=["before the offer", "to come"])
def test_a_day_that_cannot_be_is_refused(secretariat: User, on: date) -> None:
    with pytest.raises(WorkflowError):
        ContributionWorkflow(contribution(), secretariat).confirm(on)


def test_a_delivery_by_mistake_is_taken_back(secretariat: User) -> None:
    flow = ContributionWorkflow(confirmed(secretariat), secretariat)
    row = flow.deliver(ON, Decimal(1000))

    flow.take_back(row.pk, "Entered twice.")

    found = Contribution.objects.get()
    assert (found.state, found.deliveries.count()) == (ContributionState.CONFIRMED, 0)
    with pytest.raises(WorkflowError):
        flow.take_back(row.pk, "Again.")


def test_the_rest_is_withdrawn_with_a_reason(secretariat: User) -> None:
    flow = ContributionWorkflow(confirmed(secretariat), secretariat)
    flow.deliver(ON, Decimal(400))

    with pytest.raises(WorkflowError, match="reason"):
        flow.withdraw(ON, "  ")
    with pytest.raises(WorkflowError, match="after that day"):
        flow.withdraw(ON - timedelta(days=1), "The budget was cut.")
    flow.withdraw(ON, "The budget was cut.")

    assert Contribution.objects.get().state == ContributionState.WITHDRAWN
    assert not flow.may_deliver()
    assert not flow.may_withdraw()


def test_two_clicks_confirm_once(secretariat: User) -> None:
    found = contribution()
    first, second = (ContributionWorkflow(Contribution.objects.get(), secretariat) for _ in range(2))
    first.confirm(date(2026, 3, 3))

    with pytest.raises(WorkflowError, match="confirmed already"):
        second.confirm(date(2026, 3, 4))

    assert found.events.filter(action="confirm").count() == 1


@pytest.mark.parametrize("role", [None, Role.COMMITTEE, Role.FOCAL_POINT, Role.EDITOR], ids=str)
def test_only_the_secretariat_keeps_the_ledger(secretariat: User, role: Role | None) -> None:
    stranger: Any = person(role) if role else account("reader@hub.example")
    flow = ContributionWorkflow(contribution(), stranger)

    assert not flow.may_confirm()
    with pytest.raises(WorkflowError):
        flow.confirm(date(2026, 3, 3))
    with pytest.raises(WorkflowError):
        flow.hide_note(1, "No.")


def test_the_delegate_annotates_their_own_alone(secretariat: User) -> None:
    own, other = country("KG"), country("UZ")
    delegate = account("delegate@hub.example")
    mandate(seat(own), user=delegate)
    mine, theirs = contribution(contributor(own)), contribution(contributor(other))

    flow = ContributionWorkflow(mine, delegate)
    note = flow.annotate("Біз мұны келесі жылы жалғастырамыз.", "kk")
    again = flow.annotate("Біз мұны келесі жылы жалғастырамыз.", "kk")

    assert (note.pk, ContributionNote.objects.count()) == (again.pk, 1)
    with pytest.raises(WorkflowError, match="who gives"):
        ContributionWorkflow(theirs, delegate).annotate("Not ours.", "en")
    with pytest.raises(ValidationError):
        flow.annotate("x", "de")


def test_the_secretariat_hides_a_note_with_a_reason(secretariat: User) -> None:
    delegate = account("delegate@hub.example")
    own = country("KG")
    mandate(seat(own), user=delegate)
    found = contribution(contributor(own))
    note = ContributionWorkflow(found, delegate).annotate("A name of a person.", "en")

    hidden = ContributionWorkflow(found, secretariat).hide_note(note.pk, "It names a person.")

    assert (hidden.hidden_by, hidden.why_hidden) == (secretariat, "It names a person.")
    assert not ContributionNote.objects.shown().exists()
    with pytest.raises(WorkflowError, match="hidden already"):
        ContributionWorkflow(found, secretariat).hide_note(note.pk, "Again.")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"currency": "XAU"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"amount": None}, "amount"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal(10**15)}, "amount"),
        ({"currency": "JPY", "amount": Decimal("1.5")}, "amount"),
        ({"is_year_only": True}, "offered_on"),
        ({"offered_on": localdate() + timedelta(days=2)}, "offered_on"),
        ({"covers_from": 2014, "covers_until": 2013}, "__all__"),
    ],
    ids=["metal", "no currency", "no amount", "zero", "negative", "too much", "decimals", "year", "future", "years"],
)
def test_a_contribution_that_contradicts_itself_is_refused(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        contribution(**fields)

    assert named in refusal.value.message_dict


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": Decimal(0)},
        {"currency": "usd"},
        {"amount": None},
        {"state": "withdrawn"},
        {"state": "delivered", "confirmed_on": None},
    ],
    ids=["zero", "small letters", "currency alone", "withdrawn undated", "delivered unconfirmed"],
)
def test_the_database_refuses_it_as_well(fields: dict[str, Any]) -> None:
    found = contribution()

    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=found.pk).update(**fields)
