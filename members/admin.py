"""The admin of accounts, countries and experts."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from publishing import catalogue
from publishing.admin.base import HubAdmin
from publishing.admin.inlines import PartInline
from publishing.admin.permissions import in_words
from publishing.admin.publication import PublicationAdmin
from publishing.collation import alphabetical
from publishing.languages import columns
from publishing.models import Entry
from publishing.versions.keeping import keep_version

from .enums import Role
from .models import Country, Expert, Indicator, Institution, ParticipationEvidence, User
from .workflow import CountryWorkflow, ExpertWorkflow

CONSENT_NOTICE_DAYS = 60
"""A consent that ends within so many days is shown as running out."""


class InstitutionInline(PartInline):
    """The bodies of the country's administration."""

    model = Institution
    fields = (tuple(columns("name")), ("website", "is_civil_service_body"))


class EvidenceInline(PartInline):
    """What supports the country's participation."""

    model = ParticipationEvidence
    fields = (tuple(columns("text")), ("source", "position"))


class IndicatorInline(PartInline):
    """The figures of the country's civil service."""

    model = Indicator
    fields = (
        tuple(columns("name")),
        ("value", "year"),
        tuple(columns("unit")),
        ("source", "is_general_knowledge", "position"),
    )


@admin.register(Country)
class CountryAdmin(PublicationAdmin):
    """Countries."""

    workflow = CountryWorkflow
    lead_texts = ("name", "capital")
    facts = (
        ("iso2", "region"),
        ("participation", "joined_year"),
        "system_type",
        tuple(columns("law_title")),
        "law_year",
    )
    sections = ("profile",)
    parts = (InstitutionInline, EvidenceInline, IndicatorInline)
    history_parts = ("institutions", "evidence", "indicators")
    list_display = ("title_column", "iso2", "participation", "region", "state_badge", "language_list", "check_badge")
    list_filter = (*PublicationAdmin.list_filter[:3], "participation", "region")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """In the reader's alphabet."""
        return [alphabetical("name"), "pk"]

    def after_save(self, record: Any) -> None:
        """A country's name stands in the entries of its practices, reforms and experts as well."""
        super().after_save(record)
        for entry in Entry.objects.filter(country=record.iso2).select_related("content_type"):
            model = entry.content_type.model_class()
            other = (
                model._base_manager.filter(pk=entry.object_id).first()
                if model is not None and model is not Country
                else None
            )
            if other is not None:
                catalogue.write(other)


