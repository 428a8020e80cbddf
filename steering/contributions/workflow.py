"""What can be done with a contribution: confirm it, enter deliveries, withdraw it, annotate it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.models import Event
from publishing.workflow import YES, Answer, WorkflowError

from ..access import may_run
from ..models import Contribution, ContributionNote, Contributor, Delivery
from .enums import OPEN_STATES, ContributionAction, ContributionKind, ContributionState
from .money import check_amount

NOT_YOURS = _("Only the Secretariat keeps the ledger.")


def enter(contribution: Contribution, actor: Any) -> Contribution:
    """Save a new contribution and begin its history; raises ValidationError where it contradicts itself.

    `actor` is None for what is loaded from files.
    """
    contribution.full_clean()
    with transaction.atomic():
        contribution.save()
        _record(contribution, ContributionAction.OFFER, "", actor)
    return contribution


class ContributionWorkflow:
    """The steps of one contribution; each raises WorkflowError, with all as it was, where it is refused."""

    def __init__(self, contribution: Contribution, actor: Any) -> None:
        self.contribution, self.actor = contribution, actor

    def may_confirm(self) -> Answer:
        """Whether the offer can be confirmed by this person."""
        return self._may_keep({ContributionState.OFFERED}, _("It is confirmed already, or withdrawn."))

    def confirm(self, on: date) -> Contribution:
        """Confirm the offer: from this day on its delivery is awaited."""
        with transaction.atomic():
            self._lock(self.may_confirm)
            self._check_day(on)
            self.contribution.confirmed_on = on
            return self._move(ContributionAction.CONFIRM, ContributionState.CONFIRMED, ["confirmed_on"])

    def may_deliver(self) -> Answer:
        """Whether a delivery can be entered by this person."""
        return self._may_keep(set(OPEN_STATES), _("Deliveries are entered for what is confirmed and not yet complete."))

    def deliver(
        self, on: date, amount: Decimal | None = None, notes: Mapping[str, str] | None = None, *, is_last: bool = False
    ) -> Delivery:
        """Enter what arrived on a day: an amount of money, or a part of what is given in kind.

        Money that reaches the offered amount completes the contribution by itself; more than that is refused. `notes`
        are by language.
        """
        with transaction.atomic():
            self._lock(self.may_deliver)
            self._check_day(on)
            contribution = self.contribution
            total = self._total_with(amount)
            row = Delivery(contribution=contribution, delivered_on=on, amount=amount)
            for code, note in (notes or {}).items():
                setattr(row, f"note_{code}", note)
            row.full_clean(exclude=["contribution"])
            row.save()
            state = ContributionState.PARTLY_DELIVERED
            if is_last or (contribution.kind == ContributionKind.MONEY and total == contribution.amount):
                state = ContributionState.DELIVERED
                # What completes it is the last by its day, in whatever order the parts were entered.
                last = contribution.deliveries.order_by("-delivered_on", "-pk")[0]
                last.is_last = True
                last.save(update_fields=["is_last"])
                row = last if last.pk == row.pk else row
            self._move(ContributionAction.DELIVER, state)
        return row

    def may_take_back(self) -> Answer:
        """Whether a delivery can be taken back by this person."""
        return self._may_keep(
            {ContributionState.PARTLY_DELIVERED, ContributionState.DELIVERED}, _("There is no delivery to take back.")
        )

    def take_back(self, delivery: int, reason: str) -> Contribution:
        """Take a delivery out that was entered by mistake; the history keeps it with the reason."""
        with transaction.atomic():
            self._lock(self.may_take_back)
            reason = _needed(reason)
            row = self.contribution.deliveries.filter(pk=delivery).first()
            if row is None:
                raise WorkflowError(_("This delivery is not there any more."))
            row.delete()
            for last in self.contribution.deliveries.filter(is_last=True):
                last.is_last = False
                last.save(update_fields=["is_last"])
            is_left = self.contribution.deliveries.exists()
            state = ContributionState.PARTLY_DELIVERED if is_left else ContributionState.CONFIRMED
            return self._move(ContributionAction.TAKE_BACK, state, reason=reason)

    def may_withdraw(self) -> Answer:
        """Whether it can be withdrawn by this person."""
        return self._may_keep(
            {ContributionState.OFFERED, *OPEN_STATES}, _("What is delivered or withdrawn is not withdrawn again.")
        )

    def withdraw(self, on: date, reason: str) -> Contribution:
        """Withdraw the offer, or what is left of it, with the reason that its contributor gives."""
        with transaction.atomic():
            self._lock(self.may_withdraw)
            self._check_day(on)
            reason = _needed(reason)
            if self.contribution.deliveries.filter(delivered_on__gt=on).exists():
                raise WorkflowError(_("Something was delivered after that day."))
            self.contribution.withdrawn_on = on
            return self._move(ContributionAction.WITHDRAW, ContributionState.WITHDRAWN, ["withdrawn_on"], reason=reason)

    def may_annotate(self) -> Answer:
        """Whether this person speaks for who gives; the note stands at once, under the contributor's name."""
        if not self.actor.is_authenticated:
            return Answer(allowed=False, reason=_("Only who gives may annotate a contribution."))
        own = Contributor.objects.spoken_for_by(self.actor).filter(pk=self.contribution.contributor_id)
        return YES if own.exists() else Answer(allowed=False, reason=_("Only who gives may annotate a contribution."))

    def annotate(self, text: str, language: str) -> ContributionNote:
        """Add a public note in the contributor's name. The same words are not added twice, as by a double click."""
        with transaction.atomic():
            self._lock(self.may_annotate)
            note = ContributionNote(contribution=self.contribution, text=text.strip(), language=language, by=self.actor)
            twin = self.contribution.notes.filter(text=note.text, language=language, hidden_at=None).first()
            if twin is not None:
                return twin
            note.full_clean(exclude=["contribution", "by"])
            note.save()
            _record(self.contribution, ContributionAction.ANNOTATE, self.contribution.state, self.actor)
        return note

    def may_hide_notes(self) -> Answer:
        """Whether this person may hide a note: the Secretariat."""
        return YES if may_run(self.actor) else Answer(allowed=False, reason=NOT_YOURS)

    def hide_note(self, note: int, reason: str) -> ContributionNote:
        """Hide a note from readers, with the reason, which its contributor and the Committee can read."""
        with transaction.atomic():
            self._lock(self.may_hide_notes)
            reason = _needed(reason)
            row = self.contribution.notes.filter(pk=note).first()
            if row is None or row.hidden_at is not None:
                raise WorkflowError(_("This note is hidden already."))
            row.hidden_at, row.hidden_by, row.why_hidden = timezone.now(), self.actor, reason
            row.save(update_fields=["hidden_at", "hidden_by", "why_hidden"])
            _record(self.contribution, ContributionAction.HIDE_NOTE, self.contribution.state, self.actor, reason)
        return row

    def _may_keep(self, states: set[ContributionState], reason: str | Promise) -> Answer:
        if not may_run(self.actor):
            return Answer(allowed=False, reason=NOT_YOURS)
        return YES if self.contribution.state in states else Answer(allowed=False, reason=reason)

    def _lock(self, may: Any) -> None:
        found = (
            Contribution.objects.visible_to(self.actor)
            .select_for_update(of=("self",))
            .filter(pk=self.contribution.pk)
            .first()
        )
        if found is None:
            raise WorkflowError(_("This record has been deleted meanwhile."))
        self.contribution = found
        answer: Answer = may()
        if not answer:
            raise WorkflowError(answer.reason)

    def _check_day(self, on: date) -> None:
        if on > localdate():
            raise WorkflowError(_("This day has not come yet."))
        if on < (self.contribution.confirmed_on or self.contribution.offered_on):
            raise WorkflowError(_("This day lies before the offer or its confirmation."))

    def _total_with(self, amount: Decimal | None) -> Decimal:
        """What has arrived with this delivery; refuses what does not fit the contribution."""
        contribution = self.contribution
        if contribution.kind == ContributionKind.IN_KIND:
            if amount is not None:
                raise WorkflowError(_("What is given in kind is delivered without an amount."))
            return Decimal(0)
        if amount is None:
            raise WorkflowError(_("Say how much arrived."))
        if problem := check_amount(amount, contribution.currency):
            raise WorkflowError(problem)
        total = contribution.delivered_by(date.max) + amount
        if total > (contribution.amount or 0):
            raise WorkflowError(_("That is more than was offered. Enter the rest as a contribution of its own."))
        return total

    def _move(
        self, action: ContributionAction, state: ContributionState, fields: Any = (), reason: str = ""
    ) -> Contribution:
        before, self.contribution.state = self.contribution.state, state
        self.contribution.save(update_fields=["state", *fields])
        _record(self.contribution, action, before, self.actor, reason)
        return self.contribution


def _record(contribution: Contribution, action: str, before: str, actor: Any, reason: str = "") -> None:
    Event.objects.create(
        content_type=ContentType.objects.get_for_model(Contribution),
        object_id=contribution.pk,
        action=action,
        from_state=before,
        to_state=contribution.state,
        reason=reason,
        actor=actor if actor is not None and actor.pk else None,
    )


def _needed(reason: str) -> str:
    """The reason without the space around it; refuses an empty one."""
    if not reason.strip():
        raise WorkflowError(_("Give a reason."))
    return reason.strip()
