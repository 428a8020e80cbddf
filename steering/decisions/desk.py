"""What of decisions and actions awaits somebody of the Committee, and what happened lately."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.gathering import Asking

from ..access import may_run
from ..desk.duties import Duty, DutyKind
from ..desk.news import News
from ..models import Action, Decision, Mandate, Position, Seat
from ..time_zones import hub_zone
from .enums import DecisionState, Owner

MOST = 50


def positions_due(user: Any, seats: Sequence[Seat]) -> Asking[list[Duty]]:
    """Open decisions on which the person's seats are silent, or which their delegate has to settle."""
    by_key = {seat.pk: seat for seat in seats}
    if not by_key:
        return (yield from _to_close(user))
    waiting = (
        Position.objects.filter(Q(choice="") | Q(is_contested=True), seat__in=by_key)
        .filter(decision__state=DecisionState.OPEN)
        .select_related("decision")
        .order_by("decision__deadline_at", "pk")
    )
    [rows] = yield (waiting[:MOST],)
    return [
        Duty(
            title=row.decision.name,
            url=f"{row.decision.get_absolute_url()}#position",
            due=row.decision.deadline_at,
            kind=DutyKind.POSITION,
            seat=by_key[row.seat_id],
        )
        for row in rows
        if not row.decision.is_past_deadline
    ]


def actions_due(user: Any, seats: Sequence[Seat]) -> Asking[list[Duty]]:
    """Open actions of the person's seats and offices; for who runs the Committee its own and those to confirm."""
    rule = Q(owner=Owner.SEAT, seat__in=[seat.pk for seat in seats], reported_at=None)
    offices = Mandate.objects.held_by(user).filter(seat=None).values("office")
    rule |= Q(owner=Owner.OFFICE, office__in=offices, reported_at=None)
    if may_run(user):
        rule |= Q(owner=Owner.SECRETARIAT) | Q(reported_at__isnull=False)
    by_key = {seat.pk: seat for seat in seats}
    [rows] = yield (Action.objects.open().filter(rule).order_by("due_on", "pk")[:MOST],)
    return [
        Duty(
            title=row.name,
            url=row.get_absolute_url(),
            due=datetime.combine(row.due_on, time(23, 59), hub_zone()),
            kind=DutyKind.BUSINESS if row.is_reported else DutyKind.ACTION,
            seat=by_key.get(row.seat_id or 0),
        )
        for row in rows
    ]


def news_since(user: Any, since: datetime) -> Asking[list[News]]:
    """Decisions that were opened, extended, closed, withdrawn or released since a moment."""
    moments = ("opened_at", "extended_at", "closed_at", "withdrawn_at", "released_at")
    rule = Q()
    for name in moments:
        rule |= Q(**{f"{name}__gt": since})
    words = {
        "opened_at": _("open for positions"),
        "extended_at": _("deadline extended"),
        "closed_at": _("closed"),
        "withdrawn_at": _("withdrawn"),
        "released_at": _("released"),
    }
    found = []
    [decisions] = yield (Decision.objects.visible_to(user).registered().filter(rule).order_by("-pk")[:MOST],)
    for decision in decisions:
        name = max((one for one in moments if getattr(decision, one)), key=lambda one: getattr(decision, one))
        what = decision.get_outcome_display().lower() if name == "closed_at" else words[name]
        found.append(News(getattr(decision, name), decision.name, decision.get_absolute_url(), what))
    return sorted(found, key=lambda one: one.when, reverse=True)


def _to_close(user: Any) -> Asking[list[Duty]]:
    """For who runs the Committee: procedures whose time has ended."""
    if not may_run(user):
        return []
    late = Decision.objects.in_progress().filter(deadline_at__lt=timezone.now() + timedelta(minutes=1))
    [rows] = yield (late.order_by("deadline_at", "pk")[:MOST],)
    return [Duty(row.name, row.get_absolute_url(), row.deadline_at, DutyKind.BUSINESS) for row in rows]
