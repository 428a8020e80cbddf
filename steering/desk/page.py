"""What the Committee desk shows one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from ..models import Meeting, Seat
from ..seats.membership import seats_of
from .duties import Duty, duties_of
from .news import News, news_for
from .visiting import visited

MOST_NEWS: Final = 60
SOON: Final = 3
"""Days from which on a duty presses."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty, with what the clock says of it."""

    duty: Duty
    is_overdue: bool
    is_soon: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The whole desk."""

    seats: list[Seat]
    duties: list[DutyRow]
    news: list[News]
    since: datetime
    meetings: list[Meeting]
    """Those under way and to come, the next first."""

    @property
    def overdue(self) -> int:
        """How many duties are late."""
        return sum(row.is_overdue for row in self.duties)

    @property
    def names_seats(self) -> bool:
        """Whether each duty has to say for which seat it is."""
        return len(self.seats) > 1


def desk_of(user: Any) -> DeskPage:
    """The desk of a person of the Committee: duties by their day, the overdue ones first; notes the visit."""
    seats = seats_of(user)
    since = visited(user)
    now = timezone.now()
    return DeskPage(
        seats,
        rows_of(duties_of(user, seats), now),
        news_for(user, since)[:MOST_NEWS],
        since,
        list(Meeting.objects.visible_to(user).upcoming()[:2]),
    )


def rows_of(duties: Sequence[Duty], now: datetime) -> list[DutyRow]:
    """The duties with what the clock says of them."""
    return [
        DutyRow(
            duty,
            is_overdue=duty.due is not None and duty.due < now,
            is_soon=duty.due is not None and 0 <= (duty.due - now).total_seconds() < SOON * 24 * 3600,
        )
        for duty in duties
    ]
