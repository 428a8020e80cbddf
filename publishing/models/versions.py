"""What was public: every published version of a record, kept for good."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from .parts import RecordPart


class PublishedVersion(RecordPart):
    """A record as it was public from a moment on, with all its languages, facts, rows and sources.

    Written by `versions.keep_version` alone; the database refuses to change or delete a row. `content` is read by
    `publishing.versions.content`; it names fields as they were called then.
    """

    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"), default=now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+"
    )
    role = models.CharField(_("role"), max_length=40, blank=True)
    note_kk = models.TextField(_("what changed, in Kazakh"), blank=True)
    note_ru = models.TextField(_("what changed, in Russian"), blank=True)
    note_en = models.TextField(_("what changed, in English"), blank=True)
    changed_languages = ArrayField(models.CharField(max_length=2), verbose_name=_("changed languages"), default=list)
    severity = models.CharField(_("severity"), max_length=12, blank=True)
    edition = models.PositiveIntegerField(_("edition"))
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("content"), encoder=DjangoJSONEncoder
    )

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="one_published_version")
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d") % {"number": self.number})
