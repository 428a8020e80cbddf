"""Reminders of open reviews: three days before the day, on it, and weekly after it."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from .. import letters
from ..models import Review
from .correspondence import letters_of

BEFORE: Final = timedelta(days=3)
AFTER: Final = timedelta(days=7)
EVERY: Final = timedelta(hours=1)


def last_due(review: Review, today: date) -> date | None:
    """The last day, not after today, on which the reviewer of an open review was to be reminded; None before the first.

    No reminder falls on the day of the invitation itself.
    """
    first = review.due_on - BEFORE
    if today < first:
        return None
    found = first if today < review.due_on else review.due_on + AFTER * ((today - review.due_on) // AFTER)
    return found if found > review.assigned_at.date() else None


def remind() -> None:
    """The duty: remind whoever is to be reminded and was not since; once each, however late it comes."""
    today = localdate()
    soon = Review.objects.open().filter(closed_at=None, due_on__lte=today + BEFORE)
    for key in soon.values_list("pk", flat=True):
        with transaction.atomic():
            review = Review.objects.select_for_update(of=("self",), skip_locked=True).open().filter(pk=key).first()
            if review is None or review.record is None or not is_due(review, today):
                continue
            review.reminded_on = today
            review.save(update_fields=["reminded_on"])
            letters.queue(letters_of("review_reminder", review, None))


def is_due(review: Review, today: date) -> bool:
    """Whether a reminder has fallen due since the last one."""
    day = last_due(review, today)
    return day is not None and (review.reminded_on is None or review.reminded_on < day)
