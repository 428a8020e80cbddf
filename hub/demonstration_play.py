"""Playing an invented past: every step through its workflow, in the order of time, with this process's clock set to it.

The workflows date what they do by `django.utils.timezone.now`; records are sealed with these dates. So a past can only be
shown by doing each thing at its time. The clock is set back for one step of one management command, nowhere else.
"""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, Final
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone

Act = Callable[[], Any]
MORNING: Final = 10
"""The hour at which things happen unless said."""
WEDNESDAY: Final = 2


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let everything in this process that asks Django for the time hear this moment."""
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


class Play:
    """Steps that are waiting for their time; a step may put further ones behind it."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self._waiting: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def at(self, moment: datetime, act: Act) -> None:
        """Do this at that moment; what lies in the future is not done."""
        heapq.heappush(self._waiting, (moment, next(self._numbers), act))

    def perform(self) -> None:
        """Do everything whose time has come, the earliest first."""
        while self._waiting:
            moment, _number, act = heapq.heappop(self._waiting)
            if moment <= self.now:
                with clock_at(moment):
                    act()

    def day(self, offset: int) -> date:
        """The day so many days from today; negative ones lie in the past."""
        return timezone.localdate(self.now) + timedelta(days=offset)

    def moment(self, offset: int, hour: int = MORNING) -> datetime:
        """An hour of that day by the Hub's clock, but never later than a minute ago for a day that has begun."""
        found = timezone.make_aware(datetime.combine(self.day(offset), time(hour)))
        return min(found, self.now - timedelta(minutes=1)) if offset <= 0 else found

    def midweek(self, offset: int, zone: str, hour: int = MORNING) -> datetime:
        """An hour of the Wednesday in that day's week, by the clock of a zone."""
        day = self.day(offset)
        wednesday = day + timedelta(days=WEDNESDAY - day.weekday())
        return datetime.combine(wednesday, time(hour), tzinfo=ZoneInfo(zone))
