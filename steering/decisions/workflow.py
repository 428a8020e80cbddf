"""The course of a decision: opened by the rules of the day, extended once, closed with a computed record, or withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing import catalogue
from publishing.workflow import YES, Answer, WorkflowError

from ..access import Access, may_run
from ..meetings.enums import MeetingState
from ..meetings.quorum import quorum_of
from ..models import Decision, Mandate, Position, RulesOfProcedure, Seat
from ..record import chain
from . import correspondence
from .content import content_of
from .enums import IN_WRITING, DecisionState, ReminderStage, Way
from .speaking import officer_name
from .tally import Tally, count
from .working_days import Deadline, day_of_deadline, working_days_after

NUMBERS: Final = 0x6465636973696F6E
"""The advisory lock under which numbers of the register are given: "decision" in ASCII."""
MOST_DAYS: Final = 120
"""Working days that a procedure in writing may take."""
SECRETARIAT_ONLY: Final = Answer(allowed=False, reason=_("Only the Secretariat does this."))
REASON_DUE: Final = _("Give a reason.")


class DecisionWorkflow:
    """What can be done with a decision as a whole; each step locks the row and asks again.

    >>> DecisionWorkflow(decision, user).open()
    """

    def __init__(self, decision: Decision, actor: Any) -> None:
        self.decision, self.actor = decision, actor

    def may_open(self) -> Answer:
        """Whether the draft may be put to the Committee: it has its text in the ruling language, and rules are in force."""
        if not (answer := self._may(DecisionState.DRAFT, _("Only a draft can be opened."))):
            return answer
        reason = self._what_text_lacks() or self._what_place_lacks()
        return Answer(allowed=False, reason=reason) if reason else YES

    def may_extend(self) -> Answer:
        """Whether the deadline may be moved: once, before it has passed, if the rules know an extension."""
        decision = self.decision
        if not (answer := self._may(DecisionState.OPEN, _("Only an open decision can be extended."))):
            return answer
        if decision.way not in IN_WRITING:
            return Answer(allowed=False, reason=_("A decision at a meeting has no deadline."))
        if decision.extended_at is not None:
            return Answer(allowed=False, reason=_("The deadline was extended already; that is possible once."))
        if decision.is_past_deadline:
            return Answer(allowed=False, reason=_("The deadline has passed; it cannot be extended any more."))
        rules = self._rules()
        if rules is None or not rules.extension_days:
            return Answer(allowed=False, reason=_("The rules of procedure know no extension."))
        return YES

    def may_close(self, silent: int | None = None, mandates: Sequence[Mandate] | None = None) -> Answer:
        """Whether it may be closed: after the deadline or once all seats have answered; at a meeting, with a quorum.

        A page that knows how many seats are silent, and the person's mandates, spares the queries.
        """
        decision = self.decision
        if not (answer := self._may(DecisionState.OPEN, _("This decision is not open."))):
            return answer
        if not officer_name(self.actor, decision.ruling_language, mandates):
            return Answer(
                allowed=False,
                reason=_("Your account has no name. The record names the officer who closes: fill in your name first."),
            )
        if decision.way == Way.AT_MEETING:
            return self._may_close_at_meeting()
        if silent is None:
            silent = Position.objects.filter(decision=decision).silent().count()
        if silent and not decision.is_past_deadline:
            return Answer(allowed=False, reason=_("The deadline has not passed, and not all members have answered."))
        return YES

    def may_withdraw(self) -> Answer:
        """Whether it may be taken back without an outcome."""
        return self._may(DecisionState.OPEN, _("Only an open decision can be withdrawn."))

    def may_release(self) -> Answer:
        """Whether it may be shown beyond the Committee."""
        if not (answer := self._may(DecisionState.CLOSED, _("Only a closed decision can be released."))):
            return answer
        if self.decision.released_at is not None:
            return Answer(allowed=False, reason=_("It was released already."))
        return YES

    def open(self, days: int | None = None) -> Decision:
        """Number it, fix majority, quorum and the member seats by the rules of today, and write to the members.

        `days` are the working days of a procedure in writing; never fewer than the rules say, which is also the default.
        Raises WorkflowError where it is refused.
        """
        with transaction.atomic():
            decision = self._lock()
            self._ask(self.may_open())
            today = localdate()
            rules = RulesOfProcedure.objects.in_force(today).prefetch_related("majorities").get()
            seats = list(Seat.objects.on(today).members().select_related("country"))
            decision.year, decision.serial = next_number(today.year)
            decision.majority = rules.majority_of(decision.kind)
            decision.quorum = rules.quorum_of(len(seats))
            decision.opened_at, decision.state = timezone.now(), DecisionState.OPEN
            if decision.way in IN_WRITING:
                decision.deadline_at = self._deadline(rules, seats, days).moment
            decision.save(update_fields=["year", "serial", "majority", "quorum", "opened_at", "state", "deadline_at"])
            Position.objects.bulk_create(Position(decision=decision, seat=seat) for seat in seats)
            if decision.way in IN_WRITING:
                correspondence.write("decision_opened", decision, self.actor)
        return decision

    def extend(self, reason: str) -> Decision:
        """Move the deadline by what the rules allow and write to the members. Raises WorkflowError where it is refused."""
        with transaction.atomic():
            decision = self._lock()
            self._ask(self.may_extend())
            rules = self._rules()
            if rules is None or decision.deadline_at is None:
                raise WorkflowError(_("The rules of procedure know no extension."))
            decision.extension_reason, decision.reason_language = _reason(reason)
            decision.extended_at = timezone.now()
            deadline = working_days_after(
                deadline_day(decision), rules.extension_days, countries_of(seats_of_decision(decision))
            )
            decision.deadline_at = deadline.moment
            decision.save(update_fields=["extension_reason", "reason_language", "extended_at", "deadline_at"])
            Position.objects.filter(decision=decision).update(reminded=ReminderStage.NONE)
            correspondence.write("decision_extended", decision, self.actor)
        return decision

    def close(self) -> Decision:
        """Compute the outcome, keep it for ever, seal it into the record, and write to the members. Raises WorkflowError."""
        with transaction.atomic():
            decision = self._lock()
            self._ask(self.may_close())
            tally = tally_of(decision)
            decision.record, decision.outcome = tally.record(), tally.outcome
            decision.state = DecisionState.CLOSED
            decision.closed_at, decision.decided_on = timezone.now(), localdate()
            decision.closed_by = self.actor
            decision.closed_by_name = officer_name(self.actor, decision.ruling_language)
            decision.save(
                update_fields=[
                    "record", "outcome", "state", "closed_at", "decided_on", "closed_by", "closed_by_name",
                ]
            )  # fmt: skip
            chain.seal("decision", decision, content_of(decision), by=self.actor)
            correspondence.write("decision_closed", decision, self.actor)
        return decision

    def withdraw(self, reason: str) -> Decision:
        """Take it back: neither adopted nor refused, with the reason. Raises WorkflowError where it is refused."""
        with transaction.atomic():
            decision = self._lock()
            self._ask(self.may_withdraw())
            decision.withdrawal_reason, decision.reason_language = _reason(reason)
            decision.withdrawn_at, decision.state = timezone.now(), DecisionState.WITHDRAWN
            decision.save(update_fields=["withdrawal_reason", "reason_language", "withdrawn_at", "state"])
            correspondence.write("decision_withdrawn", decision, self.actor)
        return decision

    def release(self, access: str | None = None) -> Decision:
        """Open it, with the positions, to everybody or to everybody with an account. Raises WorkflowError."""
        with transaction.atomic():
            decision = self._lock()
            self._ask(self.may_release())
            decision.access = access or decision.access
            if decision.access not in {Access.PUBLIC, Access.REGISTERED}:
                raise WorkflowError(_("Choose to whom it is released."))
            decision.released_at = timezone.now()
            decision.save(update_fields=["access", "released_at"])
            catalogue.write(decision)
        return decision

    def _lock(self) -> Decision:
        self.decision = (
            Decision.objects.select_for_update(of=("self",), no_key=True)
            .select_related("agenda_item__meeting")
            .get(pk=self.decision.pk)
        )
        return self.decision

    def _may(self, state: str, reason: Any) -> Answer:
        if not may_run(self.actor):
            return SECRETARIAT_ONLY
        return YES if self.decision.state == state else Answer(allowed=False, reason=reason)

    def _what_text_lacks(self) -> Any:
        """What of the text is missing before the draft can be opened; empty for nothing."""
        ruling = self.decision.ruling_language
        if not getattr(self.decision, f"title_{ruling}"):
            return _("The title is missing in the language that rules.")
        texts = [getattr(section, f"text_{ruling}") for section in self.decision.sections.all()]
        return "" if texts and all(texts) else _("The text is missing in the language that rules.")

    def _what_place_lacks(self) -> Any:
        """What of meeting, rules and membership stands against the opening; empty for nothing."""
        if self.decision.way == Way.AT_MEETING:
            item = self.decision.agenda_item
            if item is None:
                return _("Choose the agenda item under which it is decided.")
            if item.meeting.state != MeetingState.OPEN:
                return _("The meeting is not open.")
        if not RulesOfProcedure.objects.in_force(localdate()).exists():
            return _("No rules of procedure are in force, so nothing can be decided.")
        if not Seat.objects.on(localdate()).members().exists():
            return _("The Committee has no member seats today.")
        return ""

    def _may_close_at_meeting(self) -> Answer:
        item = self.decision.agenda_item
        if item is None or item.meeting.state != MeetingState.OPEN:
            return Answer(allowed=False, reason=_("The meeting is not open."))
        quorum = quorum_of(item.meeting)
        return YES if quorum.is_reached else Answer(allowed=False, reason=quorum.reason)

    def _ask(self, answer: Answer) -> None:
        if not answer:
            raise WorkflowError(answer.reason)

    def _rules(self) -> RulesOfProcedure | None:
        """The rules by which the decision was opened; what was opened under one version is finished under it."""
        opened = self.decision.opened_at
        return RulesOfProcedure.objects.in_force(localdate(opened)).first() if opened is not None else None

    def _deadline(self, rules: RulesOfProcedure, seats: list[Seat], days: int | None) -> Deadline:
        wanted = rules.silence_days if days is None else days
        if not rules.silence_days <= wanted <= max(MOST_DAYS, rules.silence_days):
            raise WorkflowError(
                _("The rules of procedure ask for %(least)d working days at least; at most %(most)d are possible.")
                % {"least": rules.silence_days, "most": MOST_DAYS}
            )
        return working_days_after(localdate(), wanted, countries_of(seats))


def tally_of(decision: Decision) -> Tally:
    """What the positions come to as they stand now; one query, at a meeting four."""
    choices = Position.objects.filter(decision=decision).values_list("choice", flat=True)
    item = decision.agenda_item if decision.way == Way.AT_MEETING else None
    present = quorum_of(item.meeting).present if item is not None else None
    return count(decision.way, decision.majority, decision.quorum or 0, choices, present)


def seats_of_decision(decision: Decision) -> list[Seat]:
    """The member seats that take part, as they were at the opening, with their countries; one query."""
    return list(Seat.objects.filter(positions__decision=decision).select_related("country"))


def countries_of(seats: list[Seat]) -> list[str]:
    """The ISO codes of the seats' countries."""
    return [seat.country.iso2 for seat in seats if seat.country is not None]


def deadline_day(decision: Decision) -> date:
    """The day with which the time ends where it ends last; raises WorkflowError for a decision without a deadline."""
    if decision.deadline_at is None:
        raise WorkflowError(_("A decision at a meeting has no deadline."))
    return day_of_deadline(decision.deadline_at, countries_of(seats_of_decision(decision)))


def next_number(year: int) -> tuple[int, int]:
    """The next number of the register in a year; the caller's transaction holds the numbers until its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    last = Decision.objects.filter(year=year).aggregate(last=Max("serial"))["last"]
    return year, (last or 0) + 1


def _reason(reason: str) -> tuple[str, str]:
    """The reason, tidied, with the language in which it was written; raises WorkflowError for none."""
    text = reason.replace("\x00", "").strip()
    if not text:
        raise WorkflowError(REASON_DUE)
    if len(text) > 2000:
        raise WorkflowError(_("The reason is too long."))
    return text, get_language() or "ru"
