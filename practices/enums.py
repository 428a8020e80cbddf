"""Choices of the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional")
    LOCAL = "local", _("Local")


class Stage(models.TextChoices):
    PILOT = "pilot", _("Pilot")
    IMPLEMENTED = "implemented", _("Implemented")
    SCALED = "scaled", _("Scaled up")
    ENDED = "ended", _("Ended")


class Evidence(models.TextChoices):
    """What the results rest on, the weakest first."""

    SELF_REPORTED = "self_reported", _("Self-reported")
    AGENCY_DATA = "agency_data", _("Agency data")
    INDEPENDENT = "independent_evaluation", _("Independent evaluation")


class SubmittedFor(models.TextChoices):
    """In whose name a practice was submitted; empty for what the Secretariat collected itself."""

    PERSON = "person", _("Submitted by a person")
    COUNTRY = "country", _("Submitted for the country")
