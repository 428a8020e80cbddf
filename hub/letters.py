"""Letters of the site itself: the receipt for an enquiry, and its answer."""

from django.utils.translation import gettext_lazy as _

from publishing import letters

from .models import Enquiry


def register() -> None:
    """Make them known."""
    letters.register_kind("enquiry_receipt", _("Receipt for an enquiry"))
    letters.register_kind("enquiry_answer", _("Answer to an enquiry"))


def queue_receipt(enquiry: Enquiry) -> None:
    """Tell the writer, if they left an address, the number and the date, once the transaction is through.

    Nothing of what they wrote, since the address may not be theirs.
    """
    if enquiry.email:
        letters.queue([letters.compose("enquiry_receipt", _writer(enquiry), enquiry, {"enquiry": enquiry})])


def answer_to(enquiry: Enquiry) -> letters.Draft:
    """The letter that answers an enquiry, in its writer's language; a mark stands where the answer is not written yet."""
    quoted = "\n".join(f"> {line}".rstrip() for line in enquiry.message.splitlines())
    context = {"enquiry": enquiry, "quoted": quoted, "answer": enquiry.answer.strip() or letters.REASON_MARK}
    return letters.compose("enquiry_answer", _writer(enquiry), enquiry, context)


def _writer(enquiry: Enquiry) -> letters.Address:
    return letters.Address(enquiry.email, enquiry.language)
