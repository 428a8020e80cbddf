"""What participants offered and delivered, in money and in kind. Nothing here is converted or ranked."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.enums import Language
from publishing.languages import CODES, Text, text_of
from publishing.models import YEARS, Event, Source, Theme

from ..access import Access
from ..contributions.enums import ContributionKind, ContributionState
from ..contributions.money import MOST, SMALLEST, check_amount, check_currency
from ..contributions.querysets import ContributionNoteQuerySet, ContributionQuerySet, ContributorQuerySet
from .seats import Seat

LONGEST: Final = 3000
"""Characters of a description or a note."""
_BOUNDS: Final = [MinValueValidator(SMALLEST), MaxValueValidator(MOST)]


class Contributor(models.Model):
    """A participant who gives: a country, or an organisation."""

    country = models.OneToOneField(
        Country, models.PROTECT, verbose_name=_("country"), related_name="contributor", null=True, blank=True
    )
    organisation = models.CharField(
        _("organisation"),
        max_length=200,
        blank=True,
        help_text=_("For a contributor that is no country. A country has its own name."),
    )
    seat = models.ForeignKey(
        Seat,
        models.SET_NULL,
        verbose_name=_("seat"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The observer’s seat of an organisation, whose delegate may then annotate its contributions."),
    )

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("committee:contributor", args=[self.pk])

    @property
    def name(self) -> Text:
        """The country's name, else the organisation's, as the reader gets it."""
        return text_of(self.country, "name") if self.country is not None else text_of(self, "organisation")

    def clean(self) -> None:
        """A contributor is a country or an organisation, not both and not neither."""
        is_named = any(getattr(self, f"organisation_{code}") for code in CODES)
        if self.country_id is None and not is_named:
            raise ValidationError({"country": _("Choose the country, or write the organisation’s name.")})
        if self.country_id is not None and is_named:
            raise ValidationError({"country": _("A contributor is a country or an organisation, not both.")})
        if self.seat is not None and self.country_id is not None:
            raise ValidationError({"seat": _("The seat is for organisations; a country is known by itself.")})


class Contribution(models.Model):
    """One offer and what became of it.

    The state is that of today; how it stood on another day follows from the dates (`state_on`).
    """

    contributor = models.ForeignKey(
        Contributor, models.PROTECT, verbose_name=_("contributor"), related_name="contributions"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ContributionKind.choices)
    purpose = models.CharField(_("purpose"), max_length=300, help_text=_("What it is for, in one line."))
    description = models.TextField(
        _("description"), max_length=LONGEST, blank=True, help_text=_("In kind: what is given, how much of it.")
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, verbose_name=_("theme of the purpose"), null=True, blank=True, related_name="+"
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=19,
        decimal_places=4,
        null=True,
        blank=True,
        validators=_BOUNDS,
        help_text=_("In kind: the contributor’s own estimate, if there is one. It is shown as an estimate."),
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("The code of ISO 4217, such as KZT.")
    )
    offered_on = models.DateField(_("offered on"))
    is_year_only = models.BooleanField(
        _("only the year of the offer is known"),
        default=False,
        help_text=_("Then write the first of January; readers see the year alone."),
    )
    covers_from = models.PositiveSmallIntegerField(_("for the years from"), null=True, blank=True, validators=YEARS)
    covers_until = models.PositiveSmallIntegerField(_("for the years until"), null=True, blank=True, validators=YEARS)
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ContributionState.choices,
        default=ContributionState.OFFERED,
        editable=False,
    )
    access = models.CharField(_("who may read it"), max_length=12, choices=Access.choices, default=Access.PUBLIC)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    sources = GenericRelation(Source)
    events = GenericRelation(Event)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=SMALLEST, amount__lte=MOST),
                name="contribution_amount_in_range",
                violation_error_message=_("The amount is out of range."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | (Q(amount__isnull=False) & Q(currency__regex=r"^[A-Z]{3}$")),
                name="contribution_amount_has_currency",
                violation_error_message=_("An amount has a currency, and a currency an amount."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ContributionKind.IN_KIND) | Q(amount__isnull=False),
                name="contribution_money_has_amount",
                violation_error_message=_("Money has an amount."),
            ),
            models.CheckConstraint(
                condition=Q(covers_from=None) | Q(covers_until=None) | Q(covers_until__gte=F("covers_from")),
                name="contribution_years_in_order",
                violation_error_message=_("The last year lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(state=ContributionState.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(state=ContributionState.WITHDRAWN) & Q(withdrawn_on=None)),
                name="contribution_withdrawn_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ContributionState.OFFERED, ContributionState.WITHDRAWN])
                | Q(confirmed_on__isnull=False),
                name="contribution_confirmed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | Q(confirmed_on__gte=F("offered_on")),
                name="contribution_confirmed_after_offer",
                violation_error_message=_("It was confirmed before that day."),
            ),
        ]
        indexes = [models.Index(fields=["-offered_on", "-id"], name="contribution_newest")]

    def __str__(self) -> str:
        return f"{self.contributor}: {text_of(self, 'purpose')}"

    def get_absolute_url(self) -> str:
        return reverse("committee:contribution", args=[self.pk])

    def clean(self) -> None:
        """What the fields must say of one another: amount and currency, digits of the currency, the first of the year."""
        problems: dict[str, Any] = {}
        if self.currency:
            self.currency = self.currency.strip().upper()
            if problem := check_currency(self.currency):
                problems["currency"] = problem
            elif self.amount is not None and (problem := check_amount(self.amount, self.currency)):
                problems["amount"] = problem
        if self.amount is not None and not self.currency:
            problems["currency"] = _("Say in which currency.")
        if self.amount is None and (self.currency or self.kind == ContributionKind.MONEY):
            problems["amount"] = _("Say how much.")
        if self.is_year_only and self.offered_on and (self.offered_on.month, self.offered_on.day) != (1, 1):
            problems["offered_on"] = _("Where only the year is known, write the first of January of that year.")
        if self.offered_on and self.offered_on > localdate():
            problems["offered_on"] = _("This day has not come yet.")
        if problems:
            raise ValidationError(problems)

    @property
    def is_estimate(self) -> bool:
        """Whether the amount is the contributor's own estimate of something given in kind."""
        return self.kind == ContributionKind.IN_KIND and self.amount is not None

    @property
    def years(self) -> str:
        """The years that it is for: “2013–2014”, “2013”, or nothing."""
        found = sorted({year for year in (self.covers_from, self.covers_until) if year})
        return "–".join(str(year) for year in found)

    def delivered_by(self, day: date) -> Decimal:
        """How much money had arrived by the end of a day; reads the deliveries that are loaded."""
        return sum(
            (row.amount for row in self.deliveries.all() if row.amount is not None and row.delivered_on <= day),
            Decimal(0),
        )

    def state_on(self, day: date) -> ContributionState:
        """How it stood at the end of a day on which it had been offered; reads the deliveries that are loaded."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return ContributionState.WITHDRAWN
        arrived = [row for row in self.deliveries.all() if row.delivered_on <= day]
        if arrived:
            is_whole = any(row.is_last for row in arrived)
            return ContributionState.DELIVERED if is_whole else ContributionState.PARTLY_DELIVERED
        if self.confirmed_on is not None and self.confirmed_on <= day:
            return ContributionState.CONFIRMED
        return ContributionState.OFFERED


class Delivery(models.Model):
    """A part of a contribution that arrived, or the whole."""

    contribution = models.ForeignKey(
        Contribution, models.PROTECT, verbose_name=_("contribution"), related_name="deliveries"
    )
    delivered_on = models.DateField(_("delivered on"))
    amount = models.DecimalField(
        _("amount"), max_digits=19, decimal_places=4, null=True, blank=True, validators=_BOUNDS
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_last = models.BooleanField(_("this completes the contribution"), default=False)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["delivered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=SMALLEST, amount__lte=MOST), name="delivery_amount_in_range"
            ),
            models.UniqueConstraint(
                fields=["contribution"], condition=Q(is_last=True), name="contribution_completed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivered_on:%Y-%m-%d}"


class ContributionNote(models.Model):
    """What a contributor says publicly to its own contribution; hidden notes keep their text for the record."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, verbose_name=_("contribution"), related_name="notes")
    text = models.TextField(_("note"), max_length=LONGEST)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("hidden by"), null=True, blank=True, related_name="+"
    )
    why_hidden = models.CharField(_("why it was hidden"), max_length=600, blank=True)

    objects = ContributionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of a contributor")
        verbose_name_plural = _("notes of contributors")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, why_hidden="") | (Q(hidden_at__isnull=False) & ~Q(why_hidden="")),
                name="hidden_note_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def words(self) -> Text:
        """The note with the language it is written in."""
        return Text(self.text, self.language, get_language() or "ru")
