"""What the translation desk keeps apart from the record: working texts, and what earlier texts taught."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Language, LanguageState
from .parts import RecordPart


class TranslationDraft(RecordPart):
    """The working texts of a record in one language. Readers never get them; approval writes them into the record.

    `texts` are by the key of their unit (`publishing.translating.units`). `version` counts the saves, so that nobody
    overwrites what somebody else saved. `made_from` is the version of the original that the texts follow.
    """

    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=[
            (LanguageState.DRAFT.value, LanguageState.DRAFT.label),
            (LanguageState.MACHINE_DRAFT.value, LanguageState.MACHINE_DRAFT.label),
            (LanguageState.IN_REVIEW.value, LanguageState.IN_REVIEW.label),
        ],
        default=LanguageState.DRAFT,
    )
    texts: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    base: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    """What stood in the record when the draft was begun: texts that the draft left alone follow the record."""
    made_from = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    """Everybody who saved it: none of them may approve it."""
    started_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_back_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("draft of a translation")
        verbose_name_plural = _("drafts of translations")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="one_draft_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.get_state_display()}"


class Segment(RecordPart):
    """A sentence or block and its approved translation: the translation memory."""

    source_language = models.CharField(max_length=2, choices=Language.choices)
    target_language = models.CharField(max_length=2, choices=Language.choices)
    source = models.TextField()
    target = models.TextField()

    class Meta:
        verbose_name = _("segment of the translation memory")
        verbose_name_plural = _("segments of the translation memory")
        indexes = [
            GinIndex(OpClass("source", name="gin_trgm_ops"), name="segment_source_trigrams"),
            models.Index(fields=["content_type", "object_id", "target_language"], name="segment_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.source_language} → {self.target_language}: {self.source[:60]}"


class DailyViews(RecordPart):
    """How often the page of a record was asked for on a day; nothing about who asked."""

    day = models.DateField()
    count: Any = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("page views of a day")
        verbose_name_plural = _("page views by day")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "day"], name="one_count_per_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
