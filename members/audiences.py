"""Which accounts are meant when a letter goes to the Secretariat or to a country's focal points."""

from typing import Any

from publishing import audiences
from publishing.models import Publication

from .enums import Role
from .models import Country, User


def register() -> None:
    """Let letters be sent to the Secretariat and to focal points."""
    audiences.register("secretariat", secretariat)
    audiences.register("focal_points", focal_points)


def secretariat(record: Publication) -> list[User]:
    """Everybody in the Secretariat's group."""
    return list(User.objects.filter(groups__name=Role.SECRETARIAT, is_active=True).order_by("pk"))


def focal_points(record: Publication) -> list[User]:
    """The focal points of the record's country, without the owner, who gets the owner's letter; none where it has none."""
    country: Any = record.pk if isinstance(record, Country) else getattr(record, "country_id", None)
    if country is None:
        return []
    people = User.objects.filter(groups__name=Role.FOCAL_POINT, country_id=country, is_active=True)
    return list(people.exclude(pk=record.owner_id or 0).order_by("pk"))
