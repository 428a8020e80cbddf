"""What the rest of the portal learns of reviews when the applications get ready."""

from datetime import timedelta
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .. import audiences, catalogue, desk, duties, letters
from ..enums import Action
from ..models import Event, Publication, Review
from ..steps import reasons
from ..workflow import register_after
from . import correspondence, desks, endorsements, evidence, reminders
from .kinds import is_reviewed
from .told import text_for_owner
from .workflow import close_round

ENDS_A_ROUND: Final = frozenset(
    {
        Action.WITHDRAW,
        Action.REQUEST_CHANGES,
        Action.ACCEPT,
        Action.DECLINE,
        Action.PUBLISH,
        Action.PUBLISH_UNREVIEWED,
        Action.ARCHIVE,
    }
)


def register() -> None:
    """Letters, audiences, duties, desks, what the catalogue tells, and what follows a transition."""
    correspondence.register()
    audiences.register("reviewers", reviewers)
    register_after(end_round)
    reasons.register(Action.REQUEST_CHANGES, reviewers_words)
    duties.register("review_reminders", every=timedelta(hours=1), run=reminders.remind)
    desk.register("reviews", _("Reviews that you were asked for"), desks.waiting_for, position=10)
    desk.register("review_queue", _("Submissions to judge"), desks.queued_rows, position=15)
    catalogue.enrich(endorsements.NAME, endorsements.told)
    catalogue.enrich(evidence.NAME, evidence.told)


def reviewers(record: Publication) -> list[Any]:
    """The accounts whose review of the record is waited for."""
    found = Review.objects.of(record).open().filter(closed_at=None, reviewer__isnull=False)
    return [review.reviewer for review in found.select_related("reviewer").order_by("pk")]


def end_round(flow: Any, action: str, event: Event) -> None:
    """What sends a record back or ends its way ends the round of its reviews.

    Where the submitter ends it, the letters to the reviewers are not among those shown before: nobody tells a submitter
    who judges.
    """
    if action not in ENDS_A_ROUND or not is_reviewed(flow.record):
        return
    reviews = list(Review.objects.of(flow.record).filter(closed_at=None).select_for_update(of=("self",)))
    if action == Action.WITHDRAW:
        drafts = [
            draft
            for review in reviews
            if review.is_open
            for draft in correspondence.letters_of("review_cancelled", review, flow.actor)
        ]
        letters.queue(drafts, actor=flow.actor, event=event)
    close_round(reviews, flow.actor)


def reviewers_words(record: Any) -> str:
    """What the reviewers wrote for the submitter, headed in the submitter's language: it goes into the letter to them."""
    if not is_reviewed(record):
        return ""
    with translation.override(getattr(record.owner, "preferred_language", "") or translation.get_language()):
        return text_for_owner(record)
