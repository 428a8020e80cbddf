"""Letters of the site itself."""

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from .models import Enquiry


def queue_receipt(enquiry: Enquiry) -> None:
    """Have the task worker send the receipt, if the writer left an address."""
    if enquiry.email:
        transaction.on_commit(lambda: send_receipt.enqueue(enquiry.pk))


@task()
def send_receipt(key: int) -> None:
    """Tell the writer the number and the date; nothing of what they wrote, since the address may not be theirs."""
    enquiry = Enquiry.objects.get(pk=key)
    with translation.override(enquiry.language):
        subject = _("Your enquiry %(number)s to the Regional Hub of Civil Service") % {"number": enquiry.number}
        send_mail(subject, render_to_string("hub/letters/receipt.txt", {"enquiry": enquiry}), None, [enquiry.email])
