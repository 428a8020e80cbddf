"""Putting a transition off, performing it when it is due, and calling it off.

A scheduled transition is performed through the workflow as the person who scheduled it, with the rights that this
person has then. What fails is told to them by letter.
"""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import letters
from ..enums import Action, LanguageState
from ..languages import CODES
from ..models import LanguageVersion, Publication, ScheduledTransition, ScheduleState
from ..steps.registry import workflow_of
from ..workflow import WorkflowError

logger = logging.getLogger(__name__)

ACTIONS: Final = (Action.PUBLISH, Action.PUBLISH_UNREVIEWED, Action.ARCHIVE)
"""What can be put off."""
HORIZON: Final = timedelta(days=5 * 366)
"""How far ahead something can be scheduled."""
BATCH: Final = 50
"""How many transitions one run of the duty performs at most; the next run goes on."""


def schedule(
    record: Publication,
    action: str,
    at: datetime,
    by: Any,
    *,
    reason: str = "",
    successor: Publication | None = None,
    waits_for_languages: bool = False,
) -> ScheduledTransition:
    """Let the action happen at the moment (and not before all languages are approved, if asked).

    Raises WorkflowError where the person may not perform it, the moment has passed, or it is scheduled already.
    """
    flow = workflow_of(record.kind)(record, by)
    answer = flow.may(action)
    if action not in ACTIONS or not answer:
        raise WorkflowError(answer.reason or _("This cannot be put off."))
    if flow.TRANSITIONS[action].needs_reason and not reason.strip():
        raise WorkflowError(_("Give a reason."))
    now = timezone.now()
    if not waits_for_languages and at <= now:
        raise WorkflowError(_("This moment has passed."))
    if at > now + HORIZON:
        raise WorkflowError(_("This is too far ahead: at most five years."))
    try:
        with transaction.atomic():
            return ScheduledTransition.objects.create(
                content_type=ContentType.objects.get_for_model(type(record)),
                object_id=record.pk,
                action=action,
                at=at,
                by=by,
                reason=reason.strip(),
                successor_id=successor.pk if successor is not None else None,
                waits_for_languages=waits_for_languages,
            )
    except IntegrityError as error:
        raise WorkflowError(_("This is scheduled already. Call it off first.")) from error


def cancel(row: ScheduledTransition, by: Any) -> None:
    """Call the transition off; raises WorkflowError where it no longer waits or the person may not."""
    with transaction.atomic():
        waiting = ScheduledTransition.objects.select_for_update().filter(pk=row.pk, state=ScheduleState.WAITING).first()
        if waiting is None:
            raise WorkflowError(_("This no longer waits: it has happened, failed or been called off."))
        if not may_cancel(waiting, by):
            raise WorkflowError(_("Your role does not allow this."))
        waiting.state, waiting.done_at = ScheduleState.CANCELLED, timezone.now()
        waiting.save(update_fields=["state", "done_at"])


def may_cancel(row: ScheduledTransition, user: Any) -> bool:
    """Whether the person may call it off: who scheduled it, and whoever may publish such records."""
    model: Any = row.content_type.model_class()
    return bool(row.by_id == user.pk or user.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}"))


def languages_to_come(record: Publication) -> list[str]:
    """The languages that are not approved yet, in the order of the house."""
    states = {version.language: version.state for version in record.language_versions.all()}
    return [code for code in CODES if states.get(code) != LanguageState.APPROVED]


def promise(record: Publication, dates: Mapping[str, date]) -> None:
    """Promise readers the languages that are not there yet for these days; the caller holds the record's lock."""
    content_type = ContentType.objects.get_for_model(type(record))
    for code, day in dates.items():
        LanguageVersion.objects.update_or_create(
            content_type=content_type, object_id=record.pk, language=code, defaults={"promised_for": day}
        )


def perform_due() -> int:
    """Perform what is due, each in a transaction of its own; how many were performed or failed."""
    due = ScheduledTransition.objects.filter(state=ScheduleState.WAITING, at__lte=timezone.now())
    return sum(_perform(key) for key in due.order_by("at", "pk").values_list("pk", flat=True)[:BATCH])


def _perform(key: int) -> bool:
    """Perform one transition; False where somebody else has it in hand or it is held for its languages."""
    with transaction.atomic():
        rows = ScheduledTransition.objects.select_for_update(skip_locked=True, of=("self",)).select_related("by")
        row = rows.filter(pk=key, state=ScheduleState.WAITING).first()
        if row is None:
            return False
        record: Any = row.record
        if record is not None and row.waits_for_languages and languages_to_come(record):
            return False
        with translation.override(getattr(row.by, "preferred_language", None) or "ru"):
            row.why = _attempt(row, record)
        row.state, row.done_at = (ScheduleState.FAILED if row.why else ScheduleState.DONE), timezone.now()
        row.save(update_fields=["state", "done_at", "why"])
        if row.why and row.by is not None and row.by.is_active:
            context = {"why": row.why, "action": row.get_action_display(), "at": row.at}
            letters.queue([letters.compose("schedule_failed", row.by, record, context)])
    return True


def _attempt(row: ScheduledTransition, record: Any) -> str:
    """Perform the transition; why not, in the person's language, or nothing where all went well."""
    if record is None:
        return _("The record is no longer there.")
    if row.by is None or not row.by.is_active:
        return _("The account of the person who scheduled this is closed.")
    manager: Any = type(record)._default_manager
    try:
        with transaction.atomic():
            flow = workflow_of(record.kind)(record, row.by)
            successor = manager.filter(pk=row.successor_id).first() if row.successor_id else None
            flow.perform(row.action, reason=row.reason, successor=successor)
    except WorkflowError as refusal:
        return str(refusal)
    except Exception:
        logger.exception("scheduled transition %s failed", row.pk)
        return _("Something went wrong in the portal. The Secretariat can see it in the log.")
    return ""
