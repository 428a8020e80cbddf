"""What can be done with a review, in one table: from which states, to which, who may, whether a reason is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .. import letters
from ..models import Event, Review
from ..workflow import YES, Answer, Conflict, WorkflowError
from .correspondence import letters_of
from .enums import OPEN, Recommendation, ReviewAction, ReviewState
from .rights import may_run

REVIEWER: Final = "reviewer"
RUNNER: Final = "runner"
"""Who runs the reviews of the record: whoever may publish records of its kind, but not their own."""
KEPT: Final = ""
"""The target of an action that leaves the state as it is."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table; the letter, where there is one, goes to the other side."""

    sources: frozenset[str]
    target: str
    who: str
    needs_reason: bool = False
    letter: str = ""


MOVES: Final[dict[ReviewAction, Move]] = {
    ReviewAction.ACCEPT: Move(frozenset({ReviewState.INVITED}), ReviewState.ACCEPTED, REVIEWER),
    ReviewAction.DECLINE: Move(
        frozenset({ReviewState.INVITED}), ReviewState.DECLINED, REVIEWER, needs_reason=True, letter="review_declined"
    ),
    ReviewAction.RECUSE: Move(
        frozenset(OPEN), ReviewState.RECUSED, REVIEWER, needs_reason=True, letter="review_recused"
    ),
    ReviewAction.GIVE: Move(frozenset({ReviewState.ACCEPTED}), ReviewState.GIVEN, REVIEWER, letter="review_given"),
    ReviewAction.CANCEL: Move(
        frozenset(OPEN), ReviewState.CANCELLED, RUNNER, needs_reason=True, letter="review_cancelled"
    ),
    ReviewAction.EXTEND: Move(frozenset(OPEN), KEPT, RUNNER, letter="review_extended"),
    ReviewAction.REMIND: Move(frozenset(OPEN), KEPT, RUNNER, letter="review_reminder"),
}


