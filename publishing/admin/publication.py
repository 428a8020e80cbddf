"""The admin of a publication: languages side by side, sections in order, parts below, state by buttons."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.contrib.admin import widgets
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from .. import catalogue
from ..collation import alphabetical
from ..enums import State
from ..language_versions import Severity, changed_languages, count_version, keep_in_step
from ..languages import CODES, NAMES, columns
from ..models import Publication
from ..slugs import change_slug, ensure_slug, record_at_former
from ..versions.keeping import NOTE_LENGTH, in_all_languages, keep_version
from .base import HubAdmin, SafeForm
from .columns import PublicationColumns, language_badges
from .correspondence import letters_about
from .filters import CheckFilter, GapFilter
from .history import HistoryAdmin
from .inlines import DocumentInline, SourceInline, VersionInline
from .roles import may_edit_all
from .steps import WorkflowAdmin
from .texts import ALLOWED_HTML
from .ways import ways_of


def note_field(code: str) -> forms.CharField:
    """A field for what readers are told about a change, in one language."""
    field = forms.CharField(
        label=format_lazy("{}: {}", _("What changed, for readers"), NAMES[code]),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
        help_text=_("Stands beside this version on the page of versions. One language is enough."),
    )
    field.is_not_stored = True  # type: ignore[attr-defined]  # a mark of ours
    return field


NOTES: Final = tuple(f"change_note_{code}" for code in CODES)


class PublicationForm(SafeForm):
    """The form of a publication, with what a change of the original means for its translations."""

    severity = forms.ChoiceField(
        label=_("If you changed the original text"),
        choices=Severity.choices,
        initial=Severity.INFORM,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Tells translators and readers whether the other languages still say the same."),
    )
    severity.is_not_stored = True  # type: ignore[attr-defined]  # a mark of ours
    change_note_kk = note_field("kk")
    change_note_ru = note_field("ru")
    change_note_en = note_field("en")

    def note(self) -> dict[str, str]:
        """What the editor tells readers about this change, by language."""
        return {code: str(self.cleaned_data.get(f"change_note_{code}") or "") for code in CODES}

    def clean_slug(self) -> str:
        """Another record's former address still leads to that record."""
        slug = str(self.cleaned_data.get("slug") or "")
        other = record_at_former(type(self.instance), slug) if slug else None
        if other not in {None, self.instance.pk}:
            raise ValidationError(_("This was the address of another record and still leads there."))
        return slug

    def clean(self) -> dict[str, Any]:
        """A record has a title in its original language, and at least in one language at all."""
        cleaned = super().clean()
        titles = columns(self.instance.title_field)
        if any(name in self.fields for name in titles):
            values = [cleaned.get(name, getattr(self.instance, name)) for name in titles]
            if not any(values) and not any(name in self.errors for name in titles):
                self.add_error(
                    titles[0] if titles[0] in self.fields else None,
                    ValidationError(_("Give the title in at least one language.")),
                )
        return cleaned


