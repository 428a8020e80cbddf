"""Seats, mandates and rules of the Committee, made with what a test does not care about filled in."""

from datetime import date
from typing import Any

from members.models import Country
from steering.models import Mandate, RulesOfProcedure, Seat
from steering.seats.enums import Office, SeatKind

LONG_AGO = date(2024, 1, 15)


def seat(land: Country | None = None, **fields: Any) -> Seat:
    """A seat since 2024; without a country that of an organisation, which observes."""
    names = {} if land else {"organisation_en": "An organisation", "kind": SeatKind.OBSERVER}
    return Seat.objects.create(**{"country": land, "since": LONG_AGO, **names, **fields})


def mandate(of: Seat | None = None, office: str = Office.DELEGATE, **fields: Any) -> Mandate:
    """A mandate since 2024 that still runs."""
    return Mandate.objects.create(
        **{"seat": of, "office": office, "starts_on": LONG_AGO, "name_en": "A delegate", **fields}
    )


def rules(**fields: Any) -> RulesOfProcedure:
    """Rules in force since 2024: more than half of the members."""
    return RulesOfProcedure.objects.create(**{"in_force_from": LONG_AGO, "proposers": ["chair"], **fields})