class ReviewWorkflow:
    """Take on, decline, recuse, give, cancel, extend and remind of one review.

    >>> ReviewWorkflow(review, user).decline("No time before May")
    """

    def __init__(self, review: Review, actor: Any) -> None:
        self.review = review
        self.actor = actor

    def may(self, action: ReviewAction) -> Answer:
        """Whether the actor may do this now; else the translated reason."""
        move = MOVES.get(action)
        if move is None:
            return Answer(allowed=False, reason=_("This is not possible with a review."))
        if self.review.state not in move.sources or self.review.closed_at is not None:
            return Answer(
                allowed=False,
                reason=_("This is not possible: the review is in the state “%(state)s”.")
                % {"state": self.review.get_state_display()},
            )
        answer = self._may_reviewer(action) if move.who == REVIEWER else may_run(self.actor, self.review.record)
        if answer and action == ReviewAction.REMIND and self.review.reminded_on == localdate():
            return Answer(allowed=False, reason=_("The reviewer was reminded today already."))
        return answer

    def _may_reviewer(self, action: ReviewAction) -> Answer:
        """Whether the actor is the reviewer, and the record has not become their own since the invitation."""
        if self.actor.pk is None or self.review.reviewer_id != self.actor.pk:
            return Answer(allowed=False, reason=_("Only the reviewer can do this."))
        record: Any = self.review.record
        is_own = record is not None and record.owner_id == self.actor.pk
        if is_own and action in {ReviewAction.ACCEPT, ReviewAction.GIVE}:
            return Answer(allowed=False, reason=_("This is your own submission: somebody else has to judge it."))
        return YES

    def open_actions(self) -> list[ReviewAction]:
        """What the actor may do now, in the order of the table."""
        return [action for action in MOVES if self.may(action)]

    def letters_of(self, action: ReviewAction, *, reason: str = "") -> list[letters.Draft]:
        """The letters that the action would send; a mark stands where the reason is not known yet."""
        kind = MOVES[action].letter
        return letters_of(kind, self.review, self.actor, reason=reason or letters.REASON_MARK) if kind else []

    def accept(self) -> Review:
        """Take the review on; raises WorkflowError where it is refused."""
        return self.perform(ReviewAction.ACCEPT)

    def decline(self, reason: str) -> Review:
        """Do not take the review on; raises WorkflowError where it is refused."""
        return self.perform(ReviewAction.DECLINE, reason=reason)

    def recuse(self, reason: str) -> Review:
        """Declare a conflict of interest; raises WorkflowError where it is refused."""
        return self.perform(ReviewAction.RECUSE, reason=reason)

    def give(self) -> Review:
        """Hand the review in as it is saved; raises WorkflowError where it is refused or not complete."""
        return self.perform(ReviewAction.GIVE)

    def cancel(self, reason: str) -> Review:
        """Ask for the review no longer; raises WorkflowError where it is refused."""
        return self.perform(ReviewAction.CANCEL, reason=reason)

    def perform(
        self,
        action: ReviewAction,
        *,
        reason: str = "",
        due_on: date | None = None,
        edition: int | None = None,
        drafts: Sequence[letters.Draft] | None = None,
    ) -> Review:
        """Do it and give the review as it stands then; raises WorkflowError where it is refused.

        `edition` is that of the review which the person looked at: raises Conflict where it has moved on since.
        `drafts` are the letters as the person edited them; `due_on` is the new day of an extension.
        """
        with transaction.atomic():
            self.review = Review.objects.select_for_update(of=("self",)).get(pk=self.review.pk)
            self._guard(action, reason, edition, due_on)
            move, before = MOVES[action], self.review.state
            now = timezone.now()
            self.review.state = move.target or before
            self.review.edition += 1
            changed = self._changes(action, reason.strip(), now, due_on)
            self.review.save(update_fields=["state", "edition", "changed_at", *changed])
            event = note(self.review, action, before, self.actor, reason.strip())
            to_send = self.letters_of(action, reason=reason.strip()) if drafts is None else drafts
            letters.queue([letters.with_reason(draft, reason) for draft in to_send], actor=self.actor, event=event)
        return self.review

    def _guard(self, action: ReviewAction, reason: str, edition: int | None, due_on: date | None) -> None:
        answer = self.may(action)
        if not answer:
            raise WorkflowError(answer.reason)
        if edition is not None and edition != self.review.edition:
            raise Conflict(_("The review has changed since you opened this page. Look at it again, then decide."))
        if MOVES[action].needs_reason and not reason.strip():
            raise WorkflowError(_("Give a reason."))
        if action == ReviewAction.GIVE and self.review.recommendation not in Recommendation.values:
            raise WorkflowError(_("Choose a recommendation."))
        if action == ReviewAction.EXTEND and (due_on is None or due_on < localdate()):
            raise WorkflowError(_("Choose a day that is not past."))

    def _changes(self, action: ReviewAction, reason: str, now: Any, due_on: date | None) -> list[str]:
        """Set what the action changes beside the state; the names of the fields."""
        review = self.review
        if action in {ReviewAction.DECLINE, ReviewAction.RECUSE, ReviewAction.CANCEL}:
            review.why, review.answered_at = reason, now
            return ["why", "answered_at"]
        if action == ReviewAction.ACCEPT:
            review.answered_at = now
            return ["answered_at"]
        if action == ReviewAction.GIVE:
            review.given_at = now
            return ["given_at"]
        if action == ReviewAction.REMIND:
            review.reminded_on = localdate()
            return ["reminded_on"]
        review.due_on, review.reminded_on = due_on or review.due_on, None
        return ["due_on", "reminded_on"]


def note(review: Review, action: str, before: str, actor: Any, reason: str) -> Event:
    """Write the event into the review's own history, which is read by fewer people than the record's."""
    return Event.objects.create(
        content_type=ContentType.objects.get_for_model(Review),
        object_id=review.pk,
        action=action,
        from_state=before,
        to_state=review.state,
        reason=reason,
        actor=actor if getattr(actor, "pk", None) else None,
    )


def close_round(reviews: Iterable[Review], actor: Any) -> None:
    """End the round: nobody is waited for any longer, and nobody reads the record as its reviewer."""
    now = timezone.now()
    for review in reviews:
        before, review.closed_at = review.state, now
        review.edition += 1
        fields = ["closed_at", "edition", "changed_at"]
        if before in OPEN:
            review.state = ReviewState.CANCELLED
            fields.append("state")
        review.save(update_fields=fields)
        if before in OPEN:
            note(review, ReviewAction.CANCEL, before, actor, "")
