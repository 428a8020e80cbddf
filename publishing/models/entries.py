"""The catalogue of what is public."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from ..collation import KazakhKey
from ..enums import Kind
from ..languages import CODES, reading_order
from ..querysets import EntryQuerySet
from .parts import RecordPart


def title_key(language: str) -> KazakhKey:
    """What the entries stand in alphabetical order by on the pages of a language; there is an index for each."""
    titles = [NullIf(models.F(f"title_{code}"), models.Value("")) for code in reading_order(language)]
    return KazakhKey(Coalesce(*titles, output_field=models.TextField()))


class Entry(RecordPart):
    """One row of the catalogue: what a card, a facet, a feed or a search needs of one public record.

    Written by `catalogue.write` in the transaction that changes the record; nothing that is not public is in it.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    slug = models.SlugField(max_length=120)
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    summary_kk = models.TextField(blank=True)
    summary_ru = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    original_language = models.CharField(max_length=2)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    states: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    country = models.CharField(max_length=2, blank=True)
    themes = ArrayField(models.CharField(max_length=60), default=list)
    tags = ArrayField(models.CharField(max_length=100), default=list)
    evidence = models.CharField(max_length=24, blank=True)
    level = models.CharField(max_length=12, blank=True)
    stage = models.CharField(max_length=16, blank=True)
    start_year = models.PositiveSmallIntegerField(null=True)
    adoptions = models.PositiveIntegerField(default=0)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    is_demonstration = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checked_on = models.DateField(null=True)
    visible_until = models.DateField(null=True)
    vector = SearchVectorField(null=True)
    columns = models.BinaryField(
        null=True, help_text="what facets, filters and orders need; see publishing.finding.columns"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_per_record")]
        indexes = [
            # no pending list: who publishes never pays for what others left there
            GinIndex(fields=["vector"], name="entry_vector", fastupdate=False),
            GinIndex(fields=["themes"], name="entry_themes"),
            GinIndex(fields=["tags"], name="entry_tags"),
            models.Index(fields=["kind", "-published_at"], name="entry_kind_published"),
            *(
                models.Index(models.F("kind"), title_key(code), models.F("id").desc(), name=f"entry_title_{code}")
                for code in CODES
            ),
            models.Index(fields=["kind", "country", "-published_at", "-id"], name="entry_kind_country_published"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
