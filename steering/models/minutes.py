"""Minutes of a meeting, entry by entry, and the corrections that seats ask for."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language

from ..meetings.enums import CorrectionAnswer
from ..meetings.querysets import CorrectionQuerySet, MinutesEntryQuerySet, MinutesQuerySet
from .meetings import AgendaItem, Meeting
from .seats import Seat

LONGEST = 20_000
"""Characters of one text in one language."""


class Minutes(models.Model):
    """The minutes of one meeting; how far they have come is the state of the meeting."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes", verbose_name=_("meeting"))
    drafted_at = models.DateTimeField(_("drafted"), auto_now_add=True)
    circulated_at = models.DateTimeField(_("circulated"), null=True, blank=True)
    corrections_until = models.DateTimeField(_("corrections until"), null=True, blank=True)
    adopted_at = models.DateTimeField(_("adopted"), null=True, blank=True)
    adopted_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    basis = models.CharField(
        _("adopted by"),
        max_length=300,
        blank=True,
        help_text=_("The decision or the meeting that adopted the minutes: number and date."),
    )
    decision = models.ForeignKey(
        "steering.Decision",
        models.PROTECT,
        related_name="+",
        verbose_name=_("decision that adopts the minutes"),
        null=True,
        blank=True,
    )
    participants: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list, editable=False
    )
    """Who was there, in words and in all languages, as it stood at the adoption: names of countries and people change."""
    released_at = models.DateTimeField(_("released to the public"), null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["-meeting__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(circulated_at=None) | Q(corrections_until__isnull=False),
                name="circulated_minutes_have_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at=None) | Q(circulated_at__isnull=False), name="adopted_minutes_were_circulated"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(adopted_at__isnull=False), name="released_minutes_were_adopted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("committee:minutes", args=[self.meeting.number])


class MinutesEntry(models.Model):
    """What the minutes say of one item: the discussion, what was decided, what is to be done."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="entries", verbose_name=_("minutes"))
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="entry", verbose_name=_("agenda item"))
    discussion = models.TextField(_("discussion"), max_length=LONGEST, blank=True)
    decision = models.TextField(_("decision"), max_length=LONGEST, blank=True)
    actions = models.TextField(_("actions"), max_length=LONGEST, blank=True)
    edition = models.PositiveIntegerField(default=0, editable=False)
    """Counts the changes, so that two who write at once are told."""

    objects = MinutesEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the minutes")
        verbose_name_plural = _("entries of the minutes")
        ordering = ["item__number"]

    def __str__(self) -> str:
        return str(self.item)


class Correction(models.Model):
    """What a seat asks to be changed in one entry, and what the Secretariat answered."""

    entry = models.ForeignKey(MinutesEntry, models.CASCADE, related_name="corrections", verbose_name=_("entry"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("seat"))
    author: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    text = models.TextField(_("what is wrong or missing"), max_length=5000)
    wording = models.TextField(_("proposed wording"), max_length=5000, blank=True)
    made_at = models.DateTimeField(_("sent"), auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=12, choices=CorrectionAnswer.choices, blank=True)
    reason = models.TextField(_("why"), max_length=5000, blank=True)
    reason_language = models.CharField(_("language of the answer"), max_length=2, choices=Language.choices, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["entry__item__number", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answered_correction_says_when",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", CorrectionAnswer.ACCEPTED]) | ~Q(reason=""),
                name="refused_correction_says_why",
                violation_error_message=_("Say why the correction is not accepted as it stands."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.entry}"
