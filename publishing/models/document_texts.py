"""What stands in the files of documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import TextProblem, TextState
from .documents import DocumentFile


class DocumentText(models.Model):
    """The text of one file, read by the task worker for the search index; `checksum` says of which content."""

    file = models.OneToOneField(DocumentFile, models.CASCADE, primary_key=True, related_name="text")
    state = models.CharField(_("state"), max_length=10, choices=TextState.choices, default=TextState.WAITING)
    problem = models.CharField(max_length=10, choices=TextProblem.choices, blank=True)
    text = models.TextField(blank=True)
    is_cut = models.BooleanField(default=False, help_text="the file goes on where the limits ended the text")
    checksum = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    extracted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=TextState.EXTRACTED) | models.Q(text=""), name="only_extracted_text_is_kept"
            ),
            models.CheckConstraint(
                condition=models.Q(state=TextState.FAILED) ^ models.Q(problem=""), name="only_a_failure_has_a_problem"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="text_waiting", condition=models.Q(state=TextState.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.get_state_display()}"
