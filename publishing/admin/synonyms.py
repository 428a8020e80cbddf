"""Groups of synonyms: what editors let searches take for one another."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..languages import columns
from ..models import SynonymGroup
from ..slugs import slug_from
from .base import HubAdmin
from .history import HistoryAdmin


@admin.register(SynonymGroup)
class SynonymGroupAdmin(HistoryAdmin, HubAdmin):
    """A group with its expressions side by side; the next search of every process uses what is saved here."""

    fields = (tuple(columns("expressions")), "is_on", "note", "slug")
    list_display = ("slug", "in_kazakh", "in_russian", "in_english", "is_on", "changed_at")
    list_display_links = ("slug",)
    list_filter = ("is_on",)
    search_fields = (*columns("expressions"), "slug", "note")
    ordering = ("slug",)

    @admin.display(description=_("Kazakh"))
    def in_kazakh(self, group: SynonymGroup) -> str:
        """The Kazakh expressions in a line."""
        return ", ".join(group.expressions_in("kk"))

    @admin.display(description=_("Russian"))
    def in_russian(self, group: SynonymGroup) -> str:
        """The Russian expressions in a line."""
        return ", ".join(group.expressions_in("ru"))

    @admin.display(description=_("English"))
    def in_english(self, group: SynonymGroup) -> str:
        """The English expressions in a line."""
        return ", ".join(group.expressions_in("en"))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The short name may stay empty: it is made from the expressions."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required = False
            field.help_text = _("Made from the first expression where it is left empty.")
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new group its short name, a changed one its next edition."""
        if not obj.slug:
            obj.slug = _free_slug(obj)
        if change:
            obj.edition += 1
        super().save_model(request, obj, form, change)

    def save_restored(self, request: HttpRequest, group: SynonymGroup, changed: list[str]) -> None:
        """Save what a former version has brought back."""
        group.edition += 1
        group.save(update_fields=[*changed, "edition", "changed_at"])


def _free_slug(group: SynonymGroup) -> str:
    """A short name from the first English, Russian or Kazakh expression that no other group has."""
    first = next((found[0] for code in ("en", "ru", "kk") if (found := group.expressions_in(code))), "")
    base = (slug_from(first) or "group")[:50].rstrip("-")
    slug, number = base, 1
    while SynonymGroup.objects.filter(slug=slug).exclude(pk=group.pk).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
