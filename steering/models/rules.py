"""The rules of procedure, as settings with the day from which they hold."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..seats.enums import DecisionKind, Majority, Proposer
from ..seats.querysets import RulesQuerySet


class RulesOfProcedure(models.Model):
    """One version of the rules. What was decided under one is judged by it for ever."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    quorum_percent = models.DecimalField(
        _("quorum, per cent of member seats"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(50),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    quorum_is_exceeded = models.BooleanField(
        _("more than that share must be there"),
        default=True,
        help_text=_("Ticked with 50: more than half. Not ticked: at least the share."),
    )
    notice_days = models.PositiveSmallIntegerField(_("notice of a meeting, working days"), default=20)
    papers_days = models.PositiveSmallIntegerField(_("papers before a meeting, working days"), default=10)
    silence_days = models.PositiveSmallIntegerField(_("silence procedure, working days"), default=10)
    extension_days = models.PositiveSmallIntegerField(_("one extension of it, working days"), default=5)
    minutes_days = models.PositiveSmallIntegerField(_("corrections of minutes, working days"), default=10)
    proposers = ArrayField(
        models.CharField(max_length=12, choices=Proposer.choices),
        verbose_name=_("who may propose a decision"),
        default=list,
    )
    basis = models.CharField(
        _("basis"), max_length=300, blank=True, help_text=_("The decision that adopted these rules: number and date.")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = RulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of procedure")
        verbose_name_plural = _("rules of procedure")
        ordering = ["-in_force_from"]
        permissions = [("run_committee", "Can run the Committee's business")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.in_force_from:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return f"{reverse('committee:rules')}?on={self.in_force_from:%Y-%m-%d}"

    def quorum_of(self, seats: int) -> int:
        """How many of so many member seats must be present or represented; at least one where there are seats."""
        share = Fraction(self.quorum_percent) / 100 * seats
        needed = floor(share) + 1 if self.quorum_is_exceeded else ceil(share)
        return min(max(needed, 1), seats) if seats else 0

    def majority_of(self, kind: str) -> str:
        """What a decision of this kind needs; consensus where the rules are silent."""
        rows: Any = self.majorities.all()
        return next((row.majority for row in rows if row.kind == kind), Majority.CONSENSUS.value)

    @property
    def is_in_force(self) -> bool:
        """Whether these rules hold today or did before; decisions may rest on them."""
        return self.in_force_from <= localdate()

    @property
    def proposer_names(self) -> list[str]:
        """Who may propose, in words."""
        return [str(choice.label) for choice in Proposer if choice in self.proposers]


class MajorityRule(models.Model):
    """What decisions of one kind need."""

    rules = models.ForeignKey(
        RulesOfProcedure, models.CASCADE, related_name="majorities", verbose_name=_("rules of procedure")
    )
    kind = models.CharField(_("kind of decision"), max_length=12, choices=DecisionKind.choices)
    majority = models.CharField(_("majority"), max_length=12, choices=Majority.choices, default=Majority.CONSENSUS)

    class Meta:
        verbose_name = _("required majority")
        verbose_name_plural = _("required majorities")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["rules", "kind"], name="one_majority_per_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_majority_display()}"
