"""Whether a meeting is convened early enough: working days of every seat between the notice and the meeting."""

from dataclasses import dataclass
from datetime import date

from ..decisions.working_days import notice_start
from ..models import Meeting, RulesOfProcedure, Seat


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that the rules of the day of the meeting ask for."""

    working_days: int
    last_day: date
    """The last day on which a notice leaves every seat so many working days."""

    def is_kept_on(self, day: date) -> bool:
        """Whether a notice on this day is early enough."""
        return day <= self.last_day


def notice_of(meeting: Meeting) -> Notice | None:
    """The notice for a meeting; None where no rules of procedure are in force on its day. Two queries."""
    rules = RulesOfProcedure.objects.in_force(meeting.day).first()
    if rules is None:
        return None
    return Notice(rules.notice_days, notice_start(meeting.day, rules.notice_days, countries_on(meeting.day)))


def countries_on(day: date) -> list[str]:
    """The ISO codes of the countries that have a seat on a day, whose holidays count; one query."""
    seats = Seat.objects.on(day).filter(country__isnull=False)
    return sorted(seats.values_list("country__iso2", flat=True))
