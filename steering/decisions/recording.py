"""Entering into the register what was decided elsewhere, or before it was kept: no positions are known of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.workflow import WorkflowError

from ..access import may_run
from ..models import Decision
from ..record import chain
from ..seats.enums import Proposer
from . import drafting
from .content import content_of
from .enums import Basis, DecisionState, Outcome, Way
from .indexing import write_words
from .workflow import next_number


def record_past(text: drafting.DraftText, decided_on: date, decided_by: str, actor: Any) -> Decision:
    """Keep an adopted decision of a day with its text, seal it, and give it the next number of that year.

    `decided_by` names who took it, in the language that rules. Raises WorkflowError for who does not run the Committee.
    """
    if not may_run(actor):
        raise WorkflowError(_("Only the Secretariat does this."))
    account = actor if actor.pk else None  # content files are loaded by nobody's account
    with transaction.atomic():
        decision = Decision(proposer=Proposer.CHAIR, created_by=account, is_demonstration=text.is_demonstration)
        drafting.fill(decision, text)
        decision.way = Way.RECORDED
        decision.save()
        drafting.write_sections(decision, text.sections)
        decision.year, decision.serial = next_number(decided_on.year)
        decision.outcome, decision.record = Outcome.ADOPTED, {"basis": Basis.RECORDED.value}
        decision.state, decision.closed_at, decision.decided_on = DecisionState.CLOSED, timezone.now(), decided_on
        decision.closed_by, decision.closed_by_name = account, decided_by
        decision.save()
        chain.seal("decision", decision, content_of(decision), by=account)
        write_words(decision)
    return decision
