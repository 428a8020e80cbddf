"""What everybody may read: the list of meetings, a meeting, an item of its agenda, and the file for calendars."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from publishing.origin import origin_of
from publishing.reader import order_of

from ...access import is_of_committee, may_run
from ...models import AgendaItem, Decision, Meeting, Minutes, MinutesEntry
from ...time_zones import shown_in
from .. import matters
from ..agenda import AgendaWorkflow
from ..calendar import MEDIA_TYPE, calendar_of
from ..enums import MeetingState
from ..page import crumbs_of, deeds_of, item_of, meeting_of, own_places, steps_of
from ..quorum import quorum_of


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings to come and past ones."""
    visible = Meeting.objects.visible_to(request.user)
    upcoming, past = list(visible.upcoming()), list(visible.past())
    context = {
        "upcoming": upcoming,
        "past": past,
        "is_demonstration": any(meeting.is_demonstration for meeting in (*upcoming, *past)),
        "is_of_committee": is_of_committee(request.user),
        "may_run": may_run(request.user),
        "crumbs": crumbs_of()[:1],
    }
    return render(request, "steering/meetings/list.html", context)


@require_safe
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """A meeting: when and where, its agenda, for the Committee who is there, and how far it has come."""
    user = request.user
    own_minutes = Minutes.objects.visible_to(user).filter(meeting=OuterRef("pk"))
    found: Any = get_object_or_404(
        Meeting.objects.visible_to(user).annotate(has_minutes=Exists(own_minutes)), number=number
    )
    is_inside = is_of_committee(user)
    is_announced = found.state != MeetingState.PLANNED
    context = {
        "meeting": found,
        "steps": steps_of(found),
        "items": AgendaItem.objects.visible_to(user).filter(meeting=found).select_related("seat__country"),
        "quorum": quorum_of(found) if is_inside and is_announced else None,
        "own": own_places(found, user) if is_inside else [],
        "has_minutes": found.has_minutes,
        "deeds": deeds_of(found, user) if may_run(user) else [],
        "is_inside": is_inside,
        "has_own_clock": is_inside and shown_in(user, found.starts_at).utcoffset() != found.local_start.utcoffset(),
        "crumbs": crumbs_of(),
    }
    return render(request, "steering/meetings/meeting.html", context)


@require_safe
def agenda_item(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """An item of an agenda: what it is for, what hangs on it, what the minutes say of it."""
    found, user = meeting_of(request, number), request.user
    entry = MinutesEntry.objects.visible_to(user).filter(item=OuterRef("pk"))
    shown: Any = item_of(request, found, item, has_entry=Exists(entry))
    runs = may_run(user)
    context = {
        "meeting": found,
        "item": shown,
        "actions": matters.actions_of(shown, user) if shown.is_matters_arising else None,
        "decisions": Decision.objects.visible_to(user).filter(agenda_item=shown).order_by("pk"),
        "has_entry": shown.has_entry,
        "agenda": AgendaWorkflow(found, user) if runs else None,
        "may_run": runs,
        "crumbs": crumbs_of(found),
    }
    return render(request, "steering/meetings/item.html", context)


@require_safe
def meeting_file(request: HttpRequest, number: int) -> HttpResponse:
    """The meeting for a calendar program."""
    found = meeting_of(request, number)
    data = calendar_of([found], request.user, order_of(request), origin_of(request))
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="meeting-{found.number}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
