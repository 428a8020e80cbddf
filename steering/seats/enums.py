"""Choices of the Committee."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SeatKind(models.TextChoices):
    """What a seat gives: a member takes part in decisions, an observer is heard."""

    MEMBER = "member", pgettext_lazy("seat", "Member")
    OBSERVER = "observer", pgettext_lazy("seat", "Observer")


class Office(models.TextChoices):
    """What a person is on the Committee, in the order of the register."""

    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    SECRETARY = "secretary", _("Secretary of the Committee")
    DELEGATE = "delegate", _("Delegate")
    ALTERNATE = "alternate", _("Alternate")


OF_SEAT = (Office.DELEGATE, Office.ALTERNATE)
"""The offices that speak for a seat; the others belong to the Committee as a whole."""


class DecisionKind(models.TextChoices):
    """Kinds of decision, each with its own majority in the rules of procedure."""

    PROCEDURE = "procedure", pgettext_lazy("kind of decision", "Procedure")
    SUBSTANCE = "substance", pgettext_lazy("kind of decision", "Substance")
    MONEY = "money", pgettext_lazy("kind of decision", "Money")
    RULES = "rules", pgettext_lazy("kind of decision", "Rules of procedure")


class Majority(models.TextChoices):
    """What a decision needs."""

    CONSENSUS = "consensus", _("consensus: nobody objects")
    SIMPLE = "simple", _("simple majority: more for than against")
    ABSOLUTE = "absolute", _("absolute majority: more than half of all member seats")
    TWO_THIRDS = "two_thirds", _("two thirds of those for or against")
    UNANIMITY = "unanimity", _("unanimity: all member seats are for it")


class Proposer(models.TextChoices):
    """Who may put a decision before the Committee."""

    CHAIR = "chair", pgettext_lazy("may propose", "the chair")
    SECRETARIAT = "secretariat", pgettext_lazy("may propose", "the Secretariat")
    MEMBER = "member", pgettext_lazy("may propose", "any member")
    OBSERVER = "observer", pgettext_lazy("may propose", "any observer")


class HandoverStep(models.TextChoices):
    """What passes from one holder of an office to the next, in the order of the checklist."""

    PAPERS = "papers", _("Papers and correspondence are handed over")
    ACTIONS = "actions", _("Open actions and their dates are gone through")
    POSITIONS = "positions", _("Positions that are due are gone through")
    CONTACTS = "contacts", _("The Secretariat and the other members know the new address")
    ACCESS = "access", _("The new holder has an account with a second factor")
    CLOSED = "closed", _("The former holder’s access to Committee papers is closed")
