"""National endorsements: given and withdrawn by the focal point of the record's country, shown as a badge."""

from collections.abc import Collection
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..enums import State
from ..models import Endorsement, Event
from ..workflow import YES, Answer, WorkflowError
from .enums import JudgingAction
from .kinds import kind_of

NAME: Final = "endorsement"
"""The key under which a catalogue entry tells of the endorsement."""
ENDORSABLE: Final = frozenset(
    {State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED, State.ACCEPTED, State.PUBLISHED}
)


def standing(record: Any) -> Endorsement | None:
    """The record's endorsement, if it has one that was not withdrawn."""
    found = Endorsement.objects.filter(
        content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk, withdrawn_at=None
    )
    return found.select_related("by").first()


def may_endorse(user: Any, record: Any) -> Answer:
    """Whether the person may endorse the record for its country, or withdraw that; else the translated reason."""
    if not user.is_authenticated or not kind_of(record).may_endorse(user, record):
        return Answer(allowed=False, reason=_("Only the focal point of the record’s country can do this."))
    if record.state not in ENDORSABLE:
        state = record.get_state_display()
        return Answer(allowed=False, reason=_("This is not possible in the state “%(state)s”.") % {"state": state})
    return YES


def endorse(record: Any, actor: Any, *, note: str = "", language: str) -> Endorsement:
    """Endorse the record; one that stands already is given back. Raises WorkflowError where it is refused."""
    with transaction.atomic():
        record = _locked(record)
        if not (answer := may_endorse(actor, record)):
            raise WorkflowError(answer.reason)
        if found := standing(record):
            return found
        made = Endorsement.objects.create(
            record=record, country=kind_of(record).country(record), by=actor, note=note.strip(), language=language
        )
        _finish(record, JudgingAction.ENDORSE, actor, note.strip())
    return made


def withdraw(record: Any, actor: Any, *, reason: str) -> None:
    """Take the endorsement back for a reason; does nothing where there is none. Raises WorkflowError where refused."""
    with transaction.atomic():
        record = _locked(record)
        if not (answer := may_endorse(actor, record)):
            raise WorkflowError(answer.reason)
        if not reason.strip():
            raise WorkflowError(_("Give a reason."))
        found = standing(record)
        if found is None:
            return
        found.withdrawn_at, found.withdrawn_by, found.why_withdrawn = timezone.now(), actor, reason.strip()
        found.save(update_fields=["withdrawn_at", "withdrawn_by", "why_withdrawn"])
        _finish(record, JudgingAction.WITHDRAW_ENDORSEMENT, actor, reason.strip())


def told(content_type: ContentType, keys: Collection[int]) -> dict[int, Any]:
    """What catalogue entries tell of endorsements: the country's code, the day, the note and its language."""
    found = Endorsement.objects.filter(content_type=content_type, object_id__in=keys, withdrawn_at=None)
    return {
        one.object_id: {
            "country": one.country,
            "on": timezone.localdate(one.at).isoformat(),
            "note": one.note,
            "language": one.language,
        }
        for one in found
    }


def _locked(record: Any) -> Any:
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)


def _finish(record: Any, action: JudgingAction, actor: Any, reason: str) -> None:
    Event.objects.create(
        content_type=ContentType.objects.get_for_model(type(record)),
        object_id=record.pk,
        action=action,
        from_state=record.state,
        to_state=record.state,
        reason=reason,
        actor=actor,
    )
    catalogue.write_enrichment(record, NAME)
