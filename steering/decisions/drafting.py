"""Proposing a decision: a draft that its authors write until the Secretariat opens it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES
from publishing.workflow import YES, Answer, Conflict, WorkflowError

from ..access import Access, may_run
from ..models import AgendaItem, Decision, DecisionSection, Mandate, RulesOfProcedure, Seat
from ..seats.enums import DecisionKind, Office, Proposer, SeatKind
from ..seats.membership import seats_of
from .enums import DecisionState, Way
from .indexing import write_words

FIELDS = ("kind", "way", "ruling_language", "agenda_item", "corrects", "access")


@dataclass(frozen=True, slots=True)
class DraftText:
    """What a draft says. `texts` are by column: `title_kk`, `basis_en`, …; each section has its text by language."""

    texts: dict[str, str]
    sections: Sequence[dict[str, str]]
    kind: str = DecisionKind.SUBSTANCE
    way: str = Way.WRITTEN
    ruling_language: str = "en"
    agenda_item: AgendaItem | None = None
    corrects: Decision | None = None
    access: str = Access.PUBLIC
    is_demonstration: bool = field(default=False)


def proposers_of(user: Any) -> list[tuple[Proposer, Seat | None]]:
    """As whom a person may propose a decision today, by the rules in force; three queries for a Committee member."""
    rules = RulesOfProcedure.objects.in_force(localdate()).first()
    if rules is None or not user.is_authenticated:
        return []
    found: list[tuple[Proposer, Seat | None]] = []
    if may_run(user):
        found.append((Proposer.SECRETARIAT, None))
    if Mandate.objects.held_by(user).filter(office=Office.CHAIR).exists():
        found.append((Proposer.CHAIR, None))
    found += [(Proposer.MEMBER if seat.kind == SeatKind.MEMBER else Proposer.OBSERVER, seat) for seat in seats_of(user)]
    return [one for one in found if one[0] in rules.proposers]


def may_propose(user: Any) -> Answer:
    """Whether a person may put a decision before the Committee."""
    if proposers_of(user):
        return YES
    if not RulesOfProcedure.objects.in_force(localdate()).exists():
        return Answer(allowed=False, reason=_("No rules of procedure are in force, so nothing can be proposed."))
    return Answer(allowed=False, reason=_("By the rules of procedure you may not propose a decision."))


def propose(text: DraftText, actor: Any, proposer: str = "", seat: Seat | None = None) -> Decision:
    """Keep a new draft; without `proposer` as the first role that the person may propose in. Raises WorkflowError."""
    if not (answer := may_propose(actor)):
        raise WorkflowError(answer.reason)
    roles = proposers_of(actor)
    role = next((one for one in roles if one == (proposer, seat)), None) if proposer else roles[0]
    if role is None:
        raise WorkflowError(_("By the rules of procedure you may not propose a decision."))
    with transaction.atomic():
        decision = Decision(proposer=role[0], seat=role[1], created_by=actor, is_demonstration=text.is_demonstration)
        fill(decision, text)
        decision.save()
        write_sections(decision, text.sections)
        write_words(decision)
    return decision


class DraftWorkflow:
    """Writing a draft anew, or throwing it away."""

    def __init__(self, decision: Decision, actor: Any) -> None:
        self.decision, self.actor = decision, actor

    def may_edit(self) -> Answer:
        """Whether this person may change or delete the draft."""
        if self.decision.state != DecisionState.DRAFT:
            return Answer(allowed=False, reason=_("Only a draft can be changed; what is open or closed stands."))
        is_author = self.decision.created_by_id is not None and self.decision.created_by_id == self.actor.pk
        if may_run(self.actor) or is_author:
            return YES
        if self.decision.seat_id in [seat.pk for seat in seats_of(self.actor)]:
            return YES
        return Answer(allowed=False, reason=_("The Secretariat and whoever proposes it write a draft."))

    def edit(self, text: DraftText, *, edition: int | None = None) -> Decision:
        """Replace the draft's text; raises Conflict where somebody else changed it meanwhile, WorkflowError otherwise."""
        with transaction.atomic():
            self._lock()
            if edition is not None and edition != self.decision.edition:
                raise Conflict(_("Somebody else has changed this since you opened the page."))
            names = fill(self.decision, text)
            self.decision.edition += 1
            self.decision.save(update_fields=[*names, "edition"])
            write_sections(self.decision, text.sections)
            write_words(self.decision)
        return self.decision

    def discard(self) -> None:
        """Delete the draft; its history stays. Raises WorkflowError where it is none any more."""
        with transaction.atomic():
            self._lock()
            for section in self.decision.sections.all():
                section.delete()
            self.decision.delete()

    def _lock(self) -> None:
        found = Decision.objects.select_for_update(of=("self",)).filter(pk=self.decision.pk).first()
        if found is None:
            raise WorkflowError(_("This draft has been deleted meanwhile."))
        self.decision = found
        if not (answer := self.may_edit()):
            raise WorkflowError(answer.reason)


def fill(decision: Decision, text: DraftText) -> list[str]:
    """Set the draft's own columns; their names."""
    if text.corrects is not None and text.corrects.state != DecisionState.CLOSED:
        raise WorkflowError(_("Only a closed decision can be corrected by a new one."))
    columns = [f"{name}_{code}" for name in ("title", "basis") for code in CODES]
    for column in columns:
        setattr(decision, column, text.texts.get(column, "").replace("\x00", "").strip())
    if not any(getattr(decision, f"title_{code}") for code in CODES):
        raise WorkflowError(_("Write the title in one language at least."))
    for name in FIELDS:
        setattr(decision, name, getattr(text, name))
    return [*columns, *FIELDS]


def write_sections(decision: Decision, sections: Sequence[dict[str, str]]) -> None:
    """Make the draft's sections these, numbered from 1, leaving untouched what is the same; empty ones are left out."""
    wanted = [
        {code: section.get(code, "").replace("\x00", "").replace("\r\n", "\n").strip() for code in CODES}
        for section in sections
    ]
    wanted = [section for section in wanted if any(section.values())]
    known = {section.number: section for section in decision.sections.all()}
    for number, texts in enumerate(wanted, start=1):
        section = known.pop(number, None) or DecisionSection(decision=decision, number=number)
        if section.pk is None or any((getattr(section, f"text_{code}") or "") != texts[code] for code in CODES):
            for code in CODES:
                setattr(section, f"text_{code}", texts[code])
            section.save()
    for section in known.values():
        section.delete()
