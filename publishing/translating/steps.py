"""The steps of a translation."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Step(models.TextChoices):
    """What a person can do with a translation."""

    ASSIGN = "translation_assign", pgettext_lazy("translation", "Assign")
    PROMISE = "translation_promise", pgettext_lazy("translation", "Promise for a day")
    SAVE = "translation_save", pgettext_lazy("translation", "Save the draft")
    SUBMIT = "translation_submit", pgettext_lazy("translation", "Submit for review")
    TAKE_BACK = "translation_take_back", pgettext_lazy("translation", "Take back")
    APPROVE = "translation_approve", pgettext_lazy("translation", "Approve")
    SEND_BACK = "translation_send_back", pgettext_lazy("translation", "Send back")
    DISCARD = "translation_discard", pgettext_lazy("translation", "Discard the draft")
