"""Meetings in calendar programs, and times by everybody's own clock."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from icalendar import Calendar

from members.models import User
from steering.meetings.enums import MeetingState
from steering.meetings.workflow import MeetingWorkflow
from steering.models import CalendarFeed, ChosenZone, Meeting
from steering.templatetags.zones import in_zone, moment
from steering.time_zones import shown_in, zone_of, zone_of_country
from tests.factories.members import account
from tests.factories.steering_meetings import STARTS, meeting, member
from tests.steering.meetings.conftest import ClientOf

pytestmark = pytest.mark.django_db


def events(content: bytes) -> list[Any]:
    """The events as a calendar program reads them."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def feed_of(client: Client) -> str:
    """The path of a new private address."""
    client.post("/en/committee/calendar/make/")
    page = client.get("/en/committee/calendar/").content.decode()
    return "/en" + page.split("<code>")[1].split("</code>")[0].split("/en", 1)[1]


def test_a_calendar_shows_the_hour_of_the_place_with_its_zone(client: Client) -> None:
    found = meeting(state=MeetingState.CONVENED, time_zone="Europe/Berlin", title_en="Budget, rules; “all”\nand more")

    answer = client.get(f"/en/committee/meetings/{found.number}/meeting.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    event = events(answer.content)[0]
    start = event.decoded("dtstart")
    assert (start.astimezone(UTC), start.hour) == (STARTS, 6)
    assert b"TZID:Europe/Berlin" in answer.content
    assert b"BEGIN:VTIMEZONE" in answer.content
    assert str(event["summary"]).endswith("Budget, rules; “all”\nand more")
    assert (str(event["status"]), int(event["sequence"]), str(event["location"])) == ("CONFIRMED", 0, "Astana")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_the_link_to_take_part_is_for_the_committee(client: Client, client_of: ClientOf) -> None:
    found = meeting(state=MeetingState.CONVENED)
    user, _place = member("KG")
    address = f"/en/committee/meetings/{found.number}/meeting.ics"

    inside = str(events(client_of(user).get(address).content)[0]["description"])

    assert "secret-room" in inside
    for path in (address, found.get_absolute_url()):
        assert b"secret-room" not in client.get(path).content
        assert b"secret-room" not in client_of(account()).get(path).content


def test_changes_and_cancellations_reach_calendars(secretariat: User, client: Client) -> None:
    found = meeting(state=MeetingState.CONVENED)
    flow = MeetingWorkflow(found, secretariat)
    address = f"/en/committee/meetings/{found.number}/meeting.ics"
    first = events(client.get(address).content)[0]

    flow.edit({"starts_at": STARTS + timedelta(minutes=30)})
    changed = events(client.get(address).content)[0]
    flow.cancel({"en": "Snow"})
    cancelled = events(client.get(address).content)[0]

    assert [int(one["sequence"]) for one in (first, changed, cancelled)] == [0, 1, 2]
    assert str(first["uid"]) == str(changed["uid"]) == str(cancelled["uid"])
    assert changed.decoded("dtstart") == STARTS + timedelta(minutes=30)
    assert (str(cancelled["status"]), str(cancelled["summary"])[:9]) == ("CANCELLED", "Cancelled")


def test_the_private_feed_needs_the_secret_and_no_cookie(client: Client, client_of: ClientOf) -> None:
    meeting(title_en="Only planned")
    meeting(state=MeetingState.CONVENED, access="committee", title_en="Closed circle")
    user, _place = member("KG")
    path = feed_of(client_of(user))

    answer = client.get(path)

    assert {str(one["summary"]).split(": ")[1] for one in events(answer.content)} == {"Only planned", "Closed circle"}
    assert (answer.headers["Cache-Control"], settings.SESSION_COOKIE_NAME in answer.cookies) == (
        "private, no-store",
        False,
    )
    assert client.get(path.replace(".ics", "x.ics")).status_code == 404
    assert client_of(user).get("/en/committee/calendar/guess.ics").status_code == 404
    token = path.rsplit("/", 1)[1].removesuffix(".ics")
    assert not CalendarFeed.objects.filter(digest__contains=token).exists()


def test_a_private_feed_is_shown_once_and_ends(client: Client, client_of: ClientOf) -> None:
    user, _place = member("KG")
    own = client_of(user)
    first = feed_of(own)
    assert "<code>" not in own.get("/en/committee/calendar/").content.decode()
    second = feed_of(own)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)

    own.post("/en/committee/calendar/revoke/")
    assert client.get(second).status_code == 404


def test_who_loses_the_office_or_the_account_sees_no_more(client: Client, client_of: ClientOf) -> None:
    meeting(state=MeetingState.CONVENED, access="committee")
    user, _place = member("KG")
    path = feed_of(client_of(user))
    assert len(events(client.get(path).content)) == 1

    user.groups.clear()
    assert events(client.get(path).content) == []
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_times_are_those_of_the_choice_then_of_the_seat_then_of_the_hub() -> None:
    user, _place = member("JP")
    assert zone_of(user).key == "Asia/Tokyo"
    ChosenZone.objects.create(user=user, time_zone="America/New_York")
    assert zone_of(User.objects.get(pk=user.pk)).key == "America/New_York"
    assert zone_of(account()).key == zone_of(AnonymousUser()).key == "Asia/Almaty"
    assert shown_in(User.objects.get(pk=user.pk), STARTS).hour == 0


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("KZ", "Asia/Almaty"),
        ("ru", "Europe/Moscow"),
        ("KG", "Asia/Bishkek"),
        ("US", "America/New_York"),
        ("ZZ", "Asia/Almaty"),
    ],
)
def test_a_country_has_the_zone_of_its_capital(code: str, zone: str) -> None:
    assert zone_of_country(code) == ZoneInfo(zone)


def test_a_template_prints_a_moment_by_any_clock() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert in_zone(at, "Asia/Tokyo").hour == 7
    assert in_zone(None, "Asia/Tokyo") == ""
    assert "(Asia/Tokyo, UTC+09:00)" in moment(at, "Asia/Tokyo")
    assert moment(None, "Asia/Tokyo") == ""


def test_a_person_chooses_a_zone_and_takes_it_back(client_of: ClientOf) -> None:
    user, _place = member("JP")
    client, address = client_of(user), "/en/committee/calendar/zone/"

    wrong = client.post(address, {"time_zone": "Mars/Olympus"})
    assert (wrong.status_code, ChosenZone.objects.count()) == (200, 0)
    client.post(address, {"time_zone": "Europe/Paris"})
    assert "Times are shown to you in: Europe/Paris." in client.get("/en/committee/calendar/").content.decode()
    client.post(address, {"time_zone": ""})

    assert not ChosenZone.objects.exists()
    assert Meeting.objects.count() == 0
