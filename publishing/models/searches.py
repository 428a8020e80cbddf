"""What is searched for, counted by day; nothing about who searched, from where, or at what time."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Language

LONGEST_KEPT: Final = 100
"""Characters of a search that are kept; a longer one is counted without its words."""


class SearchPlace(models.TextChoices):
    """Where a search was made."""

    SITE = "site", _("Search page")
    PRACTICES = "practices", _("Library of practices")


class SearchTally(models.Model):
    """How often the same words were searched for on a day, in a language of the page, at a place.

    Empty `words` gather the searches whose words are not kept.
    """

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    place = models.CharField(_("place"), max_length=12, choices=SearchPlace.choices)
    words = models.CharField(_("words"), max_length=LONGEST_KEPT, blank=True)
    asked = models.PositiveIntegerField(_("searches"), default=0)
    without_result = models.PositiveIntegerField(_("without result"), default=0)
    rewritten = models.PositiveIntegerField(_("found by another reading"), default=0)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "place", "words"], name="one_tally_of_a_search")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.words}"
