"""Documents and their files."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..collation import kk_key
from ..document_texts.states import ask_for
from ..documents.uploads import ACCEPT, Upload, inspect, rule
from ..languages import CODES, NAMES, SHORT_NAMES, columns
from ..models import Document, DocumentFile, DocumentText, Publication
from ..slugs import slug_from
from .base import HubAdmin, SafeForm
from .filters import KindFilter
from .inlines import PartTable


class FileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A file in one language: looked into before it is kept."""

    upload: Upload | None = None

    class Meta:
        model = DocumentFile
        fields = ("language", "file")
        widgets = {"file": forms.FileInput(attrs={"accept": ACCEPT})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = rule()

    def clean_file(self) -> Any:
        """Refuse what is too large or is not what its name says, by the field."""
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            self.upload = inspect(file)
        return file

    def save(self, commit: bool = True) -> DocumentFile:
        """Keep what was found out about the file."""
        if self.upload is not None:
            for name, value in self.upload.columns().items():
                setattr(self.instance, name, value)
            self.instance.file.name = self.upload.name
        file: DocumentFile = super().save(commit)
        if self.upload is not None and commit:
            ask_for([file])
        return file


class FileInline(PartTable):
    """The files of a document, one per language."""

    model = DocumentFile
    form = FileForm
    fields = ("language", "file", "facts")
    readonly_fields = ("facts",)
    max_num = len(CODES)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the state of each file's text, without the text itself."""
        return super().get_queryset(request).select_related("text").defer("text__text")

    @admin.display(description=_("what was found"))
    def facts(self, file: DocumentFile) -> str:
        """Name, size, pages, text layer, tags, language and checksum, with the link that readers use."""
        if not file.pk:
            return ""
        pages = "" if file.pages is None else " · " + gettext("pages: %(count)s") % {"count": file.pages}
        address = reverse("documents:download", args=[file.document.slug, file.language])
        return format_html(
            '<a href="{}">{}</a><br>{}{}{}<br><code>SHA-256 {}…</code>',
            address,
            file.name,
            filesizeformat(file.size),
            pages,
            format_html_join("", "<br>{}", ((line,) for line in findings(file))),
            file.checksum[:16],
        )


def findings(file: DocumentFile) -> list[str]:
    """What was found out about the text of a file, a line each."""
    layer: dict[bool | None, str] = {True: gettext("Text layer: yes"), False: gettext("Text layer: none, a scan")}
    tags: dict[bool | None, str] = {True: gettext("Tagged PDF: yes"), False: gettext("Tagged PDF: no")}
    lines = [layer.get(file.has_text_layer), tags.get(file.is_tagged) if file.has_text_layer else None]
    if file.language_found:
        lines.append(gettext("Language of the text: %(name)s") % {"name": NAMES[file.language_found]})
    if file.is_in_another_language:
        lines.append(gettext("It is not the language that is stated."))
    return [line for line in (*lines, *text_found(file)) if line]


def text_found(file: DocumentFile) -> list[str]:
    """Whether the search knows the file's text; nothing while nobody has asked for it."""
    text: DocumentText | None = getattr(file, "text", None)
    if text is None:
        return []
    lines = [gettext("Text for the search: %(state)s") % {"state": text.get_state_display()}]
    if text.problem:
        lines.append(text.get_problem_display())
    if text.is_cut:
        lines.append(gettext("It is very long: the search knows its beginning."))
    return lines


class DocumentForm(SafeForm):
    """A document with the record that it belongs to."""

    belongs_to = forms.ChoiceField(label=_("Belongs to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "belongs_to" not in self.fields:
            return
        field = self.fields["belongs_to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *_records()]
        if self.instance.pk:
            self.initial["belongs_to"] = f"{self.instance.content_type_id}-{self.instance.object_id}"

    def clean_belongs_to(self) -> str:
        """The record that was chosen; the list holds only records that exist."""
        value = str(self.cleaned_data["belongs_to"])
        kind, _dash, key = value.partition("-")
        self.instance.content_type_id, self.instance.object_id = int(kind), int(key)
        return value

    def clean(self) -> dict[str, Any]:
        """A document has a title in at least one language."""
        cleaned = super().clean()
        if "title_ru" in self.fields and not any(cleaned.get(name) for name in columns("title")):
            self.add_error("title_kk", ValidationError(_("Give the title in at least one language.")))
        return cleaned


def _records() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every publication by kind and title: what a document can belong to."""
    groups = []
    for source in catalogue.sources():
        if not issubclass(source.model, Publication):
            continue
        kind = ContentType.objects.get_for_model(source.model).pk
        rows = [(f"{kind}-{record.pk}", str(record)) for record in source.model._default_manager.all()]
        groups.append(
            (str(source.model._meta.verbose_name_plural).capitalize(), sorted(rows, key=lambda row: kk_key(row[1])))
        )
    return groups


class FileFilter(admin.SimpleListFilter):
    """Documents with and without a file."""

    title = _("files")
    parameter_name = "files"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """With any, with none."""
        return [("some", _("With a file")), ("none", _("Without a file"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The documents in that position."""
        if self.value() not in {"some", "none"}:
            return queryset
        return queryset.filter(files__isnull=self.value() == "none").distinct()


@admin.register(Document)
class DocumentAdmin(HubAdmin):
    """Documents: what they are, who may open them, their files."""

    form = DocumentForm
    inlines = (FileInline,)
    list_display = ("__str__", "number", "date", "access", "record_name", "file_list")
    list_filter = ("access", FileFilter, KindFilter)
    date_hierarchy = "date"
    search_fields = ("title_kk", "title_ru", "title_en", "number", "slug")
    fieldsets = (
        (
            None,
            {
                "fields": [tuple(columns("title")), tuple(columns("summary")), tuple(columns("signatory"))],
                "classes": ["languages"],
            },
        ),
        (_("Facts"), {"fields": [("number", "date"), "access", "belongs_to", ("slug", "position")]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the records and the files."""
        return super().get_queryset(request).select_related("content_type").prefetch_related("record", "files")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The address may stay empty: it is made from the title."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required = False
            field.help_text = _("Made from the English title where it is left empty.")
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A document keeps its address: links to it stand in letters and papers."""
        return ("slug",) if obj is not None else ()

    @admin.display(description=_("record"))
    def record_name(self, document: Document) -> str:
        """The record that it belongs to."""
        return str(document.record or "")

    @admin.display(description=_("files"))
    def file_list(self, document: Document) -> str:
        """The languages in which there is a file."""
        return " ".join(SHORT_NAMES[file.language] for file in document.files.all()) or "—"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new document its address."""
        if not obj.slug:
            base = next(
                (
                    slug
                    for name in ("title_en", "title_kk", "title_ru")
                    if (slug := slug_from(getattr(obj, name) or ""))
                ),
                "document",
            )
            obj.slug, number = base, 1
            while Document.objects.filter(slug=obj.slug).exists():
                number += 1
                obj.slug = f"{base}-{number}"
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the files, say what is wrong with them, bring the catalogue up to date."""
        super().save_related(request, form, formsets, change)
        for row in (row for formset in formsets for row in formset.forms):
            upload: Upload | None = getattr(row, "upload", None)
            if upload is None:
                continue
            for notice in upload.notices(row.instance.language):
                messages.warning(request, f"{upload.name}: {notice}")
        write_document(form.instance)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """What was replaced or removed leaves the storage once the change is certain."""
        before = {file.pk: str(file.file.name) for file in DocumentFile.objects.filter(document=form.instance)}
        super().save_formset(request, form, formset, change)
        kept = set(DocumentFile.objects.filter(document=form.instance).values_list("file", flat=True))
        forget(set(before.values()) - kept)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Out of the catalogue, then gone, with its record's entry brought up to date."""
        record = obj.record
        forget({str(file.file.name) for file in obj.files.all()})
        if _is_registered(Document):
            catalogue.remove(obj)
        super().delete_model(request, obj)
        if record is not None and _is_registered(type(record)):
            catalogue.write(record)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that no entry stays behind."""
        for document in queryset:
            self.delete_model(request, document)


def forget(names: set[str]) -> None:
    """Take files out of the storage when the transaction is committed."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def _is_registered(model: type[Any]) -> bool:
    return any(source.model is model for source in catalogue.sources())


def write_document(document: Document) -> None:
    """Bring the catalogue up to date for a document and the record that it belongs to."""
    if _is_registered(Document):
        catalogue.write(document)
    record = document.record
    if record is not None and _is_registered(type(record)):
        catalogue.write(record)
