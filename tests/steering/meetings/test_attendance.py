"""Who is there, and whether the Committee can decide."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from members.models import User
from publishing.workflow import WorkflowError
from steering.meetings.attendance import AttendanceWorkflow
from steering.meetings.enums import AttendanceState, MeetingState
from steering.meetings.quorum import quorum_of
from steering.models import Attendance, Meeting, RulesOfProcedure, Seat
from steering.seats.enums import Office
from tests.factories.members import country
from tests.factories.steering import mandate, rules, seat
from tests.factories.steering_meetings import STARTS, meeting, member, there
from tests.steering.meetings.conftest import ClientOf

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 10, 5, 30, tzinfo=UTC)


@pytest.fixture
def running() -> Meeting:
    return meeting(state=MeetingState.OPEN, opened_at=STARTS)


def seats(*codes: str) -> list[Seat]:
    return [seat(country(code)) for code in codes]


def test_the_quorum_says_how_many_are_missing(running: Meeting, in_force: RulesOfProcedure) -> None:
    places = seats("KG", "UZ", "TJ", "TM")
    observer = seat(None)
    seat(country("MN"), until=STARTS.date() - timedelta(days=1))
    there(running, observer)
    there(running, places[0])
    there(running, places[1], AttendanceState.REPRESENTED)
    there(running, places[2], AttendanceState.LEFT, left_at=STARTS)

    with override("en"):
        before = quorum_of(running)
        assert (before.present, before.members, before.needed, before.is_reached) == (2, 4, 3, False)
        assert before.reason == "2 of 4 member seats present or represented; 1 more needed."
    with override("ru"):
        assert before.reason == "Присутствует или представлено 2 из 4 мест членов; нужно ещё 1."
    there(running, places[3])

    assert quorum_of(running).is_reached
    with override("en"):
        assert quorum_of(running).reason == "3 of 4 member seats present or represented; 3 needed."


def test_without_rules_or_seats_nothing_can_be_decided(running: Meeting) -> None:
    with override("en"):
        assert "No rules of procedure" in quorum_of(running).reason
        rules()
        assert "no member seats" in quorum_of(running).reason
        assert not quorum_of(running).is_reached


def test_the_rules_are_those_of_the_day_of_the_meeting(running: Meeting, in_force: RulesOfProcedure) -> None:
    places = seats("KG", "UZ")
    rules(in_force_from=running.day + timedelta(days=1), quorum_percent=0, quorum_is_exceeded=False)
    there(running, places[0])

    assert (quorum_of(running).needed, quorum_of(running).is_reached) == (2, False)


@time_machine.travel(NOW, tick=False)
def test_the_secretary_notes_who_is_there_live(
    running: Meeting, in_force: RulesOfProcedure, secretariat: User, client_of: ClientOf
) -> None:
    place = seats("KG")[0]
    alternate = mandate(place, Office.ALTERNATE)
    client, page = client_of(secretariat), f"/en/committee/meetings/{running.number}/attendance/"
    note = f"{page}{place.pk}/"
    assert "0 of 1 member seat present" in client.get(page).content.decode()

    client.post(note, {"state": "represented", "mandate": alternate.pk, "at": "10:05"})
    assert "The quorum is reached" in client.get(page).content.decode()
    row = Attendance.objects.get()
    assert (row.mandate, row.noted_by, row.arrived_at) == (
        alternate,
        secretariat,
        datetime(2026, 12, 10, 5, 5, tzinfo=UTC),
    )
    client.post(note, {"state": "left", "at": "10:20"})
    client.post(note, {"state": "present"})

    row.refresh_from_db()
    assert (row.state, row.arrived_at, row.left_at) == ("present", NOW, None)
    history: list[str] = list(row.history.order_by("pk").values_list("state", flat=True))
    assert history == ["represented", "left", "present"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"state": "left"}, "cannot leave"),
        ({"state": "announced"}, "cannot be said"),
        ({"state": "nonsense"}, "cannot be said"),
        ({"state": "present", "at": "half past"}, "09:30"),
        ({"state": "present", "at": "23:59"}, "has not come"),
        ({"state": "a\x00b"}, "09:30"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_what_does_not_fit_is_said(
    data: dict[str, str], said: str, running: Meeting, secretariat: User, client_of: ClientOf
) -> None:
    place = seats("KG")[0]

    answer = client_of(secretariat).post(
        f"/en/committee/meetings/{running.number}/attendance/{place.pk}/", data, follow=True
    )

    assert said in answer.content.decode()
    assert not Attendance.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_who_speaks_for_a_seat_registers_it(running: Meeting, client_of: ClientOf) -> None:
    delegate, place = member("KG")
    alternate, _place = member("KG", Office.ALTERNATE, place)
    other, foreign = member("UZ")
    address = f"/en/committee/meetings/{running.number}/attendance/{place.pk}/own/"

    client_of(alternate).post(address, {"state": "represented"})
    assert (Attendance.objects.get().state, Attendance.objects.get().mandate.user) == ("represented", alternate)  # type: ignore[union-attr]  # it was noted
    client_of(delegate).post(address, {"state": "represented"})
    assert Attendance.objects.get().mandate.user == alternate  # type: ignore[union-attr]  # a delegate is present, not represented
    client_of(delegate).post(address, {"state": "present"})
    client_of(delegate).post(address, {"state": "present"})

    assert Attendance.objects.get().mandate.user == delegate  # type: ignore[union-attr]  # it was noted
    assert client_of(other).post(address, {"state": "left"}).status_code == 403
    assert Attendance.objects.get(seat=place).state == "present"
    assert Client().post(address, {"state": "left"}).status_code == 302
    assert foreign != place


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (MeetingState.PLANNED, "once the meeting is convened"),
        (MeetingState.CLOSED, "until it is closed"),
        (MeetingState.CANCELLED, "once the meeting is convened"),
    ],
)
def test_one_registers_from_the_convening_to_the_end(state: str, said: str) -> None:
    user, place = member("KG")
    found = meeting(state=state, opened_at=STARTS, closed_at=STARTS, cancelled_at=STARTS)

    with override("en"), pytest.raises(WorkflowError, match=said):
        AttendanceWorkflow(found, place, user).register("present")


def test_before_the_meeting_one_says_who_will_come(secretariat: User, client_of: ClientOf) -> None:
    found = meeting(state=MeetingState.CONVENED)
    user, place = member("KG")
    client_of(user).post(f"/en/committee/meetings/{found.number}/attendance/{place.pk}/own/", {"state": "announced"})

    assert Attendance.objects.get().state == "announced"
    assert quorum_of(found).present == 0
    assert "Will attend" in client_of(secretariat).get(
        f"/en/committee/meetings/{found.number}/attendance/"
    ).content.decode()  # fmt: skip


def test_somebody_who_speaks_for_another_seat_is_not_noted(running: Meeting, secretariat: User) -> None:
    place, other = seats("KG", "UZ")
    foreign = mandate(other)

    with override("en"), pytest.raises(WorkflowError, match="does not speak"):
        AttendanceWorkflow(running, place, secretariat).note("present", foreign)


@time_machine.travel(NOW, tick=False)
def test_the_speaker_is_the_usual_one_unless_named(running: Meeting, secretariat: User) -> None:
    place = seats("KG")[0]
    delegate = mandate(place)
    alternate = mandate(place, Office.ALTERNATE)
    former = mandate(place, Office.ALTERNATE, ends_on=running.day - timedelta(days=1))
    flow = AttendanceWorkflow(running, place, secretariat)

    assert flow.note("present").mandate == delegate
    assert flow.note("represented").mandate == alternate
    assert (flow.note("present", alternate).state, flow.note("left").mandate) == ("represented", alternate)
    with override("en"), pytest.raises(WorkflowError, match="does not speak"):
        flow.note("present", former)
    mandate(place, Office.ALTERNATE)
    assert flow.note("represented").mandate is None
