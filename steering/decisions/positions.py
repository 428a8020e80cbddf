"""Giving a seat's position: changed until the closing, each input kept, the delegate's word above the alternate's."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.workflow import YES, Answer, Conflict, WorkflowError

from ..meetings.enums import THERE, MeetingState
from ..models import Attendance, Decision, Position, PositionChange, Seat
from . import correspondence
from .enums import WITH_TEXT, Capacity, Choice, DecisionState, Way
from .speaking import Speaker, speaker_for

LONGEST: Final = 5000
"""Characters of a statement."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says for a seat."""

    choice: str
    text: str = ""
    language: str = ""
    """Of the text; one of the three."""
    source: str = ""
    """Where the Secretariat notes it: the letter by which it came, or the vote."""


class PositionWorkflow:
    """The position of one seat to one decision.

    >>> PositionWorkflow(decision, seat, user).state(Statement(Choice.OBJECT, "Too dear.", "en"), seen=3)
    """

    def __init__(self, decision: Decision, seat: Seat, actor: Any, speaker: Speaker | None = None) -> None:
        """`speaker` spares a query to who knows already as what the person speaks for the seat; it is asked anew before writing."""
        self.decision, self.seat, self.actor = decision, seat, actor
        self.speaker: Speaker | None = speaker or speaker_for(actor, seat)

    def may_state(self) -> Answer:
        """Whether this person may give the seat's position now."""
        if self.speaker is None:
            return Answer(allowed=False, reason=_("You do not speak for this seat."))
        if self.decision.state != DecisionState.OPEN:
            return Answer(allowed=False, reason=_("This decision is not open for positions."))
        if self.decision.is_past_deadline:
            return Answer(allowed=False, reason=_("The time for positions has ended."))
        if self.decision.way == Way.AT_MEETING:
            return self._may_at_meeting()
        return YES

    def state(self, statement: Statement, *, seen: int | None = None) -> Position:
        """Give or change the position and return it as it stands then.

        `seen` is the version that the person looked at: raises Conflict where somebody has spoken for the seat since.
        The same input twice is one. Raises WorkflowError where it is refused, with everything as it was.
        """
        statement = _tidy(statement)
        with transaction.atomic():
            # The decision's row is the turnstile: closing takes it too, so nothing enters behind a closing.
            self.decision = (
                Decision.objects.select_for_update(of=("self",), no_key=True)
                .select_related("agenda_item__meeting")
                .get(pk=self.decision.pk)
            )
            position = Position.objects.filter(decision=self.decision, seat=self.seat).first()
            if position is None:
                raise WorkflowError(_("This seat takes no part in the decision: it was no member seat at the opening."))
            self.speaker = speaker_for(self.actor, self.seat)
            answer = self.may_state()
            if not answer or self.speaker is None:
                raise WorkflowError(answer.reason)
            _check(statement, self.speaker, self.decision)
            if self._is_repeated(position, statement):
                return position
            if seen is not None and seen != position.version:
                raise Conflict(
                    _("Somebody else has spoken for this seat since you opened the page. Look at it, then decide.")
                )
            return self._write(position, statement, self.speaker)

    def _may_at_meeting(self) -> Answer:
        item = self.decision.agenda_item
        if item is None or item.meeting.state != MeetingState.OPEN:
            return Answer(allowed=False, reason=_("The meeting is not open."))
        is_there = Attendance.objects.filter(meeting=item.meeting, seat=self.seat, state__in=THERE).exists()
        if not is_there:
            return Answer(allowed=False, reason=_("This seat is neither present nor represented at the meeting."))
        return YES

    def _is_repeated(self, position: Position, statement: Statement) -> bool:
        """Whether this person's last word was exactly this, and it was the last for the seat."""
        last = position.changes.order_by("-version").first()
        return (
            last is not None
            and last.by_id == self.actor.pk
            and (last.choice, last.text, last.language) == (statement.choice, statement.text, statement.language)
        )

    def _write(self, position: Position, statement: Statement, speaker: Speaker) -> Position:
        now = timezone.now()
        words = {"choice": statement.choice, "text": statement.text, "language": statement.language}
        differs = any(getattr(position, name) != value for name, value in words.items())
        # The delegate's word stands against anybody else's until the delegate changes it.
        is_outranked = position.capacity == Capacity.DELEGATE and speaker.capacity != Capacity.DELEGATE
        position.version += 1
        PositionChange.objects.create(
            position=position,
            version=position.version,
            capacity=speaker.capacity,
            mandate=speaker.mandate,
            by=self.actor,
            at=now,
            counts=not is_outranked or not differs,
            source=statement.source,
            **words,
        )
        position.is_contested = is_outranked and differs
        fields = ["version", "is_contested"]
        if not is_outranked:
            for name, value in words.items():
                setattr(position, name, value)
            position.capacity, position.mandate = speaker.capacity, speaker.mandate
            position.by, position.stated_at = self.actor, now
            fields += [*words, "capacity", "mandate", "by", "stated_at"]
        position.save(update_fields=fields)
        if position.is_contested:
            correspondence.contested(position, self.actor)
        return position


def _tidy(statement: Statement) -> Statement:
    """The statement without spaces around it and NUL characters; a text only where the position has one."""
    text = statement.text.replace("\x00", "").replace("\r\n", "\n").strip()
    return Statement(
        statement.choice, text, statement.language if text else "", statement.source.replace("\x00", "").strip()
    )


def _check(statement: Statement, speaker: Speaker, decision: Decision) -> None:
    if statement.choice not in Choice.values:
        raise WorkflowError(_("Choose one of the positions."))
    if statement.choice in WITH_TEXT and not statement.text:
        raise WorkflowError(_("Write what you object to, or what your comment is."))
    if len(statement.text) > LONGEST:
        raise WorkflowError(_("The statement is too long."))
    if statement.text and statement.language not in {"kk", "ru", "en"}:
        raise WorkflowError(_("Say in which language the statement is written."))
    if speaker.capacity == Capacity.SECRETARY and decision.way != Way.AT_MEETING and not statement.source:
        raise WorkflowError(_("Say how the position came: the letter, its number and date."))
