"""Who is there: noted by the secretary, or by those who speak for a seat."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.workflow import YES, Answer, WorkflowError

from ..access import may_run
from ..models import Attendance, Mandate, Meeting, Seat
from ..seats.enums import OF_SEAT, Office
from .enums import BEFORE, THERE, AttendanceState, MeetingState

AHEAD: Final = (AttendanceState.ANNOUNCED, AttendanceState.EXCUSED)
"""What is said before the meeting."""
LIVE: Final = (AttendanceState.PRESENT, AttendanceState.REPRESENTED, AttendanceState.LEFT, AttendanceState.EXCUSED)
"""What is noted from the opening on."""
OPEN_FOR_NOTES: Final = (*BEFORE, MeetingState.OPEN, MeetingState.CLOSED, MeetingState.MINUTES_DRAFTED)
"""The secretary may put the attendance right until the minutes are circulated."""
OPEN_FOR_SEATS: Final = (MeetingState.CONVENED, MeetingState.OPEN)


class AttendanceWorkflow:
    """Noting how one seat takes part."""

    def __init__(self, meeting: Meeting, seat: Seat, actor: Any) -> None:
        self.meeting, self.seat, self.actor = meeting, seat, actor

    def choices(self) -> tuple[AttendanceState, ...]:
        """What can be said now: before the meeting who will come, from its opening on who is there."""
        return AHEAD if self.meeting.is_before else LIVE

    def own_choices(self) -> tuple[AttendanceState, ...]:
        """What somebody who speaks for the seat can say of it now."""
        mandate = self.own_mandate()
        return choices_of(self.meeting, mandate) if mandate is not None else ()

    def may_note(self) -> Answer:
        """Whether this person may note attendance for every seat."""
        if not may_run(self.actor):
            return Answer(allowed=False, reason=_("Only the Secretariat does this."))
        if self.meeting.state not in OPEN_FOR_NOTES:
            return Answer(allowed=False, reason=_("Attendance stays as it is once the minutes are circulated."))
        return self._may_seat()

    def may_register(self) -> Answer:
        """Whether this person may register for the seat: they speak for it, and the meeting is convened or open."""
        if self.own_mandate() is None:
            return Answer(allowed=False, reason=_("You do not speak for this seat."))
        if self.meeting.state not in OPEN_FOR_SEATS:
            return Answer(
                allowed=False, reason=_("One can register once the meeting is convened, and until it is closed.")
            )
        return self._may_seat()

    def own_mandate(self) -> Mandate | None:
        """The mandate by which this person speaks for the seat on the day of the meeting; a delegate's before an alternate's."""
        held = Mandate.objects.held_by(self.actor, self.meeting.day).filter(seat=self.seat, office__in=OF_SEAT)
        return min(held, key=lambda mandate: mandate.office != Office.DELEGATE, default=None)

    def note(self, state: str, mandate: Mandate | None = None, at: datetime | None = None) -> Attendance:
        """Note for the seat, as the secretary, how it takes part, by whom and since when (now unless said).

        Who is named says whether the seat is present or represented. Unless said, a present seat has its delegate, a
        represented one its alternate if there is one alone. Raises WorkflowError where that is not allowed or does not fit.
        """
        if mandate is not None and mandate not in self._speakers():
            raise WorkflowError(str(_("This person does not speak for the seat.")))
        if state in THERE:
            mandate = mandate or self._usual_speaker(state)
            state = _state_of(mandate) if mandate is not None else state
        return self._write(state, mandate, at or timezone.now(), self.may_note, self.choices)

    def register(self, state: str) -> Attendance:
        """Say for one's own seat how it takes part; raises WorkflowError where that is not allowed."""
        return self._write(state, self.own_mandate(), timezone.now(), self.may_register, self.own_choices)

    def _speakers(self) -> list[Mandate]:
        """Who may speak for the seat on the day of the meeting."""
        return list(Mandate.objects.on(self.meeting.day).filter(seat=self.seat, office__in=OF_SEAT))

    def _usual_speaker(self, state: str) -> Mandate | None:
        """The delegate of a present seat, the only alternate of a represented one; None where it is not clear."""
        office = Office.DELEGATE if state == AttendanceState.PRESENT else Office.ALTERNATE
        found = [mandate for mandate in self._speakers() if mandate.office == office]
        return found[0] if len(found) == 1 else None

    def _write(self, state: str, mandate: Mandate | None, at: datetime, may: Any, choices: Any) -> Attendance:
        with transaction.atomic():
            # The lock on the meeting lets the second of two who press at once wait for the first.
            self.meeting = Meeting.objects.select_for_update().get(pk=self.meeting.pk)
            if not (answer := may()):
                raise WorkflowError(str(answer.reason))
            if state not in choices():
                raise WorkflowError(str(_("This cannot be said of the seat now.")))
            row = Attendance.objects.filter(meeting=self.meeting, seat=self.seat).first()
            if row is not None and row.state == state and mandate in (None, row.mandate):
                return row  # pressed twice
            row = row or Attendance(meeting=self.meeting, seat=self.seat)
            _apply(row, state, at)
            row.mandate = mandate if state in THERE else mandate or row.mandate
            row.noted_by = self.actor
            row.save()
        return row

    def _may_seat(self) -> Answer:
        if not Seat.objects.on(self.meeting.day).filter(pk=self.seat.pk).exists():
            return Answer(allowed=False, reason=_("The seat does not exist on that day."))
        return YES


def own_mandates(meeting: Meeting, user: Any) -> list[Mandate]:
    """By which mandates this person speaks on the day of the meeting, one for each seat; one query."""
    held = Mandate.objects.held_by(user, meeting.day).filter(office__in=OF_SEAT).select_related("seat__country")
    ordered = sorted(held, key=lambda mandate: mandate.office != Office.DELEGATE)
    by_seat: dict[int | None, Mandate] = {}
    for mandate in ordered:
        by_seat.setdefault(mandate.seat_id, mandate)
    return list(by_seat.values())


def choices_of(meeting: Meeting, mandate: Mandate) -> tuple[AttendanceState, ...]:
    """What the holder of the mandate can say of the seat while the meeting is convened or open; nothing else then."""
    if meeting.state not in OPEN_FOR_SEATS:
        return ()
    return AHEAD if meeting.is_before else (_state_of(mandate), AttendanceState.LEFT)


def _apply(row: Attendance, state: str, at: datetime) -> None:
    """The times that go with a state; raises WorkflowError where somebody would leave without having come."""
    if state == AttendanceState.LEFT:
        if row.arrived_at is None:
            raise WorkflowError(str(_("Who has not come cannot leave.")))
        if at < row.arrived_at:
            raise WorkflowError(str(_("This time lies before the arrival.")))
        row.left_at = at
    elif state in AHEAD:
        row.arrived_at = row.left_at = None
    else:
        row.left_at = None
        row.arrived_at = row.arrived_at if row.is_there and row.arrived_at else at
    row.state = state


def _state_of(mandate: Mandate) -> AttendanceState:
    return AttendanceState.PRESENT if mandate.office == Office.DELEGATE else AttendanceState.REPRESENTED
