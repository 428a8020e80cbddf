"""Taking in what readers write to the Secretariat."""

from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from .letters import queue_receipt
from .models import Enquiry

AGAIN: Final = timedelta(minutes=10)
"""How long the same words from the same address are the same enquiry."""


def take_in(enquiry: Enquiry) -> Enquiry:
    """Save the enquiry and have its receipt sent; what comes twice, as by a second press of the button, is taken once.

    Gives the enquiry on record, with the number that its writer is to be told.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:  # two presses may reach two workers at once
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{enquiry.email} {enquiry.message}"]
            )
        same = Enquiry.objects.filter(
            subject=enquiry.subject,
            message=enquiry.message,
            email=enquiry.email,
            received_at__gt=timezone.now() - AGAIN,
        )
        if former := same.order_by("pk").first():
            return former
        enquiry.save()
        queue_receipt(enquiry)
    return enquiry
