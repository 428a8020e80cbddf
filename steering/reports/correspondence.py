"""The letters about reports under review: to those who speak for the seats, and to the Secretariat."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import duties, letters

from ..models import CountryComments, Report, ReviewRound, Seat, Verdict
from ..time_zones import shown_in
from .speaking import people_of_seats, people_of_secretariat

KINDS: Final = {
    "report_round_opened": (_("A report is before the Committee for review"), True),
    "report_reminder": (_("Reminder: comments on a report"), True),
    "report_comments_released": (_("A country has released its comments on a report"), True),
    "report_answered": (_("Comments on a report are answered"), True),
    "report_closed": (_("The review of a report is closed"), False),
    "report_released": (_("A report is released"), False),
}
"""The letters by name: what staff read of them, and whether they ask for action."""
REMIND_BEFORE: Final = timedelta(days=3)
"""How long before the deadline a seat that has released nothing is reminded, once."""


def register() -> None:
    """Let the letters be written, and the seats be reminded."""
    for name, (title, needs_action) in KINDS.items():
        letters.register_kind(name, title, needs_action=needs_action)
    duties.register("report_reminders", every=timedelta(hours=1), run=_remind)


def round_opened(found: ReviewRound, actor: Any) -> None:
    """To everybody who speaks for a seat."""
    _send("report_round_opened", people_of_seats(), found.report, actor, found)


def comments_released(batch: CountryComments, actor: Any) -> None:
    """To the Secretariat, which answers."""
    found = batch.round
    report = Report.objects.get(pk=found.report_id)
    _send("report_comments_released", people_of_secretariat(), report, actor, found, seat=batch.seat)


def answers_issued(found: ReviewRound, actor: Any) -> None:
    """To everybody who speaks for a seat: the verdict is theirs."""
    _send("report_answered", people_of_seats(), found.report, actor, found)


def round_closed(found: ReviewRound, actor: Any) -> None:
    """To everybody who speaks for a seat."""
    _send("report_closed", people_of_seats(), found.report, actor, found)


def text_released(report: Report, actor: Any) -> None:
    """To everybody who speaks for a seat."""
    _send("report_released", people_of_seats(), report, actor, None)


def remind() -> int:
    """Remind the seats that have released no comments and given no verdict; returns how many rounds.

    Once for each round, in the last days before its deadline.
    """
    now = timezone.now()
    due = Q(
        closed_at=None, answered_at=None, reminded_at=None, deadline_at__gt=now, deadline_at__lte=now + REMIND_BEFORE
    )
    done = 0
    for key in list(ReviewRound.objects.filter(due).values_list("pk", flat=True)):
        with transaction.atomic():
            locked = ReviewRound.objects.select_for_update(of=("self",), skip_locked=True).filter(due, pk=key)
            found = locked.select_related("report").first()
            if found is None:
                continue
            _send("report_reminder", people_of_seats(_silent(found)), found.report, None, found)
            found.reminded_at = now
            found.save(update_fields=["reminded_at"])
            done += 1
    return done


def _silent(found: ReviewRound) -> list[int]:
    """The seats of today that have said nothing in the round."""
    spoken = {
        *CountryComments.objects.filter(round=found, released_at__isnull=False).values_list("seat", flat=True),
        *Verdict.objects.filter(round=found).values_list("seat", flat=True),
    }
    return [key for key in Seat.objects.on(timezone.localdate()).values_list("pk", flat=True) if key not in spoken]


def _send(
    kind: str, people: Iterable[Any], report: Report, actor: Any, found: ReviewRound | None, seat: Seat | None = None
) -> None:
    """Queue the letters inside the caller's transaction; none about demonstrations, none to oneself."""
    if report.is_demonstration:
        return
    drafts = [
        letters.compose(kind, person, report, _context(person, report, found, seat))
        for person in people
        if actor is None or person.pk != actor.pk
    ]
    letters.queue([draft for draft in drafts if draft.is_wanted], actor=actor)


def _context(person: Any, report: Report, found: ReviewRound | None, seat: Seat | None) -> dict[str, Any]:
    """What the templates know beside the report; the deadline is by the reader's own clock."""
    return {
        "report": report,
        "round": found,
        "seat": seat,
        "deadline": shown_in(person, found.deadline_at) if found is not None else None,
    }


def _remind() -> None:
    remind()
