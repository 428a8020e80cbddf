"""The course of a meeting: planned, convened, open, closed; or cancelled before it began."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing import catalogue
from publishing.languages import CODES
from publishing.workflow import YES, Answer, WorkflowError

from ..access import may_run
from ..models import Meeting
from . import correspondence, matters
from .enums import BEFORE, MeetingState
from .notice import notice_of

MOVES: Final = frozenset({"starts_at", "ends_at", "time_zone", "link", "title_kk", "title_ru", "title_en"}) | {
    f"place_{code}" for code in CODES
}
"""What calendars and those invited have to be told when it changes."""
SECRETARIAT_ONLY: Final = Answer(allowed=False, reason=_("Only the Secretariat does this."))


def plan(values: Mapping[str, Any], actor: Any) -> Meeting:
    """A new meeting with these columns; open actions make its first item.

    Raises WorkflowError where the person may not, or another meeting has the number.
    """
    if not may_run(actor):
        raise WorkflowError(str(SECRETARIAT_ONLY.reason))
    try:
        with transaction.atomic():
            meeting = Meeting(**values)
            meeting.save(force_insert=True)
            matters.ensure_item(meeting)
    except IntegrityError as error:
        raise WorkflowError(str(_("There is a meeting with this number already."))) from error
    return meeting


class MeetingWorkflow:
    """What can be done with a meeting as a whole; each step locks the row and asks again."""

    def __init__(self, meeting: Meeting, actor: Any) -> None:
        self.meeting, self.actor = meeting, actor

    def may_edit(self) -> Answer:
        """Whether the facts of the meeting may be changed: until it is closed."""
        return self._may(*BEFORE, MeetingState.OPEN, reason=_("The meeting is over or cancelled."))

    def may_convene(self) -> Answer:
        """Whether the meeting may be convened: it is planned and has an agenda."""
        answer = self._may(MeetingState.PLANNED, reason=_("The meeting was convened already, or is cancelled."))
        if answer and not self.meeting.items.exists():
            return Answer(allowed=False, reason=_("The agenda has no item yet."))
        return answer

    def may_open(self) -> Answer:
        """Whether the meeting may be opened: it is convened, and its day has come where it is held."""
        answer = self._may(MeetingState.CONVENED, reason=_("Only a convened meeting can be opened."))
        if answer and timezone.now().astimezone(self.meeting.zone).date() < self.meeting.day:
            return Answer(allowed=False, reason=_("The day of the meeting has not come."))
        return answer

    def may_close(self) -> Answer:
        """Whether the meeting may be closed."""
        return self._may(MeetingState.OPEN, reason=_("Only an open meeting can be closed."))

    def may_cancel(self) -> Answer:
        """Whether the meeting may be cancelled: as long as it has not begun."""
        return self._may(*BEFORE, reason=_("The meeting has begun, or is cancelled already."))

    def edit(self, values: Mapping[str, Any]) -> None:
        """Change these columns. After the convening, calendars and people are told what moved.

        Raises WorkflowError where the person may not, or another meeting has the number.
        """
        try:
            with transaction.atomic():
                meeting = self._locked(self.may_edit)
                changed = {name for name, value in values.items() if getattr(meeting, name) != value}
                for name in changed:
                    setattr(meeting, name, values[name])
                is_told = bool(changed & MOVES) and meeting.convened_at is not None
                if is_told:
                    meeting.sequence += 1
                meeting.save(update_fields=[*changed, "sequence", "changed_at"])
                catalogue.write(meeting)
                if is_told:
                    correspondence.write("meeting_changed", meeting, self.actor)
        except IntegrityError as error:
            raise WorkflowError(str(_("There is a meeting with this number already."))) from error

    def needs_reason(self) -> bool:
        """Whether a convening today would come later than the rules of procedure allow."""
        notice = notice_of(self.meeting)
        return notice is not None and not notice.is_kept_on(localdate())

    def convene(self, reasons: Mapping[str, str]) -> None:
        """Convene the meeting and write to everybody; `reasons` by language say why the notice is shorter, where it is.

        Raises WorkflowError where the person may not, or the notice is too short and no reason is given.
        """
        with transaction.atomic():
            meeting = self._locked(self.may_convene)
            is_short = self.needs_reason()
            if is_short and not any(reasons.values()):
                raise WorkflowError(str(_("The notice is shorter than the rules of procedure ask for: say why.")))
            for code in CODES:
                setattr(meeting, f"notice_reason_{code}", reasons.get(code, "") if is_short else "")
            matters.ensure_item(meeting)
            meeting.state, meeting.convened_at = MeetingState.CONVENED, timezone.now()
            columns = [f"notice_reason_{code}" for code in CODES]
            meeting.save(update_fields=["state", "convened_at", "changed_at", *columns])
            catalogue.write(meeting)
            reason = correspondence.text_for(meeting, "notice_reason")
            correspondence.write("meeting_convened", meeting, self.actor, {"notice_reason": reason})

    def open(self) -> None:
        """Open the meeting; raises WorkflowError where the person may not or its day has not come."""
        with transaction.atomic():
            meeting = self._locked(self.may_open)
            meeting.state, meeting.opened_at = MeetingState.OPEN, timezone.now()
            meeting.save(update_fields=["state", "opened_at", "changed_at"])

    def close(self) -> None:
        """Close the meeting; the actions under matters arising stay as they stood. Raises WorkflowError."""
        with transaction.atomic():
            meeting = self._locked(self.may_close)
            matters.keep(meeting)
            meeting.state, meeting.closed_at = MeetingState.CLOSED, timezone.now()
            meeting.save(update_fields=["state", "closed_at", "changed_at"])

    def cancel(self, reasons: Mapping[str, str]) -> None:
        """Cancel the meeting with a reason by language; calendars and those who were invited are told.

        Raises WorkflowError where the person may not, or no reason is given.
        """
        with transaction.atomic():
            meeting = self._locked(self.may_cancel)
            if not any(reasons.values()):
                raise WorkflowError(str(_("Say why the meeting is cancelled.")))
            for code in CODES:
                setattr(meeting, f"cancel_reason_{code}", reasons.get(code, ""))
            meeting.state, meeting.cancelled_at = MeetingState.CANCELLED, timezone.now()
            meeting.sequence += 1
            columns = [f"cancel_reason_{code}" for code in CODES]
            meeting.save(update_fields=["state", "cancelled_at", "sequence", "changed_at", *columns])
            if meeting.convened_at is not None:
                reason = correspondence.text_for(meeting, "cancel_reason")
                correspondence.write("meeting_cancelled", meeting, self.actor, {"reason": reason})

    def _may(self, *states: str, reason: Any) -> Answer:
        if not may_run(self.actor):
            return SECRETARIAT_ONLY
        return YES if self.meeting.state in states else Answer(allowed=False, reason=reason)

    def _locked(self, may: Any) -> Meeting:
        """The row, locked and as it is now; raises WorkflowError where the step is not allowed any more."""
        self.meeting = Meeting.objects.select_for_update().get(pk=self.meeting.pk)
        if not (answer := may()):
            raise WorkflowError(str(answer.reason))
        return self.meeting
