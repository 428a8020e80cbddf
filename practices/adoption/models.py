"""A country's statement that it took over a practice of another."""

from typing import Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from members.models import Country
from publishing.enums import Language
from publishing.languages import CODES, Text, text_of
from publishing.models import YEARS, Event, Source

from .enums import AdoptionStage, AdoptionState
from .querysets import AdoptionQuerySet

LONGEST: Final = 5000
"""Characters of one text of a statement."""
TEXTS: Final = ("changes", "result", "why_dropped", "contact_institution")
"""The translated fields."""
FACTS: Final = ("year", "stage", "changes", "result", "why_dropped")
"""What the other country confirms: a change of these has to be confirmed anew."""


def _written(field: str) -> Q:
    """That the text stands in one language at least."""
    rule = Q()
    for code in CODES:
        rule |= Q(**{f"{field}_{code}__isnull": False, f"{field}_{code}__gt": ""})
    return rule


class Adoption(models.Model):
    """From whom, when, how far, what was changed, what came of it, whom to ask; and what the other country says."""

    practice = models.ForeignKey(
        "practices.Practice", models.PROTECT, verbose_name=_("adopted practice"), related_name="adoptions"
    )
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("adopting country"), related_name="adoptions")
    own_practice = models.ForeignKey(
        "practices.Practice",
        models.SET_NULL,
        verbose_name=_("the adopting country’s own practice"),
        null=True,
        blank=True,
        related_name="adopted_from",
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    stage = models.CharField(_("stage"), max_length=12, choices=AdoptionStage.choices)
    changes = models.TextField(_("what was changed"), max_length=LONGEST, blank=True)
    result = models.TextField(_("what came of it"), max_length=LONGEST, blank=True)
    why_dropped = models.TextField(_("why it was dropped"), max_length=LONGEST, blank=True)
    contact_name = models.CharField(_("whom to ask"), max_length=160, blank=True)
    contact_institution = models.CharField(_("institution of the contact"), max_length=300, blank=True)
    contact_email = models.EmailField(_("address of the contact"), blank=True)
    is_contact_public = models.BooleanField(_("the address may be shown to everybody"), default=False)
    original_language = models.CharField(
        _("original language"), max_length=2, choices=Language.choices, default=Language.RUSSIAN
    )

    state = models.CharField(
        _("state"), max_length=12, choices=AdoptionState.choices, default=AdoptionState.STATED, editable=False
    )
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("stated by"),
        null=True,
        editable=False,
        related_name="+",
    )
    is_stated_on_behalf = models.BooleanField(_("stated by the Secretariat"), default=False, editable=False)
    is_from_sources = models.BooleanField(
        _("entered from published sources, without the country"), default=False, editable=False
    )
    stated_at = models.DateTimeField(_("stated"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("changed by"),
        null=True,
        editable=False,
        related_name="+",
    )
    correction = models.TextField(_("correction"), max_length=LONGEST, blank=True, editable=False)
    correction_language = models.CharField(max_length=2, choices=Language.choices, blank=True, editable=False)
    corrected_year = models.PositiveSmallIntegerField(
        _("year according to the correction"), null=True, validators=YEARS, editable=False
    )
    corrected_stage = models.CharField(
        _("stage according to the correction"), max_length=12, choices=AdoptionStage.choices, blank=True, editable=False
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("confirmed, corrected or disputed by"),
        null=True,
        editable=False,
        related_name="+",
    )
    is_judged_on_behalf = models.BooleanField(_("answered by the Secretariat"), default=False, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    waiting_since = models.DateTimeField(_("waits since"), null=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    sources = GenericRelation(Source)
    events = GenericRelation(Event)
    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["-year", "-pk"]
        permissions = [("act_for_countries", "Can state and judge adoptions on behalf of countries")]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "country"],
                condition=~Q(state=AdoptionState.WITHDRAWN),
                name="adoption_stated_once",
            ),
            models.CheckConstraint(
                condition=~Q(stage=AdoptionStage.DROPPED) | _written("why_dropped"), name="adoption_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="adoption_confirmed_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.CORRECTED) | Q(correction__gt=""), name="adoption_corrected_has_text"
            ),
        ]
        indexes = [models.Index(fields=["country", "state"], name="adoption_country_state")]

    def __str__(self) -> str:
        return gettext("%(country)s: %(practice)s") % {
            "country": text_of(self.country, "name").value,
            "practice": text_of(self.practice, "title").value,
        }

    def get_absolute_url(self) -> str:
        return reverse("adoptions:detail", args=[self.pk])

    @property
    def source_country(self) -> Country:
        """The country whose practice it is."""
        return self.practice.country

    @property
    def is_confirmed(self) -> bool:
        """Whether both countries say so."""
        return self.state == AdoptionState.CONFIRMED

    @property
    def correction_text(self) -> Text:
        """The correction with its language, which is that of whoever wrote it."""
        return Text(self.correction, self.correction_language or self.original_language, get_language() or "ru")

    @property
    def other_languages(self) -> list[str]:
        """The languages other than the original."""
        return [code for code in CODES if code != self.original_language]
