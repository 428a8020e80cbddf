"""The admin of the library."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.admin.inlines import PartInline, PartTable
from publishing.admin.publication import PublicationAdmin
from publishing.languages import columns

from .adoption import admin as adoption_admin  # noqa: F401 - registers itself
from .models import Award, Practice, PracticeTheme, Result
from .spreadsheets import SpreadsheetAdmin
from .workflow import PracticeWorkflow


class ThemeInline(PartTable):
    """The themes, the most telling first."""

    model = PracticeTheme
    fields = ("theme", "position")


class ResultInline(PartInline):
    """The figures."""

    model = Result
    fields = (
        tuple(columns("indicator")),
        ("before", "after", "year"),
        tuple(columns("unit")),
        ("source", "is_self_reported", "position"),
    )


class AwardInline(PartInline):
    """The prizes."""

    model = Award
    fields = (tuple(columns("name")), ("year", "source", "position"))


@admin.register(Practice)
class PracticeAdmin(SpreadsheetAdmin, PublicationAdmin):
    """Practices."""

    workflow = PracticeWorkflow
    lead_texts = ("title", "summary", "institution")
    facts = ("country", ("level", "stage", "evidence"), ("start_year", "submitted_for"), "tags")
    sections = ("problem", "solution", "results_text", "evidence_basis", "lessons", "transfer")
    parts = (ThemeInline, ResultInline, AwardInline)
    history_parts = ("theme_rows", "results", "awards")
    list_display = ("title_column", "country", "state_badge", "language_list", "check_badge")
    list_filter = (
        "state",
        *PublicationAdmin.list_filter[1:3],
        "evidence",
        "stage",
        "level",
        ("country", admin.RelatedOnlyFieldListFilter),
        "original_language",
    )
    list_select_related = ("country",)
    date_hierarchy = "published_at"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The evidence level of a standing practice is set on its own page, with a note for readers."""
        closed = super().get_readonly_fields(request, obj)
        return [*closed, "evidence"] if obj is not None and "evidence" not in closed else closed

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the countries of the list."""
        return super().get_queryset(request).select_related("country")
