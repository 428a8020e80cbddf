"""Rows that belong to a record of any model: its languages, sources, former addresses, events."""

from typing import Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..action_names import action_name, state_name
from ..enums import Language, LanguageState

YEARS: Final = [MinValueValidator(1800), MaxValueValidator(2100)]
"""The years that a fact of the library can bear."""


class RecordPart(models.Model):
    """A row that belongs to a record of any model."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False, related_name="+")
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True


class LanguageVersion(RecordPart):
    """What the language columns of a record cannot hold: state, provenance, promise."""

    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(_("state"), max_length=16, choices=LanguageState.choices, default=LanguageState.MISSING)
    made_from = models.PositiveIntegerField(
        _("made from version"),
        default=1,
        help_text=_("The version of the original text that this translation was made from."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("changed by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    changed_on = models.DateField(_("changed on"), default=localdate)
    promised_for = models.DateField(_("promised for"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("submitted by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True, editable=False)
    waits_since = models.DateTimeField(
        _("waits since"), null=True, blank=True, editable=False, help_text=_("When the original first moved on.")
    )

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="one_version_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.get_state_display()}"


GENERAL_KNOWLEDGE: Final = "general knowledge"
"""The title of a source by which a file says that no source was looked up."""


class Source(RecordPart):
    """A source that a record names, with the link under which it was read."""

    key = models.CharField(_("key"), max_length=20, help_text=_("Short name inside the record, such as s1."))
    title = models.CharField(_("title"), max_length=400)
    title_language = models.CharField(_("language of the title"), max_length=8, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    is_year_approximate = models.BooleanField(_("year is approximate"), default=False)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "key"], name="one_source_per_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    @property
    def is_general_knowledge(self) -> bool:
        """Whether this is no source but says that none was looked up."""
        return self.title.strip().casefold() == GENERAL_KNOWLEDGE


class FormerSlug(RecordPart):
    """An address that a record once had; it redirects."""

    slug = models.SlugField(_("slug"), max_length=120)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["content_type", "slug"], name="one_record_per_former_slug")]

    def __str__(self) -> str:
        return self.slug


class Event(RecordPart):
    """A transition that happened: who, when, from where to where, why."""

    action = models.CharField(_("action"), max_length=32)
    from_state = models.CharField(_("from"), max_length=32)
    to_state = models.CharField(_("to"), max_length=32)
    reason = models.TextField(_("reason"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    is_reason_public = models.BooleanField(_("readers may see the reason"), default=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="event_of_record")]

    def __str__(self) -> str:
        return f"{self.action_words}: {self.from_words} → {self.to_words}"

    @property
    def action_words(self) -> str:
        """What was done, in words."""
        return action_name(self.action, self._label)

    @property
    def from_words(self) -> str:
        """Where it stood before, in words."""
        return state_name(self.from_state, self._label)

    @property
    def to_words(self) -> str:
        """Where it stood afterwards, in words."""
        return state_name(self.to_state, self._label)

    @property
    def _label(self) -> str:
        kind = ContentType.objects.get_for_id(self.content_type_id)
        return f"{kind.app_label}.{kind.model}"
