"""People at the forms of contributions, and what a browser would send."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from members.enums import Role
from members.models import Country, User
from practices.models import Practice
from publishing.models import Theme
from tests.factories.members import account
from tests.factories.practices import practice

SNAPSHOT = {
    "original_language": "ru",
    "title": "Единый конкурс",
    "summary": "Один тест для всех министерств.",
    "institution": "Агентство",
    "level": "national",
    "stage": "pilot",
    "start_year": "2019",
    "problem": "Тестов было много.\n\n- долго\n- дорого",
    "solution": "Сделали один тест.",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_role(role: Role, **fields: Any) -> User:
    user = account(f"{role.value}@desk.example", **fields)
    user.groups.add(Group.objects.get(name=role.value))
    return user


def url(name: str, *args: object) -> str:
    return f"/en{reverse(f'contribute:{name}', args=args)[3:]}"


def snapshot(land: Country, **changes: str) -> dict[str, str]:
    theme = Theme.objects.get(slug="leadership")
    return {**SNAPSHOT, "country": str(land.pk), "theme_1": str(theme.pk), **changes}


def shown(client: Client, address: str) -> dict[str, str]:
    """What the form of a page holds, as a browser would send it back."""
    sheet = client.get(address).context["sheet"]
    data = {bound.html_name: bound.value() for bound in sheet}
    for table in sheet.tables_shown:
        data |= {bound.html_name: bound.value() for bound in table.management_form}
        data |= {bound.html_name: bound.value() for row in table for bound in row}
    return {name: str(value) for name, value in data.items() if value is not None and value is not False}


def draft(land: Country, owner: User, **fields: Any) -> Practice:
    return practice(land, published=False, owner=owner, languages=("ru",), original_language="ru", **fields)
