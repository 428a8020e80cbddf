"""What is sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecordKind(models.TextChoices):
    """What an entry of the record holds."""

    MINUTES = "minutes", pgettext_lazy("kind of record", "Minutes of a meeting")
    DECISION = "decision", pgettext_lazy("kind of record", "Decision")
    REPORT = "report", pgettext_lazy("kind of record", "Report")
    CORRECTION = "correction", _("Correction of a record")
