"""How much a practice tells: a snapshot, or a full entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES

from .models import Practice


class Depth(models.TextChoices):
    """Both may be published; a full entry ranks higher."""

    SNAPSHOT = "snapshot", _("Snapshot")
    FULL = "full", _("Full entry")


FULL_TEXTS = ("problem", "solution", "lessons", "transfer")
"""The texts without which a reader cannot judge whether the practice would work elsewhere."""


def depth_of(practice: Practice) -> Depth:
    """Full with problem, solution, results, lessons, conditions for transfer and a source; else a snapshot.

    Reads `results` and `sources`: prefetch them before asking for many practices.
    """
    has_results = len(practice.results.all()) > 0 or has_text(practice, "results_text")
    has_source = any(not source.is_general_knowledge for source in practice.sources.all())
    is_full = has_results and has_source and all(has_text(practice, name) for name in FULL_TEXTS)
    return Depth.FULL if is_full else Depth.SNAPSHOT


def has_text(practice: Practice, field: str) -> bool:
    """Whether the field is written in any language."""
    return any(getattr(practice, f"{field}_{code}") for code in CODES)
