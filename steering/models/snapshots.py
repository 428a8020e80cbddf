"""Periodic reports: drafted over live figures, then frozen once and for all."""

from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language
from publishing.languages import CODES

from ..builder.enums import PeriodKind
from ..builder.querysets import PeriodicSnapshotQuerySet

LONGEST: Final = 8000
"""Characters of one narrative box in one language."""
NARRATIVE: Final = ("what_changed", "why", "what_next")
"""The narrative boxes, in the order of the report."""


def box_name(name: str) -> str:
    """What a narrative box is called, in the active language, beginning with a capital letter."""
    field: Any = PeriodicSnapshot._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def _all_languages() -> list[str]:
    return list(CODES)


class PeriodicSnapshot(models.Model):
    """A periodic report. Before freezing the figures are a trial that can be counted anew at any time.

    From `frozen_at` on the database refuses every change but the link to the report under review.
    """

    period_kind = models.CharField(_("period"), max_length=8, choices=PeriodKind.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language.choices),
        verbose_name=_("languages"),
        default=_all_languages,
    )
    what_changed = models.TextField(_("what changed"), max_length=LONGEST, blank=True)
    why = models.TextField(_("why"), max_length=LONGEST, blank=True)
    what_next = models.TextField(_("what comes next"), max_length=LONGEST, blank=True)
    figures: models.JSONField[Any, Any] = models.JSONField(_("figures"), null=True, editable=False)
    trial_figures: models.JSONField[Any, Any] = models.JSONField(
        _("figures of the draft"), null=True, editable=False, help_text=_("Counted while it is written.")
    )
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("compared with"),
        null=True,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("begun by"),
        null=True,
        related_name="+",
        editable=False,
    )
    edition = models.PositiveIntegerField(default=1, editable=False)
    frozen_at = models.DateTimeField(_("frozen"), null=True, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("frozen by"),
        null=True,
        related_name="+",
        editable=False,
    )
    report = models.OneToOneField(
        "steering.Report",
        models.PROTECT,
        verbose_name=_("report under review"),
        null=True,
        related_name="snapshot",
        editable=False,
        help_text=_("What the Committee reviews; once its text is released, the snapshot is public too."),
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = PeriodicSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodic report")
        verbose_name_plural = _("periodic reports")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="snapshot_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, figures=None) | Q(frozen_at__isnull=False, figures__isnull=False),
                name="frozen_snapshot_has_figures",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(trial_figures=None), name="frozen_snapshot_has_no_trial"
            ),
            models.CheckConstraint(
                condition=Q(report=None) | Q(frozen_at__isnull=False), name="reviewed_snapshot_is_frozen"
            ),
            models.UniqueConstraint(
                fields=["period_kind", "starts_on", "ends_on"],
                condition=Q(frozen_at=None),
                name="one_draft_per_period",
                violation_error_message=_("There is a draft for this period already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.starts_on:%Y-%m-%d} – {self.ends_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("committee:snapshot" if self.is_frozen else "committee:builder_draft", args=[self.pk])

    @property
    def is_frozen(self) -> bool:
        """Whether the figures are settled."""
        return self.frozen_at is not None
