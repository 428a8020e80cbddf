"""Parts of a record that are edited on its page."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericStackedInline, GenericTabularInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Document, LanguageVersion, Publication, Source
from .base import TranslatedFields, settled
from .columns import state_words
from .roles import may_edit_all

if TYPE_CHECKING:
    Base = admin.options.InlineModelAdmin[Any, Any]
    Tabular = admin.TabularInline[Any, Any]
    Stacked = admin.StackedInline[Any, Any]
    GenericTabular = GenericTabularInline
    GenericStacked = GenericStackedInline
else:
    Base = object
    Tabular = admin.TabularInline
    Stacked = admin.StackedInline
    GenericTabular = GenericTabularInline
    GenericStacked = GenericStackedInline


class PartOfRecord(TranslatedFields, Base):
    """A part follows its record: who may change the one may change the other.

    Who only translates sees the parts with their language columns open and everything else closed.
    """

    extra = 0
    record: Any = None

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Remember the record, for choices that are its own."""
        self.record = obj
        formset = super().get_formset(request, obj, **kwargs)
        return labelled(formset) if str(self.template).endswith("tabular.html") else formset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A part names the sources of its own record only."""
        if db_field.remote_field.model is Source:
            record = self.record
            kwargs["queryset"] = (
                Source.objects.filter(content_type=ContentType.objects.get_for_model(type(record)), object_id=record.pk)
                if record is not None and record.pk
                else Source.objects.none()
            )
            kwargs["widget"] = forms.Select
            return settled(db_field.formfield(**kwargs))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _record_permission(self, request: HttpRequest, action: str) -> bool:
        meta = self.parent_model._meta
        return bool(request.user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see the record."""
        return self._record_permission(request, "view") or self._record_permission(request, "change")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the record."""
        return self._record_permission(request, "change")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change all of the record, not only its languages."""
        return may_edit_all(request.user, self.parent_model)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change all of the record, not only its languages."""
        return may_edit_all(request.user, self.parent_model)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Everything but the language columns is closed to who only translates."""
        fields = list(super().get_readonly_fields(request, obj))
        if not may_edit_all(request.user, self.parent_model):
            columns = tuple(f"_{code}" for code in ("kk", "ru", "en"))
            fields += [
                name
                for name in self._flat_fields()
                if not name.endswith(columns) and name not in self.open_to_translators and name not in fields
            ]
        return fields

    open_to_translators: tuple[str, ...] = ()

    def _flat_fields(self) -> list[str]:
        return [name for line in self.fields or () for name in ([line] if isinstance(line, str) else line)]


def labelled(formset: Any) -> Any:
    """The formset whose fields say their names themselves: in a table their labels stand only at the head of the column."""

    class Labelled(formset):
        def add_fields(self, form: Any, index: int | None) -> None:
            super().add_fields(form, index)
            for field in form.fields.values():
                if field.label and not field.widget.is_hidden:
                    shown = getattr(field.widget, "widget", field.widget)
                    shown.attrs = {"aria-label": strip_tags(str(field.label)), **shown.attrs}

    return Labelled


class PartInline(PartOfRecord, Stacked):
    """Rows with language columns: one box per row."""

    classes = ["part"]


class PartTable(PartOfRecord, Tabular):
    """Rows without language columns: a table."""


class OncePerRecord(BaseGenericInlineFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """Rows whose key must differ: the constraint is over columns that the form does not show."""

    unique_field = "key"

    def clean(self) -> None:
        """Refuse a key that is there twice, by the row that repeats it."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            value = (
                form.cleaned_data.get(self.unique_field)
                if hasattr(form, "cleaned_data") and form not in self.deleted_forms
                else None
            )
            if value in seen:
                form.add_error(self.unique_field, ValidationError(_("This value is there twice.")))
            if value:
                seen.add(value)


class SourceInline(PartOfRecord, GenericStacked):
    """The sources that the record names."""

    model = Source
    formset = OncePerRecord  # type: ignore[assignment]  # the stubs forget generic ones
    classes = ["part"]
    fields = (
        ("title", "publisher", "url"),
        ("key", "year", "is_year_approximate", "title_language", "note", "position"),
    )
    verbose_name_plural = _("Sources (save a new source before you choose it for a figure)")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Narrow fields for narrow values, two lines for long ones."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"title", "url", "publisher"}:
            field.widget = forms.Textarea({"rows": 2, "class": "vLargeTextField"})
        elif db_field.name in {"key", "title_language", "year", "position"}:
            field.widget.attrs["class"] = "narrow"
        return field


class VersionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A language version: its promise, and the translator's word that it follows the original."""

    caught_up = forms.BooleanField(
        label=_("brought up to date with the original"),
        required=False,
        help_text=_("Tick this once the translation says what the original says now."),
    )
    caught_up.is_not_stored = True  # type: ignore[attr-defined]  # a mark of ours

    class Meta:
        model = LanguageVersion
        fields = ("promised_for",)


class VersionInline(PartOfRecord, GenericTabular):
    """The language versions: one row per language, made by the save itself; their state is the translation desk's."""

    model = LanguageVersion
    form = VersionForm
    fields = ("language_name", "standing", "caught_up", "promised_for", "changed_by", "changed_on", "desk_link")
    readonly_fields = ("language_name", "standing", "changed_by", "changed_on", "desk_link")
    open_to_translators = ("caught_up", "promised_for")
    ordering = ("language",)
    can_delete = False
    max_num = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the person who changed each version."""
        return super().get_queryset(request).select_related("changed_by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: the save makes the rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a language without a text is missing, not gone."""
        return False

    @admin.display(description=_("language"))
    def language_name(self, version: LanguageVersion) -> str:
        """The language in words."""
        return str(version.get_language_display())

    @admin.display(description=_("translation desk"))
    def desk_link(self, version: LanguageVersion) -> str:
        """The way to the desk, where a translation is written, submitted and approved by a second person."""
        record = self.record
        if not isinstance(record, Publication) or version.language == record.original_language:
            return ""
        address = reverse("translate:edit", args=[record.kind.value, record.pk, version.language])
        return format_html('<a href="{}">{}</a>', address, gettext("Translate"))

    @admin.display(description=_("for readers"))
    def standing(self, version: LanguageVersion) -> str:
        """What readers see: the state, or that the original has moved on."""
        record = self.record
        if not isinstance(record, Publication):
            return ""
        words = state_words()
        if version.language == record.original_language:
            return str(_("original"))
        if record.is_outdated(version):
            return words["outdated"]
        if version.state != "missing" and version.made_from < record.text_version:
            return str(_("the original has changed since"))
        return words[version.state]


class DocumentInline(PartOfRecord, GenericTabular):
    """The documents of a record; their files are uploaded on the document's own page."""

    model = Document
    fields = ("title_kk", "title_ru", "title_en", "number", "date", "access", "position")
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Documents are added on their own page, where their file goes with them."""
        return False
