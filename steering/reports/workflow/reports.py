"""A report from its first draft to its release: versions, opening of a round, release by steps, correction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing import catalogue
from publishing.languages import CODES
from publishing.workflow import YES, Answer, WorkflowError

from ...access import Access, may_run
from ...models import Report, ReportSection, ReportVersion, ReviewRound, RulesOfProcedure
from ...record.chain import seal
from .. import correspondence
from ..enums import ENDORSED, ReleaseStep, ReportState
from ..outcome import majority_of
from ..sealing import content_of

NOT_ALLOWED = Answer(allowed=False, reason=_("Only the Secretariat does this."))
RELEASED_AT = {
    ReleaseStep.TEXT: "text_released_at",
    ReleaseStep.MATRIX: "matrix_released_at",
    ReleaseStep.VERDICTS: "verdicts_released_at",
}
"""Where the moment of each step of the release stands."""


def start_report(
    kind: str, titles: Mapping[str, str], sections: Sequence[Mapping[str, Any]], actor: Any, **fields: Any
) -> Report:
    """A new report with its first version, a draft of the Secretariat.

    `titles` are by language. A section is `{"number": "2.1", "title": {"en": …}, "text": {"en": html, …}}`, in the
    order of the report. `fields` are further columns: `seat`, `period_from`, `period_until`, `is_demonstration`.
    Raises WorkflowError for who may not, ValidationError for what is no report.
    """
    if not may_run(actor):
        raise WorkflowError(str(NOT_ALLOWED.reason))
    with transaction.atomic():
        report = Report(kind=kind, made_by=actor, **_columns("title", titles), **fields)
        report.full_clean(exclude=["title"])
        report.save()
        version = ReportVersion.objects.create(report=report, number=1, made_by=actor)
        for position, row in enumerate(sections, start=1):
            section = ReportSection(
                version=version,
                position=position,
                number=row["number"],
                **_columns("title", row.get("title", {})),
                **_columns("text", row.get("text", {})),
            )
            section.full_clean(exclude=["title", "text"])
            section.save()
    return report


class ReportWorkflow:
    """What the Secretariat does with a report as a whole."""

    def __init__(self, report: Report, actor: Any) -> None:
        self.report, self.actor = report, actor

    def may_open(self) -> Answer:
        """Whether the newest version may be put before the Committee."""
        if not may_run(self.actor):
            return NOT_ALLOWED
        if self.report.state != ReportState.DRAFT:
            return Answer(allowed=False, reason=_("Only a draft is put before the Committee."))
        version = self._newest()
        if version is None or not version.is_open or not version.sections.exists():
            return Answer(allowed=False, reason=_("The report has no sections yet."))
        return YES

    def open(self, deadline: datetime) -> ReviewRound:
        """Freeze the newest version and open a round of review for it, with letters to all who speak for a seat.

        Majority and quorum are those of the rules in force today. Raises WorkflowError where that is not allowed or the
        deadline has passed.
        """
        with transaction.atomic():
            self._check(self.may_open)
            now = timezone.now()
            if deadline <= now:
                raise WorkflowError(str(_("The deadline lies in the past.")))
            version = self.report.versions.select_for_update().order_by("-number").first()
            assert version is not None
            version.frozen_at = now
            version.save(update_fields=["frozen_at"])
            rules = RulesOfProcedure.objects.in_force(localdate()).prefetch_related("majorities").first()
            opened = ReviewRound.objects.create(
                report=self.report,
                version=version,
                number=self.report.rounds.count() + 1,
                rules=rules,
                majority=majority_of(rules),
                opened_at=now,
                opened_by=self.actor,
                deadline_at=deadline,
            )
            self.report.state, self.report.access = ReportState.IN_REVIEW, Access.COMMITTEE
            self.report.save(update_fields=["state", "access"])
            correspondence.round_opened(opened, self.actor)
        return opened

    def may_revise(self) -> Answer:
        """Whether a new version may be begun."""
        if not may_run(self.actor):
            return NOT_ALLOWED
        if self.report.state == ReportState.RELEASED:
            return Answer(
                allowed=False, reason=_("A released report stays as it is; a correction is a report of its own.")
            )
        if self.report.state != ReportState.CLOSED:
            return Answer(allowed=False, reason=_("A new version follows when the round is closed."))
        return YES

    def revise(self, notes: Mapping[str, str]) -> ReportVersion:
        """Begin the next version with the text of the last; `notes` say by language what changes.

        Raises WorkflowError where that is not allowed.
        """
        with transaction.atomic():
            self._check(self.may_revise)
            last = self._newest()
            assert last is not None
            version = ReportVersion.objects.create(
                report=self.report, number=last.number + 1, made_by=self.actor, **_columns("note", notes)
            )
            _copy(last, version)
            self.report.state = ReportState.DRAFT
            self.report.save(update_fields=["state"])
        return version

    def may_release(self, step: str) -> Answer:
        """Whether this part of the report may be made public now."""
        if not may_run(self.actor):
            return NOT_ALLOWED
        if step not in ReleaseStep.values:
            return Answer(allowed=False, reason=_("There is no such step."))
        if getattr(self.report, RELEASED_AT[ReleaseStep(step)]) is not None:
            return Answer(allowed=False, reason=_("This is public already."))
        return self._may_release_text() if step == ReleaseStep.TEXT else self._follows(ReleaseStep(step))

    def release(self, step: str) -> None:
        """Make one part public. With the text the report is sealed in the record and can't be changed any more.

        Raises WorkflowError where that is not allowed.
        """
        with transaction.atomic():
            self._check(lambda: self.may_release(step))
            now = timezone.now()
            if step == ReleaseStep.TEXT:
                version = self.report.versions.select_for_update().order_by("-number").first()
                assert version is not None
                version.released_at = now
                version.save(update_fields=["released_at"])
                self.report.text_released_at = now
                self.report.state, self.report.access = ReportState.RELEASED, Access.PUBLIC
                self.report.save(update_fields=["text_released_at", "state", "access"])
                catalogue.write(self.report)
                seal("report", self.report, content_of(self.report), by=self.actor)
                correspondence.text_released(self.report, self.actor)
            else:
                column = RELEASED_AT[ReleaseStep(step)]
                setattr(self.report, column, now)
                self.report.save(update_fields=[column])

    def may_correct(self) -> Answer:
        """Whether a correction of the released report may be begun: one at a time."""
        if not may_run(self.actor):
            return NOT_ALLOWED
        if self.report.state != ReportState.RELEASED:
            return Answer(allowed=False, reason=_("Only a released report is corrected; others get a new version."))
        if Report.objects.filter(corrects=self.report).exists():
            return Answer(allowed=False, reason=_("A correction of this report exists already."))
        return YES

    def correct(self) -> Report:
        """Begin a new report with the released text, linked to the one that it corrects.

        Raises WorkflowError where that is not allowed.
        """
        with transaction.atomic():
            self._check(self.may_correct)
            former, last = self.report, self._newest()
            assert last is not None
            titles = {f"title_{code}": getattr(former, f"title_{code}") for code in CODES}
            following = Report.objects.create(
                kind=former.kind,
                seat=former.seat,
                period_from=former.period_from,
                period_until=former.period_until,
                corrects=former,
                made_by=self.actor,
                is_demonstration=former.is_demonstration,
                **titles,
            )
            _copy(last, ReportVersion.objects.create(report=following, number=1, made_by=self.actor))
        return following

    def _check(self, may: Any) -> None:
        """Lock the report, re-read it, ask again."""
        self.report = Report.objects.select_for_update(of=("self",)).get(pk=self.report.pk)
        if not (answer := may()):
            raise WorkflowError(str(answer.reason))

    def _newest(self) -> ReportVersion | None:
        return self.report.versions.order_by("-number").first()

    def _follows(self, step: ReleaseStep) -> Answer:
        """Matrix and verdicts each follow what is released before them."""
        if self.report.text_released_at is None:
            return Answer(allowed=False, reason=_("The text of the report is released first."))
        if step == ReleaseStep.VERDICTS and self.report.matrix_released_at is None:
            return Answer(allowed=False, reason=_("Comments and answers are released first."))
        return YES

    def _may_release_text(self) -> Answer:
        last = self.report.rounds.order_by("-number").first()
        if self.report.state != ReportState.CLOSED or last is None:
            return Answer(allowed=False, reason=_("The round of review is closed first."))
        if last.outcome not in ENDORSED:
            return Answer(allowed=False, reason=_("The Committee has not endorsed the report; make a new version."))
        return YES


def _columns(field: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{field}_{code}": texts.get(code, "") or "" for code in CODES}


def _copy(source: ReportVersion, target: ReportVersion) -> None:
    """The sections of one version into another."""
    for section in source.sections.all():
        texts = {f"{name}_{code}": getattr(section, f"{name}_{code}") for name in ("title", "text") for code in CODES}
        ReportSection.objects.create(version=target, position=section.position, number=section.number, **texts)
