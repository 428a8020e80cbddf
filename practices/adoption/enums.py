"""Choices of the adoption chain."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AdoptionStage(models.TextChoices):
    """How far the adopting country has come."""

    EXPLORING = "exploring", pgettext_lazy("adoption", "Exploring")
    PILOTING = "piloting", pgettext_lazy("adoption", "Piloting")
    ADOPTED = "adopted", pgettext_lazy("adoption", "Adopted")
    DROPPED = "dropped", pgettext_lazy("adoption", "Dropped")


class AdoptionState(models.TextChoices):
    """What the two countries say of the statement; changed only by the workflow."""

    STATED = "stated", pgettext_lazy("adoption", "Stated, not yet confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("adoption", "Confirmed by both countries")
    CORRECTED = "corrected", pgettext_lazy("adoption", "Correction proposed")
    DISPUTED = "disputed", pgettext_lazy("adoption", "Disputed")
    WITHDRAWN = "withdrawn", pgettext_lazy("adoption", "Withdrawn")


class AdoptionAction(models.TextChoices):
    """What a country can do with a statement."""

    STATE = "state", pgettext_lazy("adoption", "State")
    CONFIRM = "confirm", pgettext_lazy("adoption", "Confirm")
    CORRECT = "correct", pgettext_lazy("adoption", "Propose a correction")
    DISPUTE = "dispute", pgettext_lazy("adoption", "Dispute")
    ACCEPT = "accept", pgettext_lazy("adoption", "Accept the correction")
    ANSWER = "answer", pgettext_lazy("adoption", "Answer")
    EDIT = "edit", pgettext_lazy("adoption", "Change")
    TRANSLATE = "translate", pgettext_lazy("adoption", "Translate")
    WITHDRAW = "withdraw", pgettext_lazy("adoption", "Withdraw")


DONE = {
    AdoptionAction.STATE: pgettext_lazy("adoption", "Stated"),
    AdoptionAction.CONFIRM: pgettext_lazy("adoption", "Confirmed"),
    AdoptionAction.CORRECT: pgettext_lazy("adoption", "Correction proposed"),
    AdoptionAction.DISPUTE: pgettext_lazy("adoption", "Disputed"),
    AdoptionAction.ACCEPT: pgettext_lazy("adoption", "Correction accepted"),
    AdoptionAction.ANSWER: pgettext_lazy("adoption", "Answered"),
    AdoptionAction.EDIT: pgettext_lazy("adoption", "Changed"),
    AdoptionAction.TRANSLATE: pgettext_lazy("adoption", "Translated"),
    AdoptionAction.WITHDRAW: pgettext_lazy("adoption", "Withdrawn"),
}
"""What was done, by action."""
PUBLIC_STATES = (AdoptionState.STATED, AdoptionState.CONFIRMED, AdoptionState.CORRECTED)
"""What everybody may read; a disputed or withdrawn statement is a matter of the two countries and the Secretariat."""
DOCUMENTED_STAGES = (AdoptionStage.PILOTING, AdoptionStage.ADOPTED)
"""The stages that count, once confirmed, as an adoption of the practice."""
