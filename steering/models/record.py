"""The record: a table that only grows, each entry bound to the one before it."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..record.enums import RecordKind
from ..record.querysets import RecordCorrectionQuerySet, RecordEntryQuerySet


class RecordEntry(models.Model):
    """What was adopted, closed or released, as it was at that moment.

    `fingerprint` is the SHA-256 of everything here but the sealing account, which may be deleted one day; the text that
    is hashed is `steering.record.chain.sealed_text`. The database recomputes it, and refuses a gap or another past.
    """

    sequence = models.PositiveBigIntegerField(_("number in the record"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=RecordKind.choices)
    subject_type = models.CharField(_("table"), max_length=60)
    subject_id = models.PositiveBigIntegerField(_("row"))
    corrects = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("corrects"), related_name="corrections", null=True, blank=True
    )
    content = models.TextField(_("content"), help_text=_("Canonical JSON: the very bytes that are hashed."))
    previous = models.CharField(_("fingerprint before"), max_length=64)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    sealed_at = models.DateTimeField(_("sealed"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("sealed by"), related_name="+", null=True
    )

    objects = RecordEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the record")
        verbose_name_plural = _("entries of the record")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_type", "subject_id"], name="sealed_once"),
            models.CheckConstraint(
                condition=Q(kind=RecordKind.CORRECTION, corrects__isnull=False)
                | (~Q(kind=RecordKind.CORRECTION) & Q(corrects=None)),
                name="a_correction_corrects",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"

    def get_absolute_url(self) -> str:
        return f"{reverse('committee:check')}?code={self.code}"

    @property
    def code(self) -> str:
        """The short form for print: sixteen hexadecimal digits in groups of four."""
        start = self.fingerprint[:16].upper()
        return "-".join(start[at : at + 4] for at in range(0, 16, 4))

    @property
    def data(self) -> dict[str, Any]:
        """The content as it was given to be sealed."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class RecordCorrection(models.Model):
    """What an entry got wrong, and what is right. The entry itself stays as it is; this is sealed behind it."""

    entry = models.ForeignKey(
        RecordEntry, models.PROTECT, verbose_name=_("entry"), related_name="corrected_by", editable=False
    )
    text = models.TextField(_("what is right"), max_length=5000)
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(_("made"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("made by"),
        related_name="+",
        null=True,
        editable=False,
    )

    objects = RecordCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a record")
        verbose_name_plural = _("corrections of records")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class RecordCopy(models.Model):
    """A file of a sealed record that the portal has given out, by its checksum: an altered one is none of these."""

    entry = models.ForeignKey(RecordEntry, models.PROTECT, verbose_name=_("entry"), related_name="copies")
    checksum = models.CharField(_("checksum"), max_length=64, unique=True, help_text=_("SHA-256 of the file."))
    first_issued_at = models.DateTimeField(_("first given out"))

    objects = models.Manager["RecordCopy"]()

    class Meta:
        verbose_name = _("issued file")
        verbose_name_plural = _("issued files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.checksum
