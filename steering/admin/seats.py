"""The admin of the Committee: seats, mandates, rules of procedure."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from publishing.admin.base import HubAdmin, SafeForm
from publishing.admin.history import HistoryAdmin
from publishing.languages import columns

from ..models import MajorityRule, Mandate, RulesOfProcedure, Seat
from ..seats.enums import Proposer


@admin.register(Seat)
class SeatAdmin(HistoryAdmin, HubAdmin):
    """Seats; who sits on them is kept with the mandates."""

    fields = ("country", tuple(columns("organisation")), "kind", ("since", "until"))
    list_display = ("__str__", "kind", "since", "until")
    list_filter = ("kind",)
    list_select_related = ("country",)
    search_fields = (*columns("organisation"), *(f"country__name_{code}" for code in ("kk", "ru", "en")))


@admin.register(Mandate)
class MandateAdmin(HistoryAdmin, HubAdmin):
    """Mandates with their days. To pass an office on with a checklist, use the page of the seat."""

    fields = (
        ("office", "seat"),
        tuple(columns("name")),
        tuple(columns("position")),
        "user",
        ("starts_on", "ends_on"),
        tuple(columns("basis")),
    )
    list_display = ("__str__", "seat", "starts_on", "ends_on")
    list_filter = ("office",)
    list_select_related = ("seat__country",)
    search_fields = tuple(columns("name"))
    autocomplete_fields = ("user", "seat")


class MajorityInline(admin.TabularInline[MajorityRule, RulesOfProcedure]):
    """What each kind of decision needs."""

    model = MajorityRule
    extra = 0
    max_num = 4


class RulesForm(SafeForm):
    """Who may propose is ticked."""

    proposers = forms.MultipleChoiceField(
        label=RulesOfProcedure._meta.get_field("proposers").verbose_name,
        choices=Proposer.choices,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(RulesOfProcedure)
class RulesAdmin(HubAdmin):
    """Versions of the rules. What is in force, or was, is not changed any more: a new version takes its place."""

    form = RulesForm
    inlines = (MajorityInline,)
    fields = (
        "in_force_from",
        ("quorum_percent", "quorum_is_exceeded"),
        ("notice_days", "papers_days"),
        ("silence_days", "extension_days", "minutes_days"),
        "proposers",
        tuple(columns("basis")),
    )
    list_display = ("in_force_from", "quorum_percent", "silence_days")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what is not in force yet."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_in_force)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what is not in force yet."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_in_force)
