"""A meeting from its plan to its end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from members.enums import Role
from members.models import User
from publishing.models import Letter
from publishing.workflow import WorkflowError
from steering.meetings.agenda import AgendaWorkflow
from steering.meetings.enums import MeetingState
from steering.meetings.workflow import MeetingWorkflow
from steering.models import Action, Meeting, RulesOfProcedure
from tests.factories.steering_meetings import STARTS, item, meeting, member
from tests.steering.meetings.conftest import ClientOf
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
IN_TIME = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
TOO_LATE = datetime(2026, 12, 8, 6, 0, tzinfo=UTC)


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "number": "7", "title_kk": "Отырыс", "day": "10.12.2026", "begins": "10:00", "last_day": "10.12.2026",
        "ends": "13:00", "time_zone": "Asia/Tokyo", "languages": ["kk", "en"], "access": "public", **fields,
    }  # fmt: skip


def values(**fields: Any) -> dict[str, Any]:
    return {"kind": "discussion", "proposer": "secretariat", "seat": None, "title_en": "Late subject", **fields}


def test_a_meeting_is_planned_in_the_time_of_its_place(secretariat: User, client_of: ClientOf) -> None:
    answer = client_of(secretariat).post("/en/committee/meetings/new/", typed())

    found = Meeting.objects.get()
    assert answer.headers["Location"] == "/en/committee/meetings/7/"
    assert (found.starts_at, found.ends_at) == (
        datetime(2026, 12, 10, 1, 0, tzinfo=UTC),
        datetime(2026, 12, 10, 4, 0, tzinfo=UTC),
    )
    assert (found.state, found.languages, found.title_kk) == (MeetingState.PLANNED, ["kk", "en"], "Отырыс")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title_kk": ""}, "in one language at least"),
        ({"number": "0"}, "greater than or equal to 1"),
        ({"number": "3"}, "with this number already"),
        ({"ends": "09:00"}, "lies before the beginning"),
        ({"day": "31.02.2027"}, "valid date"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available"),
        ({"time_zone": "Europe/Berlin", "day": "28.03.2027", "begins": "02:30", "last_day": "29.03.2027"}, "no such hour"),
        ({"link": "javascript:alert(1)"}, "valid URL"),
        ({"title_en": "a\x00b"}, "Null characters"),
        ({"title_en": "x" * 301}, "at most 300"),
    ],
)  # fmt: skip
def test_bad_input_is_said_and_stays_typed(
    fields: dict[str, str], said: str, secretariat: User, client_of: ClientOf
) -> None:
    meeting(number=3)

    answer = client_of(secretariat).post("/en/committee/meetings/new/", typed(place_en="Stays typed", **fields))

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Stays typed" in answer.content.decode()
    assert Meeting.objects.count() == 1


@time_machine.travel(IN_TIME, tick=False)
def test_everybody_is_told_of_the_convening_in_their_own_time(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    found = meeting()
    item(found)
    member("KG", preferred_language="en")
    member("JP", preferred_language="ru")
    person(Role.COMMITTEE)  # no mandate, no letter

    client_of(secretariat).post(f"/en/committee/meetings/{found.number}/convene/")

    found.refresh_from_db()
    letters = {letter.address.split("@")[1]: letter.text for letter in Letter.objects.filter(kind="meeting_convened")}
    assert (found.state, found.notice_reason_en) == (MeetingState.CONVENED, "")
    assert sorted(letters) == ["jp.example", "kg.example"]
    assert "Asia/Bishkek" in letters["kg.example"]
    assert "11:00" in letters["kg.example"] or "11 a.m." in letters["kg.example"]
    assert "14:00" in letters["jp.example"]


@time_machine.travel(TOO_LATE, tick=False)
def test_a_shorter_notice_needs_a_reason_that_is_shown(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    found = meeting()
    item(found)
    client, address = client_of(secretariat), f"/en/committee/meetings/{found.number}/convene/"

    refused = client.post(address)
    assert (refused.status_code, Meeting.objects.get().state) == (200, MeetingState.PLANNED)
    assert "5 working days" in refused.content.decode()
    client.post(address, {"notice_reason_en": "The budget can’t wait."})

    assert Meeting.objects.get().state == MeetingState.CONVENED
    assert "The budget can’t wait." in client_of(secretariat).get(found.get_absolute_url()).content.decode()


def test_an_empty_agenda_is_not_convened(secretariat: User, in_force: RulesOfProcedure) -> None:
    with override("en"):
        assert "no item" in str(MeetingWorkflow(meeting(), secretariat).may_convene().reason)


@pytest.mark.parametrize("state", MeetingState.values)
def test_each_step_is_possible_in_its_own_states_alone(state: str, secretariat: User) -> None:
    times = {"opened_at": STARTS, "closed_at": STARTS, "cancelled_at": STARTS}
    found = meeting(state=state, starts_at=STARTS - timedelta(days=90), ends_at=STARTS, **times)
    item(found) if state != MeetingState.ADOPTED else None
    flow = MeetingWorkflow(found, secretariat)

    allowed = {
        name
        for name, answer in (
            ("edit", flow.may_edit()), ("convene", flow.may_convene()), ("open", flow.may_open()),
            ("close", flow.may_close()), ("cancel", flow.may_cancel()),
        )
        if answer
    }  # fmt: skip

    assert allowed == {
        MeetingState.PLANNED: {"edit", "convene", "cancel"},
        MeetingState.CONVENED: {"edit", "open", "cancel"},
        MeetingState.OPEN: {"edit", "close"},
    }.get(MeetingState(state), set())


def test_nobody_but_the_secretariat_runs_a_meeting(client_of: ClientOf) -> None:
    found = meeting(state=MeetingState.CONVENED)
    user, _place = member("KG")
    client, base = client_of(user), f"/en/committee/meetings/{found.number}/"

    for step in ("edit/", "convene/", "open/", "close/", "cancel/", "items/new/", "minutes/draft/"):
        assert client.post(base + step).status_code == 403, step
    assert client.post("/en/committee/meetings/new/", typed()).status_code == 403
    with override("en"), pytest.raises(WorkflowError, match="Secretariat"):
        MeetingWorkflow(found, user).cancel({"en": "No"})


def test_a_meeting_is_opened_on_its_day_where_it_is_held(secretariat: User) -> None:
    found = meeting(state=MeetingState.CONVENED, time_zone="Asia/Tokyo")

    with time_machine.travel(datetime(2026, 12, 9, 14, 59, tzinfo=UTC), tick=False):
        assert not MeetingWorkflow(found, secretariat).may_open()
    with time_machine.travel(datetime(2026, 12, 9, 15, 1, tzinfo=UTC), tick=False):
        MeetingWorkflow(found, secretariat).open()
        with pytest.raises(WorkflowError):
            MeetingWorkflow(found, secretariat).open()


def test_who_was_invited_hears_of_changes_and_of_the_cancellation(
    secretariat: User, in_force: RulesOfProcedure
) -> None:
    found = meeting(state=MeetingState.CONVENED)
    member("KG", preferred_language="en")
    flow = MeetingWorkflow(found, secretariat)

    flow.edit({"languages": ["ru"]})
    assert Letter.objects.count() == 0
    flow.edit({"starts_at": found.starts_at - timedelta(hours=1)})
    flow.cancel({"en": "Snow"})

    found.refresh_from_db()
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == [
        "meeting_changed",
        "meeting_cancelled",
    ]
    assert "Snow" in Letter.objects.get(kind="meeting_cancelled").text
    assert (found.sequence, found.state) == (2, MeetingState.CANCELLED)


def test_an_invented_meeting_writes_to_invented_accounts_alone(secretariat: User) -> None:
    found = meeting(state=MeetingState.CONVENED, is_demonstration=True)
    member("KG")
    member("UZ", is_demonstration=True)

    MeetingWorkflow(found, secretariat).cancel({"en": "Snow"})

    assert [letter.address.split("@")[1] for letter in Letter.objects.all()] == ["uz.example"]


def test_numbers_stay_from_the_convening_on(secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf) -> None:
    found = meeting()
    first, second, third = item(found), item(found), item(found)
    client, base = client_of(secretariat), f"/en/committee/meetings/{found.number}/items/"

    client.post(f"{base}3/up/")
    client.post(f"{base}1/remove/")
    assert list(found.items.order_by("number").values_list("pk", "number")) == [(third.pk, 1), (second.pk, 2)]

    with time_machine.travel(IN_TIME, tick=False):
        MeetingWorkflow(found, secretariat).convene({})
    client.post(f"{base}2/up/")
    client.post(f"{base}1/remove/")
    late = AgendaWorkflow(found, secretariat).add(values())

    assert list(found.items.order_by("number").values_list("pk", flat=True)) == [third.pk, second.pk, late.pk]
    assert [one.is_late for one in found.items.order_by("number")] == [False, False, True]
    assert "Added after the convening" in client_of(secretariat).get(late.get_absolute_url()).content.decode()
    assert first.pk not in found.items.values_list("pk", flat=True)


def test_the_rules_say_who_proposes_a_decision(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    found = meeting()
    _user, place = member("KG")
    client, address = client_of(secretariat), f"/en/committee/meetings/{found.number}/items/new/"
    base = {"title_en": "Budget", "kind": "decision", "access": "public"}

    refused = client.post(address, {**base, "proposer": "secretariat"})
    assert "a decision is proposed by: the chair, any member" in refused.content.decode()
    assert "Name the seat" in client.post(address, {**base, "proposer": "member"}).content.decode()
    assert (
        "not of that kind" in client.post(address, {**base, "proposer": "observer", "seat": place.pk}).content.decode()
    )
    client.post(address, {**base, "proposer": "member", "seat": place.pk})

    assert [(one.proposer, one.seat) for one in found.items.all()] == [("member", place)]


def test_open_actions_come_back_and_stay_as_the_meeting_closes(
    secretariat: User, in_force: RulesOfProcedure, client_of: ClientOf
) -> None:
    before = item(meeting(starts_at=STARTS - timedelta(days=300), ends_at=STARTS - timedelta(days=299)))
    action = Action.objects.create(agenda_item=before, title_en="Write the guide", due_on=STARTS.date())
    client_of(secretariat).post("/en/committee/meetings/new/", typed(day="01.11.2026", last_day="01.11.2026"))
    found = Meeting.objects.get(number=7)
    shown = found.items.get()
    assert (shown.is_matters_arising, shown.title_ru, shown.access) == (
        True,
        "Выполнение ранее принятых решений",
        "committee",
    )

    flow = MeetingWorkflow(found, secretariat)
    flow.convene({"en": "Short"})
    flow.open()
    flow.close()
    Action.objects.filter(pk=action.pk).update(state="done", ended_at=STARTS)

    assert "Write the guide" in client_of(secretariat).get(shown.get_absolute_url()).content.decode()


def test_the_database_refuses_what_no_page_offers() -> None:
    found = meeting()
    item(found)
    wrong = [
        {"state": MeetingState.OPEN},
        {"ends_at": found.starts_at},
        {"access": "seat"},
        {"state": MeetingState.CANCELLED},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=found.pk).update(**fields)
