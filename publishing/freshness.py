"""How long a record counts as checked: the Secretariat sets the days for each kind in the admin."""

from datetime import date, timedelta
from typing import Final

from django.utils.timezone import localdate

from .models import FreshnessRule, Publication

DAYS: Final = 365
"""For kinds without a rule."""


def days_for(kind: str) -> int:
    """For how many days a record of the kind counts as checked."""
    return FreshnessRule.objects.filter(kind=kind).values_list("days", flat=True).first() or DAYS


def next_check(record: Publication) -> date:
    """The day on which the record is to be checked again, counted from its last check (today where there is none)."""
    return (record.checked_on or localdate()) + timedelta(days=days_for(record.kind))
