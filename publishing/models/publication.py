"""What every published record shares."""

from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..enums import Kind, Language, LanguageState, State
from ..languages import CODES, Text, text_of
from .documents import Document
from .parts import Event, FormerSlug, LanguageVersion, Source
from .reviews import Endorsement, EvidenceDecision, Review
from .translating import DailyViews, Segment, TranslationDraft


class Publication(models.Model):
    """A record that is published in up to three languages. Floors above add its content.

    `text_version` counts the versions of the original text; `significant_version` is the last one that translators
    have to follow: a language version made from an earlier one is outdated.
    """

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Made once from the English or transliterated title; an old address keeps redirecting."),
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small Latin letters, digits and single hyphens."))
        ],
    )
    original_language = models.CharField(
        _("original language"), max_length=2, choices=Language.choices, default=Language.ENGLISH
    )
    state = models.CharField(_("state"), max_length=24, choices=State.choices, default=State.DRAFT, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    successor = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("successor"), null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("When somebody last made sure that this is still correct.")
    )
    check_due = models.DateField(_("next check due"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)
    text_version = models.PositiveIntegerField(default=1, editable=False)
    significant_version = models.PositiveIntegerField(default=1, editable=False)

    language_versions = GenericRelation(LanguageVersion)
    sources = GenericRelation(Source)
    documents = GenericRelation(Document)
    former_slugs = GenericRelation(FormerSlug)
    translation_drafts = GenericRelation(TranslationDraft)
    segments = GenericRelation(Segment)
    daily_views = GenericRelation(DailyViews)
    reviews = GenericRelation(Review)
    endorsements = GenericRelation(Endorsement)
    evidence_decisions = GenericRelation(EvidenceDecision)

    kind: Kind
    title_field: str = "title"
    text_fields: tuple[str, ...] = ()
    """The translated fields, the most telling first."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_date",
            )
        ]

    def __str__(self) -> str:
        return self.text(self.title_field).value or self.slug

    @property
    def remark(self) -> str | Promise:
        """What must be said of the record beside its title wherever it waits for somebody; mostly nothing."""
        return ""

    @property
    def events(self) -> models.QuerySet[Event]:
        """What was done with the record, the newest first. No relation: events outlive a record that is deleted."""
        content_type = ContentType.objects.get_for_model(type(self))
        return Event.objects.filter(content_type=content_type, object_id=self.pk)

    def text(self, field: str) -> Text:
        """The field in the active language, or the next language that has it."""
        return text_of(self, field)

    def versions(self) -> dict[str, LanguageVersion]:
        """The language versions by language; prefetch `language_versions` before asking for many records."""
        return {version.language: version for version in self.language_versions.all()}

    def is_outdated(self, version: LanguageVersion) -> bool:
        """Whether the original has changed significantly since this translation was made."""
        return (
            version.language != self.original_language
            and version.state != LanguageState.MISSING
            and version.made_from < self.significant_version
        )

    def is_overdue(self, on: date | None = None) -> bool:
        """Whether the duty to check this record has run out on the day (default: today)."""
        return self.check_due is not None and self.check_due < (on or localdate())

    def written_languages(self) -> list[str]:
        """The languages in which the title stands, in the order of the house."""
        return [code for code in CODES if getattr(self, f"{self.title_field}_{code}")]
