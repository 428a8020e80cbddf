"""The full way of a publication: submitted by whoever keeps it, judged by others, then published."""

from typing import ClassVar, TypeVar

from ..enums import Action, State
from ..models import Publication
from .publication import PublicationWorkflow
from .rules import KEEP, LetterRule, Transition

P = TypeVar("P", bound=Publication)


class ReviewedWorkflow(PublicationWorkflow[P]):
    """Draft → submitted → in review → (changes requested → submitted) → accepted → published → archived, or declined.

    What was reviewed elsewhere, or is the Secretariat's own, may be published without a review: with a reason, which
    stays in the record's history.
    """

    TRANSITIONS: ClassVar[dict[str, Transition]] = {
        Action.SUBMIT: Transition(
            frozenset({State.DRAFT, State.CHANGES_REQUESTED}),
            State.SUBMITTED,
            KEEP,
            letters=(
                LetterRule("submission_received", "owner"),
                LetterRule("submission_arrived", "secretariat"),
                LetterRule("endorsement_asked", "focal_points"),
            ),
        ),
        Action.WITHDRAW: Transition(
            frozenset({State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED}),
            State.DRAFT,
            KEEP,
            letters=(LetterRule("submission_withdrawn", "secretariat"),),
        ),
        Action.START_REVIEW: Transition(
            frozenset({State.SUBMITTED}),
            State.IN_REVIEW,
            "publish",
            letters=(LetterRule("review_started", "owner"),),
        ),
        Action.REQUEST_CHANGES: Transition(
            frozenset({State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED}),
            State.CHANGES_REQUESTED,
            "publish",
            needs_reason=True,
            letters=(LetterRule("changes_requested", "owner"), LetterRule("review_cancelled", "reviewers")),
        ),
        Action.ACCEPT: Transition(
            frozenset({State.IN_REVIEW}),
            State.ACCEPTED,
            "publish",
            letters=(LetterRule("accepted", "owner"), LetterRule("review_cancelled", "reviewers")),
        ),
        Action.DECLINE: Transition(
            frozenset({State.SUBMITTED, State.IN_REVIEW}),
            State.DECLINED,
            "publish",
            needs_reason=True,
            letters=(LetterRule("declined", "owner"), LetterRule("review_cancelled", "reviewers")),
        ),
        Action.REOPEN: Transition(
            frozenset({State.DECLINED}), State.DRAFT, "publish", letters=(LetterRule("reopened", "owner"),)
        ),
        Action.PUBLISH: Transition(
            frozenset({State.ACCEPTED, State.ARCHIVED}),
            State.PUBLISHED,
            "publish",
            letters=(LetterRule("published", "owner"), LetterRule("published", "focal_points")),
        ),
        Action.PUBLISH_UNREVIEWED: Transition(
            frozenset({State.DRAFT}),
            State.PUBLISHED,
            "publish",
            needs_reason=True,
            letters=(LetterRule("published", "owner"), LetterRule("published", "focal_points")),
        ),
        Action.ARCHIVE: PublicationWorkflow.TRANSITIONS[Action.ARCHIVE],
        Action.CONFIRM: PublicationWorkflow.TRANSITIONS[Action.CONFIRM],
    }
    SELF_JUDGED: ClassVar[frozenset[str]] = frozenset({Action.REQUEST_CHANGES, Action.ACCEPT, Action.DECLINE})

    def submit(self) -> P:
        """Hand the draft in; raises WorkflowError where it is refused."""
        return self.perform(Action.SUBMIT)

    def withdraw(self) -> P:
        """Take the submission back to a draft; raises WorkflowError where it is refused."""
        return self.perform(Action.WITHDRAW)

    def start_review(self) -> P:
        """Take the submission into review; raises WorkflowError where it is refused."""
        return self.perform(Action.START_REVIEW)

    def request_changes(self, reason: str) -> P:
        """Send it back to its owner with what has to change; raises WorkflowError where it is refused."""
        return self.perform(Action.REQUEST_CHANGES, reason=reason)

    def accept(self) -> P:
        """Find it good enough to be published; raises WorkflowError where it is refused."""
        return self.perform(Action.ACCEPT)

    def decline(self, reason: str) -> P:
        """Turn it down for a reason; raises WorkflowError where it is refused."""
        return self.perform(Action.DECLINE, reason=reason)

    def reopen(self) -> P:
        """Give a declined record back to its owner as a draft; raises WorkflowError where it is refused."""
        return self.perform(Action.REOPEN)

    def publish_unreviewed(self, reason: str) -> P:
        """Publish a draft that needs no review here, and say why; raises WorkflowError where it is refused."""
        return self.perform(Action.PUBLISH_UNREVIEWED, reason=reason)


def publish_as_found(workflow: PublicationWorkflow[P], reason: str) -> P:
    """Publish a record that is public elsewhere already, whichever way its kind goes.

    Raises WorkflowError where it is refused.
    """
    action = Action.PUBLISH_UNREVIEWED if Action.PUBLISH_UNREVIEWED in workflow.TRANSITIONS else Action.PUBLISH
    return workflow.perform(action, reason=reason)
