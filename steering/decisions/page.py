"""What the page of a decision shows: its text side by side, the positions, the record, and what followed."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from publishing.collation import kk_key
from publishing.languages import Text

from ..access import is_of_committee
from ..models import Action, Decision, Mandate, Position, PositionChange, Seat
from ..seats.enums import OF_SEAT, Majority
from ..seats.membership import name_of
from .enums import Basis, Capacity, DecisionState
from .positions import PositionWorkflow
from .speaking import Speaker
from .working_days import HOST, Deadline, day_of_deadline, days_skipped, working_days_left


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat with its position."""

    position: Position
    name: Text
    changes: list[PositionChange]
    """Every input, the latest first; empty for who may not see them."""
    is_own: bool


@dataclass(frozen=True, slots=True)
class Remaining:
    """The time that is left for positions."""

    days: int
    hours: int
    minutes: int
    working_days: int
    """Of the Hub."""


def rows_of(decision: Decision, user: Any, order: Any) -> list[SeatRow]:
    """The member seats in the reader's alphabet with their positions; one query, three for the Committee."""
    found = Position.objects.visible_to(user).filter(decision=decision).select_related("seat__country", "mandate")
    history: dict[int, list[PositionChange]] = defaultdict(list)
    own: set[int] = set()
    if decision.state == DecisionState.OPEN and is_of_committee(user):
        own = set(speakers_of(user))
    if is_of_committee(user):
        for change in (
            PositionChange.objects.visible_to(user)
            .filter(position__decision=decision)
            .select_related("mandate")
            .order_by("-version")
        ):
            history[change.position_id].append(change)
    rows = [
        SeatRow(position, name_of(position.seat, order), history[position.pk], position.seat_id in own)
        for position in found
    ]
    return sorted(rows, key=lambda row: kk_key(row.name))


def mandates_of(user: Any) -> list[Mandate]:
    """What the person is on the Committee today, alternates before delegates; one query, kept for the request."""
    known: list[Mandate] | None = getattr(user, "_committee_mandates", None)
    if known is None:
        known = list(Mandate.objects.held_by(user).order_by("office", "pk"))
        user._committee_mandates = known  # noqa: SLF001 - kept for the request, as Django keeps permissions
    return known


def speakers_of(user: Any) -> dict[int, Speaker]:
    """As what the person speaks for which seats today, by the seats' keys; a delegate's mandate outdoes an alternate's."""
    return {
        mandate.seat_id: Speaker(Capacity(mandate.office), mandate)
        for mandate in mandates_of(user)
        if mandate.seat_id is not None and mandate.office in OF_SEAT
    }


def own_flows(decision: Decision, rows: list[SeatRow], user: Any) -> list[tuple[SeatRow, PositionWorkflow]]:
    """The seats for which this person may speak, each with its workflow; no query beyond those of `rows_of`."""
    speaks = speakers_of(user) if is_of_committee(user) else {}
    return [
        (row, PositionWorkflow(decision, row.position.seat, user, speaks[row.position.seat_id]))
        for row in rows
        if row.is_own and row.position.seat_id in speaks
    ]


def remaining(decision: Decision) -> Remaining | None:
    """What is left until the deadline; None where there is none or it has passed."""
    now = timezone.now()
    if decision.state != DecisionState.OPEN or decision.deadline_at is None or now > decision.deadline_at:
        return None
    left = decision.deadline_at - now
    return Remaining(
        left.days,
        left.seconds // 3600,
        left.seconds % 3600 // 60,
        working_days_left(now, decision.deadline_at),
    )


def explained(decision: Decision, seats: list[Seat]) -> Deadline | None:
    """How the deadline came about: for each country, which days did not count since the opening; None without one."""
    if decision.deadline_at is None or decision.opened_at is None:
        return None
    codes = {seat.country.iso2 for seat in seats if seat.country is not None} | {HOST}
    start, end = localdate(decision.opened_at), day_of_deadline(decision.deadline_at, codes)
    countries = tuple(days_skipped(code, start, end) for code in sorted(codes))
    least = min((end - start).days - len(one.skipped) for one in countries)
    return Deadline(decision.deadline_at, end, least, countries, "")


def needed_of(decision: Decision) -> str:
    """The share that the majority needs, in figures; empty where it is no share."""
    shares = {
        Majority.ABSOLUTE: "> 1/2",
        Majority.TWO_THIRDS: "≥ 2/3",
        Majority.UNANIMITY: "1",
        Majority.SIMPLE: "> 1/2",
    }
    return shares.get(Majority(decision.majority), "") if decision.majority else ""


def percent_of(decision: Decision) -> Decimal | None:
    """The share that was reached, in per cent with one decimal, rounded down; None where there is none."""
    share = (decision.record or {}).get("share", "")
    return Decimal(int(Fraction(share) * 1000)) / 10 if share else None


def basis_of(decision: Decision) -> str:
    """Why the outcome is what it is, in words; empty while there is none."""
    basis = (decision.record or {}).get("basis", "")
    return str(Basis(basis).label) if basis in Basis.values else ""


def actions_of(decision: Decision, user: Any) -> list[Action]:
    """What follows from the decision; one query. The evidence stands on the page of each action."""
    found = Action.objects.visible_to(user).filter(decision=decision).select_related("seat__country")
    return list(found.order_by("due_on", "pk"))
