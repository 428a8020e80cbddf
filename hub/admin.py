"""The admin of the about pages, and of the groups behind the roles."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.admin import role_name
from publishing.admin.publication import PublicationAdmin

from .models import Page
from .workflow import PageWorkflow

ACTIONS = {
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "view": _("view"),
    "publish": _("publish and archive"),
    "keep": _("keep those of one's own country"),
}
"""What the first word of a permission's code means."""
OWN_PERMISSIONS = {
    "view_committee_documents": _("open the Committee's documents"),
    "view_committee_experts": _("see experts shown to the Committee only"),
}


@admin.register(Page)
class PageAdmin(PublicationAdmin):
    """About pages."""

    workflow = PageWorkflow
    lead_texts = ("title", "lead")
    facts = (("as_of", "position"),)
    sections = ("body",)
    list_display = ("title_column", "slug", "state_badge", "language_list", "as_of", "position", "changed_at")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """In the order of the menu."""
        return ["position", "pk"]


class RoleAdmin(GroupAdmin):
    """Roles. Migrations make them; whoever may change groups may widen or narrow them."""

    list_display = ("role", "name", "people")
    list_display_links = ("role",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of accounts."""
        return super().get_queryset(request).annotate(accounts=Count("user"))

    @admin.display(description=_("role"), ordering="name")
    def role(self, group: Group) -> str:
        """The role in words."""
        return role_name(group)

    @admin.display(description=_("accounts"), ordering="accounts")
    def people(self, group: Any) -> str:
        """How many accounts have the role, with a link to them."""
        url = reverse("admin:members_user_changelist")
        return format_html('<a href="{}?groups__id__exact={}">{}</a>', url, group.pk, group.accounts)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Permissions in words of the reader's language."""
        field = super().formfield_for_manytomany(db_field, request=request, **kwargs)
        if db_field.name == "permissions" and field is not None:
            field.label_from_instance = permission_name
        return field


def permission_name(permission: Permission) -> str:
    """“Practice: publish and archive” for `practices.publish_practice`."""
    model = permission.content_type.model_class()
    kind = capfirst(str(model._meta.verbose_name)) if model is not None else permission.content_type.model
    action = OWN_PERMISSIONS.get(permission.codename) or ACTIONS.get(permission.codename.partition("_")[0])
    return f"{kind}: {action or gettext(permission.name)}"


admin.site.register(Group, RoleAdmin)
