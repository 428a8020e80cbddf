"""The admin of reports under review: writing the sections of a version that is not before the Committee yet."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from publishing.admin.base import HubAdmin
from publishing.admin.inlines import PartInline
from publishing.languages import columns

from ..access import may_run
from ..models import Report, ReportSection, ReportVersion


class SectionInline(PartInline):
    """The sections of a version, in every language."""

    model = ReportSection
    fields = (("position", "number"), tuple(columns("title")), *columns("text"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who runs the Committee's business."""
        return may_run(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As long as the version is open: what is before the Committee is frozen."""
        return may_run(request.user) and (obj is None or obj.is_open)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for a change."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for a change."""
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nothing is closed to who may write."""
        return ()


@admin.register(ReportVersion)
class ReportVersionAdmin(HubAdmin):
    """Versions with their sections. Versions are made, frozen and released on the pages of the report."""

    inlines = (SectionInline,)
    fields = ("report", "number", tuple(columns("note")))
    readonly_fields = ("report", "number")
    list_display = ("__str__", "made_at", "frozen_at", "released_at")
    list_select_related = ("report",)
    search_fields = tuple(f"report__{name}" for name in columns("title"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Who runs the Committee's business."""
        return may_run(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return may_run(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As long as the version is open."""
        return may_run(request.user) and (obj is None or obj.is_open)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a version begins on the page of its report."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what was drafted stays in the history."""
        return False


@admin.register(Report)
class ReportAdmin(HubAdmin):
    """What a draft is called and what it is about; its state changes on its own page."""

    fields = ("kind", tuple(columns("title")), "seat", ("period_from", "period_until"), "state", "access")
    readonly_fields = ("state", "access")
    list_display = ("__str__", "kind", "state", "made_at")
    list_filter = ("kind", "state")
    search_fields = tuple(columns("title"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Who runs the Committee's business."""
        return may_run(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return may_run(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Drafts alone."""
        return may_run(request.user) and (obj is None or obj.state == "draft")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a report is started on the site, with its first version."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False
