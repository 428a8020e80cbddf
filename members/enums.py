"""Choices of this floor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Participation(models.TextChoices):
    """What supports a country's place in the Hub; only `confirmed` is participation."""

    CONFIRMED = "confirmed", _("Participates")
    INDICATED = "indicated", _("Participation is only indicated")
    UNCONFIRMED = "unconfirmed", _("Participation is not confirmed")


class SystemType(models.TextChoices):
    CAREER = "career-based", _("Career-based")
    POSITION = "position-based", _("Position-based")
    MIXED = "mixed", _("Mixed")


class Region(models.TextChoices):
    """Region groups, in the order in which lists show them."""

    CENTRAL_ASIA = "central-asia", _("Central Asia")
    SOUTH_CAUCASUS = "south-caucasus", _("South Caucasus")
    EASTERN_EUROPE = "eastern-europe", _("Eastern Europe")
    NORTHERN_EUROPE = "northern-europe", _("Baltic and Northern Europe")
    WESTERN_EUROPE = "western-europe", _("Western and Central Europe")
    SOUTH_EASTERN_EUROPE = "south-eastern-europe", _("South-Eastern Europe and Türkiye")
    EAST_ASIA = "east-asia", _("East Asia")
    SOUTH_ASIA = "south-asia", _("South Asia")
    SOUTH_EAST_ASIA = "south-east-asia", _("South-East Asia")
    AMERICAS = "americas", _("Americas")
    AFRICA = "africa", _("Africa")
    OTHER = "other", _("Other regions")


class Visibility(models.TextChoices):
    """Who may see an expert's profile, by the expert's own choice."""

    PUBLIC = "public", _("Everyone")
    REGISTERED = "registered", _("Registered users")
    COMMITTEE = "committee", _("Steering Committee and Secretariat")


class Role(models.TextChoices):
    """The groups that migrations make; a role is nothing but its permissions."""

    FOCAL_POINT = "focal-point", _("Focal point")
    REVIEWER = "reviewer", _("Reviewer")
    TRANSLATOR = "translator", _("Translator")
    EDITOR = "editor", _("Editor")
    SECRETARIAT = "secretariat", _("Secretariat administrator")
    COMMITTEE = "committee", _("Committee member")
    REGISTERED = "registered", _("Registered user")


class LetterWish(models.TextChoices):
    """Which of the Hub's letters a person wants; letters about the account itself always come."""

    ALL = "all", _("Everything that concerns me or that I follow")
    ACTION = "action", _("Only what needs my action")
    NONE = "none", _("None")
