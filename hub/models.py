"""The about pages, what people write to the Secretariat, and what was loaded from content files."""

from datetime import date, timedelta
from typing import Final

from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing.enums import Kind, Language
from publishing.models import Publication
from publishing.querysets import PublicationQuerySet
from publishing.richtext.html import RichTextField

ANSWER_DAYS: Final = 15
"""Within how many days the Secretariat answers an enquiry."""


def answer_due() -> date:
    """The day by which an enquiry of today is answered."""
    return localdate() + timedelta(days=ANSWER_DAYS)


class Page(Publication):
    """A page about the Hub: what it is for, how it came to be, how to take part."""

    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PublicationQuerySet["Page"].as_manager()
    kind = Kind.PAGE
    text_fields = ("lead", "body")

    class Meta(Publication.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]
        permissions = [("publish_page", "Can publish and archive pages")]

    def get_absolute_url(self) -> str:
        return reverse("about:page", args=[self.slug])


class LoadedRecord(models.Model):
    """A record that came from a content file: what the file said, and how the record stood when it had been written.

    So an unchanged file costs nothing, and what somebody edited by hand since is not overwritten in silence.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    object_id = models.PositiveBigIntegerField()
    content = models.CharField(max_length=64)
    snapshot = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_load_per_record")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"


class Subject(models.TextChoices):
    """What an enquiry is about."""

    PRACTICE = "practice", _("A practice")
    CORRECTION = "correction", _("A correction")
    TRANSLATION = "translation", _("A translation")
    EXPERIENCE = "experience", _("A request for experience")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    DATA = "data", _("Data")
    OTHER = "other", _("Something else")


class Enquiry(models.Model):
    """What somebody wrote to the Secretariat; its key is the number that the writer was given."""

    subject = models.CharField(_("subject"), max_length=16, choices=Subject.choices)
    message = models.TextField(_("message"), max_length=5000)
    email = models.EmailField(_("e-mail address for the answer"), blank=True)
    page = models.CharField(_("page"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    due_on = models.DateField(_("answer due"), default=answer_due)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_subject_display()}"

    @property
    def number(self) -> str:
        """The number that the writer was given, such as 2026-0012."""
        return f"{self.received_at:%Y}-{self.pk:04d}"
