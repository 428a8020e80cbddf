"""The Committee as it stood on a day: who sits, who speaks for whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from publishing.collation import kk_key
from publishing.languages import Text, read

from ..models import Mandate, RulesOfProcedure, Seat
from .enums import OF_SEAT, Office, SeatKind
from .querysets import SeatQuerySet


@dataclass(slots=True)
class Place:
    """A seat on a day, with those who speak for it."""

    seat: Seat
    name: Text
    delegate: Mandate | None = None
    alternates: list[Mandate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Membership:
    """The Committee on a day."""

    day: date
    officers: list[Mandate]
    """Chair, vice-chairs and secretary, in this order."""
    members: list[Place]
    observers: list[Place]
    rules: RulesOfProcedure | None

    @property
    def quorum(self) -> int | None:
        """How many member seats a meeting needs on this day; None where no rules are in force."""
        return self.rules.quorum_of(len(self.members)) if self.rules is not None else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the Committee on this day."""
        return not (self.officers or self.members or self.observers)

    @property
    def has_demonstration(self) -> bool:
        """Whether some of it is invented to show how the portal works."""
        seats = (place.seat.is_demonstration for place in (*self.members, *self.observers))
        return any(seats) or any(mandate.is_demonstration for mandate in self.officers)


def membership_on(day: date, reading_order: Sequence[str], user: Any) -> Membership:
    """The Committee as it stood on a day, the seats in the reader's alphabet; four queries."""
    seats = Seat.objects.visible_to(user).on(day).select_related("country")
    places = {seat.pk: Place(seat, name_of(seat, reading_order)) for seat in seats}
    officers: list[Mandate] = []
    for mandate in Mandate.objects.visible_to(user).on(day).order_by("starts_on", "pk"):
        if mandate.office not in OF_SEAT:
            officers.append(mandate)
        elif (place := places.get(mandate.seat_id or 0)) is not None:
            if mandate.office == Office.DELEGATE:
                place.delegate = mandate
            else:
                place.alternates.append(mandate)
    order = list(Office.values)
    rules = RulesOfProcedure.objects.visible_to(user).in_force(day).prefetch_related("majorities").first()
    return Membership(
        day,
        sorted(officers, key=lambda mandate: order.index(mandate.office)),
        list(_of_kind(places, SeatKind.MEMBER)),
        list(_of_kind(places, SeatKind.OBSERVER)),
        rules,
    )


def name_of(seat: Seat, reading_order: Sequence[str]) -> Text:
    """The name of whoever has the seat."""
    if seat.country is not None:
        return read(seat.country, "name", reading_order)
    return read(seat, "organisation", reading_order)


def seats_of(user: Any, day: date | None = None) -> list[Seat]:
    """The seats for which this person may speak on a day, today unless said; one query, none for what is remembered."""
    on = day or localdate()
    held: list[Seat] | None = getattr(user, "_seats_today", None)
    if held is not None and on == localdate():
        return held
    mandates = Mandate.objects.held_by(user, on).filter(office__in=OF_SEAT).select_related("seat__country")
    seats = {mandate.seat.pk: mandate.seat for mandate in mandates if mandate.seat is not None}
    return [seat for seat in seats.values() if seat.since <= on and (seat.until is None or seat.until >= on)]


def remember(user: Any, seats: list[Seat]) -> None:
    """Let this account object know its seats of today, for as long as a request lasts that asks for them several times."""
    user._seats_today = seats  # noqa: SLF001 - kept for the request, as Django keeps permissions


def seats_held(user: Any, day: date | None = None) -> SeatQuerySet:
    """As `seats_of`, to stand inside of another query."""
    on = day or localdate()
    mandates = Mandate.objects.held_by(user, on).filter(office__in=OF_SEAT)
    seats: SeatQuerySet = Seat.objects.on(on).filter(pk__in=mandates.values("seat"))
    return seats


def _of_kind(places: dict[int, Place], kind: str) -> Iterator[Place]:
    found = [place for place in places.values() if place.seat.kind == kind]
    yield from sorted(found, key=lambda place: kk_key(place.name))
