"""Choices of a review."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewState(models.TextChoices):
    """Where a review stands; whether it is overdue is a matter of the day."""

    INVITED = "invited", pgettext_lazy("review", "invited")
    ACCEPTED = "accepted", pgettext_lazy("review", "taken on")
    GIVEN = "given", pgettext_lazy("review", "given")
    DECLINED = "declined", pgettext_lazy("review", "declined")
    RECUSED = "recused", pgettext_lazy("review", "recused")
    CANCELLED = "cancelled", pgettext_lazy("review", "cancelled")


OPEN: Final = (ReviewState.INVITED, ReviewState.ACCEPTED)
"""The states in which somebody is waited for."""
STANDING: Final = (*OPEN, ReviewState.GIVEN)
"""The states in which the person is one of the record's reviewers."""


class ReviewAction(models.TextChoices):
    """What can be done with a review."""

    INVITE = "review_invite", _("Invite a reviewer")
    ACCEPT = "review_accept", _("Take on the review")
    DECLINE = "review_decline", _("Decline the review")
    RECUSE = "review_recuse", _("Declare a conflict of interest")
    GIVE = "review_give", _("Hand in the review")
    CANCEL = "review_cancel", _("Cancel the review")
    EXTEND = "review_extend", _("Set another date")
    REMIND = "review_remind", _("Remind the reviewer")


class Recommendation(models.TextChoices):
    """What a reviewer recommends."""

    ACCEPT = "accept", pgettext_lazy("recommendation", "Accept")
    CHANGES = "changes", pgettext_lazy("recommendation", "Accept with changes")
    DECLINE = "decline", pgettext_lazy("recommendation", "Decline")


LOWEST: Final = 1
HIGHEST: Final = 5
SCORES: Final = {
    1: _("not met"),
    2: _("hardly met"),
    3: _("partly met"),
    4: _("largely met"),
    5: _("fully met"),
}
"""What each score means."""
TEXT_LENGTH: Final = 10_000
"""Characters of one text of a review."""
REASON_LENGTH: Final = 2_000


class JudgingAction(models.TextChoices):
    """What can be done with a record beside its transitions."""

    ENDORSE = "endorse", _("Endorse for the country")
    WITHDRAW_ENDORSEMENT = "withdraw_endorsement", _("Withdraw the endorsement")
    SET_EVIDENCE = "set_evidence", _("Set the evidence level")
