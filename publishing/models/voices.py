"""What readers say about a record: that it was useful, and what they would like to know."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Language
from ..questions.querysets import QuestionQuerySet
from .parts import RecordPart


class UsefulMark(RecordPart):
    """One visitor found one record useful; the visitor is known only by a digest that fits no other record."""

    visitor = models.CharField(max_length=64, editable=False)
    marked_on = models.DateField(_("day"), auto_now_add=True)

    class Meta:
        verbose_name = _("useful mark")
        verbose_name_plural = _("useful marks")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "visitor"], name="one_useful_mark_per_visitor")
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


class QuestionState(models.TextChoices):
    """Where a question stands."""

    ASKED = "asked", pgettext_lazy("question", "waits for an answer")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    PUBLIC = "public", pgettext_lazy("question", "public")
    CLOSED = "closed", pgettext_lazy("question", "closed")


class Question(RecordPart):
    """A reader's question to those who keep a record. Neither side sees the other's address."""

    name = models.CharField(_("your name"), max_length=200, blank=True)
    email = models.EmailField(_("your e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, editable=False)
    text = models.TextField(_("your question"), max_length=3000)
    state = models.CharField(
        _("state"), max_length=12, choices=QuestionState.choices, default=QuestionState.ASKED, editable=False
    )
    edition = models.PositiveIntegerField(default=1, editable=False)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)
    answer_language = models.CharField(_("language of the answer"), max_length=2, choices=Language.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("answered by"),
        null=True,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    public_text = models.TextField(
        _("question as readers see it"),
        max_length=3000,
        blank=True,
        help_text=_("Without names, addresses and whatever else does not concern others."),
    )
    public_answer = models.TextField(_("answer as readers see it"), max_length=10_000, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "state"], name="question_of_record"),
            models.Index(fields=["state", "asked_at"], name="question_state"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
