"""What countries say of a report under review, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.enums import Language

from ..reports.enums import Answer, CommentKind, VerdictChoice
from ..reports.querysets import (
    CountryCommentsQuerySet,
    ResponseQuerySet,
    SectionCommentQuerySet,
    VerdictChangeQuerySet,
    VerdictQuerySet,
)
from .reports import ReportSection, ReviewRound
from .seats import Seat


class CountryComments(models.Model):
    """All that one seat says in a round, released as one."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="batches", verbose_name=_("round"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("seat"))
    released_at = models.DateTimeField(pgettext_lazy("comments", "released"), null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    is_late = models.BooleanField(pgettext_lazy("comments", "late"), default=False)

    objects = CountryCommentsQuerySet.as_manager()

    class Meta:
        verbose_name = _("comments of a country")
        verbose_name_plural = _("comments of countries")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="one_set_of_comments_per_seat"),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(released_at__isnull=False), name="comments_late_when_released"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.seat}"

    def get_absolute_url(self) -> str:
        return reverse("committee:report_batch", args=[self.round.report_id, self.round.number, self.seat_id])


class SectionComment(models.Model):
    """One comment on one section, in any of the three languages."""

    batch = models.ForeignKey(
        CountryComments, models.PROTECT, related_name="comments", verbose_name=_("comments of a country")
    )
    section = models.ForeignKey(ReportSection, models.PROTECT, related_name="comments", verbose_name=_("section"))
    kind = models.CharField(_("kind"), max_length=12, choices=CommentKind.choices, default=CommentKind.SUBSTANTIVE)
    text = models.TextField(_("comment"), max_length=10_000)
    language = models.CharField(_("language of the comment"), max_length=2, choices=Language.choices)
    wording = models.TextField(_("proposed wording"), max_length=10_000, blank=True)
    wording_language = models.CharField(
        _("language of the proposed wording"), max_length=2, choices=Language.choices, blank=True
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    released_at = models.DateTimeField(pgettext_lazy("comments", "released"), null=True, blank=True)

    objects = SectionCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a section")
        verbose_name_plural = _("comments on sections")
        ordering = ["batch", "section__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_comment_per_number"),
            models.CheckConstraint(
                condition=Q(wording="", wording_language="") | (~Q(wording="") & ~Q(wording_language="")),
                name="proposed_wording_has_a_language",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, number=None) | Q(released_at__isnull=False, number__isnull=False),
                name="released_comment_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.text[:60]

    @property
    def label(self) -> str:
        """How the matrix calls the comment: the country's code and a number; empty before its release."""
        if self.number is None:
            return ""
        seat = self.batch.seat
        code = seat.country.iso2 if seat.country is not None else f"O{seat.pk}"
        return f"{code}-{self.number}"


class Response(models.Model):
    """What the Secretariat answers to a comment."""

    comment = models.OneToOneField(SectionComment, models.PROTECT, related_name="response", verbose_name=_("comment"))
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices)
    reason = models.TextField(_("reason"), max_length=10_000, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField(_("answered"), auto_now=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a comment")
        verbose_name_plural = _("answers to comments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=Answer.ACCEPTED)
                | Q(reason_kk__isnull=False, reason_kk__gt="")
                | Q(reason_ru__isnull=False, reason_ru__gt="")
                | Q(reason_en__isnull=False, reason_en__gt=""),
                name="answer_gives_a_reason",
                violation_error_message=_("Say why, unless the comment is accepted."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display())


class Said(models.Model):
    """What a country says of the report as a whole, and who said it for the country."""

    choice = models.CharField(_("verdict"), max_length=12, choices=VerdictChoice.choices)
    text = models.TextField(_("explanation"), max_length=10_000, blank=True)
    language = models.CharField(_("language of the explanation"), max_length=2, choices=Language.choices, blank=True)
    at = models.DateTimeField(_("given"))

    class Meta:
        abstract = True


class Verdict(Said):
    """The verdict of a country in a round, as it stands: one for each seat."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="verdicts", verbose_name=_("round"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("seat"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict on a report")
        verbose_name_plural = _("verdicts on reports")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="one_verdict_per_seat"),
            models.CheckConstraint(
                condition=~Q(choice=VerdictChoice.RETURN) | ~Q(text=""),
                name="returned_report_has_a_reason",
                violation_error_message=_("Say why the report is returned."),
            ),
            models.CheckConstraint(
                condition=Q(text="", language="") | (~Q(text="") & ~Q(language="")), name="verdict_text_has_a_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_choice_display()}"


class VerdictChange(Said):
    """Every verdict that was ever given; the table only grows."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="verdict_changes", verbose_name=_("round"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("seat"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)

    objects = VerdictChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a verdict")
        verbose_name_plural = _("changes of verdicts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_choice_display()}"
