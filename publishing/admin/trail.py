"""What happened, for reading only: former addresses and events."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..models import Event, FormerSlug
from .base import ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """Nobody adds, changes or deletes here."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    @admin.display(description=_("record"))
    def record_name(self, row: Any) -> str:
        """The record, or its kind and number where it is gone."""
        return str(row.record) if row.record is not None else f"{row.content_type} № {row.object_id}"


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnlyAdmin):
    """Addresses that redirect."""

    list_display = ("slug", "content_type", "record_name")
    list_filter = (("content_type", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("slug",)
    fields = ("slug", "content_type", "record_name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the records."""
        return super().get_queryset(request).select_related("content_type").prefetch_related("record")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Publications, archivings, confirmations: who, when, why."""

    list_display = ("at", "action", "record_name", "content_type", "from_state", "to_state", "actor", "reason")
    list_filter = ("action", ("content_type", admin.RelatedOnlyFieldListFilter), "at")
    search_fields = ("reason", "actor__email")
    date_hierarchy = "at"
    fields = ("at", "action", "record_name", "from_state", "to_state", "actor", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the records and the people."""
        return super().get_queryset(request).select_related("content_type", "actor").prefetch_related("record")
