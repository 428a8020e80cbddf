"""Collections: records that a reader put together, known by an address that cannot be guessed."""

import secrets

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Language
from .parts import RecordPart


def new_token() -> str:
    """An address that nobody can guess."""
    return secrets.token_urlsafe(16)


class Collection(models.Model):
    """A list of records with a title and a note; whoever has the address reads it, its maker changes it."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, editable=False, related_name="collections"
    )
    title = models.CharField(_("title"), max_length=200)
    note = models.TextField(_("note"), max_length=2000, blank=True, validators=[MaxLengthValidator(2000)])
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    read_on = models.DateField(_("last read on"), default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class CollectionItem(RecordPart):
    """A record's place in a collection."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("record of a collection")
        verbose_name_plural = _("records of collections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "content_type", "object_id"], name="collected_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
