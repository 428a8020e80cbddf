"""What every model admin of the Hub shares: translated columns, settled choices, the guard against lost edits."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin import widgets
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from taggit.managers import TaggableManager

from ..collation import alphabetical
from ..models import Tag
from ..translated_columns import translated_fields
from . import conflicts
from .texts import column_formfield

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class SafeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A form that refuses to save what was merged until a person has looked at it."""

    def clean(self) -> dict[str, Any]:
        """Stop once after a merge, with everything that was typed still in the form."""
        cleaned = super().clean() or {}
        if "_merge" in self.data:
            raise ValidationError(
                _(
                    "Nothing has been saved yet. These are the texts that you chose, on top of the present edition: look them over and save."
                )
            )
        return cleaned


class PlainDecimalField(forms.DecimalField):
    """A number without idle zeros, with the reader's decimal sign; a point is understood as well."""

    def prepare_value(self, value: Any) -> Any:
        """12,5 for Decimal("12.5000")."""
        if isinstance(value, Decimal):
            return format(value.normalize(), "f").replace(".", get_format("DECIMAL_SEPARATOR"))
        return value

    def to_python(self, value: Any) -> Any:
        """The number; spaces between thousands do not matter."""
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)


class TranslatedFields:
    """Form fields that know their language, and choices in the reader's alphabet."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The form field of a model field."""
        if isinstance(db_field, TranslationField):
            return column_formfield(db_field)
        if isinstance(db_field, TaggableManager):
            selector = widgets.FilteredSelectMultiple(_("tags"), is_stacked=False)
            return forms.ModelMultipleChoiceField(
                Tag.objects.order_by(alphabetical("name")),
                required=False,
                label=_("Tags"),
                widget=widgets.RelatedFieldWidgetWrapper(selector, db_field.remote_field, admin.site),
            )
        if isinstance(db_field, models.DecimalField):
            return db_field.formfield(
                form_class=PlainDecimalField,
                widget=forms.TextInput({"inputmode": "decimal", "class": "number"}),
                **kwargs,
            )
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # the admin beside this mix-in has it
        if field is not None and isinstance(field.widget, widgets.RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a chosen record is deleted on its own page, not from another's
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Translated records in alphabetical order; their choices are read once, not once per row."""
        model = db_field.remote_field.model
        if (
            "queryset" not in kwargs
            and "name" in translated_fields(model)
            and db_field.name not in getattr(self, "autocomplete_fields", ())
        ):
            kwargs["queryset"] = model._default_manager.order_by(alphabetical("name"))
        return settled(super().formfield_for_foreignkey(db_field, request, **kwargs))  # type: ignore[misc]  # the same


def settled(field: Any) -> Any:
    """The field with its choices read when they are first needed and then kept, for forms with many rows."""
    if isinstance(field, forms.ModelChoiceField) and type(field.widget) is forms.Select:
        empty = [] if field.empty_label is None else [("", field.empty_label)]
        field.choices = [
            *empty,
            *((record.pk, str(record)) for record in (field.queryset.all() if field.queryset is not None else ())),
        ]
    return field


class HubAdmin(TranslatedFields, ModelAdmin):
    """The base of every admin page that changes something: nothing typed is lost, nothing is overwritten in silence."""

    form = SafeForm
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    change_form_template = "admin/record_change_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's, but a form that was opened at an older edition is not saved."""
        if request.method != "POST" or object_id is None or IS_POPUP_VAR in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            record = self.locked(request, object_id)
            if record is not None and self.has_change_permission(request, record):
                stored = self.stored(request, record)
                if self.is_stale(request, record, *stored):
                    return self.conflict_page(request, record, *stored)
                if "_continue_merged" in request.POST:
                    merged = conflicts.merge(*stored, request.POST)
                    merged["_merge"] = "1"
                    request.POST = merged  # type: ignore[assignment]  # Django calls it immutable, and lets it be replaced
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list under the plural of its records."""
        return super().changelist_view(
            request, {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})}
        )

    def locked(self, request: HttpRequest, object_id: str) -> Any:
        """The record with its row locked until the transaction ends; None where there is none."""
        try:
            key = self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            return None
        if not self.get_queryset(request).filter(pk=key).exists():
            return None
        return self.model._base_manager.select_for_update(of=("self",)).filter(pk=key).first()

    def stored(self, request: HttpRequest, record: models.Model) -> tuple[forms.BaseForm, list[Any]]:
        """The form and the rows of the parts as they are in the database, not bound to what was sent."""
        form_class = self.get_form(
            request, record, change=True, fields=flatten_fieldsets(self.get_fieldsets(request, record))
        )
        formsets: list[Any] = []
        prefixes: dict[str, int] = {}
        for formset_class, inline in self.get_formsets_with_inlines(request, record):
            prefix = formset_class.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            if prefixes[prefix] != 1 or not prefix:
                prefix = f"{prefix}-{prefixes[prefix]}"
            if inline.has_change_permission(request, record):
                formsets.append(formset_class(instance=record, prefix=prefix, queryset=inline.get_queryset(request)))
        return form_class(instance=record), formsets

    def edition_of(self, record: Any, form: forms.BaseForm, formsets: list[Any]) -> str:
        """What stands for the record's edition: its number, or a digest of its values where it has none."""
        edition = getattr(record, "edition", None)
        return str(edition) if edition is not None else conflicts.digest([conflicts.digests(form, formsets)])

    def is_stale(self, request: HttpRequest, record: models.Model, form: forms.BaseForm, formsets: list[Any]) -> bool:
        """Whether the form was opened at another edition than the present one."""
        return request.POST.get("_edition") != self.edition_of(record, form, formsets)

    def conflict_page(
        self, request: HttpRequest, record: Any, form: forms.BaseForm, formsets: list[Any]
    ) -> HttpResponse:
        """Both texts of every value that differs; nothing is saved, all that was typed travels on."""
        kept = [
            (name, value)
            for name in request.POST
            if name not in {"csrfmiddlewaretoken", "_edition", "_merge", "_continue_merged"}
            and not name.startswith(conflicts.CHOICE)
            for value in request.POST.getlist(name)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Somebody has saved this record in the meantime"),
            "opts": self.opts,
            "original": record,
            "groups": conflicts.groups(form, formsets, request.POST),
            "kept": kept,
            "edition": self.edition_of(record, form, formsets),
            "last_change": self.last_change(record),
            "has_files": bool(request.FILES),
        }
        return TemplateResponse(request, "admin/conflict.html", context, status=409)

    def last_change(self, record: Any) -> Any:
        """The newest version in the history (who, when); None for a model without history."""
        history = getattr(record, "history", None)
        return history.select_related("history_user").first() if history is not None else None

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Send the edition and the digests along with the form."""
        context.update({"edition": "", "seen": "", "language_fields": True})
        if obj is not None and self.has_change_permission(request, obj):
            form, formsets = self.stored(request, type(obj)._base_manager.get(pk=obj.pk))
            context["edition"] = self.edition_of(obj, form, formsets)
            context["seen"] = conflicts.digests(form, formsets)
        return super().render_change_form(request, context, add, change, form_url, obj)
