"""What the adoption chain asks of a person: the statements on which it is their country's turn."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing import desk

from .correspondence import WAITING_FOR
from .enums import AdoptionState
from .models import Adoption
from .sides import Side, is_focal_point, is_secretariat

ASKED: Final = {
    AdoptionState.STATED: _("Confirm, correct or dispute"),
    AdoptionState.CORRECTED: _("Accept the correction or answer"),
    AdoptionState.DISPUTED: _("Answer, change or withdraw"),
}
"""What is to be done, by state."""


def register() -> None:
    """Let the statements stand on desks."""
    desk.register("adoptions", _("Adoptions that wait for an answer"), waiting_for, position=40)


def waiting_for(user: Any) -> Iterator[desk.DeskRow]:
    """The statements that wait for the person's country, for the Secretariat all that wait; the oldest first."""
    if is_secretariat(user):
        rule = Q(state__in=WAITING_FOR)
    elif is_focal_point(user):
        rule = Q(pk__in=[])
        for state, side in WAITING_FOR.items():
            country = "country_id" if side == Side.ADOPTER else "practice__country_id"
            rule |= Q(**{"state": state, country: user.country_id})
    else:
        return
    waiting = Adoption.objects.filter(rule, waiting_since__isnull=False).for_page().order_by("waiting_since", "pk")
    for adoption in waiting[: desk.ROWS + 1]:
        yield desk.DeskRow(
            what=ASKED[AdoptionState(adoption.state)],
            title=str(adoption),
            url=adoption.get_absolute_url(),
            since=adoption.waiting_since,
            note=_("demonstration") if adoption.is_demonstration else "",
        )
