"""Who may speak for a seat on a decision, and as what: one country, one position."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publishing.languages import text_of

from ..access import may_run
from ..models import Mandate, Seat
from ..seats.enums import OF_SEAT, Office
from .enums import Capacity


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person in the role in which they act for a seat."""

    capacity: Capacity
    mandate: Mandate | None = None
    """None where the Secretariat notes what the seat said."""


def speaker_for(user: Any, seat: Seat) -> Speaker | None:
    """As what this person speaks for the seat today: its delegate before its alternate; the Secretariat notes; else None."""
    mandates = Mandate.objects.held_by(user).filter(seat=seat, office__in=OF_SEAT).order_by("pk")
    by_office = {mandate.office: mandate for mandate in mandates}
    if (delegate := by_office.get(Office.DELEGATE)) is not None:
        return Speaker(Capacity.DELEGATE, delegate)
    if (alternate := by_office.get(Office.ALTERNATE)) is not None:
        return Speaker(Capacity.ALTERNATE, alternate)
    return Speaker(Capacity.SECRETARY) if may_run(user) else None


def officer_name(user: Any, language: str, mandates: Sequence[Mandate] | None = None) -> str:
    """The name under which a person closes a decision: that of their office, else of their account; empty if neither has one.

    `mandates` are what the person holds today, where they are known already.
    """
    held = Mandate.objects.held_by(user).order_by("pk") if mandates is None else mandates
    mandate = next((one for one in held if one.office not in OF_SEAT), None)
    if mandate is not None:
        return str(getattr(mandate, f"name_{language}") or text_of(mandate, "name"))
    return str(user.get_full_name())
