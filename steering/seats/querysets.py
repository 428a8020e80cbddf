"""The Committee on a day, stated once."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from .enums import SeatKind

if TYPE_CHECKING:
    from ..models import Handover, Mandate, RulesOfProcedure, Seat

Reader = Any
"""A signed-in user or AnonymousUser."""


def standing(on: date, start: str, end: str) -> Q:
    """The rule by which something that has a first and a last day stands on a day; both days count."""
    return Q(**{f"{start}__lte": on}) & (Q(**{end: None}) | Q(**{f"{end}__gte": on}))


class SeatQuerySet(models.QuerySet["Seat"]):
    """The register of seats is public."""

    def visible_to(self, user: Reader) -> Self:
        """All seats: who sits on the Committee is no secret."""
        return self.all()

    def on(self, day: date) -> Self:
        """The seats that exist on this day."""
        return self.filter(standing(day, "since", "until"))

    def members(self) -> Self:
        """The seats that take part in decisions."""
        return self.filter(kind=SeatKind.MEMBER)


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates are public; the account behind one is not a part of the register."""

    def visible_to(self, user: Reader) -> Self:
        """All mandates."""
        return self.all()

    def on(self, day: date) -> Self:
        """The mandates that run on this day."""
        return self.filter(standing(day, "starts_on", "ends_on"))

    def held_by(self, user: Reader, day: date | None = None) -> Self:
        """What this person is on the Committee on a day, today unless said; nothing for who is not signed in."""
        if not user.is_authenticated:
            return self.none()
        return self.on(day or localdate()).filter(user_id=user.pk)


class RulesQuerySet(models.QuerySet["RulesOfProcedure"]):
    """The rules are public."""

    def visible_to(self, user: Reader) -> Self:
        """All rules that were ever in force, and those to come."""
        return self.all()

    def in_force(self, day: date) -> Self:
        """The rules of this day: at most one row."""
        newest = self.filter(in_force_from__lte=day).order_by("-in_force_from").values("pk")[:1]
        return self.filter(pk__in=newest)


class HandoverQuerySet(models.QuerySet["Handover"]):
    """A handover is seen by the two whom it concerns, and by who runs the Committee."""

    def visible_to(self, user: Reader) -> Self:
        """The handovers that this person takes part in or runs."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("steering.change_handover"):
            return self.all()
        return self.filter(Q(former__user_id=user.pk) | Q(successor__user_id=user.pk))
