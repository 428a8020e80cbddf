"""The glossary's terms."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..collation import alphabetical
from ..glossary import terminology
from ..languages import columns
from ..models import Term
from ..slugs import slug_from
from .base import HubAdmin
from .inlines import SourceInline


class GlossaryGapFilter(admin.SimpleListFilter):
    """Terms that lack a name or a definition."""

    title = _("what is missing")
    parameter_name = "gap"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """A name in some language, a definition in some language."""
        return [("name", _("A name in some language")), ("definition", _("A definition in some language"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The terms with that gap."""
        field = self.value()
        if field not in {"name", "definition"}:
            return queryset
        complete = queryset.all()
        for column in columns(field):
            complete = complete.exclude(**{column: None}).exclude(**{column: ""})
        return queryset.exclude(pk__in=complete.order_by().values("pk"))


@admin.register(Term)
class GlossaryTermAdmin(HubAdmin):
    """A term with its names, other forms and definitions side by side."""

    inlines = (SourceInline,)
    fields = (
        tuple(columns("name")),
        tuple(columns("variants")),
        tuple(columns("definition")),
        tuple(columns("note")),
        ("domain", "is_in_texts"),
        ("slug", "position"),
    )
    list_display = ("__str__", "name_kk", "name_ru", "name_en", "domain", "is_in_texts", "changed_at")
    list_filter = ("domain", "is_in_texts", GlossaryGapFilter)
    search_fields = (*columns("name", "variants"), "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """In the reader's alphabet."""
        return super().get_queryset(request).order_by(alphabetical("name"), "pk")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The address may stay empty: it is made from the name."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required = False
            field.help_text = _("Made from the English name where it is left empty.")
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new term its address."""
        if not obj.slug:
            base = slug_from(obj.name_en or obj.name_ru or obj.name_kk or "") or "term"
            obj.slug, number = base, 1
            while Term.objects.filter(slug=obj.slug).exclude(pk=obj.pk).exists():
                number += 1
                obj.slug = f"{base}-{number}"
        super().save_model(request, obj, form, change)
        catalogue.write(obj)
        transaction.on_commit(terminology.refresh)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take the term out of the catalogue as well."""
        catalogue.remove(obj)
        super().delete_model(request, obj)
        transaction.on_commit(terminology.refresh)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that no entry keeps a term that is gone."""
        for term in queryset:
            self.delete_model(request, term)
