"""Correcting a record: the entry stays, and what is right is sealed behind it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES
from publishing.workflow import YES, Answer, WorkflowError

from ..access import may_run
from ..models import RecordCorrection, RecordEntry
from .chain import seal
from .database import LOCK
from .enums import RecordKind


class CorrectionWorkflow:
    """What can be done with a sealed entry: correct it, by an entry of its own."""

    def __init__(self, entry: RecordEntry, actor: Any) -> None:
        self.entry, self.actor = entry, actor

    def may_correct(self) -> Answer:
        """Whether this person may put a correction into the record."""
        if not may_run(self.actor):
            return Answer(allowed=False, reason=_("Only the Secretariat corrects a record."))
        if self.entry.kind == RecordKind.CORRECTION:
            return Answer(
                allowed=False, reason=_("A correction is not corrected itself: correct the record once more.")
            )
        return YES

    def correct(self, texts: Mapping[str, str]) -> RecordCorrection:
        """Seal a correction; `texts` by column: `text_kk`, `reason_ru`, …

        Raises WorkflowError where that is not allowed, where no language has both text and reason, and where the very
        same correction stands already, as after a double click.
        """
        with transaction.atomic():
            with connection.cursor() as cursor:  # nothing of an entry can be locked: the chain is, as for sealing
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            try:
                self.entry = RecordEntry.objects.get(pk=self.entry.pk)
            except ObjectDoesNotExist as gone:
                raise WorkflowError(str(_("The record knows nothing of this."))) from gone
            if not (answer := self.may_correct()):
                raise WorkflowError(str(answer.reason))
            named = {f"{name}_{code}": texts.get(f"{name}_{code}", "") for name in ("text", "reason") for code in CODES}
            if not any(named[f"text_{code}"] and named[f"reason_{code}"] for code in CODES):
                raise WorkflowError(str(_("Write what is right and why, both in at least one language.")))
            same = RecordCorrection.objects.of_entry(self.entry).filter(
                **{f"text_{code}": named[f"text_{code}"] for code in CODES}
            )
            if same.exists():
                raise WorkflowError(str(_("This very correction is in the record already.")))
            correction = RecordCorrection(
                entry=self.entry, made_at=timezone.now(), made_by=self.actor if self.actor.is_authenticated else None
            )
            for column, text in named.items():
                setattr(correction, column, text)
            correction.save(force_insert=True)
            seal(RecordKind.CORRECTION, correction, content_of(correction), by=correction.made_by, corrects=self.entry)
        return correction


def content_of(correction: RecordCorrection) -> dict[str, Any]:
    """What is sealed of a correction: the entry it belongs to, and its texts in all languages."""
    return {
        "entry": correction.entry_id,
        "fingerprint": correction.entry.fingerprint,
        "made_at": correction.made_at,
        **{name: {code: getattr(correction, f"{name}_{code}") or "" for code in CODES} for name in ("text", "reason")},
    }
