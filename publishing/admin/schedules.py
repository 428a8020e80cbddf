"""What is scheduled, for reading; it is called off on the site's own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..models import ScheduledTransition
from .trail import ReadOnlyAdmin


@admin.register(ScheduledTransition)
class ScheduledTransitionAdmin(ReadOnlyAdmin):
    """Scheduled publications and archivings: when, by whom, what came of them."""

    list_display = ("at", "action", "record_name", "kind", "by", "state", "waits_for_languages", "why", "page")
    list_filter = ("state", "action")
    fields = (
        "at",
        "action",
        "record_name",
        "kind",
        "by",
        "reason",
        "waits_for_languages",
        "state",
        "why",
        "asked_at",
        "done_at",
    )

    @admin.display(description=_("call off"))
    def page(self, row: ScheduledTransition) -> str:
        """The way to the page where it is called off."""
        return format_html('<a href="{}">{}</a>', reverse("schedule:list"), _("to the list"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the records and the people."""
        return super().get_queryset(request).select_related("content_type", "by").prefetch_related("record")
