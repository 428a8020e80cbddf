"""What reports under review ask of a country or of the Secretariat, and what happened to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.gathering import Asking
from publishing.languages import text_of

from ..access import is_of_committee, may_run
from ..desk.duties import Duty, DutyKind
from ..desk.news import News
from ..models import CountryComments, Report, ReviewRound, Seat, SectionComment, Verdict
from ..seats.enums import SeatKind

MOST: Final = 50
"""News that one subject gives at most."""


def duties_of(user: Any, seats: Sequence[Seat]) -> Asking[list[Duty]]:
    """Comments and verdicts that open rounds still want of the seats; for the Secretariat, what it has to do."""
    found: list[Duty] = []
    if seats and is_of_committee(user):
        found += yield from _of_seats(user, seats)
    if may_run(user):
        found += yield from _of_secretariat(user)
    return found


def news_for(user: Any, since: datetime) -> Asking[list[News]]:
    """What happened to the reports that this person may open since the moment."""
    rule = Q(opened_at__gte=since) | Q(answered_at__gte=since) | Q(closed_at__gte=since)
    moved = ReviewRound.objects.visible_to(user).filter(rule).select_related("report")
    reports, rounds = yield (
        Report.objects.visible_to(user).filter(text_released_at__gte=since)[:MOST],
        moved[:MOST] if is_of_committee(user) else moved.none(),
    )
    found = [
        News(report.text_released_at, text_of(report, "title"), report.get_absolute_url(), _("report released"))
        for report in reports
        if report.text_released_at is not None
    ]
    for one in rounds:
        found += _steps(one, since)
    return sorted(found, key=lambda one: one.when, reverse=True)[:MOST]


def _steps(one: ReviewRound, since: datetime) -> list[News]:
    title, url = text_of(one.report, "title"), one.get_absolute_url()
    steps = (
        (one.opened_at, one.report.get_absolute_url(), _("report before the Committee for review")),
        (one.answered_at, reverse("committee:report_matrix", args=[one.report_id, one.number]), _("comments answered")),
        (one.closed_at, url, _("review of the report closed")),
    )
    return [News(at, title, address, what) for at, address, what in steps if at is not None and at >= since]


def _of_seats(user: Any, seats: Sequence[Seat]) -> Asking[list[Duty]]:
    keys = [seat.pk for seat in seats]
    rounds, batches, verdicts = yield (
        ReviewRound.objects.visible_to(user).filter(closed_at=None).select_related("report"),
        CountryComments.objects.filter(round__closed_at=None, seat__in=keys, released_at__isnull=False),
        Verdict.objects.filter(round__closed_at=None, seat__in=keys),
    )
    released = {(row.round_id, row.seat_id) for row in batches}
    judged = {(row.round_id, row.seat_id) for row in verdicts}
    found = []
    now = timezone.now()
    for one in rounds:
        title = text_of(one.report, "title")
        for seat in seats:
            key = (one.pk, seat.pk)
            if one.takes_comments and one.deadline_at > now and key not in released | judged:
                url = reverse("committee:report_batch", args=[one.report_id, one.number, seat.pk])
                found.append(Duty(title, url, one.deadline_at, DutyKind.COMMENT, seat))
            if seat.kind == SeatKind.MEMBER and key not in judged:
                url = reverse("committee:report_verdict", args=[one.report_id, one.number, seat.pk])
                found.append(Duty(title, url, None, DutyKind.VERDICT, seat))
    return found


def _of_secretariat(user: Any) -> Asking[list[Duty]]:
    """Rounds whose deadline is over: answers to be written or issued, or the round to be closed."""
    comments = SectionComment.objects.released().filter(batch__round=OuterRef("pk"), response=None)
    [rounds] = yield (
        ReviewRound.objects.visible_to(user)
        .filter(Q(closed_at=None) & (Q(deadline_at__lte=timezone.now()) | Exists(comments)))
        .select_related("report"),
    )
    return [
        Duty(
            text_of(one.report, "title"),
            one.get_absolute_url()
            if one.answered_at
            else reverse("committee:report_matrix", args=[one.report_id, one.number]),
            None,
            DutyKind.BUSINESS,
        )
        for one in rounds
    ]
