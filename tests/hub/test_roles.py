"""Roles: the table in the code is what the database grants."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from hub import roles
from members.enums import Role
from tests.factories.members import account

pytestmark = pytest.mark.django_db


def granted() -> dict[str, set[str]]:
    return {
        group.name: {
            f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")
        }
        for group in Group.objects.all()
    }


def test_the_groups_of_the_database_are_the_table() -> None:
    assert granted() == {role.value: set(codes) for role, codes in roles.ROLES.items()}


def test_every_role_is_in_the_table() -> None:
    assert set(roles.ROLES) == set(Role)


def test_granting_again_mends_what_was_changed_by_hand() -> None:
    editor = Group.objects.get(name=Role.EDITOR)
    editor.permissions.remove(Permission.objects.get(codename="publish_practice"))
    editor.permissions.add(Permission.objects.get(codename="delete_user"))

    roles.grant(apps)

    assert granted()[Role.EDITOR] == set(roles.ROLES[Role.EDITOR])


def test_a_permission_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(roles.ROLES, Role.REVIEWER, frozenset({"practices.fly"}))

    with pytest.raises(LookupError, match=r"reviewer names permissions that do not exist: practices\.fly"):
        roles.grant(apps)


@pytest.mark.parametrize(
    ("role", "permission", "may"),
    [
        (Role.REGISTERED, "practices.view_practice", False),
        (Role.FOCAL_POINT, "practices.keep_country_practices", True),
        (Role.FOCAL_POINT, "practices.view_practice", False),
        (Role.REVIEWER, "practices.view_practice", False),
        (Role.REVIEWER, "practices.view_consent", False),
        (Role.EDITOR, "publishing.view_review", True),
        (Role.TRANSLATOR, "publishing.view_review", False),
        (Role.TRANSLATOR, "practices.change_practice", True),
        (Role.TRANSLATOR, "practices.publish_practice", False),
        (Role.TRANSLATOR, "members.view_expert", False),
        (Role.EDITOR, "practices.publish_practice", True),
        (Role.EDITOR, "practices.delete_practice", False),
        (Role.EDITOR, "members.view_expert", False),
        (Role.EDITOR, "members.view_user", False),
        (Role.SECRETARIAT, "members.publish_expert", True),
        (Role.SECRETARIAT, "members.change_user", True),
        (Role.SECRETARIAT, "members.delete_user", False),
        (Role.SECRETARIAT, "auth.change_group", False),
        (Role.COMMITTEE, "publishing.view_committee_documents", True),
        (Role.COMMITTEE, "practices.change_practice", False),
    ],
)
def test_a_role_may_do_no_more_than_its_work(role: Role, permission: str, may: Any) -> None:
    user = account()
    user.groups.add(Group.objects.get(name=role))

    assert user.has_perm(permission) is may
