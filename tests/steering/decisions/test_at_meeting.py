"""Decisions in the room: while the meeting is open, by those who are there, with a quorum; and what is sealed can be verified."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from publishing.workflow import WorkflowError
from steering.decisions.enums import Choice, Way
from steering.decisions.workflow import DecisionWorkflow
from steering.desk.duties import duties_of
from steering.desk.news import news_for
from steering.meetings.enums import AttendanceState, MeetingState
from steering.models import Attendance, Decision, Meeting
from tests.factories.steering_decisions import Members, closed, committee, draft, opened, say
from tests.factories.steering_meetings import item, meeting, there

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> Members:
    return committee()


@pytest.fixture
def held() -> Meeting:
    now = timezone.now()
    return meeting(state=MeetingState.OPEN, starts_at=now, ends_at=now + timedelta(hours=2), opened_at=now)


def refused(call, match: str) -> None:
    with override("en"), pytest.raises(WorkflowError, match=match):
        call()


def test_a_decision_is_taken_by_those_in_the_room(members: Members, held: Meeting) -> None:
    decision = draft(members.secretariat, way=Way.AT_MEETING, agenda_item=item(held))
    flow = DecisionWorkflow(decision, members.secretariat)
    decision = flow.open()
    there(held, members.seats[0])
    refused(flow.close, "1 more needed")
    refused(lambda: say(decision, members.seats[1], members.delegates[1]), "neither present nor represented")

    there(held, members.seats[1], AttendanceState.REPRESENTED)
    say(decision, members.seats[0], members.delegates[0])
    say(decision, members.seats[1], members.secretariat, Choice.ABSTAIN)  # by show of hands
    record = flow.close().record

    assert record is not None
    assert {name: record[name] for name in ("outcome", "present", "quorum", "agree", "abstained", "silent")} == {
        "outcome": "adopted", "present": 2, "quorum": 2, "agree": 1, "abstained": 1, "silent": 1,
    }  # fmt: skip


def test_who_has_left_takes_no_position_and_leaves_the_quorum(members: Members, held: Meeting) -> None:
    decision = draft(members.secretariat, way=Way.AT_MEETING, agenda_item=item(held))
    flow = DecisionWorkflow(decision, members.secretariat)
    flow.open()
    rows = [there(held, place) for place in members.seats[:2]]
    Attendance.objects.filter(pk=rows[1].pk).update(state=AttendanceState.LEFT, left_at=timezone.now())

    refused(lambda: say(decision, members.seats[1], members.delegates[1]), "neither present")
    refused(flow.close, "1 more needed")


def test_outside_of_an_open_meeting_nothing_is_decided(members: Members, held: Meeting) -> None:
    decision = draft(members.secretariat, way=Way.AT_MEETING, agenda_item=item(held))
    there(held, members.seats[0])
    flow = DecisionWorkflow(decision, members.secretariat)
    flow.open()
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.CLOSED, closed_at=timezone.now())

    refused(lambda: say(decision, members.seats[0], members.delegates[0]), "meeting is not open")
    refused(flow.close, "meeting is not open")
    refused(
        DecisionWorkflow(
            draft(members.secretariat, way=Way.AT_MEETING, agenda_item=decision.agenda_item), members.secretariat
        ).open,
        "meeting is not open",
    )


def test_a_touched_decision_is_found_by_the_verification(members: Members, capsys: pytest.CaptureFixture[str]) -> None:
    decision = closed(members)
    call_command("verify_record")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE steering_position DISABLE TRIGGER USER")
        cursor.execute("UPDATE steering_position SET choice = 'abstain' WHERE decision_id = %s", [decision.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE steering_position ENABLE TRIGGER USER")

    with pytest.raises((CommandError, SystemExit)):
        call_command("verify_record")
    assert "positions" in "".join(capsys.readouterr())


def test_the_desk_tells_what_waits_for_a_seat_and_what_happened(members: Members) -> None:
    before = timezone.now()
    decision = opened(members)
    place, delegate = members.seats[0], members.delegates[0]

    assert [(duty.url, duty.due, duty.seat) for duty in duties_of(delegate, [place])] == [
        (f"{decision.get_absolute_url()}#position", decision.deadline_at, place)
    ]
    say(decision, place, delegate)
    assert duties_of(delegate, [place]) == []
    say(decision, place, members.alternate, Choice.ABSTAIN)
    assert len(duties_of(delegate, [place])) == 1
    with override("en"):
        assert [news.what for news in news_for(delegate, before)] == ["open for positions"]
    assert Decision.objects.count() == 1


def test_the_page_of_a_decision_in_the_room_costs_twelve_queries_at_most(
    members: Members, held: Meeting, client: Client
) -> None:
    decision = draft(members.secretariat, way=Way.AT_MEETING, agenda_item=item(held))
    DecisionWorkflow(decision, members.secretariat).open()
    for place, user in zip(members.seats, members.delegates, strict=True):
        there(held, place)
        say(decision, place, user)

    for user in (members.secretariat, members.delegates[0]):
        client.force_login(user)
        client.get(f"/en/committee/decisions/{decision.pk}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/en/committee/decisions/{decision.pk}/").status_code == 200
        assert len(asked) <= 12
