"""The two sides of a statement, and who acts for them."""

from enum import StrEnum
from typing import Any

from django.db.models import Q

from members.enums import Role
from members.models import User

from .models import Adoption

ON_BEHALF = "practices.act_for_countries"
"""The permission of the Secretariat to act where a country asks it to, or has nobody who could."""


class Side(StrEnum):
    """The country that adopted, or the one whose practice it is."""

    ADOPTER = "adopter"
    SOURCE = "source"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.SOURCE if self == Side.ADOPTER else Side.ADOPTER


def is_secretariat(user: Any) -> bool:
    """Whether the person acts on behalf of countries."""
    return bool(user.is_authenticated and user.has_perm(ON_BEHALF))


def is_focal_point(user: Any) -> bool:
    """Whether the person keeps a country's practices."""
    return bool(user.is_authenticated and user.country_id and user.has_perm("practices.keep_country_practices"))


def acts_for(user: Any, country: int) -> bool:
    """Whether the person may speak for the country of this key: its focal point, or the Secretariat on its behalf."""
    return is_secretariat(user) or (is_focal_point(user) and user.country_id == country)


def speakers(adoption: Adoption, side: Side) -> list[User]:
    """Who gets the letters to a side: the country's focal points; where it has none, the Secretariat."""
    country = adoption.country_id if side == Side.ADOPTER else adoption.practice.country_id
    active = User.objects.filter(is_active=True).order_by("pk")
    focal_points = list(active.filter(groups__name=Role.FOCAL_POINT, country_id=country).distinct())
    return focal_points or list(active.filter(Q(groups__name=Role.SECRETARIAT)).distinct())
