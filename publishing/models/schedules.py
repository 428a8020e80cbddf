"""What is to happen at its time: checks that fall due, transitions that wait for their moment."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Action, Kind
from .parts import RecordPart


class ScheduleState(models.TextChoices):
    """Where a scheduled transition stands."""

    WAITING = "waiting", pgettext_lazy("scheduled transition", "waiting")
    DONE = "done", pgettext_lazy("scheduled transition", "done")
    FAILED = "failed", pgettext_lazy("scheduled transition", "failed")
    CANCELLED = "cancelled", pgettext_lazy("scheduled transition", "cancelled")


class FreshnessRule(models.Model):
    """For how many days a record of a kind counts as checked."""

    kind = models.CharField(_("kind of record"), max_length=12, choices=Kind.choices, unique=True)
    days = models.PositiveSmallIntegerField(
        _("days until the next check"), validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )

    class Meta:
        verbose_name = _("interval of checks")
        verbose_name_plural = _("intervals of checks")
        ordering = ["kind"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ScheduledTransition(RecordPart):
    """A transition that a person has put off to a moment; performed as this person, with the rights they have then."""

    action = models.CharField(_("action"), max_length=32, choices=Action.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    successor_id = models.PositiveBigIntegerField(_("successor"), null=True, blank=True, editable=False)
    waits_for_languages = models.BooleanField(
        _("only when all three languages are approved"),
        default=False,
        help_text=_("Until then it is held, and all languages appear at one instant."),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ScheduleState.choices, default=ScheduleState.WAITING, editable=False
    )
    why = models.TextField(_("why not"), blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    class Meta:
        verbose_name = _("scheduled transition")
        verbose_name_plural = _("scheduled transitions")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "action"],
                condition=models.Q(state="waiting"),
                name="one_waiting_transition",
            )
        ]
        indexes = [models.Index(fields=["state", "at"], name="schedule_due")]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.get_state_display()}"