@admin.register(Institution)
class InstitutionAdmin(HubAdmin):
    """Institutions, for the experts who work there."""

    fields = (tuple(columns("name")), "country", "website", "is_civil_service_body")
    search_fields = ("name_kk", "name_ru", "name_en")
    list_display = ("__str__", "country", "is_civil_service_body", "website")
    list_filter = (("country", admin.RelatedOnlyFieldListFilter), "is_civil_service_body")
    list_select_related = ("country",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The country's entry names its institutions, an expert's entry theirs."""
        super().save_related(request, form, formsets, change)
        catalogue.write(form.instance.country)
        keep_version(form.instance.country, request.user)
        for expert in form.instance.experts.all():
            catalogue.write(expert)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Gone, and out of the entries that named it."""
        country, experts = obj.country, list(obj.experts.all())
        super().delete_model(request, obj)
        for record in [country, *experts]:
            catalogue.write(record)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one."""
        for institution in queryset:
            self.delete_model(request, institution)


class ConsentFilter(admin.SimpleListFilter):
    """Experts by their consent."""

    title = _("consent")
    parameter_name = "consent"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Running out, run out, never given."""
        return [("ending", _("Runs out within 60 days")), ("ended", _("Has run out")), ("none", _("Not given"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The profiles in that position."""
        today = localdate()
        match self.value():
            case "ending":
                return queryset.filter(
                    consent_until__gte=today, consent_until__lte=today + timedelta(days=CONSENT_NOTICE_DAYS)
                )
            case "ended":
                return queryset.filter(consent_until__lt=today)
            case "none":
                return queryset.filter(consent_until=None)
        return queryset


@admin.register(Expert)
class ExpertAdmin(PublicationAdmin):
    """Experts."""

    workflow = ExpertWorkflow
    lead_texts = ("name", "position")
    facts = (
        "country",
        "institution",
        "themes",
        "languages",
        "email",
        "visibility",
        ("consent_given_on", "consent_until"),
        "user",
        "is_demonstration",
    )
    sections = ("biography", "offers")
    list_display = (
        "title_column",
        "country",
        "visibility",
        "consent_until",
        "state_badge",
        "language_list",
        "is_demonstration",
    )
    list_filter = (
        *PublicationAdmin.list_filter[:3],
        ConsentFilter,
        "visibility",
        ("country", admin.RelatedOnlyFieldListFilter),
        "is_demonstration",
    )
    list_select_related = ("country",)
    filter_horizontal = ("themes",)
    autocomplete_fields = ("institution",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the countries of the list."""
        return super().get_queryset(request).select_related("country")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """In the reader's alphabet."""
        return [alphabetical("name"), "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Accounts are chosen by who may see accounts."""
        closed = super().get_readonly_fields(request, obj)
        return closed if request.user.has_perm("members.view_user") else [*closed, "user"]


class RoleFilter(admin.SimpleListFilter):
    """Accounts by role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """The roles in words."""
        return list(Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The accounts that have the role."""
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


class NewUserForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A new account: an address and a role; the person sets the password by a reset letter."""

    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> str:
        """Addresses are kept in small letters, as sign-up does."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, commit: bool = True) -> User:
        """Without a usable password until the person chooses one."""
        user: User = super().save(commit=False)
        user.set_unusable_password()
        if commit:
            user.save()
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Accounts and their roles. Only a superuser touches superusers or single permissions."""

    add_form = NewUserForm
    ordering = ("email",)
    list_display = (
        "email",
        "full_name",
        "role_list",
        "country",
        "is_staff",
        "is_active",
        "last_login",
        "is_demonstration",
    )
    list_filter = (
        RoleFilter,
        "is_staff",
        "is_active",
        "is_superuser",
        "is_demonstration",
        ("country", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("country",)
    search_fields = ("email", "first_name", "last_name")
    date_hierarchy = "date_joined"
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups", "user_permissions")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "country", "preferred_language", "is_demonstration")}),
        (_("Rights"), {"fields": (("is_active", "is_staff"), "groups")}),
        (_("Important dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    superuser_fieldset = (
        _("For superusers"),
        {"fields": ("is_superuser", "user_permissions"), "classes": ("collapse",)},
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("email",),
                "description": _(
                    "The person gets no password from us: they choose one by “Forgot the password?” on the sign-in page."
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the roles and countries of the list."""
        return super().get_queryset(request).select_related("country").prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A superuser sees the superuser's switches as well."""
        fieldsets = super().get_fieldsets(request, obj)
        return (*fieldsets, self.superuser_fieldset) if obj is not None and request.user.is_superuser else fieldsets

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser changes a superuser."""
        return super().has_change_permission(request, obj) and (
            obj is None or not obj.is_superuser or request.user.is_superuser
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser deletes a superuser, and nobody themselves."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (
            obj is None or (obj.pk != request.user.pk and (not obj.is_superuser or request.user.is_superuser))
        )

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Those that the person may delete one by one, and no others."""
        for user in queryset:
            if self.has_delete_permission(request, user):
                user.delete()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles and permissions in words."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.label_from_instance = role_name  # type: ignore[method-assign,assignment]  # the way Django documents
        if db_field.name == "user_permissions" and field is not None:
            return in_words(field)
        return field

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """First and last name."""
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def role_list(self, user: User) -> str:
        """The roles in words."""
        return ", ".join(role_name(group) for group in user.groups.all())


def role_name(group: Group) -> str:
    """The role behind a group in words; a group of another name as it is called."""
    return str(Role(group.name).label) if group.name in Role.values else group.name
