"""Whether a meeting can decide: how many member seats are there, and how many the rules of its day ask for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Meeting, RulesOfProcedure, Seat
from ..seats.querysets import SeatQuerySet
from .enums import THERE


@dataclass(frozen=True, slots=True)
class Quorum:
    """The state of the quorum at one moment."""

    present: int
    """Member seats that are present or represented."""
    members: int
    """Member seats on the day of the meeting."""
    needed: int | None
    """How many of them must be there; None where no rules of procedure are in force on that day."""

    @property
    def is_reached(self) -> bool:
        """Whether the Committee can decide."""
        return self.needed is not None and 0 < self.needed <= self.present

    @property
    def reason(self) -> str:
        """Why it can or can't, in the active language."""
        if self.needed is None:
            return _(
                "No rules of procedure are in force on the day of the meeting, so nothing says how many are needed."
            )
        if not self.members:
            return _("The Committee has no member seats on the day of the meeting.")
        there = ngettext(
            "%(present)d of %(count)d member seat present or represented",
            "%(present)d of %(count)d member seats present or represented",
            self.members,
        ) % {"present": self.present, "count": self.members}
        if self.is_reached:
            return _("%(there)s; %(needed)d needed.") % {"there": there, "needed": self.needed}
        missing = self.needed - self.present
        more = ngettext("%(count)d more needed", "%(count)d more needed", missing) % {"count": missing}
        return _("%(there)s; %(more)s.") % {"there": there, "more": more}


def quorum_of(meeting: Meeting) -> Quorum:
    """The quorum of a meeting as its attendance stands now; one query."""
    members = Seat.objects.on(meeting.day).members()
    present = members.filter(attendance__meeting=meeting, attendance__state__in=THERE)
    rules: Any = RulesOfProcedure.objects.in_force(meeting.day)
    found = rules.annotate(members=_count(members), present=_count(present)).first()
    if found is None:
        return Quorum(present.count(), members.count(), None)
    return Quorum(found.present, found.members, found.quorum_of(found.members))


def _count(seats: SeatQuerySet) -> Coalesce:
    """How many seats of one kind there are, as a column."""
    counted = seats.order_by().values("kind").annotate(amount=Count("pk", distinct=True)).values("amount")
    return Coalesce(Subquery(counted), 0)
