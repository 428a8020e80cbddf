"""Permissions are offered in words of the reader's language, and only those that can be given."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.utils.translation import override

from hub.roles import ROLES
from publishing.admin.permissions import choosable, permission_name


def permission(code: str) -> Permission:
    app, codename = code.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("kk", "practices.publish_practice", "Тәжірибе: жариялау және мұрағаттау"),
        ("ru", "practices.publish_practice", "Практика: публикация и архив"),
        ("en", "practices.publish_practice", "Practice: publish and archive"),
        ("kk", "publishing.view_committee_documents", "Құжат: Комитет құжаттарын ашу"),
        ("ru", "publishing.add_taggedrecord", "Метка записи: добавление"),
    ],
)
def test_a_permission_is_named_in_the_readers_language(language: str, code: str, expected: str) -> None:
    with override(language):
        assert permission_name(permission(code)) == expected


@pytest.mark.django_db
def test_whatever_a_role_has_can_be_chosen() -> None:
    offered = {f"{each.content_type.app_label}.{each.codename}" for each in choosable()}

    assert frozenset().union(*ROLES.values()) - offered == set()


@pytest.mark.django_db
def test_tables_of_the_history_and_of_libraries_are_not_offered() -> None:
    offered = {each.content_type.model for each in choosable()}

    assert {name for name in offered if name.startswith("historical")} == set()
    assert {"session", "dbtaskresult", "logentry"} & offered == set()
    assert "practice" in offered


@pytest.mark.django_db
def test_no_offered_permission_is_left_in_english_in_kazakh() -> None:
    with override("kk"):
        english = [name for each in choosable() if re.search("[A-Za-z]{3,}", name := permission_name(each))]

    assert english == []
