"""How a practice becomes public, and how an update of a public one becomes its next version."""

from dataclasses import replace
from typing import Any, ClassVar, Self

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from publishing.enums import Action, State
from publishing.models import Event
from publishing.workflow import Answer, LetterRule, ReviewedWorkflow, Transition

from .contribute.progress import lacking
from .models import OPEN_STATES, Practice, Revision
from .revising.merging import may_merge, merge
from .revising.standing import changes_anything


class PracticeWorkflow(ReviewedWorkflow[Practice]):
    """Submitted, reviewed and published, as `ReviewedWorkflow` says; what lacks a needed part is not submitted.

    For an update of a published practice it is an `UpdateWorkflow`, whoever asks.
    """

    def __new__(cls, record: Practice, actor: Any) -> Self:
        kind: Any = UpdateWorkflow if record.revises_id is not None else cls
        made: Self = super().__new__(kind)
        return made

    def may(self, action: str) -> Answer:
        """The rules of every publication, and for a submission the parts of a snapshot."""
        answer = super().may(action)
        if not answer or action != Action.SUBMIT:
            return answer
        missing = lacking(self.record)
        if not missing:
            return answer
        names = ", ".join(str(part.label) for part in missing)
        return Answer(allowed=False, reason=format_lazy(_("Still missing: {parts}."), parts=names))


_TOLD = (LetterRule("update_published", "owner"), LetterRule("update_published", "owner_of_original"), LetterRule("update_published", "focal_points"))  # fmt: skip


class UpdateWorkflow(PracticeWorkflow):
    """The same way for an update; where another practice becomes public, the update becomes part of its original.

    Its row stays archived, for the reviews that hang on it; nobody but the staff sees it again.
    """

    TRANSITIONS: ClassVar[dict[str, Transition]] = {
        action: replace(row, target=State.ARCHIVED, sources=row.sources - {State.ARCHIVED}, letters=_TOLD)
        if action in {Action.PUBLISH, Action.PUBLISH_UNREVIEWED}
        else row
        for action, row in ReviewedWorkflow.TRANSITIONS.items()
        if action not in {Action.ARCHIVE, Action.CONFIRM}
    }
    ASKS_SEVERITY: ClassVar[frozenset[str]] = frozenset({Action.PUBLISH, Action.PUBLISH_UNREVIEWED})

    def may(self, action: str) -> Answer:
        """An update says why it changes what, and fits its original when it becomes part of it."""
        answer = super().may(action)
        if not answer:
            return answer
        if action == Action.SUBMIT:
            return self._is_explained()
        if action in self.ASKS_SEVERITY:
            return may_merge(self.record)
        if (
            action == Action.REOPEN
            and Practice.objects.filter(revises=self.record.revises_id, state__in=OPEN_STATES).exists()
        ):
            return Answer(allowed=False, reason=_("Another update of this practice is on its way already."))
        return answer

    def after(self, action: str, event: Event) -> None:
        """Let what ends the update's way make it the next version of its original."""
        if action in self.ASKS_SEVERITY:
            reason = event.reason if action == Action.PUBLISH_UNREVIEWED else ""
            merge(self.record, self.actor, severity=self.severity, event_reason=reason)

    def _is_explained(self) -> Answer:
        note = Revision.objects.filter(practice=self.record).values_list("note", flat=True).first()
        if not note:
            return Answer(allowed=False, reason=_("Say what changed and why, before the update is submitted."))
        if not changes_anything(self.record):
            return Answer(allowed=False, reason=_("Nothing differs from the published practice yet."))
        return Answer(allowed=True)