class PublicationAdmin(PublicationColumns, WorkflowAdmin, HistoryAdmin, HubAdmin):
    """The base of the admins of all publications.

    `lead_texts` stand first, `facts` beside them, then `sections`: each one fieldset with its languages side by side.
    """

    form = PublicationForm
    change_form_template = "admin/publication_change_form.html"
    lead_texts: ClassVar[tuple[str, ...]] = ("title", "summary")
    facts: ClassVar[tuple[Any, ...]] = ()
    sections: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[Any, ...]] = ()
    list_filter: ClassVar[tuple[Any, ...]] = ("state", GapFilter, CheckFilter, "original_language")
    list_display: tuple[Any, ...] = (
        "title_column",
        "state_badge",
        "language_list",
        "check_badge",
        "changed_at",
    )
    readonly_fields = ("state_line", "published_at", "created_at", "changed_at")
    actions = ("publish_selected", "confirm_selected", "archive_selected")
    list_select_related: ClassVar[Any] = ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """A record that is not saved yet has no language versions and no documents."""
        return [inline for inline in self.inlines if obj is not None or inline not in {VersionInline, DocumentInline}]

    @property
    def inlines(self) -> list[Any]:  # type: ignore[override]  # a property here, a list in the stubs
        """The record's own parts, then what every publication has."""
        return [*self.parts, SourceInline, VersionInline, DocumentInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All records, with what the list's columns read."""
        return super().get_queryset(request).prefetch_related("language_versions")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """By what was changed last: the desk works from the top."""
        return ["-changed_at", "-pk"]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """The texts of the record in all three languages."""
        return [*columns(*self.lead_texts), "slug"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must stand in some language of some lead text; ё counts as е."""
        for word in search_term.replace("\x00", " ").split()[:12]:
            rule = Q()
            for name in self.get_search_fields(request):
                rule |= Q(**{f"{name}__icontains": word})
                if "ё" in word.lower() or "е" in word.lower():
                    rule |= Q(**{f"{name}__iregex": _loose(word)})
            queryset = queryset.filter(rule)
        return queryset, False

    def title_column(self, record: Publication) -> str:
        """The title as the reader gets it."""
        return str(record)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The title column sorts by the reader's alphabet."""
        meta = self.model._meta.get_field(self.model.title_field)
        method = type(self).title_column
        method.short_description = meta.verbose_name  # type: ignore[attr-defined]  # the admin reads it there
        method.admin_order_field = OrderBy(alphabetical(self.model.title_field))  # type: ignore[attr-defined]  # the same
        return list(self.list_display)

    @admin.display(description=_("state"))
    def state_line(self, record: Publication) -> SafeString:
        """The state with the standing of the languages."""
        return language_badges(record) if record.pk else SafeString("")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Lead texts, facts, sections in order, standing."""
        meta = self.model._meta
        lead = [tuple(columns(name)) for name in self.lead_texts]
        sections = [
            (
                str(meta.get_field(name).verbose_name).capitalize(),
                {
                    "fields": [tuple(columns(name))],
                    "classes": ["languages"],
                    "description": ALLOWED_HTML if not index else None,
                },
            )
            for index, name in enumerate(self.sections)
        ]
        standing: list[Any] = ["state_line", "slug", "owner", ("checked_on", "check_due")]
        if obj is not None:
            standing += ["severity"]
            standing += [tuple(NOTES)] if obj.state == State.PUBLISHED else []
            standing += [("created_at", "changed_at", "published_at")]
        return [
            (_("Title and summary"), {"fields": ["original_language", *lead], "classes": ["languages"]}),
            (_("Facts"), {"fields": list(self.facts)}),
            *sections,
            (_("Standing"), {"fields": standing}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Who only translates gets the language columns; who may not see accounts does not choose the owner."""
        closed = list(self.readonly_fields)
        if not request.user.has_perm("members.view_user"):
            closed.append("owner")
        if not may_edit_all(request.user, self.model):
            names = self._names(self.get_fieldsets(request, obj))
            open_ = {name for name in names if isinstance(_field(self.model, name), TranslationField)}
            open_ |= {"severity", *NOTES}
            closed += [name for name in names if name not in open_ and name not in closed]
        return closed

    @staticmethod
    def _names(fieldsets: list[Any]) -> list[str]:
        lines = [line for _title, options in fieldsets for line in options["fields"]]
        return [name for line in lines for name in ([line] if isinstance(line, str) else line)]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Lists of codes as one line of text."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, SimpleArrayField):
            field.widget = widgets.AdminTextInputWidget()
        if db_field.name == "slug" and field is not None:
            field.required = False
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is public is archived first."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.state != State.PUBLISHED)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save under the next edition; the address moves with a redirect, a change of the original is counted."""
        wanted = obj.slug
        if change:
            obj.edition += 1
            obj.slug = form.initial.get("slug") or type(obj)._base_manager.values_list("slug", flat=True).get(pk=obj.pk)
            if (
                obj.original_language in changed_languages(type(obj), form.changed_data)
                and "original_language" not in form.changed_data
            ):
                count_version(obj, form.cleaned_data.get("severity") or Severity.INFORM)
        else:
            ensure_slug(obj)
            if obj.owner_id is None:
                obj.owner = request.user
        super().save_model(request, obj, form, change)
        if change and wanted and wanted != obj.slug:
            change_slug(obj, wanted)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the parts, bring the language versions in step, then the catalogue: all in one transaction."""
        super().save_related(request, form, formsets, change)
        versions = [row for formset in formsets if formset.model.__name__ == "LanguageVersion" for row in formset.forms]
        caught_up = {row.instance.language for row in versions if getattr(row, "cleaned_data", {}).get("caught_up")}
        touched = changed_languages(self.model, form.changed_data)
        keep_in_step(form.instance, touched=touched, caught_up=caught_up, actor=request.user)
        self.after_save(form.instance)
        keep_version(form.instance, request.user, note=form.note(), severity=form.cleaned_data.get("severity") or "")

    def save_restored(self, request: HttpRequest, record: Any, changed: list[str]) -> None:
        """Save a record whose texts were brought back from an older version; the caller holds its lock."""
        touched = changed_languages(self.model, changed)
        record.edition += 1
        if record.original_language in touched:
            count_version(record, Severity.INFORM)
        record.save()
        keep_in_step(record, touched=touched, caught_up=(), actor=request.user)
        self.after_save(record)
        note = in_all_languages(lambda: gettext("An earlier version was restored."))
        keep_version(record, request.user, note=note, severity=Severity.INFORM)

    def after_save(self, record: Any) -> None:
        """Bring the catalogue up to date; floors add what else hangs on the record."""
        catalogue.write(record)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Out of the catalogue, then gone."""
        catalogue.remove(obj)
        super().delete_model(request, obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """With the buttons of the workflow."""
        context["steps"] = self.steps(request, obj) if obj is not None else []
        context["record_edition"] = obj.edition if obj is not None else ""
        context["ways"] = ways_of(request, obj) if obj is not None else []
        context["correspondence"] = letters_about(request, obj) if obj is not None else None
        return super().render_change_form(request, context, add, change, form_url, obj)


def _field(model: Any, name: str) -> Any:
    fields = {field.name: field for field in model._meta.get_fields()}
    return fields.get(name)


def _loose(word: str) -> str:
    """The word as a regular expression in which е and ё are one letter."""
    letters = ("[её]" if letter in "её" else letter for letter in word.lower())
    return "".join(letter if letter == "[её]" or letter.isalnum() else f"\\{letter}" for letter in letters)
