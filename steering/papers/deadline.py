"""By when the papers of a meeting are due, and what came later."""

from datetime import date, datetime

from django.utils import timezone

from ..decisions.working_days import notice_start
from ..models import Meeting, RulesOfProcedure, Seat


def papers_due(meeting: Meeting) -> date | None:
    """The last day on which a paper is in time, by the rules of the meeting's day; None where none are in force. Two queries."""
    rules = RulesOfProcedure.objects.in_force(meeting.day).first()
    if rules is None:
        return None
    members = Seat.objects.members().on(meeting.day).filter(country__isnull=False)
    return notice_start(meeting.day, rules.papers_days, members.values_list("country__iso2", flat=True))


def came_late(moment: datetime | None, due: date | None) -> bool:
    """Whether something was sent out after the day, by the Hub's own clock."""
    return moment is not None and due is not None and timezone.localdate(moment) > due
