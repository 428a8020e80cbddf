"""Choices of the ledger of contributions."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ContributionKind(models.TextChoices):
    """What is given."""

    MONEY = "money", pgettext_lazy("contribution", "Money")
    IN_KIND = "in_kind", pgettext_lazy("contribution", "In kind")


class ContributionState(models.TextChoices):
    """Where a contribution stands; changed only by the workflow."""

    OFFERED = "offered", pgettext_lazy("contribution", "Offered")
    CONFIRMED = "confirmed", pgettext_lazy("contribution", "Confirmed")
    PARTLY_DELIVERED = "partly", pgettext_lazy("contribution", "Delivered in part")
    DELIVERED = "delivered", pgettext_lazy("contribution", "Delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "Withdrawn")


class ContributionAction(models.TextChoices):
    """What is done with a contribution, as its history names it."""

    OFFER = "offer", pgettext_lazy("contribution", "Entered")
    CONFIRM = "confirm", pgettext_lazy("contribution", "Confirmed")
    DELIVER = "deliver", pgettext_lazy("contribution", "Delivery entered")
    TAKE_BACK = "take_back", pgettext_lazy("contribution", "Delivery taken back")
    WITHDRAW = "withdraw", pgettext_lazy("contribution", "Withdrawn")
    ANNOTATE = "annotate", pgettext_lazy("contribution", "Note added")
    HIDE_NOTE = "hide_note", pgettext_lazy("contribution", "Note hidden")


OPEN_STATES = (ContributionState.CONFIRMED, ContributionState.PARTLY_DELIVERED)
"""The states in which deliveries are awaited."""
