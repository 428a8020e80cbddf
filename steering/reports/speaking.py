"""Who speaks for a seat on a report: its people write, its delegate settles."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from members.enums import Role
from members.models import User
from publishing.languages import Text, read
from publishing.workflow import YES, Answer

from ..access import is_of_committee
from ..models import Mandate, Seat
from ..seats.enums import OF_SEAT, Office


def may_write(user: Any, seat: Seat) -> Answer:
    """Whether this person drafts for the seat: its delegate or an alternate of today; one query."""
    if is_of_committee(user) and Mandate.objects.held_by(user).filter(seat=seat, office__in=OF_SEAT).exists():
        return YES
    return Answer(allowed=False, reason=_("You do not speak for this seat."))


def may_settle(user: Any, seat: Seat) -> Answer:
    """Whether this person gives the seat's last word: the delegate; an alternate while no delegate has an account.

    One query.
    """
    if not is_of_committee(user):
        return Answer(allowed=False, reason=_("You do not speak for this seat."))
    mandates = list(Mandate.objects.on(localdate()).filter(seat=seat, office__in=OF_SEAT).select_related("user"))
    own = {mandate.office for mandate in mandates if mandate.user_id == user.pk}
    if not own:
        return Answer(allowed=False, reason=_("You do not speak for this seat."))
    has_delegate = any(
        mandate.office == Office.DELEGATE and mandate.user is not None and mandate.user.is_active
        for mandate in mandates
    )
    if Office.DELEGATE in own or not has_delegate:
        return YES
    return Answer(allowed=False, reason=_("The delegate of the seat decides this; alternates prepare it."))


def member_seats(day: date) -> list[Seat]:
    """The seats that give a verdict on a day; one query."""
    return list(Seat.objects.on(day).members().select_related("country"))


def people_of_seats(seats: list[int] | None = None) -> list[User]:
    """The accounts that speak for these seats today, for all seats unless said; one query."""
    today = localdate()
    held = Mandate.objects.on(today).filter(
        Q(seat__until=None) | Q(seat__until__gte=today), office__in=OF_SEAT, user__isnull=False
    )
    if seats is not None:
        held = held.filter(seat__in=seats)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))


def people_of_secretariat() -> list[User]:
    """The accounts of the Secretariat; one query."""
    return list(User.objects.filter(is_active=True, groups__name=Role.SECRETARIAT.value).distinct().order_by("pk"))


def speakers_named(
    seats: Iterable[int], users: Iterable[int | None], order: Sequence[str]
) -> dict[tuple[int | None, int | None], Text]:
    """Under which name these accounts stand in the register for these seats, by seat and account; one query.

    Pages name people as the register does: the address of an account is nobody's business.
    """
    held = Mandate.objects.filter(seat__in=set(seats), user__in={user for user in users if user}).order_by("starts_on")
    return {(one.seat_id, one.user_id): read(one, "name", order) for one in held}
