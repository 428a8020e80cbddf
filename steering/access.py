"""Who may open what the Committee writes: four levels, and the rule by which a row is open to somebody."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Access(models.TextChoices):
    """From the widest circle to the narrowest."""

    PUBLIC = "public", pgettext_lazy("who may open", "everybody")
    REGISTERED = "registered", _("everybody with an account")
    COMMITTEE = "committee", _("Steering Committee and Secretariat")
    SEAT = "seat", _("the named seats and the Secretariat")


def is_of_committee(user: Any) -> bool:
    """Whether the Committee's papers are open to this person: a member, an observer or the Secretariat."""
    return bool(user.is_authenticated and user.has_perm("publishing.view_committee_documents"))


def may_run(user: Any) -> bool:
    """Whether this person runs the Committee's business: convenes, circulates, closes, releases."""
    return bool(user.is_authenticated and user.has_perm("steering.run_committee"))


def levels(user: Any) -> list[str]:
    """The levels open to this person whoever they sit for; one for a seat is open to those who run the business."""
    found = [Access.PUBLIC.value]
    if user.is_authenticated:
        found.append(Access.REGISTERED.value)
    if is_of_committee(user):
        found.append(Access.COMMITTEE.value)
    if may_run(user):
        found.append(Access.SEAT.value)
    return found


def open_to(user: Any, access: str = "access", seats: str = "") -> Q:
    """The rule by which rows with an access level are open to this person.

    `access` leads from the queried rows to the level, `seats` to the seats for which a row of level SEAT is meant: those for
    which the person speaks today, found inside of the same query. With `seats` rows may come twice: use `distinct()`.
    """
    rule = Q(**{f"{access}__in": levels(user)})
    if seats and is_of_committee(user):
        from .seats.membership import seats_held  # noqa: PLC0415 - cycle: models name the levels

        rule |= Q(**{access: Access.SEAT.value, f"{seats}__in": seats_held(user)})
    return rule
