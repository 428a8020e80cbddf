"""How an office passes from one person to the next."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..seats.enums import HandoverStep
from ..seats.querysets import HandoverQuerySet
from .seats import Mandate


class Handover(models.Model):
    """The passing on of one office, with its checklist."""

    former = models.OneToOneField(
        Mandate, models.CASCADE, related_name="handed_over", verbose_name=_("former mandate"), editable=False
    )
    successor = models.OneToOneField(
        Mandate, models.CASCADE, related_name="taken_over", verbose_name=_("new mandate"), editable=False
    )
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.former} → {self.successor}"

    def get_absolute_url(self) -> str:
        return reverse("committee:handover", args=[self.pk])


class HandoverItem(models.Model):
    """One line of the checklist, ticked by somebody at some time."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items", verbose_name=_("handover"))
    step = models.CharField(_("step"), max_length=12, choices=HandoverStep.choices)
    done_at = models.DateTimeField(_("done"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("done step of a handover")
        verbose_name_plural = _("done steps of handovers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["handover", "step"], name="one_tick_per_step")]

    def __str__(self) -> str:
        return self.get_step_display()
