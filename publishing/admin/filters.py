"""Filters of the lists that every publication has."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..languages import CODES, SHORT_NAMES
from .gaps import GAPS, overdue_promises, with_gap


class GapFilter(admin.SimpleListFilter):
    """What is missing in which language."""

    title = _("languages")
    parameter_name = "gap"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Each language with each thing that can be amiss."""
        return [
            (f"{code}-{gap}", f"{SHORT_NAMES[code]}: {words}")
            for code in CODES
            for gap, (words, _condition) in GAPS.items()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records with that gap; an unknown value is refused by Django before."""
        code, _dash, gap = (self.value() or "").partition("-")
        return with_gap(queryset, code, gap) if code in CODES and gap in GAPS else queryset


class CheckFilter(admin.SimpleListFilter):
    """Records that somebody has to look at again."""

    title = _("check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Overdue, not planned, or a translation that was promised and has not come."""
        return [
            ("overdue", _("Check overdue")),
            ("none", _("No check planned")),
            ("promise", _("Promised translation late")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records that wait."""
        match self.value():
            case "overdue":
                return queryset.filter(check_due__lt=localdate())
            case "none":
                return queryset.filter(check_due=None)
            case "promise":
                return overdue_promises(queryset, localdate())
        return queryset


class KindFilter(admin.SimpleListFilter):
    """Parts of records by the kind of their record."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        """The kinds that there are."""
        keys = (
            model_admin.model._default_manager.order_by("content_type")
            .values_list("content_type", flat=True)
            .distinct()
        )
        models = [(key, ContentType.objects.get_for_id(key).model_class()) for key in keys]
        return [
            (str(key), capfirst(str(model._meta.verbose_name_plural))) for key, model in models if model is not None
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of records of that kind."""
        value = self.value() or ""
        return (
            queryset.filter(content_type=int(value))
            if value.isascii() and value.isdigit() and len(value) < 10
            else queryset
        )
