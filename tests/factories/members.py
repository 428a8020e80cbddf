"""Countries, experts and accounts."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.utils.timezone import localdate

from members.enums import Participation, Region, Visibility
from members.models import Country, Expert, User
from members.workflow import CountryWorkflow, ExpertWorkflow
from tests.factories.hub import superuser

_numbers = count(1)
PASSWORD = "correct horse battery"


def account(email: str = "", *permissions: str, **fields: Any) -> User:
    """A registered user; `permissions` as in `has_perm`: "members.view_committee_experts"."""
    user = User.objects.create_user(email or f"person{next(_numbers)}@hub.example", PASSWORD, **fields)
    for permission in permissions:
        label, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return user


def country(iso2: str = "KZ", name: str = "", *, published: bool = True, **fields: Any) -> Country:
    """A country with its name in three languages; `name` alone stands in all of them."""
    names = (
        {f"name_{code}": name for code in ("kk", "ru", "en")}
        if name
        else {"name_kk": f"{iso2} елі", "name_ru": f"Страна {iso2}", "name_en": f"Country {iso2}"}
    )
    values: dict[str, Any] = {
        "slug": f"country-{iso2.lower()}",
        "participation": Participation.CONFIRMED,
        "region": Region.CENTRAL_ASIA,
        "original_language": "ru",
    }
    record = Country.objects.create(iso2=iso2, **{**names, **values, **fields})
    return CountryWorkflow(record, superuser()).publish() if published else record


def expert(name: str = "", *, of: Country, published: bool = True, **fields: Any) -> Expert:
    """An expert whom everybody may see until a year from today."""
    number = next(_numbers)
    names = {f"name_{code}": name or f"Эксперт {number}" for code in ("kk", "ru", "en")}
    values: dict[str, Any] = {
        "slug": f"expert-{number}",
        "email": f"private{number}@secret.example",
        "visibility": Visibility.PUBLIC,
        "original_language": "ru",
        "languages": ["kk", "ru"],
        "position_ru": "Советник",
        "biography_ru": "<p>Работает.</p>",
        "offers_ru": "<p>Отбор.</p>",
        "consent_given_on": localdate() - timedelta(days=10),
        "consent_until": localdate() + timedelta(days=355),
    }
    record = Expert.objects.create(country=of, **{**names, **values, **fields})
    return ExpertWorkflow(record, superuser()).publish() if published else record
