"""The shared parts of every published record, and the catalogue of what is public."""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import GenericTaggedItemBase, TagBase

from .enums import Access, Action, Kind, Language, LanguageState, State
from .languages import CODES, Text, text_of
from .querysets import DocumentFileQuerySet, DocumentQuerySet, EntryQuerySet

YEARS: Final = [MinValueValidator(1800), MaxValueValidator(2100)]
"""The years that a fact of the library can bear."""


class RecordPart(models.Model):
    """A row that belongs to a record of any model."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False, related_name="+")
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True


class LanguageVersion(RecordPart):
    """What the language columns of a record cannot hold: state, provenance, promise."""

    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(_("state"), max_length=16, choices=LanguageState.choices, default=LanguageState.MISSING)
    made_from = models.PositiveIntegerField(
        _("made from version"),
        default=1,
        help_text=_("The version of the original text that this translation was made from."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("changed by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    changed_on = models.DateField(_("changed on"), default=localdate)
    promised_for = models.DateField(_("promised for"), null=True, blank=True)

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="one_version_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.get_state_display()}"


GENERAL_KNOWLEDGE: Final = "general knowledge"
"""The title of a source by which a file says that no source was looked up."""


class Source(RecordPart):
    """A source that a record names, with the link under which it was read."""

    key = models.CharField(_("key"), max_length=20, help_text=_("Short name inside the record, such as s1."))
    title = models.CharField(_("title"), max_length=400)
    title_language = models.CharField(_("language of the title"), max_length=8, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    is_year_approximate = models.BooleanField(_("year is approximate"), default=False)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "key"], name="one_source_per_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    @property
    def is_general_knowledge(self) -> bool:
        """Whether this is no source but says that none was looked up."""
        return self.title.strip().casefold() == GENERAL_KNOWLEDGE


class Theme(models.Model):
    """A term of the controlled vocabulary."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return text_of(self, "name").value


class Tag(TagBase):
    """A free keyword with its name in each language."""

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return text_of(self, "name").value or self.slug


class TaggedRecord(GenericTaggedItemBase):
    """A tag on a record."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items")


class FormerSlug(RecordPart):
    """An address that a record once had; it redirects."""

    slug = models.SlugField(_("slug"), max_length=120)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["content_type", "slug"], name="one_record_per_former_slug")]

    def __str__(self) -> str:
        return self.slug


class Event(RecordPart):
    """A transition that happened: who, when, from where to where, why."""

    action = models.CharField(_("action"), max_length=32)
    from_state = models.CharField(_("from"), max_length=32)
    to_state = models.CharField(_("to"), max_length=32)
    reason = models.TextField(_("reason"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="event_of_record")]

    def __str__(self) -> str:
        actions, states = dict(Action.choices), dict(State.choices)
        before, after = (states.get(state, state) for state in (self.from_state, self.to_state))
        return f"{actions.get(self.action, self.action)}: {before} → {after}"


class Document(RecordPart):
    """A document that belongs to a record: what it is, whoever signed it, who may open it."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(
        _("our summary"), blank=True, help_text=_("In our own words; shown where the file is not there yet.")
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    signatory = models.CharField(_("signatory"), max_length=300, blank=True)
    access = models.CharField(_("access"), max_length=12, choices=Access.choices, default=Access.PUBLIC)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["position", "-date", "pk"]
        permissions = [("view_committee_documents", "Can open the Committee's documents")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="document_of_record")]

    def __str__(self) -> str:
        return text_of(self, "title").value


class DocumentFile(models.Model):
    """A document's file in one language; served only through a permission check."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    file = models.FileField(_("file"), upload_to="documents/%Y/")
    name = models.CharField(_("file name"), max_length=200, editable=False)
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    checksum = models.CharField(_("SHA-256"), max_length=64, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [models.UniqueConstraint(fields=["document", "language"], name="one_file_per_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_language_display()})"


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
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("owner"), null=True, blank=True, related_name="+"
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
    events = GenericRelation(Event)

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


class Entry(RecordPart):
    """One row of the catalogue: what a card, a facet, a feed or a search needs of one public record.

    Written by `catalogue.write` in the transaction that changes the record; nothing that is not public is in it.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    slug = models.SlugField(max_length=120)
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    summary_kk = models.TextField(blank=True)
    summary_ru = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    original_language = models.CharField(max_length=2)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    states: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    country = models.CharField(max_length=2, blank=True)
    themes = ArrayField(models.CharField(max_length=60), default=list)
    tags = ArrayField(models.CharField(max_length=100), default=list)
    evidence = models.CharField(max_length=24, blank=True)
    level = models.CharField(max_length=12, blank=True)
    stage = models.CharField(max_length=16, blank=True)
    start_year = models.PositiveSmallIntegerField(null=True)
    adoptions = models.PositiveIntegerField(default=0)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    is_demonstration = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checked_on = models.DateField(null=True)
    visible_until = models.DateField(null=True)
    vector = SearchVectorField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_per_record")]
        indexes = [
            GinIndex(fields=["vector"], name="entry_vector"),
            GinIndex(fields=["themes"], name="entry_themes"),
            models.Index(fields=["kind", "-published_at"], name="entry_kind_published"),
            models.Index(fields=["kind", "country"], name="entry_kind_country"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"


class Tagged(models.Model):
    """A record that bears tags."""

    tags = TaggableManager(through=TaggedRecord, blank=True, verbose_name=_("tags"))

    class Meta:
        abstract = True
