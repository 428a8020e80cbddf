"""The admin of the ledger: who gives, what is offered. The steps of a contribution are taken on its page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.admin.base import HubAdmin, SafeForm
from publishing.admin.inlines import SourceInline
from publishing.languages import columns

from ..contributions.enums import ContributionState
from ..contributions.forms import AmountField, currency_choices
from ..contributions.workflow import enter
from ..models import Contribution, Contributor


@admin.register(Contributor)
class ContributorAdmin(HubAdmin):
    """Countries and organisations that give."""

    fields = ("country", tuple(columns("organisation")), "seat")
    list_display = ("__str__", "country")
    list_select_related = ("country",)
    search_fields = (*columns("organisation"), *(f"country__name_{code}" for code in ("kk", "ru", "en")))
    autocomplete_fields = ("seat",)


class ContributionSources(SourceInline):
    """Where it can be read that this was given."""

    verbose_name_plural = _("Sources")


class ContributionForm(SafeForm):
    """Amounts as people write them, currencies by name."""

    amount = AmountField(
        label=capfirst(Contribution._meta.get_field("amount").verbose_name),
        help_text=Contribution._meta.get_field("amount").help_text,
        required=False,
    )
    currency = forms.ChoiceField(
        label=capfirst(Contribution._meta.get_field("currency").verbose_name), choices=currency_choices, required=False
    )


@admin.register(Contribution)
class ContributionAdmin(HubAdmin):
    """What is offered. Once it is confirmed, kind, sum and day of the offer stand."""

    form = ContributionForm
    inlines = (ContributionSources,)
    fields = (
        "contributor",
        "kind",
        tuple(columns("purpose")),
        tuple(columns("description")),
        "theme",
        ("amount", "currency"),
        ("offered_on", "is_year_only"),
        ("covers_from", "covers_until"),
        "access",
    )
    list_display = ("__str__", "kind", "amount", "currency", "offered_on", "state")
    list_filter = ("state", "kind", "access")
    list_select_related = ("contributor__country",)
    search_fields = (*columns("purpose"), *(f"contributor__{name}" for name in columns("organisation")))
    autocomplete_fields = ("contributor",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What the steps rest on."""
        if obj is None or obj.state == ContributionState.OFFERED:
            return ()
        return ("contributor", "kind", "amount", "currency", "offered_on", "is_year_only")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was offered is withdrawn, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Contribution, form: Any, change: bool) -> None:
        """A new contribution begins its history."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            enter(obj, request.user)
