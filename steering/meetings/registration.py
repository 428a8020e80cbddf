"""What meetings tell the rest of the portal: letters, what awaits a seat, what happened, what is sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import letters
from publishing.gathering import Asking
from publishing.languages import Text, text_of

from ..access import may_run
from ..desk import duties, news
from ..desk.duties import Duty, DutyKind
from ..desk.news import News
from ..models import Attendance, Meeting, Minutes, Seat
from ..record import registry
from ..record.enums import RecordKind
from . import sealing
from .enums import MeetingState

MOST_NEWS = 50


def register() -> None:
    """Let meetings write letters, stand on desks and be checked by the record."""
    letters.register_kind("meeting_convened", gettext_lazy("A meeting of the Committee is convened"), needs_action=True)
    letters.register_kind("meeting_changed", gettext_lazy("A meeting of the Committee has changed"), needs_action=True)
    letters.register_kind(
        "meeting_cancelled", gettext_lazy("A meeting of the Committee is cancelled"), needs_action=True
    )
    letters.register_kind(
        "minutes_circulated", gettext_lazy("Minutes are circulated for corrections"), needs_action=True
    )
    letters.register_kind("minutes_adopted", gettext_lazy("Minutes are adopted"))
    duties.register("meetings", duties_of)
    news.register("meetings", news_for)
    registry.register(RecordKind.MINUTES, Minutes, sealing.content_of, due=Minutes.objects.adopted)


def duties_of(user: Any, seats: Sequence[Seat]) -> Asking[list[Duty]]:
    """What meetings await of a person: to say whether their seat comes, to read circulated minutes.

    Of the Secretariat: the next step of every meeting.
    """
    found: list[Duty] = []
    states = [MeetingState.CONVENED, MeetingState.CIRCULATED]
    if may_run(user):
        states = [MeetingState.CLOSED, MeetingState.MINUTES_DRAFTED, *states]
    meetings, minutes, attendance = yield (
        Meeting.objects.visible_to(user).filter(state__in=states).order_by("starts_at", "pk"),
        Minutes.objects.filter(meeting__state=MeetingState.CIRCULATED),
        Attendance.objects.filter(meeting__state=MeetingState.CONVENED, seat__in=[seat.pk for seat in seats]),
    )
    told = {(row.meeting_id, row.seat_id) for row in attendance}
    until_when = {row.meeting_id: row.corrections_until for row in minutes}
    for meeting in meetings:
        until = until_when.get(meeting.pk)
        for seat in seats:
            if meeting.state == MeetingState.CONVENED and (meeting.pk, seat.pk) not in told and _sits(seat, meeting):
                found.append(
                    Duty(_title(meeting), meeting.get_absolute_url(), meeting.starts_at, DutyKind.ATTENDANCE, seat)
                )
            elif meeting.state == MeetingState.CIRCULATED and _is_open_for_corrections(until) and _sits(seat, meeting):
                found.append(Duty(_title(meeting), _minutes(meeting), until, DutyKind.CORRECTION, seat))
        if may_run(user) and (duty := _business(meeting, until)):
            found.append(duty)
    return found


def news_for(user: Any, since: datetime) -> Asking[list[News]]:
    """What happened to meetings and minutes since a moment, that this person may see."""
    found: list[News] = []
    rule = Q(convened_at__gt=since) | Q(cancelled_at__gt=since, convened_at__isnull=False) | Q(closed_at__gt=since)
    of_minutes = Q(circulated_at__gt=since) | Q(adopted_at__gt=since) | Q(released_at__gt=since)
    meetings, rows = yield (
        Meeting.objects.visible_to(user).filter(rule).order_by("-changed_at")[:MOST_NEWS],
        Minutes.objects.visible_to(user).filter(of_minutes).select_related("meeting").order_by("-pk")[:MOST_NEWS],
    )
    for meeting in meetings:
        told = (
            (meeting.convened_at, _("convened")),
            (meeting.cancelled_at, _("cancelled")),
            (meeting.closed_at, _("held")),
        )
        found += [News(at, _title(meeting), meeting.get_absolute_url(), what) for at, what in told if at and at > since]
    for minutes in rows:
        told = (
            (minutes.circulated_at, _("minutes circulated")),
            (minutes.adopted_at, _("minutes adopted")),
            (minutes.released_at, _("minutes released")),
        )
        url = _minutes(minutes.meeting)
        found += [News(at, _title(minutes.meeting), url, what) for at, what in told if at and at > since]
    return sorted(found, key=lambda one: one.when, reverse=True)[:MOST_NEWS]


def _business(meeting: Meeting, until: datetime | None) -> Duty | None:
    """The next step of a meeting, for the Secretariat."""
    if meeting.state in {MeetingState.CLOSED, MeetingState.MINUTES_DRAFTED}:
        url = _minutes(meeting) if meeting.state == MeetingState.MINUTES_DRAFTED else meeting.get_absolute_url()
        return Duty(_title(meeting), url, None, DutyKind.BUSINESS)
    if meeting.state == MeetingState.CIRCULATED and not _is_open_for_corrections(until):
        return Duty(_title(meeting), _minutes(meeting), None, DutyKind.BUSINESS)
    return None


def _is_open_for_corrections(until: datetime | None) -> bool:
    return until is not None and timezone.now() <= until


def _sits(seat: Seat, meeting: Meeting) -> bool:
    return seat.since <= meeting.day and (seat.until is None or seat.until >= meeting.day)


def _title(meeting: Meeting) -> Text:
    title = text_of(meeting, "title")
    words = _("Meeting %(number)d: %(title)s") % {"number": meeting.number, "title": title.value}
    return Text(words, title.language, title.wanted)


def _minutes(meeting: Meeting) -> str:
    return reverse("committee:minutes", args=[meeting.number])
