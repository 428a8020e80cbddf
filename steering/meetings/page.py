"""What the pages of a meeting show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.languages import Text
from publishing.workflow import Answer

from ..models import AgendaItem, Attendance, Mandate, Meeting, Minutes, Seat
from ..seats.membership import Membership, Place, membership_on
from .agenda import AgendaWorkflow
from .attendance import choices_of, own_mandates
from .enums import COURSE, AttendanceState, MeetingState
from .minutes_workflow import MinutesWorkflow
from .quorum import Quorum
from .workflow import MeetingWorkflow

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the course of a meeting: reached, where it stands, or still to come."""

    label: Any
    is_reached: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that the Secretariat can do now or, with the reason, cannot; `is_page` where a form comes first."""

    name: str
    url: str
    answer: Answer
    is_page: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A seat on the page of attendance."""

    place: Place
    attendance: Attendance | None

    @property
    def name(self) -> Text:
        """The name of the seat."""
        return self.place.name

    @property
    def speakers(self) -> list[Mandate]:
        """Who may speak for it: the delegate, then the alternates."""
        delegate = [self.place.delegate] if self.place.delegate else []
        return [*delegate, *self.place.alternates]


@dataclass(frozen=True, slots=True)
class Roll:
    """Who takes part in a meeting, seat by seat, and whether they can decide."""

    members: list[Row]
    observers: list[Row]
    quorum: Quorum


def meeting_of(request: HttpRequest, number: int) -> Meeting:
    """The meeting of this number, if this person may see it; else 404."""
    found: Meeting = get_object_or_404(Meeting.objects.visible_to(request.user), number=number)
    return found


def item_of(request: HttpRequest, meeting: Meeting, number: int, **columns: Any) -> AgendaItem:
    """The item of this number with these columns beside it, if this person may see it; else 404."""
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting).select_related("seat__country")
    item: AgendaItem = get_object_or_404(items.annotate(**columns), number=number)
    item.meeting = meeting
    return item


def minutes_of(request: HttpRequest, meeting: Meeting) -> Minutes:
    """The minutes of the meeting, if this person may see them; else 404."""
    minutes: Minutes = get_object_or_404(
        Minutes.objects.visible_to(request.user).select_related("decision", "adopted_by"), meeting=meeting
    )
    minutes.meeting = meeting
    return minutes


def steps_of(meeting: Meeting) -> list[Step]:
    """The course of the meeting; a cancelled one went no further than where it stood."""
    if meeting.state == MeetingState.CANCELLED:
        reached = [MeetingState.PLANNED, *([MeetingState.CONVENED] if meeting.convened_at else [])]
        return [*(Step(state.label, True, False) for state in reached), Step(MeetingState.CANCELLED.label, True, True)]
    here = COURSE.index(MeetingState(meeting.state))
    return [Step(state.label, place <= here, place == here) for place, state in enumerate(COURSE)]


def roll_of(meeting: Meeting, order: Sequence[str], user: Any) -> Roll:
    """Who takes part, for a member of the Committee; five queries."""
    membership = membership_on(meeting.day, order, user)
    rows = Attendance.objects.visible_to(user).filter(meeting=meeting).select_related("mandate", "noted_by")
    noted = {row.seat_id: row for row in rows}
    members, observers = (_rows(places, noted) for places in (membership.members, membership.observers))
    return Roll(members, observers, _quorum(membership, members))


def deeds_of(meeting: Meeting, user: Any) -> list[Deed]:
    """What the Secretariat can do with the meeting as it stands; what lies behind it is left out."""
    flow, agenda, minutes = (
        MeetingWorkflow(meeting, user),
        AgendaWorkflow(meeting, user),
        MinutesWorkflow(meeting, user),
    )
    number = [meeting.number]
    state = meeting.state
    found = []
    if meeting.is_before or state == MeetingState.OPEN:
        found.append(Deed(_("Change the meeting"), reverse("committee:meeting_edit", args=number), flow.may_edit()))
        found.append(Deed(_("Add an item"), reverse("committee:item_add", args=number), agenda.may_add()))
    if state == MeetingState.PLANNED:
        found.append(Deed(_("Convene"), reverse("committee:meeting_convene", args=number), flow.may_convene()))
    if state == MeetingState.CONVENED:
        found.append(
            Deed(_("Open the meeting"), reverse("committee:meeting_open", args=number), flow.may_open(), False)
        )
    if state == MeetingState.OPEN:
        found.append(
            Deed(_("Close the meeting"), reverse("committee:meeting_close", args=number), flow.may_close(), False)
        )
    if meeting.is_before:
        found.append(Deed(_("Cancel the meeting"), reverse("committee:meeting_cancel", args=number), flow.may_cancel()))
    if state == MeetingState.CLOSED:
        found.append(
            Deed(_("Draft the minutes"), reverse("committee:minutes_draft", args=number), minutes.may_draft(), False)
        )
    return found


def own_places(meeting: Meeting, user: Any) -> list[tuple[Seat, tuple[AttendanceState, ...]]]:
    """The seats for which this person can register now, with what they can say; one query."""
    return [
        (mandate.seat, choices)
        for mandate in own_mandates(meeting, user)
        if mandate.seat is not None and (choices := choices_of(meeting, mandate))
    ]


def crumbs_of(meeting: Meeting | None = None, *, item: AgendaItem | None = None, minutes: bool = False) -> Crumbs:
    """The way to a page below the meetings."""
    crumbs: Crumbs = [
        (reverse("committee:home"), _("Steering Committee")),
        (reverse("committee:meetings"), _("Meetings")),
    ]
    if meeting is not None:
        crumbs.append((meeting.get_absolute_url(), _("Meeting %(number)d") % {"number": meeting.number}))
    if item is not None:
        crumbs.append((item.get_absolute_url(), _("Item %(number)d") % {"number": item.number}))
    if minutes and meeting is not None:
        crumbs.append((reverse("committee:minutes", args=[meeting.number]), _("Minutes")))
    return crumbs


def _rows(places: Iterable[Place], noted: dict[int, Attendance]) -> list[Row]:
    return [Row(place, noted.get(place.seat.pk)) for place in places]


def _quorum(membership: Membership, members: Sequence[Row]) -> Quorum:
    present = sum(row.attendance is not None and row.attendance.is_there for row in members)
    return Quorum(present, len(members), membership.quorum)
