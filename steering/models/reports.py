"""Reports under review: their versions with sections, and rounds with the result."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.languages import text_of
from publishing.richtext.html import RichTextField

from ..access import Access
from ..reports.enums import Outcome, ReportKind, ReportState
from ..reports.querysets import ReportQuerySet, ReportSectionQuerySet, ReportVersionQuerySet, ReviewRoundQuerySet
from ..seats.enums import Majority
from .rules import RulesOfProcedure
from .seats import Seat


class Report(models.Model):
    """A report that the Committee reviews before the public reads it."""

    kind = models.CharField(_("kind"), max_length=12, choices=ReportKind.choices, default=ReportKind.ANNUAL)
    title = models.CharField(_("title"), max_length=300, blank=True)
    seat = models.ForeignKey(
        Seat,
        models.PROTECT,
        verbose_name=_("seat"),
        related_name="reports",
        null=True,
        blank=True,
        help_text=_("For the report of a country: whose it is."),
    )
    period_from = models.DateField(_("period from"), null=True, blank=True)
    period_until = models.DateField(_("period until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ReportState.choices, default=ReportState.DRAFT)
    access = models.CharField(_("who may open it"), max_length=12, choices=Access.choices, default=Access.SEAT)
    corrects = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("corrects"), related_name="corrected_by", null=True, blank=True
    )
    made_at = models.DateTimeField(pgettext_lazy("record", "made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("made by"), related_name="+", null=True, blank=True
    )
    text_released_at = models.DateTimeField(_("text released"), null=True, blank=True)
    matrix_released_at = models.DateTimeField(_("comments and answers released"), null=True, blank=True)
    verdicts_released_at = models.DateTimeField(_("verdicts released"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report under review")
        verbose_name_plural = _("reports under review")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_until=None) | Q(period_until__gte=F("period_from")),
                name="report_period_ends_after_it_begins",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.RELEASED, text_released_at__isnull=False)
                | (~Q(state=ReportState.RELEASED) & Q(text_released_at=None)),
                name="report_released_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(matrix_released_at=None) | Q(text_released_at__isnull=False),
                name="report_matrix_after_text",
            ),
            models.CheckConstraint(
                condition=Q(verdicts_released_at=None) | Q(matrix_released_at__isnull=False),
                name="report_verdicts_after_matrix",
            ),
            models.CheckConstraint(
                condition=~Q(access__in=[Access.PUBLIC, Access.REGISTERED]) | Q(state=ReportState.RELEASED),
                name="report_public_when_released",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReportKind.COUNTRY) | Q(seat__isnull=False),
                name="report_of_a_country_names_it",
                violation_error_message=_("Choose the seat whose report this is."),
            ),
        ]

    def __str__(self) -> str:
        return text_of(self, "title").value or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("committee:report", args=[self.pk])


class ReportVersion(models.Model):
    """One version of a report's text; once it is before the Committee it is frozen."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("version"))
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    made_at = models.DateTimeField(pgettext_lazy("record", "made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("made by"), related_name="+", null=True, blank=True
    )
    frozen_at = models.DateTimeField(_("put before the Committee"), null=True, blank=True)
    released_at = models.DateTimeField(pgettext_lazy("report", "released"), null=True, blank=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(frozen_at__isnull=False), name="report_version_released_is_frozen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.report.get_absolute_url()}?version={self.number}"

    @property
    def is_open(self) -> bool:
        """Whether the text may still be written."""
        return self.frozen_at is None


class ReportSection(models.Model):
    """A section with the same number in every language."""

    version = models.ForeignKey(ReportVersion, models.CASCADE, related_name="sections", verbose_name=_("version"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    number = models.CharField(
        _("number"), max_length=12, help_text=_("The same in every language: 1, 2, 2.1."), db_collation="C"
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = RichTextField(_("text"), blank=True)

    objects = ReportSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of a report")
        verbose_name_plural = _("sections of reports")
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_section_per_number"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{1,3}(\.[0-9]{1,3}){0,2}$"),
                name="section_number_is_a_number",
                violation_error_message=_("A number looks like 1, 2 or 2.1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {text_of(self, 'title')}"


class ReviewRound(models.Model):
    """One round of review of one version, from its opening to its result."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="rounds", verbose_name=_("report"))
    version = models.OneToOneField(ReportVersion, models.PROTECT, related_name="round", verbose_name=_("version"))
    number = models.PositiveSmallIntegerField(_("round"))
    rules = models.ForeignKey(
        RulesOfProcedure, models.PROTECT, related_name="+", verbose_name=_("rules of procedure"), null=True
    )
    majority = models.CharField(_("majority"), max_length=12, choices=Majority.choices)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    deadline_at = models.DateTimeField(_("deadline for comments"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answers issued"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    outcome = models.CharField(_("result"), max_length=12, choices=Outcome.choices, blank=True)
    record: Any = models.JSONField(_("how it was computed"), default=dict, blank=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of review")
        verbose_name_plural = _("rounds of review")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_round_per_number"),
            models.UniqueConstraint(fields=["report"], condition=Q(closed_at=None), name="one_open_round_per_report"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="review_round_closed_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at__gt=F("opened_at")), name="review_round_deadline_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("committee:report_round", args=[self.report_id, self.number])

    @property
    def is_open(self) -> bool:
        """Whether verdicts are taken."""
        return self.closed_at is None

    @property
    def takes_comments(self) -> bool:
        """Whether comments are taken: until the answers are issued."""
        return self.closed_at is None and self.answered_at is None
