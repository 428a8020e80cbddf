"""The institution's consent to publication: a statement or a document, never shown to readers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """What the institution agreed to: who said so in which office and when, or a letter that says it.

    Only the practice's keepers and those who judge it may read it.
    """

    practice = models.OneToOneField(
        "practices.Practice", models.CASCADE, related_name="consent", verbose_name=_("practice")
    )
    name = models.CharField(_("who gave the consent"), max_length=160, blank=True)
    office = models.CharField(_("office"), max_length=300, blank=True)
    given_on = models.DateField(_("day of the consent"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("the institution agrees to the publication"), default=False)
    file = models.FileField(_("letter of consent"), upload_to="consents/%Y/", blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    media_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    checksum = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("consent of the institution")
        verbose_name_plural = _("consents of institutions")

    def __str__(self) -> str:
        return self.file_name or f"{self.name}, {self.office}".strip(", ")

    @property
    def is_stated(self) -> bool:
        """Whether the statement is whole: a name, an office, a day, and the tick."""
        return bool(self.name and self.office and self.given_on and self.is_confirmed)

    @property
    def is_given(self) -> bool:
        """Whether there is a whole statement or a letter."""
        return bool(self.file) or self.is_stated
