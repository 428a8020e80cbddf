"""How a periodic report comes to be: begun, written, frozen, put under review. Public it becomes with its report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.languages import NAMES
from publishing.workflow import YES, Answer, Conflict, WorkflowError

from ..access import may_run
from ..models import PeriodicSnapshot, Report
from ..models.snapshots import NARRATIVE, box_name
from ..reports.enums import ReportKind
from ..reports.workflow import start_report
from . import sections
from .figures import Scope
from .taking import take

NOT_YOURS: Final = Answer(allowed=False, reason=_("Only the Secretariat writes periodic reports."))


def begin(
    actor: Any,
    period_kind: str,
    days: tuple[date, date],
    languages: Sequence[str],
    *,
    is_demonstration: bool = False,
) -> PeriodicSnapshot:
    """A new draft for the days from the first to the last; where there is one for this period, that one.

    Raises WorkflowError for who may not, ValidationError for what is no period. In a demonstration what is invented is
    counted too.
    """
    if not may_run(actor):
        raise WorkflowError(NOT_YOURS.reason)
    first, last = days
    draft = PeriodicSnapshot(
        period_kind=period_kind,
        starts_on=first,
        ends_on=last,
        languages=list(languages),
        created_by=actor,
        is_demonstration=is_demonstration,
    )
    same: QuerySet[PeriodicSnapshot] = PeriodicSnapshot.objects.drafts().filter(
        period_kind=period_kind, starts_on=first, ends_on=last
    )
    if (found := same.first()) is not None:
        return found
    try:
        draft.full_clean()
    except ValidationError:
        if (found := same.all().first()) is not None:  # begun by somebody else a moment ago
            return found
        raise
    draft.trial_figures = take(scope_of(draft))
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        # a second press of the button reached another worker
        return same.get()
    return draft


class SnapshotWorkflow:
    """The steps of one periodic report; each raises WorkflowError, with all as it was, where it is refused."""

    def __init__(self, snapshot: PeriodicSnapshot, actor: Any) -> None:
        self.snapshot, self.actor = snapshot, actor

    def may_write(self) -> Answer:
        """Whether this person may write its texts now."""
        if not may_run(self.actor):
            return NOT_YOURS
        if self.snapshot.is_frozen:
            return Answer(allowed=False, reason=_("What is frozen does not change any more."))
        return YES

    def write(self, texts: Mapping[str, str], edition: int) -> PeriodicSnapshot:
        """Keep the narrative by column (`why_kk`); raises Conflict where somebody wrote since that edition."""
        with transaction.atomic():
            self._lock(self.may_write)
            if edition != self.snapshot.edition:
                raise Conflict(_("Somebody else has changed this since you opened the page."))
            fields = [f"{name}_{code}" for name in NARRATIVE for code in self.snapshot.languages]
            for name in fields:
                setattr(self.snapshot, name, texts[name].strip())
            self.snapshot.edition += 1
            self.snapshot.save(update_fields=[*fields, "edition"])
        return self.snapshot

    def count(self) -> PeriodicSnapshot:
        """Count the figures of the draft anew."""
        with transaction.atomic():
            self._lock(self.may_write)
            self.snapshot.trial_figures = take(scope_of(self.snapshot))
            self.snapshot.save(update_fields=["trial_figures"])
        return self.snapshot

    def may_freeze(self) -> Answer:
        """Whether it can be frozen now: the period is over, and every box is written in every chosen language."""
        if not (answer := self.may_write()):
            return answer
        if self.snapshot.ends_on >= localdate():
            return Answer(allowed=False, reason=_("The period is not over yet."))
        if self.unwritten():
            return Answer(
                allowed=False, reason=_("Write first what changed, why, and what comes next, in every chosen language.")
            )
        return YES

    def unwritten(self) -> list[tuple[str, str]]:
        """The narrative boxes that are still empty: the name of the field and that of the language."""
        return [
            (box_name(name), NAMES[code])
            for name in NARRATIVE
            for code in self.snapshot.languages
            if not (getattr(self.snapshot, f"{name}_{code}") or "").strip()
        ]

    def freeze(self) -> PeriodicSnapshot:
        """Count everything one last time and settle it, with the difference from the last snapshot of the same kind."""
        with transaction.atomic():
            self._lock(self.may_freeze)
            snapshot = self.snapshot
            snapshot.figures, snapshot.trial_figures = take(scope_of(snapshot)), None
            snapshot.previous = former_of(snapshot)
            snapshot.frozen_at, snapshot.frozen_by = timezone.now(), self.actor
            snapshot.save(update_fields=["figures", "trial_figures", "previous", "frozen_at", "frozen_by"])
        return snapshot

    def discard(self) -> None:
        """Throw a draft away."""
        with transaction.atomic():
            self._lock(self.may_write)
            self.snapshot.delete()

    def may_put_under_review(self) -> Answer:
        """Whether a report under review can be made of it."""
        if not may_run(self.actor):
            return NOT_YOURS
        if not self.snapshot.is_frozen:
            return Answer(allowed=False, reason=_("Freeze the figures first."))
        if self.snapshot.report_id is not None:
            return Answer(allowed=False, reason=_("It is a report under review already."))
        return YES

    def put_under_review(self) -> Report:
        """A report with the narrative and the figures as its sections, which the Secretariat then opens for review."""
        with transaction.atomic():
            self._lock(self.may_put_under_review)
            snapshot = self.snapshot
            try:
                report: Report = start_report(
                    ReportKind.ANNUAL,
                    sections.titles_of(snapshot),
                    sections.sections_of(snapshot),
                    self.actor,
                    period_from=snapshot.starts_on,
                    period_until=snapshot.ends_on,
                    is_demonstration=snapshot.is_demonstration,
                )
            except ValidationError as refusal:
                raise WorkflowError("; ".join(refusal.messages)) from refusal
            snapshot.report = report
            snapshot.save(update_fields=["report"])
        return report

    def _lock(self, may: Any) -> None:
        found = PeriodicSnapshot.objects.select_for_update(of=("self",)).filter(pk=self.snapshot.pk).first()
        if found is None:
            raise WorkflowError(_("This record has been deleted meanwhile."))
        self.snapshot = found
        answer: Answer = may()
        if not answer:
            raise WorkflowError(answer.reason)


def scope_of(snapshot: PeriodicSnapshot) -> Scope:
    """The days that it counts."""
    return Scope(snapshot.starts_on, snapshot.ends_on, snapshot.is_demonstration)


def former_of(snapshot: PeriodicSnapshot) -> PeriodicSnapshot | None:
    """The last frozen snapshot of the same kind before this period; real ones are not held against invented ones."""
    before: QuerySet[PeriodicSnapshot] = PeriodicSnapshot.objects.before(snapshot)
    return before.filter(is_demonstration=snapshot.is_demonstration).first()
