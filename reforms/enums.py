"""Choices of the reform tracker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReformStage(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    ADOPTED = "adopted", _("Adopted")
    IMPLEMENTING = "implementing", _("Being implemented")
    EVALUATED = "evaluated", _("Evaluated")
    DISCONTINUED = "discontinued", _("Discontinued")
