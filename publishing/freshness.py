"""How long a record counts as checked."""

from datetime import date, timedelta
from typing import Final

from django.utils.timezone import localdate

from .models import Publication

DAYS: Final = 365


def next_check(record: Publication) -> date:
    """The day on which the record is to be checked again, counted from its last check (today where there is none)."""
    return (record.checked_on or localdate()) + timedelta(days=DAYS)
