"""Intervals of checks: the Secretariat sets them, one for each kind of record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ..models import FreshnessRule
from .base import HubAdmin


@admin.register(FreshnessRule)
class FreshnessRuleAdmin(HubAdmin):
    """For how many days a record counts as checked. A new interval counts from the next check on."""

    list_display = ("kind", "days")
    fields = ("kind", "days")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The kind of a rule stays."""
        return ("kind",) if obj is not None else ()
