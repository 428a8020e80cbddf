"""A best practice and its parts."""

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.enums import Kind
from publishing.languages import text_of
from publishing.models import YEARS, Publication, Source, Tagged, Theme
from publishing.richtext.html import RichTextField

from .adoption.models import Adoption
from .consent import Consent
from .enums import Evidence, Level, Stage, SubmittedFor
from .querysets import PracticeQuerySet
from .revision import Revision

__all__ = ["Adoption", "Award", "Consent", "Practice", "PracticeTheme", "Result", "Revision"]

OPEN_STATES = ("draft", "submitted", "in_review", "changes_requested", "accepted")
"""The states in which an update waits to become part of its original."""


class Practice(Publication, Tagged):
    """What a country's civil service did, what came of it and what another country would need first."""

    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="practices")
    institution = models.CharField(_("institution"), max_length=300, blank=True)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("Says what was done, no slogans; up to 90 characters read best.")
    )
    summary = models.TextField(
        _("summary"), max_length=600, blank=True, help_text=_("Two sentences; up to 260 characters read best.")
    )
    problem = RichTextField(_("problem"), blank=True)
    solution = RichTextField(_("solution"), blank=True)
    results_text = RichTextField(_("what the figures mean"), blank=True)
    lessons = RichTextField(_("lessons"), blank=True)
    transfer = RichTextField(_("conditions for transfer"), blank=True)
    themes = models.ManyToManyField(Theme, through="PracticeTheme", verbose_name=_("themes"), related_name="practices")
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.NATIONAL)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.IMPLEMENTED)
    evidence = models.CharField(_("evidence"), max_length=24, choices=Evidence.choices, default=Evidence.SELF_REPORTED)
    evidence_basis = models.TextField(
        _("what the evidence rests on"),
        max_length=1000,
        blank=True,
        help_text=_("Where the figures come from, and who has checked them."),
    )
    start_year = models.PositiveSmallIntegerField(_("year of start"), null=True, blank=True, validators=YEARS)
    claimed_evidence = models.CharField(
        _("evidence claimed by the submitter"), max_length=24, choices=Evidence.choices, blank=True, editable=False
    )
    submitted_for = models.CharField(_("in whose name"), max_length=8, choices=SubmittedFor.choices, blank=True)
    revises = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name=_("update of"),
        null=True,
        blank=True,
        related_name="revisions",
        editable=False,
    )

    objects = PracticeQuerySet.as_manager()
    kind = Kind.PRACTICE
    text_fields = (
        "summary",
        "institution",
        "problem",
        "solution",
        "results_text",
        "evidence_basis",
        "lessons",
        "transfer",
    )

    class Meta(Publication.Meta):
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        permissions = [
            ("publish_practice", "Can publish and archive practices"),
            ("keep_country_practices", "Can see and keep the drafts of their own country"),
        ]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(revises__isnull=False, state="published"), name="update_is_never_public"
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=models.Q(revises__isnull=False, state__in=OPEN_STATES),
                name="one_open_update_per_practice",
            ),
        ]

    def __str__(self) -> str:
        name = super().__str__()
        return name if self.revises_id is None else gettext("Update of “%(title)s”") % {"title": name}

    @property
    def remark(self) -> str | Promise:
        """That it is an update of another practice."""
        return _("Update of a published practice") if self.revises_id is not None else ""

    def get_absolute_url(self) -> str:
        return reverse("practices:detail", args=[self.slug])


class PracticeTheme(models.Model):
    """A theme of a practice; the most telling first."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="theme_rows", verbose_name=_("practice"))
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="practice_rows", verbose_name=_("theme"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("theme of the practice")
        verbose_name_plural = _("themes of the practice")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "theme"], name="practice_theme_once")]
        indexes = [models.Index(fields=["theme", "-practice"], name="practice_theme_newest")]

    def __str__(self) -> str:
        return str(self.theme)


class Result(models.Model):
    """A measured figure: before, after, unit, year, and who reported it."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="results", verbose_name=_("practice"))
    indicator = models.CharField(_("indicator"), max_length=300)
    before = models.DecimalField(_("before"), max_digits=18, decimal_places=4, null=True, blank=True)
    after = models.DecimalField(_("after"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    source = models.ForeignKey(
        Source, models.SET_NULL, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    is_self_reported = models.BooleanField(_("reported by the institution itself"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "indicator").value


class Award(models.Model):
    """A prize that the practice received."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="awards", verbose_name=_("practice"))
    name = models.CharField(_("name"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    source = models.ForeignKey(
        Source, models.SET_NULL, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "name").value
