"""The Secretariat's list of adoptions: to read; every change goes through the pages of the two sides."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing.admin.trail import ReadOnlyAdmin
from publishing.languages import columns, text_of

from .models import TEXTS, Adoption
from .workflow import AdoptionWorkflow


@admin.register(Adoption)
class AdoptionAdmin(ReadOnlyAdmin):
    """Statements of adoption with the steps that the person may take on behalf of a country."""

    list_display = ("practice_title", "source", "adopter", "stage", "year", "state_badge", "waiting_since", "mark")
    list_filter = ("state", "stage", "is_demonstration", "country")
    search_fields = ("practice__title_en", "practice__title_ru", "practice__title_kk", "practice__slug")
    date_hierarchy = "stated_at"
    ordering = ("waiting_since", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the practices and countries of the list."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("country", "practice__country", "own_practice", "stated_by", "judged_by")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The steps first, then everything that was stated."""
        return (
            "steps", "practice", "country", "own_practice", "year", "stage", "state_badge", *columns(*TEXTS),
            "contact_name", "contact_email", "is_contact_public", "original_language", "stated_by", "stated_at",
            "judged_by", "confirmed_at", "correction", "waiting_since", "reminders", "is_from_sources", "is_demonstration",
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of them."""
        return self.get_fields(request, obj)

    @admin.display(description=_("practice"))
    def practice_title(self, adoption: Adoption) -> str:
        """The practice that was adopted."""
        return text_of(adoption.practice, "title").value

    @admin.display(description=_("country of the practice"))
    def source(self, adoption: Adoption) -> str:
        """Whose practice it is."""
        return text_of(adoption.practice.country, "name").value

    @admin.display(description=_("adopting country"))
    def adopter(self, adoption: Adoption) -> str:
        """Who adopted it."""
        return text_of(adoption.country, "name").value

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, adoption: Adoption) -> SafeString:
        """The state in words and colour."""
        return format_html('<span class="state state--{}">{}</span>', adoption.state, adoption.get_state_display())

    @admin.display(description=_("demonstration"), boolean=True, ordering="is_demonstration")
    def mark(self, adoption: Adoption) -> bool:
        """Whether it is invented."""
        return adoption.is_demonstration

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The adoption, which remembers who looks at it: the steps are theirs."""
        adoption: Any = super().get_object(request, object_id, from_field)
        if adoption is not None:
            adoption.looked_at_by = request.user
        return adoption

    @admin.display(description=_("Steps"))
    def steps(self, adoption: Any) -> SafeString:
        """A button for each step that the person may take, and one to the page."""
        flow = AdoptionWorkflow(adoption, adoption.looked_at_by)
        buttons = [(adoption.get_absolute_url(), _("View on site"))] + [
            (reverse(f"adoptions:{action.value}", args=[adoption.pk]), action.label)
            for action in flow.open_actions()
            if action.value != "translate"
        ]
        return format_html_join(" ", '<a class="button" href="{}">{}</a>', buttons)
