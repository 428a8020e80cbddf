"""Letters: each a row from the first draft to what became of it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Language, LetterState
from .parts import Event


class Letter(models.Model):
    """One letter to one address in one language; the HTML part is made from the text when it is sent."""

    kind = models.CharField(_("kind"), max_length=40, blank=True, editable=False)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, editable=False, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, editable=False)
    record = GenericForeignKey("content_type", "object_id")
    event = models.ForeignKey(Event, models.DO_NOTHING, null=True, editable=False, related_name="letters")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("recipient"),
        null=True,
        blank=True,
        related_name="letters_received",
    )
    address = models.EmailField(_("e-mail address"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), max_length=50_000)
    state = models.CharField(
        _("state"), max_length=12, choices=LetterState.choices, default=LetterState.DRAFT, editable=False
    )
    problem = models.TextField(_("why it was not sent"), blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now, editable=False)
    message_id = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    unsubscribe_path = models.CharField(max_length=300, blank=True, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="letter_of_record"),
            models.Index(fields=["state", "due_at"], name="letter_state_due"),
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"


class Duty(models.Model):
    """When a periodic duty was last performed, and how it went; the row is its lock."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    last_run = models.DateTimeField(_("last run"), null=True)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("periodic duty")
        verbose_name_plural = _("periodic duties")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
