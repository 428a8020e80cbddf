"""A reform, its milestones, its legal acts and the practices that came of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import Country
from practices.models import Practice
from publishing.enums import Kind
from publishing.languages import text_of
from publishing.models import YEARS, Publication, Source, Theme
from publishing.richtext.html import RichTextField

from .enums import ReformStage
from .querysets import ReformQuerySet


class Reform(Publication):
    """What a country set out to change in its civil service, and how it went."""

    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="reforms")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    background = RichTextField(_("background"), blank=True)
    course = RichTextField(_("course"), blank=True)
    themes = models.ManyToManyField(Theme, through="ReformTheme", verbose_name=_("themes"), related_name="reforms")
    stage = models.CharField(_("stage"), max_length=16, choices=ReformStage.choices, default=ReformStage.ANNOUNCED)
    start_year = models.PositiveSmallIntegerField(_("year of start"), null=True, blank=True, validators=YEARS)
    practices = models.ManyToManyField(Practice, verbose_name=_("practices"), related_name="reforms", blank=True)

    objects = ReformQuerySet.as_manager()
    kind = Kind.REFORM
    text_fields = ("summary", "background", "course")

    class Meta(Publication.Meta):
        verbose_name = _("reform")
        verbose_name_plural = _("reforms")
        permissions = [
            ("publish_reform", "Can publish and archive reforms"),
            ("keep_country_reforms", "Can see and keep the drafts of their own country"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reforms:detail", args=[self.slug])


class ReformTheme(models.Model):
    """A theme of a reform; the most telling first."""

    reform = models.ForeignKey(Reform, models.CASCADE, related_name="theme_rows", verbose_name=_("reform"))
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="reform_rows", verbose_name=_("theme"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("theme of the reform")
        verbose_name_plural = _("themes of the reform")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["reform", "theme"], name="reform_theme_once")]

    def __str__(self) -> str:
        return str(self.theme)


class Milestone(models.Model):
    """A dated step of a reform."""

    reform = models.ForeignKey(Reform, models.CASCADE, related_name="milestones", verbose_name=_("reform"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    text = models.TextField(_("what happened"), max_length=600)
    source = models.ForeignKey(
        Source, models.SET_NULL, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["year", models.F("month").asc(nulls_last=True), "position", "pk"]

    def __str__(self) -> str:
        return f"{self.year}: {text_of(self, 'text').value}"


class LegalAct(models.Model):
    """A law or other act on which a reform rests."""

    reform = models.ForeignKey(Reform, models.CASCADE, related_name="legal_acts", verbose_name=_("reform"))
    title = models.CharField(_("title"), max_length=400)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("legal act")
        verbose_name_plural = _("legal acts")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "title").value
