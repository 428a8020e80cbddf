"""Criteria and reviewers' profiles to edit; reviews, endorsements and decisions on the evidence to look at."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..languages import columns
from ..models import Endorsement, EvidenceDecision, Review, ReviewCriterion, ReviewerProfile
from ..reviewing.enums import OPEN
from .base import HubAdmin
from .filters import KindFilter
from .trail import ReadOnlyAdmin


@admin.register(ReviewCriterion)
class ReviewCriterionAdmin(HubAdmin):
    """The published criteria; one that is no longer used stays for the reviews that went by it."""

    list_display = ("slug", "name_kk", "name_ru", "name_en", "position", "is_used")
    fields = ("slug", tuple(columns("name")), tuple(columns("question")), ("position", "is_used"))
    search_fields = ("slug", "name_kk", "name_ru", "name_en")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What reviews went by is not deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.scores.exists())


@admin.register(ReviewerProfile)
class ReviewerProfileAdmin(HubAdmin):
    """What reviewers say of themselves."""

    list_display = ("user", "most_at_once", "absent_until", "changed_at")
    fields = ("user", "themes", "languages", ("most_at_once", "absent_until"))
    autocomplete_fields = ("user",)
    search_fields = ("user__email", "user__first_name", "user__last_name")
    list_select_related = ("user",)


class OverdueFilter(admin.SimpleListFilter):
    """Whether the day is over."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Open, and of these the overdue ones."""
        return [("open", _("waited for")), ("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The reviews of that choice."""
        if self.value() == "overdue":
            return Review.objects.overdue() & queryset
        return queryset.filter(state__in=OPEN) if self.value() == "open" else queryset


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Who judges what until when; the texts stand on the pages of the portal, where the rules of reading hold."""

    list_display = ("record_name", "reviewer", "state", "round", "due_on", "recommendation", "on_site")
    list_filter = ("state", OverdueFilter, KindFilter, "recommendation")
    search_fields = ("reviewer__email", "reviewer__first_name", "reviewer__last_name")
    date_hierarchy = "due_on"
    fields = ("record_name", "kind", "reviewer", "assigned_by", "assigned_at", "due_on", "state", "why", "round", "recommendation", "on_site")  # fmt: skip

    @admin.display(description=_("on the portal"))
    def on_site(self, review: Review) -> SafeString:
        """The page of the record's reviews."""
        record: Any = review.record
        if record is None:
            return SafeString("")
        url = reverse("review:record", args=[record.kind, record.pk])
        return format_html('<a href="{}">{}</a>', url, _("Reviews of this record"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The reviews that this person may read, with records and people."""
        seen = Review.objects.visible_to(request.user) & super().get_queryset(request)
        return seen.select_related("content_type", "reviewer", "assigned_by").prefetch_related("record")


@admin.register(Endorsement)
class EndorsementAdmin(ReadOnlyAdmin):
    """Which country stands behind which record."""

    list_display = ("at", "record_name", "kind", "country", "by", "withdrawn_at")
    list_filter = (KindFilter, ("withdrawn_at", admin.EmptyFieldListFilter))
    fields = ("at", "record_name", "country", "by", "note", "language", "withdrawn_at", "withdrawn_by", "why_withdrawn")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With records and people."""
        return super().get_queryset(request).select_related("content_type", "by").prefetch_related("record")


@admin.register(EvidenceDecision)
class EvidenceDecisionAdmin(ReadOnlyAdmin):
    """Which evidence level was set, and why."""

    list_display = ("at", "record_name", "former_level", "level", "by")
    list_filter = (KindFilter, "level")
    fields = ("at", "record_name", "former_level", "level", *columns("note"), "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With records and people."""
        return super().get_queryset(request).select_related("content_type", "by").prefetch_related("record")
