"""Themes and tags."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..collation import alphabetical
from ..languages import columns
from ..models import Entry, Tag, Theme
from ..slugs import slug_from
from .base import HubAdmin


class TermAdmin(HubAdmin):
    """A term with its name in each language."""

    search_fields = ("name_kk", "name_ru", "name_en", "slug")
    list_display: tuple[str, ...] = ("slug", "name_kk", "name_ru", "name_en")
    array = ""
    """The catalogue's column that holds the term's slug."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new term its slug, then bring the entries that bear the term up to date."""
        before = [form.initial.get("slug", "")] if change else []
        if not obj.slug:
            base = slug_from(obj.name_en or obj.name_ru or obj.name_kk or "") or "term"
            obj.slug, number = base, 1
            while type(obj)._base_manager.filter(slug=obj.slug).exists():
                number += 1
                obj.slug = f"{base}-{number}"
        super().save_model(request, obj, form, change)
        if change:
            rewrite(Entry.objects.filter(**{f"{self.array}__overlap": [*before, obj.slug]}))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Records lose the term, and so do their entries."""
        entries = list(Entry.objects.filter(**{f"{self.array}__contains": [obj.slug]}))
        super().delete_model(request, obj)
        rewrite(entries)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that no entry keeps a term that is gone."""
        for term in queryset:
            self.delete_model(request, term)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The slug may stay empty: it is made from the name."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required = False
            field.help_text = _("Made from the English name where it is left empty.")
        return field


def rewrite(entries: Any) -> None:
    """Write the catalogue's rows of these entries anew."""
    for entry in entries:
        model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
        record = model._base_manager.filter(pk=entry.object_id).first() if model is not None else None
        if record is not None:
            catalogue.write(record)


@admin.register(Theme)
class ThemeAdmin(TermAdmin):
    """The controlled vocabulary."""

    array = "themes"
    fields = (tuple(columns("name")), "slug", "position")
    list_display = ("__str__", "slug", "name_kk", "name_ru", "name_en", "position")


@admin.register(Tag)
class TagAdmin(TermAdmin):
    """Free keywords."""

    array = "tags"
    fields = (tuple(columns("name")), "slug")
    list_display = ("__str__", "slug", "name_kk", "name_ru", "name_en", "uses")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """In the reader's alphabet, with how often each is used."""
        tags: QuerySet[Any] = super().get_queryset(request).annotate(number=Count("items"))
        return tags.order_by(alphabetical("name"))

    @admin.display(description=_("records"), ordering="number")
    def uses(self, tag: Any) -> int:
        """How many records bear the tag."""
        return int(tag.number)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """taggit keeps a bare name as well: the first that there is."""
        if not obj.name:
            obj.name = obj.name_en or obj.name_ru or obj.name_kk
        super().save_model(request, obj, form, change)
