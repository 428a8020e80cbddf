"""Reviews, the criteria they go by, what is known of reviewers; endorsements and decisions on the evidence."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..enums import Language
from ..languages import text_of
from ..reviewing.enums import HIGHEST, LOWEST, OPEN, REASON_LENGTH, STANDING, TEXT_LENGTH, Recommendation, ReviewState
from ..reviewing.querysets import EvidenceDecisionQuerySet, ReviewQuerySet
from .parts import RecordPart
from .vocabulary import Theme


class ReviewCriterion(models.Model):
    """One of the published criteria. One that is no longer used stays for the reviews that went by it."""

    slug = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    question = models.TextField(_("what it asks"), max_length=600)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_used = models.BooleanField(_("used in new reviews"), default=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "name").value or self.slug


class Review(RecordPart):
    """One person's judgement of one record in one round; each submission begins a new round."""

    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("reviewer"),
        null=True,
        related_name="reviews",
        editable=False,
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("invited by"),
        null=True,
        related_name="+",
        editable=False,
    )
    assigned_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    due_on = models.DateField(_("due"))
    state = models.CharField(
        _("state"), max_length=12, choices=ReviewState.choices, default=ReviewState.INVITED, editable=False
    )
    why = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    given_at = models.DateTimeField(_("given"), null=True, editable=False)
    closed_at = models.DateTimeField(_("end of the round"), null=True, editable=False)
    reminded_on = models.DateField(_("last reminded"), null=True, editable=False)

    language = models.CharField(
        _("language of the review"), max_length=2, choices=Language.choices, default=Language.RUSSIAN
    )
    recommendation = models.CharField(_("recommendation"), max_length=12, choices=Recommendation.choices, blank=True)
    for_submitter = models.TextField(_("for the submitter"), max_length=TEXT_LENGTH, blank=True)
    confidential = models.TextField(_("for the Secretariat alone"), max_length=TEXT_LENGTH, blank=True)
    is_named = models.BooleanField(_("my name may be told to the submitter"), default=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "round", "reviewer"],
                condition=Q(state__in=[str(state) for state in STANDING]),
                name="one_review_per_round_and_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | (Q(given_at__isnull=False) & ~Q(recommendation="")),
                name="given_review_recommends",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "recused"]) | ~Q(why=""), name="refused_review_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="review_of_record"),
            models.Index(fields=["reviewer", "state"], name="review_of_reviewer"),
            models.Index(fields=["due_on"], condition=Q(state__in=[str(state) for state in OPEN]), name="review_due"),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the reviewer is waited for."""
        return self.state in OPEN

    @property
    def is_standing(self) -> bool:
        """Whether its reviewer is one of the record's in the round that is on."""
        return self.state in STANDING and self.closed_at is None

    @property
    def is_given(self) -> bool:
        """Whether the reviewer has handed it in."""
        return self.state == ReviewState.GIVEN

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over and it is still waited for."""
        return self.is_open and self.due_on < localdate()


class Score(models.Model):
    """How far one criterion is met, with a comment for the submitter."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores", verbose_name=_("review"))
    criterion = models.ForeignKey(ReviewCriterion, models.PROTECT, related_name="scores", verbose_name=_("criterion"))
    value = models.PositiveSmallIntegerField(
        _("score"), null=True, blank=True, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    comment = models.TextField(_("comment"), max_length=TEXT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=LOWEST, value__lte=HIGHEST), name="score_within_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value or '–'}"


class SectionComment(models.Model):
    """What a reviewer says to one section of the record."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="section_comments", verbose_name=_("review"))
    section = models.CharField(_("section"), max_length=40)
    text = models.TextField(_("comment"), max_length=TEXT_LENGTH)

    class Meta:
        verbose_name = _("comment on a section")
        verbose_name_plural = _("comments on sections")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "section"], name="one_comment_per_section")]

    def __str__(self) -> str:
        return self.section


class ReviewerProfile(models.Model):
    """What a reviewer says of themselves: what they know, how much they take on, until when they are away."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviewer_profile", verbose_name=_("account")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language.choices),
        verbose_name=_("languages in which I read"),
        default=list,
        blank=True,
    )
    most_at_once = models.PositiveSmallIntegerField(
        _("reviews at one time, at most"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    absent_until = models.DateField(_("not available until"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("reviewer’s profile")
        verbose_name_plural = _("reviewers’ profiles")

    def __str__(self) -> str:
        return str(self.user)


class Endorsement(RecordPart):
    """A country's word for a record, given by its focal point; withdrawn ones stay in the history."""

    country = models.CharField(_("country"), max_length=2, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+", editable=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    note = models.TextField(_("note"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.RUSSIAN)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("withdrawn by"),
        null=True,
        related_name="+",
        editable=False,
    )
    why_withdrawn = models.TextField(_("reason"), max_length=REASON_LENGTH, blank=True, editable=False)

    class Meta:
        verbose_name = _("national endorsement")
        verbose_name_plural = _("national endorsements")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=Q(withdrawn_at=None), name="one_standing_endorsement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.at:%Y-%m-%d}"


class EvidenceDecision(RecordPart):
    """An evidence level that the Secretariat or an editor set, with the note that readers see. Rows are only added."""

    level = models.CharField(_("evidence level"), max_length=24)
    former_level = models.CharField(_("level before"), max_length=24, blank=True)
    note = models.TextField(_("why this level"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+", editable=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = EvidenceDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on the evidence")
        verbose_name_plural = _("decisions on the evidence")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="evidence_of_record")]

    def __str__(self) -> str:
        return self.level
