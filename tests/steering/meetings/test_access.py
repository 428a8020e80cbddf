"""Every page of meetings tried by everybody."""

from typing import Any

import pytest
from django.test import Client

from members.models import User
from steering.meetings.enums import MeetingState
from steering.meetings.minutes_workflow import MinutesWorkflow
from steering.models import Meeting, RulesOfProcedure
from tests.factories.members import account
from tests.factories.steering import seat
from tests.factories.steering_meetings import STARTS, circulated, item, meeting, member, there
from tests.steering.meetings.conftest import ClientOf

pytestmark = pytest.mark.django_db
WHO = ("anonymous", "registered", "member", "secretariat")
PAGES = ("", "items/1/", "meeting.ics")


def clients(secretariat: User, client_of: ClientOf) -> dict[str, Client]:
    user, _place = member("KG")
    people = {"registered": account(), "member": user, "secretariat": secretariat}
    return {"anonymous": Client(), **{name: client_of(who) for name, who in people.items()}}


@pytest.mark.parametrize(
    ("state", "access", "item_access", "expected"),
    [
        ("planned", "public", "public", {"": [404, 404, 200, 200], "items/1/": [404, 404, 200, 200]}),
        ("convened", "public", "public", {"": [200, 200, 200, 200], "items/1/": [200, 200, 200, 200]}),
        ("convened", "public", "committee", {"": [200, 200, 200, 200], "items/1/": [404, 404, 200, 200]}),
        ("convened", "registered", "public", {"": [404, 200, 200, 200], "items/1/": [404, 200, 200, 200]}),
        ("convened", "committee", "public", {"": [404, 404, 200, 200], "items/1/": [404, 404, 200, 200]}),
        ("cancelled", "public", "public", {"": [404, 404, 200, 200], "items/1/": [404, 404, 200, 200]}),
    ],
)
def test_a_meeting_is_open_by_its_level_and_its_state(
    state: str,
    access: str,
    item_access: str,
    expected: dict[str, list[int]],
    secretariat: User,
    client_of: ClientOf,
) -> None:
    found = meeting(state=state, access=access, cancelled_at=STARTS, title_en="Hidden meeting")
    item(found, access=item_access, title_en="Hidden subject")
    browsers = clients(secretariat, client_of)

    seen = {path: [browsers[who].get(found.get_absolute_url() + path).status_code for who in WHO] for path in expected}

    assert seen == expected
    for path, codes in (("", expected[""]), ("items/1/", expected["items/1/"])):
        for who, code in zip(WHO, codes, strict=True):
            where = "/en/committee/meetings/" if not path else found.get_absolute_url()
            page = browsers[who].get(where).content.decode()
            assert (("Hidden meeting" if not path else "Hidden subject") in page) == (code == 200), (path, who)
    files = [browsers[who].get(f"{found.get_absolute_url()}meeting.ics").status_code for who in WHO]
    assert files == expected[""]


def test_attendance_is_for_the_committee(secretariat: User, client_of: ClientOf) -> None:
    found = meeting(state=MeetingState.CONVENED)
    browsers = clients(secretariat, client_of)
    address = f"{found.get_absolute_url()}attendance/"

    assert [browsers[who].get(address).status_code for who in WHO] == [302, 403, 200, 200]
    assert b"member seats" not in browsers["anonymous"].get(found.get_absolute_url()).content


def test_a_member_notes_nothing_for_others(secretariat: User, client_of: ClientOf) -> None:
    found = meeting(state=MeetingState.OPEN, opened_at=STARTS)
    place = seat(None)
    browsers = clients(secretariat, client_of)
    address = f"{found.get_absolute_url()}attendance/{place.pk}/"

    assert browsers["member"].post(address, {"state": "present"}).status_code == 403
    assert browsers["registered"].post(address, {"state": "present"}).status_code == 403
    assert not found.attendance.exists()


def test_a_hidden_meeting_is_not_told_from_a_missing_one(client_of: ClientOf) -> None:
    found = meeting(access="committee", state=MeetingState.CONVENED)
    client = client_of(account())

    for path in (*PAGES, "attendance/", "minutes/", "minutes/minutes.pdf", "edit/", "items/1/edit/"):
        assert client.get(found.get_absolute_url() + path).status_code == 404, path
        assert client.get(f"/en/committee/meetings/404/{path}").status_code == 404, path
    assert client.get(f"/en/committee/meetings/{'9' * 30}/").status_code == 404


@pytest.mark.parametrize("amount", [1, 3])
def test_pages_cost_a_fixed_number_of_queries(
    amount: int,
    secretariat: User,
    in_force: RulesOfProcedure,
    client_of: ClientOf,
    django_assert_max_num_queries: Any,
) -> None:
    user, _place = member("KG")
    found = meeting(state=MeetingState.OPEN, opened_at=STARTS)
    for number, code in enumerate(("UZ", "TJ", "TM")[:amount]):
        _other, place = member(code)
        item(found, seat=place, proposer="member")
        there(found, place, mandate=place.mandates.get())
        meeting(state=MeetingState.CONVENED, number=100 + number)
    address = found.get_absolute_url()
    counts = {}
    for who, client in (("anonymous", Client()), ("member", client_of(user)), ("secretariat", client_of(secretariat))):
        for path in (
            address,
            f"{address}items/1/",
            f"{address}attendance/",
            "/en/committee/meetings/",
            "/en/committee/calendar/",
        ):
            if who == "anonymous" and path.endswith(("attendance/", "calendar/")):
                continue
            client.get(path)
            with django_assert_max_num_queries(12) as captured:
                client.get(path)
            counts[who, path.removeprefix(address)] = len(captured.captured_queries)

    assert counts == EXPECTED
    assert Meeting.objects.count() == amount + 1


EXPECTED = {
    ("anonymous", ""): 3,
    ("anonymous", "items/1/"): 4,
    ("anonymous", "/en/committee/meetings/"): 2,
    ("member", ""): 10,
    ("member", "items/1/"): 8,
    ("member", "attendance/"): 11,
    ("member", "/en/committee/meetings/"): 6,
    ("member", "/en/committee/calendar/"): 5,
    ("secretariat", ""): 10,
    ("secretariat", "items/1/"): 8,
    ("secretariat", "attendance/"): 11,
    ("secretariat", "/en/committee/meetings/"): 6,
    ("secretariat", "/en/committee/calendar/"): 5,
}
"""Queries by reader and page; whoever it is, at most 12."""


@pytest.mark.parametrize("amount", [1, 3])
def test_minutes_cost_a_fixed_number_of_queries(
    amount: int,
    secretariat: User,
    in_force: RulesOfProcedure,
    client_of: ClientOf,
    django_assert_max_num_queries: Any,
) -> None:
    user, place = member("KG")
    minutes = circulated(secretariat)
    flow = MinutesWorkflow(minutes.meeting, user)
    for number in range(amount):
        flow.correct(minutes.entries.all()[0], place, "ru", f"Текст {number}", "")
    address = f"{minutes.meeting.get_absolute_url()}minutes/"
    counts = []
    for client in (client_of(user), client_of(secretariat)):
        client.get(address)
        with django_assert_max_num_queries(12) as captured:
            client.get(address)
        counts.append(len(captured.captured_queries))

    assert counts == [11, 11]
