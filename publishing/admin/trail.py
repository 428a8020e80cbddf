"""What happened, for reading only: former addresses and events."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import action_names
from ..models import Event, FormerSlug, Review
from .base import ModelAdmin
from .filters import KindFilter


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

    @admin.display(description=_("kind of record"))
    def kind(self, row: Any) -> str:
        """The kind in words."""
        model = row.content_type.model_class()
        return capfirst(str(model._meta.verbose_name)) if model is not None else row.content_type.model

    @admin.display(description=_("record"))
    def record_name(self, row: Any) -> str:
        """The record, or its kind and number where it is gone."""
        return str(row.record) if row.record is not None else f"{row.content_type} № {row.object_id}"


class ActionFilter(admin.SimpleListFilter):
    """What was done."""

    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """The actions in words."""
        return action_names.choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The events of that action."""
        known = {action for action, _words in action_names.choices()}
        return queryset.filter(action=self.value()) if self.value() in known else queryset


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnlyAdmin):
    """Addresses that redirect."""

    list_display = ("slug", "kind", "record_name")
    list_filter = (KindFilter,)
    search_fields = ("slug",)
    fields = ("slug", "kind", "record_name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the records."""
        return super().get_queryset(request).select_related("content_type").prefetch_related("record")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Publications, archivings, confirmations: who, when, why. What happened to a review is for those who may read it."""

    @admin.display(description=_("action"), ordering="action")
    def what(self, event: Event) -> str:
        """The action in words."""
        return event.action_words

    @admin.display(description=_("from"))
    def before(self, event: Event) -> str:
        """The state before, in words."""
        return event.from_words

    @admin.display(description=_("to"))
    def after(self, event: Event) -> str:
        """The state after, in words."""
        return event.to_words

    list_display = ("at", "what", "record_name", "kind", "before", "after", "actor", "reason")
    list_filter = (ActionFilter, KindFilter, "at")
    search_fields = ("reason", "actor__email")
    date_hierarchy = "at"
    fields = ("at", "what", "record_name", "before", "after", "actor", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the records and the people."""
        found = super().get_queryset(request).select_related("content_type", "actor").prefetch_related("record")
        of_reviews = Q(content_type=ContentType.objects.get_for_model(Review))
        return found.filter(~of_reviews | Q(object_id__in=Review.objects.visible_to(request.user).values("pk")))
