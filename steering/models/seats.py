"""Seats, and the mandates of those who sit on them."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.languages import Text, text_of

from ..seats.enums import OF_SEAT, Office, SeatKind
from ..seats.querysets import MandateQuerySet, SeatQuerySet


class DateRange(Func):
    """SQL: the days from a first to a last one, both of which count; without a last one it has no end."""

    function = "DATERANGE"
    output_field = DateRangeField()


def days(start: str, end: str) -> DateRange:
    """The days of a row as a range."""
    return DateRange(start, end, RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class Seat(models.Model):
    """A place on the Committee: a country's, or an organisation's that observes."""

    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), related_name="seats", null=True, blank=True
    )
    organisation = models.CharField(
        _("organisation"),
        max_length=200,
        blank=True,
        help_text=_("For an observer that is no country. A country’s seat has the country’s name."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SeatKind.choices, default=SeatKind.MEMBER)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty while it stands."))
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="seat_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False) | Q(kind=SeatKind.OBSERVER),
                name="member_seat_is_a_country",
                violation_error_message=_("Only a country can be a member; an organisation observes."),
            ),
            ExclusionConstraint(
                name="one_seat_per_country",
                expressions=[("country", RangeOperators.EQUAL), (days("since", "until"), RangeOperators.OVERLAPS)],
                condition=Q(country__isnull=False),
                violation_error_message=_("The country has a seat already at that time."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("committee:seat", args=[self.pk])

    @property
    def name(self) -> Text:
        """The country's name, else the organisation's, as the reader gets it."""
        return text_of(self.country, "name") if self.country is not None else text_of(self, "organisation")

    def clean(self) -> None:
        """A seat is a country's or an organisation's, not both and not neither."""
        is_named = any(getattr(self, f"organisation_{code}") for code in ("kk", "ru", "en"))
        if self.country_id is None and not is_named:
            raise ValidationError({"country": _("Choose the country, or write the organisation’s name.")})
        if self.country_id is not None and is_named:
            raise ValidationError({"country": _("A seat is a country’s or an organisation’s, not both.")})


class Mandate(models.Model):
    """One person's term in one office.

    The name stands in the register whether or not the person has an account; the account is what acts.
    """

    office = models.CharField(_("office"), max_length=12, choices=Office.choices)
    seat = models.ForeignKey(
        Seat,
        models.PROTECT,
        verbose_name=_("seat"),
        related_name="mandates",
        null=True,
        blank=True,
        help_text=_("For a delegate and an alternate: the seat for which they speak."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("account"),
        related_name="mandates",
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position at home"), max_length=300, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty while the mandate runs."))
    basis = models.CharField(
        _("basis"), max_length=300, blank=True, help_text=_("The letter or decision that appoints: number and date.")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(office__in=OF_SEAT, seat__isnull=False) | (~Q(office__in=OF_SEAT) & Q(seat=None)),
                name="delegates_have_a_seat",
                violation_error_message=_("A delegate and an alternate speak for a seat; other offices have none."),
            ),
            ExclusionConstraint(
                name="one_delegate_at_a_time",
                expressions=[("seat", RangeOperators.EQUAL), (days("starts_on", "ends_on"), RangeOperators.OVERLAPS)],
                condition=Q(office=Office.DELEGATE),
                violation_error_message=_("The seat has a delegate already at that time."),
            ),
            ExclusionConstraint(
                name="one_chair_at_a_time",
                expressions=[("office", RangeOperators.EQUAL), (days("starts_on", "ends_on"), RangeOperators.OVERLAPS)],
                condition=Q(office=Office.CHAIR),
                violation_error_message=_("The Committee has a chair already at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()}: {text_of(self, 'name')}"

    def clean(self) -> None:
        """A mandate lies within the time of its seat."""
        seat: Any = self.seat if self.seat_id is not None else None
        if seat is None or self.starts_on is None:
            return
        if self.starts_on < seat.since or (seat.until is not None and self.starts_on > seat.until):
            raise ValidationError({"starts_on": _("The seat does not exist on that day.")})
