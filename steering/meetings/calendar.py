"""Meetings for calendar programs (RFC 5545): one meeting as a file, and the private feed of a person."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as CalendarEvent

from publishing.languages import Text, read

from ..access import is_of_committee
from ..models import CalendarFeed, Meeting
from .enums import MeetingState

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
TOKEN_BYTES: Final = 32
REFRESH: Final = timedelta(hours=6)
"""How often a calendar program is asked to look again."""
STATUS: Final = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}
"""What calendars call the state; everything else is confirmed."""


def calendar_of(meetings: Iterable[Meeting], user: Any, order: Sequence[str], origin: str, name: str = "") -> bytes:
    """The meetings as a calendar, texts in the reader's languages; `name` for a feed.

    The link to take part is only for the Committee. Time zones are written out, so that every program shows the hour.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(origin).hostname}//Steering Committee//{order[0].upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    shows_link = is_of_committee(user)
    for meeting in meetings:
        calendar.add_component(_event(meeting, order, origin, shows_link=shows_link))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def new_feed(user: Any) -> str:
    """A new private address for the person, the only time that its secret is known; the former one ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"digest": digest_of(token), "made_at": timezone.now()}
    try:
        with transaction.atomic():
            CalendarFeed.objects.update_or_create(user=user, defaults=values)
    except IntegrityError:  # pressed twice at once: the later press counts
        CalendarFeed.objects.filter(user=user).update(**values)
    return token


def revoke_feed(user: Any) -> None:
    """End the private address; what was read by it stays with whoever read it."""
    CalendarFeed.objects.filter(user=user).delete()


def owner_of(token: str) -> Any:
    """The account whose private address holds this secret, if it is open; else None. One query."""
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest_of(token), user__is_active=True).first()
    return feed.user if feed is not None else None


def digest_of(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _event(meeting: Meeting, order: Sequence[str], origin: str, *, shows_link: bool) -> CalendarEvent:
    title, place = read(meeting, "title", order), read(meeting, "place", order)
    address = origin + meeting.get_absolute_url()
    event = CalendarEvent()
    event.add("uid", f"meeting-{meeting.uid}@{urlsplit(origin).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", meeting.local_start)
    event.add("dtend", meeting.local_end)
    event.add("status", STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    event.add("summary", _summary(meeting, title), parameters={"LANGUAGE": title.language})
    if place:
        event.add("location", place.value, parameters={"LANGUAGE": place.language})
    lines = [address]
    if shows_link and meeting.link:
        lines.insert(0, _("Link to take part: %(link)s") % {"link": meeting.link})
    if meeting.is_demonstration:
        lines.insert(0, _("Demonstration: this meeting is invented."))
    event.add("description", "\n".join(lines))
    event.add("url", address)
    return event


def _summary(meeting: Meeting, title: Text) -> str:
    words = {"number": meeting.number, "title": title.value}
    if meeting.state == MeetingState.CANCELLED:
        return _("Cancelled: Steering Committee, meeting %(number)d: %(title)s") % words
    return _("Steering Committee, meeting %(number)d: %(title)s") % words
