"""Choices of decisions, positions and actions."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """How a decision is taken."""

    AT_MEETING = "at_meeting", pgettext_lazy("way of deciding", "At a meeting")
    WRITTEN = "written", pgettext_lazy("way of deciding", "In writing")
    SILENCE = "silence", pgettext_lazy("way of deciding", "By silence procedure")
    RECORDED = "recorded", pgettext_lazy("way of deciding", "Recorded afterwards")
    """Taken before this register was kept, or elsewhere: no positions are known."""


IN_WRITING: Final = (Way.WRITTEN, Way.SILENCE)
"""The ways that have a deadline."""


class DecisionState(models.TextChoices):
    """How far a decision has come; changed only by the workflow."""

    DRAFT = "draft", pgettext_lazy("decision", "Draft")
    OPEN = "open", pgettext_lazy("decision", "Open for positions")
    CLOSED = "closed", pgettext_lazy("decision", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "Withdrawn")


class Outcome(models.TextChoices):
    """What came out of a closed decision."""

    ADOPTED = "adopted", pgettext_lazy("outcome of a decision", "Adopted")
    REJECTED = "rejected", pgettext_lazy("outcome of a decision", "Not adopted")


class Choice(models.TextChoices):
    """A seat's position; empty while it has taken none."""

    AGREE = "agree", pgettext_lazy("position", "Agrees")
    AGREE_COMMENT = "agree_comment", pgettext_lazy("position", "Agrees with a comment")
    OBJECT = "object", pgettext_lazy("position", "Objects")
    ABSTAIN = "abstain", pgettext_lazy("position", "Abstains")
    RECUSE = "recuse", pgettext_lazy("position", "Recuses itself")


NO_POSITION: Final = pgettext_lazy("position", "No position yet")
WITH_TEXT: Final = (Choice.AGREE_COMMENT, Choice.OBJECT)
"""The positions that need a text."""


class Capacity(models.TextChoices):
    """For whom a person spoke when giving a seat's position, the strongest first."""

    DELEGATE = "delegate", pgettext_lazy("acts as", "delegate")
    ALTERNATE = "alternate", pgettext_lazy("acts as", "alternate")
    SECRETARY = "secretary", pgettext_lazy("acts as", "noted by the Secretariat")


class Basis(models.TextChoices):
    """Why the outcome is what it is: the last sentence of the computed record."""

    MAJORITY = "majority", _("The required majority was reached.")
    NO_MAJORITY = "no_majority", _("The required majority was not reached.")
    CONSENSUS = "consensus", _("Nobody objected.")
    OBJECTION = "objection", _("At least one member objected.")
    SILENCE = "silence", _("Nobody objected by the deadline; silence counts as agreement.")
    NO_QUORUM = "no_quorum", _("There was no quorum.")
    RECORDED = "recorded", _("Taken before this register was kept, or elsewhere; positions are not known.")


class ReminderStage(models.IntegerChoices):
    """Which reminder a silent seat has had."""

    NONE = 0, pgettext_lazy("reminder", "none")
    HALF_TIME = 1, pgettext_lazy("reminder", "half of the time")
    TWO_DAYS = 2, pgettext_lazy("reminder", "two working days left")
    LAST_DAY = 3, pgettext_lazy("reminder", "last day")


class ActionState(models.TextChoices):
    """How far an action has come; overdue is an open one whose day has passed."""

    OPEN = "open", pgettext_lazy("action", "Open")
    DONE = "done", pgettext_lazy("action", "Done")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")


class Owner(models.TextChoices):
    """Who has to do it."""

    SEAT = "seat", pgettext_lazy("owner of an action", "a country or organisation")
    OFFICE = "office", pgettext_lazy("owner of an action", "an office of the Committee")
    SECRETARIAT = "secretariat", pgettext_lazy("owner of an action", "the Secretariat")
