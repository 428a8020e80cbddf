"""A round of review from the side of the Secretariat: answers, their issue, the closing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES
from publishing.workflow import YES, Conflict, WorkflowError
from publishing.workflow import Answer as Reply

from ...access import may_run
from ...models import Report, Response, ReviewRound, SectionComment
from .. import correspondence
from ..enums import Answer, ReportState
from ..outcome import Tally, tally_of
from ..speaking import member_seats
from .reports import NOT_ALLOWED


class RoundWorkflow:
    """What the Secretariat does with a round."""

    def __init__(self, found: ReviewRound, actor: Any) -> None:
        self.round, self.actor = found, actor

    def may_answer(self, comment: SectionComment) -> Reply:
        """Whether this comment may be answered, or its answer changed."""
        if not may_run(self.actor):
            return NOT_ALLOWED
        if comment.released_at is None:
            return Reply(allowed=False, reason=_("The country has not released this comment."))
        if not self.round.takes_comments:
            return Reply(allowed=False, reason=_("The answers are issued; they stay as they are."))
        return YES

    def answer(
        self, comment: SectionComment, choice: str, reasons: Mapping[str, str], *, edition: int | None = None
    ) -> Response:
        """Answer a comment; `reasons` by language. Raises WorkflowError where it is refused or no reason is given.

        Conflict where somebody else has changed the answer; `edition` is the one that was looked at, 0 for none.
        """
        with transaction.atomic():
            self._lock()
            if not (reply := self.may_answer(comment)):
                raise WorkflowError(str(reply.reason))
            given = {f"reason_{code}": reasons.get(code, "").strip() for code in CODES}
            if choice not in Answer.values:
                raise WorkflowError(str(_("Choose an answer.")))
            if choice != Answer.ACCEPTED and not any(given.values()):
                raise WorkflowError(str(_("Say why, unless the comment is accepted.")))
            former = Response.objects.select_for_update(of=("self",)).filter(comment=comment).first()
            if edition is not None and edition != (former.edition if former is not None else 0):
                raise Conflict(str(_("Somebody else has changed this since you opened the page.")))
            response = former or Response(comment=comment, edition=0)
            response.answer, response.by = choice, self.actor
            response.edition += 1
            for column, text in given.items():
                setattr(response, column, text)
            response.save()
        return response

    def may_issue(self) -> Reply:
        """Whether the answers may be given to the Committee: the deadline is over and nothing is left unanswered."""
        if not may_run(self.actor):
            return NOT_ALLOWED
        if not self.round.takes_comments:
            return Reply(allowed=False, reason=_("The answers are issued already."))
        if self.round.deadline_at > timezone.now():
            return Reply(allowed=False, reason=_("The deadline for comments has not passed."))
        if self._released().filter(response=None).exists():
            return Reply(allowed=False, reason=_("Some comments are not answered yet."))
        return YES

    def issue(self) -> None:
        """Give all answers to the Committee at once; from now on no comment is taken. Raises WorkflowError."""
        with transaction.atomic():
            self._lock()
            if not (reply := self.may_issue()):
                raise WorkflowError(str(reply.reason))
            self.round.answered_at = timezone.now()
            self.round.save(update_fields=["answered_at"])
            self._move(ReportState.ANSWERED)
            correspondence.answers_issued(self.round, self.actor)

    def may_close(self) -> Reply:
        """Whether the round may be closed: the answers are issued, and verdicts had their time."""
        if not may_run(self.actor):
            return NOT_ALLOWED
        if not self.round.is_open:
            return Reply(allowed=False, reason=_("The round is closed already."))
        if self.round.answered_at is None and (self.round.deadline_at > timezone.now() or self._released().exists()):
            return Reply(allowed=False, reason=_("The answers to the comments are issued first."))
        return YES

    def close(self) -> str:
        """Count the verdicts of the members of today, keep the figures and the result. Raises WorkflowError.

        Gives the result (`Outcome`).
        """
        with transaction.atomic():
            self._lock()
            if not (reply := self.may_close()):
                raise WorkflowError(str(reply.reason))
            tally = self.tally()
            self.round.closed_at, self.round.closed_by = timezone.now(), self.actor
            self.round.outcome, self.round.record = tally.outcome, tally.as_record()
            self.round.save(update_fields=["closed_at", "closed_by", "outcome", "record"])
            self._move(ReportState.CLOSED)
            correspondence.round_closed(self.round, self.actor)
        return self.round.outcome

    def tally(self) -> Tally:
        """The verdicts as they stand, of the seats that are members today; two queries."""
        members = {seat.pk for seat in member_seats(timezone.localdate())}
        verdicts = self.round.verdicts.filter(seat__in=members).values_list("choice", flat=True)
        return tally_of(self.round, verdicts, len(members))

    def _released(self) -> Any:
        return SectionComment.objects.released().filter(batch__round=self.round)

    def _lock(self) -> None:
        """The report before its round, as everywhere, so that two can't wait for each other."""
        Report.objects.select_for_update(of=("self",)).get(pk=self.round.report_id)
        self.round = (
            ReviewRound.objects.select_for_update(of=("self",)).select_related("report", "rules").get(pk=self.round.pk)
        )

    def _move(self, state: str) -> None:
        self.round.report.state = state
        self.round.report.save(update_fields=["state"])
