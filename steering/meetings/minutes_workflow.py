"""The minutes: drafted from the agenda, circulated, corrected, adopted and sealed, released."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES, columns
from publishing.workflow import YES, Answer, Conflict, WorkflowError

from ..access import may_run
from ..decisions.working_days import working_days_after
from ..models import Correction, Decision, Meeting, Minutes, MinutesEntry, RulesOfProcedure, Seat
from ..record.chain import seal
from ..record.enums import RecordKind
from ..seats.membership import seats_of
from . import correspondence, drafting, sealing
from .enums import CorrectionAnswer, MeetingState
from .notice import countries_on
from .workflow import SECRETARIAT_ONLY

TEXTS: Final = {"discussion": _("discussion"), "decision": _("decision"), "actions": _("actions")}
"""What the minutes say of an item, in this order."""


class MinutesWorkflow:
    """What can be done with the minutes of one meeting; each step locks the meeting and asks again."""

    def __init__(self, meeting: Meeting, actor: Any) -> None:
        self.meeting, self.actor = meeting, actor
        self._seats: list[Seat] | None = None

    def may_draft(self) -> Answer:
        """Whether minutes may be drafted: the meeting is closed."""
        return self._may(MeetingState.CLOSED, reason=_("Minutes are drafted once, when the meeting is closed."))

    def may_write(self) -> Answer:
        """Whether entries may be written: from the draft to the adoption; accepted corrections are worked in."""
        states = (MeetingState.MINUTES_DRAFTED, MeetingState.CIRCULATED)
        return self._may(*states, reason=_("The minutes are adopted, or not drafted yet."))

    def may_circulate(self) -> Answer:
        """Whether the draft may be circulated: every item has a text."""
        answer = self._may(MeetingState.MINUTES_DRAFTED, reason=_("Only a draft is circulated, and once."))
        if answer and self._empty_entries():
            return Answer(
                allowed=False,
                reason=_("These items have no text yet: %(numbers)s.")
                % {"numbers": ", ".join(str(number) for number in self._empty_entries())},
            )
        return answer

    def may_correct(self) -> Answer:
        """Whether corrections are still taken from this person's seat: circulated, before the deadline."""
        if self.meeting.state != MeetingState.CIRCULATED:
            return Answer(allowed=False, reason=_("Corrections are taken while the minutes are circulated."))
        until = self.meeting.minutes.corrections_until
        if until is not None and timezone.now() > until:
            return Answer(allowed=False, reason=_("The time for corrections is over."))
        if not self.own_seats():
            return Answer(allowed=False, reason=_("You speak for no seat of this meeting."))
        return YES

    def may_answer(self) -> Answer:
        """Whether corrections may be answered: until the adoption."""
        return self._may(
            MeetingState.CIRCULATED, reason=_("Corrections are answered while the minutes are circulated.")
        )

    def may_adopt(self) -> Answer:
        """Whether the adoption may be noted: the deadline has passed and every correction is answered."""
        answer = self._may(MeetingState.CIRCULATED, reason=_("Only circulated minutes can be adopted."))
        if not answer:
            return answer
        until = self.meeting.minutes.corrections_until
        if until is not None and timezone.now() <= until:
            return Answer(allowed=False, reason=_("The time for corrections is not over."))
        if Correction.objects.filter(entry__minutes__meeting=self.meeting, answer="").exists():
            return Answer(allowed=False, reason=_("A correction waits for an answer."))
        return YES

    def may_release(self) -> Answer:
        """Whether adopted minutes may be released to those to whom the meeting is open."""
        answer = self._may(MeetingState.ADOPTED, reason=_("Only adopted minutes are released."))
        if answer and self.meeting.minutes.released_at is not None:
            return Answer(allowed=False, reason=_("The minutes are released already."))
        return answer

    def draft(self) -> Minutes:
        """Begin the minutes: an entry for each item, with what was decided and has to be done filled in.

        Raises WorkflowError where the meeting is not closed or the minutes exist.
        """
        with transaction.atomic():
            meeting = self._locked(self.may_draft)
            minutes = Minutes.objects.create(meeting=meeting)
            for item in meeting.items.order_by("number"):
                MinutesEntry.objects.create(minutes=minutes, item=item, **drafting.texts_of(item))
            self._move_to(MeetingState.MINUTES_DRAFTED)
        return minutes

    def write(self, entry: MinutesEntry, texts: Mapping[str, str], edition: int) -> None:
        """Write an entry: texts by column (`discussion_kk`, …).

        Raises Conflict where somebody else has written it since `edition`, WorkflowError where it may not be written.
        """
        with transaction.atomic():
            self._locked(self.may_write)
            held = MinutesEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk, minutes__meeting=self.meeting)
            if held.edition != edition:
                raise Conflict(str(_("Somebody else has changed this entry meanwhile. Compare and send again.")))
            names = columns(*TEXTS)
            for name in names:
                setattr(held, name, texts.get(name, ""))
            held.edition += 1
            held.save(update_fields=[*names, "edition"])

    def circulate(self) -> None:
        """Circulate the draft; everybody gets a letter with the deadline, in working days of all members.

        Raises WorkflowError where an item has no text, or no rules of procedure give a deadline.
        """
        with transaction.atomic():
            meeting = self._locked(self.may_circulate)
            today = localdate()
            rules = RulesOfProcedure.objects.in_force(today).first()
            if rules is None:
                raise WorkflowError(str(_("No rules of procedure are in force, so there is no deadline.")))
            until = working_days_after(today, rules.minutes_days, countries_on(today)).moment
            minutes = meeting.minutes
            minutes.circulated_at, minutes.corrections_until = timezone.now(), until
            minutes.save(update_fields=["circulated_at", "corrections_until"])
            self._move_to(MeetingState.CIRCULATED)
            correspondence.write("minutes_circulated", meeting, self.actor, {"until": correspondence.moment_for(until)})

    def correct(self, entry: MinutesEntry, seat: Seat, language: str, text: str, wording: str) -> Correction:
        """Ask, for a seat, for a correction of an entry. Raises WorkflowError where it is too late or no seat of theirs."""
        with transaction.atomic():
            self._locked(self.may_correct)
            if seat.pk not in {own.pk for own in self.own_seats()}:
                raise WorkflowError(str(_("You do not speak for this seat.")))
            known = Correction.objects.filter(entry=entry, seat=seat, text=text, wording=wording).first()
            return known or Correction.objects.create(
                entry=entry, seat=seat, author=self.actor, language=language, text=text, wording=wording
            )

    def answer(self, correction: Correction, answer: str, reason: str, language: str) -> None:
        """Answer a correction, once; a refusal, even in part, says why. Raises WorkflowError."""
        with transaction.atomic():
            self._locked(self.may_answer)
            held = Correction.objects.select_for_update(of=("self",)).get(
                pk=correction.pk, entry__minutes__meeting=self.meeting
            )
            if held.answer:
                raise WorkflowError(str(_("This correction is answered already.")))
            if answer != CorrectionAnswer.ACCEPTED and not reason:
                raise WorkflowError(str(_("Say why the correction is not accepted as it stands.")))
            held.answer, held.reason, held.reason_language = answer, reason, language if reason else ""
            held.answered_at, held.answered_by = timezone.now(), self.actor
            held.save(update_fields=["answer", "reason", "reason_language", "answered_at", "answered_by"])

    def adopt(self, basis: Mapping[str, str], decision: Decision | None = None) -> None:
        """Note the adoption by a decision or on another basis, seal the minutes and write to everybody.

        From then on the database refuses every change. Raises WorkflowError where the time for corrections is not over,
        one waits for an answer, or nothing says what adopted the minutes.
        """
        with transaction.atomic():
            meeting = self._locked(self.may_adopt)
            if decision is None and not any(basis.values()):
                raise WorkflowError(str(_("Name the decision, or write what adopted the minutes.")))
            minutes = meeting.minutes
            minutes.participants = sealing.participants_of(meeting)
            minutes.decision, minutes.adopted_at, minutes.adopted_by = decision, timezone.now(), self.actor
            for code in CODES:
                setattr(minutes, f"basis_{code}", basis.get(code, ""))
            names = columns("basis")
            minutes.save(update_fields=["participants", "decision", "adopted_at", "adopted_by", *names])
            self._move_to(MeetingState.ADOPTED)
            seal(RecordKind.MINUTES, minutes, sealing.content_of(minutes), by=self.actor)
            correspondence.write("minutes_adopted", meeting, self.actor)

    def release(self) -> None:
        """Release adopted minutes to those to whom the meeting is open. Raises WorkflowError where that is not allowed."""
        with transaction.atomic():
            meeting = self._locked(self.may_release)
            meeting.minutes.released_at = timezone.now()
            meeting.minutes.save(update_fields=["released_at"])

    def own_seats(self) -> list[Seat]:
        """The seats for which this person may ask for corrections: those they speak for today and that sat in the meeting."""
        if self._seats is None:
            day = self.meeting.day
            held = seats_of(self.actor)
            self._seats = [seat for seat in held if seat.since <= day and (seat.until is None or seat.until >= day)]
        return self._seats

    def _empty_entries(self) -> list[int]:
        """The numbers of the items of which the minutes say nothing in any language."""
        written = Q(pk__in=[])
        for column in columns(*TEXTS):
            written |= Q(**{f"{column}__gt": ""})
        entries = MinutesEntry.objects.filter(minutes__meeting=self.meeting).exclude(
            pk__in=MinutesEntry.objects.filter(written).values("pk")
        )
        return list(entries.order_by("item__number").values_list("item__number", flat=True))

    def _move_to(self, state: MeetingState) -> None:
        self.meeting.state = state
        self.meeting.save(update_fields=["state", "changed_at"])

    def _may(self, *states: str, reason: Any) -> Answer:
        if not may_run(self.actor):
            return SECRETARIAT_ONLY
        return YES if self.meeting.state in states else Answer(allowed=False, reason=reason)

    def _locked(self, may: Any) -> Meeting:
        self.meeting = Meeting.objects.select_for_update().get(pk=self.meeting.pk)
        if not (answer := may()):
            raise WorkflowError(str(answer.reason))
        return self.meeting
