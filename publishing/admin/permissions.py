"""Permissions in words of the reader's language: the database has them in English only."""

from typing import Any, Final

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

ACTIONS: Final = {
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "delete"),
    "view": pgettext_lazy("permission", "view"),
    "publish": _("publish and archive"),
    "keep": _("keep those of one's own country"),
}
"""What the first word of a permission's code means."""
OWN_PERMISSIONS: Final = {
    "act_for_countries": _("state and judge on behalf of countries"),
    "run_committee": _("run the Committee's business"),
    "view_committee_documents": _("open the Committee's documents"),
    "view_committee_experts": _("see experts shown to the Committee only"),
}
NAMELESS: Final = {"taggedrecord": _("tag on a record")}
"""Models that are nowhere shown by themselves and have no name of their own."""
NOT_GIVEN: Final = ("admin", "contenttypes", "django_tasks_database", "sessions", "socialaccount", "taggit")
"""Applications of libraries whose tables nobody edits by hand."""


def choosable() -> QuerySet[Permission]:
    """The permissions that a role or a person can be given: not those on tables of the history or of libraries."""
    given = Permission.objects.exclude(content_type__app_label__in=NOT_GIVEN)
    return given.exclude(content_type__model__startswith="historical").select_related("content_type")


def permission_name(permission: Permission) -> str:
    """“Practice: publish and archive” for `practices.publish_practice`."""
    kind, model = permission.content_type.model, permission.content_type.model_class()
    name = NAMELESS.get(kind) or (model._meta.verbose_name if model is not None else kind)
    action = OWN_PERMISSIONS.get(permission.codename) or ACTIONS.get(permission.codename.partition("_")[0])
    return f"{capfirst(str(name))}: {action or gettext(permission.name)}"


def in_words(field: Any) -> Any:
    """The form field for permissions, offering those that can be given, in words."""
    field.queryset = choosable()
    field.label_from_instance = permission_name
    return field
