"""Documents and their files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Access, Language
from ..languages import text_of
from ..querysets import DocumentFileQuerySet, DocumentQuerySet
from .parts import RecordPart


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
    has_text_layer = models.BooleanField(
        _("has a text layer"), null=True, editable=False
    )  # unknown where the file could not be read or has no pages
    is_tagged = models.BooleanField(_("is tagged"), null=True, editable=False)
    language_found = models.CharField(
        _("language of its text"), max_length=2, choices=Language.choices, blank=True, editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [models.UniqueConstraint(fields=["document", "language"], name="one_file_per_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_language_display()})"

    @property
    def is_scan(self) -> bool:
        """Whether the file is pictures of pages alone: nobody can search it or have it read aloud."""
        return self.has_text_layer is False

    @property
    def is_in_another_language(self) -> bool:
        """Whether its text seems to be in another language than is stated."""
        return self.language_found not in {"", self.language}
