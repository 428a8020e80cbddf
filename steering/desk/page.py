"""What the Committee desk shows one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from publishing.gathering import Asking, together

from ..models import Meeting, Seat
from ..seats.membership import remember, seats_of
from ..time_zones import label_of, zone_of
from . import duties, news
from .duties import Duty
from .news import News
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
    zone: str
    """The name of the reader's time zone, with how far its clocks are from UTC."""
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
    remember(user, seats)
    since = visited(user)
    of_duties, of_news = duties.askings_of(user, seats), news.askings_of(user, since)
    found = together([_upcoming(user), *of_duties, *of_news])
    waiting = duties.in_order(duty for some in found[1 : 1 + len(of_duties)] for duty in some)
    happened = news.in_order(one for some in found[1 + len(of_duties) :] for one in some)
    return DeskPage(
        seats, rows_of(waiting, timezone.now()), happened[:MOST_NEWS], since, label_of(zone_of(user).key), found[0]
    )


def _upcoming(user: Any) -> Asking[list[Meeting]]:
    """The meeting under way or next, and the one after it."""
    [meetings] = yield (Meeting.objects.visible_to(user).upcoming()[:2],)
    return meetings


def rows_of(waiting: Sequence[Duty], now: datetime) -> list[DutyRow]:
    """The duties with what the clock says of them."""
    return [
        DutyRow(
            duty,
            is_overdue=duty.due is not None and duty.due < now,
            is_soon=duty.due is not None and 0 <= (duty.due - now).total_seconds() < SOON * 24 * 3600,
        )
        for duty in waiting
    ]
