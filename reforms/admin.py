"""The admin of the reform tracker."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from practices.models import Practice
from publishing.admin.inlines import PartInline, PartTable
from publishing.admin.publication import PublicationAdmin
from publishing.collation import alphabetical
from publishing.languages import columns

from .models import LegalAct, Milestone, Reform, ReformTheme
from .workflow import ReformWorkflow


class ThemeInline(PartTable):
    """The themes, the most telling first."""

    model = ReformTheme
    fields = ("theme", "position")


class MilestoneInline(PartInline):
    """The dated steps."""

    model = Milestone
    fields = (("year", "month", "source", "position"), tuple(columns("text")))


class LegalActInline(PartInline):
    """The laws."""

    model = LegalAct
    fields = (tuple(columns("title")), ("year", "url", "position"))


@admin.register(Reform)
class ReformAdmin(PublicationAdmin):
    """Reforms."""

    workflow = ReformWorkflow
    facts = ("country", ("stage", "start_year"), "practices")
    sections = ("background", "course")
    parts = (ThemeInline, MilestoneInline, LegalActInline)
    history_parts = ("theme_rows", "milestones", "legal_acts")
    filter_horizontal = ("practices",)
    list_display = ("title_column", "country", "state_badge", "language_list", "check_badge")
    list_filter = (
        *PublicationAdmin.list_filter[:3],
        "stage",
        ("country", admin.RelatedOnlyFieldListFilter),
        "original_language",
    )
    list_select_related = ("country",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the countries of the list."""
        return super().get_queryset(request).select_related("country")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Practices in the reader's alphabet."""
        if db_field.name == "practices":
            kwargs["queryset"] = Practice.objects.originals().order_by(alphabetical("title"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
