"""The catalogue of what is public."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Kind
from ..querysets import EntryQuerySet
from .parts import RecordPart


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

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_per_record")]
        indexes = [
            # no pending list: who publishes never pays for what others left there
            GinIndex(fields=["vector"], name="entry_vector", fastupdate=False),
            GinIndex(fields=["themes"], name="entry_themes"),
            models.Index(fields=["kind", "-published_at"], name="entry_kind_published"),
            models.Index(fields=["kind", "country"], name="entry_kind_country"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
