"""An office passes from one person to the next."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from django.utils.translation import override

from members.enums import Role
from members.models import User
from publishing.models import Letter
from publishing.workflow import WorkflowError
from steering.models import Handover, Mandate
from steering.seats.enums import HandoverStep, Office
from steering.seats.workflow import HandoverWorkflow, MandateWorkflow, Successor
from tests.factories.members import account, country
from tests.factories.steering import mandate, seat
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
NEXT = localdate() + timedelta(days=30)


@pytest.fixture
def secretariat() -> User:
    user = person(Role.SECRETARIAT)
    assert user is not None
    return user


@pytest.fixture
def running() -> Mandate:
    return mandate(seat(country("KG")), user=account("former@hub.example"), name_en="Former")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(**fields: str) -> dict[str, str]:
    return {"first_day": NEXT.strftime("%d.%m.%Y"), "name_kk": "Айдана Осмонова", **fields}


def begun(running: Mandate, secretariat: User, user: User | None = None) -> Handover:
    return MandateWorkflow(running, secretariat).succeed(Successor(NEXT, {"name_en": "Next"}, user))


def test_the_former_mandate_ends_on_the_day_before(running: Mandate, secretariat: User) -> None:
    following = account("next@hub.example")

    answer = client_of(secretariat).post(
        f"/en/committee/mandates/{running.pk}/successor/", typed(account=following.email)
    )

    handover = Handover.objects.get()
    running.refresh_from_db()
    assert answer.headers["Location"].endswith(f"/committee/handovers/{handover.pk}/")
    assert (running.ends_on, handover.successor.starts_on) == (NEXT - timedelta(days=1), NEXT)
    assert (handover.successor.name_kk, handover.successor.user, handover.successor.seat) == (
        "Айдана Осмонова",
        following,
        running.seat,
    )
    assert {letter.address for letter in Letter.objects.filter(kind="handover_begun")} == {
        "former@hub.example",
        "next@hub.example",
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name_kk": ""}, "name in one language"),
        ({"first_day": "31.02.2027"}, "valid date"),
        ({"first_day": "01.01.2020"}, "lies before"),
        ({"account": "nobody@hub.example"}, "no account"),
        ({"account": "not an address"}, "valid email"),
        ({"name_en": "x" * 201}, "at most 200"),
    ],
)
def test_bad_input_is_said_and_stays_typed(
    fields: dict[str, str], said: str, running: Mandate, secretariat: User
) -> None:
    answer = client_of(secretariat).post(
        f"/en/committee/mandates/{running.pk}/successor/", typed(position_en="Stays typed", **fields)
    )

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Stays typed" in answer.content.decode()
    assert (Mandate.objects.count(), Handover.objects.count()) == (1, 0)


def test_an_office_is_passed_on_once(running: Mandate, secretariat: User) -> None:
    client, address = client_of(secretariat), f"/en/committee/mandates/{running.pk}/successor/"
    client.post(address, typed())

    again = client.post(address, typed())

    assert (again.status_code, Mandate.objects.count()) == (409, 2)
    assert "passed on already" in again.content.decode()


def test_only_the_secretariat_passes_an_office_on(running: Mandate) -> None:
    for role in (Role.COMMITTEE, Role.EDITOR, Role.FOCAL_POINT):
        other = person(role)
        assert other is not None
        assert client_of(other).get(f"/en/committee/mandates/{running.pk}/successor/").status_code == 403
        with override("en"), pytest.raises(WorkflowError, match="Secretariat"):
            begun(running, other)


def test_the_checklist_is_for_the_two_and_the_secretariat(running: Mandate, secretariat: User) -> None:
    following = account("next@hub.example")
    handover = begun(running, secretariat, following)
    address = f"/en/committee/handovers/{handover.pk}/"
    assert running.user is not None

    for user in (running.user, following, secretariat):
        assert client_of(user).get(address).status_code == 200
    assert client_of(account("stranger@hub.example")).get(address).status_code == 404
    assert client_of(account("stranger2@hub.example")).post(f"{address}papers/", {"done": "yes"}).status_code == 404


def test_steps_are_ticked_and_taken_back(running: Mandate, secretariat: User) -> None:
    handover = begun(running, secretariat)
    assert running.user is not None
    client, address = client_of(running.user), f"/en/committee/handovers/{handover.pk}/"

    for _press in range(2):
        client.post(f"{address}papers/", {"done": "yes"})
    assert [(item.step, item.done_by) for item in handover.items.all()] == [("papers", running.user)]
    client.post(f"{address}papers/")
    client.post(f"{address}closed/", {"done": "yes"})
    client.post(f"{address}nonsense/", {"done": "yes"})

    assert handover.items.count() == 0


def test_accounts_become_and_cease_to_be_members(running: Mandate, secretariat: User) -> None:
    following = account("next@hub.example")
    handover = begun(running, secretariat, following)
    former: Any = running.user
    former.groups.set(person(Role.COMMITTEE).groups.all())  # type: ignore[union-attr]  # a role that has a person
    flow = HandoverWorkflow(handover, secretariat)

    flow.tick(HandoverStep.ACCESS, is_done=True)
    flow.tick(HandoverStep.CLOSED, is_done=True)

    assert User.objects.get(pk=following.pk).has_role(Role.COMMITTEE)
    assert not User.objects.get(pk=former.pk).has_role(Role.COMMITTEE)


def test_who_holds_another_office_keeps_the_access(running: Mandate, secretariat: User) -> None:
    former: Any = running.user
    mandate(None, Office.VICE_CHAIR, user=former)
    former.groups.set(person(Role.COMMITTEE).groups.all())  # type: ignore[union-attr]  # a role that has a person
    handover = begun(running, secretariat)

    HandoverWorkflow(handover, secretariat).tick(HandoverStep.CLOSED, is_done=True)

    assert User.objects.get(pk=former.pk).has_role(Role.COMMITTEE)


def test_a_mandate_that_has_ended_is_not_passed_on(secretariat: User) -> None:
    ended = mandate(seat(country("KG")), ends_on=date(2025, 1, 1))

    with override("en"):
        assert "has ended" in str(MandateWorkflow(ended, secretariat).may_succeed().reason)
