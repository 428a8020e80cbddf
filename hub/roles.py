"""Who may do what: one table of roles and permissions, from which migrations make the groups.

A permission to view a model opens every record of it, drafts included; readers need none for what is public.
A change of the table takes effect with a new migration that calls `grant`.
"""

from typing import Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions

from members.enums import Role

_PARTS: Final = (
    "practices.practicetheme", "practices.result", "practices.award", "reforms.reformtheme", "reforms.milestone", "reforms.legalact",
    "members.participationevidence", "members.indicator", "members.institution", "publishing.source", "publishing.taggedrecord",
    "publishing.languageversion",
)  # fmt: skip
_PUBLICATIONS: Final = ("practices.practice", "reforms.reform", "members.country", "hub.page")
_DOCUMENTS: Final = ("publishing.document", "publishing.documentfile")


def _codes(actions: str, *models: str) -> frozenset[str]:
    """`_codes("view change", "hub.page")` gives hub.view_page and hub.change_page."""
    pairs = [model.split(".") for model in models]
    return frozenset(f"{app}.{action}_{name}" for app, name in pairs for action in actions.split())


_TRANSLATES: Final = (
    _codes("view change", *_PUBLICATIONS, *_PARTS, "publishing.document", "publishing.tag")
    | _codes("add", "publishing.languageversion")
    | _codes("view", "publishing.term", "publishing.theme", "publishing.event", "publishing.documentfile")
)
_EDITS: Final = (
    _TRANSLATES
    | _codes("add publish", *_PUBLICATIONS)
    | _codes("add delete", *_PARTS)
    | _codes("add change", "publishing.tag", "publishing.term", *_DOCUMENTS)
    | _codes("view add change delete", "publishing.synonymgroup")
    | _codes("delete", "publishing.documentfile")
    | _codes("view", "publishing.scheduledtransition")
    | _codes("view", "publishing.searchtally")
    | _codes("view", "publishing.entry", "publishing.formerslug", "practices.consent")
    | _codes("view", "publishing.review", "publishing.endorsement", "publishing.evidencedecision")
)
_RUNS: Final = (
    _EDITS
    | _codes("view add change", "publishing.reviewcriterion", "publishing.reviewerprofile")
    | _codes("delete", *_PUBLICATIONS, "publishing.document", "publishing.tag", "publishing.term")
    | _codes("add change", "publishing.theme")
    | _codes("view add change", "publishing.freshnessrule")
    | _codes("view add change delete publish", "members.expert")
    | _codes("view add change", "members.user")
    | _codes("view add change delete", "account.emailaddress")
    | _codes("view delete", "mfa.authenticator")
    | _codes("view change", "hub.enquiry")
    | _codes("view add change", "publishing.letter")
    | _codes("view", "auth.group", "practices.adoption")
    | _codes("view add change", "steering.seat", "steering.mandate", "steering.handover")
    | _codes("view add change", "steering.contributor", "steering.contribution")
    | _codes("view add change delete", "steering.rulesofprocedure", "steering.majorityrule")
    | {"practices.act_for_countries", "steering.run_committee"}
    | {"members.view_committee_experts", "publishing.view_committee_documents"}
)

ROLES: Final[dict[Role, frozenset[str]]] = {
    Role.REGISTERED: frozenset(),
    Role.FOCAL_POINT: frozenset({"practices.keep_country_practices", "reforms.keep_country_reforms"}),
    Role.REVIEWER: frozenset(),  # reads what it is asked to judge, by the reviews themselves
    Role.TRANSLATOR: _TRANSLATES,
    Role.EDITOR: _EDITS,
    Role.SECRETARIAT: _RUNS,
    Role.COMMITTEE: frozenset({"members.view_committee_experts", "publishing.view_committee_documents"}),
}
"""Permissions by role, as `app.codename`."""


def grant(apps: Apps) -> None:
    """Make the groups what the table says; `apps` are the models as the migration knows them.

    Permissions are usually made after the last migration, so they are made here first. Raises LookupError for a permission that does not exist.
    """
    for config in installed.get_app_configs():
        create_permissions(config, verbosity=0)
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        f"{app}.{codename}": key
        for app, codename, key in permission_model.objects.values_list("content_type__app_label", "codename", "pk")
    }
    for role, wanted in ROLES.items():
        if unknown := wanted - known.keys():
            raise LookupError(f"the role {role} names permissions that do not exist: {', '.join(sorted(unknown))}")
        group: Any = group_model.objects.get_or_create(name=role.value)[0]
        group.permissions.set(known[code] for code in wanted)
