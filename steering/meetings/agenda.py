"""The agenda of a meeting: items in order, moved until the meeting is convened, added late under the next number."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from publishing.workflow import YES, Answer, WorkflowError

from ..access import may_run
from ..models import AgendaItem, Meeting, RulesOfProcedure, Seat
from ..seats.enums import Proposer, SeatKind
from .enums import BEFORE, ItemKind, MeetingState
from .workflow import SECRETARIAT_ONLY

KIND_OF_PROPOSER = {Proposer.MEMBER: SeatKind.MEMBER, Proposer.OBSERVER: SeatKind.OBSERVER}
"""Which kind of seat proposes as what."""


class AgendaWorkflow:
    """Changes of one agenda; each locks the meeting, so that two at once keep the numbers whole."""

    def __init__(self, meeting: Meeting, actor: Any) -> None:
        self.meeting, self.actor = meeting, actor

    def may_add(self) -> Answer:
        """Whether an item may be added: until the meeting is closed."""
        return self._may(*BEFORE, MeetingState.OPEN, reason=_("The meeting is over or cancelled."))

    def may_edit(self) -> Answer:
        """Whether the words of an item may be changed: until the meeting is closed."""
        return self.may_add()

    def may_move(self) -> Answer:
        """Whether items may change places or go: until the meeting is convened, for then the numbers are cited."""
        return self._may(MeetingState.PLANNED, reason=_("The numbers stay once the meeting is convened."))

    def may_propose(self, kind: str, proposer: str, seat: Seat | None) -> Answer:
        """Whether the rules of the day let this proposer put an item of this kind on the agenda."""
        wanted = KIND_OF_PROPOSER.get(Proposer(proposer))
        if (seat is not None) != (wanted is not None):
            reason = (
                _("Name the seat that proposes it.") if wanted else _("The chair and the Secretariat have no seat.")
            )
            return Answer(allowed=False, reason=reason)
        if seat is not None and seat.kind != wanted:
            return Answer(allowed=False, reason=_("This seat is not of that kind."))
        if seat is not None and not Seat.objects.on(self.meeting.day).filter(pk=seat.pk).exists():
            return Answer(allowed=False, reason=_("The seat does not exist on that day."))
        if kind != ItemKind.DECISION:
            return YES
        rules = RulesOfProcedure.objects.in_force(self.meeting.day).first()
        if rules is not None and proposer not in rules.proposers:
            reason = _("By the rules of procedure of that day a decision is proposed by: %(names)s.")
            return Answer(allowed=False, reason=reason % {"names": ", ".join(rules.proposer_names)})
        return YES

    def add(self, values: Mapping[str, Any]) -> AgendaItem:
        """A new item with the next number; after the convening it is marked as late.

        Raises WorkflowError where the person may not, or the rules of procedure do not let the proposer propose it.
        """
        with transaction.atomic():
            meeting = self._locked(self.may_add)
            self._check_proposer(values)
            last = meeting.items.order_by("-number").values_list("number", flat=True).first() or 0
            item = AgendaItem(meeting=meeting, number=last + 1, is_late=meeting.state != MeetingState.PLANNED, **values)
            item.save(force_insert=True)
        return item

    def edit(self, item: AgendaItem, values: Mapping[str, Any]) -> None:
        """Change these columns of an item; its number stays. Raises WorkflowError as `add` does."""
        with transaction.atomic():
            self._locked(self.may_edit)
            self._check_proposer(values)
            held = self._item(item)
            for name, value in values.items():
                setattr(held, name, value)
            held.save(update_fields=list(values))

    def move(self, item: AgendaItem, *, up: bool) -> None:
        """Let the item change places with its neighbour; at an end nothing happens. Raises WorkflowError once convened."""
        with transaction.atomic():
            meeting = self._locked(self.may_move)
            held = self._item(item)
            others = meeting.items.exclude(pk=held.pk)
            if up:
                neighbour = others.filter(number__lt=held.number).order_by("-number").first()
            else:
                neighbour = others.filter(number__gt=held.number).order_by("number").first()
            if neighbour is not None:
                held.number, neighbour.number = neighbour.number, held.number
                held.save(update_fields=["number"])
                neighbour.save(update_fields=["number"])

    def remove(self, item: AgendaItem) -> None:
        """Take the item off; those behind it move up. Raises WorkflowError once convened, or where something hangs on it."""
        with transaction.atomic():
            meeting = self._locked(self.may_move)
            held = self._item(item)
            number = held.number
            try:
                held.delete()
            except ProtectedError as error:
                raise WorkflowError(str(_("Papers, decisions or actions hang on this item; it stays."))) from error
            for following in meeting.items.filter(number__gt=number).order_by("number"):
                following.number -= 1
                following.save(update_fields=["number"])

    def _check_proposer(self, values: Mapping[str, Any]) -> None:
        answer = self.may_propose(values["kind"], values["proposer"], values.get("seat"))
        if not answer:
            raise WorkflowError(str(answer.reason))

    def _item(self, item: AgendaItem) -> AgendaItem:
        found = self.meeting.items.select_for_update().filter(pk=item.pk).first()
        if found is None:
            raise WorkflowError(str(_("This item was taken off the agenda.")))
        return found

    def _may(self, *states: str, reason: Any) -> Answer:
        if not may_run(self.actor):
            return SECRETARIAT_ONLY
        return YES if self.meeting.state in states else Answer(allowed=False, reason=reason)

    def _locked(self, may: Any) -> Meeting:
        self.meeting = Meeting.objects.select_for_update().get(pk=self.meeting.pk)
        if not (answer := may()):
            raise WorkflowError(str(answer.reason))
        return self.meeting
