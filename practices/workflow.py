"""How a practice becomes public."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from publishing.enums import Action
from publishing.workflow import Answer, ReviewedWorkflow

from .contribute.progress import lacking
from .models import Practice


class PracticeWorkflow(ReviewedWorkflow[Practice]):
    """Submitted, reviewed and published, as `ReviewedWorkflow` says; what lacks a needed part is not submitted."""

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
