"""Choices of the report builder."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PeriodKind(models.TextChoices):
    """How long a reported period is; only snapshots of one kind are compared."""

    YEAR = "year", pgettext_lazy("period", "Year")
    HALF = "half", pgettext_lazy("period", "Half-year")
    QUARTER = "quarter", pgettext_lazy("period", "Quarter")
    DATES = "dates", pgettext_lazy("period", "From day to day")


class FigureUnit(models.TextChoices):
    """What a figure counts in."""

    COUNT = "count", pgettext_lazy("unit of a figure", "number")
    DAYS = "days", pgettext_lazy("unit of a figure", "days")
    PERCENT = "percent", pgettext_lazy("unit of a figure", "per cent")
    MONEY = "money", pgettext_lazy("unit of a figure", "in the currency of each line")


class FigureBasis(models.TextChoices):
    """To which moment a figure belongs."""

    PERIOD = "period", pgettext_lazy("basis of a figure", "within the period, read from dated events")
    END = "end", pgettext_lazy("basis of a figure", "at the end of the period, read from dated events")
    SNAPSHOT = "snapshot", pgettext_lazy("basis of a figure", "as of the day of the snapshot")
