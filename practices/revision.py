"""What a proposed update of a public practice remembers beside its own row: what it was copied from, and why it changes."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.enums import Language

NOTE_LENGTH = 2000


class Revision(models.Model):
    """A practice that is the draft of another one's next version (`Practice.revises`).

    `base` holds the original's sections as they were when they were copied, or when somebody last chose between them;
    `rows` which row of the original each copied row stands for.
    """

    practice = models.OneToOneField(
        "practices.Practice", models.CASCADE, related_name="revision", verbose_name=_("practice")
    )
    base = models.JSONField(default=dict, editable=False)
    rows = models.JSONField(default=dict, editable=False)
    base_edition = models.PositiveIntegerField(default=1, editable=False)
    note = models.TextField(_("what changed and why"), blank=True, validators=[MaxLengthValidator(NOTE_LENGTH)])
    note_language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    merged_at = models.DateTimeField(_("became part of the original"), null=True, editable=False)

    class Meta:
        verbose_name = _("proposed update")
        verbose_name_plural = _("proposed updates")

    def __str__(self) -> str:
        return str(self.practice)
