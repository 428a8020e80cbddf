"""The evidence level: claimed by the submitter, set by the Secretariat or an editor with a note that readers see."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..languages import CODES
from ..models import Event, EvidenceDecision
from ..workflow import Conflict, WorkflowError
from .enums import JudgingAction
from .kinds import kind_of
from .rights import may_run

NAME: Final = "evidence"
"""The key under which a catalogue entry tells why the record bears its level."""


def set_level(
    record: Any, level: str, notes: Mapping[str, str], actor: Any, *, edition: int | None = None
) -> EvidenceDecision:
    """Set the level with the note by language; the same decision sent twice is kept once.

    Raises Conflict where the record has moved on since `edition`, WorkflowError where it is refused.
    """
    with transaction.atomic():
        record = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if not (answer := may_run(actor, record)):
            raise WorkflowError(answer.reason)
        if level not in dict(kind_of(record).evidence):
            raise WorkflowError(_("Choose a level."))
        texts = {f"note_{code}": notes.get(code, "").strip() for code in CODES}
        if not any(texts.values()):
            raise WorkflowError(_("Say in at least one language why."))
        last = latest(record)
        if last and last.level == level == record.evidence and _says(last) == texts:
            return last
        if edition is not None and edition != record.edition:
            raise Conflict(_("The record has changed since you opened this page. Look at it again, then decide."))
        decision = EvidenceDecision(record=record, level=level, former_level=record.evidence, by=actor)
        for name, text in texts.items():
            setattr(decision, name, text)
        decision.save(force_insert=True)
        record.evidence = level
        record.edition += 1
        record.save(update_fields=["evidence", "edition", "changed_at"])
        _note(record, decision, actor)
        catalogue.write(record)
    return decision


def latest(record: Any) -> EvidenceDecision | None:
    """The last decision on the record's evidence."""
    found: EvidenceDecision | None = EvidenceDecision.objects.of(record).select_related("by").first()
    return found


def is_settled(record: Any) -> bool:
    """Whether the level that the record bears is the one that was last set, and not a claim that came after it."""
    last = latest(record)
    return last is not None and last.level == record.evidence


def told(content_type: ContentType, keys: Collection[int]) -> dict[int, Any]:
    """What catalogue entries tell of the last decision: level, day, and the note by language."""
    found = EvidenceDecision.objects.filter(content_type=content_type, object_id__in=keys)
    return {
        one.object_id: {
            "level": one.level,
            "on": timezone.localdate(one.at).isoformat(),
            "note": {code: text for code in CODES if (text := getattr(one, f"note_{code}"))},
        }
        for one in found.order_by("object_id", "-at", "-pk").distinct("object_id")
    }


def _says(decision: EvidenceDecision) -> dict[str, str]:
    return {f"note_{code}": getattr(decision, f"note_{code}") or "" for code in CODES}


def _note(record: Any, decision: EvidenceDecision, actor: Any) -> None:
    Event.objects.create(
        content_type=ContentType.objects.get_for_model(type(record)),
        object_id=record.pk,
        action=JudgingAction.SET_EVIDENCE,
        from_state=record.state,
        to_state=record.state,
        reason=f"{decision.former_level} → {decision.level}. {decision.note}",
        actor=actor,
    )
